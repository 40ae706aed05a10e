//! A centre's own table of product description codes, from a file that its licence covers.
//!
//! Nothing of the licensed tables is in this repository. The file is comma-separated with the header
//! `code,description`; every fault in it is told with line and column.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::isbt::ProductCode;

/// What the five characters of a product description code mean at this centre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductDescriptions(BTreeMap<String, String>);

/// A fault in the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct TableFault {
    /// The line, from 1.
    pub line: u64,
    /// The column of the table, from 1.
    pub column: usize,
    /// What was found and expected.
    pub reason: String,
}

impl ProductDescriptions {
    /// The description of a product code; nothing where the table does not know it.
    #[must_use]
    pub fn of(&self, product: &ProductCode) -> Option<&str> {
        self.0.get(product.description()).map(String::as_str)
    }

    /// How many codes the table holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads a table, or tells every fault in it.
pub fn read(text: &str) -> Result<ProductDescriptions, Vec<TableFault>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut table = BTreeMap::new();
    let mut faults = Vec::new();
    let mut is_header = true;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                faults.push(fault(line, 1, format!("not comma-separated text: {error}")));
                continue;
            }
        };
        let line = record.position().map_or(1, csv::Position::line);
        let cells: Vec<&str> = record.iter().collect();
        if std::mem::take(&mut is_header) {
            if cells != ["code", "description"] {
                let found = cells.join(",");
                faults.push(fault(
                    line,
                    1,
                    format!("the header is '{found}', expected 'code,description'"),
                ));
            }
            continue;
        }
        match row(&cells) {
            Ok((code, description)) => {
                if table.insert(code.clone(), description).is_some() {
                    let reason = format!("'{code}' stands in the table twice");
                    faults.push(fault(line, 1, reason));
                }
            }
            Err((column, reason)) => faults.push(fault(line, column, reason)),
        }
    }
    if is_header {
        faults.push(fault(
            1,
            1,
            "the file is empty, expected the header 'code,description'".into(),
        ));
    }
    if faults.is_empty() {
        Ok(ProductDescriptions(table))
    } else {
        Err(faults)
    }
}

fn row(cells: &[&str]) -> Result<(String, String), (usize, String)> {
    let &[code, description] = cells else {
        let found = cells.len();
        return Err((
            found.min(3),
            format!("{found} columns were found, expected 2"),
        ));
    };
    let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let well_formed = code.len() == 5
        && code.bytes().all(is_code)
        && code.starts_with(|first: char| first.is_ascii_uppercase());
    if !well_formed {
        let reason = format!(
            "'{code}' is no product description code: expected a capital letter and four capital letters or digits"
        );
        return Err((1, reason));
    }
    if description.is_empty() || description.chars().any(char::is_control) {
        return Err((
            2,
            format!("the description of '{code}' is empty or holds a control character"),
        ));
    }
    Ok((code.to_owned(), description.to_owned()))
}

fn fault(line: u64, column: usize, reason: String) -> TableFault {
    TableFault {
        line,
        column,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_described_by_the_centre_s_own_table() {
        let table = read("code,description\nS1234,\"CIK cells, expanded\"\n").unwrap();
        let product = |text: &str| ProductCode::new(text).unwrap();
        assert_eq!(table.of(&product("S12340A0")), Some("CIK cells, expanded"));
        assert_eq!(table.of(&product("S9999000")), None);
        assert_eq!(table.len(), 1);
    }

    #[test]
    fn every_fault_of_a_table_is_told_with_line_and_column() {
        let text = "code,description\ns1234,a\nS1234,\nS1235,b,c\nS1236,d\nS1236,e\n";
        let faults = read(text).unwrap_err();
        let places: Vec<(u64, usize)> = faults.iter().map(|f| (f.line, f.column)).collect();
        assert_eq!(places, [(2, 1), (3, 2), (4, 3), (6, 1)]);
        assert!(
            faults[0]
                .to_string()
                .starts_with("line 2, column 1: 's1234'")
        );
        assert!(read("").is_err());
        assert!(read("kod,ad\nS1234,a\n").is_err());
    }
}
