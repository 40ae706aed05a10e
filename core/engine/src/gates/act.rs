//! Gates of the act itself: its time, its signature, its witness, and an open treatment.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::command::Act;
use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::time;

/// How far a device's clock may run ahead before its time is no longer believed.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(2);

/// What holds for every command: a time that can be, and a witness who is somebody else.
pub(crate) fn standing(ctx: &Context<'_>, reasons: &mut Reasons) {
    in_time(reasons, (ctx.at, ctx.now), ctx.zone);
    if let Some(opening) = &ctx.treatment.opening {
        not_before(ctx, reasons, opening.at, "the treatment was opened");
    }
    if let Some(act) = ctx.act {
        by_another(reasons, act);
    }
}

/// What holds for every act on the facility: the same, without a treatment.
pub(crate) fn claimed(reasons: &mut Reasons, act: &Act, now: Timestamp) {
    in_time(reasons, (act.occurred_at, now), &act.zone);
    by_another(reasons, act);
}

fn in_time(reasons: &mut Reasons, (at, now): (Timestamp, Timestamp), zone: &TimeZone) {
    if at.duration_since(now) > AHEAD_MAX {
        let (at, now) = (time::wall(at, zone), time::wall(now, zone));
        let detail = format!("happened at {at}, and it is {now}");
        reasons.refuse(RefusalCode::TimeInFuture, detail);
    }
}

fn by_another(reasons: &mut Reasons, act: &Act) {
    if act.witness.as_ref() == Some(&act.performer) {
        let detail = format!("{} twice", act.performer);
        reasons.refuse(RefusalCode::WitnessIsPerformer, detail);
    }
}

/// The act may not claim to have happened before what it follows.
pub(crate) fn not_before(ctx: &Context<'_>, reasons: &mut Reasons, at: Timestamp, what: &str) {
    follows(reasons, (ctx.at, at), ctx.zone, what);
}

/// The first of two times is not before the second, at which something must have happened.
pub(crate) fn follows(
    reasons: &mut Reasons,
    (claimed, at): (Timestamp, Timestamp),
    zone: &TimeZone,
    what: &str,
) {
    if claimed < at {
        let (claimed, at) = (time::wall(claimed, zone), time::wall(at, zone));
        let detail = format!("happened at {claimed}, but {what} at {at}");
        reasons.refuse(RefusalCode::TimeBeforeLast, detail);
    }
}

/// The treatment is open, under the protocol in hand.
pub(crate) fn open(ctx: &Context<'_>, reasons: &mut Reasons) {
    opened(ctx, reasons);
    if let Some((_, at)) = &ctx.treatment.closed {
        reasons.refuse(
            RefusalCode::TreatmentClosed,
            format!("closed at {}", ctx.wall(*at)),
        );
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
    if !ctx.act.is_some_and(|act| act.signed) {
        reasons.refuse(RefusalCode::SignatureMissing, "not signed");
    }
}

/// There is a witness; that it is somebody else is asked of every command.
pub(crate) fn witnessed(ctx: &Context<'_>, reasons: &mut Reasons) {
    if ctx.act.is_none_or(|act| act.witness.is_none()) {
        reasons.refuse(RefusalCode::WitnessMissing, "nobody witnesses");
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use crate::asked::{codes, example_course};
    use crate::command::Command;
    use crate::course::{Point, act};

    #[test]
    fn a_refused_claim_of_the_future_ages_no_product() {
        let mut course = example_course(Point::Fit);
        let next_year = course.now + SignedDuration::from_hours(24 * 365);
        let act = act("nurse-1", None, next_year, &course.zone);
        let refused = course.ask(&act, &Command::PlaceHold);
        assert!(matches!(refused, crate::Decision::Refused(_)));
        let verify = course.verification(1, "P-1", "CELLS-1");
        assert_eq!(codes(&mut course, "nurse-1", &verify), [""; 0]);
    }
}
