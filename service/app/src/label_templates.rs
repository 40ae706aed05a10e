//! Label templates as their texts: which one labels are drawn from now, which a printed label was
//! drawn from, and what is shown of one before it is approved.

use std::collections::BTreeSet;

use cikada_document::label::{
    CountryGroup, DrawError, LabelTemplate, LabelType, TemplateFlaw, built_in_text, read_template,
    specimens,
};
use cikada_domain::event::{LabelVersion, Subject};
use cikada_domain::facility::LabelTemplates;
use cikada_domain::{FileHash, LabelTemplateId};
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::world::World;

/// A template with the name under which it is recorded.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) version: LabelVersion,
    pub(crate) template: LabelTemplate,
}

/// What is shown of a template: its drawings of invented content, and their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preview {
    /// The usual label and the crowded one, as SVG.
    pub(crate) drawings: [String; 2],
    /// SHA-256 over both.
    pub(crate) hash: FileHash,
}

fn hash(text: &str) -> FileHash {
    FileHash::of_digest(Sha256::digest(text.as_bytes()).into())
}

/// A text as a template, under the name that it gives itself.
pub(crate) fn known(text: &str) -> Result<Known, Vec<TemplateFlaw>> {
    let template = read_template(text)?;
    Ok(Known {
        version: LabelVersion {
            label: template.label,
            id: template.id.clone(),
            version: template.version,
            hash: hash(text),
        },
        template,
    })
}

/// What is drawn of a template in the country of the centre.
pub(crate) fn preview(world: &World, template: &LabelTemplate) -> Result<Preview, DrawError> {
    let drawn = specimens(template, CountryGroup::of(world.country()))?;
    let drawings = drawn.map(|drawing| drawing.to_svg());
    Ok(Preview {
        hash: hash(&drawings.concat()),
        drawings,
    })
}

/// The templates of a type of label.
pub(crate) fn of_label(world: &World, label: LabelType) -> Result<LabelTemplates, AppError> {
    let mut around = world.facility(&BTreeSet::from([Subject::LabelTemplates(label)]))?;
    let templates = around.facility.label_templates.remove(&label);
    Ok(templates.unwrap_or_default())
}

/// What labels of a type are drawn from now: the version approved last, or the built-in layout.
pub(crate) fn in_force(world: &World, label: LabelType) -> Result<Known, AppError> {
    match of_label(world, label)?.in_force() {
        Some(in_force) => of_ledger(&in_force.version, &in_force.text),
        None => built_in(label),
    }
}

/// What a label was drawn from that was printed before, whatever is in force now.
pub(crate) fn drawn_from(
    world: &World,
    label: LabelType,
    recorded: Option<&LabelVersion>,
) -> Result<Known, AppError> {
    let Some(recorded) = recorded else {
        return built_in(label);
    };
    let templates = of_label(world, recorded.label)?;
    let known = match templates.version(recorded) {
        Some(version) => of_ledger(&version.version, &version.text)?,
        None => built_in(recorded.label)?,
    };
    if &known.version == recorded && recorded.label == label {
        return Ok(known);
    }
    Err(AppError::Document(format!(
        "the label was drawn from {}, which this release does not draw: print it again",
        recorded.words()
    )))
}

/// The layout that comes with the software.
pub(crate) fn built_in(label: LabelType) -> Result<Known, AppError> {
    let unread = |_| AppError::Document(format!("no built-in layout of {} labels", label.code()));
    known(built_in_text(label)).map_err(unread)
}

fn of_ledger(version: &LabelVersion, text: &str) -> Result<Known, AppError> {
    let read = known(text).ok();
    let same = read.filter(|known| &known.version == version);
    same.ok_or_else(|| AppError::Stored(format!("label template {}", version.words())))
}

/// A version that was proposed, by what an address says of it.
pub(crate) fn proposed(
    world: &World,
    label: LabelType,
    id: &LabelTemplateId,
    version: u16,
) -> Result<Known, AppError> {
    let templates = of_label(world, label)?;
    let mut versions = templates.versions.iter();
    let found = versions.find(|known| known.version.id == *id && known.version.version == version);
    let missing = || AppError::NotFound(format!("version {version} of label template {id}"));
    let found = found.ok_or_else(missing)?;
    of_ledger(&found.version, &found.text)
}
