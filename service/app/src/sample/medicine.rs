//! Sample patients who get a medicine: their order, its preparation, and the exception where it is
//! not available.

use std::collections::BTreeMap;

use cikada_domain::{DoseNumber, InputId, Quantity, Value};
use cikada_engine::{Command, dose_now};
use cikada_protocol::Protocol;
use cikada_protocol::dosing::{PlannedAmount, prepare};
use cikada_protocol::model::{DoseAmount, InputRole, LevelUse, Medicine, ReleaseStage, Step};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::read::standing::standing;
use crate::sample::agenda::{Agenda, What};
use crate::sample::centre::unsuitable;
use crate::sample::script::Script;
use crate::sample::{SampleError, values};
use crate::world::World;

/// Days between the evaluation and the first dose.
const EVALUATED_BEFORE: i64 = 3;

/// Whether the first dose of a protocol can be ordered at once: an amount that is worked out, no level
/// that a trial assigns, nothing that rises.
pub(super) fn is_for_the_sample(protocol: &Protocol) -> bool {
    let first = DoseNumber::new(1).ok();
    let line = first.and_then(|first| protocol.dose_line(first));
    protocol.medicine().is_some()
        && line.is_some_and(|line| {
            matches!(line.amount, DoseAmount::Exact(_)) && line.level_use == LevelUse::Reduced
        })
}

impl Agenda<'_> {
    /// Evaluation to the first dose that waits for its patient on a day.
    pub(super) fn of_medicine(&mut self, world: &World, day: Date) -> Result<(), SampleError> {
        let evaluated = day - EVALUATED_BEFORE.days();
        if standing(world, self.protocol).exception.is_some() {
            let both = ("physician", Some("physician2"));
            self.add(evaluated, "09:05", None, both, What::Except)?;
        }
        self.enrolment(evaluated, day)?;
        let first = DoseNumber::new(1).map_err(unsuitable)?;
        let (of, room) = (Some(first), ("technologist", Some("technologist2")));
        self.add(day, "08:00", of, ("physician", None), What::Order)?;
        self.add(day, "08:20", of, room, What::StartBatch)?;
        self.add(day, "08:25", of, room, What::LabelProduct)?;
        self.labels(day, first, ["08:26", "08:27", "08:50", "08:51", "08:52"])?;
        for (number, step) in self.protocol.steps.iter().enumerate() {
            let time = format!("08:{:02}", 30 + number * 2);
            self.add(day, &time, of, room, What::Step(step.id.clone(), 0))?;
        }
        for stage in [ReleaseStage::Conditional, ReleaseStage::Final] {
            self.results(first, day, ("09:10", "09:14"), stage)?;
        }
        let release = What::Release(cikada_domain::event::ReleaseKind::Final);
        self.add(day, "09:20", of, ("qp", None), What::Review)?;
        self.add(day, "09:30", of, ("qp", None), release)?;
        let both = ("technologist2", Some("nurse"));
        self.add(day, "09:40", of, both, What::HandOverToWard)
    }
}

/// The exception that the therapy's standing here asks for.
pub(super) fn exception(world: &World, protocol: &Protocol) -> Result<Command, SampleError> {
    let status = standing(world, protocol).exception;
    Ok(Command::RecordException {
        country: world.country().clone(),
        status: status.ok_or_else(|| unsuitable("no exception is needed"))?,
    })
}

/// The order of the dose worked out.
pub(super) fn order(script: &Script<'_>) -> Result<Command, SampleError> {
    let (world, dose) = (script.world, script.dose);
    let now = dose_now(
        script.protocol,
        script.treatment,
        dose,
        script.at,
        world.zone(),
    );
    let now = now.map_err(|reasons| unsuitable(format!("{reasons:?}")))?;
    match now.planned.amount {
        PlannedAmount::Exact(amount) => Ok(Command::OrderDose {
            dose,
            amount: amount.quantity,
        }),
        PlannedAmount::Cells { .. } => Err(unsuitable("a medicine is no number of cells")),
    }
}

/// What is entered in a step of a preparation: what was ordered, and the volume it is drawn in.
pub(super) fn entered(
    script: &Script<'_>,
    medicine: &Medicine,
    step: &Step,
) -> Result<BTreeMap<InputId, Value>, SampleError> {
    let order = script.treatment.orders.get(&script.dose);
    let order = order.ok_or_else(|| unsuitable("nothing is ordered"))?;
    let mut entered = values::entered(script.protocol, step, 0, script.dose.get())?;
    for input in &step.inputs {
        let value = match input.role {
            InputRole::Amount => order.amount.clone(),
            InputRole::Volume => volume(script, medicine, &order.amount)?,
            _ => continue,
        };
        entered.insert(input.id.clone(), Value::Quantity(value));
    }
    Ok(entered)
}

/// The volume the protocol gives the dose, or the one drawn from its first vial.
fn volume(
    script: &Script<'_>,
    medicine: &Medicine,
    amount: &Quantity,
) -> Result<Quantity, SampleError> {
    if let Some(volume) = &values::line(script.protocol, script.dose.get())?.volume {
        return Ok(volume.clone());
    }
    let prepared = prepare(medicine, amount).map_err(unsuitable)?;
    let mut bags = prepared.bags.iter();
    if let Some(bag) = bags.find(|bag| bag.concentration.inside != Some(false)) {
        return Ok(bag.bag.clone());
    }
    let drawn = prepared.vials.first();
    drawn
        .map(|vial| vial.volume.clone())
        .ok_or_else(|| unsuitable("a medicine has no vial"))
}
