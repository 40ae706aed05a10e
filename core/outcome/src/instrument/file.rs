//! An instrument's file, read by its mapping.

use std::collections::BTreeMap;

use cikada_domain::{Quantity, SampleId, TestId, Value};
use jiff::civil::DateTime;

use super::mapping::{Mapping, Meaning, Measure};
use crate::table::{Cell, Fault, Row, Table};

/// One value of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The line it stands on, counted from 1.
    pub line: u64,
    /// The sample.
    pub sample: SampleId,
    /// The test.
    pub test: TestId,
    /// The value.
    pub value: Value,
    /// When it was measured, as the instrument's own clock said.
    pub measured: Option<DateTime>,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    /// Values, in the order of lines.
    pub readings: Vec<Reading>,
    /// Places that cannot be read as the mapping says, in the order of lines.
    pub faults: Vec<Fault>,
}

/// Reads a file. A row with a fault gives no reading at all, and of a test that stands there twice
/// for one sample neither counts.
#[must_use]
pub fn read_file(mapping: &Mapping, bytes: &[u8]) -> Readings {
    let shape = mapping.layout.shape();
    let (table, mut faults) = Table::read_as(bytes, &columns(mapping), shape);
    let mut readings = Vec::new();
    for row in &table.rows {
        // A row with a byte that is no text has its fault already.
        if !faults.iter().any(|fault| fault.line == row.line) {
            read_row(mapping, row, &mut readings, &mut faults);
        }
    }
    drop_repeated(&mut readings, &mut faults);
    faults.sort_by_key(|fault| fault.line);
    Readings { readings, faults }
}

fn columns(mapping: &Mapping) -> Vec<&str> {
    let mut columns = vec![mapping.sample.as_str()];
    columns.extend(mapping.measured.as_ref().map(|(column, _)| column.as_str()));
    columns.extend(mapping.layout.column_ignored());
    for measure in &mapping.measures {
        columns.push(&measure.column);
        columns.extend(measure.when.as_ref().map(|when| when.column.as_str()));
    }
    let mut once = Vec::new();
    for column in columns {
        if !once.contains(&column) {
            once.push(column);
        }
    }
    once
}

fn read_row(mapping: &Mapping, row: &Row, readings: &mut Vec<Reading>, faults: &mut Vec<Fault>) {
    if mapping.layout.ignores(row) {
        return;
    }
    let before = faults.len();
    let sample = row
        .cell(&mapping.sample)
        .parse("the number of a sample", faults, |text| {
            SampleId::new(text).ok()
        });
    let measured = mapping.measured.as_ref().and_then(|(column, format)| {
        let expected = format!("a time written as {format}");
        row.cell(column).parse(&expected, faults, |text| {
            DateTime::strptime(format, text).ok()
        })
    });
    let of_row = of_row(mapping, row, faults);
    let values: Vec<_> = of_row
        .into_iter()
        .filter_map(|measure| Some((measure, value(mapping, measure, row, faults)?)))
        .collect();
    let Some(sample) = sample.filter(|_| faults.len() == before) else {
        return;
    };
    readings.extend(values.into_iter().map(|(measure, value)| Reading {
        line: row.line,
        sample: sample.clone(),
        test: measure.test.clone(),
        value,
        measured,
    }));
}

/// The tests a row is of. A row that is of none, where rows say what they are of, is at fault: a gate
/// or a bottle that nobody told the mapping about.
fn of_row<'m>(mapping: &'m Mapping, row: &Row, faults: &mut Vec<Fault>) -> Vec<&'m Measure> {
    let is_of = |measure: &&Measure| {
        let when = measure.when.as_ref();
        when.is_none_or(|when| row.cell(&when.column).text == when.is)
    };
    let found: Vec<_> = mapping.measures.iter().filter(is_of).collect();
    let mut named = mapping.measures.iter().filter_map(|m| m.when.as_ref());
    if found.is_empty()
        && let Some(first) = named.next()
    {
        let known = mapping.measures.iter().filter_map(|m| m.when.as_ref());
        let known: Vec<_> = known.map(|when| format!("'{}'", when.is)).collect();
        let expected = format!("one of {}, or what the mapping ignores", known.join(", "));
        faults.push(row.cell(&first.column).fault(&expected));
    }
    found
}

fn value(
    mapping: &Mapping,
    measure: &Measure,
    row: &Row,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let cell = row.cell(&measure.column);
    match &measure.meaning {
        Meaning::Words(words) => {
            let known: Vec<_> = words.keys().map(String::as_str).collect();
            let expected = format!("one of {}", known.join(", "));
            cell.parse(&expected, faults, |text| words.get(text).cloned())
        }
        Meaning::Number {
            unit,
            below_as_limit,
        } => number(mapping.layout.decimal, unit, *below_as_limit, &cell, faults)
            .map(Value::Quantity),
    }
}

pub(super) fn number(
    decimal: char,
    unit: &Quantity,
    below_as_limit: bool,
    cell: &Cell,
    faults: &mut Vec<Fault>,
) -> Option<Quantity> {
    let other = if decimal == '.' { ',' } else { '.' };
    let mut expected = format!("a number with '{decimal}' as decimal sign and no grouping");
    if cell.text.contains(other) {
        expected.push_str(&format!("; '{other}' means nothing under this mapping"));
    } else if cell.text.starts_with('<') && !below_as_limit {
        expected.push_str("; the mapping does not say what '<' means");
    }
    cell.parse(&expected, faults, |text| {
        let below = text.strip_prefix('<').filter(|_| below_as_limit);
        let text = below.unwrap_or(text).trim_start();
        let plain = |c: char| c.is_ascii_digit() || c == decimal || "+-eE".contains(c);
        let starts = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let ends = text.ends_with(|c: char| c.is_ascii_digit());
        if !(starts && ends && text.chars().all(plain)) {
            return None;
        }
        let point = text.replacen(decimal, ".", 1);
        format!("{point} {}", unit.unit_code()).parse().ok()
    })
}

/// Of one test of one sample a file says one thing; where it says two, nobody knows which.
fn drop_repeated(readings: &mut Vec<Reading>, faults: &mut Vec<Fault>) {
    let mut lines: BTreeMap<(SampleId, TestId), Vec<u64>> = BTreeMap::new();
    for reading in readings.iter() {
        let of = (reading.sample.clone(), reading.test.clone());
        lines.entry(of).or_default().push(reading.line);
    }
    lines.retain(|_, lines| lines.len() > 1);
    for ((sample, test), lines) in &lines {
        let all: Vec<_> = lines.iter().map(ToString::to_string).collect();
        for line in lines {
            faults.push(Fault {
                line: *line,
                column: String::new(),
                found: format!("sample {sample} with {test} on lines {}", all.join(", ")),
                expected: "each test of a sample once".to_owned(),
            });
        }
    }
    readings.retain(|reading| !lines.contains_key(&(reading.sample.clone(), reading.test.clone())));
}
