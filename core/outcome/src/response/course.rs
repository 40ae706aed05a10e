//! One patient's measurements from baseline on, as they were read and checked.
//!
//! A course is only made by reading a file, so what it promises holds everywhere behind it: the
//! first visit is the baseline, days ascend, every lesion of the baseline was measured or seen
//! there, and nothing is called new at baseline.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::change::Millimetres;

/// One patient's lesions and visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub(super) targets: Vec<Lesion>,
    pub(super) non_targets: Vec<Lesion>,
    pub(super) new_lesions: Vec<Lesion>,
    /// Ascending by day; the first is the baseline.
    pub(super) baseline: Visit,
    /// The assessments after baseline.
    pub(super) later: Vec<Visit>,
    /// Visits with markers only: no assessments.
    pub(super) without_imaging: Vec<Visit>,
}

impl Course {
    /// The day of the baseline scan.
    #[must_use]
    pub fn baseline_date(&self) -> Date {
        self.baseline.date
    }

    /// Whether nothing was there to be followed: treatment after everything was removed.
    #[must_use]
    pub fn has_no_lesion_at_baseline(&self) -> bool {
        self.targets.is_empty() && self.non_targets.is_empty()
    }

    /// All visits by day, those with markers only among them.
    pub(super) fn visits(&self) -> Vec<&Visit> {
        let after = self.later.iter().chain(&self.without_imaging);
        let mut visits: Vec<_> = std::iter::once(&self.baseline).chain(after).collect();
        visits.sort_by_key(|visit| visit.date);
        visits
    }
}

/// One lesion and what does not change about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lesion {
    pub(super) name: String,
    /// In lower case, so that 'Liver' and 'liver' are one organ.
    pub(super) organ: String,
    pub(super) is_node: bool,
    /// How it was measured when first seen.
    pub(super) method: Option<Method>,
    pub(super) slice: Option<Millimetres>,
    pub(super) irradiated: Irradiated,
}

/// How a lesion was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Method {
    Ct,
    Mri,
    Caliper,
    XRay,
}

/// Whether a lesion lies in an irradiated field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Irradiated {
    #[default]
    No,
    Yes,
    /// Irradiated, and progressed since: it may be a target again.
    ProgressedSince,
}

/// One assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) label: String,
    pub(super) date: Date,
    pub(super) targets: BTreeMap<String, TargetReading>,
    pub(super) non_targets: BTreeMap<String, NonTargetReading>,
    pub(super) new_lesions: BTreeMap<String, NewReading>,
    /// Whether new lesions were looked for in all that had to be imaged.
    pub(super) new_looked_for: bool,
    pub(super) markers: BTreeMap<String, MarkerReading>,
    /// Whether the patient was clinically stable; `None` if nobody said.
    pub(super) stable: Option<bool>,
    /// Whether the scan was made for a new symptom or sign.
    pub(super) new_symptom: bool,
}

/// What was seen of a target lesion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TargetReading {
    pub(super) state: TargetState,
    /// Diameter of the part that enhances in the arterial phase.
    pub(super) viable: Option<Millimetres>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TargetState {
    Measured(Millimetres),
    /// In pieces: the sum of their diameters.
    Split {
        sum: Millimetres,
        fragments: u32,
    },
    TooSmall,
    Gone,
    /// Grown together with another target, which carries the diameter of both.
    MergedInto(String),
    NotEvaluated,
}

/// What a lesion counts that is seen but too small to be measured.
const TOO_SMALL: u32 = 5;

impl TargetState {
    /// What it counts in the sum; `None` if it was not evaluated.
    pub(super) fn diameter(&self) -> Option<Millimetres> {
        match self {
            Self::Measured(diameter) | Self::Split { sum: diameter, .. } => Some(*diameter),
            Self::TooSmall => Some(Millimetres::whole(TOO_SMALL)),
            Self::Gone | Self::MergedInto(_) => Some(Millimetres::ZERO),
            Self::NotEvaluated => None,
        }
    }
}

/// What was seen of a lesion that is followed without measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NonTargetReading {
    pub(super) state: NonTargetState,
    /// Short axis of a node, if it was measured.
    pub(super) diameter: Option<Millimetres>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NonTargetState {
    Present,
    /// Grown since the visit before, short of unequivocal progression.
    Larger,
    Gone,
    /// Unequivocal progression.
    Progressed,
    NotEvaluated,
}

/// What was seen of a lesion that was not there at baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewReading {
    pub(super) state: NewState,
    pub(super) diameter: Option<Millimetres>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewState {
    Equivocal,
    Unequivocal,
    /// Unequivocal, and grown since the visit before.
    Larger,
    /// Unequivocal, and itself unequivocally progressed.
    Progressed,
    Gone,
    NotEvaluated,
}

impl NewState {
    pub(super) fn is_unequivocal(self) -> bool {
        matches!(self, Self::Unequivocal | Self::Larger | Self::Progressed)
    }
}

/// One value of a serum marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkerReading {
    pub(super) value: Decimal,
    pub(super) unit: String,
    /// Upper limit of normal of the laboratory, in the same unit.
    pub(super) upper_limit: Option<Decimal>,
}
