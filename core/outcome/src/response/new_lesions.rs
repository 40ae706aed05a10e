//! New lesions: from which visit on each is there, and which of them are measured.

use std::collections::{BTreeMap, BTreeSet};

use super::baseline::{measurable_from, within_limits};
use super::change::Millimetres;
use super::course::{Course, Lesion, NewReading, NewState, Visit};
use super::overall::NewLesions;
use super::target::Diameters;

/// The new lesions of one visit.
#[derive(Debug, Clone, Default)]
pub(super) struct NewAt {
    /// Unequivocal, and not gone. A lesion that was equivocal first is there from that visit on.
    pub(super) present: BTreeSet<String>,
    /// Seen as equivocal here and shown to be unequivocal at the visit named.
    pub(super) shown_later: BTreeMap<String, String>,
    equivocal: bool,
    looked_for: bool,
    /// Diameters of those that are followed by measuring.
    pub(super) measured: Diameters,
    /// Diameters of the others, where there are any.
    pub(super) small: Diameters,
    /// Those not followed by measuring that have grown since the visit before.
    pub(super) grown: BTreeSet<String>,
    /// Those that have unequivocally progressed.
    pub(super) progressed: BTreeSet<String>,
}

impl NewAt {
    pub(super) fn looked_for(&self) -> bool {
        self.looked_for
    }

    pub(super) fn status(&self) -> NewLesions {
        if !self.present.is_empty() {
            NewLesions::Yes
        } else if !self.looked_for {
            NewLesions::NotEvaluated
        } else if self.equivocal {
            NewLesions::Equivocal
        } else {
            NewLesions::No
        }
    }
}

/// The new lesions of each visit after baseline.
pub(super) fn by_visit(course: &Course) -> Vec<NewAt> {
    let followed = followed_by_measuring(course);
    let mut visits: Vec<_> = course
        .later
        .iter()
        .map(|visit| NewAt {
            looked_for: visit.new_looked_for,
            ..NewAt::default()
        })
        .collect();
    for lesion in &course.new_lesions {
        let is_measured = followed.contains(lesion.name.as_str());
        enter(lesion, course, is_measured, &mut visits);
    }
    visits
}

fn enter(lesion: &Lesion, course: &Course, is_measured: bool, visits: &mut [NewAt]) {
    let name = &lesion.name;
    let readings: Vec<_> = course
        .later
        .iter()
        .map(|visit| visit.new_lesions.get(name))
        .collect();
    let mut is_there = false;
    let mut is_equivocal = false;
    for (index, (reading, at)) in readings.iter().zip(visits).enumerate() {
        match reading.map(|reading| reading.state) {
            Some(NewState::Gone) => (is_there, is_equivocal) = (false, false),
            Some(NewState::Equivocal) if !is_there => is_equivocal = true,
            Some(state) if state.is_unequivocal() => is_there = true,
            // Without a row it is where it was: what was not looked at has not gone.
            _ => {}
        }
        let shown_later = (is_equivocal && !is_there)
            .then(|| shown_later(readings.get(index..).unwrap_or_default()))
            .flatten()
            .and_then(|later| course.later.get(index + later));
        if let Some(visit) = shown_later {
            at.shown_later.insert(name.clone(), visit.label.clone());
            at.present.insert(name.clone());
        } else if is_there {
            at.present.insert(name.clone());
        } else {
            at.equivocal |= is_equivocal;
            continue;
        }
        if let Some(reading) = reading {
            enter_size(name, reading, is_measured, at);
        }
    }
}

/// How many visits on an equivocal lesion turns out to be unequivocal, if it does.
fn shown_later(readings: &[Option<&NewReading>]) -> Option<usize> {
    for (index, reading) in readings.iter().enumerate() {
        match reading.map(|reading| reading.state) {
            Some(NewState::Gone) => return None,
            Some(state) if state.is_unequivocal() => return Some(index),
            _ => {}
        }
    }
    None
}

fn enter_size(name: &str, reading: &NewReading, is_measured: bool, at: &mut NewAt) {
    if reading.state == NewState::Progressed {
        at.progressed.insert(name.to_owned());
    }
    let is_grown = matches!(reading.state, NewState::Larger | NewState::Progressed);
    if is_grown && !is_measured {
        at.grown.insert(name.to_owned());
    }
    if let Some(diameter) = reading.diameter {
        let sizes = if is_measured {
            &mut at.measured
        } else {
            &mut at.small
        };
        sizes.insert(name.to_owned(), diameter);
    }
}

/// iRECIST measures new lesions apart from the targets: five, and two an organ, the earliest and
/// largest first, if they are measurable when first measured.
fn followed_by_measuring(course: &Course) -> BTreeSet<&str> {
    let mut measurable: Vec<_> = course
        .new_lesions
        .iter()
        .filter_map(|lesion| {
            let (visit, diameter) = first_size(lesion, &course.later)?;
            let is_measurable = diameter >= measurable_from(lesion);
            is_measurable.then_some((visit, std::cmp::Reverse(diameter), lesion))
        })
        .collect();
    measurable.sort_by(|one, other| {
        let key = |(visit, size, lesion): &(usize, std::cmp::Reverse<Millimetres>, &Lesion)| {
            (*visit, *size, lesion.name.clone())
        };
        key(one).cmp(&key(other))
    });
    let followed = within_limits(measurable.into_iter().map(|(.., lesion)| lesion));
    followed
        .into_iter()
        .map(|lesion| lesion.name.as_str())
        .collect()
}

fn first_size(lesion: &Lesion, visits: &[Visit]) -> Option<(usize, Millimetres)> {
    visits.iter().enumerate().find_map(|(index, visit)| {
        let diameter = visit.new_lesions.get(&lesion.name)?.diameter?;
        Some((index, diameter))
    })
}
