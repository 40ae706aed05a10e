//! Skin and eyes.

use cikada_domain::Unit;

use crate::grade::criterion::{above, between, decimal, described, n, number, within};
use crate::grade::scheme::SourceMark;
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "skin and eyes";

const SKIN: Measurand = Measurand::new(
    "body surface covered",
    Unit::Percent,
    decimal("0"),
    decimal("100"),
);

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["maculopapular rash", "rash"],
        measured: Some(&SKIN),
        v5: Edition::Measured {
            name: "Rash maculo-papular",
            lines: &[
                number(1, between(n("0"), n("10"))),
                number(2, within(n("10"), n("30"))),
                number(3, above(n("30"))),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Rash maculo-papular",
            lines: &[
                described(1, "asymptomatic"),
                described(2, "mild symptoms"),
                number(3, above(n("50"))).or_described("moderate or severe symptoms"),
                described(4, "life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &["bullous rash"],
        measured: Some(&SKIN),
        v5: Edition::Measured {
            name: "Bullous dermatitis",
            lines: &[
                number(1, between(n("0"), n("10"))),
                number(2, within(n("10"), n("30"))),
                number(3, above(n("30"))),
                described(
                    4,
                    ">30 % of body surface with fluid or electrolyte loss; intensive care",
                ),
                described(5, "death").marked(SourceMark::Memory),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Dermatosis bullous",
            lines: &[
                described(1, "asymptomatic"),
                described(2, "painful blisters; limits instrumental activities"),
                number(3, above(n("50"))).or_described("limits self-care"),
                number(4, above(n("75"))).or_described(
                    "fluid or electrolyte loss; intensive care or burn unit indicated",
                ),
                described(5, "death"),
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Retinopathy",
            [
                "asymptomatic; clinical or diagnostic observation only",
                "symptomatic; acuity 20/40 or better, or up to 3 lines lost",
                "symptomatic; acuity worse than 20/40, or more than 3 lines lost, up to 20/200",
                "acuity 20/200 or worse in the affected eye",
                "",
            ],
        ),
        v6: Edition::AsBefore,
    },
];
