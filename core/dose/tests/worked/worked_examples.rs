//! The worked examples of the dose arithmetic, each to the last digit with its working.

use cikada_domain::{Quantity, Unit};
use cikada_dose::*;

use crate::example::*;

struct Bolus {
    dose: String,
    mass: String,
    volume: String,
    nominal: u64,
    strict: Option<u64>,
    in_50: (String, bool),
    in_100: (String, bool),
    working: String,
}

fn bolus_for(kilograms: &str) -> Bolus {
    let dose = amount(&bolus(), &weighing(kilograms)).unwrap();
    let quantity = &dose.value.quantity;
    let strength = aldesleukin();
    let mass = strength.mass_of(quantity, Unit::Milligram).unwrap();
    let volume = draw_volume(quantity, &example("18 10*6[iU]/mL")).unwrap();
    let vials = vials(quantity, &aldesleukin_vial()).unwrap();
    let bag = |bag| {
        let window = aldesleukin_window();
        final_concentration(quantity, Some(&strength), &example(bag), Some(&window)).unwrap()
    };
    let (small, large) = (bag("50 mL"), bag("100 mL"));
    let lines = [
        dose.working,
        mass.working,
        volume.working,
        vials.working,
        small.working,
        large.working,
    ];
    Bolus {
        dose: quantity.to_string(),
        mass: mass.value.to_string(),
        volume: volume.value.to_string(),
        nominal: vials.value.nominal,
        strict: vials.value.strict,
        in_50: (small.value.value.to_string(), small.value.inside.unwrap()),
        in_100: (large.value.value.to_string(), large.value.inside.unwrap()),
        working: lines.concat().join("\n"),
    }
}

#[test]
fn o1_a_bolus_for_70_kg_takes_two_vials_and_fits_50_ml() {
    let bolus = bolus_for("70");
    assert_eq!(bolus.dose, "42000000 [iU]");
    assert_eq!(bolus.mass, "2.567 mg");
    assert_eq!(bolus.volume, "2.33 mL");
    assert_eq!((bolus.nominal, bolus.strict), (2, Some(2)));
    assert_eq!(bolus.in_50, ("51.33 ug/mL".to_owned(), true));
    insta::assert_snapshot!(bolus.working);
}

#[test]
fn o2_a_bolus_for_110_kg_takes_a_fourth_vial_and_a_larger_bag() {
    let bolus = bolus_for("110");
    assert_eq!(bolus.dose, "66000000 [iU]");
    assert_eq!(bolus.mass, "4.033 mg");
    assert_eq!(bolus.volume, "3.67 mL");
    assert_eq!((bolus.nominal, bolus.strict), (3, Some(4)));
    assert_eq!(bolus.in_50, ("80.67 ug/mL".to_owned(), false));
    assert_eq!(bolus.in_100, ("40.33 ug/mL".to_owned(), true));
    insta::assert_snapshot!(bolus.working);
}

#[test]
fn o3_an_order_in_mg_where_only_iu_are_ordered_is_refused_with_its_excess() {
    let body = weighing("84");
    let dose = amount(&bolus(), &body).unwrap().value;
    assert_eq!(dose.quantity.to_string(), "50400000 [iU]");
    for ordered in ["0.037 mg/kg", "3.108 mg"] {
        let strength = aldesleukin();
        let problem = check_order(&dose, &example(ordered), &body, Some(&strength)).unwrap_err();
        assert_eq!(problem.code(), "order-mass-for-units");
        let DoseProblem::Order(OrderProblem::MassForUnits { in_units, .. }) = &problem else {
            panic!("{problem}");
        };
        let difference = in_units.as_ref().unwrap();
        assert_eq!(difference.mass.to_string(), "3.108 mg");
        assert_eq!(difference.expected_mass.to_string(), "3.080 mg");
        assert_eq!(difference.units.to_string(), "50858182 [iU]");
        assert_eq!(difference.percent.to_string(), "0.91");
        assert_eq!(
            problem.to_string(),
            format!(
                "ordered {ordered} as a mass, but this dose is ordered in IU only: write 50400000 \
                 IU (3.08 mg); the order would be 3.108 mg = 50858182 IU, +0.91 %"
            )
        );
    }
}

#[test]
fn o6_four_formulas_give_four_surfaces_of_one_body() {
    let body = example_body("170", "70");
    let worked = SurfaceFormula::ALL.map(|formula| surface(&body, formula).unwrap());
    let values = worked.each_ref().map(|worked| worked.value.to_string());
    assert_eq!(values, ["1.82 m2", "1.81 m2", "1.83 m2", "1.83 m2"]);
    let lines: Vec<_> = worked
        .into_iter()
        .flat_map(|worked| worked.working)
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// A rule per m2 in million international units, rounded to 0.1 MIU.
fn interferon(amount: &str) -> DoseRule {
    DoseRule {
        round_to: Some(example("0.1 10*6[iU]")),
        ..example_rule(amount, Unit::MillionInternationalUnits)
    }
}

fn drawn(dose: &Quantity, concentration: &str) -> String {
    let volume = draw_volume(dose, &example(concentration)).unwrap();
    volume.value.to_string()
}

fn sum(doses: &[Quantity]) -> String {
    cumulative(doses, None).unwrap().value.total.to_string()
}

#[test]
fn o7_interferon_for_1_82_m2_is_36_4_then_18_2_million_units() {
    let body = example_body("170", "70");
    let induction = amount(&interferon("20 10*6[iU]/m2"), &body).unwrap();
    let maintenance = amount(&interferon("10 10*6[iU]/m2"), &body).unwrap();
    let (first, later) = (&induction.value.quantity, &maintenance.value.quantity);
    assert_eq!(first, &example("36.4 10*6[iU]"));
    assert_eq!(drawn(first, "50 10*6[iU]/mL"), "0.73 mL");
    assert_eq!(sum(&vec![first.clone(); 20]), "728 10*6[iU]");
    assert_eq!(later, &example("18.2 10*6[iU]"));
    assert_eq!(sum(&vec![later.clone(); 144]), "2620.8 10*6[iU]");
    insta::assert_snapshot!([induction.working, maintenance.working].concat().join("\n"));
}

#[test]
fn o8_half_of_36_4_million_units_is_18_2() {
    let half = interferon("20 10*6[iU]/m2").reduced_to(&example("50 %"));
    let dose = amount(&half.unwrap(), &example_body("170", "70")).unwrap();
    assert_eq!(dose.value.quantity, example("18.2 10*6[iU]"));
}

#[test]
fn o9_peginterferon_for_80_kg_is_the_same_volume_of_two_vials() {
    let dose = |per_kg: &str| {
        let rule = example_rule(per_kg, Unit::Microgram);
        amount(&rule, &weighing("80")).unwrap().value.quantity
    };
    let (first, later) = (dose("6 ug/kg"), dose("3 ug/kg"));
    assert_eq!(first, example("480 ug"));
    assert_eq!(drawn(&first, "1200 ug/mL"), "0.40 mL");
    assert_eq!(later, example("240 ug"));
    assert_eq!(drawn(&later, "600 ug/mL"), "0.40 mL");
}

#[test]
fn o10_a_titration_from_100_ug_arrives_with_its_ninth_dose() {
    let doses = titration(&example("100 ug"), &example("50 ug"), &example("500 ug")).unwrap();
    assert_eq!(doses.len(), 9);
    assert_eq!(doses.last(), Some(&example("500 ug")));
    assert_eq!(sum(&doses), "2700 ug");
    let volumes: Vec<_> = doses.iter().map(|dose| drawn(dose, "500 ug/mL")).collect();
    let expected = [
        "0.20 mL", "0.30 mL", "0.40 mL", "0.50 mL", "0.60 mL", "0.70 mL", "0.80 mL", "0.90 mL",
        "1.00 mL",
    ];
    assert_eq!(volumes, expected);
}

#[test]
fn o11_interferon_gamma_for_1_82_m2_is_91_ug_in_a_half_rounded_up() {
    let rule = example_rule("50 ug/m2", Unit::Microgram);
    let dose = amount(&rule, &example_body("170", "70")).unwrap().value;
    assert_eq!(dose.quantity, example("91.00 ug"));
    let strength = Strength::new(example("1 10*6[iU]"), example("50 ug")).unwrap();
    let units = strength.units_of(&dose.quantity).unwrap();
    assert_eq!(units.value, example("1820000 [iU]"));
    assert_eq!(drawn(&dose.quantity, "200 ug/mL"), "0.46 mL");
}

#[test]
fn o12_four_weeks_of_injections_are_279_million_units() {
    let (high, low) = (example("18 10*6[iU]"), example("9 10*6[iU]"));
    let first_week = vec![high.clone(); 5];
    let later_week = [vec![high.clone(); 2], vec![low.clone(); 3]].concat();
    assert_eq!(sum(&first_week), "90 10*6[iU]");
    assert_eq!(sum(&later_week), "63 10*6[iU]");
    let course = [first_week, vec![later_week; 3].concat()].concat();
    assert_eq!(course.len(), 20);
    let cap = example("279 10*6[iU]");
    let total = cumulative(&course, Some(&cap)).unwrap();
    assert_eq!(total.value.total, cap);
    assert_eq!(total.value.exceeded_at, None);
    assert_eq!(drawn(&high, "18 10*6[iU]/mL"), "1.00 mL");
    assert_eq!(drawn(&low, "18 10*6[iU]/mL"), "0.50 mL");
    insta::assert_snapshot!(total.working.join("\n"));
}

#[test]
fn o13_cells_of_a_bag_by_weight_and_by_volume() {
    let each = per_kilogram(&example("1.0e10 {viable}"), &example("64 kg")).unwrap();
    assert_eq!(each.value.to_string(), "156250000 {viable}/kg");
    let taken = cells_from_bag(
        &example("6.4e9 {viable}"),
        &example("5.0e7 {cells}/mL"),
        Some(&example("92 %")),
    );
    let taken = taken.unwrap();
    assert_eq!(taken.value.volume.to_string(), "139.13 mL");
    assert_eq!(taken.value.concentration, example("46000000 {viable}/mL"));
    insta::assert_snapshot!([each.working, taken.working].concat().join("\n"));
}

#[test]
fn o16_peginterferon_for_impaired_kidneys_keeps_every_digit() {
    let dose = |per_kg: &str| {
        let rule = example_rule(per_kg, Unit::Microgram);
        amount(&rule, &weighing("62")).unwrap().value.quantity
    };
    assert_eq!(dose("4.5 ug/kg"), example("279 ug"));
    assert_eq!(dose("2.25 ug/kg"), example("139.5 ug"));
}

#[test]
fn o17_a_titration_from_50_ug_arrives_with_its_tenth_dose() {
    let doses = titration(&example("50 ug"), &example("50 ug"), &example("500 ug")).unwrap();
    assert_eq!(doses.len(), 10);
    assert_eq!(doses.last(), Some(&example("500 ug")));
    assert_eq!(sum(&doses), "2750 ug");
}

#[test]
fn o18_a_gain_from_82_to_94_5_kg_asks_for_a_new_look_at_the_dose() {
    let (before, now) = (example("82.0 kg"), example("94.5 kg"));
    let change = weight_change(&before, &now, &example("10 %")).unwrap();
    assert_eq!(change.value.percent.to_string(), "15.24 %");
    assert!(change.value.recheck);
    insta::assert_snapshot!(change.working.join("\n"));
}

#[test]
fn o19_a_dose_per_kg_stops_at_its_cap() {
    let rule = DoseRule {
        cap: Some(example("800 mg")),
        ..example_rule("8 mg/kg", Unit::Milligram)
    };
    let (heavy, light) = (
        amount(&rule, &weighing("108")).unwrap(),
        amount(&rule, &weighing("67")).unwrap(),
    );
    assert_eq!(heavy.value.quantity, example("800 mg"));
    assert_eq!(heavy.value.raw, example("864 mg"));
    assert!(heavy.value.capped);
    assert_eq!(light.value.quantity, example("536 mg"));
    assert!(!light.value.capped);
    assert_eq!(capped_from(&rule), Ok(Capped::From(example("100.001 kg"))));
    insta::assert_snapshot!([heavy.working, light.working].concat().join("\n"));
}
