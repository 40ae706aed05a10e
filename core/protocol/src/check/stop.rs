//! Stop rules: what fires them is recorded somewhere, in a form that can fire them.
//!
//! A stop rule that can never fire looks exactly like a treatment that goes well.

use std::ops::Range;

use toml::de::DeTable;

use super::texts_of;
use crate::finding::{FindingCode, Findings};
use crate::model::{Condition, StopRule, Trigger};
use crate::read::draft::{Draft, Placed};
use crate::read::section::closest;
use crate::requirement::Requirement;

/// Runs the checks on the stop rules.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let recorded = recorded(document);
    for stop in &draft.stops {
        let Trigger::Findings { of, .. } = &stop.value.trigger else {
            continue;
        };
        for condition in of {
            fires(draft, &recorded, stop, condition, out);
        }
    }
}

/// The condition asks for something that is recorded, in a form that can be held against it.
fn fires(
    draft: &Draft<'_>,
    recorded: &[&str],
    stop: &Placed<'_, StopRule>,
    condition: &Condition,
    out: &mut Findings,
) {
    let criterion = &condition.criterion;
    if !recorded.contains(&criterion.as_str()) {
        let message = format!(
            "'{criterion}' is recorded nowhere, so '{}' could never fire",
            stop.value.id
        );
        let expected = "the id of a [[fitness]] or [[visit.finding]] in this file";
        let code = FindingCode::DanglingReference;
        out.add(code, within(stop, "criterion"), message, expected);
        if let Some(meant) = closest(criterion.as_str(), recorded.iter().copied()) {
            out.help(format!("did you mean '{meant}'?"));
        }
    }
    let visits = draft.visits.iter().flat_map(|visit| &visit.value.findings);
    let fitness = draft.fitness.iter().map(|fitness| &fitness.value);
    if let Some(known) = fitness.chain(visits).find(|known| &known.id == criterion) {
        comparable(stop, &known.requirement, &condition.requirement, out);
    }
}

/// Where a key of the one finding stands, or the list of several.
fn within(stop: &Placed<'_, StopRule>, key: &str) -> Range<usize> {
    if stop.table().contains_key("finding") {
        stop.nested_at("finding", key)
    } else {
        stop.at("findings")
    }
}

/// The names of everything recorded on the day or at a visit.
pub(super) fn recorded<'t>(document: &'t DeTable<'_>) -> Vec<&'t str> {
    let visits = document
        .get("visit")
        .and_then(|value| value.get_ref().as_array());
    let visits = visits.into_iter().flat_map(|visits| visits.iter());
    let tables = visits.filter_map(|visit| visit.get_ref().as_table());
    let at_visits = tables.flat_map(|visit| texts_of(visit, "finding", "id"));
    texts_of(document, "fitness", "id")
        .into_iter()
        .chain(at_visits)
        .collect()
}

fn comparable(
    stop: &Placed<'_, StopRule>,
    recorded: &Requirement,
    fires: &Requirement,
    out: &mut Findings,
) {
    let at = || within(stop, "fires-if");
    match (recorded.example(), fires.example()) {
        (Some(recorded), Some(fires)) => {
            if let Err(mismatch) = recorded.compare(fires) {
                let expected = recorded.dimension().words();
                out.add(
                    FindingCode::WrongDimension,
                    at(),
                    mismatch.to_string(),
                    expected,
                );
            }
        }
        (None, None) if std::mem::discriminant(recorded) == std::mem::discriminant(fires) => {}
        _ => {
            let message =
                "the rule asks for another kind of value than is recorded, so it could never fire";
            out.add(FindingCode::WrongType, at(), message, kind(recorded));
        }
    }
}

fn kind(requirement: &Requirement) -> &'static str {
    match requirement {
        Requirement::Is(_) => "true or false",
        Requirement::OneOf(_) => "a list of codes",
        Requirement::Between { .. } | Requirement::Below(_) | Requirement::Above(_) => {
            "limits with units"
        }
    }
}
