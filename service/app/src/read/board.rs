//! All treatments by stage.

use cikada_domain::{ChainOfIdentity, PlannedKind};
use cikada_engine::Outlook;
use cikada_engine::outlook::Stage;
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::read::alert::{AlarmLine, alerts};
use crate::read::{Clock, Moment, Patient, authorise_reading, patient};
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The time of the page.
    pub now: Moment,
    /// Late failures that somebody still has to see or that still hold dosing, the reader's own first.
    pub alerts: Vec<AlarmLine>,
    /// The stages in the order of a treatment, each with its cards.
    pub columns: Vec<Column>,
    /// How many treatments that were closed before those are left out.
    pub left_out: usize,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The stage in words.
    pub stage: String,
    /// The treatments in it.
    pub cards: Vec<Card>,
}

/// One treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The recipient.
    pub patient: Patient,
    /// The protocol's title.
    pub protocol: String,
    /// Doses given and planned.
    pub doses_given: u16,
    /// Doses planned; zero before the plan is confirmed.
    pub doses_planned: u16,
    /// What should happen next, in words.
    pub next_act: String,
    /// The clock that runs, if one does.
    pub clock: Option<Clock>,
    /// What everyone must see.
    pub alerts: Vec<String>,
}

/// The board of the centre, for a reader: with all treatments ever closed, or with the latest of them.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn board(world: &World, actor: &Actor, all: bool) -> Result<Board, AppError> {
    authorise_reading(actor)?;
    let mut columns: Vec<Column> = Stage::ALL
        .iter()
        .map(|stage| Column {
            stage: stage.words().to_owned(),
            cards: Vec::new(),
        })
        .collect();
    let (listed, left_out) = if all {
        (world.treatment_ids()?, 0)
    } else {
        world.listed()?
    };
    let mut late = Vec::new();
    for id in listed {
        let (folded, protocol) = world.opened(&id)?;
        late.extend(alerts(world, actor, (&id, &folded, &protocol), None)?);
        let outlook = world.outlook(&protocol, &folded.treatment)?;
        let card = card(world, &id, &folded, &protocol, &outlook)?;
        let stage = outlook.stage.words();
        if let Some(column) = columns.iter_mut().find(|column| column.stage == stage) {
            column.cards.push(card);
        }
    }
    late.retain(AlarmLine::stands);
    late.sort_by_key(|line| (!line.is_mine(), line.raised.timestamp()));
    Ok(Board {
        alerts: late,
        now: world.moment(world.now()),
        columns,
        left_out,
    })
}

fn card(
    world: &World,
    id: &ChainOfIdentity,
    folded: &Folded,
    protocol: &Protocol,
    outlook: &Outlook,
) -> Result<Card, AppError> {
    let treatment = &folded.treatment;
    let given = treatment.containers_infused().len();
    let planned = treatment.plan.as_ref().map_or(0, |plan| {
        plan.items
            .iter()
            .filter(|item| item.kind == PlannedKind::Infusion)
            .count()
    });
    let expiry = outlook
        .items
        .iter()
        .filter_map(|item| item.expires_at)
        .min();
    Ok(Card {
        treatment: id.clone(),
        patient: patient(world, folded)?,
        protocol: protocol.title.clone(),
        doses_given: u16::try_from(given).unwrap_or(u16::MAX),
        doses_planned: u16::try_from(planned).unwrap_or(u16::MAX),
        next_act: outlook.next_act.clone(),
        clock: expiry.map(|until| world.clock("product expires", until)),
        alerts: outlook
            .alerts
            .iter()
            .map(|alert| alert.words.clone())
            .collect(),
    })
}
