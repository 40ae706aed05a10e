//! Prints the trace: each requirement with its clauses, how it is verified, and the tests that do it.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use crate::output::{Outcome, Output};
use crate::trace::{self, Finding, Judged, Ran, Requirement};

const WIDTH: usize = 100;

/// Print the requirements of this build: clause, verification, and the tests that prove each.
#[derive(Debug, Args)]
pub(crate) struct Requirements {
    /// Only the requirements that nothing proves yet, or with something wrong about them.
    #[arg(long)]
    open: bool,
    /// A list of tests that ran, as CI writes it; a test that is not on one did not run.
    #[arg(long, value_name = "FILE")]
    ran: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Requirements {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let ran = self.tests_that_ran()?;
        let judged = trace::judge(trace::SHIPPED, ran.as_ref())
            .context("docs/requirements.toml of this build")?;
        let shown: Vec<_> = judged
            .requirements
            .iter()
            .filter(|requirement| !self.open || !of(requirement, &judged).is_empty())
            .collect();
        if self.json {
            output.json(&json!({
                "requirements": shown.iter().map(|shown| as_json(shown, &judged, ran.as_ref())).collect::<Vec<_>>(),
                "tests_that_ran": ran.as_ref().map(Ran::len),
            }))?;
        } else {
            for requirement in shown {
                output.text(&as_text(requirement, &judged, ran.as_ref()))?;
            }
            output.line(&summary(&judged, ran.as_ref()))?;
        }
        Ok(if judged.findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }

    fn tests_that_ran(&self) -> anyhow::Result<Option<Ran>> {
        let mut all: Option<Ran> = None;
        for path in &self.ran {
            let place = || path.display().to_string();
            let text = std::fs::read_to_string(path).with_context(place)?;
            let ran = Ran::read(&text).with_context(place)?;
            match &mut all {
                Some(all) => all.join(ran),
                None => all = Some(ran),
            }
        }
        Ok(all)
    }
}

/// What is wrong with a requirement.
fn of<'a>(requirement: &Requirement, judged: &'a Judged) -> Vec<&'a Finding> {
    let own = |finding: &&Finding| finding.requirement == requirement.id;
    judged.findings.iter().filter(own).collect()
}

fn as_text(requirement: &Requirement, judged: &Judged, ran: Option<&Ran>) -> String {
    let mut text = String::new();
    let mut add = |head: &str, said: &str| {
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(head)
            .subsequent_indent("               ");
        text.push_str(&textwrap::fill(said, options));
        text.push('\n');
    };
    add(&format!("{:<5}", requirement.id), &requirement.text);
    for clause in &requirement.clauses {
        let number = if clause.clause_read {
            ""
        } else {
            " (number to be confirmed)"
        };
        add("     clause    ", &format!("{}{number}", clause.at));
    }
    add("     verified  ", &requirement.verified_by.join(", "));
    for finding in of(requirement, judged) {
        add(
            "     finding   ",
            &format!("{}: {}", finding.code, finding.message),
        );
    }
    // A name is copied whole: it is never broken.
    for test in &requirement.tests {
        let outcome = ran.map(|ran| {
            ran.outcome(test)
                .map_or("did not run", trace::Outcome::word)
        });
        let outcome = outcome.map_or(String::new(), |word| format!(" ({word})"));
        text.push_str(&format!("     test      {test}{outcome}\n"));
    }
    text.push('\n');
    text
}

fn as_json(requirement: &Requirement, judged: &Judged, ran: Option<&Ran>) -> serde_json::Value {
    let clauses = requirement.clauses.iter();
    let clauses = clauses.map(|clause| json!({ "at": clause.at, "read": clause.clause_read }));
    let tests = requirement.tests.iter().map(|test| {
        let outcome = ran.map(|ran| {
            ran.outcome(test)
                .map_or("did not run", trace::Outcome::word)
        });
        json!({ "name": test, "outcome": outcome })
    });
    let findings = of(requirement, judged).into_iter();
    let findings =
        findings.map(|finding| json!({ "code": finding.code, "message": finding.message }));
    json!({
        "id": requirement.id,
        "text": requirement.text,
        "clauses": clauses.collect::<Vec<_>>(),
        "verified_by": requirement.verified_by,
        "tests": tests.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn summary(judged: &Judged, ran: Option<&Ran>) -> String {
    let all = judged.requirements.len();
    let open = judged
        .findings
        .iter()
        .filter(|finding| finding.code == "open")
        .count();
    let clauses = judged.requirements.iter().flat_map(|found| &found.clauses);
    let to_confirm = clauses.filter(|clause| !clause.clause_read).count();
    let other = judged.findings.len() - open;
    let run = ran.map_or("no list of tests that ran was given".to_owned(), |ran| {
        format!("held against {} tests that ran", ran.len())
    });
    format!(
        "{all} requirements, {} with tests, {open} open, {other} other findings; {to_confirm} clause numbers to be confirmed; {run}",
        all - open
    )
}
