//! The file an inspector takes away: everything needed to verify, and no database.
//!
//! One canonical CBOR value behind a short magic. A file of the whole ledger holds every entry and the newest note; a
//! file of one stream holds its entries with their paths to the root, the proof of its head, and the entries that say
//! which of its people were erased. It is checked with the public key it carries or, better, with one had from
//! elsewhere.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::entry::{Envelope, StoredEntry, to_cbor};
use crate::erasure::KeyDestroyed;
use crate::heads::{HeadProof, StreamHeads};
use crate::note::VerifierKey;
use crate::report::{Fault, Report, Scope};
use crate::tree::Tree;
use crate::verify::{Proven, StreamEvidence, verify, verify_stream};

/// What every file begins with.
pub const EXPORT_MAGIC: &[u8; 16] = b"cikada-ledger/1\n";
/// No file is larger.
pub const EXPORT_BYTES_MAX: usize = 1 << 31;

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct ExportFile {
    #[n(0)]
    key: String,
    #[n(1)]
    note: String,
    #[n(2)]
    content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
enum Content {
    #[n(0)]
    Ledger(#[n(0)] Vec<StoredEntry>),
    #[n(1)]
    Stream(#[n(0)] StreamContent),
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct StreamContent {
    #[n(0)]
    stream: String,
    #[n(1)]
    head: HeadProof,
    #[n(2)]
    entries: Vec<Proven>,
    #[n(3)]
    erasures: Vec<Proven>,
}

/// The file of a whole ledger: its entries in order, and the newest note.
#[must_use]
pub fn export_ledger(entries: Vec<StoredEntry>, note: &str, key: &VerifierKey) -> Vec<u8> {
    to_file(&ExportFile {
        key: key.to_string(),
        note: note.to_owned(),
        content: Content::Ledger(entries),
    })
}

/// What the file of one stream is made from.
#[derive(Debug)]
pub struct StreamExport<'a> {
    /// The stream.
    pub stream: &'a str,
    /// Its entries, in order.
    pub entries: Vec<StoredEntry>,
    /// The entries of the ledger that say whose key was destroyed; those of other people are left out.
    pub erasures: Vec<StoredEntry>,
    /// The tree over the whole ledger at the size of the note.
    pub tree: &'a Tree,
    /// The stream heads at that size.
    pub heads: &'a StreamHeads,
    /// The newest note.
    pub note: &'a str,
}

impl StreamExport<'_> {
    /// The file.
    #[must_use]
    pub fn to_bytes(self, key: &VerifierKey) -> Vec<u8> {
        let (tree, size) = (self.tree, self.tree.size());
        let prove = |entry: StoredEntry| {
            let path = entry
                .sequence
                .checked_sub(1)
                .and_then(|index| tree.prove_inclusion(index, size));
            Proven {
                entry,
                path: path.unwrap_or_default().concat(),
            }
        };
        let people: BTreeSet<String> = self.entries.iter().filter_map(sealed_person).collect();
        let concerns = |entry: &StoredEntry| {
            let envelope = Envelope::from_bytes(&entry.bytes).ok();
            envelope
                .filter(|envelope| envelope.stream != self.stream)
                .and_then(|envelope| KeyDestroyed::read(&envelope))
                .is_some_and(|destroyed| people.contains(&destroyed.person))
        };
        let content = StreamContent {
            stream: self.stream.to_owned(),
            head: self.heads.prove(self.stream),
            erasures: self
                .erasures
                .into_iter()
                .filter(concerns)
                .map(prove)
                .collect(),
            entries: self.entries.into_iter().map(prove).collect(),
        };
        let note = self.note.to_owned();
        to_file(&ExportFile {
            key: key.to_string(),
            note,
            content: Content::Stream(content),
        })
    }
}

fn sealed_person(entry: &StoredEntry) -> Option<String> {
    let envelope = Envelope::from_bytes(&entry.bytes).ok()?;
    envelope.sealed.map(|sealed| sealed.person)
}

fn to_file(export: &ExportFile) -> Vec<u8> {
    let mut bytes = EXPORT_MAGIC.to_vec();
    bytes.extend(to_cbor(export));
    bytes
}

/// Verifies an exported file of either kind, against the expected key or, without one, the key it carries. Never
/// panics, whatever the bytes are.
#[must_use]
pub fn verify_export(bytes: &[u8], expected: Option<&VerifierKey>) -> Report {
    let carried = expected.map_or_else(String::new, ToString::to_string);
    let not_an_export = |reason: String| {
        let mut report = Report::new(Scope::Ledger, carried.clone());
        report.faults.push(Fault::NotAnExport { reason });
        report
    };
    let export = match read(bytes) {
        Ok(export) => export,
        Err(reason) => return not_an_export(reason),
    };
    let key = match VerifierKey::parse(&export.key) {
        Ok(key) => key,
        Err(error) => return not_an_export(error.to_string()),
    };
    if let Some(expected) = expected.filter(|expected| **expected != key) {
        let mut report = Report::new(Scope::Ledger, expected.to_string());
        report.faults.push(Fault::OtherKey {
            expected: expected.to_string(),
            found: export.key,
        });
        return report;
    }
    match export.content {
        Content::Ledger(entries) => verify(entries, &[export.note], &[], &key),
        Content::Stream(StreamContent {
            stream,
            head,
            entries,
            erasures,
        }) => verify_stream(
            &StreamEvidence {
                stream: &stream,
                note: &export.note,
                head: &head,
                entries: &entries,
                erasures: &erasures,
            },
            &key,
        ),
    }
}

fn read(bytes: &[u8]) -> Result<ExportFile, String> {
    if bytes.len() > EXPORT_BYTES_MAX {
        return Err(format!(
            "{} bytes, at most {EXPORT_BYTES_MAX} were expected",
            bytes.len()
        ));
    }
    let content = bytes
        .strip_prefix(EXPORT_MAGIC)
        .ok_or("it does not begin with `cikada-ledger/1`")?;
    let export: ExportFile = minicbor::decode(content).map_err(|error| error.to_string())?;
    if to_cbor(&export) != content {
        return Err("it is not in canonical form".to_owned());
    }
    Ok(export)
}
