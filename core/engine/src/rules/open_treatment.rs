//! Opening a treatment pins its protocol and names donor and recipient, for good.

use cikada_domain::event::ProtocolReference;
use cikada_domain::{ChainOfIdentity, Event, PersonId};
use cikada_protocol::model::Relation;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    chain_of_identity: &ChainOfIdentity,
    reference: &ProtocolReference,
    donor: &PersonId,
    recipient: &PersonId,
) -> Decision {
    if let Some(opening) = &ctx.treatment.opening {
        reasons.refuse(
            RefusalCode::TreatmentAlreadyOpen,
            opening.chain_of_identity.as_str(),
        );
    }
    let protocol = ctx.protocol;
    let in_hand = (&protocol.id, &protocol.version, &protocol.hash);
    if in_hand != (&reference.id, &reference.version, &reference.hash) {
        reasons.refuse(
            RefusalCode::ProtocolMismatch,
            format!(
                "asked for {} {} {}, in hand {} {} {}",
                reference.id,
                reference.version,
                reference.hash,
                protocol.id,
                protocol.version,
                protocol.hash
            ),
        );
    }
    // INVARIANT (recipient): the relation is settled here, and the recipient never changes.
    match protocol.relation() {
        // Nothing is collected for a medicine, so nobody else can be its donor.
        Some(Relation::Autologous) | None if donor != recipient => reasons.refuse(
            RefusalCode::DonorNotRecipient,
            format!("donor {donor}, recipient {recipient}"),
        ),
        Some(Relation::Allogeneic) if donor == recipient => {
            reasons.refuse(RefusalCode::DonorIsRecipient, format!("{donor} for both"));
        }
        Some(Relation::Autologous | Relation::Allogeneic) | None => {}
    }
    reasons.or_accept(|| {
        vec![Event::TreatmentOpened {
            chain_of_identity: chain_of_identity.clone(),
            protocol: reference.clone(),
            donor: donor.clone(),
            recipient: recipient.clone(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::ChainOfIdentity;

    use crate::Command;
    use crate::asked::{codes, example_course, last};
    use crate::course::{Point, person};

    // INVARIANT (pinned): another version than the one in hand is never pinned.
    #[test]
    fn every_reason_against_an_opening_is_given_at_once() {
        let mut course = example_course(Point::Opened);
        let mut protocol = course.reference();
        protocol.version = "9.9.9".to_owned();
        let command = Command::OpenTreatment {
            chain_of_identity: ChainOfIdentity::new("CHA999926000002").unwrap(),
            protocol,
            donor: person("P-1"),
            recipient: person("P-2"),
        };
        let expected = [
            "donor-not-recipient",
            "treatment-already-open",
            "protocol-mismatch",
        ];
        assert_eq!(codes(&mut course, "coordinator-1", &command), expected);
    }

    #[test]
    fn the_event_names_the_recipient_of_its_own() {
        let course = example_course(Point::Opened);
        let event = last(&course);
        assert!(
            matches!(event, cikada_domain::Event::TreatmentOpened { recipient, .. } if recipient == &person("P-1"))
        );
    }
}
