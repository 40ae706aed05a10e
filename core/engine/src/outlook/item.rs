//! One line of the outlook: what, by whom, until when, and what stands in the way.

use std::cmp::Reverse;

use cikada_domain::event::{Capacity, ReleaseKind};
use cikada_domain::{
    BatchId, ConsentId, ContainerId, DeviationId, DoseNumber, PlannedItem, StepId, TestId, VisitId,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::decision::Refusal;

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlookItem {
    /// What it is.
    pub task: Task,
    /// The same in words.
    pub title: String,
    /// Who usually does it; who may is decided elsewhere.
    pub role: Role,
    /// The dose it belongs to.
    pub dose: Option<DoseNumber>,
    /// The batch it belongs to.
    pub batch: Option<BatchId>,
    /// The container it is about.
    pub container: Option<ContainerId>,
    /// Until when it should be done.
    pub due: Option<Due>,
    /// How it stands.
    pub state: State,
    /// Why it cannot be done now, if it is blocked, or late and blocked.
    pub blocked_by: Vec<Refusal>,
    /// The clock that runs on it: when its product expires.
    pub expires_at: Option<Timestamp>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Findings are missing.
    CompleteEvaluation,
    /// Every finding is there.
    ConfirmEligibility,
    /// A consent is missing.
    ObtainConsent(ConsentId),
    /// The therapy is not available here.
    RecordException,
    /// No plan is confirmed.
    ConfirmPlan,
    /// No level of the trial is assigned.
    AssignLevel,
    /// A dose is to be ordered.
    OrderDose,
    /// Material for a dose is to be collected.
    Collect,
    /// A collection waits for its culture, or an order for its preparation.
    StartCulture,
    /// A step of a batch record.
    PerformStep(StepId),
    /// A deviation says nothing of how grave it is yet.
    ClassifyDeviation(DeviationId),
    /// A deviation is open.
    AssessDeviation(DeviationId),
    /// A result is awaited.
    ReportResult(TestId),
    /// A result waits for a second person: which of the test's results, from 0.
    ApproveResult(TestId, u16),
    /// What is unusual in a record is to be read before its release.
    ReviewRecord,
    /// A product waits for its release.
    Release(ReleaseKind),
    /// A late result has failed, and somebody has not seen the alert.
    SeeAlert(TestId, Capacity),
    /// The authority is to be told of a supply out of specification.
    NotifyAuthority,
    /// A product has expired and was not given.
    RejectExpired,
    /// Fitness is to be recorded.
    RecordFitness,
    /// A dose is to be verified and given.
    Infuse,
    /// A set of vital signs is due, or comes next.
    TakeVitalSigns,
    /// An infusion runs.
    EndInfusion,
    /// An observation runs.
    EndObservation,
    /// A visit.
    HoldVisit(VisitId),
    /// Dosing is held until a physician decides.
    LiftHold,
    /// All is done.
    CloseTreatment,
}

/// Who usually does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Refers and schedules.
    Coordinator,
    /// Decides on patients.
    Physician,
    /// Collects.
    CollectionNurse,
    /// Makes.
    Technologist,
    /// Tests.
    QualityControl,
    /// Releases.
    QualifiedPerson,
    /// Gives.
    InfusionNurse,
}

impl Role {
    /// The role as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Coordinator => "Coordinator",
            Self::Physician => "Physician",
            Self::CollectionNurse => "Collection nurse",
            Self::Technologist => "Technologist",
            Self::QualityControl => "Quality control",
            Self::QualifiedPerson => "Qualified person",
            Self::InfusionNurse => "Infusion nurse",
        }
    }
}

/// How something stands, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its last day or time has passed.
    Late,
    /// It is to be done now.
    Due,
    /// It may be done now, or comes next.
    Open,
    /// It should be done and cannot.
    Blocked,
}

impl State {
    /// How a planned thing stands: open until the day aimed at, due until its last day.
    pub(super) fn of_day(today: Date, planned: &PlannedItem) -> Self {
        if today < planned.on {
            Self::Open
        } else if today <= planned.latest {
            Self::Due
        } else {
            Self::Late
        }
    }

    /// The state in a word.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Due => "due",
            Self::Open => "open",
            Self::Blocked => "blocked",
        }
    }
}

/// Until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    On(Date),
    /// At a time.
    At(Timestamp),
}

impl OutlookItem {
    /// An item that stands open for the whole treatment; the rest is set with the `with` forms.
    pub(super) fn new(task: Task, title: impl Into<String>, role: Role, state: State) -> Self {
        Self {
            task,
            title: title.into(),
            role,
            dose: None,
            batch: None,
            container: None,
            due: None,
            state,
            blocked_by: Vec::new(),
            expires_at: None,
        }
    }

    pub(super) fn of_dose(mut self, dose: DoseNumber) -> Self {
        self.dose = Some(dose);
        self
    }

    pub(super) fn of_batch(mut self, batch: &BatchId) -> Self {
        self.batch = Some(batch.clone());
        self
    }

    pub(super) fn of_container(mut self, container: &ContainerId) -> Self {
        self.container = Some(container.clone());
        self
    }

    pub(super) fn until(mut self, due: Due) -> Self {
        self.due = Some(due);
        self
    }

    pub(super) fn expiring(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Blocks the item if there is any reason. What is late stays late in the list.
    pub(super) fn unless(mut self, reasons: Vec<Refusal>) -> Self {
        if !reasons.is_empty() && self.state != State::Late {
            self.state = State::Blocked;
        }
        self.blocked_by = reasons;
        self
    }

    /// The order of the list: state, what expires first, what has a time, what has no day and is
    /// therefore for now, and then by day and dose.
    pub(super) fn pressing(&self) -> impl Ord + use<> {
        let day = match self.due {
            Some(Due::On(date)) => Some(date),
            Some(Due::At(_)) | None => None,
        };
        let time = match self.due {
            Some(Due::At(at)) => Some(Reverse(at)),
            Some(Due::On(_)) | None => None,
        };
        // A reversed option puts what has a clock before what has none.
        (
            self.state,
            Reverse(self.expires_at.map(Reverse)),
            Reverse(time),
            day,
            self.dose,
            self.task.clone(),
        )
    }
}
