//! The bedside: what is due, and the full-screen answer after a scan.

use cikada_domain::treatment::Dose;
use cikada_domain::{ChainOfIdentity, ContainerId, DoseNumber, Treatment};
use cikada_engine::{
    BedsideStanding, VitalSignsDue, VitalSignsState, bedside_standing, vital_signs_due,
};
use cikada_protocol::Protocol;
use jiff::Timestamp;

use crate::error::AppError;
use crate::form::Target;
use crate::read::{Clock, Heading, Moment, RuleSource, heading, rule_source};
use crate::use_cases::Actor;
use crate::world::World;

/// The page of one dose at the bedside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BedsidePage {
    /// The heading.
    pub heading: Heading,
    /// Which dose.
    pub dose: DoseNumber,
    /// The product made for it.
    pub container: Option<ContainerId>,
    /// The cells in words.
    pub cells: Option<String>,
    /// Until when the infusion must have ended.
    pub clock: Option<Clock>,
    /// The acts of this dose in order: label, whether done, and the form when it is next.
    pub acts: Vec<BedsideAct>,
    /// Medicines before the infusion, and what the nurse must know.
    pub instructions: Vec<String>,
    /// When vital signs are due, in a sentence with its source; nothing where the protocol names no
    /// times.
    pub vital_signs_times: Option<(String, RuleSource)>,
    /// Each set that is due once the infusion has started, and what became of it.
    pub vital_signs_due: Vec<VitalSignsDueLine>,
    /// Vital signs so far: time and words, with those outside the limit.
    pub vital_signs: Vec<VitalSignsLine>,
}

/// One act of a dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BedsideAct {
    /// What it is.
    pub label: String,
    /// When it was done.
    pub done: Option<Moment>,
    /// The form.
    pub target: Target,
}

/// A set of vital signs that the protocol asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSignsDueLine {
    /// When it is due.
    pub at: Moment,
    /// How long after the start or the end that is.
    pub words: String,
    /// What became of it.
    pub state: SignsState,
    /// When it was taken, in time or late.
    pub taken: Option<Moment>,
    /// Why it was not taken at its time, as told at the end of the observation.
    pub why: Option<&'static str>,
}

/// What became of a set of vital signs that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignsState {
    /// Its time has not come.
    ToCome,
    /// To be taken now.
    Due,
    /// Its time has passed.
    Overdue,
    /// Taken at its time.
    Taken,
    /// Taken after its time.
    Late,
    /// Never taken.
    Missed,
}

/// One set of vital signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSignsLine {
    /// When.
    pub at: Moment,
    /// What was measured: label, value, whether outside its limit.
    pub values: Vec<(String, String, bool)>,
}

/// The page of one dose at the bedside.
///
/// # Errors
/// When there is no such treatment or dose, the reader may not see it, or reading fails.
pub fn bedside(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    dose: DoseNumber,
) -> Result<BedsidePage, AppError> {
    let heading = heading(world, actor, id)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let planned = treatment.plan.iter().flat_map(|plan| &plan.items);
    if !planned.into_iter().any(|item| item.dose == Some(dose)) {
        return Err(AppError::NotFound(format!("dose {dose}")));
    }
    let (container, product) = treatment.product_for(dose).unzip();
    let done = treatment.doses.get(&dose).cloned().unwrap_or_default();
    let rule = &protocol.infusion;
    let device = &actor.device;
    let standing = bedside_standing(
        &protocol,
        treatment,
        dose,
        device,
        world.now(),
        world.zone(),
    );
    Ok(BedsidePage {
        heading,
        dose,
        cells: product
            .map(|product| format!("{} in {}", product.cells.words(), product.volume.words())),
        clock: product.map(|product| world.clock("product expires", product.expires_at)),
        container: container.cloned(),
        acts: acts(world, dose, &done, standing),
        instructions: rule
            .premedication
            .iter()
            .chain(&rule.instructions)
            .cloned()
            .collect(),
        vital_signs_times: rule.vital_signs_due.as_ref().map(|times| {
            let source = rule_source(&protocol, &times.source);
            (times.words(), source)
        }),
        vital_signs_due: due_lines(world, &protocol, treatment, dose),
        vital_signs: vital_signs(world, &protocol, &done),
    })
}

/// The acts of a dose in order. Before the start, fitness and verification count as done only while
/// the engine would still accept them.
fn acts(
    world: &World,
    dose: DoseNumber,
    done: &Dose,
    standing: BedsideStanding,
) -> Vec<BedsideAct> {
    let infusion = done.infusion.as_ref();
    let started = infusion.is_some();
    let fit = started || standing.fit == Some(true);
    let verified = started || standing.verified;
    let act = |label: &str, at: Option<Timestamp>, target| BedsideAct {
        label: label.to_owned(),
        done: at.map(|at| world.moment(at)),
        target,
    };
    let last_signs = infusion.and_then(|infusion| infusion.vital_signs.last());
    let ended = infusion.and_then(|infusion| infusion.ended.as_ref());
    vec![
        act(
            "Fit today",
            done.fitness
                .as_ref()
                .map(|fitness| fitness.at)
                .filter(|_| fit),
            Target::Fitness(dose),
        ),
        act(
            "Verified",
            done.verified
                .as_ref()
                .map(|verified| verified.at)
                .filter(|_| verified),
            Target::Bedside(dose),
        ),
        act(
            "Started",
            infusion.map(|infusion| infusion.started_at),
            Target::InfusionStart(dose),
        ),
        act(
            "Vital signs",
            last_signs.map(|signs| signs.at),
            Target::VitalSigns(dose),
        ),
        act(
            "Ended",
            ended.map(|(at, ..)| *at),
            Target::InfusionEnd(dose),
        ),
        act(
            "Observed",
            infusion.and_then(|infusion| infusion.observed_until),
            Target::ObservationEnd(dose),
        ),
    ]
}

/// Each set of vital signs of a dose that the protocol asks for.
pub(crate) fn due_lines(
    world: &World,
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
) -> Vec<VitalSignsDueLine> {
    let infusion = treatment
        .doses
        .get(&dose)
        .and_then(|dose| dose.infusion.as_ref());
    let told = infusion.map_or(&[][..], |infusion| infusion.not_on_time.as_slice());
    let asked = vital_signs_due(protocol, treatment, dose, world.now());
    let asked = asked.into_iter().flatten();
    let line = |set: VitalSignsDue| VitalSignsDueLine {
        at: world.moment(set.at),
        state: match set.state {
            VitalSignsState::ToCome => SignsState::ToCome,
            VitalSignsState::Due => SignsState::Due,
            VitalSignsState::Overdue => SignsState::Overdue,
            VitalSignsState::Taken(_) => SignsState::Taken,
            VitalSignsState::Late(_) => SignsState::Late,
            VitalSignsState::Missed => SignsState::Missed,
        },
        taken: set.taken_at().map(|at| world.moment(at)),
        why: told
            .iter()
            .find(|told| told.due_at == set.at)
            .map(|told| told.why.words()),
        words: set.words,
    };
    asked.map(line).collect()
}

fn vital_signs(world: &World, protocol: &Protocol, done: &Dose) -> Vec<VitalSignsLine> {
    let sets = done
        .infusion
        .iter()
        .flat_map(|infusion| &infusion.vital_signs);
    sets.map(|set| {
        let of_rule = protocol.infusion.vital_signs.iter().filter_map(|rule| {
            let value = set.values.get(&rule.id)?;
            Some((
                rule.label.clone(),
                value.words(),
                set.outside.contains(&rule.id),
            ))
        });
        VitalSignsLine {
            at: world.moment(set.at),
            values: of_rule.collect(),
        }
    })
    .collect()
}
