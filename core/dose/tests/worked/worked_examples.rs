//! The worked examples of the dose arithmetic, each to the last digit with its working.

use cikada_domain::Unit;
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

#[test]
fn a_50_ml_bag_fits_from_about_41_to_about_95_kg() {
    let (window, strength) = (aldesleukin_window(), aldesleukin());
    let fit = weights_inside(&bolus(), &example("50 mL"), &window, Some(&strength)).unwrap();
    let between = Fit::Between {
        least: example("40.910 kg"),
        most: example("95.454 kg"),
    };
    assert_eq!(fit, between);
}

#[test]
fn a_million_units_are_eleven_180ths_of_a_milligram() {
    assert_eq!(aldesleukin().milligrams_per_million_units(), Ok((11, 180)));
}
