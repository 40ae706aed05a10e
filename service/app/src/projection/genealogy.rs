//! The rows of a genealogy: each tie twice, so that both directions are a range of keys, and the
//! latest fact of each aspect.
//!
//! A key is `thing hour other link detail`: blanks sort before every character of a name, so that
//! all ties of a thing lie together, in order of their hour, and a window of time is a shorter
//! range. A tie that comes again within the hour is one row. The row says where the ledger holds it.

use cikada_domain::event::Recorded;
use cikada_domain::genealogy::{
    Direction, Edge, Fact, Link, Node, Window, facility_edges, facility_facts, hour,
    treatment_edges, treatment_facts,
};
use cikada_domain::{ChainOfIdentity, Event, FacilityEvent, StaffId};
use cikada_store::{ReadError, Store, ViewChange};
use jiff::Timestamp;
use minicbor::{Decode, Encode};

use super::put;
use crate::centre::to_bytes;

/// Ties by their cause.
const DOWNSTREAM: &str = "genealogy-down";
/// Ties by what came of them.
const UPSTREAM: &str = "genealogy-up";
/// Facts by thing and aspect.
const FACTS: &str = "genealogy-facts";

/// When a tie was made last in its hour, and by which entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct TieRow {
    #[n(0)]
    at: i64,
    #[n(1)]
    stream: String,
    #[n(2)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct FactRow {
    #[n(0)]
    value: String,
    #[n(1)]
    at: i64,
    #[n(2)]
    by: String,
}

/// What is so of a thing, in one respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownFact {
    pub(crate) aspect: String,
    pub(crate) value: String,
    pub(crate) at: Timestamp,
    pub(crate) by: Option<StaffId>,
}

/// The rows of a treatment's entry.
pub(super) fn of_treatment(
    place: (&str, u64),
    treatment: &ChainOfIdentity,
    recorded: &Recorded<Event>,
) -> Vec<ViewChange> {
    rows(
        place,
        treatment_edges(treatment, recorded),
        treatment_facts(treatment, recorded),
    )
}

/// The rows of a facility's entry.
pub(super) fn of_facility(
    place: (&str, u64),
    recorded: &Recorded<FacilityEvent>,
) -> Vec<ViewChange> {
    rows(place, facility_edges(recorded), facility_facts(recorded))
}

fn rows(place: (&str, u64), edges: Vec<Edge>, facts: Vec<Fact>) -> Vec<ViewChange> {
    let ties = edges.iter().flat_map(|edge| tie(place, edge));
    let facts = facts.into_iter().map(|fact| {
        let key = format!("{} {}", fact.node.key(), fact.aspect);
        let row = FactRow {
            value: fact.value,
            at: fact.at.as_millisecond(),
            by: fact.by.to_string(),
        };
        put(FACTS, &key, to_bytes(&row))
    });
    ties.chain(facts).collect()
}

fn tie((stream, version): (&str, u64), edge: &Edge) -> [ViewChange; 2] {
    let row = TieRow {
        at: edge.at.as_millisecond(),
        stream: stream.to_owned(),
        version,
    };
    let body = to_bytes(&row);
    let (from, to, hour) = (edge.from.key(), edge.to.key(), hour(edge.at));
    let (link, detail) = (edge.link.code(), edge.detail.as_deref().unwrap_or_default());
    let key = |one: &str, other: &str| format!("{one} {hour} {other} {link} {detail}");
    [
        put(DOWNSTREAM, &key(&from, &to), body.clone()),
        put(UPSTREAM, &key(&to, &from), body),
    ]
}

/// Every tie of a thing in a direction, inside a window.
pub(crate) fn ties(
    store: &Store,
    node: &Node,
    direction: Direction,
    window: Window,
) -> Result<Vec<Edge>, ReadError> {
    let view = match direction {
        Direction::Downstream => DOWNSTREAM,
        Direction::Upstream => UPSTREAM,
    };
    let node_key = node.key();
    let from = window.from.map(hour).unwrap_or_default();
    // '~' sorts after everything a key holds, '!' right after the blank.
    let until = window
        .until
        .map_or("~".to_owned(), |until| format!("{}!", hour(until)));
    let rows = store.view_range(
        view,
        &format!("{node_key} {from}"),
        &format!("{node_key} {until}"),
    )?;
    rows.into_iter()
        .map(|(key, body)| edge(&key, &body, direction).ok_or_else(unreadable))
        .collect()
}

/// The tie of a row, read from the view of a direction.
fn edge(key: &str, body: &[u8], direction: Direction) -> Option<Edge> {
    let row: TieRow = minicbor::decode(body).ok()?;
    let mut parts = key.split(' ');
    let node = Node::from_key(parts.next()?)?;
    let mut parts = parts.skip(1);
    let other = Node::from_key(parts.next()?)?;
    let link = Link::from_code(parts.next()?)?;
    let detail = parts.next().filter(|detail| !detail.is_empty());
    let (from, to) = match direction {
        Direction::Downstream => (node, other),
        Direction::Upstream => (other, node),
    };
    Some(Edge {
        from,
        to,
        link,
        detail: detail.map(str::to_owned),
        at: Timestamp::from_millisecond(row.at).ok()?,
    })
}

fn unreadable() -> ReadError {
    ReadError::NotALedger("a row of the genealogy does not read: rebuild")
}

/// Hands over every tie, each once.
pub(crate) fn each_tie(store: &Store, mut fold: impl FnMut(Edge)) -> Result<(), ReadError> {
    let mut readable = true;
    store.view_each(DOWNSTREAM, |key, body| {
        match edge(key, body, Direction::Downstream) {
            Some(edge) => fold(edge),
            None => readable = false,
        }
    })?;
    readable.then_some(()).ok_or_else(unreadable)
}

/// Hands over each thing of which a fact is kept, as often as there are facts.
pub(crate) fn each_told(store: &Store, mut fold: impl FnMut(Node)) -> Result<(), ReadError> {
    let mut readable = true;
    store.view_each(FACTS, |key, _| match told(key) {
        Some(node) => fold(node),
        None => readable = false,
    })?;
    readable.then_some(()).ok_or_else(unreadable)
}

/// The thing a fact's row is of.
fn told(key: &str) -> Option<Node> {
    Node::from_key(key.split(' ').next()?)
}

/// The ties that an entry's rows tell of, and the things they tell a fact of.
pub(crate) fn added(changes: &[ViewChange]) -> (Vec<Edge>, Vec<Node>) {
    let put = |of: &'static str| {
        changes.iter().filter_map(move |change| match change {
            ViewChange::Put { view, key, body } if view == of => Some((key, body)),
            ViewChange::Put { .. } | ViewChange::Delete { .. } => None,
        })
    };
    let ties = put(DOWNSTREAM).filter_map(|(key, body)| edge(key, body, Direction::Downstream));
    let things = put(FACTS).filter_map(|(key, _)| told(key));
    (ties.collect(), things.collect())
}

/// What is so of a thing.
pub(crate) fn facts(store: &Store, node: &Node) -> Result<Vec<KnownFact>, ReadError> {
    let facts = facts_of(store, [node])?;
    Ok(facts.into_iter().flatten().collect())
}

/// What is so of each thing, in their order.
pub(crate) fn facts_of<'a>(
    store: &Store,
    nodes: impl IntoIterator<Item = &'a Node>,
) -> Result<Vec<Vec<KnownFact>>, ReadError> {
    let ranges = nodes.into_iter().map(|node| {
        let key = node.key();
        (format!("{key} "), format!("{key}!"))
    });
    let rows = store.view_ranges(FACTS, &ranges.collect::<Vec<_>>())?;
    let fact = |(key, body): (String, Vec<u8>)| {
        let row: FactRow = minicbor::decode(&body).ok()?;
        Some(KnownFact {
            aspect: key.split_once(' ')?.1.to_owned(),
            value: row.value,
            at: Timestamp::from_millisecond(row.at).ok()?,
            by: StaffId::new(row.by).ok(),
        })
    };
    let of_thing = |rows: Vec<_>| {
        let facts = rows.into_iter().map(|row| fact(row).ok_or_else(unreadable));
        facts.collect()
    };
    rows.into_iter().map(of_thing).collect()
}
