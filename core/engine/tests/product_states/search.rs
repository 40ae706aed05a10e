//! The search itself, and what it met.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cikada_domain::event::{Fate, ReleaseKind};
use cikada_domain::treatment::ProductState;
use cikada_engine::{Act, Command, Decision, HandlingCommand, Scanned};

use super::acts::{Topic, acts};
use super::claims;
use super::course::{container as bag, person};
use super::known::Known;
use super::scene::{Moment, Scene, product};

/// A state as it is drawn: the decision, and whether the bag was given.
pub(crate) type Place = (ProductState, bool);

/// What was asked in one place, under one name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Where it led.
    pub(crate) to: BTreeSet<Place>,
    /// Whether it was ever accepted.
    pub(crate) accepted: bool,
    /// Every reason it was ever refused for.
    pub(crate) reasons: BTreeSet<&'static str>,
    /// The reasons it was refused for each time.
    pub(crate) always: Option<BTreeSet<&'static str>>,
}

/// What a search met.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) states: usize,
    pub(crate) transitions: usize,
    pub(crate) asked: usize,
    /// Everything asked, by place and by what was asked for.
    pub(crate) by_place: BTreeMap<(Place, &'static str), Asked>,
    /// Reasons that alone kept a bag from being verified or started.
    pub(crate) alone: BTreeSet<&'static str>,
}

fn place(moment: &Moment) -> Place {
    let given = !moment.treatment.containers_infused().is_empty();
    (product(&moment.treatment).state, given)
}

/// What somebody asked for, told apart as a reader would.
fn name(act: &Act, command: &Command) -> &'static str {
    match command {
        Command::VerifyAtBedside {
            wristband,
            container,
            ..
        } => {
            let right = wristband == &Scanned::Known(person("P-1"))
                && container == &Scanned::Known(bag("CELLS-1"));
            if right && act.witness.is_some() {
                "verify-at-bedside"
            } else {
                "verify-at-bedside, wrongly"
            }
        }
        Command::ReleaseProduct { kind, .. } => match kind {
            ReleaseKind::Conditional => "release-product, conditionally",
            ReleaseKind::Final => "release-product, finally",
        },
        Command::Handling(HandlingCommand::DisposeProduct { fate, .. }) => match fate {
            Fate::Returned => "dispose-product, returned",
            Fate::Destroyed => "dispose-product, destroyed",
            Fate::NeverInfused => "dispose-product, never given",
        },
        other => other.name(),
    }
}

impl Met {
    fn answered(
        &mut self,
        from: Place,
        (act, command): (&Act, &Command),
        decision: &Decision,
    ) -> &mut Asked {
        self.asked += 1;
        let asked = self.by_place.entry((from, name(act, command))).or_default();
        match decision {
            Decision::Accepted(_) => {
                self.transitions += 1;
                asked.accepted = true;
            }
            Decision::Refused(reasons) => {
                let codes: BTreeSet<_> = reasons.iter().map(|one| one.code.code()).collect();
                asked.reasons.extend(&codes);
                let bedside = ["verify-at-bedside", "start-infusion"].contains(&command.name());
                if bedside && codes.len() == 1 {
                    self.alone.extend(&codes);
                }
                let always = asked.always.get_or_insert_with(|| codes.clone());
                always.retain(|code| codes.contains(code));
            }
        }
        asked
    }

    /// Everything of another search.
    pub(crate) fn add(&mut self, other: &Self) {
        self.states += other.states;
        self.transitions += other.transitions;
        self.asked += other.asked;
        self.alone.extend(&other.alone);
        for (key, asked) in &other.by_place {
            let known = self.by_place.entry(*key).or_default();
            known.to.extend(&asked.to);
            known.accepted |= asked.accepted;
            known.reasons.extend(&asked.reasons);
            known.always = match (known.always.take(), &asked.always) {
                (Some(old), Some(new)) => Some(&old & new),
                (old, new) => old.or_else(|| new.clone()),
            };
        }
    }

    /// Every way from one place to another, with what leads there.
    pub(crate) fn ways(&self) -> BTreeMap<(Place, Place), BTreeSet<&'static str>> {
        let mut ways: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for ((from, name), asked) in &self.by_place {
            for to in asked.to.iter().filter(|to| *to != from) {
                ways.entry((*from, *to)).or_default().insert(*name);
            }
        }
        ways
    }
}

/// Asks everything in every state that can be reached, and holds every claim.
pub(crate) fn search(scene: &Scene, topics: &[Topic]) -> Met {
    let mut met = Met::default();
    let mut seen = BTreeSet::from([Known::of(&scene.first)]);
    let mut waiting = VecDeque::from([scene.first.clone()]);
    while let Some(before) = waiting.pop_front() {
        met.states += 1;
        let from = place(&before);
        let mut next = Vec::new();
        for (who, command) in acts(scene, topics, &before) {
            let act = scene.act(&before, who);
            let decision = scene.asked(&before, &act, &command);
            let asked = met.answered(from, (&act, &command), &decision);
            hold(scene, &before, &act, &decision);
            if let Some(after) = scene.after(&before, &act, &command, &decision) {
                asked.to.insert(place(&after));
                assert_eq!(claims::step(&before, &after), Ok(()), "{command:?}");
                next.push(after);
            }
        }
        if topics.contains(&Topic::Time) {
            next.extend(scene.later(&before));
        }
        for after in next {
            if seen.insert(Known::of(&after)) {
                assert_eq!(claims::state(&after), Ok(()), "{:?}", Known::of(&after));
                waiting.push_back(after);
            }
        }
    }
    met
}

/// What was accepted could be, by the record.
fn hold(scene: &Scene, before: &Moment, act: &Act, decision: &Decision) {
    let Decision::Accepted(events) = decision else {
        return;
    };
    for event in events {
        let claim = claims::before(scene, before, act, event);
        assert_eq!(claim, Ok(()), "{event:?} in {:?}", Known::of(before));
    }
}
