//! The training book: who was trained on which version of what, and until when.

use jiff::civil::Date;

use crate::error::AppError;
use crate::read::authorise_reading;
use crate::read::facility::{Standing, soon, trainees};
use crate::use_cases::Actor;
use crate::world::World;

/// Until when somebody is trained on a procedure; none who never was.
pub type Trained = Option<(Standing, Date)>;

/// The training of the centre: procedures across, people down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingPage {
    /// Procedures with their versions that somebody was trained on.
    pub procedures: Vec<String>,
    /// People, whose training lapses first on top: name, then a cell for each procedure.
    pub people: Vec<(String, Vec<Trained>)>,
}

/// Who was trained on what, what lapses first on top.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn training(world: &World, actor: &Actor) -> Result<TrainingPage, AppError> {
    authorise_reading(actor)?;
    let today = world.moment(world.now()).date();
    let facility = world.whole_facility()?;
    let mut procedures: Vec<(String, String)> = Vec::new();
    for (_, procedure, version) in facility.training.keys() {
        let key = (procedure.to_string(), version.clone());
        if !procedures.contains(&key) {
            procedures.push(key);
        }
    }
    procedures.sort();
    let mut people: Vec<_> = trainees(world)
        .into_iter()
        .map(|member| {
            let cell = |(procedure, version): &(String, String)| {
                let mut all = facility.training.iter();
                let found = all.find(|((staff, p, v), _)| {
                    staff == &member.id && p.as_str() == procedure && v == version
                });
                found.map(|(_, training)| {
                    let standing = match training.until {
                        until if until < today => Standing::Barred,
                        until if soon(until, today) => Standing::Soon,
                        _ => Standing::Good,
                    };
                    (standing, training.until)
                })
            };
            let cells: Vec<_> = procedures.iter().map(cell).collect();
            (member.name, cells)
        })
        .collect();
    let first = |cells: &[Option<(Standing, Date)>]| {
        let days = cells.iter().flatten().map(|(_, until)| *until);
        days.min().unwrap_or(Date::MAX)
    };
    people.sort_by_key(|(name, cells)| (first(cells), name.clone()));
    let procedures = procedures
        .into_iter()
        .map(|(id, version)| format!("{id} {version}"));
    Ok(TrainingPage {
        procedures: procedures.collect(),
        people,
    })
}
