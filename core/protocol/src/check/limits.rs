//! How two requirements on one value lie to each other: inside, or apart.
//!
//! What cannot be compared is neither: another check names units that do not go together. Where a
//! lower limit is left out, zero stands in, below which no value but a temperature can lie.

use std::cmp::Ordering;

use cikada_domain::{Dimension, Quantity};
use rust_decimal::Decimal;

use crate::requirement::Requirement;

/// Whether every value that meets `inner` also meets `outer`.
pub(super) fn lies_within(inner: &Requirement, outer: &Requirement) -> bool {
    match (inner, outer) {
        (Requirement::Is(inner), Requirement::Is(outer)) => inner == outer,
        (Requirement::OneOf(inner), Requirement::OneOf(outer)) => {
            inner.iter().all(|code| outer.contains(code))
        }
        _ => match (Range::of(inner), Range::of(outer)) {
            (Some(inner), Some(outer)) => inner.within(&outer) == Some(true),
            _ => false,
        },
    }
}

/// Whether no value can meet both.
pub(super) fn exclude(one: &Requirement, other: &Requirement) -> bool {
    match (one, other) {
        (Requirement::Is(one), Requirement::Is(other)) => one != other,
        (Requirement::OneOf(one), Requirement::OneOf(other)) => {
            !one.iter().any(|code| other.contains(code))
        }
        _ => match (Range::of(one), Range::of(other)) {
            (Some(one), Some(other)) => {
                one.before(&other) == Some(true) || other.before(&one) == Some(true)
            }
            _ => false,
        },
    }
}

/// Whether a value that one of them judges can be judged by the other.
pub(super) fn comparable(one: &Requirement, other: &Requirement) -> bool {
    match (one.example(), other.example()) {
        (Some(one), Some(other)) => one.compare(other).is_ok(),
        (None, None) => std::mem::discriminant(one) == std::mem::discriminant(other),
        _ => false,
    }
}

/// One end of a range, and whether it belongs to it.
type End<'r> = Option<(&'r Quantity, bool)>;

struct Range<'r> {
    low: End<'r>,
    high: End<'r>,
}

impl<'r> Range<'r> {
    fn of(requirement: &'r Requirement) -> Option<Self> {
        let (low, high) = match requirement {
            Requirement::Between { min, max } => (
                min.as_ref().map(|min| (min, true)),
                max.as_ref().map(|max| (max, true)),
            ),
            Requirement::Below(limit) => (None, Some((limit, false))),
            Requirement::Above(limit) => (Some((limit, false)), None),
            Requirement::Is(_) | Requirement::OneOf(_) => return None,
        };
        Some(Self { low, high })
    }

    /// Nothing if the ends cannot be compared.
    fn within(&self, outer: &Self) -> Option<bool> {
        let low = match (self.low, outer.low) {
            (_, None) => true,
            (None, Some((limit, included))) => included && at_zero(limit),
            (Some((own, own_in)), Some((limit, limit_in))) => match own.compare(limit).ok()? {
                Ordering::Greater => true,
                Ordering::Equal => limit_in || !own_in,
                Ordering::Less => false,
            },
        };
        let high = match (self.high, outer.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some((own, own_in)), Some((limit, limit_in))) => match own.compare(limit).ok()? {
                Ordering::Less => true,
                Ordering::Equal => limit_in || !own_in,
                Ordering::Greater => false,
            },
        };
        // With no end on the same side, what is compared may still be of different things.
        let (own, limit) = (self.any()?, outer.any()?);
        own.compare(limit).ok().map(|_| low && high)
    }

    /// Whether this ends before the other begins; nothing if the ends cannot be compared.
    fn before(&self, other: &Self) -> Option<bool> {
        let ((high, high_in), (low, low_in)) = self.high.zip(other.low)?;
        Some(match high.compare(low).ok()? {
            Ordering::Less => true,
            Ordering::Equal => !(high_in && low_in),
            Ordering::Greater => false,
        })
    }

    fn any(&self) -> Option<&'r Quantity> {
        self.low.or(self.high).map(|(limit, _)| limit)
    }
}

fn at_zero(limit: &Quantity) -> bool {
    limit.amount() <= Decimal::ZERO && limit.dimension() != Dimension::Temperature
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Judgement;
    use cikada_domain::Value;

    fn score(number: i64) -> Quantity {
        format!("{number} {{score}}").parse().unwrap()
    }

    fn requirement() -> impl Strategy<Value = Requirement> {
        let limit = || (0i64..8).prop_map(score);
        prop_oneof![
            (limit(), limit()).prop_map(|(a, b)| {
                let (min, max) = if a.compare(&b).unwrap().is_gt() {
                    (b, a)
                } else {
                    (a, b)
                };
                Requirement::Between {
                    min: Some(min),
                    max: Some(max),
                }
            }),
            limit().prop_map(|min| Requirement::Between {
                min: Some(min),
                max: None
            }),
            limit().prop_map(|max| Requirement::Between {
                min: None,
                max: Some(max)
            }),
            limit().prop_map(Requirement::Below),
            limit().prop_map(Requirement::Above),
        ]
    }

    proptest! {
        #[test]
        fn what_lies_within_and_what_excludes_agrees_with_every_value(
            one in requirement(),
            other in requirement(),
        ) {
            let halves = (0..20).map(|half| format!("{} {{score}}", f64::from(half) / 2.0));
            let meets = |requirement: &Requirement, value: &Value| {
                requirement.judge(value) == Judgement::Meets
            };
            for value in halves.map(|text| Value::Quantity(text.parse().unwrap())) {
                if lies_within(&one, &other) && meets(&one, &value) {
                    prop_assert!(meets(&other, &value));
                }
                if exclude(&one, &other) {
                    prop_assert!(!(meets(&one, &value) && meets(&other, &value)));
                }
            }
            prop_assert!(lies_within(&one, &one));
        }
    }

    #[test]
    fn values_of_other_kinds_lie_nowhere() {
        let min = |text: &str| Requirement::Between {
            min: Some(text.parse().unwrap()),
            max: None,
        };
        assert!(!lies_within(&min("3 mg/dL"), &min("1 {ULN}")));
        assert!(!exclude(
            &min("3 mg/dL"),
            &Requirement::Below("1 {ULN}".parse().unwrap())
        ));
        assert!(!lies_within(&Requirement::Is(true), &min("1 {ULN}")));
    }

    #[test]
    fn a_missing_lower_limit_is_zero_but_for_temperatures() {
        let none = |text: &str| Requirement::Below(text.parse().unwrap());
        let zero = |text: &str, max: &str| Requirement::Between {
            min: Some(text.parse().unwrap()),
            max: Some(max.parse().unwrap()),
        };
        assert!(lies_within(&none("5 %"), &zero("0 %", "100 %")));
        assert!(!lies_within(&none("5 Cel"), &zero("0 Cel", "50 Cel")));
    }
}
