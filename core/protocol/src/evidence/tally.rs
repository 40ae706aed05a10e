//! Deaths and adverse events: counts, percentages, and whether the two agree.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::model::{
    Adverse, Amount, Arm, Count, Deaths, Denominator, Measure, Reported, Tally, Value,
};
use super::outcome::arm_of;
use super::value::{basis, count, figure, interval, needed, or_not, reported, tables, whole};
use crate::finding::{FindingCode, Findings};
use crate::model::Basis;
use crate::read::section::{Entry, Section, wrong_type};
use crate::read::value;

/// Reads `[deaths]`.
pub(super) fn deaths(
    root: &mut Section<'_>,
    otherwise: Option<Basis>,
    out: &mut Findings,
) -> Option<Deaths> {
    let mut section = root.table("[deaths]", out)?;
    let any = counted(&mut section, "any", otherwise, out);
    let treatment = counted(&mut section, "treatment", otherwise, out);
    section.finish(out);
    Some(Deaths {
        any: any?,
        treatment: treatment?,
    })
}

fn counted(
    section: &mut Section<'_>,
    key: &'static str,
    otherwise: Option<Basis>,
    out: &mut Findings,
) -> Option<Reported<Tally>> {
    let entry = needed(section, key, out)?;
    or_not(entry, out, |entry, out| one_tally(entry, otherwise, out))
}

fn one_tally(entry: Entry<'_>, otherwise: Option<Basis>, out: &mut Findings) -> Option<Tally> {
    let DeValue::Table(table) = entry.value.get_ref() else {
        let expected = "a table with 'count', 'n', 'percent' and 'interval', or \"not reported\"";
        wrong_type(entry, expected, out);
        return None;
    };
    let mut section = Section::new("the count", table, entry.span());
    let tally = tally(&mut section, otherwise, out);
    section.finish(out);
    tally
}

/// Reads every `[[adverse]]`.
pub(super) fn adverse(
    root: &mut Section<'_>,
    arms: &[Arm],
    otherwise: Option<Basis>,
    out: &mut Findings,
) -> Option<Vec<Adverse>> {
    let sections = tables(root, "[[adverse]]", out);
    let one = |mut section: Section<'_>| {
        let term = section.required("term", out);
        let term = term.and_then(|entry| value::text(entry, out));
        let denominator = section.required("per", out);
        let denominator = denominator.and_then(|entry| value::word(entry, Denominator::WORDS, out));
        let arm = section.optional("arm");
        let arm = arm.map_or(Some(None), |entry| arm_of(entry, arms, out).map(Some));
        let tally = tally(&mut section, otherwise, out);
        section.finish(out);
        Some(Adverse {
            term: term?,
            denominator: denominator?,
            arm: arm?.map(|arm| arm.key.clone()),
            tally: tally?,
        })
    };
    let read: Vec<_> = sections.into_iter().map(one).collect();
    read.into_iter().collect()
}

fn tally(section: &mut Section<'_>, otherwise: Option<Basis>, out: &mut Findings) -> Option<Tally> {
    let number = reported(section, "count", out, whole);
    let n = reported(section, "n", out, count);
    let printed = section.optional("percent");
    let percent = reported(section, "percent", out, |entry, out| {
        figure(entry, Measure::Proportion, out)
    });
    let interval = reported(section, "interval", out, |entry, out| {
        interval(entry, Measure::Proportion, percent.as_ref(), out)
    });
    let basis = basis(section, otherwise, out);
    let (number, n, percent) = (number?, n?, percent?);
    let at = printed.map_or_else(|| section.span.clone(), |entry| entry.span());
    recount(&number, &n, &percent, at, out);
    Some(Tally {
        count: number,
        n,
        percent,
        interval: interval?,
        basis: basis?,
    })
}

/// Holds a percentage against the counts it was made from.
pub(super) fn recount(
    count: &Reported<u32>,
    n: &Reported<Count>,
    percent: &Reported<Value>,
    at: Range<usize>,
    out: &mut Findings,
) {
    let (Some(count), Some(n)) = (count.given(), n.given()) else {
        return;
    };
    if n.approximate {
        return;
    }
    if *count > n.number {
        let message = format!("{count} of {} are counted", n.number);
        let expected = format!("at most {}", n.number);
        out.add(FindingCode::CountAboveTotal, at, message, expected);
        return;
    }
    let agrees = match percent.given() {
        Some(Value::Is(Amount::Quantity(printed))) => {
            is_rounded(*count, n.number, printed.amount())
        }
        Some(Value::Below(Amount::Quantity(limit))) => {
            Decimal::from(*count) * Decimal::ONE_HUNDRED
                < limit.amount().saturating_mul(Decimal::from(n.number))
        }
        Some(Value::Is(_) | Value::Below(_) | Value::NotReached) | None => true,
    };
    if !agrees {
        let exact = Decimal::from(*count)
            .saturating_mul(Decimal::ONE_HUNDRED)
            .checked_div(Decimal::from(n.number))
            .map_or_else(String::new, |exact| exact.round_dp(2).to_string());
        let message = format!("{count} of {} is {exact} %", n.number);
        let expected = "that percentage, rounded to the places that are written";
        out.add(FindingCode::PercentageMismatch, at, message, expected);
        out.help(
            "if the source itself prints both, give the counts and say in 'remarks' what it prints",
        );
    }
}

/// Whether a printed percentage is what counts give, within half of its last printed place.
fn is_rounded(count: u32, n: u32, printed: Decimal) -> bool {
    let n = Decimal::from(n);
    let exact = Decimal::from(count).saturating_mul(Decimal::ONE_HUNDRED);
    let off = printed
        .saturating_mul(n)
        .saturating_sub(exact)
        .abs()
        .saturating_mul(Decimal::TWO);
    // `off / n` is twice the difference in per cent; compared in whole multiples, so exactly.
    Decimal::try_new(1, printed.scale())
        .ok()
        .and_then(|place| place.checked_mul(n))
        .is_some_and(|half| off <= half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_may_be_off_by_half_of_its_last_place_and_no_more() {
        let printed = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert!(is_rounded(215, 4088, printed("5.26")));
        assert!(is_rounded(11, 255, printed("4")));
        assert!(is_rounded(1, 8, printed("12.5")));
        assert!(is_rounded(1, 8, printed("12")) && is_rounded(1, 8, printed("13")));
        assert!(!is_rounded(1, 8, printed("12.4")));
        assert!(!is_rounded(1, 8, printed("12.50001")));
        assert!(!is_rounded(10, 49, printed("21")));
        assert!(is_rounded(1, 3, printed("33")));
    }
}
