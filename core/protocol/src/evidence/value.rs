//! Single values of a file of evidence: what is reported, or written as not reported.

use std::cmp::Ordering;

use cikada_domain::{Dimension, Quantity};
use rust_decimal::Decimal;
use toml::de::DeValue;

use super::model::{Amount, Count, Interval, Measure, Reported, Value};
use crate::finding::{FindingCode, Findings};
use crate::model::Basis;
use crate::read::section::{Entry, Section, key_of, shortened, wrong_type};
use crate::read::value;

const NOT_REPORTED: &str = "not reported";

/// The value of a key that must be given, if only as not reported.
pub(super) fn needed<'t>(
    section: &mut Section<'t>,
    key: &'static str,
    out: &mut Findings,
) -> Option<Entry<'t>> {
    let entry = section.required(key, out);
    if entry.is_none() {
        out.help("write \"not reported\" if what was read does not say it");
    }
    entry
}

/// A value, or that it is not reported.
pub(super) fn reported<'t, T>(
    section: &mut Section<'t>,
    key: &'static str,
    out: &mut Findings,
    read: impl FnOnce(Entry<'t>, &mut Findings) -> Option<T>,
) -> Option<Reported<T>> {
    let entry = needed(section, key, out)?;
    or_not(entry, out, read)
}

/// What an entry says, or that it is not reported.
pub(super) fn or_not<'t, T>(
    entry: Entry<'t>,
    out: &mut Findings,
    read: impl FnOnce(Entry<'t>, &mut Findings) -> Option<T>,
) -> Option<Reported<T>> {
    if entry.value.get_ref().as_str() == Some(NOT_REPORTED) {
        return Some(Reported::NotReported);
    }
    read(entry, out).map(Reported::Given)
}

/// The tables of a list that must be given; none if they are not reported.
pub(super) fn tables<'t>(
    section: &mut Section<'t>,
    name: &'static str,
    out: &mut Findings,
) -> Vec<Section<'t>> {
    let entry = needed(section, key_of(name), out);
    match entry.and_then(|entry| entry.value.get_ref().as_str()) {
        Some(NOT_REPORTED) => Vec::new(),
        _ => section.tables(name, out),
    }
}

/// How far the figures of a table can be trusted, if it says so itself.
pub(super) fn basis(
    section: &mut Section<'_>,
    otherwise: Option<Basis>,
    out: &mut Findings,
) -> Option<Basis> {
    let words = [("read", Basis::Read), ("memory", Basis::Memory)];
    match section.optional("basis") {
        Some(entry) => value::word(entry, &words, out),
        None => otherwise,
    }
}

/// A sentence without figures: those have a place where number and interval stand beside them.
pub(super) fn sentence(entry: Entry<'_>, out: &mut Findings) -> Option<String> {
    let text = value::text(entry, out)?;
    let plain = text.to_lowercase();
    let figures = [
        "%",
        " per cent",
        " percent ",
        "hazard ratio of",
        "odds ratio of",
    ];
    if let Some(figure) = figures.iter().find(|figure| plain.contains(*figure)) {
        let message = format!("'{figure}' stands in '{}'", entry.key);
        let expected = "words; a figure stands in [[outcome]], [deaths] or [[adverse]]";
        out.add(FindingCode::FigureInWords, entry.span(), message, expected);
        return None;
    }
    Some(text)
}

/// A whole number.
pub(super) fn whole(entry: Entry<'_>, out: &mut Findings) -> Option<u32> {
    let number = entry.value.get_ref().as_integer();
    let number = number.filter(|number| number.radix() == 10);
    let number = number.and_then(|number| number.as_str().parse().ok());
    if number.is_none() {
        wrong_type(entry, "a whole number, or \"not reported\"", out);
    }
    number
}

/// A number of patients: `226`, or `"about 2000"`.
pub(super) fn count(entry: Entry<'_>, out: &mut Findings) -> Option<Count> {
    let Some(text) = entry.value.get_ref().as_str() else {
        let number = whole(entry, out)?;
        return Some(Count {
            number,
            approximate: false,
        });
    };
    let number = text
        .strip_prefix("about ")
        .and_then(|rest| rest.trim().parse().ok());
    if number.is_none() {
        let expected = "a whole number, \"about 2000\", or \"not reported\"";
        wrong_type(entry, expected, out);
    }
    number.map(|number| Count {
        number,
        approximate: true,
    })
}

/// What is reported for a figure: `"44.0 mo"`, `"below 1 %"`, `"0.63"`, `"not reached"`.
pub(super) fn figure(entry: Entry<'_>, measure: Measure, out: &mut Findings) -> Option<Value> {
    let text = value::text(entry, out)?;
    if measure == Measure::Median && text == "not reached" {
        return Some(Value::NotReached);
    }
    match text.strip_prefix("below ") {
        Some(rest) => amount(rest, entry, measure, out).map(Value::Below),
        None => amount(&text, entry, measure, out).map(Value::Is),
    }
}

fn amount(text: &str, entry: Entry<'_>, measure: Measure, out: &mut Findings) -> Option<Amount> {
    match measure {
        Measure::HazardRatio | Measure::RelativeRisk => ratio(text, entry, out).map(Amount::Ratio),
        Measure::Median | Measure::Time => {
            let dimensions = [Dimension::CalendarDuration, Dimension::Duration];
            quantity(text, entry, &dimensions, out).map(Amount::Quantity)
        }
        Measure::Proportion => percent(text, entry, out).map(Amount::Quantity),
    }
}

fn quantity(
    text: &str,
    entry: Entry<'_>,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Quantity> {
    let quantity = text
        .parse()
        .map_err(|error| value::unreadable(entry.span(), &error, out))
        .ok()?;
    value::measures(entry, quantity, dimensions, out)
}

/// A percentage of something that was counted, which is at most all of it.
fn percent(text: &str, entry: Entry<'_>, out: &mut Findings) -> Option<Quantity> {
    let percent = quantity(text, entry, &[Dimension::Fraction], out)?;
    if percent.amount() > Decimal::ONE_HUNDRED {
        let message = format!("'{percent}' is more than all");
        out.add(
            FindingCode::CountAboveTotal,
            entry.span(),
            message,
            "at most 100 %",
        );
        return None;
    }
    Some(percent)
}

/// A decimal above zero, without a unit.
pub(super) fn ratio(text: &str, entry: Entry<'_>, out: &mut Findings) -> Option<Decimal> {
    let expected = "a number above zero in quotes, such as \"0.63\"";
    let Ok(number) = Decimal::from_str_exact(text) else {
        let message = format!("'{}' is not a number", shortened(text));
        out.add(
            FindingCode::NumberUnreadable,
            entry.span(),
            message,
            expected,
        );
        return None;
    };
    if number <= Decimal::ZERO {
        let message = format!("'{number}' is not above zero");
        out.add(FindingCode::NumberNegative, entry.span(), message, expected);
        return None;
    }
    Some(number)
}

/// The interval of a value: `{ low = "0.43", high = "0.94", level = "95 %" }`.
pub(super) fn interval(
    entry: Entry<'_>,
    measure: Measure,
    value: Option<&Reported<Value>>,
    out: &mut Findings,
) -> Option<Interval> {
    let DeValue::Table(table) = entry.value.get_ref() else {
        let expected = "{ low = \"0.43\", high = \"0.94\", level = \"95 %\" }, or \"not reported\"";
        wrong_type(entry, expected, out);
        return None;
    };
    let mut section = Section::new("an interval", table, entry.span());
    let limit = |entry: Option<Entry<'_>>, out: &mut Findings| {
        entry.and_then(|entry| amount(&value::text(entry, out)?, entry, measure, out))
    };
    let low = section.required("low", out);
    let low = limit(low, out);
    let high_entry = section.required("high", out);
    let high = limit(high_entry, out);
    let level = reported(&mut section, "level", out, |entry, out| {
        percent(&value::text(entry, out)?, entry, out)
    });
    section.finish(out);
    let (low, high) = (low?, high?);
    ordered(&low, &high, high_entry?, out)?;
    if let Some(Reported::Given(Value::Is(value))) = value {
        let inside =
            compare(&low, value) != Ordering::Greater && compare(value, &high) != Ordering::Greater;
        if !inside {
            let message = "the value lies outside its interval";
            let expected = "a value between 'low' and 'high'";
            out.add(
                FindingCode::IntervalMissesValue,
                entry.span(),
                message,
                expected,
            );
        }
    }
    Some(Interval {
        low,
        high,
        level: level?,
    })
}

fn ordered(low: &Amount, high: &Amount, entry: Entry<'_>, out: &mut Findings) -> Option<()> {
    if let (Amount::Quantity(low), Amount::Quantity(high)) = (low, high)
        && let Err(mismatch) = low.compare(high)
    {
        let expected = "two limits in one unit's dimension";
        out.add(
            FindingCode::WrongDimension,
            entry.span(),
            mismatch.to_string(),
            expected,
        );
        return None;
    }
    if compare(low, high) == Ordering::Greater {
        let message = "the lower limit is above the upper limit";
        let expected = "'low' at most as large as 'high'";
        out.add(FindingCode::MinAboveMax, entry.span(), message, expected);
        return None;
    }
    Some(())
}

/// Which of two amounts is larger. Such as cannot be compared count as out of order.
fn compare(one: &Amount, other: &Amount) -> Ordering {
    match (one, other) {
        (Amount::Ratio(one), Amount::Ratio(other)) => one.cmp(other),
        (Amount::Quantity(one), Amount::Quantity(other)) => {
            one.compare(other).unwrap_or(Ordering::Greater)
        }
        (Amount::Ratio(_), Amount::Quantity(_)) | (Amount::Quantity(_), Amount::Ratio(_)) => {
            Ordering::Greater
        }
    }
}
