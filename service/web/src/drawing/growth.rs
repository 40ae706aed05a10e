//! The growth curve: cells over days of culture on a logarithmic scale, with the dose's window and
//! the days of harvest.
//!
//! It shows what was counted. It promises nothing and draws no line beyond the last count.

use cikada_app::read::batch::{BatchPage, GrowthPoint};

const LEFT: f64 = 64.0;
const RIGHT: f64 = 748.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 326.0;
/// More cells than any culture holds; decades are looked for below it.
const EXPONENT_MAX: i32 = 18;

/// A drawing of 760 by 380.
#[derive(Debug)]
pub(crate) struct Growth {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) days: Vec<Tick>,
    pub(crate) decades: Vec<Tick>,
    pub(crate) dose: Option<Band>,
    pub(crate) harvest: Band,
    pub(crate) path: String,
    pub(crate) points: Vec<Point>,
    pub(crate) description: String,
}

/// A place on an axis with its label.
#[derive(Debug)]
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) label: String,
}

/// A window: where it begins and how far it reaches.
#[derive(Debug)]
pub(crate) struct Band {
    pub(crate) from: f64,
    pub(crate) length: f64,
    pub(crate) middle: f64,
}

/// One count.
#[derive(Debug)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) day: String,
    pub(crate) words: String,
    pub(crate) viability: Option<String>,
    pub(crate) is_last: bool,
}

struct Scale {
    days: f64,
    low: i32,
    high: i32,
}

impl Scale {
    fn x(&self, days: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (days / self.days).clamp(0.0, 1.0)
    }

    fn y(&self, cells: f64) -> f64 {
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let part = (cells.log10() - low) / (high - low);
        BOTTOM - (BOTTOM - TOP) * part.clamp(0.0, 1.0)
    }
}

impl Growth {
    /// Draws a batch's counts; nothing while there are none.
    pub(crate) fn draw(batch: &BatchPage) -> Option<Self> {
        let counts: Vec<(f64, f64, &GrowthPoint)> = batch
            .growth
            .iter()
            .filter_map(|point| {
                let (days, cells) = (number(&point.days)?, number(&point.cells)?);
                (cells > 0.0).then_some((days, cells, point))
            })
            .collect();
        let last_day = counts.last()?.0;
        let (low, high) = &batch.target_cells;
        let (low, high) = (
            low.as_deref().and_then(number),
            high.as_deref().and_then(number),
        );
        let harvest_to = f64::from(batch.harvest_days.1) + 1.0;
        let all = || counts.iter().map(|count| count.1).chain(low).chain(high);
        let scale = Scale {
            days: harvest_to.max(last_day) + 1.0,
            low: decade_below(all().fold(f64::INFINITY, f64::min)),
            high: decade_above(all().fold(0.0, f64::max)),
        };
        let points = points(&scale, &counts);
        Some(Self {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            days: day_ticks(&scale),
            decades: (scale.low..=scale.high)
                .map(|exponent| Tick {
                    at: scale.y(10_f64.powi(exponent)),
                    label: format!("10{}", superscript(exponent)),
                })
                .collect(),
            dose: dose_band(&scale, low, high),
            harvest: band(
                scale.x(f64::from(batch.harvest_days.0)),
                scale.x(harvest_to),
            ),
            path: path(&points),
            description: description(batch, &points),
            points,
        })
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn decade_below(cells: f64) -> i32 {
    (0..EXPONENT_MAX)
        .rev()
        .find(|&exponent| 10_f64.powi(exponent) <= cells)
        .unwrap_or(0)
}

fn decade_above(cells: f64) -> i32 {
    let above = |&exponent: &i32| 10_f64.powi(exponent) >= cells;
    (1..EXPONENT_MAX).find(above).unwrap_or(EXPONENT_MAX)
}

fn superscript(exponent: i32) -> String {
    let raised = |digit: char| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    exponent.to_string().chars().map(raised).collect()
}

fn day_ticks(scale: &Scale) -> Vec<Tick> {
    let step = if scale.days > 24.0 { 7 } else { 2 };
    (0..=120_u16)
        .step_by(step)
        .map(f64::from)
        .take_while(|&day| day <= scale.days)
        .map(|day| Tick {
            at: scale.x(day),
            label: format!("{day}"),
        })
        .collect()
}

fn band(from: f64, to: f64) -> Band {
    Band {
        from,
        length: (to - from).max(0.0),
        middle: f64::midpoint(from, to),
    }
}

fn dose_band(scale: &Scale, low: Option<f64>, high: Option<f64>) -> Option<Band> {
    if low.is_none() && high.is_none() {
        return None;
    }
    let from = high.map_or(TOP, |cells| scale.y(cells));
    let to = low.map_or(BOTTOM, |cells| scale.y(cells));
    Some(band(from, to))
}

fn points(scale: &Scale, counts: &[(f64, f64, &GrowthPoint)]) -> Vec<Point> {
    let last = counts.len().saturating_sub(1);
    counts
        .iter()
        .enumerate()
        .map(|(index, &(days, cells, point))| Point {
            x: scale.x(days),
            y: scale.y(cells),
            day: format!("{days:.1}"),
            words: point.words.clone(),
            viability: point.viability.clone(),
            is_last: index == last,
        })
        .collect()
}

fn path(points: &[Point]) -> String {
    let parts: Vec<String> = points
        .iter()
        .map(|point| format!("{:.1} {:.1}", point.x, point.y))
        .collect();
    format!("M{}", parts.join("L"))
}

fn description(batch: &BatchPage, points: &[Point]) -> String {
    let counts: Vec<String> = points
        .iter()
        .map(|point| format!("day {}: {}", point.day, point.words))
        .collect();
    let (first, last) = batch.harvest_days;
    format!(
        "Counts so far: {}. Harvest from day {first} to day {last}.",
        counts.join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_higher_count_is_drawn_higher_and_a_later_one_further_right() {
        let growth = Growth::draw(&example::batch()).unwrap();
        for pair in growth.points.windows(2) {
            assert!(pair[1].x > pair[0].x && pair[1].y < pair[0].y);
        }
    }

    #[test]
    fn every_count_lies_within_the_axes() {
        let growth = Growth::draw(&example::batch()).unwrap();
        for point in &growth.points {
            assert!((LEFT..=RIGHT).contains(&point.x) && (TOP..=BOTTOM).contains(&point.y));
        }
    }

    #[test]
    fn a_culture_without_a_readable_count_has_no_drawing() {
        let mut batch = example::batch();
        batch.growth.clear();
        assert!(Growth::draw(&batch).is_none());
    }

    #[test]
    fn a_dose_without_an_upper_limit_has_a_window_to_the_top() {
        let mut batch = example::batch();
        batch.target_cells.1 = None;
        let dose = Growth::draw(&batch).unwrap().dose.unwrap();
        assert!((dose.from - TOP).abs() < f64::EPSILON);
    }
}
