//! Response gates: each stands before a dose, and a visit answers it before that dose.

use toml::de::DeTable;

use crate::finding::{FindingCode, Findings};
use crate::model::GateRule;
use crate::read::draft::{Draft, Placed};
use crate::read::section::closest;

use super::limits::comparable;
use super::texts_of;

/// Runs the check on the gates.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let visits = document
        .get("visit")
        .and_then(|value| value.get_ref().as_array());
    let visits = visits.into_iter().flat_map(|visits| visits.iter());
    let tables = visits.filter_map(|visit| visit.get_ref().as_table());
    let names: Vec<_> = tables
        .flat_map(|visit| texts_of(visit, "finding", "id"))
        .collect();
    for gate in &draft.gates {
        named(draft, gate, out);
        answered(draft, &names, gate, out);
    }
}

/// The schedule names the gate.
fn named(draft: &Draft<'_>, gate: &Placed<'_, GateRule>, out: &mut Findings) {
    let Some(schedule) = &draft.schedule else {
        return;
    };
    let id = gate.value.id.as_str();
    let apart = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    if !schedule.value.text.split(apart).any(|word| word == id) {
        let message = format!("the schedule does not name the gate '{id}', so it holds nothing up");
        let expected = format!("'if {id} (...)' in the doses of [schedule]");
        out.add(
            FindingCode::GateUnreachable,
            gate.at("id"),
            message,
            expected,
        );
    }
}

/// A visit records what the gate asks for, in a form that can be held against it.
fn answered(draft: &Draft<'_>, names: &[&str], gate: &Placed<'_, GateRule>, out: &mut Findings) {
    let condition = &gate.value.condition;
    let (id, criterion) = (&gate.value.id, &condition.criterion);
    if !names.contains(&criterion.as_str()) {
        let message = format!("no visit records '{criterion}', so the gate '{id}' never opens");
        let expected = "the id of a [[visit.finding]] in this file";
        let code = FindingCode::GateUnreachable;
        out.add(code, gate.at("criterion"), message, expected);
        if let Some(meant) = closest(criterion.as_str(), names.iter().copied()) {
            out.help(format!("did you mean '{meant}'?"));
        }
        return;
    }
    let findings = draft.visits.iter().flat_map(|visit| &visit.value.findings);
    let mut same = findings.filter(|finding| &finding.id == criterion);
    if let Some(found) = same.find(|found| !comparable(&found.requirement, &condition.requirement))
    {
        let message = format!(
            "'{criterion}' is recorded as {}, so the gate '{id}' never opens",
            found.requirement.words()
        );
        let expected = "a requirement of the kind that is recorded";
        out.add(
            FindingCode::GateUnreachable,
            gate.at("must-be"),
            message,
            expected,
        );
    }
}
