//! The lines of samples, results and quality decisions.

use super::plain;
use crate::event::QualityEvent;

impl QualityEvent {
    /// The event as one line a person reads.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::DeviationReported {
                deviation,
                batch,
                found,
                ..
            } => format!(
                "Deviation {deviation} reported in batch {batch}: {}",
                plain(found)
            ),
            Self::DeviationClassified { deviation, class } => {
                format!("Deviation {deviation} classified: {}", class.words())
            }
            Self::SampleTaken {
                sample,
                batch,
                tests,
                volume,
            } => {
                let tests: Vec<_> = tests.iter().map(plain).collect();
                format!(
                    "Sample {sample} taken from batch {batch}: {} for {}",
                    volume.words(),
                    tests.join(", ")
                )
            }
            Self::SampleInvalidated { sample } => format!("Sample {sample} found unfit"),
            Self::ResultApproved { batch, test, .. } => {
                format!("Result of {} for batch {batch} approved", plain(test))
            }
            Self::ResultInvalidated { batch, test, .. } => {
                format!("Result of {} for batch {batch} found invalid", plain(test))
            }
            Self::RetestOrdered { batch, test } => {
                format!("Retest of {} for batch {batch} ordered", plain(test))
            }
            Self::LateResultFailed {
                container, test, ..
            } => format!(
                "Late result of {} failed after bag {container} had left: all dosing held, \
                 physician and qualified person alerted",
                plain(test)
            ),
            Self::AlertAcknowledged {
                container,
                test,
                capacity,
            } => {
                let by = capacity.map_or(String::new(), |by| format!(" by the {}", by.words()));
                format!("Alert on {} of bag {container} seen{by}", plain(test))
            }
            Self::AuditTrailReviewed {
                container,
                exceptions,
            } => format!("Record of bag {container} reviewed: {exceptions} exceptions read"),
            Self::RiskEvaluated { container, .. }
            | Self::SupplyRequested { container }
            | Self::PatientInformed { container }
            | Self::SupplyPermitted { container, .. }
            | Self::ProductSupplied { container, .. }
            | Self::AuthorityNotified { container, .. } => self.supply(container.as_str()),
        }
    }

    fn supply(&self, container: &str) -> String {
        match self {
            Self::RiskEvaluated { .. } => format!("Risk of bag {container} evaluated by the maker"),
            Self::SupplyRequested { .. } => format!("Supply of bag {container} requested"),
            Self::PatientInformed { .. } => {
                format!("Patient told that bag {container} is out of specification")
            }
            Self::SupplyPermitted {
                reference,
                basis,
                ethics,
                ..
            } => {
                let under = basis.map_or_else(String::new, |it| format!(" under {}", it.words()));
                let ethics = ethics.as_ref();
                let ethics =
                    ethics.map_or_else(String::new, |it| format!(", ethics approval {it}"));
                format!("Supply of bag {container} permitted{under}: {reference}{ethics}")
            }
            Self::ProductSupplied { .. } => {
                format!("Product in bag {container} supplied out of specification")
            }
            Self::AuthorityNotified { reference, .. } => {
                format!("Authority told of the supply of bag {container}: {reference}")
            }
            _ => String::new(),
        }
    }
}
