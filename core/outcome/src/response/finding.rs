//! What is wrong with a file of measurements: where, what was expected, what to do.

use std::fmt;

/// One thing that keeps a file of measurements from being read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CsvFinding {
    /// The file, as the reader was told its name.
    pub file: String,
    /// The line, from 1; 0 if it is about the whole file.
    pub line: u64,
    /// The column by its header; empty if it is about the whole line or file.
    pub column: String,
    /// A stable code.
    pub code: &'static str,
    /// What was found, what was expected, and what to do.
    pub message: String,
}

impl fmt::Display for CsvFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(out, ": column '{}'", self.column)?;
        }
        write!(out, ": {} [{}]", self.message, self.code)
    }
}

/// The findings of one file, gathered until its end.
#[derive(Debug)]
pub(super) struct Findings<'f> {
    file: &'f str,
    list: Vec<CsvFinding>,
}

impl<'f> Findings<'f> {
    pub(super) fn new(file: &'f str) -> Self {
        let list = Vec::new();
        Self { file, list }
    }

    pub(super) fn add(&mut self, line: u64, column: &str, code: &'static str, message: String) {
        self.list.push(CsvFinding {
            file: self.file.to_owned(),
            line,
            column: column.to_owned(),
            code,
            message,
        });
    }

    pub(super) fn number(&self) -> usize {
        self.list.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by line.
    pub(super) fn into_list(mut self) -> Vec<CsvFinding> {
        self.list.sort();
        self.list.dedup();
        self.list
    }
}
