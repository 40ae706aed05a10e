//! Two people scan wristband and bag at the bedside. Everything that must hold when the infusion
//! starts must hold already now, so that nobody hangs a bag that may not run.

use cikada_domain::{ContainerId, DoseNumber, Event, PersonId};

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    wristband: &Scanned<PersonId>,
    container: &Scanned<ContainerId>,
) -> Decision {
    gates::witnessed(ctx, &mut reasons);
    gates::right_patient(&mut reasons, wristband, ctx.treatment.recipient());
    may_be_given(ctx, &mut reasons, dose);
    let scanned = match container {
        Scanned::Known(container) => {
            gates::product_to_give(ctx, &mut reasons, dose, container);
            Some(container)
        }
        Scanned::Unknown => {
            reasons.refuse(RefusalCode::ProductUnknown, "not known here");
            None
        }
    };
    let recipient = ctx.treatment.recipient();
    reasons.or_accept(|| {
        let both = scanned.cloned().zip(recipient.cloned()).into_iter();
        let verified = both.map(|(container, recipient)| Event::BedsideVerified {
            dose,
            container,
            recipient,
        });
        verified.collect()
    })
}

/// Everything about patient and dose, whatever the bag.
pub(crate) fn may_be_given(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    gates::open(ctx, reasons);
    gates::eligible(ctx, reasons);
    gates::consents(ctx, reasons);
    gates::dosing_allowed(ctx, reasons);
    gates::fit(ctx, reasons, dose);
    if let Some(planned) = gates::planned(ctx, reasons, dose) {
        gates::dose_next(ctx, reasons, dose, planned);
    }
}
