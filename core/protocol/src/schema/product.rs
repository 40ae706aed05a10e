//! The tables about what is given: doses, medicine, collection, batch record, release.

use cikada_dose::SurfaceFormula;

use super::Kind::{Form, Quantities, Quantity, Requirement, Table, Tables, Text, Unit, Words};
use super::course::{ALSO_KEY, ID_KEY, SOURCE_KEY};
use super::{Shape, may, names, need, shape};
use crate::model::{Instrument, ReleaseStage};
use crate::read::dosing::LEVEL_USES;

const PRODUCT_CODE: super::Kind = Form("^[A-Z][A-Z0-9]{4}$");

pub(super) fn instruments() -> Vec<&'static str> {
    names(&Instrument::ALL)
}

fn stages() -> Vec<&'static str> {
    ReleaseStage::ALL.map(ReleaseStage::name).to_vec()
}

pub(super) static BODY: Shape = shape(
    "[body]",
    &[
        need("weight", Text, "The criterion that holds the weight."),
        may("height", Text, "The criterion that holds the height."),
        need(
            "recheck",
            Quantity,
            "A weight that changed by so much is looked at again.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static DOSE: Shape = Shape {
    name: "[[dose]]",
    one_of: &[&["cells"], &["amount"], &["titrate"]],
    keys: &[
        ID_KEY,
        may(
            "doses",
            Form("^[1-9][0-9]*( to [1-9][0-9]*)?$"),
            "Which doses: '1 to 20' or '7'.",
        ),
        may(
            "cells",
            Requirement,
            "Limits on the cells, of a named population.",
        ),
        may(
            "amount",
            Quantity,
            "An exact amount: flat, per kg or per m2.",
        ),
        may(
            "titrate",
            Text,
            "An amount that rises, in the schedule's language.",
        ),
        may("volume", Quantity, "The volume it is given in."),
        may(
            "tolerance",
            Quantity,
            "By how much a product may fall short of a level.",
        ),
        may("round-to", Quantity, "To what an order is rounded."),
        may("cap", Quantity, "No dose is above it."),
        may("cumulative-cap", Quantity, "No sum of doses is above it."),
        need("route", Text, "How it is given, in words."),
        may(
            "level-use",
            Words(|| names(&LEVEL_USES)),
            "What the levels are for.",
        ),
        may("levels", Quantities, "Steps down, or levels of a trial."),
        may(
            "adjustment",
            Tables(&ADJUSTMENT),
            "Other amounts for patients with a finding.",
        ),
        may(
            "surface",
            Words(|| SurfaceFormula::ALL.map(SurfaceFormula::code).to_vec()),
            "The formula of the body surface.",
        ),
        SOURCE_KEY,
        ALSO_KEY,
    ],
};

static ADJUSTMENT: Shape = shape(
    "[[dose.adjustment]]",
    &[
        need("criterion", Text, "The finding's name."),
        need("fires-if", Requirement, "For which findings."),
        need("amount", Quantity, "How much then."),
        may("levels", Quantities, "Steps down from there."),
        SOURCE_KEY,
        ALSO_KEY,
    ],
);

pub(super) static COMPANION: Shape = shape(
    "[[companion]]",
    &[
        ID_KEY,
        need("name", Text, "What is given."),
        need("route", Text, "How it is given, in words."),
        need("amount", Quantity, "How much: flat, per kg or per m2."),
        may("cap", Quantity, "No dose is above it."),
        need(
            "when",
            Text,
            "When it is given, in the schedule's language.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static MEDICINE: Shape = shape(
    "[medicine]",
    &[
        need("name", Text, "What the label calls it."),
        need(
            "order-unit",
            Unit,
            "The only unit an order may be written in.",
        ),
        may(
            "strength",
            Table(&STRENGTH),
            "How much mass an activity is.",
        ),
        need("vial", Tables(&VIAL), "What it is taken from."),
        may("dilution", Table(&DILUTION), "What it is diluted in."),
        SOURCE_KEY,
        ALSO_KEY,
    ],
);

static STRENGTH: Shape = shape(
    "strength",
    &[
        need("activity", Quantity, "International units."),
        need("mass", Quantity, "The mass that holds them."),
    ],
);

static VIAL: Shape = shape(
    "[[medicine.vial]]",
    &[
        need("name", Text, "What it is called on the order."),
        need("contains", Quantity, "How much it holds."),
        may(
            "withdrawable",
            Quantity,
            "How much can really be drawn from it.",
        ),
        need(
            "concentration",
            Quantity,
            "What it holds in each volume once reconstituted.",
        ),
    ],
);

static DILUTION: Shape = shape(
    "[medicine.dilution]",
    &[
        need("diluent", Text, "The diluent."),
        need("bags", Quantities, "The volumes of bags that may be used."),
        need(
            "window",
            Requirement,
            "What the concentration in the bag must be.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static COLLECTION: Shape = shape(
    "[collection]",
    &[
        need("procedure", Text, "What is done, in words."),
        need("volume", Requirement, "The volume collected."),
        need("when", Text, "'at least 2 wk before each infusion'."),
        need(
            "product-code",
            PRODUCT_CODE,
            "The code on the collection's label.",
        ),
        may(
            "transport",
            Table(&COLLECTION_TRANSPORT),
            "How it travels to where it is cultured.",
        ),
        SOURCE_KEY,
    ],
);

static COLLECTION_TRANSPORT: Shape = shape(
    "[collection.transport]",
    &[
        need(
            "duration-max",
            Quantity,
            "Taken over later after the draw opens a deviation.",
        ),
        need(
            "temperature",
            Requirement,
            "The temperatures at which it travels.",
        ),
        need(
            "out-of-condition-max",
            Quantity,
            "Longer outside them, added up, opens a deviation.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static CULTURE: Shape = shape(
    "[culture]",
    &[
        need("duration", Requirement, "From start to harvest."),
        SOURCE_KEY,
    ],
);

pub(super) static PRODUCT: Shape = shape(
    "[product]",
    &[
        need("name", Text, "What the label calls it."),
        need(
            "product-code",
            PRODUCT_CODE,
            "The code on the product's label.",
        ),
        need(
            "shelf-life",
            Quantity,
            "From its making to the planned end of the infusion.",
        ),
        need("storage", Text, "How it is kept."),
        may(
            "doses-per-batch",
            Table(&DOSES_PER_BATCH),
            "Into how many doses one batch may be filled; without it into one.",
        ),
        SOURCE_KEY,
        ALSO_KEY,
    ],
);

static DOSES_PER_BATCH: Shape = shape(
    "[product.doses-per-batch]",
    &[
        need(
            "value",
            Form("^([2-9]|[1-9][0-9]+)$"),
            "At most so many doses.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static LABEL: Shape = shape(
    "[label]",
    &[
        may(
            "manufacturer",
            Text,
            "Name and address of the manufacturer.",
        ),
        may("trial", Text, "The code of the trial."),
        may("sponsor", Text, "Whom of the trial to call, and how."),
        may("authorisation", Text, "The number of the authorisation."),
        may(
            "collection-additives",
            Text,
            "What is in the bag beside the blood.",
        ),
        may(
            "collection-storage",
            Requirement,
            "At which temperatures the collection is kept.",
        ),
        may(
            "collection-shelf-life",
            Quantity,
            "From the collection to the start of its culture.",
        ),
        may(
            "product-additives",
            Text,
            "What is in the bag beside the cells.",
        ),
        may(
            "product-storage",
            Requirement,
            "At which temperatures the product is kept.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static TRANSPORT: Shape = shape(
    "[transport]",
    &[
        need("duration", Quantity, "From the release to the ward."),
        need(
            "temperature",
            Requirement,
            "The temperatures at which it travels.",
        ),
        need(
            "out-of-condition-max",
            Quantity,
            "Longer outside them, added up, opens a deviation.",
        ),
        need(
            "gap-max",
            Quantity,
            "Longer without a record of where it is, is named a gap.",
        ),
        SOURCE_KEY,
    ],
);

pub(super) static RELEASE: Shape = shape(
    "[[release]]",
    &[
        need("stage", Words(stages), "Which stage."),
        need("text", Text, "What is decided, by whom and on what."),
        SOURCE_KEY,
    ],
);

pub(super) static TEST: Shape = shape(
    "[[test]]",
    &[
        ID_KEY,
        need("text", Text, "What is tested and how."),
        need("must-be", Requirement, "What the result must be."),
        may(
            "instrument",
            Words(instruments),
            "What it is measured with.",
        ),
        need("stage", Words(stages), "When the result is due."),
        may(
            "if-failed",
            Table(&IF_FAILED),
            "What is done if it fails after the release.",
        ),
        SOURCE_KEY,
    ],
);

static IF_FAILED: Shape = shape(
    "[test.if-failed]",
    &[need("text", Text, "What is done, and by whom."), SOURCE_KEY],
);
