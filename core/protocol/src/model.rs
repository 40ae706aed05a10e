//! A protocol as the engine uses it: read from a file, checked, pinned by its hash.
//!
//! Every rule names the source it stands on; a source says whether it was read, is from memory or
//! is a proposal of the protocol's author, and that is shown wherever the rule is.

use std::collections::BTreeMap;

use cikada_domain::{
    ConsentId, CriterionId, GapConvention, InputId, ProtocolHash, Quantity, StepId, StopRuleId,
    TestId, VisitId,
};

use crate::requirement::Requirement;
use crate::schedule::{Schedule, Timing};

mod making;

pub use making::{
    CollectionRule, CultureRule, Input, InputRole, Material, ProductRule, ReleaseRule,
    ReleaseStage, SpecificationTest, Step, StepKind,
};

/// A therapy, versioned and pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// The therapy's name in file paths and records.
    pub id: String,
    /// The version, three numbers with dots.
    pub version: String,
    /// SHA-256 of the file's bytes.
    pub hash: ProtocolHash,
    /// The title a clinician reads.
    pub title: String,
    /// What it is, for whom, and its standing, in a few sentences.
    pub summary: String,
    /// What was read, remembered or proposed.
    pub sources: BTreeMap<String, Source>,
    /// Whose cells go into whom.
    pub relation: Relation,
    /// Who may be treated.
    pub eligibility: Vec<Criterion>,
    /// What the patient must have agreed to.
    pub consents: Vec<ConsentRule>,
    /// When doses are given.
    pub schedule: Schedule,
    /// The dose of one infusion.
    pub dose: DoseRule,
    /// What is taken from the donor for one dose.
    pub collection: CollectionRule,
    /// How long the culture may last.
    pub culture: CultureRule,
    /// The steps of the batch record, in the order of the file.
    pub steps: Vec<Step>,
    /// How long the product lives.
    pub product: ProductRule,
    /// The stages of release, in the order of the file.
    pub releases: Vec<ReleaseRule>,
    /// What the product must be to be released.
    pub specification: Vec<SpecificationTest>,
    /// How the product is given.
    pub infusion: InfusionRule,
    /// What must hold on the day of an infusion.
    pub fitness: Vec<Criterion>,
    /// What ends or holds dosing.
    pub stop_rules: Vec<StopRule>,
    /// Visits around and after the infusions.
    pub visits: Vec<VisitRule>,
}

/// How far a source can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The text, or an excerpt that quotes it, was read.
    Read,
    /// Remembered and not yet checked against the text.
    Memory,
    /// A proposal of the protocol's author, without outside authority.
    Proposal,
}

impl Basis {
    /// How the basis is shown beside a rule.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read, at least in an excerpt",
            Self::Memory => "from memory, unverified",
            Self::Proposal => "proposal, no outside authority",
        }
    }
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The work, as a reader finds it.
    pub title: String,
    /// An address, number or section.
    pub locator: String,
    /// How far it can be trusted.
    pub basis: Basis,
}

/// Whose cells go into whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Donor and recipient are the same person.
    Autologous,
    /// Donor and recipient differ.
    Allogeneic,
}

/// One criterion of eligibility or fitness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its name in records.
    pub id: CriterionId,
    /// The question, as a person reads it.
    pub text: String,
    /// What the answer must be.
    pub requirement: Requirement,
    /// How old the finding may be when it is relied on.
    pub age_max: Option<Quantity>,
    /// The source's key.
    pub source: String,
}

/// One consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRule {
    /// Its name in records.
    pub id: ConsentId,
    /// What is agreed to.
    pub text: String,
    /// The source's key.
    pub source: String,
}

/// The dose of one infusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseRule {
    /// The cells of one infusion, with their population.
    pub cells: Requirement,
    /// The volume they are given in.
    pub volume: Quantity,
    /// The source's key.
    pub source: String,
}

/// How the product is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfusionRule {
    /// The planned length of the infusion.
    pub duration: Quantity,
    /// Observation after its end, at least.
    pub observation_min: Quantity,
    /// How long a bedside verification stays good.
    pub verification_valid_for: Quantity,
    /// Medicines before the infusion, in words.
    pub premedication: Vec<String>,
    /// What is measured during infusion and observation.
    pub vital_signs: Vec<VitalSign>,
    /// What the nurse must know, in words.
    pub instructions: Vec<String>,
    /// The source's key.
    pub source: String,
}

/// One vital sign with the limit that stops the bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSign {
    /// Its name in records.
    pub id: InputId,
    /// What is measured.
    pub label: String,
    /// The unit shown and expected.
    pub unit: Quantity,
    /// Outside this the infusion is stopped.
    pub limit: Requirement,
    /// The source's key.
    pub source: String,
}

/// What ends or holds dosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopRule {
    /// Its name in records.
    pub id: StopRuleId,
    /// The rule in words.
    pub text: String,
    /// What fires it.
    pub trigger: Trigger,
    /// What follows.
    pub effect: StopEffect,
    /// The source's key.
    pub source: String,
}

/// What fires a stop rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// An adverse event of a grade or higher, of one term or of any.
    AdverseEvent {
        /// The term's code; `None` for any term.
        term: Option<String>,
        /// The grading scale, with its version.
        scheme: String,
        /// The lowest grade that fires.
        grade_min: u8,
    },
    /// A finding of a visit or of the day's fitness that meets a requirement.
    Finding {
        /// The finding's name.
        criterion: CriterionId,
        /// What it must be to fire.
        requirement: Requirement,
    },
}

/// What a fired stop rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopEffect {
    /// No further dose, ever.
    Stop,
    /// No dose until a physician lifts the hold.
    Hold,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRule {
    /// Its name in records; repeated visits get the dose's or their own number beside it.
    pub id: VisitId,
    /// What is done.
    pub text: String,
    /// When it is done.
    pub timing: Timing,
    /// What is recorded.
    pub findings: Vec<Criterion>,
    /// The source's key.
    pub source: String,
}

impl Protocol {
    /// The source a rule names.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    /// The step of a name.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| &step.id == id)
    }

    /// The test of a name.
    #[must_use]
    pub fn test(&self, id: &TestId) -> Option<&SpecificationTest> {
        self.specification.iter().find(|test| &test.id == id)
    }

    /// The convention the file declares for gaps between blocks.
    #[must_use]
    pub fn convention(&self) -> GapConvention {
        self.schedule.convention
    }
}
