//! Kidneys and the balance of acids.

use cikada_domain::Unit;

use crate::grade::criterion::{
    All, LLN, Range, Silence, Subject, ULN, above, base, below, decimal, described, falling, line,
    n, number, of, rising, uln, value,
};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "kidney";

const CREATININE: Measurand = Measurand::new(
    "creatinine",
    Unit::MicromolePerLitre,
    decimal("5"),
    decimal("5000"),
)
.molar(decimal("88.4"))
.or_multiple();
const URINE: Measurand = Measurand::new(
    "urine volume",
    Unit::Millilitre,
    decimal("0"),
    decimal("30000"),
);
const ACIDITY: Measurand = Measurand::new("pH", Unit::AcidityUnit, decimal("6.5"), decimal("8.0"));

/// Version 6.0 counts multiples of a baseline only if that lay below normal.
const fn low_baseline(range: Range) -> All {
    value(range).and(Subject::Baseline, below(LLN))
}

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["creatinine"],
        measured: Some(&CREATININE),
        v5: Edition::Measured {
            name: "Creatinine increased",
            lines: &[
                number(1, rising(ULN, uln("1.5"))),
                number(2, rising(base("1.5"), base("3.0")))
                    .or(value(rising(uln("1.5"), uln("3.0")))),
                number(3, above(base("3.0"))).or(value(rising(uln("3.0"), uln("6.0")))),
                number(4, above(uln("6.0"))),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Creatinine increased",
            lines: &[
                number(1, rising(ULN, uln("1.5"))),
                line(2, low_baseline(rising(base("1.5"), base("3.0"))))
                    .or(value(rising(uln("1.5"), uln("3.0")))),
                line(3, low_baseline(above(base("3.0")))).or(value(rising(uln("3.0"), uln("6.0")))),
                number(4, above(uln("6.0"))),
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &["AKI", "acute renal failure"],
        measured: None,
        v5: Edition::Described(
            "Acute kidney injury",
            [
                "",
                "",
                "admission indicated",
                "life-threatening; dialysis indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["oliguria", "urine output"],
        measured: Some(&URINE),
        // The limits of adults: those of children differ between the versions.
        v5: Edition::Measured {
            name: "Urine output decreased",
            lines: &[
                line(3, value(below(n("80"))).collected_over("8")),
                line(4, value(below(n("240"))).collected_over("24")),
            ],
            silence: Some(Silence {
                of: of(Subject::Duration, below(n("8"))),
                words: "the criterion speaks of urine collected over 8 h or 24 h; collect longer",
            }),
        },
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: Some(&ACIDITY),
        v5: Edition::Measured {
            name: "Acidosis",
            lines: &[
                number(1, falling(LLN, n("7.3"))),
                number(3, below(n("7.3"))),
                described(4, "life-threatening"),
                described(5, "death"),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
];
