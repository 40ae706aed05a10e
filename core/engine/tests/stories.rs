//! Every story of every protocol, run on the real engine and held against its transcript.
//!
//! `CIKADA_BLESS=1 cargo test -p cikada-engine` writes the transcripts anew; the change is then
//! read as a diff. Rules of a protocol and refusal codes that no story reaches fail here.

#[cfg(test)]
#[path = "support/centre.rs"]
mod centre;
#[cfg(test)]
#[path = "support/course.rs"]
mod course;
#[cfg(test)]
#[path = "support/example.rs"]
mod example;
#[cfg(test)]
#[path = "support/golden.rs"]
mod golden;
#[cfg(test)]
#[path = "support/protocols.rs"]
mod protocols;
#[cfg(test)]
#[path = "support/runner.rs"]
mod runner;
#[cfg(test)]
#[path = "support/script.rs"]
mod script;
#[cfg(test)]
#[path = "support/script_medicine.rs"]
mod script_medicine;
#[cfg(test)]
#[path = "support/story.rs"]
mod story;
#[cfg(test)]
#[path = "support/sweep.rs"]
mod sweep;
#[cfg(test)]
#[path = "support/sweep_culture.rs"]
mod sweep_culture;
#[cfg(test)]
#[path = "support/sweep_dose.rs"]
mod sweep_dose;
#[cfg(test)]
#[path = "support/sweep_stop.rs"]
mod sweep_stop;
#[cfg(test)]
#[path = "support/told.rs"]
mod told;
#[cfg(test)]
#[path = "support/told_facility.rs"]
mod told_facility;
#[cfg(test)]
#[path = "support/told_laboratory.rs"]
mod told_laboratory;
#[cfg(test)]
#[path = "support/told_release.rs"]
mod told_release;
#[cfg(test)]
#[path = "support/told_step.rs"]
mod told_step;

use std::collections::BTreeSet;
use std::path::Path;

use cikada_engine::{RefusalCode, needs_order};
use cikada_protocol::Protocol;
use cikada_protocol::model::{Input, InputRole, StepKind};
use course::{Course, Point};
use runner::Reached;

#[test]
fn a_treatment_that_goes_as_it_should_is_accepted_from_end_to_end() {
    let files = protocols::files();
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        let mut course = Course::new(protocols::protocol(&file));
        let doses = course.dose_count();
        course.go_to(Point::Finished, doses);
        let given = course.treatment.containers_infused().len();
        assert_eq!(given, usize::from(doses), "{}", file.display());
        assert!(course.treatment.fired.is_empty());
        assert!(course.treatment.deviations.is_empty());
    }
}

#[test]
fn every_story_goes_as_it_is_told_and_reaches_every_rule_and_code() {
    let (mut codes, mut missing, mut told) = (BTreeSet::new(), Vec::new(), String::new());
    let mut otherwise = Vec::new();
    for file in protocols::files() {
        let protocol = protocols::protocol(&file);
        let mut reached = Reached::default();
        runner::run_folder(&protocol, file.parent().unwrap(), &mut reached);
        otherwise.append(&mut reached.otherwise);
        let rules = rules_of(&protocol);
        let unreached = rules.difference(&reached.rules);
        missing.extend(unreached.map(|rule| format!("{} {rule:?}", protocol.id)));
        codes.extend(reached.codes);
        for story in reached.stories {
            told.push_str(&format!("passed story: {story}\n"));
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
    assert!(
        missing.is_empty(),
        "rules that no story reaches: {missing:#?}"
    );
    let unreached = RefusalCode::ALL.iter().filter(|code| !codes.contains(code));
    let unreached: Vec<_> = unreached.map(|code| code.code()).collect();
    assert!(
        unreached.is_empty(),
        "codes that no story reaches: {unreached:#?}"
    );
    golden::list_stories(&told);
}

/// Every rule that a story must reach, with both ways it can go.
fn rules_of(protocol: &Protocol) -> BTreeSet<(&'static str, String, bool)> {
    let mut rules = BTreeSet::new();
    let mut add = |kind, id: String| {
        rules.insert((kind, id.clone(), true));
        rules.insert((kind, id, false));
    };
    for criterion in &protocol.eligibility {
        add("criterion", criterion.id.to_string());
    }
    for rule in &protocol.consents {
        add("consent", rule.id.to_string());
    }
    for step in &protocol.steps {
        add("step", step.id.to_string());
        let limited = |input: &&Input| input.limit.is_some() && input.role != InputRole::Amount;
        for input in step.inputs.iter().filter(limited) {
            add("limit", format!("{} {}", step.id, input.id));
        }
    }
    let limits: &[_] = match protocol.medicine() {
        Some(_) => &["filled amount"],
        None => &["collection", "dose 1", "culture"],
    };
    for name in limits {
        add("limit", (*name).to_owned());
    }
    for line in protocol.doses.iter().filter(|line| needs_order(line)) {
        add("dose line", line.id.to_string());
    }
    for test in &protocol.specification {
        add("test", test.id.to_string());
    }
    for gate in &protocol.gates {
        add("gate", gate.id.to_string());
    }
    for criterion in &protocol.fitness {
        add("fitness", criterion.id.to_string());
    }
    for sign in &protocol.infusion.vital_signs {
        add("vital sign", sign.id.to_string());
    }
    for rule in &protocol.stop_rules {
        add("stop rule", rule.id.to_string());
    }
    assert!(
        protocol
            .steps
            .iter()
            .any(|step| step.kind == StepKind::Harvest)
    );
    rules
}

#[test]
fn the_page_of_refusals_tells_every_code() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/refusals.md");
    golden::compare(&page, &golden::refusals_page());
}
