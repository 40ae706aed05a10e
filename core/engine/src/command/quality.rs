//! What a person may ask for in quality control and quality decisions.

use cikada_domain::event::{Capacity, DeviationClass, PermissionBasis};
use cikada_domain::{
    BatchId, ContainerId, DeviationId, FileHash, Quantity, SampleId, StepId, TestId,
};

/// One variant, one file under `rules`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QualityCommand {
    /// Report a deviation that no limit of a step has found.
    ReportDeviation {
        /// The batch.
        batch: BatchId,
        /// The step, if it happened in one.
        step: Option<StepId>,
        /// The container, if it concerns one.
        container: Option<ContainerId>,
        /// What kind of thing happened, as a code.
        found: String,
    },
    /// Classify a deviation.
    ClassifyDeviation {
        /// Which.
        deviation: DeviationId,
        /// How grave it is.
        class: DeviationClass,
    },
    /// Take a sample from a batch.
    TakeSample {
        /// Its number.
        sample: SampleId,
        /// The batch.
        batch: BatchId,
        /// For which tests.
        tests: Vec<TestId>,
        /// How much.
        volume: Quantity,
    },
    /// Say that a sample is unfit.
    InvalidateSample {
        /// Which.
        sample: SampleId,
    },
    /// Approve a result somebody else recorded.
    ApproveResult {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// Which of the test's results, from 0 in the order they were recorded.
        number: u16,
    },
    /// Say that a result is invalid for a cause that was proven.
    InvalidateResult {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// Which of the test's results, from 0 in the order they were recorded.
        number: u16,
    },
    /// Order a test to be done again.
    OrderRetest {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
    },
    /// Say that the alert on a late failure was seen.
    AcknowledgeAlert {
        /// The container.
        container: ContainerId,
        /// The test.
        test: TestId,
        /// In which capacity.
        capacity: Capacity,
    },
    /// Say that what is unusual in the record of a product was read, all of it up to now.
    ReviewAuditTrail {
        /// The container.
        container: ContainerId,
        /// How many exceptions were shown.
        exceptions: u32,
    },
    /// Put down the maker's evaluation of the risk of a product out of specification.
    EvaluateRisk {
        /// The container.
        container: ContainerId,
        /// The document.
        file: Option<FileHash>,
    },
    /// Ask, as the treating physician, for a product out of specification.
    RequestSupply {
        /// The container.
        container: ContainerId,
    },
    /// Record that the patient was told and agreed.
    InformPatient {
        /// The container.
        container: ContainerId,
    },
    /// Record the permission that a country asks for first.
    PermitSupply {
        /// The container.
        container: ContainerId,
        /// Its reference.
        reference: String,
        /// What it is, where a country knows more than one.
        basis: Option<PermissionBasis>,
        /// The reference of the ethics committee's approval.
        ethics: Option<String>,
    },
    /// Supply a product out of specification.
    SupplyProduct {
        /// The container.
        container: ContainerId,
    },
    /// Record that the authority was told.
    NotifyAuthority {
        /// The container.
        container: ContainerId,
        /// The notice's reference.
        reference: String,
    },
}

impl QualityCommand {
    /// The command's name in records of refusals.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::ReportDeviation { .. } => "report-deviation",
            Self::ClassifyDeviation { .. } => "classify-deviation",
            Self::TakeSample { .. } => "take-sample",
            Self::InvalidateSample { .. } => "invalidate-sample",
            Self::ApproveResult { .. } => "approve-result",
            Self::InvalidateResult { .. } => "invalidate-result",
            Self::OrderRetest { .. } => "order-retest",
            Self::AcknowledgeAlert { .. } => "acknowledge-alert",
            Self::ReviewAuditTrail { .. } => "review-audit-trail",
            Self::EvaluateRisk { .. } => "evaluate-risk",
            Self::RequestSupply { .. } => "request-supply",
            Self::InformPatient { .. } => "inform-patient",
            Self::PermitSupply { .. } => "permit-supply",
            Self::SupplyProduct { .. } => "supply-product",
            Self::NotifyAuthority { .. } => "notify-authority",
        }
    }

    /// Whether the performer must sign.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        match self {
            Self::ReportDeviation { .. } | Self::TakeSample { .. } => false,
            Self::ClassifyDeviation { .. }
            | Self::InvalidateSample { .. }
            | Self::ApproveResult { .. }
            | Self::InvalidateResult { .. }
            | Self::OrderRetest { .. }
            | Self::AcknowledgeAlert { .. }
            | Self::ReviewAuditTrail { .. }
            | Self::EvaluateRisk { .. }
            | Self::RequestSupply { .. }
            | Self::InformPatient { .. }
            | Self::PermitSupply { .. }
            | Self::SupplyProduct { .. }
            | Self::NotifyAuthority { .. } => true,
        }
    }
}
