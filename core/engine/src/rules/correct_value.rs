//! A value of a step was written down wrong. The old one stays visible; the new one is held
//! against the same limit and may open a deviation, and so may everything in other steps that was
//! worked out from the old one. One that is open stays so until assessed.

use std::collections::BTreeMap;

use cikada_domain::treatment::Product;
use cikada_domain::{
    BatchId, ContainerId, Event, HandlingEvent, InputId, Quantity, StepId, Treatment, Value,
};
use cikada_protocol::model::{Input, InputRole, Step, StepKind};
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules::perform_step::value_fits;
use crate::{anew, deviation, figures, gates};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    (step, occurrence): (&StepId, u16),
    input: &InputId,
    value: &Value,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let place = (batch, step, occurrence);
    let Some((known, rule, record)) = anew::record_of(ctx, &mut reasons, place) else {
        return reasons.refused();
    };
    let asked = rule.inputs.iter().find(|known| &known.id == input);
    let (Some(asked), Some(old)) = (asked, record.values.get(input)) else {
        reasons.refuse(RefusalCode::UnknownInput, input.as_str());
        return reasons.refused();
    };
    value_fits(&mut reasons, rule, asked, value);
    if old == value {
        reasons.refuse(
            RefusalCode::UnchangedValue,
            format!("{input} is {}", old.words()),
        );
    }
    let after = anew::corrected(ctx.treatment, batch, record, |record| {
        record.values.insert(input.clone(), value.clone());
    });
    let anew = anew::judged_anew(ctx, &after, (batch, known), (record, input));
    let held = contents(ctx, &after, batch, (rule, asked), (old, value));
    if held.is_none() {
        let detail = "less than was filled out of it, or too large to be divided";
        reasons.refuse(RefusalCode::MoreThanHeld, detail);
    }
    reasons.or_accept(|| {
        let mut events = vec![Event::ValueCorrected {
            batch: batch.clone(),
            step: step.clone(),
            occurrence,
            input: input.clone(),
            old: old.clone(),
            new: value.clone(),
        }];
        events.extend(held.unwrap_or_default());
        let corrected = BTreeMap::from([(input.clone(), value.clone())]);
        let before = deviation::count(ctx.treatment, batch);
        events.extend(anew::deviations((batch, before), rule, &corrected, &anew));
        events
    })
}

/// What each container of the batch holds by the new value, if the harvest is corrected in what they
/// hold: pages, papers and labels tell that from then on.
fn contents(
    ctx: &Context<'_>,
    after: &Treatment,
    batch: &BatchId,
    (step, input): (&Step, &Input),
    (old, new): (&Value, &Value),
) -> Option<Vec<Event>> {
    let role = input.role;
    // A label tells the viability beside the cells.
    let holds = role != InputRole::Recorded;
    let (Value::Quantity(old), Value::Quantity(new)) = (old, new) else {
        return Some(Vec::new());
    };
    // What is of another kind or population has been refused.
    if step.kind != StepKind::Harvest || !holds || old.compare(new).is_err() {
        return Some(Vec::new());
    }
    let after = Context {
        treatment: after,
        ..*ctx
    };
    let products = ctx.treatment.products_of(batch).into_iter();
    let event = |(container, product): (&ContainerId, &Product)| {
        // What was filled out of the harvest was measured by itself.
        let of_harvest = role == InputRole::Volume && product.filled_from.is_none();
        let volume = match of_harvest {
            true => left_of(new, product)?,
            false => product.volume.clone(),
        };
        Some(Event::Handling(HandlingEvent::ContentsCorrected {
            container: container.clone(),
            cells: figures::held(&after, container)?,
            volume,
        }))
    };
    products.map(event).collect()
}

/// What is left of a volume after what was filled out of it; nothing where it was less than that.
fn left_of(volume: &Quantity, product: &Product) -> Option<Quantity> {
    let mut filled = product.filled_out.iter();
    let left = filled.try_fold(volume.clone(), |left, out| left.minus(&out.volume).ok())?;
    (left.amount() >= Decimal::ZERO).then_some(left)
}

#[cfg(test)]
mod tests {
    use cikada_domain::{Event, InputId, Quantity, StepId, Value};
    use cikada_protocol::model::{InputRole, Step, StepKind};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch, container};
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

    /// By hand: a tenth less of the cells in the same volume, then 2 mL less of the volume.
    #[test]
    fn what_the_bag_holds_follows_the_corrected_harvest_and_its_label_is_made_again() {
        let mut course = example_course(Point::Harvested);
        let bag = container("CELLS-1");
        let harvest = |step: &&Step| step.kind == StepKind::Harvest;
        let step = course.protocol.steps.iter().find(harvest).unwrap().clone();
        let product = course.treatment.products[&bag].clone();
        let corrected = |role: InputRole, value: Quantity| {
            let asked = step.inputs.iter().find(|input| input.role == role).unwrap();
            Command::CorrectValue {
                batch: batch(1),
                step: step.id.clone(),
                occurrence: 0,
                input: asked.id.clone(),
                value: Value::Quantity(value),
            }
        };
        let tenth = product.cells.amount() / rust_decimal::Decimal::TEN;
        let cells = product.cells.with_amount(product.cells.amount() - tenth);
        let command = corrected(InputRole::CellCount, cells.clone());
        course.now += jiff::SignedDuration::from_mins(5);
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let held = |course: &Course| {
            let product = &course.treatment.products[&bag];
            (product.cells.clone(), product.volume.clone())
        };
        assert_eq!(held(&course), (cells.clone(), product.volume.clone()));
        let two = rust_decimal::Decimal::TWO;
        let volume = product.volume.with_amount(product.volume.amount() - two);
        let command = corrected(InputRole::Volume, volume.clone());
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        assert_eq!(held(&course), (cells, volume));
        assert_eq!(course.treatment.products[&bag].holds_since, course.now);
    }

    #[test]
    fn a_bag_whose_content_was_corrected_after_its_release_waits_for_a_new_label() {
        for role in [InputRole::Volume, InputRole::Viability] {
            let mut course = example_course(Point::Fit);
            let harvest = |step: &&Step| step.kind == StepKind::Harvest;
            let step = course.protocol.steps.iter().find(harvest).unwrap().clone();
            let Some(asked) = step.inputs.iter().find(|input| input.role == role) else {
                continue;
            };
            let record = course.treatment.batches[&batch(1)]
                .records_of(&step.id)
                .next();
            let Value::Quantity(old) = record.unwrap().values[&asked.id].clone() else {
                panic!("a quantity")
            };
            let value = old.with_amount(old.amount() - rust_decimal::Decimal::ONE);
            // Whatever time is claimed for it.
            let at = course.now - jiff::SignedDuration::from_mins(1);
            let command = Command::CorrectValue {
                batch: batch(1),
                step: step.id.clone(),
                occurrence: 0,
                input: asked.id.clone(),
                value: Value::Quantity(value),
            };
            let act = crate::course::act("tech-1", None, at, &course.zone);
            let told = course.ask(&act, &command);
            assert!(matches!(told, crate::Decision::Accepted(_)), "{told:?}");
            let verify = course.verification(1, "P-1", "CELLS-1");
            let found = codes(&mut course, "nurse-1", &verify);
            assert_eq!(found.first(), Some(&"label-not-verified"), "{role:?}");
        }
    }
}
