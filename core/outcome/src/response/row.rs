//! One row of the file as typed values, each checked by itself.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::cells::{Column, Line, Sheet, shown};
use super::change::Millimetres;
use super::course::{Irradiated, Method};
use super::finding::Findings;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Target,
    NonTarget,
    New,
    Marker,
    Visit,
}

/// The word in the column `state`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Measured,
    Split,
    MergedInto(String),
    TooSmall,
    Gone,
    NotEvaluated,
    Present,
    Larger,
    Progressed,
    Equivocal,
    Unequivocal,
    NoneSeen,
    Stable,
    Unstable,
    NewSymptom,
}

/// One row. Which values a kind needs is asked when the course is put together.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) visit: String,
    pub(super) date: Date,
    pub(super) kind: Kind,
    pub(super) lesion: String,
    pub(super) organ: String,
    pub(super) node: Option<bool>,
    /// Millimetres of a lesion.
    pub(super) diameter: Option<Millimetres>,
    /// Value and unit of a marker.
    pub(super) value: Option<(Decimal, String)>,
    pub(super) state: Option<State>,
    pub(super) method: Option<Method>,
    pub(super) slice: Option<Millimetres>,
    pub(super) viable: Option<Millimetres>,
    pub(super) irradiated: Option<Irradiated>,
    pub(super) upper_limit: Option<Decimal>,
    /// Whether a cell of this row has a finding, so that what is missing is not asked for again.
    pub(super) has_finding: bool,
}

const KINDS: [(&str, Kind); 5] = [
    ("target", Kind::Target),
    ("non-target", Kind::NonTarget),
    ("new", Kind::New),
    ("marker", Kind::Marker),
    ("visit", Kind::Visit),
];

const STATES: [(&str, State); 14] = [
    ("measured", State::Measured),
    ("split", State::Split),
    ("too-small", State::TooSmall),
    ("gone", State::Gone),
    ("not-evaluated", State::NotEvaluated),
    ("present", State::Present),
    ("larger", State::Larger),
    ("progressed", State::Progressed),
    ("equivocal", State::Equivocal),
    ("unequivocal", State::Unequivocal),
    ("none", State::NoneSeen),
    ("stable", State::Stable),
    ("unstable", State::Unstable),
    ("new-symptom", State::NewSymptom),
];

const METHODS: [(&str, Method); 4] = [
    ("ct", Method::Ct),
    ("mri", Method::Mri),
    ("caliper", Method::Caliper),
    ("x-ray", Method::XRay),
];

const IRRADIATED: [(&str, Irradiated); 3] = [
    ("no", Irradiated::No),
    ("yes", Irradiated::Yes),
    ("progressed-since", Irradiated::ProgressedSince),
];

/// Larger than any lesion: a slip of the decimal point or of the unit.
const DIAMETER_MAX: u32 = 500;

/// Reads one line. `None` if it cannot be placed at a visit; its findings are added either way.
pub(super) fn read_row(sheet: &Sheet, line: &Line, findings: &mut Findings<'_>) -> Option<Row> {
    let found_before = findings.number();
    let mut cells = Cells {
        sheet,
        line,
        findings,
    };
    let visit = cells.needed(
        Column::Visit,
        "a name of the visit, such as 'baseline' or 'week 8'",
    );
    let date = cells.date();
    let kind = cells.word(Column::Kind, &KINDS);
    if kind.is_none() && cells.text(Column::Kind).is_empty() {
        cells.add(
            Column::Kind,
            "kind-missing",
            "expected target, non-target, new, marker or visit".to_owned(),
        );
    }
    let is_marker = kind == Some(Kind::Marker);
    let (diameter, value) = if is_marker {
        (None, cells.marker_value())
    } else {
        (cells.diameter(), None)
    };
    let node = cells.word(Column::Node, &[("yes", true), ("no", false)]);
    let mut row = Row {
        line: line.number,
        visit: visit.unwrap_or_default(),
        date: date.unwrap_or_default(),
        kind: kind.unwrap_or(Kind::Visit),
        lesion: cells.text(Column::Lesion).to_owned(),
        organ: cells.text(Column::Organ).to_lowercase(),
        node,
        diameter,
        value,
        state: cells.state(),
        method: cells.word(Column::Method, &METHODS),
        slice: cells.length(Column::Slice),
        viable: cells.length(Column::Viable),
        irradiated: cells.word(Column::Irradiated, &IRRADIATED),
        upper_limit: cells.number(Column::UpperLimit, 9),
        has_finding: false,
    };
    row.has_finding = findings.number() > found_before;
    (!row.visit.is_empty() && date.is_some() && kind.is_some()).then_some(row)
}

/// The cells of one line, and where what is wrong with them goes.
struct Cells<'s, 'f, 'n> {
    sheet: &'s Sheet,
    line: &'s Line,
    findings: &'f mut Findings<'n>,
}

impl<'s> Cells<'s, '_, '_> {
    fn text(&self, column: Column) -> &'s str {
        self.sheet.cell(self.line, column)
    }

    fn add(&mut self, column: Column, code: &'static str, message: String) {
        let line = self.line.number;
        self.findings.add(line, column.header(), code, message);
    }

    fn needed(&mut self, column: Column, expected: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            let message = format!("nothing here: expected {expected}");
            self.add(column, "cell-empty", message);
            return None;
        }
        Some(text.to_owned())
    }

    fn date(&mut self) -> Option<Date> {
        let text = self.needed(Column::Date, "the day of the scan as YYYY-MM-DD")?;
        // Only one form: 03/04/2026 is two days in two countries.
        let date = text.parse::<Date>().ok();
        let date = date.filter(|date| text.len() == 10 && date.to_string() == text);
        if date.is_none() {
            let message = format!("'{}' is no day: expected YYYY-MM-DD", shown(&text));
            self.add(Column::Date, "not-a-day", message);
        }
        date
    }

    fn word<T: Clone>(&mut self, column: Column, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(column).to_lowercase();
        if text.is_empty() {
            return None;
        }
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("'{}': expected {}", shown(&text), words.join(", "));
            self.add(column, "unknown-word", message);
        }
        found.map(|(_, value)| value.clone())
    }

    fn state(&mut self) -> Option<State> {
        let text = self.text(Column::State);
        if let Some((word, other)) = text.split_once(':')
            && word.trim().eq_ignore_ascii_case("merged")
        {
            return Some(State::MergedInto(other.trim().to_owned()));
        }
        self.word(Column::State, &STATES)
    }

    /// A number of plain digits with a decimal point, at most so many before it and six after.
    fn number(&mut self, column: Column, digits: usize) -> Option<Decimal> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits = |part: &str| {
            !part.is_empty() && part.bytes().all(|character| character.is_ascii_digit())
        };
        if is_digits(whole) && is_digits(fraction) && whole.len() <= digits && fraction.len() <= 6 {
            return text.parse().ok();
        }
        let (code, hint) = if text.contains(',') {
            (
                "decimal-comma",
                "with a decimal point and no comma, such as 12.5",
            )
        } else if text.starts_with('-') {
            ("negative", "of 0 or more")
        } else {
            (
                "not-a-number",
                "of plain digits, such as 12 or 12.5, and no unit or sign with it",
            )
        };
        let message = format!("'{}': expected a number {hint}", shown(text));
        self.add(column, code, message);
        None
    }

    fn length(&mut self, column: Column) -> Option<Millimetres> {
        let length = Millimetres::new(self.number(column, 6)?)?;
        if length > Millimetres::whole(DIAMETER_MAX) {
            let message = format!("{length} is larger than any lesion: expected at most 500 mm");
            self.add(column, "implausible", message);
            return None;
        }
        Some(length)
    }

    fn diameter(&mut self) -> Option<Millimetres> {
        let unit = self.text(Column::Unit);
        let length = self.length(Column::Measurement)?;
        if unit.eq_ignore_ascii_case("mm") || (unit.is_empty() && self.sheet.in_millimetres) {
            return Some(length);
        }
        let message = if unit.is_empty() {
            "no unit: expected mm here, or the header measurement_mm".to_owned()
        } else if unit.eq_ignore_ascii_case("cm") {
            let millimetres = (length.number() * Decimal::TEN).normalize();
            format!("centimetres: write {millimetres} and the unit mm, if that is what was read")
        } else {
            format!("'{}' is no unit of a diameter: expected mm", shown(unit))
        };
        self.add(Column::Unit, "unit-not-mm", message);
        None
    }

    fn marker_value(&mut self) -> Option<(Decimal, String)> {
        let value = self.number(Column::Measurement, 9);
        let unit = self.text(Column::Unit);
        if self.sheet.in_millimetres {
            let message = "a marker is not in millimetres: use the headers measurement and unit";
            self.add(Column::Measurement, "unit-missing", message.to_owned());
            return None;
        }
        if unit.is_empty() {
            let message = "a marker without unit: expected the laboratory's unit, such as ng/mL";
            self.add(Column::Unit, "unit-missing", message.to_owned());
            return None;
        }
        value.map(|value| (value, unit.to_owned()))
    }
}
