//! What is scanned at a step: lots with the amount taken, equipment, the room.
//!
//! A lot is known by its own number. Its expiry is what the centre recorded when it came in, so that
//! nobody types it a second time.

use std::collections::BTreeSet;

use cikada_domain::event::{MaterialUsed, Subject};
use cikada_domain::facility::{Lot, LotState};
use cikada_domain::{Dimension, EquipmentId, Facility, IdentifierError, InputId, LotId, RoomId};
use cikada_protocol::model::{Material, MaterialFrom, Step};

use crate::error::AppError;
use crate::form::drawn::{capital, field};
use crate::form::step::{amount_field, read_amount};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};

/// A step's fields: the room and equipment it is done with, and the materials it takes.
pub(super) fn fields(ctx: &Context<'_>, step: &Step) -> Result<(Vec<Field>, Vec<Field>), AppError> {
    let stock = match step.materials.is_empty() && step.equipment.is_empty() {
        true => Facility::default(),
        false => ctx.world.whole_facility()?,
    };
    let today = ctx.world.moment(ctx.world.now()).date();
    let mut place = Vec::new();
    if !step.equipment.is_empty() {
        let mut room = field("room", "Room or cabinet", FieldKind::Scan);
        room.help = Some("scan the number at its door; its line must be cleared".to_owned());
        place.push(room);
    }
    for kind in &step.equipment {
        let name = format!("equipment.{kind}");
        let mut scan = field(name, capital(&words(kind)), FieldKind::Scan);
        let pieces = stock
            .equipment
            .iter()
            .filter(|(_, e)| &e.kind == kind && e.in_use);
        let pieces: Vec<_> = pieces
            .map(|(id, e)| format!("{} is {id}", e.name))
            .collect();
        scan.help = Some(match pieces.is_empty() {
            true => "none is registered here".to_owned(),
            false => pieces.join("; "),
        });
        place.push(scan);
    }
    let mut materials = Vec::new();
    for material in &step.materials {
        match material.from {
            MaterialFrom::Stock => {
                let lots = stock.lots.iter().filter(|(_, lot)| {
                    let usable = lot.state == LotState::Released && lot.expires_on >= today;
                    lot.material == material.id && usable
                });
                materials.extend(of_stock(material, lots));
            }
            MaterialFrom::Patient => materials.extend(of_patient(material)),
        }
    }
    Ok((place, materials))
}

fn words(kind: &InputId) -> String {
    kind.as_str().replace('-', " ")
}

fn of_stock<'a>(
    material: &Material,
    lots: impl Iterator<Item = (&'a LotId, &'a Lot)>,
) -> [Field; 2] {
    let mut lots: Vec<_> = lots.collect();
    lots.sort_by_key(|(_, lot)| lot.expires_on);
    let label = format!("{}, {}: lot", material.name, material.amount.words());
    let mut scan = field(
        format!("material.{}.lot", material.id),
        label,
        FieldKind::Scan,
    );
    let known = lots.iter().map(|(number, lot)| {
        let (left, until) = (lot.on_hand.amount_words(), lot.expires_on);
        format!("{number}: {left} there, until {until}")
    });
    let known: Vec<_> = known.collect();
    scan.help = Some(match known.is_empty() {
        true => "no released lot is there: ask for one".to_owned(),
        false => known.join("; "),
    });
    if let Some(added) = amount_field(material) {
        return [scan, added];
    }
    let label = format!("{}: amount taken", material.name);
    let mut taken = field(
        format!("material.{}.amount", material.id),
        label,
        FieldKind::Amount,
    );
    let kept = lots.first().map(|(_, lot)| lot.on_hand.dimension());
    let such = example_taken(material, kept).unwrap_or_else(|| "1 mL".to_owned());
    taken.help = Some(format!("number and unit, such as {such}"));
    [scan, taken]
}

/// An amount as it might be taken: what the protocol says, where lots are kept in that kind of unit.
fn example_taken(material: &Material, kept: Option<Dimension>) -> Option<String> {
    match kept? {
        Dimension::Pieces => Some("1 piece".to_owned()),
        kept if kept == material.amount.dimension() => Some(material.amount.words()),
        _ => None,
    }
}

fn of_patient(material: &Material) -> impl Iterator<Item = Field> {
    let label = format!(
        "{}, {}: number of the donation",
        material.name,
        material.amount.words()
    );
    let mut scan = field(
        format!("material.{}.lot", material.id),
        label,
        FieldKind::Scan,
    );
    scan.help = Some("it comes from this patient: scan the label of the collection".to_owned());
    let label = format!("{}: expires on", material.name);
    let name = format!("material.{}.expires", material.id);
    let expires = field(name, label, FieldKind::Date);
    [scan, expires].into_iter().chain(amount_field(material))
}

/// The materials as scanned; a field that does not read leaves its material out.
pub(super) fn read_materials(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    step: &Step,
) -> Result<Vec<MaterialUsed>, AppError> {
    let mut used = Vec::new();
    for material in &step.materials {
        used.extend(match material.from {
            MaterialFrom::Stock => from_stock(ctx, typed, material)?,
            MaterialFrom::Patient => from_patient(typed, material),
        });
    }
    Ok(used)
}

fn from_stock(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    material: &Material,
) -> Result<Option<MaterialUsed>, AppError> {
    let lot = number(typed, &format!("material.{}.lot", material.id), LotId::new);
    let amount = match material.addition {
        Some(_) => read_amount(typed, material),
        None => typed.amount(&format!("material.{}.amount", material.id)),
    };
    let (Some(lot), Some(amount)) = (lot, amount) else {
        return Ok(None);
    };
    let around = ctx
        .world
        .facility(&BTreeSet::from([Subject::Lot(lot.clone())]))?;
    let known = around.facility.lots.get(&lot);
    let today = || ctx.world.moment(ctx.world.now()).date();
    Ok(Some(MaterialUsed {
        material: material.id.clone(),
        lot: lot.to_string(),
        // Of a lot that nobody received no day is known; the engine refuses it as unknown.
        expires_on: known.map_or_else(today, |lot| lot.expires_on),
        amount: Some(amount),
    }))
}

fn from_patient(typed: &mut Typed<'_>, material: &Material) -> Option<MaterialUsed> {
    let donation = typed.donation(&format!("material.{}.lot", material.id));
    let expires_on = typed.date(&format!("material.{}.expires", material.id));
    let amount = read_amount(typed, material);
    Some(MaterialUsed {
        material: material.id.clone(),
        lot: donation?.to_string(),
        expires_on: expires_on?,
        amount,
    })
}

pub(super) fn read_equipment(typed: &mut Typed<'_>, step: &Step) -> Vec<EquipmentId> {
    let kinds = step.equipment.iter();
    kinds
        .filter_map(|kind| number(typed, &format!("equipment.{kind}"), EquipmentId::new))
        .collect()
}

pub(super) fn read_room(typed: &mut Typed<'_>, step: &Step) -> Option<RoomId> {
    if step.equipment.is_empty() {
        return None;
    }
    number(typed, "room", RoomId::new)
}

/// A number of the centre's own, as its label says it.
pub(crate) fn number<T>(
    typed: &mut Typed<'_>,
    name: &str,
    make: impl Fn(String) -> Result<T, IdentifierError>,
) -> Option<T> {
    let code = typed.code(name)?;
    let made = make(code);
    made.map_err(|error| typed.fail(name, error.to_string()))
        .ok()
}
