//! Files that cannot be read: every finding at once, with its place.

use cikada_outcome::response::read_csv;
use proptest::prelude::*;

use crate::example::{Example, HEADER};

const SHIPPED: [&str; 2] = [
    include_str!("files/worked-example.csv"),
    include_str!("files/all-columns.csv"),
];

fn code(text: &str) -> Vec<&'static str> {
    let findings = read_csv(text.as_bytes(), "f.csv").unwrap_err();
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_line_and_column() {
    let text = format!(
        "{HEADER}\n\
         baseline,2026-01-05,target,T1,liver,no,\"6,0\",mm,,CT,5,,\n\
         baseline,05/01/2026,target,T2,liver,no,40,mm,,CT,5,,\n\
         week 8,2026-03-02,target,T1,,,3.5,cm,,,,,\n\
         week 8,2026-03-02,tagret,T1,,,35,mm,,,,,\n"
    );
    let findings = read_csv(text.as_bytes(), "trial.csv").unwrap_err();
    let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_slip_has_its_code() {
    let bad = |row: &str| Example::with_target(30).at(56, 30).row(row).refused();
    assert_eq!(bad("target,T1,,,20,mm,"), ["row-twice"]);
    assert_eq!(bad("target,T2,lung,no,20,mm,"), ["not-at-baseline"]);
    assert_eq!(bad("non-target,T1,,,,,present"), ["lesion-two-kinds"]);
    assert_eq!(bad("new,L1,lung,no,700,mm,unequivocal"), ["implausible"]);
    assert_eq!(bad("new,L1,lung,no,-7,mm,unequivocal"), ["negative"]);
    assert_eq!(bad("new,L1,lung,no,7,,unequivocal"), ["unit-not-mm"]);
    assert_eq!(bad("new,L1,lung,no,7 mm,mm,unequivocal"), ["not-a-number"]);
    assert_eq!(bad("new,L1,lung,no,1e2,mm,unequivocal"), ["not-a-number"]);
    assert_eq!(bad("new,L1,lung,no,,,present"), ["state-not-of-kind"]);
    assert_eq!(bad("new,L1,lung,,,,unequivocal"), ["cell-empty"]);
    assert_eq!(
        bad("new,t1,lung,no,,,unequivocal"),
        ["lesion-two-spellings"]
    );
    assert_eq!(bad("new,L1,lung,maybe,,,unequivocal"), ["unknown-word"]);
    assert_eq!(bad("marker,CEA,,,5,,"), ["unit-missing"]);
    assert_eq!(bad("visit,,,,,,fine"), ["unknown-word"]);
    let silent = Example::with_target(30).day(56).target(30);
    assert_eq!(silent.refused(), ["new-lesions-not-stated"]);
    let at_baseline = Example::with_target(30).row("new,L1,lung,no,,,unequivocal");
    assert_eq!(at_baseline.refused(), ["new-at-baseline"]);
    let measured = Example::with_target(30)
        .day(56)
        .row("target,T1,,,20,mm,gone");
    assert_eq!(measured.none_new().refused(), ["state-not-of-kind"]);
    let nowhere = Example::with_target(30)
        .day(56)
        .row("target,T1,,,,,merged:T9");
    assert_eq!(nowhere.none_new().refused(), ["merged-into-nothing"]);
    let viable = Example::with_target(30)
        .day(56)
        .row("target,T1,,,20,mm,,,,21");
    assert_eq!(viable.none_new().refused(), ["viable-too-large"]);
    let early = Example::with_target(30).at(-7, 30);
    assert_eq!(early.refused(), ["baseline-not-first"]);
    let no_baseline = Example::new().day(0).row("target,T1,liver,no,30,mm,");
    assert_eq!(no_baseline.none_new().refused(), ["baseline-missing"]);
    let markers = Example::with_target(30)
        .row("marker,CEA,,,5,ng/mL,")
        .at(56, 30);
    assert_eq!(
        markers.row("marker,CEA,,,5,ug/L,").refused(),
        ["marker-two-units"]
    );
}

#[test]
fn a_file_that_is_no_table_gets_one_clear_finding() {
    assert_eq!(code(""), ["file-empty"]);
    assert_eq!(code("\n\n , ,\n"), ["file-empty"]);
    assert_eq!(
        read_csv(&[0xff, 0xfe], "f").unwrap_err()[0].code,
        "not-text"
    );
    let large = vec![b'a'; 2 << 20];
    assert_eq!(read_csv(&large, "f").unwrap_err()[0].code, "file-too-large");
    assert_eq!(code(&"a,b\n".repeat(5001)), ["file-too-long"]);
    assert!(code("name,value\nx,1\n").contains(&"column-missing"));
}

#[test]
fn sheets_of_other_countries_and_millimetres_in_the_header_are_read() {
    let [example, _] = SHIPPED;
    let expected = read_csv(example.as_bytes(), "f").unwrap();
    let semicolons = format!(
        "\u{feff}{}",
        example.replace(',', ";").replace('\n', "\r\n")
    );
    assert_eq!(read_csv(semicolons.as_bytes(), "f").unwrap(), expected);
    let in_header = example
        .replace("measurement,unit", "measurement_mm,note")
        .replace(",mm,", ",,");
    assert_eq!(read_csv(in_header.as_bytes(), "f").unwrap(), expected);
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..8);
    (prop::sample::select(SHIPPED.to_vec()), edits).prop_map(|(text, edits)| {
        let mut bytes = text.as_bytes().to_vec();
        for (index, byte, kind) in edits {
            let at = index.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes
    })
}

/// Cells that are each allowed somewhere, put together at random.
fn plausible() -> impl Strategy<Value = Vec<u8>> {
    let cell = |words: &'static [&'static str]| prop::sample::select(words);
    let row = (
        cell(&[
            "baseline,2026-01-05",
            "a,2026-03-02",
            "b,2026-03-30",
            "c,2026-05-11",
        ]),
        cell(&["target", "non-target", "new", "marker", "visit"]),
        cell(&["T1", "T2", "L1", ""]),
        cell(&["liver,no", "neck,yes", ","]),
        cell(&["0,mm", "5,mm", "20,mm", "40.5,mm", ",", "3,ng/mL"]),
        cell(&[
            "",
            "gone",
            "split",
            "merged:T2",
            "present",
            "progressed",
            "larger",
            "none",
            "unequivocal",
            "equivocal",
            "not-evaluated",
            "too-small",
            "stable",
            "new-symptom",
        ]),
        cell(&["CT,5,,", "MRI,8,3,", ",,,9", "x-ray,,,"]),
    );
    prop::collection::vec(row, 0..24).prop_map(|rows| {
        let mut text = format!("{HEADER}\nbaseline,2026-01-05,target,T1,liver,no,40,mm,,CT,5,,\n");
        for (visit, kind, lesion, place, size, state, how) in rows {
            text += &format!("{visit},{kind},{lesion},{place},{size},{state},{how}\n");
        }
        text.into_bytes()
    })
}

fn never_panics(bytes: &[u8]) {
    match read_csv(bytes, "f.csv") {
        Ok(course) => {
            let assessment = cikada_outcome::response::assess(&course, &crate::example::options());
            assert!(!assessment.to_text().is_empty());
            assert!(assessment.to_json().is_object());
        }
        Err(findings) => assert!(!findings.is_empty()),
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        never_panics(&bytes);
    }

    #[test]
    fn changed_files_never_panic(bytes in mutated()) {
        never_panics(&bytes);
    }

    #[test]
    fn cells_in_any_order_never_panic(bytes in plausible()) {
        never_panics(&bytes);
    }
}
