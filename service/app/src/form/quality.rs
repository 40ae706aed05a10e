//! Forms of the qualified person: deviations, release, rejection.

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::{Batch, Standing};
use cikada_domain::{ContainerId, DeviationId};
use cikada_engine::Command;
use cikada_protocol::model::SpecificationTest;

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, text};
use crate::form::typed::Typed;
use crate::form::{Context, FieldKind, late};
use crate::record::SealedFields;

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

pub(crate) fn release(ctx: &Context<'_>, container: &ContainerId, kind: ReleaseKind) -> Drawn {
    let (title, instruction, action) = match kind {
        ReleaseKind::Conditional => (
            format!("Release {container} on the fast tests"),
            "Each result that comes later gets a plan: who follows it, by when it is expected, what \
             is done if it fails. Physician and qualified person are told at once if one fails.",
            "Sign and release conditionally",
        ),
        ReleaseKind::Final => (
            format!("Release {container} on all results"),
            "All results of the specification are in.",
            "Sign and release",
        ),
    };
    let drawn = Drawn::new(title, instruction, action);
    let drawn = match kind {
        ReleaseKind::Conditional => late::plan_fields(ctx, container, drawn),
        ReleaseKind::Final => drawn,
    };
    let mut drawn = drawn.with([text("note", "Note, sealed under the patient's key")]);
    drawn.before = results(ctx, container);
    drawn
}

pub(crate) fn read_conditional(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
    sealed: &mut SealedFields,
) -> Option<Command> {
    Some(Command::ReleaseProduct {
        container: container.clone(),
        kind: ReleaseKind::Conditional,
        late: late::read_plans(ctx, typed, container, sealed)?,
    })
}

/// What the signature is about: every test with its limit and its result, or that it is missing.
fn results(ctx: &Context<'_>, container: &ContainerId) -> Vec<String> {
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    let line = |test: &SpecificationTest| {
        let found = batch.map_or_else(missing, |batch| found(batch, test));
        format!("{} ({}): {found}", test.text, test.requirement.words())
    };
    ctx.protocol.specification.iter().map(line).collect()
}

fn found(batch: &Batch, test: &SpecificationTest) -> String {
    let Some(result) = batch.result(&test.id) else {
        return missing();
    };
    let value = result.value.words();
    if !result.meets {
        return format!("{value}, OUT OF SPECIFICATION");
    }
    match batch.standing(result) {
        Standing::Approved => value,
        Standing::Pending | Standing::Invalid => format!("{value}, NOT APPROVED"),
    }
}

fn missing() -> String {
    "MISSING".to_owned()
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
