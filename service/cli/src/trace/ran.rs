//! What ran: a line for each test, `passed NAME`, `failed NAME` or `ignored NAME`, as CI writes it.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};

/// How a test ended. Of several runs of one test the last of these counts: a journey is left out where the browser
/// runs no scripts, and proves what it proves where it ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Ignored,
    Passed,
    Failed,
}

impl Outcome {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Ignored => "ignored",
            Self::Failed => "failed",
        }
    }
}

/// The tests of a run with their outcomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ran(BTreeMap<String, Outcome>);

impl Ran {
    /// Reads a list of tests that ran. A list in which nothing passed is no run.
    ///
    /// # Errors
    /// Names the line that is not `passed NAME`, `failed NAME` or `ignored NAME`.
    pub(crate) fn read(text: &str) -> anyhow::Result<Self> {
        let mut ran = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let outcome = match line.split_once(' ') {
                Some(("passed", _)) => Outcome::Passed,
                Some(("failed", _)) => Outcome::Failed,
                Some(("ignored", _)) => Outcome::Ignored,
                _ => bail!(
                    "line {number}: expected 'passed NAME', 'failed NAME' or 'ignored NAME', found '{line}'"
                ),
            };
            let name = line.split_once(' ').map_or("", |(_, name)| name.trim());
            ran.add(name.to_owned(), outcome);
        }
        let passed = |outcome: &Outcome| *outcome == Outcome::Passed;
        ensure!(
            ran.0.values().any(passed),
            "it lists no test that passed: write it by a run of the tests"
        );
        Ok(ran)
    }

    /// Adds another list to this one.
    pub(crate) fn join(&mut self, other: Self) {
        for (name, outcome) in other.0 {
            self.add(name, outcome);
        }
    }

    fn add(&mut self, name: String, outcome: Outcome) {
        let kept = self.0.entry(name).or_insert(outcome);
        *kept = outcome.max(*kept);
    }

    /// How a test ended, if it was there at all.
    pub(crate) fn outcome(&self, name: &str) -> Option<Outcome> {
        self.0.get(name).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The test whose name is most like one that did not run, if any is like it.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let last = |name: &str| name.rsplit("::").next().map(str::to_owned);
        let moved = self.0.keys().find(|ran| last(ran) == last(name));
        let like = |ran: &&String| strsim::jaro_winkler(ran, name);
        let nearest = self.0.keys().max_by(|a, b| like(a).total_cmp(&like(b)));
        moved
            .or(nearest.filter(|ran| like(ran) > 0.9))
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_counts_among_several_runs_whatever_their_order() {
        for text in [
            "passed a::b\nfailed a::b\npassed c::d",
            "failed a::b\npassed a::b\npassed c::d",
        ] {
            assert_eq!(
                Ran::read(text).unwrap().outcome("a::b"),
                Some(Outcome::Failed)
            );
        }
        let mut ran = Ran::read("passed a::b\nignored c::d").unwrap();
        ran.join(Ran::read("passed e::f\nignored a::b").unwrap());
        assert_eq!(ran.outcome("a::b"), Some(Outcome::Passed));
        assert_eq!(ran.outcome("c::d"), Some(Outcome::Ignored));
        assert_eq!(ran.len(), 3);
    }

    #[test]
    fn a_list_that_is_no_run_is_refused_with_its_line() {
        let error = Ran::read("passed a::b\ntest a::b ... ok").unwrap_err();
        assert!(error.to_string().starts_with("line 2"), "{error}");
        for nothing in ["", "\n", "ignored a::b", "failed a::b"] {
            assert!(Ran::read(nothing).is_err(), "{nothing}");
        }
    }

    #[test]
    fn the_test_that_was_meant_is_named() {
        let ran = Ran::read("passed room::other::it_issues_one\npassed journey: a bag is stopped")
            .unwrap();
        assert_eq!(
            ran.nearest("room::tests::it_issues_one"),
            Some("room::other::it_issues_one")
        );
        assert_eq!(
            ran.nearest("journey: a bag is stoped"),
            Some("journey: a bag is stopped")
        );
        assert_eq!(ran.nearest("story: protocols/x.story"), None);
    }
}
