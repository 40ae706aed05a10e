//! What a person may ask for, as a closed list: one variant, one file under `rules`.

mod facility;
mod handling;
mod measured;
mod quality;

use std::collections::BTreeMap;

use cikada_domain::event::{
    ClosingReason, ExceptionTo, InfusionOutcome, Interruption, LabelPurpose, LatePlan,
    MaterialUsed, NotOnTime, ProtocolReference, ReleaseKind,
};
use cikada_domain::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId, DeviceId,
    DonationIdentificationNumber, DoseNumber, EquipmentId, FileHash, GapConvention, InputId,
    PersonId, Quantity, RoomId, SampleId, StaffId, StepId, TestId, Value, VisitId,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub use facility::FacilityCommand;
pub use handling::HandlingCommand;
pub use measured::Measured;
pub use quality::QualityCommand;

/// Who does it, with whom, where and when.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who does it.
    pub performer: StaffId,
    /// Who witnesses it.
    pub witness: Option<StaffId>,
    /// On which device.
    pub device: DeviceId,
    /// When it happened, as the performer says; never after `now`.
    pub occurred_at: Timestamp,
    /// Whether the performer has just proved who they are for this act.
    pub signed: bool,
    /// The centre's time zone: calendar days are the patient's, not UTC's.
    pub zone: TimeZone,
    /// Where the centre is: a therapy stands differently from country to country.
    pub country: Country,
}

/// What a wristband or label said when it was scanned, after decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned<T> {
    /// It is known here.
    Known(T),
    /// It is a code of the right kind that nobody here knows.
    Unknown,
}

/// What a person may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open a treatment under a pinned protocol.
    OpenTreatment {
        /// The treatment's identifier.
        chain_of_identity: ChainOfIdentity,
        /// The protocol to pin.
        protocol: ProtocolReference,
        /// Whose cells are collected.
        donor: PersonId,
        /// Into whom they go.
        recipient: PersonId,
    },
    /// Record findings of the evaluation.
    RecordEvaluation {
        /// The answers by criterion.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// Confirm that the patient may be treated.
    ConfirmEligibility,
    /// Record that the patient agreed.
    RecordConsent {
        /// To what.
        consent: ConsentId,
        /// The version of the signed document.
        document_version: String,
    },
    /// Record that the patient withdrew an agreement.
    WithdrawConsent {
        /// Which.
        consent: ConsentId,
    },
    /// Confirm the plan with all its days.
    ConfirmPlan {
        /// The day of the anchor.
        anchor: Date,
        /// How gaps lie between blocks; `None` takes the protocol's.
        convention: Option<GapConvention>,
    },
    /// Take responsibility for a therapy that is not available here.
    RecordException {
        /// Where it is given.
        country: Country,
        /// How it stands there.
        status: ExceptionTo,
    },
    /// Assign one of a trial's dose levels.
    AssignDoseLevel {
        /// Which, from 1.
        level: u16,
    },
    /// Order a dose.
    OrderDose {
        /// Which dose.
        dose: DoseNumber,
        /// How much, as the physician writes it.
        amount: Quantity,
    },
    /// Issue a label for a container.
    IssueLabel {
        /// The container.
        container: ContainerId,
        /// What it is for.
        purpose: LabelPurpose,
    },
    /// Record a collection.
    RecordCollection {
        /// For which dose.
        dose: DoseNumber,
        /// The number on the bag.
        donation: DonationIdentificationNumber,
        /// The bag that was scanned.
        container: ContainerId,
        /// The wristband that was scanned.
        wristband: Scanned<PersonId>,
        /// How much was collected.
        volume: Quantity,
        /// At which place.
        place: String,
    },
    /// Hand a container over: the performer gives it, the witness takes it, and both sign.
    TransferCustody {
        /// The container that is to change hands.
        container: ContainerId,
        /// The container whose label was scanned.
        scanned: Scanned<ContainerId>,
        /// The treatment whose chain-of-identity label was scanned.
        identity: Scanned<ChainOfIdentity>,
        /// Who or what place gives.
        from: String,
        /// Who or what place takes.
        to: String,
        /// The temperature read.
        temperature: Quantity,
        /// Whether it is intact.
        intact: bool,
        /// Where it changes hands.
        place: String,
    },
    /// Start a culture, or the preparation of a medicine.
    StartBatch {
        /// Its number.
        batch: BatchId,
        /// For which dose.
        dose: DoseNumber,
        /// From which collection, as scanned; a medicine's preparation has a number of its own.
        donation: DonationIdentificationNumber,
    },
    /// Perform a step of the batch record.
    PerformStep {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// What was entered.
        values: BTreeMap<InputId, Value>,
        /// What was added.
        materials: Vec<MaterialUsed>,
        /// The product's container, for the harvest.
        container: Option<ContainerId>,
        /// The equipment that was scanned.
        equipment: Vec<EquipmentId>,
        /// The room or cabinet that was scanned.
        room: Option<RoomId>,
    },
    /// Correct a value of a step.
    CorrectValue {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// Which of the step's records, from 0.
        occurrence: u16,
        /// The input.
        input: InputId,
        /// What is right.
        value: Value,
    },
    /// Assess and close a deviation.
    CloseDeviation {
        /// Which.
        deviation: DeviationId,
        /// Whether the product may still be released.
        product_acceptable: bool,
    },
    /// Record a test result.
    RecordResult {
        /// The batch.
        batch: BatchId,
        /// The test.
        test: TestId,
        /// The result.
        value: Value,
        /// The sample it was measured on.
        sample: Option<SampleId>,
        /// The instrument's file it was read from.
        file: Option<FileHash>,
    },
    /// Release a product.
    ReleaseProduct {
        /// The container.
        container: ContainerId,
        /// On which results.
        kind: ReleaseKind,
        /// A plan for each result that comes later.
        late: Vec<LatePlan>,
    },
    /// Reject a product.
    RejectProduct {
        /// The container.
        container: ContainerId,
    },
    /// Record fitness on the day.
    RecordFitness {
        /// For which dose.
        dose: DoseNumber,
        /// The answers by criterion.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// Verify patient and product at the bedside.
    VerifyAtBedside {
        /// For which dose.
        dose: DoseNumber,
        /// The wristband that was scanned.
        wristband: Scanned<PersonId>,
        /// The bag that was scanned.
        container: Scanned<ContainerId>,
    },
    /// Start the infusion.
    StartInfusion {
        /// Which dose.
        dose: DoseNumber,
        /// The bag.
        container: ContainerId,
    },
    /// Record vital signs.
    RecordVitalSigns {
        /// Which dose.
        dose: DoseNumber,
        /// What was measured.
        values: BTreeMap<InputId, Value>,
    },
    /// End the infusion.
    EndInfusion {
        /// Which dose.
        dose: DoseNumber,
        /// How much was given.
        volume: Quantity,
        /// How it ended.
        outcome: InfusionOutcome,
        /// Why it was interrupted, or less than the whole was given.
        interruption: Option<Interruption>,
    },
    /// End the observation.
    EndObservation {
        /// Which dose.
        dose: DoseNumber,
        /// Why sets of vital signs were not taken at their times, by the time each was due.
        not_on_time: BTreeMap<Timestamp, NotOnTime>,
    },
    /// Record an adverse event.
    RecordAdverseEvent {
        /// The term's code.
        term: String,
        /// The grading scale with its version.
        scheme: String,
        /// The grade.
        grade: u8,
        /// Whether it is serious.
        serious: bool,
        /// What was measured, where the grade stands on a number.
        measured: Option<Measured>,
    },
    /// Hold all dosing.
    PlaceHold,
    /// Lift the hold.
    LiftHold,
    /// Record a visit.
    RecordVisit {
        /// Which.
        visit: VisitId,
        /// The dose it belongs to.
        dose: Option<DoseNumber>,
        /// What was found.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// Do something with labels, containers or beside a step.
    Handling(HandlingCommand),
    /// Sample, judge, alert or decide.
    Quality(QualityCommand),
    /// Close the treatment.
    CloseTreatment {
        /// How it ended.
        reason: ClosingReason,
    },
}

impl Command {
    /// The command's name in records of refusals, as its file under `rules` is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::OpenTreatment { .. } => "open-treatment",
            Self::RecordEvaluation { .. } => "record-evaluation",
            Self::ConfirmEligibility => "confirm-eligibility",
            Self::RecordConsent { .. } => "record-consent",
            Self::WithdrawConsent { .. } => "withdraw-consent",
            Self::ConfirmPlan { .. } => "confirm-plan",
            Self::RecordException { .. } => "record-exception",
            Self::AssignDoseLevel { .. } => "assign-dose-level",
            Self::OrderDose { .. } => "order-dose",
            Self::IssueLabel { .. } => "issue-label",
            Self::RecordCollection { .. } => "record-collection",
            Self::TransferCustody { .. } => "transfer-custody",
            Self::StartBatch { .. } => "start-batch",
            Self::PerformStep { .. } => "perform-step",
            Self::CorrectValue { .. } => "correct-value",
            Self::CloseDeviation { .. } => "close-deviation",
            Self::RecordResult { .. } => "record-result",
            Self::ReleaseProduct { .. } => "release-product",
            Self::RejectProduct { .. } => "reject-product",
            Self::RecordFitness { .. } => "record-fitness",
            Self::VerifyAtBedside { .. } => "verify-at-bedside",
            Self::StartInfusion { .. } => "start-infusion",
            Self::RecordVitalSigns { .. } => "record-vital-signs",
            Self::EndInfusion { .. } => "end-infusion",
            Self::EndObservation { .. } => "end-observation",
            Self::RecordAdverseEvent { .. } => "record-adverse-event",
            Self::PlaceHold => "place-hold",
            Self::LiftHold => "lift-hold",
            Self::RecordVisit { .. } => "record-visit",
            Self::Handling(command) => command.name(),
            Self::Quality(command) => command.name(),
            Self::CloseTreatment { .. } => "close-treatment",
        }
    }

    /// Whether the performer must sign: who decides, gives, hands over or corrects does.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        match self {
            Self::ConfirmEligibility
            | Self::ConfirmPlan { .. }
            | Self::RecordException { .. }
            | Self::AssignDoseLevel { .. }
            | Self::OrderDose { .. }
            | Self::TransferCustody { .. }
            | Self::CorrectValue { .. }
            | Self::CloseDeviation { .. }
            | Self::ReleaseProduct { .. }
            | Self::RejectProduct { .. }
            | Self::StartInfusion { .. }
            | Self::LiftHold
            | Self::CloseTreatment { .. } => true,
            Self::Handling(command) => command.needs_signature(),
            Self::Quality(command) => command.needs_signature(),
            Self::OpenTreatment { .. }
            | Self::RecordEvaluation { .. }
            | Self::RecordConsent { .. }
            | Self::WithdrawConsent { .. }
            | Self::IssueLabel { .. }
            | Self::RecordCollection { .. }
            | Self::StartBatch { .. }
            | Self::PerformStep { .. }
            | Self::RecordResult { .. }
            | Self::RecordFitness { .. }
            | Self::VerifyAtBedside { .. }
            | Self::RecordVitalSigns { .. }
            | Self::EndInfusion { .. }
            | Self::EndObservation { .. }
            | Self::RecordAdverseEvent { .. }
            | Self::PlaceHold
            | Self::RecordVisit { .. } => false,
        }
    }
}
