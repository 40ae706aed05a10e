//! `for each dose line`, `availability` and `gate`: what is ordered, where it may be had, and what a
//! later part of the schedule waits for.

use std::collections::BTreeMap;

use cikada_domain::event::ExceptionTo;
use cikada_domain::{Country, Dimension, Quantity};
use cikada_engine::{Command, Decision, needs_order};
use cikada_protocol::DoseCondition;
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{Availability, AvailabilityStatus, GateRule};
use jiff::civil::Date;

use super::course::{Course, Point, act, dose};
use super::example::{example_dose, example_failing, example_last_good};
use super::sweep::{Answer, Sweep};
use super::sweep_culture::beside;
use super::sweep_stop::forms;

/// Each line that is ordered: the dose worked out, one unit beside it, and another unit.
pub(crate) fn dose_lines(sweep: &mut Sweep<'_>) {
    for line in sweep.course.protocol.doses.clone() {
        if !needs_order(&line) {
            continue;
        }
        let number = line.doses.map_or(1, |(first, _)| first);
        let mut ordered = sweep.course.clone();
        if number > 1 {
            ordered.go_to(Point::Finished, number - 1);
        }
        ordered.go_to(Point::Ordered, number);
        let amounts: Vec<(Quantity, bool)> = match example_dose(&ordered.protocol, dose(number)) {
            PlannedAmount::Exact(amount) => beside(&amount.quantity).to_vec(),
            PlannedAmount::Cells { min, max } => {
                let below = min.iter().flat_map(|min| beside(min).into_iter().take(2));
                let above = max.iter().flat_map(|max| beside(max).into_iter().skip(1));
                below.chain(above).collect()
            }
        };
        let right = amounts[1].0.clone();
        for (amount, same) in amounts {
            let what = format!(
                "{}: ordered {} {}",
                line.id,
                amount.amount(),
                amount.unit_code()
            );
            let order = Command::OrderDose {
                dose: dose(number),
                amount,
            };
            let answer = sweep.ask(&mut ordered.clone(), "physician-1", &order);
            assert_eq!(matches!(answer, Answer::Accepted(_)), same, "{what}");
            sweep.among(&what, answer, "order-differs", !same);
            sweep.reached.rule("dose line", &line.id, same);
        }
        let amount = other_unit(&right);
        let what = format!("{}: ordered in {}", line.id, amount.unit_code());
        let order = Command::OrderDose {
            dose: dose(number),
            amount,
        };
        let answer = sweep.ask(&mut ordered.clone(), "physician-1", &order);
        sweep.among(&what, answer, "order-unit-wrong", true);
    }
}

/// The unit mistake that is nearest at hand.
fn other_unit(right: &Quantity) -> Quantity {
    let text = match right.dimension() {
        Dimension::InternationalUnits => "1 mg".to_owned(),
        Dimension::CellCount => right.unit_code().replace('{', "1 {").replace('}', "}/kg"),
        Dimension::Mass if right.unit_code() == "mg" => "1 ug".to_owned(),
        _ => "1 [iU]".to_owned(),
    };
    text.parse().unwrap()
}

/// Each line of availability that holds in the time of the course, in its own country.
pub(crate) fn availability(sweep: &mut Sweep<'_>) {
    for (index, line) in sweep
        .course
        .protocol
        .availability
        .clone()
        .into_iter()
        .enumerate()
    {
        let mut course = sweep.at(Point::Evaluated);
        let Some(country) = country_of(&course, &line) else {
            continue;
        };
        if let Some(since) = line.since.filter(|since| *since > today(&course)) {
            let at = since.at(9, 0, 0, 0).to_zoned(course.zone.clone());
            course.now = at.unwrap().timestamp();
        }
        if line.until.is_some_and(|until| until < today(&course)) {
            continue;
        }
        course.treatment.exceptions.clear();
        let free = line.status.needs_no_exception();
        let code = "not-available-here";
        let what = format!("{country}, {}", line.status.name());
        let answer = confirm(sweep, &mut course, &country);
        sweep.among(&what, answer, code, !free);
        sweep.reached.rule("availability", index, free);
        if let Some(status) = exception(line.status) {
            let command = Command::RecordException {
                country: country.clone(),
                status,
            };
            let answer = ask_in(sweep, &mut course, &country, &command);
            assert!(matches!(answer, Answer::Accepted(_)), "{what}");
            let answer = confirm(sweep, &mut course, &country);
            sweep.among(&format!("{what}, with an exception"), answer, code, false);
        }
    }
}

fn today(course: &Course) -> Date {
    course.now.to_zoned(course.zone.clone()).date()
}

fn country_of(course: &Course, line: &Availability) -> Option<Country> {
    let named = |code: &str| Country::new(code).ok();
    if let Some(code) = &line.country {
        return named(code);
    }
    let lines = &course.protocol.availability;
    let free = |code: &&str| {
        lines
            .iter()
            .all(|line| line.country.as_deref() != Some(*code))
    };
    ["IT", "NO", "PE", "NZ"]
        .iter()
        .copied()
        .find(free)
        .and_then(named)
}

fn exception(status: AvailabilityStatus) -> Option<ExceptionTo> {
    match status {
        AvailabilityStatus::Approved | AvailabilityStatus::Investigational => None,
        AvailabilityStatus::OffLabel => Some(ExceptionTo::OffLabel),
        AvailabilityStatus::Withdrawn => Some(ExceptionTo::Withdrawn),
        AvailabilityStatus::Unverified => Some(ExceptionTo::Unverified),
    }
}

fn confirm(sweep: &mut Sweep<'_>, course: &mut Course, country: &Country) -> Answer {
    ask_in(sweep, course, country, &Command::ConfirmEligibility)
}

fn ask_in(
    sweep: &mut Sweep<'_>,
    course: &mut Course,
    country: &Country,
    command: &Command,
) -> Answer {
    let mut act = act("physician-1", Some("physician-2"), course.now, &course.zone);
    act.country = country.clone();
    match course.ask(&act, command) {
        Decision::Accepted(events) => Answer::Accepted(events),
        Decision::Refused(reasons) => {
            sweep.reached.refused(&reasons);
            Answer::Refused(reasons.iter().map(|reason| reason.code.code()).collect())
        }
    }
}

/// Each gate at the first dose behind it: answered as wanted, otherwise, and not at all.
pub(crate) fn gates(sweep: &mut Sweep<'_>) {
    let calendar = sweep.course.planned();
    for rule in sweep.course.protocol.gates.clone() {
        let behind = |c: &&DoseCondition| c.gates.iter().any(|gate| gate.criterion == rule.id);
        let Some(condition) = calendar.conditions.iter().find(behind) else {
            continue;
        };
        let (dose, wanted) = (condition.dose, condition.gates.iter());
        let wanted = wanted
            .filter(|gate| gate.criterion == rule.id)
            .all(|gate| gate.met);
        let mut before = sweep.course.clone();
        before.go_to(Point::Finished, dose.get() - 1);
        let unanswered = before.clone();
        // The other gates before the dose are open.
        let rules = sweep.course.protocol.gates.iter().filter(|other| {
            let mut asked = condition.gates.iter();
            other.id != rule.id && asked.any(|gate| gate.criterion == other.id)
        });
        let good = |other: &GateRule| {
            let value = example_last_good(&other.condition.requirement).remove(0);
            (other.condition.criterion.clone(), value)
        };
        let others: BTreeMap<_, _> = rules.map(good).collect();
        // A dose that waits for a day nobody knows yet, such as that of a discharge, is not planned.
        if calendar.items.iter().any(|item| item.dose == Some(dose)) {
            before.go_to(Point::Ordered, dose.get());
        }
        let order = Command::OrderDose {
            dose,
            amount: before.amount(dose.get()),
        };
        let good = example_last_good(&rule.condition.requirement);
        let bad = example_failing(&rule.condition.requirement);
        let both = good.into_iter().map(|v| (v, wanted));
        for (value, passes) in both.chain(bad.into_iter().map(|v| (v, !wanted))) {
            let what = format!(
                "{}: {} {}",
                rule.id,
                rule.condition.criterion,
                value.words()
            );
            let mut course = before.clone();
            let mut findings = others.clone();
            findings.insert(rule.condition.criterion.clone(), value);
            for command in forms(&course, &findings) {
                sweep.ask(&mut course, "physician-1", &command);
            }
            let answer = sweep.ask(&mut course, "physician-1", &order);
            sweep.among(&what, answer, "gate-not-passed", !passes);
            sweep.reached.rule("gate", &rule.id, passes);
        }
        let mut course = unanswered;
        course.now = before.now;
        let answer = sweep.ask(&mut course, "physician-1", &order);
        sweep.among(
            &format!("{} is not found", rule.id),
            answer,
            "gate-not-passed",
            true,
        );
    }
}
