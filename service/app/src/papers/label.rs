//! What a container's label says, worked out from the record, and the label itself.
//!
//! Before anything is in a container its label says whose it is and what it is for; the rest is not
//! known yet (partial label). Afterwards it says everything that its country asks for, or there is no
//! label. Nothing on it is typed freely for the label.

mod content;
mod said;

use std::num::NonZeroU16;
use std::ops::RangeInclusive;

use cikada_document::decode;
use cikada_document::label::{
    CountryGroup, DotsPerMillimetre, Drawing, Label, LabelType, MissingElement, compose, draw_from,
    svg_of,
};
use cikada_domain::event::LabelVersion;
use cikada_domain::treatment::LabelPrints;
use cikada_domain::{ChainOfIdentity, ContainerId, FileHash};
use cikada_paper::{LabelSheet, Language, Placement};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::label_templates::{Known, drawn_from, in_force};
use crate::papers::Filed;
use crate::read::authorise_reading;
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::world::World;

use content::content;
use said::{hash, of_text};

/// In which form a label leaves for its printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelForm {
    /// On a page of its own size.
    Pdf,
    /// For screens and office printers.
    Svg,
    /// For thermal printers of 300 dpi.
    Zpl,
}

impl LabelForm {
    /// The form that an address names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pdf" => Some(Self::Pdf),
            "svg" => Some(Self::Svg),
            "zpl" => Some(Self::Zpl),
            _ => None,
        }
    }

    /// The end of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Zpl => "zpl",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Svg => "image/svg+xml",
            Self::Zpl => "text/plain; charset=utf-8",
        }
    }
}

/// A container's label as it would be printed now.
#[derive(Debug, Clone)]
pub(crate) struct ReadyLabel {
    pub(crate) drawing: Drawing,
    /// Everything that it says, as one hash.
    pub(crate) content: FileHash,
    /// What it is drawn from.
    pub(crate) template: LabelVersion,
    /// What a scanner reads from it.
    pub(crate) code: String,
    /// What it is, in words.
    pub(crate) words: &'static str,
}

/// The label of a container, drawn from the template in force, or everything that is missing for it.
pub(crate) fn ready(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
    container: &ContainerId,
) -> Result<Result<ReadyLabel, Vec<MissingElement>>, AppError> {
    let template = |label_type| in_force(world, label_type);
    ready_from(world, (folded, protocol), container, None, template)
}

fn ready_from(
    world: &World,
    (folded, protocol): (&Folded, &Protocol),
    container: &ContainerId,
    copy: Option<NonZeroU16>,
    template: impl FnOnce(LabelType) -> Result<Known, AppError>,
) -> Result<Result<ReadyLabel, Vec<MissingElement>>, AppError> {
    let label = match composed(world, (folded, protocol), container, copy)? {
        Ok(label) => label,
        Err(missing) => return Ok(Err(missing)),
    };
    let known = template(label.label_type())?;
    let undrawn = |error: &dyn std::fmt::Display| AppError::Document(error.to_string());
    let drawing = draw_from(&label, &known.template).map_err(|error| undrawn(&error))?;
    let message = label.message().map_err(|error| undrawn(&error))?;
    Ok(Ok(ReadyLabel {
        drawing,
        content: hash(&label)?,
        template: known.version,
        code: message.encode(),
        words: words(label.label_type()),
    }))
}

/// What a scanner reads from the label as it would be printed now; nothing while something is missing.
pub(crate) fn code(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
    container: &ContainerId,
) -> Result<Option<String>, AppError> {
    let label = composed(world, (folded, protocol), container, None)?;
    let message = label.ok().and_then(|label| label.message().ok());
    Ok(message.map(|message| message.encode()))
}

/// What the label says, complete, or everything that is missing.
fn composed(
    world: &World,
    (folded, protocol): (&Folded, &Protocol),
    container: &ContainerId,
    copy: Option<NonZeroU16>,
) -> Result<Result<Label, Vec<MissingElement>>, AppError> {
    let (label_type, mut content) = content(world, folded, protocol, container)?;
    content.copy = copy;
    let group = CountryGroup::of(world.country());
    Ok(compose(content, label_type, group))
}

fn words(label_type: LabelType) -> &'static str {
    match label_type {
        LabelType::Partial => "Partial label: what it does not say goes with it on paper",
        LabelType::Collection | LabelType::Product => "Full label: it says everything",
        LabelType::Sample | LabelType::Material => "Label",
    }
}

/// The content of a scanned label as far as its symbols say it: that of the label as it would be
/// printed now, if the symbols are its own, and otherwise that of the scan alone.
pub(crate) fn scanned_content(raw: &str, ready: Option<&ReadyLabel>) -> Result<FileHash, AppError> {
    let scan = decode(raw.trim_end());
    let same = |ready: &&ReadyLabel| scan.is_ok() && scan == decode(&ready.code);
    match ready.filter(same) {
        Some(ready) => Ok(ready.content.clone()),
        None => of_text(raw.trim_end()),
    }
}

/// A label that was printed, as a file for its printer.
///
/// # Errors
/// When the reader may not see treatments, when no label that says this was printed, or when an
/// element is missing by now.
pub fn file_label(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
    form: LabelForm,
) -> Result<Filed, AppError> {
    authorise_reading(actor)?;
    make_label(world, id, container, form)
}

pub(super) fn make_label(
    world: &World,
    id: &ChainOfIdentity,
    container: &ContainerId,
    form: LabelForm,
) -> Result<Filed, AppError> {
    let (folded, protocol) = world.opened(id)?;
    let unprinted =
        || AppError::NotFound(format!("a printed label of {container}: print it first"));
    let said = composed(world, (&folded, &protocol), container, None)?;
    let said = hash(&said.map_err(|_| unprinted())?)?;
    let prints = folded.treatment.prints.get(container);
    let (numbers, recorded) = prints
        .and_then(|prints| last_printing(prints, &said))
        .ok_or_else(unprinted)?;
    let mut labels = Vec::new();
    for number in numbers {
        let copy = NonZeroU16::new(number).filter(|copy| copy.get() > 1);
        // What was printed looks as it did then, whatever was approved since.
        let template = |label_type| drawn_from(world, label_type, recorded);
        let label = ready_from(world, (&folded, &protocol), container, copy, template)?;
        let label = label.map_err(|_| unprinted())?;
        let words = match copy {
            None => format!("{}: {container}", label.words),
            Some(copy) => format!("{}: {container}, copy {copy}", label.words),
        };
        labels.push((label.drawing, words));
    }
    let bytes = match form {
        LabelForm::Svg => svg_of(labels.iter().map(|(drawing, _)| drawing)).into_bytes(),
        LabelForm::Zpl => {
            let printed = labels.iter();
            let printed = printed.map(|(drawing, _)| drawing.to_zpl(DotsPerMillimetre::Twelve));
            printed.collect::<String>().into_bytes()
        }
        LabelForm::Pdf => {
            let sheet = LabelSheet {
                title: format!("Label {container}"),
                language: Language::English,
                issued_at: world.moment(world.now()),
                placement: Placement::OwnPage,
                labels,
            };
            let rendered = sheet.render();
            rendered.map_err(|error| AppError::Document(error.to_string()))?
        }
    };
    let name = format!("label-{container}.{}", form.ending());
    Ok(Filed { name, bytes })
}

/// The numbers of the labels of the last printing that says this, and what they were drawn from: the
/// first label that ever said it is 1, and each one after it, in this printing or a later one, is
/// the next copy.
fn last_printing<'a>(
    prints: &'a LabelPrints,
    content: &FileHash,
) -> Option<(RangeInclusive<u16>, Option<&'a LabelVersion>)> {
    let printings = prints.printings.iter();
    let same: Vec<_> = printings
        .filter(|printing| &printing.content == content)
        .collect();
    let (last, before) = same.split_last()?;
    let mut before = before.iter();
    let before = before.try_fold(0, |sum: u16, one| sum.checked_add(one.copies))?;
    let numbers = before.checked_add(1)?..=before.checked_add(last.copies)?;
    Some((numbers, last.template.as_ref()))
}
