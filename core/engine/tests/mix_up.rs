//! Every scan of the library's courses exchanged for another: what matters is refused.

#[cfg(test)]
#[path = "support/centre.rs"]
mod centre;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the course")]
#[path = "support/course.rs"]
mod course;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the examples")]
#[path = "support/example.rs"]
mod example;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the golden files")]
#[path = "support/golden.rs"]
mod golden;
#[cfg(test)]
#[path = "support/protocols.rs"]
mod protocols;
#[cfg(test)]
#[path = "support/scans.rs"]
mod scans;
#[cfg(test)]
#[path = "support/script.rs"]
mod script;
#[cfg(test)]
#[path = "support/script_medicine.rs"]
mod script_medicine;
#[cfg(test)]
#[path = "support/swaps.rs"]
mod swaps;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use course::Course;
use scans::Thing;
use swaps::{Outcome, Swap};

/// So many places of one kind stand on the page.
const PLACES_MAX: usize = 12;

/// What is let through though it would do harm, with how often and why: asserted as it is, so that it can
/// neither grow nor be forgotten.
const KNOWN: [(&str, Thing, usize, &str); 0] = [];

/// What came of the exchanges of one kind of thing at one kind of act.
#[derive(Default)]
struct Row {
    asked: usize,
    refused: usize,
    stopped: usize,
    /// The controls that caught it, with how often each was the first to.
    controls: BTreeMap<String, usize>,
    /// Why the rest does no harm.
    harmless: BTreeMap<&'static str, usize>,
}

#[derive(Default)]
struct Report {
    rows: BTreeMap<(&'static str, Thing, &'static str), Row>,
    passed: Vec<(&'static str, Thing, String)>,
}

impl Report {
    fn add(&mut self, protocol: &str, swap: Swap) {
        let key = (swap.command, swap.thing, swap.other.words());
        let row = self.rows.entry(key).or_default();
        row.asked += 1;
        match swap.outcome {
            Outcome::Refused(codes) => {
                row.refused += 1;
                *row.controls
                    .entry(codes.first().copied().unwrap_or_default().to_owned())
                    .or_default() += 1;
            }
            Outcome::Stopped(command, codes) => {
                row.stopped += 1;
                let control = format!(
                    "{} at {command}",
                    codes.first().copied().unwrap_or_default()
                );
                *row.controls.entry(control).or_default() += 1;
            }
            Outcome::Harmless(reason) => *row.harmless.entry(reason).or_default() += 1,
            Outcome::Passed => {
                let place = format!("{protocol}, {}, {}", swap.command, swap.words);
                self.passed.push((swap.command, swap.thing, place));
            }
        }
    }

    fn sum(&self, of: impl Fn(&Row) -> usize) -> usize {
        self.rows.values().map(of).sum()
    }

    /// `docs/mix-up.md`.
    fn page(&self, protocols: usize) -> String {
        let (asked, refused) = (self.sum(|row| row.asked), self.sum(|row| row.refused));
        let stopped = self.sum(|row| row.stopped);
        let harmless = asked - refused - stopped - self.passed.len();
        let matter = asked - harmless;
        let rate = 100.0 * (refused + stopped) as f64 / matter as f64;
        let mut page = String::from(
            "# Mix-ups\n\nTwo courses of every protocol run side by side in one centre. Just before each act of one, \
             each of its scans is exchanged: for the same kind of thing of another dose, of the other patient, and \
             for a code nobody knows; and each person for another. The real engine is asked each time.\n\n",
        );
        let _ = writeln!(
            page,
            "This page is generated: `CIKADA_BLESS=1 cargo test -p cikada-engine --test mix_up`.\n"
        );
        let _ = writeln!(
            page,
            "| of {asked} exchanges in {protocols} protocols | |\n|---|---|"
        );
        let _ = writeln!(page, "| refused at once | {refused} |");
        let _ = writeln!(
            page,
            "| let through, and stopped at a later act before anything was given | {stopped} |"
        );
        let _ = writeln!(page, "| let through, and do no harm | {harmless} |");
        let _ = writeln!(
            page,
            "| let through, and would do harm | {} |",
            self.passed.len()
        );
        let _ = writeln!(page, "| caught of those that matter | {rate:.2} % |\n");
        page.push_str("## What was exchanged, and which control caught it\n\n");
        page.push_str("| act | thing | exchanged for one | asked | refused | stopped later | first control, how often |\n|---|---|---|---|---|---|---|\n");
        for ((command, thing, other), row) in &self.rows {
            let controls = row
                .controls
                .iter()
                .map(|(code, times)| format!("`{code}` {times}"));
            let controls: Vec<_> = controls.collect();
            let _ = writeln!(
                page,
                "| {command} | {} | {other} | {} | {} | {} | {} |",
                thing.words(),
                row.asked,
                row.refused,
                row.stopped,
                controls.join(", ")
            );
        }
        page.push_str("\n## What does no harm, and why\n\n| act | thing | how often | why |\n|---|---|---|---|\n");
        let mut reasons: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        for ((command, thing, _), row) in &self.rows {
            for (reason, times) in &row.harmless {
                *reasons.entry((reason, command, thing.words())).or_default() += times;
            }
        }
        for ((reason, command, thing), times) in reasons {
            let _ = writeln!(page, "| {command} | {thing} | {times} | {reason} |");
        }
        self.known(&mut page);
        page
    }

    fn known(&self, page: &mut String) {
        page.push_str("\n## What is let through and would do harm\n\n");
        for (command, thing, _, reason) in KNOWN {
            let of = |passed: &&(&str, Thing, String)| (passed.0, passed.1) == (command, thing);
            let _ = writeln!(page, "{command}, {}: {reason}.\n", thing.words());
            let places: Vec<_> = self.passed.iter().filter(of).collect();
            for (_, _, place) in places.iter().take(PLACES_MAX) {
                let _ = writeln!(page, "- {place}");
            }
            if let Some(more) = places
                .len()
                .checked_sub(PLACES_MAX)
                .filter(|more| *more > 0)
            {
                let _ = writeln!(page, "- and {more} more");
            }
            page.push('\n');
        }
    }
}

#[test]
fn every_exchange_of_a_scan_that_matters_is_refused() {
    let mut report = Report::default();
    let files = protocols::files();
    for file in &files {
        let course = Course::new(protocols::protocol(file));
        let doses = course.dose_count().min(2);
        for swap in swaps::swaps(&course, doses) {
            report.add(&course.protocol.id, swap);
        }
    }
    let page = report.page(files.len());
    println!("{page}");
    let mut unknown = report.passed.clone();
    for (command, thing, times, _) in KNOWN {
        let before = unknown.len();
        unknown.retain(|passed| (passed.0, passed.1) != (command, thing));
        assert_eq!(
            before - unknown.len(),
            times,
            "{command}, {thing:?}: known otherwise"
        );
    }
    assert!(
        unknown.is_empty(),
        "exchanges that matter were let through: {unknown:#?}"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mix-up.md");
    golden::compare(&path, &page);
}
