//! A sample centre: invented staff and patients, treated on the real engine, refusals included.
//!
//! Everything follows from the shipped protocol files: what is entered are values that meet their
//! rules, and the days are those of their calendars. The clock is set by hand, so that years pass
//! in a second and every run is the same; afterwards it runs on from the last day.

mod agenda;
mod centre;
mod clock;
mod copies;
mod course;
mod facility;
mod harvested;
mod judged;
mod labels;
mod load;
mod medicine;
mod script;
mod values;

use std::path::Path;
use std::sync::Arc;

use cikada_domain::ChainOfIdentity;
use cikada_protocol::Protocol;

pub use agenda::What;
pub use centre::{MEMBERS, Member, PASSWORD};
pub use clock::ahead;
pub use copies::fill;
pub use harvested::harvested;
pub use load::{AtBedside, Load, OpenStep, WaitingBag, large, waiting};

use crate::error::{AppError, OpenError};
use crate::read::Moment;
use crate::sample::clock::SampleClock;
use crate::use_cases::{Actor, Answer, SubmitError};
use crate::world::{Clock, World};

/// Why the sample centre could not be built.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The centre could not be founded.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An act failed.
    #[error(transparent)]
    App(#[from] AppError),
    /// A patient could not be enrolled.
    #[error("a sample patient could not be enrolled: {0:?}")]
    Submit(#[from] SubmitError),
    /// The centre is no sample: its days pass by themselves.
    #[error("'{0}' is no sample centre: only the clock of a sample is set ahead")]
    NotASample(String),
    /// A password was not accepted.
    #[error(transparent)]
    Credential(#[from] crate::vault::CredentialError),
    /// The shipped protocols do not make a sample centre.
    #[error("the sample centre cannot be made from the shipped protocols: {0}")]
    Unsuitable(String),
}

/// One act, as it went.
#[derive(Debug, Clone)]
pub struct Told {
    /// When.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// The dose it belongs to.
    pub dose: Option<u16>,
    /// What was asked for.
    pub what: What,
    /// How it went.
    pub answer: Answer,
}

/// The treatment that is told, and the centre around it.
#[derive(Debug)]
pub struct Sample {
    /// The centre, whose clock now runs.
    pub world: Arc<World>,
    /// The protocol of the treatment that was told.
    pub protocol: Arc<Protocol>,
    /// Who may read everything.
    pub reader: Actor,
    /// The treatment that was told from end to end.
    pub told: ChainOfIdentity,
    /// A treatment whose bag waits at the bedside.
    pub at_bedside: ChainOfIdentity,
}

/// Builds the sample centre in an empty directory, telling the main treatment act by act.
///
/// # Errors
/// When the directory is not empty, or the shipped protocols are not fit for a sample.
pub fn build(directory: &Path, tell: &mut dyn FnMut(Told)) -> Result<Sample, SampleError> {
    let (world, clock, cast) = found(directory)?;
    let cells = by_infusions(&world, is_autologous)?;
    let medicines = by_infusions(&world, medicine::is_for_the_sample)?;
    let unsuitable = || SampleError::Unsuitable("there is none".to_owned());
    let main = cells.first().ok_or_else(unsuitable)?;
    let other = cells.last().ok_or_else(unsuitable)?;
    let mut courses = course::Courses {
        world: &world,
        clock: &clock,
        cast: &cast,
        stock: facility::Stock::new(),
    };
    courses.furnish(&[main], centre::date(centre::FIRST_STOCK_UNTIL)?)?;
    let told = courses.whole(main, tell)?;
    let at_bedside = courses.under_way(main, other, medicines.last().map(AsRef::as_ref))?;
    courses.in_evaluation(main)?;
    clock.set(centre::moment(centre::SERVED_FROM)?);
    clock.let_go();
    let inspector = cast.get("inspector");
    let (reader, _) = inspector.ok_or_else(|| centre::unsuitable("there is no inspector"))?;
    let (protocol, reader) = (Arc::clone(main), reader.clone());
    Ok(Sample {
        world: Arc::new(world),
        protocol,
        told,
        at_bedside,
        reader,
    })
}

/// Whether cells of the patient's own are given: nobody else is enrolled as a donor here.
fn is_autologous(protocol: &Protocol) -> bool {
    protocol.relation() == Some(cikada_protocol::model::Relation::Autologous)
}

/// Founds the sample centre with its staff and protocols, on the day its clock begins.
fn found(directory: &Path) -> Result<(World, Arc<SampleClock>, centre::Cast), SampleError> {
    let start = centre::day(centre::FOUNDED)?;
    let clock = Arc::new(SampleClock::at(start));
    let world = World::found(
        directory,
        Arc::clone(&clock) as Arc<dyn Clock>,
        &centre::sample_centre(),
    )?;
    let cast = centre::open(&world)?;
    Ok((world, clock, cast))
}

/// Builds a sample centre with as many patients whose first collection waits at the ward, for a load.
///
/// # Errors
/// As [`build`].
pub fn with_bags(
    directory: &Path,
    count: u16,
) -> Result<(Arc<World>, Vec<WaitingBag>), SampleError> {
    let (world, clock, cast) = found(directory)?;
    let protocols = by_infusions(&world, is_autologous)?;
    let main = protocols
        .first()
        .ok_or_else(|| centre::unsuitable("there is no protocol"))?;
    let mut courses = course::Courses {
        world: &world,
        clock: &clock,
        cast: &cast,
        stock: facility::Stock::new(),
    };
    let reader = load::reader(&cast)?;
    let collected = courses.collected(main, count)?.into_iter();
    let bags = collected.map(|id| load::waiting_bag(&world, reader, id));
    let bags: Result<_, _> = bags.collect();
    let bags = bags?;
    clock.let_go();
    Ok((Arc::new(world), bags))
}

/// The installed protocols of a kind, the one with the most infusions first.
fn by_infusions(
    world: &World,
    is_wanted: impl Fn(&Protocol) -> bool,
) -> Result<Vec<Arc<Protocol>>, SampleError> {
    let mut counted = Vec::new();
    let wanted = world.protocols().into_iter();
    for protocol in wanted.filter(|protocol| is_wanted(protocol)) {
        let day = centre::date(centre::FOUNDED)?;
        let items = agenda::planned(&protocol, day)?;
        let doses = items
            .iter()
            .filter(|item| item.kind == cikada_domain::PlannedKind::Infusion);
        counted.push((doses.count(), protocol));
    }
    counted.sort_by_key(|(doses, protocol)| (std::cmp::Reverse(*doses), protocol.id.clone()));
    Ok(counted.into_iter().map(|(_, protocol)| protocol).collect())
}
