//! What must hold, read from the record alone: a second opinion on what the engine allowed, as the
//! first claim that does not hold, in words.

use std::collections::BTreeSet;

use cikada_domain::event::{LabelPurpose, ReleaseKind};
use cikada_domain::treatment::{Batch, Confirmed, LateFailure, ProductState, Standing, TestResult};
use cikada_domain::{Event, QualityEvent, StaffId, TestId, Treatment};
use cikada_engine::Act;
use cikada_protocol::model::ReleaseStage;

use super::course::{batch, container, dose};
use super::scene::{Moment, Scene, made, product};

type Claim = Result<(), &'static str>;

fn claim(holds: bool, or: &'static str) -> Claim {
    if holds { Ok(()) } else { Err(or) }
}

/// What an event asks of the record it was decided on.
pub(crate) fn before(scene: &Scene, before: &Moment, act: &Act, event: &Event) -> Claim {
    match event {
        Event::InfusionStarted { .. } => may_run(scene, before, act),
        Event::ProductReleased { kind, late, .. } => {
            let planned = late.iter().flatten().map(|plan| &plan.test).collect();
            followed(scene, &before.treatment, *kind, &planned)?;
            may_be_released(scene, before, act, *kind)
        }
        Event::Quality(QualityEvent::ProductSupplied { .. }) => may_be_supplied(scene, before, act),
        _ => Ok(()),
    }
}

/// Identity, and specification and certificate or the complete set of papers.
fn may_run(scene: &Scene, before: &Moment, act: &Act) -> Claim {
    let treatment = &before.treatment;
    identified(treatment)?;
    verified(scene, treatment, act)?;
    claim(!treatment.held, "dosing is held")?;
    claim(treatment.containers_infused().is_empty(), "given before")?;
    in_time(scene, treatment, act)?;
    let product = product(treatment);
    match product.state {
        ProductState::ConditionallyReleased => {
            specified(scene, treatment, ReleaseStage::Conditional)?;
            claim(!product.releases.is_empty(), "no certificate")
        }
        ProductState::Released => {
            specified(scene, treatment, ReleaseStage::Final)?;
            claim(!product.releases.is_empty(), "no certificate")
        }
        ProductState::SuppliedExceptionally => {
            let (supplied, _) = product
                .supply
                .supplied
                .as_ref()
                .ok_or("nobody supplied it")?;
            claim(product.late_failures.is_empty(), "it failed afterwards")?;
            tested(scene, treatment, ReleaseStage::Conditional)?;
            permitted(scene, treatment)?;
            complete(treatment, supplied)
        }
        _ => Err("no decision for it"),
    }
}

fn may_be_released(scene: &Scene, before: &Moment, act: &Act, kind: ReleaseKind) -> Claim {
    let (treatment, product) = (&before.treatment, product(&before.treatment));
    let stage = match kind {
        ReleaseKind::Conditional => ReleaseStage::Conditional,
        ReleaseKind::Final => ReleaseStage::Final,
    };
    let from = match kind {
        ReleaseKind::Conditional => &[ProductState::Quarantine][..],
        ReleaseKind::Final => &[
            ProductState::Quarantine,
            ProductState::ConditionallyReleased,
        ],
    };
    claim(from.contains(&product.state), "decided already")?;
    identified(treatment)?;
    specified(scene, treatment, stage)?;
    decided_by_another(treatment, &act.performer)?;
    let given = !treatment.containers_infused().is_empty();
    if given {
        Ok(())
    } else {
        in_time(scene, treatment, act)
    }
}

/// Somebody follows each result that is not in when the product leaves.
fn followed(
    scene: &Scene,
    treatment: &Treatment,
    kind: ReleaseKind,
    planned: &BTreeSet<&TestId>,
) -> Claim {
    let mut tests = scene.course.protocol.specification.iter();
    let known = |test: &TestId| made(treatment).result(test).is_some();
    let all = tests.all(|test| known(&test.id) || planned.contains(&test.id));
    claim(
        kind == ReleaseKind::Final || all,
        "a late result nobody follows",
    )
}

fn may_be_supplied(scene: &Scene, before: &Moment, act: &Act) -> Claim {
    let treatment = &before.treatment;
    let by = Confirmed {
        at: act.occurred_at,
        by: act.performer.clone(),
    };
    claim(
        product(treatment).state == ProductState::Quarantine,
        "decided already",
    )?;
    identified(treatment)?;
    decided_by_another(treatment, &act.performer)?;
    in_time(scene, treatment, act)?;
    tested(scene, treatment, ReleaseStage::Conditional)?;
    let out = !failures(made(treatment)).is_empty();
    claim(out, "nothing is out of specification")?;
    permitted(scene, treatment)?;
    complete(treatment, &by)
}

/// The bag is this patient's, beyond doubt, whole, and says so itself.
fn identified(treatment: &Treatment) -> Claim {
    let (made, opening) = (made(treatment), treatment.opening.as_ref().unwrap());
    let purpose = treatment.labels.get(&container("CELLS-1"));
    claim(
        purpose == Some(&LabelPurpose::Product(batch(1))),
        "another label",
    )?;
    claim(made.dose == dose(1), "another dose")?;
    let collected = &treatment.collections[&made.donation];
    claim(collected.dose == made.dose, "another collection")?;
    claim(opening.donor == opening.recipient, "another person's cells")?;
    let accepted = |known: &cikada_domain::treatment::Deviation| {
        known.class.is_some() && known.product_acceptable == Some(true)
    };
    claim(
        treatment.deviations.values().all(accepted),
        "a doubt nobody has settled",
    )?;
    let handovers = treatment.custody.get(&container("CELLS-1"));
    let whole = handovers.is_none_or(|all| all.iter().all(|one| one.intact));
    claim(whole, "the bag was damaged")
}

fn labelled(treatment: &Treatment) -> Claim {
    let prints = &treatment.prints[&container("CELLS-1")];
    let last = prints.printings.last().ok_or("no label")?;
    let (scanned, back) = prints.verified.as_ref().ok_or("a label nobody scanned")?;
    let full = last.printed.at >= product(treatment).harvested_at;
    claim(
        full && scanned == &last.content && back.at >= last.printed.at,
        "a label nobody scanned",
    )?;
    claim(prints.open() == 0, "a loose label")
}

/// Two people have just scanned this bag and its recipient's wristband, on this device.
fn verified(scene: &Scene, treatment: &Treatment, act: &Act) -> Claim {
    let at_bedside = treatment
        .doses
        .get(&dose(1))
        .ok_or("nobody at the bedside")?;
    let verified = at_bedside.verified.as_ref().ok_or("not verified")?;
    claim(
        verified.container == container("CELLS-1"),
        "another bag was verified",
    )?;
    claim(
        Some(&verified.recipient) == treatment.recipient(),
        "another patient was verified",
    )?;
    let two = verified
        .witness
        .as_ref()
        .is_some_and(|other| other != &verified.performer);
    claim(two, "verified by one person")?;
    let handovers = treatment.custody.get(&container("CELLS-1"));
    let last = handovers.and_then(|all| all.last());
    let here = last.is_some_and(|last| last.to == "ward");
    claim(here, "the bag is elsewhere")?;
    claim(verified.device == act.device, "verified elsewhere")?;
    let since = act.occurred_at.duration_since(verified.at);
    let valid_for = &scene.course.protocol.infusion.verification_valid_for;
    claim(since.as_secs() <= seconds(valid_for), "verified long ago")
}

fn in_time(scene: &Scene, treatment: &Treatment, act: &Act) -> Claim {
    let left = product(treatment)
        .expires_at
        .duration_since(act.occurred_at);
    let lasts = seconds(&scene.course.protocol.infusion.duration);
    claim(left.as_secs() >= lasts, "it would expire before the end")
}

fn seconds(quantity: &cikada_domain::Quantity) -> i64 {
    let seconds = quantity.convert(cikada_domain::Unit::Second).unwrap();
    seconds.amount().normalize().to_string().parse().unwrap()
}

/// Every test of the stage has a valid result, approved unless it fails, and every failure that was
/// found invalid was tested again.
fn tested(scene: &Scene, treatment: &Treatment, stage: ReleaseStage) -> Claim {
    let made = made(treatment);
    for test in &scene.course.protocol.specification {
        let results = made.results.get(&test.id).into_iter().flatten();
        for result in results {
            let mut later = made.valid_results(&test.id);
            let valid = made.standing(result) != Standing::Invalid;
            let again = valid || later.any(|other| other.number > result.number);
            claim(result.meets || again, "a failure nobody tested again")?;
        }
        if stage == ReleaseStage::Final || test.stage == ReleaseStage::Conditional {
            let mut valid = made.valid_results(&test.id).peekable();
            claim(valid.peek().is_some(), "not tested")?;
            let approved = |one: &TestResult| made.standing(one) == Standing::Approved;
            let approved = valid.all(|one| !one.meets || approved(one));
            claim(approved, "a result of one person")?;
        }
    }
    Ok(())
}

/// No valid result of any test fails.
fn specified(scene: &Scene, treatment: &Treatment, stage: ReleaseStage) -> Claim {
    tested(scene, treatment, stage)?;
    claim(failures(made(treatment)).is_empty(), "out of specification")
}

fn failures(made: &Batch) -> Vec<&TestResult> {
    let results = made.results.values().flatten();
    let failed = results.filter(|one| !one.meets && made.standing(one) != Standing::Invalid);
    failed.collect()
}

/// Whoever decides had no hand in the batch, and somebody without one has read the whole record.
fn decided_by_another(treatment: &Treatment, by: &StaffId) -> Claim {
    labelled(treatment)?;
    let makers: &BTreeSet<StaffId> = &made(treatment).makers;
    claim(!makers.contains(by), "decided by a maker")?;
    let reviewed = product(treatment)
        .reviewed
        .as_ref()
        .ok_or("nobody read it")?;
    claim(!makers.contains(&reviewed.by), "read by a maker")
}

/// In the United States an amendment of the IND or expanded access, and an ethics approval.
fn permitted(scene: &Scene, treatment: &Treatment) -> Claim {
    if scene.course.country.as_str() != "US" {
        return Ok(());
    }
    let permission = product(treatment).supply.permission.as_ref();
    let permission = permission.ok_or("not permitted")?;
    claim(permission.basis.is_some(), "permitted under nothing")?;
    claim(permission.ethics.is_some(), "no ethics approval")
}

/// The complete set of papers, each knowing what it stands on.
fn complete(treatment: &Treatment, supplied: &Confirmed) -> Claim {
    let (product, made) = (product(treatment), made(treatment));
    let supply = &product.supply;
    let risk = supply.risk.as_ref().ok_or("nobody evaluated the risk")?;
    let request = supply.request.as_ref().ok_or("nobody asked for it")?;
    let patient = supply.patient.as_ref().ok_or("the patient does not know")?;
    claim(
        request.by != risk.by,
        "evaluated and asked for by one person",
    )?;
    let order = risk.at <= request.at && risk.at <= patient.at;
    let order = order && request.at <= supplied.at && patient.at <= supplied.at;
    claim(order, "papers that do not know each other")?;
    let known = failures(made).iter().all(|one| one.at <= risk.at);
    claim(known, "a failure that nobody evaluated")
}

/// What holds in every state.
pub(crate) fn state(after: &Moment) -> Claim {
    let (treatment, product) = (&after.treatment, product(&after.treatment));
    let left = matches!(
        product.state,
        ProductState::ConditionallyReleased
            | ProductState::Released
            | ProductState::SuppliedExceptionally
    );
    let given = !treatment.containers_infused().is_empty();
    claim(!given || left, "given, and no longer released")?;
    let unseen = |failure: &LateFailure| !failure.unseen().is_empty();
    let unseen = product.late_failures.iter().any(unseen);
    claim(
        !unseen || treatment.held,
        "a late failure that nobody has seen holds nothing",
    )
}

/// What holds between a state and the next.
pub(crate) fn step(before: &Moment, after: &Moment) -> Claim {
    let (old, new) = (product(&before.treatment), product(&after.treatment));
    let given = |moment: &Moment| !moment.treatment.containers_infused().is_empty();
    claim(!given(before) || given(after), "given, and then not")?;
    claim(!out(old.state) || out(new.state), "a way back")?;
    let papers = old.state == ProductState::SuppliedExceptionally;
    let kept = (&old.supply.risk, &old.supply.request, &old.supply.patient)
        == (&new.supply.risk, &new.supply.request, &new.supply.patient);
    claim(!papers || kept, "papers changed after the supply")
}

/// From where nothing leads back.
fn out(state: ProductState) -> bool {
    matches!(
        state,
        ProductState::Rejected
            | ProductState::Returned
            | ProductState::Destroyed
            | ProductState::NeverInfused
    )
}
