//! A treatment as a fold of its events: what is true now, and nothing else.
//!
//! The fold never refuses: what may happen is the engine's to decide before an event exists. What
//! is entered late about an earlier time never outranks what happened after it: of two records of
//! the same thing the one that happened later counts, and of one instant the one recorded later.
//! The parts live beside it: [`batch`] for what is made, [`course`] for what the patient receives,
//! [`dosing`] for how much it is to be.

pub mod batch;
pub mod course;
pub mod dosing;
pub mod filling;
pub mod handling;
pub mod laboratory;
pub mod quality;
mod record;
mod reviewed;
pub mod way;
pub mod whereabouts;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

pub use batch::{Batch, Collection, Performed, Product, ProductState};
pub use course::{AdverseEvent, Dose, Fitness, Infusion, VisitHeld};
pub use dosing::{Firing, Order};
pub use filling::FilledOut;
pub use handling::{AttachedFile, EquipmentUse, Handover, LabelPrints, Printing, TemperatureLog};
pub use laboratory::{Retest, Sample, Standing, TestResult};
pub use quality::{Deviation, ExceptionalSupply, LateFailure, Permission, Unevaluated};
pub use way::Way;
pub use whereabouts::Whereabouts;

use crate::event::{
    ClosingReason, Event, ExceptionTo, LabelPurpose, ProtocolReference, Recorded, RefusedBecause,
    StopEffect,
};
use crate::identifier::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId,
    DonationIdentificationNumber, DoseNumber, PersonId, StaffId, StopRuleId,
};
use crate::plan::{GapConvention, PlannedItem};
use crate::value::Value;

/// One patient's course under one protocol.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Treatment {
    /// Who is treated, under what; `None` before the treatment is opened.
    pub opening: Option<Opening>,
    /// Findings of the evaluation by criterion, of each the one that was found last.
    pub findings: BTreeMap<CriterionId, Found>,
    /// When and by whom eligibility was confirmed.
    pub eligibility: Option<Confirmed>,
    /// Consents that stand.
    pub consents: BTreeMap<ConsentId, Confirmed>,
    /// Consents withdrawn and not given again, with when.
    pub consents_withdrawn: BTreeMap<ConsentId, Timestamp>,
    /// The confirmed plan.
    pub plan: Option<Plan>,
    /// Labels issued, by container.
    pub labels: BTreeMap<ContainerId, LabelPurpose>,
    /// What was printed and what became of it, by container.
    pub prints: BTreeMap<ContainerId, LabelPrints>,
    /// Temperature logs of each container, in order.
    pub temperatures: BTreeMap<ContainerId, Vec<TemperatureLog>>,
    /// Collections by donation number.
    pub collections: BTreeMap<DonationIdentificationNumber, Collection>,
    /// Batches by number.
    pub batches: BTreeMap<BatchId, Batch>,
    /// Products by container.
    pub products: BTreeMap<ContainerId, Product>,
    /// Deviations by number.
    pub deviations: BTreeMap<DeviationId, Deviation>,
    /// Handovers of each container, in order.
    pub custody: BTreeMap<ContainerId, Vec<Handover>>,
    /// What was done for each dose at the bedside.
    pub doses: BTreeMap<DoseNumber, Dose>,
    /// Adverse events, in order.
    pub adverse_events: Vec<AdverseEvent>,
    /// Stop rules whose effect stands, with it; a step down is in [`Self::firings`] alone.
    pub fired: BTreeMap<StopRuleId, StopEffect>,
    /// Every firing of a stop rule, in order.
    pub firings: Vec<Firing>,
    /// Exceptions to the therapy's availability, each for one country and one standing.
    pub exceptions: BTreeMap<(Country, ExceptionTo), Confirmed>,
    /// The dose level that was assigned last, from 1.
    pub level_assigned: Option<(u16, Timestamp)>,
    /// The order that was given last for each dose.
    pub orders: BTreeMap<DoseNumber, Order>,
    /// Whether dosing is held now.
    pub held: bool,
    /// When the last hold began or, if that is later, was recorded; kept after it was lifted.
    pub held_since: Option<Timestamp>,
    /// Visits held, in order.
    pub visits: Vec<VisitHeld>,
    /// How and when the treatment was closed.
    pub closed: Option<(ClosingReason, Timestamp)>,
    /// Refusals, in order.
    pub refusals: Vec<Refused>,
    /// When an event was recorded last: the latest time the ledger knows.
    pub latest: Option<Timestamp>,
}

/// Who is treated, under what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The treatment's identifier.
    pub chain_of_identity: ChainOfIdentity,
    /// The pinned protocol.
    pub protocol: ProtocolReference,
    /// Whose cells are collected.
    pub donor: PersonId,
    /// Into whom they go.
    pub recipient: PersonId,
    /// When it was opened.
    pub at: Timestamp,
}

/// A finding with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was found.
    pub value: Value,
    /// When.
    pub at: Timestamp,
}

/// Something a person confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// The confirmed plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day of the anchor.
    pub anchor: Date,
    /// How gaps lie between blocks.
    pub convention: GapConvention,
    /// Everything planned, in order of days.
    pub items: Vec<PlannedItem>,
    /// When it was confirmed and by whom.
    pub confirmed: Confirmed,
}

/// A refusal, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The refused command.
    pub command: String,
    /// Every reason.
    pub reasons: Vec<RefusedBecause>,
    /// When.
    pub at: Timestamp,
    /// Who asked.
    pub by: StaffId,
}

impl Treatment {
    /// Folds events in their order.
    #[must_use]
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Self {
        let mut treatment = Self::default();
        for recorded in events {
            treatment.apply(recorded);
        }
        treatment
    }

    /// Takes one more event in.
    pub fn apply(&mut self, recorded: &Recorded) {
        // The service's own time: a refused act may have claimed any other.
        let at = recorded.recorded_at;
        self.latest = Some(self.latest.map_or(at, |latest| latest.max(at)));
        self.dispatch(recorded);
        self.outdate_review(recorded);
    }

    /// Names every event, so that a new one cannot be passed over in silence.
    fn dispatch(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::TreatmentOpened { .. }
            | Event::EvaluationRecorded { .. }
            | Event::EligibilityConfirmed
            | Event::ConsentGiven { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::PlanConfirmed { .. }
            | Event::TreatmentClosed { .. }
            | Event::CommandRefused { .. } => self.apply_enrolment(recorded),
            Event::ExceptionRecorded { .. }
            | Event::DoseLevelAssigned { .. }
            | Event::DoseOrdered { .. } => self.apply_ordering(recorded),
            Event::LabelIssued { .. }
            | Event::CollectionRecorded { .. }
            | Event::CustodyTransferred { .. }
            | Event::BatchStarted { .. } => self.apply_making(recorded),
            Event::StepPerformed { .. } | Event::ValueCorrected { .. } => {
                self.apply_record(recorded);
            }
            Event::ResultRecorded { .. } => self.apply_result(recorded),
            Event::DeviationOpened { .. } | Event::DeviationClosed { .. } => {
                self.apply_limit(recorded);
            }
            Event::ProductHarvested { .. }
            | Event::ProductReleased { .. }
            | Event::ProductRejected { .. } => self.apply_quality(recorded),
            Event::AdverseEventRecorded { .. }
            | Event::GradeMeasured { .. }
            | Event::StopRuleFired { .. }
            | Event::HoldPlaced
            | Event::HoldLifted
            | Event::VisitRecorded { .. }
            | Event::FitnessRecorded { .. }
            | Event::BedsideVerified { .. } => self.apply_course(recorded),
            Event::InfusionStarted { .. }
            | Event::VitalSignsRecorded { .. }
            | Event::InfusionEnded { .. }
            | Event::ObservationEnded { .. } => self.apply_infusion(recorded),
            Event::Handling(event) => self.apply_handling(recorded, event),
            Event::Quality(event) => self.apply_judgement(recorded, event),
        }
    }

    fn apply_enrolment(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        let confirmed = || Confirmed {
            at,
            by: recorded.performer.clone(),
        };
        match &recorded.event {
            Event::TreatmentOpened {
                chain_of_identity,
                protocol,
                donor,
                recipient,
            } => {
                self.opening = Some(Opening {
                    chain_of_identity: chain_of_identity.clone(),
                    protocol: protocol.clone(),
                    donor: donor.clone(),
                    recipient: recipient.clone(),
                    at,
                });
            }
            Event::EvaluationRecorded { findings } => self.find(findings, at),
            Event::EligibilityConfirmed => self.eligibility = Some(confirmed()),
            Event::ConsentGiven { consent, .. } => {
                let withdrawn_at = self.consents_withdrawn.get(consent);
                if withdrawn_at.is_none_or(|withdrawn_at| *withdrawn_at <= at) {
                    self.consents_withdrawn.remove(consent);
                    self.consents.insert(consent.clone(), confirmed());
                }
            }
            // A withdrawal counts whenever it is told of: the patient can always agree again.
            Event::ConsentWithdrawn { consent } => {
                self.consents.remove(consent);
                self.consents_withdrawn.insert(consent.clone(), at);
            }
            Event::PlanConfirmed {
                anchor,
                convention,
                items,
            } => {
                self.plan = Some(Plan {
                    anchor: *anchor,
                    convention: *convention,
                    items: items.clone(),
                    confirmed: confirmed(),
                });
            }
            Event::TreatmentClosed { reason } => self.closed = Some((*reason, at)),
            Event::CommandRefused { command, reasons } => self.refusals.push(Refused {
                command: command.clone(),
                reasons: reasons.clone(),
                at,
                by: recorded.performer.clone(),
            }),
            _ => {}
        }
    }

    fn find(&mut self, findings: &BTreeMap<CriterionId, Value>, at: Timestamp) {
        for (id, value) in findings {
            let known = self.findings.get(id);
            if known.is_none_or(|known| known.at <= at) {
                let value = value.clone();
                self.findings.insert(id.clone(), Found { value, at });
            }
        }
    }

    /// The person the cells are meant for.
    #[must_use]
    pub fn recipient(&self) -> Option<&PersonId> {
        self.opening.as_ref().map(|opening| &opening.recipient)
    }

    /// The collection made for a dose, the latest if one was replaced.
    #[must_use]
    pub fn collection_for(
        &self,
        dose: DoseNumber,
    ) -> Option<(&DonationIdentificationNumber, &Collection)> {
        self.collections
            .iter()
            .filter(|(_, collection)| collection.dose == dose)
            .max_by_key(|(_, collection)| collection.at)
    }

    /// The product in a container together with its batch.
    #[must_use]
    pub fn product(&self, container: &ContainerId) -> Option<(&Product, &Batch)> {
        let product = self.products.get(container)?;
        Some((product, self.batches.get(&product.batch)?))
    }

    /// Whether a stop rule has ended dosing for good.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.fired
            .values()
            .any(|effect| *effect == StopEffect::Stop)
    }
}
