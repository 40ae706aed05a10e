//! Forms of the physician about doses: orders with their working, levels, exceptions.

use cikada_domain::event::ExceptionTo;
use cikada_domain::{Country, DoseNumber, Quantity};
use cikada_engine::{Command, dose_now};
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{AvailabilityStatus, LevelUse};

use crate::form::drawn::{Drawn, field, quantity_kind};
use crate::form::enrolment::note;
use crate::form::typed::Typed;
use crate::form::{Context, FieldKind};

/// The dose worked out line by line; the physician types the amount and signs.
pub(crate) fn order(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let (title, action) = (format!("Order dose {dose}"), "Sign the order");
    let world = ctx.world;
    let now = dose_now(ctx.protocol, ctx.treatment, dose, world.now(), world.zone());
    let worked = match now {
        Ok(now) => now,
        Err(reasons) => {
            let instruction = "The dose cannot be worked out from what is recorded.";
            let mut drawn = Drawn::new(title, instruction, action);
            let words = |reason: &cikada_engine::Refusal| {
                format!("{} {}", reason.code.sentence(), reason.detail)
            };
            drawn.before = reasons.iter().map(words).collect();
            return drawn;
        }
    };
    let (example, limit) = match &worked.planned.amount {
        PlannedAmount::Exact(amount) => (
            Some(&amount.quantity),
            format!("exactly {}", amount.quantity),
        ),
        PlannedAmount::Cells { min, max } => {
            let least = min.as_ref().map(|min| format!("at least {min}"));
            let most = max.as_ref().map(|max| format!("at most {max}"));
            let limit: Vec<_> = least.into_iter().chain(most).collect();
            (min.as_ref().or(max.as_ref()), limit.join(", "))
        }
    };
    let instruction = "Check the working line by line, then write the amount yourself.";
    let mut drawn = Drawn::new(title, instruction, action);
    if let Some(example) = example {
        let mut amount = field("amount", "Amount", quantity_kind(example));
        amount.limit = Some(limit);
        drawn = drawn.with([amount]);
    }
    drawn = drawn.with([note()]);
    if let Some(line) = ctx.protocol.dose_line(dose) {
        drawn = drawn.standing_on(ctx.protocol, &line.source);
    }
    drawn.before = worked.planned.working;
    drawn
}

pub(crate) fn read_order(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Option<Command> {
    let world = ctx.world;
    let now = dose_now(ctx.protocol, ctx.treatment, dose, world.now(), world.zone());
    let Ok(now) = now else {
        typed.fail(
            "amount",
            "the dose cannot be worked out from what is recorded",
        );
        return None;
    };
    let unit = match &now.planned.amount {
        PlannedAmount::Exact(amount) => Some(amount.quantity.unit_code()),
        PlannedAmount::Cells { min, max } => min.as_ref().or(max.as_ref()).map(Quantity::unit_code),
    };
    let amount = typed.dose("amount", &unit.unwrap_or_default())?;
    Some(Command::OrderDose { dose, amount })
}

/// The levels of the protocol, from 1, each with its amount.
fn levels(ctx: &Context<'_>) -> Vec<(String, String)> {
    let mut lines = ctx.protocol.doses.iter();
    let line = lines.find(|line| line.level_use == LevelUse::Assigned);
    let levels = line.into_iter().flat_map(|line| &line.levels);
    let numbered = (1..).zip(levels);
    let choice = |(number, amount): (u16, &Quantity)| {
        let words = format!("level {number}: {}", amount.words());
        (number.to_string(), words)
    };
    numbered.map(choice).collect()
}

pub(crate) fn level(ctx: &Context<'_>) -> Drawn {
    let instruction = "The level that the trial assigns to this patient; it stands from the first \
                       dose on.";
    let level = field("level", "Level", FieldKind::Choice(levels(ctx)));
    Drawn::new("Dose level", instruction, "Sign the level").with([level, note()])
}

pub(crate) fn read_level(typed: &mut Typed<'_>) -> Option<Command> {
    let level = typed.code("level")?;
    let Ok(level) = level.parse() else {
        typed.fail("level", "expected one of the levels shown");
        return None;
    };
    Some(Command::AssignDoseLevel { level })
}

/// How the therapy stands where the centre is, today.
fn standing(ctx: &Context<'_>) -> (Option<ExceptionTo>, String) {
    let world = ctx.world;
    let today = world.now().to_zoned(world.zone().clone()).date();
    let country = world.country();
    let Some(line) = ctx.protocol.availability_in(country.as_str(), today) else {
        let words = format!("{country}: the protocol does not say how it stands here");
        return (Some(ExceptionTo::Unknown), words);
    };
    let exception = match line.status {
        AvailabilityStatus::Approved | AvailabilityStatus::Investigational => None,
        AvailabilityStatus::OffLabel => Some(ExceptionTo::OffLabel),
        AvailabilityStatus::Withdrawn => Some(ExceptionTo::Withdrawn),
        AvailabilityStatus::Unverified => Some(ExceptionTo::Unverified),
    };
    (
        exception,
        format!("{country}, {}: {}", line.status.name(), line.text),
    )
}

pub(crate) fn exception(ctx: &Context<'_>) -> Drawn {
    let (_, words) = standing(ctx);
    let instruction = format!(
        "{words}. Whoever signs answers for giving it to this patient here all the same. Say why."
    );
    Drawn::new("Exception", instruction, "Sign the exception").with([note()])
}

pub(crate) fn read_exception(ctx: &Context<'_>, typed: &mut Typed<'_>) -> Option<Command> {
    let (Some(status), _) = standing(ctx) else {
        typed.fail("note", "no exception is needed here");
        return None;
    };
    let country: Country = ctx.world.country().clone();
    Some(Command::RecordException { country, status })
}
