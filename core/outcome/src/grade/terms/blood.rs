//! Blood counts. Between the versions neutrophils move down one step, and platelets at grades 3
//! and 4.

use cikada_domain::Unit;

use crate::grade::criterion::{
    LLN, Subject, above, at_least, below, decimal, described, falling, line, n, number, value,
};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "blood";

const NEUTROPHILS: Measurand = Measurand::new(
    "neutrophils",
    Unit::BillionPerLitre,
    decimal("0"),
    decimal("200"),
);
const PLATELETS: Measurand = Measurand::new(
    "platelets",
    Unit::BillionPerLitre,
    decimal("0"),
    decimal("3000"),
);
const WHITE_CELLS: Measurand = Measurand::new(
    "white cells",
    Unit::BillionPerLitre,
    decimal("0"),
    decimal("1000"),
);
const LYMPHOCYTES: Measurand = Measurand::new(
    "lymphocytes",
    Unit::BillionPerLitre,
    decimal("0"),
    decimal("1000"),
);
const HAEMOGLOBIN: Measurand = Measurand::new(
    "haemoglobin",
    Unit::GramPerLitre,
    decimal("15"),
    decimal("250"),
);

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["neutropenia", "neutrophils", "ANC", "neutrophil count"],
        measured: Some(&NEUTROPHILS),
        v5: Edition::Measured {
            name: "Neutrophil count decreased",
            lines: &[
                number(1, falling(LLN, n("1.5"))),
                number(2, falling(n("1.5"), n("1.0"))),
                number(3, falling(n("1.0"), n("0.5"))),
                number(4, below(n("0.5"))),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Neutrophil count decreased",
            lines: &[
                number(1, falling(n("1.5"), n("1.0"))),
                number(2, falling(n("1.0"), n("0.5"))),
                number(3, falling(n("0.5"), n("0.1"))),
                number(4, below(n("0.1"))),
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &["platelets", "platelet count", "PLT"],
        measured: Some(&PLATELETS),
        v5: Edition::Measured {
            name: "Platelet count decreased",
            lines: &[
                number(1, falling(LLN, n("75.0"))),
                number(2, falling(n("75.0"), n("50.0"))),
                number(3, falling(n("50.0"), n("25.0"))),
                number(4, below(n("25.0"))),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Thrombocytopenia",
            lines: &[
                number(1, falling(LLN, n("75.0"))),
                number(2, falling(n("75.0"), n("50.0"))),
                number(3, falling(n("50.0"), n("10.0"))).or_described("transfusion indicated"),
                number(4, below(n("10.0")))
                    .or_described("life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &[
            "leukopenia",
            "leucopenia",
            "white cells",
            "WBC",
            "white blood cells",
        ],
        measured: Some(&WHITE_CELLS),
        v5: Edition::Measured {
            name: "White blood cell decreased",
            lines: &[
                number(1, falling(LLN, n("3.0"))),
                number(2, falling(n("3.0"), n("2.0"))),
                number(3, falling(n("2.0"), n("1.0"))),
                number(4, below(n("1.0"))),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["lymphocytes", "lymphocyte count", "ALC"],
        measured: Some(&LYMPHOCYTES),
        v5: Edition::Measured {
            name: "Lymphocyte count decreased",
            lines: &[
                number(1, falling(LLN, n("0.8"))),
                number(2, falling(n("0.8"), n("0.5"))),
                number(3, falling(n("0.5"), n("0.2"))),
                number(4, below(n("0.2"))),
            ],
            silence: None,
        },
        // Present or not: this version knows no degrees, however low the count.
        v6: Edition::Measured {
            name: "Lymphopenia",
            lines: &[
                number(1, below(LLN)).or_described("present; this version has no higher grade")
            ],
            silence: None,
        },
    },
    Term {
        system: SYSTEM,
        also: &["anaemia", "haemoglobin", "hemoglobin", "Hb", "Hgb"],
        measured: Some(&HAEMOGLOBIN),
        v5: Edition::Measured {
            name: "Anemia",
            lines: &[
                number(1, falling(LLN, n("100"))),
                number(2, falling(n("100"), n("80"))),
                number(3, below(n("80"))).or_described("transfusion indicated"),
                described(4, "life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["neutropenic fever"],
        measured: Some(&NEUTROPHILS),
        v5: Edition::Measured {
            name: "Febrile neutropenia",
            lines: &[
                line(
                    3,
                    value(below(n("1.0"))).and(Subject::Temperature, above(n("38.3"))),
                )
                .or(value(below(n("1.0")))
                    .and(Subject::Temperature, at_least(n("38.0")))
                    .and(Subject::Duration, above(n("1")))),
                described(4, "life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
        v6: Edition::AsBefore,
    },
];
