//! Comma-separated values with the place of every fault: line, column, what was expected.
//!
//! All faults of a text are found in one reading. Whatever the bytes are, the answer is a table or
//! a list of faults.

use std::fmt;

/// A place of a text that cannot be read as what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u64,
    /// The column's name, or nothing where the whole line is at fault.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column '{}'", self.column)?;
        }
        write!(f, ": found {}, expected {}", self.found, self.expected)
    }
}

/// Longer texts are cut where a fault quotes them.
const QUOTED_CHARACTERS_MAX: usize = 40;

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let shown: String = text.chars().take(QUOTED_CHARACTERS_MAX).collect();
    let more = if shown.len() < text.len() { "..." } else { "" };
    format!("'{}{more}'", shown.escape_debug())
}

/// One cell with its place.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) line: u64,
    pub(crate) column: String,
    pub(crate) text: String,
}

impl Cell {
    pub(crate) fn fault(&self, expected: &str) -> Fault {
        Fault {
            line: self.line,
            column: self.column.clone(),
            found: quoted(&self.text),
            expected: expected.to_owned(),
        }
    }

    /// The value, or the fault added to the list.
    pub(crate) fn parse<T>(
        &self,
        expected: &str,
        faults: &mut Vec<Fault>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = parse(&self.text);
        if value.is_none() {
            faults.push(self.fault(expected));
        }
        value
    }
}

/// A row: its cells in the order of the header.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column. One that the table has not is empty.
    pub(crate) fn cell(&self, column: &str) -> Cell {
        let found = self.cells.iter().find(|cell| cell.column == column);
        found.cloned().unwrap_or_else(|| Cell {
            line: self.line,
            column: column.to_owned(),
            text: String::new(),
        })
    }
}

/// A table with a header line.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    /// Lines before the header.
    pub(crate) skip_lines: u64,
}

impl Table {
    /// Reads a table with commas whose first line is the header. Rows with a fault of form are left
    /// out, and named in the list.
    pub(crate) fn read(bytes: &[u8], required: &[&str]) -> (Self, Vec<Fault>) {
        let shape = Shape {
            delimiter: b',',
            skip_lines: 0,
        };
        Self::read_as(bytes, required, shape)
    }

    /// Reads a table of any shape that has the required columns.
    pub(crate) fn read_as(bytes: &[u8], required: &[&str], shape: Shape) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let skipped = shape.skip_lines;
        let bytes = (0..skipped).fold(bytes, |bytes, _| after_line(bytes));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(shape.delimiter)
            .from_reader(bytes);
        // Bytes in memory, under a flexible reader, have no error that would end the reading early.
        let mut records = reader.byte_records().map_while(Result::ok);
        let header = records.next().unwrap_or_default();
        let columns: Vec<_> = header.iter().map(read_text).collect();
        check_header(&columns, required, shape, &mut faults);
        let is_known = faults.is_empty();
        let mut table = Self {
            columns: columns.clone(),
            rows: Vec::new(),
        };
        for record in records {
            let line = record.position().map_or(0, csv::Position::line);
            let line = line.saturating_add(skipped);
            if record.len() != columns.len() {
                faults.push(Fault {
                    line,
                    column: String::new(),
                    found: format!("{} cells", record.len()),
                    expected: format!("{}, as in the header", columns.len()),
                });
                continue;
            }
            let cells = columns.iter().zip(record.iter());
            let cells = cells.map(|(column, bytes)| Cell {
                line,
                column: column.clone(),
                text: read_text(bytes),
            });
            let cells: Vec<_> = cells.collect();
            for (cell, bytes) in cells.iter().zip(record.iter()) {
                if std::str::from_utf8(bytes).is_err() {
                    faults.push(cell.fault("text in UTF-8"));
                }
            }
            table.rows.push(Row { line, cells });
        }
        if !is_known {
            // Under a header that is at fault, every cell would be one.
            table.rows.clear();
        }
        if table.rows.is_empty() && faults.is_empty() {
            faults.push(Fault {
                line: skipped.saturating_add(2),
                column: String::new(),
                found: "nothing".to_owned(),
                expected: "at least one row under the header".to_owned(),
            });
        }
        (table, faults)
    }
}

/// Bytes that are no UTF-8 become replacement characters; cells that hold them are at fault.
fn read_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// What follows the first line.
fn after_line(bytes: &[u8]) -> &[u8] {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    parts.nth(1).unwrap_or_default()
}

fn check_header(columns: &[String], required: &[&str], shape: Shape, faults: &mut Vec<Fault>) {
    let separated = match shape.delimiter {
        b',' => "comma-separated",
        b';' => "semicolon-separated",
        _ => "tab-separated",
    };
    let fault = |column: &str, found: String, expected: String| Fault {
        line: shape.skip_lines.saturating_add(1),
        column: column.to_owned(),
        found,
        expected,
    };
    for column in required.iter().filter(|name| !has(columns, name)) {
        let found = format!("the header {}", quoted(&columns.join(",")));
        let expected = format!(
            "{separated} columns {}, the names as written here",
            required.join(",")
        );
        faults.push(fault(column, found, expected));
    }
    for (at, column) in columns.iter().enumerate() {
        if column.contains(char::REPLACEMENT_CHARACTER) {
            faults.push(fault(column, quoted(column), "text in UTF-8".to_owned()));
        } else if column.is_empty() {
            let place = format!("number {}", at + 1);
            faults.push(fault(&place, quoted(column), "a name".to_owned()));
        } else if has(columns.get(..at).unwrap_or_default(), column) {
            let found = "the same name twice".to_owned();
            faults.push(fault(column, found, "each column once".to_owned()));
        }
    }
}

fn has(columns: &[String], name: &str) -> bool {
    columns.iter().any(|column| column == name)
}

/// A finite decimal with a point, or nothing.
pub(crate) fn number(text: &str) -> Option<f64> {
    let plain = |character: char| character.is_ascii_digit() || "+-.eE".contains(character);
    let value: f64 = text.chars().all(plain).then(|| text.parse().ok())??;
    value.is_finite().then_some(value)
}

/// A whole number from 0, of digits only.
pub(crate) fn count(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.chars().all(|character| character.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example_faults(text: &str) -> Vec<String> {
        let (_, faults) = Table::read(text.as_bytes(), &["time", "event"]);
        faults.iter().map(Fault::to_string).collect()
    }

    #[test]
    fn every_fault_of_form_is_named_with_its_place() {
        assert_eq!(
            example_faults("time;event\n1;1\n"),
            [
                "line 1, column 'time': found the header 'time;event', expected comma-separated \
                 columns time,event, the names as written here",
                "line 1, column 'event': found the header 'time;event', expected comma-separated \
                 columns time,event, the names as written here",
            ]
        );
        assert_eq!(
            example_faults("time,event,time\n1,2\n"),
            [
                "line 1, column 'time': found the same name twice, expected each column once",
                "line 2: found 2 cells, expected 3, as in the header",
            ]
        );
        assert_eq!(
            example_faults("time,event\n"),
            ["line 2: found nothing, expected at least one row under the header"]
        );
    }

    #[test]
    fn a_number_is_a_finite_decimal_with_a_point() {
        assert_eq!(number("3.5"), Some(3.5));
        for text in ["", "3,5", "inf", "nan", "1e999", " 3", "0x1"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_count_is_of_digits_only() {
        assert_eq!(count("226"), Some(226));
        for text in ["", "-1", "+1", "1.0", "1e3", "99999999999999999999"] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
