//! Reading a study: a row a subject.

use crate::table::{Fault, Table, number};

use super::{Observation, Study, Subject};

const FIXED: [&str; 3] = ["time", "event", "group"];

/// Reads `time,event,group` and any further columns as covariates, which are numbers.
///
/// # Errors
/// Every place that cannot be read.
pub fn read_study(bytes: &[u8]) -> Result<Study, Vec<Fault>> {
    let (table, mut faults) = Table::read(bytes, &FIXED);
    let covariates = table
        .columns
        .iter()
        .filter(|name| !FIXED.contains(&name.as_str()));
    let covariates: Vec<String> = covariates.cloned().collect();
    let mut groups: Vec<String> = Vec::new();
    let mut subjects = Vec::new();
    for row in &table.rows {
        let at_least_zero = |text: &str| number(text).filter(|time| *time >= 0.0);
        let expected = "a number from 0, with a decimal point";
        let time = row.cell("time").parse(expected, &mut faults, at_least_zero);
        let expected = "1 for the event, 0 for censored";
        let event = row.cell("event").parse(expected, &mut faults, event);
        let name = row.cell("group");
        if name.text.is_empty() {
            faults.push(name.fault("the group's name"));
        }
        let values = covariates.iter().map(|covariate| {
            let expected = "a number with a decimal point; a subject without it is left out by \
                            whoever writes the table, not here";
            row.cell(covariate).parse(expected, &mut faults, number)
        });
        let values: Vec<_> = values.collect();
        let values: Option<Vec<f64>> = values.into_iter().collect();
        let (Some(time), Some(event), Some(covariates)) = (time, event, values) else {
            continue;
        };
        let known = groups.iter().position(|group| *group == name.text);
        let group = known.unwrap_or(groups.len());
        if known.is_none() {
            groups.push(name.text);
        }
        subjects.push(Subject {
            observation: Observation { time, event },
            group,
            covariates,
        });
    }
    faults.sort_by_key(|fault| fault.line);
    if !faults.is_empty() {
        return Err(faults);
    }
    Study::new(groups, covariates, subjects).map_err(|error| {
        vec![Fault {
            line: 1,
            column: String::new(),
            found: error.to_string(),
            expected: "a study".to_owned(),
        }]
    })
}

fn event(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}
