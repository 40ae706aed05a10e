//! An adverse event is recorded whenever it comes to light, and fires the stop rules of its scale.

use std::collections::BTreeSet;

use cikada_domain::Event;
use cikada_outcome::grade::{Graded, Observation, Scheme, grade as work_out};
use cikada_protocol::model::Trigger;

use crate::command::Measured;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// What was recorded: the command's fields.
pub(crate) struct Recorded<'a> {
    pub(crate) term: &'a str,
    pub(crate) scheme: &'a str,
    pub(crate) grade: u8,
    pub(crate) serious: bool,
    pub(crate) measured: Option<&'a Measured>,
}

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, recorded: &Recorded<'_>) -> Decision {
    let (term, scheme, grade) = (recorded.term, recorded.scheme, recorded.grade);
    gates::opened(ctx, &mut reasons);
    gates::written(&mut reasons, "term", term);
    gates::written(&mut reasons, "grading scale", scheme);
    // Grade 5 is death on every scale in use; a stop rule must be able to hold the grade against
    // its own, so a scale it does not use would pass unjudged.
    if !(1..=5).contains(&grade) {
        reasons.refuse(RefusalCode::GradeImpossible, format!("grade {grade}"));
    }
    known_scale(ctx, &mut reasons, term, scheme);
    if let Some(measured) = recorded.measured {
        as_measured(&mut reasons, recorded, measured);
    }
    reasons.or_accept(|| {
        let mut events = vec![Event::AdverseEventRecorded {
            term: term.to_owned(),
            scheme: scheme.to_owned(),
            grade,
            serious: recorded.serious,
        }];
        events.extend(recorded.measured.map(|measured| Event::GradeMeasured {
            term: term.to_owned(),
            scheme: scheme.to_owned(),
            grade,
            value: measured.value.clone(),
            baseline: measured.baseline.clone(),
            upper_limit: measured.upper_limit.clone(),
            lower_limit: measured.lower_limit.clone(),
        }));
        events.extend(gates::stop_rules_fired(ctx, |rule| match &rule.trigger {
            Trigger::AdverseEvent {
                term: asked,
                scheme: used,
                grade_min,
            } => {
                let same_term = asked.as_ref().is_none_or(|asked| asked == term);
                same_term && used == scheme && grade >= *grade_min
            }
            Trigger::Findings { .. } => false,
        }));
        events
    })
}

/// A rule of the term is judged by its own scale only, so that the event must be graded by one of
/// those; other terms by any scale of the rules.
fn known_scale(ctx: &Context<'_>, reasons: &mut Reasons, term: &str, scheme: &str) {
    let rules = ctx.protocol.stop_rules.iter();
    let scales: Vec<_> = rules
        .filter_map(|rule| match &rule.trigger {
            Trigger::AdverseEvent { term, scheme, .. } => Some((term, scheme.as_str())),
            Trigger::Findings { .. } => None,
        })
        .collect();
    let of_term = |(asked, _): &&(&Option<String>, &str)| asked.as_deref() == Some(term);
    let named = scales.iter().any(|scale| of_term(&scale));
    let scales = scales.iter().filter(|scale| !named || of_term(scale));
    let schemes: BTreeSet<_> = scales.map(|(_, scheme)| *scheme).collect();
    // INVARIANT (stop): no grade passes a stop rule of its term unjudged.
    if !schemes.is_empty() && !schemes.contains(scheme) {
        let schemes: Vec<_> = schemes.into_iter().collect();
        reasons.refuse(
            RefusalCode::GradingUnknown,
            format!(
                "'{scheme}' for {term}, the stop rules use {}",
                schemes.join(", ")
            ),
        );
    }
}

/// The stated grade is the one that the measured value has on this scale.
fn as_measured(reasons: &mut Reasons, recorded: &Recorded<'_>, measured: &Measured) {
    let scale = match recorded.scheme {
        "CTCAE 5.0" => Scheme::Ctcae5,
        "CTCAE 6.0" => Scheme::Ctcae6,
        other => {
            let detail = format!("'{other}' grades what is seen, not a number");
            reasons.refuse(RefusalCode::GradeNotWorkedOut, detail);
            return;
        }
    };
    let observation = Observation {
        value: Some(measured.value.clone()),
        baseline: measured.baseline.clone(),
        upper_limit: measured.upper_limit.clone(),
        lower_limit: measured.lower_limit.clone(),
        ..Observation::default()
    };
    match work_out(scale, recorded.term, &observation) {
        Ok(Graded::Grade(grade)) if grade.number() == recorded.grade => {}
        Ok(Graded::Grade(grade)) => {
            let detail = format!(
                "stated grade {}, {} is grade {} by {}: {}",
                recorded.grade,
                measured.value.words(),
                grade.number(),
                recorded.scheme,
                grade.criterion()
            );
            reasons.refuse(RefusalCode::GradeDiffers, detail);
        }
        Ok(Graded::None(_)) => {
            let detail = format!(
                "stated grade {}, {} reaches no grade by {}",
                recorded.grade,
                measured.value.words(),
                recorded.scheme
            );
            reasons.refuse(RefusalCode::GradeDiffers, detail);
        }
        Err(problem) => reasons.refuse(RefusalCode::GradeNotWorkedOut, problem.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use cikada_protocol::model::Trigger;

    use super::Measured;
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_rule_that_fired_is_not_fired_again() {
        let mut course = example_course(Point::Planned);
        let event = Command::RecordAdverseEvent {
            term: "any".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 5,
            serious: true,
            measured: None,
        };
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        let once = course.events.len();
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        assert_eq!(course.events.len(), once + 1);
        assert!(course.treatment.stopped());
    }

    // INVARIANT (stop): no grade passes a stop rule of its term unjudged.
    #[test]
    fn a_term_with_a_rule_of_its_own_is_graded_by_the_scale_of_that_rule() {
        let mut course = example_course(Point::Planned);
        let mut rules = course.protocol.stop_rules.iter();
        let asked = rules.find_map(|rule| match &rule.trigger {
            Trigger::AdverseEvent { term, scheme, .. } if scheme != "CTCAE 5.0" => {
                Some((term.clone()?, scheme.clone()))
            }
            Trigger::AdverseEvent { .. } | Trigger::Findings { .. } => None,
        });
        let (term, scheme) = asked.unwrap();
        let event = |scheme: &str| Command::RecordAdverseEvent {
            term: term.clone(),
            scheme: scheme.to_owned(),
            grade: 3,
            serious: true,
            measured: None,
        };
        let other = event("CTCAE 5.0");
        assert_eq!(
            codes(&mut course, "physician-1", &other),
            ["grading-unknown"]
        );
        assert_eq!(codes(&mut course, "physician-1", &event(&scheme)), [""; 0]);
    }

    #[test]
    fn a_grade_that_the_measured_value_does_not_have_is_refused() {
        let recorded = |grade, value: &str| Command::RecordAdverseEvent {
            term: "neutrophils".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade,
            serious: false,
            measured: Some(Measured {
                value: value.parse().unwrap(),
                baseline: None,
                upper_limit: None,
                lower_limit: Some("1.8 10*9/L".parse().unwrap()),
            }),
        };
        let mut course = example_course(Point::Planned);
        let wrong = recorded(2, "0.80 10*9/L");
        assert_eq!(codes(&mut course, "physician-1", &wrong), ["grade-differs"]);
        let normal = recorded(1, "4 10*9/L");
        assert_eq!(
            codes(&mut course, "physician-1", &normal),
            ["grade-differs"]
        );
        let unit = recorded(2, "0.8 mg/dL");
        assert_eq!(
            codes(&mut course, "physician-1", &unit),
            ["grade-not-worked-out"]
        );
        let right = recorded(3, "0.80 10*9/L");
        assert_eq!(codes(&mut course, "physician-1", &right), [""; 0]);
        let event = course.treatment.adverse_events.last().unwrap();
        assert!(event.measured.is_some());
    }
}
