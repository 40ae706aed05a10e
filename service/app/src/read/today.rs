//! What is due for a role, with clocks.

use cikada_domain::event::{LabelPurpose, ReleaseKind};
use cikada_domain::{ChainOfIdentity, ContainerId, DoseNumber, StaffId, Treatment};
use cikada_engine::outlook::{Due, State, Task};
use cikada_engine::{OutlookItem, outlook};
use cikada_protocol::Protocol;
use cikada_protocol::model::StepKind;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::AppError;
use crate::form::{SupplyStep, Target};
use crate::read::{Clock, Moment, Patient, authorise_reading, patient};
use crate::staff::Role;
use crate::use_cases::Actor;
use crate::world::World;

/// The page: everything due, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// The time of the page.
    pub now: Moment,
    /// Due for the reader's own roles.
    pub mine: Vec<DueItem>,
    /// Due for others.
    pub others: Vec<DueItem>,
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The recipient.
    pub patient: Patient,
    /// What is to be done.
    pub title: String,
    /// Which dose, batch or container it is about.
    pub detail: String,
    /// Who does it.
    pub role: Role,
    /// How urgent it is.
    pub state: DueState,
    /// The day or time it is due, in words.
    pub due: Option<String>,
    /// A clock that runs on it.
    pub clock: Option<Clock>,
    /// The form that does it.
    pub target: Target,
}

/// How urgent a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// Its time has passed.
    Late,
    /// It is due now.
    Due,
    /// It may be done.
    Open,
    /// It waits for something else.
    Blocked,
}

/// Everything due in the centre, for a reader.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn today(world: &World, actor: &Actor) -> Result<Today, AppError> {
    authorise_reading(actor)?;
    let mut items = Vec::new();
    for id in world.listed()?.0 {
        items.extend(pressing_items(world, actor, &id)?);
    }
    items.sort_by_key(|(pressing, _)| *pressing);
    let items = items.into_iter().map(|(_, item)| item);
    let is_mine = |item: &DueItem| actor.staff.roles.contains(&item.role);
    let (mine, others) = items.partition(is_mine);
    Ok(Today {
        now: world.moment(world.now()),
        mine,
        others,
    })
}

/// Everything due in one treatment, the most pressing first.
pub(crate) fn due_items(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
) -> Result<Vec<DueItem>, AppError> {
    let mut items = pressing_items(world, actor, id)?;
    items.sort_by_key(|(pressing, _)| *pressing);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// How pressing an item is: what belongs to a later day comes after all that is for today, then the
/// state, the clock and the day decide.
type Pressing = (bool, DueState, Timestamp, Option<Date>);

fn pressing_items(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
) -> Result<Vec<(Pressing, DueItem)>, AppError> {
    let (folded, protocol) = world.opened(id)?;
    let outlook = world.outlook(&protocol, &folded.treatment)?;
    let patient = patient(world, &folded)?;
    let today = world.moment(world.now()).date();
    let of_item = |item: &OutlookItem| {
        let target = target_of(&protocol, &folded.treatment, item)?;
        let clock = item.expires_at;
        let day = item.due.as_ref().map(|due| match due {
            Due::On(date) => *date,
            Due::At(at) => world.moment(*at).date(),
        });
        let state = state_of(item.state);
        let later = day.is_some_and(|day| day > today);
        let pressing = (later, state, clock.unwrap_or(Timestamp::MAX), day);
        let due = DueItem {
            treatment: id.clone(),
            patient: patient.clone(),
            title: title_of(&target, item),
            detail: detail(world, &folded.treatment, item),
            role: role_for(actor, item),
            state,
            due: item.due.as_ref().map(|due| due_words(world, due)),
            clock: clock.map(|until| world.clock("product expires", until)),
            target,
        };
        Some((pressing, due))
    };
    Ok(outlook.items.iter().filter_map(of_item).collect())
}

/// Who does it: one of the reader's own roles if it may, otherwise whose it usually is.
fn role_for(actor: &Actor, item: &OutlookItem) -> Role {
    let usual = role_of(item.role);
    let also: &[Role] = match item.task {
        Task::RecordFitness => &[Role::InfusionNurse],
        Task::HoldVisit(_) | Task::CompleteEvaluation | Task::ObtainConsent(_) => {
            &[Role::Coordinator, Role::Physician]
        }
        _ => &[],
    };
    let mine = |role: &&Role| actor.staff.roles.contains(role);
    also.iter().find(mine).copied().unwrap_or(usual)
}

/// A label comes before what it is stuck on.
fn title_of(target: &Target, item: &OutlookItem) -> String {
    match target {
        Target::CollectionLabel(_) | Target::ProductLabel(_) => {
            format!("Issue the label: {}", item.title)
        }
        Target::LabelPrint(_) => format!("Print the label: {}", item.title),
        Target::LabelScan(_) => format!("Scan the label back: {}", item.title),
        _ => item.title.clone(),
    }
}

fn detail(world: &World, treatment: &Treatment, item: &OutlookItem) -> String {
    if let Some(refusal) = item.blocked_by.first() {
        return refusal.code.sentence().to_owned();
    }
    let dose = item.dose.map(|dose| format!("dose {dose}"));
    let batch = item.batch.as_ref().map(|batch| format!("batch {batch}"));
    let container = item.container.as_ref().map(ToString::to_string);
    let follower = follower(treatment, item).map(|id| format!("followed by {}", world.who(id)));
    let parts = [dose, batch, container, follower].into_iter().flatten();
    let parts: Vec<_> = parts.collect();
    parts.join(" · ")
}

/// Who follows a late result, by the plan of its release.
fn follower<'a>(treatment: &'a Treatment, item: &OutlookItem) -> Option<&'a StaffId> {
    let Task::ReportResult(test) = &item.task else {
        return None;
    };
    let products = treatment.products_of(item.batch.as_ref()?).into_iter();
    let mut plans = products.flat_map(|(_, product)| &product.late_plans);
    Some(&plans.find(|plan| &plan.test == test)?.follower)
}

fn due_words(world: &World, due: &Due) -> String {
    match due {
        Due::On(date) => date.strftime("%a %-d %b %Y").to_string(),
        Due::At(at) => world.moment(*at).strftime("%a %-d %b %Y %H:%M").to_string(),
    }
}

fn state_of(state: State) -> DueState {
    match state {
        State::Late => DueState::Late,
        State::Due => DueState::Due,
        State::Open => DueState::Open,
        State::Blocked => DueState::Blocked,
    }
}

fn role_of(role: outlook::Role) -> Role {
    match role {
        outlook::Role::Coordinator => Role::Coordinator,
        outlook::Role::Physician => Role::Physician,
        outlook::Role::CollectionNurse => Role::CollectionNurse,
        outlook::Role::Technologist => Role::Technologist,
        outlook::Role::QualityControl => Role::QualityControl,
        outlook::Role::QualifiedPerson => Role::QualifiedPerson,
        outlook::Role::InfusionNurse => Role::InfusionNurse,
    }
}

/// The form that does what an item asks for.
fn target_of(protocol: &Protocol, treatment: &Treatment, item: &OutlookItem) -> Option<Target> {
    Some(match &item.task {
        Task::CompleteEvaluation => Target::Evaluation,
        Task::ConfirmEligibility => Target::Eligibility,
        Task::ObtainConsent(_) => Target::Consent,
        Task::ConfirmPlan => Target::Plan,
        Task::RecordException => Target::Exception,
        Task::AssignLevel => Target::DoseLevel,
        Task::OrderDose => Target::Order(item.dose?),
        Task::Collect => collect(treatment, item.dose?),
        Task::StartCulture => Target::BatchStart(item.dose?),
        Task::PerformStep(step) => {
            let batch = item.batch.clone()?;
            let harvest = protocol
                .step(step)
                .is_some_and(|step| step.kind == StepKind::Harvest);
            let purpose = LabelPurpose::Product(batch.clone());
            let step = Target::Step(batch.clone(), step.clone());
            if harvest {
                under_label(treatment, &purpose, Target::ProductLabel(batch), step)
            } else {
                step
            }
        }
        Task::ClassifyDeviation(deviation) => Target::DeviationClass(deviation.clone()),
        Task::AssessDeviation(deviation) => Target::Deviation(deviation.clone()),
        Task::ReportResult(test) => Target::Result(item.batch.clone()?, test.clone()),
        Task::ApproveResult(test, number) => {
            Target::Approval(item.batch.clone()?, test.clone(), *number)
        }
        Task::ReviewRecord => Target::Review(item.container.clone()?),
        Task::SeeAlert(test, capacity) => {
            Target::Alert(item.container.clone()?, test.clone(), *capacity)
        }
        Task::NotifyAuthority => Target::Supply(item.container.clone()?, SupplyStep::Notice),
        Task::Release(ReleaseKind::Conditional) => {
            Target::ConditionalRelease(item.container.clone()?)
        }
        Task::Release(ReleaseKind::Final) => Target::FinalRelease(item.container.clone()?),
        Task::RejectExpired => Target::Rejection(item.container.clone()?),
        Task::RecordFitness => Target::Fitness(item.dose?),
        Task::Infuse => Target::Bedside(item.dose?),
        Task::TakeVitalSigns => Target::VitalSigns(item.dose?),
        Task::EndInfusion => Target::InfusionEnd(item.dose?),
        Task::EndObservation => Target::ObservationEnd(item.dose?),
        Task::HoldVisit(visit) => Target::Visit(visit.clone(), item.dose),
        Task::LiftHold => Target::HoldLift,
        Task::CloseTreatment => Target::Closing,
    })
}

fn collect(treatment: &Treatment, dose: DoseNumber) -> Target {
    let (issue, fill) = (Target::CollectionLabel(dose), Target::Collection(dose));
    under_label(treatment, &LabelPurpose::Collection(dose), issue, fill)
}

/// What comes first: the label's number, its printing, its scan, and then what it is stuck on.
fn under_label(
    treatment: &Treatment,
    purpose: &LabelPurpose,
    issue: Target,
    fill: Target,
) -> Target {
    let of_purpose = |(_, issued): &(&ContainerId, &LabelPurpose)| *issued == purpose;
    let mut labels: Vec<_> = treatment.labels.iter().filter(of_purpose).collect();
    let Some((last, _)) = labels.pop() else {
        return issue;
    };
    let scanned = |container: &ContainerId| {
        let prints = treatment.prints.get(container);
        prints.is_some_and(|prints| prints.verified.is_some())
    };
    if scanned(last) || labels.iter().any(|(container, _)| scanned(container)) {
        return fill;
    }
    match treatment.prints.get(last) {
        Some(_) => Target::LabelScan(last.clone()),
        None => Target::LabelPrint(last.clone()),
    }
}
