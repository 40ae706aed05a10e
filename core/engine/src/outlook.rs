//! What is open, due, late or blocked in one treatment now, so that pages decide nothing.
//!
//! The outlook asks the same gates as the rules: what it calls due would be accepted from the right
//! person with the right entries, and what it calls blocked names every reason.

mod alerts;
mod course;
mod enrolment;
mod item;
mod making;
mod stage;

use cikada_domain::Treatment;
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use alerts::{Alert, AlertKind};
pub use item::{Due, OutlookItem, Role, State, Task};
pub use stage::Stage;

use crate::context::Context;

/// One treatment as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Where on the board it stands.
    pub stage: Stage,
    /// What to do next, in words: the most pressing thing that nothing blocks.
    pub next_act: String,
    /// Everything open, the most pressing first.
    pub items: Vec<OutlookItem>,
    /// What nobody may overlook.
    pub alerts: Vec<Alert>,
}

/// Looks at a treatment as it stands at `now`; days are those of `zone`, the centre's.
#[must_use]
pub fn outlook(
    protocol: &Protocol,
    treatment: &Treatment,
    now: Timestamp,
    zone: &TimeZone,
) -> Outlook {
    let ctx = &looking(protocol, treatment, now, zone);
    let mut items = Vec::new();
    if treatment.opening.is_some() && treatment.closed.is_none() {
        enrolment::add(ctx, &mut items);
        making::add(ctx, &mut items);
        course::add(ctx, &mut items);
    }
    items.sort_by_key(OutlookItem::pressing);
    let stage = stage::of(ctx);
    Outlook {
        stage,
        next_act: next_act(ctx, stage, &items),
        items,
        alerts: alerts::of(ctx),
    }
}

/// A context in which nobody acts: only what concerns the record is asked.
pub(crate) fn looking<'a>(
    protocol: &'a Protocol,
    treatment: &'a Treatment,
    now: Timestamp,
    zone: &'a TimeZone,
) -> Context<'a> {
    Context {
        protocol,
        treatment,
        // A clock set back must not make acts look as if they came before what they follow.
        at: treatment.latest.map_or(now, |latest| latest.max(now)),
        now,
        zone,
        act: None,
    }
}

fn next_act(ctx: &Context<'_>, stage: Stage, items: &[OutlookItem]) -> String {
    let ready = items.iter().find(|item| item.blocked_by.is_empty());
    match (stage, ready) {
        (Stage::Closed, _) => "Nothing: the treatment is closed.".to_owned(),
        (_, Some(item)) => {
            let until = match item.due {
                Some(Due::On(day)) => format!(", on {day}"),
                Some(Due::At(at)) => format!(", until {}", ctx.wall(at)),
                None => String::new(),
            };
            format!("{}: {}{until}.", item.role.words(), item.title)
        }
        (Stage::Evaluation, None) if items.is_empty() => "Open the treatment.".to_owned(),
        (_, None) => "Nothing to do now.".to_owned(),
    }
}
