//! mRECIST: the part of a lesion that enhances in the arterial phase stands for the lesion.
//!
//! A result of its own, never mixed into RECIST 1.1, and only where enhancing parts were measured
//! at baseline. From memory of the publication of 2010 and not held against it here: 20 % over the
//! nadir is progression without a least number of millimetres, and lesions without an enhancing
//! part keep their whole diameter.

use super::change::Millimetres;
use super::course::{Course, Lesion, TargetReading, TargetState};
use super::overall::{NewLesions, NonTargetResponse, Overall, overall};
use super::target::{Tally, TargetTrack, TargetVisit};

/// The course by mRECIST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viable {
    /// The sum of enhancing diameters at baseline.
    pub baseline_sum: Millimetres,
    /// The visits after baseline.
    pub visits: Vec<ViableVisit>,
}

/// One visit by mRECIST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViableVisit {
    /// The enhancing diameters added up and held against baseline and nadir.
    pub target: TargetVisit,
    /// The overall response, with non-target and new lesions as in RECIST 1.1.
    pub overall: Overall,
}

/// Assesses by mRECIST; `None` if no enhancing part was measured at baseline.
pub(super) fn assess(
    course: &Course,
    others: &[(NonTargetResponse, NewLesions)],
) -> Option<Viable> {
    let at_baseline = |lesion: &Lesion| {
        let reading = course.baseline.targets.get(&lesion.name);
        let viable = reading.and_then(|reading| reading.viable);
        viable.filter(|viable| *viable > Millimetres::ZERO)
    };
    if !course
        .targets
        .iter()
        .any(|lesion| at_baseline(lesion).is_some())
    {
        return None;
    }
    let diameter = |lesion: &Lesion, reading: &TargetReading| {
        if at_baseline(lesion).is_none() {
            return reading.state.diameter();
        }
        match reading.state {
            TargetState::Gone | TargetState::MergedInto(_) => Some(Millimetres::ZERO),
            TargetState::NotEvaluated => None,
            _ => reading.viable,
        }
    };
    let baseline = Tally::of(&course.targets, &course.baseline, diameter);
    let mut track = TargetTrack::from(&baseline, 0);
    let mut progressed = false;
    let mut visits = Vec::new();
    for (visit, (non_target, new)) in course.later.iter().zip(others) {
        let target = track.step(Tally::of(&course.targets, visit, diameter));
        let mut overall = overall(target.response, *non_target, *new);
        progressed |= overall == Overall::Progressive;
        if progressed {
            overall = Overall::Progressive;
        }
        visits.push(ViableVisit { target, overall });
    }
    Some(Viable {
        baseline_sum: baseline.known,
        visits,
    })
}
