//! Serum markers: trends beside a response, never in it.
//!
//! The rules are from memory and say so wherever they are printed. Which disease a marker belongs
//! to is not known here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::change::percent_text;
use super::course::Course;

/// One value of a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkerPoint {
    /// The visit's name.
    pub label: String,
    /// Its day.
    pub date: Date,
    /// The value, in the marker's unit.
    pub value: Decimal,
    /// Change from the first value in per cent, for reading.
    pub from_first: Option<String>,
    /// Change from the smallest value before in per cent, for reading.
    pub from_smallest: Option<String>,
}

/// All values of one marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkerTrend {
    /// The marker's name, as the file has it.
    pub name: String,
    /// The unit of all values.
    pub unit: String,
    /// The values by day.
    pub points: Vec<MarkerPoint>,
    /// What is said of this marker, and what its rule finds. From memory, unverified.
    pub notes: Vec<String>,
}

/// What is said of a marker, from memory.
const SAID: [(&str, &str); 10] = [
    ("LDH", "prognostic only"),
    ("S100B", "prognostic only"),
    ("AFP", "a trend; a fall of 20 % or more is prognostic"),
    ("PIVKA-II", "a trend"),
    ("CEA", "a trend; a rise early in treatment may be a surge"),
    ("CA19-9", "falsely high in cholestasis"),
    (
        "CA125",
        "GCIG: a fall of 50 % or more held for 28 days responds; a doubling progresses",
    ),
    (
        "PSA",
        "PCWG3: 25 % and 2 ng/mL over the smallest value progresses",
    ),
    (
        "BCR::ABL1",
        "ELN milestones apply; they are not worked out here",
    ),
    (
        "JAK2V617F",
        "ELN criteria apply; they are not worked out here",
    ),
];

const HELD_DAYS: i32 = 28;

pub(super) fn trends(course: &Course) -> Vec<MarkerTrend> {
    let mut by_name: BTreeMap<&str, MarkerTrend> = BTreeMap::new();
    for visit in course.visits() {
        for (name, reading) in &visit.markers {
            let trend = by_name.entry(name).or_insert_with(|| MarkerTrend {
                name: name.clone(),
                unit: reading.unit.clone(),
                points: Vec::new(),
                notes: Vec::new(),
            });
            let first = trend.points.first().map(|point| point.value);
            let smallest = trend.points.iter().map(|point| point.value).min();
            let change = |from: Option<Decimal>| {
                from.and_then(|from| percent_text(reading.value - from, from))
            };
            trend.points.push(MarkerPoint {
                label: visit.label.clone(),
                date: visit.date,
                value: reading.value,
                from_first: change(first),
                from_smallest: change(smallest),
            });
        }
    }
    let mut trends: Vec<_> = by_name.into_values().collect();
    for trend in &mut trends {
        trend.notes = notes(trend);
    }
    trends
}

fn notes(trend: &MarkerTrend) -> Vec<String> {
    let name: String = trend
        .name
        .chars()
        .filter(|character| !matches!(character, ' ' | '-'))
        .collect();
    let known = SAID
        .iter()
        .find(|(known, _)| known.replace('-', "").eq_ignore_ascii_case(&name));
    let Some((known, said)) = known else {
        return vec!["no rule is kept for this marker".to_owned()];
    };
    let mut notes = vec![format!("{said} (from memory, unverified)")];
    let found = match *known {
        "AFP" => fall(trend, 20),
        "CA125" => [held_half(trend), doubled(trend)]
            .into_iter()
            .flatten()
            .next(),
        "PSA" if trend.unit.eq_ignore_ascii_case("ng/mL") => rise(trend),
        "PSA" => Some("its rule needs ng/mL and was not applied".to_owned()),
        _ => None,
    };
    notes.extend(found);
    notes
}

fn first(trend: &MarkerTrend) -> Decimal {
    trend
        .points
        .first()
        .map_or(Decimal::ZERO, |point| point.value)
}

fn fall(trend: &MarkerTrend, percent: u32) -> Option<String> {
    let first = first(trend);
    let enough = first * Decimal::from(100 - percent);
    let met = trend
        .points
        .iter()
        .find(|point| first > Decimal::ZERO && point.value * Decimal::ONE_HUNDRED <= enough)?;
    Some(format!("fallen by {percent} % or more at {}", met.label))
}

/// Half or less, and still so 28 days later with nothing above it in between.
fn held_half(trend: &MarkerTrend) -> Option<String> {
    let first = first(trend);
    let is_half =
        |point: &&MarkerPoint| first > Decimal::ZERO && point.value * Decimal::TWO <= first;
    trend.points.iter().enumerate().find_map(|(index, from)| {
        let mut held = trend.points.iter().skip(index).take_while(is_half);
        let held = held.any(|point| (point.date - from.date).get_days() >= HELD_DAYS);
        held.then(|| format!("half or less from {} on, for 28 days", from.label))
    })
}

/// Twice the first value or the upper limit is the usual question; the first value is what is known.
fn doubled(trend: &MarkerTrend) -> Option<String> {
    let first = first(trend);
    let met = trend
        .points
        .iter()
        .find(|point| first > Decimal::ZERO && point.value >= first * Decimal::TWO)?;
    Some(format!("doubled at {}", met.label))
}

fn rise(trend: &MarkerTrend) -> Option<String> {
    let mut smallest: Option<Decimal> = None;
    for point in &trend.points {
        let rise = point.value - smallest.unwrap_or(point.value);
        let quarter = smallest.is_some_and(|from| rise * Decimal::from(4) >= from);
        if quarter && rise >= Decimal::TWO {
            return Some(format!(
                "25 % and 2 ng/mL over the smallest value at {}",
                point.label
            ));
        }
        smallest = Some(smallest.map_or(point.value, |smallest| smallest.min(point.value)));
    }
    None
}
