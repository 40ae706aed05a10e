//! Puts typed rows together to a course: visits in their order, and for each what was seen.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::course::{Course, MarkerReading, Visit};
use super::finding::Findings;
use super::lesions::{Lesions, check_merges, read_lesion_row};
use super::row::{Kind, Row, State};

/// The name of the visit before treatment.
const BASELINE: &str = "baseline";

/// Makes a course of all rows of a file; findings say what keeps it from being one.
pub(super) fn assemble(rows: &[Row], findings: &mut Findings<'_>) -> Option<Course> {
    let mut visits = visits_of(rows, findings);
    let baseline = visits.iter().position(|visit| is_baseline(&visit.label));
    let Some(baseline) = baseline else {
        let message = "no visit is called 'baseline': name the scan before treatment so";
        findings.add(0, "visit", "baseline-missing", message.to_owned());
        return None;
    };
    if baseline != 0 {
        let message = "the baseline is not the first visit: look at the dates".to_owned();
        let line = rows.iter().find(|row| is_baseline(&row.visit));
        let line = line.map_or(0, |row| row.line);
        findings.add(line, "date", "baseline-not-first", message);
    }
    let lesions = Lesions::of(rows, findings);
    let mut seen = BTreeMap::new();
    for row in rows {
        check_repeated(row, &mut seen, findings);
        let Some(visit) = visits.iter_mut().find(|visit| visit.label == row.visit) else {
            continue;
        };
        match row.kind {
            Kind::Marker => read_marker_row(row, visit, findings),
            Kind::Visit => read_visit_row(row, visit, findings),
            _ => read_lesion_row(row, visit, &lesions, findings),
        }
    }
    for visit in &visits {
        check_merges(visit, rows, findings);
    }
    check_new_lesions_stated(rows, &visits, findings);
    check_marker_units(rows, findings);
    lesions.check_baseline(&visits, findings);
    let baseline = visits.remove(baseline);
    let (later, without_imaging) = visits.into_iter().partition(|visit| is_imaged(rows, visit));
    Some(Course {
        targets: lesions.targets,
        non_targets: lesions.non_targets,
        new_lesions: lesions.new_lesions,
        baseline,
        later,
        without_imaging,
    })
}

pub(super) fn is_baseline(label: &str) -> bool {
    label.eq_ignore_ascii_case(BASELINE)
}

/// Whether a visit has a row about a lesion; otherwise it only carries markers.
fn is_imaged(rows: &[Row], visit: &Visit) -> bool {
    let mut of_visit = rows.iter().filter(|row| row.visit == visit.label);
    of_visit.any(|row| !matches!(row.kind, Kind::Marker | Kind::Visit))
}

/// The visits by day. One name has one day, and one day one name.
fn visits_of(rows: &[Row], findings: &mut Findings<'_>) -> Vec<Visit> {
    let mut days: BTreeMap<&str, Date> = BTreeMap::new();
    for row in rows {
        let date = *days.entry(&row.visit).or_insert(row.date);
        if date != row.date {
            let message = format!(
                "the visit '{}' has the day {date} in another row: one visit has one day",
                row.visit
            );
            findings.add(row.line, "date", "visit-two-days", message);
        }
    }
    let mut names: BTreeMap<Date, &str> = BTreeMap::new();
    for (label, date) in &days {
        let name = names.entry(*date).or_insert(label);
        if name != label {
            let line = rows.iter().find(|row| row.visit == *label);
            let line = line.map_or(0, |row| row.line);
            let message = format!(
                "{date} is the day of the visits '{name}' and '{label}': give one visit one name, \
                 written alike in each row"
            );
            findings.add(line, "visit", "day-two-visits", message);
        }
    }
    names
        .into_iter()
        .map(|(date, label)| Visit {
            label: label.to_owned(),
            date,
            targets: BTreeMap::new(),
            non_targets: BTreeMap::new(),
            new_lesions: BTreeMap::new(),
            new_looked_for: true,
            markers: BTreeMap::new(),
            stable: None,
            new_symptom: false,
        })
        .collect()
}

/// Only the pieces of one lesion may have several rows at a visit.
fn check_repeated<'r>(
    row: &'r Row,
    seen: &mut BTreeMap<(&'r str, Kind, &'r str), (u64, bool)>,
    findings: &mut Findings<'_>,
) {
    if row.kind == Kind::Visit || row.lesion.is_empty() {
        return;
    }
    let is_split = row.state == Some(State::Split);
    let key = (row.visit.as_str(), row.kind, row.lesion.as_str());
    if let Some((line, was_split)) = seen.get(&key)
        && !(is_split && *was_split)
    {
        let message = format!(
            "'{}' has a row at this visit already, in line {line}: keep one, or give each piece \
             of a lesion that fell apart the state 'split'",
            row.lesion
        );
        findings.add(row.line, "lesion", "row-twice", message);
    }
    seen.insert(key, (row.line, is_split));
}

fn read_marker_row(row: &Row, visit: &mut Visit, findings: &mut Findings<'_>) {
    if row.lesion.is_empty() {
        let message = "nothing here: expected the marker's name".to_owned();
        findings.add(row.line, "lesion", "cell-empty", message);
    }
    if row.state.is_some() {
        let message = "a marker has a value and no state: clear this cell".to_owned();
        findings.add(row.line, "state", "state-not-of-kind", message);
    }
    if let Some((value, unit)) = &row.value {
        let reading = MarkerReading {
            value: *value,
            unit: unit.clone(),
            upper_limit: row.upper_limit,
        };
        visit.markers.insert(row.lesion.clone(), reading);
    } else if !row.has_finding {
        let message = "no value: expected the marker's value with its unit".to_owned();
        findings.add(row.line, "measurement", "cell-empty", message);
    }
}

fn read_visit_row(row: &Row, visit: &mut Visit, findings: &mut Findings<'_>) {
    let stable = match &row.state {
        Some(State::Stable) => true,
        Some(State::Unstable) => false,
        Some(State::NewSymptom) => {
            visit.new_symptom = true;
            return;
        }
        _ if row.has_finding => return,
        _ => {
            let message = "expected stable, unstable or new-symptom in a row about the visit";
            findings.add(row.line, "state", "state-not-of-kind", message.to_owned());
            return;
        }
    };
    if visit.stable.is_some_and(|said| said != stable) {
        let message = "the visit is called stable and unstable: keep one".to_owned();
        findings.add(row.line, "state", "visit-two-states", message);
    }
    visit.stable = Some(stable);
}

/// A visit that says nothing about new lesions cannot be told from one that had none.
fn check_new_lesions_stated(rows: &[Row], visits: &[Visit], findings: &mut Findings<'_>) {
    for visit in visits.iter().filter(|visit| !is_baseline(&visit.label)) {
        if !is_imaged(rows, visit) {
            continue;
        }
        let mut of_visit = rows.iter().filter(|row| row.visit == visit.label);
        let line = of_visit.clone().next().map_or(0, |row| row.line);
        if !of_visit.any(|row| row.kind == Kind::New) {
            let message = format!(
                "the visit '{}' does not say whether there are new lesions: add a row of kind new \
                 with the state none, not-evaluated, or what was seen",
                visit.label
            );
            findings.add(line, "kind", "new-lesions-not-stated", message);
        }
    }
}

/// Values of one marker are comparable only in one unit.
fn check_marker_units(rows: &[Row], findings: &mut Findings<'_>) {
    let mut units: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows {
        let Some((_, unit)) = &row.value else {
            continue;
        };
        let first = units.entry(&row.lesion).or_insert(unit);
        if first != unit {
            let message = format!(
                "'{}' stands in {first} in another row: give all its values in one unit",
                row.lesion
            );
            findings.add(row.line, "unit", "marker-two-units", message);
        }
    }
}
