//! A gate for every name that a schedule asks for: schedules are tested in a file that has none.

use cikada_protocol::{FindingCode, read};

/// The file with the gates its schedule names, answered by the finding of its one visit.
pub(crate) fn declared(mut text: String) -> String {
    let findings = read(text.as_bytes(), "file").findings;
    let unknown = findings
        .iter()
        .filter(|finding| finding.code == FindingCode::DanglingReference);
    let (criterion, must) = if text.contains("id = \"fever\"") {
        ("fever", false)
    } else {
        ("well", true)
    };
    for name in unknown.filter_map(|finding| finding.message.split('\'').nth(1)) {
        text.push_str(&format!(
            "\n[[gate]]\nid = \"{name}\"\ntext = \"{name}\"\ncriterion = \"{criterion}\"\nmust-be = {must}\nsource = \"author\"\n"
        ));
    }
    text
}
