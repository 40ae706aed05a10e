//! A protocol as the engine uses it: read from a file, checked, pinned by its hash.
//!
//! Every rule names the source it stands on; a source says whether it was read, is from memory or
//! is a proposal of the protocol's author, and that is shown wherever the rule is.

use std::collections::BTreeMap;

use cikada_domain::{
    ConsentId, CriterionId, DoseNumber, GapConvention, ProtocolHash, Quantity, StepId, TestId,
    VisitId,
};

use jiff::civil::Date;

use crate::requirement::Requirement;
use crate::schedule::{Schedule, Timing};

mod dosing;
mod giving;
mod label;
mod making;
mod record;
mod standing;
mod stop;

pub use dosing::{
    Adjustment, BodyRule, Companion, Dilution, DoseAmount, DoseLine, LevelUse, Medicine,
};
pub use giving::{InfusionRule, VitalSign, VitalSignsTimes};
pub use label::LabelRule;
pub use making::{
    CollectionRule, CollectionTransport, CultureRule, DivisionRule, FailureRule, Input, InputRole,
    Instrument, Material, MaterialFrom, ProductRule, ReleaseRule, ReleaseStage, SpecificationTest,
    Step, StepKind, TransportRule,
};
pub use record::{Addition, Reference, Target, TargetRule, are_parallel, waits_for};
pub use standing::{Availability, AvailabilityStatus, Measure, PatientText};
pub use stop::{Condition, Layer, StopEffect, StopRule, Trigger};

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
    /// Where the therapy may be had, country by country.
    pub availability: Vec<Availability>,
    /// Keys of the evidence that is shown with the protocol.
    pub evidence: Vec<String>,
    /// What the patient is told.
    pub patient: PatientText,
    /// What is given: cells that are cultured, or a medicine that is prepared.
    pub given: Given,
    /// Where the body's measures are found; `None` where no dose goes by them.
    pub body: Option<BodyRule>,
    /// Who may be treated.
    pub eligibility: Vec<Criterion>,
    /// What the patient must have agreed to.
    pub consents: Vec<ConsentRule>,
    /// When doses are given.
    pub schedule: Schedule,
    /// What must hold before a later part of the schedule may begin.
    pub gates: Vec<GateRule>,
    /// How much each dose is; no dose belongs to two lines.
    pub doses: Vec<DoseLine>,
    /// What is given along with the doses.
    pub companions: Vec<Companion>,
    /// The steps of the batch record, in the order of the file.
    pub steps: Vec<Step>,
    /// How long the product lives.
    pub product: ProductRule,
    /// What labels say beyond that.
    pub label: Option<LabelRule>,
    /// How containers travel; without it nothing about a way can be judged.
    pub transport: Option<TransportRule>,
    /// The stages of release, in the order of the file.
    pub releases: Vec<ReleaseRule>,
    /// What the product must be to be released.
    pub specification: Vec<SpecificationTest>,
    /// How the product is given.
    pub infusion: InfusionRule,
    /// What must hold on the day of an infusion.
    pub fitness: Vec<Criterion>,
    /// What ends, holds or lowers dosing.
    pub stop_rules: Vec<StopRule>,
    /// What is done about adverse events.
    pub measures: Vec<Measure>,
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

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Cells of a donor, cultured for each dose.
    Cells {
        /// Whose cells go into whom.
        relation: Relation,
        /// What is taken from the donor for one dose.
        collection: CollectionRule,
        /// How long the culture may last.
        culture: CultureRule,
    },
    /// A medicine, prepared for each dose.
    Medicine(Medicine),
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
    /// What the answer must be: the outer wall, of the label or the trial's protocol.
    pub requirement: Requirement,
    /// What the centre asks for inside that wall, if it asks for more.
    pub centre: Option<CentreLimit>,
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

/// A limit of the centre inside the label's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreLimit {
    /// What the answer must be there.
    pub requirement: Requirement,
    /// The source's key.
    pub source: String,
}

/// What must hold before a later part of the schedule may begin: a response, a recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateRule {
    /// Its name in the schedule's text.
    pub id: CriterionId,
    /// The question, as a person reads it.
    pub text: String,
    /// The finding of a visit that answers it, and what it must be.
    pub condition: Condition,
    /// The source's key.
    pub source: String,
    /// A second source, where the first is not enough alone.
    pub also: Option<String>,
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

    /// What must have been done before a step.
    #[must_use]
    pub fn waits_for<'s>(&'s self, step: &'s Step) -> Vec<&'s StepId> {
        let steps: Vec<_> = self.steps.iter().collect();
        waits_for(&steps, step)
    }

    /// The test of a name.
    #[must_use]
    pub fn test(&self, id: &TestId) -> Option<&SpecificationTest> {
        self.specification.iter().find(|test| &test.id == id)
    }

    /// The line of dosing a dose belongs to.
    #[must_use]
    pub fn dose_line(&self, dose: DoseNumber) -> Option<&DoseLine> {
        let within = |(first, last): (u16, u16)| (first..=last).contains(&dose.get());
        self.doses.iter().find(|line| line.doses.is_none_or(within))
    }

    /// The limits on the cells of a dose; nothing where another amount is given.
    #[must_use]
    pub fn cells_of(&self, dose: DoseNumber) -> Option<&Requirement> {
        match &self.dose_line(dose)?.amount {
            DoseAmount::Cells(cells) => Some(cells),
            DoseAmount::Exact(_) | DoseAmount::Titrated(_) => None,
        }
    }

    /// What is collected for one dose; nothing where a medicine is given.
    #[must_use]
    pub fn collection(&self) -> Option<&CollectionRule> {
        match &self.given {
            Given::Cells { collection, .. } => Some(collection),
            Given::Medicine(_) => None,
        }
    }

    /// How long the culture lasts; nothing where a medicine is given.
    #[must_use]
    pub fn culture(&self) -> Option<&CultureRule> {
        match &self.given {
            Given::Cells { culture, .. } => Some(culture),
            Given::Medicine(_) => None,
        }
    }

    /// The medicine that is prepared; nothing where cells are given.
    #[must_use]
    pub fn medicine(&self) -> Option<&Medicine> {
        match &self.given {
            Given::Cells { .. } => None,
            Given::Medicine(medicine) => Some(medicine),
        }
    }

    /// Whose cells go into whom; `None` where a medicine is given.
    #[must_use]
    pub fn relation(&self) -> Option<Relation> {
        match &self.given {
            Given::Cells { relation, .. } => Some(*relation),
            Given::Medicine(_) => None,
        }
    }

    /// How the therapy stands in a country on a day: the country's own line that holds that day,
    /// else the line for every country without one.
    #[must_use]
    pub fn availability_in(&self, country: &str, on: Date) -> Option<&Availability> {
        let holds = |line: &&Availability| {
            line.since.is_none_or(|since| since <= on) && line.until.is_none_or(|until| on <= until)
        };
        let own: Vec<_> = self.lines_of(Some(country)).collect();
        if own.is_empty() {
            let others = self.lines_of(None).filter(holds);
            others.max_by_key(|line| line.status.strictness())
        } else {
            let own = own.into_iter().filter(holds);
            own.max_by_key(|line| line.status.strictness())
        }
    }

    fn lines_of(&self, country: Option<&str>) -> impl Iterator<Item = &Availability> {
        let lines = self.availability.iter();
        lines.filter(move |line| line.country.as_deref() == country)
    }

    /// The convention the file declares for gaps between blocks.
    #[must_use]
    pub fn convention(&self) -> GapConvention {
        self.schedule.convention
    }
}
