//! The forms of label templates: proposed with a reason, approved after looking, retired.

use cikada_domain::LabelTemplateId;
use cikada_domain::event::LabelType;
use cikada_engine::FacilityCommand;

use super::FacilityTarget;
use crate::error::AppError;
use crate::form::drawn::field;
use crate::form::typed::Typed;
use crate::form::{Field, FieldKind};
use crate::label_templates::{self, Known, Preview};
use crate::world::World;

/// The field that says which drawings were looked at, by their hash.
const LOOKED_AT: &str = "looked_at";
const TEXT: &str = "text";
const REASON: &str = "why_changed";
const REASON_MAX: usize = 200;

/// Which version, as an address says it.
type Place<'a> = (LabelType, &'a LabelTemplateId, u16);

pub(super) fn words(target: &FacilityTarget) -> (String, &'static str, &'static str) {
    use FacilityTarget as T;
    match target {
        T::TemplateApproval(label, id, version) => (
            format!("Approve {id} version {version} for {} labels", label.code()),
            "Sign and approve",
            "Look at both drawings. From your signature on, labels of this type are drawn from this version; what was printed before stays as it is.",
        ),
        T::TemplateRetirement(label, id, version) => (
            format!("Retire {id} version {version} of {} labels", label.code()),
            "Sign and retire",
            "It is never drawn from again. If it is in force, labels are drawn from the built-in layout until another version is approved.",
        ),
        _ => (
            "Propose a label template".to_owned(),
            "Propose",
            "Paste the file. It is checked now, and printed from only after another person has looked at what it draws and approved it.",
        ),
    }
}

pub(super) fn proposal() -> Vec<Field> {
    vec![
        field(TEXT, "The template's file", FieldKind::Lines),
        reason("Why the labels should change"),
    ]
}

pub(super) fn reason(label: &str) -> Field {
    field(REASON, label, FieldKind::Text)
}

/// What an approver must see; nothing for any other form.
pub(super) fn shown(world: &World, target: &FacilityTarget) -> Result<Option<Preview>, AppError> {
    let FacilityTarget::TemplateApproval(label, id, version) = target else {
        return Ok(None);
    };
    let known = label_templates::proposed(world, *label, id, *version)?;
    let drawn = label_templates::preview(world, &known.template);
    let undrawn = |error| AppError::Unusable(format!("nothing is drawn from it: {error}"));
    drawn.map(Some).map_err(undrawn)
}

/// The one answer of the form is the hash of the drawings above it, so that the approval names what
/// was on the page and not what is drawn when it arrives.
pub(super) fn looked_at(shown: &Preview) -> Field {
    let words = "I have looked at both drawings".to_owned();
    let answer = vec![(shown.hash.to_string(), words)];
    let short = shown.hash.as_str().get(..12).unwrap_or_default();
    Field {
        help: Some(format!("The approval names these drawings: {short}")),
        ..field(LOOKED_AT, "What you approve", FieldKind::Choice(answer))
    }
}

pub(super) fn read_proposal(world: &World, typed: &mut Typed<'_>) -> Option<FacilityCommand> {
    let text = typed.raw(TEXT).map(|text| text.replace("\r\n", "\n"));
    if text.is_none() {
        typed.fail(TEXT, "expected the text of a template");
    }
    let reason = typed.line(REASON, REASON_MAX);
    // A file ends with a line's end; what is typed does not.
    let text = text.map(|text| format!("{text}\n"))?;
    let known =
        read_template_text(world, &text).map_err(|flaws| typed.fail(TEXT, flaws.join("; ")));
    Some(FacilityCommand::ProposeLabelTemplate {
        template: known.ok()?.version,
        text,
        reason: reason?,
    })
}

/// A text as a template from which labels can be drawn, or everything that is wrong with it.
pub(crate) fn read_template_text(world: &World, text: &str) -> Result<Known, Vec<String>> {
    let known = label_templates::known(text)
        .map_err(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    match label_templates::preview(world, &known.template) {
        Ok(_) => Ok(known),
        Err(error) => Err(vec![format!("a crowded label cannot be drawn: {error}")]),
    }
}

pub(super) fn read_approval(
    world: &World,
    (label, id, version): Place<'_>,
    typed: &mut Typed<'_>,
) -> Result<Option<FacilityCommand>, AppError> {
    let known = label_templates::proposed(world, label, id, version)?;
    let drawn = label_templates::preview(world, &known.template).ok();
    let shown = typed.raw(LOOKED_AT).map(cikada_domain::FileHash::new);
    let Some(Ok(shown)) = shown else {
        typed.fail(LOOKED_AT, "look at both drawings and say so");
        return Ok(None);
    };
    Ok(Some(FacilityCommand::ApproveLabelTemplate {
        template: known.version,
        shown,
        drawn: drawn.map(|drawn| drawn.hash),
    }))
}

pub(super) fn read_retirement(
    world: &World,
    (label, id, version): Place<'_>,
    typed: &mut Typed<'_>,
) -> Result<Option<FacilityCommand>, AppError> {
    let template = label_templates::proposed(world, label, id, version)?.version;
    let reason = typed.line(REASON, REASON_MAX);
    Ok(reason.map(|reason| FacilityCommand::RetireLabelTemplate { template, reason }))
}
