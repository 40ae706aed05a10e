//! A sheet of cells under named columns, with the line of each row.

use cikada_domain::plain::is_invisible;

use super::finding::Findings;

/// A column that the reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Visit,
    Date,
    Kind,
    Lesion,
    Organ,
    Node,
    Measurement,
    Unit,
    State,
    Method,
    Slice,
    Viable,
    Irradiated,
    UpperLimit,
    Note,
}

/// Every column with its header and whether a file must have it.
const COLUMNS: [(Column, &str, bool); 15] = [
    (Column::Visit, "visit", true),
    (Column::Date, "date", true),
    (Column::Kind, "kind", true),
    (Column::Lesion, "lesion", true),
    (Column::Organ, "organ", true),
    (Column::Node, "node", true),
    (Column::Measurement, "measurement", true),
    (Column::Unit, "unit", true),
    (Column::State, "state", true),
    (Column::Method, "method", false),
    (Column::Slice, "slice_mm", false),
    (Column::Viable, "viable_mm", false),
    (Column::Irradiated, "irradiated", false),
    (Column::UpperLimit, "upper_limit", false),
    (Column::Note, "note", false),
];

const LINES_MAX: usize = 5000;

/// The other header of the measurement, which says the unit for the whole file.
const IN_MILLIMETRES: &str = "measurement_mm";

impl Column {
    pub(super) fn header(self) -> &'static str {
        let row = COLUMNS.iter().find(|(column, ..)| *column == self);
        row.map_or("", |(_, header, _)| header)
    }
}

/// The rows of a file under its header.
#[derive(Debug)]
pub(super) struct Sheet {
    columns: Vec<Option<Column>>,
    /// Whether the header says that measurements are in millimetres.
    pub(super) in_millimetres: bool,
    pub(super) lines: Vec<Line>,
}

/// One row that is not blank.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: u64,
    cells: Vec<String>,
}

impl Sheet {
    /// Takes the text apart; `None` if there is no header to read rows under.
    pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let first = text.lines().next().unwrap_or_default();
        // Spreadsheets of countries with a decimal comma write semicolons.
        let semicolons = first.contains(';') && !first.contains(',');
        let delimiter = if semicolons { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut lines = Vec::new();
        for record in reader.records() {
            let Ok(record) = record else {
                let message = "no comma-separated values from here on".to_owned();
                findings.add(0, "", "not-csv", message);
                return None;
            };
            let number = record.position().map_or(0, csv::Position::line);
            let cells: Vec<_> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                lines.push(Line { number, cells });
            }
        }
        if lines.len() > LINES_MAX {
            let message = format!("more than {LINES_MAX} rows: expected those of one patient");
            findings.add(0, "", "file-too-long", message);
            return None;
        }
        if lines.is_empty() {
            let message = format!("the file is empty: expected the header {}", headers());
            findings.add(0, "", "file-empty", message);
            return None;
        }
        let header = lines.remove(0);
        let sheet = Self::under(&header, lines, findings)?;
        sheet.check_cells(findings);
        Some(sheet)
    }

    fn under(header: &Line, lines: Vec<Line>, findings: &mut Findings<'_>) -> Option<Self> {
        let mut columns = Vec::new();
        let mut in_millimetres = false;
        for cell in &header.cells {
            let name = cell.to_lowercase();
            in_millimetres |= name == IN_MILLIMETRES;
            let known = COLUMNS.iter().find(|(column, header, _)| {
                *header == name || (*column == Column::Measurement && name == IN_MILLIMETRES)
            });
            let column = known.map(|(column, ..)| *column);
            if column.is_none() && !cell.is_empty() {
                let message = format!("no such column: expected {}", headers());
                findings.add(header.number, &shown(cell), "unknown-column", message);
            }
            if column.is_some() && columns.contains(&column) {
                let message = "this column is there twice: keep one".to_owned();
                findings.add(header.number, &name, "column-twice", message);
            }
            columns.push(column);
        }
        let mut complete = true;
        for (column, name, is_needed) in COLUMNS {
            let said_in_header = column == Column::Unit && in_millimetres;
            if is_needed && !said_in_header && !columns.contains(&Some(column)) {
                let message = format!("the column '{name}' is missing from the header: add it");
                findings.add(header.number, name, "column-missing", message);
                complete = false;
            }
        }
        complete.then_some(Self {
            columns,
            in_millimetres,
            lines,
        })
    }

    /// What no cell may hold: characters that nobody sees, line breaks, and text under no header.
    fn check_cells(&self, findings: &mut Findings<'_>) {
        for line in &self.lines {
            for (index, cell) in line.cells.iter().enumerate() {
                let column = self.columns.get(index).copied().flatten();
                let name = column.map_or("", Column::header);
                if column.is_none() && !cell.is_empty() {
                    let message = format!("'{}' stands under no header", shown(cell));
                    findings.add(line.number, "", "no-header", message);
                }
                if cell
                    .contains(|character: char| character.is_control() || is_invisible(character))
                {
                    let message = "a line break or a character that cannot be seen stands in this \
                                   cell: type it again, and look for a quote that is not closed"
                        .to_owned();
                    findings.add(line.number, name, "invisible-character", message);
                }
            }
        }
    }

    /// The cell of a line in a column; empty if there is none.
    pub(super) fn cell<'l>(&self, line: &'l Line, column: Column) -> &'l str {
        let index = self.columns.iter().position(|at| *at == Some(column));
        let cell = index.and_then(|index| line.cells.get(index));
        cell.map_or("", String::as_str)
    }
}

/// Text of a file as it may stand in a message: short, and without what cannot be seen.
pub(super) fn shown(cell: &str) -> String {
    let visible = cell
        .chars()
        .filter(|character| !character.is_control() && !is_invisible(*character));
    let mut text: String = visible.take(40).collect();
    if cell.chars().count() > 40 {
        text.push('…');
    }
    text
}

fn headers() -> String {
    let needed = COLUMNS.iter().filter(|(.., is_needed)| *is_needed);
    let needed: Vec<_> = needed.map(|(_, header, _)| *header).collect();
    let optional = COLUMNS.iter().filter(|(.., is_needed)| !*is_needed);
    let optional: Vec<_> = optional.map(|(_, header, _)| *header).collect();
    format!(
        "{} and, if needed, {}",
        needed.join(", "),
        optional.join(", ")
    )
}
