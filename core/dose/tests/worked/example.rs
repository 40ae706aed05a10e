//! The regimens of the worked examples, and short ways to write them.

use cikada_domain::{Quantity, Unit};
use cikada_dose::{Body, DoseRule, Strength, SurfaceFormula, Vial, Window};

pub(crate) fn example(text: &str) -> Quantity {
    text.parse().unwrap()
}

pub(crate) fn example_rule(amount: &str, order_unit: Unit) -> DoseRule {
    DoseRule {
        amount: example(amount),
        surface: SurfaceFormula::Mosteller,
        order_unit,
        round_to: None,
        cap: None,
    }
}

pub(crate) fn weighing(kilograms: &str) -> Body {
    Body {
        weight: Some(example(&format!("{kilograms} kg"))),
        height: None,
    }
}

pub(crate) fn example_body(centimetres: &str, kilograms: &str) -> Body {
    Body {
        weight: Some(example(&format!("{kilograms} kg"))),
        height: Some(example(&format!("{centimetres} cm"))),
    }
}

/// High-dose interleukin-2: 600000 IU/kg, ordered in IU only.
pub(crate) fn bolus() -> DoseRule {
    example_rule("600000 [iU]/kg", Unit::InternationalUnit)
}

pub(crate) fn aldesleukin() -> Strength {
    Strength::new(example("18 10*6[iU]"), example("1.1 mg")).unwrap()
}

pub(crate) fn aldesleukin_vial() -> Vial {
    Vial {
        name: "aldesleukin 22 MIU".to_owned(),
        contains: example("22 10*6[iU]"),
        withdrawable: Some(example("21.6 10*6[iU]")),
        concentration: example("18 10*6[iU]/mL"),
    }
}

pub(crate) fn aldesleukin_window() -> Window {
    Window::new(example("30 ug/mL"), example("70 ug/mL")).unwrap()
}
