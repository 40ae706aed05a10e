//! A lot or an amount of a step was written down wrong. The old line stays visible; the lot that was
//! used is judged as it stood when the step was done, and what should not have been opens a deviation,
//! as does everything that was worked out from the old line.
//!
//! A lot that was written down by mistake no longer counts as used: its recall does not reach the
//! product. It stays in the history, and taking a recalled one out of a record opens a deviation, too.

use std::collections::BTreeMap;

use cikada_domain::event::MaterialUsed;
use cikada_domain::{BatchId, Event, HandlingEvent, StepId, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates::Unfit;
use crate::refusal::RefusalCode;
use crate::{anew, deviation, gates};

/// What a lot is, and what it was expected to be, in a deviation.
const FOUND: &str = "unfit-lot";
const EXPECTED: &str = "a lot released, in date and not recalled when the step was done";

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    (batch, step, occurrence): (&BatchId, &StepId, u16),
    (line, new): (u16, &MaterialUsed),
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let place = (batch, step, occurrence);
    let Some((known, rule, record)) = anew::record_of(ctx, &mut reasons, place) else {
        return reasons.refused();
    };
    let Some(old) = record.materials.get(usize::from(line)) else {
        let detail = format!("{step}, material {}", u32::from(line) + 1);
        reasons.refuse(RefusalCode::RecordUnknown, detail);
        return reasons.refused();
    };
    // What two people did is not corrected by one.
    if rule.witness {
        gates::witnessed(ctx, &mut reasons);
    }
    if old == new {
        let detail = format!("{} is {}", new.material, old.words());
        reasons.refuse(RefusalCode::UnchangedValue, detail);
    }
    let unfit_lot = gates::corrected_line(ctx, &mut reasons, (rule, known, record), (old, new));
    let after = anew::corrected(ctx.treatment, batch, record, |record| {
        if let Some(used) = record.materials.get_mut(usize::from(line)) {
            *used = new.clone();
        }
    });
    let anew = anew::judged_anew(ctx, &after, (batch, known), (record, &new.material));
    reasons.or_accept(|| {
        let mut events = vec![Event::Handling(HandlingEvent::MaterialCorrected {
            batch: batch.clone(),
            step: step.clone(),
            occurrence,
            line,
            old: old.clone(),
            new: new.clone(),
            done_at: record.at,
        })];
        let before = deviation::count(ctx.treatment, batch);
        events.extend(unfit((batch, before), step, new, &unfit_lot));
        let before = before.saturating_add(events.len()).saturating_sub(1);
        let volumes = anew::deviations((batch, before), rule, &BTreeMap::new(), &anew);
        events.extend(volumes);
        events
    })
}

/// The deviation of a lot that should not have been used.
fn unfit(
    (batch, before): (&BatchId, usize),
    step: &StepId,
    used: &MaterialUsed,
    lot: &Unfit,
) -> Option<Event> {
    if lot.found.is_empty() {
        return None;
    }
    let found = if lot.of_recall {
        deviation::RECALLED_LOT
    } else {
        FOUND
    };
    // A batch whose number leaves no room is refused at its start.
    Some(Event::DeviationOpened {
        deviation: deviation::number(batch, before.saturating_add(1))?,
        batch: batch.clone(),
        step: step.clone(),
        input: used.material.clone(),
        // A code is read without its dashes, which the numbers of lots have.
        found: Value::Code(found.to_owned()),
        expected: format!("{EXPECTED}: {}", lot.found.join("; ")),
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::{LotId, Quantity, Unit};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::asked::{codes, example_course, last};
    use crate::command::{Command, FacilityCommand, HandlingCommand};
    use crate::course::{Course, Point, batch};

    const KINDS: [&str; 5] = ["LOT", "SMALL", "QUARANTINED", "RECALLED", "EXPIRED"];

    /// The first material of the step, of another lot and amount.
    fn correction(course: &Course, step: &str, kind: &str, amount: &str) -> Command {
        let step = StepId::new(step).unwrap();
        let record = course.treatment.batches[&batch(1)].records_of(&step).next();
        let old = record.unwrap().materials[0].clone();
        let lot = LotId::new(format!("{kind}-{}", old.material)).unwrap();
        let mut used = course.out_of_lot(&old.material, &lot);
        used.amount = Some(amount.parse().unwrap());
        Command::Handling(HandlingCommand::CorrectMaterial {
            batch: batch(1),
            step,
            occurrence: 0,
            line: 0,
            used,
        })
    }

    fn millilitres(quantity: &Quantity) -> Decimal {
        quantity.convert(Unit::Millilitre).unwrap().amount()
    }

    fn on_hand(course: &Course, lot: &str) -> Decimal {
        millilitres(&course.facility.lots[&LotId::new(lot).unwrap()].on_hand)
    }

    /// What the record says was taken of every lot, against what came in and what is there.
    fn books_balance(course: &Course) {
        for (id, lot) in &course.facility.lots {
            let records = course.treatment.batches.values().flat_map(|b| &b.performed);
            let used = records.flat_map(|record| &record.materials);
            let used = used.filter(|used| used.lot == id.as_str());
            let taken: Decimal = used
                .map(|used| millilitres(used.amount.as_ref().unwrap()))
                .sum();
            let drawn: Decimal = lot.draws.iter().map(|draw| millilitres(&draw.amount)).sum();
            assert_eq!(
                millilitres(&lot.on_hand),
                millilitres(&lot.received) - taken,
                "{id}"
            );
            assert_eq!(drawn, taken, "{id}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn what_is_on_hand_is_what_came_in_less_what_the_corrected_record_says_was_used(
            corrections in proptest::collection::vec((0usize..4, 0usize..5, 1i64..3_000), 1..12),
        ) {
            let mut course = example_course(Point::Harvested);
            for (step, kind, microlitres) in corrections {
                let step = ["isolation", "priming", "activation", "harvest"][step];
                let amount = format!("{microlitres} uL");
                let command = correction(&course, step, KINDS[kind], &amount);
                let _ = codes(&mut course, "tech-1", &command);
                books_balance(&course);
            }
        }
    }

    #[test]
    fn a_lot_that_should_not_have_been_used_opens_a_deviation_that_says_why() {
        for (kind, why) in [
            ("QUARANTINED", "was never released"),
            ("RECALLED", "was recalled"),
            ("EXPIRED", "expired on 2026-01-02"),
        ] {
            let mut course = example_course(Point::Harvested);
            let command = correction(&course, "isolation", kind, "1 mL");
            assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
            let Event::DeviationOpened { expected, .. } = last(&course) else {
                panic!("a deviation of {kind}, not {:?}", last(&course))
            };
            assert!(expected.contains(why), "{expected}");
        }
    }

    #[test]
    fn a_lot_released_only_after_it_was_used_opens_a_deviation() {
        let mut course = example_course(Point::Harvested);
        let lot = LotId::new("QUARANTINED-density-medium").unwrap();
        let act = crate::course::act("qc-1", None, course.now, &course.zone);
        let _ = course.ask_facility(&act, &FacilityCommand::ReleaseLot { lot });
        let command = correction(&course, "isolation", "QUARANTINED", "1 mL");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let Event::DeviationOpened { expected, .. } = last(&course) else {
            panic!("a deviation, not {:?}", last(&course))
        };
        assert!(expected.ends_with("after it was used"), "{expected}");
    }

    #[test]
    fn whoever_takes_a_recalled_lot_out_of_a_record_has_it_assessed() {
        let mut course = example_course(Point::Harvested);
        let lot = LotId::new("LOT-density-medium").unwrap();
        let act = crate::course::act("qc-1", None, course.now, &course.zone);
        let _ = course.ask_facility(&act, &FacilityCommand::RecallLot { lot });
        let command = correction(&course, "isolation", "SMALL", "1 mL");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let Event::DeviationOpened { expected, .. } = last(&course) else {
            panic!("a deviation, not {:?}", last(&course))
        };
        assert!(expected.ends_with("was written down before"), "{expected}");
    }

    /// By hand: 100 L less the 3 mL that were taken in truth; of the small lot's 1.5 mL no 3 mL are taken.
    #[test]
    fn an_amount_that_was_written_down_wrong_opens_a_deviation_where_another_was_worked_out() {
        let mut course = example_course(Point::Harvested);
        let before = course.treatment.deviations.len();
        let command = correction(&course, "activation", "LOT", "3 mL");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        assert_eq!(course.treatment.deviations.len(), before + 1);
        let left = Decimal::from(100_000) - Decimal::from(3);
        assert_eq!(on_hand(&course, "LOT-anti-cd3"), left);
        let command = correction(&course, "activation", "SMALL", "3 mL");
        let refused = codes(&mut course, "tech-1", &command);
        assert_eq!(refused, ["not-enough-on-hand"]);
    }

    #[test]
    fn what_was_counted_after_the_step_stays_as_it_was_counted() {
        let mut course = example_course(Point::Harvested);
        let lot = LotId::new("LOT-density-medium").unwrap();
        let act = crate::course::act("qc-1", Some("stores-1"), course.now, &course.zone);
        let counted = "7 mL".parse().unwrap();
        let _ = course.ask_facility(&act, &FacilityCommand::CountLot { lot, counted });
        let command = correction(&course, "isolation", "LOT", "20 mL");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        assert_eq!(on_hand(&course, "LOT-density-medium"), Decimal::from(7));
    }

    #[test]
    fn the_old_line_stays_beside_the_record() {
        let mut course = example_course(Point::Harvested);
        let command = correction(&course, "isolation", "SMALL", "1.2 mL");
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let step = StepId::new("isolation").unwrap();
        let record = course.treatment.batches[&batch(1)].records_of(&step).next();
        let record = record.unwrap();
        assert_eq!(
            record.materials[0].words(),
            "lot SMALL-density-medium, 1.2 mL"
        );
        let [(0, before)] = &record.materials_before[..] else {
            panic!("{:?}", record.materials_before)
        };
        assert_eq!(before.words(), "lot LOT-density-medium, 1 mL");
    }
}
