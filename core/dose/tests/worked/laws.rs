//! The laws of the arithmetic, for any weight, height, amount and cap.

use cikada_domain::{Quantity, Unit};
use cikada_dose::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::example::*;

/// A weight between 1 and 400 kg, to the gram.
fn weights() -> impl Strategy<Value = Quantity> {
    (1_000i64..=400_000).prop_map(|grams| kilograms(Decimal::new(grams, 3)))
}

fn kilograms(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Kilogram).unwrap()
}

fn milligrams(amount: Decimal) -> Quantity {
    Quantity::new(amount, Unit::Milligram).unwrap()
}

fn of_weight(weight: &Quantity) -> Body {
    Body {
        weight: Some(weight.clone()),
        height: None,
    }
}

proptest! {
    #[test]
    fn no_dose_exceeds_its_cap(weight in weights(), per_kg in 1i64..100_000, step in 1i64..10_000, cap in 1i64..1_000_000) {
        let rule = DoseRule {
            round_to: Some(milligrams(Decimal::new(step, 2))),
            cap: Some(milligrams(Decimal::new(cap, 2))),
            ..example_rule(&format!("{} mg/kg", Decimal::new(per_kg, 3)), Unit::Milligram)
        };
        if let Ok(dose) = amount(&rule, &of_weight(&weight)) {
            let cap = rule.cap.unwrap();
            prop_assert!(dose.value.quantity.compare(&cap).unwrap().is_le());
            prop_assert_eq!(dose.value.capped, dose.value.quantity == cap && dose.working.last().unwrap().starts_with("capped"));
        }
    }

    #[test]
    fn more_weight_never_means_less_dose(left in weights(), right in weights(), step in 1i64..10_000) {
        let rule = DoseRule { round_to: Some(milligrams(Decimal::new(step, 3))), ..example_rule("2.5 mg/kg", Unit::Milligram) };
        let dose = |weight| amount(&rule, &of_weight(weight));
        let (lighter, heavier) = if left.compare(&right).unwrap().is_le() { (left, right) } else { (right, left) };
        if let (Ok(less), Ok(more)) = (dose(&lighter), dose(&heavier)) {
            prop_assert!(less.value.quantity.compare(&more.value.quantity).unwrap().is_le());
        }
    }

    #[test]
    fn strict_vials_are_never_fewer_than_nominal_ones(weight in weights()) {
        let dose = amount(&bolus(), &of_weight(&weight)).unwrap().value.quantity;
        let count = vials(&dose, &aldesleukin_vial()).unwrap().value;
        prop_assert!(count.strict.unwrap() >= count.nominal);
        let held = Decimal::from(count.nominal) * Decimal::from(22_000_000);
        prop_assert!(held >= dose.amount() && held - dose.amount() < Decimal::from(22_000_000));
    }

    #[test]
    fn units_of_a_whole_number_of_elevenths_come_back_as_they_went(steps in 1i64..1_000_000) {
        // 180 IU are exactly 11e-6 mg: the conversion of a multiple is a decimal in both directions.
        let mass = milligrams(Decimal::new(11 * steps, 3));
        let units = aldesleukin().units_of(&mass).unwrap().value;
        prop_assert_eq!(units.amount(), Decimal::from(180_000 * steps));
        let back = aldesleukin().mass_of(&units, Unit::Milligram).unwrap().value;
        prop_assert_eq!(back.amount(), mass.amount());
    }

    #[test]
    fn the_bag_fits_exactly_whom_the_search_says(weight in weights(), millilitres in 20i64..300) {
        let (window, strength) = (aldesleukin_window(), aldesleukin());
        let bag = Quantity::new(millilitres.into(), Unit::Millilitre).unwrap();
        let dose = amount(&bolus(), &of_weight(&weight)).unwrap().value.quantity;
        let held = final_concentration(&dose, Some(&strength), &bag, Some(&window)).unwrap();
        let fit = weights_inside(&bolus(), &bag, &window, Some(&strength)).unwrap();
        let expected = match fit {
            Fit::Between { least, most } => {
                weight.compare(&least).unwrap().is_ge() && weight.compare(&most).unwrap().is_le()
            }
            Fit::Always => true,
            Fit::Never => false,
        };
        prop_assert_eq!(held.value.inside, Some(expected));
    }

    #[test]
    fn only_the_order_unit_with_the_computed_amount_is_taken(unit in 0..Unit::ALL.len(), population in 0..8usize) {
        let body = weighing("70");
        let computed = amount(&bolus(), &body).unwrap().value;
        let unit = Unit::ALL[unit];
        let number = computed.quantity.amount();
        let ordered = if unit.counts_cells() {
            Quantity::of_cells(number, unit, cikada_domain::Population::ALL[population])
        } else {
            Quantity::new(number, unit)
        }.unwrap();
        let taken = check_order(&computed, &ordered, &body, Some(&aldesleukin()));
        prop_assert_eq!(taken.is_ok(), unit == Unit::InternationalUnit);
    }

    #[test]
    fn a_mosteller_surface_is_the_nearest_hundredth(cm in 300i64..=2500, grams in 1_000i64..=400_000) {
        let (height, weight) = (Decimal::new(cm, 1), Decimal::new(grams, 3));
        let body = Body {
            weight: Some(kilograms(weight)),
            height: Some(Quantity::new(height, Unit::Centimetre).unwrap()),
        };
        if let Ok(surface) = surface(&body, SurfaceFormula::Mosteller) {
            let square = height * weight / Decimal::from(3600);
            let half = Decimal::new(5, 3);
            let (low, high) = (surface.value.amount() - half, surface.value.amount() + half);
            prop_assert!(low * low <= square + Decimal::new(1, 20) && square < high * high);
        }
    }

    // The float is a second opinion only: it may be wrong beside a half, the room may not.
    #[test]
    fn every_surface_agrees_with_a_second_opinion(cm in 300u32..=2500, grams in 1_000u32..=400_000) {
        let body = Body {
            weight: Some(kilograms(Decimal::new(grams.into(), 3))),
            height: Some(Quantity::new(Decimal::new(cm.into(), 1), Unit::Centimetre).unwrap()),
        };
        let (h, w) = (f64::from(cm) / 10.0, f64::from(grams) / 1000.0);
        let opinions = [
            (h * w / 3600.0).sqrt(),
            0.007184 * h.powf(0.725) * w.powf(0.425),
            0.024265 * h.powf(0.3964) * w.powf(0.5378),
            0.0235 * h.powf(0.42246) * w.powf(0.51456),
        ];
        for (formula, opinion) in SurfaceFormula::ALL.into_iter().zip(opinions) {
            let surface = match surface(&body, formula) {
                Ok(surface) => surface,
                Err(problem) => {
                    prop_assert_eq!(problem.code(), "implausible-body");
                    continue;
                }
            };
            let value: f64 = surface.value.amount().to_string().parse().unwrap();
            prop_assert!((value - opinion).abs() <= 0.005 + 1e-9, "{formula}: {value} and {opinion}");
        }
    }

    #[test]
    fn no_numbers_make_the_arithmetic_fall(mantissa in any::<i64>(), places in 0u32..19, weight in any::<i64>(), unit in 0..Unit::ALL.len(), population in 0..8usize) {
        let unit = Unit::ALL[unit];
        let amount_of = |unit: Unit| {
            let decimal = Decimal::new(mantissa, places);
            if unit.counts_cells() {
                Quantity::of_cells(decimal, unit, cikada_domain::Population::ALL[population])
            } else {
                Quantity::new(decimal, unit)
            }.unwrap()
        };
        let given = amount_of(unit);
        let body = of_weight(&kilograms(Decimal::new(weight, places)));
        let rule = DoseRule { amount: given.clone(), ..bolus() };
        let _ = amount(&rule, &body);
        let _ = draw_volume(&given, &given);
        let _ = final_concentration(&given, Some(&aldesleukin()), &given, Some(&aldesleukin_window()));
        let _ = weights_inside(&rule, &given, &aldesleukin_window(), Some(&aldesleukin()));
        let _ = cumulative(&[given.clone(), given.clone()], Some(&given));
        let _ = infusion_rate(&given, &given);
        let _ = cells_from_bag(&given, &given, Some(&given));
        let _ = titration(&given, &given, &given);
    }
}
