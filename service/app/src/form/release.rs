//! Forms around a release: the review of the record, supplies out of specification, fates, alerts.

use cikada_domain::event::{Capacity, Fate, PermissionBasis};
use cikada_domain::{ContainerId, TestId};
use cikada_engine::{Command, HandlingCommand, QualityCommand, asks_permission, supply_notice};

use crate::error::AppError;
use crate::files::hash_of;
use crate::form::drawn::{Drawn, aside, capital, field, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind, SupplyStep};
use crate::read::certification;

const NOTE: &str = "Note, sealed under the patient's key";

/// The field that says what the page of a review showed.
const SHOWN: &str = "shown";

pub(crate) fn review(ctx: &Context<'_>, container: &ContainerId) -> Result<Drawn, AppError> {
    let unusual = unusual(ctx, container)?;
    let instruction = match unusual.len() {
        0 => "Nothing unusual stands in the record. Everything recorded up to now counts as read."
            .to_owned(),
        count => format!(
            "{count} things are unusual in the record. Everything recorded up to now counts as read; \
             what is added later has to be read again."
        ),
    };
    let title = format!("Review the record of {container}");
    let shown = Field {
        value: seal_of(&unusual),
        ..field(SHOWN, "The record as it was shown", FieldKind::Hidden)
    };
    let fields = [shown, text("note", NOTE)];
    let mut drawn = Drawn::new(title, instruction, "Sign the review").with(fields);
    drawn.before = unusual;
    Ok(drawn)
}

/// What a reviewer reads, in words: the same as on the page of the certification.
fn unusual(ctx: &Context<'_>, container: &ContainerId) -> Result<Vec<String>, AppError> {
    let opening = ctx.treatment.opening.as_ref();
    let opening = opening.ok_or_else(|| AppError::NotFound("treatment".to_owned()))?;
    let entries = ctx.world.entries(&opening.chain_of_identity)?;
    let of = (ctx.protocol, ctx.treatment);
    let review = certification::reviewed(ctx.world, of, container, &entries)?;
    let words = |exception| certification::unusual_words(ctx.world, exception);
    Ok(review.exceptions.iter().map(words).collect())
}

pub(crate) fn read_review(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
) -> Result<Option<Command>, AppError> {
    let unusual = unusual(ctx, container)?;
    if typed.raw(SHOWN) != Some(seal_of(&unusual).as_str()) {
        let changed = "the record has changed since this form was opened: read what is unusual in \
                       it once more, and sign then";
        typed.fail(SHOWN, changed);
        return Ok(None);
    }
    Ok(Some(Command::Quality(QualityCommand::ReviewAuditTrail {
        container: container.clone(),
        exceptions: u32::try_from(unusual.len()).unwrap_or(u32::MAX),
    })))
}

/// One word for everything that was shown: another one as soon as anything differs.
fn seal_of(lines: &[String]) -> String {
    hash_of(lines.join("\n").as_bytes()).to_string()
}

fn fates() -> Vec<(String, String)> {
    [
        ("returned", "Returned to where it was made"),
        ("destroyed", "Destroyed"),
        ("never-infused", "Kept; it will never be given"),
    ]
    .map(|(code, words)| (code.to_owned(), words.to_owned()))
    .into()
}

pub(crate) fn disposal(ctx: &Context<'_>, container: &ContainerId) -> Drawn {
    let prints = ctx.treatment.prints.get(container);
    let open = prints.map_or(0, cikada_domain::treatment::LabelPrints::open);
    let labels = match open {
        0 => String::new(),
        open => format!(" {open} printed labels of it are still to be accounted for."),
    };
    let instruction = format!(
        "There is no way back: what is returned, destroyed or set aside is never given.{labels}"
    );
    let title = format!("Take {container} out of use");
    Drawn::new(title, instruction, "Sign and take out of use").with([
        field("fate", "Where it goes", FieldKind::Choice(fates())),
        text("note", "Why, sealed under the patient's key"),
    ])
}

pub(crate) fn read_disposal(typed: &mut Typed<'_>, container: &ContainerId) -> Option<Command> {
    let fate = match typed.choice("fate", &fates())?.as_str() {
        "returned" => Fate::Returned,
        "destroyed" => Fate::Destroyed,
        _ => Fate::NeverInfused,
    };
    Some(Command::Handling(HandlingCommand::DisposeProduct {
        container: container.clone(),
        fate,
    }))
}

pub(crate) fn supply(ctx: &Context<'_>, container: &ContainerId, step: SupplyStep) -> Drawn {
    let (title, instruction, action) = match step {
        SupplyStep::Risk => (
            "Evaluate the risk of",
            "In writing: what is out of specification, what it may do to this patient, and what \
             waiting or going without would do.",
            "Sign the evaluation",
        ),
        SupplyStep::Request => (
            "Request",
            "Only the treating physician asks for a product out of specification, to avert an \
             immediate significant hazard, knowing the maker's evaluation of the risk.",
            "Sign the request",
        ),
        SupplyStep::Patient => (
            "Inform the patient about",
            "The patient was told in plain words what is out of specification and what it may do, \
             and agreed.",
            "Sign that the patient agreed",
        ),
        SupplyStep::Permission => (
            "Permission for",
            "The reference of the permission that this country asks for before the product is given.",
            "Sign and record",
        ),
        SupplyStep::Supply => (
            "Supply out of specification:",
            "This is no certification. The authority is told within 48 hours.",
            "Sign and supply",
        ),
        SupplyStep::Notice => (
            "Authority told about",
            "The reference under which the notice was sent.",
            "Sign and record",
        ),
    };
    let drawn = Drawn::new(format!("{title} {container}"), instruction, action);
    match step {
        SupplyStep::Permission => {
            let reference = field("reference", "Reference of the permission", FieldKind::Text);
            let under = field("basis", "Under what", FieldKind::Choice(bases()));
            let ethics = "Reference of the ethics committee's approval";
            let ethics = field("ethics", ethics, FieldKind::Text);
            let asked = asks_permission(ctx.world.country());
            let more = asked.then_some([under, ethics]).into_iter().flatten();
            drawn.with(more.chain([reference, text("note", NOTE)]))
        }
        SupplyStep::Notice => noticed(ctx, container, drawn).with([
            field("reference", "Reference", FieldKind::Text),
            text("note", NOTE),
        ]),
        SupplyStep::Risk => {
            let label = "Evaluation, sealed under the patient's key";
            drawn.with([field("note", label, FieldKind::Text)])
        }
        SupplyStep::Request | SupplyStep::Patient | SupplyStep::Supply => {
            drawn.with([text("note", NOTE)])
        }
    }
}

/// The text that can be sent, as the record gives it.
fn noticed(ctx: &Context<'_>, container: &ContainerId, mut drawn: Drawn) -> Drawn {
    let when = (ctx.world.now(), ctx.world.zone());
    let lines = supply_notice(ctx.protocol, ctx.treatment, container, when);
    drawn.know = lines
        .map(|lines| aside("Text of the notice", lines, None))
        .into_iter()
        .collect();
    drawn
}

/// What the signature under a step of a supply means.
pub(crate) fn supply_meaning(step: SupplyStep) -> &'static str {
    match step {
        SupplyStep::Risk => "You have evaluated the risk of this product for this patient.",
        SupplyStep::Request => "You, as the treating physician, ask for this product.",
        SupplyStep::Patient => "You have told the patient, who agreed.",
        SupplyStep::Permission => "This permission was given.",
        SupplyStep::Supply => "You supply this product out of specification, exceptionally.",
        SupplyStep::Notice => "The authority was told.",
    }
}

/// What a country that asks for a permission knows, by the name of each.
fn bases() -> Vec<(String, String)> {
    let choice = |basis: PermissionBasis| (code(basis).to_owned(), capital(basis.words()));
    PermissionBasis::ALL.map(choice).into()
}

fn code(basis: PermissionBasis) -> &'static str {
    match basis {
        PermissionBasis::IndAmendment => "ind-amendment",
        PermissionBasis::ExpandedAccess => "expanded-access",
    }
}

fn permission(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: ContainerId,
) -> Option<QualityCommand> {
    let reference = typed.code("reference");
    let (basis, ethics) = if asks_permission(ctx.world.country()) {
        let chosen = typed.choice("basis", &bases());
        let ethics = typed.code("ethics")?;
        let mut all = PermissionBasis::ALL.into_iter();
        let basis = all.find(|basis| Some(code(*basis)) == chosen.as_deref())?;
        (Some(basis), Some(ethics))
    } else {
        (None, None)
    };
    Some(QualityCommand::PermitSupply {
        container,
        reference: reference?,
        basis,
        ethics,
    })
}

pub(crate) fn read_supply(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
    step: SupplyStep,
) -> Option<Command> {
    let container = container.clone();
    Some(Command::Quality(match step {
        SupplyStep::Risk => {
            // An evaluation in writing is its words; a signature under nothing evaluates nothing.
            typed.required("note")?;
            QualityCommand::EvaluateRisk {
                container,
                file: None,
            }
        }
        SupplyStep::Request => QualityCommand::RequestSupply { container },
        SupplyStep::Patient => QualityCommand::InformPatient { container },
        SupplyStep::Permission => permission(ctx, typed, container)?,
        SupplyStep::Supply => QualityCommand::SupplyProduct { container },
        SupplyStep::Notice => QualityCommand::NotifyAuthority {
            container,
            reference: typed.code("reference")?,
        },
    }))
}

pub(crate) fn alert(
    ctx: &Context<'_>,
    container: &ContainerId,
    test: &TestId,
    capacity: Capacity,
) -> Drawn {
    let instruction = format!(
        "A result came after the product had left, and failed. All dosing is held until physician \
         and qualified person have both seen this and a physician lifts the hold. You sign as the {}.",
        capacity.words()
    );
    let mut drawn = Drawn::new(
        format!("Alert: {test} of {container}"),
        instruction,
        "Sign that it was seen",
    )
    .with([text(
        "note",
        "Organism, sensitivities, what is done; sealed under the patient's key",
    )]);
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    let results = batch.and_then(|batch| batch.results.get(test));
    let words = |result: &cikada_domain::treatment::TestResult| result.value.words();
    drawn.before = results
        .map(|results| results.iter().rev().map(words).collect())
        .unwrap_or_default();
    drawn
}

pub(crate) fn read_alert(container: &ContainerId, test: &TestId, capacity: Capacity) -> Command {
    Command::Quality(QualityCommand::AcknowledgeAlert {
        container: container.clone(),
        test: test.clone(),
        capacity,
    })
}
