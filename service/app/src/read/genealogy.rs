//! What came of what, for a recall: everything a lot, a bag, a piece of equipment or a person led
//! to and came from, who the patients are and whom to call.
//!
//! It is made from the derived rows alone, and from what is kept of them in memory, whatever the size
//! of the ledger; only who a patient is comes from the sealed part of the entry that opened the
//! treatment.

mod find;
mod known;
mod patients;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use cikada_domain::LotId;
use cikada_domain::genealogy::{
    Direction, Kind, Node, ProductStanding, Trace, Window, product_standing, standing_words,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::error::AppError;
use crate::projection::genealogy::{self as rows, KnownFact};
use crate::read::{Moment, authorise_reading};
use crate::staff::roles_for_facility;
use crate::use_cases::Actor;
use crate::world::World;

pub use find::{find, named, typed_wrongly};
pub(crate) use known::Ties;
pub use known::prepare;
pub use patients::{AffectedPatient, Contact};
pub use table::csv;

/// So many things of a kind stand on a page; all of them are in the table.
pub const LINES_ON_A_PAGE: usize = 200;

/// One thing, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub node: Node,
    /// Where it stands, in words; none where nothing says so.
    pub state: Option<String>,
    /// For a product: whether it was given or can still be.
    pub product: Option<ProductStanding>,
}

/// One thing that was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The thing.
    pub thing: Thing,
    /// How many ties it is away.
    pub distance: u32,
    /// When the tie was made by which it was reached.
    pub at: Moment,
    /// A shortest way from the start, each tie in words: why it is here.
    pub way: Vec<String>,
}

/// Everything reached of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What kind.
    pub kind: Kind,
    /// How many there are.
    pub count: usize,
    /// Each, the nearest first, as many as were asked for.
    pub lines: Vec<Line>,
}

/// What stands at the top: how much there is of what counts in a recall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Batches.
    pub batches: usize,
    /// Products.
    pub products: usize,
    /// Products that were given.
    pub given: usize,
    /// Products that can still be given.
    pub on_the_shelf: usize,
    /// Doses that were begun.
    pub doses: usize,
    /// Patients.
    pub patients: usize,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genealogy {
    /// What was asked about.
    pub start: Thing,
    /// The first and last day asked about, where a window was given.
    pub days: (Option<String>, Option<String>),
    /// Whether a window can be given: for what is used again and again.
    pub takes_window: bool,
    /// How much there is of what counts.
    pub counts: Counts,
    /// Every patient, with whom to call.
    pub patients: Vec<AffectedPatient>,
    /// What came of it, by kind.
    pub downstream: Vec<Group>,
    /// What it came from, by kind.
    pub upstream: Vec<Group>,
    /// The lot, where the reader may recall it and nobody has.
    pub recallable: Option<LotId>,
    /// When it was asked.
    pub now: Moment,
}

/// The days a thing is asked about, in the centre's zone, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Option<jiff::civil::Date>,
    /// The last.
    pub until: Option<jiff::civil::Date>,
}

/// What kinds are used again and again, so that a recall asks about a time.
fn takes_window(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Lot | Kind::Equipment | Kind::Room | Kind::Staff | Kind::Device
    )
}

/// Everything a thing led to and came from, of each kind at most so many lines.
///
/// # Errors
/// When the reader may see no treatments, nothing is known of the thing, or reading fails.
pub fn genealogy(
    world: &World,
    actor: &Actor,
    node: &Node,
    days: Days,
    lines_max: usize,
) -> Result<Genealogy, AppError> {
    authorise_reading(actor)?;
    let mut answer = traced(world, node, days, lines_max)?;
    let may_recall = |lot: &LotId| {
        let command = cikada_engine::FacilityCommand::RecallLot { lot: lot.clone() };
        let allowed = roles_for_facility(&command);
        actor.staff.roles.iter().any(|role| allowed.contains(role))
    };
    let lot = (node.kind == Kind::Lot).then(|| LotId::new(node.id.as_str()).ok());
    let open = answer.start.state.as_deref() != Some("recalled");
    answer.recallable = lot.flatten().filter(|lot| open && may_recall(lot));
    Ok(answer)
}

/// The same, for whoever holds the centre's files.
///
/// # Errors
/// When nothing is known of the thing, or reading fails.
pub fn traced(
    world: &World,
    node: &Node,
    days: Days,
    lines_max: usize,
) -> Result<Genealogy, AppError> {
    let known = known::known(world)?;
    if !known.holds(&world.store, node)? {
        return Err(AppError::NotFound(node.to_string()));
    }
    let window = window(days, world.zone());
    let mut sides = [Vec::new(), Vec::new()];
    let mut counts = Counts::default();
    let mut patients = Vec::new();
    for (direction, groups) in [Direction::Downstream, Direction::Upstream]
        .into_iter()
        .zip(&mut sides)
    {
        let traces = starts(node)
            .into_iter()
            .map(|start| known.trace(&world.store, &start, (direction, window)));
        let traces = traces.collect::<Result<Vec<_>, _>>()?;
        let kinds = by_kind(node, &traces);
        for (kind, things) in &kinds {
            counts.add(&known, *kind, things);
            if *kind == Kind::Patient {
                patients.extend(things.iter().map(|found| found.node.clone()));
            }
        }
        // What is nearest to the patient stands first.
        for (kind, things) in kinds.into_iter().rev() {
            groups.push(group(world, direction, kind, (things, lines_max))?);
        }
    }
    let [downstream, upstream] = sides;
    // What was asked about is not reached from itself.
    for start in starts(node) {
        if start.kind == Kind::Patient && known.holds(&world.store, &start)? {
            patients.push(start);
        }
    }
    patients.sort();
    patients.dedup();
    let start = thing(world, node, &rows::facts(&world.store, node)?);
    counts.patients = patients.len();
    let patients = patients::affected(world, &known, &patients)?;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    Ok(Genealogy {
        start,
        days: (day(days.from), day(days.until)),
        takes_window: takes_window(node.kind),
        counts,
        patients,
        downstream,
        upstream,
        recallable: None,
        now: world.moment(world.now()),
    })
}

/// A person stands twice: what was given to them and what was taken from them.
fn starts(node: &Node) -> Vec<Node> {
    match node.kind {
        Kind::Patient | Kind::Donor => vec![
            Node::new(Kind::Patient, &node.id),
            Node::new(Kind::Donor, &node.id),
        ],
        _ => vec![node.clone()],
    }
}

/// A thing that one of the traces reached.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    node: &'a Node,
    distance: u32,
    by: &'a Trace<'a>,
}

/// What the traces reached, each thing once, by its kind.
fn by_kind<'a>(node: &Node, traces: &'a [Trace<'a>]) -> BTreeMap<Kind, Vec<Found<'a>>> {
    let starts = starts(node);
    let mut kinds: BTreeMap<Kind, Vec<Found<'a>>> = BTreeMap::new();
    for (n, by) in traces.iter().enumerate() {
        let before = traces.iter().take(n);
        for (node, distance) in by.reached() {
            let again = before.clone().any(|trace| trace.reaches(node));
            if !again && !starts.contains(node) {
                let found = Found { node, distance, by };
                kinds.entry(node.kind).or_default().push(found);
            }
        }
    }
    kinds
}

/// The things of a kind, the nearest first and then by their names, as many as are asked for.
fn group(
    world: &World,
    direction: Direction,
    kind: Kind,
    (mut things, lines_max): (Vec<Found<'_>>, usize),
) -> Result<Group, AppError> {
    let count = things.len();
    let order = |one: &Found<'_>, other: &Found<'_>| {
        (one.distance, one.node).cmp(&(other.distance, other.node))
    };
    if lines_max < count {
        let _ = things.select_nth_unstable_by(lines_max, order);
        things.truncate(lines_max);
    }
    things.sort_unstable_by(order);
    let facts = rows::facts_of(&world.store, things.iter().map(|found| found.node))?;
    let lines = things.into_iter().zip(facts).map(|(found, facts)| {
        let way = found.by.way(found.node);
        let last = way.last().map(|edge| edge.at);
        Line {
            thing: thing(world, found.node, &facts),
            distance: found.distance,
            at: world.moment(last.unwrap_or_default()),
            way: way.iter().map(|edge| words(edge, direction)).collect(),
        }
    });
    let lines = lines.collect();
    Ok(Group { kind, count, lines })
}

fn words(edge: &cikada_domain::genealogy::Edge, direction: Direction) -> String {
    match direction {
        Direction::Downstream => format!("{} {}", edge.words(), edge.to),
        Direction::Upstream => format!("{} {}", edge.from, edge.words()),
    }
}

fn thing(world: &World, node: &Node, facts: &[KnownFact]) -> Thing {
    let facts = || {
        facts
            .iter()
            .map(|fact| (fact.aspect.as_str(), fact.value.as_str()))
    };
    let state = match node.kind {
        Kind::Staff => {
            let id = cikada_domain::StaffId::new(node.id.as_str()).ok();
            let staff = id.and_then(|id| world.staff(&id));
            staff.map(|staff| staff.name)
        }
        // A lot that leads here may have been written down by mistake.
        Kind::Batch => {
            let corrected = facts().find(|(aspect, _)| *aspect == "corrected");
            let words = standing_words(facts()).into_iter();
            let words: Vec<_> = words.chain(corrected.map(|(_, value)| value)).collect();
            (!words.is_empty()).then(|| words.join("; "))
        }
        _ => standing_words(facts()).map(str::to_owned),
    };
    Thing {
        node: node.clone(),
        state,
        product: (node.kind == Kind::Container)
            .then(|| product_standing(facts()))
            .flatten(),
    }
}

/// From the first moment of the first day to the last of the last, as the centre counts days.
fn window(days: Days, zone: &TimeZone) -> Window {
    let at = |time: DateTime| {
        time.to_zoned(zone.clone())
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    Window {
        from: days.from.and_then(|day| at(day.at(0, 0, 0, 0))),
        until: days.until.and_then(|day| at(day.at(23, 59, 59, 0))),
    }
}

impl Counts {
    fn add(&mut self, known: &known::Known, kind: Kind, things: &[Found<'_>]) {
        match kind {
            Kind::Batch => self.batches += things.len(),
            Kind::Dose => self.doses += things.len(),
            Kind::Container => {
                let standings = things.iter().filter_map(|found| known.product(found.node));
                for standing in standings {
                    self.products += 1;
                    self.given += usize::from(standing == ProductStanding::Given);
                    self.on_the_shelf += usize::from(standing == ProductStanding::OnTheShelf);
                }
            }
            _ => {}
        }
    }
}
