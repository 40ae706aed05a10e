//! A dose that rises by steps until a goal is reached or a cap: 100 ug, then 50 ug more every two
//! weeks, at most 500 ug.
//!
//! Amounts are exact decimals. A step is counted in time from the first dose and not in doses, so
//! that a withheld dose does not put off the next step unknown to anyone: who wants it put off
//! plans it so.

use cikada_domain::{CriterionId, Quantity, QuantityError};
use jiff::civil::Date;
use rust_decimal::Decimal;
use thiserror::Error;

use super::Interval;

/// A rising dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titration {
    /// The text as the file writes it.
    pub text: String,
    /// The first amount.
    pub from: Quantity,
    /// What each step adds.
    pub by: Quantity,
    /// The time of each step.
    pub every: Interval,
    /// The criteria that must all be met for the amount to rise no more; none if only the cap ends
    /// it.
    pub until: Vec<CriterionId>,
    /// The amount is never larger.
    pub at_most: Quantity,
}

/// Why amounts do not make a titration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TitrationProblem {
    /// Two amounts measure different things.
    #[error("'{0}' cannot be counted in the unit of '{1}'")]
    OtherUnit(Quantity, Quantity),
    /// A step adds nothing, or takes away.
    #[error("a step of '{0}' never raises the dose")]
    NoStep(Quantity),
    /// The cap lies below the first amount.
    #[error("the cap '{0}' lies below the first amount '{1}'")]
    CapBelowStart(Quantity, Quantity),
    /// The first amount is nothing.
    #[error("a first amount of '{0}' is no dose")]
    NoStart(Quantity),
}

impl Titration {
    /// A titration whose amounts go together.
    pub(super) fn checked(self) -> Result<Self, TitrationProblem> {
        let same = |amount: &Quantity| {
            let unit = amount.unit() == self.from.unit();
            unit && amount.population() == self.from.population()
        };
        if let Some(other) = [&self.by, &self.at_most].into_iter().find(|a| !same(a)) {
            return Err(TitrationProblem::OtherUnit(
                other.clone(),
                self.from.clone(),
            ));
        }
        if self.by.amount() <= Decimal::ZERO {
            return Err(TitrationProblem::NoStep(self.by));
        }
        if self.from.amount() <= Decimal::ZERO {
            return Err(TitrationProblem::NoStart(self.from));
        }
        if self.at_most.amount() < self.from.amount() {
            return Err(TitrationProblem::CapBelowStart(self.at_most, self.from));
        }
        Ok(self)
    }

    /// The amount after so many steps, where nothing has ended the rise.
    ///
    /// # Errors
    ///
    /// If the amount cannot be held, which the cap rules out for any titration that was read.
    pub fn amount(&self, step: u32) -> Result<Quantity, QuantityError> {
        let risen = Decimal::from(step)
            .checked_mul(self.by.amount())
            .and_then(|added| self.from.amount().checked_add(added))
            .map_or(self.at_most.amount(), |risen| {
                risen.min(self.at_most.amount())
            });
        self.of(risen)
    }

    /// The step of a dose on a day, counted from the first dose: how many whole steps have passed.
    #[must_use]
    pub fn step(&self, first: Date, on: Date) -> u32 {
        let mut step = 0u32;
        while let Some(next) = step.checked_add(1)
            && next <= self.steps_to_cap()
            && self.every.after(first, next).is_some_and(|day| day <= on)
        {
            step = next;
        }
        step
    }

    /// After how many steps the cap is reached.
    #[must_use]
    pub fn steps_to_cap(&self) -> u32 {
        let room = self.at_most.amount().checked_sub(self.from.amount());
        let steps = room.and_then(|room| room.checked_div(self.by.amount()));
        steps.map_or(0, |steps| u32::try_from(steps.ceil()).unwrap_or(u32::MAX))
    }

    /// One amount on the sum of those before it; `None` if the sum cannot be held.
    #[must_use]
    pub fn added(&self, sum: Option<&Quantity>, amount: &Quantity) -> Option<Quantity> {
        let before = sum.map_or(Decimal::ZERO, Quantity::amount);
        self.of(before.checked_add(amount.amount())?).ok()
    }

    fn of(&self, amount: Decimal) -> Result<Quantity, QuantityError> {
        match self.from.population() {
            Some(population) => Quantity::of_cells(amount, self.from.unit(), population),
            None => Quantity::new(amount, self.from.unit()),
        }
    }
}
