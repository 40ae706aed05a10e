//! A container changes hands. Damage is a fact and is recorded; it stands in the way afterwards.

use cikada_domain::{ContainerId, Dimension, Event, Quantity};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// What changed hands: the command's fields.
pub(crate) struct Handed<'a> {
    pub(crate) container: &'a ContainerId,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) temperature: &'a Quantity,
    pub(crate) intact: bool,
    pub(crate) place: Option<&'a String>,
}

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, handed: &Handed<'_>) -> Decision {
    let Handed {
        container,
        from,
        to,
        temperature,
        intact,
        place,
    } = *handed;
    gates::opened(ctx, &mut reasons);
    if !ctx.treatment.labels.contains_key(container) {
        reasons.refuse(RefusalCode::LabelMissing, container.as_str());
    }
    gates::written(&mut reasons, "from whom", from);
    gates::written(&mut reasons, "to whom", to);
    if temperature.dimension() != Dimension::Temperature {
        reasons.refuse(
            RefusalCode::ValueUnitWrong,
            format!("temperature: '{}'", temperature.words()),
        );
    }
    let last = ctx.treatment.custody.get(container);
    if let Some(last) = last.and_then(|handovers| handovers.last()) {
        if last.to != from {
            reasons.refuse(
                RefusalCode::CustodyMismatch,
                format!("{container} is with {}, and {from} hands it over", last.to),
            );
        }
        gates::not_before(ctx, &mut reasons, last.at, "the last handover was");
    }
    reasons.or_accept(|| {
        vec![Event::CustodyTransferred {
            container: container.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
            temperature: temperature.clone(),
            intact,
            place: place.cloned(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::chain_of_custody;
    use crate::course::{Course, Point, container};

    fn hand(course: &mut Course, from: &str, to: &str) -> Vec<&'static str> {
        let command = Command::TransferCustody {
            container: container("CELLS-1"),
            from: from.to_owned(),
            to: to.to_owned(),
            temperature: "5 Cel".parse().unwrap(),
            intact: true,
            place: None,
        };
        codes(course, "courier-1", &command)
    }

    #[test]
    fn the_chain_has_no_gap_between_one_holder_and_the_next() {
        let mut course = example_course(Point::Released);
        assert_eq!(hand(&mut course, "clean room", "courier"), [""; 0]);
        assert_eq!(
            hand(&mut course, "clean room", "ward"),
            ["custody-mismatch"]
        );
        assert_eq!(hand(&mut course, "courier", "ward"), [""; 0]);
        let chain = chain_of_custody(&course.treatment, &container("CELLS-1"));
        let words: Vec<_> = chain.iter().map(|link| link.words.as_str()).collect();
        let expected = [
            "Filled from batch B-1",
            "From clean room to courier",
            "From courier to ward",
        ];
        assert_eq!(words, expected);
    }
}
