//! Accounts: one for each person, never shared, never reassigned.

use std::collections::BTreeMap;

use cikada_domain::StaffId;
use cikada_store::Append;

use crate::centre::{ACCOUNT_CLOSED, AccountClosed, AccountOpened, CentreEvent};
use crate::error::AppError;
use crate::plain::is_plain;
use crate::projection::{self, STAFF};
use crate::record::{self, Author, Entries, Sealing};
use crate::staff::{Role, Staff};
use crate::world::World;

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The identifier in every record, for ever.
    pub staff: StaffId,
    /// The sign-in name.
    pub sign_in_name: String,
    /// The name as printed beside a signature.
    pub name: String,
    /// The roles held; `Administrator` only alone.
    pub roles: Vec<Role>,
    /// The first password.
    pub password: String,
}

const NAME: &str = "name";

/// Opens an account: the roles in the ledger, the name sealed, the password in the vault. An opening
/// that a crash cut short is finished by asking again.
///
/// # Errors
/// When the roles contradict each other, the identifier was used before, or writing fails.
pub fn open_account(world: &World, account: &NewAccount, by: &str) -> Result<(), AppError> {
    if account.roles.contains(&Role::Administrator) && account.roles.len() > 1 {
        let message =
            "an administrator holds no other role: nobody both grants rights and uses them";
        return Err(AppError::NotAuthorised(message.to_owned()));
    }
    check_names(account)?;
    let member = Staff {
        id: account.staff.clone(),
        name: account.name.clone(),
        roles: account.roles.clone(),
    };
    let id = account.staff.as_str();
    world.vault.check_name(&account.sign_in_name)?;
    match world.staff(&account.staff) {
        None => {
            world.vault.make_key(id)?;
            world.store.append(opening(world, account, by)?)?;
            world.add_staff(member.clone());
        }
        Some(known) if known != member || world.vault.sign_in_name(&known.id)?.is_some() => {
            let message =
                format!("{id} has an account already: an identifier is never given again");
            return Err(AppError::NotAuthorised(message));
        }
        Some(_) => {}
    }
    Ok(world
        .vault
        .set_password(&account.sign_in_name, &account.staff, &account.password)?)
}

fn check_names(account: &NewAccount) -> Result<(), AppError> {
    if !is_plain(&account.name, 100) {
        let message = "the printed name needs 1 to 100 visible characters on one line";
        return Err(AppError::NotAuthorised(message.to_owned()));
    }
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    let name = &account.sign_in_name;
    if name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
        let message =
            "a sign-in name has 1 to 64 lower-case letters a to z, digits, '.', '-' or '_'";
        return Err(AppError::NotAuthorised(message.to_owned()));
    }
    Ok(())
}

/// Gives a member of staff another password, and opens what too many wrong ones had locked.
///
/// # Errors
/// When there is no such account, the password is too short, or writing fails.
pub fn change_password(world: &World, staff: &StaffId, password: &str) -> Result<(), AppError> {
    if world.vault.sign_in_name(staff)?.is_none() {
        return Err(AppError::NotFound(format!("account of {staff}")));
    }
    Ok(world.vault.change_password(staff, password)?)
}

/// Closes an account: nobody signs in, signs or witnesses with it any more; what it signed stands.
///
/// # Errors
/// When there is no such account, or writing fails.
pub fn close_account(world: &World, staff: &StaffId, by: &str) -> Result<(), AppError> {
    if world.staff(staff).is_none() {
        return Err(AppError::NotFound(format!("account of {staff}")));
    }
    let stream = format!("staff/{staff}");
    let closed = CentreEvent::AccountClosed(AccountClosed {
        staff: staff.to_string(),
    });
    let author = Author {
        actor: by.to_owned(),
        ..Author::system(world.now())
    };
    let head = world.store.head(&stream)?;
    let (origin, command) = (&world.centre().origin, format!("close-account/{staff}"));
    let entries = Entries::of_centre(&stream, vec![closed]);
    let drafts = entries.into_drafts(origin, &command, &author, head, None, &[])?;
    world.store.append(Append {
        command,
        fingerprint: [0; 32],
        expected: vec![(stream, head)],
        drafts,
        once: Vec::new(),
        views: Vec::new(),
        answer: Vec::new(),
    })?;
    if let Some(member) = world.staff(staff) {
        world.add_staff(Staff {
            roles: Vec::new(),
            ..member
        });
    }
    Ok(world.vault.end_credentials(staff)?)
}

/// The entry that opens the account, with the name sealed under the person's own key.
fn opening(world: &World, account: &NewAccount, by: &str) -> Result<Append, AppError> {
    let id = account.staff.as_str();
    let stream = format!("staff/{id}");
    let roles = account.roles.iter().map(|role| role.code().to_owned());
    let opened = AccountOpened {
        staff: id.to_owned(),
        roles: roles.collect(),
    };
    let author = Author {
        actor: by.to_owned(),
        ..Author::system(world.now())
    };
    let entries = Entries::of_centre(&stream, vec![CentreEvent::AccountOpened(opened)]);
    let fields = BTreeMap::from([(NAME.to_owned(), account.name.clone())]);
    let key = world
        .vault
        .key(id)?
        .ok_or_else(|| AppError::NotFound(format!("key of {id}")))?;
    let sealing = Sealing {
        person: id,
        key: &key,
        fields: &fields,
    };
    let (origin, command) = (&world.centre().origin, format!("open-account/{id}"));
    let drafts = entries.into_drafts(origin, &command, &author, 0, Some(&sealing), &[])?;
    let views = projection::of_drafts(0, &drafts);
    Ok(Append {
        command,
        fingerprint: [0; 32],
        expected: vec![(stream.clone(), 0)],
        drafts,
        once: vec![stream],
        views,
        answer: Vec::new(),
    })
}

impl World {
    /// Reads every account from the ledger itself: a right never hangs on a derived row.
    pub(crate) fn load_staff(&self) -> Result<(), AppError> {
        for (id, _) in self.store.view_all(STAFF)? {
            let entries = self.store.read_stream(&format!("staff/{id}"))?;
            let missing = || AppError::Stored(format!("the account of {id} is in no entry"));
            let entry = entries.first().ok_or_else(missing)?;
            let unreadable = |error: minicbor::decode::Error| AppError::Stored(error.to_string());
            let opened: AccountOpened =
                minicbor::decode(&entry.envelope.clear).map_err(unreadable)?;
            let key = self.vault.key(&id)?;
            let sealed = key
                .map(|key| record::open_sealed(entry, &key))
                .transpose()?;
            let name = sealed.and_then(|mut fields| fields.remove(NAME));
            let roles = opened.roles.iter().filter_map(|role| Role::from_code(role));
            let name = name.unwrap_or_else(|| id.clone());
            let id = StaffId::new(id).map_err(|error| AppError::Stored(error.to_string()))?;
            let closed = entries
                .iter()
                .any(|entry| entry.envelope.kind == ACCOUNT_CLOSED);
            let roles = if closed { Vec::new() } else { roles.collect() };
            if closed {
                // A closing whose entry was written is carried through, whatever came after it.
                self.vault.end_credentials(&id)?;
            }
            self.add_staff(Staff { id, name, roles });
        }
        Ok(())
    }
}
