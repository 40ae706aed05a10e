//! What the findings say beyond the amount: a dose that is worked out is not yet one to be given.
//!
//! An adjustment ends where a stop rule begins. Neutrophils below the last adjustment lead back to
//! the full amount, so the rule that holds the dose has to stand beside it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use cikada_domain::{CriterionId, Value};
use cikada_protocol::dosing::{Sheet, SheetLine};
use cikada_protocol::model::{Condition, Criterion, StopRule, Trigger};
use cikada_protocol::{Judgement, Protocol};

/// The findings by name.
///
/// # Errors
/// A name that no rule of the protocol asks about, or one that is given twice.
pub(super) fn findings(
    protocol: &Protocol,
    given: &[(CriterionId, Value)],
) -> anyhow::Result<BTreeMap<CriterionId, Value>> {
    let asked = asked(protocol);
    let mut findings = BTreeMap::new();
    for (criterion, value) in given {
        if !asked.contains(criterion) {
            let names = asked.iter().map(ToString::to_string).collect::<Vec<_>>();
            let names = match names.as_slice() {
                [] => "none".to_owned(),
                names => names.join(", "),
            };
            bail!(
                "--finding {criterion}: this protocol asks for no such finding: expected one of {names}"
            );
        }
        if findings.insert(criterion.clone(), value.clone()).is_some() {
            bail!("--finding {criterion} is given twice: give the value that counts");
        }
    }
    Ok(findings)
}

/// Why no dose is given on these findings, or a lower one: stop rules that fire, and what is not as
/// it must be on the day of a dose.
pub(super) fn against(protocol: &Protocol, findings: &BTreeMap<CriterionId, Value>) -> Vec<String> {
    let stopped = protocol
        .stop_rules
        .iter()
        .filter(|rule| fires(rule, findings))
        .map(|rule| format!("'{}': {}: {}", rule.id, rule.effect.words(), rule.text));
    let unfit = protocol
        .fitness
        .iter()
        .filter_map(|criterion| unfit(criterion, findings));
    stopped.chain(unfit).collect()
}

/// The lines of which no bag of the protocol holds the dose inside its window.
pub(super) fn without_bag(sheet: &Sheet) -> Vec<String> {
    let outside = |line: &&SheetLine| {
        let prepared = line
            .preparation
            .as_ref()
            .and_then(|prepared| prepared.as_ref().ok());
        prepared.is_some_and(|prepared| {
            let mut bags = prepared.bags.iter();
            !prepared.bags.is_empty() && bags.all(|bag| bag.concentration.inside == Some(false))
        })
    };
    let lines = sheet.lines.iter().filter(outside);
    lines
        .map(|line| {
            format!(
                "'{}': no bag of the protocol holds this dose inside its window",
                line.name
            )
        })
        .collect()
}

fn asked(protocol: &Protocol) -> BTreeSet<CriterionId> {
    let adjusted = protocol.doses.iter().flat_map(|line| &line.adjustments);
    let adjusted = adjusted.map(|adjustment| &adjustment.condition.criterion);
    let stopping = protocol.stop_rules.iter().flat_map(conditions);
    let stopping = stopping.map(|condition| &condition.criterion);
    let fitness = protocol.fitness.iter().map(|criterion| &criterion.id);
    adjusted.chain(stopping).chain(fitness).cloned().collect()
}

fn conditions(rule: &StopRule) -> &[Condition] {
    match &rule.trigger {
        Trigger::Findings { of, .. } => of,
        Trigger::AdverseEvent { .. } => &[],
    }
}

fn fires(rule: &StopRule, findings: &BTreeMap<CriterionId, Value>) -> bool {
    let Trigger::Findings { at_least, of } = &rule.trigger else {
        return false;
    };
    let met = of.iter().filter(|condition| {
        let value = findings.get(&condition.criterion);
        value.is_some_and(|value| condition.requirement.judge(value) == Judgement::Meets)
    });
    met.count() >= *at_least
}

fn unfit(criterion: &Criterion, findings: &BTreeMap<CriterionId, Value>) -> Option<String> {
    let value = findings.get(&criterion.id)?;
    let centre = criterion.centre.iter().map(|limit| &limit.requirement);
    for requirement in std::iter::once(&criterion.requirement).chain(centre) {
        let why = match requirement.judge(value) {
            Judgement::Meets => continue,
            Judgement::Fails => format!("must be {}", requirement.words()),
            Judgement::Incomparable(why) => why,
        };
        let (id, text) = (&criterion.id, &criterion.text);
        return Some(format!("'{id}' is {}, {why}: {text}", value.words()));
    }
    None
}
