//! A photograph or file belongs to a step that was done. It is kept under its hash, so that what is
//! shown later is what was attached.

use cikada_domain::event::HandlingEvent;
use cikada_domain::{BatchId, Event, FileHash, StepId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// The largest file that is kept: a photograph of a tablet, or a long PDF.
pub const FILE_BYTES_MAX: u32 = 16 * 1024 * 1024;

/// The kinds of files that are kept: what can still be opened when the record must be read.
pub const MEDIA_TYPES: [&str; 5] = [
    "image/jpeg",
    "image/png",
    "application/pdf",
    "text/plain",
    "text/csv",
];

/// What is attached.
pub(crate) struct Attached<'a> {
    pub(crate) step: &'a StepId,
    pub(crate) file: &'a FileHash,
    pub(crate) media_type: &'a str,
    pub(crate) bytes: u32,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    attached: &Attached<'_>,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    if ctx.protocol.step(attached.step).is_none() {
        reasons.refuse(RefusalCode::UnknownStep, attached.step.as_str());
    }
    match ctx.treatment.batches.get(batch) {
        None => reasons.refuse(RefusalCode::BatchUnknown, batch.as_str()),
        Some(known) => {
            match known.records_of(attached.step).next() {
                None => reasons.refuse(RefusalCode::StepNotDone, attached.step.as_str()),
                Some(record) => {
                    gates::not_before(ctx, &mut reasons, record.at, "the step was done");
                }
            }
            let mut files = known.files.iter();
            if files.any(|file| &file.file == attached.file && &file.step == attached.step) {
                reasons.refuse(RefusalCode::FileAlreadyAttached, attached.file.to_string());
            }
        }
    }
    if attached.bytes == 0 || attached.bytes > FILE_BYTES_MAX {
        reasons.refuse(
            RefusalCode::FileTooLarge,
            format!(
                "{} bytes, allowed are 1 to {FILE_BYTES_MAX}",
                attached.bytes
            ),
        );
    }
    if !MEDIA_TYPES.contains(&attached.media_type) {
        reasons.refuse(RefusalCode::FileKindUnknown, attached.media_type);
    }
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::FileAttached {
            batch: batch.clone(),
            step: attached.step.clone(),
            file: attached.file.clone(),
            media_type: attached.media_type.to_owned(),
            bytes: attached.bytes,
        })]
    })
}
