//! Deviations, late failures and supplies out of specification.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::event::{Capacity, DeviationClass, Event, PermissionBasis, QualityEvent, Recorded};
use crate::identifier::{BatchId, ContainerId, InputId, StaffId, StepId, TestId};
use crate::treatment::batch::makers;
use crate::treatment::{Confirmed, Product, ProductState, TestResult, Treatment};
use crate::value::Value;

/// What a supply out of specification stands on; all of it must be there before the product leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExceptionalSupply {
    /// The maker's written evaluation of the risk.
    pub risk: Option<Confirmed>,
    /// What was recorded after that evaluation, which its evaluator did not know: the order of
    /// recording counts, whatever time an act claims.
    pub unevaluated: Vec<Unevaluated>,
    /// The treating physician's signed request; nothing once the risk was evaluated again.
    pub request: Option<Confirmed>,
    /// The patient was told; nothing once the risk was evaluated again.
    pub patient: Option<Confirmed>,
    /// The permission, where a country asks for one first.
    pub permission: Option<Permission>,
    /// Who supplied it, and until when the authority must have been told.
    pub supplied: Option<(Confirmed, Timestamp)>,
    /// The notice to the authority.
    pub notified: Option<(String, Confirmed)>,
}

impl ExceptionalSupply {
    /// Whether the papers no longer answer for a product that was supplied on them: something was
    /// corrected since, or the risk was evaluated again and nobody asked or agreed after that.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        let corrected = |what: &Unevaluated| matches!(what, Unevaluated::Corrected(..));
        let stands = self.request.is_some() && self.patient.is_some();
        !stands || self.unevaluated.iter().any(corrected)
    }
}

/// Something that an evaluation of the risk does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unevaluated {
    /// A result that failed: its test, and which of the test's results it is.
    Failed(TestId, u16),
    /// A value that was corrected.
    Corrected(StepId, InputId),
}

/// A permission to give a product out of specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// Its reference.
    pub reference: String,
    /// What it is, where a country knows more than one.
    pub basis: Option<PermissionBasis>,
    /// The reference of the ethics committee's approval.
    pub ethics: Option<String>,
    /// When and by whom it was recorded.
    pub recorded: Confirmed,
}

/// A late result that failed after the product had left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateFailure {
    /// Which test.
    pub test: TestId,
    /// Which of the test's results.
    pub number: u16,
    /// When the alert was raised.
    pub at: Timestamp,
    /// Who has seen it, and when.
    pub acknowledged: BTreeMap<StaffId, (Option<Capacity>, Timestamp)>,
}

impl LateFailure {
    /// When somebody in this capacity has seen it first.
    #[must_use]
    pub fn seen_by(&self, capacity: Capacity) -> Option<(&StaffId, Timestamp)> {
        let seen = self.acknowledged.iter();
        let as_this = seen.filter(|(_, (seen_as, _))| *seen_as == Some(capacity));
        as_this
            .map(|(who, (_, at))| (who, *at))
            .min_by_key(|(_, at)| *at)
    }

    /// In which capacities nobody has seen it yet.
    #[must_use]
    pub fn unseen(&self) -> Vec<Capacity> {
        let unseen = |capacity: &Capacity| self.seen_by(*capacity).is_none();
        Capacity::ALL.into_iter().filter(unseen).collect()
    }
}

/// A deviation of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The batch.
    pub batch: BatchId,
    /// The step, if it happened in one.
    pub step: Option<StepId>,
    /// The input outside its limit; none for what was reported.
    pub input: Option<InputId>,
    /// The container, if it concerns one.
    pub container: Option<ContainerId>,
    /// What was found.
    pub found: Value,
    /// What the protocol asks for; empty for what was reported.
    pub expected: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Since when at the earliest it was so, where that is known of the container.
    pub since: Option<Timestamp>,
    /// How grave it is; none until it is classified.
    pub class: Option<DeviationClass>,
    /// Whether the product may still be released; `None` while it is open.
    pub product_acceptable: Option<bool>,
}

impl Deviation {
    /// What it is about: the input, or what was reported.
    #[must_use]
    pub fn subject(&self) -> String {
        match &self.input {
            Some(input) => input.to_string(),
            None => self.found.words(),
        }
    }

    /// What was found, and what was expected where a limit found it.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.input {
            Some(input) => {
                let found = self.found.words();
                format!("{input} found {found}, expected {}", self.expected)
            }
            None => self.found.words(),
        }
    }
}

impl Treatment {
    /// Whether a deviation is of a batch, or was found on the collection it was made from before it
    /// was started.
    #[must_use]
    pub fn concerns(&self, batch: &BatchId, deviation: &Deviation) -> bool {
        let collection = || {
            let batch = self.batches.get(batch)?;
            self.collections.get(&batch.donation)
        };
        let found_on = deviation.container.as_ref();
        &deviation.batch == batch
            || collection().is_some_and(|known| Some(&known.container) == found_on)
    }

    pub(super) fn apply_judgement(&mut self, recorded: &Recorded, event: &QualityEvent) {
        match event {
            QualityEvent::DeviationReported { .. } | QualityEvent::DeviationClassified { .. } => {
                self.apply_deviation(recorded, event);
            }
            QualityEvent::SampleTaken { .. }
            | QualityEvent::SampleInvalidated { .. }
            | QualityEvent::ResultApproved { .. }
            | QualityEvent::ResultInvalidated { .. }
            | QualityEvent::RetestOrdered { .. } => self.apply_laboratory(recorded, event),
            QualityEvent::LateResultFailed { .. }
            | QualityEvent::AlertAcknowledged { .. }
            | QualityEvent::AuditTrailReviewed { .. }
            | QualityEvent::RiskEvaluated { .. }
            | QualityEvent::SupplyRequested { .. }
            | QualityEvent::PatientInformed { .. }
            | QualityEvent::SupplyPermitted { .. }
            | QualityEvent::ProductSupplied { .. }
            | QualityEvent::AuthorityNotified { .. } => self.apply_decision(recorded, event),
        }
    }

    pub(super) fn apply_result(&mut self, recorded: &Recorded) {
        let Event::ResultRecorded {
            batch,
            test,
            value,
            meets,
            sample,
            file,
        } = &recorded.event
        else {
            return;
        };
        let Some(of) = self.batches.get_mut(batch) else {
            return;
        };
        of.makers.extend(makers(recorded));
        let results = of.results.entry(test.clone()).or_default();
        let result = TestResult {
            value: value.clone(),
            meets: *meets,
            at: recorded.occurred_at,
            by: recorded.performer.clone(),
            number: u16::try_from(results.len()).unwrap_or(u16::MAX),
            sample: sample.clone(),
            file: file.clone(),
            approved: None,
            invalidated: None,
        };
        let after = results.partition_point(|known| known.at <= result.at);
        let failed = Unevaluated::Failed(test.clone(), result.number);
        results.insert(after, result);
        if !meets {
            self.unevaluated(batch, &failed);
        }
    }

    /// Notes what was recorded after the last evaluation of the risk, at every product of a batch.
    pub(super) fn unevaluated(&mut self, batch: &BatchId, what: &Unevaluated) {
        let products = self.products.values_mut();
        for product in products.filter(|product| &product.batch == batch) {
            if product.supply.risk.is_some() {
                product.supply.unevaluated.push(what.clone());
            }
        }
    }

    pub(super) fn apply_limit(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::DeviationOpened {
                deviation,
                batch,
                step,
                input,
                found,
                expected,
            } => {
                let opened = Deviation {
                    batch: batch.clone(),
                    step: Some(step.clone()),
                    input: Some(input.clone()),
                    container: None,
                    found: found.clone(),
                    expected: expected.clone(),
                    opened_at: recorded.occurred_at,
                    since: None,
                    class: None,
                    product_acceptable: None,
                };
                self.deviations.insert(deviation.clone(), opened);
            }
            Event::DeviationClosed {
                deviation,
                product_acceptable,
            } => {
                if let Some(deviation) = self.deviations.get_mut(deviation) {
                    deviation.product_acceptable = Some(*product_acceptable);
                }
            }
            _ => {}
        }
    }

    fn apply_deviation(&mut self, recorded: &Recorded, event: &QualityEvent) {
        match event {
            QualityEvent::DeviationReported {
                deviation,
                batch,
                step,
                container,
                found,
                since,
            } => {
                let reported = Deviation {
                    batch: batch.clone(),
                    step: step.clone(),
                    input: None,
                    container: container.clone(),
                    found: Value::Code(found.clone()),
                    expected: String::new(),
                    opened_at: recorded.occurred_at,
                    since: *since,
                    class: None,
                    product_acceptable: None,
                };
                self.deviations.insert(deviation.clone(), reported);
            }
            QualityEvent::DeviationClassified { deviation, class } => {
                if let Some(deviation) = self.deviations.get_mut(deviation) {
                    deviation.class = Some(*class);
                }
            }
            _ => {}
        }
    }

    fn apply_decision(&mut self, recorded: &Recorded, event: &QualityEvent) {
        let at = recorded.occurred_at;
        let confirmed = confirmed(recorded);
        let Some(product) = container_of(event).and_then(|of| self.products.get_mut(of)) else {
            return;
        };
        match event {
            QualityEvent::LateResultFailed { test, number, .. } => {
                product.late_failures.push(LateFailure {
                    test: test.clone(),
                    number: *number,
                    at,
                    acknowledged: BTreeMap::new(),
                });
                // The alert holds every further dose until a physician lifts the hold.
                self.held = true;
                let since = at.max(recorded.recorded_at);
                self.held_since = self.held_since.max(Some(since));
            }
            QualityEvent::AlertAcknowledged { test, capacity, .. } => {
                acknowledge(product, test, *capacity, &confirmed);
            }
            QualityEvent::AuditTrailReviewed { .. } => product.reviewed = Some(confirmed),
            QualityEvent::RiskEvaluated { .. } => {
                product.supply.risk = Some(confirmed);
                product.supply.unevaluated.clear();
                // Whoever asked or agreed before knew another evaluation.
                product.supply.request = None;
                product.supply.patient = None;
            }
            QualityEvent::SupplyRequested { .. } => product.supply.request = Some(confirmed),
            QualityEvent::PatientInformed { .. } => product.supply.patient = Some(confirmed),
            QualityEvent::SupplyPermitted {
                reference,
                basis,
                ethics,
                ..
            } => {
                product.supply.permission = Some(Permission {
                    reference: reference.clone(),
                    basis: *basis,
                    ethics: ethics.clone(),
                    recorded: confirmed,
                });
            }
            QualityEvent::ProductSupplied { notify_by, .. } => {
                product.supply.supplied = Some((confirmed, *notify_by));
                product.state = ProductState::SuppliedExceptionally;
            }
            QualityEvent::AuthorityNotified { reference, .. } => {
                product.supply.notified = Some((reference.clone(), confirmed));
            }
            _ => {}
        }
    }
}

fn container_of(event: &QualityEvent) -> Option<&ContainerId> {
    match event {
        QualityEvent::LateResultFailed { container, .. }
        | QualityEvent::AlertAcknowledged { container, .. }
        | QualityEvent::AuditTrailReviewed { container, .. }
        | QualityEvent::RiskEvaluated { container, .. }
        | QualityEvent::SupplyRequested { container }
        | QualityEvent::PatientInformed { container }
        | QualityEvent::SupplyPermitted { container, .. }
        | QualityEvent::ProductSupplied { container, .. }
        | QualityEvent::AuthorityNotified { container, .. } => Some(container),
        _ => None,
    }
}

fn acknowledge(product: &mut Product, test: &TestId, capacity: Option<Capacity>, seen: &Confirmed) {
    let of_test = product.late_failures.iter_mut();
    for failure in of_test.filter(|failure| &failure.test == test) {
        failure
            .acknowledged
            .entry(seen.by.clone())
            .or_insert((capacity, seen.at));
    }
}

pub(super) fn confirmed(recorded: &Recorded) -> Confirmed {
    Confirmed {
        at: recorded.occurred_at,
        by: recorded.performer.clone(),
    }
}
