//! A logger's curve: how warm it was on the way, the limits it must keep, every time outside shaded.

use cikada_app::read::temperature::{LoggedCourse, LoggedReading, Stretch, TravelLimits};
use jiff::{SignedDuration, Timestamp};

use crate::drawing::growth::Tick;
use crate::drawing::trend::{label, round_step};
use crate::wording;

const LEFT: f64 = 56.0;
const RIGHT: f64 = 660.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 270.0;
/// From how many readings on not every one is drawn: those outside the limits always are.
const POINTS_MAX: usize = 1500;
/// Distances of times on the axis, in minutes.
const STEPS: [i64; 12] = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080];
const TIMES_MAX: i64 = 7;

/// A drawing of 760 by 310.
#[derive(Debug)]
pub(crate) struct TemperatureCurve {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) values: Vec<Tick>,
    pub(crate) times: Vec<Tick>,
    /// Limits: height and words.
    pub(crate) limits: Vec<(f64, String)>,
    pub(crate) path: String,
    /// Times outside: from where, how wide, in words.
    pub(crate) outside: Vec<(f64, f64, String)>,
    /// Times without a reading: from where, how wide, in words.
    pub(crate) missing: Vec<(f64, f64, String)>,
    pub(crate) description: String,
}

struct Scale {
    from: Timestamp,
    seconds: f64,
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn x(&self, at: Timestamp) -> f64 {
        let part = at.duration_since(self.from).as_secs_f64() / self.seconds;
        LEFT + (RIGHT - LEFT) * part.clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        BOTTOM - (BOTTOM - TOP) * part.clamp(0.0, 1.0)
    }

    fn stretches(&self, of: &[Stretch]) -> Vec<(f64, f64, String)> {
        let drawn = of.iter().map(|stretch| {
            let from = self.x(stretch.from.timestamp());
            let until = self.x(stretch.until.timestamp());
            (from, (until - from).max(1.0), told(stretch))
        });
        drawn.collect()
    }
}

impl TemperatureCurve {
    /// Draws a log; nothing for one without two readings.
    pub(crate) fn draw(course: &LoggedCourse, limits: &TravelLimits) -> Option<Self> {
        let scale = scale(course, limits)?;
        Some(Self {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            values: values(&scale),
            times: times(&scale, course),
            limits: bounds(limits)
                .map(|(value, words)| (scale.y(value), words))
                .collect(),
            path: path(&scale, course),
            outside: scale.stretches(&course.excursions),
            missing: scale.stretches(&course.missing),
            description: description(course, limits),
        })
    }
}

/// The readings that stand in the table: all of them, or of many each so-manieth and those outside.
pub(crate) fn listed(course: &LoggedCourse, rows_max: usize) -> Vec<&LoggedReading> {
    let every = course.readings.len().div_ceil(rows_max.max(1)).max(1);
    let last = course.readings.len().saturating_sub(1);
    let shown = course.readings.iter().enumerate();
    shown
        .filter(|(index, reading)| index % every == 0 || *index == last || !reading.meets)
        .map(|(_, reading)| reading)
        .collect()
}

/// A stretch in words.
pub(crate) fn told(stretch: &Stretch) -> String {
    let (from, until) = (&stretch.from, &stretch.until);
    let until = match from.date() == until.date() {
        true => format!("{} {}", wording::clock_time(until), wording::zone(until)),
        false => wording::moment(until),
    };
    let readings = match stretch.readings.is_empty() {
        true => String::new(),
        false => format!(", {}", stretch.readings),
    };
    let from = from.strftime("%-d %b %Y, %H:%M");
    format!("{from} to {until}, {}{readings}", stretch.length)
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn bounds(limits: &TravelLimits) -> impl Iterator<Item = (f64, String)> {
    let (lower, upper) = &limits.bounds;
    let named = [("lowest", lower), ("highest", upper)];
    named.into_iter().filter_map(|(name, bound)| {
        let bound = bound.as_ref()?;
        Some((number(bound)?, format!("{name} {bound} \u{b0}C")))
    })
}

fn scale(course: &LoggedCourse, limits: &TravelLimits) -> Option<Scale> {
    let readings = course.readings.iter();
    let readings = readings.filter_map(|reading| number(&reading.amount));
    let all = readings.chain(bounds(limits).map(|(value, _)| value));
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let (from, until) = (course.from.timestamp(), course.until.timestamp());
    let seconds = until.duration_since(from).as_secs_f64();
    if !(low.is_finite() && high.is_finite()) || seconds <= 0.0 {
        return None;
    }
    let step = round_step(((high - low) / 5.0).max(0.1));
    Some(Scale {
        from,
        seconds,
        low: (low / step).floor() * step - step * 0.25,
        high: (high / step).ceil() * step + step * 0.25,
        step,
    })
}

fn values(scale: &Scale) -> Vec<Tick> {
    let first = (scale.low / scale.step).ceil();
    (0..=12_u16)
        .map(|index| (first + f64::from(index)) * scale.step)
        .take_while(|value| *value <= scale.high)
        .map(|value| Tick {
            at: scale.y(value),
            label: label(value, scale.step),
        })
        .collect()
}

/// Round times of the wall's clock.
fn times(scale: &Scale, course: &LoggedCourse) -> Vec<Tick> {
    let (from, until) = (course.from.timestamp(), course.until.timestamp());
    let minutes = until.duration_since(from).as_mins();
    let mut steps = STEPS.into_iter();
    let step = steps.find(|step| minutes / step < TIMES_MAX);
    let step = step.unwrap_or(minutes.max(1)).saturating_mul(60);
    let ahead = i64::from(course.from.offset().seconds());
    let local = from.as_second().saturating_add(ahead);
    let first = local
        .div_euclid(step)
        .saturating_add(1)
        .saturating_mul(step);
    let form = match course.from.date() == course.until.date() {
        true => "%H:%M",
        false => "%-d %b %H:%M",
    };
    (0..TIMES_MAX)
        .map(|index| first.saturating_add(index.saturating_mul(step)))
        .filter_map(|local| Timestamp::from_second(local.saturating_sub(ahead)).ok())
        .take_while(|at| *at < until)
        .map(|at| Tick {
            at: scale.x(at),
            label: at
                .to_zoned(course.from.time_zone().clone())
                .strftime(form)
                .to_string(),
        })
        .collect()
}

/// One line from reading to reading; none across a time without readings.
fn path(scale: &Scale, course: &LoggedCourse) -> String {
    let mut path = String::new();
    let mut last: Option<Timestamp> = None;
    for reading in listed(course, POINTS_MAX) {
        let Some(value) = number(&reading.amount) else {
            continue;
        };
        let at = reading.at.timestamp();
        let torn = course.missing.iter().any(|missing| {
            missing.until.timestamp() == at
                || last.is_some_and(|last| {
                    last <= missing.from.timestamp() && at >= missing.until.timestamp()
                })
        });
        let pen = if last.is_none() || torn { 'M' } else { 'L' };
        path.push_str(&format!("{pen}{:.1} {:.1}", scale.x(at), scale.y(value)));
        last = Some(at);
    }
    path
}

fn description(course: &LoggedCourse, limits: &TravelLimits) -> String {
    let length = course
        .until
        .timestamp()
        .duration_since(course.from.timestamp());
    let hours = hours(length);
    let outside = match course.excursions.len() {
        0 => format!("Never outside {}.", limits.range),
        1 => format!("Outside {} once: ", limits.range),
        count => format!("Outside {} {count} times: ", limits.range),
    };
    let each: Vec<_> = course.excursions.iter().map(told).collect();
    format!(
        "{} readings over {hours}, from {} to {}. {outside}{}",
        course.readings.len(),
        course.lowest,
        course.highest,
        each.join("; ")
    )
}

fn hours(length: SignedDuration) -> String {
    let (hours, minutes) = (length.as_hours(), length.as_mins() % 60);
    match hours {
        0 => format!("{minutes} min"),
        _ => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_custody::{course, limits};

    #[test]
    fn a_time_outside_is_shaded_where_it_was_and_said() {
        let (course, limits) = (course(), limits());
        let drawing = TemperatureCurve::draw(&course, &limits).unwrap();
        assert_eq!(drawing.outside.len(), 1);
        let (x, width, words) = &drawing.outside[0];
        assert!(*x > LEFT && x + width < RIGHT, "{x} {width}");
        assert!(words.contains("20 min"), "{words}");
        assert!(
            drawing
                .description
                .contains("Outside 2 \u{b0}C to 25 \u{b0}C once: 16 Mar 2026")
        );
    }

    #[test]
    fn the_limits_lie_apart_and_within_the_axes() {
        let drawing = TemperatureCurve::draw(&course(), &limits()).unwrap();
        let heights: Vec<_> = drawing.limits.iter().map(|(y, _)| *y).collect();
        assert!(heights[0] > heights[1], "{heights:?}");
        assert!(heights.iter().all(|y| (TOP..=BOTTOM).contains(y)));
        assert!(drawing.times.len() >= 3, "{:?}", drawing.times);
    }

    #[test]
    fn the_curve_is_torn_where_readings_are_missing() {
        let mut course = course();
        let whole = TemperatureCurve::draw(&course, &limits()).unwrap();
        assert_eq!(whole.path.matches('M').count(), 1);
        let torn = Stretch {
            from: course.readings[1].at.clone(),
            until: course.readings[2].at.clone(),
            length: "40 min".to_owned(),
            readings: String::new(),
        };
        course.missing.push(torn);
        let drawing = TemperatureCurve::draw(&course, &limits()).unwrap();
        assert_eq!(drawing.path.matches('M').count(), 2);
        assert_eq!(drawing.missing.len(), 1);
    }

    #[test]
    fn of_many_readings_every_one_outside_is_listed() {
        let mut course = course();
        let all = course.readings.clone();
        course.readings = (0..600).flat_map(|_| all.clone()).collect();
        let outside = course.readings.iter().filter(|reading| !reading.meets);
        let outside = outside.count();
        let listed = listed(&course, 100);
        assert!(listed.len() < course.readings.len());
        assert_eq!(
            listed.iter().filter(|reading| !reading.meets).count(),
            outside
        );
    }
}
