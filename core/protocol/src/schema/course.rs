//! The tables about the therapy and the patient: standing, eligibility, schedule, harm, visits.

use super::Kind::{
    Form, Named, Quantities, Quantity, Requirement, Table, Tables, Text, Texts, Unit, Words,
};
use super::product::{
    BODY, COLLECTION, COMPANION, CULTURE, DOSE, LABEL, MEDICINE, PRODUCT, RELEASE, TEST, TRANSPORT,
};
use super::record::STEP;
use super::{Key, Shape, may, names, need, shape};
use crate::model::{AvailabilityStatus, Layer, StopEffect};
use crate::read::draft::{BASES, RELATIONS};
use crate::read::schedule::{ANCHORS, CONVENTIONS};
use crate::read::standing::GRADING_SCALES;

pub(super) const SOURCE_KEY: Key = need("source", Text, "The key of the source it stands on.");
pub(super) const ALSO_KEY: Key = may(
    "also",
    Text,
    "The key of a second source, where the first is from memory.",
);
pub(super) const ID_KEY: Key = need("id", Text, "Its name in records.");

const WHOLE_GRADE: super::Kind = Form("^[1-5] \\{score\\}$");
const DAY: super::Kind = Form("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

pub(super) static PROTOCOL: Shape = Shape {
    name: "the protocol",
    one_of: &[&["medicine"], &["relation", "collection", "culture"]],
    keys: &[
        need("id", Text, "The therapy's name, also that of its folder."),
        need(
            "version",
            Form("^[0-9]+\\.[0-9]+\\.[0-9]+$"),
            "Three numbers with dots.",
        ),
        need("title", Text, "The title a clinician reads."),
        need("summary", Text, "What it is, for whom, and its standing."),
        may(
            "relation",
            Words(|| names(&RELATIONS)),
            "Whose cells go into whom.",
        ),
        need(
            "sources",
            Named(&SOURCE),
            "What was read, remembered or proposed.",
        ),
        need(
            "availability",
            Tables(&AVAILABILITY),
            "Where it may be had.",
        ),
        may(
            "evidence",
            Texts,
            "Keys of the evidence shown with the protocol.",
        ),
        need("patient", Table(&PATIENT), "What the patient is told."),
        may(
            "body",
            Table(&BODY),
            "Where the body's measures are recorded.",
        ),
        need("eligibility", Tables(&ELIGIBILITY), "Who may be treated."),
        need("consent", Tables(&CONSENT), "What the patient agrees to."),
        need("schedule", Table(&SCHEDULE), "When doses are given."),
        may("gate", Tables(&GATE), "What must hold before later doses."),
        need("dose", Tables(&DOSE), "How much each dose is."),
        may(
            "companion",
            Tables(&COMPANION),
            "What is given along with the doses.",
        ),
        may(
            "medicine",
            Table(&MEDICINE),
            "What is prepared, where nothing is cultured.",
        ),
        may(
            "collection",
            Table(&COLLECTION),
            "What is collected for one dose.",
        ),
        may("culture", Table(&CULTURE), "How long the culture lasts."),
        may("step", Tables(&STEP), "The batch record."),
        need("product", Table(&PRODUCT), "How long the product lives."),
        may("label", Table(&LABEL), "What labels say beyond that."),
        may("transport", Table(&TRANSPORT), "How containers travel."),
        may("release", Tables(&RELEASE), "The stages of release."),
        may(
            "test",
            Tables(&TEST),
            "What the product must be to be released.",
        ),
        need("infusion", Table(&INFUSION), "How the product is given."),
        need(
            "fitness",
            Tables(&FITNESS),
            "What must hold on the day of a dose.",
        ),
        may(
            "measure",
            Tables(&MEASURE),
            "What is done about adverse events.",
        ),
        need("stop", Tables(&STOP), "What ends, holds or lowers dosing."),
        need(
            "visit",
            Tables(&VISIT),
            "Visits around and after the doses.",
        ),
    ],
};

static SOURCE: Shape = shape(
    "[sources.<key>]",
    &[
        need("title", Text, "The work, as a reader finds it."),
        need("locator", Text, "An address, number or section."),
        need(
            "basis",
            Words(|| names(&BASES)),
            "How far it can be trusted.",
        ),
    ],
);

static AVAILABILITY: Shape = shape(
    "[[availability]]",
    &[
        need(
            "country",
            Form("^([A-Z]{2}|elsewhere)$"),
            "Two letters (ISO 3166-1), or 'elsewhere'.",
        ),
        need(
            "status",
            Words(|| {
                AvailabilityStatus::ALL
                    .map(AvailabilityStatus::name)
                    .to_vec()
            }),
            "How it stands there.",
        ),
        may("since", DAY, "From this day on."),
        may("until", DAY, "Up to and including this day."),
        need("text", Text, "What a reader should know of it."),
        SOURCE_KEY,
    ],
);

static PATIENT: Shape = shape(
    "[patient]",
    &[
        need(
            "text",
            Texts,
            "What the treatment is and what to do, in plain words.",
        ),
        need("call-at-once", Texts, "When to call at once."),
        SOURCE_KEY,
    ],
);

const CRITERION: &[Key] = &[
    ID_KEY,
    need("text", Text, "The question, as a person reads it."),
    need("must-be", Requirement, "What the answer must be."),
    may("age-max", Quantity, "How old the finding may be."),
    SOURCE_KEY,
    may(
        "centre",
        Table(&CENTRE),
        "What the centre asks for inside that.",
    ),
];

static ELIGIBILITY: Shape = shape("[[eligibility]]", CRITERION);
static FITNESS: Shape = shape("[[fitness]]", CRITERION);
static FINDING: Shape = shape("[[visit.finding]]", CRITERION);

static CENTRE: Shape = shape(
    "centre",
    &[
        need("must-be", Requirement, "What the answer must be there."),
        SOURCE_KEY,
    ],
);

static CONSENT: Shape = shape(
    "[[consent]]",
    &[ID_KEY, need("text", Text, "What is agreed to."), SOURCE_KEY],
);

static SCHEDULE: Shape = shape(
    "[schedule]",
    &[
        need(
            "gap",
            Words(|| names(&CONVENTIONS)),
            "How a block's interval lies.",
        ),
        need("anchor", Words(|| names(&ANCHORS)), "What day 0 is."),
        need(
            "doses",
            Text,
            "When doses are given, in the schedule's language.",
        ),
        may("start", Text, "When the first dose may be given."),
        may(
            "missed",
            Text,
            "What happens to a missed dose: 'skip' or 'shift within 2 d'.",
        ),
        SOURCE_KEY,
    ],
);

static GATE: Shape = shape(
    "[[gate]]",
    &[
        ID_KEY,
        need("text", Text, "The question, as a person reads it."),
        need("criterion", Text, "The finding of a visit that answers it."),
        need("must-be", Requirement, "What the finding must be."),
        SOURCE_KEY,
        ALSO_KEY,
    ],
);

static INFUSION: Shape = shape(
    "[infusion]",
    &[
        need("duration", Quantity, "The planned length."),
        need(
            "observation-min",
            Quantity,
            "Observation after its end, at least.",
        ),
        need(
            "verification-valid-for",
            Quantity,
            "How long a bedside verification stays good.",
        ),
        need("premedication", Texts, "Medicines before, in words."),
        need("instructions", Texts, "What the nurse must know."),
        need(
            "vital-sign",
            Tables(&VITAL_SIGN),
            "What is measured meanwhile.",
        ),
        may(
            "vital-signs-due",
            Table(&VITAL_SIGNS_DUE),
            "When it is measured.",
        ),
        SOURCE_KEY,
    ],
);

static VITAL_SIGNS_DUE: Shape = shape(
    "vital-signs-due",
    &[
        may("after-start", Quantities, "So long after the start."),
        may(
            "every",
            Quantity,
            "From then on again and again until the end.",
        ),
        may("after-end", Quantities, "So long after the end."),
        need(
            "window",
            Quantity,
            "How long before and after its time a set may be taken.",
        ),
        SOURCE_KEY,
    ],
);

static VITAL_SIGN: Shape = shape(
    "[[infusion.vital-sign]]",
    &[
        ID_KEY,
        need("label", Text, "What is measured."),
        need("unit", Unit, "The unit shown and expected."),
        need("limit", Requirement, "Outside this the dose is stopped."),
        SOURCE_KEY,
    ],
);

static MEASURE: Shape = shape(
    "[[measure]]",
    &[
        need("term", Text, "The adverse event as people read it."),
        need("action", Text, "What is done."),
        need(
            "scheme",
            Words(|| GRADING_SCALES.to_vec()),
            "The grading scale with its version.",
        ),
        need("grade", WHOLE_GRADE, "The grade on that scale."),
        SOURCE_KEY,
    ],
);

static STOP: Shape = Shape {
    name: "[[stop]]",
    one_of: &[&["adverse-event"], &["finding"], &["findings"]],
    keys: &[
        ID_KEY,
        need("text", Text, "The rule in words."),
        need(
            "effect",
            Words(|| StopEffect::ALL.map(StopEffect::name).to_vec()),
            "What follows.",
        ),
        need(
            "layer",
            Words(|| Layer::ALL.map(Layer::name).to_vec()),
            "Whose rule it is.",
        ),
        may("adverse-event", Table(&ADVERSE_EVENT), "Fires at a grade."),
        may("finding", Table(&CONDITION), "Fires at a finding."),
        may("findings", Table(&SEVERAL), "Fires at several findings."),
        SOURCE_KEY,
    ],
};

static ADVERSE_EVENT: Shape = shape(
    "adverse-event",
    &[
        may("term", Text, "The term; without it any."),
        need(
            "scheme",
            Words(|| GRADING_SCALES.to_vec()),
            "The grading scale with its version.",
        ),
        need("grade-min", WHOLE_GRADE, "The lowest grade that fires."),
    ],
);

const CONDITION_KEYS: &[Key] = &[
    need("criterion", Text, "The finding's name."),
    need("fires-if", Requirement, "What it must be to fire."),
];
static CONDITION: Shape = shape("finding", CONDITION_KEYS);
static ONE_OF_SEVERAL: Shape = shape("[[of]]", CONDITION_KEYS);

static SEVERAL: Shape = shape(
    "findings",
    &[
        need("of", Tables(&ONE_OF_SEVERAL), "The findings."),
        may(
            "at-least",
            Form("^[0-9]+ \\{score\\}$"),
            "How many must hold; without it all.",
        ),
    ],
);

static VISIT: Shape = shape(
    "[[visit]]",
    &[
        ID_KEY,
        need("text", Text, "What is done."),
        need("when", Text, "When it is done, in the schedule's language."),
        may("finding", Tables(&FINDING), "What is recorded."),
        SOURCE_KEY,
    ],
);
