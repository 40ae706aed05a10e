//! Forms of the infusion nurse: fitness, verification, infusion, vital signs, observation.

use std::collections::BTreeMap;

use cikada_domain::DoseNumber;
use cikada_domain::event::InfusionOutcome;
use cikada_engine::Command;

use crate::error::AppError;
use crate::form::drawn::{Drawn, criterion_field, field, quantity_kind};
use crate::form::enrolment::{note, read_findings};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};
use crate::read::rule_source;

pub(crate) fn fitness(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let fields = ctx
        .protocol
        .fitness
        .iter()
        .map(|criterion| criterion_field(ctx.protocol, criterion));
    let instruction = "What must hold today, before the bag is brought.";
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

pub(crate) fn verification(dose: DoseNumber) -> Drawn {
    let instruction = "Two people, at the bed, before the bag is spiked: scan the wristband on the \
                       patient, then the bag.";
    Drawn::new(
        format!("Verify dose {dose} at the bedside"),
        instruction,
        "Verify",
    )
    .with([
        field("wristband", "Wristband on the patient", FieldKind::Scan),
        field("container", "Label on the bag", FieldKind::Scan),
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
    let instruction = format!(
        "Over {}. Scan the bag once more as it is spiked.",
        rule.duration.words()
    );
    let mut drawn = Drawn::new(
        format!("Start the infusion of dose {dose}"),
        instruction,
        "Sign: started",
    )
    .with([field("container", "Label on the bag", FieldKind::Scan)])
    .standing_on(ctx.protocol, &rule.source);
    drawn.before = rule
        .premedication
        .iter()
        .chain(&rule.instructions)
        .cloned()
        .collect();
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
    let instruction = "Outside a limit: stop the infusion and call the physician.";
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
        "the whole bag was given",
    ),
    (
        InfusionOutcome::Stopped,
        "stopped",
        "it was stopped before the bag was empty",
    ),
];

/// What a pump and a syringe show.
const VOLUME_UNIT: &str = "mL";

pub(crate) fn end(dose: DoseNumber) -> Drawn {
    let choices = OUTCOMES.map(|(_, code, words)| (code.to_owned(), words.to_owned()));
    let millilitres = FieldKind::Quantity {
        unit: VOLUME_UNIT.to_owned(),
        unit_words: VOLUME_UNIT.to_owned(),
    };
    let volume = field("volume", "Volume given", millilitres);
    Drawn::new(
        format!("End of the infusion of dose {dose}"),
        "How did it end?",
        "Record end",
    )
    .with([
        field("outcome", "Outcome", FieldKind::Choice(choices.into())),
        volume,
        note(),
    ])
}

pub(crate) fn read_end(typed: &mut Typed<'_>, dose: DoseNumber) -> Option<Command> {
    let code = typed.code("outcome");
    let volume = typed.quantity("volume", VOLUME_UNIT);
    let code = code?;
    let Some((outcome, ..)) = OUTCOMES.iter().find(|(_, known, _)| *known == code) else {
        typed.fail("outcome", "expected one of the choices shown");
        return None;
    };
    Some(Command::EndInfusion {
        dose,
        volume: volume?,
        outcome: *outcome,
    })
}

pub(crate) fn observation_end(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let rule = &ctx.protocol.infusion;
    let instruction = format!(
        "At least {} after the end of the infusion.",
        rule.observation_min.words()
    );
    Drawn::new(
        format!("End of the observation after dose {dose}"),
        instruction,
        "Record end",
    )
    .standing_on(ctx.protocol, &rule.source)
    .with([note()])
}
