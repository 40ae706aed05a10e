//! The course of a treatment as a drawing: one lane for each kind of mark, time from left to right.
//!
//! Marks that would lie on each other are drawn as one with their number. The list below the
//! drawing on the page says the same in words.

use cikada_app::read::Moment;
use cikada_app::read::treatment::{Mark, MarkKind};
use jiff::{Timestamp, ToSpan};

use crate::shape::{self, Placed};
use crate::wording;

const WIDTH: f64 = 1080.0;
const LEFT: f64 = 116.0;
const RIGHT: f64 = 1060.0;
const TOP: f64 = 34.0;
const LANE: f64 = 42.0;
const SIZE: f64 = 23.0;
/// Closer than this and two marks of a kind are drawn as one, two of different kinds side by side.
const APART: f64 = 20.0;
/// The room a tick's label takes.
const LABEL: f64 = 52.0;
/// Courses up to so many days get a tick a week, a month or a quarter; longer ones a year.
const WEEKS_UP_TO: f64 = 70.0;
const MONTHS_UP_TO: f64 = 430.0;
const QUARTERS_UP_TO: f64 = 1300.0;
const DAY_SECONDS: f64 = 86_400.0;

/// The drawing.
#[derive(Debug)]
pub(crate) struct Course {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) ticks: Vec<(f64, String)>,
    pub(crate) now: Option<f64>,
    pub(crate) description: String,
}

/// One lane.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) label: &'static str,
    pub(crate) middle: f64,
    pub(crate) marks: Vec<DrawnMark>,
    /// From the first to the last mark of one dose's making: start and length.
    pub(crate) spans: Vec<(f64, f64)>,
}

/// One mark, or several that lie on each other.
#[derive(Debug)]
pub(crate) struct DrawnMark {
    pub(crate) x: f64,
    pub(crate) class: &'static str,
    pub(crate) shape: Placed,
    pub(crate) words: Vec<String>,
}

const LANES: [(&str, &[MarkKind]); 8] = [
    ("Decisions", &[MarkKind::Decision]),
    ("Collection", &[MarkKind::Collection]),
    ("Making", &[MarkKind::Making]),
    ("Release", &[MarkKind::Release]),
    ("Infusion", &[MarkKind::Infusion]),
    ("Follow-up", &[MarkKind::FollowUp]),
    ("Attention", &[MarkKind::Warning, MarkKind::Refusal]),
    ("Planned", &[MarkKind::Planned]),
];

struct Scale {
    start: f64,
    length: f64,
}

impl Scale {
    fn x(&self, at: Timestamp) -> f64 {
        let part = (seconds(at) - self.start) / self.length;
        LEFT + 14.0 + (RIGHT - LEFT - 28.0) * part.clamp(0.0, 1.0)
    }
}

/// Seconds since 1970; what is lost beyond 2^53 is no pixel.
fn seconds(at: Timestamp) -> f64 {
    at.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64()
}

impl Course {
    /// Draws a timeline; nothing while it is empty.
    pub(crate) fn draw(timeline: &[Mark], now: Timestamp) -> Option<Self> {
        let first = timeline.iter().min_by_key(|mark| mark.at.timestamp())?;
        let last = timeline.iter().max_by_key(|mark| mark.at.timestamp())?;
        let start = seconds(first.at.timestamp());
        let length = (seconds(last.at.timestamp()) - start).max(DAY_SECONDS);
        let scale = Scale { start, length };
        let lanes = lanes(timeline, &scale);
        let bottom = lanes.iter().fold(TOP, |bottom, _| bottom + LANE);
        let is_inside = (first.at.timestamp()..=last.at.timestamp()).contains(&now);
        Some(Self {
            width: WIDTH,
            height: bottom + 12.0,
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom,
            lanes,
            ticks: ticks(&first.at, &last.at, &scale),
            now: is_inside.then(|| scale.x(now)),
            description: format!(
                "{} marks from {} to {}; the list below says what they are.",
                timeline.len(),
                wording::day(&first.at),
                wording::day(&last.at)
            ),
        })
    }
}

fn lanes(timeline: &[Mark], scale: &Scale) -> Vec<Lane> {
    let mut middle = TOP + LANE / 2.0;
    let mut lanes = Vec::new();
    for (label, kinds) in LANES {
        let mut marks: Vec<&Mark> = timeline
            .iter()
            .filter(|mark| kinds.contains(&mark.kind))
            .collect();
        if marks.is_empty() {
            continue;
        }
        marks.sort_by_key(|mark| mark.at.timestamp());
        let spans = if label == "Making" {
            spans(&marks, scale)
        } else {
            Vec::new()
        };
        lanes.push(Lane {
            label,
            middle,
            marks: drawn(&marks, scale, middle),
            spans,
        });
        middle += LANE;
    }
    lanes
}

fn drawn(marks: &[&Mark], scale: &Scale, middle: f64) -> Vec<DrawnMark> {
    let mut drawn: Vec<DrawnMark> = Vec::new();
    for mark in marks {
        let mut x = scale.x(mark.at.timestamp());
        let class = shape::mark_word(mark.kind);
        let words = format!("{}: {}", wording::day(&mark.at), mark.words);
        if let Some(last) = drawn.last_mut().filter(|last| x - last.x < APART) {
            if last.class == class {
                last.words.push(words);
                continue;
            }
            x = last.x + APART;
        }
        let shape = shape::mark(mark.kind).at(x, middle, SIZE);
        drawn.push(DrawnMark {
            x,
            class,
            shape,
            words: vec![words],
        });
    }
    drawn
}

/// One bar a dose, from its first to its last mark.
fn spans(marks: &[&Mark], scale: &Scale) -> Vec<(f64, f64)> {
    let mut doses: Vec<_> = marks.iter().filter_map(|mark| mark.dose).collect();
    doses.sort_unstable();
    doses.dedup();
    doses
        .into_iter()
        .filter_map(|dose| {
            let of_dose = || marks.iter().filter(|mark| mark.dose == Some(dose));
            let from = scale.x(of_dose().next()?.at.timestamp());
            let to = scale.x(of_dose().next_back()?.at.timestamp());
            Some((from, to - from))
        })
        .collect()
}

fn ticks(first: &Moment, last: &Moment, scale: &Scale) -> Vec<(f64, String)> {
    let month = first.date().first_of_month();
    let (mut day, step, form) = match scale.length / DAY_SECONDS {
        days if days < WEEKS_UP_TO => (first.date(), 1.week(), "%-d %b"),
        days if days < MONTHS_UP_TO => (month, 1.month(), "%b %y"),
        days if days < QUARTERS_UP_TO => (month, 3.months(), "%b %y"),
        _ => (month, 1.year(), "%b %y"),
    };
    let mut ticks: Vec<(f64, String)> = Vec::new();
    while day <= last.date() {
        let Ok(at) = day.to_zoned(first.time_zone().clone()) else {
            break;
        };
        let x = scale.x(at.timestamp());
        if ticks.last().is_some_and(|(before, _)| x - before < LABEL) {
            ticks.pop();
        }
        ticks.push((x, day.strftime(form).to_string()));
        let Ok(next) = day.checked_add(step) else {
            break;
        };
        day = next;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{example, example_course};

    #[test]
    fn every_mark_is_drawn_once_or_counted_in_another() {
        let timeline = example_course::treatment().timeline;
        let course =
            Course::draw(&timeline, example::moment("2026-03-14T12:05").timestamp()).unwrap();
        let told: usize = course
            .lanes
            .iter()
            .flat_map(|lane| &lane.marks)
            .map(|mark| mark.words.len())
            .sum();
        assert_eq!(told, timeline.len());
    }

    #[test]
    fn a_course_of_one_moment_is_drawn_within_its_edges() {
        let timeline = &example_course::treatment().timeline[..1];
        let course = Course::draw(timeline, timeline[0].at.timestamp()).unwrap();
        let mark = &course.lanes[0].marks[0];
        assert!((LEFT..=RIGHT).contains(&mark.x));
    }

    #[test]
    fn an_empty_timeline_has_no_drawing() {
        assert!(Course::draw(&[], example::moment("2026-03-14T12:05").timestamp()).is_none());
    }
}
