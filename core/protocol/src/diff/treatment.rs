//! Changes around the patient: criteria, consents, stop rules, infusion, visits, standing.

use super::{Changes, Concerns, limit};
use crate::model::{
    Availability, ConsentRule, Criterion, GateRule, InfusionRule, Protocol, StopRule, Trigger,
    VisitRule, VitalSign, VitalSignsTimes,
};
use crate::requirement::Requirement;

/// Compares everything around the patient.
pub(super) fn all(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let (enrolment, treatment) = (Concerns::Enrolment, Concerns::Treatment);
    let lists = (old.eligibility.as_slice(), new.eligibility.as_slice());
    criteria(enrolment, "criterion", lists, changes);
    let lists = (old.fitness.as_slice(), new.fitness.as_slice());
    criteria(treatment, "limit on the day", lists, changes);
    consents(old, new, changes);
    stops(old, new, changes);
    gates(old, new, changes);
    infusion(old, new, changes);
    visits(old, new, changes);
    standing(old, new, changes);
}

fn criteria(
    concerns: Concerns,
    kind: &str,
    lists: (&[Criterion], &[Criterion]),
    changes: &mut Changes,
) {
    let alone = |criterion: &Criterion| {
        let words = format!(
            "{kind} {}: {}",
            criterion.text,
            criterion.requirement.words()
        );
        (concerns, words)
    };
    changes.paired(
        lists,
        |c| c.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("the {} {kind}", new.id.as_str().replace('-', " "));
            said(concerns, &what, &old.requirement, &new.requirement, changes);
            let centre = |c: &Criterion| c.centre.as_ref().map(|centre| centre.requirement.clone());
            match (centre(old), centre(new)) {
                (Some(old), Some(new)) => {
                    said(
                        concerns,
                        &format!("{what} of the centre"),
                        &old,
                        &new,
                        changes,
                    );
                }
                (None, Some(new)) => {
                    let text = format!("new: {what} of the centre, {}", new.words());
                    changes.add(concerns, text);
                }
                (Some(old), None) => {
                    let text = format!("no longer: {what} of the centre, {}", old.words());
                    changes.add(concerns, text);
                }
                (None, None) => {}
            }
            let age = |c: &Criterion| {
                let age = c.age_max.as_ref();
                age.map_or("no limit of age".to_owned(), |age| age.words())
            };
            let what = format!("how old {} may be", new.text);
            changes.replaced(concerns, &what, &age(old), &age(new));
        },
    );
}

fn said(
    concerns: Concerns,
    what: &str,
    old: &Requirement,
    new: &Requirement,
    changes: &mut Changes,
) {
    for text in limit::moved(what, old, new) {
        changes.add(concerns, text);
    }
}

fn consents(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let lists = (old.consents.as_slice(), new.consents.as_slice());
    let alone = |rule: &ConsentRule| (Concerns::Treatment, format!("consent to: {}", rule.text));
    changes.paired(
        lists,
        |rule| rule.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("consent '{}'", new.id);
            changes.replaced(Concerns::Treatment, &what, &old.text, &new.text);
        },
    );
}

fn stops(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let concerns = Concerns::Treatment;
    let lists = (old.stop_rules.as_slice(), new.stop_rules.as_slice());
    let alone = |rule: &StopRule| {
        let words = format!("stop rule: {} ({})", rule.text, rule.effect.words());
        (Concerns::Treatment, words)
    };
    changes.paired(
        lists,
        |rule| rule.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("what '{}' does", new.id);
            changes.replaced(concerns, &what, old.effect.words(), new.effect.words());
            let what = format!("whose rule '{}' is", new.id);
            changes.replaced(concerns, &what, old.layer.name(), new.layer.name());
            trigger(old, new, changes);
        },
    );
}

fn trigger(old: &StopRule, new: &StopRule, changes: &mut Changes) {
    let concerns = Concerns::Treatment;
    match (&old.trigger, &new.trigger) {
        (before, after) if before == after => {}
        (Trigger::Findings { of: before, .. }, Trigger::Findings { of: after, .. })
            if before.len() == 1 && after.len() == 1 =>
        {
            for (before, after) in before.iter().zip(after) {
                if before.criterion != after.criterion {
                    let text = format!("'{}' fires on {}", new.id, after.criterion);
                    changes.add(concerns, text);
                }
                let what = format!("the {} stop", after.criterion.as_str().replace('-', " "));
                said(
                    concerns,
                    &what,
                    &before.requirement,
                    &after.requirement,
                    changes,
                );
            }
        }
        (before, after) => {
            let what = format!("what fires '{}'", new.id);
            changes.replaced(concerns, &what, &fires(before), &fires(after));
        }
    }
}

fn fires(trigger: &Trigger) -> String {
    match trigger {
        Trigger::AdverseEvent {
            term,
            scheme,
            grade_min,
        } => {
            let term = term.as_deref().unwrap_or("any adverse event");
            format!("{term} of grade {grade_min} or more by {scheme}")
        }
        Trigger::Findings { at_least, of } => {
            let of: Vec<_> = of
                .iter()
                .map(|c| format!("{} {}", c.criterion, c.requirement.words()))
                .collect();
            format!("{at_least} of {}", of.join("; "))
        }
    }
}

fn gates(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let lists = (old.gates.as_slice(), new.gates.as_slice());
    let alone = |gate: &GateRule| (Concerns::Treatment, format!("gate: {}", gate.text));
    changes.paired(
        lists,
        |gate| gate.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("the gate '{}'", new.id);
            let (before, after) = (&old.condition, &new.condition);
            said(
                Concerns::Treatment,
                &what,
                &before.requirement,
                &after.requirement,
                changes,
            );
        },
    );
}

fn infusion(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let concerns = Concerns::Treatment;
    let (before, after) = (&old.infusion, &new.infusion);
    let lengths = [
        ("length of the infusion", &before.duration, &after.duration),
        (
            "observation",
            &before.observation_min,
            &after.observation_min,
        ),
        (
            "how long a bedside verification is good",
            &before.verification_valid_for,
            &after.verification_valid_for,
        ),
    ];
    for (what, before, after) in lengths {
        changes.replaced(concerns, what, &before.words(), &after.words());
    }
    let times = |rule: &InfusionRule| {
        let times = rule.vital_signs_due.as_ref();
        times.map_or("at no named time".to_owned(), VitalSignsTimes::words)
    };
    let what = "when vital signs are due";
    changes.replaced(concerns, what, &times(before), &times(after));
    let what = "premedication";
    let (old_words, new_words) = (
        before.premedication.join("; "),
        after.premedication.join("; "),
    );
    changes.replaced(concerns, what, &old_words, &new_words);
    let lists = (before.vital_signs.as_slice(), after.vital_signs.as_slice());
    let alone = |sign: &VitalSign| {
        let words = format!("vital sign {}: {}", sign.label, sign.limit.words());
        (Concerns::Treatment, words)
    };
    changes.paired(
        lists,
        |sign| sign.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!(
                "the {} limit during the infusion",
                new.id.as_str().replace('-', " ")
            );
            said(concerns, &what, &old.limit, &new.limit, changes);
        },
    );
}

fn visits(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let lists = (old.visits.as_slice(), new.visits.as_slice());
    let alone = |visit: &VisitRule| {
        let words = format!("visit {}: {}", visit.timing.text, visit.text);
        (Concerns::Treatment, words)
    };
    changes.paired(
        lists,
        |visit| visit.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("when the visit '{}' is", new.id);
            changes.replaced(
                Concerns::Treatment,
                &what,
                &old.timing.text,
                &new.timing.text,
            );
            let lists = (old.findings.as_slice(), new.findings.as_slice());
            criteria(Concerns::Treatment, "finding", lists, changes);
        },
    );
}

fn standing(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let lists = (old.availability.as_slice(), new.availability.as_slice());
    let place = |line: &Availability| {
        let country = line.country.as_deref().unwrap_or("elsewhere");
        let since = line.since.map(|day| format!(" since {day}"));
        format!("{country}{}", since.unwrap_or_default())
    };
    let alone = |line: &Availability| {
        let words = format!("{}: {}", place(line), line.status.name());
        (Concerns::Enrolment, words)
    };
    changes.paired(lists, place, alone, |old, new, changes| {
        let what = format!("standing in {}", place(new));
        changes.replaced(
            Concerns::Enrolment,
            &what,
            old.status.name(),
            new.status.name(),
        );
    });
    let words = (old.patient.text.join(" "), new.patient.text.join(" "));
    if words.0 != words.1 || old.patient.call_at_once != new.patient.call_at_once {
        changes.add(
            Concerns::Record,
            "what the patient is told reads differently",
        );
    }
    let (before, after) = (old.evidence.join(", "), new.evidence.join(", "));
    changes.replaced(Concerns::Record, "evidence", &before, &after);
    for (key, source) in &new.sources {
        if let Some(before) = old.sources.get(key).filter(|s| s.basis != source.basis) {
            let what = format!("source '{key}'");
            changes.replaced(
                Concerns::Record,
                &what,
                before.basis.words(),
                source.basis.words(),
            );
        }
    }
}
