//! The planned amounts of rising doses, beside the days of a calendar.

use cikada_domain::{DoseNumber, InputId, Quantity};
use cikada_dose::cumulative;
use jiff::civil::Date;

use super::Placement;
use crate::model::{DoseAmount, DoseLine};

/// The planned amount of one dose, where nothing ends the rise before its cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAmount {
    /// The line of dosing it is of.
    pub line: InputId,
    /// The dose.
    pub dose: DoseNumber,
    /// The planned day.
    pub on: Date,
    /// The amount.
    pub amount: Quantity,
    /// All amounts of the line so far, this one included; `None` where it is too large to be held.
    pub sum: Option<Quantity>,
}

/// The amounts of every line that rises, for the doses whose days are known.
pub(super) fn amounts(lines: &[DoseLine], doses: &[Placement]) -> Vec<PlannedAmount> {
    let mut planned = Vec::new();
    for line in lines {
        let DoseAmount::Titrated(titration) = &line.amount else {
            continue;
        };
        let of_line = |dose: &DoseNumber| {
            let (first, last) = line.doses.unwrap_or((1, u16::MAX));
            (first..=last).contains(&dose.get())
        };
        let doses = doses
            .iter()
            .filter_map(|dose| Some((dose.item.dose.filter(of_line)?, dose.item.on)));
        let mut first = None;
        let mut sum: Option<Quantity> = None;
        for (number, (dose, on)) in doses.enumerate() {
            let amount = titration.amount(titration.step(*first.get_or_insert(on), on));
            sum = match (number, sum) {
                (0, _) => Some(amount.clone()),
                (_, Some(sum)) => added(&sum, &amount),
                (_, None) => None,
            };
            planned.push(PlannedAmount {
                line: line.id.clone(),
                dose,
                on,
                amount,
                sum: sum.clone(),
            });
        }
    }
    planned
}

fn added(sum: &Quantity, amount: &Quantity) -> Option<Quantity> {
    let both = [sum.clone(), amount.clone()];
    cumulative(&both, None).ok().map(|sum| sum.value.total)
}
