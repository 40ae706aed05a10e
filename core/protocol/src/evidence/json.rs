//! Evidence as other software reads it.

use serde_json::{Value as Json, json};

use super::model::{
    Adverse, Amount, Count, Evidence, Figure, Interval, Outcome, Reported, Tally, Value,
};
use super::words::words;

const NOT_REPORTED: &str = "not reported";

/// The evidence as JSON, with the words of the file and the sentences of [`words()`]. Amounts are
/// texts, since a JSON number would lose printed places.
#[must_use]
pub fn to_json(evidence: &Evidence) -> Json {
    let arms = evidence
        .arms
        .iter()
        .map(|arm| json!({ "key": arm.key, "name": arm.name, "n": count(&arm.n) }));
    json!({
        "key": evidence.key,
        "citation": evidence.citation,
        "journal": text(&evidence.journal),
        "year": or_not(&evidence.year, |year| json!(year)),
        "locator": text(&evidence.locator),
        "basis": evidence.basis.words(),
        "design": evidence.design.word(),
        "phase": evidence.phase,
        "country": text(&evidence.country),
        "setting": evidence.setting,
        "given": text(&evidence.given),
        "studies": evidence.studies,
        "n": count(&evidence.n),
        "analysed": evidence.analysed.map(|n| count(&Reported::Given(n))),
        "arms": arms.collect::<Vec<_>>(),
        "outcomes": evidence.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "deaths": {
            "any": or_not(&evidence.deaths.any, tally),
            "treatment": or_not(&evidence.deaths.treatment, tally),
        },
        "adverse": evidence.adverse.iter().map(adverse).collect::<Vec<_>>(),
        "beside": evidence.beside,
        "remarks": evidence.remarks,
        "words": words(evidence),
    })
}

fn outcome(outcome: &Outcome) -> Json {
    let p = or_not(&outcome.p, |p| {
        json!({
            "value": p.value.to_string(),
            "sided": or_not(&p.sided, |sided| json!(sided.word())),
        })
    });
    json!({
        "kind": outcome.kind.word(),
        "detail": outcome.detail,
        "direction": outcome.direction.word(),
        "n": count(&outcome.n),
        "p": p,
        "basis": outcome.basis.words(),
        "figures": outcome.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}

fn figure(figure: &Figure) -> Json {
    json!({
        "measure": figure.measure.word(),
        "arm": figure.arm,
        "at": figure.at.as_ref().map(ToString::to_string),
        "detail": figure.detail,
        "n": count(&figure.n),
        "count": or_not(&figure.count, |count| json!(count)),
        "value": or_not(&figure.value, value),
        "interval": or_not(&figure.interval, interval),
        "basis": figure.basis.words(),
    })
}

fn adverse(adverse: &Adverse) -> Json {
    json!({
        "term": adverse.term,
        "per": adverse.denominator.word(),
        "arm": adverse.arm,
        "rate": tally(&adverse.tally),
    })
}

fn tally(tally: &Tally) -> Json {
    json!({
        "count": or_not(&tally.count, |count| json!(count)),
        "n": count(&tally.n),
        "percent": or_not(&tally.percent, value),
        "interval": or_not(&tally.interval, interval),
        "basis": tally.basis.words(),
    })
}

fn interval(interval: &Interval) -> Json {
    json!({
        "low": amount(&interval.low),
        "high": amount(&interval.high),
        "level": or_not(&interval.level, |level| json!(level.to_string())),
    })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Is(is) => json!(amount(is)),
        Value::Below(limit) => json!(format!("below {}", amount(limit))),
        Value::NotReached => json!("not reached"),
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Quantity(quantity) => quantity.to_string(),
        Amount::Ratio(ratio) => ratio.to_string(),
    }
}

fn count(n: &Reported<Count>) -> Json {
    or_not(n, |n| {
        if n.approximate {
            json!(format!("about {}", n.number))
        } else {
            json!(n.number)
        }
    })
}

fn text(text: &Reported<String>) -> Json {
    or_not(text, |text| json!(text))
}

fn or_not<T>(reported: &Reported<T>, read: impl FnOnce(&T) -> Json) -> Json {
    reported.given().map_or_else(|| json!(NOT_REPORTED), read)
}
