//! `for each step` and `for each limit`: the batch record on both sides of its rules.

use cikada_domain::event::DeviationClass;
use cikada_domain::{Event, InputId, Quantity, Value};
use cikada_engine::{Command, Entered, QualityCommand, worked};
use cikada_protocol::Requirement;
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{InputRole, Step, StepKind};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use rust_decimal::Decimal;

use super::course::{Course, Point, container, dose};
use super::example::{example_dose, example_failing, example_last_good};
use super::sweep::{Answer, Sweep, after};

/// Each step: on its day, too early, too late, alone, without a material, a value or a forerunner.
pub(crate) fn steps(sweep: &mut Sweep<'_>) {
    for step in sweep.course.protocol.steps.clone() {
        let before = before(sweep, &step);
        let command = before.step(1, &step);
        let on = |course: &Course, day: u16| {
            let start: Date = start_of(course);
            let at = (start + i64::from(day).days()).at(23, 0, 0, 0);
            at.to_zoned(course.zone.clone()).unwrap().timestamp()
        };
        let (first, last) = step.days;
        let what = format!("{} is done", step.id);
        sweep.expect(&mut before.clone(), "tech-1", (&what, &command), &[]);
        if let Some(early) = first.checked_sub(1) {
            let mut course = before.clone();
            course.now = on(&course, early);
            let answer = sweep.ask(&mut course, "tech-1", &command);
            refused_among(
                sweep,
                &format!("{} on day {early}", step.id),
                answer,
                "step-outside-its-days",
            );
        }
        let mut course = before.clone();
        course.now = on(&course, last + 1);
        let what = format!("{} on day {}", step.id, last + 1);
        let codes = ["step-outside-its-days"];
        sweep.expect(&mut course, "tech-1", (&what, &command), &codes);
        sweep.reached.rule("step", &step.id, true);
        sweep.reached.rule("step", &step.id, false);
        parts(sweep, &step, &before, &command);
    }
}

fn parts(sweep: &mut Sweep<'_>, step: &Step, before: &Course, command: &Command) {
    if step.witness {
        let what = format!("{} without a witness", step.id);
        let answer = sweep.ask_with(&mut before.clone(), ("tech-1", None), command);
        refused_among(sweep, &what, answer, "witness-missing");
    }
    if !sweep.course.protocol.waits_for(step).is_empty() {
        let mut course = sweep.at(Point::Cultured);
        course.now = before.now;
        let what = format!("{} without what comes before it", step.id);
        let answer = sweep.ask(&mut course, "tech-1", command);
        refused_among(sweep, &what, answer, "step-out-of-order");
    }
    for material in &step.materials {
        let mut command = command.clone();
        if let Command::PerformStep { materials, .. } = &mut command {
            materials.retain(|used| used.material != material.id);
        }
        let what = format!("{} without {}", step.id, material.id);
        sweep.expect(
            &mut before.clone(),
            "tech-1",
            (&what, &command),
            &["material-missing"],
        );
    }
    for input in &step.inputs {
        let mut command = command.clone();
        if let Command::PerformStep { values, .. } = &mut command {
            values.remove(&input.id);
        }
        let what = format!("{} without {}", step.id, input.id);
        sweep.expect(
            &mut before.clone(),
            "tech-1",
            (&what, &command),
            &["value-missing"],
        );
    }
}

/// Each limit of an input opens a deviation outside it; the limits of collection, dose and culture
/// refuse.
pub(crate) fn limits(sweep: &mut Sweep<'_>) {
    for step in sweep.course.protocol.steps.clone() {
        let before = before(sweep, &step);
        for input in &step.inputs {
            let Some(limit) = &input.limit else {
                continue;
            };
            if input.role == InputRole::Amount {
                continue;
            }
            let bad = example_failing(limit).into_iter().map(|v| (v, false));
            let good = example_last_good(limit).into_iter().map(|v| (v, true));
            for (value, inside) in bad.chain(good) {
                let what = format!("{} {} is {}", step.id, input.id, value.words());
                let command = with_value(before.step(1, &step), &input.id, value);
                let answer = sweep.ask(&mut before.clone(), "tech-1", &command);
                let Answer::Accepted(events) = answer else {
                    panic!("{what}: refused")
                };
                let opened = events.iter().any(|event| opens(event, &input.id));
                assert_eq!(opened, !inside, "{what}");
                sweep.line(
                    &what,
                    if inside {
                        "accepted"
                    } else {
                        "accepted, and a deviation"
                    },
                );
                let name = format!("{} {}", step.id, input.id);
                sweep.reached.rule("limit", name, inside);
            }
        }
    }
    for step in sweep.course.protocol.steps.clone() {
        additions(sweep, &step);
    }
    if sweep.course.protocol.medicine().is_some() {
        return filled(sweep);
    }
    collection(sweep);
    cells(sweep);
    culture(sweep);
}

/// What was added may differ from what is worked out by the tolerance, and no more.
fn additions(sweep: &mut Sweep<'_>, step: &Step) {
    let before = before(sweep, step);
    let Command::PerformStep {
        batch,
        values,
        materials,
        ..
    } = before.step(1, step)
    else {
        panic!("a step")
    };
    let entered = Entered {
        values: &values,
        materials: &materials,
    };
    let (protocol, treatment) = (&before.protocol, &before.treatment);
    let place = (&batch, &step.id);
    let lines = worked(protocol, treatment, Some(&before.facility), place, entered);
    for line in lines {
        let (Ok(volume), Some(tolerance)) = (&line.worked, &line.tolerance) else {
            continue;
        };
        for (more, inside) in [(Decimal::ZERO, true), (Decimal::ONE, false)] {
            let percent = tolerance.amount() + more;
            let factor = Decimal::ONE + percent / Decimal::ONE_HUNDRED;
            let done = volume.value.with_amount(volume.value.amount() * factor);
            let mut command = before.step(1, step);
            if let Command::PerformStep {
                values, materials, ..
            } = &mut command
            {
                match &line.entered_as {
                    Some(input) => {
                        values.insert(input.clone(), Value::Quantity(done.clone()));
                    }
                    None => {
                        let mut used = materials.iter_mut();
                        let used = used.find(|used| used.material == line.id).unwrap();
                        used.amount = Some(done.clone());
                    }
                }
            }
            let what = format!("{} {} is {}", step.id, line.id, done.words());
            let answer = sweep.ask(&mut before.clone(), "tech-1", &command);
            let Answer::Accepted(events) = answer else {
                panic!("{what}: refused")
            };
            let id = line.entered_as.as_ref().unwrap_or(&line.id);
            let opened = events.iter().any(|event| opens(event, id));
            assert_eq!(opened, !inside, "{what}");
            let told = if inside {
                "accepted"
            } else {
                "accepted, and a deviation"
            };
            sweep.line(&what, told);
            sweep
                .reached
                .rule("limit", format!("{} {}", step.id, line.id), inside);
        }
    }
}

/// A medicine is filled to the amount ordered: one unit more or less is no dose.
fn filled(sweep: &mut Sweep<'_>) {
    let step = harvest(sweep);
    let mut inputs = step.inputs.iter();
    let input = inputs
        .find(|input| input.role == InputRole::Amount)
        .unwrap();
    let ordered = sweep.course.amount(1);
    for (amount, same) in beside(&ordered) {
        let mut course = sweep.at(Point::ProductLabelled);
        let what = format!(
            "filled are {}, ordered {}",
            amount.amount(),
            ordered.amount()
        );
        let command = with_value(course.step(1, &step), &input.id, Value::Quantity(amount));
        let answer = sweep.ask(&mut course, "tech-1", &command);
        sweep.among(&what, answer, "amount-differs", !same);
        sweep.reached.rule("limit", "filled amount", same);
    }
}

/// An amount, one unit less and one more, and whether it is the amount itself.
pub(crate) fn beside(amount: &Quantity) -> [(Quantity, bool); 3] {
    let (one, value) = (Decimal::ONE, amount.amount());
    let step = if value > one {
        one
    } else {
        value / Decimal::TEN
    };
    [
        (amount.with_amount(value - step), false),
        (amount.clone(), true),
        (amount.with_amount(value + step), false),
    ]
}

fn collection(sweep: &mut Sweep<'_>) {
    let requirement = sweep.course.protocol.collection().unwrap().volume.clone();
    let bad = example_failing(&requirement)
        .into_iter()
        .map(|v| (v, false));
    let good = example_last_good(&requirement)
        .into_iter()
        .map(|v| (v, true));
    for (value, inside) in bad.chain(good) {
        let mut course = sweep.at(Point::Labelled);
        let what = format!("collected are {}", value.words());
        let wristband = cikada_engine::Scanned::Known(course.donor());
        let mut command = course.collection(1, wristband);
        if let (Command::RecordCollection { volume, .. }, Value::Quantity(value)) =
            (&mut command, value)
        {
            *volume = value;
        }
        let codes: &[_] = if inside {
            &[]
        } else {
            &["volume-out-of-range"]
        };
        sweep.expect(&mut course, "nurse-3", (&what, &command), codes);
        sweep.reached.rule("limit", "collection", inside);
    }
}

/// A harvest of too few or too many cells is a fact; the product is not released, even where the
/// deviation was found acceptable.
fn cells(sweep: &mut Sweep<'_>) {
    let step = harvest(sweep);
    let input = step
        .inputs
        .iter()
        .find(|input| input.role == InputRole::CellCount)
        .unwrap();
    let (min, max) = match example_dose(&sweep.course.protocol, dose(1)) {
        PlannedAmount::Cells { min, max } => (min, max),
        PlannedAmount::Exact(amount) => panic!("cells, not {amount:?}"),
    };
    let requirement = Requirement::Between { min, max };
    let bad = example_failing(&requirement)
        .into_iter()
        .map(|v| (v, false));
    let good = example_last_good(&requirement)
        .into_iter()
        .map(|v| (v, true));
    for (value, inside) in bad.chain(good) {
        let mut course = sweep.at(Point::ProductLabelled);
        let what = format!("harvested are {}", value.words());
        let command = with_value(course.step(1, &step), &input.id, value);
        sweep.ask(&mut course, "tech-1", &command);
        let open: Vec<_> = course.treatment.deviations.keys().cloned().collect();
        for deviation in open {
            let classify = Command::Quality(QualityCommand::ClassifyDeviation {
                deviation: deviation.clone(),
                class: DeviationClass::Major,
            });
            sweep.ask(&mut course, "qp-1", &classify);
            let product_acceptable = true;
            let close = Command::CloseDeviation {
                deviation,
                product_acceptable,
            };
            sweep.ask(&mut course, "qp-1", &close);
        }
        course.go_to(Point::Tested, 1);
        let release = course.release(1, course.first_release().1, course.today());
        let codes: &[_] = if inside { &[] } else { &["cells-out-of-range"] };
        sweep.expect(&mut course, "qp-1", (&what, &release), codes);
        sweep
            .reached
            .rule("limit", format!("dose {}", dose(1)), inside);
    }
}

/// A harvest on the first and last day of the culture, and a day beside them.
fn culture(sweep: &mut Sweep<'_>) {
    let step = harvest(sweep);
    let requirement = sweep.course.protocol.culture().unwrap().duration.clone();
    let bad = example_failing(&requirement)
        .into_iter()
        .map(|v| (v, false));
    let good = example_last_good(&requirement)
        .into_iter()
        .map(|v| (v, true));
    for (value, inside) in bad.chain(good) {
        let Value::Quantity(days) = &value else {
            panic!("a duration")
        };
        let days = if inside {
            days.amount()
        } else {
            days.amount().round()
        };
        let days: i64 = days.normalize().to_string().parse().expect("whole days");
        let days = match (inside, days == whole(&requirement, 0)) {
            (true, _) => days,
            (false, true) => days - 1,
            (false, false) => days + 1,
        };
        let mut course = sweep.at(Point::Grown);
        let label = Command::IssueLabel {
            container: container("CELLS-1"),
            purpose: cikada_domain::event::LabelPurpose::Product(super::course::batch(1)),
        };
        sweep.ask(&mut course, "tech-1", &label);
        let [empty, _] = super::script::product_labels(1);
        for command in empty {
            sweep.ask(&mut course, "tech-1", &command);
        }
        let start: Date = start_of(&course);
        let at = (start + days.days()).at(23, 0, 0, 0);
        course.now = at.to_zoned(course.zone.clone()).unwrap().timestamp();
        let command = course.step(1, &step);
        let what = format!("a culture of {days} days");
        let codes: &[_] = if inside {
            &[]
        } else {
            &["step-outside-its-days"]
        };
        sweep.expect(&mut course, "tech-1", (&what, &command), codes);
        sweep.reached.rule("limit", "culture", inside);
    }
}

fn whole(requirement: &cikada_protocol::Requirement, which: usize) -> i64 {
    match &example_last_good(requirement)[which] {
        Value::Quantity(days) => days.amount().normalize().to_string().parse().unwrap(),
        other => panic!("a duration, not {other:?}"),
    }
}

fn harvest(sweep: &Sweep<'_>) -> Step {
    let mut steps = sweep.course.protocol.steps.iter();
    steps
        .find(|step| step.kind == StepKind::Harvest)
        .unwrap()
        .clone()
}

/// The course just before a step, at the hour of the step.
fn before(sweep: &Sweep<'_>, step: &Step) -> Course {
    let mut course = sweep.course.clone();
    if step.kind == StepKind::Harvest {
        course.go_to(Point::ProductLabelled, 1);
        return course;
    }
    course.go_before_step(&step.id, 1);
    let script = course.script(1);
    let at = script.iter().find(|scripted| {
        matches!(&scripted.command, Command::PerformStep { step: s, .. } if s == &step.id)
    });
    course.now = after(at.unwrap().at, SignedDuration::ZERO);
    course
}

fn start_of(course: &Course) -> Date {
    let batch = course.treatment.batches.values().next().expect("a culture");
    batch.started_at.to_zoned(course.zone.clone()).date()
}

fn with_value(mut command: Command, input: &InputId, value: Value) -> Command {
    if let Command::PerformStep { values, .. } = &mut command {
        values.insert(input.clone(), value);
    }
    command
}

fn opens(event: &Event, id: &InputId) -> bool {
    matches!(event, Event::DeviationOpened { input, .. } if input == id)
}

/// The act is refused, and the code is among the reasons.
fn refused_among(sweep: &mut Sweep<'_>, what: &str, answer: Answer, code: &str) {
    match answer {
        Answer::Refused(codes) => {
            assert!(codes.contains(code), "{what}: {codes:?}");
            let codes: Vec<_> = codes.into_iter().collect();
            sweep.line(what, &format!("refused {}", codes.join(", ")));
        }
        Answer::Accepted(_) => panic!("{what}: accepted"),
    }
}
