//! What the patient receives and how it goes: fitness, verification, infusion, visits.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::event::{Event, InfusionOutcome, Interruption, Recorded, SignsNotOnTime, StopEffect};
use crate::identifier::{
    ContainerId, CriterionId, DeviceId, DoseNumber, InputId, PersonId, StaffId, VisitId,
};
use crate::quantity::Quantity;
use crate::treatment::Treatment;
use crate::value::Value;

/// What was done for one dose at the bedside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dose {
    /// Fitness as it was examined last.
    pub fitness: Option<Fitness>,
    /// The verification that was made last.
    pub verified: Option<Verified>,
    /// The infusion, once started.
    pub infusion: Option<Infusion>,
}

/// Fitness on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitness {
    /// The answers by criterion.
    pub findings: BTreeMap<CriterionId, Value>,
    /// When.
    pub at: Timestamp,
}

/// A bedside verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The container scanned.
    pub container: ContainerId,
    /// The person whose wristband was scanned.
    pub recipient: PersonId,
    /// When.
    pub at: Timestamp,
    /// On which device.
    pub device: DeviceId,
    /// By whom.
    pub performer: StaffId,
    /// Witnessed by whom.
    pub witness: Option<StaffId>,
}

/// An infusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infusion {
    /// The container given.
    pub container: ContainerId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was planned to end.
    pub planned_end: Timestamp,
    /// Vital signs in order of happening, with those outside the limit.
    pub vital_signs: Vec<VitalSigns>,
    /// When and how it ended, and how much was given.
    pub ended: Option<(Timestamp, InfusionOutcome, Quantity)>,
    /// Why it was interrupted, or less than the whole was given.
    pub interruption: Option<Interruption>,
    /// Why sets of vital signs were not taken at their times, as told at the end of the observation.
    pub not_on_time: Vec<SignsNotOnTime>,
    /// When the observation ended.
    pub observed_until: Option<Timestamp>,
}

/// One set of vital signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSigns {
    /// What was measured.
    pub values: BTreeMap<InputId, Value>,
    /// Which lie outside the protocol's limit.
    pub outside: Vec<InputId>,
    /// When.
    pub at: Timestamp,
}

/// An adverse event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdverseEvent {
    /// The term's code.
    pub term: String,
    /// The grading scale with its version.
    pub scheme: String,
    /// The grade on that scale.
    pub grade: u8,
    /// Whether it is serious.
    pub serious: bool,
    /// The value its grade was worked out from, where one was measured.
    pub measured: Option<Quantity>,
    /// When.
    pub at: Timestamp,
}

/// A visit that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitHeld {
    /// Which visit.
    pub visit: VisitId,
    /// The dose it belongs to.
    pub dose: Option<DoseNumber>,
    /// What was found.
    pub findings: BTreeMap<CriterionId, Value>,
    /// When.
    pub at: Timestamp,
}

impl Treatment {
    pub(super) fn apply_course(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        match &recorded.event {
            Event::AdverseEventRecorded { .. } | Event::GradeMeasured { .. } => {
                self.apply_adverse_event(recorded);
            }
            Event::StopRuleFired { rule, effect } => {
                self.fire(rule, *effect, recorded);
                if matches!(effect, StopEffect::Hold | StopEffect::HoldAndReduce) {
                    self.hold(recorded);
                }
            }
            Event::HoldPlaced => self.hold(recorded),
            // Nobody lifts a hold that they could not know of.
            Event::HoldLifted if self.held_since.is_none_or(|since| since <= at) => {
                self.held = false;
                self.fired.retain(|_, effect| effect.outlasts_a_hold());
            }
            Event::VisitRecorded {
                visit,
                dose,
                findings,
            } => self.visits.push(VisitHeld {
                visit: visit.clone(),
                dose: *dose,
                findings: findings.clone(),
                at,
            }),
            Event::FitnessRecorded { dose, findings } => {
                let fitness = Fitness {
                    findings: findings.clone(),
                    at,
                };
                let dose = self.doses.entry(*dose).or_default();
                if dose.fitness.as_ref().is_none_or(|known| known.at <= at) {
                    dose.fitness = Some(fitness);
                }
            }
            Event::BedsideVerified {
                dose,
                container,
                recipient,
            } => {
                let verified = Verified {
                    container: container.clone(),
                    recipient: recipient.clone(),
                    at,
                    device: recorded.device.clone(),
                    performer: recorded.performer.clone(),
                    witness: recorded.witness.clone(),
                };
                let dose = self.doses.entry(*dose).or_default();
                if dose.verified.as_ref().is_none_or(|known| known.at <= at) {
                    dose.verified = Some(verified);
                }
            }
            _ => {}
        }
    }

    fn apply_adverse_event(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        match &recorded.event {
            Event::AdverseEventRecorded {
                term,
                scheme,
                grade,
                serious,
            } => {
                self.adverse_events.push(AdverseEvent {
                    term: term.clone(),
                    scheme: scheme.clone(),
                    grade: *grade,
                    serious: *serious,
                    measured: None,
                    at,
                });
            }
            Event::GradeMeasured { term, value, .. } => {
                // It comes with the record of its adverse event, right after it.
                let of_term = |event: &&mut AdverseEvent| &event.term == term && event.at == at;
                if let Some(event) = self.adverse_events.iter_mut().rev().find(of_term) {
                    event.measured = Some(value.clone());
                }
            }
            _ => {}
        }
    }

    pub(super) fn apply_infusion(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        match &recorded.event {
            Event::InfusionStarted {
                dose,
                container,
                planned_end,
            } => {
                self.doses.entry(*dose).or_default().infusion = Some(Infusion {
                    container: container.clone(),
                    started_at: at,
                    planned_end: *planned_end,
                    vital_signs: Vec::new(),
                    ended: None,
                    interruption: None,
                    not_on_time: Vec::new(),
                    observed_until: None,
                });
            }
            Event::VitalSignsRecorded {
                dose,
                values,
                outside,
            } => {
                if let Some(infusion) = self.infusion_mut(*dose) {
                    let (values, outside) = (values.clone(), outside.clone());
                    let signs = &mut infusion.vital_signs;
                    let after = signs.partition_point(|known| known.at <= at);
                    let taken = VitalSigns {
                        values,
                        outside,
                        at,
                    };
                    signs.insert(after, taken);
                }
            }
            Event::InfusionEnded {
                dose,
                volume,
                outcome,
                interruption,
            } => {
                if let Some(infusion) = self.infusion_mut(*dose) {
                    infusion.interruption = *interruption;
                    infusion.ended = Some((at, *outcome, volume.clone()));
                }
            }
            Event::ObservationEnded { dose, not_on_time } => {
                if let Some(infusion) = self.infusion_mut(*dose) {
                    infusion.not_on_time = not_on_time.clone().unwrap_or_default();
                    infusion.observed_until = Some(at);
                }
            }
            _ => {}
        }
    }

    fn hold(&mut self, recorded: &Recorded) {
        self.held = true;
        let since = recorded.occurred_at.max(recorded.recorded_at);
        self.held_since = self.held_since.max(Some(since));
    }

    fn infusion_mut(&mut self, dose: DoseNumber) -> Option<&mut Infusion> {
        self.doses.get_mut(&dose)?.infusion.as_mut()
    }

    /// Every container whose infusion was ever started.
    #[must_use]
    pub fn containers_infused(&self) -> BTreeSet<&ContainerId> {
        let infusions = self
            .doses
            .values()
            .filter_map(|dose| dose.infusion.as_ref());
        infusions.map(|infusion| &infusion.container).collect()
    }
}
