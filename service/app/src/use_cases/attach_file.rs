//! A photograph or file on a step that was done: kept as it came, attached by its hash.
//!
//! What kind a file is its bytes say, not its name or whoever sent it: a page that calls itself a
//! picture is no picture, and is shown as the text it is.

use cikada_domain::{BatchId, ChainOfIdentity, PersonId, StepId};
use cikada_engine::{Command, FILE_BYTES_MAX, HandlingCommand, MEDIA_TYPES};
use cikada_store::AppendError;

use crate::error::AppError;
use crate::files::{Owner, hash_of};
use crate::read::authorise_reading;
use crate::use_cases::answer::Answer;
use crate::use_cases::carry_out::{Actor, Doing, authorise, carry_out, fingerprint};
use crate::use_cases::submit::{SubmitError, identified};
use crate::world::World;

/// The largest file that is attached, in bytes.
pub const ATTACHED_BYTES_MAX: usize = FILE_BYTES_MAX as usize;

/// The sealed field that holds a file's name: names of files name persons.
pub(crate) const FILE_NAME: &str = "file name";

/// The longest name of a file that is kept.
const NAME_CHARACTERS_MAX: usize = 120;

/// A file as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentFile {
    /// The id printed into the form; the same id gets the same answer.
    pub request: String,
    /// Its name, as its sender calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Keeps a file and attaches it to a step that was done.
///
/// # Errors
/// When nothing was sent, or acting fails. A refusal is an answer: too large, of a kind that is not
/// kept, or of a step that was not done.
pub fn attach_file(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch: &BatchId,
    step: &StepId,
    sent: &SentFile,
) -> Result<Answer, SubmitError> {
    authorise_reading(actor)?;
    identified(&sent.request)?;
    if sent.bytes.is_empty() {
        return Err(SubmitError::at(
            "file",
            "the file is empty, or none was chosen",
        ));
    }
    let (folded, _) = world.opened(id)?;
    if !folded.treatment.batches.contains_key(batch) {
        return Err(AppError::NotFound(format!("batch {batch}")).into());
    }
    let media_type = media_type_of(&sent.bytes, &sent.name);
    let bytes = u32::try_from(sent.bytes.len()).unwrap_or(u32::MAX);
    let file = hash_of(&sent.bytes);
    let command = Command::Handling(HandlingCommand::AttachFile {
        batch: batch.clone(),
        step: step.clone(),
        file,
        media_type: media_type.to_owned(),
        bytes,
    });
    authorise(&actor.staff, &command)?;
    // Kept before it is attached: no entry names a file that is not there. What the rule refuses
    // by its size or kind alone is not kept at all.
    if bytes <= FILE_BYTES_MAX && MEDIA_TYPES.contains(&media_type) {
        keep(world, folded.treatment.recipient(), &sent.bytes)?;
    }
    let mut doing = Doing {
        fingerprint: fingerprint(world, actor, id, &command),
        ..Doing::now(sent.request.clone())
    };
    let name = plain_name(&sent.name);
    if !name.is_empty() {
        doing.sealed.insert(FILE_NAME.to_owned(), name);
    }
    match carry_out(world, actor, id, &command, &doing) {
        Err(AppError::Append(AppendError::CommandReused(_))) => Err(SubmitError::at(
            "request",
            "this page was sent before with another file: open it again",
        )),
        answered => Ok(answered?),
    }
}

/// Keeps what shows a patient under the patient's key.
fn keep(world: &World, patient: Option<&PersonId>, bytes: &[u8]) -> Result<(), SubmitError> {
    let key = patient.map(|person| world.key_of(person)).transpose();
    let key = key?.flatten();
    let Some((person, key)) = patient.zip(key.as_ref()) else {
        return Err(SubmitError::at(
            "file",
            "the patient was erased: nothing more that shows them is kept",
        ));
    };
    let kept = world.files.keep_of(&Owner { person, key }, bytes);
    kept.map_err(AppError::from)?;
    Ok(())
}

/// What the bytes are, as a media type.
fn media_type_of(bytes: &[u8], name: &str) -> &'static str {
    const SIGNS: [(&[u8], &str); 3] = [
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-", "application/pdf"),
    ];
    let mut signs = SIGNS.iter();
    if let Some((_, media_type)) = signs.find(|(sign, _)| bytes.starts_with(sign)) {
        return media_type;
    }
    let text = std::str::from_utf8(bytes).ok();
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let has_ending = |ending: &str| name.to_lowercase().ends_with(ending);
    match text.filter(|text| text.trim_start_matches('\u{feff}').chars().all(is_plain)) {
        Some(_) if has_ending(".csv") => "text/csv",
        Some(_) => "text/plain",
        None => "application/octet-stream",
    }
}

/// The last part of a name, without what no name holds.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|c| !c.is_control() && *c != '"');
    let shown: String = shown.take(NAME_CHARACTERS_MAX).collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_its_bytes_say_and_not_its_name() {
        let of = |bytes: &[u8], name: &str| media_type_of(bytes, name);
        assert_eq!(of(b"\xff\xd8\xff\xe0..", "clusters.pdf"), "image/jpeg");
        assert_eq!(of(b"\x89PNG\r\n\x1a\n..", ""), "image/png");
        assert_eq!(of(b"%PDF-1.7", "a.jpg"), "application/pdf");
        assert_eq!(of(b"a;b\r\n1;2\r\n", "Run.CSV"), "text/csv");
        assert_eq!(of(b"<html><script>", "a.jpg"), "text/plain");
        assert_eq!(of(b"\x00\x01", "a.jpg"), "application/octet-stream");
        assert_eq!(of(b"MZ\x90\x00", "a.png"), "application/octet-stream");
    }

    #[test]
    fn a_name_is_the_last_part_of_a_path_without_signs_that_steer() {
        assert_eq!(plain_name("C:\\photos\\a \"b\"\r\n.jpg"), "a b.jpg");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name(&"x".repeat(500)).len(), NAME_CHARACTERS_MAX);
    }
}
