//! Samples, results and the decisions that stand on them.

use jiff::Timestamp;

use crate::identifier::{BatchId, ContainerId, DeviationId, FileHash, SampleId, StepId, TestId};
use crate::quantity::Quantity;

/// What can happen in quality control and quality decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QualityEvent {
    /// A deviation was reported that no limit of a step had found.
    DeviationReported {
        /// Its number.
        deviation: DeviationId,
        /// The batch.
        batch: BatchId,
        /// The step, if it happened in one.
        step: Option<StepId>,
        /// The container, if it concerns one.
        container: Option<ContainerId>,
        /// What kind of thing happened, as a code such as `temperature-excursion`.
        found: String,
        /// Since when at the earliest it was so, where that is known of the container: what was
        /// filled out of it before was not touched.
        since: Option<Timestamp>,
    },
    /// A deviation was classified; until then nothing is certified (EU GMP Part IV).
    DeviationClassified {
        /// Its number.
        deviation: DeviationId,
        /// How grave it is.
        class: DeviationClass,
    },
    /// A sample was taken from a batch.
    SampleTaken {
        /// Its number.
        sample: SampleId,
        /// The batch it is a child of.
        batch: BatchId,
        /// For which tests.
        tests: Vec<TestId>,
        /// How much.
        volume: Quantity,
    },
    /// A sample was found unfit: what was measured on it stands, marked, and counts no more.
    SampleInvalidated {
        /// Its number.
        sample: SampleId,
    },
    /// A second person approved a result.
    ResultApproved {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// Which of the test's results, from 0 in the order they were recorded.
        number: u16,
    },
    /// A result was found invalid for a cause that was proven; it stays visible.
    ResultInvalidated {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// Which of the test's results, from 0 in the order they were recorded.
        number: u16,
    },
    /// A test is to be done again.
    RetestOrdered {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
    },
    /// A late result failed after the product had left: physician and qualified person are alerted
    /// and all further doses held.
    LateResultFailed {
        /// The container.
        container: ContainerId,
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// Which of the test's results, from 0 in the order they were recorded.
        number: u16,
    },
    /// Somebody who was alerted has seen it.
    AlertAcknowledged {
        /// The container.
        container: ContainerId,
        /// The test.
        test: TestId,
        /// In which capacity: both must have seen it before anything goes on.
        capacity: Option<Capacity>,
    },
    /// A qualified person has read what is unusual in the record of a batch, before certifying it.
    /// Everything before this entry was read.
    AuditTrailReviewed {
        /// The container.
        container: ContainerId,
        /// How many exceptions were shown.
        exceptions: u32,
    },
    /// The maker's written evaluation of the risk of a product out of specification.
    RiskEvaluated {
        /// The container.
        container: ContainerId,
        /// The document.
        file: Option<FileHash>,
    },
    /// The treating physician asked for a product out of specification.
    SupplyRequested {
        /// The container.
        container: ContainerId,
    },
    /// The patient was told that the product is out of specification, and agreed.
    PatientInformed {
        /// The container.
        container: ContainerId,
    },
    /// An authority's or ethics committee's permission, where the country asks for one first.
    SupplyPermitted {
        /// The container.
        container: ContainerId,
        /// The permission's reference.
        reference: String,
        /// What it is, where a country knows more than one.
        basis: Option<PermissionBasis>,
        /// The reference of the ethics committee's approval.
        ethics: Option<String>,
    },
    /// A product out of specification was supplied exceptionally (EU GMP Part IV, 11.5).
    ProductSupplied {
        /// The container.
        container: ContainerId,
        /// Until when the authority must have been told.
        notify_by: Timestamp,
    },
    /// The authority was told.
    AuthorityNotified {
        /// The container.
        container: ContainerId,
        /// The notice's reference.
        reference: String,
    },
}

/// In which capacity somebody has seen an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capacity {
    /// As the physician who treats the patient.
    Physician,
    /// As the qualified person who answers for the product.
    QualifiedPerson,
}

impl Capacity {
    /// Both, in the order in which they are alerted.
    pub const ALL: [Self; 2] = [Self::Physician, Self::QualifiedPerson];

    /// The capacity as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::QualifiedPerson => "qualified person",
        }
    }
}

/// Under what a product out of specification may be given in the United States (21 CFR 312.310).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PermissionBasis {
    /// An amendment of the investigational new drug application.
    IndAmendment,
    /// Expanded access for one patient.
    ExpandedAccess,
}

impl PermissionBasis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::IndAmendment, Self::ExpandedAccess];

    /// The basis as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::IndAmendment => "an amendment of the IND",
            Self::ExpandedAccess => "expanded access",
        }
    }
}

/// How grave a deviation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviationClass {
    /// No effect on the product's quality.
    Minor,
    /// It may have affected the product's quality.
    Major,
    /// It may have harmed the patient.
    Critical,
}

impl DeviationClass {
    /// The class in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}
