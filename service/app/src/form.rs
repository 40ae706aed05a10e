//! The forms people fill in: described from the protocol, read back into commands.
//!
//! A page shows what [`describe()`] gives and posts the fields; nothing about a therapy is known to
//! the page. Fields that cannot be read come back with a message for each, and nothing is lost.

mod adverse_event;
mod bedside;
mod collecting;
mod correction;
mod dosing;
mod drawn;
mod enrolment;
pub mod facility;
mod field;
mod filling;
mod incident;
mod labels;
mod laboratory;
mod late;
mod making;
mod quality;
mod release;
mod scanned;
mod step;
mod target;
mod typed;

use std::collections::BTreeMap;

use cikada_domain::event::ReleaseKind;
use cikada_domain::{ChainOfIdentity, Treatment};
use cikada_engine::Command;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Step, StepKind};

pub use target::{SupplyStep, Target};

pub use field::{Aside, Field, FieldError, FieldKind, InnerLimit};
pub use step::{AddLine, StepPlace, StepScreen, TIMER_STARTED, Timer};

pub(crate) use collecting::{issue_collection_label, issue_product_label};
pub(crate) use drawn::input_kind;
pub(crate) use laboratory::read_cause;
pub(crate) use late::sealed_name as sealed_plan;
pub(crate) use typed::{Typed, is_typed};

use crate::error::AppError;
use crate::form::drawn::Drawn;
use crate::read::{Heading, RuleSource, authorise_reading, heading};
use crate::record::SealedFields;
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::world::World;

/// A form as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub target: Target,
    /// The treatment it belongs to.
    pub heading: Heading,
    /// The title.
    pub title: String,
    /// What to do, in the protocol's words.
    pub instruction: String,
    /// How something was worked out, line by line, to be checked before anything is entered.
    pub working: Vec<String>,
    /// What is entered, in order.
    pub fields: Vec<Field>,
    /// Whether the password is asked for, and what the signature then means.
    pub signature: Option<String>,
    /// Whether a second person must prove their presence.
    pub witness: bool,
    /// What the button says, such as `Sign and release`.
    pub action: String,
    /// Where the rules of this form come from.
    pub source: Option<RuleSource>,
    /// What else is to be known while it is filled in.
    pub know: Vec<Aside>,
    /// What was recorded here before, in words, newest first.
    pub before: Vec<String>,
    /// What the screen of a step shows beside its fields; none for other forms.
    pub step: Option<StepScreen>,
    /// What will be printed, as an SVG image.
    pub preview: Option<String>,
}

/// What a form is drawn from and read with.
pub(crate) struct Context<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) treatment: &'a Treatment,
    pub(crate) world: &'a World,
    pub(crate) folded: &'a Folded,
}

impl Context<'_> {
    /// What a product is in, as people call it.
    fn vessel(&self) -> &'static str {
        match self.protocol.medicine() {
            Some(_) => "syringe or bag",
            None => "bag",
        }
    }
}

/// The form of a target, drawn from the treatment's own protocol.
///
/// # Errors
/// When there is no such treatment, step, test, visit or deviation.
pub fn describe(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    target: &Target,
) -> Result<Form, AppError> {
    describe_with(world, actor, id, target, &BTreeMap::new())
}

/// The form of a target, with what was typed so far taken into what it works out.
///
/// # Errors
/// When there is no such treatment, step, test, visit or deviation.
pub fn describe_with(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    target: &Target,
    typed: &BTreeMap<String, String>,
) -> Result<Form, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let ctx = Context {
        protocol: &protocol,
        treatment: &folded.treatment,
        world,
        folded: &folded,
    };
    let drawn = draw(&ctx, target)?;
    Ok(Form {
        target: target.clone(),
        heading: heading(world, actor, id)?,
        title: drawn.title,
        instruction: drawn.instruction,
        working: drawn.working,
        fields: drawn.fields,
        signature: signature(target).map(str::to_owned),
        witness: witness(&ctx, target),
        action: drawn.action,
        source: drawn.source,
        know: drawn.know,
        before: drawn.before,
        step: match target {
            Target::Step(batch, step) => protocol
                .step(step)
                .map(|step| step::screen(&ctx, batch, step, typed))
                .transpose()?,
            _ => None,
        },
        preview: drawn.preview,
    })
}

fn draw(ctx: &Context<'_>, target: &Target) -> Result<Drawn, AppError> {
    Ok(match target {
        Target::Evaluation => enrolment::evaluation(ctx),
        Target::Eligibility => enrolment::eligibility(),
        Target::Consent => enrolment::consent(ctx),
        Target::Plan => enrolment::plan(ctx),
        Target::Exception => dosing::exception(ctx),
        Target::DoseLevel => dosing::level(ctx),
        Target::Order(dose) => dosing::order(ctx, *dose),
        Target::Visit(visit, dose) => enrolment::visit(ctx, visit, *dose)?,
        Target::AdverseEvent => adverse_event::adverse_event(ctx),
        Target::Hold => enrolment::hold(),
        Target::HoldLift => enrolment::hold_lift(),
        Target::Closing => enrolment::closing(),
        Target::CollectionLabel(dose) => collecting::collection_label(ctx, *dose),
        Target::LabelPrint(container) => labels::print(ctx, container)?,
        Target::LabelScan(container) => labels::scan_back(ctx, container),
        Target::LabelAccount(container) => labels::account(ctx, container),
        Target::Collection(dose) => collecting::collection(ctx, *dose)?,
        Target::Custody(container) => collecting::custody(ctx, container),
        Target::BatchStart(dose) => making::batch_start(ctx, *dose),
        Target::Step(batch, step) => making::step(ctx, batch, step)?,
        Target::Correction(batch, step, occurrence, input) => {
            making::correction(ctx, batch, step, *occurrence, input)?
        }
        Target::MaterialCorrection(batch, step, occurrence, line) => {
            correction::material(ctx, batch, (step, *occurrence), *line)?
        }
        Target::DeviationReport(_, step) => incident::report(ctx, step)?,
        Target::DeviationClass(deviation) => incident::class(ctx, deviation)?,
        Target::Deviation(deviation) => quality::deviation(ctx, deviation)?,
        Target::Result(batch, test) => laboratory::result(ctx, batch, test)?,
        Target::Sample(batch) => laboratory::sample(ctx, batch),
        Target::SampleInvalidation(sample) => laboratory::sample_invalidation(ctx, sample)?,
        Target::Approval(batch, test, number) => laboratory::approval(ctx, batch, (test, *number))?,
        Target::ResultInvalidation(batch, test, number) => {
            laboratory::invalidation(ctx, batch, (test, *number))?
        }
        Target::Retest(batch, test) => laboratory::retest(ctx, batch, test)?,
        Target::ProductLabel(batch) => collecting::product_label(ctx, batch),
        Target::Filling(batch) => filling::filling(ctx, batch)?,
        Target::ConditionalRelease(container) => {
            quality::release(ctx, container, ReleaseKind::Conditional)
        }
        Target::FinalRelease(container) => quality::release(ctx, container, ReleaseKind::Final),
        Target::Rejection(container) => quality::rejection(container),
        Target::Review(container) => release::review(ctx, container)?,
        Target::Disposal(container) => release::disposal(ctx, container),
        Target::Supply(container, step) => release::supply(ctx, container, *step),
        Target::Alert(container, test, capacity) => release::alert(ctx, container, test, *capacity),
        Target::Fitness(dose) => bedside::fitness(ctx, *dose),
        Target::Bedside(dose) => bedside::verification(ctx, *dose),
        Target::InfusionStart(dose) => bedside::start(ctx, *dose),
        Target::VitalSigns(dose) => bedside::vital_signs(ctx, *dose),
        Target::InfusionEnd(dose) => bedside::end(ctx, *dose),
        Target::ObservationEnd(dose) => bedside::observation_end(ctx, *dose),
    })
}

/// Reads what was typed into the command it asks for, and what is to be sealed with it.
pub(crate) fn read_command(
    world: &World,
    ctx: &Context<'_>,
    target: &Target,
    typed: &mut Typed<'_>,
) -> Result<(Option<Command>, SealedFields), AppError> {
    let mut sealed = SealedFields::new();
    enrolment::read_note(typed, &mut sealed);
    let command = match target {
        Target::Evaluation => Some(Command::RecordEvaluation {
            findings: enrolment::read_findings(typed, &ctx.protocol.eligibility, false),
        }),
        Target::Eligibility => Some(Command::ConfirmEligibility),
        Target::Consent => enrolment::read_consent(ctx, typed),
        Target::Plan => enrolment::read_plan(typed),
        Target::Exception => dosing::read_exception(ctx, typed),
        Target::DoseLevel => dosing::read_level(typed),
        Target::Order(dose) => dosing::read_order(ctx, typed, *dose),
        Target::Visit(visit, dose) => enrolment::read_visit(ctx, typed, visit, *dose),
        Target::AdverseEvent => adverse_event::read_adverse_event(typed),
        Target::Hold => Some(Command::PlaceHold),
        Target::HoldLift => Some(Command::LiftHold),
        Target::Closing => enrolment::read_closing(typed),
        Target::LabelPrint(container) => labels::read_print(ctx, typed, container, &mut sealed)?,
        Target::LabelScan(container) => labels::read_scan_back(ctx, typed, container)?,
        Target::LabelAccount(container) => labels::read_account(typed, container),
        Target::ConditionalRelease(container) => {
            quality::read_conditional(ctx, typed, container, &mut sealed)
        }
        other => read_making(world, ctx, other, typed)?,
    };
    Ok((command, sealed))
}

fn read_making(
    world: &World,
    ctx: &Context<'_>,
    target: &Target,
    typed: &mut Typed<'_>,
) -> Result<Option<Command>, AppError> {
    Ok(match target {
        Target::CollectionLabel(dose) => Some(issue_collection_label(world, ctx.protocol, *dose)?),
        Target::Collection(dose) => collecting::read_collection(ctx, typed, *dose)?,
        Target::Custody(container) => collecting::read_custody(ctx, typed, container)?,
        Target::BatchStart(dose) => making::read_batch_start(ctx, typed, *dose)?,
        Target::Step(batch, step) => making::read_step(ctx, typed, batch, step)?,
        Target::Correction(batch, step, occurrence, input) => {
            making::read_correction(ctx, typed, batch, step, *occurrence, input)
        }
        Target::MaterialCorrection(batch, step, occurrence, line) => {
            correction::read_material(ctx, typed, batch, (step, *occurrence), *line)?
        }
        Target::DeviationReport(batch, step) => incident::read_report(typed, batch, step),
        Target::DeviationClass(deviation) => incident::read_class(typed, deviation),
        Target::Deviation(deviation) => quality::read_deviation(typed, deviation),
        Target::Result(batch, test) => laboratory::read_result(ctx, typed, batch, test),
        Target::Sample(batch) => laboratory::read_sample(ctx, typed, batch),
        Target::SampleInvalidation(_)
        | Target::Approval(..)
        | Target::ResultInvalidation(..)
        | Target::Retest(..) => laboratory::read_judgement(target, typed),
        Target::ProductLabel(batch) => {
            Some(issue_product_label(ctx.protocol, ctx.treatment, batch)?)
        }
        Target::Filling(batch) => filling::read_filling(ctx, typed, batch)?,
        Target::FinalRelease(container) => Some(Command::ReleaseProduct {
            container: container.clone(),
            kind: ReleaseKind::Final,
            late: Vec::new(),
        }),
        Target::Rejection(container) => Some(Command::RejectProduct {
            container: container.clone(),
        }),
        Target::Review(container) => release::read_review(ctx, typed, container)?,
        Target::Disposal(container) => release::read_disposal(typed, container),
        Target::Supply(container, step) => release::read_supply(ctx, typed, container, *step),
        Target::Alert(container, test, capacity) => {
            Some(release::read_alert(container, test, *capacity))
        }
        other => read_bedside(ctx, other, typed)?,
    })
}

fn read_bedside(
    ctx: &Context<'_>,
    target: &Target,
    typed: &mut Typed<'_>,
) -> Result<Option<Command>, AppError> {
    Ok(match target {
        Target::Fitness(dose) => Some(bedside::read_fitness(ctx, typed, *dose)),
        Target::Bedside(dose) => bedside::read_verification(typed, *dose)?,
        Target::InfusionStart(dose) => bedside::read_start(typed, *dose)?,
        Target::VitalSigns(dose) => Some(bedside::read_vital_signs(ctx, typed, *dose)),
        Target::InfusionEnd(dose) => bedside::read_end(typed, *dose),
        Target::ObservationEnd(dose) => Some(bedside::read_observation_end(ctx, typed, *dose)),
        _ => None,
    })
}

/// What the performer's signature means, for the acts that are signed.
fn signature(target: &Target) -> Option<&'static str> {
    match target {
        Target::Eligibility => Some("You confirm that this patient may be treated."),
        Target::Plan => Some("You prescribe this plan."),
        Target::Exception => {
            Some("You answer for giving this therapy here, though it is not available for it.")
        }
        Target::DoseLevel => Some("You assign this dose level."),
        Target::Order(_) => Some("You order this dose, and have checked how it is worked out."),
        Target::Correction(..) | Target::MaterialCorrection(..) => {
            Some("You correct this record; the old value stays visible.")
        }
        Target::DeviationClass(_) => Some("You classify this deviation."),
        Target::Deviation(_) => Some("You have assessed this deviation."),
        Target::Approval(..) => Some("You approve that this is what was found."),
        Target::SampleInvalidation(_) | Target::ResultInvalidation(..) => {
            Some("You answer for the proven cause; what was found stays visible.")
        }
        Target::Retest(..) => Some("You order this test to be done again."),
        Target::ConditionalRelease(_) => {
            Some("You release this product on the fast tests, before the late results are in.")
        }
        Target::FinalRelease(_) => Some("You release this product on all results."),
        Target::LabelAccount(_) => Some("You have counted these labels."),
        Target::Rejection(_) => Some("You reject this product."),
        Target::Custody(_) => {
            Some("You hand this over; whoever takes it signs that it was received.")
        }
        Target::Review(_) => Some("You have read what is unusual in this record."),
        Target::Disposal(_) => Some("You take this product out of use for good."),
        Target::Supply(_, step) => Some(release::supply_meaning(*step)),
        Target::Alert(..) => Some("You have seen this alert."),
        Target::InfusionStart(_) => Some("You give this product to this patient now."),
        Target::HoldLift => Some("You lift the hold."),
        Target::Closing => Some("You close this treatment."),
        _ => None,
    }
}

fn witness(ctx: &Context<'_>, target: &Target) -> bool {
    match target {
        Target::Bedside(_)
        | Target::Exception
        | Target::LabelAccount(_)
        | Target::Custody(_)
        | Target::Disposal(_) => true,
        Target::LabelPrint(container) => labels::is_reprint(ctx, container),
        Target::Filling(_) => {
            let mut steps = ctx.protocol.steps.iter();
            steps.any(|step| step.kind == StepKind::Harvest && step.witness)
        }
        Target::MaterialCorrection(_, step, ..) => {
            ctx.protocol.step(step).is_some_and(|step| step.witness)
        }
        Target::Step(_, step) => ctx
            .protocol
            .step(step)
            .is_some_and(Step::needs_second_person),
        _ => false,
    }
}
