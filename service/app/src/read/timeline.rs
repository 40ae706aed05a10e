//! The marks of a treatment's timeline: what happened from the ledger, what is planned from the plan.

use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, DoseNumber, Event, HandlingEvent, PlannedKind,
    QualityEvent, Treatment,
};

use crate::error::AppError;
use crate::read::treatment::{Mark, MarkKind};
use crate::record;
use crate::world::World;

/// Everything planned and done, in order of time.
pub(crate) fn of_treatment(
    world: &World,
    id: &ChainOfIdentity,
    treatment: &Treatment,
    is_medicine: bool,
) -> Result<Vec<Mark>, AppError> {
    let mut marks = planned(world, treatment, is_medicine);
    for entry in world.entries(id)? {
        let recorded = record::recorded(&entry)?;
        let reasons = match &recorded.event {
            Event::CommandRefused { reasons, .. } => reasons.as_slice(),
            _ => &[],
        };
        marks.push(Mark {
            at: world.moment(recorded.occurred_at),
            kind: kind_of(&recorded.event, is_medicine),
            words: recorded.event.words(),
            who: Some(world.who(&recorded.performer)),
            reasons: reasons
                .iter()
                .map(|reason| format!("{}: {}", reason.code, reason.detail))
                .collect(),
            dose: dose_of(treatment, &recorded.event),
        });
    }
    marks.sort_by_key(|mark| mark.at.timestamp());
    Ok(marks)
}

/// What is planned after today and not yet done.
fn planned(world: &World, treatment: &Treatment, is_medicine: bool) -> Vec<Mark> {
    let today = world.moment(world.now()).date();
    let items = treatment.plan.iter().flat_map(|plan| &plan.items);
    let ahead = items.filter(|item| item.on > today && treatment.closed.is_none());
    ahead
        .filter_map(|item| {
            let at = item.on.to_zoned(world.zone().clone()).ok()?;
            let dose = item.dose.map(|dose| format!(" {dose}")).unwrap_or_default();
            let words = match &item.kind {
                PlannedKind::Collection => format!("Collection for dose{dose}"),
                PlannedKind::Culture => format!("Culture for dose{dose} can start"),
                PlannedKind::Infusion if is_medicine => format!("Dose{dose}"),
                PlannedKind::Infusion => format!("Infusion of dose{dose}"),
                PlannedKind::Visit(visit) => format!("Visit: {}", visit.as_str().replace('-', " ")),
            };
            let (kind, reasons) = (MarkKind::Planned, Vec::new());
            Some(Mark {
                at,
                kind,
                words,
                who: None,
                reasons,
                dose: item.dose,
            })
        })
        .collect()
}

fn kind_of(event: &Event, is_medicine: bool) -> MarkKind {
    match event {
        // Where nothing is collected, labels and handovers belong to the preparation.
        Event::LabelIssued { .. } | Event::CustodyTransferred { .. } if is_medicine => {
            MarkKind::Making
        }
        Event::TreatmentOpened { .. }
        | Event::EvaluationRecorded { .. }
        | Event::EligibilityConfirmed
        | Event::ConsentGiven { .. }
        | Event::ConsentWithdrawn { .. }
        | Event::PlanConfirmed { .. }
        | Event::ExceptionRecorded { .. }
        | Event::DoseLevelAssigned { .. }
        | Event::DoseOrdered { .. }
        | Event::TreatmentClosed { .. } => MarkKind::Decision,
        Event::LabelIssued { .. }
        | Event::CollectionRecorded { .. }
        | Event::CustodyTransferred { .. } => MarkKind::Collection,
        Event::BatchStarted { .. }
        | Event::StepPerformed { .. }
        | Event::ValueCorrected { .. }
        | Event::DeviationClosed { .. }
        | Event::ProductHarvested { .. }
        | Event::ResultRecorded { .. } => MarkKind::Making,
        Event::ProductReleased { .. } | Event::ProductRejected { .. } => MarkKind::Release,
        Event::FitnessRecorded { .. }
        | Event::BedsideVerified { .. }
        | Event::InfusionStarted { .. }
        | Event::VitalSignsRecorded { .. }
        | Event::InfusionEnded { .. }
        | Event::ObservationEnded { .. } => MarkKind::Infusion,
        Event::VisitRecorded { .. } => MarkKind::FollowUp,
        Event::DeviationOpened { .. }
        | Event::AdverseEventRecorded { .. }
        | Event::GradeMeasured { .. }
        | Event::StopRuleFired { .. }
        | Event::HoldPlaced
        | Event::HoldLifted => MarkKind::Warning,
        Event::Handling(event) => kind_of_handling(event),
        Event::Quality(event) => match event {
            QualityEvent::DeviationReported { .. } | QualityEvent::LateResultFailed { .. } => {
                MarkKind::Warning
            }
            QualityEvent::DeviationClassified { .. }
            | QualityEvent::SampleTaken { .. }
            | QualityEvent::SampleInvalidated { .. }
            | QualityEvent::ResultApproved { .. }
            | QualityEvent::ResultInvalidated { .. }
            | QualityEvent::RetestOrdered { .. } => MarkKind::Making,
            QualityEvent::AlertAcknowledged { .. }
            | QualityEvent::AuditTrailReviewed { .. }
            | QualityEvent::RiskEvaluated { .. }
            | QualityEvent::SupplyRequested { .. }
            | QualityEvent::PatientInformed { .. }
            | QualityEvent::SupplyPermitted { .. }
            | QualityEvent::ProductSupplied { .. }
            | QualityEvent::AuthorityNotified { .. } => MarkKind::Release,
        },
        Event::CommandRefused { .. } => MarkKind::Refusal,
    }
}

fn kind_of_handling(event: &HandlingEvent) -> MarkKind {
    match event {
        HandlingEvent::LabelPrinted { .. }
        | HandlingEvent::LabelVerified { .. }
        | HandlingEvent::LabelsAccounted { .. }
        | HandlingEvent::EquipmentUsed { .. }
        | HandlingEvent::DoseFilled { .. }
        | HandlingEvent::ContentsCorrected { .. }
        | HandlingEvent::MaterialCorrected { .. }
        | HandlingEvent::FileAttached { .. } => MarkKind::Making,
        HandlingEvent::TemperatureLogged { .. } => MarkKind::Collection,
        HandlingEvent::ProductDisposed { .. } => MarkKind::Release,
    }
}

fn dose_of(treatment: &Treatment, event: &Event) -> Option<DoseNumber> {
    let of_batch = |batch: &BatchId| treatment.batches.get(batch).map(|batch| batch.dose);
    let of_container = |container: &ContainerId| {
        treatment
            .products
            .get(container)
            .map(|product| product.dose)
    };
    match event {
        Event::DoseOrdered { dose, .. }
        | Event::Handling(HandlingEvent::DoseFilled { dose, .. })
        | Event::CollectionRecorded { dose, .. }
        | Event::BatchStarted { dose, .. }
        | Event::FitnessRecorded { dose, .. }
        | Event::BedsideVerified { dose, .. }
        | Event::InfusionStarted { dose, .. }
        | Event::VitalSignsRecorded { dose, .. }
        | Event::InfusionEnded { dose, .. }
        | Event::ObservationEnded { dose, .. } => Some(*dose),
        Event::VisitRecorded { dose, .. } => *dose,
        Event::StepPerformed { batch, .. }
        | Event::ValueCorrected { batch, .. }
        | Event::Handling(HandlingEvent::MaterialCorrected { batch, .. })
        | Event::DeviationOpened { batch, .. }
        | Event::ProductHarvested { batch, .. }
        | Event::ResultRecorded { batch, .. } => of_batch(batch),
        Event::ProductReleased { container, .. } | Event::ProductRejected { container } => {
            of_container(container)
        }
        _ => None,
    }
}
