//! Target lesions: their sum at each visit, and the response it is by RECIST 1.1.
//!
//! The same track carries mRECIST, over the diameters of what enhances.

use std::collections::BTreeMap;

use super::change::{Change, Millimetres};
use super::course::{Lesion, TargetReading, TargetState, Visit};
use super::overall::TargetResponse;

/// A lymph node of a smaller short axis is normal.
pub(super) const NORMAL_NODE_BELOW: u32 = 10;
const LOSS_PERCENT: u32 = 30;
const GROWTH_PERCENT: u32 = 20;
/// What a sum must have grown at least to be a progression by RECIST 1.1.
pub(super) const GROWTH_MIN: u32 = 5;

/// The diameters of one visit, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The sum of the diameters that are known.
    pub known: Millimetres,
    /// The targets without a diameter at this visit.
    pub missing: Vec<String>,
    /// Whether every target is gone, lymph nodes being below 10 mm.
    pub(super) is_clear: bool,
    /// Whether a target that is no lymph node is seen.
    pub(super) mass_seen: bool,
    pub(super) diameters: Diameters,
}

impl Tally {
    pub(super) fn of(
        lesions: &[Lesion],
        visit: &Visit,
        diameter: impl Fn(&Lesion, &TargetReading) -> Option<Millimetres>,
    ) -> Self {
        let mut tally = Self {
            known: Millimetres::ZERO,
            missing: Vec::new(),
            is_clear: true,
            mass_seen: false,
            diameters: BTreeMap::new(),
        };
        for lesion in lesions {
            let reading = visit.targets.get(&lesion.name);
            let found = reading.and_then(|reading| diameter(lesion, reading));
            let Some(found) = found else {
                tally.missing.push(lesion.name.clone());
                tally.is_clear = false;
                continue;
            };
            let merged = matches!(
                reading.map(|reading| &reading.state),
                Some(TargetState::MergedInto(_))
            );
            let is_normal = if lesion.is_node {
                found < Millimetres::whole(NORMAL_NODE_BELOW)
            } else {
                found == Millimetres::ZERO
            };
            tally.is_clear &= is_normal && !merged;
            tally.mass_seen |= !lesion.is_node && !is_normal;
            tally.known = tally.known + found;
            tally.diameters.insert(lesion.name.clone(), found);
        }
        tally
    }

    /// The sum, if every target has a diameter.
    #[must_use]
    pub fn sum(&self) -> Option<Millimetres> {
        self.missing.is_empty().then_some(self.known)
    }
}

/// Diameters by the name of the lesion.
pub(super) type Diameters = BTreeMap<String, Millimetres>;

/// The change of the lesions that have a diameter both then and now.
pub(super) fn growth(then: &Diameters, now: &Diameters) -> Change {
    let both = now
        .iter()
        .filter_map(|(name, now)| then.get(name).map(|then| (*then, *now)));
    let (from, to): (Vec<_>, Vec<_>) = both.unzip();
    Change {
        from: from.into_iter().sum(),
        to: to.into_iter().sum(),
    }
}

/// The targets of one visit, held against baseline and nadir.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetVisit {
    /// The diameters added up.
    pub tally: Tally,
    /// From the sum at baseline to the sum now, if every target has a diameter.
    pub from_baseline: Option<Change>,
    /// From the smallest complete sum before this visit, baseline included, to the sum now; with
    /// targets missing, to what is known, which is the least it can be.
    pub from_nadir: Change,
    /// The response of the targets.
    pub response: TargetResponse,
    /// Whether all targets had gone and a mass is seen again.
    pub(super) regrown: bool,
    /// Whether all targets had gone, nodes being normal, and a node is enlarged again without
    /// progression by its numbers.
    pub(super) node_again: bool,
}

/// Baseline, nadir, and whether everything had once gone.
#[derive(Debug)]
pub(super) struct TargetTrack {
    baseline: Millimetres,
    nadir: Millimetres,
    had_cleared: bool,
    growth_min: Millimetres,
}

impl TargetTrack {
    pub(super) fn from(baseline: &Tally, growth_min: u32) -> Self {
        Self {
            baseline: baseline.known,
            nadir: baseline.known,
            had_cleared: false,
            growth_min: Millimetres::whole(growth_min),
        }
    }

    /// Takes the next visit by day.
    pub(super) fn step(&mut self, tally: Tally) -> TargetVisit {
        let from_nadir = Change {
            from: self.nadir,
            to: tally.known,
        };
        let sum = tally.sum();
        let from_baseline = sum.map(|to| Change {
            from: self.baseline,
            to,
        });
        let regrown = self.had_cleared && tally.mass_seen;
        let response = self.response(&tally, from_nadir, from_baseline, regrown);
        let node_again = self.had_cleared
            && !regrown
            && !tally.is_clear
            && sum.is_some()
            && response != TargetResponse::Progressive;
        self.had_cleared |= response == TargetResponse::Complete;
        self.nadir = sum.map_or(self.nadir, |sum| sum.min(self.nadir));
        TargetVisit {
            tally,
            from_baseline,
            from_nadir,
            response,
            regrown,
            node_again,
        }
    }

    /// Complete before all: normal nodes may leave a sum that is small, or grows. Progression even
    /// if targets are missing, since those seen can only be a part. A sum of nothing and then
    /// something is progression at any size.
    fn response(
        &self,
        tally: &Tally,
        from_nadir: Change,
        from_baseline: Option<Change>,
        regrown: bool,
    ) -> TargetResponse {
        if tally.diameters.is_empty() && tally.missing.is_empty() {
            return TargetResponse::NoTargets;
        }
        if tally.is_clear {
            return TargetResponse::Complete;
        }
        let is_enough = from_nadir.difference() >= self.growth_min.number()
            || from_nadir.from == Millimetres::ZERO;
        if regrown || (from_nadir.is_gain_of(GROWTH_PERCENT) && is_enough) {
            return TargetResponse::Progressive;
        }
        match from_baseline {
            None => TargetResponse::NotEvaluable,
            Some(change) if change.is_loss_of(LOSS_PERCENT) => TargetResponse::Partial,
            Some(_) => TargetResponse::Stable,
        }
    }
}
