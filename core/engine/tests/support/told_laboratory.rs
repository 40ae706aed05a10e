//! The words of a `when` about samples, approvals and retests.

use cikada_domain::{SampleId, TestId};
use cikada_engine::{Command, QualityCommand};

use super::course::Course;
use super::told::Said;

/// The command that the words tell, if the verb is the laboratory's.
pub(super) fn laboratory(
    course: &Course,
    verb: &str,
    number: u16,
    said: &mut Said,
) -> Option<Command> {
    let batch = said.batch(number);
    let command = match verb {
        "takes a sample" => QualityCommand::TakeSample {
            sample: sample(said, number),
            batch,
            tests: tests(course, said.take("for").as_deref()),
            volume: said
                .take("volume")
                .unwrap_or("5 mL".to_owned())
                .parse()
                .unwrap(),
        },
        "invalidates a sample" => QualityCommand::InvalidateSample {
            sample: sample(said, number),
        },
        "approves a result" | "invalidates a result" => {
            let test = TestId::new(said.take("test")?).unwrap();
            let known = course.treatment.batches.get(&batch);
            let recorded = known.and_then(|batch| batch.results.get(&test));
            // The one recorded last, unless the story names another.
            let last = recorded.map_or(1, |results| u16::try_from(results.len()).unwrap());
            let number = said.number("result", last) - 1;
            if verb == "approves a result" {
                QualityCommand::ApproveResult {
                    batch,
                    test,
                    number,
                }
            } else {
                QualityCommand::InvalidateResult {
                    batch,
                    test,
                    number,
                }
            }
        }
        "orders a retest" => QualityCommand::OrderRetest {
            batch,
            test: TestId::new(said.take("test")?).unwrap(),
        },
        _ => return None,
    };
    Some(Command::Quality(command))
}

fn sample(said: &mut Said, number: u16) -> SampleId {
    let named = said.take("number");
    SampleId::new(named.unwrap_or(format!("S-{number}"))).unwrap()
}

/// The tests named, or every one of the specification.
fn tests(course: &Course, named: Option<&str>) -> Vec<TestId> {
    let all = || course.protocol.specification.iter().map(|test| &test.id);
    match named {
        Some(named) => named
            .split(',')
            .map(|id| TestId::new(id).unwrap())
            .collect(),
        None => all().cloned().collect(),
    }
}
