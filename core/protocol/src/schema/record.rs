//! The tables of the batch record: steps, what is entered, added and worked out.

use super::Kind::{Flag, Form, Quantity, Requirement, Tables, Text, Texts, Unit, Words};
use super::course::{ALSO_KEY, ID_KEY, SOURCE_KEY};
use super::product::instruments;
use super::{Shape, may, names, need, shape};
use crate::read::record::{CHECKS, RULES};
use crate::read::step::{KINDS, ORIGINS, ROLES};

pub(super) static STEP: Shape = shape(
    "[[step]]",
    &[
        ID_KEY,
        need("title", Text, "A short title."),
        need("instruction", Text, "What to do, in words."),
        need("kind", Words(|| names(&KINDS)), "What kind of step it is."),
        need(
            "days",
            Form("^(day [0-9]+|days [0-9]+ to [0-9]+)$"),
            "'day 0' or 'days 3 to 14'; the batch starts on day 0.",
        ),
        may("after", Texts, "Steps that must have been done before."),
        may("repeats", Flag, "Whether it is done as often as needed."),
        need("witness", Flag, "Whether a second person must witness it."),
        may(
            "parallel",
            Texts,
            "Steps done once that need not be done before or after it.",
        ),
        may("timer", Quantity, "How long something in it takes."),
        may("attach", Texts, "What is asked to be attached, in words."),
        may("input", Tables(&INPUT), "What is entered."),
        may(
            "target",
            Tables(&TARGET),
            "Volumes worked out from a count.",
        ),
        may("material", Tables(&MATERIAL), "What is added."),
        may(
            "equipment",
            Texts,
            "Kinds of equipment it is done with; each is scanned.",
        ),
        SOURCE_KEY,
    ],
);

static INPUT: Shape = shape(
    "[[step.input]]",
    &[
        ID_KEY,
        need("label", Text, "What is asked."),
        may(
            "role",
            Words(|| names(&ROLES)),
            "What the software uses it for.",
        ),
        may("unit", Unit, "The unit shown and expected."),
        may("limit", Requirement, "A value outside opens a deviation."),
        may(
            "instrument",
            Words(instruments),
            "What it is measured with.",
        ),
        may(
            "check",
            Words(|| names(&CHECKS)),
            "Who looks at a value a second time.",
        ),
    ],
);

static TARGET: Shape = shape(
    "[[step.target]]",
    &[
        ID_KEY,
        need("label", Text, "What it is."),
        need("rule", Words(|| names(&RULES)), "How it is worked out."),
        need("cells", Text, "The count: an input, or 'step.input'."),
        need("density", Quantity, "The density to be reached."),
        may(
            "volume",
            Text,
            "Of a feed or split: the volume of the culture.",
        ),
        may(
            "vessels",
            Form("^[1-9][0-9]*$"),
            "Of a split: into how many vessels.",
        ),
        may(
            "entered",
            Text,
            "The input that holds what was really done.",
        ),
        may(
            "tolerance",
            Quantity,
            "By how much that may differ before a deviation is opened.",
        ),
        SOURCE_KEY,
    ],
);

static MATERIAL: Shape = shape(
    "[[step.material]]",
    &[
        ID_KEY,
        need("name", Text, "What it is."),
        need(
            "amount",
            Quantity,
            "The concentration reached or the amount added.",
        ),
        may(
            "into",
            Text,
            "The volume that has the concentration: an input, a target, or 'step.input'.",
        ),
        may(
            "counts-itself",
            Flag,
            "With 'into': whether what is added counts in that volume.",
        ),
        may("stock", Quantity, "What is added, as it is prepared."),
        may(
            "tolerance",
            Quantity,
            "With 'into': by how much it may differ before a deviation is opened.",
        ),
        may(
            "from",
            Words(|| names(&ORIGINS)),
            "Whether it comes from a lot in stock, or from the person whose cells these are.",
        ),
        SOURCE_KEY,
        ALSO_KEY,
    ],
);
