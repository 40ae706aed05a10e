//! No event is passed over: each changes the treatment and has a line in the timeline.

use cikada_domain::stored::KINDS;
use cikada_domain::{DeviceId, Event, Recorded, StaffId, Treatment};

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
    let mut known = KINDS.to_vec();
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
