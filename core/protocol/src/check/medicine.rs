//! The medicine: vials in the kind of its order unit, and a bag for every patient who may be
//! treated.

use std::collections::BTreeSet;

use cikada_domain::{Dimension, Quantity};
use cikada_dose::{DoseProblem, DoseRule, Fit, Window, weights_inside};

use crate::finding::{FindingCode, Findings};
use crate::model::{Dilution, DoseAmount, DoseLine, InputRole, Medicine};
use crate::read::draft::{Draft, Placed};

use super::amount::amounts;
use super::body::{Allowed, allowed, kind};
use super::place::inside;

/// Runs the checks on the medicine.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    let Some(medicine) = &draft.medicine else {
        return;
    };
    vials(medicine, out);
    filled(draft, &medicine.value, out);
    let Some(dilution) = &medicine.value.dilution else {
        return;
    };
    let Some(window) = window(medicine, dilution, out) else {
        return;
    };
    for line in &draft.doses {
        if !matches!(line.value.amount, DoseAmount::Cells(_)) {
            bags(draft, medicine, line, &window, out);
        }
    }
}

fn vials(medicine: &Placed<'_, Medicine>, out: &mut Findings) {
    let order = medicine.value.order_unit.dimension();
    let concentration = match order {
        Dimension::InternationalUnits => Dimension::InternationalUnitConcentration,
        _ => Dimension::MassConcentration,
    };
    for (index, vial) in medicine.value.vials.iter().enumerate() {
        let at = medicine.inner_at("vial", index);
        let held = [
            (Some(&vial.contains), order),
            (vial.withdrawable.as_ref(), order),
            (Some(&vial.concentration), concentration),
        ];
        for (quantity, wanted) in held
            .into_iter()
            .filter_map(|(q, wanted)| Some((q?, wanted)))
        {
            if quantity.dimension() != wanted {
                let message = format!("'{quantity}' is {}", quantity.dimension().words());
                let expected = format!("{}, as orders are written", wanted.words());
                out.add(FindingCode::WrongDimension, at.clone(), message, expected);
            }
        }
        if let Some(drawn) = &vial.withdrawable
            && drawn
                .compare(&vial.contains)
                .is_ok_and(std::cmp::Ordering::is_gt)
        {
            let message = format!("'{drawn}' can be drawn, but '{}' is in it", vial.contains);
            let expected = format!("'{}' or less", vial.contains);
            out.add(FindingCode::MinAboveMax, at, message, expected);
        }
    }
}

/// What the filling enters can be held against the order.
fn filled(draft: &Draft<'_>, medicine: &Medicine, out: &mut Findings) {
    let wanted = medicine.order_unit.dimension();
    for step in &draft.steps {
        let amounts = step
            .value
            .inputs
            .iter()
            .filter(|i| i.role == InputRole::Amount);
        for (input, unit) in amounts.filter_map(|input| Some((input, input.unit.as_ref()?))) {
            if unit.dimension() != wanted {
                let at = inside(step.table(), "input", input.id.as_str(), "unit");
                let message = format!("'{}' is {}", unit.unit_code(), unit.dimension().words());
                let expected = format!("{}, as orders are written", wanted.words());
                let at = at.unwrap_or_else(|| step.at("input"));
                out.add(FindingCode::WrongDimension, at, message, expected);
            }
        }
    }
}

/// The window as the dose room takes it: both ends, as mass.
fn window(
    medicine: &Placed<'_, Medicine>,
    dilution: &Dilution,
    out: &mut Findings,
) -> Option<Window> {
    let at = medicine.nested_at("dilution", "window");
    let expected = "both limits, as mass in a volume";
    let (Some(least), Some(most)) = dilution.window.limits() else {
        let message = "a window with one end would not be judged";
        out.add(FindingCode::MissingKey, at, message, expected);
        return None;
    };
    let read = Window::new(least.clone(), most.clone());
    if let Err(problem) = &read {
        let (code, message) = (FindingCode::WrongDimension, problem.to_string());
        out.add(code, at.clone(), message, expected);
    }
    let units = medicine.value.order_unit.dimension() == Dimension::InternationalUnits;
    if units && medicine.value.strength.is_none() && read.is_ok() {
        let message = "orders are in units and the window is in mass";
        let expected = "strength = { activity = \"...\", mass = \"...\" } of the label";
        out.add(FindingCode::StrengthMissing, at, message, expected);
        return None;
    }
    read.ok()
}

/// Every allowed body has a bag, for each amount the line may come to.
fn bags(
    draft: &Draft<'_>,
    medicine: &Placed<'_, Medicine>,
    line: &Placed<'_, DoseLine>,
    window: &Window,
    out: &mut Findings,
) {
    let Some(dilution) = &medicine.value.dilution else {
        return;
    };
    let order_unit = medicine.value.order_unit;
    let at = medicine.nested_at("dilution", "window");
    // Of a dose that rises, the first step without a bag says it.
    let mut found = BTreeSet::new();
    for said in amounts(line) {
        let Some((basis, kind)) = kind(&said.amount) else {
            continue;
        };
        // An amount of another kind, or without a body to go by, has its finding already.
        let Some(allowed) = allowed(draft, basis, line.value.surface) else {
            continue;
        };
        if kind != order_unit.dimension() || found.contains(&said.at.start) {
            continue;
        }
        let rule = DoseRule {
            amount: said.amount.clone(),
            surface: line.value.surface,
            order_unit,
            round_to: of_kind(&line.value.round_to, kind),
            cap: of_kind(&line.value.cap, kind),
        };
        let dose = format!("'{}' ({})", line.value.id, said.amount.words());
        let gaps = uncovered(&rule, &medicine.value, &dilution.bags, window, &allowed);
        let (first, last) = allowed.steps;
        let (message, expected) = match gaps {
            Ok(gaps) if gaps.is_empty() => continue,
            Ok(gaps) => {
                let gaps = gaps.into_iter().map(|(a, b)| place(&allowed, a, b));
                let gaps: Vec<_> = gaps.collect();
                let allowed = place(&allowed, first, last);
                (
                    format!("no bag fits {dose} {}", gaps.join(" and ")),
                    format!("a bag for every allowed patient, {allowed}"),
                )
            }
            Err(problem) => (
                format!("the concentration of {dose} cannot be worked out: {problem}"),
                "amounts that the arithmetic can hold".to_owned(),
            ),
        };
        let code = FindingCode::ConcentrationOutsideWindow;
        out.add(code, at.clone(), message, expected);
        out.help("add a bag, or narrow what the criteria of [body] allow");
        found.insert(said.at.start);
    }
}

/// A quantity of the dose's kind; one of another kind has its finding already.
fn of_kind(quantity: &Option<Quantity>, dose: Dimension) -> Option<Quantity> {
    let same = |quantity: &&Quantity| quantity.dimension() == dose;
    quantity.as_ref().filter(same).cloned()
}

fn place(allowed: &Allowed, from: u32, to: u32) -> String {
    // A flat dose has one point on the grid, and it stands for everyone.
    if allowed.steps == (1, 1) {
        return "for anyone".to_owned();
    }
    allowed.words(from, to)
}

/// The stretches of allowed bodies for which no bag fits.
fn uncovered(
    rule: &DoseRule,
    medicine: &Medicine,
    bags: &[Quantity],
    window: &Window,
    allowed: &Allowed,
) -> Result<Vec<(u32, u32)>, DoseProblem> {
    let (first, last) = allowed.steps;
    let mut covered = Vec::new();
    for bag in bags {
        match weights_inside(rule, bag, window, medicine.strength.as_ref())? {
            Fit::Always => covered.push((first, last)),
            Fit::Never => {}
            Fit::Between { least, most } => {
                covered.extend(allowed.step(&least).zip(allowed.step(&most)));
            }
        }
    }
    covered.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = first;
    for (from, to) in covered {
        if from > next && next <= last {
            gaps.push((next, from.saturating_sub(1).min(last)));
        }
        next = next.max(to.saturating_add(1));
    }
    if next <= last {
        gaps.push((next, last));
    }
    Ok(gaps)
}
