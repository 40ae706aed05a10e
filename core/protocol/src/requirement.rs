//! A declarative test of one value: a range, a yes or no, or a list of codes.

use std::cmp::Ordering;

use cikada_domain::{Quantity, QuantityMismatch, Value};

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// At least `min` and at most `max`, both included. At least one of them is given.
    Between {
        /// The lower limit.
        min: Option<Quantity>,
        /// The upper limit.
        max: Option<Quantity>,
    },
    /// Strictly below a limit.
    Below(Quantity),
    /// Strictly above a limit.
    Above(Quantity),
    /// A yes or a no.
    Is(bool),
    /// One of the codes.
    OneOf(Vec<String>),
}

/// What a requirement says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The value meets the requirement.
    Meets,
    /// The value does not.
    Fails,
    /// The value cannot be held against the requirement: another kind, unit or population.
    Incomparable(String),
}

impl Requirement {
    /// Judges a value. What cannot be compared never meets.
    #[must_use]
    pub fn judge(&self, value: &Value) -> Judgement {
        match (self, value) {
            (Self::Between { min, max }, Value::Quantity(quantity)) => {
                let above = min.as_ref().map(|min| quantity.compare(min));
                let below = max.as_ref().map(|max| quantity.compare(max));
                within(above, &[Ordering::Greater, Ordering::Equal])
                    .and(within(below, &[Ordering::Less, Ordering::Equal]))
            }
            (Self::Below(limit), Value::Quantity(quantity)) => {
                within(Some(quantity.compare(limit)), &[Ordering::Less])
            }
            (Self::Above(limit), Value::Quantity(quantity)) => {
                within(Some(quantity.compare(limit)), &[Ordering::Greater])
            }
            (Self::Is(wanted), Value::Flag(flag)) => meets(wanted == flag),
            (Self::OneOf(codes), Value::Code(code)) => meets(codes.contains(code)),
            (
                Self::Between { .. }
                | Self::Below(_)
                | Self::Above(_)
                | Self::Is(_)
                | Self::OneOf(_),
                other,
            ) => Judgement::Incomparable(format!(
                "'{}' cannot be held against '{}'",
                other.words(),
                self.words()
            )),
        }
    }

    /// The requirement as a person reads it: `at least 80 %`, `1e9 to 2e10 viable cells`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Between {
                min: Some(min),
                max: Some(max),
            } => {
                format!("{} to {}", min.words(), max.words())
            }
            Self::Between {
                min: Some(min),
                max: None,
            } => format!("at least {}", min.words()),
            Self::Between {
                min: None,
                max: Some(max),
            } => format!("at most {}", max.words()),
            Self::Between {
                min: None,
                max: None,
            } => "any quantity".to_owned(),
            Self::Below(limit) => format!("below {}", limit.words()),
            Self::Above(limit) => format!("above {}", limit.words()),
            Self::Is(true) => "yes".to_owned(),
            Self::Is(false) => "no".to_owned(),
            Self::OneOf(codes) => codes.join(" or ").replace('-', " "),
        }
    }

    /// The lower and the upper limit, strict or not; nothing where no quantity is asked for.
    #[must_use]
    pub fn limits(&self) -> (Option<&Quantity>, Option<&Quantity>) {
        match self {
            Self::Between { min, max } => (min.as_ref(), max.as_ref()),
            Self::Below(limit) => (None, Some(limit)),
            Self::Above(limit) => (Some(limit), None),
            Self::Is(_) | Self::OneOf(_) => (None, None),
        }
    }

    /// A quantity that shows the dimension and population asked for, if one is.
    #[must_use]
    pub fn example(&self) -> Option<&Quantity> {
        match self {
            Self::Between { min, max } => min.as_ref().or(max.as_ref()),
            Self::Below(limit) | Self::Above(limit) => Some(limit),
            Self::Is(_) | Self::OneOf(_) => None,
        }
    }
}

impl Judgement {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Incomparable(why), _) | (_, Self::Incomparable(why)) => Self::Incomparable(why),
            (Self::Meets, Self::Meets) => Self::Meets,
            (Self::Fails, _) | (_, Self::Fails) => Self::Fails,
        }
    }
}

fn meets(yes: bool) -> Judgement {
    if yes {
        Judgement::Meets
    } else {
        Judgement::Fails
    }
}

fn within(compared: Option<Result<Ordering, QuantityMismatch>>, allowed: &[Ordering]) -> Judgement {
    match compared {
        None => Judgement::Meets,
        Some(Ok(ordering)) => meets(allowed.contains(&ordering)),
        Some(Err(mismatch)) => Judgement::Incomparable(mismatch.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::Quantity(text.parse().unwrap())
    }

    #[test]
    fn both_limits_are_included() {
        let dose = Requirement::Between {
            min: Some("1e9 {viable}".parse().unwrap()),
            max: Some("2e10 {viable}".parse().unwrap()),
        };
        assert_eq!(dose.judge(&value("1e9 {viable}")), Judgement::Meets);
        assert_eq!(dose.judge(&value("2e10 {viable}")), Judgement::Meets);
        assert_eq!(dose.judge(&value("20000000001 {viable}")), Judgement::Fails);
        assert_eq!(dose.judge(&value("999999999 {viable}")), Judgement::Fails);
    }

    #[test]
    fn another_population_is_incomparable_and_never_meets() {
        let dose = Requirement::Above("1e9 {viable}".parse().unwrap());
        assert!(matches!(
            dose.judge(&value("5e9 {cells}")),
            Judgement::Incomparable(_)
        ));
        assert!(matches!(
            dose.judge(&Value::Flag(true)),
            Judgement::Incomparable(_)
        ));
    }
}
