//! The confirmed plan, read by dose.

use cikada_domain::treatment::Plan;
use cikada_domain::{DoseNumber, PlannedItem, PlannedKind};
use cikada_protocol::{CalendarOptions, Protocol, calendar};

use crate::context::Context;

/// The cycle that a dose belongs to; before any dose it is the first.
pub(crate) fn cycle_of(protocol: &Protocol, dose: Option<DoseNumber>) -> usize {
    protocol.schedule.cycle_of(dose.map_or(1, DoseNumber::get))
}

/// How many hours the schedule puts between two doses, where it counts hours.
pub(crate) fn hours_apart(
    ctx: &Context<'_>,
    earlier: Option<DoseNumber>,
    later: Option<DoseNumber>,
) -> Option<u32> {
    let plan = ctx.treatment.plan.as_ref()?;
    let options = CalendarOptions {
        convention: Some(plan.convention),
        ..CalendarOptions::default()
    };
    let calendar = calendar(ctx.protocol, plan.anchor, &options).ok()?;
    let hours = |dose: Option<DoseNumber>| {
        let mut times = calendar.times.iter();
        times
            .find(|time| Some(time.dose) == dose)
            .map(|time| time.hours)
    };
    hours(later)?.checked_sub(hours(earlier)?)
}

/// The planned infusions in the order of their doses.
pub(crate) fn infusions(plan: &Plan) -> impl Iterator<Item = &PlannedItem> {
    items(plan, &PlannedKind::Infusion)
}

/// The planned infusion of a dose.
pub(crate) fn infusion(plan: &Plan, dose: DoseNumber) -> Option<&PlannedItem> {
    infusions(plan).find(|item| item.dose == Some(dose))
}

/// The planned collection for a dose.
pub(crate) fn collection(plan: &Plan, dose: DoseNumber) -> Option<&PlannedItem> {
    items(plan, &PlannedKind::Collection).find(|item| item.dose == Some(dose))
}

fn items<'a>(plan: &'a Plan, kind: &'a PlannedKind) -> impl Iterator<Item = &'a PlannedItem> {
    plan.items.iter().filter(move |item| &item.kind == kind)
}
