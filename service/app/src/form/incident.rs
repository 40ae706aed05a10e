//! Forms for what went wrong: told from inside a step, judged by quality.

use cikada_domain::event::DeviationClass;
use cikada_domain::{BatchId, DeviationId, StepId};
use cikada_engine::{Command, QualityCommand, RECALLED_LOT};

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};

/// What can have gone wrong, as codes with their words.
const KINDS: [(&str, &str); 9] = [
    ("spill", "Something was spilled or lost"),
    ("possible-contamination", "Sterility may be broken"),
    ("container-damaged", "A bag, flask or tube is damaged"),
    ("label-doubtful", "A label is wrong, missing or unreadable"),
    ("equipment-failure", "Equipment failed"),
    ("wrong-material", "A wrong or doubtful material was used"),
    (
        RECALLED_LOT,
        "A lot that went into the culture was recalled",
    ),
    ("step-not-as-written", "The step was not done as written"),
    ("other", "Something else"),
];

const CLASSES: [(&str, &str, DeviationClass); 3] = [
    (
        "minor",
        "Minor: no effect on the product",
        DeviationClass::Minor,
    ),
    (
        "major",
        "Major: it may have affected the product",
        DeviationClass::Major,
    ),
    (
        "critical",
        "Critical: it may have harmed the patient",
        DeviationClass::Critical,
    ),
];

fn choices(words: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    let owned = |(code, words): (&str, &str)| (code.to_owned(), words.to_owned());
    words.into_iter().map(owned).collect()
}

pub(crate) fn report(ctx: &Context<'_>, id: &StepId) -> Result<Drawn, AppError> {
    let step = ctx.protocol.step(id);
    let step = step.ok_or_else(|| AppError::NotFound(format!("step {id}")))?;
    let instruction = format!(
        "In \u{201c}{}\u{201d}. Tell it as it happened; nobody is blamed here. The product is held until \
         the qualified person has judged it.",
        step.title
    );
    let found = field("found", "What happened", FieldKind::Choice(choices(KINDS)));
    let words = Field {
        optional: false,
        ..text("note", "In your own words, sealed under the patient's key")
    };
    Ok(Drawn::new("Report a deviation", instruction, "Report deviation").with([found, words]))
}

pub(crate) fn read_report(
    typed: &mut Typed<'_>,
    batch: &BatchId,
    step: &StepId,
) -> Option<Command> {
    let found = typed.choice("found", &choices(KINDS))?;
    Some(Command::Quality(QualityCommand::ReportDeviation {
        batch: batch.clone(),
        step: Some(step.clone()),
        container: None,
        found,
    }))
}

pub(crate) fn class(ctx: &Context<'_>, id: &DeviationId) -> Result<Drawn, AppError> {
    let deviation = ctx.treatment.deviations.get(id);
    let deviation = deviation.ok_or_else(|| AppError::NotFound(format!("deviation {id}")))?;
    let place = deviation.step.as_ref();
    let place = place.map_or(String::new(), |step| format!("{step}: "));
    let instruction = format!("{place}{}.", deviation.words());
    let classes = choices(CLASSES.map(|(code, words, _)| (code, words)));
    let class = field("class", "How grave it is", FieldKind::Choice(classes));
    let why = text("note", "Why, sealed under the patient's key");
    Ok(Drawn::new(
        format!("Classify deviation {id}"),
        instruction,
        "Sign and classify",
    )
    .with([class, why]))
}

pub(crate) fn read_class(typed: &mut Typed<'_>, id: &DeviationId) -> Option<Command> {
    let classes = choices(CLASSES.map(|(code, words, _)| (code, words)));
    let said = typed.choice("class", &classes)?;
    let class = CLASSES.iter().find(|(code, ..)| *code == said);
    Some(Command::Quality(QualityCommand::ClassifyDeviation {
        deviation: id.clone(),
        class: class.map(|(.., class)| *class)?,
    }))
}
