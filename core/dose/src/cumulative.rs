//! What several doses add up to, and the doses of a titration.

use cikada_domain::Quantity;

use crate::exact::{Exact, positive, same_kind};
use crate::problem::DoseProblem;
use crate::say::say;
use crate::worked::Worked;

/// What doses add up to, against their cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cumulative {
    /// The sum, in the unit of the first dose.
    pub total: Quantity,
    /// The number of the first dose, counted from 1, with which the cap is exceeded.
    pub exceeded_at: Option<u32>,
    /// What is left under the cap: nothing without a cap, zero once it is reached or exceeded.
    pub left: Option<Quantity>,
}

/// Adds up doses in their order and says with which one a cumulative cap would be exceeded.
///
/// # Errors
/// No dose, doses of different kinds or cells, or too large to be exact.
pub fn cumulative(
    doses: &[Quantity],
    cap: Option<&Quantity>,
) -> Result<Worked<Cumulative>, DoseProblem> {
    let first = doses.first().ok_or(DoseProblem::NoDose)?;
    let (unit, population) = (first.unit(), first.population());
    let limit = match cap {
        Some(cap) => {
            same_kind("the cumulative cap", cap, first)?;
            Some(positive("the cumulative cap", cap, first.dimension())?)
        }
        None => None,
    };
    let mut sum = Exact::whole(0);
    let mut exceeded_at = None;
    for (number, dose) in (1..).zip(doses) {
        same_kind("a dose", dose, first)?;
        sum = sum.plus(positive("a dose", dose, first.dimension())?)?;
        if exceeded_at.is_none() && limit.is_some_and(|limit| sum > limit) {
            exceeded_at = Some(number);
        }
    }
    let total = sum.in_unit(unit, population)?;
    let mut working = vec![format!("{} = {}", runs(doses), say(&total))];
    let left = match limit {
        Some(limit) => Some(
            limit
                .minus(sum)?
                .max(Exact::whole(0))
                .in_unit(unit, population)?,
        ),
        None => None,
    };
    if let (Some(cap), Some(left)) = (cap, &left) {
        working.push(match exceeded_at {
            Some(number) => format!("dose {number} EXCEEDS the cumulative cap of {}", say(cap)),
            None => format!(
                "within the cumulative cap of {}; {} left",
                say(cap),
                say(left)
            ),
        });
    }
    Ok(Worked {
        value: Cumulative {
            total,
            exceeded_at,
            left,
        },
        working,
    })
}

/// The doses with equal neighbours taken together: `5 x 18 MIU + 2 x 9 MIU`.
fn runs(doses: &[Quantity]) -> String {
    let run = |run: &[Quantity]| {
        let dose = run.first().map(say).unwrap_or_default();
        match run.len() {
            1 => dose,
            count => format!("{count} x {dose}"),
        }
    };
    let runs: Vec<_> = doses.chunk_by(PartialEq::eq).map(run).collect();
    runs.join(" + ")
}

/// More steps than any titration has; beyond it the step was mistyped.
const STEPS_MAX: usize = 1000;

/// The doses of a titration: from the first by equal steps until the greatest, which ends it.
///
/// # Errors
/// Doses of different kinds, a step so small that it never arrives, or too large to be exact.
pub fn titration(
    start: &Quantity,
    step: &Quantity,
    most: &Quantity,
) -> Result<Vec<Quantity>, DoseProblem> {
    same_kind("the step of the titration", step, start)?;
    same_kind("the greatest dose of the titration", most, start)?;
    let dimension = start.dimension();
    let mut dose = positive("the first dose of the titration", start, dimension)?;
    let step = positive("the step of the titration", step, dimension)?;
    let last = positive("the greatest dose of the titration", most, dimension)?;
    let mut doses = Vec::new();
    while dose < last && doses.len() < STEPS_MAX {
        doses.push(dose.in_unit(start.unit(), start.population())?);
        dose = dose.plus(step)?;
    }
    if doses.len() == STEPS_MAX {
        return Err(DoseProblem::TooLarge);
    }
    doses.push(last.in_unit(start.unit(), start.population())?);
    Ok(doses)
}
