//! Nerves: wakefulness, seizures, and neurotoxicity of immune effector cells.

use cikada_domain::Unit;

use crate::grade::criterion::{decimal, described, n, number, within};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "nerves";

const ICE: Measurand =
    Measurand::new("ICE points", Unit::Score, decimal("0"), decimal("10")).in_whole_numbers();

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["sleepiness"],
        measured: None,
        v5: Edition::Described(
            "Somnolence",
            [
                "mild, more than usual drowsiness",
                "moderate sedation; limits instrumental activities of daily living",
                "obtundation or stupor",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["convulsion"],
        measured: None,
        v5: Edition::Described(
            "Seizure",
            [
                "brief partial seizure, no loss of consciousness",
                "brief generalised seizure",
                "new onset; multiple seizures despite medical intervention",
                "life-threatening; prolonged repetitive seizures",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Seizure",
            [
                "brief focal seizure, no loss of consciousness",
                "brief generalised seizure; well controlled; infrequent focal motor seizures",
                "new onset, focal or generalised; multiple seizures despite medical intervention",
                "life-threatening; prolonged repetitive generalised seizures",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["ICANS", "neurotoxicity"],
        measured: Some(&ICE),
        v5: Edition::Absent("ICANS is not a CTCAE v5 term"),
        v6: Edition::Measured {
            name: "Immune effector cell-associated neurotoxicity syndrome",
            lines: &[
                number(1, within(n("7"), n("9"))).or_described("mild symptoms"),
                number(2, within(n("3"), n("6")))
                    .or_described("moderate symptoms; limits instrumental activities"),
                number(3, within(n("0"), n("2"))).or_described("severe symptoms; limits self-care"),
                described(4, "life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
    },
];
