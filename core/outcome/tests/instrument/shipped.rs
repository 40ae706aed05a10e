//! Each mapping that ships reads its own example, and each thing that must not be read is refused
//! with its place.

use cikada_outcome::instrument::{Mapping, Readings, read_file, read_mapping};

const CELL_COUNTER: (&str, &str) = (
    include_str!("../../../../instruments/cell-counter.toml"),
    include_str!("../../../../instruments/examples/cell-counter.csv"),
);
const FLOW_CYTOMETER: (&str, &str) = (
    include_str!("../../../../instruments/flow-cytometer.toml"),
    include_str!("../../../../instruments/examples/flow-cytometer.csv"),
);
const ENDOTOXIN_READER: (&str, &str) = (
    include_str!("../../../../instruments/endotoxin-reader.toml"),
    include_str!("../../../../instruments/examples/endotoxin-reader.csv"),
);
const BLOOD_CULTURE: (&str, &str) = (
    include_str!("../../../../instruments/blood-culture.toml"),
    include_str!("../../../../instruments/examples/blood-culture.csv"),
);

fn mapping(text: &str) -> Mapping {
    read_mapping(text).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
}

fn read((text, file): (&str, &str)) -> Readings {
    read_file(&mapping(text), file.as_bytes())
}

fn lines(readings: &Readings) -> Vec<String> {
    let line = |r: &cikada_outcome::instrument::Reading| {
        format!("{} {} {} {}", r.line, r.sample, r.test, r.value)
    };
    readings.readings.iter().map(line).collect()
}

fn faults(of: (&str, &str), from: &str, to: &str) -> Vec<String> {
    assert!(of.1.contains(from), "{from}");
    let file = of.1.replacen(from, to, 1);
    let read = read_file(&mapping(of.0), file.as_bytes());
    read.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn every_mapping_that_ships_reads_its_example_without_a_fault() {
    for of in [
        CELL_COUNTER,
        FLOW_CYTOMETER,
        ENDOTOXIN_READER,
        BLOOD_CULTURE,
    ] {
        assert_eq!(read(of).faults, []);
    }
    assert_eq!(
        lines(&read(CELL_COUNTER))[..2],
        [
            "4 S-2026-0001 viability 94.5 %",
            "4 S-2026-0001 viability-floor 94.5 %"
        ]
    );
    assert_eq!(
        lines(&read(FLOW_CYTOMETER)),
        [
            "4 S-2026-0001 cd3 95.5 %",
            "5 S-2026-0001 cd3-cd56 37.3 %",
            "6 S-2026-0001 cd19 0.5 %"
        ]
    );
    assert_eq!(
        lines(&read(ENDOTOXIN_READER)),
        [
            "4 S-2026-0001 endotoxin 0.05 {EU}/mL",
            "5 S-2026-0002 endotoxin 0.12 {EU}/mL"
        ]
    );
    assert_eq!(
        lines(&read(BLOOD_CULTURE)),
        ["2 S-2026-0001 sterility no-growth"]
    );
}

#[test]
fn a_decimal_sign_of_another_country_is_refused_with_its_place() {
    assert_eq!(
        faults(CELL_COUNTER, "94,5", "94.5"),
        [
            "line 4, column 'Viability (%)': found '94.5', expected a number with ',' as decimal \
             sign and no grouping; '.' means nothing under this mapping",
            "line 4, column 'Viability (%)': found '94.5', expected a number with ',' as decimal \
             sign and no grouping; '.' means nothing under this mapping",
        ]
    );
    assert_eq!(
        faults(FLOW_CYTOMETER, "95.5", "\"95,5\""),
        [
            "line 4, column 'Percent of parent': found '95,5', expected a number with '.' as \
             decimal sign and no grouping; ',' means nothing under this mapping"
        ]
    );
}

#[test]
fn a_population_that_the_mapping_does_not_name_is_refused_with_its_place() {
    assert_eq!(
        faults(FLOW_CYTOMETER, "CD3+CD56+ of living", "CD3-CD56+ of living"),
        [
            "line 5, column 'Gate': found 'CD3-CD56+ of living lymphocytes', expected one of \
             'CD3+ of living lymphocytes', 'CD3+CD56+ of living lymphocytes', 'CD19+ of living \
             lymphocytes', or what the mapping ignores"
        ]
    );
}

#[test]
fn of_a_sample_that_stands_there_twice_neither_line_counts() {
    let file = ENDOTOXIN_READER.1.replace("S-2026-0002", "S-2026-0001");
    let read = read_file(&mapping(ENDOTOXIN_READER.0), file.as_bytes());
    assert_eq!(read.readings, []);
    assert_eq!(
        read.faults[0].to_string(),
        "line 4: found sample S-2026-0001 with endotoxin on lines 4, 5, expected each test of a \
         sample once"
    );
}

#[test]
fn an_unknown_flag_a_missing_column_and_a_day_that_is_none_are_named() {
    assert_eq!(
        faults(BLOOD_CULTURE, "14,NEG", "14,negative"),
        ["line 2, column 'Flag': found 'negative', expected one of NEG, POS"]
    );
    assert_eq!(
        faults(BLOOD_CULTURE, "Flag", "Result").len(),
        1,
        "the header alone is at fault"
    );
    assert_eq!(
        faults(BLOOD_CULTURE, "30/03/2026", "2026-03-30"),
        [
            "line 2, column 'Reported': found '2026-03-30 09:00', expected a time written as \
             %d/%m/%Y %H:%M"
        ]
    );
    assert_eq!(
        faults(ENDOTOXIN_READER, "<0.05", ">5"),
        [
            "line 4, column 'EU/mL': found '>5', expected a number with '.' as decimal sign and no \
             grouping"
        ]
    );
}

#[test]
fn every_flaw_of_a_mapping_is_named_with_line_and_column() {
    let text = "id = \"x\"\ntitle = \"X\"\ndelimiter = \",\"\ndecimal = \",\"\nsample = \"S\"\n\
                colour = 1\n[[value]]\ntest = \"No Test\"\ncolumn = \"V\"\nunit = \"furlong\"\n";
    let flaws = read_mapping(text).unwrap_err();
    let flaws: Vec<_> = flaws.iter().map(ToString::to_string).collect();
    let starts = [
        "line 4, column 11: decimal sign",
        "line 6, column 1: the mapping has no key 'colour'",
        "line 8, column 8:",
        "line 10, column 8: the unit is not known",
    ];
    for (flaw, start) in flaws.iter().zip(starts) {
        assert!(flaw.starts_with(start), "{flaws:#?}");
    }
    assert_eq!(flaws.len(), 4, "{flaws:#?}");
}
