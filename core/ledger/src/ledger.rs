//! The growing end of a ledger: gives drafts their place, and can take back what was not committed.
//!
//! Pure state: who keeps the entries and signs the checkpoints decides when [`Ledger::settle`] is true. It holds hashes
//! only, some 140 bytes an entry at most, and is filled again from the stored hashes in one pass.

use crate::checkpoint::Checkpoint;
use crate::draft::Draft;
use crate::entry::{ENVELOPE_BYTES_MAX, Entry, Envelope, FORM, SealedHeader};
use crate::hash::{HASH_ALGORITHM, Hash, sha256};
use crate::heads::{Head, StreamHeads};
use crate::tree::{TREE_SIZE_MAX, Tree};

/// No ciphertext beside an envelope is larger.
pub const CIPHERTEXT_BYTES_MAX: usize = 16 << 20;

/// The state that the next entry continues.
#[derive(Debug, Clone)]
pub struct Ledger {
    origin: String,
    tree: Tree,
    heads: StreamHeads,
    last: Option<Hash>,
    /// What to put back to undo each entry that is not settled: the last hash, and the stream with its head.
    unsettled: Vec<(Option<Hash>, String, Option<Head>)>,
}

/// Why a draft cannot become an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefused {
    /// The signature was made for other content, or another place.
    #[error(
        "the signature was not made for this record at `{stream}` version {stream_version}; sign what is stored"
    )]
    SignatureNotOfThisRecord {
        /// The draft's stream.
        stream: String,
        /// The version the entry would have.
        stream_version: u64,
    },
    /// Envelope or ciphertext are larger than any entry.
    #[error("the entry is too large: {bytes} bytes, at most {max} are kept")]
    TooLarge {
        /// How large it is.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// The ledger holds as many entries as it may.
    #[error("the ledger is full")]
    Full,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        Self::load(origin, std::iter::empty::<(&str, Head)>())
    }

    /// A ledger from what is kept: of each entry, in order, the stream, the version in it and the hash.
    #[must_use]
    pub fn load<S: AsRef<str>>(origin: &str, entries: impl IntoIterator<Item = (S, Head)>) -> Self {
        let (mut tree, mut last) = (Tree::default(), None);
        let heads = entries
            .into_iter()
            .inspect(|(_, head)| {
                tree.push(&head.hash);
                last = Some(head.hash);
            })
            .collect();
        Self {
            origin: origin.to_owned(),
            tree,
            heads,
            last,
            unsettled: Vec::new(),
        }
    }

    /// The ledger's name.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The tree over the entries.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The heads of the streams.
    #[must_use]
    pub fn heads(&self) -> &StreamHeads {
        &self.heads
    }

    /// The last version of a stream, 0 when it has none.
    #[must_use]
    pub fn stream_version(&self, stream: &str) -> u64 {
        self.heads.get(stream).map_or(0, |head| head.version)
    }

    /// What a checkpoint would say now.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            origin: self.origin.clone(),
            size: self.size(),
            root: self.tree.root(),
            streams: self.heads.root(),
        }
    }

    /// Makes a draft the next entry.
    ///
    /// # Errors
    /// When its signature is not for this record, or it is too large; the ledger is then as before.
    pub fn append(&mut self, draft: Draft) -> Result<Entry, DraftRefused> {
        if self.size() >= TREE_SIZE_MAX {
            return Err(DraftRefused::Full);
        }
        let head = self.heads.get(&draft.stream);
        let stream_version = head.map_or(1, |head| head.version + 1);
        let content = draft.content();
        let (sealed, ciphertext) = draft.sealed.map_or((None, None), |sealed| {
            let header = SealedHeader {
                person: sealed.person,
                algorithm: sealed.algorithm,
                nonce: sealed.nonce,
                commitment: sealed.commitment,
                ciphertext_hash: sha256(&sealed.ciphertext),
            };
            (Some(header), Some(sealed.ciphertext))
        });
        let envelope = Envelope {
            form: FORM,
            origin: self.origin.clone(),
            sequence: self.size() + 1,
            stream: draft.stream,
            stream_version,
            kind: draft.kind,
            schema: draft.schema,
            command: draft.command,
            actor: draft.actor,
            device: draft.device,
            occurred_at: draft.occurred_at,
            recorded_at: draft.recorded_at,
            reason: draft.reason,
            hash_algorithm: HASH_ALGORITHM.to_owned(),
            previous: self.last,
            stream_previous: head.map(|head| head.hash),
            clear: draft.clear,
            sealed,
            signatures: draft.signatures,
        };
        let place = envelope.place();
        if envelope
            .signatures
            .iter()
            .any(|signature| !signature.holds_for(place, &content))
        {
            return Err(DraftRefused::SignatureNotOfThisRecord {
                stream: envelope.stream,
                stream_version,
            });
        }
        let entry = Entry::new(envelope, ciphertext);
        let ciphertext_bytes = entry.ciphertext.as_ref().map_or(0, Vec::len);
        for (bytes, max) in [
            (entry.bytes.len(), ENVELOPE_BYTES_MAX),
            (ciphertext_bytes, CIPHERTEXT_BYTES_MAX),
        ] {
            if bytes > max {
                return Err(DraftRefused::TooLarge { bytes, max });
            }
        }
        self.advance(&entry);
        Ok(entry)
    }

    /// What was appended so far is kept for good: it can no longer be taken back.
    pub fn settle(&mut self) {
        self.unsettled.clear();
    }

    /// Takes back unsettled entries until the ledger has `size` entries again.
    pub fn take_back_to(&mut self, size: u64) {
        while self.size() > size {
            let Some((last, stream, head)) = self.unsettled.pop() else {
                return;
            };
            self.tree.truncate(self.size() - 1);
            self.heads.set(&stream, head);
            self.last = last;
        }
    }

    fn advance(&mut self, entry: &Entry) {
        let Envelope {
            stream,
            stream_version,
            ..
        } = &entry.envelope;
        let head = Head {
            version: *stream_version,
            hash: entry.hash,
        };
        let before = self.heads.set(stream, Some(head));
        self.unsettled.push((self.last, stream.clone(), before));
        self.tree.push(&entry.hash);
        self.last = Some(entry.hash);
    }
}
