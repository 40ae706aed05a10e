//! Erases a person: the decision enters the ledger, then the key is destroyed.

use cikada_app::use_cases::erase_person;
use cikada_domain::PersonId;
use clap::Args;
use serde_json::json;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Destroy a person's key: names and free text are gone for ever, every proof stays.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// The person's pseudonym, such as P-000001.
    #[arg(value_name = "PATIENT", value_parser = |text: &str| PersonId::new(text))]
    patient: PersonId,
    #[command(flatten)]
    centre: DataDirectory,
    /// The code of the decision's reason, such as `request-of-the-person`.
    #[arg(long, value_name = "CODE")]
    reason: String,
    /// Say yes: this cannot be taken back.
    #[arg(long)]
    confirm: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        if !self.confirm {
            output.error("nothing was erased: this cannot be taken back, so say --confirm as well");
            return Ok(Outcome::Findings);
        }
        let world = self.centre.open()?;
        let sequence = erase_person(&world, &self.patient, &self.reason)?;
        if self.json {
            output.json(&json!({ "person": self.patient.as_str(), "sequence": sequence }))?;
        } else {
            let patient = &self.patient;
            output.line(&format!(
                "{patient} was erased by entry {sequence}; backups of the vault must be let expire."
            ))?;
        }
        Ok(Outcome::Done)
    }
}
