//! Says in clinical words what changes between two versions of a protocol, and for whom.

use std::path::PathBuf;

use anyhow::bail;
use cikada_app::use_cases::maintain::{Running, running_on};
use cikada_protocol::{Change, Concerns, Protocol, diff};
use clap::Args;
use serde_json::json;

use crate::commands::{centre, files};
use crate::output::{Outcome, Output};

/// Say what changes for a patient from one version of a protocol to another.
///
/// With a centre's folder, also which running treatments would be touched. A treatment stays on the
/// version it started under: the list says whom to think of, and moves nobody.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old file.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new file.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The centre's folder: names the treatments under way on the old file.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let (old, new) = (files::read_clean(&self.old)?, files::read_clean(&self.new)?);
        if old.id != new.id {
            bail!(
                "'{}' and '{}' are two therapies: give two versions of one",
                old.id,
                new.id
            );
        }
        let changes = diff(&old, &new);
        let running = self.running(&old)?;
        if self.json {
            output.json(&to_json(&changes, running.as_deref()))?;
        } else {
            self.tell((&old, &new), &changes, running.as_deref(), output)?;
        }
        Ok(Outcome::Done)
    }

    fn running(&self, old: &Protocol) -> anyhow::Result<Option<Vec<Running>>> {
        let Some(data) = &self.data else {
            return Ok(None);
        };
        let world = centre::look(data)?;
        Ok(Some(running_on(&world, &old.hash)?))
    }

    fn tell(
        &self,
        (old, new): (&Protocol, &Protocol),
        changes: &[Change],
        running: Option<&[Running]>,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        output.line(&format!("{}: {} to {}", new.id, old.version, new.version))?;
        if changes.is_empty() {
            output.line("Nothing changes for a patient.")?;
        }
        for concerns in Concerns::ALL {
            let of = || changes.iter().filter(|change| change.concerns == concerns);
            if of().next().is_none() {
                continue;
            }
            output.line(&format!("\n{}:", concerns.words()))?;
            for change in of() {
                output.line(&format!("  - {}", change.text))?;
            }
        }
        let Some(running) = running else {
            return Ok(());
        };
        output.line("\nTreatments under way on the old version:")?;
        if running.is_empty() {
            output.line("  none")?;
        }
        for treatment in running {
            let touched = if touched(changes, treatment) {
                "would be touched"
            } else {
                "would not be touched"
            };
            output.line(&format!(
                "  - {}: {} of {} doses begun; {touched}",
                treatment.treatment, treatment.given, treatment.planned
            ))?;
        }
        output
            .line("Each stays on the version it started under until somebody decides otherwise.")?;
        Ok(())
    }
}

/// A treatment is touched if something changes for running treatments and a dose is still to come.
fn touched(changes: &[Change], running: &Running) -> bool {
    let dose_left = running.planned == 0 || running.given < running.planned;
    let counts = |change: &Change| change.concerns.touches_running();
    dose_left && changes.iter().any(counts)
}

fn to_json(changes: &[Change], running: Option<&[Running]>) -> serde_json::Value {
    let changes_json: Vec<_> = changes
        .iter()
        .map(|change| json!({ "concerns": change.concerns.words(), "text": change.text }))
        .collect();
    let running = running.map(|running| {
        let one = |treatment: &Running| {
            json!({
                "treatment": treatment.treatment.as_str(),
                "given": treatment.given,
                "planned": treatment.planned,
                "touched": touched(changes, treatment),
            })
        };
        running.iter().map(one).collect::<Vec<_>>()
    });
    json!({ "changes": changes_json, "running": running })
}
