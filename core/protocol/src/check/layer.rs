//! Layers: a centre asks for more than the label and never for less, and what is asked for in two
//! places can be met in both.

use std::ops::Range;

use crate::finding::{FindingCode, Findings};
use crate::model::{Criterion, DoseAmount, InputRole, StepKind};
use crate::read::draft::{Draft, Placed};
use crate::requirement::Requirement;

use super::limits::{comparable, exclude, lies_within};
use super::place::{Recorded, criteria, inside};

/// Runs the checks on the layers.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    for record in criteria(draft) {
        centre(&record, out);
    }
    eligible_and_fit(draft, out);
    bedside(draft, out);
    product(draft, out);
}

/// The centre's limit lies inside the label's.
fn centre(record: &Recorded<'_, '_>, out: &mut Findings) {
    let Criterion {
        id,
        requirement: label,
        centre: Some(centre),
        ..
    } = record.criterion
    else {
        return;
    };
    let at = record.at("centre");
    let (asked, allowed) = (&centre.requirement, label.words());
    if !comparable(asked, label) {
        let message = format!("the centre's limit on '{id}' is of another kind than the label's");
        out.add(FindingCode::WrongDimension, at, message, allowed);
    } else if exclude(asked, label) {
        let message = format!(
            "the centre asks for {} in '{id}', the label for {allowed}: nobody meets both",
            asked.words()
        );
        let expected = format!("a limit inside {allowed}");
        out.add(FindingCode::WindowsNeverMeet, at, message, expected);
    } else if !lies_within(asked, label) {
        let message = format!(
            "the centre allows {} in '{id}', the label only {allowed}",
            asked.words()
        );
        let expected = format!("a limit inside {allowed}");
        out.add(FindingCode::CentreLooserThanLabel, at, message, expected);
        out.help("the label decides anyway; leave the centre's limit out if it asks for no more");
    }
}

/// Whoever may be treated can be fit on a day.
fn eligible_and_fit(draft: &Draft<'_>, out: &mut Findings) {
    for fit in &draft.fitness {
        let same = |other: &&Placed<'_, Criterion>| other.value.id == fit.value.id;
        let Some(eligible) = draft.eligibility.iter().find(same) else {
            continue;
        };
        let asked = |criterion: &Criterion| {
            let centre = criterion
                .centre
                .as_ref()
                .map(|centre| centre.requirement.clone());
            [Some(criterion.requirement.clone()), centre]
        };
        let (first, later) = (asked(&eligible.value), asked(&fit.value));
        let apart = first.iter().flatten().find_map(|one| {
            let other = later.iter().flatten().find(|other| exclude(one, other))?;
            Some((one.words(), other.words()))
        });
        if let Some((one, other)) = apart {
            let message = format!(
                "'{}' must be {one} to be eligible and {other} on the day: nobody meets both",
                fit.value.id
            );
            never(fit.at("must-be"), message, out);
        }
    }
}

/// A sign that fitness asks for is not one that stops the infusion at once.
fn bedside(draft: &Draft<'_>, out: &mut Findings) {
    let Some(infusion) = &draft.infusion else {
        return;
    };
    for sign in &infusion.value.vital_signs {
        let same = |fit: &&Placed<'_, Criterion>| fit.value.id.as_str() == sign.id.as_str();
        let Some(fit) = draft.fitness.iter().find(same) else {
            continue;
        };
        if exclude(&fit.value.requirement, &sign.limit) {
            let message = format!(
                "'{}' must be {} on the day, but stops the infusion unless it is {}",
                sign.id,
                fit.value.requirement.words(),
                sign.limit.words()
            );
            let at = inside(infusion.table(), "vital-sign", sign.id.as_str(), "limit");
            never(
                at.unwrap_or_else(|| infusion.at("vital-sign")),
                message,
                out,
            );
        }
    }
}

/// What the harvest and the release let through can be a dose.
fn product(draft: &Draft<'_>, out: &mut Findings) {
    let harvests = draft
        .steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest);
    for line in &draft.doses {
        let DoseAmount::Cells(cells) = &line.value.amount else {
            continue;
        };
        for step in harvests.clone() {
            let counts = step
                .value
                .inputs
                .iter()
                .filter(|i| i.role == InputRole::CellCount);
            for (input, limit) in counts.filter_map(|i| Some((i, i.limit.as_ref()?))) {
                if exclude(limit, cells) {
                    let at = inside(step.table(), "input", input.id.as_str(), "limit");
                    let at = at.unwrap_or_else(|| step.at("input"));
                    no_dose(at, input.id.as_str(), limit, cells, out);
                }
            }
        }
        for test in draft
            .tests
            .iter()
            .filter(|test| exclude(&test.value.requirement, cells))
        {
            let (id, must) = (test.value.id.as_str(), &test.value.requirement);
            no_dose(test.at("must-be"), id, must, cells, out);
        }
    }
}

fn no_dose(
    at: Range<usize>,
    id: &str,
    limit: &Requirement,
    cells: &Requirement,
    out: &mut Findings,
) {
    let (limit, cells) = (limit.words(), cells.words());
    let message = format!("'{id}' must be {limit}, but a dose is {cells}: nothing is both");
    never(at, message, out);
}

fn never(at: Range<usize>, message: String, out: &mut Findings) {
    let expected = "limits that one value can meet together";
    out.add(FindingCode::WindowsNeverMeet, at, message, expected);
}
