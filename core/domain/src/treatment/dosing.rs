//! How much is to be given: orders, levels, what stop rules have lowered or ended, exceptions.

use jiff::Timestamp;

use crate::event::{Event, Recorded, StopEffect};
use crate::identifier::{DoseNumber, InputId, StaffId, StopRuleId};
use crate::quantity::Quantity;
use crate::treatment::{Confirmed, Treatment};

/// A dose as a physician ordered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The line of dosing it comes from.
    pub line: InputId,
    /// How many levels down, or the level assigned, from 1; 0 for the full dose.
    pub level: u16,
    /// How much.
    pub amount: Quantity,
    /// The weight it was worked out with.
    pub weight: Option<Quantity>,
    /// The height it was worked out with.
    pub height: Option<Quantity>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// A stop rule that fired once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// The rule.
    pub rule: StopRuleId,
    /// What followed.
    pub effect: StopEffect,
    /// When.
    pub at: Timestamp,
    /// The last dose that had been started.
    pub given: Option<DoseNumber>,
    /// The last dose that anything had been done for at the bedside.
    pub dose: Option<DoseNumber>,
}

impl Firing {
    /// Whether the doses after it are one level lower.
    #[must_use]
    pub fn lowers(&self) -> bool {
        match self.effect {
            StopEffect::Reduce | StopEffect::HoldAndReduce => true,
            StopEffect::Stop | StopEffect::Hold | StopEffect::EndCycle => false,
        }
    }
}

impl Treatment {
    pub(super) fn apply_ordering(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        match &recorded.event {
            Event::ExceptionRecorded { country, status } => {
                let by = recorded.performer.clone();
                let exception = (country.clone(), *status);
                self.exceptions.insert(exception, Confirmed { at, by });
            }
            Event::DoseLevelAssigned { level }
                if self.level_assigned.is_none_or(|(_, known)| known <= at) =>
            {
                self.level_assigned = Some((*level, at));
            }
            Event::DoseOrdered {
                dose,
                line,
                level,
                amount,
                weight,
                height,
            } => {
                let order = Order {
                    line: line.clone(),
                    level: *level,
                    amount: amount.clone(),
                    weight: weight.clone(),
                    height: height.clone(),
                    at,
                    by: recorded.performer.clone(),
                };
                if self.orders.get(dose).is_none_or(|known| known.at <= at) {
                    self.orders.insert(*dose, order);
                }
            }
            _ => {}
        }
    }

    /// A rule fired: what stands from now on, and what was done at that moment.
    pub(super) fn fire(&mut self, rule: &StopRuleId, effect: StopEffect, recorded: &Recorded) {
        self.firings.push(Firing {
            rule: rule.clone(),
            effect,
            at: recorded.occurred_at,
            given: self.last_given(),
            dose: self.doses.last_key_value().map(|(dose, _)| *dose),
        });
        match effect {
            // A step down stands for ever and may be followed by another.
            StopEffect::Reduce => {}
            StopEffect::Stop
            | StopEffect::Hold
            | StopEffect::HoldAndReduce
            | StopEffect::EndCycle => {
                self.fired.insert(rule.clone(), effect);
            }
        }
    }

    /// The last dose that was started.
    #[must_use]
    pub fn last_given(&self) -> Option<DoseNumber> {
        let mut doses = self.doses.iter().rev();
        let started = doses.find(|(_, dose)| dose.infusion.is_some());
        started.map(|(dose, _)| *dose)
    }

    /// How many levels down the next dose is.
    ///
    /// Rules that fire at one moment are one step together, and a rule that fires again before
    /// another dose was given is no second step.
    #[must_use]
    pub fn levels_down(&self) -> u16 {
        let mut counted: Vec<&Firing> = Vec::new();
        for firing in self.firings.iter().filter(|firing| firing.lowers()) {
            let same = |known: &&Firing| {
                known.at == firing.at || (known.rule == firing.rule && known.given == firing.given)
            };
            if !counted.iter().any(same) {
                counted.push(firing);
            }
        }
        u16::try_from(counted.len()).unwrap_or(u16::MAX)
    }
}
