//! Every amount a dose line may come to, each with its place, and what they must all be.

use std::ops::Range;

use cikada_domain::{Dimension, Quantity};
use cikada_dose::Basis;
use toml::de::DeTable;

use crate::finding::{FindingCode, Findings};
use crate::model::{DoseAmount, DoseLine, LevelUse};
use crate::read::draft::{Draft, Placed};
use crate::requirement::Requirement;

use super::body::kind;
use super::limits::comparable;
use super::place::criteria;
use super::{stop, texts_of};

/// One amount, with where it stands.
pub(super) struct Said {
    /// The amount.
    pub(super) amount: Quantity,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// More steps of a rising dose than these are not looked at one by one; the cap always is.
const STEPS_MAX: u32 = 100;

/// The amounts of a line: the dose, its levels and its adjustments.
pub(super) fn amounts(line: &Placed<'_, DoseLine>) -> Vec<Said> {
    let said = |amount: &Quantity, at: Range<usize>| Said {
        amount: amount.clone(),
        at,
    };
    let mut all = Vec::new();
    match &line.value.amount {
        DoseAmount::Exact(amount) => all.push(said(amount, line.at("amount"))),
        DoseAmount::Cells(cells) => {
            let (low, high) = cells.limits();
            let limits = [low, high].into_iter().flatten();
            all.extend(limits.map(|limit| said(limit, line.at("cells"))));
        }
        DoseAmount::Titrated(rising) => {
            let steps = 0..rising.steps_to_cap().min(STEPS_MAX);
            let steps = steps.map(|step| rising.amount(step));
            all.extend(steps.map(|amount| said(&amount, line.at("titrate"))));
            all.push(said(&rising.at_most, line.at("titrate")));
        }
    }
    let levels = line.value.levels.iter().enumerate();
    all.extend(levels.map(|(index, level)| said(level, line.inner_at("levels", index))));
    for (index, adjustment) in line.value.adjustments.iter().enumerate() {
        let at = || line.inner_at("adjustment", index);
        all.push(said(&adjustment.amount, at()));
        all.extend(adjustment.levels.iter().map(|level| said(level, at())));
    }
    all
}

/// The amounts of a line, one of each unit at each place: enough to see what they are.
fn units(line: &Placed<'_, DoseLine>) -> Vec<Said> {
    let mut all = amounts(line);
    all.dedup_by(|one, other| one.at == other.at && one.amount.unit() == other.amount.unit());
    all
}

/// Runs the checks on what the amounts are.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    for line in &draft.doses {
        given(draft, line, out);
        for said in units(line) {
            body(draft, &said, out);
        }
        levels(line, out);
        adjusted(draft, document, line, out);
    }
    for companion in &draft.companions {
        let (amount, at) = (&companion.value.amount, companion.at("amount"));
        match kind(amount) {
            None => {
                let message = format!("'{amount}' is {}", amount.dimension().words());
                let expected = "a dose: flat, per kg or per m2";
                out.add(FindingCode::WrongDimension, at, message, expected);
            }
            Some((_, dose)) => {
                let amount = amount.clone();
                body(draft, &Said { amount, at }, out);
                if let Some(cap) = &companion.value.cap {
                    of_kind(cap, dose, companion.at("cap"), out);
                }
            }
        }
    }
}

/// Cells where cells are given, else an amount of the medicine in the kind of its order unit.
fn given(draft: &Draft<'_>, line: &Placed<'_, DoseLine>, out: &mut Findings) {
    let medicine = draft.medicine.as_ref().map(|medicine| &medicine.value);
    let wanted = match (&line.value.amount, medicine) {
        (DoseAmount::Cells(_), Some(_)) => {
            let message = "a medicine is given, but the dose is of cells";
            let expected = "'amount', in the medicine's order unit";
            out.add(FindingCode::WrongType, line.at("cells"), message, expected);
            return;
        }
        (DoseAmount::Cells(_), None) => Dimension::CellCount,
        (DoseAmount::Exact(_) | DoseAmount::Titrated(_), Some(medicine)) => {
            medicine.order_unit.dimension()
        }
        // Without a readable [medicine] nothing can be said of its units.
        (DoseAmount::Exact(_) | DoseAmount::Titrated(_), None) => {
            if draft.collection.is_some() {
                let message = "cells are given, but the dose is of a medicine";
                let expected = "'cells', with the population in braces";
                let key = ["titrate", "amount"]
                    .into_iter()
                    .find(|key| line.table().contains_key(*key));
                let at = line.at(key.unwrap_or("amount"));
                out.add(FindingCode::WrongType, at, message, expected);
            }
            return;
        }
    };
    for said in units(line) {
        if let Some((_, dose)) = kind(&said.amount)
            && dose != wanted
        {
            let message = format!("'{}' comes to {}", said.amount, dose.words());
            let expected = format!("an amount that comes to {}", wanted.words());
            out.add(FindingCode::WrongDimension, said.at, message, expected);
        }
    }
    let value = &line.value;
    let single = [
        ("cap", &value.cap),
        ("cumulative-cap", &value.cumulative_cap),
        ("round-to", &value.round_to),
    ];
    for (key, quantity) in single {
        if let Some(quantity) = quantity {
            of_kind(quantity, wanted, line.at(key), out);
        }
    }
    populations(line, out);
}

fn of_kind(quantity: &Quantity, wanted: Dimension, at: Range<usize>, out: &mut Findings) {
    if quantity.dimension() != wanted {
        let message = format!("'{quantity}' is {}", quantity.dimension().words());
        out.add(FindingCode::WrongDimension, at, message, wanted.words());
    }
}

/// All amounts and caps of a line count the same cells.
fn populations(line: &Placed<'_, DoseLine>, out: &mut Findings) {
    let DoseAmount::Cells(cells) = &line.value.amount else {
        return;
    };
    let Some(counted) = cells.example().and_then(Quantity::population) else {
        return;
    };
    let levels = line.value.levels.iter().enumerate();
    let levels = levels.map(|(index, level)| (level, line.inner_at("levels", index)));
    let caps = [
        ("cap", &line.value.cap),
        ("cumulative-cap", &line.value.cumulative_cap),
    ];
    let caps = caps
        .into_iter()
        .filter_map(|(key, cap)| Some((cap.as_ref()?, line.at(key))));
    for (quantity, at) in levels.chain(caps) {
        let other = quantity.population().filter(|other| *other != counted);
        if let Some(other) = other {
            let (counted, other) = (counted.words(), other.words());
            let message = format!("the dose is of {counted}, but this is of {other}");
            out.add(FindingCode::PopulationMismatch, at, message, counted);
        }
    }
}

/// What goes by weight or surface needs a place where they are measured.
fn body(draft: &Draft<'_>, said: &Said, out: &mut Findings) {
    let body = draft.body.as_ref().map(|body| &body.value);
    let missing = match kind(&said.amount).map(|(basis, _)| basis) {
        Some(Basis::Weight) if body.is_none() => "weight",
        Some(Basis::Surface) if body.is_none() => "weight and height",
        Some(Basis::Surface) if body.is_some_and(|body| body.height.is_none()) => "height",
        _ => return,
    };
    let message = format!("'{}' needs the patient's {missing}", said.amount);
    let expected = format!("[body] with the criterion that holds the {missing}");
    let (code, at) = (FindingCode::DoseWithoutBody, said.at.clone());
    out.add(code, at, message, expected);
}

/// Each step down is below the dose before it. Levels of a trial may come in any order.
fn levels(line: &Placed<'_, DoseLine>, out: &mut Findings) {
    if line.value.level_use != LevelUse::Reduced {
        return;
    }
    let full = match &line.value.amount {
        DoseAmount::Exact(amount) => Some(amount),
        DoseAmount::Cells(cells) => cells.limits().1,
        DoseAmount::Titrated(rising) => Some(&rising.at_most),
    };
    let own = line.value.levels.iter().enumerate();
    let own = own.map(|(index, level)| (level, line.inner_at("levels", index)));
    falling(full, own, out);
    for (index, adjustment) in line.value.adjustments.iter().enumerate() {
        let levels = adjustment.levels.iter();
        let levels = levels.map(|level| (level, line.inner_at("adjustment", index)));
        falling(Some(&adjustment.amount), levels, out);
    }
}

fn falling<'d>(
    full: Option<&'d Quantity>,
    levels: impl Iterator<Item = (&'d Quantity, Range<usize>)>,
    out: &mut Findings,
) {
    let mut before = full;
    for (level, at) in levels {
        // Amounts of two kinds, such as a flat one after one by weight, differ from body to body.
        if let Some(before) = before
            && level.compare(before).is_ok_and(std::cmp::Ordering::is_ge)
        {
            let message = format!("the step down to '{level}' is not below '{before}'");
            let expected = format!("less than '{before}'");
            out.add(FindingCode::LevelAboveDose, at, message, expected);
        }
        before = Some(level);
    }
}

/// What an adjustment asks for is recorded, in a form that can be held against it.
fn adjusted(
    draft: &Draft<'_>,
    document: &DeTable<'_>,
    line: &Placed<'_, DoseLine>,
    out: &mut Findings,
) {
    let mut names = stop::recorded(document);
    names.extend(texts_of(document, "eligibility", "id"));
    for (index, adjustment) in line.value.adjustments.iter().enumerate() {
        let (id, fires) = (
            &adjustment.condition.criterion,
            &adjustment.condition.requirement,
        );
        let at = line.inner_at("adjustment", index);
        if !names.contains(&id.as_str()) {
            let message = format!("'{id}' is recorded nowhere, so the dose could not be found");
            let expected = "the id of a criterion in this file";
            out.add(FindingCode::DanglingReference, at, message, expected);
            continue;
        }
        let apart = |known: &&Requirement| !comparable(known, fires);
        let criteria = criteria(draft);
        let same = criteria.iter().filter(|known| &known.criterion.id == id);
        if let Some(known) = same.map(|known| &known.criterion.requirement).find(apart) {
            let message = format!(
                "'{id}' is recorded as {}, which cannot be held against {}",
                known.words(),
                fires.words()
            );
            out.add(
                FindingCode::WrongType,
                at,
                message,
                "limits of the same kind",
            );
        }
    }
}
