//! Evidence in the sentences a clinician reads, never a figure without its number and interval.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use super::model::{
    Adverse, Amount, Count, Direction, Evidence, Figure, Interval, Measure, Outcome, Probability,
    Reported, Tally, Value,
};
use crate::model::Basis;

const FOOTNOTE: &str = "\"Not reported\" means that what was read, in most cases an excerpt, does \
                        not say it.";

/// The evidence as sentences: what it is, its outcomes, deaths, adverse events, doubts.
///
/// Each sentence with a figure says of how many patients it is and what its interval is, or that
/// these were not reported, and whether it is from memory.
#[must_use]
pub fn words(evidence: &Evidence) -> Vec<String> {
    let mut lines = vec![title(evidence), made(evidence), given(evidence)];
    lines.extend(arms(evidence));
    if evidence.outcomes.is_empty() {
        lines.push("Outcomes: not reported.".to_owned());
    }
    let outcomes = evidence.outcomes.iter();
    lines.extend(outcomes.map(|outcome| outcome_words(outcome, evidence)));
    lines.push(format!(
        "Deaths: of any cause {}; of the treatment {}.",
        deaths(&evidence.deaths.any),
        deaths(&evidence.deaths.treatment)
    ));
    if evidence.adverse.is_empty() {
        lines.push("Adverse events: rates not reported.".to_owned());
    }
    let adverse = evidence.adverse.iter();
    lines.extend(adverse.map(|adverse| adverse_words(adverse, evidence)));
    lines.extend(evidence.remarks.iter().map(|text| format!("Note: {text}")));
    if !evidence.beside.is_empty() {
        lines.push(format!(
            "To be read beside: {}.",
            evidence.beside.join(", ")
        ));
    }
    lines.push(FOOTNOTE.to_owned());
    lines
}

fn title(evidence: &Evidence) -> String {
    let journal = text_or(&evidence.journal, "journal not reported");
    let year = match &evidence.year {
        Reported::Given(year) => year.to_string(),
        Reported::NotReported => "year not reported".to_owned(),
    };
    let locator = text_or(&evidence.locator, "locator not reported");
    let basis = evidence.basis.words();
    format!(
        "{}, {journal}, {year} ({locator}); {basis}.",
        evidence.citation
    )
}

fn made(evidence: &Evidence) -> String {
    let phase = evidence
        .phase
        .as_ref()
        .map_or_else(String::new, |phase| format!(", phase {phase}"));
    let studies = evidence
        .studies
        .map_or_else(String::new, |studies| format!("{studies} studies, "));
    let analysed = evidence.analysed.map_or_else(String::new, |analysed| {
        format!(", {} analysed", number(&Reported::Given(analysed)))
    });
    format!(
        "{}{phase}; {}; {}; {studies}{}{analysed}.",
        capitalised(evidence.design.words()),
        evidence.setting,
        text_or(&evidence.country, "country not reported"),
        number(&evidence.n),
    )
}

fn given(evidence: &Evidence) -> String {
    format!("Given: {}.", text_or(&evidence.given, "not reported"))
}

fn arms(evidence: &Evidence) -> Option<String> {
    let arms = evidence.arms.iter();
    let arms: Vec<_> = arms
        .map(|arm| format!("{} ({})", arm.name, number(&arm.n)))
        .collect();
    (!arms.is_empty()).then(|| format!("Groups: {}.", arms.join("; ")))
}

fn outcome_words(outcome: &Outcome, evidence: &Evidence) -> String {
    let mut parts = vec![format!(
        "{}: {}",
        capitalised(outcome.kind.words()),
        outcome.direction.words()
    )];
    if let Some(detail) = &outcome.detail {
        parts.push(detail.clone());
    }
    let figures = outcome.figures.iter();
    parts.extend(figures.map(|figure| figure_words(figure, evidence)));
    if outcome.figures.is_empty() {
        let unsure = mark(outcome.basis);
        let n = number(&outcome.n);
        parts.push(format!(
            "figures not reported ({n}, interval not reported{unsure})"
        ));
    }
    if outcome.direction != Direction::NotComparable || outcome.p.given().is_some() {
        parts.push(probability(&outcome.p));
    }
    format!("{}.", parts.join("; "))
}

fn figure_words(figure: &Figure, evidence: &Evidence) -> String {
    let mut text = match (figure.count.given(), figure.n.given(), &figure.value) {
        (Some(count), Some(n), Reported::NotReported) => format!("{count} of {}", count_words(*n)),
        (Some(count), Some(n), Reported::Given(value)) => {
            format!("{count} of {}, {}", count_words(*n), value_words(value))
        }
        (Some(count), None, Reported::NotReported) => format!("{count} patients"),
        (Some(count), None, Reported::Given(value)) => {
            format!("{count} patients, {}", value_words(value))
        }
        (None, _, Reported::Given(value)) => value_words(value),
        (None, _, Reported::NotReported) => "value not reported".to_owned(),
    };
    if figure.measure != Measure::Proportion {
        text = format!("{} {text}", figure.measure.words());
    }
    if let Some(at) = &figure.at {
        text = format!("{text} at {}", amount_words(&Amount::Quantity(at.clone())));
    }
    if let Some(detail) = &figure.detail {
        text = format!("{text}, {detail}");
    }
    let arm = figure.arm.as_ref().and_then(|arm| evidence.arm(arm));
    let arm = arm.map_or_else(String::new, |arm| format!("{}: ", arm.name));
    let (n, unsure) = (number(&figure.n), mark(figure.basis));
    let interval = interval_words(&figure.interval);
    format!("{arm}{text} ({n}, {interval}{unsure})")
}

fn deaths(tally: &Reported<Tally>) -> String {
    match tally {
        Reported::Given(tally) => tally_words(tally, "n"),
        Reported::NotReported => "not reported".to_owned(),
    }
}

fn adverse_words(adverse: &Adverse, evidence: &Evidence) -> String {
    let arm = adverse.arm.as_ref().and_then(|arm| evidence.arm(arm));
    let arm = arm.map_or_else(String::new, |arm| format!(" in {}", arm.name));
    let of = adverse.denominator.words();
    let tally = tally_words(&adverse.tally, of);
    format!("Adverse event, {}{arm}, by {of}: {tally}.", adverse.term)
}

fn tally_words(tally: &Tally, of: &str) -> String {
    let percent = tally.percent.given().map(value_words);
    let count = match (tally.count.given(), tally.n.given()) {
        (Some(count), Some(n)) => Some(format!("{count} of {}", count_words(*n))),
        (Some(count), None) => Some(count.to_string()),
        (None, _) => None,
    };
    let said: Vec<_> = count.into_iter().chain(percent).collect();
    let said = if said.is_empty() {
        "rate not reported".to_owned()
    } else {
        said.join(", ")
    };
    let n = match (&tally.n, of) {
        (Reported::Given(n), "infusions" | "adverse events") => {
            format!("n = {} {of}", count_words(*n))
        }
        (n, _) => number(n),
    };
    let interval = interval_words(&tally.interval);
    format!("{said} ({n}, {interval}{})", mark(tally.basis))
}

fn interval_words(interval: &Reported<Interval>) -> String {
    let Reported::Given(interval) = interval else {
        return "interval not reported".to_owned();
    };
    let (low, high) = (amount_words(&interval.low), amount_words(&interval.high));
    match &interval.level {
        Reported::Given(level) => {
            let level = amount_words(&Amount::Quantity(level.clone()));
            format!("{level} interval {low} to {high}")
        }
        Reported::NotReported => format!("interval {low} to {high}, its level not reported"),
    }
}

fn probability(p: &Reported<Probability>) -> String {
    let Reported::Given(p) = p else {
        return "p not reported".to_owned();
    };
    let sided = p.sided.given();
    let sided = sided.map_or("one- or two-sided not reported", |sided| sided.words());
    format!("p = {} ({sided})", p.value)
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Is(amount) => amount_words(amount),
        Value::Below(amount) => format!("below {}", amount_words(amount)),
        Value::NotReached => "not reached".to_owned(),
    }
}

/// An amount with the places that were printed: `44.0 months` is not `44 months`.
fn amount_words(amount: &Amount) -> String {
    match amount {
        Amount::Ratio(ratio) => ratio.to_string(),
        Amount::Quantity(quantity) => format!("{} {}", quantity.amount(), unit_words(quantity)),
    }
}

fn unit_words(quantity: &Quantity) -> String {
    let one = quantity.amount() == Decimal::ONE;
    match quantity.unit() {
        Unit::Month => if one { "month" } else { "months" }.to_owned(),
        Unit::Year => if one { "year" } else { "years" }.to_owned(),
        _ => quantity.unit_code(),
    }
}

fn number(n: &Reported<Count>) -> String {
    match n {
        Reported::Given(n) => format!("n = {}", count_words(*n)),
        Reported::NotReported => "n not reported".to_owned(),
    }
}

fn count_words(n: Count) -> String {
    let about = if n.approximate { "about " } else { "" };
    format!("{about}{}", n.number)
}

/// Marks a figure that nobody has looked up, wherever it stands.
fn mark(basis: Basis) -> String {
    match basis {
        Basis::Read => String::new(),
        Basis::Memory | Basis::Proposal => format!(", {}", basis.words()),
    }
}

fn text_or(text: &Reported<String>, otherwise: &str) -> String {
    text.given().map_or(otherwise, String::as_str).to_owned()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
