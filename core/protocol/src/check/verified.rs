//! What is only remembered lets no dose through alone.
//!
//! A number from memory may be shown, and may make a rule stricter. Where it is the only support of
//! what allows a dose, a second source must carry it: one that was read, or the centre's own
//! decision, written as a proposal.

use std::ops::Range;

use crate::finding::{FindingCode, Findings};
use crate::model::{Basis, Criterion};
use crate::read::draft::{Draft, Placed};

/// Runs the check.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    facts(draft, out);
    criteria(draft, &draft.eligibility, "eligibility", out);
    criteria(draft, &draft.fitness, "fitness", out);
    for release in &draft.releases {
        let stage = release.value.stage;
        let tests = draft.tests.iter().filter(|test| test.value.stage == stage);
        let mut sources = tests.clone().map(|test| test.value.source.as_str());
        if let Some(first) = tests.clone().next()
            && sources.all(|source| remembered(draft, source))
        {
            let what = format!("every test of the {} release", stage.name());
            alone(first.at("source"), &what, out);
        }
    }
}

/// Single facts: how much is given, from what, how long it lives, and what opens the next part.
fn facts(draft: &Draft<'_>, out: &mut Findings) {
    for line in &draft.doses {
        let (source, also) = (&line.value.source, &line.value.also);
        let what = format!("the dose of '{}'", line.value.id);
        fact(
            draft,
            source,
            also.as_deref(),
            line.at("source"),
            &what,
            out,
        );
        for (index, adjustment) in line.value.adjustments.iter().enumerate() {
            let (source, also) = (&adjustment.source, &adjustment.also);
            let at = line.inner_at("adjustment", index);
            let criterion = &adjustment.condition.criterion;
            let what = format!("the adjustment for '{criterion}'");
            fact(draft, source, also.as_deref(), at, &what, out);
        }
    }
    if let Some(medicine) = &draft.medicine {
        let (source, also) = (&medicine.value.source, &medicine.value.also);
        let what = "what the vials hold";
        fact(
            draft,
            source,
            also.as_deref(),
            medicine.at("source"),
            what,
            out,
        );
    }
    if let Some(product) = &draft.product {
        let (source, also) = (&product.value.source, &product.value.also);
        let what = "the shelf life";
        fact(
            draft,
            source,
            also.as_deref(),
            product.at("source"),
            what,
            out,
        );
    }
    for gate in &draft.gates {
        let (source, also) = (&gate.value.source, &gate.value.also);
        let what = format!("the gate '{}'", gate.value.id);
        fact(
            draft,
            source,
            also.as_deref(),
            gate.at("source"),
            &what,
            out,
        );
    }
}

fn fact(
    draft: &Draft<'_>,
    source: &str,
    also: Option<&str>,
    at: Range<usize>,
    what: &str,
    out: &mut Findings,
) {
    if remembered(draft, source) && also.is_none_or(|also| remembered(draft, also)) {
        alone(at, what, out);
    }
}

/// Criteria carry each other: one that was read is enough, since all of them must be met.
fn criteria(draft: &Draft<'_>, all: &[Placed<'_, Criterion>], what: &str, out: &mut Findings) {
    let carried = |criterion: &Criterion| {
        let centre = criterion
            .centre
            .as_ref()
            .map(|centre| centre.source.as_str());
        !remembered(draft, &criterion.source) || centre.is_some_and(|s| !remembered(draft, s))
    };
    if let Some(first) = all.first()
        && !all.iter().any(|criterion| carried(&criterion.value))
    {
        alone(
            first.at("source"),
            &format!("every criterion of {what}"),
            out,
        );
    }
}

fn alone(at: Range<usize>, what: &str, out: &mut Findings) {
    let message = format!("{what} is from memory, and nothing else carries it");
    let expected = "a source that was read, or a second one in 'also'";
    out.add(FindingCode::UnverifiedAlone, at, message, expected);
    out.help("read the text and say so, or let the centre take it over: also = \"...\", a source of basis proposal");
}

/// An unknown source has its finding already, and is not called remembered as well.
fn remembered(draft: &Draft<'_>, key: &str) -> bool {
    let source = draft.sources.get(key);
    source.is_some_and(|source| source.basis == Basis::Memory)
}
