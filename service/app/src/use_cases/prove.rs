//! Proving who one is, once for one act: the only way to a signature.

use cikada_domain::StaffId;

use crate::vault::{CredentialError, Purpose};
use crate::world::World;

/// That a person has just given their own secret. Nothing else makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven(StaffId);

impl Proven {
    /// Who it was.
    #[must_use]
    pub fn staff(&self) -> &StaffId {
        &self.0
    }
}

/// Checks a sign-in name and password.
///
/// # Errors
/// When they are wrong or locked.
pub fn prove(world: &World, name: &str, password: &str) -> Result<Proven, CredentialError> {
    world
        .vault
        .check_password(name, password, Purpose::SignIn, world.now())
        .map(Proven)
}

/// Checks the password of somebody at work, for a signature or as a witness.
///
/// # Errors
/// When it is wrong or locked.
pub(crate) fn prove_for_signing(
    world: &World,
    name: &str,
    password: &str,
) -> Result<Proven, CredentialError> {
    world
        .vault
        .check_password(name, password, Purpose::Signing, world.now())
        .map(Proven)
}
