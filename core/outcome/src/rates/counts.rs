//! Reading counts of events, each row with what it counts.

use crate::table::{Fault, Table, count};

use super::{Denominator, Level, Rate};

/// One row: what was seen, and how often.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedRow {
    /// What was seen.
    pub label: String,
    /// How often, of how many.
    pub rate: Rate,
}

/// Reads `label,events,of,counted`; `counted` is `patients` or `infusions`.
///
/// Both counts of a row are of what `counted` says. One label may stand once for each.
///
/// # Errors
/// Every place that cannot be read, and every row whose counts cannot be.
pub fn read_counts(bytes: &[u8], level: Level) -> Result<Vec<CountedRow>, Vec<Fault>> {
    let (table, mut faults) = Table::read(bytes, &["label", "events", "of", "counted"]);
    let mut rows: Vec<CountedRow> = Vec::new();
    for row in &table.rows {
        let whole = "a whole number from 0, of digits only";
        let label = row.cell("label").parse("what was seen", &mut faults, text);
        let events = row.cell("events").parse(whole, &mut faults, count);
        let of = row.cell("of").parse(whole, &mut faults, count);
        let counted =
            row.cell("counted")
                .parse("'patients' or 'infusions'", &mut faults, denominator);
        let (Some(label), Some(events), Some(of), Some(counted)) = (label, events, of, counted)
        else {
            continue;
        };
        let twice = rows
            .iter()
            .any(|row| row.label == label && row.rate.denominator == counted);
        if twice {
            let expected = format!("each label once for {counted}");
            faults.push(row.cell("label").fault(&expected));
        }
        match Rate::new(events, of, counted, level) {
            Ok(rate) => rows.push(CountedRow { label, rate }),
            Err(error) => faults.push(row.cell("events").fault(&format!("a rate: {error}"))),
        }
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() {
        Ok(rows)
    } else {
        Err(faults)
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn denominator(text: &str) -> Option<Denominator> {
    match text {
        "patients" => Some(Denominator::Patients),
        "infusions" => Some(Denominator::Infusions),
        _ => None,
    }
}
