//! How a container travels by its protocol: a collection to where it is cultured, a product to where
//! it is given. Where the protocol names nothing, nothing is judged, and that is never a pass.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, Quantity, Treatment, Value};
use cikada_protocol::{Judgement, Protocol, Requirement};

/// What is asked of the way of one container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditions<'p> {
    /// The temperatures at which it travels.
    pub temperature: &'p Requirement,
    /// How long it may be outside them, added up, before a deviation is opened.
    pub out_of_condition_max: &'p Quantity,
    /// How long after it was drawn a collection must have been taken over.
    pub duration_max: Option<&'p Quantity>,
    /// The source's key.
    pub source: &'p str,
}

impl Conditions<'_> {
    /// Whether a temperature that was read is one at which the container travels.
    #[must_use]
    pub fn is_kept(&self, temperature: &Quantity) -> bool {
        self.temperature
            .judge(&Value::Quantity(temperature.clone()))
            == Judgement::Meets
    }
}

/// What the protocol asks of a container's way; nothing where it names no rule for it, or where the
/// container has no label.
#[must_use]
pub fn conditions<'p>(
    protocol: &'p Protocol,
    treatment: &Treatment,
    container: &ContainerId,
) -> Option<Conditions<'p>> {
    match treatment.labels.get(container)? {
        LabelPurpose::Collection(_) => {
            let rule = protocol.collection()?.transport.as_ref()?;
            Some(Conditions {
                temperature: &rule.temperature,
                out_of_condition_max: &rule.out_of_condition_max,
                duration_max: Some(&rule.duration_max),
                source: &rule.source,
            })
        }
        LabelPurpose::Product(_) => {
            let rule = protocol.transport.as_ref()?;
            Some(Conditions {
                temperature: &rule.temperature,
                out_of_condition_max: &rule.out_of_condition_max,
                duration_max: None,
                source: &rule.source,
            })
        }
    }
}
