//! Reads a file of measurements: bytes to cells, cells to typed rows, rows to a course, with all
//! findings of the file at once.

use super::assemble::assemble;
use super::cells::Sheet;
use super::course::Course;
use super::finding::{CsvFinding, Findings};
use super::row::read_row;

const BYTES_MAX: usize = 1 << 20;

/// Reads one patient's measurements from CSV, as `docs/response-csv.md` describes them.
///
/// # Errors
///
/// Everything that is wrong with the file, each with line, column, and what was expected. `file`
/// is the name that the findings say.
pub fn read_csv(bytes: &[u8], file: &str) -> Result<Course, Vec<CsvFinding>> {
    let mut findings = Findings::new(file);
    let course = read(bytes, &mut findings);
    match course {
        Some(course) if findings.is_empty() => Ok(course),
        _ => Err(findings.into_list()),
    }
}

fn read(bytes: &[u8], findings: &mut Findings<'_>) -> Option<Course> {
    if bytes.len() > BYTES_MAX {
        let message = "more than 1 MiB: expected the measurements of one patient".to_owned();
        findings.add(0, "", "file-too-large", message);
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let breaks = before.iter().filter(|byte| **byte == b'\n').count();
            let line = u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1);
            let message = "no UTF-8 text: save the sheet as 'CSV UTF-8'".to_owned();
            findings.add(line, "", "not-text", message);
            return None;
        }
    };
    let sheet = Sheet::read(text, findings)?;
    let rows: Vec<_> = sheet
        .lines
        .iter()
        .filter_map(|line| read_row(&sheet, line, findings))
        .collect();
    assemble(&rows, findings)
}
