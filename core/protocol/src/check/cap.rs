//! Caps: a cap may bind for the heavy, it may not bind for everyone.
//!
//! "8 mg/kg, at most 800 mg" is a dose with a cap, and above 100 kg the cap is the dose. A cap below
//! the dose of the lightest allowed patient would be the dose of all of them, so one of the two
//! numbers is a mistake. A flat dose above its cap is one at once.

use std::collections::BTreeSet;
use std::ops::Range;

use cikada_domain::{Quantity, Unit};
use cikada_dose::{Basis, DoseRule, SurfaceFormula};

use crate::finding::{FindingCode, Findings};
use crate::model::DoseAmount;
use crate::read::draft::Draft;

use super::amount::amounts;
use super::body::{Allowed, allowed, kind};

/// Runs the check on dose lines and companions.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    for line in &draft.doses {
        let value = &line.value;
        let caps = [&value.cap, &value.cumulative_cap];
        for cap in caps.into_iter().flatten() {
            // Of a dose that rises, the first step above the cap says it.
            let mut found = BTreeSet::new();
            for said in amounts(line) {
                let at = said.at.start;
                if found.contains(&at) {
                    continue;
                }
                let unit = order_unit(draft, &said.amount);
                let dose = Capped {
                    amount: &said.amount,
                    surface: value.surface,
                    unit,
                    cap,
                };
                if dose.always(draft, said.at, out) {
                    found.insert(at);
                }
            }
        }
        if let (DoseAmount::Cells(cells), Some(cap)) = (&value.amount, &value.cap)
            && let Some(least) = cells.limits().0
        {
            let dose = Capped {
                amount: least,
                surface: value.surface,
                unit: Unit::Cell,
                cap,
            };
            dose.unreachable(draft, line.at("cap"), out);
        }
    }
    for companion in &draft.companions {
        if let Some(cap) = &companion.value.cap {
            let amount = &companion.value.amount;
            let surface = SurfaceFormula::Mosteller;
            let dose = Capped {
                amount,
                surface,
                unit: cap.unit(),
                cap,
            };
            dose.always(draft, companion.at("amount"), out);
        }
    }
}

fn order_unit(draft: &Draft<'_>, amount: &Quantity) -> Unit {
    let medicine = draft
        .medicine
        .as_ref()
        .map(|medicine| medicine.value.order_unit);
    medicine.unwrap_or(if amount.population().is_some() {
        Unit::Cell
    } else {
        amount.unit()
    })
}

struct Capped<'d> {
    amount: &'d Quantity,
    surface: SurfaceFormula,
    unit: Unit,
    cap: &'d Quantity,
}

impl Capped<'_> {
    /// Reports a cap that binds for every allowed body, and says whether it did.
    fn always(&self, draft: &Draft<'_>, at: Range<usize>, out: &mut Findings) -> bool {
        let Some((basis, allowed)) = self.allowed(draft) else {
            return false;
        };
        let least = allowed.steps.0;
        let Some(dose) = self.above(&allowed, least) else {
            return false;
        };
        let (amount, cap) = (self.amount.words(), self.cap.words());
        let message = match allowed.measure(least).filter(|_| basis != Basis::Flat) {
            None => format!("the dose of {amount} is above its cap of {cap}"),
            Some(body) => format!(
                "{amount} is above its cap of {cap} for every allowed patient: {} already from {} on",
                dose.words(),
                body.words()
            ),
        };
        let expected = format!("a dose that {cap} leaves to someone");
        out.add(FindingCode::DoseOverCap, at, message, expected);
        true
    }

    /// Reports cells of which the least allowed number is above the cap for the heaviest.
    fn unreachable(&self, draft: &Draft<'_>, at: Range<usize>, out: &mut Findings) {
        let Some((_, allowed)) = self.allowed(draft) else {
            return;
        };
        let (mut low, mut high) = allowed.steps;
        // Above the cap for everyone is another finding already.
        if self.above(&allowed, low).is_some() || self.above(&allowed, high).is_none() {
            return;
        }
        while low < high {
            let middle = low.midpoint(high);
            match self.above(&allowed, middle) {
                Some(_) => high = middle,
                None => low = middle.saturating_add(1),
            }
        }
        let body = allowed
            .measure(high)
            .map(|body| body.words())
            .unwrap_or_default();
        let message = format!(
            "from {body} on the least dose, {}, is above the cap of {}",
            self.amount.words(),
            self.cap.words()
        );
        let expected = "a cap that leaves a dose to every allowed weight";
        out.add(FindingCode::DoseOverCap, at, message, expected);
    }

    fn allowed(&self, draft: &Draft<'_>) -> Option<(Basis, Allowed)> {
        let (basis, _) = kind(self.amount)?;
        Some((basis, allowed(draft, basis, self.surface)?))
    }

    /// The dose at a step, if it is above the cap.
    fn above(&self, allowed: &Allowed, step: u32) -> Option<Quantity> {
        let rule = DoseRule {
            amount: self.amount.clone(),
            surface: self.surface,
            order_unit: self.unit,
            round_to: None,
            cap: None,
        };
        let dose = rule.against(&allowed.measure(step)?).ok()?.value.quantity;
        dose.compare(self.cap).ok()?.is_gt().then_some(dose)
    }
}
