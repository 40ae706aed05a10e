//! Accounts: opened with a first password, given another password, closed.

use std::io::BufRead;

use anyhow::{Context, bail};
use cikada_app::PASSWORD_LENGTH_MIN;
use cikada_app::staff::Role;
use cikada_app::use_cases::{NewAccount, change_password, close_account, open_account};
use cikada_domain::StaffId;
use clap::{Args, Subcommand};

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Open, change or close the account of one person; passwords are read from standard input.
#[derive(Debug, Args)]
pub(crate) struct Account {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Open an account; the first password is read from standard input.
    Open {
        #[command(flatten)]
        whose: Whose,
        /// The sign-in name.
        #[arg(long)]
        sign_in: String,
        /// The name as printed beside a signature.
        #[arg(long)]
        name: String,
        /// A role; several may be given.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
    },
    /// Give another password, read from standard input; this opens what was locked.
    Password {
        #[command(flatten)]
        whose: Whose,
    },
    /// Close an account; what it signed stands.
    Close {
        #[command(flatten)]
        whose: Whose,
    },
}

#[derive(Debug, Args)]
struct Whose {
    /// The person's identifier in every record, for ever, such as S-0001.
    #[arg(value_name = "STAFF", value_parser = |text: &str| StaffId::new(text))]
    staff: StaffId,
    #[command(flatten)]
    centre: DataDirectory,
}

/// Who acts, when it is done on the machine itself.
const BY: &str = "command-line";

fn role(text: &str) -> Result<Role, String> {
    let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    Role::from_code(text).ok_or_else(|| format!("expected one of {}", known.join(", ")))
}

/// One line of standard input.
pub(super) fn password() -> anyhow::Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.context("the password cannot be read from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.chars().count() < PASSWORD_LENGTH_MIN {
        bail!("the password needs {PASSWORD_LENGTH_MIN} characters or more");
    }
    Ok(password.to_owned())
}

impl Account {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        match &self.what {
            What::Open {
                whose,
                sign_in,
                name,
                roles,
            } => {
                let account = NewAccount {
                    staff: whose.staff.clone(),
                    sign_in_name: sign_in.clone(),
                    name: name.clone(),
                    roles: roles.clone(),
                    password: password()?,
                };
                open_account(&whose.centre.open()?, &account, BY)?;
                output.line(&format!("{} can sign in as {sign_in}.", whose.staff))?;
            }
            What::Password { whose } => {
                change_password(&whose.centre.open()?, &whose.staff, &password()?)?;
                output.line(&format!("{} has another password.", whose.staff))?;
            }
            What::Close { whose } => {
                close_account(&whose.centre.open()?, &whose.staff, BY)?;
                output.line(&format!(
                    "{} can no longer sign in, sign or witness.",
                    whose.staff
                ))?;
            }
        }
        Ok(Outcome::Done)
    }
}
