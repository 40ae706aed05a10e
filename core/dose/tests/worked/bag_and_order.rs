//! For whom a bag fits, how fast it runs, and what happens to rounding and caps on the way.

use cikada_domain::{Population, Unit};
use cikada_dose::*;

use crate::example::*;

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

#[test]
fn a_bag_fits_nobody_everybody_or_those_whose_cap_ends_the_dose() {
    let (window, bag) = (aldesleukin_window(), example("50 mL"));
    let flat = |amount: &str| example_rule(amount, Unit::Milligram);
    let fit = |rule: &DoseRule| weights_inside(rule, &bag, &window, None).unwrap();
    assert_eq!(fit(&flat("2 mg")), Fit::Always);
    assert_eq!(fit(&flat("1 mg")), Fit::Never);
    let capped = DoseRule {
        cap: Some(example("3 mg")),
        ..example_rule("0.05 mg/kg", Unit::Milligram)
    };
    let between = Fit::Between {
        least: example("30.000 kg"),
        most: example("400.000 kg"),
    };
    assert_eq!(fit(&capped), between);
    let by_surface = Fit::Between {
        least: example("1.50 m2"),
        most: example("3.50 m2"),
    };
    assert_eq!(fit(&example_rule("1 mg/m2", Unit::Milligram)), by_surface);
}

#[test]
fn the_ends_of_a_window_lie_inside_and_the_exact_value_decides() {
    let window = aldesleukin_window();
    let inside = |dose: &str| {
        let held = final_concentration(&example(dose), None, &example("50 mL"), Some(&window));
        let held = held.unwrap().value;
        (held.value.to_string(), held.inside)
    };
    assert_eq!(inside("3.5 mg"), ("70.00 ug/mL".to_owned(), Some(true)));
    assert_eq!(
        inside("3.50001 mg"),
        ("70.00 ug/mL".to_owned(), Some(false))
    );
    assert_eq!(inside("1.5 mg"), ("30.00 ug/mL".to_owned(), Some(true)));
}

#[test]
fn a_dose_rounded_past_its_cap_is_the_cap() {
    let rule = DoseRule {
        round_to: Some(example("5 mg")),
        cap: Some(example("98 mg")),
        ..example_rule("1 mg/kg", Unit::Milligram)
    };
    let dose = amount(&rule, &weighing("97.5")).unwrap();
    assert_eq!(dose.value.quantity, example("98 mg"));
    assert_eq!(dose.value.raw, example("97.5 mg"));
    assert!(dose.value.capped);
    assert_eq!(
        dose.working,
        [
            "1 mg/kg x 97.5 kg = 97.5 mg",
            "rounded half up to steps of 5 mg: 100 mg",
            "capped: 100 mg is more than 98 mg, so the dose is 98 mg",
        ]
    );
}

#[test]
fn units_and_cells_are_counted_whole() {
    let dose = |rule: &DoseRule| amount(rule, &weighing("70.1234567")).unwrap();
    let units = dose(&example_rule("5 [iU]/kg", Unit::InternationalUnit));
    assert_eq!(units.value.quantity, example("351 [iU]"));
    assert_eq!(units.value.raw, example("350.6172835 [iU]"));
    assert_eq!(units.working[1], "rounded half up to steps of 1 IU: 351 IU");
    let cells = dose(&example_rule("1e6 {CD3+}/kg", Unit::Cell));
    assert_eq!(cells.value.quantity, example("70123457 {CD3+}"));
    let mass = dose(&example_rule("5 mg/kg", Unit::Milligram));
    assert_eq!(mass.value.quantity, example("350.6172835 mg"));
}

#[test]
fn whole_vials_are_taken_only_within_the_policy_and_under_the_cap() {
    let vial = Vial {
        name: "400 mg".to_owned(),
        contains: example("400 mg"),
        withdrawable: None,
        concentration: example("20 g/L"),
    };
    let taken = |dose: &str, policy: &str, cap: Option<&str>| {
        let cap = cap.map(example);
        let rounded = whole_vials(&example(dose), &vial, &example(policy), cap.as_ref()).unwrap();
        (rounded.value.dose.to_string(), rounded.working.join("\n"))
    };
    let (dose, said) = taken("775 mg", "10 %", None);
    assert_eq!(dose, "800 mg");
    assert_eq!(
        said,
        "rounding to whole vials (400 mg): 775 mg to 800 mg, +3.23 %, taken under the policy of 10 %"
    );
    let (dose, said) = taken("700 mg", "10 %", None);
    assert_eq!(dose, "700 mg");
    assert!(said.ends_with("+14.29 %, NOT taken: more than the policy of 10 %"));
    let (dose, said) = taken("775 mg", "10 %", Some("790 mg"));
    assert_eq!(dose, "775 mg");
    assert!(said.ends_with("NOT taken: more than the cap of 790 mg"));
    let (dose, said) = taken("150 mg", "10 %", None);
    assert_eq!(dose, "150 mg");
    assert!(said.ends_with("NOT taken: it would leave nothing"));
}

#[test]
fn the_dose_that_exceeds_a_cumulative_cap_is_named() {
    let doses = vec![example("100 mg"); 5];
    let sum = cumulative(&doses, Some(&example("350 mg"))).unwrap();
    assert_eq!(sum.value.exceeded_at, Some(4));
    assert_eq!(sum.value.left, Some(example("0 mg")));
    assert_eq!(
        sum.working,
        [
            "5 x 100 mg = 500 mg",
            "dose 4 EXCEEDS the cumulative cap of 350 mg",
        ]
    );
}

#[test]
fn a_bag_runs_at_its_volume_over_its_time() {
    let rate = infusion_rate(&example("50 mL"), &example("15 min")).unwrap();
    assert_eq!(rate.value.to_string(), "200.00 mL/h");
    assert_eq!(rate.working, ["rate: 50 mL / 15 min = 200 mL/h"]);
    let back = duration(&example("50 mL"), &rate.value).unwrap();
    assert_eq!(back.value.to_string(), "0.25 h");
}

#[test]
fn a_rate_for_a_surface_or_a_weight_becomes_one_for_the_pump() {
    let (surface, bag) = (example("0.8 m2"), example("0.1 g/L"));
    let rate = pump_rate(&example("1.75 mg/m2/h"), &surface, &bag).unwrap();
    assert_eq!(rate.value.to_string(), "14.00 mL/h");
    let (weight, bag) = (example("70 kg"), example("100 ug/mL"));
    let rate = pump_rate(&example("1.5 ug/kg/min"), &weight, &bag).unwrap();
    assert_eq!(rate.value.to_string(), "63.00 mL/h");
    let hours = duration(&example("17.5 mg/m2"), &example("1.75 mg/m2/h")).unwrap();
    assert_eq!(hours.value.to_string(), "10.00 h");
}

#[test]
fn a_volume_holds_its_living_cells() {
    let held = cells_in(
        &example("200 mL"),
        &example("50 10*6{cells}/mL"),
        Some(&example("92 %")),
        Population::Viable,
    );
    assert_eq!(held.unwrap().value, example("9200000000 {viable}"));
}

#[test]
fn cells_per_kg_that_never_end_are_rounded_and_say_so() {
    let each = per_kilogram(&example("1e10 {CD3+}"), &example("70 kg")).unwrap();
    assert_eq!(each.value, example("142857143 {CD3+}/kg"));
    assert!(each.working[0].ends_with("rounded half up to whole cells"));
}

#[test]
fn a_dose_of_a_named_population_keeps_its_name() {
    let rule = example_rule("1e6 {CD3+CD56+}/kg", Unit::Cell);
    let dose = amount(&rule, &weighing("64")).unwrap().value;
    assert_eq!(dose.quantity, example("64000000 {CD3+CD56+}"));
}

#[test]
fn a_viability_is_never_applied_to_cells_counted_as_living() {
    let wanted = example("1e10 {viable}");
    let bag = example("5e7 {viable}/mL");
    let volume = cells_from_bag(&wanted, &bag, Some(&example("92 %"))).unwrap();
    assert_eq!(volume.value.volume.to_string(), "200.00 mL");
    assert!(
        volume.working[0].contains("92 % is not applied"),
        "{:?}",
        volume.working
    );
    let implausible = cells_from_bag(&wanted, &bag, Some(&example("9200 %"))).unwrap_err();
    assert_eq!(implausible.code(), "implausible-value");
}
