//! A physician answers, before a witness, for a therapy that is not available here. The exception
//! holds for this treatment and for the standing it names, and for no other.

use cikada_domain::event::ExceptionTo;
use cikada_domain::{Country, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    country: &Country,
    status: ExceptionTo,
) -> Decision {
    gates::open(ctx, &mut reasons);
    gates::witnessed(ctx, &mut reasons);
    let needed = gates::exception_needed(ctx);
    let matches = needed
        .as_ref()
        .is_some_and(|(needed, ..)| *needed == status);
    if !matches || ctx.country != Some(country) {
        let here = needed.map_or_else(|| "no exception is needed here".to_owned(), |(_, it, _)| it);
        reasons.refuse(
            RefusalCode::ExceptionNotNeeded,
            format!("{country}; {here}"),
        );
    }
    reasons.or_accept(|| {
        vec![Event::ExceptionRecorded {
            country: country.clone(),
            status,
        }]
    })
}
