//! Breathing.

use crate::grade::term::{Edition, Term};

const SYSTEM: &str = "chest";

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["low oxygen"],
        measured: None,
        v5: Edition::Described(
            "Hypoxia",
            [
                "",
                "saturation falls with exercise, such as <88 %; intermittent oxygen",
                "saturation low at rest, such as <88 %, or PaO2 <=55 mmHg",
                "life-threatening airway compromise; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Hypoxia",
            [
                "asymptomatic saturation below the lower limit of normal",
                "saturation falls with exercise, such as <88 %; intermittent oxygen",
                "saturation low at rest, such as <88 %, or PaO2 <=55 mmHg; oxygen all the time",
                "life-threatening airway compromise; urgent intervention indicated",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["pulmonary oedema"],
        measured: None,
        v5: Edition::Described(
            "Pulmonary edema",
            [
                "radiologic findings only; minimal dyspnoea on exertion",
                "moderate dyspnoea on exertion; medical intervention indicated",
                "severe dyspnoea or dyspnoea at rest; oxygen indicated",
                "life-threatening; urgent intervention or ventilation indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
];
