//! The batch record: every step can be reached, and one of them makes the product.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::StepId;
use toml::de::DeTable;

use super::texts_of;
use crate::finding::{FindingCode, Findings};
use crate::model::{self, Step, StepKind};
use crate::read::draft::{Draft, Placed};
use crate::read::section::closest;

type Steps<'d, 't> = BTreeMap<&'d StepId, &'d Placed<'t, Step>>;

/// Runs the checks on the steps.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    references(draft, document, out);
    harvest(draft, document, out);
    let steps: Steps<'_, '_> = draft
        .steps
        .iter()
        .map(|step| (&step.value.id, step))
        .collect();
    // Of two steps with one name nobody knows which one the others wait for.
    if steps.len() != draft.steps.len() {
        return;
    }
    after_harvest(draft, out);
    let order: Vec<&Step> = draft.steps.iter().map(|step| &step.value).collect();
    let waits = order
        .iter()
        .map(|step| (&step.id, model::waits_for(&order, step)));
    let waits: Waits<'_> = waits.collect();
    let waiting = circles(&steps, &waits, out);
    days(draft, &waits, &waiting, out);
}

fn references(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let declared = texts_of(document, "step", "id");
    for step in &draft.steps {
        for (index, after) in step.value.after.iter().enumerate() {
            if declared.contains(&after.as_str()) {
                continue;
            }
            let message = format!(
                "step '{}' waits for '{after}', which is no step",
                step.value.id
            );
            let at = step.inner_at("after", index);
            out.add(
                FindingCode::DanglingReference,
                at,
                message,
                "the id of a step in this file",
            );
            if let Some(meant) = closest(after.as_str(), declared.iter().copied()) {
                out.help(format!("did you mean '{meant}'?"));
            }
        }
    }
}

fn harvest(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let written = texts_of(document, "step", "kind");
    // Cells are harvested and counted; a medicine is filled and its amount entered.
    let (last, role) = if document.contains_key("medicine") {
        ("fill", "amount")
    } else {
        ("harvest", "cell-count")
    };
    if !written.contains(&last) {
        let at = draft.steps.last().map_or(0..0, |step| step.at("kind"));
        let message = format!("no step is a {last}, so there would be no product");
        let expected = format!("one step with kind = \"{last}\"");
        out.add(FindingCode::NoHarvestStep, at, message, expected);
    }
    let harvests = draft
        .steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest);
    for (index, step) in harvests.enumerate() {
        if index > 0 {
            let message = format!("'{}' is a second {last}", step.value.id);
            out.add(
                FindingCode::SeveralHarvestSteps,
                step.at("kind"),
                message,
                format!("one {last}"),
            );
        }
        // As written, so that an input that could not be read is not called missing.
        let roles = texts_of(step.table(), "input", "role");
        if !roles.contains(&role) {
            let message = format!("'{}' says nothing of how much it makes", step.value.id);
            let expected = format!("an input with role = \"{role}\"");
            out.add(
                FindingCode::HarvestWithoutCount,
                step.at("id"),
                message,
                expected,
            );
        }
        if !roles.contains(&"volume") {
            let message = format!("'{}' measures no volume", step.value.id);
            let expected = "an input with role = \"volume\"";
            out.add(
                FindingCode::HarvestWithoutVolume,
                step.at("id"),
                message,
                expected,
            );
        }
    }
}

/// Reports steps that wait for each other and gives everything that can never start.
fn circles<'d>(
    steps: &Steps<'d, '_>,
    waits: &Waits<'d>,
    out: &mut Findings,
) -> BTreeSet<&'d StepId> {
    let mut waiting: BTreeSet<&StepId> = steps.keys().copied().collect();
    loop {
        let ready: Vec<&StepId> = waiting
            .iter()
            .copied()
            .filter(|id| !before(waits, id).any(|before| waiting.contains(before)))
            .collect();
        if ready.is_empty() {
            break;
        }
        waiting.retain(|id| !ready.contains(id));
    }
    let mut unreported = waiting.clone();
    while let Some(circle) = one_circle(waits, &unreported) {
        report(steps, &circle, out);
        unreported.retain(|id| !circle.contains(id));
    }
    waiting
}

/// What each step waits for, by name and by its place in the file.
type Waits<'d> = BTreeMap<&'d StepId, Vec<&'d StepId>>;

fn before<'d>(waits: &Waits<'d>, id: &StepId) -> impl Iterator<Item = &'d StepId> + use<'d> {
    waits.get(id).cloned().unwrap_or_default().into_iter()
}

/// A circle among the steps that are left, found by walking back from each until one comes again.
fn one_circle<'d>(waits: &Waits<'d>, left: &BTreeSet<&'d StepId>) -> Option<Vec<&'d StepId>> {
    let mut exhausted: BTreeSet<&StepId> = BTreeSet::new();
    for start in left {
        let mut path: Vec<&StepId> = vec![start];
        while let Some(last) = path.last() {
            let open = |id: &&StepId| left.contains(id) && !exhausted.contains(id);
            let Some(next) = before(waits, last).find(open) else {
                exhausted.extend(path.pop());
                continue;
            };
            if let Some(found) = path.iter().position(|id| *id == next) {
                return Some(path.split_off(found));
            }
            path.push(next);
        }
    }
    None
}

fn report(steps: &Steps<'_, '_>, circle: &[&StepId], out: &mut Findings) {
    let places = circle
        .iter()
        .filter_map(|id| steps.get(id))
        .filter(|step| !step.value.after.is_empty())
        .map(|step| step.at("after"));
    let at = places.min_by_key(|at| at.start).unwrap_or(0..0);
    let names: Vec<_> = circle
        .iter()
        .chain(circle.first())
        .map(|id| id.as_str())
        .collect();
    let message = format!("steps wait for each other: {}", names.join(" after "));
    out.add(
        FindingCode::CircularAfter,
        at,
        message,
        "an order with a first step",
    );
}

/// Nothing is done after the harvest, which ends the record.
fn after_harvest(draft: &Draft<'_>, out: &mut Findings) {
    let harvests: Vec<_> = draft
        .steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest)
        .collect();
    // Of several harvests nobody knows which one ends the record.
    let [harvest] = harvests.as_slice() else {
        return;
    };
    let id = &harvest.value.id;
    let others = draft.steps.iter().filter(|step| &step.value.id != id);
    for step in others.filter(|step| step.value.after.contains(id)) {
        let message = format!(
            "'{}' waits for '{id}', which ends the record",
            step.value.id
        );
        let expected = "steps before the harvest";
        out.add(
            FindingCode::UnreachableStep,
            step.at("after"),
            message,
            expected,
        );
    }
}

/// Follows the earliest day of each step along what it waits for.
fn days(draft: &Draft<'_>, waits: &Waits<'_>, waiting: &BTreeSet<&StepId>, out: &mut Findings) {
    let mut earliest: BTreeMap<&StepId, u16> = BTreeMap::new();
    let reachable = draft
        .steps
        .iter()
        .filter(|step| !waiting.contains(&step.value.id));
    let mut open: Vec<_> = reachable
        .map(|step| (step, before(waits, &step.value.id).collect::<Vec<_>>()))
        .collect();
    while !open.is_empty() {
        let known = |id: &&StepId| earliest.contains_key(id) || !waits.contains_key(id);
        let (ready, later): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|(_, waits)| waits.iter().all(known));
        if ready.is_empty() {
            break;
        }
        for (step, waits) in ready {
            let latest = waits
                .into_iter()
                .filter_map(|id| Some((*earliest.get(id)?, id)))
                .max();
            let (first, last) = step.value.days;
            if let Some((day, after)) = latest.filter(|(day, _)| *day > last) {
                let message = format!(
                    "'{}' ends on day {last}, but waits for '{after}', which starts on day {day} or later",
                    step.value.id
                );
                let expected = format!("a last day of {day} or later");
                out.add(
                    FindingCode::UnreachableStep,
                    step.at("days"),
                    message,
                    expected,
                );
            }
            // A step that is late itself is not held against those that wait for it.
            let day = latest.map_or(first, |(day, _)| first.max(day)).min(last);
            earliest.insert(&step.value.id, day);
        }
        open = later;
    }
}
