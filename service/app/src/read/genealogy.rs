//! What came of what, for a recall: everything a lot, a bag, a piece of equipment or a person led
//! to and came from, who the patients are and whom to call.
//!
//! It is made from the derived rows alone, whatever the size of the ledger; only who a patient is
//! comes from the sealed part of the entry that opened the treatment.

mod find;
mod patients;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use cikada_domain::LotId;
use cikada_domain::genealogy::{
    Direction, Kind, Node, ProductStanding, Trace, Window, product_standing, standing_words, trace,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::error::AppError;
use crate::projection::genealogy as rows;
use crate::read::{Moment, authorise_reading};
use crate::staff::roles_for_facility;
use crate::use_cases::Actor;
use crate::world::World;

pub use find::{find, named, typed_wrongly};
pub use patients::{AffectedPatient, Contact};
pub use table::csv;

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
    /// Each, the nearest first.
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

/// Everything a thing led to and came from.
///
/// # Errors
/// When the reader may see no treatments, nothing is known of the thing, or reading fails.
pub fn genealogy(
    world: &World,
    actor: &Actor,
    node: &Node,
    days: Days,
) -> Result<Genealogy, AppError> {
    authorise_reading(actor)?;
    let mut answer = traced(world, node, days)?;
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
pub fn traced(world: &World, node: &Node, days: Days) -> Result<Genealogy, AppError> {
    if !rows::is_known(&world.store, node)? {
        return Err(AppError::NotFound(node.to_string()));
    }
    let window = window(days, world.zone());
    let mut groups = [Vec::new(), Vec::new()];
    let mut counts = Counts::default();
    let mut patients = Vec::new();
    for (direction, groups) in [Direction::Downstream, Direction::Upstream]
        .iter()
        .zip(&mut groups)
    {
        let starts = starts(node);
        let mut known = starts.iter().cloned().collect();
        for start in &starts {
            let trace = follow(world, start, *direction, window)?;
            gather(world, &trace, &mut known, groups)?;
        }
        groups.sort_by_key(|group: &Group| std::cmp::Reverse(group.kind));
        patients.extend(of_kind(groups, Kind::Patient).map(|line| line.thing.node.clone()));
    }
    let [downstream, upstream] = groups;
    // What was asked about is not reached from itself.
    for start in starts(node) {
        if start.kind == Kind::Patient && rows::is_known(&world.store, &start)? {
            patients.push(start);
        }
    }
    patients.sort();
    patients.dedup();
    let start = thing(world, node)?;
    for groups in [&downstream, &upstream] {
        counts.add(groups);
    }
    counts.patients = patients.len();
    let patients = patients
        .iter()
        .map(|patient| patients::affected(world, patient));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    Ok(Genealogy {
        start,
        days: (day(days.from), day(days.until)),
        takes_window: takes_window(node.kind),
        counts,
        patients: patients.collect::<Result<_, _>>()?,
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

pub(crate) fn follow(
    world: &World,
    start: &Node,
    direction: Direction,
    window: Window,
) -> Result<Trace, AppError> {
    let ties = |node: &Node, direction, window| rows::ties(&world.store, node, direction, window);
    Ok(trace(start, direction, window, ties)?)
}

/// Adds what a trace reached, each thing once, by its kind.
fn gather(
    world: &World,
    trace: &Trace,
    known: &mut BTreeSet<Node>,
    groups: &mut Vec<Group>,
) -> Result<(), AppError> {
    let ways = trace.ways();
    for reached in &trace.reached {
        let kind = reached.node.kind;
        if !known.insert(reached.node.clone()) {
            continue;
        }
        let way = ways.to(&reached.node).into_iter();
        let line = Line {
            thing: thing(world, &reached.node)?,
            distance: reached.distance,
            at: world.moment(reached.edge.at),
            way: way.map(|edge| words(edge, trace.direction)).collect(),
        };
        match groups.iter_mut().find(|group| group.kind == kind) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group {
                kind,
                lines: vec![line],
            }),
        }
    }
    Ok(())
}

fn words(edge: &cikada_domain::genealogy::Edge, direction: Direction) -> String {
    match direction {
        Direction::Downstream => format!("{} {}", edge.words(), edge.to),
        Direction::Upstream => format!("{} {}", edge.from, edge.words()),
    }
}

fn of_kind(groups: &[Group], kind: Kind) -> impl Iterator<Item = &Line> {
    let groups = groups.iter().filter(move |group| group.kind == kind);
    groups.flat_map(|group| &group.lines)
}

fn thing(world: &World, node: &Node) -> Result<Thing, AppError> {
    if node.kind == Kind::Staff {
        let id = cikada_domain::StaffId::new(node.id.as_str()).ok();
        return Ok(Thing {
            node: node.clone(),
            state: id.and_then(|id| world.staff(&id)).map(|staff| staff.name),
            product: None,
        });
    }
    let facts = rows::facts(&world.store, node)?;
    let facts = || {
        facts
            .iter()
            .map(|fact| (fact.aspect.as_str(), fact.value.as_str()))
    };
    Ok(Thing {
        node: node.clone(),
        state: standing_words(facts()).map(str::to_owned),
        product: (node.kind == Kind::Container)
            .then(|| product_standing(facts()))
            .flatten(),
    })
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
    fn add(&mut self, groups: &[Group]) {
        self.batches += of_kind(groups, Kind::Batch).count();
        self.doses += of_kind(groups, Kind::Dose).count();
        for line in of_kind(groups, Kind::Container) {
            let standing = line.thing.product;
            self.products += usize::from(standing.is_some());
            self.given += usize::from(standing == Some(ProductStanding::Given));
            self.on_the_shelf += usize::from(standing == Some(ProductStanding::OnTheShelf));
        }
    }
}
