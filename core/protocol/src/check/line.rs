//! Dose lines against the schedule: each dose has exactly one amount.

use crate::finding::{FindingCode, Findings};
use crate::model::DoseLine;
use crate::read::draft::{Draft, Placed};

/// Runs the check. Lines that could not be read may be those that seem to be missing.
pub(super) fn check(draft: &Draft<'_>, written: usize, out: &mut Findings) {
    let Some(schedule) = draft
        .schedule
        .as_ref()
        .filter(|_| written == draft.doses.len())
    else {
        return;
    };
    let count = schedule.value.dose_count();
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    overlaps(&draft.doses, out);
    for line in &draft.doses {
        if let Some((first, last)) = line.value.doses.filter(|(_, last)| *last > count) {
            let from = first.max(count.saturating_add(1));
            let message = format!(
                "{} stand here, but the schedule gives {count}",
                numbers(from, last)
            );
            let expected = format!("doses up to {count}");
            out.add(
                FindingCode::DanglingReference,
                line.at("doses"),
                message,
                expected,
            );
        }
    }
    let ranges = draft
        .doses
        .iter()
        .map(|line| line.value.doses.unwrap_or((1, count)));
    let mut ranges: Vec<_> = ranges.collect();
    ranges.sort_unstable();
    let mut next = 1_u16;
    let mut missing = Vec::new();
    for (first, last) in ranges.into_iter().chain([(count.saturating_add(1), count)]) {
        if next < first && next <= count {
            missing.push(numbers(next, first.saturating_sub(1).min(count)));
        }
        next = next.max(last.saturating_add(1));
    }
    if !missing.is_empty() {
        let message = format!("no [[dose]] says how much {} are", missing.join(" and "));
        let expected = format!("lines for doses 1 to {count}");
        out.add(
            FindingCode::DoseLineMissing,
            schedule.at("doses"),
            message,
            expected,
        );
    }
}

fn overlaps(lines: &[Placed<'_, DoseLine>], out: &mut Findings) {
    let whole = |line: &DoseLine| line.doses.unwrap_or((1, u16::MAX));
    for (index, line) in lines.iter().enumerate() {
        let (first, last) = whole(&line.value);
        let before = lines.iter().take(index);
        let shared = before.map(|other| (other, whole(&other.value)));
        let mut shared = shared.filter(|(_, (from, to))| *from <= last && first <= *to);
        if let Some((other, (from, _))) = shared.next() {
            let message = format!(
                "dose {} belongs to '{}' already",
                first.max(from),
                other.value.id
            );
            let expected = "doses of this line only";
            out.add(
                FindingCode::DoseLineOverlap,
                line.at("doses"),
                message,
                expected,
            );
        }
    }
}

fn numbers(first: u16, last: u16) -> String {
    if first == last {
        format!("dose {first}")
    } else {
        format!("doses {first} to {last}")
    }
}
