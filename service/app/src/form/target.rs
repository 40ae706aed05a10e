//! What forms are for: one target for every act of a treatment.

use cikada_domain::event::Capacity;
use cikada_domain::{
    BatchId, ContainerId, DeviationId, DoseNumber, InputId, SampleId, StepId, TestId, VisitId,
};

/// What a form is for. Every act of a treatment has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Findings of the evaluation.
    Evaluation,
    /// The physician's confirmation.
    Eligibility,
    /// Consents.
    Consent,
    /// The plan.
    Plan,
    /// An exception to the therapy's availability.
    Exception,
    /// The dose level of a trial.
    DoseLevel,
    /// The order of a dose.
    Order(DoseNumber),
    /// A label for a collection.
    CollectionLabel(DoseNumber),
    /// The printing of a container's label.
    LabelPrint(ContainerId),
    /// The printed label, scanned back.
    LabelScan(ContainerId),
    /// What became of printed labels.
    LabelAccount(ContainerId),
    /// A collection.
    Collection(DoseNumber),
    /// A change of hands.
    Custody(ContainerId),
    /// The start of a culture.
    BatchStart(DoseNumber),
    /// A step of the batch record.
    Step(BatchId, StepId),
    /// A correction of a step's value: batch, step, occurrence, input.
    Correction(BatchId, StepId, u16, InputId),
    /// A correction of a lot or an amount: batch, step, occurrence, line of its materials.
    MaterialCorrection(BatchId, StepId, u16, u16),
    /// A deviation told from inside a step.
    DeviationReport(BatchId, StepId),
    /// The class of a deviation.
    DeviationClass(DeviationId),
    /// The assessment of a deviation.
    Deviation(DeviationId),
    /// A test result.
    Result(BatchId, TestId),
    /// A sample of a batch.
    Sample(BatchId),
    /// A sample that is unfit.
    SampleInvalidation(SampleId),
    /// A second person's approval of a result: which of the test's results, from 0.
    Approval(BatchId, TestId, u16),
    /// A result that is invalid: which of the test's results, from 0.
    ResultInvalidation(BatchId, TestId, u16),
    /// A test to be done again.
    Retest(BatchId, TestId),
    /// A label for a product.
    ProductLabel(BatchId),
    /// A further dose filled out of a harvested batch.
    Filling(BatchId),
    /// Release on the fast tests.
    ConditionalRelease(ContainerId),
    /// Release on all results.
    FinalRelease(ContainerId),
    /// Rejection.
    Rejection(ContainerId),
    /// What is unusual in a product's record, read and signed.
    Review(ContainerId),
    /// The way a product goes that is not given.
    Disposal(ContainerId),
    /// A paper of a supply out of specification, or the supply itself.
    Supply(ContainerId, SupplyStep),
    /// An alert on a late failure, seen in a capacity.
    Alert(ContainerId, TestId, Capacity),
    /// Fitness on the day.
    Fitness(DoseNumber),
    /// Verification at the bedside.
    Bedside(DoseNumber),
    /// The start of an infusion.
    InfusionStart(DoseNumber),
    /// Vital signs.
    VitalSigns(DoseNumber),
    /// The end of an infusion.
    InfusionEnd(DoseNumber),
    /// The end of the observation.
    ObservationEnd(DoseNumber),
    /// An adverse event.
    AdverseEvent,
    /// A hold.
    Hold,
    /// The end of a hold.
    HoldLift,
    /// A visit.
    Visit(VisitId, Option<DoseNumber>),
    /// The end of the treatment.
    Closing,
}

impl Target {
    /// Whether it changes what was recorded, so that a reason is always asked for.
    #[must_use]
    pub fn is_correction(&self) -> bool {
        matches!(self, Self::Correction(..) | Self::MaterialCorrection(..))
    }
}

/// The steps of a supply out of specification, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupplyStep {
    /// The maker's evaluation of the risk.
    Risk,
    /// The treating physician's request.
    Request,
    /// The patient told, and agreeing.
    Patient,
    /// The permission that a country asks for first.
    Permission,
    /// The supply.
    Supply,
    /// The notice to the authority.
    Notice,
}

impl SupplyStep {
    /// Every step, with its name in addresses.
    pub const ALL: [(&'static str, Self); 6] = [
        ("risk", Self::Risk),
        ("request", Self::Request),
        ("patient", Self::Patient),
        ("permission", Self::Permission),
        ("supply", Self::Supply),
        ("notice", Self::Notice),
    ];
}
