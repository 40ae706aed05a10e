//! Encryption of what identifies a person, under that person's own key.
//!
//! XChaCha20-Poly1305 over a salt and the payload; the salted commitment binds the envelope to the plaintext after
//! the ciphertext is gone, without letting anyone guess it. Ledger, stream and person are bound as associated data, so
//! a ciphertext moved elsewhere does not open. Destroying the key erases the person and changes no byte that is proven.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::draft::Sealed;
use crate::hash::{Hash, tagged};

/// The identifier of the only cipher of form 1.
pub const XCHACHA20_POLY1305: &str = "xchacha20-poly1305";

const SALT_BYTES: usize = 32;

/// One person's data key. It is wiped from memory when dropped and never printed.
pub struct PersonKey(Zeroizing<[u8; 32]>);

impl PersonKey {
    /// A key from 32 random bytes, which the caller gets from the operating system or unwraps.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for wrapping under the site key.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

/// Where a sealed part belongs; it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealContext<'a> {
    /// The ledger's origin.
    pub origin: &'a str,
    /// The stream.
    pub stream: &'a str,
    /// Whose key.
    pub person: &'a str,
}

impl SealContext<'_> {
    fn associated_data(&self) -> Hash {
        let parts = [
            self.origin.as_bytes(),
            self.stream.as_bytes(),
            self.person.as_bytes(),
        ];
        tagged("cikada/sealed-context/1", &parts)
    }
}

/// Why a sealed part did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Another version's cipher.
    #[error(
        "cipher `{0}` is not known here, `{XCHACHA20_POLY1305}` was expected; use a newer version to read it"
    )]
    UnknownAlgorithm(String),
    /// The nonce has the wrong length.
    #[error("a nonce of {0} bytes, 24 were expected: the entry is damaged")]
    NonceLength(usize),
    /// Wrong key, wrong place, or changed ciphertext.
    #[error("the sealed part does not open: wrong key, moved from another place, or damaged")]
    DoesNotOpen,
    /// It opened, but it is not what was committed to.
    #[error("the sealed part opens to something other than what was committed to")]
    CommitmentBroken,
    /// Too long for the cipher.
    #[error("the payload is too long to be sealed")]
    TooLong,
}

/// Encrypts a payload. The nonce is never used twice under one key; nonce and salt come from the operating system.
///
/// # Errors
/// When the payload is longer than the cipher allows.
pub fn seal(
    context: SealContext<'_>,
    key: &PersonKey,
    nonce: [u8; 24],
    salt: [u8; SALT_BYTES],
    payload: &[u8],
) -> Result<Sealed, SealError> {
    let mut plaintext = Zeroizing::new(Vec::with_capacity(SALT_BYTES + payload.len()));
    plaintext.extend(salt);
    plaintext.extend(payload);
    let cipher = XChaCha20Poly1305::new(&Key::from(*key.0));
    let ciphertext = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: &plaintext,
                aad: &context.associated_data(),
            },
        )
        .map_err(|_| SealError::TooLong)?;
    Ok(Sealed {
        person: context.person.to_owned(),
        algorithm: XCHACHA20_POLY1305.to_owned(),
        nonce: nonce.to_vec(),
        commitment: commitment(&salt, payload),
        ciphertext,
    })
}

/// Decrypts a sealed part and checks it against its commitment.
///
/// # Errors
/// See [`SealError`].
pub fn unseal(
    context: SealContext<'_>,
    key: &PersonKey,
    algorithm: &str,
    nonce: &[u8],
    expected: &Hash,
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    if algorithm != XCHACHA20_POLY1305 {
        return Err(SealError::UnknownAlgorithm(algorithm.to_owned()));
    }
    let nonce = <[u8; 24]>::try_from(nonce).map_err(|_| SealError::NonceLength(nonce.len()))?;
    let plaintext = XChaCha20Poly1305::new(&Key::from(*key.0))
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: ciphertext,
                aad: &context.associated_data(),
            },
        )
        .map_err(|_| SealError::DoesNotOpen)?;
    let plaintext = Zeroizing::new(plaintext);
    let (salt, payload) = plaintext
        .split_first_chunk::<SALT_BYTES>()
        .ok_or(SealError::CommitmentBroken)?;
    if commitment(salt, payload) == *expected {
        Ok(Zeroizing::new(payload.to_vec()))
    } else {
        Err(SealError::CommitmentBroken)
    }
}

fn commitment(salt: &[u8; SALT_BYTES], payload: &[u8]) -> Hash {
    tagged("cikada/sealed-commitment/1", &[salt, payload])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CONTEXT: SealContext<'_> = SealContext {
        origin: "o",
        stream: "s",
        person: "p",
    };

    fn example_open(
        context: SealContext<'_>,
        key: &PersonKey,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, SealError> {
        let Sealed {
            algorithm,
            nonce,
            commitment,
            ciphertext,
            ..
        } = sealed;
        unseal(context, key, algorithm, nonce, commitment, ciphertext)
            .map(|payload| payload.to_vec())
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_and_nothing_else_does(
            payload in prop::collection::vec(any::<u8>(), 0..200),
            (key, nonce, salt) in any::<([u8; 32], [u8; 24], [u8; 32])>(),
            (at, bit) in (any::<prop::sample::Index>(), 0..8_u32),
        ) {
            let key = PersonKey::new(key);
            let sealed = seal(CONTEXT, &key, nonce, salt, &payload).unwrap();
            prop_assert_eq!(example_open(CONTEXT, &key, &sealed).unwrap(), payload);
            let mut flipped = sealed.clone();
            let at = at.index(flipped.ciphertext.len());
            flipped.ciphertext[at] ^= 1_u8 << bit;
            prop_assert_eq!(example_open(CONTEXT, &key, &flipped), Err(SealError::DoesNotOpen));
            for moved in [
                SealContext { origin: "other", ..CONTEXT },
                SealContext { stream: "other", ..CONTEXT },
                SealContext { person: "other", ..CONTEXT },
            ] {
                prop_assert_eq!(example_open(moved, &key, &sealed), Err(SealError::DoesNotOpen));
            }
        }
    }

    #[test]
    fn the_commitment_of_another_entry_is_noticed() {
        let key = PersonKey::new([1; 32]);
        let mut sealed = seal(CONTEXT, &key, [2; 24], [3; 32], b"name").unwrap();
        sealed.commitment = [0; 32];
        assert_eq!(
            example_open(CONTEXT, &key, &sealed),
            Err(SealError::CommitmentBroken)
        );
    }

    #[test]
    fn another_cipher_is_named() {
        let key = PersonKey::new([1; 32]);
        let mut sealed = seal(CONTEXT, &key, [2; 24], [3; 32], b"name").unwrap();
        sealed.algorithm = "rot13".to_owned();
        assert_eq!(
            example_open(CONTEXT, &key, &sealed),
            Err(SealError::UnknownAlgorithm("rot13".to_owned()))
        );
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", PersonKey::new([1; 32])), "PersonKey(..)");
    }
}
