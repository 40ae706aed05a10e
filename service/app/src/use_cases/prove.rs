//! Proving who one is, once for one act: the only way to a signature.

use cikada_domain::StaffId;

use crate::vault::CredentialError;
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
        .check_password(name, password, world.now())
        .map(Proven)
}
