//! Surfaces beside a half, where a float or a short series rounds to the wrong side.
//!
//! The values are those of whole centimetres and tenths of a kilogram that lie closest to a half of
//! a hundredth, worked out with sixty digits by Python's `decimal` (3.11), `exp` and `ln`.

use cikada_dose::*;

use crate::example::*;

fn surface_of(formula: SurfaceFormula, (cm, kg): (&str, &str)) -> String {
    let worked = surface(&example_body(cm, kg), formula).unwrap();
    worked.value.to_string()
}

#[test]
fn a_half_is_rounded_up_and_what_lies_under_it_down() {
    // 1.825^2 x 3600 = 11990.25 = 150 x 79.935.
    let rounded = |kg| surface_of(SurfaceFormula::Mosteller, ("150", kg));
    assert_eq!(rounded("79.935"), "1.83 m2");
    assert_eq!(rounded("79.934999999999"), "1.82 m2");
}

#[test]
fn the_closest_halves_are_decided() {
    for (formula, cm, kg, expected) in [
        ("du-bois", "97", "27.9", "0.82 m2"),        // 0.815000016239364
        ("du-bois", "219", "59.2", "2.03 m2"),       // 2.025000022030897
        ("du-bois", "81", "8.2", "0.42 m2"),         // 0.424999921280588
        ("haycock", "75", "39.1", "0.96 m2"),        // 0.964999838335415
        ("haycock", "151", "166.4", "2.78 m2"),      // 2.775000170264757
        ("haycock", "171", "27.4", "1.10 m2"),       // 1.104999818013462
        ("gehan-george", "170", "57.5", "1.66 m2"),  // 1.655000006283823
        ("gehan-george", "163", "26.2", "1.09 m2"),  // 1.085000029742750
        ("gehan-george", "208", "165.5", "3.10 m2"), // 3.104999943918264
    ] {
        let formula = formula.parse().unwrap();
        assert_eq!(
            surface_of(formula, (cm, kg)),
            expected,
            "{formula} {cm} {kg}"
        );
    }
}
