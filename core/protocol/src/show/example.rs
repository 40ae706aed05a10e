//! The section with the arithmetic of each dose for one invented patient, by the same code that
//! works out an order.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, Quantity, Value};
use cikada_dose::Body;

use super::cite::Page;
use super::stop::met;
use super::word::quantity;
use crate::dosing::{DoseFacts, Sheet, SheetLine, sheet};
use crate::model::{Adjustment, DoseLine, LevelUse, Protocol};
use crate::requirement::{Judgement, Requirement};

/// The invented weight, or the next one that the protocol allows.
const WEIGHTS_KG: [u16; 11] = [70, 60, 80, 50, 90, 40, 100, 30, 20, 10, 5];
/// The invented height, or the next one that the protocol allows.
const HEIGHTS_CM: [u16; 9] = [170, 160, 180, 150, 190, 140, 120, 100, 70];

/// Works every line out, at each of its levels and adjustments.
pub(super) fn example(page: &mut Page<'_>) {
    let protocol = page.protocol;
    let body = body(protocol);
    let said = |measure: &Option<Quantity>, name: &str| match measure {
        Some(measure) => quantity(measure),
        None => format!("no {name} that the protocol allows"),
    };
    page.warning(format!(
        "Invented patient: weight {}, height {}. Nobody is treated by these lines: the command \
         'cikada dose' works them out for a patient, and a pharmacist checks them.",
        said(&body.weight, "weight"),
        said(&body.height, "height")
    ));
    for (index, line) in protocol.doses.iter().enumerate() {
        let quiet = unadjusted(line);
        for level in levels(line) {
            let sheet = worked(protocol, &body, level, quiet.clone());
            let title = format!("{}{}", line.id, level_words(line, level));
            show(page, &title, sheet.lines.get(index));
        }
        for adjustment in &line.adjustments {
            let title = format!(
                "{}, adjusted: {}",
                line.id,
                met(protocol, &adjustment.condition)
            );
            let mut findings = quiet.clone();
            let fired = firing(line, adjustment);
            findings.extend(fired.map(|value| (adjustment.condition.criterion.clone(), value)));
            let sheet = worked(protocol, &body, 0, findings);
            show(page, &title, sheet.lines.get(index));
        }
    }
    let sheet = worked(protocol, &body, 0, BTreeMap::new());
    for companion in &sheet.companions {
        page.heading(format!("{}, {}", companion.name, companion.when));
        page.working(match &companion.dose {
            Ok(worked) => worked.working.clone(),
            Err(problem) => vec![format!("NOT WORKED OUT: {problem}")],
        });
    }
}

fn show(page: &mut Page<'_>, title: &str, line: Option<&SheetLine>) {
    if let Some(line) = line {
        page.heading(title);
        page.working(line.said());
    }
}

fn worked(
    protocol: &Protocol,
    body: &Body,
    level: u16,
    findings: BTreeMap<CriterionId, Value>,
) -> Sheet {
    let facts = DoseFacts {
        body: body.clone(),
        level,
        step: 0,
        findings,
    };
    sheet(protocol, &facts)
}

/// The full dose and every level, or the levels alone where one is always assigned.
fn levels(line: &DoseLine) -> impl Iterator<Item = u16> {
    let first = match line.level_use {
        LevelUse::Reduced => 0,
        LevelUse::Assigned => 1,
    };
    first..=u16::try_from(line.levels.len()).unwrap_or(u16::MAX)
}

fn level_words(line: &DoseLine, level: u16) -> String {
    match (line.level_use, level) {
        (LevelUse::Reduced, 0) => String::new(),
        (LevelUse::Reduced, steps) => format!(", {steps} down"),
        (LevelUse::Assigned, level) => format!(", level {level}"),
    }
}

/// A body within the limits that the protocol sets where it records weight and height.
fn body(protocol: &Protocol) -> Body {
    let (weight, height) = match &protocol.body {
        Some(body) => (Some(&body.weight), body.height.as_ref()),
        None => (None, None),
    };
    Body {
        weight: allowed(protocol, weight, &WEIGHTS_KG, "kg"),
        height: allowed(protocol, height, &HEIGHTS_CM, "cm"),
    }
}

fn allowed(
    protocol: &Protocol,
    measure: Option<&CriterionId>,
    candidates: &[u16],
    unit: &str,
) -> Option<Quantity> {
    let mut candidates = candidates
        .iter()
        .filter_map(|number| format!("{number} {unit}").parse::<Quantity>().ok());
    let limits = limits(protocol, measure);
    candidates.find(|candidate| {
        let value = Value::Quantity(candidate.clone());
        let mut limits = limits.iter();
        limits.all(|limit| limit.judge(&value) == Judgement::Meets)
    })
}

fn limits<'p>(protocol: &'p Protocol, measure: Option<&CriterionId>) -> Vec<&'p Requirement> {
    let criteria = protocol.eligibility.iter().chain(&protocol.fitness);
    criteria
        .filter(|criterion| Some(&criterion.id) == measure)
        .flat_map(|criterion| {
            let centre = criterion.centre.as_ref().map(|centre| &centre.requirement);
            std::iter::once(&criterion.requirement).chain(centre)
        })
        .collect()
}

/// Findings with which no adjustment of the line holds.
fn unadjusted(line: &DoseLine) -> BTreeMap<CriterionId, Value> {
    let criteria = line.adjustments.iter().map(|adjustment| {
        let criterion = &adjustment.condition.criterion;
        let value = candidates(line, criterion).find(|value| holding(line, criterion, value) == 0);
        Some((criterion.clone(), value?))
    });
    criteria.flatten().collect()
}

/// A finding with which one adjustment of the line holds, and no other.
fn firing(line: &DoseLine, adjustment: &Adjustment) -> Option<Value> {
    let condition = &adjustment.condition;
    let fires = |value: &Value| condition.requirement.judge(value) == Judgement::Meets;
    candidates(line, &condition.criterion)
        .find(|value| fires(value) && holding(line, &condition.criterion, value) == 1)
}

fn holding(line: &DoseLine, criterion: &CriterionId, value: &Value) -> usize {
    let adjustments = line.adjustments.iter();
    let about = adjustments.filter(|adjustment| &adjustment.condition.criterion == criterion);
    about
        .filter(|adjustment| adjustment.condition.requirement.judge(value) != Judgement::Fails)
        .count()
}

/// Values at, between and beyond the limits that the adjustments of a line name.
fn candidates<'l>(
    line: &'l DoseLine,
    criterion: &'l CriterionId,
) -> impl Iterator<Item = Value> + 'l {
    let adjustments = line.adjustments.iter();
    let about = adjustments.filter(move |adjustment| &adjustment.condition.criterion == criterion);
    about.flat_map(|adjustment| values(&adjustment.condition.requirement))
}

/// Parts of a hundred of a limit at which it is tried.
const TRIED_PERCENT: [u16; 5] = [100, 90, 110, 50, 200];

fn values(requirement: &Requirement) -> Vec<Value> {
    match requirement {
        Requirement::Is(_) => vec![Value::Flag(false), Value::Flag(true)],
        Requirement::OneOf(codes) => {
            let other = std::iter::once(Value::Code("another".to_owned()));
            other
                .chain(codes.iter().cloned().map(Value::Code))
                .collect()
        }
        Requirement::Between { .. } | Requirement::Below(_) | Requirement::Above(_) => {
            let (min, max) = requirement.limits();
            let limits: Vec<_> = min.into_iter().chain(max).collect();
            let tried = TRIED_PERCENT.iter().flat_map(|part| {
                let limits = limits.iter();
                limits.filter_map(|limit| {
                    let amount = limit.amount().checked_mul((*part).into())?;
                    let amount = amount.checked_div(100.into())?;
                    Some(Value::Quantity(limit.with_amount(amount)))
                })
            });
            tried.collect()
        }
    }
}
