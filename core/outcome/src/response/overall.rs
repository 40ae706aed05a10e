//! The tables of RECIST 1.1: what was found in each category makes one answer for the visit.

use std::collections::BTreeMap;

use super::change::Millimetres;
use super::course::{Course, Lesion, NonTargetReading, NonTargetState, Visit};
use super::target::NORMAL_NODE_BELOW;

macro_rules! shown_as {
    ($type:ident: $($variant:ident $text:literal),+ $(,)?) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(match self {
                    $(Self::$variant => $text,)+
                })
            }
        }
    };
}
pub(super) use shown_as;

/// Response of the target lesions at one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetResponse {
    /// All gone; lymph nodes below 10 mm.
    Complete,
    /// At least 30 % less than at baseline.
    Partial,
    /// Neither.
    Stable,
    /// At least 20 % and 5 mm over the nadir, or regrown after all had gone.
    Progressive,
    /// A target has no diameter, and those that have one show no progression.
    NotEvaluable,
    /// There was none at baseline.
    NoTargets,
}
shown_as!(TargetResponse: Complete "CR", Partial "PR", Stable "SD", Progressive "PD",
    NotEvaluable "NE", NoTargets "none");

/// Response of the lesions that are followed without measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonTargetResponse {
    /// All gone; lymph nodes below 10 mm; markers that were raised at baseline normal.
    Complete,
    /// Neither gone nor unequivocally progressed.
    NonCrNonPd,
    /// Unequivocal progression of one at least.
    Progressive,
    /// One was not looked at, and none of the others progressed.
    NotEvaluable,
    /// There was none at baseline.
    NoNonTargets,
}
shown_as!(NonTargetResponse: Complete "CR", NonCrNonPd "non-CR/non-PD", Progressive "PD",
    NotEvaluable "NE", NoNonTargets "none");

/// Whether lesions were seen that were not there at baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewLesions {
    /// Looked for, and none.
    No,
    /// Perhaps: the next visit shows.
    Equivocal,
    /// Yes.
    Yes,
    /// Not looked for, or not everywhere.
    NotEvaluated,
}
shown_as!(NewLesions: No "no", Equivocal "equivocal", Yes "yes", NotEvaluated "NE");

/// Overall response at one visit by RECIST 1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overall {
    /// Complete response.
    Complete,
    /// Partial response.
    Partial,
    /// Stable disease.
    Stable,
    /// Neither complete response nor progression, where nothing was measured at baseline.
    NonCrNonPd,
    /// Progressive disease.
    Progressive,
    /// Not evaluable.
    NotEvaluable,
}
shown_as!(Overall: Complete "CR", Partial "PR", Stable "SD", NonCrNonPd "non-CR/non-PD",
    Progressive "PD", NotEvaluable "NE");

/// The overall table of RECIST 1.1, without and with target lesions (its tables 1 and 2).
///
/// New lesions that were not looked for leave only progression or not evaluable: what was not
/// looked for is not absent.
#[must_use]
pub fn overall(target: TargetResponse, non_target: NonTargetResponse, new: NewLesions) -> Overall {
    if new == NewLesions::Yes
        || target == TargetResponse::Progressive
        || non_target == NonTargetResponse::Progressive
    {
        return Overall::Progressive;
    }
    if new == NewLesions::NotEvaluated {
        return Overall::NotEvaluable;
    }
    match (target, non_target) {
        (
            TargetResponse::Complete,
            NonTargetResponse::Complete | NonTargetResponse::NoNonTargets,
        )
        | (TargetResponse::NoTargets, NonTargetResponse::Complete) => Overall::Complete,
        (TargetResponse::Complete | TargetResponse::Partial, _) => Overall::Partial,
        (TargetResponse::Stable, _) => Overall::Stable,
        (TargetResponse::NoTargets, NonTargetResponse::NonCrNonPd) => Overall::NonCrNonPd,
        _ => Overall::NotEvaluable,
    }
}

/// Whether markers allow a complete response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkersAllow {
    Yes,
    /// One that was raised at baseline is still raised.
    StillRaised,
    /// One that was raised at baseline was not measured.
    NotMeasured,
}

/// RECIST 1.1 (4.3.3): markers above their limit at baseline must normalise for a complete
/// response. They do nothing else.
pub(super) fn markers_allow(course: &Course, visit: &Visit) -> MarkersAllow {
    let mut answer = MarkersAllow::Yes;
    for (name, at_baseline) in &course.baseline.markers {
        let Some(limit) = at_baseline.upper_limit else {
            continue;
        };
        if at_baseline.value <= limit {
            continue;
        }
        match visit.markers.get(name) {
            Some(now) if now.value > now.upper_limit.unwrap_or(limit) => {
                return MarkersAllow::StillRaised;
            }
            Some(_) => {}
            None => answer = MarkersAllow::NotMeasured,
        }
    }
    answer
}

/// The response of the non-target lesions at a visit.
pub(super) fn non_target(
    lesions: &[Lesion],
    readings: &BTreeMap<String, NonTargetReading>,
    markers: MarkersAllow,
) -> NonTargetResponse {
    let states: Vec<_> = lesions
        .iter()
        .map(|lesion| standing(lesion, readings.get(&lesion.name)))
        .collect();
    let has = |state| states.contains(&state);
    if has(NonTargetState::Progressed) {
        return NonTargetResponse::Progressive;
    }
    if has(NonTargetState::NotEvaluated) {
        return NonTargetResponse::NotEvaluable;
    }
    if has(NonTargetState::Present) || has(NonTargetState::Larger) {
        return NonTargetResponse::NonCrNonPd;
    }
    match markers {
        MarkersAllow::StillRaised => NonTargetResponse::NonCrNonPd,
        MarkersAllow::NotMeasured => NonTargetResponse::NotEvaluable,
        MarkersAllow::Yes if lesions.is_empty() => NonTargetResponse::NoNonTargets,
        MarkersAllow::Yes => NonTargetResponse::Complete,
    }
}

/// What a lesion counts as: a node below 10 mm is normal, and one without a row was not looked at.
pub(super) fn standing(lesion: &Lesion, reading: Option<&NonTargetReading>) -> NonTargetState {
    let Some(reading) = reading else {
        return NonTargetState::NotEvaluated;
    };
    let normal_below = Millimetres::whole(NORMAL_NODE_BELOW);
    let is_normal_node = lesion.is_node && reading.diameter.is_some_and(|axis| axis < normal_below);
    match reading.state {
        NonTargetState::Present | NonTargetState::Larger if is_normal_node => NonTargetState::Gone,
        state => state,
    }
}
