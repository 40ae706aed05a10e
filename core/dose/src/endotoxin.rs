//! Endotoxin of a product against both of its limits: in the volume, and for the patient.
//!
//! A limit in EU/mL says nothing about 200 mL given to a child, one in EU/kg/h nothing about the
//! quality of the product. Neither follows from the other, so both are needed and both must hold.
//! The limit K/M of the pharmacopoeias (K: 5 EU/kg/h into a vein; M: the most given in an hour for
//! each kg; Ph. Eur. 2.6.14, from memory) is the rate limit said as a concentration.
//!
//! An infusion shorter than an hour counts at its own rate, which is stricter than the most given
//! within any one hour.

use std::fmt;
use std::str::FromStr;

use cikada_domain::{Dimension, Quantity, Unit};

use crate::body::Body;
use crate::exact::{Exact, positive, quantity};
use crate::problem::DoseProblem;
use crate::rate::exact_hours;
use crate::say::{equals, say};
use crate::worked::Worked;

/// No infusion takes longer, in hours: five days, a proposal of this project.
const OVER_HOURS_MAX: u32 = 120;

/// What the laboratory reported, in EU/mL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// This much.
    Measured(Quantity),
    /// Less than this, the least the test can see. It counts as this much.
    Below(Quantity),
}

impl Reported {
    /// The most that may be in the product.
    #[must_use]
    pub fn most(&self) -> &Quantity {
        match self {
            Self::Measured(quantity) | Self::Below(quantity) => quantity,
        }
    }
}

impl FromStr for Reported {
    type Err = DoseProblem;

    /// Reads `0.3 {EU}/mL`, or `<0.05 {EU}/mL` where nothing was seen.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (below, rest) = match text.trim().strip_prefix('<') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let read: Result<Quantity, cikada_domain::QuantityError> = rest.parse();
        let quantity = read.map_err(|error| DoseProblem::Unreadable(error.to_string()))?;
        Ok(if below {
            Self::Below(quantity)
        } else {
            Self::Measured(quantity)
        })
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measured(quantity) => f.write_str(&say(quantity)),
            Self::Below(quantity) => write!(f, "less than {}", say(quantity)),
        }
    }
}

/// How the product is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The volume infused.
    pub volume: Quantity,
    /// The patient's weight.
    pub weight: Quantity,
    /// The time of the infusion.
    pub over: Quantity,
}

/// Both limits; each value that reaches its limit still passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// In EU/mL.
    pub concentration: Quantity,
    /// In EU/kg/h.
    pub rate: Quantity,
}

/// Endotoxin of a product as it is given to one patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The rate in EU/kg/h, rounded half up to four places.
    pub rate: Quantity,
    /// The whole amount for each kg in EU/kg, rounded half up to four places.
    pub per_kilogram: Quantity,
    /// The rate limit as a concentration for this patient (K/M) in EU/mL, rounded down.
    pub rate_limit_in_volume: Quantity,
    /// Whether the concentration is within its limit, judged on the exact value.
    pub concentration_within: bool,
    /// Whether the rate is within its limit, judged on the exact value.
    pub rate_within: bool,
}

impl Assessment {
    /// Whether both limits hold.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.concentration_within && self.rate_within
    }
}

/// Judges a result against both limits.
///
/// # Errors
/// A quantity of another kind than its place, not above zero, or an implausible weight.
pub fn assess(
    reported: &Reported,
    given: &Given,
    limits: &Limits,
) -> Result<Worked<Assessment>, DoseProblem> {
    let result = reported.most();
    let in_volume = Dimension::EndotoxinConcentration;
    let concentration = positive("the endotoxin result", result, in_volume)?;
    let concentration_limit = positive(
        "the limit of concentration",
        &limits.concentration,
        in_volume,
    )?;
    let rate_limit = positive("the limit of rate", &limits.rate, Dimension::EndotoxinRate)?;
    let volume = positive("the volume", &given.volume, Dimension::Volume)?;
    let body = Body {
        weight: Some(given.weight.clone()),
        height: None,
    };
    let kilograms = Exact::decimal(body.weight_in_kg()?.amount())?;
    let hours = hours_of(&given.over)?;

    let total = concentration.times(volume)?;
    let per_kilogram = total.over(kilograms)?;
    let rate = per_kilogram.over(hours)?;
    let volume_rate = volume.over(kilograms)?.over(hours)?;
    let limit_in_volume = rate_limit.over(volume_rate)?;
    let assessment = Assessment {
        rate: rate.rounded_in(Unit::EndotoxinUnitPerKilogramHour, None, 4)?,
        per_kilogram: per_kilogram.rounded_in(Unit::EndotoxinUnitPerKilogram, None, 4)?,
        rate_limit_in_volume: limit_in_volume.down_in(Unit::EndotoxinUnitPerMillilitre, None, 4)?,
        concentration_within: concentration <= concentration_limit,
        rate_within: rate <= rate_limit,
    };
    let exact = Amounts {
        total: total.in_unit(Unit::EndotoxinUnit, None)?,
        per_kilogram: equals(per_kilogram, &assessment.per_kilogram)?,
        rate: equals(rate, &assessment.rate)?,
        limit: equals(limit_in_volume, &assessment.rate_limit_in_volume)?,
    };
    let working = lines(reported, given, limits, &assessment, &exact);
    Ok(Worked {
        value: assessment,
        working,
    })
}

/// The time of an infusion in hours. One entered in weeks for minutes would let any rate pass.
fn hours_of(over: &Quantity) -> Result<Exact, DoseProblem> {
    let hours = exact_hours(over)?;
    if hours > Exact::whole(OVER_HOURS_MAX) {
        return Err(DoseProblem::Implausible {
            what: "a time of infusion",
            given: over.clone(),
            least: quantity(0.into(), Unit::Hour, None)?,
            most: quantity(OVER_HOURS_MAX.into(), Unit::Hour, None)?,
        });
    }
    Ok(hours)
}

/// The amounts of the working, as its lines end with them.
#[derive(Debug)]
struct Amounts {
    total: Quantity,
    per_kilogram: String,
    rate: String,
    limit: String,
}

fn lines(
    reported: &Reported,
    given: &Given,
    limits: &Limits,
    assessment: &Assessment,
    amounts: &Amounts,
) -> Vec<String> {
    let mut lines = Vec::new();
    let result = say(reported.most());
    if let Reported::Below(_) = reported {
        lines.push(format!("reported as {reported}: taken as {result}"));
    }
    let (volume, weight, over) = (say(&given.volume), say(&given.weight), say(&given.over));
    lines.push(format!(
        "concentration: {result}, {} {}",
        verdict(assessment.concentration_within),
        say(&limits.concentration)
    ));
    let total = say(&amounts.total);
    lines.push(format!("amount: {result} x {volume} = {total}"));
    lines.push(format!(
        "for each kg: {total} / {weight} {}",
        amounts.per_kilogram
    ));
    lines.push(format!(
        "rate: {total} / {weight} / {over} {}, {} {}",
        amounts.rate,
        verdict(assessment.rate_within),
        say(&limits.rate)
    ));
    lines.push(format!(
        "K/M: {} / ({volume} / {weight} / {over}) {}, the rate limit as a concentration",
        say(&limits.rate),
        amounts.limit
    ));
    lines
}

fn verdict(within: bool) -> &'static str {
    if within {
        "within the limit of"
    } else {
        "ABOVE the limit of"
    }
}
