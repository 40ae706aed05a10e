//! Changes of the course: the days of the doses and how much each is.

use jiff::civil::Date;

use super::{Changes, Concerns, amount_words, limit};
use crate::model::{DoseAmount, DoseLine, Protocol};

/// Any day will do: only distances from the first dose are compared.
const ANY_DAY: Date = jiff::civil::date(2024, 1, 1);

/// Doses on other days, more of them or fewer.
pub(super) fn schedule(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let (before, after) = (days(old), days(new));
    if before.len() != after.len() {
        let text = format!("{} doses instead of {}", after.len(), before.len());
        changes.add(Concerns::Treatment, text);
    }
    let mut runs: Vec<Run> = Vec::new();
    for (number, (from, to)) in (1usize..).zip(before.iter().zip(&after)) {
        if from == to {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.last + 1 == number && run.by() == to - from => run.last = number,
            _ => runs.push(Run {
                first: number,
                last: number,
                from: *from,
                to: *to,
            }),
        }
    }
    for run in runs {
        changes.add(Concerns::Treatment, run.words());
    }
    let texts = (old.schedule.text.as_str(), new.schedule.text.as_str());
    if texts.0 != texts.1 {
        let text = format!("the schedule reads '{}' instead of '{}'", texts.1, texts.0);
        changes.add(Concerns::Treatment, text);
    }
}

/// The days of all doses, counted from the first.
fn days(protocol: &Protocol) -> Vec<i32> {
    let places = protocol.schedule.places(ANY_DAY, protocol.convention());
    let places = places.unwrap_or_default();
    let day = |on: Date| on.since(ANY_DAY).map_or(0, |span| span.get_days());
    places.iter().map(|place| day(place.on)).collect()
}

/// Doses one after the other that move by as many days.
struct Run {
    first: usize,
    last: usize,
    from: i32,
    to: i32,
}

impl Run {
    fn by(&self) -> i32 {
        self.to - self.from
    }

    fn words(&self) -> String {
        let moved = format!("from {} to {}", place(self.from), place(self.to));
        if self.first == self.last {
            return format!("infusion {} moves {moved}", self.first);
        }
        let (by, way) = (
            self.by().abs(),
            if self.by() > 0 { "later" } else { "earlier" },
        );
        format!(
            "infusions {} to {} move {by} days {way}, infusion {} {moved}",
            self.first, self.last, self.first
        )
    }
}

/// `week 4`, or `day 30` where it is not a whole week.
fn place(day: i32) -> String {
    if day % 7 == 0 {
        format!("week {}", day / 7)
    } else {
        format!("day {day}")
    }
}

/// How much each dose is, line by line.
pub(super) fn doses(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let alone = |line: &DoseLine| {
        let words = format!("dose line {}: {}", line.id, amount_words(line));
        (Concerns::Treatment, words)
    };
    let lists = (old.doses.as_slice(), new.doses.as_slice());
    changes.paired(lists, |line| line.id.to_string(), alone, line);
}

fn line(old: &DoseLine, new: &DoseLine, changes: &mut Changes) {
    let concerns = Concerns::Treatment;
    let name = format!("dose of '{}'", new.id);
    match (&old.amount, &new.amount) {
        (DoseAmount::Cells(before), DoseAmount::Cells(after)) => {
            for text in limit::moved(&name, before, after) {
                changes.add(concerns, text);
            }
        }
        _ => changes.replaced(concerns, &name, &amount_words(old), &amount_words(new)),
    }
    let range = |line: &DoseLine| match line.doses {
        Some((first, last)) => format!("doses {first} to {last}"),
        None => "every dose".to_owned(),
    };
    changes.replaced(
        concerns,
        &format!("'{}' is for", new.id),
        &range(old),
        &range(new),
    );
    changes.replaced(
        concerns,
        &format!("route of '{}'", new.id),
        &old.route,
        &new.route,
    );
    let limits = [
        ("cap", &old.cap, &new.cap),
        ("cap of the sum", &old.cumulative_cap, &new.cumulative_cap),
        ("rounding", &old.round_to, &new.round_to),
        ("volume", &old.volume, &new.volume),
    ];
    for (what, before, after) in limits {
        let words = |quantity: &Option<cikada_domain::Quantity>| {
            quantity.as_ref().map_or("none".to_owned(), |q| q.words())
        };
        let what = format!("{what} of '{}'", new.id);
        changes.replaced(concerns, &what, &words(before), &words(after));
    }
    let levels = |line: &DoseLine| {
        let levels: Vec<_> = line.levels.iter().map(|level| level.words()).collect();
        if levels.is_empty() {
            "none".to_owned()
        } else {
            levels.join(", ")
        }
    };
    changes.replaced(
        concerns,
        &format!("levels of '{}'", new.id),
        &levels(old),
        &levels(new),
    );
    if old.adjustments != new.adjustments {
        changes.add(concerns, format!("other adjustments of '{}'", new.id));
    }
    if old.surface != new.surface {
        let text = format!("body surface of '{}' by {}", new.id, new.surface.words());
        changes.add(concerns, text);
    }
}
