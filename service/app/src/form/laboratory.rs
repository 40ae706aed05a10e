//! Forms of the laboratory: results, samples, second approvals, invalidations and retests.

use cikada_domain::treatment::{Batch, TestResult};
use cikada_domain::{BatchId, SampleId, TestId};
use cikada_engine::{Command, QualityCommand};
use cikada_protocol::model::SpecificationTest;

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, kind_of, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind, Target};

/// What may have made a result or a sample invalid, as codes with their words. A result out of
/// specification is none of them.
const CAUSES: [(&str, &str); 6] = [
    ("wrong-sample", "another sample was tested"),
    (
        "sample-damaged",
        "the sample was damaged, lost or stored wrongly",
    ),
    ("instrument-fault", "the instrument failed its own control"),
    ("reagent-fault", "a reagent or control failed"),
    ("procedure-not-followed", "the procedure was not followed"),
    ("calculation-error", "the calculation was wrong"),
];

pub(crate) fn result(ctx: &Context<'_>, batch: &BatchId, id: &TestId) -> Result<Drawn, AppError> {
    let test = test_of(ctx, id)?;
    let mut value = field("value", "Result", kind_of(&test.requirement));
    value.limit = Some(test.requirement.words());
    let mut sample = field("sample", "Sample: scan the tube", FieldKind::Scan);
    sample.optional = true;
    sample.suggestions = samples(ctx, batch, id);
    let mut drawn = Drawn::new(
        format!("Result for batch {batch}"),
        &test.text,
        "Record result",
    )
    .with([
        sample,
        value,
        text("note", "Note, sealed under the patient's key"),
    ])
    .standing_on(ctx.protocol, &test.source);
    drawn.before = history(ctx, batch, id);
    Ok(drawn)
}

pub(crate) fn read_result(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    id: &TestId,
) -> Option<Command> {
    let kind = kind_of(&ctx.protocol.test(id)?.requirement);
    let value = typed.value("value", &kind);
    let sample = match typed.raw("sample") {
        Some(_) => Some(sample_number(typed)?),
        None => None,
    };
    Some(Command::RecordResult {
        batch: batch.clone(),
        test: id.clone(),
        value: value?,
        sample,
        file: None,
    })
}

pub(crate) fn sample(ctx: &Context<'_>, batch: &BatchId) -> Drawn {
    let number = field(
        "sample",
        "Number of the sample: scan the tube",
        FieldKind::Scan,
    );
    let volume = field(
        "volume",
        "Volume",
        FieldKind::Quantity {
            unit: "mL".to_owned(),
            unit_words: "mL".to_owned(),
        },
    );
    let tests = ctx.protocol.specification.iter().map(|test| Field {
        limit: Some(test.requirement.words()),
        ..field(test_name(test), &test.text, FieldKind::YesNo)
    });
    let instruction = "Label the tube before it is filled. Say for which tests it is taken.";
    Drawn::new(
        format!("Sample of batch {batch}"),
        instruction,
        "Record sample",
    )
    .with([number, volume])
    .with(tests)
}

pub(crate) fn read_sample(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
) -> Option<Command> {
    let sample = sample_number(typed);
    let volume = typed.quantity("volume", "mL");
    let asked: Vec<_> = ctx.protocol.specification.iter().collect();
    let chosen: Vec<_> = asked
        .into_iter()
        .filter(|test| typed.flag(&test_name(test)) == Some(true))
        .map(|test| test.id.clone())
        .collect();
    Some(Command::Quality(QualityCommand::TakeSample {
        sample: sample?,
        batch: batch.clone(),
        tests: chosen,
        volume: volume?,
    }))
}

pub(crate) fn sample_invalidation(ctx: &Context<'_>, id: &SampleId) -> Result<Drawn, AppError> {
    let known = ctx.treatment.batch_of_sample(id);
    let (_, batch) = known.ok_or_else(|| AppError::NotFound(format!("sample {id}")))?;
    let instruction = "Every result on an unfit sample is invalid with it and stays visible. A \
                       failed one is owed a retest.";
    let mut drawn = Drawn::new(
        format!("Sample {id} is unfit"),
        instruction,
        "Sign as unfit",
    )
    .with(cause());
    let on_it = |result: &&TestResult| result.sample.as_ref() == Some(id);
    drawn.before = batch
        .results
        .iter()
        .flat_map(|(test, results)| {
            let lines = results.iter().filter(on_it);
            lines.map(move |result| format!("{test}: {}", line(ctx, batch, result)))
        })
        .collect();
    Ok(drawn)
}

pub(crate) fn approval(
    ctx: &Context<'_>,
    batch: &BatchId,
    (id, number): (&TestId, u16),
) -> Result<Drawn, AppError> {
    let test = test_of(ctx, id)?;
    let (known, result) = result_of(ctx, batch, id, number)?;
    let instruction = format!(
        "{} Found: {}. Asked for: {}. Your approval says that this is what was found.",
        test.text,
        line(ctx, known, result),
        test.requirement.words()
    );
    let mut drawn = Drawn::new(
        format!("Approve {id} of batch {batch}"),
        instruction,
        "Sign and approve",
    )
    .with([text("note", "Note, sealed under the patient's key")])
    .standing_on(ctx.protocol, &test.source);
    drawn.before = history(ctx, batch, id);
    Ok(drawn)
}

pub(crate) fn invalidation(
    ctx: &Context<'_>,
    batch: &BatchId,
    (id, number): (&TestId, u16),
) -> Result<Drawn, AppError> {
    let (known, result) = result_of(ctx, batch, id, number)?;
    let instruction = format!(
        "{}. An invalid result stays visible and counts for nothing. Being out of specification is \
         no cause.",
        line(ctx, known, result)
    );
    let title = format!("{id} of batch {batch} is invalid");
    Ok(Drawn::new(title, instruction, "Sign as invalid").with(cause()))
}

pub(crate) fn retest(ctx: &Context<'_>, batch: &BatchId, id: &TestId) -> Result<Drawn, AppError> {
    let test = test_of(ctx, id)?;
    let instruction = "A retest follows a result that was found invalid, and only so often. Its \
                       result must be approved before anything is released.";
    let title = format!("Test {id} of batch {batch} again");
    let mut drawn = Drawn::new(title, instruction, "Sign and order")
        .with([text("note", "Why, sealed under the patient's key")])
        .standing_on(ctx.protocol, &test.source);
    drawn.before = history(ctx, batch, id);
    Ok(drawn)
}

/// Reads an act that is chosen by its address alone.
pub(crate) fn read_judgement(target: &Target, typed: &mut Typed<'_>) -> Option<Command> {
    Some(Command::Quality(match target {
        Target::Approval(batch, test, number) => QualityCommand::ApproveResult {
            batch: batch.clone(),
            test: test.clone(),
            number: *number,
        },
        Target::ResultInvalidation(batch, test, number) => {
            typed.required("note");
            QualityCommand::InvalidateResult {
                batch: batch.clone(),
                test: test.clone(),
                number: *number,
            }
        }
        Target::SampleInvalidation(sample) => {
            typed.required("note");
            QualityCommand::InvalidateSample {
                sample: sample.clone(),
            }
        }
        Target::Retest(batch, test) => QualityCommand::OrderRetest {
            batch: batch.clone(),
            test: test.clone(),
        },
        _ => return None,
    }))
}

/// The proven cause, where a form asks for one: it stands in the clear beside the act.
pub(crate) fn read_cause(target: &Target, typed: &mut Typed<'_>) -> Option<String> {
    match target {
        Target::ResultInvalidation(..) | Target::SampleInvalidation(_) => {
            typed.choice("cause", &choices())
        }
        _ => None,
    }
}

/// Every result of a test with its standing, newest first.
pub(crate) fn history(ctx: &Context<'_>, batch: &BatchId, test: &TestId) -> Vec<String> {
    let Some(batch) = ctx.treatment.batches.get(batch) else {
        return Vec::new();
    };
    let results = batch.results.get(test).into_iter().flatten();
    results
        .rev()
        .map(|result| line(ctx, batch, result))
        .collect()
}

fn line(ctx: &Context<'_>, batch: &Batch, result: &TestResult) -> String {
    let at = ctx.world.moment(result.at).strftime("%Y-%m-%d %H:%M %Z");
    let outside = if result.meets {
        ""
    } else {
        ", out of specification"
    };
    let sample = result.sample.as_ref();
    let sample = sample.map_or(String::new(), |sample| format!(", on {sample}"));
    let origin = result.file.as_ref().map_or("typed", |_| "from a file");
    format!(
        "{}{outside} ({at}, {}{sample}, {origin}; {})",
        result.value.words(),
        ctx.world.who(&result.by),
        batch.standing(result).words()
    )
}

fn cause() -> [Field; 2] {
    let mut found = text(
        "note",
        "What the investigation found, sealed under the patient's key",
    );
    found.optional = false;
    [
        field("cause", "Proven cause", FieldKind::Choice(choices())),
        found,
    ]
}

fn choices() -> Vec<(String, String)> {
    let owned = |(code, words): (&str, &str)| (code.to_owned(), words.to_owned());
    CAUSES.into_iter().map(owned).collect()
}

fn test_name(test: &SpecificationTest) -> String {
    format!("test.{}", test.id)
}

fn sample_number(typed: &mut Typed<'_>) -> Option<SampleId> {
    let number = typed.code("sample")?;
    SampleId::new(number)
        .map_err(|error| typed.fail("sample", error.to_string()))
        .ok()
}

/// The samples that were taken for a test and are fit.
fn samples(ctx: &Context<'_>, batch: &BatchId, test: &TestId) -> Vec<String> {
    let batch = ctx.treatment.batches.get(batch);
    let samples = batch.into_iter().flat_map(|batch| &batch.samples);
    samples
        .filter(|(_, sample)| sample.tests.contains(test) && sample.invalidated.is_none())
        .map(|(id, _)| id.to_string())
        .collect()
}

fn test_of<'a>(ctx: &Context<'a>, id: &TestId) -> Result<&'a SpecificationTest, AppError> {
    let test = ctx.protocol.test(id);
    test.ok_or_else(|| AppError::NotFound(format!("test {id}")))
}

fn result_of<'a>(
    ctx: &Context<'a>,
    batch: &BatchId,
    test: &TestId,
    number: u16,
) -> Result<(&'a Batch, &'a TestResult), AppError> {
    let batch = ctx.treatment.batches.get(batch);
    let results = batch.and_then(|batch| Some((batch, batch.results.get(test)?)));
    let known = results.and_then(|(batch, results)| {
        let result = results.iter().find(|result| result.number == number)?;
        Some((batch, result))
    });
    known.ok_or_else(|| AppError::NotFound(format!("result {number} of {test}")))
}
