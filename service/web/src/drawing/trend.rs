//! A trend: one value a batch in order of time, with the limit that must be kept and the limits the
//! process keeps by itself.
//!
//! Batches stand at equal distances, as their order is what a control chart reads.

use cikada_app::read::trends::{PointStanding, TrendPage, TrendPoint};

use crate::drawing::growth::Tick;
use crate::wording;

const LEFT: f64 = 72.0;
const RIGHT: f64 = 636.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 320.0;
/// Labels of lines stand at least so far apart.
const LABEL_GAP: f64 = 16.0;
const DAYS_MAX: usize = 5;

/// A drawing of 760 by 370.
#[derive(Debug)]
pub(crate) struct Trend {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) values: Vec<Tick>,
    pub(crate) days: Vec<Tick>,
    pub(crate) lines: Vec<Line>,
    pub(crate) path: String,
    pub(crate) points: Vec<Point>,
    pub(crate) description: String,
}

/// A line across the drawing: a limit, a control limit or the mean.
#[derive(Debug)]
pub(crate) struct Line {
    /// Its class: `limit`, `control` or `mean`.
    pub(crate) kind: &'static str,
    pub(crate) y: f64,
    pub(crate) label: String,
    /// Where the label stands, clear of the others.
    pub(crate) label_y: f64,
}

/// One value.
#[derive(Debug)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) standing: PointStanding,
    pub(crate) fails: bool,
    pub(crate) beyond_control: bool,
    pub(crate) words: String,
}

struct Scale {
    low: f64,
    high: f64,
    step: f64,
    count: usize,
}

impl Scale {
    fn x(&self, index: usize) -> f64 {
        let gaps = self.count.max(2) as f64;
        LEFT + (RIGHT - LEFT) * (index as f64 + 0.5) / gaps
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        BOTTOM - (BOTTOM - TOP) * part.clamp(0.0, 1.0)
    }
}

impl Trend {
    /// Draws a series; nothing while there is no value.
    pub(crate) fn draw(page: &TrendPage) -> Option<Self> {
        let found: Vec<(f64, &TrendPoint)> = page
            .points
            .iter()
            .filter_map(|point| Some((number(&point.amount)?, point)))
            .collect();
        let raw = raw_lines(page);
        let scale = scale(&found, &raw)?;
        let points: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(index, &(value, point))| Point {
                x: scale.x(index),
                y: scale.y(value),
                standing: point.standing,
                fails: point.meets == Some(false),
                beyond_control: point.beyond_control,
                words: format!("{}, {}", point.words, wording::day(&point.at)),
            })
            .collect();
        Some(Self {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            values: ticks(&scale),
            days: days(&scale, &found),
            lines: lines(&scale, raw),
            path: path(&points),
            description: description(page, &found),
            points,
        })
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn raw_lines(page: &TrendPage) -> Vec<(&'static str, f64)> {
    let bounds = [&page.bounds.0, &page.bounds.1].into_iter().flatten();
    let bounds = bounds.filter_map(|text| Some(("limit", number(text)?)));
    let chart = page.chart.as_ref();
    let mean = chart.map(|chart| ("mean", chart.mean));
    let limits = chart.and_then(|chart| chart.limits.as_ref());
    let control = limits.into_iter().flatten();
    let control = control.map(|(limit, _)| ("control", *limit));
    bounds.chain(mean).chain(control).collect()
}

/// A scale with round steps that holds every value and line. Where nothing measured lies below zero
/// the scale does not either: a control limit there is arithmetic.
fn scale(found: &[(f64, &TrendPoint)], lines: &[(&'static str, f64)]) -> Option<Scale> {
    let measured = || found.iter().map(|(value, _)| *value);
    let least = measured().reduce(f64::min)?;
    let all = || measured().chain(lines.iter().map(|(_, value)| *value));
    let (mut low, mut high) = (all().fold(least, f64::min), all().fold(least, f64::max));
    if least >= 0.0 {
        low = low.max(0.0);
    }
    if high - low <= f64::EPSILON * high.abs() {
        let around = if high == 0.0 { 1.0 } else { high.abs() * 0.1 };
        (low, high) = (low - around, high + around);
    }
    let step = round_step((high - low) / 5.0);
    Some(Scale {
        low: (low / step).floor() * step,
        high: (high / step).ceil() * step,
        step,
        count: found.len(),
    })
}

pub(super) fn round_step(least: f64) -> f64 {
    (-12..=18)
        .flat_map(|exponent| [1.0, 2.0, 5.0].map(|first| first * 10_f64.powi(exponent)))
        .find(|step| *step >= least)
        .unwrap_or(least)
}

fn ticks(scale: &Scale) -> Vec<Tick> {
    (0..=10_u16)
        .map(|index| scale.low + f64::from(index) * scale.step)
        .take_while(|value| *value <= scale.high + scale.step / 2.0)
        .map(|value| Tick {
            at: scale.y(value),
            label: label(value, scale.step),
        })
        .collect()
}

/// A number with as many digits as tell steps apart; in powers of ten from a million on.
pub(super) fn label(value: f64, step: f64) -> String {
    let decimals = |step: f64| {
        let mut fitting = (0..=12_usize).zip(0_i32..);
        let fits = |exponent: i32| step * 10_f64.powi(exponent) >= 0.999;
        fitting
            .find(|(_, exponent)| fits(*exponent))
            .map_or(12, |(decimals, _)| decimals)
    };
    // What is nothing but a rounding is shown as nothing.
    let value = if value.abs() < step / 1e6 { 0.0 } else { value };
    if value.abs() < 1e6 {
        return format!("{value:.0$}", decimals(step));
    }
    let power = (6..=18)
        .rev()
        .find(|power| 10_f64.powi(*power) <= value.abs());
    let power = power.unwrap_or(6);
    let digits = decimals(step / 10_f64.powi(power));
    format!("{:.digits$}e{power}", value / 10_f64.powi(power))
}

fn lines(scale: &Scale, raw: Vec<(&'static str, f64)>) -> Vec<Line> {
    let within = raw.into_iter().filter(|(_, value)| *value >= scale.low);
    let mut lines: Vec<_> = within
        .map(|(kind, value)| Line {
            kind,
            y: scale.y(value),
            label: format!("{kind} {}", label(value, scale.step / 10.0)),
            label_y: scale.y(value) + 4.5,
        })
        .collect();
    lines.sort_by(|left, right| left.y.total_cmp(&right.y));
    let mut above = f64::NEG_INFINITY;
    for line in &mut lines {
        line.label_y = line.label_y.max(above + LABEL_GAP);
        above = line.label_y;
    }
    lines
}

fn days(scale: &Scale, found: &[(f64, &TrendPoint)]) -> Vec<Tick> {
    let every = found.len().div_ceil(DAYS_MAX).max(1);
    found
        .iter()
        .enumerate()
        .step_by(every)
        .map(|(index, (_, point))| Tick {
            at: scale.x(index),
            label: point.at.strftime("%-d %b %Y").to_string(),
        })
        .collect()
}

fn path(points: &[Point]) -> String {
    let counted = points
        .iter()
        .filter(|point| point.standing == PointStanding::Counts);
    let parts: Vec<_> = counted
        .map(|point| format!("{:.1} {:.1}", point.x, point.y))
        .collect();
    match parts.len() {
        0 => String::new(),
        _ => format!("M{}", parts.join("L")),
    }
}

fn description(page: &TrendPage, found: &[(f64, &TrendPoint)]) -> String {
    let by_value =
        |left: &&(f64, &TrendPoint), right: &&(f64, &TrendPoint)| left.0.total_cmp(&right.0);
    let words = |point: Option<&(f64, &TrendPoint)>| {
        point.map_or_else(String::new, |(_, point)| point.words.clone())
    };
    let (lowest, highest) = (
        words(found.iter().min_by(by_value)),
        words(found.iter().max_by(by_value)),
    );
    let beyond = found.iter().filter(|(_, point)| point.beyond_control);
    let fails = found.iter().filter(|(_, point)| point.meets == Some(false));
    let control = match page.chart.as_ref().and_then(|chart| chart.limits.as_ref()) {
        Some([(_, lower), (_, upper)]) => format!(
            "Control limits {lower} and {upper}; {} outside.",
            beyond.count()
        ),
        None => "No control limits yet.".to_owned(),
    };
    format!(
        "{} values in order of time, from {lowest} to {highest}. {control} {} beyond the limit.",
        found.len(),
        fails.count()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_trends::trend;

    #[test]
    fn a_higher_value_is_drawn_higher_and_a_later_one_further_right() {
        let page = trend();
        let drawing = Trend::draw(&page).unwrap();
        for pair in drawing.points.windows(2) {
            assert!(pair[1].x > pair[0].x);
        }
        let value = |index: usize| page.points[index].amount.parse::<f64>().unwrap();
        for (one, other) in [(0, 1), (1, 2), (3, 7)] {
            let drawn = drawing.points[one].y > drawing.points[other].y;
            assert_eq!(drawn, value(one) < value(other));
        }
    }

    #[test]
    fn every_value_and_line_lies_within_the_axes_and_labels_stand_apart() {
        let drawing = Trend::draw(&trend()).unwrap();
        for point in &drawing.points {
            assert!((LEFT..=RIGHT).contains(&point.x) && (TOP..=BOTTOM).contains(&point.y));
        }
        for pair in drawing.lines.windows(2) {
            assert!(pair[1].label_y - pair[0].label_y >= LABEL_GAP - 1e-9);
        }
    }

    #[test]
    fn a_control_limit_below_zero_is_not_drawn_where_nothing_lies_there() {
        let mut page = trend();
        page.chart.as_mut().unwrap().limits =
            Some([(-3.0, "-3 %".to_owned()), (99.0, "99 %".to_owned())]);
        let drawing = Trend::draw(&page).unwrap();
        let control = drawing.lines.iter().filter(|line| line.kind == "control");
        assert_eq!(control.count(), 1);
    }

    #[test]
    fn an_axis_tells_its_steps_apart() {
        assert_eq!(label(87.5, 2.5), "88");
        assert_eq!(label(0.05, 0.01), "0.05");
        assert_eq!(label(1.2e10, 1e9), "1.2e10");
        assert_eq!(label(1.25e10, 5e7), "1.250e10");
        assert_eq!(label(1e-17, 0.5), "0.0");
    }

    #[test]
    fn one_value_alone_is_drawn_and_none_is_not() {
        let mut page = trend();
        page.points.truncate(1);
        page.chart = None;
        page.bounds = (None, None);
        assert!(Trend::draw(&page).is_some());
        page.points.clear();
        assert!(Trend::draw(&page).is_none());
    }
}
