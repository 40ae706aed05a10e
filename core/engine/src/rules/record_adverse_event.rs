//! An adverse event is recorded whenever it comes to light, and fires the stop rules of its scale.

use cikada_domain::Event;
use cikada_protocol::model::Trigger;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    (term, serious): (&str, bool),
    scheme: &str,
    grade: u8,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    gates::written(&mut reasons, "term", term);
    gates::written(&mut reasons, "grading scale", scheme);
    // Grade 5 is death on every scale in use; a stop rule must be able to hold the grade against
    // its own, so a scale it does not use would pass unjudged.
    if !(1..=5).contains(&grade) {
        reasons.refuse(RefusalCode::GradeImpossible, format!("grade {grade}"));
    }
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
    reasons.or_accept(|| {
        let mut events = vec![Event::AdverseEventRecorded {
            term: term.to_owned(),
            scheme: scheme.to_owned(),
            grade,
            serious,
        }];
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

#[cfg(test)]
mod tests {
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
        };
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        let once = course.events.len();
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        assert_eq!(course.events.len(), once + 1);
        assert!(course.treatment.stopped());
    }
}
