//! Opens an account; the password is read from standard input and shown nowhere.

use std::io::BufRead;

use anyhow::{Context, bail};
use cikada_app::PASSWORD_LENGTH_MIN;
use cikada_app::staff::Role;
use cikada_app::use_cases::{NewAccount, open_account};
use cikada_domain::StaffId;
use clap::Args;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Open an account for one person; the password is read from standard input.
#[derive(Debug, Args)]
pub(crate) struct Account {
    /// The person's identifier in every record, for ever, such as S-0001.
    #[arg(value_name = "STAFF", value_parser = |text: &str| StaffId::new(text))]
    staff: StaffId,
    #[command(flatten)]
    centre: DataDirectory,
    /// The sign-in name.
    #[arg(long)]
    sign_in: String,
    /// The name as printed beside a signature.
    #[arg(long)]
    name: String,
    /// A role; several may be given.
    #[arg(long = "role", required = true, value_parser = role)]
    roles: Vec<Role>,
}

fn role(text: &str) -> Result<Role, String> {
    let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    Role::from_code(text).ok_or_else(|| format!("expected one of {}", known.join(", ")))
}

impl Account {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = self.centre.open()?;
        let mut password = String::new();
        let read = std::io::stdin().lock().read_line(&mut password);
        read.context("the password cannot be read from standard input")?;
        let password = password.trim_end_matches(['\r', '\n']);
        if password.chars().count() < PASSWORD_LENGTH_MIN {
            bail!("the password needs {PASSWORD_LENGTH_MIN} characters or more");
        }
        let account = NewAccount {
            staff: self.staff.clone(),
            sign_in_name: self.sign_in.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            password: password.to_owned(),
        };
        open_account(&world, &account, "command-line")?;
        output.line(&format!("{} can sign in as {}.", self.staff, self.sign_in))?;
        Ok(Outcome::Done)
    }
}
