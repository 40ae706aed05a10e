//! Mind and mood.

use crate::grade::term::{Edition, Term};

const SYSTEM: &str = "mind";

pub(super) const TERMS: &[Term] = &[
    Term {
        system: SYSTEM,
        also: &["disorientation"],
        measured: None,
        v5: Edition::Described(
            "Confusion",
            [
                "mild disorientation",
                "moderate disorientation; limits instrumental activities of daily living",
                "severe disorientation; limits self-care",
                "life-threatening; urgent intervention indicated",
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
            "Delirium",
            [
                "mild acute confusional state",
                "moderate acute confusional state; limits instrumental activities",
                "severe acute confusional state; limits self-care; urgent intervention; new onset",
                "life-threatening, threats of harm to self or others; urgent intervention",
                "death",
            ],
        ),
        v6: Edition::Described(
            "Delirium",
            [
                "mild acute confusional state",
                "moderate acute confusional state; limits instrumental activities",
                "severe acute confusional state; admission indicated; limits self-care; urgent \
                 intervention; new onset",
                "life-threatening, threats of harm to self or others; urgent intervention",
                "death",
            ],
        ),
    },
    Term {
        system: SYSTEM,
        also: &[],
        measured: None,
        v5: Edition::Described(
            "Hallucinations",
            [
                "mild, such as perceptual distortions",
                "moderate",
                "severe; admission not indicated",
                "life-threatening, threats of harm to self or others; admission indicated",
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
            "Depression",
            [
                "mild depressive symptoms",
                "moderate depressive symptoms; limits instrumental activities",
                "severe depressive symptoms; limits self-care; admission not indicated",
                "life-threatening, threats of harm to self or others; admission indicated",
                "death",
            ],
        ),
        v6: Edition::AsBefore,
    },
    Term {
        system: SYSTEM,
        also: &["suicidality"],
        measured: None,
        v5: Edition::Described(
            "Suicidal ideation",
            [
                "more thoughts of death, no wish to kill oneself",
                "suicidal thoughts without plan or intent",
                "specific plan without serious intent to die",
                "specific plan with serious intent to die; admission indicated",
                "",
            ],
        ),
        v6: Edition::AsBefore,
    },
];
