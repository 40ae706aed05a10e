//! Rounding a dose to whole vials, as some pharmacies do with biologics: by policy, always shown.
//!
//! The US position of the Hematology/Oncology Pharmacy Association allows 10 % (from memory,
//! unverified). Without a policy nothing is rounded, and a cap is never passed. High-dose
//! interleukin-2 is not rounded at all; whether a medicine is, its file and the centre say.

use cikada_domain::{Dimension, Quantity};

use crate::exact::{Exact, compare, positive, same_kind};
use crate::order::percent_more;
use crate::preparation::Vial;
use crate::problem::{DoseProblem, signed};
use crate::say::say;
use crate::worked::Worked;

/// A dose after the policy on whole vials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VialRounding {
    /// The dose: in whole vials if the policy allows, else as it was.
    pub dose: Quantity,
    /// Whether it was rounded.
    pub rounded: bool,
}

/// Rounds a dose to the nearest whole number of vials, if that stays within the policy and the cap.
///
/// # Errors
/// A vial, policy or cap of another kind, or too large to be exact.
pub fn whole_vials(
    dose: &Quantity,
    vial: &Vial,
    policy: &Quantity,
    cap: Option<&Quantity>,
) -> Result<Worked<VialRounding>, DoseProblem> {
    same_kind("the content of a vial", &vial.contains, dose)?;
    let exact = positive("the dose", dose, dose.dimension())?;
    let each = positive("the content of a vial", &vial.contains, dose.dimension())?;
    let allowed = positive("the policy on whole vials", policy, Dimension::Fraction)?;
    let nearest = exact.half_up_to(each)?;
    let whole = nearest.in_unit(dose.unit(), dose.population())?;
    let percent = percent_more(nearest, exact)?;
    let hindrance = if !nearest.is_positive() {
        Some("it would leave nothing".to_owned())
    } else if beyond(exact, nearest, allowed)? {
        Some(format!("more than the policy of {}", say(policy)))
    } else {
        over(cap, &whole)?
    };
    let (verdict, taken) = match &hindrance {
        Some(reason) => (format!("NOT taken: {reason}"), dose.clone()),
        None => (
            format!("taken under the policy of {}", say(policy)),
            whole.clone(),
        ),
    };
    let line = format!(
        "rounding to whole vials ({}): {} to {}, {}, {verdict}",
        vial.name,
        say(dose),
        say(&whole),
        signed(percent)
    );
    Ok(Worked {
        value: VialRounding {
            dose: taken,
            rounded: hindrance.is_none() && nearest != exact,
        },
        working: vec![line],
    })
}

/// Whether the change is more than the policy allows, judged on the exact values.
fn beyond(dose: Exact, rounded: Exact, allowed: Exact) -> Result<bool, DoseProblem> {
    let moved = rounded.minus(dose)?;
    let distance = moved.max(Exact::whole(0).minus(moved)?);
    Ok(distance.times(Exact::whole(100))? > allowed.times(dose)?)
}

fn over(cap: Option<&Quantity>, whole: &Quantity) -> Result<Option<String>, DoseProblem> {
    let Some(cap) = cap else { return Ok(None) };
    same_kind("the cap", cap, whole)?;
    let above = compare(whole, cap)?.is_gt();
    Ok(above.then(|| format!("more than the cap of {}", say(cap))))
}
