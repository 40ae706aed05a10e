//! Release: nothing is infused without it, and each stage has tests to decide on.

use toml::de::DeTable;

use super::texts_of;
use crate::finding::{FindingCode, Findings};
use crate::model::ReleaseStage;
use crate::read::draft::Draft;

/// Runs the checks on the release.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    if let Some(infusion) = document
        .get("infusion")
        .filter(|_| !document.contains_key("release"))
    {
        let message = "the product is infused, but no release is declared";
        let expected = "a [[release]] with stage = \"conditional\" or \"final\"";
        out.add(
            FindingCode::InfusionWithoutRelease,
            infusion.span(),
            message,
            expected,
        );
    }
    let tested = texts_of(document, "test", "stage");
    let mut declared: Vec<ReleaseStage> = Vec::new();
    for release in &draft.releases {
        let stage = release.value.stage;
        if declared.contains(&stage) {
            let message = format!("the {} release is declared already", stage.name());
            out.add(
                FindingCode::DuplicateRelease,
                release.at("stage"),
                message,
                "each stage once",
            );
        } else if !tested.contains(&stage.name()) {
            let message = format!("the {} release has no test", stage.name());
            let expected = format!("a [[test]] with stage = \"{}\"", stage.name());
            out.add(
                FindingCode::ReleaseWithoutSpecification,
                release.at("stage"),
                message,
                expected,
            );
        }
        declared.push(stage);
    }
    let written = texts_of(document, "release", "stage");
    for test in &draft.tests {
        let stage = test.value.stage.name();
        // Without any release there is one finding, not one for each test.
        if !written.is_empty() && !written.contains(&stage) {
            let message = format!(
                "'{}' is for a {stage} release, which is not declared",
                test.value.id
            );
            let expected = "the stage of a [[release]] in this file";
            out.add(
                FindingCode::DanglingReference,
                test.at("stage"),
                message,
                expected,
            );
        }
    }
}
