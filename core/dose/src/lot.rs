//! What a lot's own certificate says about its units: how much of it is how much activity or mass.
//!
//! International units, mass and volume of one agent meet only through the figures of the lot in
//! hand. A figure of another lot, or of the literature, would be somebody else's potency.

use cikada_domain::{Dimension, Quantity, Unit};

use crate::exact::{Exact, positive, quantity};
use crate::problem::DoseProblem;
use crate::say::{equals, say};
use crate::worked::Worked;

/// Places kept where no decimal holds the quotient: far below what anyone can draw.
const PLACES: u32 = 6;

/// Base units of mass in one base unit of a mass concentration, which is ng/mL over mg.
const NANOGRAMS_IN_A_MILLIGRAM: u32 = 1_000_000;

/// The two figures of a lot's certificate that turn one measure of it into another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LotStrength<'a> {
    /// How much of the agent a volume holds, in units or mass.
    pub in_volume: Option<&'a Quantity>,
    /// Units in a mass.
    pub specific_activity: Option<&'a Quantity>,
}

impl LotStrength<'_> {
    /// An amount of the lot in another unit: exactly, or half up to six places where no decimal
    /// holds it. Between volume, mass and units only the lot's own figures lead.
    ///
    /// # Errors
    /// `MissingStrength` if the lot's certificate does not say how the two relate; an amount or a
    /// figure that is not more than nothing, of another kind, or too large to be exact.
    pub fn convert(&self, amount: &Quantity, unit: Unit) -> Result<Worked<Quantity>, DoseProblem> {
        let (from, to) = (amount.dimension(), unit.dimension());
        let given = positive("the amount", amount, from)?;
        let (exact, by) = match (from, to) {
            _ if from == to => (given, Vec::new()),
            (Dimension::Volume, _) => self.of_volume(given, to)?,
            (_, Dimension::Volume) => self.volume_with(given, from)?,
            _ => self.by_activity(given, from, to)?,
        };
        let value = exact
            .in_unit(unit, amount.population())
            .or_else(|_| exact.rounded_in(unit, amount.population(), PLACES))?;
        let by = match by.is_empty() {
            true => String::new(),
            false => format!(" (lot: {})", by.join(", ")),
        };
        let working = vec![format!("{} {}{by}", say(amount), equals(exact, &value)?)];
        Ok(Worked { value, working })
    }

    /// How much of the agent one volume of the lot holds, in a unit of activity or mass in a volume.
    ///
    /// # Errors
    /// `MissingStrength` if the lot's certificate does not lead to that unit; a unit of another kind.
    pub fn concentration(&self, unit: Unit) -> Result<Worked<Quantity>, DoseProblem> {
        let strength = self.in_volume.ok_or(DoseProblem::MissingStrength)?;
        let (held, of, _) = self.in_millilitre()?;
        let (to, scale) = match unit.dimension() {
            Dimension::InternationalUnitConcentration => (Dimension::InternationalUnits, 1),
            Dimension::MassConcentration => (Dimension::Mass, NANOGRAMS_IN_A_MILLIGRAM),
            _ => {
                return Err(DoseProblem::WrongDimension {
                    what: "the lot's strength",
                    expected: unit.dimension(),
                    given: strength.clone(),
                });
            }
        };
        let (exact, by) = self.by_activity(held, of, to)?;
        let exact = exact.times(Exact::whole(scale))?;
        let value = exact
            .in_unit(unit, None)
            .or_else(|_| exact.rounded_in(unit, None, PLACES))?;
        let by = by.iter().map(|by| format!(" (lot: {by})"));
        let by: String = by.collect();
        let working = vec![format!("{}{by} {}", say(strength), equals(exact, &value)?)];
        Ok(Worked { value, working })
    }

    fn of_volume(&self, volume: Exact, to: Dimension) -> Result<(Exact, Vec<String>), DoseProblem> {
        let (held, of, said) = self.in_millilitre()?;
        let (exact, mut by) = self.by_activity(volume.times(held)?, of, to)?;
        by.insert(0, said);
        Ok((exact, by))
    }

    fn volume_with(
        &self,
        amount: Exact,
        from: Dimension,
    ) -> Result<(Exact, Vec<String>), DoseProblem> {
        let (held, of, said) = self.in_millilitre()?;
        let (exact, mut by) = self.by_activity(amount, from, of)?;
        by.push(said);
        Ok((exact.over(held)?, by))
    }

    /// What one millilitre holds, in mg or units, with the dimension of that.
    fn in_millilitre(&self) -> Result<(Exact, Dimension, String), DoseProblem> {
        let strength = self.in_volume.ok_or(DoseProblem::MissingStrength)?;
        let held = positive("the lot's strength", strength, strength.dimension())?;
        match strength.dimension() {
            Dimension::InternationalUnitConcentration => {
                Ok((held, Dimension::InternationalUnits, say(strength)))
            }
            Dimension::MassConcentration => {
                let milligrams = held.over(Exact::whole(NANOGRAMS_IN_A_MILLIGRAM))?;
                Ok((milligrams, Dimension::Mass, say(strength)))
            }
            _ => Err(DoseProblem::WrongDimension {
                what: "the lot's strength",
                expected: Dimension::InternationalUnitConcentration,
                given: strength.clone(),
            }),
        }
    }

    fn by_activity(
        &self,
        amount: Exact,
        from: Dimension,
        to: Dimension,
    ) -> Result<(Exact, Vec<String>), DoseProblem> {
        if from == to {
            return Ok((amount, Vec::new()));
        }
        let activity = self.specific_activity.ok_or(DoseProblem::MissingStrength)?;
        let ratio = positive(
            "the lot's specific activity",
            activity,
            Dimension::SpecificActivity,
        )?;
        let exact = match (from, to) {
            (Dimension::Mass, Dimension::InternationalUnits) => amount.times(ratio)?,
            (Dimension::InternationalUnits, Dimension::Mass) => amount.over(ratio)?,
            _ => return Err(unrelated(from)?),
        };
        Ok((exact, vec![say(activity)]))
    }
}

/// Neither volume, mass nor units: no certificate turns pieces into millilitres.
fn unrelated(from: Dimension) -> Result<DoseProblem, DoseProblem> {
    let mut units = Unit::ALL.iter().copied();
    let unit = units.find(|unit| unit.dimension() == from && !unit.counts_cells());
    let given = quantity(
        rust_decimal::Decimal::ONE,
        unit.unwrap_or(Unit::Piece),
        None,
    )?;
    Ok(DoseProblem::WrongDimension {
        what: "the amount",
        expected: Dimension::Mass,
        given,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn q(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn units_volume_and_mass_meet_through_the_figures_of_the_lot() {
        let (strength, activity) = (q("100000 [iU]/mL"), q("18000000 [iU]/mg"));
        let lot = LotStrength {
            in_volume: Some(&strength),
            specific_activity: Some(&activity),
        };
        let volume = lot.convert(&q("250000 [iU]"), Unit::Millilitre).unwrap();
        assert_eq!(volume.value, q("2.5 mL"));
        let mass = lot.convert(&q("2.5 mL"), Unit::Microgram).unwrap();
        // 250000 IU over 18 million IU in a milligram: no decimal holds 125/9.
        assert_eq!(mass.value, q("13.888889 ug"));
        assert!(mass.working[0].contains("lot:"), "{:?}", mass.working);
        let units = lot.convert(&q("1 mg"), Unit::MillionInternationalUnits);
        assert_eq!(units.unwrap().value, q("18 10*6[iU]"));
    }

    #[test]
    fn a_strength_in_mass_leads_to_volume_and_through_activity_to_units() {
        let (strength, activity) = (q("0.5 g/L"), q("10000000 [iU]/mg"));
        let lot = LotStrength {
            in_volume: Some(&strength),
            specific_activity: Some(&activity),
        };
        let volume = lot.convert(&q("50 ug"), Unit::Microlitre).unwrap();
        assert_eq!(volume.value, q("100 uL"));
        let units = lot.convert(&q("0.1 mL"), Unit::InternationalUnit).unwrap();
        assert_eq!(units.value, q("500000 [iU]"));
    }

    #[test]
    fn a_concentration_follows_from_mass_and_activity() {
        let (strength, activity) = (q("0.5 g/L"), q("10000000 [iU]/mg"));
        let lot = LotStrength {
            in_volume: Some(&strength),
            specific_activity: Some(&activity),
        };
        let units = lot.concentration("1 [iU]/mL".parse::<Quantity>().unwrap().unit());
        assert_eq!(units.unwrap().value, q("5000000 [iU]/mL"));
        let mass = lot.concentration("1 ng/mL".parse::<Quantity>().unwrap().unit());
        assert_eq!(mass.unwrap().value, q("500000 ng/mL"));
        let mass_alone = LotStrength {
            specific_activity: None,
            ..lot
        };
        let units = mass_alone.concentration("1 [iU]/mL".parse::<Quantity>().unwrap().unit());
        assert_eq!(units, Err(DoseProblem::MissingStrength));
        assert!(lot.concentration(Unit::Millilitre).is_err());
    }

    #[test]
    fn without_the_lots_figure_nothing_is_converted() {
        let lot = LotStrength::default();
        let pairs = [
            ("1 mg", Unit::InternationalUnit),
            ("1 [iU]", Unit::Millilitre),
            ("1 mL", Unit::Milligram),
        ];
        for (amount, unit) in pairs {
            let answer = lot.convert(&q(amount), unit);
            assert_eq!(answer, Err(DoseProblem::MissingStrength), "{amount}");
        }
        assert!(lot.convert(&q("1 {piece}"), Unit::Milligram).is_err());
        let same = lot.convert(&q("1 mg"), Unit::Microgram).unwrap();
        assert_eq!(same.value, q("1000 ug"));
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_one_began(amount in 1..1_000_000u64, activity in 1..50u64) {
            let activity = q(&format!("{activity} 10*6[iU]/mg"));
            let lot = LotStrength { in_volume: None, specific_activity: Some(&activity) };
            let mass = q(&format!("{amount} mg"));
            let units = lot.convert(&mass, Unit::InternationalUnit).unwrap().value;
            prop_assert_eq!(lot.convert(&units, Unit::Milligram).unwrap().value, mass);
        }
    }
}
