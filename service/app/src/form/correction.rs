//! The form that corrects a lot or an amount of a step: the old line stands beside the boxes, and what
//! is left empty stays as it was recorded.

use std::collections::BTreeSet;

use cikada_domain::event::{MaterialUsed, Subject};
use cikada_domain::{BatchId, LotId, StepId};
use cikada_engine::{Command, HandlingCommand};
use cikada_protocol::model::{Material, MaterialFrom};

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, text};
use crate::form::scanned::number;
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};

/// The line as it stands in the record, with the protocol's rule of its material.
fn recorded<'a>(
    ctx: &Context<'a>,
    batch: &BatchId,
    (step, occurrence): (&StepId, u16),
    line: u16,
) -> Result<(&'a MaterialUsed, &'a Material), AppError> {
    let known = ctx.treatment.batches.get(batch);
    let record = known.and_then(|batch| batch.records_of(step).nth(usize::from(occurrence)));
    let used = record.and_then(|record| record.materials.get(usize::from(line)));
    let unknown = || AppError::NotFound(format!("material {line} of {step}"));
    let used = used.ok_or_else(unknown)?;
    let rules = ctx.protocol.step(step).into_iter();
    let mut rules = rules.flat_map(|step| &step.materials);
    let rule = rules.find(|rule| rule.id == used.material);
    Ok((used, rule.ok_or_else(unknown)?))
}

pub(crate) fn material(
    ctx: &Context<'_>,
    batch: &BatchId,
    record: (&StepId, u16),
    line: u16,
) -> Result<Drawn, AppError> {
    let (old, rule) = recorded(ctx, batch, record, line)?;
    let instruction = format!(
        "Recorded: {}, to be used by {}. The old line stays visible, and the books of its lot are put \
         right with it; say why it is corrected.",
        old.words(),
        old.expires_on
    );
    let lot = Field {
        optional: true,
        help: Some("Scan it only if the lot is another than the one recorded.".to_owned()),
        ..field("lot", "Lot that was used", FieldKind::Scan)
    };
    let second = match rule.from {
        MaterialFrom::Stock => Field {
            optional: true,
            help: Some("Number and unit, such as 0.2 mL; only if it is another.".to_owned()),
            ..field("amount", "Amount that was taken", FieldKind::Amount)
        },
        MaterialFrom::Patient => Field {
            optional: true,
            ..field("expires", "Expires on, only if another", FieldKind::Date)
        },
    };
    let own_amount =
        (rule.from == MaterialFrom::Patient && rule.addition.is_some()).then(|| Field {
            optional: true,
            help: Some("Number and unit, such as 5 mL; only if it is another.".to_owned()),
            ..field("amount", "Amount that was taken", FieldKind::Amount)
        });
    let mut drawn = Drawn::new(
        format!("Correct: {}", rule.name),
        instruction,
        "Sign correction",
    )
    .standing_on(ctx.protocol, &rule.source)
    .with([lot, second])
    .with(own_amount)
    .with([text(
        "note",
        "Why, in words, sealed under the patient's key",
    )]);
    drawn.before = vec![old.words()];
    Ok(drawn)
}

pub(crate) fn read_material(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    (step, occurrence): (&StepId, u16),
    line: u16,
) -> Result<Option<Command>, AppError> {
    let (old, rule) = recorded(ctx, batch, (step, occurrence), line)?;
    let mut used = old.clone();
    let is_typed = |typed: &Typed<'_>, name: &str| typed.raw(name).is_some();
    if !["lot", "amount", "expires"]
        .iter()
        .any(|name| is_typed(typed, name))
    {
        typed.fail(
            "lot",
            "enter what is to be corrected: the lot, the amount or both",
        );
        return Ok(None);
    }
    let read = match rule.from {
        MaterialFrom::Stock => of_stock(ctx, typed, &mut used)?,
        MaterialFrom::Patient => of_patient(typed, &mut used),
    };
    Ok(read.map(|()| {
        Command::Handling(HandlingCommand::CorrectMaterial {
            batch: batch.clone(),
            step: step.clone(),
            occurrence,
            line,
            used,
        })
    }))
}

/// Another lot with the expiry that the centre knows of it, another amount; nothing where one of them
/// does not read.
fn of_stock(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    used: &mut MaterialUsed,
) -> Result<Option<()>, AppError> {
    if typed.raw("amount").is_some() {
        let Some(amount) = typed.amount("amount") else {
            return Ok(None);
        };
        used.amount = Some(amount);
    }
    if typed.raw("lot").is_some() {
        let Some(lot) = number(typed, "lot", LotId::new) else {
            return Ok(None);
        };
        let subject = BTreeSet::from([Subject::Lot(lot.clone())]);
        let around = ctx.world.facility(&subject)?;
        // Of a lot that nobody received no day is known; the engine refuses it as unknown.
        if let Some(known) = around.facility.lots.get(&lot) {
            used.expires_on = known.expires_on;
        }
        used.lot = lot.to_string();
    }
    Ok(Some(()))
}

fn of_patient(typed: &mut Typed<'_>, used: &mut MaterialUsed) -> Option<()> {
    if typed.raw("lot").is_some() {
        used.lot = typed.donation("lot")?.to_string();
    }
    if typed.raw("expires").is_some() {
        used.expires_on = typed.date("expires")?;
    }
    if typed.raw("amount").is_some() {
        used.amount = Some(typed.amount("amount")?);
    }
    Some(())
}
