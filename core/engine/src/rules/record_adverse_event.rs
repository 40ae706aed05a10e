//! An adverse event is recorded whenever it comes to light, and fires the stop rules of its scale.

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
    known_scale(ctx, &mut reasons, scheme);
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

fn known_scale(ctx: &Context<'_>, reasons: &mut Reasons, scheme: &str) {
    let rules = ctx.protocol.stop_rules.iter();
    let schemes: Vec<_> = rules
        .filter_map(|rule| match &rule.trigger {
            Trigger::AdverseEvent { scheme, .. } => Some(scheme.as_str()),
            Trigger::Findings { .. } => None,
        })
        .collect();
    if !schemes.is_empty() && !schemes.contains(&scheme) {
        reasons.refuse(
            RefusalCode::GradingUnknown,
            format!("'{scheme}', the stop rules use {}", schemes.join(", ")),
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
