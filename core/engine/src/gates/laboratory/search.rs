//! Every state that three people can bring the samples, results and retests of one test into,
//! searched breadth first: each asks for every command in every state, and [`decide`] answers.
//!
//! The claims read the fold alone and are a second opinion on what the engine allowed. What a state
//! is known by holds all that an answer can depend on: that something was approved or voided, not by
//! whom. States that differ only in who is who, or in which sample is which, are one.

mod claims;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cikada_domain::event::Recorded;
use cikada_domain::treatment::Batch;
use cikada_domain::{Event, QualityEvent, SampleId, Treatment, Value};
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use crate::asked::example_course;
use crate::context::{Context, Reasons};
use crate::course::{Course, Point, act, approval, batch};
use crate::decision::Decision;
use crate::example::{example_failing, example_meeting};
use crate::{Act, Command, QualityCommand, decide};
use claims::{disagreeing, judged_own, lost, results, wrongly_released};

const PEOPLE: [&str; 3] = ["qc-1", "qc-2", "qp-1"];

/// How far a search goes.
struct Bounds {
    /// The samples, each with who takes it before the search; nobody if the search is to.
    samples: &'static [(&'static str, Option<&'static str>)],
    results: usize,
    people: usize,
}

/// What a search met.
#[derive(Debug, Default)]
struct Met {
    states: usize,
    transitions: usize,
    asked: usize,
    releasable: usize,
    releasable_after_failure: usize,
    barred_after_retest: usize,
}

/// One test of one batch, with nothing else in the treatment that an answer would be slow for.
struct Laboratory {
    course: Course,
    test: SpecificationTest,
}

impl Laboratory {
    fn new() -> Self {
        let mut course = example_course(Point::Cultured);
        let rules = &mut course.protocol.specification;
        rules.retain(|test| test.stage == ReleaseStage::Conditional);
        rules.truncate(1);
        let test = rules[0].clone();
        let mut culture = course.treatment.batches[&batch(1)].clone();
        culture.performed.clear();
        culture.makers.clear();
        course.treatment = Treatment {
            opening: course.treatment.opening.take(),
            batches: BTreeMap::from([(batch(1), culture)]),
            ..Treatment::default()
        };
        Self { course, test }
    }

    fn act(&self, who: &str) -> Act {
        act(who, None, self.course.now, &self.course.zone)
    }

    fn asked(&self, treatment: &Treatment, act: &Act, command: &Command) -> Decision {
        let Course {
            protocol,
            facility,
            now,
            ..
        } = &self.course;
        decide(protocol, treatment, facility, act, command, *now)
    }

    fn after(&self, before: &Treatment, act: &Act, events: &[Event]) -> Treatment {
        let mut after = before.clone();
        for event in events {
            after.apply(&Recorded {
                event: event.clone(),
                performer: act.performer.clone(),
                witness: None,
                device: act.device.clone(),
                occurred_at: act.occurred_at,
                recorded_at: self.course.now,
            });
        }
        after
    }

    fn take(&self, sample: &str) -> Command {
        Command::Quality(QualityCommand::TakeSample {
            sample: SampleId::new(sample).unwrap(),
            batch: batch(1),
            tests: vec![self.test.id.clone()],
            volume: "5 mL".parse().unwrap(),
        })
    }

    fn found(&self, value: &Value, sample: &str) -> Command {
        Command::RecordResult {
            batch: batch(1),
            test: self.test.id.clone(),
            value: value.clone(),
            sample: Some(SampleId::new(sample).unwrap()),
            file: None,
        }
    }

    fn commands(&self, of: &Batch, bounds: &Bounds) -> Vec<Command> {
        let mut commands = Vec::new();
        let known = results(of, &self.test.id).len();
        let values = [
            example_meeting(&self.test.requirement),
            example_failing(&self.test.requirement).remove(0),
        ];
        for (sample, taken_by) in bounds.samples {
            if taken_by.is_none() {
                commands.push(self.take(sample));
            }
            if known < bounds.results {
                commands.extend(values.iter().map(|value| self.found(value, sample)));
            }
            let sample = SampleId::new(*sample).unwrap();
            commands.push(Command::Quality(QualityCommand::InvalidateSample {
                sample,
            }));
        }
        for number in 0..u16::try_from(known).unwrap() {
            commands.push(approval(batch(1), self.test.id.clone(), number));
            commands.push(Command::Quality(QualityCommand::InvalidateResult {
                batch: batch(1),
                test: self.test.id.clone(),
                number,
            }));
        }
        commands.push(Command::Quality(QualityCommand::OrderRetest {
            batch: batch(1),
            test: self.test.id.clone(),
        }));
        commands
    }

    /// Whether the gate of a release lets the batch through.
    fn releasable(&self, treatment: &Treatment) -> bool {
        let act = self.act("qp-9");
        let course = &self.course;
        let ctx = Context {
            protocol: &course.protocol,
            treatment,
            facility: None,
            at: course.now,
            now: course.now,
            zone: &course.zone,
            country: None,
            act: Some(&act),
        };
        let (mut reasons, of) = (Reasons::default(), &treatment.batches[&batch(1)]);
        super::results(&ctx, &mut reasons, of, ReleaseStage::Conditional);
        reasons.into_refusals().is_empty()
    }

    fn search(&self, bounds: &Bounds) -> Met {
        let mut first = self.course.treatment.clone();
        for (sample, taken_by) in bounds.samples {
            let Some(who) = taken_by else {
                continue;
            };
            let act = self.act(who);
            let Decision::Accepted(events) = self.asked(&first, &act, &self.take(sample)) else {
                panic!("{sample} cannot be taken");
            };
            first = self.after(&first, &act, &events);
        }
        let acts = PEOPLE.map(|who| self.act(who));
        let mut met = Met::default();
        let mut seen = BTreeSet::from([self.key(&first)]);
        let mut queue = VecDeque::from([first]);
        while let Some(before) = queue.pop_front() {
            met.states += 1;
            self.hold(&before, &mut met);
            let commands = self.commands(&before.batches[&batch(1)], bounds);
            for act in &acts[..bounds.people] {
                for command in &commands {
                    met.asked += 1;
                    let Decision::Accepted(events) = self.asked(&before, act, command) else {
                        continue;
                    };
                    met.transitions += 1;
                    let after = self.after(&before, act, &events);
                    let of = &before.batches[&batch(1)];
                    let lost = lost(of, &after.batches[&batch(1)], &self.test.id);
                    let own = judged_own(of, &act.performer, &events);
                    assert_eq!(lost.or(own), None, "{command:?} after {of:#?}");
                    if seen.insert(self.key(&after)) {
                        queue.push_back(after);
                    }
                }
            }
        }
        met
    }

    /// Every claim about a state.
    fn hold(&self, treatment: &Treatment, met: &mut Met) {
        let (of, test) = (&treatment.batches[&batch(1)], &self.test.id);
        assert_eq!(disagreeing(of, test), None, "{of:#?}");
        let failed_once = results(of, test).iter().any(|result| !result.meets);
        let retested = !of.retests.is_empty();
        if self.releasable(treatment) {
            assert_eq!(wrongly_released(of, test), None, "{of:#?}");
            met.releasable += 1;
            met.releasable_after_failure += usize::from(failed_once);
        } else {
            met.barred_after_retest += usize::from(retested);
        }
    }

    /// What a state is known by: people and samples are numbered as the results name them, so that
    /// states that differ in who is who are one.
    fn key(&self, treatment: &Treatment) -> Vec<u8> {
        let of = &treatment.batches[&batch(1)];
        let (mut people, mut samples) = (Vec::new(), Vec::new());
        let mut key = Vec::new();
        for result in results(of, &self.test.id) {
            let flags = [
                result.meets,
                result.approved.is_some(),
                result.invalidated.is_some(),
            ];
            key.push(numbered(&mut people, &result.by));
            key.extend(result.sample.iter().map(|id| numbered(&mut samples, id)));
            key.extend(flags.map(u8::from));
        }
        for id in of.samples.keys() {
            numbered(&mut samples, id);
        }
        for sample in samples.iter().map(|id| &of.samples[*id]) {
            key.push(b'p' + numbered(&mut people, &sample.taken.by));
            key.push(u8::from(sample.invalidated.is_some()));
        }
        let retests = of.retests.values().flatten();
        key.extend(retests.map(|retest| b'P' + u8::try_from(retest.after).unwrap()));
        key
    }
}

/// The number of a thing in order of being met.
fn numbered<'a, T: PartialEq>(met: &mut Vec<&'a T>, thing: &'a T) -> u8 {
    let known = met.iter().position(|other| *other == thing);
    let number = known.unwrap_or_else(|| {
        met.push(thing);
        met.len() - 1
    });
    u8::try_from(number).unwrap()
}

fn searched(bounds: &Bounds) -> Met {
    let met = Laboratory::new().search(bounds);
    println!("{:?}, {} results: {met:?}", bounds.samples, bounds.results);
    assert!(
        met.releasable > 0 && met.transitions > met.states,
        "{met:?}"
    );
    met
}

#[test]
fn no_path_of_three_results_of_one_sample_loses_a_failure_or_releases_on_it() {
    let met = searched(&Bounds {
        samples: &[("S-1", Some("qc-2"))],
        results: 3,
        people: 3,
    });
    assert!(met.releasable_after_failure > 0 && met.barred_after_retest > 0);
}

#[test]
fn no_path_of_two_samples_taken_by_anybody_loses_a_failure_or_releases_on_it() {
    searched(&Bounds {
        samples: &[("S-1", None), ("S-2", None)],
        results: 2,
        people: 3,
    });
}

#[test]
fn no_path_of_a_retest_on_another_sample_loses_a_failure_or_releases_on_it() {
    let met = searched(&Bounds {
        samples: &[("S-1", Some("qp-1")), ("S-2", Some("qp-1"))],
        results: 3,
        people: 2,
    });
    assert!(met.barred_after_retest > 0);
}

#[test]
fn the_search_would_notice_an_own_approval_an_outweighed_failure_and_a_retest_too_many() {
    let laboratory = Laboratory::new();
    let test = laboratory.test.id.clone();
    let (analyst, other) = (laboratory.act("qc-1"), laboratory.act("qc-2"));
    let mut treatment = laboratory.course.treatment.clone();
    let failing = example_failing(&laboratory.test.requirement).remove(0);
    for command in [laboratory.take("S-1"), laboratory.found(&failing, "S-1")] {
        let Decision::Accepted(events) = laboratory.asked(&treatment, &analyst, &command) else {
            panic!("{command:?}");
        };
        treatment = laboratory.after(&treatment, &analyst, &events);
    }
    let of = &treatment.batches[&batch(1)];
    let approved = |number| {
        Event::Quality(QualityEvent::ResultApproved {
            batch: batch(1),
            test: test.clone(),
            number,
        })
    };
    assert!(judged_own(of, &analyst.performer, &[approved(0)]).is_some());
    assert_eq!(judged_own(of, &other.performer, &[approved(0)]), None);
    assert!(wrongly_released(of, &test).is_some());
    let mut void = of.clone();
    void.results.get_mut(&test).unwrap()[0].invalidated =
        Some(of.samples.values().next().unwrap().taken.clone());
    assert!(wrongly_released(&void, &test).is_some());
    assert!(lost(&void, of, &test).is_some());
    let order = Event::Quality(QualityEvent::RetestOrdered {
        batch: batch(1),
        test: test.clone(),
    });
    let twice = laboratory.after(&treatment, &other, &[order.clone(), order]);
    assert!(disagreeing(&twice.batches[&batch(1)], &test).is_some());
}
