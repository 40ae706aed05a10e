//! The confirmed plan, read by dose.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::treatment::Plan;
use cikada_domain::{DoseNumber, GapConvention, PlannedItem, PlannedKind};
use cikada_protocol::{CalendarOptions, Milestone, MissedRule, Protocol, calendar};
use jiff::civil::Date;

use crate::context::Context;
use crate::time;

/// What the calendar is asked with: the days that the schedule waits for, as far as visits of their
/// names were held. Gates are asked dose by dose, so that no answer takes a dose from the plan.
pub(crate) fn options(ctx: &Context<'_>, convention: Option<GapConvention>) -> CalendarOptions {
    let mut milestones = Vec::new();
    for name in ctx.protocol.schedule.milestones() {
        let visits = ctx.treatment.visits.iter();
        let mut held: Vec<_> = visits
            .filter(|held| held.visit.as_str() == name)
            .map(|held| time::day(held.at, ctx.zone))
            .collect();
        held.sort_unstable();
        milestones.extend(held.into_iter().map(|on| Milestone {
            name: name.clone(),
            on,
            at: None,
        }));
    }
    CalendarOptions {
        convention,
        milestones,
        ..CalendarOptions::default()
    }
}

/// The plan with the doses whose days have become known since it was confirmed; nothing if there
/// are none. What stands in the plan stays as it is.
pub(crate) fn continued(ctx: &Context<'_>) -> Option<Vec<PlannedItem>> {
    let plan = ctx.treatment.plan.as_ref()?;
    let options = options(ctx, Some(plan.convention));
    if options.milestones.is_empty() {
        return None;
    }
    let calendar = calendar(ctx.protocol, plan.anchor, &options).ok()?;
    let known: BTreeSet<_> = infusions(plan).filter_map(|item| item.dose).collect();
    let is_new = |item: &PlannedItem| match item.dose {
        Some(dose) => !known.contains(&dose),
        None => !plan.items.contains(item),
    };
    let new: Vec<_> = calendar.items.into_iter().filter(is_new).collect();
    if !new.iter().any(|item| item.kind == PlannedKind::Infusion) {
        return None;
    }
    let mut items: Vec<_> = plan.items.iter().cloned().chain(new).collect();
    items.sort();
    Some(items)
}

/// The cycle that a dose belongs to; before any dose it is the first.
pub(crate) fn cycle_of(protocol: &Protocol, dose: Option<DoseNumber>) -> usize {
    protocol.schedule.cycle_of(dose.map_or(1, DoseNumber::get))
}

/// The last day on which a dose may still be given by the protocol's rule for missed doses.
pub(crate) fn last_day(ctx: &Context<'_>, planned: &PlannedItem) -> Date {
    match ctx.protocol.schedule.missed {
        // The window and the rule both count from the planned day; the longer one holds.
        Some(MissedRule::Shift { days }) => {
            time::day_after(planned.on, i64::from(days)).max(planned.latest)
        }
        Some(MissedRule::Skip) | None => planned.latest,
    }
}

/// The hours of the doses, each from the first dose of its course, where the schedule counts hours.
pub(crate) fn hours(ctx: &Context<'_>) -> BTreeMap<DoseNumber, u32> {
    let Some(plan) = &ctx.treatment.plan else {
        return BTreeMap::new();
    };
    let options = options(ctx, Some(plan.convention));
    let times = calendar(ctx.protocol, plan.anchor, &options).map(|calendar| calendar.times);
    let times = times.unwrap_or_default().into_iter();
    times.map(|time| (time.dose, time.hours)).collect()
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
