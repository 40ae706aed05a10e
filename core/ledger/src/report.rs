//! What verification found: every fault by sequence, what was erased, and a verdict that says how far the proof goes.

use std::fmt;

/// One thing that is not as it was signed. Sequences are positions in the ledger, from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The entry is not the one that was written there.
    Altered {
        /// The entry.
        sequence: u64,
    },
    /// Entries that were written are not there.
    Missing {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// Something stands there that was never written there.
    Extra {
        /// The number under which it is kept.
        sequence: u64,
    },
    /// The entry is there, but not in its place.
    Reordered {
        /// The entry.
        sequence: u64,
    },
    /// The entry is what was written, but filed under a stream, version, kind or command that is not its own.
    Misfiled {
        /// The entry.
        sequence: u64,
    },
    /// These entries together are not what was signed, and none of them can be singled out.
    Rewritten {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// A version of the stream is not there, though later ones are.
    StreamGap {
        /// The stream.
        stream: String,
        /// The first version that is not there.
        version: u64,
    },
    /// The stream ends before the version that was signed as its last.
    StreamTailCut {
        /// The stream.
        stream: String,
        /// The last version there is, 0 for none.
        last: u64,
        /// The last version that was signed.
        signed: u64,
    },
    /// The stream heads are not those that were signed.
    StreamHeadsUnproven,
    /// The ciphertext is not the one that was written.
    CiphertextAltered {
        /// The entry it belongs to.
        sequence: u64,
    },
    /// The ciphertext is not there, and no entry says that its key was destroyed.
    CiphertextMissing {
        /// The entry it belongs to.
        sequence: u64,
    },
    /// The signature was made for another record.
    SignatureNotOfThisRecord {
        /// The entry that carries it.
        sequence: u64,
    },
    /// The entry was written by another version, or in no form at all.
    UnknownForm {
        /// The entry.
        sequence: u64,
        /// What is not known about it.
        reason: String,
    },
    /// The proof that the entry is in the tree does not hold, while the entry itself looks untouched.
    ProofBroken {
        /// The entry.
        sequence: u64,
    },
    /// A checkpoint is not one of this key.
    CheckpointInvalid {
        /// Why not.
        reason: String,
    },
    /// The key signed a checkpoint that this history does not lead through.
    Inconsistent {
        /// The size of that checkpoint.
        size: u64,
    },
    /// A checkpoint seen before is larger than this ledger: entries were cut, or this is an older copy.
    TreeShorterThanSeen {
        /// The size seen before.
        seen: u64,
        /// The size now.
        size: u64,
    },
    /// The file carries another key than the one expected.
    OtherKey {
        /// The key expected.
        expected: String,
        /// The key in the file.
        found: String,
    },
    /// The file is not an export of a known form.
    NotAnExport {
        /// What is wrong with it.
        reason: String,
    },
}

impl Fault {
    /// The stable code of this kind of fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Altered { .. } => "altered",
            Self::Missing { .. } => "missing",
            Self::Extra { .. } => "extra",
            Self::Reordered { .. } => "reordered",
            Self::Misfiled { .. } => "misfiled",
            Self::Rewritten { .. } => "rewritten",
            Self::StreamGap { .. } => "stream-gap",
            Self::StreamTailCut { .. } => "stream-tail-cut",
            Self::StreamHeadsUnproven => "stream-heads-unproven",
            Self::CiphertextAltered { .. } => "ciphertext-altered",
            Self::CiphertextMissing { .. } => "ciphertext-missing",
            Self::SignatureNotOfThisRecord { .. } => "signature-not-of-this-record",
            Self::UnknownForm { .. } => "unknown-form",
            Self::ProofBroken { .. } => "proof-broken",
            Self::CheckpointInvalid { .. } => "checkpoint-invalid",
            Self::Inconsistent { .. } => "inconsistent",
            Self::TreeShorterThanSeen { .. } => "tree-shorter-than-seen",
            Self::OtherKey { .. } => "other-key",
            Self::NotAnExport { .. } => "not-an-export",
        }
    }

    /// The first sequence it concerns, if it concerns entries.
    #[must_use]
    pub fn sequence(&self) -> Option<u64> {
        self.of_entries().map(|(first, _, _)| first)
    }
}

impl Fault {
    /// What is wrong, without saying where, for those that concern one entry or a range.
    fn of_entries(&self) -> Option<(u64, u64, &str)> {
        let one = |sequence: &u64, words| Some((*sequence, *sequence, words));
        match self {
            Self::Altered { sequence } => one(sequence, "altered"),
            Self::Missing { first, last } => Some((*first, *last, "missing")),
            Self::Extra { sequence } => one(sequence, "extra, it was never written there"),
            Self::Reordered { sequence } => one(sequence, "reordered, it stands elsewhere"),
            Self::Misfiled { sequence } => one(sequence, "filed under a name that is not its own"),
            Self::Rewritten { first, last } => Some((
                *first,
                *last,
                "rewritten, together they are not what was signed",
            )),
            Self::CiphertextAltered { sequence } => one(sequence, "its sealed part is altered"),
            Self::CiphertextMissing { sequence } => one(
                sequence,
                "its sealed part is missing, and no erasure says why",
            ),
            Self::SignatureNotOfThisRecord { sequence } => {
                one(sequence, "its signature was made for another record")
            }
            Self::UnknownForm { sequence, reason } => one(sequence, reason),
            Self::ProofBroken { sequence } => one(sequence, "its proof of inclusion does not hold"),
            Self::StreamGap { .. }
            | Self::StreamTailCut { .. }
            | Self::StreamHeadsUnproven
            | Self::CheckpointInvalid { .. }
            | Self::Inconsistent { .. }
            | Self::TreeShorterThanSeen { .. }
            | Self::OtherKey { .. }
            | Self::NotAnExport { .. } => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((first, last, words)) = self.of_entries() {
            return if first == last {
                write!(f, "entry {first}: {words}")
            } else {
                write!(f, "entries {first} to {last}: {words}")
            };
        }
        match self {
            Self::StreamGap { stream, version } => {
                write!(f, "stream {stream}: version {version} is missing")
            }
            Self::StreamTailCut {
                stream,
                last,
                signed,
            } => {
                write!(
                    f,
                    "stream {stream}: cut after version {last}, version {signed} was signed as its last"
                )
            }
            Self::StreamHeadsUnproven => {
                f.write_str("the stream heads are not those that were signed")
            }
            Self::CheckpointInvalid { reason } => write!(f, "checkpoint: {reason}"),
            Self::Inconsistent { size } => {
                write!(
                    f,
                    "the checkpoint of size {size} was signed over another history than this one"
                )
            }
            Self::TreeShorterThanSeen { seen, size } => {
                write!(
                    f,
                    "size {size}, but size {seen} was seen before: entries were cut, or this is an older copy"
                )
            }
            Self::OtherKey { expected, found } => {
                write!(f, "signed by {found}, {expected} was expected")
            }
            Self::NotAnExport { reason } => write!(f, "not an export: {reason}"),
            other => f.write_str(other.code()),
        }
    }
}

/// A sealed part that can no longer be read because its key was destroyed by a decision. Not a fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Erased {
    /// The entry it belongs to.
    pub sequence: u64,
    /// The entry that says the key was destroyed.
    pub by: u64,
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A whole ledger.
    Ledger,
    /// One stream, whose completeness is proven as well.
    Stream(String),
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was verified.
    pub scope: Scope,
    /// The verifier key everything was held against.
    pub key: String,
    /// The size of the ledger at the newest checkpoint that holds, if any does.
    pub size: Option<u64>,
    /// How many entries were there.
    pub entries: u64,
    /// How many signatures of persons they carry.
    pub signatures: u64,
    /// How many of them have a sealed part.
    pub sealed: u64,
    /// How many earlier checkpoints, kept elsewhere, were held against this one.
    pub seen: usize,
    /// Everything that is not as it was signed, in order.
    pub faults: Vec<Fault>,
    /// What was erased by a decision.
    pub erased: Vec<Erased>,
}

impl Report {
    pub(crate) fn new(scope: Scope, key: String) -> Self {
        Self {
            scope,
            key,
            size: None,
            entries: 0,
            signatures: 0,
            sealed: 0,
            seen: 0,
            faults: Vec::new(),
            erased: Vec::new(),
        }
    }

    /// Adds what only the keeper of the entries can see, in its place.
    pub fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.sort();
    }

    pub(crate) fn sort(&mut self) {
        self.faults
            .sort_by_key(|fault| (fault.sequence().is_none(), fault.sequence()));
    }

    /// Whether everything there is was proven.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.size.is_some() && self.faults.is_empty()
    }

    /// How far the proof goes, in one paragraph: never a bare "ok".
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some(size) = self.size else {
            return format!("cannot tell: no checkpoint holds under key {}", self.key);
        };
        let what = match &self.scope {
            Scope::Ledger => format!("{} entries to size {size}", self.entries),
            Scope::Stream(stream) => format!(
                "stream {stream} with {} entries at size {size}",
                self.entries
            ),
        };
        let proven = match self.faults.len() {
            0 => "proven".to_owned(),
            1 => "not proven, 1 fault".to_owned(),
            count => format!("not proven, {count} faults"),
        };
        let rollback = match self.seen {
            0 => "no witness: a rollback to an older copy by whoever holds the key cannot be excluded".to_owned(),
            count => format!("{count} checkpoints seen before held against it; nothing is said about later ones"),
        };
        let (signatures, sealed, erased) = (self.signatures, self.sealed, self.erased.len());
        format!(
            "{what}: {proven} under key {} ({rollback}); {signatures} signatures; {sealed} sealed parts, {erased} of \
             them erased",
            self.key
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        for Erased { sequence, by } in &self.erased {
            writeln!(f, "entry {sequence}: sealed part erased by entry {by}")?;
        }
        writeln!(f, "{}", self.verdict())
    }
}
