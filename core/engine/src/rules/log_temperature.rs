//! A temperature logger that travelled with a container is read out. What it says is a fact; longer
//! outside its range than the protocol allows, all logs of the container together, opens a deviation,
//! and so does a time in which nothing was read: what was not read counts as good nowhere. What was
//! filled out of the container after the log began has that time behind it, too.

use cikada_domain::event::HandlingEvent;
use cikada_domain::{ContainerId, EquipmentId, Event, FileHash, Quantity};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::deviation;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::temperature::{TemperatureCourse, temperature_course, time_outside};
use crate::transport::{Conditions, conditions};

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
    let Some(rule) = conditions(ctx.protocol, ctx.treatment, container) else {
        reasons.refuse(RefusalCode::NoRule, "how the container travels");
        return reasons.refused();
    };
    let course = temperature_course(log.readings, rule.temperature);
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
    if let Some((made_at, what)) = gates::made(ctx, container) {
        gates::follows(&mut reasons, (*from, made_at), ctx.zone, what);
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
        let unread = unread(&rule, log, &course);
        let unread = unread.map(|found| (container, found));
        let found = excursions(ctx, (container, *from), &rule, &course);
        let deviations =
            (1..)
                .zip(found.into_iter().chain(unread))
                .filter_map(|(n, (held_in, found))| {
                    deviation::reported(ctx.treatment, (held_in, Some(*from)), n, found)
                });
        std::iter::once(logged).chain(deviations).collect()
    })
}

/// What a deviation says of the times without a reading, added up.
///
/// Two readings have no usual interval: they are held against what the protocol allows outside.
fn unread(rule: &Conditions<'_>, log: &Log<'_>, course: &TemperatureCourse) -> Option<String> {
    let length = |from: Timestamp, until: Timestamp| until.duration_since(from);
    let unread = match log.readings {
        [(from, _), (until, _)] => {
            let length = length(*from, *until);
            let allowed = gates::seconds(rule.out_of_condition_max);
            let within = allowed.is_some_and(|allowed| Decimal::from(length.as_secs()) <= allowed);
            (!within).then_some(length)?
        }
        _ => {
            let mut missing = course.missing.iter();
            missing.try_fold(SignedDuration::ZERO, |sum, of| {
                sum.checked_add(length(of.from, of.until))
            })?
        }
    };
    let minutes = unread.as_secs().checked_add(59)?.checked_div(60)?;
    (minutes > 0).then(|| format!("{}-for-{minutes}-min", deviation::UNREAD))
}

/// What held the product that was outside the range for longer than allowed: the container itself, which
/// says so of everything filled out of it since the log began; or else each of those doses whose own
/// way adds too much to it.
fn excursions<'a>(
    ctx: &Context<'a>,
    (container, from): (&'a ContainerId, Timestamp),
    rule: &Conditions<'_>,
    course: &TemperatureCourse,
) -> Vec<(&'a ContainerId, String)> {
    let found = |held_in| (held_in, deviation::EXCURSION.to_owned());
    // A log without a time outside adds nothing to what was found before it.
    if course.outside.is_zero() {
        return Vec::new();
    }
    if too_long(ctx, container, rule, course) {
        return vec![found(container)];
    }
    let filled = ctx.treatment.filled_since(container, from).into_iter();
    let over = filled.filter(|filled| too_long(ctx, filled, rule, course));
    over.map(found).collect()
}

/// Whether a log makes a container's time outside the range longer than allowed.
fn too_long(
    ctx: &Context<'_>,
    container: &ContainerId,
    rule: &Conditions<'_>,
    course: &TemperatureCourse,
) -> bool {
    let allowed = gates::seconds(rule.out_of_condition_max);
    let before = time_outside(ctx.treatment, container);
    let sum = before.and_then(|before| before.checked_add(course.outside));
    let known = allowed.zip(sum);
    known.is_none_or(|(allowed, sum)| Decimal::from(sum.as_secs()) > allowed)
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

    fn read_at(course: &Course, file: char, minutes: &[i64]) -> Command {
        let start = course.treatment.products[&container("CELLS-1")].harvested_at;
        let reading = |minute: &i64| {
            let at = start + SignedDuration::from_mins(*minute);
            (at, "20 Cel".parse().unwrap())
        };
        Command::Handling(HandlingCommand::LogTemperature {
            container: container("CELLS-1"),
            file: FileHash::new(file.to_string().repeat(64)).unwrap(),
            logger: EquipmentId::new("LOG-1").unwrap(),
            readings: minutes.iter().map(reading).collect(),
        })
    }

    #[test]
    fn a_time_without_a_reading_opens_a_deviation_that_says_how_long_it_was() {
        for minutes in [&[0, 5, 10, 15, 60, 65][..], &[0, 5, 50], &[0, 45]] {
            let mut course = example_course(Point::Tested);
            course.now += SignedDuration::from_hours(2);
            let torn = read_at(&course, 'a', minutes);
            assert_eq!(codes(&mut course, "courier-1", &torn), [""; 0]);
            let mut deviations = course.treatment.deviations.values();
            let subjects: Vec<_> = deviations.by_ref().map(|known| known.subject()).collect();
            assert_eq!(subjects, ["temperature not read for 45 min"], "{minutes:?}");
        }
    }

    #[test]
    fn a_log_that_begins_before_the_harvest_is_of_something_else() {
        let mut course = example_course(Point::Tested);
        course.now += SignedDuration::from_hours(2);
        let early = read_at(&course, 'a', &[-20, -15, -10]);
        assert_eq!(
            codes(&mut course, "courier-1", &early),
            ["time-before-last"]
        );
        let early = read_at(&course, 'a', &[-5, 0, 5, 10]);
        assert_eq!(
            codes(&mut course, "courier-1", &early),
            ["time-before-last"]
        );
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
