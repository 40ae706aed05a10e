//! The sections about where the therapy stands: availability, measures, the patient's text.

use cikada_domain::Dimension;
use jiff::civil::Date;

use super::draft::source;
use super::section::{Entry, Section, shortened};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{Availability, AvailabilityStatus, Measure, PatientText};

/// The scales a rule may name. A closed list: a rule with a mistyped scale would never fire.
pub(crate) const GRADING_SCALES: [&str; 4] = [
    "CTCAE 5.0",
    "CTCAE 6.0",
    "ASTCT 2019",
    "modified Glucksberg 1994",
];

/// `[[availability]]`.
pub(super) fn availability(section: &mut Section<'_>, out: &mut Findings) -> Option<Availability> {
    let country = section.read("country", out, country);
    let words = AvailabilityStatus::ALL.map(|status| (status.name(), status));
    let status = section.read("status", out, |e, out| value::word(e, &words, out));
    let [since, until] = ["since", "until"].map(|key| section.maybe(key, out, day));
    if let (Some(Some(since)), Some(Some(until))) = (since, until)
        && since > until
    {
        let message = format!("{since} is after {until}");
        out.add(
            FindingCode::MinAboveMax,
            section.span.clone(),
            message,
            "the earlier day in 'since'",
        );
    }
    let text = section.read("text", out, value::text);
    let source = source(section, out);
    Some(Availability {
        country: country?,
        status: status?,
        since: since?,
        until: until?,
        text: text?,
        source: source?,
    })
}

/// Two capital letters, or `elsewhere` for every country without a line of its own.
fn country(entry: Entry<'_>, out: &mut Findings) -> Option<Option<String>> {
    let text = value::text(entry, out)?;
    if text == "elsewhere" {
        return Some(None);
    }
    if text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase()) {
        return Some(Some(text));
    }
    let message = format!("'{}' is not a country", shortened(&text));
    let expected = "two capital letters (ISO 3166-1), such as 'TR', or 'elsewhere'";
    out.add(FindingCode::UnknownWord, entry.span(), message, expected);
    None
}

fn day(entry: Entry<'_>, out: &mut Findings) -> Option<Date> {
    let text = value::text(entry, out)?;
    let day = text.parse::<Date>().ok();
    if day.is_none() {
        let message = format!("'{}' is not a day", shortened(&text));
        let expected = "year, month and day, such as '2021-04-21'";
        out.add(
            FindingCode::ScheduleUnreadable,
            entry.span(),
            message,
            expected,
        );
    }
    day
}

/// `[[measure]]`.
pub(super) fn measure(section: &mut Section<'_>, out: &mut Findings) -> Option<Measure> {
    let [term, action] = ["term", "action"].map(|key| section.read(key, out, value::text));
    let scheme = scheme(section, out);
    let grade = section.read("grade", out, grade);
    let source = source(section, out);
    Some(Measure {
        term: term?,
        scheme: scheme?,
        grade: grade?,
        action: action?,
        source: source?,
    })
}

/// The key `scheme`: one of the grading scales.
pub(super) fn scheme(section: &mut Section<'_>, out: &mut Findings) -> Option<String> {
    let words = GRADING_SCALES.map(|scale| (scale, scale));
    section
        .read("scheme", out, |e, out| value::word(e, &words, out))
        .map(str::to_owned)
}

/// A whole grade from 1 to 5: a grade of 2.5 would silently become 2 and fire on what was not meant.
pub(super) fn grade(entry: Entry<'_>, out: &mut Findings) -> Option<u8> {
    let grade = value::quantity(entry, &[Dimension::Score], out)?;
    let whole = u8::try_from(grade.amount())
        .ok()
        .filter(|g| (1..=5).contains(g) && grade.amount().fract().is_zero());
    if whole.is_none() {
        let message = format!("'{grade}' is not a grade");
        out.add(
            FindingCode::NumberUnreadable,
            entry.span(),
            message,
            "a whole grade from 1 to 5",
        );
    }
    whole
}

/// `[patient]`.
pub(super) fn patient(section: &mut Section<'_>, out: &mut Findings) -> Option<PatientText> {
    let [text, call_at_once] =
        ["text", "call-at-once"].map(|key| section.read(key, out, value::texts));
    let source = source(section, out);
    Some(PatientText {
        text: text?,
        call_at_once: call_at_once?,
        source: source?,
    })
}
