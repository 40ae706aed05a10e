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
        let stream_version = head.map_or(1, |head| head.version.saturating_add(1));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::draft::{Place, Signature};

    fn example_draft(stream: &str, clear: &[u8]) -> Draft {
        Draft {
            stream: stream.to_owned(),
            kind: "noted".to_owned(),
            schema: 1,
            command: "command".to_owned(),
            actor: "staff/1".to_owned(),
            device: "tablet/1".to_owned(),
            occurred_at: 0,
            recorded_at: 0,
            reason: None,
            clear: clear.to_vec(),
            sealed: None,
            signatures: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_back_was_never_there(
            kept in prop::collection::vec(0..4_u8, 0..12),
            taken_back in prop::collection::vec(0..4_u8, 1..12),
        ) {
            let mut ledger = Ledger::new("o");
            let append = |ledger: &mut Ledger, stream: &u8| {
                ledger.append(example_draft(&format!("t/{stream}"), &[*stream])).unwrap()
            };
            let entries: Vec<Entry> = kept.iter().map(|stream| append(&mut ledger, stream)).collect();
            ledger.settle();
            let (size, before) = (ledger.size(), ledger.checkpoint());
            let first: Vec<Entry> = taken_back.iter().map(|stream| append(&mut ledger, stream)).collect();
            ledger.take_back_to(size);
            prop_assert_eq!(ledger.checkpoint(), before);
            let again: Vec<Entry> = taken_back.iter().map(|stream| append(&mut ledger, stream)).collect();
            prop_assert_eq!(&again, &first);
            let all = entries.iter().chain(&again).map(|entry| {
                let head = Head { version: entry.envelope.stream_version, hash: entry.hash };
                (entry.envelope.stream.as_str(), head)
            });
            prop_assert_eq!(Ledger::load("o", all).checkpoint(), ledger.checkpoint());
        }
    }

    #[test]
    fn what_is_settled_cannot_be_taken_back() {
        let mut ledger = Ledger::new("o");
        ledger.append(example_draft("t", b"one")).unwrap();
        ledger.settle();
        ledger.take_back_to(0);
        assert_eq!(ledger.size(), 1);
    }

    #[test]
    fn a_draft_that_is_refused_changes_nothing() {
        let mut ledger = Ledger::new("o");
        let before = ledger.checkpoint();
        let large = example_draft("t", &vec![0; ENVELOPE_BYTES_MAX]);
        assert!(matches!(
            ledger.append(large),
            Err(DraftRefused::TooLarge { .. })
        ));
        let mut signed = example_draft("t", b"one");
        let place = Place {
            origin: "other",
            stream: "t",
            stream_version: 1,
        };
        signed.signatures = vec![Signature::bind(
            place,
            signed.content(),
            "s",
            "m",
            "password",
            0,
        )];
        assert!(matches!(
            ledger.append(signed),
            Err(DraftRefused::SignatureNotOfThisRecord { .. })
        ));
        assert_eq!(ledger.checkpoint(), before);
    }
}
