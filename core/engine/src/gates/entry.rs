//! Gates of what is entered: a value held against a requirement, a unit, a word that must be there.

use cikada_domain::{Quantity, Value};
use cikada_protocol::{Judgement, Requirement};

use crate::context::Reasons;
use crate::refusal::RefusalCode;

/// Holds a value against a requirement; what cannot be compared is refused and gives `None`.
pub(crate) fn judged(
    reasons: &mut Reasons,
    what: &str,
    value: &Value,
    requirement: &Requirement,
    source: &str,
) -> Option<bool> {
    match requirement.judge(value) {
        Judgement::Meets => Some(true),
        Judgement::Fails => Some(false),
        Judgement::Incomparable(why) => {
            reasons.refuse_by(
                RefusalCode::ValueUnitWrong,
                format!("{what}: {why}"),
                source,
            );
            None
        }
    }
}

/// A value is of the kind a unit asks for: a quantity like it, or no quantity where no unit is.
pub(crate) fn fits_unit(
    reasons: &mut Reasons,
    what: &str,
    value: &Value,
    unit: Option<&Quantity>,
) -> bool {
    let why = match (value, unit) {
        (Value::Quantity(found), Some(unit)) => match found.compare(unit) {
            Ok(_) => None,
            Err(mismatch) => Some(mismatch.to_string()),
        },
        (other, Some(unit)) => Some(format!(
            "'{}' is not in {}",
            other.words(),
            unit.unit_code()
        )),
        (Value::Quantity(found), None) => Some(format!(
            "'{}' is a quantity, and none is asked for",
            found.words()
        )),
        (Value::Flag(_) | Value::Code(_) | Value::Date(_), None) => None,
    };
    if let Some(why) = why {
        reasons.refuse(RefusalCode::ValueUnitWrong, format!("{what}: {why}"));
        return false;
    }
    true
}

/// A text that must be there is not blank.
pub(crate) fn written(reasons: &mut Reasons, what: &str, text: &str) {
    if text.trim().is_empty() {
        reasons.refuse(RefusalCode::ValueMissing, what);
    }
}
