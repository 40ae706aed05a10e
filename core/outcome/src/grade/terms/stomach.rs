//! Stomach and gut, and the thyroid.

use cikada_domain::Unit;

use crate::grade::criterion::{
    Subject, at_least, between, decimal, described, line, n, of, up_to_below,
};
use crate::grade::term::{Edition, Measurand, Term};

const SYSTEM: &str = "gut";

const STOOLS: Measurand = Measurand::new("stools", Unit::PerDay, decimal("0"), decimal("60"));

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Nausea",
            [
                "less appetite, eating as usual",
                "less intake without significant weight loss, dehydration or malnutrition",
                "inadequate intake; tube feeding, parenteral nutrition or admission indicated",
                "",
                "",
            ],
        ),
        v6: Edition::Described(
            "Nausea",
            [
                "less appetite, eating as usual",
                "less intake without significant weight loss, dehydration or malnutrition; \
                 intravenous intervention indicated",
                "inadequate intake; tube feeding, parenteral nutrition or admission indicated",
                "",
                "",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["emesis"],
        measured: None,
        v5: Edition::Described(
            "Vomiting",
            [
                "no intervention indicated",
                "outpatient intravenous hydration; medical intervention indicated",
                "tube feeding, parenteral nutrition or admission indicated",
                "life-threatening",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Vomiting",
            [
                "no intervention indicated",
                "start of outpatient intravenous hydration; medical intervention indicated",
                "start of tube feeding or parenteral nutrition; admission indicated",
                "life-threatening",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["diarrhoea"],
        measured: Some(&STOOLS),
        // Printed as 4 - 6: an average between 6 and 7 has not reached the next line.
        v5: Edition::Measured {
            name: "Diarrhea",
            lines: &[
                line(1, of(Subject::Rise, between(n("0"), n("4")))),
                line(2, of(Subject::Rise, up_to_below(n("4"), n("7")))),
                line(3, of(Subject::Rise, at_least(n("7")))).or_described("admission indicated"),
                described(4, "life-threatening; urgent intervention indicated"),
                described(5, "death"),
            ],
            silence: None,
        },
        v6: Edition::Measured {
            name: "Diarrhea",
            lines: &[
                line(1, of(Subject::Rise, between(n("0"), n("4"))))
                    .or_described("any change of consistency or frequency"),
                line(2, of(Subject::Rise, up_to_below(n("4"), n("7")))).or_described(
                    "moderate increase of ostomy output; limits instrumental activities of daily \
                     living",
                ),
                line(3, of(Subject::Rise, at_least(n("7")))).or_described(
                    "admission indicated; severe increase of ostomy output; intravenous \
                     intervention; limits self-care",
                ),
                described(4, "life-threatening; urgent intervention indicated"),
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
            "Hypothyroidism",
            [
                "asymptomatic; laboratory or clinical observation only",
                "symptomatic; thyroid replacement indicated; limits instrumental activities",
                "severe symptoms; limits self-care; admission indicated",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Hypothyroidism",
            [
                "asymptomatic; laboratory or clinical observation only",
                "symptomatic; thyroid replacement started or its dose raised; limits instrumental \
                 activities",
                "severe symptoms; limits self-care; admission indicated",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
    },
];
