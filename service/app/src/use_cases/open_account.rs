//! Accounts: one for each person, never shared, never reassigned.

use std::collections::BTreeMap;

use cikada_domain::StaffId;
use cikada_store::Append;

use crate::centre::{AccountOpened, CentreEvent};
use crate::error::AppError;
use crate::projection::STAFF;
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

/// Opens an account: the roles in the ledger, the name sealed, the password in the vault.
///
/// # Errors
/// When the roles contradict each other, the identifier was used before, or writing fails.
pub fn open_account(world: &World, account: &NewAccount, by: &str) -> Result<(), AppError> {
    check(world, account)?;
    let id = account.staff.as_str();
    world.vault.make_key(id)?;
    world.store.append(opening(world, account, by)?)?;
    world
        .vault
        .set_password(&account.sign_in_name, &account.staff, &account.password)?;
    world.add_staff(Staff {
        id: account.staff.clone(),
        name: account.name.clone(),
        roles: account.roles.clone(),
    });
    Ok(())
}

fn check(world: &World, account: &NewAccount) -> Result<(), AppError> {
    if account.roles.contains(&Role::Administrator) && account.roles.len() > 1 {
        let message =
            "an administrator holds no other role: nobody both grants rights and uses them";
        return Err(AppError::NotAuthorised(message.to_owned()));
    }
    if world.staff(&account.staff).is_some() {
        let id = &account.staff;
        let message = format!("{id} has an account already: an identifier is never given again");
        return Err(AppError::NotAuthorised(message));
    }
    Ok(world
        .vault
        .check_new(&account.sign_in_name, &account.password)?)
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
    let views = entries.centre_views();
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
    /// Reads every account with its sealed name.
    pub(crate) fn load_staff(&self) -> Result<(), AppError> {
        for (id, body) in self.store.view_all(STAFF)? {
            let opened: AccountOpened =
                minicbor::decode(&body).map_err(|error| AppError::Stored(error.to_string()))?;
            let id = StaffId::new(id).map_err(|error| AppError::Stored(error.to_string()))?;
            let name = self.printed_name(&id)?.unwrap_or_else(|| id.to_string());
            let roles = opened
                .roles
                .iter()
                .filter_map(|role| Role::from_code(role))
                .collect();
            self.add_staff(Staff { id, name, roles });
        }
        Ok(())
    }

    fn printed_name(&self, id: &StaffId) -> Result<Option<String>, AppError> {
        let entries = self.store.read_stream(&format!("staff/{id}"))?;
        let (Some(entry), Some(key)) = (entries.first(), self.vault.key(id.as_str())?) else {
            return Ok(None);
        };
        Ok(record::open_sealed(entry, &key)?.remove(NAME))
    }
}
