//! A value of a step was written down wrong. The old one stays visible; the new one is held
//! against the same limit and may open a deviation. One that is open stays so until assessed.

use std::collections::BTreeMap;

use cikada_domain::treatment::Performed;
use cikada_domain::{BatchId, Event, InputId, StepId, Value};

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
    let lines = judged_anew(ctx, (batch, step), record, (input, value));
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
        let opened = deviation::opened(ctx.treatment, batch, rule, &corrected, &lines);
        events.extend(opened);
        events
    })
}

/// What is judged otherwise with the new value than with the old one, and what the value itself is:
/// what was added may have been right for the old value and not for the new one.
fn judged_anew(
    ctx: &Context<'_>,
    place: (&BatchId, &StepId),
    record: &Performed,
    (input, value): (&InputId, &Value),
) -> Vec<WorkedLine> {
    let judged = |values: &BTreeMap<InputId, Value>| {
        let entered = Entered {
            values,
            materials: &record.materials,
        };
        worked(ctx.protocol, ctx.treatment, ctx.facility, place, entered)
    };
    let before = judged(&record.values);
    let mut values = record.values.clone();
    values.insert(input.clone(), value.clone());
    let mut lines = judged(&values);
    lines.retain(|line| {
        let same = |known: &WorkedLine| known.id == line.id && known.within == line.within;
        line.entered_as.as_ref() == Some(input) || !before.iter().any(same)
    });
    lines
}

#[cfg(test)]
mod tests {
    use cikada_domain::Value;

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
}
