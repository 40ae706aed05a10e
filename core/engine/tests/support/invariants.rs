//! What must hold of every history the engine lets happen, as predicates with names.
//!
//! They read the events alone and share no code with the engine: a second opinion.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{QualityEvent, Recorded, ReleaseKind, StopEffect};
use cikada_domain::treatment::ProductState;
use cikada_domain::{ContainerId, DoseNumber, Event, HandlingEvent, Treatment, Value};
use cikada_dose::Body;
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, dose_for};
use cikada_protocol::model::{DoseAmount, Relation, ReleaseStage};
use cikada_protocol::{Judgement, Protocol, Requirement};
use jiff::tz::TimeZone;

/// A predicate over a protocol and a history; the error names what broke it.
pub(crate) type Invariant = fn(&Protocol, &[Recorded]) -> Result<(), String>;

/// Every clinical invariant, by name.
pub(crate) const INVARIANTS: [(&str, Invariant); 16] = [
    ("only the recipient is given the product", recipient),
    (
        "a product is given released, and in date at the planned end",
        released_and_in_date,
    ),
    (
        "a product is given within its specification",
        within_specification,
    ),
    (
        "no container and no dose is given twice, and doses keep their order",
        once,
    ),
    ("a stop rule ends dosing and a hold suspends it", stopped),
    ("performer and witness differ", four_eyes),
    (
        "nobody releases what they made or assesses its deviations",
        judged_by_another,
    ),
    ("a batch is of one collection of the donor", one_donor),
    ("every identifier is issued once", identifiers_once),
    (
        "no deviation is open or unacceptable when a product is released or given",
        deviations,
    ),
    (
        "the bag was verified on the same device just before",
        verified,
    ),
    (
        "every consent stands when a product is collected, started or given",
        consents,
    ),
    (
        "nothing is prepared or filled but what was ordered",
        ordered,
    ),
    (
        "a therapy that is not available is begun under an exception only",
        excepted,
    ),
    ("nobody leaves before the observation is over", observed),
    (
        "a treatment is opened once, and nothing is given once it is closed",
        opened_and_closed,
    ),
];

/// Folds the history before each event and asks of both.
fn each(
    events: &[Recorded],
    mut ask: impl FnMut(&Treatment, &Recorded) -> Result<(), String>,
) -> Result<(), String> {
    let mut treatment = Treatment::default();
    for recorded in events {
        if !matches!(recorded.event, Event::CommandRefused { .. }) {
            ask(&treatment, recorded)?;
        }
        treatment.apply(recorded);
    }
    Ok(())
}

fn holds(yes: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if yes { Ok(()) } else { Err(why()) }
}

/// The container of an infusion that starts with this event.
fn given(recorded: &Recorded) -> Option<&ContainerId> {
    match &recorded.event {
        Event::InfusionStarted { container, .. } => Some(container),
        _ => None,
    }
}

// INVARIANT (recipient): no product goes into anyone but its recipient.
fn recipient(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut donors = BTreeMap::new();
    each(events, |treatment, recorded| {
        let opening = treatment.opening.as_ref();
        match &recorded.event {
            Event::TreatmentOpened {
                donor, recipient, ..
            } => holds(
                (donor == recipient) == (protocol.relation() != Some(Relation::Allogeneic)),
                || format!("donor {donor}, recipient {recipient}"),
            ),
            Event::CollectionRecorded {
                donation, donor, ..
            } => {
                donors.insert(donation.clone(), donor.clone());
                holds(opening.is_some_and(|o| &o.donor == donor), || {
                    donor.to_string()
                })
            }
            Event::BedsideVerified { recipient, .. } => {
                holds(opening.is_some_and(|o| &o.recipient == recipient), || {
                    recipient.to_string()
                })
            }
            Event::InfusionStarted {
                dose, container, ..
            } => {
                let (product, batch) = treatment
                    .product(container)
                    .ok_or("given without a product")?;
                // A medicine is nobody's cells.
                let own = opening
                    .map(|o| &o.donor)
                    .filter(|_| protocol.medicine().is_some());
                let donor = donors.get(&batch.donation).or(own);
                holds(product.dose == *dose, || {
                    format!("{container} is of dose {}", product.dose)
                })?;
                holds(donor == opening.map(|o| &o.donor), || {
                    format!("cells of {donor:?}")
                })
            }
            _ => Ok(()),
        }
    })
}

// INVARIANT (in date): expiry is held against the planned end.
fn released_and_in_date(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut last = None;
    each(events, |treatment, recorded| {
        last = last.max(Some(recorded.recorded_at));
        let Event::InfusionStarted {
            container,
            planned_end,
            ..
        } = &recorded.event
        else {
            return Ok(());
        };
        let (product, _) = treatment
            .product(container)
            .ok_or("given without a product")?;
        let released = [
            ProductState::ConditionallyReleased,
            ProductState::Released,
            ProductState::SuppliedExceptionally,
        ];
        holds(released.contains(&product.state), || {
            format!("{container}: {:?}", product.state)
        })?;
        let length = planned_end.duration_since(recorded.occurred_at);
        let end = last.and_then(|last| last.checked_add(length).ok());
        holds(end.is_some_and(|end| end <= product.expires_at), || {
            format!("{container} expires {}, ends {end:?}", product.expires_at)
        })
    })
}

// INVARIANT (dose): the cells given are a dose of the protocol.
// INVARIANT (specification): every result ever recorded of a test meets what is asked.
fn within_specification(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    each(events, |treatment, recorded| {
        let (container, all) = match &recorded.event {
            Event::InfusionStarted { container, .. } => (container, None),
            Event::ProductReleased {
                container, kind, ..
            } => (container, Some(*kind)),
            _ => return Ok(()),
        };
        let (product, batch) = treatment
            .product(container)
            .ok_or("released without a product")?;
        let all = match all {
            Some(kind) => kind == ReleaseKind::Final,
            None => product.state == ProductState::Released,
        };
        for test in &protocol.specification {
            let results = batch.results.get(&test.id);
            let meets = results.map(|results| results.iter().all(|result| result.meets));
            let needed = all || test.stage == ReleaseStage::Conditional;
            let good = meets == Some(true) || (meets.is_none() && !needed);
            holds(good, || format!("{container}: {} is {meets:?}", test.id))?;
        }
        let cells = Value::Quantity(product.cells.clone());
        let corrected = batch
            .performed
            .iter()
            .any(|record| !record.corrected.is_empty());
        let line = protocol.dose_line(product.dose).ok_or("no line")?;
        let dose = match &line.amount {
            DoseAmount::Cells(wanted) if !cikada_engine::needs_order(line) => wanted.judge(&cells),
            _ => of_order(protocol, treatment, product.dose)?.judge(&cells),
        };
        holds(corrected || dose == Judgement::Meets, || {
            format!("{container}: {dose:?}")
        })
    })
}

/// What a dose is for the patient for whom it was ordered, worked out anew.
fn of_order(
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
) -> Result<Requirement, String> {
    let order = treatment.orders.get(&dose).ok_or("not ordered")?;
    let facts = DoseFacts {
        body: Body {
            weight: order.weight.clone(),
            height: order.height.clone(),
        },
        level: order.level,
        step: 0,
        findings: treatment
            .findings
            .iter()
            .map(|(id, found)| (id.clone(), found.value.clone()))
            .collect(),
    };
    let planned = dose_for(protocol, dose, &facts).map_err(|problem| problem.to_string())?;
    Ok(match planned.amount {
        PlannedAmount::Cells { min, max } => Requirement::Between { min, max },
        PlannedAmount::Exact(_) => {
            let exactly = Some(order.amount.clone());
            let (min, max) = (exactly.clone(), exactly);
            Requirement::Between { min, max }
        }
    })
}

// INVARIANT (dose): what is prepared was ordered, and what is filled is what was ordered.
fn ordered(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    if protocol.medicine().is_none() {
        return Ok(());
    }
    each(events, |treatment, recorded| match &recorded.event {
        Event::BatchStarted { dose, .. } => holds(treatment.orders.contains_key(dose), || {
            format!("dose {dose} without an order")
        }),
        Event::ProductHarvested { batch, cells, .. } => {
            let batch = treatment
                .batches
                .get(batch)
                .ok_or("filled without a batch")?;
            let order = treatment.orders.get(&batch.dose);
            holds(order.is_some_and(|order| &order.amount == cells), || {
                format!("filled {cells}, ordered {order:?}")
            })
        }
        Event::DoseOrdered { dose, amount, .. } => {
            let cap = protocol.dose_line(*dose).and_then(|line| line.cap.as_ref());
            let above = cap.and_then(|cap| amount.compare(cap).ok());
            holds(above != Some(std::cmp::Ordering::Greater), || {
                format!("ordered {amount} above {cap:?}")
            })
        }
        _ => Ok(()),
    })
}

fn excepted(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    each(events, |treatment, recorded| {
        let begins = matches!(
            recorded.event,
            Event::EligibilityConfirmed | Event::PlanConfirmed { .. }
        );
        let day = recorded.recorded_at.to_zoned(TimeZone::UTC).date();
        let line = protocol.availability_in(super::course::here().as_str(), day);
        let free = line.is_some_and(|line| line.status.needs_no_exception());
        holds(!begins || free || !treatment.exceptions.is_empty(), || {
            format!("begun on {day} without an exception")
        })
    })
}

// INVARIANT (once): no container and no dose is given twice.
fn once(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let (mut bags, mut last) = (BTreeSet::new(), None);
    each(events, |_, recorded| {
        let Event::InfusionStarted {
            container, dose, ..
        } = &recorded.event
        else {
            return Ok(());
        };
        holds(bags.insert(container.clone()), || {
            format!("{container} twice")
        })?;
        holds(last < Some(*dose), || format!("dose {dose} after {last:?}"))?;
        last = Some(*dose);
        Ok(())
    })
}

// INVARIANT (stop): a fired stop rule ends dosing.
fn stopped(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let (mut ended, mut held) = (false, false);
    each(events, |_, recorded| {
        match &recorded.event {
            Event::StopRuleFired {
                effect: StopEffect::Stop,
                ..
            } => ended = true,
            Event::StopRuleFired {
                effect: StopEffect::Hold | StopEffect::HoldAndReduce,
                ..
            }
            | Event::HoldPlaced => held = true,
            Event::HoldLifted => held = false,
            _ => {}
        }
        let gives = given(recorded).is_some();
        holds(!(gives && (ended || held)), || {
            format!("given, ended {ended}, held {held}")
        })
    })
}

fn four_eyes(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    each(events, |_, recorded| {
        let witness = recorded.witness.as_ref();
        holds(witness != Some(&recorded.performer), || {
            recorded.performer.to_string()
        })?;
        let needed = match &recorded.event {
            Event::BedsideVerified { .. } => true,
            Event::StepPerformed { step, .. } => {
                protocol.step(step).is_none_or(|step| step.witness)
            }
            _ => false,
        };
        holds(!needed || witness.is_some(), || {
            format!("alone: {:?}", recorded.event)
        })
    })
}

// INVARIANT (four eyes): nobody releases what they made or assesses its deviations.
fn judged_by_another(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut makers: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    each(events, |treatment, recorded| match &recorded.event {
        Event::BatchStarted { batch, .. }
        | Event::StepPerformed { batch, .. }
        | Event::ValueCorrected { batch, .. }
        | Event::Handling(HandlingEvent::MaterialCorrected { batch, .. })
        | Event::ResultRecorded { batch, .. } => {
            let makers = makers.entry(batch.clone()).or_default();
            makers.insert(recorded.performer.clone());
            makers.extend(recorded.witness.clone());
            Ok(())
        }
        Event::ProductReleased { container, .. } => {
            let product = treatment.products.get(container);
            let made = makers.get(&product.ok_or("released, not made")?.batch);
            let own = made.is_some_and(|made| made.contains(&recorded.performer));
            holds(!own, || {
                format!("{} released {container}", recorded.performer)
            })
        }
        Event::DeviationClosed { deviation, .. } => {
            let opened = treatment.deviations.get(deviation);
            let made = makers.get(&opened.ok_or("closed, not opened")?.batch);
            let own = made.is_some_and(|made| made.contains(&recorded.performer));
            holds(!own, || {
                format!("{} assessed {deviation}", recorded.performer)
            })
        }
        _ => Ok(()),
    })
}

// INVARIANT (one donor): a batch is of one collection.
fn one_donor(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut used = BTreeSet::new();
    each(events, |treatment, recorded| {
        let Event::BatchStarted { dose, donation, .. } = &recorded.event else {
            return Ok(());
        };
        let collection = treatment.collections.get(donation);
        let own = collection.is_some_and(|collection| &collection.dose == dose);
        let medicine = protocol.medicine().is_some();
        holds(own || medicine, || format!("{donation} for dose {dose}"))?;
        holds(used.insert(donation.clone()), || {
            format!("{donation} in two batches")
        })
    })
}

fn identifiers_once(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut issued = BTreeSet::new();
    each(events, |_, recorded| {
        let id = match &recorded.event {
            Event::LabelIssued { container, .. } => format!("label {container}"),
            Event::CollectionRecorded { donation, .. } => format!("donation {donation}"),
            Event::BatchStarted { batch, .. } => format!("batch {batch}"),
            Event::ProductHarvested { container, .. } => format!("product {container}"),
            Event::DeviationOpened { deviation, .. }
            | Event::Quality(QualityEvent::DeviationReported { deviation, .. }) => {
                format!("deviation {deviation}")
            }
            _ => return Ok(()),
        };
        holds(issued.insert(id.clone()), || format!("{id} twice"))
    })
}

fn deviations(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    each(events, |treatment, recorded| {
        let container = match &recorded.event {
            Event::InfusionStarted { container, .. } | Event::ProductReleased { container, .. } => {
                container
            }
            _ => return Ok(()),
        };
        let product = treatment.products.get(container).ok_or("not made")?;
        let mut of_batch = treatment
            .deviations
            .values()
            .filter(|d| d.batch == product.batch);
        let closed = of_batch.all(|deviation| {
            deviation.class.is_some() && deviation.product_acceptable == Some(true)
        });
        holds(closed, || format!("{container}"))
    })
}

fn verified(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let valid_for = &protocol.infusion.verification_valid_for;
    let valid_for = valid_for.convert(cikada_domain::Unit::Minute);
    let minutes = valid_for.map_err(|e| e.to_string())?.amount();
    each(events, |treatment, recorded| {
        let Event::InfusionStarted {
            dose, container, ..
        } = &recorded.event
        else {
            return Ok(());
        };
        let verified = treatment
            .doses
            .get(dose)
            .and_then(|dose| dose.verified.as_ref());
        let verified = verified.ok_or("not verified")?;
        let same = &verified.container == container && verified.device == recorded.device;
        holds(same, || format!("{verified:?}"))?;
        let age = recorded.recorded_at.duration_since(verified.at).as_mins();
        holds(rust_decimal::Decimal::from(age) <= minutes, || {
            format!("verified {age} min ago")
        })
    })
}

fn consents(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let mut standing = BTreeSet::new();
    each(events, |_, recorded| {
        match &recorded.event {
            Event::ConsentGiven { consent, .. } => {
                standing.insert(consent.clone());
            }
            Event::ConsentWithdrawn { consent } => {
                standing.remove(consent);
            }
            Event::CollectionRecorded { .. }
            | Event::BatchStarted { .. }
            | Event::InfusionStarted { .. } => {
                let all = protocol
                    .consents
                    .iter()
                    .all(|rule| standing.contains(&rule.id));
                return holds(all, || format!("{standing:?}"));
            }
            _ => {}
        }
        Ok(())
    })
}

fn observed(protocol: &Protocol, events: &[Recorded]) -> Result<(), String> {
    let least = protocol
        .infusion
        .observation_min
        .convert(cikada_domain::Unit::Second);
    let least = least.map_err(|e| e.to_string())?.amount();
    each(events, |treatment, recorded| {
        let Event::ObservationEnded { dose, .. } = &recorded.event else {
            return Ok(());
        };
        let infusion = treatment
            .doses
            .get(dose)
            .and_then(|dose| dose.infusion.as_ref());
        let ended = infusion.and_then(|infusion| infusion.ended.as_ref());
        let (ended_at, ..) = ended.ok_or("observation of nothing")?;
        let watched = recorded.occurred_at.duration_since(*ended_at).as_secs();
        holds(rust_decimal::Decimal::from(watched) >= least, || {
            format!("{watched} s")
        })
    })
}

fn opened_and_closed(_: &Protocol, events: &[Recorded]) -> Result<(), String> {
    each(events, |treatment, recorded| {
        let opens = matches!(recorded.event, Event::TreatmentOpened { .. });
        holds(opens == treatment.opening.is_none(), || {
            format!("{:?}", recorded.event)
        })?;
        let late = treatment.closed.is_some() && given(recorded).is_some();
        holds(!late, || "given after the end".to_owned())
    })
}
