//! Body surface by four formulas, rounded half up to 0.01 m2; doses are taken from that value.
//!
//! Mosteller 1987, Du Bois 1916, Haycock 1978, Gehan and George 1970. The rounding is decided by
//! comparing whole numbers, or bounds of them, never by a float or a truncated series.

use std::fmt;
use std::str::FromStr;

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use crate::body::Body;
use crate::exact::{Exact, quantity};
use crate::power::Bounds;
use crate::problem::DoseProblem;
use crate::say::say;
use crate::worked::Worked;

/// How the body surface is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SurfaceFormula {
    /// The square root of cm x kg / 3600.
    #[default]
    Mosteller,
    /// 0.007184 x cm^0.725 x kg^0.425.
    DuBois,
    /// 0.024265 x cm^0.3964 x kg^0.5378, made for children.
    Haycock,
    /// 0.0235 x cm^0.42246 x kg^0.51456.
    GehanGeorge,
}

impl SurfaceFormula {
    /// Every formula.
    pub const ALL: [Self; 4] = [
        Self::Mosteller,
        Self::DuBois,
        Self::Haycock,
        Self::GehanGeorge,
    ];

    /// The name a protocol file gives it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mosteller => "mosteller",
            Self::DuBois => "du-bois",
            Self::Haycock => "haycock",
            Self::GehanGeorge => "gehan-george",
        }
    }

    /// The name a person gives it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Mosteller => "Mosteller",
            Self::DuBois => "Du Bois",
            Self::Haycock => "Haycock",
            Self::GehanGeorge => "Gehan-George",
        }
    }
}

impl fmt::Display for SurfaceFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for SurfaceFormula {
    type Err = DoseProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|formula| formula.code() == text);
        found.ok_or_else(|| {
            let shortened: String = text.chars().take(40).collect();
            DoseProblem::Unreadable(format!(
                "'{shortened}' is no surface formula: expected mosteller, du-bois, haycock or \
                 gehan-george"
            ))
        })
    }
}

/// The body surface in m2, rounded half up to two places.
///
/// # Errors
/// Weight or height missing or implausible, or with more digits than can be decided exactly.
pub fn surface(body: &Body, formula: SurfaceFormula) -> Result<Worked<Quantity>, DoseProblem> {
    let (height, weight) = (body.height_in_cm()?, body.weight_in_kg()?);
    let measured = Measured {
        centimetres: Exact::decimal(height.amount())?,
        kilograms: Exact::decimal(weight.amount())?,
        formula,
    };
    // Rounding half up to hundredths is halving the whole number of two-hundredths, upwards.
    let hundredths = measured.whole_parts(200)?.div_ceil(2);
    let rounded = quantity(
        Decimal::new(i64::from(hundredths), 2),
        Unit::SquareMetre,
        None,
    )?;
    let shown = Decimal::new(i64::from(measured.whole_parts(10_000)?), 4);
    let (cm, kg) = (say(&height), say(&weight));
    let name = formula.words();
    let arithmetic = match formula {
        SurfaceFormula::Mosteller => format!("square root of ({cm} x {kg} / 3600)"),
        SurfaceFormula::DuBois => format!("0.007184 x ({cm})^0.725 x ({kg})^0.425"),
        SurfaceFormula::Haycock => format!("0.024265 x ({cm})^0.3964 x ({kg})^0.5378"),
        SurfaceFormula::GehanGeorge => format!("0.0235 x ({cm})^0.42246 x ({kg})^0.51456"),
    };
    let line = format!(
        "body surface ({name}): {arithmetic} = {shown}... m², rounded half up to {}",
        say(&rounded)
    );
    Ok(Worked {
        value: rounded,
        working: vec![line],
    })
}

#[derive(Debug, Clone, Copy)]
struct Measured {
    centimetres: Exact,
    kilograms: Exact,
    formula: SurfaceFormula,
}

impl Measured {
    /// How many whole parts of a square metre, `per_metre` of them making one, the surface holds.
    fn whole_parts(self, per_metre: u32) -> Result<u32, DoseProblem> {
        // Plausible bodies stay well under 10 m2, so the search always ends inside.
        let (mut least, mut beyond) = (0, per_metre.saturating_mul(10));
        while beyond - least > 1 {
            let middle = least + (beyond - least) / 2;
            if self.at_least(middle, per_metre)? {
                least = middle;
            } else {
                beyond = middle;
            }
        }
        Ok(least)
    }

    /// Whether the surface is at least `parts / per_metre` square metres.
    fn at_least(self, parts: u32, per_metre: u32) -> Result<bool, DoseProblem> {
        let (digits, places, height, weight, root) = match self.formula {
            SurfaceFormula::Mosteller => {
                let limit = Exact::whole(parts).over(Exact::whole(per_metre))?;
                let square = limit.times(limit)?.times(Exact::whole(3600))?;
                return Ok(self.centimetres.times(self.kilograms)? >= square);
            }
            SurfaceFormula::DuBois => (7184, 6, 725, 425, 1000),
            SurfaceFormula::Haycock => (24_265, 6, 3964, 5378, 10_000),
            SurfaceFormula::GehanGeorge => (235, 4, 42_246, 51_456, 100_000),
        };
        let (cm, cm_divisor) = whole_bounds(self.centimetres)?;
        let (kg, kg_divisor) = whole_bounds(self.kilograms)?;
        let surface = Bounds::of(digits)
            .times(Bounds::of(u128::from(per_metre)))
            .power(root)
            .times(cm.power(height))
            .times(kg.power(weight));
        let limit = Bounds::of(10_u128.pow(places))
            .times(Bounds::of(u128::from(parts)))
            .power(root)
            .times(cm_divisor.power(height))
            .times(kg_divisor.power(weight));
        surface.at_least(limit).ok_or(DoseProblem::TooLarge)
    }
}

fn whole_bounds(exact: Exact) -> Result<(Bounds, Bounds), DoseProblem> {
    let (numerator, denominator) = exact.parts();
    let bounds = |whole| {
        let whole = u128::try_from(whole).map_err(|_| DoseProblem::TooLarge)?;
        Ok::<_, DoseProblem>(Bounds::of(whole))
    };
    Ok((bounds(numerator)?, bounds(denominator)?))
}
