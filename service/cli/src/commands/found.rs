//! Founds a centre: keys, ledger and vault in an empty directory.

use std::sync::Arc;

use cikada_app::use_cases::install_protocols;
use cikada_app::{Centre, LongerRetention, SystemClock, World, shipped};
use clap::Args;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Found a centre in an empty directory, with the shipped protocols.
#[derive(Debug, Args)]
pub(crate) struct Found {
    #[command(flatten)]
    centre: DataDirectory,
    /// What people call the centre.
    #[arg(long)]
    name: String,
    /// The origin of its ledger, such as hospital.example/cikada.
    #[arg(long)]
    origin: String,
    /// Its time zone, such as Europe/Istanbul.
    #[arg(long)]
    zone: String,
    /// The five characters of its facility in ISBT 128 numbers.
    #[arg(long)]
    facility: String,
    /// The country it is in, two letters of ISO 3166-1, such as IT: therapies stand differently
    /// from one to another.
    #[arg(long)]
    country: String,
    /// Its address with a telephone number, as it stands on labels.
    #[arg(long, default_value = "")]
    address: String,
    /// How many years after a product's expiry its data are kept, where the centre's own law asks for more than thirty.
    #[arg(long, requires = "retention_source")]
    retention_years: Option<u16>,
    /// The law that asks for it.
    #[arg(long, requires = "retention_years")]
    retention_source: Option<String>,
}

impl Found {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let centre = Centre {
            name: self.name.clone(),
            origin: self.origin.clone(),
            zone: self.zone.clone(),
            facility: self.facility.clone(),
            country: self.country.clone(),
            address: self.address.clone(),
            retention: self.retention_years.map(|years| LongerRetention {
                years,
                source: self.retention_source.clone().unwrap_or_default(),
            }),
        };
        let data = &self.centre.data;
        let holds_something =
            std::fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some());
        anyhow::ensure!(
            !holds_something,
            "{} is not empty: a centre is founded once, in a directory of its own",
            data.display()
        );
        let world = World::found(&self.centre.data, Arc::new(SystemClock), &centre)?;
        let installed = install_protocols(&world, shipped())?;
        output.line(&format!(
            "{} was founded, with {installed} protocols.",
            self.name
        ))?;
        output.line(&format!(
            "Its public key, to be given to inspectors: {}",
            world.verifier_key()
        ))?;
        output.line("Keep copies of the files under keys/ in a safe: without them nothing can be written or read.")?;
        Ok(Outcome::Done)
    }
}
