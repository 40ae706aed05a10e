//! One step of iRECIST: the state between visits, and what moves it.
//!
//! Where the table of iRECIST and the working group's answers differ (target lesions that shrink to
//! a response after a new lesion, which is still there), the answers are followed: that is a partial
//! response, never a complete one, and the new lesion counts again only if it progresses by itself.
//! An improvement that is less than a response leaves progression unconfirmed.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::course::NonTargetState;
use super::immune::{ImmuneResponse, Look};
use super::overall::{NewLesions, NonTargetResponse, Overall, TargetResponse, overall};
use super::target::{Diameters, GROWTH_MIN, growth};

/// Four weeks, less the two days that the working group grants.
const CONFIRMS_FROM_DAYS: i32 = 26;
const CONFIRMS_UNTIL_DAYS: i32 = 56;
const GROWTH_PERCENT: u32 = 20;

/// Where a course stands by iRECIST.
#[derive(Debug, Default)]
pub(super) struct Immune {
    state: State,
    /// New lesions that a response has left behind, with their smallest sizes since.
    tolerated: BTreeSet<String>,
    tolerated_sizes: Diameters,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Calm,
    Pending(Box<Episode>),
    Confirmed(String),
}

/// An unconfirmed progression, as it was when it was first seen.
#[derive(Debug)]
struct Episode {
    label: String,
    date: Date,
    by_target: bool,
    by_non_target: bool,
    target: TargetResponse,
    diameters: Diameters,
    progressed: BTreeSet<String>,
    new: BTreeSet<String>,
    new_sizes: Diameters,
    small_sizes: Diameters,
}

impl Immune {
    /// Takes the next visit by day: its response and why.
    pub(super) fn step(&mut self, look: &Look<'_>) -> (ImmuneResponse, String) {
        let state = std::mem::take(&mut self.state);
        let (state, response, why) = match state {
            State::Calm => self.first(look),
            State::Pending(episode) => self.next(*episode, look),
            State::Confirmed(label) => {
                let why = format!("progression was confirmed at {label}.");
                (State::Confirmed(label), ImmuneResponse::Confirmed, why)
            }
        };
        self.state = state;
        self.keep_smallest(look);
        (response, why)
    }

    fn first(&self, look: &Look<'_>) -> (State, ImmuneResponse, String) {
        let causes = self.causes(look);
        if causes.is_empty() {
            let response = self.category(look);
            return (State::Calm, response, "no progression is open.".to_owned());
        }
        let why = format!(
            "{}: not final; a scan 4 to 8 weeks later confirms it or not.",
            causes.join("; ")
        );
        let episode = Episode::at(look);
        let state = State::Pending(Box::new(episode));
        (state, ImmuneResponse::Unconfirmed, why)
    }

    fn next(&mut self, episode: Episode, look: &Look<'_>) -> (State, ImmuneResponse, String) {
        let days = (look.date - episode.date).get_days();
        let further_new = look.new.present.difference(&episode.new).count() > 0;
        if days < CONFIRMS_FROM_DAYS {
            if look.new_symptom && further_new {
                let why = format!(
                    "a further new lesion on a scan for a new symptom, {days} days after iUPD at \
                     {}, confirms at once.",
                    episode.label
                );
                let state = State::Confirmed(look.label.to_owned());
                return (state, ImmuneResponse::Confirmed, why);
            }
            let why = format!(
                "{days} days after iUPD at {}: a scan before 4 weeks is not counted, unless made \
                 for a new symptom and showing a further new lesion; repeat it at 4 to 8 weeks.",
                episode.label
            );
            let state = State::Pending(Box::new(episode));
            return (state, ImmuneResponse::Unconfirmed, why);
        }
        let confirming = episode.confirming(look);
        if !confirming.is_empty() {
            let late = if days > CONFIRMS_UNTIL_DAYS {
                ", later than the 8 weeks foreseen"
            } else {
                ""
            };
            let why = format!(
                "{}, {days} days after iUPD at {}{late}.",
                confirming.join("; "),
                episode.label
            );
            let state = State::Confirmed(look.label.to_owned());
            return (state, ImmuneResponse::Confirmed, why);
        }
        self.unconfirmed(episode, look)
    }

    /// Nothing confirms: reset, still open, or not to be said.
    fn unconfirmed(
        &mut self,
        episode: Episode,
        look: &Look<'_>,
    ) -> (State, ImmuneResponse, String) {
        let causes = self.causes(look);
        let only_new = !is_target_or_non_target_progressed(look);
        let left: Vec<_> = look.new.present.iter().cloned().collect();
        let responds = matches!(
            look.target.response,
            TargetResponse::Complete | TargetResponse::Partial
        );
        let improved = responds && is_better(look.target.response, episode.target);
        if !causes.is_empty() && only_new && improved {
            self.tolerated.extend(left.iter().cloned());
            let why = format!(
                "the targets have shrunk since iUPD at {} to a response, and new lesions ({}) are \
                 there unchanged: iUPD is reset.",
                episode.label,
                left.join(", ")
            );
            return (State::Calm, self.category(look), why);
        }
        if !causes.is_empty() {
            let why = format!(
                "{}, unchanged since iUPD at {}: neither confirmed nor reset.",
                causes.join("; "),
                episode.label
            );
            let state = State::Pending(Box::new(episode));
            return (state, ImmuneResponse::Unconfirmed, why);
        }
        let response = self.category(look);
        if response == ImmuneResponse::NotEvaluable {
            let why = format!(
                "iUPD at {} stays open: this visit is not evaluable.",
                episode.label
            );
            return (State::Pending(Box::new(episode)), response, why);
        }
        let why = format!(
            "progression at {} was not confirmed and is gone: iUPD is reset, and the next \
             progression is iUPD again.",
            episode.label
        );
        (State::Calm, response, why)
    }

    /// What is progression at this visit, new lesions that are tolerated aside.
    fn causes(&self, look: &Look<'_>) -> Vec<String> {
        let mut causes = Vec::new();
        if look.target.response == TargetResponse::Progressive {
            causes.push("progression of the targets".to_owned());
        }
        if look.non_target == NonTargetResponse::Progressive {
            causes.push("unequivocal progression of non-target lesions".to_owned());
        }
        if look.disease_back {
            causes.push("disease seen again after a complete response".to_owned());
        }
        let new: Vec<_> = look
            .new
            .present
            .difference(&self.tolerated)
            .cloned()
            .collect();
        if !new.is_empty() {
            causes.push(format!("new lesions ({})", new.join(", ")));
        }
        let change = growth(&self.tolerated_sizes, &look.new.measured);
        let is_enough = change.difference() >= GROWTH_MIN.into();
        if change.is_gain_of(GROWTH_PERCENT) && is_enough {
            causes.push(format!(
                "the new lesions left have grown by {}",
                change.difference_text()
            ));
        }
        let progressed: Vec<_> = look
            .new
            .progressed
            .intersection(&self.tolerated)
            .cloned()
            .collect();
        if !progressed.is_empty() {
            causes.push(format!(
                "progression of new lesions ({})",
                progressed.join(", ")
            ));
        }
        causes
    }

    /// The overall table without the new lesions that are tolerated; with them, nothing is complete.
    fn category(&self, look: &Look<'_>) -> ImmuneResponse {
        let new = if look.new.looked_for() {
            NewLesions::No
        } else {
            NewLesions::NotEvaluated
        };
        let is_left = look.new.present.intersection(&self.tolerated).count() > 0;
        match overall(look.target.response, look.non_target, new) {
            Overall::Complete if is_left && look.target.response == TargetResponse::NoTargets => {
                ImmuneResponse::NonIcrNonIupd
            }
            Overall::Complete if is_left => ImmuneResponse::Partial,
            other => other.into(),
        }
    }

    fn keep_smallest(&mut self, look: &Look<'_>) {
        self.tolerated
            .retain(|name| look.new.present.contains(name));
        for name in &self.tolerated {
            if let Some(now) = look.new.measured.get(name) {
                let smallest = self.tolerated_sizes.entry(name.clone()).or_insert(*now);
                *smallest = (*smallest).min(*now);
            }
        }
    }
}

impl Episode {
    fn at(look: &Look<'_>) -> Self {
        let progressed = look
            .non_targets
            .iter()
            .filter(|(_, state)| **state == NonTargetState::Progressed);
        Self {
            label: look.label.to_owned(),
            date: look.date,
            by_target: look.target.response == TargetResponse::Progressive,
            by_non_target: look.non_target == NonTargetResponse::Progressive || look.disease_back,
            target: look.target.response,
            diameters: look.target.tally.diameters.clone(),
            progressed: progressed.map(|(name, _)| (*name).to_owned()).collect(),
            new: look.new.present.clone(),
            new_sizes: look.new.measured.clone(),
            small_sizes: look.new.small.clone(),
        }
    }

    /// What confirms: growth of what had progressed, or progression of what had not. Always held
    /// against the visit of the unconfirmed progression, so that small steps add up.
    fn confirming(&self, look: &Look<'_>) -> Vec<String> {
        let mut reasons = Vec::new();
        let change = growth(&self.diameters, &look.target.tally.diameters);
        if self.by_target && change.difference() >= GROWTH_MIN.into() {
            reasons.push(format!(
                "targets grown further by {}",
                change.difference_text()
            ));
        }
        if !self.by_target && look.target.response == TargetResponse::Progressive {
            reasons.push("progression of the targets as well".to_owned());
        }
        let grown: Vec<_> = look
            .non_targets
            .iter()
            .filter(|(name, state)| match state {
                NonTargetState::Progressed => !self.progressed.contains(**name),
                NonTargetState::Larger => self.by_non_target,
                _ => false,
            })
            .map(|(name, _)| *name)
            .collect();
        if !grown.is_empty() {
            reasons.push(format!(
                "growth of non-target lesions ({})",
                grown.join(", ")
            ));
        }
        let further: Vec<_> = look.new.present.difference(&self.new).cloned().collect();
        if !further.is_empty() {
            reasons.push(format!("further new lesions ({})", further.join(", ")));
        }
        let change = growth(&self.new_sizes, &look.new.measured);
        if change.difference() >= GROWTH_MIN.into() {
            reasons.push(format!("new lesions grown by {}", change.difference_text()));
        }
        let mut small: BTreeSet<_> = look.new.grown.intersection(&self.new).cloned().collect();
        small.extend(look.new.small.iter().filter_map(|(name, now)| {
            let then = self.small_sizes.get(name)?;
            (now > then).then(|| name.clone())
        }));
        if !small.is_empty() {
            let small: Vec<_> = small.into_iter().collect();
            reasons.push(format!(
                "growth of new lesions that are not measured ({})",
                small.join(", ")
            ));
        }
        reasons
    }
}

fn is_target_or_non_target_progressed(look: &Look<'_>) -> bool {
    look.target.response == TargetResponse::Progressive
        || look.non_target == NonTargetResponse::Progressive
        || look.disease_back
}

fn is_better(now: TargetResponse, then: TargetResponse) -> bool {
    let rank = |response| match response {
        TargetResponse::Complete => Some(0),
        TargetResponse::Partial => Some(1),
        TargetResponse::Stable => Some(2),
        TargetResponse::Progressive => Some(3),
        TargetResponse::NotEvaluable | TargetResponse::NoTargets => None,
    };
    matches!((rank(now), rank(then)), (Some(now), Some(then)) if now < then)
}
