//! A test result is a fact, good or bad, early or late: it is judged and recorded, also after the
//! product was given and after the treatment was closed.

use cikada_domain::{BatchId, Event, FileHash, SampleId, TestId, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::late;
use crate::refusal::RefusalCode;

/// What was found: the command's fields but the batch.
pub(crate) struct Found<'a> {
    pub(crate) test: &'a TestId,
    pub(crate) value: &'a Value,
    pub(crate) sample: Option<&'a SampleId>,
    pub(crate) file: Option<&'a FileHash>,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    found: &Found<'_>,
) -> Decision {
    let Found { test, value, .. } = *found;
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.batches.get(batch) {
        None => reasons.refuse(RefusalCode::BatchUnknown, batch.as_str()),
        Some(known) => {
            let started_at = known.started_at;
            gates::not_before(ctx, &mut reasons, started_at, "the culture was started");
            if let Some(file) = found.file {
                gates::not_imported(&mut reasons, known, (test, found.sample), file);
            }
        }
    }
    if let Some(sample) = found.sample {
        gates::sample_fits(ctx, &mut reasons, batch, (sample, test));
    }
    let mut meets = None;
    match ctx.protocol.test(test) {
        None => reasons.refuse(RefusalCode::UnknownTest, test.as_str()),
        Some(rule) => {
            let (name, requirement) = (test.as_str(), &rule.requirement);
            meets = gates::judged(&mut reasons, name, value, requirement, &rule.source);
        }
    }
    reasons.or_accept(|| {
        let meets = meets == Some(true);
        let recorded = Event::ResultRecorded {
            batch: batch.clone(),
            test: test.clone(),
            value: value.clone(),
            meets,
            sample: found.sample.cloned(),
            file: found.file.cloned(),
        };
        let failed = if meets {
            Vec::new()
        } else {
            late::failed(ctx.treatment, batch, test)
        };
        std::iter::once(recorded).chain(failed).collect()
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::{FileHash, Value};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch};
    use crate::example::example_meeting;

    #[test]
    fn a_result_that_cannot_be_judged_is_refused_rather_than_kept_as_failed() {
        let mut course = example_course(Point::Harvested);
        let test = course.protocol.specification[0].id.clone();
        let (batch, value) = (batch(1), Value::Code("fine".to_owned()));
        let command = Command::RecordResult {
            batch,
            test,
            value,
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &command), ["value-unit-wrong"]);
    }

    #[test]
    fn a_file_read_twice_records_each_of_its_results_once() {
        let mut course = example_course(Point::Harvested);
        let rule = course.protocol.specification[0].clone();
        let from = |file: &str| Command::RecordResult {
            batch: batch(1),
            test: rule.id.clone(),
            value: example_meeting(&rule.requirement),
            sample: None,
            file: Some(FileHash::new(file.repeat(64)).unwrap()),
        };
        assert_eq!(codes(&mut course, "qc-1", &from("a")), [""; 0]);
        let again = codes(&mut course, "qc-1", &from("a"));
        assert_eq!(again, ["result-already-imported"]);
        assert_eq!(codes(&mut course, "qc-1", &from("b")), [""; 0]);
    }
}
