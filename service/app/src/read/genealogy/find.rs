//! From what was scanned or typed to what it names: a lot, a bag, a wristband, a badge, anything.

use cikada_document::check_digit::typed_chain_of_identity;
use cikada_document::scan::{Scan, decode, typed_donation};
use cikada_domain::ChainOfIdentity;
use cikada_domain::genealogy::{Kind, Node};

use crate::error::AppError;
use crate::form::is_typed;
use crate::read::authorise_reading;
use crate::read::genealogy::known::{Known, known};
use crate::use_cases::Actor;
use crate::world::World;

/// The longest text that can name anything.
const LENGTH_MAX: usize = 200;

/// Everything known here that a text names: as a scanner sends it, or as a person types it. One
/// text may name several things, such as a lot of the centre and one of its supplier.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn find(world: &World, actor: &Actor, text: &str) -> Result<Vec<Node>, AppError> {
    authorise_reading(actor)?;
    named(world, text)
}

/// What a person still has to do before a text names anything: a chain of identity has no check
/// character, so that one that is typed is typed twice.
#[must_use]
pub fn typed_wrongly(text: &str, again: &str) -> Option<String> {
    let text = text.trim();
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    let is_chain = ChainOfIdentity::new(plain.to_ascii_uppercase()).is_ok();
    if !(is_typed(text) && is_chain) {
        return None;
    }
    let chain = typed_chain_of_identity(text, again);
    chain.err().map(|error| error.to_string())
}

/// The same, for whoever holds the centre's files.
///
/// # Errors
/// When reading fails.
pub fn named(world: &World, text: &str) -> Result<Vec<Node>, AppError> {
    let text = text.trim();
    if text.is_empty() || text.len() > LENGTH_MAX {
        return Ok(Vec::new());
    }
    let known = known(world)?;
    let mut candidates = scanned(world, text)?;
    if candidates.is_empty() {
        candidates = typed(world, &known, text)?;
    }
    let mut found: Vec<Node> = Vec::new();
    for node in candidates {
        if !found.contains(&node) && known.holds(&world.store, &node)? {
            found.push(node);
        }
    }
    Ok(found)
}

/// What a code says that a scanner read.
fn scanned(world: &World, text: &str) -> Result<Vec<Node>, AppError> {
    let Ok(scan) = decode(text) else {
        return Ok(Vec::new());
    };
    Ok(match scan {
        Scan::Donation(donation) => vec![Node::new(Kind::Donation, donation)],
        Scan::ChainOfIdentity(treatment) => vec![Node::new(Kind::Treatment, treatment)],
        Scan::Badge(staff) => vec![Node::new(Kind::Staff, staff)],
        Scan::Wristband(number) => patient(world, number.value())?,
        Scan::Label(label) => match Scan::Label(label.clone()).container() {
            Ok(container) => vec![Node::new(Kind::Container, container)],
            Err(_) => match (label.patient, label.donation) {
                (Some(number), _) => patient(world, number.value())?,
                (None, Some(donation)) => vec![Node::new(Kind::Donation, donation)],
                (None, None) => Vec::new(),
            },
        },
        _ => Vec::new(),
    })
}

/// What somebody typed: an identifier of any kind, or a wristband's number.
fn typed(world: &World, known: &Known, text: &str) -> Result<Vec<Node>, AppError> {
    let mut nodes: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| Node::new(*kind, text))
        .collect();
    // A person is listed once, as the patient; the answer follows both.
    let donor = Node::new(Kind::Donor, text);
    if known.holds(&world.store, &Node::new(Kind::Patient, text))? {
        nodes.retain(|node| *node != donor);
    }
    nodes.extend(typed_donation(text).map(|donation| Node::new(Kind::Donation, donation)));
    nodes.extend(patient(world, text)?);
    Ok(nodes)
}

fn patient(world: &World, number: &str) -> Result<Vec<Node>, AppError> {
    let person = world.vault.person_by_wristband(number)?;
    Ok(person
        .map(|person| Node::new(Kind::Patient, person))
        .into_iter()
        .collect())
}
