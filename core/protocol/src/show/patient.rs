//! The sections about the patient: who may be treated, consent, fitness, visits, plain words.

use super::cite::Page;
use super::model::Statement;
use super::word::{quantity, requirement};
use crate::model::Criterion;

/// Who may be treated: the outer wall beside the inner one.
pub(super) fn eligibility(page: &mut Page<'_>) {
    let criteria = &page.protocol.eligibility;
    both_walls(page, criteria);
    self::criteria(page, "Criteria of eligibility", criteria);
}

/// What is asked on the day.
pub(super) fn fitness(page: &mut Page<'_>) {
    let criteria = &page.protocol.fitness;
    both_walls(page, criteria);
    self::criteria(page, "Criteria on the day of the dose", criteria);
}

/// What the patient agrees to.
pub(super) fn consent(page: &mut Page<'_>) {
    let consents = page.protocol.consents.iter();
    let said = consents
        .map(|consent| page.cited(&consent.text, [&consent.source]))
        .collect();
    page.list(said);
}

/// Visits around and after the doses.
pub(super) fn follow_up(page: &mut Page<'_>) {
    for visit in &page.protocol.visits {
        let statement = page.cited(&visit.text, [&visit.source]);
        let when = Statement::plain(&visit.timing.text);
        page.rule(spaced(visit.id.as_str()), statement, vec![("when", when)]);
        let caption = format!("Recorded at the visit: {}", spaced(visit.id.as_str()));
        criteria(page, &caption, &visit.findings);
    }
}

/// What the patient is told.
pub(super) fn told(page: &mut Page<'_>) {
    let patient = &page.protocol.patient;
    let cited = |page: &Page<'_>, texts: &[String]| {
        let texts = texts.iter();
        texts
            .map(|text| page.cited(text, [&patient.source]))
            .collect()
    };
    let texts = cited(page, &patient.text);
    page.list(texts);
    page.heading("When to call at once");
    let calls = cited(page, &patient.call_at_once);
    page.list(calls);
}

fn both_walls(page: &mut Page<'_>, criteria: &[Criterion]) {
    if criteria.iter().any(|criterion| criterion.centre.is_some()) {
        page.say(
            "Where the label and the centre both set a limit, both must be met, so that the \
             stricter one decides.",
        );
    }
}

fn criteria(page: &mut Page<'_>, caption: &str, criteria: &[Criterion]) {
    let row = |criterion: &Criterion| {
        let label = requirement(&criterion.requirement);
        let centre = criterion.centre.as_ref();
        let centre = centre.map(|centre| {
            let limit = requirement(&centre.requirement);
            page.cited(limit, [&centre.source])
        });
        let age = criterion.age_max.as_ref();
        vec![
            Statement::plain(&criterion.text),
            page.cited(label, [&criterion.source]),
            centre.unwrap_or_default(),
            Statement::plain(age.map_or_else(String::new, quantity)),
        ]
    };
    let rows = criteria.iter().map(row).collect();
    let columns = ["Question", "Must be", "At this centre", "Not older than"];
    page.table(caption, &columns, rows);
}

/// A name of the file as words.
pub(super) fn spaced(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_uppercase);
    let spaced: String = first.into_iter().flatten().chain(letters).collect();
    spaced.replace('-', " ")
}
