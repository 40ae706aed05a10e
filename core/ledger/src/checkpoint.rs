//! A checkpoint (c2sp.org/tlog-checkpoint): what the ledger was at one size, signed as a note.
//!
//! The text is the origin, the size, the tree's root, and one extension line of ours with the root of the stream heads.
//! Extension lines after it are left to later versions and not read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::hash::{HASH_ALGORITHM, Hash};
use crate::note::{LogKey, NoteError, VerifierKey};
use crate::tree::TREE_SIZE_MAX;

/// The state of a ledger at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger.
    pub origin: String,
    /// The number of entries.
    pub size: u64,
    /// The RFC 6962 root over them.
    pub root: Hash,
    /// The root of the stream heads, see [`crate::StreamHeads`].
    pub streams: Hash,
}

/// Why a note is not a checkpoint of the expected ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note itself does not hold.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is not a checkpoint of ours.
    #[error("not a checkpoint: {0}")]
    Malformed(&'static str),
    /// Signed by the right key for another ledger.
    #[error("a checkpoint of `{found}`, `{expected}` was expected")]
    OtherOrigin {
        /// The name of the key.
        expected: String,
        /// The origin in the text.
        found: String,
    },
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let (root, streams) = (STANDARD.encode(self.root), STANDARD.encode(self.streams));
        format!(
            "{}\n{}\n{root}\nstreams {HASH_ALGORITHM} {streams}\n",
            self.origin, self.size
        )
    }

    /// Signs this checkpoint as a note.
    #[must_use]
    pub fn sign(&self, key: &LogKey) -> String {
        key.sign(&self.text())
    }

    /// Reads a checkpoint from a note that the key signed.
    ///
    /// # Errors
    /// When the signature does not hold, or what was signed is not a checkpoint of the key's ledger.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let malformed = CheckpointError::Malformed;
        let text = key.open(note)?;
        let mut lines = text.lines();
        let origin = lines.next().unwrap_or_default().to_owned();
        if origin != key.name() {
            return Err(CheckpointError::OtherOrigin {
                expected: key.name().to_owned(),
                found: origin,
            });
        }
        let line = lines.next().ok_or(malformed("it has no size"))?;
        let size = line
            .parse::<u64>()
            .map_err(|_| malformed("its size is not a number"))?;
        if size.to_string() != line {
            return Err(malformed(
                "its size is written with zeros or a sign before it",
            ));
        }
        if size > TREE_SIZE_MAX {
            return Err(malformed("its size is larger than any ledger"));
        }
        let root =
            decode_hash(lines.next()).ok_or(malformed("its root is not the base64 of 32 bytes"))?;
        let streams = lines
            .next()
            .and_then(|line| line.strip_prefix("streams "))
            .and_then(|line| line.split_once(' '));
        let (algorithm, streams) =
            streams.ok_or(malformed("it has no line `streams sha-256 ...`"))?;
        if algorithm != HASH_ALGORITHM {
            return Err(malformed(
                "its stream heads use an algorithm that is not known here",
            ));
        }
        let streams = decode_hash(Some(streams))
            .ok_or(malformed("its stream root is not the base64 of 32 bytes"))?;
        Ok(Self {
            origin,
            size,
            root,
            streams,
        })
    }
}

fn decode_hash(line: Option<&str>) -> Option<Hash> {
    STANDARD.decode(line?).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example_key() -> LogKey {
        LogKey::new("ledger.example/centre", &[7; 32]).unwrap()
    }

    fn example_checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "ledger.example/centre".to_owned(),
            size: 42,
            root: [1; 32],
            streams: [2; 32],
        }
    }

    #[test]
    fn a_signed_checkpoint_reads_back() {
        let key = example_key();
        let note = example_checkpoint().sign(&key);
        assert_eq!(
            Checkpoint::open(&note, key.verifier()),
            Ok(example_checkpoint())
        );
    }

    #[test]
    fn the_note_of_a_checkpoint_is_frozen() {
        insta::assert_snapshot!(example_checkpoint().sign(&example_key()));
    }

    #[test]
    fn later_extension_lines_are_left_alone() {
        let key = example_key();
        let note = key.sign(&format!("{}later thing\n", example_checkpoint().text()));
        assert_eq!(
            Checkpoint::open(&note, key.verifier()),
            Ok(example_checkpoint())
        );
    }

    #[test]
    fn a_signed_text_that_is_no_checkpoint_says_what_is_wrong() {
        let key = example_key();
        let text = example_checkpoint().text();
        for (from, to, reason) in [
            (
                "\n42\n",
                "\n042\n",
                "its size is written with zeros or a sign before it",
            ),
            ("\n42\n", "\nmany\n", "its size is not a number"),
            (
                "\n42\n",
                "\n1099511627777\n",
                "its size is larger than any ledger",
            ),
            ("AQEB", "!!!!", "its root is not the base64 of 32 bytes"),
            (
                "streams sha-256",
                "streams",
                "it has no line `streams sha-256 ...`",
            ),
            (
                "sha-256",
                "md5",
                "its stream heads use an algorithm that is not known here",
            ),
        ] {
            let text = text.replacen(from, to, 1);
            let opened = Checkpoint::open(&key.sign(&text), key.verifier());
            assert_eq!(opened, Err(CheckpointError::Malformed(reason)), "{text}");
        }
    }

    #[test]
    fn a_checkpoint_of_another_ledger_is_refused() {
        let key = example_key();
        let other = Checkpoint {
            origin: "other".to_owned(),
            ..example_checkpoint()
        };
        let opened = Checkpoint::open(&key.sign(&other.text()), key.verifier());
        let expected = "ledger.example/centre".to_owned();
        assert_eq!(
            opened,
            Err(CheckpointError::OtherOrigin {
                expected,
                found: "other".to_owned()
            })
        );
    }
}
