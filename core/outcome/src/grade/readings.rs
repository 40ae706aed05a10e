//! An observation as numbers of one unit: converted exactly, and refused where it cannot be true.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::{Decimal, RoundingStrategy};

use super::criterion::decimal;
use super::observation::Observation;
use super::problem::GradeProblem;
use super::term::Measurand;

/// More decimals than this could not be compared without rounding.
const DECIMALS_MAX: u32 = 9;

const TEMPERATURE: Measurand = Measurand::new(
    "body temperature",
    Unit::Celsius,
    decimal("34"),
    decimal("43"),
);
const DURATION: Measurand =
    Measurand::new("duration", Unit::Second, decimal("0"), decimal("31622400"));
/// Values given as multiples of the upper limit of normal are compared as such.
const MULTIPLE: Measurand = Measurand::new(
    "multiple of the upper limit of normal",
    Unit::UpperLimitOfNormal,
    decimal("0"),
    decimal("1000"),
);

/// The numbers of an observation, in the term's unit; times in seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Readings {
    pub(super) value: Option<Decimal>,
    pub(super) baseline: Option<Decimal>,
    pub(super) upper_limit: Option<Decimal>,
    pub(super) lower_limit: Option<Decimal>,
    pub(super) seconds: Option<Decimal>,
    pub(super) temperature: Option<Decimal>,
    pub(super) working: Vec<String>,
}

impl Readings {
    /// Reads what was observed of a measurand, every entry checked.
    pub(super) fn of(
        observation: &Observation,
        measurand: &Measurand,
    ) -> Result<Self, GradeProblem> {
        let mut working = Vec::new();
        let as_multiple = measurand.as_multiple
            && observation
                .value
                .as_ref()
                .is_some_and(|value| value.unit() == Unit::UpperLimitOfNormal);
        let compared = if as_multiple { &MULTIPLE } else { measurand };
        let mut read = |what, quantity: &Option<Quantity>, measurand: &Measurand| {
            let quantity = quantity.as_ref();
            quantity
                .map(|quantity| read(what, quantity, measurand, &mut working))
                .transpose()
        };
        let value = read(measurand.name, &observation.value, compared)?;
        let baseline = read("baseline", &observation.baseline, compared)?;
        let lower_limit = read("lower limit of normal", &observation.lower_limit, compared)?;
        let mut upper_limit = read("upper limit of normal", &observation.upper_limit, compared)?;
        let seconds = read("duration", &observation.duration, &DURATION)?;
        let temperature = read("body temperature", &observation.temperature, &TEMPERATURE)?;
        if as_multiple {
            upper_limit = upper_limit.or(Some(Decimal::ONE));
        }
        refuse_reversed_limits(observation, lower_limit, upper_limit)?;
        let mut readings = Self {
            value,
            baseline,
            upper_limit,
            lower_limit,
            seconds,
            temperature,
            working,
        };
        readings.work_out_ratios(measurand);
        Ok(readings)
    }

    /// Ratios are shown rounded and never compared: limits are multiplied, not values divided.
    fn work_out_ratios(&mut self, measurand: &Measurand) {
        let Some(value) = self.value else {
            return;
        };
        let name = measurand.name;
        if measurand.unit == Unit::Kilogram {
            let change = self.baseline.and_then(|baseline| {
                (value - baseline)
                    .checked_mul(Decimal::ONE_HUNDRED)?
                    .checked_div(baseline)
            });
            let sign = change.filter(|change| *change >= Decimal::ZERO);
            let sign = if sign.is_some() { "+" } else { "" };
            self.working.extend(
                change.map(|change| format!("{name} against baseline: {sign}{} %", shown(change))),
            );
            return;
        }
        if !measurand.as_multiple {
            return;
        }
        let against = [
            ("upper limit of normal", self.upper_limit),
            ("baseline", self.baseline),
        ];
        for (other, limit) in against {
            let ratio = limit.and_then(|limit| value.checked_div(limit));
            self.working
                .extend(ratio.map(|ratio| format!("{name}: {} x {other}", shown(ratio))));
        }
    }
}

fn shown(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn refuse_reversed_limits(
    observation: &Observation,
    lower: Option<Decimal>,
    upper: Option<Decimal>,
) -> Result<(), GradeProblem> {
    let limits = (&observation.lower_limit, &observation.upper_limit);
    if let ((Some(lower), Some(upper)), (Some(low), Some(high))) = (limits, (lower, upper))
        && low >= high
    {
        return Err(GradeProblem::LimitsReversed {
            lower: lower.clone(),
            upper: upper.clone(),
        });
    }
    Ok(())
}

/// One entry in the measurand's unit.
pub(super) fn read(
    what: &'static str,
    given: &Quantity,
    measurand: &Measurand,
    working: &mut Vec<String>,
) -> Result<Decimal, GradeProblem> {
    if given.amount().normalize().scale() > DECIMALS_MAX {
        return Err(GradeProblem::TooFine {
            what,
            given: given.clone(),
            most: DECIMALS_MAX,
        });
    }
    let wrong_unit = || GradeProblem::WrongUnit {
        what,
        given: given.clone(),
        expected: expected_units(measurand),
    };
    let implausible = || implausible(what, given, measurand);
    let amount = match (given.dimension(), measurand.molar_factor) {
        (Dimension::MassConcentration, Some(factor)) => {
            let mass = given
                .convert(Unit::MilligramPerDecilitre)
                .map_err(|_| implausible())?
                .amount();
            let molar = mass
                .checked_mul(factor)
                .map(|molar| molar.normalize())
                .ok_or_else(implausible)?;
            working.push(format!(
                "{what}: {given} = {mass} mg/dL x {factor} = {molar} umol/L"
            ));
            molar
        }
        (dimension, _) if dimension == measurand.unit.dimension() => {
            let converted = given.convert(measurand.unit).map_err(|_| implausible())?;
            if given.unit() != measurand.unit && measurand.unit != Unit::Second {
                working.push(format!("{what}: {given} = {converted}"));
            }
            converted.amount()
        }
        _ => return Err(wrong_unit()),
    };
    let fraction = measurand.whole && !amount.fract().is_zero();
    if amount < measurand.lowest || amount > measurand.highest || fraction {
        return Err(implausible());
    }
    Ok(amount)
}

fn implausible(what: &'static str, given: &Quantity, measurand: &Measurand) -> GradeProblem {
    let unit = measurand.unit;
    let bound = |amount| {
        Quantity::new(amount, unit).map_or_else(|_| amount.to_string(), |bound| bound.words())
    };
    GradeProblem::Implausible {
        what,
        given: given.to_string(),
        lowest: bound(measurand.lowest),
        highest: bound(measurand.highest),
        hint: hint(given, measurand),
    }
}

/// What was probably meant by a number that cannot be.
fn hint(given: &Quantity, measurand: &Measurand) -> String {
    const FAHRENHEIT: std::ops::RangeInclusive<Decimal> = decimal("93")..=decimal("110");
    if measurand.whole {
        return ", in whole numbers".to_owned();
    }
    let fahrenheit = measurand.unit == Unit::Celsius && FAHRENHEIT.contains(&given.amount());
    let celsius = (given.amount() - decimal("32")).checked_div(decimal("1.8"));
    match celsius.filter(|_| fahrenheit) {
        Some(celsius) => format!(
            "; the number looks like degrees Fahrenheit, {} °F would be {} °C: read the \
             thermometer again and enter degrees Celsius",
            given.amount(),
            shown(celsius)
        ),
        None => "; check the number and its unit".to_owned(),
    }
}

fn expected_units(measurand: &Measurand) -> String {
    let mut units: Vec<_> = Unit::ALL
        .iter()
        .filter(|unit| unit.dimension() == measurand.unit.dimension())
        .map(|unit| unit.code())
        .collect();
    if measurand.molar_factor.is_some() {
        units.push(Unit::MilligramPerDecilitre.code());
    }
    if measurand.as_multiple {
        units.push(Unit::UpperLimitOfNormal.code());
    }
    units.join(", ")
}
