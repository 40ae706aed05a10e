//! No event is passed over: each changes the treatment and has a line in the timeline.

use cikada_domain::event::StopEffect;
use cikada_domain::stored::Stored;
use cikada_domain::{
    ContainerId, DeviceId, DoseNumber, Event, Recorded, StaffId, StopRuleId, Treatment,
};

use crate::example::example_events;

fn recorded(event: Event) -> Recorded {
    let at = "2026-03-01T09:00:00Z".parse().unwrap();
    Recorded {
        event,
        performer: StaffId::new("S-01").unwrap(),
        witness: None,
        device: DeviceId::new("tablet-1").unwrap(),
        occurred_at: at,
        recorded_at: at,
    }
}

#[test]
fn there_is_one_example_of_every_kind_of_event() {
    let mut kinds: Vec<_> = example_events().iter().map(Event::kind).collect();
    let mut known = Event::kinds().to_vec();
    kinds.sort_unstable();
    known.sort_unstable();
    assert_eq!(kinds, known);
}

#[test]
fn every_event_changes_the_treatment() {
    let mut treatment = Treatment {
        latest: Some(recorded(Event::HoldPlaced).occurred_at),
        ..Treatment::default()
    };
    for event in example_events() {
        let before = treatment.clone();
        let kind = event.kind();
        treatment.apply(&recorded(event));
        assert_ne!(
            before, treatment,
            "{kind} changed nothing: give it an arm in the fold"
        );
    }
}

#[test]
fn every_event_has_a_line_in_the_timeline() {
    let lines: Vec<_> = example_events().iter().map(Event::words).collect();
    assert!(lines.iter().all(|line| !line.is_empty()));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_is_entered_late_does_not_outrank_what_happened_after_it() {
    for event in example_events() {
        let keeps = matches!(
            event,
            Event::EvaluationRecorded { .. }
                | Event::DoseLevelAssigned { .. }
                | Event::DoseOrdered { .. }
                | Event::FitnessRecorded { .. }
                | Event::BedsideVerified { .. }
        );
        if !keeps {
            continue;
        }
        let happened = recorded(event.clone());
        let mut late = recorded(event);
        late.occurred_at = "2026-03-01T07:00:00Z".parse().unwrap();
        let treatment = Treatment::fold([&happened]);
        assert_eq!(Treatment::fold([&happened, &late]), treatment);
        assert_eq!(Treatment::fold([&late, &happened]), treatment);
    }
}

fn fired(rule: &str, effect: StopEffect, hour: i8) -> Recorded {
    let rule = StopRuleId::new(rule).unwrap();
    let mut fired = recorded(Event::StopRuleFired { rule, effect });
    fired.occurred_at = format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap();
    fired
}

fn given(number: u16) -> Recorded {
    recorded(Event::InfusionStarted {
        dose: DoseNumber::new(number).unwrap(),
        container: ContainerId::new(format!("BAG-{number}")).unwrap(),
        planned_end: "2026-03-02T12:00:00Z".parse().unwrap(),
    })
}

#[test]
fn each_later_firing_is_one_step_down_and_those_of_one_moment_are_one_together() {
    let mut treatment = Treatment::default();
    let history = [
        (fired("neutrophils", StopEffect::Reduce, 9), 1),
        (fired("platelets", StopEffect::HoldAndReduce, 9), 1),
        (fired("neutrophils", StopEffect::Reduce, 10), 1),
        (fired("platelets", StopEffect::Hold, 11), 1),
        (given(1), 1),
        (fired("neutrophils", StopEffect::Reduce, 13), 2),
    ];
    for (event, levels) in history {
        treatment.apply(&event);
        assert_eq!(treatment.levels_down(), levels, "{:?}", event.event);
    }
    assert_eq!(treatment.firings.len(), 5);
}

// INVARIANT (stop): lifting a hold clears neither a stop nor the end of a cycle.
#[test]
fn a_lifted_hold_keeps_stops_ended_cycles_and_steps_down() {
    let lifted = recorded(Event::HoldLifted);
    let mut history = vec![
        fired("a", StopEffect::Stop, 5),
        fired("b", StopEffect::EndCycle, 5),
        fired("c", StopEffect::HoldAndReduce, 5),
    ];
    for event in &mut history {
        event.occurred_at = "2026-03-01T05:00:00Z".parse().unwrap();
    }
    history.push(lifted);
    let treatment = Treatment::fold(&history);
    assert!(!treatment.held);
    let standing: Vec<_> = treatment.fired.values().copied().collect();
    assert_eq!(standing, [StopEffect::Stop, StopEffect::EndCycle]);
    assert_eq!(treatment.levels_down(), 1);
}
