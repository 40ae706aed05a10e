//! Forms of the infusion nurse: fitness, verification, infusion, vital signs, observation.

use std::collections::BTreeMap;

use cikada_domain::DoseNumber;
use cikada_domain::event::{InfusionOutcome, Interruption, NotOnTime};
use cikada_engine::{Command, VitalSignsDue, VitalSignsState, vital_signs_due};

use crate::error::AppError;
use crate::form::drawn::{Drawn, aside, capital, criterion_field, field, quantity_kind};
use crate::form::enrolment::{note, read_findings};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};
use crate::read::{rule_source, wall};

pub(crate) fn fitness(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let fields = ctx
        .protocol
        .fitness
        .iter()
        .map(|criterion| criterion_field(ctx.protocol, criterion));
    let instruction = format!(
        "What must hold today, before the {} is brought.",
        ctx.vessel()
    );
    Drawn::new(
        format!("Fit for dose {dose} today?"),
        instruction,
        "Record fitness",
    )
    .with(fields)
    .with([note()])
}

pub(crate) fn read_fitness(ctx: &Context<'_>, typed: &mut Typed<'_>, dose: DoseNumber) -> Command {
    Command::RecordFitness {
        dose,
        findings: read_findings(typed, &ctx.protocol.fitness, true),
    }
}

pub(crate) fn verification(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let vessel = ctx.vessel();
    let before = match ctx.protocol.medicine() {
        Some(_) => "anything is given",
        None => "the bag is spiked",
    };
    let instruction = format!(
        "Two people, at the bed, before {before}: scan the wristband on the patient, then the {vessel}."
    );
    Drawn::new(
        format!("Verify dose {dose} at the bedside"),
        instruction,
        "Verify",
    )
    .with([
        field("wristband", "Wristband on the patient", FieldKind::Scan),
        field(
            "container",
            format!("Label on the {vessel}"),
            FieldKind::Scan,
        ),
    ])
}

pub(crate) fn read_verification(
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let wristband = typed.wristband("wristband")?;
    let container = typed.container("container")?;
    Ok(wristband
        .zip(container)
        .map(|(wristband, container)| Command::VerifyAtBedside {
            dose,
            wristband,
            container,
        }))
}

pub(crate) fn start(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let rule = &ctx.protocol.infusion;
    let (vessel, over) = (ctx.vessel(), rule.duration.words());
    let (title, instruction) = match ctx.protocol.medicine() {
        Some(_) => {
            let line = ctx.protocol.dose_line(dose);
            let route = line.map_or("by the route ordered", |line| line.route.as_str());
            let now = format!("{}, over {over}.", capital(route));
            let title = format!("Give dose {dose} now");
            (title, format!("{now} Scan the {vessel} once more."))
        }
        None => (
            format!("Start the infusion of dose {dose}"),
            format!("Over {over}. Scan the bag once more as it is spiked."),
        ),
    };
    let label = format!("Label on the {vessel}");
    let mut drawn = Drawn::new(title, instruction, "Sign: started")
        .with([field("container", label, FieldKind::Scan)])
        .standing_on(ctx.protocol, &rule.source);
    let told = rule.premedication.iter().chain(&rule.instructions).cloned();
    drawn.know = vec![aside("What to know", told, None)];
    drawn
}

pub(crate) fn read_start(
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let container = typed.known_container("container")?;
    Ok(container.map(|container| Command::StartInfusion { dose, container }))
}

pub(crate) fn vital_signs(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let fields = ctx.protocol.infusion.vital_signs.iter().map(|sign| Field {
        limit: Some(format!("stop outside {}", sign.limit.words())),
        source: Some(rule_source(ctx.protocol, &sign.source)),
        ..field(
            format!("value.{}", sign.id),
            &sign.label,
            quantity_kind(&sign.unit),
        )
    });
    let instruction = match ctx.protocol.medicine() {
        Some(_) => "Outside a limit: give nothing more and call the physician.",
        None => "Outside a limit: stop the infusion and call the physician.",
    };
    Drawn::new(
        format!("Vital signs, dose {dose}"),
        instruction,
        "Record vital signs",
    )
    .with(fields)
}

pub(crate) fn read_vital_signs(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Command {
    let mut values = BTreeMap::new();
    for sign in &ctx.protocol.infusion.vital_signs {
        let kind = quantity_kind(&sign.unit);
        if let Some(value) = typed.value(&format!("value.{}", sign.id), &kind) {
            values.insert(sign.id.clone(), value);
        }
    }
    Command::RecordVitalSigns { dose, values }
}

const OUTCOMES: [(InfusionOutcome, &str, &str); 2] = [
    (
        InfusionOutcome::Completed,
        "completed",
        "the whole {} was given",
    ),
    (
        InfusionOutcome::Stopped,
        "stopped",
        "it was stopped before the {} was empty",
    ),
];

/// What a pump and a syringe show.
const VOLUME_UNIT: &str = "mL";

pub(crate) fn end(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let vessel = ctx.vessel();
    let choices = OUTCOMES.map(|(_, code, words)| (code.to_owned(), words.replace("{}", vessel)));
    let millilitres = FieldKind::Quantity {
        unit: VOLUME_UNIT.to_owned(),
        unit_words: VOLUME_UNIT.to_owned(),
    };
    let volume = field("volume", "Volume given", millilitres);
    let title = match ctx.protocol.medicine() {
        Some(_) => format!("End of dose {dose}"),
        None => format!("End of the infusion of dose {dose}"),
    };
    let mut drawn = Drawn::new(title, "How did it end?", "Record end").with([
        field("outcome", "Outcome", FieldKind::Choice(choices.into())),
        volume,
        Field {
            optional: true,
            help: Some("needed whenever less was given than the whole".to_owned()),
            ..field(
                "interruption",
                "Why it was interrupted, or a rest was left",
                FieldKind::Choice(interruptions()),
            )
        },
        note(),
    ]);
    let sets = not_on_time(ctx, dose).filter_map(|set| waiting(ctx, &set));
    let sets: Vec<_> = sets.collect();
    if !sets.is_empty() {
        let title = "Vital signs to take first, if there is time";
        drawn.know = vec![aside(title, sets, None)];
    }
    drawn
}

/// A set of vital signs that is due or overdue, in words.
fn waiting(ctx: &Context<'_>, set: &VitalSignsDue) -> Option<String> {
    let can_be_taken = matches!(set.state, VitalSignsState::Due | VitalSignsState::Overdue);
    let due = wall(&ctx.world.moment(set.at));
    can_be_taken.then(|| format!("due {due}, {}", set.words))
}

/// The reasons of an interruption, by the name of each.
fn interruptions() -> Vec<(String, String)> {
    let choice = |why: Interruption| (code(why).to_owned(), capital(why.words()));
    Interruption::ALL.map(choice).into()
}

fn code(why: Interruption) -> &'static str {
    match why {
        Interruption::Reaction => "reaction",
        Interruption::VitalSigns => "vital-signs",
        Interruption::Access => "access",
        Interruption::Container => "container",
        Interruption::Wish => "wish",
        Interruption::Rest => "rest",
        Interruption::Other => "other",
    }
}

/// The reason chosen; one that is on no list is told in words.
fn interruption(typed: &mut Typed<'_>) -> Option<Interruption> {
    let chosen = typed.choice("interruption", &interruptions())?;
    let mut all = Interruption::ALL.into_iter();
    let why = all.find(|why| code(*why) == chosen)?;
    if why == Interruption::Other {
        typed.required("note")?;
    }
    Some(why)
}

pub(crate) fn read_end(typed: &mut Typed<'_>, dose: DoseNumber) -> Option<Command> {
    let code = typed.code("outcome");
    let volume = typed.quantity("volume", VOLUME_UNIT);
    let code = code?;
    let Some((outcome, ..)) = OUTCOMES.iter().find(|(_, known, _)| *known == code) else {
        typed.fail("outcome", "expected one of the choices shown");
        return None;
    };
    let interruption = match (outcome, typed.raw("interruption")) {
        (InfusionOutcome::Completed, None) => None,
        _ => Some(interruption(typed)?),
    };
    Some(Command::EndInfusion {
        dose,
        volume: volume?,
        outcome: *outcome,
        interruption,
    })
}

pub(crate) fn observation_end(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let rule = &ctx.protocol.infusion;
    let instruction = format!(
        "At least {} after the end of the {}.",
        rule.observation_min.words(),
        match ctx.protocol.medicine() {
            Some(_) => "dose",
            None => "infusion",
        }
    );
    Drawn::new(
        format!("End of the observation after dose {dose}"),
        instruction,
        "Record end",
    )
    .standing_on(ctx.protocol, &rule.source)
    .with(not_on_time(ctx, dose).map(|set| {
        let due = wall(&ctx.world.moment(set.at));
        let what = match set.taken_at() {
            Some(at) => format!("were taken {}", wall(&ctx.world.moment(at))),
            None => "were not taken".to_owned(),
        };
        let label = format!("Why vital signs due {due} {what}");
        Field {
            help: Some(set.words.clone()),
            ..field(
                reason_field(&set),
                label,
                FieldKind::Choice(not_on_time_reasons()),
            )
        }
    }))
    .with([note()])
}

/// The sets of vital signs that came to their times and were not taken then, or not yet.
fn not_on_time(ctx: &Context<'_>, dose: DoseNumber) -> impl Iterator<Item = VitalSignsDue> + use<> {
    let asked = vital_signs_due(ctx.protocol, ctx.treatment, dose, ctx.world.now());
    let asked = asked.into_iter().flatten();
    asked.filter(|set| !set.is_on_time() && set.state != VitalSignsState::ToCome)
}

fn reason_field(set: &VitalSignsDue) -> String {
    format!("signs.{}", set.at.as_millisecond())
}

fn not_on_time_reasons() -> Vec<(String, String)> {
    let choice = |why: NotOnTime| (not_on_time_code(why).to_owned(), capital(why.words()));
    NotOnTime::ALL.map(choice).into()
}

fn not_on_time_code(why: NotOnTime) -> &'static str {
    match why {
        NotOnTime::Care => "care",
        NotOnTime::Patient => "patient",
        NotOnTime::Device => "device",
        NotOnTime::Staff => "staff",
        NotOnTime::Forgotten => "forgotten",
        NotOnTime::Other => "other",
    }
}

pub(crate) fn read_observation_end(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Command {
    let reasons = not_on_time_reasons();
    let mut told = BTreeMap::new();
    for set in not_on_time(ctx, dose) {
        let chosen = typed.choice(&reason_field(&set), &reasons);
        let mut all = NotOnTime::ALL.into_iter();
        let why = chosen.and_then(|chosen| all.find(|why| not_on_time_code(*why) == chosen));
        if why == Some(NotOnTime::Other) {
            typed.required("note");
        }
        told.extend(why.map(|why| (set.at, why)));
    }
    Command::EndObservation {
        dose,
        not_on_time: told,
    }
}
