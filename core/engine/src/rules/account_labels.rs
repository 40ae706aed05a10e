//! Every printed label is on a container or a record, spoiled, or destroyed (21 CFR 211.125(c)).
//!
//! What is accounted for is added to what was accounted for before, and never comes to more than was
//! printed.

use cikada_domain::{Event, HandlingEvent};

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    command: &HandlingCommand,
) -> Decision {
    let HandlingCommand::AccountLabels {
        container,
        applied,
        spoiled,
        destroyed,
    } = command
    else {
        return reasons.refused();
    };
    let (applied, spoiled, destroyed) = (*applied, *spoiled, *destroyed);
    gates::opened(ctx, &mut reasons);
    let sum = i64::from(applied) + i64::from(spoiled) + i64::from(destroyed);
    match ctx.treatment.prints.get(container) {
        None => reasons.refuse(
            RefusalCode::LabelNotPrinted,
            format!("no label of {container} was printed"),
        ),
        Some(prints) if prints.open() == 0 => reasons.refuse(
            RefusalCode::LabelsAlreadyAccounted,
            gates::balance(container, prints),
        ),
        Some(prints) if sum == 0 || sum > prints.open() => reasons.refuse(
            RefusalCode::LabelsMiscounted,
            format!("{sum} counted; {}", gates::balance(container, prints)),
        ),
        Some(_) => {}
    }
    // What is destroyed can be counted by nobody afterwards.
    if destroyed > 0 {
        gates::witnessed(ctx, &mut reasons);
    }
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::LabelsAccounted {
            container: container.clone(),
            applied,
            spoiled,
            destroyed,
        })]
    })
}

#[cfg(test)]
mod tests {
    use crate::asked::{codes, example_course};
    use crate::course::{Point, account_labels, act, print_label};
    use crate::{Command, Decision};

    #[test]
    fn never_more_than_printed_and_never_nothing() {
        let mut course = example_course(Point::Labelled);
        let told =
            |course: &mut _, counts| codes(course, "nurse-3", &account_labels("BLOOD-1", counts));
        assert_eq!(told(&mut course, [1, 1, 0]), ["labels-miscounted"]);
        assert_eq!(told(&mut course, [0, 0, 0]), ["labels-miscounted"]);
        assert_eq!(told(&mut course, [u16::MAX; 3]), ["labels-miscounted"]);
        assert_eq!(told(&mut course, [1, 0, 0]), [""; 0]);
        assert_eq!(told(&mut course, [1, 0, 0]), ["labels-already-accounted"]);
    }

    #[test]
    fn labels_are_accounted_for_in_as_many_rounds_as_it_takes() {
        let mut course = example_course(Point::Labelled);
        let more = print_label("BLOOD-1", 'e', 3, false);
        assert_eq!(codes(&mut course, "nurse-3", &more), [""; 0]);
        for counts in [[1, 0, 0], [0, 2, 0], [0, 0, 1]] {
            let account = account_labels("BLOOD-1", counts);
            assert_eq!(codes(&mut course, "nurse-3", &account), [""; 0]);
        }
    }

    #[test]
    fn destroying_a_label_is_watched_by_a_second_person_and_signed() {
        let mut course = example_course(Point::Labelled);
        let mut act = act("nurse-3", None, course.now, &course.zone);
        act.signed = false;
        let mut told = |command: &Command| match course.ask(&act, command) {
            Decision::Accepted(_) => Vec::new(),
            Decision::Refused(reasons) => reasons.iter().map(|r| r.code.code()).collect(),
        };
        let destroyed = account_labels("BLOOD-1", [0, 0, 1]);
        assert_eq!(told(&destroyed), ["signature-missing", "witness-missing"]);
    }
}
