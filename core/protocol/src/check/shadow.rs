//! Stop rules that can never matter, since another one fires whenever they do and does at least as
//! much.
//!
//! Rules of one layer are held against each other: of two such rules one is a mistake. A label's
//! rule that the centre's is stricter than is the purpose of layers. The reverse, a rule of the
//! centre that adds nothing to the label's, looks like a decision and is none.

use crate::finding::{FindingCode, Findings};
use crate::model::{Condition, Layer, StopEffect, StopRule, Trigger};
use crate::read::draft::{Draft, Placed};

use super::limits::lies_within;

/// Runs the check.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    for (index, rule) in draft.stops.iter().enumerate() {
        let others = draft
            .stops
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let shadow = others
            .filter(|(_, other)| shadows(&other.value, &rule.value))
            .find(|(other, by)| {
                // Of two rules that say the same, the later one is the copy; across layers the
                // same rule is said twice on purpose, each time with its own source.
                let same = covers(&rule.value, &by.value);
                let one_layer = rule.value.layer == by.value.layer;
                !same || one_layer && *other < index
            });
        if let Some((_, by)) = shadow {
            report(rule, &by.value, out);
        }
    }
}

/// Whether a rule adds nothing to another, in a layer where that counts.
fn shadows(by: &StopRule, rule: &StopRule) -> bool {
    (by.layer == rule.layer || by.layer == Layer::Label) && covers(by, rule)
}

/// Whether `by` fires whenever `rule` does, and does at least as much.
fn covers(by: &StopRule, rule: &StopRule) -> bool {
    includes(by.effect, rule.effect) && follows(&rule.trigger, &by.trigger)
}

fn report(rule: &Placed<'_, StopRule>, by: &StopRule, out: &mut Findings) {
    let (id, other) = (&rule.value.id, &by.id);
    let at = rule.at("id");
    if rule.value.layer == by.layer {
        let message = format!(
            "'{id}' never matters: '{other}' fires whenever it does, and then {}",
            by.effect.words()
        );
        let expected = "a rule that fires alone, or does more";
        out.add(FindingCode::StopRuleShadowed, at, message, expected);
    } else {
        let message = format!(
            "the centre's rule '{id}' is looser than the label's '{other}', which fires whenever it does"
        );
        let expected = "a rule that fires earlier than the label's, or does more";
        out.add(FindingCode::CentreLooserThanLabel, at, message, expected);
    }
}

/// Whether one effect does all that another does.
fn includes(one: StopEffect, other: StopEffect) -> bool {
    match one {
        StopEffect::Stop => true,
        // It ends the doses of a cycle, but does not lower those of the next one.
        StopEffect::EndCycle => matches!(other, StopEffect::EndCycle | StopEffect::Hold),
        StopEffect::HoldAndReduce => matches!(
            other,
            StopEffect::HoldAndReduce | StopEffect::Hold | StopEffect::Reduce
        ),
        StopEffect::Hold => other == StopEffect::Hold,
        StopEffect::Reduce => other == StopEffect::Reduce,
    }
}

/// Whether the second trigger fires whenever the first does.
fn follows(first: &Trigger, second: &Trigger) -> bool {
    match (first, second) {
        (
            Trigger::AdverseEvent {
                term,
                scheme,
                grade_min,
            },
            Trigger::AdverseEvent {
                term: wider,
                scheme: other,
                grade_min: lower,
            },
        ) => scheme == other && lower <= grade_min && (wider.is_none() || wider == term),
        (
            Trigger::Findings { at_least, of },
            Trigger::Findings {
                at_least: needed,
                of: wider,
            },
        ) => {
            // So many of the first rule's conditions may hold without any of the second's.
            let apart = of.len().saturating_sub(paired(of, wider));
            at_least.saturating_sub(apart) >= *needed
        }
        (Trigger::AdverseEvent { .. }, Trigger::Findings { .. })
        | (Trigger::Findings { .. }, Trigger::AdverseEvent { .. }) => false,
    }
}

/// How many of the conditions bring about a condition of the others, each its own.
fn paired(conditions: &[Condition], others: &[Condition]) -> usize {
    let mut open: Vec<&Condition> = others.iter().collect();
    let mut pairs = 0_usize;
    for condition in conditions {
        let brings = |other: &&Condition| {
            other.criterion == condition.criterion
                && lies_within(&condition.requirement, &other.requirement)
        };
        if let Some(found) = open.iter().position(brings) {
            open.swap_remove(found);
            pairs = pairs.saturating_add(1);
        }
    }
    pairs
}
