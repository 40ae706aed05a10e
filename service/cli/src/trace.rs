//! The trace from requirements to the tests that prove them: read, and held against a run of the tests.
//!
//! `docs/requirements.toml` is data that a person reviews, so that everything wrong with it is a finding that names its
//! requirement. A requirement counts as proven when every test it names ran and passed: a name with a typo in it did not
//! run, and is told. `cikada requirements` and CI ask the same function, [`judge`].

mod ran;

use std::collections::BTreeSet;

use serde::Deserialize;

pub(crate) use ran::{Outcome, Ran};

/// The requirements of this build.
pub(crate) const SHIPPED: &str = include_str!("../../../docs/requirements.toml");

/// How a requirement may be verified.
const VERIFICATIONS: [&str; 4] = ["unit", "integration", "simulated journey", "paper review"];

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Requirement {
    /// Its identifier, for ever: `R` and two digits or more.
    pub(crate) id: String,
    /// What the system shall do.
    pub(crate) text: String,
    /// Where that is asked for.
    pub(crate) clauses: Vec<Clause>,
    /// How it is verified, of `VERIFICATIONS`.
    pub(crate) verified_by: Vec<String>,
    /// The tests that prove it, by their names; none while it is open.
    pub(crate) tests: Vec<String>,
}

/// A place in a law, a standard or a guideline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Clause {
    /// Text and number.
    pub(crate) at: String,
    /// Whether the number was read in a source. One from memory is shown as to be confirmed.
    #[serde(default = "is_read")]
    pub(crate) clause_read: bool,
}

fn is_read() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    requirement: Vec<Requirement>,
}

/// Something wrong with a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Which kind, in kebab-case.
    pub(crate) code: &'static str,
    /// Whose.
    pub(crate) requirement: String,
    /// What was found, and what to do.
    pub(crate) message: String,
}

/// What was read, and everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads a list of requirements and, if there is one, holds it against a run of the tests.
///
/// # Errors
/// When the text is not a list of requirements: the message names line and key.
pub(crate) fn judge(text: &str, ran: Option<&Ran>) -> Result<Judged, toml::de::Error> {
    let File {
        requirement: requirements,
    } = toml::from_str(text)?;
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for requirement in &requirements {
        let mut add = |code, message: String| {
            findings.push(Finding {
                code,
                requirement: requirement.id.clone(),
                message,
            });
        };
        if !seen.insert(requirement.id.as_str()) {
            add("id-twice", "two requirements have this id".to_owned());
        }
        well_formed(requirement, &mut add);
        if let Some(ran) = ran {
            proven(requirement, ran, &mut add);
        }
    }
    Ok(Judged {
        requirements,
        findings,
    })
}

fn well_formed(requirement: &Requirement, add: &mut impl FnMut(&'static str, String)) {
    let number = requirement.id.strip_prefix('R').unwrap_or_default();
    if number.len() < 2 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        add(
            "bad-id",
            "an id is R and a number of two digits or more".to_owned(),
        );
    }
    if !requirement.text.contains("shall") {
        add(
            "no-text",
            "the text does not say what the system shall do".to_owned(),
        );
    }
    let blank = |clause: &Clause| clause.at.trim().is_empty();
    if requirement.clauses.is_empty() || requirement.clauses.iter().any(blank) {
        add(
            "no-clause",
            "it names no clause, or an empty one: say where it is asked for".to_owned(),
        );
    }
    if requirement.verified_by.is_empty() {
        add(
            "no-verification",
            format!(
                "it does not say how it is verified: {}",
                VERIFICATIONS.join(", ")
            ),
        );
    }
    for word in &requirement.verified_by {
        if !VERIFICATIONS.contains(&word.as_str()) {
            let known = VERIFICATIONS.join(", ");
            add(
                "unknown-verification",
                format!("'{word}' is no way to verify, expected one of: {known}"),
            );
        }
    }
    let mut named = BTreeSet::new();
    for test in &requirement.tests {
        if !is_test_name(test) {
            add(
                "bad-test-name",
                format!(
                    "'{test}' names no test: expected crate::path::test, story: FILE, story: FILE: TITLE, journey: TITLE or doc: crate::item"
                ),
            );
        }
        if !named.insert(test) {
            add("test-twice", format!("'{test}' is named twice"));
        }
    }
    if requirement.tests.is_empty() {
        add("open", "no test proves it yet".to_owned());
    }
}

/// Every test it names must have run and passed.
fn proven(requirement: &Requirement, ran: &Ran, add: &mut impl FnMut(&'static str, String)) {
    for test in &requirement.tests {
        match ran.outcome(test) {
            Some(Outcome::Passed) => {}
            Some(Outcome::Failed) => add("test-failed", format!("'{test}' failed in this run")),
            Some(Outcome::Ignored) => add(
                "test-ignored",
                format!("'{test}' was ignored in this run: an ignored test proves nothing"),
            ),
            None => add(
                "test-not-run",
                match ran.nearest(test) {
                    Some(near) => {
                        format!("'{test}' did not run; '{near}' did: correct the name")
                    }
                    None => {
                        format!("'{test}' did not run: correct the name, or add the test")
                    }
                },
            ),
        }
    }
}

fn is_test_name(name: &str) -> bool {
    let in_rust = |path: &str| {
        let part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        path.contains("::") && path.split("::").all(part)
    };
    match name.split_once(": ") {
        Some(("story", file)) => file.ends_with(".story") || file.contains(".story: "),
        Some(("journey", title)) => !title.trim().is_empty(),
        Some(("doc", item)) => in_rust(item),
        _ => in_rust(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[requirement]]
id = "R01"
text = "The system shall issue one identifier."
clauses = [{ at = "ST-028" }, { at = "211.125", clause-read = false }]
verified-by = ["unit", "simulated journey"]
tests = ["room::tests::it_issues_one", "story: protocols/a/1.0.0/stories/b.story: One is issued"]
"#;
    const RUN: &str = "passed room::tests::it_issues_one\n\
                       passed story: protocols/a/1.0.0/stories/b.story: One is issued\n\
                       passed room::tests::another\n";

    fn codes(text: &str, run: &str) -> Vec<&'static str> {
        let ran = Ran::read(run).unwrap();
        let judged = judge(text, Some(&ran)).unwrap();
        judged.findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_requirement_whose_tests_ran_and_passed_is_proven() {
        assert_eq!(codes(GOOD, RUN), [""; 0]);
        let judged = judge(GOOD, None).unwrap();
        let read: Vec<_> = judged.requirements[0]
            .clauses
            .iter()
            .map(|clause| clause.clause_read)
            .collect();
        assert_eq!(read, [true, false]);
    }

    #[test]
    fn each_fault_of_the_list_is_found_by_its_code() {
        let faults = [
            ("\"R01\"", "\"one\"", "bad-id"),
            ("shall issue", "issues", "no-text"),
            ("ST-028", " ", "no-clause"),
            ("\"unit\", ", "\"unti\", ", "unknown-verification"),
            ("[\"unit\", \"simulated journey\"]", "[]", "no-verification"),
        ];
        for (right, wrong, code) in faults {
            assert_eq!(codes(&GOOD.replacen(right, wrong, 1), RUN), [code]);
        }
        assert_eq!(codes(&format!("{GOOD}{GOOD}"), RUN), ["id-twice"]);
        let (head, _) = GOOD.split_once("tests = ").unwrap();
        assert_eq!(codes(&format!("{head}tests = []"), RUN), ["open"]);
        let twice = "tests = [\"room::tests::another\", \"room::tests::another\"]";
        assert_eq!(codes(&format!("{head}{twice}"), RUN), ["test-twice"]);
        for unreadable in [
            &GOOD.replace("verified-by", "verified"),
            head,
            "[[requirement]",
        ] {
            assert!(judge(unreadable, None).is_err());
        }
    }

    #[test]
    fn a_name_with_a_typo_in_it_never_passes() {
        for (right, wrong, code) in [
            ("it_issues_one", "it_issues_on", "test-not-run"),
            ("room::tests", "room::test", "test-not-run"),
            ("One is issued", "One is isued", "test-not-run"),
            ("b.story: One is issued", "b.story", "test-not-run"),
            ("room::tests::it_issues_one", "", "bad-test-name"),
            (
                "room::tests::it_issues_one",
                "it_issues_one",
                "bad-test-name",
            ),
            ("story: protocols", "Story: protocols", "bad-test-name"),
        ] {
            let found = codes(&GOOD.replacen(right, wrong, 1), RUN);
            assert!(found.contains(&code), "{wrong}: {found:?}");
        }
    }

    #[test]
    fn a_test_that_did_not_run_failed_or_was_ignored_proves_nothing() {
        for (line, code) in [
            ("failed room::tests::it_issues_one", "test-failed"),
            ("ignored room::tests::it_issues_one", "test-ignored"),
            ("", "test-not-run"),
        ] {
            let run = RUN.replace("passed room::tests::it_issues_one", line);
            assert_eq!(codes(GOOD, &run), [code]);
        }
    }

    #[test]
    fn the_shipped_requirements_have_no_fault_but_open_ones() {
        let judged = judge(SHIPPED, None).unwrap();
        assert!(judged.requirements.len() > 30);
        let faults: Vec<_> = judged
            .findings
            .iter()
            .filter(|finding| finding.code != "open")
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
