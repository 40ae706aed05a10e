//! What the centre works with, as pages show it: lots, equipment, rooms, training.

use cikada_domain::event::CleaningRule;
use cikada_domain::facility::{Equipment, Lot, LotState};
use cikada_domain::{Dimension, EquipmentId, LotId, Quantity, StaffId, Unit};
use cikada_dose::LotStrength;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::error::AppError;
use crate::read::{Moment, authorise_reading};
use crate::staff::{Role, Staff};
use crate::use_cases::Actor;
use crate::world::World;

/// How long before its last day something is said to end soon.
const SOON_DAYS: i64 = 30;

/// How something stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It may not be used.
    Barred,
    /// It waits for a person.
    Waiting,
    /// It may be used, and not for long.
    Soon,
    /// It may be used.
    Good,
}

/// A lot in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotLine {
    /// Its number.
    pub lot: LotId,
    /// What it is.
    pub material: String,
    /// What the package calls it.
    pub name: String,
    /// Who sent it.
    pub supplier: String,
    /// The number the sender gave it.
    pub supplier_lot: String,
    /// How it stands, for a shape.
    pub standing: Standing,
    /// The same in words.
    pub state: String,
    /// What is there, in words.
    pub on_hand: String,
    /// The last day.
    pub expires_on: Date,
}

/// The store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialsPage {
    /// The time of the page.
    pub now: Moment,
    /// Every lot: what waits in quarantine first, then what may be used, then the rest.
    pub lots: Vec<LotLine>,
}

/// The page of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotPage {
    /// The lot as in the list.
    pub line: LotLine,
    /// Facts with their names.
    pub facts: Vec<(String, String)>,
    /// What was taken from it, the newest first: when, how much, for which batch and step.
    pub draws: Vec<(Moment, String, String)>,
    /// Where it stands.
    pub lot_state: LotState,
}

/// A piece of equipment in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquipmentLine {
    /// Its number.
    pub equipment: EquipmentId,
    /// What people call it.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The room it stands in.
    pub room: String,
    /// How it stands.
    pub standing: Standing,
    /// The same in words.
    pub state: String,
    /// The last day its calibration holds, in words.
    pub calibrated: String,
    /// How its cleaning stands, in words.
    pub cleaned: String,
    /// Whether it is in use.
    pub in_use: bool,
}

/// A room in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomLine {
    /// Its number.
    pub room: cikada_domain::RoomId,
    /// How it stands.
    pub standing: Standing,
    /// The same in words.
    pub state: String,
    /// When and by whom its line was cleared.
    pub cleared: Option<(Moment, String)>,
}

/// The store, for a reader.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn materials(world: &World, actor: &Actor) -> Result<MaterialsPage, AppError> {
    authorise_reading(actor)?;
    let now = world.moment(world.now());
    let facility = world.whole_facility()?;
    let lots = facility.lots.iter();
    let mut lots: Vec<_> = lots.map(|(id, lot)| line(id, lot, now.date())).collect();
    lots.sort_by_key(|line| {
        let place = match line.standing {
            Standing::Waiting => 0,
            Standing::Soon => 1,
            Standing::Good => 2,
            Standing::Barred => 3,
        };
        (place, line.expires_on, line.lot.clone())
    });
    Ok(MaterialsPage { now, lots })
}

fn line(id: &LotId, lot: &Lot, today: Date) -> LotLine {
    let (standing, state) = match lot.state {
        LotState::Recalled => (Standing::Barred, "recalled".to_owned()),
        LotState::Rejected => (Standing::Barred, "rejected".to_owned()),
        _ if lot.expires_on < today => (Standing::Barred, "expired".to_owned()),
        LotState::Quarantine => (Standing::Waiting, "in quarantine".to_owned()),
        LotState::Released if lot.on_hand.amount().is_zero() => {
            (Standing::Barred, "used up".to_owned())
        }
        LotState::Released if soon(lot.expires_on, today) => {
            (Standing::Soon, "released, expires soon".to_owned())
        }
        LotState::Released => (Standing::Good, "released".to_owned()),
    };
    LotLine {
        lot: id.clone(),
        material: lot.material.as_str().replace('-', " "),
        name: lot.name.clone(),
        supplier: lot.supplier.clone(),
        supplier_lot: lot.supplier_lot.clone(),
        standing,
        state,
        on_hand: lot.on_hand.amount_words(),
        expires_on: lot.expires_on,
    }
}

pub(super) fn soon(until: Date, today: Date) -> bool {
    today
        .checked_add(SOON_DAYS.days())
        .is_ok_and(|soon| until <= soon)
}

/// One lot, for a reader.
///
/// # Errors
/// When there is no such lot, the reader may see no records, or reading fails.
pub fn lot(world: &World, actor: &Actor, id: &LotId) -> Result<LotPage, AppError> {
    authorise_reading(actor)?;
    let subject = cikada_domain::event::Subject::Lot(id.clone());
    let around = world.facility(&[subject].into())?;
    let lot = around.facility.lots.get(id);
    let lot = lot.ok_or_else(|| AppError::NotFound(format!("lot {id}")))?;
    let who = |staff: &StaffId| name(world, staff);
    let mut facts = vec![
        (
            "Received".to_owned(),
            format!(
                "{} by {}",
                lot.received.amount_words(),
                who(&lot.receipt.by)
            ),
        ),
        ("On hand".to_owned(), lot.on_hand.amount_words()),
    ];
    facts.extend(held(lot).map(|held| ("That is".to_owned(), held)));
    let stated = [
        ("Strength", &lot.strength),
        ("Units in a mass", &lot.specific_activity),
    ];
    for (name, figure) in stated {
        facts.extend(
            figure
                .as_ref()
                .map(|figure| (name.to_owned(), figure.words())),
        );
    }
    let certificate = lot.certificate.as_ref();
    let certificate = certificate
        .map_or("missing: the lot cannot be released".to_owned(), |hash| {
            hash.to_string()
        });
    facts.push(("Certificate, SHA-256".to_owned(), certificate));
    if let Some(decided) = &lot.decided {
        let at = world
            .moment(decided.at)
            .strftime("%Y-%m-%d %H:%M %Z")
            .to_string();
        facts.push((
            "Decided".to_owned(),
            format!("{at} by {}", who(&decided.by)),
        ));
    }
    let draws = lot.draws.iter().rev().map(|draw| {
        let step = draw.step.as_str().replace('-', " ");
        let before = draw.before.iter().map(Quantity::amount_words);
        let before = before.map(|before| format!(", corrected from {before}"));
        let before: String = before.collect();
        let use_ = format!("batch {}, {step}{before}", draw.batch);
        (world.moment(draw.at), draw.amount.amount_words(), use_)
    });
    Ok(LotPage {
        line: line(id, lot, world.moment(world.now()).date()),
        facts,
        draws: draws.collect(),
        lot_state: lot.state,
    })
}

/// What is there in units and in mass, as far as the lot's own figures lead.
fn held(lot: &Lot) -> Option<String> {
    let strength = LotStrength {
        in_volume: lot.strength.as_ref(),
        specific_activity: lot.specific_activity.as_ref(),
    };
    let own = lot.on_hand.dimension();
    let others = [Unit::MillionInternationalUnits, Unit::Milligram];
    let others = others.into_iter().filter(|unit| unit.dimension() != own);
    let of = |unit| strength.convert(&lot.on_hand, unit).ok();
    let words: Vec<String> = others
        .filter_map(of)
        .map(|worked| worked.value.amount_words())
        .collect();
    (!words.is_empty() && own != Dimension::Pieces).then(|| words.join(", "))
}

/// Every piece of equipment, what may not be used first.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn equipment(world: &World, actor: &Actor) -> Result<Vec<EquipmentLine>, AppError> {
    authorise_reading(actor)?;
    let today = world.moment(world.now()).date();
    let facility = world.whole_facility()?;
    let lines = facility.equipment.iter();
    let mut lines: Vec<_> = lines
        .map(|(id, piece)| piece_line(id, piece, today))
        .collect();
    lines.sort_by_key(|line| (line.standing, line.equipment.clone()));
    Ok(lines)
}

fn piece_line(id: &EquipmentId, piece: &Equipment, today: Date) -> EquipmentLine {
    let until = piece.calibrated.map(|(_, until)| until);
    let (mut standing, mut state) = match until {
        _ if !piece.in_use => (Standing::Barred, "out of use"),
        None => (Standing::Barred, "never calibrated"),
        Some(until) if until < today => (Standing::Barred, "calibration lapsed"),
        Some(until) if soon(until, today) => (Standing::Soon, "calibration due soon"),
        Some(_) => (Standing::Good, "ready"),
    };
    let cleaned = match (piece.cleaning, piece.cleaned) {
        (CleaningRule::None, _) => "not asked for".to_owned(),
        (_, None) => "never".to_owned(),
        (CleaningRule::Scheduled, Some((_, Some(until)))) => format!("holds until {until}"),
        (CleaningRule::Scheduled, Some((_, None))) => "no last day".to_owned(),
        (CleaningRule::EachBatch, Some(_)) => {
            let used: Vec<_> = piece.used_for.iter().map(ToString::to_string).collect();
            match used.is_empty() {
                true => "clean".to_owned(),
                false => format!("used for {} since it was cleaned", used.join(", ")),
            }
        }
    };
    let dirty = match (piece.cleaning, piece.cleaned) {
        (CleaningRule::None, _) => false,
        (_, None) => true,
        (CleaningRule::Scheduled, Some((_, until))) => until.is_none_or(|until| until < today),
        (CleaningRule::EachBatch, Some(_)) => false,
    };
    let taken = piece.cleaning == CleaningRule::EachBatch && !piece.used_for.is_empty();
    if dirty && standing > Standing::Waiting {
        (standing, state) = (Standing::Waiting, "to be cleaned");
    } else if taken && standing == Standing::Good {
        (standing, state) = (Standing::Waiting, "in use");
    }
    EquipmentLine {
        equipment: id.clone(),
        name: piece.name.clone(),
        kind: piece.kind.as_str().replace('-', " "),
        room: piece
            .room
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        standing,
        state: state.to_owned(),
        calibrated: until.map_or("never".to_owned(), |until| until.to_string()),
        cleaned,
        in_use: piece.in_use,
    }
}

/// Every room or cabinet that was ever cleared or used.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn rooms(world: &World, actor: &Actor) -> Result<Vec<RoomLine>, AppError> {
    authorise_reading(actor)?;
    let facility = world.whole_facility()?;
    let line = |(id, room): (&cikada_domain::RoomId, &cikada_domain::facility::Room)| {
        let (standing, state) = match (room.occupied_by(), room.cleared()) {
            (Some(batch), _) => (Standing::Waiting, format!("batch {batch} is in it")),
            (None, Some(_)) => (Standing::Good, "line cleared, nobody in it".to_owned()),
            (None, None) => (Standing::Barred, "never cleared".to_owned()),
        };
        let cleared = room.cleared().map(|last| {
            let (cleared, witness) = (&last.cleared, &last.witness);
            let second = witness.as_ref().map(|witness| name(world, witness));
            let second = second.map_or(String::new(), |second| format!(" and {second}"));
            let both = format!("{}{second}", name(world, &cleared.by));
            (world.moment(cleared.at), both)
        });
        RoomLine {
            room: id.clone(),
            standing,
            state,
            cleared,
        }
    };
    Ok(facility.rooms.iter().map(line).collect())
}

/// Everyone who may perform or witness a step.
pub(crate) fn trainees(world: &World) -> Vec<Staff> {
    let staff = world.all_staff().into_iter();
    staff
        .filter(|member| member.roles.contains(&Role::Technologist))
        .collect()
}

fn name(world: &World, staff: &StaffId) -> String {
    world
        .staff(staff)
        .map_or_else(|| staff.to_string(), |staff| staff.name)
}
