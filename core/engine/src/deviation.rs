//! Numbers of quality deviations, made from the batch they belong to.

use std::collections::BTreeMap;

use cikada_domain::event::{LabelPurpose, QualityEvent};
use cikada_domain::treatment::Deviation;
use cikada_domain::{BatchId, ContainerId, DeviationId, Event, InputId, StepId, Treatment, Value};
use cikada_protocol::Judgement;
use cikada_protocol::model::Step;
use jiff::Timestamp;

use crate::context::Context;
use crate::transport::Conditions;
use crate::worked::WorkedLine;
use crate::{gates, time};

/// The number of a batch's n-th deviation; `None` if the batch number leaves no room for it.
pub(crate) fn number(batch: &BatchId, n: usize) -> Option<DeviationId> {
    DeviationId::new(format!("{batch}-D{n}")).ok()
}

/// The number of the next deviation of a batch.
pub(crate) fn next(treatment: &Treatment, batch: &BatchId) -> Option<DeviationId> {
    number(batch, count(treatment, batch).saturating_add(1))
}

/// The batch a container belongs to; a collection that no batch was started from stands for itself,
/// under its donation number. Nothing for a container without a label.
pub(crate) fn of_container(treatment: &Treatment, container: &ContainerId) -> Option<BatchId> {
    if let LabelPurpose::Product(batch) = treatment.labels.get(container)? {
        return Some(batch.clone());
    }
    let Some((donation, _)) = treatment.collected_in(container) else {
        return BatchId::new(container.as_str()).ok();
    };
    let mut batches = treatment.batches.iter();
    let started = batches.find(|(_, batch)| &batch.donation == donation);
    match started {
        Some((batch, _)) => Some(batch.clone()),
        None => BatchId::new(donation.as_str()).ok(),
    }
}

/// Whether a collection was in culture at a time: then what is left in its bag is nobody's way. What
/// happened before and is entered late happened to the cells all the same.
pub(crate) fn in_culture(treatment: &Treatment, container: &ContainerId, at: Timestamp) -> bool {
    treatment
        .collected_in(container)
        .is_some_and(|(donation, _)| {
            let mut batches = treatment.batches.values();
            batches.any(|batch| &batch.donation == donation && batch.started_at <= at)
        })
}

/// Whether nobody was told yet that a collection lay for too long after it was drawn.
pub(crate) fn late_untold(
    ctx: &Context<'_>,
    container: &ContainerId,
    rule: &Conditions<'_>,
) -> bool {
    let Some(longest) = rule.duration_max else {
        return false;
    };
    let told = ctx.treatment.deviations.values().any(|known| {
        known.container.as_ref() == Some(container) && known.found == Value::Code(LATE.to_owned())
    });
    let drawn = gates::made(ctx, container);
    // A limit that is no time is one that nothing keeps.
    let late = drawn.is_none_or(|(drawn, _)| time::older_than(drawn, longest, ctx.at, ctx.zone));
    late && !told
}

/// Whether damage that is found on a container now may have been there when a dose was filled out of it
/// earlier, and nobody was told yet. What was filled later is held by the damage itself.
pub(crate) fn damage_untold(ctx: &Context<'_>, container: &ContainerId) -> bool {
    let mut products = ctx.treatment.products.values();
    let filled_before = products.any(|product| {
        product.filled_from.as_ref() == Some(container) && product.harvested_at < ctx.at
    });
    let mut known = ctx.treatment.deviations.values();
    let told = known.any(|known| {
        known.container.as_ref() == Some(container)
            && known.found == Value::Code(DAMAGED.to_owned())
            && known.product_acceptable != Some(true)
    });
    filled_before && !told
}

/// The n-th further deviation that is found on a container, with since when it was so at the earliest, if
/// that is known.
pub(crate) fn reported(
    treatment: &Treatment,
    (container, since): (&ContainerId, Option<Timestamp>),
    n: usize,
    found: String,
) -> Option<Event> {
    let batch = of_container(treatment, container)?;
    let n = count(treatment, &batch).saturating_add(n);
    Some(Event::Quality(QualityEvent::DeviationReported {
        deviation: number(&batch, n)?,
        batch,
        step: None,
        container: Some(container.clone()),
        found,
        since,
    }))
}

/// What a deviation is called that a temperature outside its limits opens.
pub(crate) const EXCURSION: &str = "temperature-excursion";

/// What a deviation is called that a time without a temperature reading opens, before how long.
pub(crate) const UNREAD: &str = "temperature-not-read";

/// What a deviation is called that a collection opens which was taken over too late.
pub(crate) const LATE: &str = "taken-over-too-late";

/// What a deviation is called that damage opens which a handover finds after a dose was filled out of the
/// container.
pub(crate) const DAMAGED: &str = "found-damaged";

/// What a deviation is called under which a culture goes on that a lot recalled since went into.
pub const RECALLED_LOT: &str = "recalled-lot";

/// Whether a deviation is about a recalled lot: one that went in, or one that was taken out of the
/// record.
pub(crate) fn of_recall(deviation: &Deviation) -> bool {
    deviation.found == Value::Code(RECALLED_LOT.to_owned())
}

/// How many deviations a batch has.
pub(crate) fn count(treatment: &Treatment, batch: &BatchId) -> usize {
    let known = treatment.deviations.values();
    known.filter(|known| &known.batch == batch).count()
}

/// A deviation for every value outside its limit and for everything that was not added as worked
/// out, numbered after as many as there are before.
pub(crate) fn opened(
    (batch, before): (&BatchId, usize),
    step: &Step,
    values: &BTreeMap<InputId, Value>,
    lines: &[WorkedLine],
) -> Vec<Event> {
    let outside = step.inputs.iter().filter_map(|input| {
        let (limit, found) = (input.limit.as_ref()?, values.get(&input.id)?);
        let outside = limit.judge(found) != Judgement::Meets;
        outside.then(|| (input.id.clone(), limit.words(), found.clone()))
    });
    // What cannot be held against a volume is not known to be right.
    let differing = lines.iter().filter(|line| line.within != Some(true));
    let differing = differing.filter_map(|line| {
        let input = line.entered_as.as_ref().unwrap_or(&line.id);
        let found = Value::Quantity(line.entered.clone()?);
        Some((input.clone(), line.expected(), found))
    });
    let step: &StepId = &step.id;
    outside
        .chain(differing)
        .zip(before.saturating_add(1)..)
        .filter_map(|((input, expected, found), n)| {
            // A batch whose number leaves no room is refused at its start.
            Some(Event::DeviationOpened {
                deviation: number(batch, n)?,
                batch: batch.clone(),
                step: step.clone(),
                input,
                found,
                expected,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use cikada_domain::{Event, InputId, StepId};

    use crate::Command;
    use crate::asked::{codes, example_course, last};
    use crate::course::Point;

    #[test]
    fn an_amount_that_nothing_could_be_worked_out_for_opens_a_deviation_that_says_why() {
        let mut course = example_course(Point::Cultured);
        for id in ["receipt", "isolation"] {
            let step = course.protocol.step(&StepId::new(id).unwrap());
            let step = step.unwrap().clone();
            let command = course.step(1, &step);
            assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        }
        let step = course.protocol.step(&StepId::new("priming").unwrap());
        let step = step.unwrap().clone();
        let mut command = course.step(1, &step);
        // Neither the protocol nor the lot says how strong the interferon is.
        let gamma = InputId::new("interferon-gamma").unwrap();
        let steps = course.protocol.steps.iter_mut();
        let materials = steps.flat_map(|step| &mut step.materials);
        for material in materials.filter(|material| material.id == gamma) {
            material.addition.as_mut().unwrap().stock = None;
        }
        if let Command::PerformStep { materials, .. } = &mut command {
            let used = materials.iter_mut().find(|used| used.material == gamma);
            used.unwrap().amount = Some("90 mL".parse().unwrap());
        }
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let Event::DeviationOpened {
            input, expected, ..
        } = last(&course)
        else {
            panic!("a deviation, not {:?}", last(&course))
        };
        assert_eq!(input, &gamma);
        assert!(
            expected.starts_with("a volume that could not be worked out (the strength of"),
            "{expected}"
        );
    }
}
