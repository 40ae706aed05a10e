//! The parts of which events are made: references, closed lists, records.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::identifier::{BatchId, DoseNumber, InputId, ProtocolHash, StaffId, TestId};
use crate::quantity::Quantity;

/// The protocol a treatment runs on, pinned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProtocolReference {
    /// The therapy's name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the file.
    pub hash: ProtocolHash,
}

/// What a label is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelPurpose {
    /// The bag of a collection for one dose.
    Collection(DoseNumber),
    /// The product bag of a batch.
    Product(BatchId),
}

/// How a lot of a material went into a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialUsed {
    /// The material's code in the protocol.
    pub material: InputId,
    /// The lot, by the centre's own number; of what comes from the patient, its donation number.
    pub lot: String,
    /// The day the lot expires.
    pub expires_on: Date,
    /// How much was taken of it.
    pub amount: Option<Quantity>,
}

impl MaterialUsed {
    /// The lot and the amount, as a person reads them, such as `lot LOT-7, 0.2 mL`.
    #[must_use]
    pub fn words(&self) -> String {
        let amount = self.amount.as_ref();
        let amount = amount.map_or(String::new(), |amount| {
            format!(", {}", amount.amount_words())
        });
        format!("lot {}{amount}", self.lot)
    }
}

/// Which quality decision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReleaseKind {
    /// On the fast tests, before the late results are in.
    Conditional,
    /// On all results.
    Final,
}

/// What is planned for a result that comes after its product was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatePlan {
    /// Which test.
    pub test: TestId,
    /// Who follows it until it is there.
    pub follower: StaffId,
    /// The day by which it is expected.
    pub expected_on: Date,
    /// Whether what is done if it fails was typed and sealed with the entry; otherwise the protocol
    /// says it.
    pub written: bool,
}

/// How an infusion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InfusionOutcome {
    /// The whole bag was given.
    Completed,
    /// It was stopped before the bag was empty.
    Stopped,
}

/// Why an infusion was interrupted, or less than the whole bag was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interruption {
    /// A reaction of the patient.
    Reaction,
    /// Vital signs outside their limits.
    VitalSigns,
    /// The line was blocked or lost.
    Access,
    /// A fault of the bag or of what was in it.
    Container,
    /// The patient's wish.
    Wish,
    /// A rest that could not be given.
    Rest,
    /// Anything else, told in words in the sealed part.
    Other,
}

impl Interruption {
    /// Every reason, the gravest first.
    pub const ALL: [Self; 7] = [
        Self::Reaction,
        Self::VitalSigns,
        Self::Access,
        Self::Container,
        Self::Wish,
        Self::Rest,
        Self::Other,
    ];

    /// The reason as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Reaction => "a reaction of the patient",
            Self::VitalSigns => "vital signs outside their limits",
            Self::Access => "the line was blocked or lost",
            Self::Container => "a fault of the bag",
            Self::Wish => "the patient's wish",
            Self::Rest => "a rest that could not be given",
            Self::Other => "another reason, told in the note",
        }
    }
}

/// Why a set of vital signs was not taken at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotOnTime {
    /// Other care of the patient came first.
    Care,
    /// The patient was away, asleep or did not want it.
    Patient,
    /// No device was at hand, or it did not work.
    Device,
    /// Nobody was free.
    Staff,
    /// It was forgotten.
    Forgotten,
    /// Anything else, told in words in the sealed part.
    Other,
}

impl NotOnTime {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Care,
        Self::Patient,
        Self::Device,
        Self::Staff,
        Self::Forgotten,
        Self::Other,
    ];

    /// The reason as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Care => "other care of the patient came first",
            Self::Patient => "the patient was away, asleep or did not want it",
            Self::Device => "no device was at hand, or it did not work",
            Self::Staff => "nobody was free",
            Self::Forgotten => "it was forgotten",
            Self::Other => "another reason, told in the note",
        }
    }
}

/// A set of vital signs that was not taken at its time, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignsNotOnTime {
    /// When it was due.
    pub due_at: Timestamp,
    /// When it was taken instead; nothing if it never was.
    pub taken_at: Option<Timestamp>,
    /// Why.
    pub why: NotOnTime,
}

/// How a treatment was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClosingReason {
    /// All that was planned was done.
    Completed,
    /// A stop rule or a physician ended it.
    Stopped,
    /// The patient withdrew.
    Withdrawn,
    /// The patient died.
    Died,
}

/// What a stop rule did when it fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopEffect {
    /// No further dose, ever.
    Stop,
    /// No dose until a physician lifts the hold.
    Hold,
    /// The next doses are one level lower.
    Reduce,
    /// No dose until a physician lifts the hold, and then one level lower.
    HoldAndReduce,
    /// No further dose of this cycle.
    EndCycle,
}

impl StopEffect {
    /// Whether it stands when a hold is lifted.
    pub(crate) fn outlasts_a_hold(self) -> bool {
        match self {
            Self::Stop | Self::EndCycle => true,
            Self::Hold | Self::Reduce | Self::HoldAndReduce => false,
        }
    }
}

/// How a therapy stands in a country when it is given there all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExceptionTo {
    /// The product can be had, but not for this use.
    OffLabel,
    /// The authorisation ended, or the maker does not supply it any more.
    Withdrawn,
    /// Nobody has verified how it stands.
    Unverified,
    /// The protocol says nothing for the country and the day.
    Unknown,
}

/// One reason of a refusal, as recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedBecause {
    /// The refusal's code.
    pub code: String,
    /// The data of both sides: what was found and what was expected.
    pub detail: String,
    /// The source of the rule, if a protocol's rule refused.
    pub source: Option<String>,
}
