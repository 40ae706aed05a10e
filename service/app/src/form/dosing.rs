//! Forms of the physician about doses: orders with their working, levels, exceptions.

use cikada_domain::{Country, DoseNumber, Quantity};
use cikada_engine::{Command, DoseNow, dose_now};
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{Companion, LevelUse};

use crate::form::drawn::{Drawn, aside, field, quantity_kind};
use crate::form::enrolment::note;
use crate::form::typed::Typed;
use crate::form::{Aside, Context, Field, FieldKind};
use crate::read::rule_source;
use crate::read::standing::standing;

/// The dose worked out line by line; the physician writes the amount with its unit and signs.
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
            let missing = reasons.iter().map(words);
            drawn.know = vec![aside("What is missing", missing, None)];
            return drawn;
        }
    };
    let instruction = match ctx.protocol.medicine() {
        Some(medicine) => format!(
            "{}, {}. Check the working line by line, then write the amount with its unit yourself.",
            medicine.name,
            ctx.protocol
                .dose_line(dose)
                .map_or("by the route of the protocol", |line| line.route.as_str())
        ),
        None => "Check the working line by line, then write the amount yourself.".to_owned(),
    };
    let mut drawn = Drawn::new(title, instruction, action)
        .with(amount_of(&worked))
        .with([note()]);
    if let Some(line) = ctx.protocol.dose_line(dose) {
        drawn = drawn.standing_on(ctx.protocol, &line.source);
    }
    drawn.know = know(ctx, &worked);
    drawn.working = worked.planned.working;
    drawn
}

/// The amount as it is to be written. A medicine's unit is typed, so that a physician who thinks in
/// another one is told before anything is prepared; cells are counted in the unit shown.
fn amount_of(worked: &DoseNow) -> Option<Field> {
    match &worked.planned.amount {
        PlannedAmount::Exact(amount) => {
            let help = "written out, with the unit";
            Some(Field {
                limit: Some(format!("exactly {}", amount.quantity.words())),
                help: Some(help.to_owned()),
                ..field("amount", "Amount and unit", FieldKind::Amount)
            })
        }
        PlannedAmount::Cells { min, max } => {
            let least = min.as_ref().map(|min| format!("at least {min}"));
            let most = max.as_ref().map(|max| format!("at most {max}"));
            let limit: Vec<_> = least.into_iter().chain(most).collect();
            let kind = quantity_kind(min.as_ref().or(max.as_ref())?);
            Some(Field {
                limit: Some(limit.join(", ")),
                ..field("amount", "Amount", kind)
            })
        }
    }
}

/// Every source the dose stands on, and what is given along with it.
fn know(ctx: &Context<'_>, worked: &DoseNow) -> Vec<Aside> {
    let mut know = Vec::new();
    if worked.level > 0 {
        let level = format!("level {}", worked.level);
        know.push(aside("Not the full dose", [level], None));
    }
    // The first source stands beside the form already.
    for key in worked.planned.sources.iter().skip(1) {
        let source = rule_source(ctx.protocol, key);
        know.push(aside("It stands on this, too", [], Some(source)));
    }
    let line = |other: &Companion| {
        let lines = [format!(
            "{}: {}, {}",
            other.name,
            other.amount.words(),
            other.route
        )];
        let source = rule_source(ctx.protocol, &other.source);
        aside("Given along with it", lines, Some(source))
    };
    know.extend(ctx.protocol.companions.iter().map(line));
    know
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
    let amount = match &now.planned.amount {
        PlannedAmount::Exact(_) => typed.dose("amount"),
        PlannedAmount::Cells { min, max } => {
            let unit = min.as_ref().or(max.as_ref()).map(Quantity::unit_code);
            typed.quantity("amount", &unit.unwrap_or_default())
        }
    };
    Some(Command::OrderDose {
        dose,
        amount: amount?,
    })
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

pub(crate) fn exception(ctx: &Context<'_>) -> Drawn {
    let standing = standing(ctx.world, ctx.protocol);
    let instruction = format!(
        "This therapy is {}. Whoever signs answers for giving it to this patient here all the same, \
         before a second physician. Say why: what else was tried or cannot be had, and how the \
         medicine is obtained.",
        standing.words
    );
    let why = Field {
        optional: false,
        ..note()
    };
    let why = Field {
        label: "Why, sealed under the patient's key".to_owned(),
        ..why
    };
    let mut drawn = Drawn::new("Exception", instruction, "Sign the exception").with([why]);
    drawn.know = vec![aside(
        "How it stands here",
        [standing.text],
        standing.source,
    )];
    drawn
}

pub(crate) fn read_exception(ctx: &Context<'_>, typed: &mut Typed<'_>) -> Option<Command> {
    let said = typed.required("note").is_some();
    let Some(status) = standing(ctx.world, ctx.protocol).exception else {
        typed.fail("note", "no exception is needed here");
        return None;
    };
    let country: Country = ctx.world.country().clone();
    said.then_some(Command::RecordException { country, status })
}
