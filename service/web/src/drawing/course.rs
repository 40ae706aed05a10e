//! The course of a treatment as a drawing: one lane for each kind of mark, time from left to right.
//!
//! A course is weeks full of acts and years of visits. Each day on which something happens gets a
//! share of the width besides its share of the time, so that busy weeks are drawn wider; the ticks
//! tell where. Marks that would lie on each other are drawn as one with their number. The list
//! below the drawing on the page says the same in words.

use std::collections::BTreeSet;

use cikada_app::read::Moment;
use cikada_app::read::treatment::{Mark, MarkKind};
use jiff::{Timestamp, ToSpan};

use crate::shape::{self, Placed};
use crate::wording;

const WIDTH: f64 = 1080.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 1080.0;
const EDGE: f64 = 18.0;
const TOP: f64 = 34.0;
const LANE: f64 = 46.0;
const SIZE: f64 = 23.0;
/// Closer than this and two marks of a kind are drawn as one, two of different kinds side by side.
const APART: f64 = 25.0;
/// The room a tick's label takes.
const LABEL: f64 = 58.0;
/// How much of the width is shared by time; the rest is shared by days with marks.
const BY_TIME: f64 = 0.3;
/// More than these are told in the list, not in the words of one mark.
const WORDS_MAX: usize = 10;

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
    pub(crate) count: usize,
    words: Vec<String>,
}

impl DrawnMark {
    /// What a pointer resting on the mark reads.
    pub(crate) fn words(&self) -> String {
        let mut words = self.words.join("\n");
        if self.count > self.words.len() {
            words.push_str(&format!("\nand {} more", self.count - self.words.len()));
        }
        words
    }
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

/// Where a time lies: the days with marks and the place of each.
struct Scale(Vec<(f64, f64)>);

impl Scale {
    fn new(timeline: &[Mark]) -> Self {
        let days: BTreeSet<Timestamp> = timeline
            .iter()
            .map(|mark| {
                mark.at
                    .start_of_day()
                    .unwrap_or_else(|_| mark.at.clone())
                    .timestamp()
            })
            .collect();
        let days: Vec<f64> = days.into_iter().map(seconds).collect();
        let (first, last) = (
            days.first().copied().unwrap_or(0.0),
            days.last().copied().unwrap_or(0.0),
        );
        let length = (last - first).max(1.0);
        let gaps = f64::from(u32::try_from(days.len()).unwrap_or(u32::MAX)) - 1.0;
        let mut busy = 0.0;
        let places = days.into_iter().map(|day| {
            let part = BY_TIME * (day - first) / length + (1.0 - BY_TIME) * busy / gaps.max(1.0);
            busy += 1.0;
            (day, LEFT + EDGE + (RIGHT - LEFT - 2.0 * EDGE) * part)
        });
        Self(places.collect())
    }

    fn x(&self, at: Timestamp) -> f64 {
        let at = seconds(at);
        let after = self.0.partition_point(|(day, _)| *day <= at);
        let before = after.checked_sub(1).and_then(|index| self.0.get(index));
        match (before, self.0.get(after)) {
            (Some((from, left)), Some((to, right))) => {
                left + (right - left) * (at - from) / (to - from)
            }
            (Some((_, x)), None) | (None, Some((_, x))) => *x,
            (None, None) => LEFT,
        }
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
        let scale = Scale::new(timeline);
        let lanes = lanes(timeline, &scale);
        let bottom = lanes.iter().fold(TOP, |bottom, _| bottom + LANE);
        let is_inside = (first.at.timestamp()..=last.at.timestamp()).contains(&now);
        Some(Self {
            width: WIDTH,
            height: bottom + 14.0,
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
                last.count += 1;
                if last.words.len() < WORDS_MAX {
                    last.words.push(words);
                }
                continue;
            }
            x = last.x + APART;
        }
        let shape = shape::mark(mark.kind).at(x, middle, SIZE);
        drawn.push(DrawnMark {
            x,
            class,
            shape,
            count: 1,
            words: vec![words],
        });
    }
    drawn
}

/// One bar a dose, from its first to its last mark.
fn spans(marks: &[&Mark], scale: &Scale) -> Vec<(f64, f64)> {
    let doses: BTreeSet<_> = marks.iter().filter_map(|mark| mark.dose).collect();
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

/// A tick a month, as far as there is room for its label.
fn ticks(first: &Moment, last: &Moment, scale: &Scale) -> Vec<(f64, String)> {
    let mut day = first.date();
    let mut ticks: Vec<(f64, String)> = Vec::new();
    while day <= last.date() {
        let Ok(at) = day.to_zoned(first.time_zone().clone()) else {
            break;
        };
        let x = scale.x(at.timestamp());
        if ticks.last().is_none_or(|(before, _)| x - before >= LABEL) && x + LABEL < RIGHT {
            ticks.push((x, day.strftime("%b %Y").to_string()));
        }
        let Ok(next) = day.first_of_month().checked_add(1.month()) else {
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
            .map(|mark| mark.count)
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

    #[test]
    fn a_later_mark_is_never_drawn_before_an_earlier_one() {
        let timeline = example_course::treatment().timeline;
        let scale = Scale::new(&timeline);
        let mut times: Vec<Timestamp> = timeline.iter().map(|mark| mark.at.timestamp()).collect();
        times.sort_unstable();
        for pair in times.windows(2) {
            assert!(scale.x(pair[0]) <= scale.x(pair[1]));
            assert!((LEFT..=RIGHT).contains(&scale.x(pair[1])));
        }
    }
}
