//! General disorders: fever, chills, fatigue, weight, and the place of injection or infusion.

use cikada_domain::Unit;

use crate::grade::criterion::{
    Subject, above, at_least, at_most, decimal, described, line, n, number, of, rising,
    up_to_below, value, within,
};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "general";

const TEMPERATURE: Measurand = Measurand::new(
    "body temperature",
    Unit::Celsius,
    decimal("34"),
    decimal("43"),
);
const WEIGHT: Measurand =
    Measurand::new("body weight", Unit::Kilogram, decimal("1"), decimal("400"));

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["pyrexia"],
        measured: Some(&TEMPERATURE),
        v5: Edition::Measured {
            name: "Fever",
            lines: &[
                number(1, within(n("38.0"), n("39.0"))),
                number(2, rising(n("39.0"), n("40.0"))),
                line(
                    3,
                    value(above(n("40.0"))).and(Subject::Duration, at_most(n("24"))),
                ),
                line(
                    4,
                    value(above(n("40.0"))).and(Subject::Duration, above(n("24"))),
                ),
                described(5, "death"),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["rigors"],
        measured: None,
        v5: Edition::Described(
            "Chills",
            [
                "mild sensation of cold, shivering",
                "moderate tremor of the whole body; opioid indicated",
                "severe or prolonged, not responding to opioids",
                "",
                "",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Fatigue",
            [
                "relieved by rest",
                "not relieved by rest; limits instrumental activities of daily living",
                "not relieved by rest; limits self-care",
                "",
                "",
            ],
        ),
        v6: Edition::Described(
            "Fatigue",
            [
                "relieved by rest",
                "not relieved by rest; limits instrumental activities of daily living, or for \
                 children mild or moderate impact on normal daily activity",
                "not relieved by rest; limits self-care, or for children severe impact on normal \
                 daily activity",
                "",
                "",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["weight increased"],
        measured: Some(&WEIGHT),
        v5: Edition::Measured {
            name: "Weight gain",
            lines: &[
                line(1, of(Subject::RisePercent, up_to_below(n("5"), n("10")))),
                line(2, of(Subject::RisePercent, up_to_below(n("10"), n("20")))),
                line(3, of(Subject::RisePercent, at_least(n("20")))),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["IRR", "infusion reaction"],
        measured: None,
        v5: Edition::Described(
            "Infusion related reaction",
            [
                "mild and transient; no interruption of the infusion, no treatment needed",
                "infusion interrupted; answers promptly to treatment; prophylaxis for <=24 h",
                "prolonged, or comes back after improvement, or admission for sequelae",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["injection reaction"],
        measured: None,
        v5: Edition::Described(
            "Injection site reaction",
            [
                "tenderness, with or without warmth, redness or itching",
                "pain, lipodystrophy, oedema or phlebitis",
                "ulceration or necrosis; severe tissue damage; operation indicated",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
];
