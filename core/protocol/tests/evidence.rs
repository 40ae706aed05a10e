//! The evidence that ships: read without a finding, complete, and never a figure without its doubt.

#![cfg(test)]

use std::collections::BTreeMap;

use cikada_protocol::evidence::{Direction, Evidence, Reported, read, to_json, words};
use cikada_protocol::model::Basis;
use cikada_protocol::{FindingCode, render_terminal};
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../protocols/evidence/lee-2015.toml");

fn shipped() -> BTreeMap<String, Evidence> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../protocols/evidence");
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        #[expect(
            clippy::disallowed_methods,
            reason = "a test reads the files it is about"
        )]
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let file = path.file_name().unwrap().to_str().unwrap();
        let reading = read(&bytes, file);
        let page = render_terminal(&reading.findings, &text, file, false);
        assert!(reading.findings.is_empty(), "{page}");
        let evidence = reading.evidence.unwrap();
        assert_eq!(file, format!("{}.toml", evidence.key));
        all.insert(evidence.key.clone(), evidence);
    }
    all
}

#[test]
fn the_shipped_evidence_changes_only_on_purpose() {
    let pages: Vec<_> = shipped()
        .values()
        .map(|evidence| format!("{}\n  {}\n", evidence.key, words(evidence).join("\n  ")))
        .collect();
    insta::assert_snapshot!("evidence", pages.join("\n"));
}

/// Whether a part of a sentence holds a figure of an outcome or a rate.
fn holds_a_figure(part: &str) -> bool {
    let words = [
        "%",
        "ratio",
        "median",
        "risk",
        " of the treatment ",
        "time (",
    ];
    words.iter().any(|word| part.contains(word)) && part.chars().any(|c| c.is_ascii_digit())
}

#[test]
fn every_figure_is_said_with_its_number_and_its_interval() {
    for (key, evidence) in shipped() {
        let memory = evidence.basis == Basis::Memory;
        // What was given has no interval, and a note that states a percentage is a finding.
        let outcomes = words(&evidence)
            .into_iter()
            .filter(|line| !line.starts_with("Given: ") && !line.starts_with("Note: "));
        for sentence in outcomes {
            for part in sentence.split("; ").filter(|part| holds_a_figure(part)) {
                assert!(part.contains("interval"), "{key}: {part}");
                assert!(
                    part.contains("n = ") || part.contains("n not reported"),
                    "{key}: {part}"
                );
                assert!(!memory || part.contains("from memory"), "{key}: {part}");
            }
        }
    }
}

#[test]
fn every_benefit_is_said_with_number_interval_and_p() {
    for (key, evidence) in shipped() {
        let benefits = words(&evidence)
            .into_iter()
            .filter(|sentence| sentence.contains("reported as better"));
        let expected = evidence
            .outcomes
            .iter()
            .filter(|outcome| outcome.direction == Direction::Benefit);
        let mut count = 0;
        for sentence in benefits {
            count += 1;
            assert!(sentence.contains("interval"), "{key}: {sentence}");
            assert!(
                sentence.contains("n = ") || sentence.contains("n not reported"),
                "{key}: {sentence}"
            );
            assert!(
                sentence.contains("; p = ") || sentence.contains("; p not reported"),
                "{key}: {sentence}"
            );
        }
        assert_eq!(count, expected.count(), "{key}");
    }
}

#[test]
fn deaths_are_said_of_all_evidence() {
    for (key, evidence) in shipped() {
        let said = words(&evidence);
        let deaths = said.iter().filter(|line| line.starts_with("Deaths: "));
        assert_eq!(deaths.count(), 1, "{key}");
    }
}

#[test]
fn trials_that_found_nothing_are_there_too() {
    let all = shipped();
    assert!(all.len() >= 55, "{}", all.len());
    for key in ["xu-2016", "kong-2017", "linn-2011", "hui-2009", "yang-2003"] {
        let outcomes = &all[key].outcomes;
        let nothing = outcomes
            .iter()
            .any(|outcome| outcome.direction == Direction::NoDifference);
        assert!(nothing, "{key}");
    }
}

#[test]
fn what_must_be_shown_beside_other_evidence_is_there() {
    let all = shipped();
    for (key, evidence) in &all {
        for beside in &evidence.beside {
            assert!(all.contains_key(beside), "{key}: {beside}");
        }
    }
    assert_eq!(all["lee-2015"].beside, ["xu-2016"]);
    assert_eq!(all["xu-2016"].beside, ["lee-2015"]);
}

#[test]
fn json_keeps_printed_places_and_says_what_is_not_reported() {
    let json = to_json(&read(SHIPPED.as_bytes(), "f").evidence.unwrap());
    assert_eq!(json["outcomes"][0]["figures"][0]["value"], "44.0 mo");
    assert_eq!(json["outcomes"][0]["figures"][1]["n"], "not reported");
    assert_eq!(json["deaths"]["any"], "not reported");
}

#[test]
fn a_figure_takes_the_number_of_its_arm_or_of_those_analysed() {
    let evidence = read(SHIPPED.as_bytes(), "f").evidence.unwrap();
    let figures = &evidence.outcomes[0].figures;
    let numbers: Vec<_> = figures
        .iter()
        .map(|figure| figure.n.given().map(|n| n.number))
        .collect();
    assert_eq!(numbers, [Some(114), None, Some(226)]);
    assert_eq!(figures[1].n, Reported::NotReported);
}

#[track_caller]
fn expect(from: &str, to: &str, code: FindingCode, line_holds: &str) {
    assert!(
        SHIPPED.contains(from),
        "'{from}' is not in the shipped file"
    );
    let broken = SHIPPED.replacen(from, to, 1);
    let reading = read(broken.as_bytes(), "f");
    assert_eq!(reading.evidence, None);
    let found: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| (finding.code, finding.message.as_str()))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, code, "{found:?}");
    let line = broken.lines().nth(reading.findings[0].line - 1).unwrap();
    assert!(line.contains(line_holds), "{line}");
}

#[test]
fn nothing_unknown_may_be_left_out() {
    let missing = FindingCode::MissingKey;
    expect("n = 230\n", "", missing, "key = ");
    expect("country = \"Korea\"\n", "", missing, "key = ");
    expect("any = \"not reported\"\n", "", missing, "[deaths]");
    expect(", interval = \"not reported\" }", " }", missing, "44.0 mo");
    expect(", level = \"not reported\" }", " }", missing, "0.63");
    expect("p = \"not reported\"\n", "", missing, "[[outcome]]");
    expect("count = \"not reported\"\n", "", missing, "[[adverse]]");
    let reading = read(SHIPPED.replace("n = 230\n", "").as_bytes(), "f");
    let help = reading.findings[0].help.clone().unwrap();
    assert!(help.contains("not reported"), "{help}");
}

#[test]
fn percentages_are_recomputed_from_their_counts() {
    let counted = |percent: &str| {
        format!(
            "treatment = {{ count = 2, n = 226, percent = \"{percent}\", interval = \"not reported\" }}"
        )
    };
    let from = "treatment = \"not reported\"";
    for right in ["1 %", "0.9 %", "0.88 %", "below 1 %"] {
        let text = SHIPPED.replace(from, &counted(right));
        assert_eq!(read(text.as_bytes(), "f").findings, [], "{right}");
    }
    let wrong = FindingCode::PercentageMismatch;
    expect(from, &counted("2 %"), wrong, "treatment");
    expect(from, &counted("0.87 %"), wrong, "treatment");
    expect(from, &counted("below 0.5 %"), wrong, "treatment");
}

#[test]
fn more_than_all_are_never_counted() {
    let above = FindingCode::CountAboveTotal;
    let deaths =
        "treatment = { count = 3, n = 2, percent = \"not reported\", interval = \"not reported\" }";
    expect("treatment = \"not reported\"", deaths, above, "treatment");
    expect("analysed = 226", "analysed = 231", above, "analysed");
    expect("\nn = 114", "\nn = 227", above, "n = 227");
    expect("percent = \"62 %\"", "percent = \"162 %\"", above, "162");
}

#[test]
fn a_value_lies_in_its_interval_and_the_interval_has_two_ends() {
    let value = "value = \"0.63\"";
    let misses = FindingCode::IntervalMissesValue;
    expect(value, "value = \"0.36\"", misses, "0.36");
    let low = "low = \"0.43\"";
    expect(low, "low = \"0.95\"", FindingCode::MinAboveMax, "0.95");
}

#[test]
fn a_figure_in_a_sentence_is_found() {
    let setting = "setting = \"hepatocellular carcinoma";
    let figure = "setting = \"a gain of 20 % in hepatocellular carcinoma";
    expect(setting, figure, FindingCode::FigureInWords, "20 %");
}

#[test]
fn what_is_no_word_unit_arm_or_number_is_found() {
    let dangling = FindingCode::DanglingReference;
    expect(
        "arm = \"control\", value",
        "arm = \"placebo\", value",
        dangling,
        "placebo",
    );
    let word = FindingCode::UnknownWord;
    expect(
        "design = \"randomised\"",
        "design = \"random\"",
        word,
        "random",
    );
    expect(
        "direction = \"benefit\"",
        "direction = \"cure\"",
        word,
        "cure",
    );
    let bare = FindingCode::BareNumber;
    expect("value = \"44.0 mo\"", "value = \"44.0\"", bare, "44.0");
    let unreadable = FindingCode::NumberUnreadable;
    expect(
        "value = \"0.63\"",
        "value = \"0.63 mo\"",
        unreadable,
        "0.63",
    );
    expect(
        "value = \"0.63\"",
        "value = 0.63",
        FindingCode::WrongType,
        "0.63",
    );
    expect("n = 230", "n = 230.5", FindingCode::WrongType, "230.5");
    expect(
        "n = 230",
        "patients = 4\nn = 230",
        FindingCode::UnknownKey,
        "patients",
    );
    let twice = FindingCode::DuplicateName;
    let again = "[[arm]]\nkey = \"control\"\nname = \"again\"\nn = 1\n\n[[arm]]\nkey = \"control\"";
    expect("[[arm]]\nkey = \"control\"", again, twice, "control");
}

/// Reads, prints and renders, as the command line would; nothing may fall.
fn through(bytes: &[u8]) {
    let reading = read(bytes, "file");
    assert_eq!(reading.evidence.is_some(), reading.findings.is_empty());
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let _ = render_terminal(&reading.findings, text, "file", false);
    if let Some(evidence) = reading.evidence {
        let _ = (words(&evidence), to_json(&evidence));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_make_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        through(&bytes);
    }

    #[test]
    fn evidence_with_a_stretch_cut_out_or_replaced_never_makes_the_reader_fall(
        from in 0usize..SHIPPED.len(),
        long in 0usize..200,
        with in "[\\PC\n\"\\[\\]{}=0-9]{0,12}",
    ) {
        let mut bytes = SHIPPED.as_bytes().to_vec();
        bytes.splice(from..(from + long).min(SHIPPED.len()), with.bytes());
        through(&bytes);
    }

    #[test]
    fn any_counts_and_percentage_are_read_or_found_and_never_overflow(
        count in any::<u32>(),
        n in any::<u32>(),
        percent in "[0-9]{1,3}(\\.[0-9]{0,30})?",
    ) {
        let tally = format!("treatment = {{ count = {count}, n = {n}, percent = \"{percent} %\", interval = \"not reported\" }}");
        through(SHIPPED.replace("treatment = \"not reported\"", &tally).as_bytes());
    }
}
