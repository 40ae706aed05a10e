//! Courses built line by line, as a coordinator would type them.

use cikada_outcome::response::{Assessment, Course, Options, assess, read_csv};
use jiff::civil::{Date, date};

pub(crate) const HEADER: &str = "visit,date,kind,lesion,organ,node,measurement,unit,state,method,slice_mm,viable_mm,upper_limit";

pub(crate) const BASELINE: Date = date(2026, 1, 5);

/// A file that begins with its header and the rows of the baseline.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    lines: Vec<String>,
    visit: String,
}

impl Example {
    pub(crate) fn new() -> Self {
        Self {
            lines: vec![HEADER.to_owned()],
            visit: format!("baseline,{BASELINE}"),
        }
    }

    /// One target in the liver.
    pub(crate) fn with_target(diameter: u32) -> Self {
        Self::new().row(&format!("target,T1,liver,no,{diameter},mm,,CT,5,,"))
    }

    /// The rows that follow are of the visit so many days after baseline.
    pub(crate) fn day(mut self, day: i32) -> Self {
        let date = BASELINE + jiff::Span::new().days(day);
        self.visit = format!("day {day},{date}");
        self
    }

    /// A row from its kind on; missing cells are blank.
    pub(crate) fn row(mut self, cells: &str) -> Self {
        self.lines.push(format!("{},{cells}", self.visit));
        self
    }

    pub(crate) fn target(self, diameter: u32) -> Self {
        self.row(&format!("target,T1,,,{diameter},mm,"))
    }

    pub(crate) fn none_new(self) -> Self {
        self.row("new,,,,,,none")
    }

    /// A visit with one diameter and no new lesion.
    pub(crate) fn at(self, day: i32, diameter: u32) -> Self {
        self.day(day).target(diameter).none_new()
    }

    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    pub(crate) fn course(&self) -> Course {
        read_csv(self.text().as_bytes(), "example.csv").unwrap()
    }

    pub(crate) fn assess(&self) -> Assessment {
        assess(&self.course(), &options())
    }

    /// The codes of what keeps the file from being read.
    pub(crate) fn refused(&self) -> Vec<&'static str> {
        let findings = read_csv(self.text().as_bytes(), "example.csv").unwrap_err();
        findings.iter().map(|finding| finding.code).collect()
    }
}

pub(crate) fn options() -> Options {
    Options {
        start: Some(BASELINE),
        ..Options::default()
    }
}

pub(crate) fn overall(assessment: &Assessment) -> Vec<String> {
    let visits = assessment.visits.iter();
    visits.map(|visit| visit.overall.to_string()).collect()
}

pub(crate) fn targets(assessment: &Assessment) -> Vec<String> {
    let visits = assessment.visits.iter();
    visits
        .map(|visit| visit.target.response.to_string())
        .collect()
}

pub(crate) fn immune(assessment: &Assessment) -> Vec<String> {
    let visits = assessment.visits.iter();
    visits
        .map(|visit| visit.immune.response.to_string())
        .collect()
}
