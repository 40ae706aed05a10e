//! Gates of the act itself: its time, its signature, its witness, and an open treatment.

use jiff::{SignedDuration, Timestamp};

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;

/// How far a device's clock may run ahead before its time is no longer believed.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(2);

/// What holds for every command: a time that can be, and a witness who is somebody else.
pub(crate) fn standing(ctx: &Context<'_>, reasons: &mut Reasons) {
    let (occurred_at, now) = (ctx.act.occurred_at, ctx.now);
    if occurred_at.duration_since(now) > AHEAD_MAX {
        reasons.refuse(
            RefusalCode::TimeInFuture,
            format!("happened at {occurred_at}, and it is {now}"),
        );
    }
    if let Some(opening) = &ctx.treatment.opening {
        not_before(ctx, reasons, opening.at, "the treatment was opened");
    }
    if ctx.act.witness.as_ref() == Some(&ctx.act.performer) {
        reasons.refuse(
            RefusalCode::WitnessIsPerformer,
            format!("{} twice", ctx.act.performer),
        );
    }
}

/// The act may not claim to have happened before what it follows.
pub(crate) fn not_before(ctx: &Context<'_>, reasons: &mut Reasons, at: Timestamp, what: &str) {
    let occurred_at = ctx.act.occurred_at;
    if occurred_at < at {
        reasons.refuse(
            RefusalCode::TimeBeforeLast,
            format!("happened at {occurred_at}, but {what} at {at}"),
        );
    }
}

/// The treatment is open, under the protocol in hand.
pub(crate) fn open(ctx: &Context<'_>, reasons: &mut Reasons) {
    opened(ctx, reasons);
    if let Some((_, at)) = &ctx.treatment.closed {
        reasons.refuse(RefusalCode::TreatmentClosed, format!("closed at {at}"));
    }
}

/// The treatment was opened under the protocol in hand; it may be closed by now. What comes to
/// light later (a late result, an adverse event) must find its place.
pub(crate) fn opened(ctx: &Context<'_>, reasons: &mut Reasons) {
    let Some(opening) = &ctx.treatment.opening else {
        reasons.refuse(RefusalCode::TreatmentNotOpen, "never opened");
        return;
    };
    // INVARIANT (pinned): a treatment runs on the protocol it started under.
    if opening.protocol.hash != ctx.protocol.hash {
        reasons.refuse(
            RefusalCode::ProtocolMismatch,
            format!(
                "pinned to {}, in hand {}",
                opening.protocol.hash, ctx.protocol.hash
            ),
        );
    }
}

/// The performer has just proved who they are.
pub(crate) fn signed(ctx: &Context<'_>, reasons: &mut Reasons) {
    if !ctx.act.signed {
        reasons.refuse(
            RefusalCode::SignatureMissing,
            format!("{} has not signed", ctx.act.performer),
        );
    }
}

/// There is a witness; that it is somebody else is asked of every command.
pub(crate) fn witnessed(ctx: &Context<'_>, reasons: &mut Reasons) {
    if ctx.act.witness.is_none() {
        reasons.refuse(
            RefusalCode::WitnessMissing,
            format!("{} is alone", ctx.act.performer),
        );
    }
}
