//! Labels of a container are printed. What says the same as a label printed before is a reprint, and
//! needs its reason and a second person; what says more, because more is known, is a new label.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, Event, HandlingEvent};

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// More labels than this at once are a slip of the finger.
const COPIES_MAX: u16 = 20;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    command: &HandlingCommand,
) -> Decision {
    let HandlingCommand::PrintLabel {
        container,
        copies,
        content,
        template,
        has_reason,
    } = command
    else {
        return reasons.refused();
    };
    gates::open(ctx, &mut reasons);
    match ctx.treatment.labels.get(container) {
        None => reasons.refuse(RefusalCode::LabelMissing, container.as_str()),
        Some(purpose) => still_used(ctx, &mut reasons, container, purpose),
    }
    gates::template_in_force(ctx, &mut reasons, template);
    let copies = *copies;
    if copies == 0 || copies > COPIES_MAX {
        reasons.refuse(
            RefusalCode::LabelCopiesOutOfRange,
            format!("asked for {copies}, allowed are 1 to {COPIES_MAX}"),
        );
    }
    let prints = ctx.treatment.prints.get(container);
    let mut printings = prints.into_iter().flat_map(|prints| &prints.printings);
    if let Some(before) = printings.find(|before| &before.content == content) {
        if !has_reason {
            reasons.refuse(
                RefusalCode::LabelAlreadyPrinted,
                format!(
                    "{container} at {} by {}",
                    ctx.wall(before.printed.at),
                    before.printed.by.as_str()
                ),
            );
        }
        gates::witnessed(ctx, &mut reasons);
    }
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::LabelPrinted {
            container: container.clone(),
            copies,
            content: content.clone(),
            template: Some(template.clone()),
        })]
    })
}

/// A label is printed for what can still be stuck on: not for a bag that was emptied, given or put
/// away.
fn still_used(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    purpose: &LabelPurpose,
) {
    if let LabelPurpose::Collection(_) = purpose {
        let mut batches = ctx.treatment.batches.iter();
        if let Some((donation, _)) = ctx.treatment.collected_in(container)
            && let Some((batch, _)) = batches.find(|(_, batch)| &batch.donation == donation)
        {
            reasons.refuse(
                RefusalCode::ContainerAlreadyUsed,
                format!("{container} went into batch {batch}"),
            );
        }
    }
    if ctx.treatment.containers_infused().contains(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, container.as_str());
    }
    let product = ctx.treatment.products.get(container);
    if product.is_some_and(|product| gates::out_of_use(product.state)) {
        reasons.refuse(RefusalCode::ProductRejected, container.as_str());
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::{LabelType, LabelVersion};
    use cikada_domain::{FileHash, LabelTemplateId};

    use crate::asked::{codes, example_course};
    use crate::course::{Point, act, print_label};
    use crate::{Command, Decision, FacilityCommand, HandlingCommand};

    fn again(has_reason: bool) -> Command {
        print_label("BLOOD-1", 'a', 1, has_reason)
    }

    #[test]
    fn a_label_that_says_the_same_again_needs_a_reason_and_a_second_person() {
        let mut course = example_course(Point::Labelled);
        let alone = act("nurse-3", None, course.now, &course.zone);
        let mut told = |command: &Command| match course.ask(&alone, command) {
            Decision::Accepted(_) => Vec::new(),
            Decision::Refused(reasons) => reasons.iter().map(|r| r.code.code()).collect(),
        };
        assert_eq!(
            told(&again(false)),
            ["label-already-printed", "witness-missing"]
        );
        assert_eq!(told(&again(true)), ["witness-missing"]);
        assert_eq!(
            codes(&mut course, "nurse-3", &again(false)),
            ["label-already-printed"]
        );
        assert_eq!(codes(&mut course, "nurse-3", &again(true)), [""; 0]);
    }

    #[test]
    fn a_label_that_says_more_because_more_is_known_is_no_reprint() {
        let mut course = example_course(Point::Collected);
        let full = print_label("BLOOD-1", 'c', 1, false);
        let alone = act("nurse-3", None, course.now, &course.zone);
        assert!(matches!(course.ask(&alone, &full), Decision::Accepted(_)));
    }

    #[test]
    fn no_label_is_printed_for_a_bag_that_was_emptied_or_given() {
        let mut course = example_course(Point::Observed);
        for (bag, code) in [
            ("BLOOD-1", "container-already-used"),
            ("CELLS-1", "container-already-infused"),
            ("BLOOD-9", "label-missing"),
        ] {
            let print = print_label(bag, 'f', 1, false);
            assert_eq!(codes(&mut course, "tech-1", &print), [code]);
        }
    }

    #[test]
    fn a_label_is_printed_only_from_the_version_of_its_template_that_is_in_force() {
        let mut course = example_course(Point::Labelled);
        let mut own = LabelVersion {
            label: LabelType::Product,
            id: LabelTemplateId::new("example-centre").unwrap(),
            version: 1,
            hash: FileHash::new("a".repeat(64)).unwrap(),
        };
        let drawn_from = |template: &LabelVersion| {
            let mut print = print_label("BLOOD-1", 'e', 1, false);
            if let Command::Handling(HandlingCommand::PrintLabel { template: of, .. }) = &mut print
            {
                *of = template.clone();
            }
            print
        };
        let not_in_force = ["label-template-not-in-force"];
        let proposal = FacilityCommand::ProposeLabelTemplate {
            template: own.clone(),
            text: "its text".to_owned(),
            reason: "a line for the ward".to_owned(),
        };
        let approval = FacilityCommand::ApproveLabelTemplate {
            template: own.clone(),
            shown: own.hash.clone(),
            drawn: Some(own.hash.clone()),
        };
        for (who, command) in [("tech-1", proposal), ("qp-1", approval)] {
            assert_eq!(
                codes(&mut course, "nurse-3", &drawn_from(&own)),
                not_in_force
            );
            let mut act = act(who, None, course.now, &course.zone);
            act.signed = true;
            assert!(matches!(
                course.ask_facility(&act, &command),
                Decision::Accepted(_)
            ));
        }
        let built_in = print_label("BLOOD-1", 'e', 1, false);
        assert_eq!(codes(&mut course, "nurse-3", &built_in), not_in_force);
        own.hash = FileHash::new("b".repeat(64)).unwrap();
        assert_eq!(
            codes(&mut course, "nurse-3", &drawn_from(&own)),
            not_in_force
        );
        own.hash = FileHash::new("a".repeat(64)).unwrap();
        assert_eq!(codes(&mut course, "nurse-3", &drawn_from(&own)), [""; 0]);
    }

    #[test]
    fn the_number_of_copies_is_one_to_twenty() {
        for (copies, told) in [
            (0, vec!["label-copies-out-of-range"]),
            (1, vec![]),
            (20, vec![]),
            (21, vec!["label-copies-out-of-range"]),
        ] {
            let mut course = example_course(Point::Labelled);
            let print = print_label("BLOOD-1", 'e', copies, false);
            assert_eq!(codes(&mut course, "nurse-3", &print), told, "{copies}");
        }
    }
}
