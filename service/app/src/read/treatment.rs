//! One treatment: timeline, chain of identity and custody, batches, results, documents.

use cikada_domain::event::{ExceptionTo, LabelPurpose};
use cikada_domain::treatment::{AdverseEvent, Confirmed, Product};
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, Country, DoseNumber, PlannedKind, Treatment,
};
use cikada_engine::chain_of_custody;
use cikada_protocol::model::{ConsentRule, Criterion, GateRule};
use cikada_protocol::{Judgement, Protocol};

use crate::error::AppError;
use crate::form::{InnerLimit, Target};
use crate::read::custody::holds;
use crate::read::labels::{self, Label};
use crate::read::standing::{Standing, standing};
use crate::read::today::{DueItem, due_items};
use crate::read::{Heading, Moment, heading, meets, rule_source, timeline};
use crate::use_cases::Actor;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatmentPage {
    /// The heading.
    pub heading: Heading,
    /// How the therapy stands here, and what was decided about it.
    pub standing: Standing,
    /// Exceptions to that, in words.
    pub exceptions: Vec<String>,
    /// Gates of the schedule: the question, the answer, and whether it lets the next doses through.
    pub gates: Vec<GateLine>,
    /// What is open now.
    pub due: Vec<DueItem>,
    /// Everything planned and done, in order of time.
    pub timeline: Vec<Mark>,
    /// Each dose with what was made for it.
    pub doses: Vec<DoseLine>,
    /// Each container with its holders.
    pub custody: Vec<ContainerHistory>,
    /// Consents: name, words, when given.
    pub consents: Vec<(String, Option<String>)>,
    /// Findings of the evaluation: question, answer, limit, whether met.
    pub findings: Vec<FindingLine>,
    /// Adverse events in words, newest first.
    pub adverse_events: Vec<String>,
    /// Labels issued, newest first.
    pub labels: Vec<Label>,
    /// Acts that may be started from this page whatever is due: label and form.
    pub acts: Vec<(String, Target)>,
}

/// One mark of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day or time.
    pub at: Moment,
    /// What kind it is, for shape and colour.
    pub kind: MarkKind,
    /// What happened or is planned.
    pub words: String,
    /// Who did it.
    pub who: Option<String>,
    /// Reasons, for refusals.
    pub reasons: Vec<String>,
    /// The dose it belongs to.
    pub dose: Option<DoseNumber>,
}

/// What kind a mark of the timeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// Planned and not yet done.
    Planned,
    /// Enrolment, consent, plan.
    Decision,
    /// Collection and custody.
    Collection,
    /// Culture and tests.
    Making,
    /// Release or rejection.
    Release,
    /// Bedside and infusion.
    Infusion,
    /// Visits and response.
    FollowUp,
    /// An adverse event, a hold or a stop.
    Warning,
    /// A refusal.
    Refusal,
}

/// One dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseLine {
    /// Its number.
    pub dose: DoseNumber,
    /// The planned day of the infusion.
    pub planned: Option<String>,
    /// Where it stands, in words.
    pub state: String,
    /// The batch.
    pub batch: Option<BatchId>,
    /// The product.
    pub container: Option<ContainerId>,
    /// How much it is: what was made, before that what is ordered, in words.
    pub amount: Option<String>,
    /// Whether it was given.
    pub given: bool,
}

/// One container's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerHistory {
    /// The container.
    pub container: ContainerId,
    /// What it holds, in words.
    pub holds: String,
    /// Every holder: time, from, to, condition, who recorded it.
    pub steps: Vec<CustodyStep>,
}

/// One change of hands, or the birth or end of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyStep {
    /// When.
    pub at: Moment,
    /// What happened, in words.
    pub words: String,
    /// Who or what place held it afterwards.
    pub holder: Option<String>,
    /// Whether it was intact.
    pub intact: bool,
}

/// One finding against its criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// The question.
    pub question: String,
    /// The limit in words.
    pub limit: String,
    /// The answer in words; `None` while missing.
    pub answer: Option<String>,
    /// The centre's own limit inside it.
    pub inner: Option<InnerLimit>,
    /// Whether it meets both.
    pub met: bool,
    /// Where the criterion comes from, with its basis.
    pub source: crate::read::RuleSource,
}

/// One gate of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateLine {
    /// The question, with what the answer must be.
    pub question: String,
    /// The last answer in words; `None` while there is none, and doses behind the gate wait.
    pub answer: Option<String>,
    /// Whether the answer lets the next doses through.
    pub met: bool,
    /// Where the gate comes from.
    pub source: crate::read::RuleSource,
}

/// The page of one treatment.
///
/// # Errors
/// When there is no such treatment, the reader may not see it, or reading fails.
pub fn treatment(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
) -> Result<TreatmentPage, AppError> {
    let heading = heading(world, actor, id)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    Ok(TreatmentPage {
        heading,
        standing: standing(world, &protocol),
        exceptions: exceptions(world, treatment),
        gates: gates(&protocol, treatment),
        due: due_items(world, actor, id)?,
        timeline: timeline::of_treatment(world, id, treatment, protocol.medicine().is_some())?,
        doses: doses(treatment),
        custody: custody(world, &protocol, treatment),
        consents: consents(world, &protocol, treatment),
        findings: findings(&protocol, treatment),
        adverse_events: adverse_events(world, treatment),
        labels: labels::of_treatment(world, &folded, &protocol)?,
        acts: acts(treatment),
    })
}

fn doses(treatment: &Treatment) -> Vec<DoseLine> {
    let items = treatment.plan.iter().flat_map(|plan| &plan.items);
    let infusions = items.filter(|item| item.kind == PlannedKind::Infusion);
    infusions
        .filter_map(|item| {
            let dose = item.dose?;
            let batch = treatment.batch_for(dose);
            let (container, product) = treatment.product_for(dose).unzip();
            let infusion = treatment
                .doses
                .get(&dose)
                .and_then(|dose| dose.infusion.as_ref());
            Some(DoseLine {
                dose,
                planned: Some(item.on.strftime("%a %-d %b %Y").to_string()),
                state: dose_state(treatment, dose).to_owned(),
                batch: batch.map(|(id, _)| id.clone()),
                container: container.cloned(),
                amount: amount(treatment, dose, product),
                given: infusion.is_some(),
            })
        })
        .collect()
}

fn amount(treatment: &Treatment, dose: DoseNumber, product: Option<&Product>) -> Option<String> {
    let ordered = treatment.orders.get(&dose).map(|order| &order.amount);
    let made = product.map(|product| &product.cells);
    made.or(ordered).map(cikada_domain::Quantity::words)
}

fn dose_state(treatment: &Treatment, dose: DoseNumber) -> &'static str {
    if let Some(infusion) = treatment
        .doses
        .get(&dose)
        .and_then(|dose| dose.infusion.as_ref())
    {
        return if infusion.ended.is_some() {
            "given"
        } else {
            "running"
        };
    }
    let Some((_, batch)) = treatment.batch_for(dose) else {
        return if treatment.collection_for(dose).is_some() {
            "collected"
        } else if treatment.orders.contains_key(&dose) {
            "ordered"
        } else {
            "planned"
        };
    };
    let product = treatment.product_for(dose).map(|(_, product)| product);
    let grows = treatment.collections.contains_key(&batch.donation);
    let made = if grows { "growing" } else { "in preparation" };
    product.map_or(made, |product| product.state.words())
}

fn custody(world: &World, protocol: &Protocol, treatment: &Treatment) -> Vec<ContainerHistory> {
    let of_container = |(container, purpose): (&ContainerId, &LabelPurpose)| {
        let links = chain_of_custody(treatment, container).into_iter();
        let steps = links.map(|link| CustodyStep {
            at: world.moment(link.at),
            words: link.words,
            holder: link.holder,
            intact: link.intact,
        });
        ContainerHistory {
            container: container.clone(),
            holds: holds(protocol, purpose),
            steps: steps.collect(),
        }
    };
    treatment.labels.iter().map(of_container).collect()
}

fn consents(
    world: &World,
    protocol: &Protocol,
    treatment: &Treatment,
) -> Vec<(String, Option<String>)> {
    let given = |rule: &ConsentRule| {
        let confirmed = treatment.consents.get(&rule.id)?;
        let day = world.moment(confirmed.at).strftime("%-d %b %Y").to_string();
        Some(format!("{day}, recorded by {}", world.who(&confirmed.by)))
    };
    protocol
        .consents
        .iter()
        .map(|rule| (rule.text.clone(), given(rule)))
        .collect()
}

fn findings(protocol: &Protocol, treatment: &Treatment) -> Vec<FindingLine> {
    let line = |criterion: &Criterion| {
        let found = treatment.findings.get(&criterion.id);
        FindingLine {
            question: criterion.text.clone(),
            limit: criterion.requirement.words(),
            answer: found.map(|found| found.value.words()),
            inner: criterion.centre.as_ref().map(|centre| InnerLimit {
                words: centre.requirement.words(),
                source: rule_source(protocol, &centre.source),
            }),
            met: found.is_some_and(|found| meets(criterion, &found.value)),
            source: rule_source(protocol, &criterion.source),
        }
    };
    protocol.eligibility.iter().map(line).collect()
}

fn exceptions(world: &World, treatment: &Treatment) -> Vec<String> {
    let words = |((country, status), confirmed): (&(Country, ExceptionTo), &Confirmed)| {
        let status = match status {
            ExceptionTo::OffLabel => "off label",
            ExceptionTo::Withdrawn => "withdrawn",
            ExceptionTo::Unverified => "unverified",
            ExceptionTo::Unknown => "of unknown standing",
        };
        let day = world.moment(confirmed.at).strftime("%-d %b %Y").to_string();
        let who = world.who(&confirmed.by);
        format!("Exception to {status} in {country}, {day}, signed by {who}")
    };
    treatment.exceptions.iter().map(words).collect()
}

fn gates(protocol: &Protocol, treatment: &Treatment) -> Vec<GateLine> {
    let line = |gate: &GateRule| {
        let id = &gate.condition.criterion;
        let mut visits = treatment.visits.iter().rev();
        let found = visits.find_map(|visit| visit.findings.get(id));
        let wanted = &gate.condition.requirement;
        GateLine {
            question: format!("{}: {}", gate.text, wanted.words()),
            answer: found.map(cikada_domain::Value::words),
            met: found.is_some_and(|found| wanted.judge(found) == Judgement::Meets),
            source: rule_source(protocol, &gate.source),
        }
    };
    protocol.gates.iter().map(line).collect()
}

fn adverse_events(world: &World, treatment: &Treatment) -> Vec<String> {
    let words = |event: &AdverseEvent| {
        let day = world
            .moment(event.at)
            .strftime("%-d %b %Y %H:%M")
            .to_string();
        let serious = if event.serious { ", serious" } else { "" };
        let term = event.term.replace('-', " ");
        format!(
            "{day}: {term}, grade {} ({}){serious}",
            event.grade, event.scheme
        )
    };
    treatment.adverse_events.iter().rev().map(words).collect()
}

/// Acts that may be started whatever is due.
fn acts(treatment: &Treatment) -> Vec<(String, Target)> {
    if treatment.closed.is_some() {
        return Vec::new();
    }
    let mut acts = vec![
        ("Record findings".to_owned(), Target::Evaluation),
        ("Record consent".to_owned(), Target::Consent),
        ("Record an adverse event".to_owned(), Target::AdverseEvent),
    ];
    for container in treatment.labels.keys() {
        acts.push((
            format!("Hand over {container}"),
            Target::Custody(container.clone()),
        ));
    }
    acts.push(if treatment.held {
        ("Lift the hold".to_owned(), Target::HoldLift)
    } else {
        ("Hold all dosing".to_owned(), Target::Hold)
    });
    acts.push(("Close the treatment".to_owned(), Target::Closing));
    acts
}
