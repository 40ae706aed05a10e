//! The rules of making a product: collection, culture, batch record, release.

use cikada_domain::{Dimension, InputId, Quantity, StepId, TestId};

use crate::model::{Addition, Target};
use crate::requirement::Requirement;

/// What is collected for one dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionRule {
    /// What is done, in words: a blood draw, an apheresis.
    pub procedure: String,
    /// The volume collected.
    pub volume: Requirement,
    /// How long before its infusion the collection happens, at least.
    pub before_infusion_min: Quantity,
    /// The product description code printed on the collection's label.
    pub product_code: String,
    /// How it travels to where it is cultured; without it nothing of its way is judged.
    pub transport: Option<CollectionTransport>,
    /// The source's key.
    pub source: String,
}

/// How a collection travels to where it is cultured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionTransport {
    /// How long after it was drawn it must have been taken over.
    pub duration_max: Quantity,
    /// The temperatures at which it travels.
    pub temperature: Requirement,
    /// How long it may be outside them, added up, before a deviation is opened.
    pub out_of_condition_max: Quantity,
    /// The source's key.
    pub source: String,
}

/// How long the culture may last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CultureRule {
    /// Days from start to harvest, both included.
    pub duration: Requirement,
    /// The source's key.
    pub source: String,
}

/// One step of the batch record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name in records.
    pub id: StepId,
    /// A short title.
    pub title: String,
    /// What to do, in words.
    pub instruction: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// First and last day of the culture on which it may be done; the batch starts on day 0.
    pub days: (u16, u16),
    /// Steps that must have been done before.
    pub after: Vec<StepId>,
    /// Whether it may be done more than once, or not at all.
    pub repeats: bool,
    /// Whether a second person must witness it.
    pub witness: bool,
    /// Steps done once that need not be done before or after it.
    pub parallel: Vec<StepId>,
    /// How long something in it takes, for a timer.
    pub timer: Option<Quantity>,
    /// What is asked to be attached, in words.
    pub attachments: Vec<String>,
    /// What is entered.
    pub inputs: Vec<Input>,
    /// Volumes worked out from a count.
    pub targets: Vec<Target>,
    /// What is added.
    pub materials: Vec<Material>,
    /// Kinds of equipment it is done with, each scanned; with none, no room is asked for either.
    pub equipment: Vec<InputId>,
    /// The source's key.
    pub source: String,
}

impl Step {
    /// Whether somebody else must stand by: for the step, or for a value that is critical.
    #[must_use]
    pub fn needs_second_person(&self) -> bool {
        self.witness || self.inputs.iter().any(|input| input.second_check)
    }
}

/// What kind of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// An act on the culture.
    Process,
    /// A count in process.
    Count,
    /// The harvest of cells or the filling of a medicine, which makes the product.
    Harvest,
}

/// One thing entered in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name in records.
    pub id: InputId,
    /// What is asked.
    pub label: String,
    /// What the software uses it for, beyond keeping it.
    pub role: InputRole,
    /// The unit shown and expected; `None` for a yes or no or a code.
    pub unit: Option<Quantity>,
    /// The limit; a value outside opens a deviation.
    pub limit: Option<Requirement>,
    /// The instrument the value comes from, where one is named.
    pub instrument: Option<Instrument>,
    /// Whether a second person must look at a value entered by hand.
    pub second_check: bool,
}

/// What a value is measured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instrument {
    /// Counts cells and tells the living.
    CellCounter,
    /// Tells populations of cells apart.
    FlowCytometer,
    /// Reads endotoxin.
    EndotoxinReader,
    /// Weighs.
    Scale,
    /// Measures temperature.
    Thermometer,
    /// Measures volume: a syringe, a pipette, a pump.
    VolumeMeasure,
    /// Measures glucose, lactate and acidity.
    MetaboliteAnalyser,
}

impl Instrument {
    /// Every instrument, with its name in files.
    pub const ALL: [(&'static str, Self); 7] = [
        ("cell-counter", Self::CellCounter),
        ("flow-cytometer", Self::FlowCytometer),
        ("endotoxin-reader", Self::EndotoxinReader),
        ("scale", Self::Scale),
        ("thermometer", Self::Thermometer),
        ("volume-measure", Self::VolumeMeasure),
        ("metabolite-analyser", Self::MetaboliteAnalyser),
    ];

    /// What the instrument can measure.
    #[must_use]
    pub fn measures(self) -> &'static [Dimension] {
        match self {
            Self::CellCounter => &[
                Dimension::CellCount,
                Dimension::CellConcentration,
                Dimension::Fraction,
            ],
            Self::FlowCytometer => &[
                Dimension::CellCount,
                Dimension::CellConcentration,
                Dimension::Fraction,
            ],
            Self::EndotoxinReader => &[Dimension::EndotoxinConcentration],
            Self::Scale => &[Dimension::Mass],
            Self::Thermometer => &[Dimension::Temperature],
            Self::VolumeMeasure => &[Dimension::Volume],
            Self::MetaboliteAnalyser => &[
                Dimension::SubstanceConcentration,
                Dimension::MassConcentration,
                Dimension::Acidity,
            ],
        }
    }
}

/// What the software uses an input for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputRole {
    /// Kept and shown.
    Recorded,
    /// The number of cells in the whole culture or product, of the dose's population.
    CellCount,
    /// The part of cells that live.
    Viability,
    /// The volume of the product.
    Volume,
    /// How much of a medicine the product holds, in the unit of its orders.
    Amount,
}

/// One material of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Its code in records.
    pub id: InputId,
    /// What it is.
    pub name: String,
    /// The concentration reached or the amount added.
    pub amount: Quantity,
    /// Where it comes from.
    pub from: MaterialFrom,
    /// How the volume that reaches it is worked out.
    pub addition: Option<Addition>,
    /// The source's key.
    pub source: String,
    /// A second source: of how the volume is worked out.
    pub also: Option<String>,
}

/// Where a material comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MaterialFrom {
    /// Lots that were received and released.
    Stock,
    /// The person whose cells these are, such as plasma: its number is a donation of the treatment.
    Patient,
}

/// How long the product lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRule {
    /// What the label calls it.
    pub name: String,
    /// The product description code printed on the product's label.
    pub product_code: String,
    /// From the harvest to the planned end of the infusion.
    pub shelf_life: Quantity,
    /// How it is kept.
    pub storage: String,
    /// Into how many doses one batch may be filled; without it into one.
    pub division: Option<DivisionRule>,
    /// The source's key.
    pub source: String,
    /// A second source, where the first is not enough alone.
    pub also: Option<String>,
}

/// Into how many doses one batch may be filled, each in a container of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionRule {
    /// At most so many, the one of the harvest included.
    pub doses_max: u16,
    /// The source's key.
    pub source: String,
}

/// How a container travels, and what of its way is out of condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportRule {
    /// How long the way takes from the release to the ward.
    pub duration: Quantity,
    /// The temperatures at which it travels.
    pub temperature: Requirement,
    /// How long it may be outside them, added up, before a deviation is opened.
    pub out_of_condition_max: Quantity,
    /// How long nobody may have recorded where it is, before the report of its custody names a gap.
    pub gap_max: Quantity,
    /// The source's key.
    pub source: String,
}

/// When a test must have its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReleaseStage {
    /// Before the product leaves: fast tests, for a product that lives for hours.
    Conditional,
    /// After all results are in, the fourteen-day sterility among them.
    Final,
}

impl ReleaseStage {
    /// Every stage, in the order of a product's way.
    pub const ALL: [Self; 2] = [Self::Conditional, Self::Final];

    /// The stage's name in files and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conditional => "conditional",
            Self::Final => "final",
        }
    }
}

/// One stage of release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRule {
    /// Which stage.
    pub stage: ReleaseStage,
    /// What is decided, by whom and on what, in words.
    pub text: String,
    /// The source's key.
    pub source: String,
}

/// One test of the release specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecificationTest {
    /// Its name in records.
    pub id: TestId,
    /// What is tested and how.
    pub text: String,
    /// What the result must be.
    pub requirement: Requirement,
    /// The instrument the result comes from, where one is named.
    pub instrument: Option<Instrument>,
    /// When the result is due.
    pub stage: ReleaseStage,
    /// What is done if it fails after the product was released.
    pub if_failed: Option<FailureRule>,
    /// The source's key.
    pub source: String,
}

/// What is done if a late result fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureRule {
    /// What is done, and by whom.
    pub text: String,
    /// The source's key.
    pub source: String,
}
