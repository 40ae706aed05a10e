//! What only the events of a treatment tell about one product's record.

use std::collections::BTreeSet;

use cikada_domain::event::{HandlingEvent, QualityEvent, Recorded, RefusedBecause};
use cikada_domain::treatment::Deviation;
use cikada_domain::{BatchId, ContainerId, DeviationId, Event, Treatment};
use jiff::{SignedDuration, Timestamp};

use super::{ExceptionKind, ReviewException, mend};
use crate::context::Context;

/// An act entered later than this after it happened is a late entry.
const LATE_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// What only the events tell: corrections with both values, late entries, reprints, refusals.
pub(super) fn from_events(
    ctx: &Context<'_>,
    events: &[Recorded],
    (container, batch): (&ContainerId, &BatchId),
    exceptions: &mut Vec<ReviewException>,
) {
    let mut printed = BTreeSet::new();
    for recorded in events {
        let mut add = |kind, words| {
            exceptions.push(ReviewException {
                kind,
                at: Some(recorded.occurred_at),
                by: Some(recorded.performer.clone()),
                words,
            });
        };
        if let Event::CommandRefused { command, reasons } = &recorded.event {
            let about = (command.as_str(), reasons.as_slice());
            if refused_of(ctx, recorded.recorded_at, about, (container, batch)) {
                let codes: Vec<_> = reasons.iter().map(|reason| reason.code.as_str()).collect();
                add(
                    ExceptionKind::Refused,
                    format!("{}: {}", command.replace('-', " "), codes.join(", ")),
                );
            }
            continue;
        }
        if !concerns(ctx.treatment, recorded, (container, batch)) {
            continue;
        }
        if let Event::ValueCorrected {
            step,
            input,
            old,
            new,
            ..
        } = &recorded.event
        {
            add(
                ExceptionKind::Changed,
                format!("{step}, {input}: was {}, is {}", old.words(), new.words()),
            );
        }
        if let Event::Handling(HandlingEvent::MaterialCorrected { step, old, new, .. }) =
            &recorded.event
        {
            let (was, is) = (old.words(), new.words());
            let words = format!("{step}, {}: was {was}, is {is}", old.material);
            add(ExceptionKind::Changed, words);
        }
        if let Event::Handling(HandlingEvent::LabelPrinted {
            copies, content, ..
        }) = &recorded.event
            && !printed.insert(content)
        {
            add(
                ExceptionKind::Reprinted,
                format!("{copies} labels printed again"),
            );
        }
        let late = recorded.recorded_at.duration_since(recorded.occurred_at);
        if late > LATE_AFTER {
            let entered = ctx.wall(recorded.recorded_at);
            let words = format!("{}; entered at {entered}", recorded.event.words());
            add(ExceptionKind::Late, words);
        }
    }
}

/// Acts on a batch or a container, in records of refusals.
pub(super) const ACTS: [&str; 31] = [
    "account-labels",
    "acknowledge-alert",
    "approve-result",
    "attach-file",
    "classify-deviation",
    "close-deviation",
    "correct-material",
    "correct-value",
    "dispose-product",
    "evaluate-risk",
    "inform-patient",
    "fill-dose",
    "invalidate-result",
    "invalidate-sample",
    "log-temperature",
    "notify-authority",
    "order-retest",
    "perform-step",
    "permit-supply",
    "print-label",
    "record-result",
    "reject-product",
    "release-product",
    "report-deviation",
    "request-supply",
    "review-audit-trail",
    "supply-product",
    "take-sample",
    "transfer-custody",
    "verify-at-bedside",
    "verify-label",
];

/// Whether a refusal is of an act on this batch, as far as its record says: it names something of
/// this batch, or it may be of any batch that there was and names no other.
pub(super) fn refused_of(
    ctx: &Context<'_>,
    at: Timestamp,
    (command, reasons): (&str, &[RefusedBecause]),
    (container, batch): (&ContainerId, &BatchId),
) -> bool {
    let Treatment {
        batches,
        labels,
        deviations,
        ..
    } = ctx.treatment;
    let named = |id: &str| reasons.iter().any(|reason| mend::says(&reason.detail, id));
    let own = |(id, known): (&DeviationId, &Deviation)| &known.batch == batch && named(id.as_str());
    if named(container.as_str()) || named(batch.as_str()) || deviations.iter().any(own) {
        return true;
    }
    let others = batches.keys().any(|other| named(other.as_str()))
        || labels.keys().any(|other| named(other.as_str()))
        || deviations.keys().any(|other| named(other.as_str()));
    let started = batches
        .get(batch)
        .is_some_and(|known| known.started_at <= at);
    started && !others && ACTS.contains(&command)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what names neither batch nor container is about something else"
)]
pub(super) fn concerns(
    treatment: &Treatment,
    recorded: &Recorded,
    (container, batch): (&ContainerId, &BatchId),
) -> bool {
    let deviates = |id: &DeviationId| {
        let deviation = treatment.deviations.get(id);
        deviation.is_some_and(|deviation| treatment.concerns(batch, deviation))
    };
    let way = treatment.way_of(container);
    match &recorded.event {
        Event::DeviationClosed { deviation, .. }
        | Event::Quality(QualityEvent::DeviationClassified { deviation, .. }) => {
            deviates(deviation)
        }
        Event::Quality(QualityEvent::SampleInvalidated { sample }) => {
            let of = treatment.batch_of_sample(sample);
            of.is_some_and(|(of, _)| of == batch)
        }
        Event::BatchStarted { batch: of, .. }
        | Event::StepPerformed { batch: of, .. }
        | Event::ValueCorrected { batch: of, .. }
        | Event::DeviationOpened { batch: of, .. }
        | Event::ResultRecorded { batch: of, .. }
        | Event::ProductHarvested { batch: of, .. } => of == batch,
        Event::CustodyTransferred { container: of, .. } => way.touched(of, recorded.occurred_at),
        Event::Handling(HandlingEvent::TemperatureLogged {
            container: of,
            from,
            ..
        }) => way.touched(of, *from),
        Event::Handling(
            HandlingEvent::LabelPrinted { container: of, .. }
            | HandlingEvent::LabelVerified { container: of, .. }
            | HandlingEvent::LabelsAccounted { container: of, .. }
            | HandlingEvent::ContentsCorrected { container: of, .. }
            | HandlingEvent::ProductDisposed { container: of, .. },
        ) => of == container,
        Event::Handling(
            HandlingEvent::EquipmentUsed { batch: of, .. }
            | HandlingEvent::MaterialCorrected { batch: of, .. }
            | HandlingEvent::DoseFilled { batch: of, .. }
            | HandlingEvent::FileAttached { batch: of, .. },
        ) => of == batch,
        Event::Quality(
            QualityEvent::DeviationReported { batch: of, .. }
            | QualityEvent::SampleTaken { batch: of, .. }
            | QualityEvent::ResultApproved { batch: of, .. }
            | QualityEvent::ResultInvalidated { batch: of, .. }
            | QualityEvent::RetestOrdered { batch: of, .. }
            | QualityEvent::LateResultFailed { batch: of, .. },
        ) => of == batch,
        _ => false,
    }
}
