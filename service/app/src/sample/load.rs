//! Patients who wait to be acted on, for a load: a bag at the ward, a bag at the bedside, a culture in the clean room.

use std::path::Path;
use std::sync::Arc;

use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, DoseNumber, StepId, Value};
use cikada_engine::Command;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Step, StepKind};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::form::{FieldKind, input_kind};
use crate::read::treatment::treatment;
use crate::sample::agenda::{Scheduled, What};
use crate::sample::centre::{Cast, FIRST_STOCK_UNTIL, SERVED_FROM, cast, date, moment, unsuitable};
use crate::sample::clock::{SampleClock, last_recorded};
use crate::sample::course::{Course, Courses, TOLD_IN_FULL};
use crate::sample::facility::Stock;
use crate::sample::script::Script;
use crate::sample::{SampleError, by_infusions, copies, found, is_autologous};
use crate::use_cases::Actor;
use crate::world::{Clock, World};

/// Days until the new patients are treated: long enough to grow their cells.
const AHEAD_DAYS: i64 = 60;

/// A day on which a sample culture has grown well.
const GROWN_DAYS: i64 = 10;

/// New patients by where they wait.
#[derive(Default)]
struct Brought {
    collected: Vec<ChainOfIdentity>,
    at_bedside: Vec<ChainOfIdentity>,
    in_culture: Vec<ChainOfIdentity>,
}

/// A collection that waits at the ward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingBag {
    /// Whose it is.
    pub treatment: ChainOfIdentity,
    /// The bag.
    pub container: ContainerId,
    /// What a scanner reads from its label.
    pub code: String,
}

/// A first dose that is to be verified at the bedside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtBedside {
    /// Whose it is.
    pub treatment: ChainOfIdentity,
    /// What a scanner reads from the wristband.
    pub wristband: String,
    /// What a scanner reads from the bag.
    pub bag: String,
}

/// A step of a culture that may be performed now, as often as one likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStep {
    /// Whose it is.
    pub treatment: ChainOfIdentity,
    /// The culture.
    pub batch: BatchId,
    /// The step.
    pub step: StepId,
    /// What is typed into its form, by the names of the fields.
    pub fields: Vec<(String, String)>,
}

/// Who waits in the centre.
#[derive(Debug)]
pub struct Load {
    /// At the ward.
    pub bags: Vec<WaitingBag>,
    /// At the bedside.
    pub bedsides: Vec<AtBedside>,
    /// In the clean room.
    pub steps: Vec<OpenStep>,
    /// Every treatment there ever was.
    pub treatments: Vec<ChainOfIdentity>,
}

/// Builds a sample centre whose ledger has at least as many entries: one treatment told from end to end, and its copies.
///
/// # Errors
/// When the directory is not empty, or the shipped protocols are not fit for a sample.
pub fn large(directory: &Path, entries: u64) -> Result<u32, SampleError> {
    let (world, clock, cast) = found(directory)?;
    let protocols = by_infusions(&world, is_autologous)?;
    let main = protocols
        .first()
        .ok_or_else(|| unsuitable("there is no protocol"))?;
    let mut courses = Courses {
        world: &world,
        clock: &clock,
        cast: &cast,
        stock: Stock::new(),
    };
    courses.furnish(&[main], date(FIRST_STOCK_UNTIL)?)?;
    let told = courses.whole(main, &mut |_| {})?;
    copies::fill(&world, &told, entries)
}

/// Opens a sample centre and brings as many new patients of each kind to where they wait; its clock then runs on.
///
/// # Errors
/// When there is no sample centre, or the shipped protocols are not fit for a sample.
pub fn waiting(directory: &Path, count: u16) -> Result<(Arc<World>, Load), SampleError> {
    let clock = Arc::new(SampleClock::at(Timestamp::UNIX_EPOCH));
    let world = World::open(directory, Arc::clone(&clock) as Arc<dyn Clock>)?;
    clock.set(last_recorded(&world)?);
    let cast = cast(&world)?;
    let protocols = by_infusions(&world, is_autologous)?;
    let main = protocols
        .first()
        .ok_or_else(|| unsuitable("there is no protocol"))?;
    let day = world.moment(world.now()).date() + AHEAD_DAYS.days();
    let mut courses = Courses {
        world: &world,
        clock: &clock,
        cast: &cast,
        stock: Stock::new(),
    };
    courses.furnish(&[main], day + 1.year())?;
    let brought = courses.brought(main, day, count)?;
    let reader = reader(&cast)?;
    let load = Load {
        bags: each(brought.collected, |id| waiting_bag(&world, reader, id))?,
        bedsides: each(brought.at_bedside, |id| at_bedside(&world, reader, id))?,
        steps: each(brought.in_culture, |id| open_step(&courses, &world, id))?,
        treatments: world.treatment_ids()?,
    };
    clock.let_go();
    Ok((Arc::new(world), load))
}

impl Courses<'_> {
    /// Patients whose first collection was just made.
    pub(crate) fn collected(
        &mut self,
        protocol: &Protocol,
        count: u16,
    ) -> Result<Vec<ChainOfIdentity>, SampleError> {
        let (mut ids, mut courses) = (Vec::new(), Vec::new());
        for number in 1..=count {
            let id = self.enrol(
                protocol,
                &format!("Number {number}"),
                "1960-01-01",
                &format!("4712-{number}"),
            )?;
            let anchor = self.world.moment(self.world.now()).date() + 28.days();
            let mut acts = self.to_first_dose(protocol, anchor)?;
            let collected = acts.iter().position(|act| act.what == What::Collect);
            acts.truncate(collected.map_or(0, |position| position.saturating_add(1)));
            courses.push(Course {
                id: id.clone(),
                protocol,
                acts,
            });
            ids.push(id);
        }
        self.run_until(moment(SERVED_FROM)?, courses, &mut |_| Ok(()))?;
        Ok(ids)
    }

    /// New patients for a load: as many whose first collection was just made, as many whose first bag waits at the
    /// bedside on a day, and as many whose cells grow.
    fn brought(
        &mut self,
        protocol: &Protocol,
        day: Date,
        count: u16,
    ) -> Result<Brought, SampleError> {
        let mut brought = Brought::default();
        let mut courses = Vec::new();
        for number in 1..=count {
            for (place, anchor, ids) in [
                ("Ward", day + 14.days(), &mut brought.collected),
                ("Bedside", day, &mut brought.at_bedside),
                ("Culture", day + 4.days(), &mut brought.in_culture),
            ] {
                let name = format!("{place} {number} of {day}");
                let id = self.enrol(protocol, &name, "1960-01-01", &name.replace(' ', "-"))?;
                let mut acts = self.to_first_dose(protocol, anchor)?;
                let last = |act: &Scheduled| match place {
                    "Ward" => act.what == What::Collect,
                    _ => act.what == What::Fitness,
                };
                let last = acts.iter().position(last).map_or(0, |last| last + 1);
                acts.truncate(last);
                courses.push(Course {
                    id: id.clone(),
                    protocol,
                    acts,
                });
                ids.push(id);
            }
        }
        let morning = day.at(10, 15, 0, 0).to_zoned(self.world.zone().clone());
        let morning = morning.map_err(unsuitable)?.timestamp();
        self.run_until(morning, courses, &mut |_| Ok(()))?;
        self.clock.set(morning);
        Ok(brought)
    }

    /// A repeated step of the culture for the first dose, as it would be performed now.
    fn repeated_step(&self, id: &ChainOfIdentity) -> Result<Command, SampleError> {
        let (folded, protocol) = self.world.opened(id)?;
        let is_repeated = |step: &&Step| step.repeats && step.kind == StepKind::Process;
        let step = protocol.steps.iter().find(is_repeated);
        let step = step.ok_or_else(|| unsuitable("a protocol has no repeated step"))?;
        let script = Script {
            world: self.world,
            protocol: &protocol,
            treatment: &folded.treatment,
            dose: DoseNumber::new(TOLD_IN_FULL).map_err(unsuitable)?,
            at: self.world.now(),
            stock: &self.stock,
        };
        let what = What::Step(step.id.clone(), GROWN_DAYS);
        let commands = script.commands(&what)?.into_iter().next();
        commands.ok_or_else(|| unsuitable("a step is no command"))
    }
}

fn each<T>(
    ids: Vec<ChainOfIdentity>,
    of: impl Fn(ChainOfIdentity) -> Result<T, SampleError>,
) -> Result<Vec<T>, SampleError> {
    ids.into_iter().map(of).collect()
}

pub(super) fn reader(cast: &Cast) -> Result<&Actor, SampleError> {
    let inspector = cast.get("inspector");
    let (reader, _) = inspector.ok_or_else(|| unsuitable("there is no inspector"))?;
    Ok(reader)
}

pub(super) fn waiting_bag(
    world: &World,
    reader: &Actor,
    id: ChainOfIdentity,
) -> Result<WaitingBag, SampleError> {
    let labels = treatment(world, reader, &id)?.labels;
    let bag = labels
        .into_iter()
        .find_map(|label| Some((label.container?, label.code)));
    let (container, code) = bag.ok_or_else(|| unsuitable("a label is missing"))?;
    Ok(WaitingBag {
        treatment: id,
        container,
        code,
    })
}

fn at_bedside(
    world: &World,
    reader: &Actor,
    id: ChainOfIdentity,
) -> Result<AtBedside, SampleError> {
    let labels = treatment(world, reader, &id)?.labels;
    let code = |start: &str| {
        let label = labels.iter().find(|label| label.purpose.starts_with(start));
        let code = label.map(|label| label.code.clone());
        code.ok_or_else(|| unsuitable(format!("there is no label of a {start}")))
    };
    Ok(AtBedside {
        wristband: code("wristband")?,
        bag: code("product")?,
        treatment: id,
    })
}

fn open_step(
    courses: &Courses<'_>,
    world: &World,
    id: ChainOfIdentity,
) -> Result<OpenStep, SampleError> {
    let Command::PerformStep {
        batch,
        step,
        values,
        materials,
        ..
    } = courses.repeated_step(&id)?
    else {
        return Err(unsuitable("no step is repeated"));
    };
    let (_, protocol) = world.opened(&id)?;
    let inputs = protocol.step(&step).map(|step| step.inputs.as_slice());
    let mut fields = Vec::new();
    for input in inputs.unwrap_or_default() {
        let typed = match (values.get(&input.id), input_kind(input)) {
            (Some(Value::Quantity(found)), FieldKind::Quantity { unit, .. }) => {
                let asked = format!("1 {unit}").parse::<cikada_domain::Quantity>();
                let asked = asked.map_err(unsuitable)?;
                let found = found.convert(asked.unit()).map_err(unsuitable)?;
                found.amount().normalize().to_string()
            }
            (Some(Value::Flag(flag)), _) => if *flag { "yes" } else { "no" }.to_owned(),
            (Some(Value::Code(code)), _) => code.clone(),
            _ => continue,
        };
        fields.push((format!("value.{}", input.id), typed));
    }
    for used in materials {
        let name = |part: &str| format!("material.{}.{part}", used.material);
        fields.push((name("lot"), used.lot.clone()));
        let amount = used.amount.map(|amount| amount.to_string());
        fields.extend(amount.map(|amount| (name("amount"), amount)));
    }
    let kinds = protocol.step(&step).map(|step| step.equipment.as_slice());
    let kinds = kinds.unwrap_or_default();
    let until = world.moment(world.now()).date() + 1.year();
    let (room, pieces) = courses.own_line(&batch, kinds, until)?;
    fields.push(("room".to_owned(), room.to_string()));
    let scanned = kinds.iter().zip(&pieces);
    fields.extend(scanned.map(|(kind, piece)| (format!("equipment.{kind}"), piece.to_string())));
    Ok(OpenStep {
        treatment: id,
        batch,
        step,
        fields,
    })
}
