//! What a refusal leaves in the record: the refusal itself, at a handover whose scans did not agree the
//! deviation that holds the container, and at a step of a culture that a recalled lot went into the
//! deviation under which quality lets it go on or not.

use cikada_domain::event::{QualityEvent, RefusedBecause};
use cikada_domain::{ContainerId, DeviationId, Event, Treatment};

use crate::command::{Command, Scanned};
use crate::decision::Refusal;
use crate::deviation;
use crate::gates::was_mismatch;
use crate::refusal::RefusalCode;

/// The events of a refused command, to be recorded together.
#[must_use]
pub fn refused(treatment: &Treatment, command: &Command, reasons: &[Refusal]) -> Vec<Event> {
    let refusal = Event::CommandRefused {
        command: command.name().to_owned(),
        reasons: reasons.iter().map(RefusedBecause::from).collect(),
    };
    let mut events = vec![refusal];
    events.extend(recall_told(treatment, command, reasons));
    let Command::TransferCustody {
        container, scanned, ..
    } = command
    else {
        return events;
    };
    let mut codes = reasons.iter().map(|reason| reason.code);
    let mismatches = [
        RefusalCode::IdentityMismatch,
        RefusalCode::ContainerMismatch,
    ];
    let Some(code) = codes.find(|code| mismatches.contains(code)) else {
        return events;
    };
    let other = match scanned {
        Scanned::Known(other) if other != container => Some(other),
        Scanned::Known(_) | Scanned::Unknown => None,
    };
    for doubtful in std::iter::once(container).chain(other) {
        events.extend(opened(treatment, doubtful, code, &events));
    }
    events
}

/// The deviation under which quality decides about a culture that a recalled lot went into, unless one
/// waits for its class.
fn recall_told(treatment: &Treatment, command: &Command, reasons: &[Refusal]) -> Option<Event> {
    let Command::PerformStep { batch, step, .. } = command else {
        return None;
    };
    let undecided = |reason: &Refusal| reason.code == RefusalCode::RecalledLotUndecided;
    let waits = treatment.deviations.values().any(|known| {
        &known.batch == batch
            && deviation::of_recall(known)
            && known.class.is_none()
            && known.product_acceptable.is_none()
    });
    if waits || !reasons.iter().any(undecided) {
        return None;
    }
    Some(Event::Quality(QualityEvent::DeviationReported {
        deviation: deviation::next(treatment, batch)?,
        batch: batch.clone(),
        step: Some(step.clone()),
        container: None,
        found: deviation::RECALLED_LOT.to_owned(),
        since: None,
    }))
}

/// The deviation on a container of this treatment, unless one of the kind is open.
fn opened(
    treatment: &Treatment,
    container: &ContainerId,
    code: RefusalCode,
    before: &[Event],
) -> Option<Event> {
    let open = treatment.deviations.values().any(|known| {
        known.container.as_ref() == Some(container)
            && known.product_acceptable.is_none()
            && was_mismatch(known)
    });
    if open {
        return None;
    }
    let batch = deviation::of_container(treatment, container)?;
    let of_batch = |event: &&Event| matches!(event, Event::Quality(QualityEvent::DeviationReported { batch: b, .. }) if *b == batch);
    let known = deviation::count(treatment, &batch);
    let n = known.saturating_add(before.iter().filter(of_batch).count());
    let number: DeviationId = deviation::number(&batch, n.saturating_add(1))?;
    Some(Event::Quality(QualityEvent::DeviationReported {
        deviation: number,
        batch,
        step: None,
        container: Some(container.clone()),
        found: code.code().to_owned(),
        // The scan tells when it was found, not since when it was so: it stands against the whole batch.
        since: None,
    }))
}
