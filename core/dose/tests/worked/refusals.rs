//! What is refused, by which code and in which words.

use cikada_domain::Unit;
use cikada_dose::*;

use crate::example::*;

fn refused(rule: &DoseRule, body: &Body) -> DoseProblem {
    amount(rule, body).unwrap_err()
}

fn order(computed: &str, ordered: &str) -> DoseProblem {
    let quantity = example(computed);
    let dose = DoseAmount {
        raw: quantity.clone(),
        quantity,
        capped: false,
    };
    check_order(&dose, &example(ordered), &Body::default(), None).unwrap_err()
}

#[test]
fn a_missing_weight_or_height_is_never_a_pass() {
    let per_surface = example_rule("50 ug/m2", Unit::Microgram);
    assert_eq!(refused(&bolus(), &Body::default()).code(), "missing-weight");
    assert_eq!(
        refused(&per_surface, &weighing("70")).code(),
        "missing-height"
    );
    let no_weight = Body {
        weight: None,
        ..example_body("170", "70")
    };
    assert_eq!(refused(&per_surface, &no_weight).code(), "missing-weight");
}

#[test]
fn implausible_bodies_are_named_with_what_was_expected() {
    let problem = refused(&bolus(), &weighing("700"));
    assert_eq!(problem.code(), "implausible-value");
    assert_eq!(
        problem.to_string(),
        "a body weight of 700 kg is implausible: expected 1 kg to 400 kg; check the entry and its \
         unit"
    );
    let swapped = refused(&bolus(), &example_body("70", "170"));
    assert_eq!(swapped.code(), "implausible-body");
    assert!(swapped.to_string().contains("swapped"), "{swapped}");
    assert_eq!(refused(&bolus(), &weighing("0")).code(), "not-positive");
    let length = Body {
        weight: Some(example("170 cm")),
        height: None,
    };
    assert_eq!(refused(&bolus(), &length).code(), "wrong-unit");
}

#[test]
fn a_rule_whose_parts_do_not_belong_together_is_refused() {
    let body = weighing("70");
    let in_mass = DoseRule {
        order_unit: Unit::Milligram,
        ..bolus()
    };
    assert_eq!(
        refused(&in_mass, &body).code(),
        "order-unit-of-another-kind"
    );
    let capped_in_mass = DoseRule {
        cap: Some(example("3 mg")),
        ..bolus()
    };
    assert_eq!(refused(&capped_in_mass, &body).code(), "wrong-unit");
    let no_dose = example_rule("3 h", Unit::Hour);
    assert_eq!(refused(&no_dose, &body).code(), "not-a-dose");
    let coarse = DoseRule {
        round_to: Some(example("1 g")),
        ..example_rule("1 mg/kg", Unit::Milligram)
    };
    assert_eq!(refused(&coarse, &body).code(), "rounds-to-nothing");
    let other_cells = DoseRule {
        cap: Some(example("1e9 {CD3+}")),
        ..example_rule("1e6 {CD3+CD56+}/kg", Unit::Cell)
    };
    assert_eq!(refused(&other_cells, &body).code(), "population-mixed");
}

#[test]
fn a_volume_too_small_to_draw_is_refused_and_not_shown_as_zero() {
    let problem = draw_volume(&example("1 ug"), &example("500 ug/mL")).unwrap_err();
    assert_eq!(problem.code(), "rounds-to-nothing");
    assert_eq!(
        problem.to_string(),
        "1 ug rounds to nothing in steps of 0.01 mL: check the dose, the weight and the \
         concentration"
    );
}

#[test]
fn what_is_too_large_to_be_exact_is_refused() {
    let rule = example_rule(
        "79228162514264337593543950335 [iU]/kg",
        Unit::InternationalUnit,
    );
    assert_eq!(
        refused(&rule, &weighing("70")).code(),
        "too-large-to-be-exact"
    );
}

#[test]
fn each_mistake_of_an_order_has_its_own_name() {
    let told = |computed, ordered| {
        let problem = order(computed, ordered);
        format!("{}: {problem}", problem.code())
    };
    let lines = [
        told("480 ug", "480 mg"),
        told("42000000 [iU]", "42 10*6[iU]"),
        told("42000000 [iU]", "2.567 mg"),
        told("64000000 {CD3+CD56+}", "1e6 {CD3+CD56+}/kg"),
        told("64000000 {CD3+CD56+}", "64000000 {CD3+}"),
        told("480 ug", "500 ug"),
        told("480 ug", "450 ug"),
        read_order("100000 U/kg").unwrap_err().to_string(),
        read_order("480 mcg").unwrap_err().to_string(),
        read_order("480").unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_same_amount_written_with_more_zeros_is_the_same_order() {
    let dose = amount(&example_rule("6 ug/kg", Unit::Microgram), &weighing("80")).unwrap();
    let taken = check_order(&dose.value, &example("480.00 ug"), &Body::default(), None);
    assert_eq!(taken, Ok(()));
}

#[test]
fn cells_of_another_population_are_never_drawn() {
    let drawn = |wanted: &str, held: &str, viability: Option<&str>| {
        let viability = viability.map(example);
        let drawn = cells_from_bag(&example(wanted), &example(held), viability.as_ref());
        drawn.map(|drawn| drawn.value.volume.to_string())
    };
    let code = |drawn: Result<String, DoseProblem>| drawn.unwrap_err().code();
    let mixed = drawn("1e9 {CD3+CD56+}", "5e7 {CD3+}/mL", Some("92 %"));
    assert_eq!(code(mixed), "population-mixed");
    let unnamed = drawn("1e9 {CD3+}", "5e7 {cells}/mL", Some("92 %"));
    assert_eq!(code(unnamed), "population-mixed");
    let unknown = drawn("1e9 {viable}", "5e7 {cells}/mL", None);
    assert_eq!(code(unknown), "missing-viability");
    let beyond = drawn("1e9 {viable}", "5e7 {cells}/mL", Some("101 %"));
    assert_eq!(code(beyond), "implausible-value");
    let same = drawn("1e9 {viable}", "5e7 {viable}/mL", None);
    assert_eq!(same.unwrap(), "20.00 mL");
}

#[test]
fn a_bag_outside_its_window_can_be_refused_and_needs_a_strength() {
    let (dose, bag, window) = (
        example("66000000 [iU]"),
        example("50 mL"),
        aldesleukin_window(),
    );
    let held = final_concentration(&dose, Some(&aldesleukin()), &bag, Some(&window)).unwrap();
    let problem = held.value.require_inside().unwrap_err();
    assert_eq!(
        problem.to_string(),
        "the bag holds 80.67 ug/mL: expected 30 ug/mL to 70 ug/mL; choose another bag volume"
    );
    let unknown = final_concentration(&dose, None, &bag, Some(&window)).unwrap_err();
    assert_eq!(unknown.code(), "missing-strength");
    let reversed = Window::new(example("70 ug/mL"), example("30 ug/mL"));
    assert_eq!(reversed.unwrap_err().code(), "empty-window");
}

#[test]
fn no_dose_has_no_sum_and_doses_of_two_kinds_have_none_either() {
    assert_eq!(cumulative(&[], None).unwrap_err().code(), "no-dose");
    let mixed = [example("18 10*6[iU]"), example("1.1 mg")];
    assert_eq!(cumulative(&mixed, None).unwrap_err().code(), "wrong-unit");
}

#[test]
fn surface_formulas_are_read_by_their_names_only() {
    for formula in SurfaceFormula::ALL {
        assert_eq!(formula.code().parse(), Ok(formula));
    }
    let problem = "dubois".parse::<SurfaceFormula>().unwrap_err();
    assert!(problem.to_string().contains("du-bois"), "{problem}");
}
