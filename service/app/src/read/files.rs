//! Photographs and files of a batch's steps: what hangs on a step, and one of them as it was kept.

use std::collections::BTreeMap;

use cikada_domain::event::Recorded;
use cikada_domain::treatment::{AttachedFile, Batch};
use cikada_domain::{BatchId, ChainOfIdentity, Event, FileHash, HandlingEvent, StepId};
use cikada_ledger::Entry;

use crate::error::AppError;
use crate::files::{FileError, Owner};
use crate::read::{Heading, Moment, authorise_reading, heading};
use crate::record::{open_sealed, recorded};
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::use_cases::attach_file::FILE_NAME;
use crate::world::World;

/// The files of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesPage {
    /// The heading.
    pub heading: Heading,
    /// The batch.
    pub batch: BatchId,
    /// The step.
    pub step: StepId,
    /// The step's title.
    pub title: String,
    /// What the protocol asks to be attached, in words.
    pub asked: Vec<String>,
    /// Whether the step was done, so that something can belong to it.
    pub done: bool,
    /// What hangs on it, in order of time.
    pub files: Vec<FileLine>,
}

/// One file of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// The step.
    pub step: StepId,
    /// The file.
    pub file: FileHash,
    /// Its name; nothing if it had none, or the patient was erased.
    pub name: Option<String>,
    /// Its kind in words.
    pub kind: &'static str,
    /// Its size in words.
    pub size: String,
    /// Whether it is a picture.
    pub is_picture: bool,
    /// Who attached it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A file as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name, with the ending of its kind.
    pub name: String,
    /// Its media type, as its bytes said when it came.
    pub media_type: String,
    /// Its bytes: those that were attached.
    pub bytes: Vec<u8>,
}

/// The files of one step.
///
/// # Errors
/// When there is no such batch or step, the reader may not see it, or reading fails.
pub fn files(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch_id: &BatchId,
    step: &StepId,
) -> Result<FilesPage, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let batch = folded.treatment.batches.get(batch_id);
    let batch = batch.ok_or_else(|| AppError::NotFound(format!("batch {batch_id}")))?;
    let rule = protocol.step(step);
    let rule = rule.ok_or_else(|| AppError::NotFound(format!("step {step}")))?;
    let files = attached(world, id, &folded, batch)?.into_iter();
    Ok(FilesPage {
        heading: heading(world, actor, id)?,
        batch: batch_id.clone(),
        step: step.clone(),
        title: rule.title.clone(),
        asked: rule.attachments.clone(),
        done: batch.records_of(step).next().is_some(),
        files: files.filter(|file| &file.step == step).collect(),
    })
}

/// One file of a batch, as it was attached.
///
/// # Errors
/// When no such file hangs on the batch, the reader may not see it, it is not kept any more, or it
/// was changed since.
pub fn open_file(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch: &BatchId,
    file: &FileHash,
) -> Result<KeptFile, AppError> {
    authorise_reading(actor)?;
    let (folded, _) = world.opened(id)?;
    let known = folded.treatment.batches.get(batch);
    let mut attached = known.into_iter().flat_map(|batch| &batch.files);
    let attached = attached.find(|attached| &attached.file == file);
    let attached = attached.ok_or_else(|| AppError::NotFound(format!("file {file}")))?;
    let erased = || FileError::Erased(file.clone());
    let person = folded.treatment.recipient().ok_or_else(erased)?;
    let key = world.key_of(person)?.ok_or_else(erased)?;
    let bytes = world.files.read_of(&Owner { person, key: &key }, file)?;
    let bytes = bytes.ok_or_else(|| FileError::Missing(file.clone()))?;
    let short: String = file.as_str().chars().take(12).collect();
    Ok(KeptFile {
        name: format!("{short}.{}", ending(&attached.media_type)),
        media_type: attached.media_type.clone(),
        bytes,
    })
}

/// Every file of a batch, in order of time.
pub(crate) fn attached(
    world: &World,
    id: &ChainOfIdentity,
    folded: &Folded,
    batch: &Batch,
) -> Result<Vec<FileLine>, AppError> {
    if batch.files.is_empty() {
        return Ok(Vec::new());
    }
    let names = names(world, folded, &world.entries(id)?)?;
    let line = |file: &AttachedFile| FileLine {
        step: file.step.clone(),
        file: file.file.clone(),
        name: names.get(&(file.step.clone(), file.file.clone())).cloned(),
        kind: kind(&file.media_type),
        size: size(file.bytes),
        is_picture: file.media_type.starts_with("image/"),
        by: world.who(&file.attached.by),
        at: world.moment(file.attached.at),
    };
    Ok(batch.files.iter().map(line).collect())
}

/// The names of files by step and hash, as far as the patient's key still opens them.
pub(crate) fn names(
    world: &World,
    folded: &Folded,
    entries: &[Entry],
) -> Result<BTreeMap<(StepId, FileHash), String>, AppError> {
    let mut names = BTreeMap::new();
    let Some(person) = folded.treatment.recipient() else {
        return Ok(names);
    };
    let Some(key) = world.key_of(person)? else {
        return Ok(names);
    };
    for entry in entries {
        let Recorded { event, .. } = recorded(entry)?;
        if let Event::Handling(HandlingEvent::FileAttached { step, file, .. }) = event
            && let Some(name) = open_sealed(entry, &key)?.remove(FILE_NAME)
        {
            names.insert((step, file), name);
        }
    }
    Ok(names)
}

fn kind(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "JPEG picture",
        "image/png" => "PNG picture",
        "application/pdf" => "PDF",
        "text/csv" => "CSV table",
        _ => "text",
    }
}

fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        _ => "txt",
    }
}

/// A size, never rounded down to nothing.
pub(crate) fn size(bytes: u32) -> String {
    const KIB: u32 = 1024;
    const MIB: u32 = 1024 * KIB;
    match bytes {
        1 => "1 byte".to_owned(),
        0..KIB => format!("{bytes} bytes"),
        KIB..MIB => format!("{} KiB", bytes.div_ceil(KIB)),
        _ => {
            let tenths = u64::from(bytes).saturating_mul(10).div_ceil(MIB.into());
            format!("{}.{} MiB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_the_unit_a_person_would_choose() {
        let said = [1, 1023, 1024, 1025, 1024 * 1024, 16 * 1024 * 1024, u32::MAX].map(size);
        assert_eq!(
            said,
            [
                "1 byte",
                "1023 bytes",
                "1 KiB",
                "2 KiB",
                "1.0 MiB",
                "16.0 MiB",
                "4096.0 MiB"
            ]
        );
    }
}
