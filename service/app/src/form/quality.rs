//! Forms of the laboratory and the qualified person: results, deviations, release.

use cikada_domain::event::ReleaseKind;
use cikada_domain::{BatchId, ContainerId, DeviationId, TestId};
use cikada_engine::Command;
use cikada_protocol::model::SpecificationTest;

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, kind_of, text};
use crate::form::typed::Typed;
use crate::form::{Context, FieldKind};

pub(crate) fn deviation(ctx: &Context<'_>, id: &DeviationId) -> Result<Drawn, AppError> {
    let deviation = ctx.treatment.deviations.get(id);
    let deviation = deviation.ok_or_else(|| AppError::NotFound(format!("deviation {id}")))?;
    let place = deviation.step.as_ref();
    let place = place.map_or(String::new(), |step| format!("{step}: "));
    let instruction = format!("{place}{}.", deviation.words());
    let acceptable = field(
        "acceptable",
        "The product may still be released",
        FieldKind::YesNo,
    );
    let assessment = text("note", "Assessment, sealed under the patient's key");
    Ok(
        Drawn::new(format!("Deviation {id}"), instruction, "Sign and close")
            .with([acceptable, assessment]),
    )
}

pub(crate) fn read_deviation(typed: &mut Typed<'_>, id: &DeviationId) -> Option<Command> {
    let product_acceptable = typed.flag("acceptable")?;
    Some(Command::CloseDeviation {
        deviation: id.clone(),
        product_acceptable,
    })
}

pub(crate) fn result(ctx: &Context<'_>, batch: &BatchId, id: &TestId) -> Result<Drawn, AppError> {
    let test = ctx
        .protocol
        .test(id)
        .ok_or_else(|| AppError::NotFound(format!("test {id}")))?;
    let mut value = field("value", "Result", kind_of(&test.requirement));
    value.limit = Some(test.requirement.words());
    let mut drawn = Drawn::new(
        format!("Result for batch {batch}"),
        &test.text,
        "Record result",
    )
    .with([value, text("note", "Note, sealed under the patient's key")])
    .standing_on(ctx.protocol, &test.source);
    let results = ctx
        .treatment
        .batches
        .get(batch)
        .and_then(|batch| batch.results.get(id));
    let words = |result: &cikada_domain::treatment::TestResult| result.value.words();
    drawn.before = results
        .map(|results| results.iter().rev().map(words).collect())
        .unwrap_or_default();
    Ok(drawn)
}

pub(crate) fn read_result(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    id: &TestId,
) -> Option<Command> {
    let kind = kind_of(&ctx.protocol.test(id)?.requirement);
    let value = typed.value("value", &kind)?;
    Some(Command::RecordResult {
        batch: batch.clone(),
        test: id.clone(),
        value,
        sample: None,
        file: None,
    })
}

pub(crate) fn release(ctx: &Context<'_>, container: &ContainerId, kind: ReleaseKind) -> Drawn {
    let (title, instruction, action) = match kind {
        ReleaseKind::Conditional => (
            format!("Release {container} on the fast tests"),
            "Late results follow after the infusion. If one of them fails, physician and qualified \
             person are told at once.",
            "Sign and release conditionally",
        ),
        ReleaseKind::Final => (
            format!("Release {container} on all results"),
            "All results of the specification are in.",
            "Sign and release",
        ),
    };
    let mut drawn = Drawn::new(title, instruction, action)
        .with([text("note", "Note, sealed under the patient's key")]);
    drawn.before = results(ctx, container);
    drawn
}

/// What the signature is about: every test with its limit and its result, or that it is missing.
fn results(ctx: &Context<'_>, container: &ContainerId) -> Vec<String> {
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    let line = |test: &SpecificationTest| {
        let result = batch.and_then(|batch| batch.result(&test.id));
        let found = match result {
            None => "MISSING".to_owned(),
            Some(result) if result.meets => result.value.words(),
            Some(result) => format!("{}, OUT OF SPECIFICATION", result.value.words()),
        };
        format!("{} ({}): {found}", test.text, test.requirement.words())
    };
    ctx.protocol.specification.iter().map(line).collect()
}

pub(crate) fn rejection(container: &ContainerId) -> Drawn {
    let instruction = "A rejected product is never infused. This cannot be taken back.";
    Drawn::new(
        format!("Reject {container}"),
        instruction,
        "Sign and reject",
    )
    .with([text("note", "Why, sealed under the patient's key")])
}
