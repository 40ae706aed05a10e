//! The confirmed plan, read by dose.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::treatment::Plan;
use cikada_domain::{DoseNumber, GapConvention, PlannedItem, PlannedKind};
use cikada_protocol::{
    Calendar, CalendarOptions, CalendarProblem, Milestone, MissedRule, Protocol, calendar,
};
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

/// The calendar of the confirmed plan, with the days that are known by now; nothing without a plan.
pub(crate) fn confirmed(ctx: &Context<'_>) -> Option<Result<Calendar, CalendarProblem>> {
    let plan = ctx.treatment.plan.as_ref()?;
    let options = options(ctx, Some(plan.convention));
    Some(calendar(ctx.protocol, plan.anchor, &options))
}

/// The confirmed plan as it can be continued now; nothing where no day has become known.
pub(crate) fn continued(ctx: &Context<'_>) -> Option<Vec<PlannedItem>> {
    // Only a schedule that waits for a day can have one told later.
    if ctx.protocol.schedule.milestones().is_empty() {
        return None;
    }
    let plan = ctx.treatment.plan.as_ref()?;
    grown(plan, &confirmed(ctx)?.ok()?)
}

/// The plan with the doses of its calendar that it does not hold yet; nothing if there are none.
/// What stands in the plan stays as it is.
pub(crate) fn grown(plan: &Plan, calendar: &Calendar) -> Option<Vec<PlannedItem>> {
    let known: BTreeSet<_> = infusions(plan).filter_map(|item| item.dose).collect();
    let is_new = |item: &&PlannedItem| match item.dose {
        Some(dose) => !known.contains(&dose),
        None => !plan.items.contains(item),
    };
    let new: Vec<_> = calendar.items.iter().filter(is_new).collect();
    if !new.iter().any(|item| item.kind == PlannedKind::Infusion) {
        return None;
    }
    let mut items: Vec<_> = plan.items.iter().chain(new).cloned().collect();
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
    // Most schedules count days, and every scan at a bedside asks.
    if !ctx.protocol.schedule.counts_hours() {
        return BTreeMap::new();
    }
    let calendar = confirmed(ctx).and_then(Result::ok);
    let times = calendar.into_iter().flat_map(|calendar| calendar.times);
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
