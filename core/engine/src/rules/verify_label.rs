//! A printed label is scanned back at the printer: it is this container's, and says what was printed
//! last.

use cikada_domain::{ContainerId, Event, FileHash, HandlingEvent};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    scanned: &ContainerId,
    content: &FileHash,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    if scanned != container {
        reasons.refuse(
            RefusalCode::LabelMismatch,
            format!("scanned {scanned}, and this is {container}"),
        );
    }
    let prints = ctx.treatment.prints.get(container);
    match prints.and_then(|prints| prints.printings.last()) {
        None => reasons.refuse(
            RefusalCode::LabelNotPrinted,
            format!("no label of {container} was printed"),
        ),
        Some(last) => {
            let at = last.printed.at;
            gates::not_before(ctx, &mut reasons, at, "it was printed");
            if scanned == container && &last.content != content {
                reasons.refuse(
                    RefusalCode::LabelMismatch,
                    format!(
                        "{container}: the label printed at {} says something else",
                        ctx.wall(at)
                    ),
                );
            }
        }
    }
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::LabelVerified {
            container: container.clone(),
            content: content.clone(),
        })]
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, print_label, scan_label};

    #[test]
    fn another_containers_label_is_found_at_the_printer() {
        let mut course = example_course(Point::Labelled);
        let other = scan_label("BLOOD-1", "BLOOD-2", 'a');
        assert_eq!(codes(&mut course, "nurse-3", &other), ["label-mismatch"]);
    }

    #[test]
    fn a_label_of_an_earlier_printing_that_said_less_is_not_the_label() {
        let mut course = example_course(Point::Collected);
        let full = print_label("BLOOD-1", 'c', 1, false);
        assert_eq!(codes(&mut course, "nurse-3", &full), [""; 0]);
        let told = |course: &mut _, content| codes(course, "nurse-3", &scan(content));
        assert_eq!(told(&mut course, 'a'), ["label-mismatch"]);
        assert_eq!(told(&mut course, 'c'), [""; 0]);
    }

    fn scan(content: char) -> Command {
        scan_label("BLOOD-1", "BLOOD-1", content)
    }

    #[test]
    fn what_was_never_printed_cannot_be_scanned_back() {
        let mut course = example_course(Point::Planned);
        assert_eq!(
            codes(&mut course, "nurse-3", &scan('a')),
            ["label-not-printed"]
        );
    }
}
