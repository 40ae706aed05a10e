//! A dose that rises by steps until a goal is reached or a cap: 100 ug, then 50 ug more every two
//! weeks, at most 500 ug.
//!
//! Amounts are exact decimals. A plan counts steps in time from the first dose and not in doses, and
//! takes none for withheld. What is ordered in the end is never more than one step above the last
//! dose given: the engine sees to that.

use cikada_domain::{CriterionId, Quantity};
use cikada_dose::{DoseProblem, titration};
use jiff::civil::Date;

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
    /// The amount of each step, the cap last.
    amounts: Vec<Quantity>,
}

impl Titration {
    /// A titration whose amounts go together.
    pub(super) fn new(
        text: &str,
        [from, by, at_most]: [Quantity; 3],
        every: Interval,
        until: Vec<CriterionId>,
    ) -> Result<Self, DoseProblem> {
        let amounts = titration(&from, &by, &at_most)?;
        Ok(Self {
            text: text.to_owned(),
            from,
            by,
            every,
            until,
            at_most,
            amounts,
        })
    }

    /// The amount after so many steps, where nothing has ended the rise.
    #[must_use]
    pub fn amount(&self, step: u32) -> Quantity {
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        self.amounts.get(step).unwrap_or(&self.at_most).clone()
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
        u32::try_from(self.amounts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }
}
