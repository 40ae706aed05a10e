//! Bytes under a key, with what opens them again in front: the form of a wrapped key and of a kept
//! file.

use cikada_ledger::{PersonKey, SealContext, SealError, XCHACHA20_POLY1305, seal, unseal};
use zeroize::Zeroizing;

use super::{VaultError, random};

const NONCE_BYTES: usize = 24;
const COMMITMENT_BYTES: usize = 32;

/// Nonce, commitment and ciphertext.
pub(crate) fn wrap(
    context: SealContext<'_>,
    key: &PersonKey,
    payload: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let sealed =
        seal(context, key, random()?, random()?, payload).map_err(|_| VaultError::WrongSiteKey)?;
    let mut bytes = sealed.nonce;
    bytes.extend(sealed.commitment);
    bytes.extend(sealed.ciphertext);
    Ok(bytes)
}

/// What was wrapped.
pub(crate) fn unwrap(
    context: SealContext<'_>,
    key: &PersonKey,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let short = || SealError::NonceLength(bytes.len());
    let (nonce, rest) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(short)?;
    let (commitment, ciphertext) = rest
        .split_at_checked(COMMITMENT_BYTES)
        .ok_or(SealError::DoesNotOpen)?;
    let commitment = commitment.try_into().map_err(|_| SealError::DoesNotOpen)?;
    unseal(
        context,
        key,
        XCHACHA20_POLY1305,
        nonce,
        commitment,
        ciphertext,
    )
}
