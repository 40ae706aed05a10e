//! Signing in and out.

use cikada_domain::DeviceId;
use jiff::Timestamp;

use crate::error::AppError;
use crate::use_cases::carry_out::Actor;
use crate::use_cases::prove;
use crate::vault::CredentialError;
use crate::world::World;

/// A session in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who acts, on which device.
    pub actor: Actor,
    /// What every form of the session carries.
    pub csrf: String,
    token: String,
}

/// A session that was just started.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The token for the cookie.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name or password is wrong.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failures.
    #[error("too many wrong passwords: wait and try again, or ask an administrator")]
    Locked {
        /// When it opens again.
        until: Timestamp,
    },
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<CredentialError> for SignInError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Wrong => Self::Wrong,
            CredentialError::Locked { until } => Self::Locked { until },
            CredentialError::Vault(error) => Self::App(error.into()),
        }
    }
}

/// Starts a session. Any token the browser held before is worth nothing.
///
/// # Errors
/// When name or password is wrong or locked.
pub fn sign_in(
    world: &World,
    name: &str,
    password: &str,
    device: &DeviceId,
) -> Result<SignedIn, SignInError> {
    let proven = prove(world, name, password)?;
    let token = world
        .vault
        .start_session(proven.staff(), device, world.now())
        .map_err(AppError::from)?;
    let session = session(world, &token)?.ok_or(SignInError::Wrong)?;
    Ok(SignedIn { token, session })
}

/// The session of a token, unless it ended or ran out.
///
/// # Errors
/// When the vault fails.
pub fn session(world: &World, token: &str) -> Result<Option<Session>, AppError> {
    let row = world.vault.session(token, world.now())?;
    Ok(row.and_then(|row| {
        let staff = world.staff(&row.staff)?;
        let actor = Actor {
            staff,
            device: row.device,
        };
        Some(Session {
            actor,
            csrf: row.csrf,
            token: token.to_owned(),
        })
    }))
}

/// Ends a session.
///
/// # Errors
/// When the vault fails.
pub fn sign_out(world: &World, session: &Session) -> Result<(), AppError> {
    Ok(world.vault.end_session(&session.token)?)
}
