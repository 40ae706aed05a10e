//! A temperature logger that travelled with a container is read out. What it says is a fact; longer
//! outside its range than the protocol allows, all logs of the container together, opens a deviation.

use cikada_domain::event::{HandlingEvent, QualityEvent};
use cikada_domain::{ContainerId, EquipmentId, Event, FileHash, Quantity};
use cikada_protocol::model::TransportRule;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::deviation;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::temperature::{TemperatureCourse, temperature_course, time_outside};

/// What was read out: the command's fields but the container.
pub(crate) struct Log<'a> {
    pub(crate) file: &'a FileHash,
    pub(crate) logger: &'a EquipmentId,
    pub(crate) readings: &'a [(Timestamp, Quantity)],
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    log: &Log<'_>,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    if !ctx.treatment.labels.contains_key(container) {
        reasons.refuse(RefusalCode::LabelMissing, container.as_str());
    }
    let mut logs = ctx
        .treatment
        .temperatures
        .get(container)
        .into_iter()
        .flatten();
    if logs.any(|known| &known.file == log.file) {
        reasons.refuse(RefusalCode::LogAlreadyImported, container.as_str());
    }
    let Some(rule) = &ctx.protocol.transport else {
        reasons.refuse(RefusalCode::NoRule, "how the container travels");
        return reasons.refused();
    };
    let course = temperature_course(log.readings, &rule.temperature);
    let ends = log.readings.first().zip(log.readings.last());
    let (Some(course), Some(((from, _), (until, _)))) = (course, ends) else {
        reasons.refuse(
            RefusalCode::ReadingsUnordered,
            format!("{} readings", log.readings.len()),
        );
        return reasons.refused();
    };
    if *until > ctx.clock() {
        reasons.refuse(
            RefusalCode::TimeInFuture,
            format!("the last reading is of {}", ctx.wall(*until)),
        );
    }
    let Some(outside) = course.outside_minutes() else {
        reasons.refuse(RefusalCode::ValueUnitWrong, "time outside the range");
        return reasons.refused();
    };
    reasons.or_accept(|| {
        let logged = Event::Handling(HandlingEvent::TemperatureLogged {
            container: container.clone(),
            file: log.file.clone(),
            logger: log.logger.clone(),
            from: *from,
            until: *until,
            readings: u32::try_from(log.readings.len()).unwrap_or(u32::MAX),
            lowest: course.lowest.clone(),
            highest: course.highest.clone(),
            outside,
        });
        let excursion = excursion(ctx, container, rule, &course);
        std::iter::once(logged).chain(excursion).collect()
    })
}

fn excursion(
    ctx: &Context<'_>,
    container: &ContainerId,
    rule: &TransportRule,
    course: &TemperatureCourse,
) -> Option<Event> {
    let allowed = gates::seconds(&rule.out_of_condition_max);
    let before = time_outside(ctx.treatment, container);
    let sum = before.and_then(|before| before.checked_add(course.outside));
    let known = allowed.zip(sum);
    let within = known.is_some_and(|(allowed, sum)| Decimal::from(sum.as_secs()) <= allowed);
    // A log without a time outside adds nothing to what was found before it.
    if within || course.outside.is_zero() {
        return None;
    }
    let batch = &ctx.treatment.products.get(container)?.batch;
    let n = deviation::count(ctx.treatment, batch).saturating_add(1);
    Some(Event::Quality(QualityEvent::DeviationReported {
        deviation: deviation::number(batch, n)?,
        batch: batch.clone(),
        step: None,
        container: Some(container.clone()),
        found: deviation::EXCURSION.to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use cikada_domain::{EquipmentId, FileHash};
    use jiff::SignedDuration;

    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, container};
    use crate::{Command, HandlingCommand};

    fn logged(course: &Course, file: char, warm_minutes: i64) -> Command {
        let start = course.now - SignedDuration::from_hours(3);
        let readings = (0..18).map(|n| {
            let cel = if n * 10 < warm_minutes {
                "30 Cel"
            } else {
                "20 Cel"
            };
            (
                start + SignedDuration::from_mins(n * 10),
                cel.parse().unwrap(),
            )
        });
        Command::Handling(HandlingCommand::LogTemperature {
            container: container("CELLS-1"),
            file: FileHash::new(file.to_string().repeat(64)).unwrap(),
            logger: EquipmentId::new("LOG-1").unwrap(),
            readings: readings.collect(),
        })
    }

    #[test]
    fn longer_out_of_condition_than_allowed_opens_a_deviation_that_holds_the_release() {
        let mut course = example_course(Point::Tested);
        let good = logged(&course, 'a', 0);
        assert_eq!(codes(&mut course, "courier-1", &good), [""; 0]);
        assert_eq!(
            codes(&mut course, "courier-1", &good),
            ["log-already-imported"]
        );
        assert!(course.treatment.deviations.is_empty());
        let warm = logged(&course, 'b', 40);
        assert_eq!(codes(&mut course, "courier-1", &warm), [""; 0]);
        let deviation = course.treatment.deviations.values().next().unwrap();
        assert_eq!(deviation.subject(), "temperature excursion");
        let logs = &course.treatment.temperatures[&container("CELLS-1")];
        assert_eq!(logs[1].outside.words(), "40 min");
    }

    #[test]
    fn short_times_out_of_condition_are_added_up_over_all_logs_of_a_container() {
        let mut course = example_course(Point::Tested);
        let short = |course: &Course, file| logged(course, file, 20);
        let first = short(&course, 'a');
        assert_eq!(codes(&mut course, "courier-1", &first), [""; 0]);
        assert!(course.treatment.deviations.is_empty());
        let good = logged(&course, 'b', 0);
        assert_eq!(codes(&mut course, "courier-1", &good), [""; 0]);
        assert!(course.treatment.deviations.is_empty());
        let second = short(&course, 'c');
        assert_eq!(codes(&mut course, "courier-1", &second), [""; 0]);
        assert_eq!(course.treatment.deviations.len(), 1);
    }

    #[test]
    fn a_log_without_a_signature_is_not_recorded() {
        let mut course = example_course(Point::Tested);
        let good = logged(&course, 'a', 0);
        let mut act = crate::course::act("courier-1", None, course.now, &course.zone);
        act.signed = false;
        let crate::Decision::Refused(reasons) = course.ask(&act, &good) else {
            panic!("accepted")
        };
        assert_eq!(reasons[0].code.code(), "signature-missing");
    }
}
