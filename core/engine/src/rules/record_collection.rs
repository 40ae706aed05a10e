//! Blood or cells are taken from the donor into a bag labelled for one dose. The wristband is the
//! donor's here; at the bedside it is the recipient's.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{
    ContainerId, DonationIdentificationNumber, DoseNumber, Event, PersonId, Quantity, Value,
};

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    donation: &DonationIdentificationNumber,
    container: &ContainerId,
    wristband: &Scanned<PersonId>,
    volume: &Quantity,
) -> Decision {
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
    not_given(ctx, &mut reasons, dose);
    if let Some(infusion) = gates::planned(ctx, &mut reasons, dose) {
        gates::collection_in_time(ctx, &mut reasons, dose, infusion);
    }
    let rule = &ctx.protocol.collection;
    let value = Value::Quantity(volume.clone());
    let meets = gates::judged(&mut reasons, "volume", &value, &rule.volume, &rule.source);
    if meets == Some(false) {
        reasons.refuse_by(
            RefusalCode::VolumeOutOfRange,
            format!(
                "found {}, asked for {}",
                volume.words(),
                rule.volume.words()
            ),
            &rule.source,
        );
    }
    reasons.or_accept(|| {
        // The gate has held the wristband against the donor; `or_accept` runs only then.
        let donor = donor.cloned().into_iter();
        let recorded = donor.map(|donor| Event::CollectionRecorded {
            dose,
            donation: donation.clone(),
            container: container.clone(),
            donor,
            volume: volume.clone(),
        });
        recorded.collect()
    })
}

fn not_given(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    let given = ctx.treatment.doses.get(&dose);
    if given.is_some_and(|dose| dose.infusion.is_some()) {
        reasons.refuse(RefusalCode::DoseAlreadyGiven, format!("dose {dose}"));
    }
}
