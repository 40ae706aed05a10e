//! Blood or cells are taken from the donor into a bag labelled for one dose. The wristband is the
//! donor's here; at the bedside it is the recipient's.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{
    ContainerId, DonationIdentificationNumber, DoseNumber, Event, PersonId, Quantity, Value,
};

use cikada_protocol::model::CollectionRule;

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// What was drawn: the command's fields.
pub(crate) struct Drawn<'a> {
    pub(crate) dose: DoseNumber,
    pub(crate) donation: &'a DonationIdentificationNumber,
    pub(crate) container: &'a ContainerId,
    pub(crate) wristband: &'a Scanned<PersonId>,
    pub(crate) volume: &'a Quantity,
    pub(crate) place: &'a str,
}

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, drawn: &Drawn<'_>) -> Decision {
    let Drawn {
        dose,
        donation,
        container,
        wristband,
        volume,
        place,
    } = *drawn;
    gates::open(ctx, &mut reasons);
    gates::eligible(ctx, &mut reasons);
    gates::consents(ctx, &mut reasons);
    gates::not_stopped(ctx, &mut reasons);
    let donor = ctx.treatment.opening.as_ref().map(|opening| &opening.donor);
    gates::right_patient(&mut reasons, wristband, donor);
    if ctx.treatment.collections.contains_key(donation) {
        reasons.refuse(RefusalCode::DonationAlreadyUsed, donation.as_str());
    }
    let purpose = LabelPurpose::Collection(dose);
    gates::label_for(ctx, &mut reasons, container, &purpose);
    gates::written(&mut reasons, "where", place);
    gates::not_given(ctx, &mut reasons, dose);
    gates::not_filled(ctx, &mut reasons, dose);
    if let Some(infusion) = gates::planned(ctx, &mut reasons, dose) {
        gates::collection_in_time(ctx, &mut reasons, dose, infusion);
    }
    match ctx.protocol.collection() {
        Some(rule) => volume_fits(&mut reasons, rule, volume),
        None => reasons.refuse(RefusalCode::NothingCollected, ctx.protocol.title.as_str()),
    }
    reasons.or_accept(|| match wristband {
        // The event keeps who was scanned, not who was expected.
        Scanned::Known(donor) => vec![Event::CollectionRecorded {
            dose,
            donation: donation.clone(),
            container: container.clone(),
            donor: donor.clone(),
            volume: volume.clone(),
            place: Some(place.to_owned()),
        }],
        Scanned::Unknown => Vec::new(),
    })
}

fn volume_fits(reasons: &mut Reasons, rule: &CollectionRule, volume: &Quantity) {
    let value = Value::Quantity(volume.clone());
    let meets = gates::judged(reasons, "volume", &value, &rule.volume, &rule.source);
    if meets == Some(false) {
        let detail = format!(
            "found {}, asked for {}",
            volume.words(),
            rule.volume.words()
        );
        reasons.refuse_by(RefusalCode::VolumeOutOfRange, detail, &rule.source);
    }
}

#[cfg(test)]
mod tests {
    use crate::Scanned;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, person};

    #[test]
    fn the_event_names_the_donor_who_was_scanned() {
        let course = example_course(Point::Collected);
        let mut events = course.events.iter();
        assert!(events.any(|recorded| {
            matches!(&recorded.event, cikada_domain::Event::CollectionRecorded { donor, .. } if donor == &person("P-1"))
        }));
    }

    #[test]
    fn nothing_is_asked_for_less_strictly_because_another_thing_is_wrong() {
        let mut course = example_course(Point::Opened);
        let command = course.collection(1, Scanned::Known(person("P-2")));
        let found = codes(&mut course, "nurse-3", &command);
        for code in [
            "wrong-patient",
            "eligibility-not-confirmed",
            "consent-missing",
            "label-missing",
            "plan-missing",
        ] {
            assert!(found.contains(&code), "{code} not in {found:?}");
        }
    }
}
