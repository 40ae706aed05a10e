//! Response gates: each stands before a dose, and a visit answers it before that dose.

use std::collections::BTreeSet;
use std::ops::Range;

use cikada_domain::CriterionId;
use jiff::civil::Date;
use toml::de::DeTable;

use crate::finding::{FindingCode, Findings};
use crate::model::{DoseAmount, GateRule, VisitRule};
use crate::read::draft::{Draft, Placed};
use crate::read::section::closest;
use crate::schedule::{DosePlace, Offset, Timing, TimingEvent};

use super::limits::comparable;
use super::window::ANY_DAY;
use super::{stop, texts_of};

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
    declared(draft, document, out);
    for gate in &draft.gates {
        named(draft, gate, out);
        answered(draft, &names, gate, out);
    }
}

/// The schedule names the gate, and the gate is one that the schedule may name.
fn named(draft: &Draft<'_>, gate: &Placed<'_, GateRule>, out: &mut Findings) {
    let Some(schedule) = &draft.schedule else {
        return;
    };
    let id = &gate.value.id;
    let mut names = schedule
        .value
        .gates()
        .into_iter()
        .map(|gate| &gate.criterion);
    if !names.any(|name| name == id) && !goals(draft).iter().any(|(name, _)| name == &id) {
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

/// What ends a part of the schedule or the rise of a dose, with where it is named.
fn goals<'d>(draft: &'d Draft<'_>) -> Vec<(&'d CriterionId, Range<usize>)> {
    let schedule = draft.schedule.iter();
    let ends = schedule.flat_map(|schedule| {
        let ends = schedule.value.ends().into_iter();
        ends.map(|end| (end, schedule.at("doses")))
    });
    let rises = draft
        .doses
        .iter()
        .flat_map(|line| match &line.value.amount {
            DoseAmount::Titrated(rising) => {
                let goals = rising.until.iter();
                goals.map(|goal| (goal, line.at("titrate"))).collect()
            }
            DoseAmount::Cells(_) | DoseAmount::Exact(_) => Vec::new(),
        });
    ends.chain(rises).collect()
}

/// What the schedule asks is declared: a gate, or for an end also what a visit or the day records.
fn declared(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let gates = texts_of(document, "gate", "id");
    let asked = draft.schedule.iter().flat_map(|schedule| {
        let gates = schedule.value.gates().into_iter();
        gates.map(|gate| (&gate.criterion, schedule.at("doses")))
    });
    let mut said = BTreeSet::new();
    let unknown = asked.filter(|(id, _)| !gates.contains(&id.as_str()));
    for (id, at) in unknown.filter(|(id, _)| said.insert(*id)) {
        let message = format!("'{id}' is no gate, so the doses behind it could never be given");
        let expected = "the id of a [[gate]] in this file";
        out.add(FindingCode::DanglingReference, at, message, expected);
    }
    let mut recorded = stop::recorded(document);
    recorded.extend(gates);
    let goals = goals(draft).into_iter();
    let unknown = goals.filter(|(id, _)| !recorded.contains(&id.as_str()));
    for (id, at) in unknown.filter(|(id, _)| said.insert(*id)) {
        let message = format!("'{id}' is recorded nowhere, so it could never end anything");
        let expected = "the id of a [[gate]], [[fitness]] or [[visit.finding]] in this file";
        out.add(FindingCode::DanglingReference, at, message, expected);
    }
}

/// A visit that records the answer lies before the first dose behind the gate.
fn in_time(draft: &Draft<'_>, gate: &Placed<'_, GateRule>, out: &mut Findings) {
    let Some(schedule) = draft.schedule.as_ref().map(|schedule| &schedule.value) else {
        return;
    };
    let Some(places) = schedule.places(ANY_DAY, schedule.convention) else {
        return;
    };
    let (id, criterion) = (&gate.value.id, &gate.value.condition.criterion);
    let behind = |place: &DosePlace| place.gates.iter().any(|gate| &gate.criterion == id);
    let Some((index, place)) = places.iter().enumerate().find(|(_, place)| behind(place)) else {
        return;
    };
    let Some((_, latest)) = schedule.window.around(place.on) else {
        return;
    };
    let days: Vec<_> = places.iter().map(|place| place.on).collect();
    let records = |visit: &&VisitRule| visit.findings.iter().any(|found| &found.id == criterion);
    let mut visits = draft
        .visits
        .iter()
        .map(|visit| &visit.value)
        .filter(records);
    if !visits.any(|visit| answers(&visit.timing, &days, index, latest)) {
        let dose = index.saturating_add(1);
        let message = format!(
            "'{criterion}' is first recorded after dose {dose}, before which the gate '{id}' stands"
        );
        let expected = format!("a [[visit]] with '{criterion}' before dose {dose}");
        let code = FindingCode::GateUnreachable;
        out.add(code, gate.at("criterion"), message, expected);
    }
}

/// Whether a visit happens by a day, hung on a dose that is given without the gate.
fn answers(timing: &Timing, days: &[Date], gated: usize, latest: Date) -> bool {
    let last = days.len().saturating_sub(1);
    let hung = |index: usize| match timing.event {
        TimingEvent::Each => true,
        TimingEvent::First => index == 0,
        TimingEvent::Next => index > 0,
        TimingEvent::Last => index == last,
    };
    let mut on = days.iter().enumerate().filter(|(index, _)| hung(*index));
    on.any(|(index, day)| {
        let planned = match timing.offset {
            Offset::After(distance) | Offset::AtLeastAfter(distance) if index < gated => {
                distance.after(*day, 1)
            }
            Offset::Every { every, .. } if index < gated => every.after(*day, 1),
            Offset::Before(distance) => distance.before(*day, 1),
            // It may be as early as it likes.
            Offset::AtLeastBefore(_) => return true,
            Offset::After(_) | Offset::AtLeastAfter(_) | Offset::Every { .. } => None,
        };
        let earliest = planned.and_then(|day| timing.window.around(day));
        earliest.is_some_and(|(earliest, _)| earliest <= latest)
    })
}

/// A visit records what the gate asks for, in time and in a form that can be held against it.
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
    in_time(draft, gate, out);
}
