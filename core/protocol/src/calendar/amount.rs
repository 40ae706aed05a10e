//! The planned amounts of a rising dose, beside the days of a calendar.

use cikada_domain::{DoseNumber, PlannedKind, Quantity};
use jiff::civil::Date;

use super::Calendar;
use crate::schedule::Titration;

/// The planned amount of one dose, where nothing ends the rise before its cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAmount {
    /// What is given, as the protocol names it.
    pub name: String,
    /// The dose.
    pub dose: DoseNumber,
    /// The planned day.
    pub on: Date,
    /// The amount.
    pub amount: Quantity,
    /// All amounts so far, this one included.
    pub sum: Quantity,
}

impl Calendar {
    /// Adds the planned amounts of a rising dose to every dose whose day is known; doses whose
    /// amount or sum is too large to be held get none.
    pub fn titrate(&mut self, name: &str, titration: &Titration) {
        let mut doses = self
            .items
            .iter()
            .filter(|item| item.kind == PlannedKind::Infusion);
        let Some(first) = doses.clone().map(|item| item.on).next() else {
            return;
        };
        let mut sum = None;
        let mut amounts = Vec::new();
        let each = |item: &cikada_domain::PlannedItem| {
            let amount = titration.amount(titration.step(first, item.on)).ok()?;
            let total = titration.added(sum.as_ref(), &amount)?;
            sum = Some(total.clone());
            amounts.push(PlannedAmount {
                name: name.to_owned(),
                dose: item.dose?,
                on: item.on,
                amount,
                sum: total,
            });
            Some(())
        };
        doses.try_for_each(each);
        self.amounts.append(&mut amounts);
    }
}
