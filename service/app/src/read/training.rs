//! The training book: who was trained on which version of what, and until when.

use std::collections::BTreeSet;

use cikada_domain::ProcedureId;
use jiff::civil::Date;

use crate::error::AppError;
use crate::read::authorise_reading;
use crate::read::facility::{Standing, soon, trainees};
use crate::staff::Staff;
use crate::use_cases::Actor;
use crate::world::World;

/// Somebody who is trained: the name, how that stands today, and the last day it holds.
pub type Trained = (String, Standing, Date);

/// Who may work on one version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureLine {
    /// The procedure.
    pub procedure: String,
    /// Its version.
    pub version: String,
    /// Who is or was trained on it, whose training lapses first on top.
    pub trained: Vec<Trained>,
    /// Who may perform steps and was never trained on it.
    pub untrained: Vec<String>,
}

/// Who was trained on what, what lapses first on top.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn training(world: &World, actor: &Actor) -> Result<Vec<ProcedureLine>, AppError> {
    authorise_reading(actor)?;
    let today = world.moment(world.now()).date();
    let facility = world.whole_facility()?;
    let known = facility.training.keys();
    let procedures: BTreeSet<_> = known.map(|(_, id, version)| (id, version)).collect();
    let people = trainees(world);
    let line = |(id, version): (&ProcedureId, &String)| {
        let until = |member: &Staff| {
            let key = (member.id.clone(), id.clone(), version.clone());
            facility.training.get(&key).map(|training| training.until)
        };
        let trained = people.iter().filter_map(|member| {
            let until = until(member)?;
            Some((member.name.clone(), standing(until, today), until))
        });
        let mut trained: Vec<_> = trained.collect();
        trained.sort_by_key(|(name, _, until)| (*until, name.clone()));
        let untrained = people.iter().filter(|member| until(member).is_none());
        ProcedureLine {
            procedure: id.to_string(),
            version: version.clone(),
            trained,
            untrained: untrained.map(|member| member.name.clone()).collect(),
        }
    };
    let mut lines: Vec<_> = procedures.into_iter().map(line).collect();
    lines.sort_by_key(|line| line.trained.first().map(|(.., until)| *until));
    Ok(lines)
}

fn standing(until: Date, today: Date) -> Standing {
    match until {
        until if until < today => Standing::Barred,
        until if soon(until, today) => Standing::Soon,
        _ => Standing::Good,
    }
}
