//! Signed notes as specified by C2SP (c2sp.org/signed-note): a text, a blank line, signature lines.
//!
//! Only the Ed25519 signature of the expected key must be there and must hold; lines of other keys (witnesses, other
//! algorithms) are carried along unread, so that they can be added without a change of form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use crate::hash::{hex, sha256};

/// Ed25519, as the specification numbers it.
const ED25519: u8 = 1;
const SIGNATURE_PREFIX: &str = "\u{2014} ";
const NOTE_BYTES_MAX: usize = 64 << 10;
const SIGNATURE_LINES_MAX: usize = 100;

/// Why a note or a key was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text does not follow the specification.
    #[error("not a signed note: {0}")]
    Malformed(&'static str),
    /// No signature line names the expected key.
    #[error("no signature by {0}")]
    NotSignedBy(String),
    /// A line names the expected key, but what it holds is not that key's signature of this text.
    #[error("the signature of {0} does not belong to this text")]
    SignatureInvalid(String),
    /// The name cannot stand in a signature line.
    #[error("`{0}` cannot name a key: it must not be empty nor hold spaces, line ends or `+`")]
    NameInvalid(String),
    /// Not `name+hash+base64`.
    #[error("not a verifier key: {0}; it looks like name+01234567+base64")]
    VerifierKeyInvalid(&'static str),
}

/// The public key that checks a ledger's checkpoints, written as C2SP's `name+hash+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads `name+hash+base64`.
    ///
    /// # Errors
    /// When the form, the hash or the key is wrong.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let invalid = NoteError::VerifierKeyInvalid;
        let (name, rest) = text.split_once('+').ok_or(invalid("no `+` in it"))?;
        let (id, encoded) = rest.split_once('+').ok_or(invalid("only one `+` in it"))?;
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| invalid("its last part is not base64"))?;
        let (algorithm, bytes) = bytes
            .split_first()
            .ok_or(invalid("its last part is empty"))?;
        if *algorithm != ED25519 {
            return Err(invalid("its algorithm is not Ed25519"));
        }
        let bytes =
            <[u8; 32]>::try_from(bytes).map_err(|_| invalid("its key is not 32 bytes long"))?;
        let key = VerifyingKey::from_bytes(&bytes)
            .map_err(|_| invalid("its key is not a point of the curve"))?;
        let verifier = Self::new(name, key)?;
        if hex(&verifier.id) == id {
            Ok(verifier)
        } else {
            Err(invalid("its hash does not belong to name and key"))
        }
    }

    /// The key's name: the origin of the ledger.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn new(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        if name.is_empty()
            || name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
        {
            return Err(NoteError::NameInvalid(name.to_owned()));
        }
        let mut hashed = name.as_bytes().to_vec();
        hashed.extend([b'\n', ED25519]);
        hashed.extend(key.as_bytes());
        let [a, b, c, d, ..] = sha256(&hashed);
        Ok(Self {
            name: name.to_owned(),
            id: [a, b, c, d],
            key,
        })
    }

    /// Gives the text of a note that this key signed.
    ///
    /// # Errors
    /// When the note is malformed, not signed by this key, or the signature does not hold.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, NoteError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Malformed("it is longer than 64 KiB"));
        }
        if note.contains(|c: char| c.is_ascii_control() && c != '\n') {
            return Err(NoteError::Malformed("it holds control characters"));
        }
        let end = note
            .rfind("\n\n")
            .ok_or(NoteError::Malformed("no blank line before the signatures"))?;
        let (text, signatures) = note
            .split_at_checked(end + 1)
            .ok_or(NoteError::Malformed("no text"))?;
        let signatures = signatures.strip_prefix('\n').unwrap_or_default();
        let lines = signatures
            .strip_suffix('\n')
            .ok_or(NoteError::Malformed("the last line has no end"))?;
        for (number, line) in lines.split('\n').enumerate() {
            if number == SIGNATURE_LINES_MAX {
                return Err(NoteError::Malformed("more than 100 signatures"));
            }
            let line = line
                .strip_prefix(SIGNATURE_PREFIX)
                .ok_or(NoteError::Malformed("a line is no signature"))?;
            let (name, encoded) = line
                .split_once(' ')
                .ok_or(NoteError::Malformed("a signature has no name"))?;
            let bytes = STANDARD
                .decode(encoded)
                .map_err(|_| NoteError::Malformed("a signature is not base64"))?;
            let (id, signature) = bytes
                .split_at_checked(4)
                .ok_or(NoteError::Malformed("a signature is too short"))?;
            if name == self.name && id == self.id {
                let invalid = || NoteError::SignatureInvalid(self.to_string());
                let signature =
                    ed25519_dalek::Signature::from_slice(signature).map_err(|_| invalid())?;
                return match self.key.verify_strict(text.as_bytes(), &signature) {
                    Ok(()) => Ok(text),
                    Err(_) => Err(invalid()),
                };
            }
        }
        Err(NoteError::NotSignedBy(self.to_string()))
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.key.as_bytes());
        write!(
            f,
            "{}+{}+{}",
            self.name,
            hex(&self.id),
            STANDARD.encode(key)
        )
    }
}

/// The secret key that signs a ledger's checkpoints. It is wiped from memory when dropped.
pub struct LogKey {
    secret: SigningKey,
    verifier: VerifierKey,
}

impl LogKey {
    /// A key from its 32 secret bytes, named by the ledger's origin.
    ///
    /// # Errors
    /// When the origin cannot name a key.
    pub fn new(origin: &str, secret: &[u8; 32]) -> Result<Self, NoteError> {
        let secret = SigningKey::from_bytes(secret);
        let verifier = VerifierKey::new(origin, secret.verifying_key())?;
        Ok(Self { secret, verifier })
    }

    /// The origin of the ledger this key signs for.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.verifier.name
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text, which ends with a line end, as a note.
    pub(crate) fn sign(&self, text: &str) -> String {
        let mut bytes = self.verifier.id.to_vec();
        bytes.extend(self.secret.sign(text.as_bytes()).to_bytes());
        format!(
            "{text}\n{SIGNATURE_PREFIX}{} {}\n",
            self.verifier.name,
            STANDARD.encode(bytes)
        )
    }
}

impl std::fmt::Debug for LogKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogKey")
            .field("verifier", &self.verifier.to_string())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The published example of the reference implementation, golang.org/x/mod/sumdb/note.
    const NEUMANN_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NEUMANN_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
         then you don't know what your problem is.\n\n\
         \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    const FOO_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const FOO_NOTE: &str = "This is an example message.\n\n\
         \u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    #[test]
    fn published_notes_open_under_their_published_keys() {
        for (key, note) in [(NEUMANN_KEY, NEUMANN_NOTE), (FOO_KEY, FOO_NOTE)] {
            let verifier = VerifierKey::parse(key).unwrap();
            assert_eq!(verifier.to_string(), key);
            assert!(note.starts_with(verifier.open(note).unwrap()));
        }
    }

    #[test]
    fn the_published_secret_key_gives_the_published_note() {
        // From PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
        let bytes = STANDARD
            .decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
            .unwrap();
        let key = LogKey::new("PeterNeumann", &bytes[1..].try_into().unwrap()).unwrap();
        assert_eq!(key.verifier().to_string(), NEUMANN_KEY);
        let text = key.verifier().open(NEUMANN_NOTE).unwrap();
        assert_eq!(key.sign(text), NEUMANN_NOTE);
    }

    #[test]
    fn signatures_of_other_keys_are_carried_along() {
        let verifier = VerifierKey::parse(FOO_KEY).unwrap();
        let witnessed = format!("{FOO_NOTE}\u{2014} witness.example AAAAAAAA\n");
        assert_eq!(
            verifier.open(&witnessed),
            Ok("This is an example message.\n")
        );
        let foreign = VerifierKey::parse(NEUMANN_KEY).unwrap();
        assert_eq!(
            foreign.open(&witnessed),
            Err(NoteError::NotSignedBy(NEUMANN_KEY.to_owned()))
        );
    }

    #[test]
    fn a_changed_text_is_refused() {
        let verifier = VerifierKey::parse(FOO_KEY).unwrap();
        let changed = FOO_NOTE.replace("example message", "exemple message");
        assert_eq!(
            verifier.open(&changed),
            Err(NoteError::SignatureInvalid(FOO_KEY.to_owned()))
        );
    }

    #[test]
    fn a_key_whose_hash_or_name_is_wrong_is_refused() {
        assert!(VerifierKey::parse(&FOO_KEY.replace("530d", "530e")).is_err());
        assert!(VerifierKey::parse(&FOO_KEY.replace("foo", "fooo")).is_err());
        assert_eq!(
            LogKey::new("two words", &[1; 32]).unwrap_err(),
            NoteError::NameInvalid("two words".to_owned())
        );
    }
}
