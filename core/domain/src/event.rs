//! What can happen in a treatment, as facts in the past tense.
//!
//! An event holds codes, states, times and pseudonyms only; names and free text are sealed apart
//! by the service. The stored form of each event is frozen by version in `stored`.

pub mod facility;
mod handling;
mod label;
mod part;
mod quality;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

pub use facility::{CleaningRule, FacilityEvent, Subject};
pub use handling::{Fate, HandlingEvent};
pub use label::{LabelType, LabelVersion};
pub use part::{
    ClosingReason, ExceptionTo, InfusionOutcome, Interruption, LabelPurpose, LatePlan,
    MaterialUsed, NotOnTime, ProtocolReference, RefusedBecause, ReleaseKind, SignsNotOnTime,
    StopEffect,
};
pub use quality::{Capacity, DeviationClass, PermissionBasis, QualityEvent};

use crate::identifier::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId, DeviceId,
    DonationIdentificationNumber, DoseNumber, FileHash, InputId, PersonId, SampleId, StaffId,
    StepId, StopRuleId, TestId, VisitId,
};
use crate::plan::{GapConvention, PlannedItem};
use crate::quantity::Quantity;
use crate::value::Value;

/// An event together with who, where and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded<E = Event> {
    /// What happened.
    pub event: E,
    /// Who did it.
    pub performer: StaffId,
    /// Who witnessed it.
    pub witness: Option<StaffId>,
    /// The device it was done on.
    pub device: DeviceId,
    /// When it happened, as its performer says.
    pub occurred_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What can happen in a treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A treatment was opened under a pinned protocol, for a named recipient.
    TreatmentOpened {
        /// The treatment's own identifier on every label.
        chain_of_identity: ChainOfIdentity,
        /// The pinned protocol.
        protocol: ProtocolReference,
        /// Whose cells are collected.
        donor: PersonId,
        /// Into whom they go: explicit, and never derived from the donor.
        recipient: PersonId,
    },
    /// Findings of the evaluation were recorded.
    EvaluationRecorded {
        /// The answers by criterion.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// A physician confirmed that every criterion of eligibility is met.
    EligibilityConfirmed,
    /// The patient agreed to something.
    ConsentGiven {
        /// What was agreed to.
        consent: ConsentId,
        /// The version of the document that was signed.
        document_version: String,
    },
    /// The patient withdrew an agreement.
    ConsentWithdrawn {
        /// What was withdrawn.
        consent: ConsentId,
    },
    /// A physician confirmed the plan with all its days.
    PlanConfirmed {
        /// The day of the protocol's anchor: its first infusion or first dose.
        anchor: Date,
        /// How gaps lie between blocks.
        convention: GapConvention,
        /// Everything planned.
        items: Vec<PlannedItem>,
    },
    /// A physician took responsibility for a therapy that is not available here.
    ExceptionRecorded {
        /// Where it is given.
        country: Country,
        /// How it stands there.
        status: ExceptionTo,
    },
    /// One of a trial's dose levels was assigned to the patient.
    DoseLevelAssigned {
        /// Which, from 1.
        level: u16,
    },
    /// A physician ordered a dose.
    DoseOrdered {
        /// Which dose.
        dose: DoseNumber,
        /// The line of dosing it comes from.
        line: InputId,
        /// How many levels down, or the level assigned, from 1; 0 for the full dose.
        level: u16,
        /// How much.
        amount: Quantity,
        /// The weight it was worked out with, if it goes by one.
        weight: Option<Quantity>,
        /// The height it was worked out with, if it goes by one.
        height: Option<Quantity>,
    },
    /// A label was issued for a container, once and for ever.
    LabelIssued {
        /// The container.
        container: ContainerId,
        /// What the label is for.
        purpose: LabelPurpose,
    },
    /// Material was collected from the donor.
    CollectionRecorded {
        /// For which dose.
        dose: DoseNumber,
        /// The collection's number.
        donation: DonationIdentificationNumber,
        /// The bag.
        container: ContainerId,
        /// From whom, as scanned at the chair.
        donor: PersonId,
        /// How much.
        volume: Quantity,
        /// At which place, where that was recorded.
        place: Option<String>,
    },
    /// A container went from one holder to another.
    CustodyTransferred {
        /// The container.
        container: ContainerId,
        /// Who or what place gave it.
        from: String,
        /// Who or what place took it.
        to: String,
        /// Its temperature at the handover.
        temperature: Quantity,
        /// Whether it was intact.
        intact: bool,
        /// Where it changed hands.
        place: Option<String>,
    },
    /// A culture was started from one collection, or a medicine's preparation for an order.
    ///
    /// INVARIANT (one donor): a batch names one donation, and there is no place for a second, so that
    /// pooling does not compile:
    ///
    /// ```compile_fail,E0308
    /// use cikada_domain::{BatchId, DonationIdentificationNumber, DoseNumber, Event};
    /// fn pool(batch: BatchId, dose: DoseNumber, two: [DonationIdentificationNumber; 2]) -> Event {
    ///     Event::BatchStarted { batch, dose, donation: two }
    /// }
    /// ```
    BatchStarted {
        /// The batch.
        batch: BatchId,
        /// For which dose.
        dose: DoseNumber,
        /// From which collection, or the preparation's own number.
        donation: DonationIdentificationNumber,
    },
    /// A step of the batch record was done.
    StepPerformed {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// What was entered.
        values: BTreeMap<InputId, Value>,
        /// What was added.
        materials: Vec<MaterialUsed>,
    },
    /// A value of a step was corrected; the old one stays visible.
    ValueCorrected {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// Which of the step's records, from 0.
        occurrence: u16,
        /// The input.
        input: InputId,
        /// What was recorded before.
        old: Value,
        /// What is right.
        new: Value,
    },
    /// A quality deviation was opened.
    DeviationOpened {
        /// Its number.
        deviation: DeviationId,
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// The input outside its limit.
        input: InputId,
        /// What was found.
        found: Value,
        /// What the protocol asks for.
        expected: String,
    },
    /// A quality deviation was assessed and closed.
    DeviationClosed {
        /// Its number.
        deviation: DeviationId,
        /// Whether the product may still be released.
        product_acceptable: bool,
    },
    /// The culture was harvested, or the medicine filled, into a product container.
    ProductHarvested {
        /// The batch.
        batch: BatchId,
        /// The product's container.
        container: ContainerId,
        /// How many cells of which population, or how much of the medicine.
        cells: Quantity,
        /// In which volume.
        volume: Quantity,
        /// Until when the infusion must have ended.
        expires_at: Timestamp,
    },
    /// A test result was recorded.
    ResultRecorded {
        /// The batch.
        batch: BatchId,
        /// The test of the specification.
        test: TestId,
        /// The result.
        value: Value,
        /// Whether it meets the specification in force.
        meets: bool,
        /// The sample it was measured on.
        sample: Option<SampleId>,
        /// The instrument's file it was read from; none for what a person typed.
        file: Option<FileHash>,
    },
    /// A qualified person released the product.
    ProductReleased {
        /// The container.
        container: ContainerId,
        /// On which results.
        kind: ReleaseKind,
        /// A plan for each result that comes later; none where none does.
        late: Option<Vec<LatePlan>>,
    },
    /// A qualified person rejected the product.
    ProductRejected {
        /// The container.
        container: ContainerId,
    },
    /// Fitness on the day of an infusion was recorded.
    FitnessRecorded {
        /// For which dose.
        dose: DoseNumber,
        /// The answers by criterion.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// Patient and product were verified against the order at the bedside.
    BedsideVerified {
        /// For which dose.
        dose: DoseNumber,
        /// The container scanned.
        container: ContainerId,
        /// The person whose wristband was scanned.
        recipient: PersonId,
    },
    /// The infusion was started.
    InfusionStarted {
        /// Which dose.
        dose: DoseNumber,
        /// The container.
        container: ContainerId,
        /// When it is planned to end.
        planned_end: Timestamp,
    },
    /// Vital signs were recorded during infusion or observation.
    VitalSignsRecorded {
        /// Which dose.
        dose: DoseNumber,
        /// What was measured.
        values: BTreeMap<InputId, Value>,
        /// Which of them lie outside the protocol's limit.
        outside: Vec<InputId>,
    },
    /// The infusion ended.
    InfusionEnded {
        /// Which dose.
        dose: DoseNumber,
        /// How much was given.
        volume: Quantity,
        /// How it ended.
        outcome: InfusionOutcome,
        /// Why it was interrupted, or less than the whole was given.
        interruption: Option<Interruption>,
    },
    /// The observation after the infusion ended.
    ObservationEnded {
        /// Which dose.
        dose: DoseNumber,
        /// Why each set of vital signs that was not taken at its time was not; nothing if all were.
        not_on_time: Option<Vec<SignsNotOnTime>>,
    },
    /// An adverse event was recorded.
    AdverseEventRecorded {
        /// The term's code.
        term: String,
        /// The grading scale with its version.
        scheme: String,
        /// The grade on that scale.
        grade: u8,
        /// Whether it is serious in the regulatory sense.
        serious: bool,
    },
    /// What an adverse event's grade was worked out from.
    GradeMeasured {
        /// The term's code.
        term: String,
        /// The grading scale with its version.
        scheme: String,
        /// The grade by that scale.
        grade: u8,
        /// The measured value.
        value: Quantity,
        /// The patient's own value before treatment.
        baseline: Option<Quantity>,
        /// The laboratory's upper limit of normal.
        upper_limit: Option<Quantity>,
        /// The laboratory's lower limit of normal.
        lower_limit: Option<Quantity>,
    },
    /// A stop rule of the protocol fired.
    StopRuleFired {
        /// The rule.
        rule: StopRuleId,
        /// What follows.
        effect: StopEffect,
    },
    /// A physician held all dosing.
    HoldPlaced,
    /// A physician lifted the hold.
    HoldLifted,
    /// A visit took place.
    VisitRecorded {
        /// Which visit.
        visit: VisitId,
        /// The dose it belongs to, if it belongs to one.
        dose: Option<DoseNumber>,
        /// What was found.
        findings: BTreeMap<CriterionId, Value>,
    },
    /// The treatment was closed.
    TreatmentClosed {
        /// How it ended.
        reason: ClosingReason,
    },
    /// A label, a handover, a fate: what was done with a container or beside a step.
    Handling(HandlingEvent),
    /// Samples, judgements and decisions of quality.
    Quality(QualityEvent),
    /// A command was refused; nothing else happened.
    CommandRefused {
        /// The command's name.
        command: String,
        /// Every reason.
        reasons: Vec<RefusedBecause>,
    },
}
