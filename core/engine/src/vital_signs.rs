//! When sets of vital signs of a dose are due, and what became of each.
//!
//! The times are the protocol's, laid on the start and the end as they really were. Each time asks
//! for a set of its own window; one set that lies in the windows of a time before the end and of one
//! after it is both. A set taken after its window still counts as late until the next window opens, or
//! until a window's length after the end. Then the time is missed, and the observation ends only with
//! a reason for it.

use cikada_domain::treatment::Infusion;
use cikada_domain::{DoseNumber, Quantity, Treatment, Unit};
use cikada_protocol::Protocol;
use cikada_protocol::model::VitalSignsTimes;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::prelude::ToPrimitive;

/// One set of vital signs that the protocol asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSignsDue {
    /// When it is due.
    pub at: Timestamp,
    /// From when it may be taken.
    pub from: Timestamp,
    /// Until when it is on time.
    pub until: Timestamp,
    /// How long after the start or the end it is due, in words.
    pub words: String,
    /// What became of it.
    pub state: VitalSignsState,
}

/// What became of a set that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VitalSignsState {
    /// Its window has not opened yet.
    ToCome,
    /// Its window is open.
    Due,
    /// Its window is over, and nothing was taken yet.
    Overdue,
    /// Taken in its window.
    Taken(Timestamp),
    /// Taken after its window, before the next one's.
    Late(Timestamp),
    /// Not taken before the next one's window, or before the observation ended.
    Missed,
}

impl VitalSignsDue {
    /// Whether it was taken in its window.
    #[must_use]
    pub fn is_on_time(&self) -> bool {
        matches!(self.state, VitalSignsState::Taken(_))
    }

    /// When it was taken, in time or late.
    #[must_use]
    pub fn taken_at(&self) -> Option<Timestamp> {
        match self.state {
            VitalSignsState::Taken(at) | VitalSignsState::Late(at) => Some(at),
            VitalSignsState::ToCome
            | VitalSignsState::Due
            | VitalSignsState::Overdue
            | VitalSignsState::Missed => None,
        }
    }
}

/// The sets of vital signs of a dose in the order in which they are due, as they stand at `now`;
/// nothing where the protocol names no times or the infusion was not started. What is due after the
/// end of the infusion is known once it has ended.
#[must_use]
pub fn vital_signs_due(
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
    now: Timestamp,
) -> Option<Vec<VitalSignsDue>> {
    let times = protocol.infusion.vital_signs_due.as_ref()?;
    let infusion = treatment.doses.get(&dose)?.infusion.as_ref()?;
    let window = length(&times.window)?;
    let asked = asked_for(times, infusion, now);
    let opens: Vec<_> = asked.iter().map(|asked| before(asked.at, window)).collect();
    let next = opens.iter().skip(1).map(|at| Some(*at));
    let due = asked.into_iter().zip(next.chain([None]));
    let ended = infusion.ended.as_ref().map(|(ended, ..)| *ended);
    let due = due.map(|(asked, next)| {
        let at = asked.at;
        let (from, until) = (before(at, window), after(at, window));
        // What is taken once the infusion has ended says nothing of how the patient bore it.
        let over = ended.filter(|_| !asked.after_end);
        let over = over.map(|ended| after(ended, window));
        let next = next.into_iter().chain(over).min();
        let closes = next.unwrap_or(Timestamp::MAX).max(until);
        VitalSignsDue {
            at,
            from,
            until,
            words: asked.words,
            state: state(infusion, (from, until, closes), now),
        }
    });
    Some(due.collect())
}

/// A time of the protocol, laid on the infusion.
struct Asked {
    at: Timestamp,
    words: String,
    after_end: bool,
}

/// Each time with its words. While the infusion runs these are the times up to its planned end, or up
/// to now where it takes longer; once it has ended, those up to its end and after it.
fn asked_for(times: &VitalSignsTimes, infusion: &Infusion, now: Timestamp) -> Vec<Asked> {
    let start = infusion.started_at;
    let ended = infusion.ended.as_ref().map(|(at, ..)| *at);
    let horizon = ended.unwrap_or_else(|| infusion.planned_end.max(now));
    let during = |at: Timestamp, words: &str| Asked {
        at,
        words: format!("{words} after the start"),
        after_end: false,
    };
    let mut asked = Vec::new();
    let mut last = start;
    for time in &times.after_start {
        if let Some(by) = length(time) {
            last = after(start, by);
            asked.push(during(last, &time.words()));
        }
    }
    if let Some(every) = &times.every
        && let Some(by) = length(every).filter(|by| by.is_positive())
    {
        let first = after(last, by);
        let repeated = std::iter::successors(Some(first), |at| at.checked_add(by).ok());
        let within = repeated.take_while(|at| *at <= horizon);
        asked.extend(within.map(|at| during(at, &minutes(start, at))));
    }
    asked.retain(|asked| ended.is_none_or(|ended| asked.at <= ended));
    if let Some(ended) = ended {
        let times = times.after_end.iter();
        asked.extend(times.filter_map(|time| {
            Some(Asked {
                at: after(ended, length(time)?),
                words: format!("{} after the end", time.words()),
                after_end: true,
            })
        }));
    }
    asked
}

fn state(
    infusion: &Infusion,
    (from, until, closes): (Timestamp, Timestamp, Timestamp),
    now: Timestamp,
) -> VitalSignsState {
    let mut sets = infusion.vital_signs.iter().map(|set| set.at);
    // Sets stand in order of happening, so that the first is the one that counts.
    let Some(taken) = sets.find(|at| *at >= from && (*at <= until || *at < closes)) else {
        return match infusion.observed_until {
            Some(_) => VitalSignsState::Missed,
            None if now < from => VitalSignsState::ToCome,
            None if now <= until => VitalSignsState::Due,
            None if now < closes => VitalSignsState::Overdue,
            None => VitalSignsState::Missed,
        };
    };
    if taken <= until {
        VitalSignsState::Taken(taken)
    } else {
        VitalSignsState::Late(taken)
    }
}

fn length(quantity: &Quantity) -> Option<SignedDuration> {
    let seconds = quantity.convert(Unit::Second).ok()?.amount().floor();
    Some(SignedDuration::from_secs(seconds.to_i64()?))
}

fn before(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn minutes(from: Timestamp, to: Timestamp) -> String {
    format!("{} min", to.duration_since(from).as_mins())
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::InfusionOutcome;

    use super::*;
    use crate::asked::example_course;
    use crate::course::{Point, dose};

    /// A bag hung at 14:00, an hour long, watched for half an hour.
    fn at(clock: &str) -> Timestamp {
        format!("2026-01-26T{clock}:00Z").parse().unwrap()
    }

    fn states(taken: &[&str], ended: Option<&str>, now: &str) -> Vec<(String, VitalSignsState)> {
        let mut course = example_course(Point::Infusing);
        let all = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        course.protocol.infusion.vital_signs_due = Some(VitalSignsTimes {
            after_start: all(&["15 min"]),
            every: Some("30 min".parse().unwrap()),
            after_end: all(&["0 min", "30 min"]),
            window: "5 min".parse().unwrap(),
            source: "ward".to_owned(),
        });
        let known = course.treatment.doses.get_mut(&dose(1)).unwrap();
        let infusion = known.infusion.as_mut().unwrap();
        infusion.started_at = at("14:00");
        infusion.planned_end = at("15:00");
        let example = infusion.vital_signs[0].clone();
        let taken = taken.iter().map(|clock| {
            let at = at(clock);
            let mut set = example.clone();
            set.at = at;
            set
        });
        infusion.vital_signs = taken.collect();
        let volume = "100 mL".parse().unwrap();
        infusion.ended = ended.map(|clock| (at(clock), InfusionOutcome::Completed, volume));
        let due = vital_signs_due(&course.protocol, &course.treatment, dose(1), at(now));
        let told = due.unwrap().into_iter().map(|due| (due.words, due.state));
        told.collect()
    }

    fn only(states: Vec<(String, VitalSignsState)>) -> Vec<VitalSignsState> {
        states.into_iter().map(|(_, state)| state).collect()
    }

    #[test]
    fn a_set_is_to_come_then_due_then_overdue_and_then_missed() {
        use VitalSignsState::{Due, Missed, Overdue, ToCome};
        for (now, first, second) in [
            ("14:09", ToCome, ToCome),
            ("14:10", Due, ToCome),
            ("14:20", Due, ToCome),
            ("14:21", Overdue, ToCome),
            ("14:39", Overdue, ToCome),
            ("14:40", Missed, Due),
        ] {
            assert_eq!(only(states(&[], None, now)), [first, second], "{now}");
        }
    }

    #[test]
    fn a_set_counts_in_its_window_and_late_until_the_next_one_opens() {
        use VitalSignsState::{Late, Missed, Taken};
        for (taken, first) in [
            ("14:05", Missed),
            ("14:10", Taken(at("14:10"))),
            ("14:20", Taken(at("14:20"))),
            ("14:21", Late(at("14:21"))),
            ("14:39", Late(at("14:39"))),
            ("14:40", Missed),
        ] {
            assert_eq!(only(states(&[taken], None, "14:46"))[0], first, "{taken}");
        }
    }

    #[test]
    fn what_is_due_after_the_end_is_known_once_it_has_ended() {
        let words = |ended| {
            let due = states(&[], ended, "15:20").into_iter();
            due.map(|(words, _)| words).collect::<Vec<_>>()
        };
        assert_eq!(
            words(None),
            [15, 45, 75].map(|at| format!("{at} min after the start"))
        );
        assert_eq!(
            words(Some("14:44")),
            [
                "15 min after the start",
                "0 min after the end",
                "30 min after the end"
            ]
        );
    }

    #[test]
    fn one_set_at_the_end_is_both_that_of_the_infusion_and_that_of_its_end() {
        use VitalSignsState::{Due, Taken};
        let (first, last) = (Taken(at("14:15")), Taken(at("14:47")));
        let states = states(&["14:15", "14:47"], Some("14:50"), "15:20");
        assert_eq!(only(states), [first, last, last, Due]);
    }

    #[test]
    fn a_protocol_that_names_no_times_asks_for_none() {
        let mut course = example_course(Point::Infusing);
        course.protocol.infusion.vital_signs_due = None;
        let now = course.now;
        let due = vital_signs_due(&course.protocol, &course.treatment, dose(1), now);
        assert_eq!(due, None);
    }
}
