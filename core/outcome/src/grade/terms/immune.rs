//! The immune system: cytokine release, capillary leak, allergy, and infection of the blood.
//!
//! CTCAE grades cytokine release syndrome by description. The ASTCT scale is another one with
//! grades of its own and has its own assessment.

use crate::grade::term::{Edition, Term};

const SYSTEM: &str = "immune";

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["CRS"],
        measured: None,
        v5: Edition::Described(
            "Cytokine release syndrome",
            [
                "fever with or without constitutional symptoms",
                "hypotension that answers to fluids; hypoxia that answers to <40 % oxygen",
                "hypotension on one pressor; hypoxia that needs >=40 % oxygen",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Cytokine release syndrome",
            [
                "fever with or without constitutional symptoms",
                "hypotension that answers to fluids; hypoxia that needs a low-flow nasal cannula or \
                 blow-by",
                "hypotension on one pressor; hypoxia that needs a high-flow nasal cannula, a face, \
                 non-rebreather or Venturi mask",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["CLS", "capillary leak"],
        measured: None,
        v5: Edition::Described(
            "Capillary leak syndrome",
            [
                "asymptomatic",
                "symptomatic; medical intervention indicated",
                "severe symptoms",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Capillary leak syndrome",
            [
                "asymptomatic",
                "symptomatic; medical intervention indicated",
                "severe symptoms",
                "life-threatening",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["allergy", "hypersensitivity"],
        measured: None,
        v5: Edition::Described(
            "Allergic reaction",
            [
                "no systemic intervention indicated",
                "oral intervention indicated",
                "bronchospasm; admission for sequelae; intravenous intervention indicated",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Anaphylaxis",
            [
                "",
                "",
                "symptomatic bronchospasm with or without urticaria; parenteral intervention; \
                 allergic oedema; hypotension",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Sepsis",
            [
                "",
                "",
                "positive blood culture with signs or symptoms",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Sepsis",
            [
                "",
                "",
                "intravenous intervention indicated",
                "life-threatening",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &["secondary HLH", "HLH"],
        measured: None,
        v5: Edition::Absent("Secondary hemophagocytic lymphohistiocytosis is not a CTCAE v5 term"),
        v6: Edition::Described(
            "Secondary hemophagocytic lymphohistiocytosis",
            [
                "asymptomatic or mild symptoms; evaluation needed, no intervention indicated",
                "moderate symptoms; intervention indicated, such as immunosuppression",
                "severe, not immediately life-threatening; admission indicated or prolonged",
                "life-threatening; urgent intervention indicated",
                "death",
            ],
        ),
    },
];
