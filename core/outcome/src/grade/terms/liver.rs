//! Liver values. In both versions a baseline above normal changes what the value is held against;
//! version 6.0 narrows those multiples.

use cikada_domain::Unit;

use crate::grade::criterion::{
    All, Line, Range, Silence, Subject, ULN, above, at_most, base, decimal, line, rising, uln,
    value, within,
};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "liver";

const ALANINE_AMINOTRANSFERASE: Measurand = enzyme("alanine aminotransferase");
const ASPARTATE_AMINOTRANSFERASE: Measurand = enzyme("aspartate aminotransferase");
const BILIRUBIN: Measurand = Measurand::new(
    "bilirubin",
    Unit::MicromolePerLitre,
    decimal("0.1"),
    decimal("1500"),
)
.molar(decimal("17.1"))
.or_multiple();

const fn enzyme(name: &'static str) -> Measurand {
    Measurand::new(
        name,
        Unit::EnzymeUnitPerLitre,
        decimal("0.1"),
        decimal("50000"),
    )
    .or_multiple()
}

/// The line of a patient whose baseline was not above normal.
const fn normal(range: Range) -> All {
    value(range).and(Subject::Baseline, at_most(ULN))
}

/// The line of a patient whose baseline was above normal. Its value is above normal as well, so
/// that a normal value needs no baseline to be seen as such.
const fn abnormal(range: Range) -> All {
    value(range)
        .and(Subject::Baseline, above(ULN))
        .implying(above(ULN))
}

const AMINOTRANSFERASE_5: &[Line] = &[
    line(1, normal(rising(ULN, uln("3.0")))).or(abnormal(within(base("1.5"), base("3.0")))),
    line(2, normal(rising(uln("3.0"), uln("5.0")))).or(abnormal(rising(base("3.0"), base("5.0")))),
    line(3, normal(rising(uln("5.0"), uln("20.0"))))
        .or(abnormal(rising(base("5.0"), base("20.0")))),
    line(4, normal(above(uln("20.0")))).or(abnormal(above(base("20.0")))),
];

const AMINOTRANSFERASE_6: &[Line] = &[
    line(1, normal(rising(ULN, uln("3.0")))).or(abnormal(within(base("1.0"), base("1.5")))),
    line(2, normal(rising(uln("3.0"), uln("5.0")))).or(abnormal(rising(base("1.5"), base("2.0")))),
    line(3, normal(rising(uln("5.0"), uln("20.0")))).or(value(rising(base("2.0"), base("4.0")))
        .and(Subject::Baseline, rising(ULN, uln("5")))
        .implying(above(ULN))),
    line(4, normal(above(uln("20.0")))).or(abnormal(above(base("4.0")))),
];

/// Grade 3 of version 6.0 speaks of baselines up to 5 x ULN only.
const AMINOTRANSFERASE_6_SILENCE: Option<Silence> = Some(Silence {
    of: value(rising(base("2.0"), base("4.0")))
        .and(Subject::Baseline, above(uln("5")))
        .implying(above(ULN)),
    words: "the criterion defines no grade for >2.0 - 4.0 x baseline when the baseline was above \
            5 x ULN; a physician decides and records the raw values",
});

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["ALT", "ALAT", "SGPT", "ALT increased"],
        measured: Some(&ALANINE_AMINOTRANSFERASE),
        v5: Edition::Measured {
            name: "Alanine aminotransferase increased",
            lines: AMINOTRANSFERASE_5,
            silence: None,
        },
        v6: Edition::Measured {
            name: "Alanine aminotransferase increased",
            lines: AMINOTRANSFERASE_6,
            silence: AMINOTRANSFERASE_6_SILENCE,
        },
    },
    Term {
        system: SYSTEM,
        also: &["AST", "ASAT", "SGOT", "AST increased"],
        measured: Some(&ASPARTATE_AMINOTRANSFERASE),
        v5: Edition::Measured {
            name: "Aspartate aminotransferase increased",
            lines: AMINOTRANSFERASE_5,
            silence: None,
        },
        v6: Edition::Measured {
            name: "Aspartate aminotransferase increased",
            lines: AMINOTRANSFERASE_6,
            silence: AMINOTRANSFERASE_6_SILENCE,
        },
    },
    Term {
        system: SYSTEM,
        also: &["bilirubin", "bilirubin increased"],
        measured: Some(&BILIRUBIN),
        v5: Edition::Measured {
            name: "Blood bilirubin increased",
            lines: &[
                line(1, normal(rising(ULN, uln("1.5"))))
                    .or(abnormal(rising(base("1.0"), base("1.5")))),
                line(2, normal(rising(uln("1.5"), uln("3.0"))))
                    .or(abnormal(rising(base("1.5"), base("3.0")))),
                line(3, normal(rising(uln("3.0"), uln("10.0"))))
                    .or(abnormal(rising(base("3.0"), base("10.0")))),
                line(4, normal(above(uln("10.0")))).or(abnormal(above(base("10.0")))),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Blood bilirubin increased",
            lines: &[
                line(1, normal(rising(ULN, uln("1.5"))))
                    .or(abnormal(within(base("1.0"), base("1.5")))),
                line(2, normal(rising(uln("1.5"), uln("3.0"))))
                    .or(abnormal(rising(base("1.5"), base("2.5")))),
                line(3, normal(rising(uln("3.0"), uln("10.0"))))
                    .or(abnormal(rising(base("2.5"), base("10.0")))),
                line(4, normal(above(uln("10.0")))).or(abnormal(above(base("10.0")))),
            ],
            silence: None,
        },
    },
];
