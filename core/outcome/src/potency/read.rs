//! Reading a plate: a row a well.

use cikada_domain::Population;

use crate::table::{Fault, Row, Table, number};

use super::{Assay, Kind, Plate, Well};

/// The columns that a ratio can stand in, with the effectors that it counts.
#[must_use]
pub fn population_columns() -> [(&'static str, Population); 3] {
    [
        ("ratio_viable", Population::Viable),
        ("ratio_cd3cd56", Population::Cd3Cd56),
        ("ratio_viable_cd3cd56", Population::ViableCd3Cd56),
    ]
}

/// Reads `kind,ratio_viable,signal`, or another of the columns of [`population_columns`]: the
/// column says which effectors the ratio counts, so that two populations cannot be mixed.
///
/// # Errors
/// Every place that cannot be read.
pub fn read_plate(bytes: &[u8], assay: Assay) -> Result<Plate, Vec<Fault>> {
    let (table, mut faults) = Table::read(bytes, &["kind", "signal"]);
    let named = population_columns();
    let mut named = named
        .iter()
        .filter(|(name, _)| table.columns.iter().any(|it| it == name));
    let (Some((ratio_column, population)), None) = (named.next(), named.next()) else {
        faults.push(Fault {
            line: 1,
            column: String::new(),
            found: "no column of ratios, or more than one".to_owned(),
            expected: "one of ratio_viable, ratio_cd3cd56, ratio_viable_cd3cd56, which says which \
                       effectors are counted"
                .to_owned(),
        });
        return Err(faults);
    };
    let wells = table.rows.iter();
    let wells = wells.filter_map(|row| read_well(row, assay, ratio_column, &mut faults));
    let wells: Vec<_> = wells.collect();
    if faults.is_empty() && !wells.iter().any(|well| well.kind == Kind::Sample) {
        faults.push(Fault {
            line: 1,
            column: "kind".to_owned(),
            found: "no well of kind sample".to_owned(),
            expected: "effectors with targets at one ratio at least".to_owned(),
        });
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() {
        Ok(Plate {
            assay,
            population: *population,
            wells,
        })
    } else {
        Err(faults)
    }
}

/// No counter reaches it; sums of larger signals would be infinite and pass every check.
const SIGNAL_MAX: f64 = 1e15;

fn read_well(row: &Row, assay: Assay, ratio_column: &str, faults: &mut Vec<Fault>) -> Option<Well> {
    let words: Vec<_> = assay.kinds().iter().map(|kind| kind.word()).collect();
    let expected = format!("for this assay one of {}", words.join(", "));
    let kind = row.cell("kind").parse(&expected, faults, |text| {
        assay
            .kinds()
            .iter()
            .find(|kind| kind.word() == text)
            .copied()
    });
    let signal = row.cell("signal").parse(
        "a number with a decimal point, at most 1e15",
        faults,
        |text| number(text).filter(|signal| signal.abs() <= SIGNAL_MAX),
    );
    let in_range = |signal: f64| assay != Assay::Flow || (0.0..=100.0).contains(&signal);
    if signal.is_some_and(|signal| !in_range(signal)) {
        faults.push(
            row.cell("signal")
                .fault("per cent of dead targets, 0 to 100"),
        );
    }
    let kind = kind?;
    let cell = row.cell(ratio_column);
    let ratio = if kind.has_ratio() {
        let expected = "effectors for each target, a number above 0";
        Some(cell.parse(expected, faults, |text| {
            number(text).filter(|ratio| *ratio > 0.0)
        })?)
    } else {
        if !cell.text.is_empty() {
            faults.push(cell.fault("nothing: this well has no effectors"));
        }
        None
    };
    Some(Well {
        kind,
        ratio,
        signal: signal?,
    })
}
