//! Which cycle of its schedule a dose belongs to.

use super::count::count;
use super::{Otherwise, Part, Schedule};

impl Schedule {
    /// The cycle of a dose, from 0: two doses with one number stop together.
    ///
    /// What the file calls a cycle is one; in a file without, each pass of a repeat, and each of
    /// the months at which something begins; in a file without those, the whole schedule. Doses
    /// between two cycles are a run of their own.
    #[must_use]
    pub fn cycle_of(&self, dose: u16) -> usize {
        let mut runs = vec![0];
        walk(&self.parts, self.parts.iter().any(holds_cycle), &mut runs);
        let mut last = 0_u32;
        let ends = runs.iter().map(|doses| {
            last = last.saturating_add(*doses);
            last
        });
        let ends: Vec<_> = ends.collect();
        ends.partition_point(|end| *end < u32::from(dose))
    }
}

fn holds_cycle(part: &Part) -> bool {
    match part {
        Part::Cycle { .. } => true,
        Part::Repeat { parts, .. } | Part::AtMonths { parts, .. } => parts.iter().any(holds_cycle),
        Part::If {
            parts, otherwise, ..
        } => parts.iter().chain(instead(otherwise)).any(holds_cycle),
        Part::Block { .. }
        | Part::Every { .. }
        | Part::Weekly { .. }
        | Part::Days(_)
        | Part::Continuous(_)
        | Part::Hourly { .. }
        | Part::Rest { .. }
        | Part::Gap { .. } => false,
    }
}

fn instead(otherwise: &Otherwise) -> &[Part] {
    match otherwise {
        Otherwise::Stop | Otherwise::GoOn => &[],
        Otherwise::Parts(parts) => parts,
    }
}

/// Adds the doses of the parts to the runs; the last run is the one that goes on.
fn walk(parts: &[Part], named: bool, runs: &mut Vec<u32>) {
    for part in parts {
        let passes = match part {
            Part::Cycle { parts, .. } => Some((1, parts, false)),
            Part::Repeat { count, parts } => {
                (!named || holds_cycle(part)).then_some((usize::from(*count), parts, named))
            }
            Part::AtMonths { months, parts } => {
                (!named || holds_cycle(part)).then_some((months.len(), parts, named))
            }
            Part::If { parts, .. } if holds_cycle(part) => Some((1, parts, named)),
            _ => None,
        };
        let Some((times, inside, deeper)) = passes else {
            add(runs, count(std::slice::from_ref(part)));
            continue;
        };
        for _ in 0..times {
            runs.push(0);
            if deeper {
                walk(inside, named, runs);
            } else {
                add(runs, count(inside));
            }
        }
        runs.push(0);
    }
}

fn add(runs: &mut [u32], doses: u32) {
    if let Some(run) = runs.last_mut() {
        *run = run.saturating_add(doses);
    }
}

#[cfg(test)]
mod tests {
    use crate::schedule::parse_doses;

    fn cycles(text: &str) -> Vec<usize> {
        let (parts, window) = parse_doses(text).unwrap();
        let schedule = super::Schedule {
            convention: cikada_domain::GapConvention::Before,
            anchor: crate::schedule::Anchor::FirstDose,
            text: text.to_owned(),
            parts,
            window,
            start: Vec::new(),
            missed: None,
            source: String::new(),
        };
        let doses = u16::try_from(schedule.dose_count()).unwrap();
        let mut cycles: Vec<_> = (1..=doses).map(|dose| schedule.cycle_of(dose)).collect();
        let mut names = cycles.clone();
        names.dedup();
        for cycle in &mut cycles {
            *cycle = names.iter().position(|name| name == cycle).unwrap();
        }
        cycles
    }

    #[test]
    fn a_schedule_without_cycles_is_one() {
        assert_eq!(cycles("4 x every 2 wk"), [0; 4]);
    }

    #[test]
    fn each_pass_of_a_repeat_is_a_cycle_unless_the_file_names_cycles() {
        let text = "repeat 2 x (on days 1 and 2, then rest 9 d), then 1 x every 1 wk";
        assert_eq!(cycles(text), [0, 0, 1, 1, 2]);
        let text = "repeat 2 x (cycle of 24 d (on days 4 to 6))";
        assert_eq!(cycles(text), [0, 0, 0, 1, 1, 1]);
    }
}
