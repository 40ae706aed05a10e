//! A value of a step was written down wrong. The old one stays visible; the new one is held
//! against the same limit and may open a deviation, and so may everything in other steps that was
//! worked out from the old one. One that is open stays so until assessed.

use std::collections::BTreeMap;

use cikada_domain::treatment::{Batch, Performed};
use cikada_domain::{BatchId, Event, InputId, StepId, Treatment, Value};
use cikada_protocol::model::Step;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules::perform_step::value_fits;
use crate::worked::{Entered, WorkedLine, worked};
use crate::{deviation, gates};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    (step, occurrence): (&StepId, u16),
    input: &InputId,
    value: &Value,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let known = ctx.treatment.batches.get(batch);
    if known.is_none() {
        reasons.refuse(RefusalCode::BatchUnknown, batch.as_str());
    }
    let rule = ctx.protocol.step(step);
    if rule.is_none() {
        reasons.refuse(RefusalCode::UnknownStep, step.as_str());
    }
    let (Some(known), Some(rule)) = (known, rule) else {
        // Without a batch and a step there is no record to look into.
        return reasons.refused();
    };
    let record = known.records_of(step).nth(usize::from(occurrence));
    let Some(record) = record else {
        let detail = format!("{step}, record {}", u32::from(occurrence) + 1);
        reasons.refuse(RefusalCode::RecordUnknown, detail);
        return reasons.refused();
    };
    let asked = rule.inputs.iter().find(|known| &known.id == input);
    let (Some(asked), Some(old)) = (asked, record.values.get(input)) else {
        reasons.refuse(RefusalCode::UnknownInput, input.as_str());
        return reasons.refused();
    };
    gates::not_before(ctx, &mut reasons, record.at, "the step was done");
    value_fits(&mut reasons, rule, asked, value);
    if old == value {
        reasons.refuse(
            RefusalCode::UnchangedValue,
            format!("{input} is {}", old.words()),
        );
    }
    let anew = judged_anew(ctx, (batch, known), record, (input, value));
    reasons.or_accept(|| {
        let mut events = vec![Event::ValueCorrected {
            batch: batch.clone(),
            step: step.clone(),
            occurrence,
            input: input.clone(),
            old: old.clone(),
            new: value.clone(),
        }];
        let corrected = BTreeMap::from([(input.clone(), value.clone())]);
        let mut before = deviation::count(ctx.treatment, batch);
        let mut open = |rule: &Step, values: &BTreeMap<InputId, Value>, lines: &[WorkedLine]| {
            let opened = deviation::opened((batch, before), rule, values, lines);
            before = before.saturating_add(opened.len());
            events.extend(opened);
        };
        open(rule, &corrected, &anew.own);
        for (other, lines) in &anew.others {
            open(other, &BTreeMap::new(), lines);
        }
        events
    })
}

/// What is judged otherwise with a new value than with the old one.
struct JudgedAnew<'a> {
    /// In the step of the value: what was added may have been right for the old value alone. What
    /// is entered as the value itself is always among it.
    own: Vec<WorkedLine>,
    /// In the other steps that were done and worked with the value, each record by itself.
    others: Vec<(&'a Step, Vec<WorkedLine>)>,
}

fn judged_anew<'a>(
    ctx: &Context<'a>,
    (id, batch): (&BatchId, &Batch),
    record: &Performed,
    (input, value): (&InputId, &Value),
) -> JudgedAnew<'a> {
    let mut after = ctx.treatment.clone();
    let records = after.batches.get_mut(id).into_iter();
    for known in records.flat_map(|batch| &mut batch.performed) {
        if *known == *record {
            known.values.insert(input.clone(), value.clone());
        }
    }
    let judged = |treatment: &Treatment, record: &Performed| {
        let entered = Entered {
            values: &record.values,
            materials: &record.materials,
        };
        let place = (id, &record.step);
        worked(ctx.protocol, treatment, ctx.facility, place, entered)
    };
    let mut anew = JudgedAnew {
        own: Vec::new(),
        others: Vec::new(),
    };
    let records = after.batches.get(id).into_iter();
    let records = records.flat_map(|batch| &batch.performed);
    for (old, new) in batch.performed.iter().zip(records) {
        let own = old == record;
        let before = judged(ctx.treatment, old);
        let mut lines = judged(&after, new);
        lines.retain(|line| {
            let same = |known: &WorkedLine| known.id == line.id && known.within == line.within;
            own && line.entered_as.as_ref() == Some(input) || !before.iter().any(same)
        });
        if own {
            anew.own = lines;
        } else if let Some(step) = ctx.protocol.step(&old.step) {
            anew.others.push((step, lines));
        }
    }
    anew
}

#[cfg(test)]
mod tests {
    use cikada_domain::{Event, InputId, StepId, Value};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch};
    use crate::example::example_failing;

    #[test]
    fn a_correction_after_the_release_keeps_the_bag_from_the_patient() {
        let mut course = example_course(Point::Fit);
        let step = course
            .protocol
            .steps
            .iter()
            .find(|step| step.inputs.iter().any(|i| i.limit.is_some()));
        let step = step.unwrap().clone();
        let input = step
            .inputs
            .iter()
            .find(|input| input.limit.is_some())
            .unwrap();
        let value: Value = example_failing(input.limit.as_ref().unwrap()).remove(0);
        let command = Command::CorrectValue {
            batch: batch(1),
            step: step.id.clone(),
            occurrence: 0,
            input: input.id.clone(),
            value,
        };
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let verify = course.verification(1, "P-1", "CELLS-1");
        let code = "deviation-unclassified";
        assert_eq!(codes(&mut course, "nurse-1", &verify), [code]);
    }

    /// By hand: 1.2e8 cells at 2e6 per mL fill 60 mL, and half of the cells fill 30 mL.
    #[test]
    fn a_later_step_that_worked_with_the_old_value_is_held_against_the_new_one() {
        let mut course = example_course(Point::Cultured);
        let cells = |count: &str| Value::Quantity(count.parse().unwrap());
        let counted = InputId::new("mononuclear-cells").unwrap();
        for id in ["receipt", "isolation", "priming"] {
            let step = course.protocol.step(&StepId::new(id).unwrap());
            let mut command = course.step(1, &step.unwrap().clone());
            if let Command::PerformStep { values, .. } = &mut command {
                for (id, value) in [
                    (&counted, cells("1.2e8 {viable}")),
                    (&InputId::new("culture-volume").unwrap(), cells("60 mL")),
                ] {
                    if values.contains_key(id) {
                        values.insert(id.clone(), value);
                    }
                }
            }
            assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        }
        assert!(course.treatment.deviations.is_empty());
        let correct = |count: &str| Command::CorrectValue {
            batch: batch(1),
            step: StepId::new("isolation").unwrap(),
            occurrence: 0,
            input: counted.clone(),
            value: cells(count),
        };
        let command = correct("6e7 {viable}");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let opened = course.events.iter().filter_map(|recorded| {
            let Event::DeviationOpened { step, found, .. } = &recorded.event else {
                return None;
            };
            Some((step.as_str(), found.words()))
        });
        let opened: Vec<_> = opened.collect();
        assert_eq!(opened.last().unwrap(), &("priming", "60 mL".to_owned()));
    }
}
