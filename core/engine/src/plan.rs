//! The confirmed plan, read by dose.

use cikada_domain::treatment::Plan;
use cikada_domain::{DoseNumber, PlannedItem, PlannedKind};

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
