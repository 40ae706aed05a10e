//! Label accounting: every label that was printed is on a container, spoiled or destroyed.
//!
//! 21 CFR 211.125(c); FACT-JACIE, 8th edition, C7.2.2.1 and D7.2.3. A process may not close before
//! its labels balance.

use std::cmp::Ordering;

use thiserror::Error;

/// Labels of one process that are not accounted for, or that were counted twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Imbalance {
    /// Fewer than were printed.
    #[error(
        "{count} of {printed} printed labels are not accounted for: find them, or record them as \
         lost in a deviation"
    )]
    Missing {
        /// How many.
        count: u64,
        /// How many were printed.
        printed: u32,
    },
    /// More than were printed.
    #[error(
        "{count} labels more than the {printed} printed ones are accounted for: count them again"
    )]
    Surplus {
        /// How many.
        count: u64,
        /// How many were printed.
        printed: u32,
    },
}

/// Holds what was printed against what became of it.
pub fn balance(printed: u32, applied: u32, spoiled: u32, destroyed: u32) -> Result<(), Imbalance> {
    let accounted = u64::from(applied) + u64::from(spoiled) + u64::from(destroyed);
    let all = u64::from(printed);
    match accounted.cmp(&all) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(Imbalance::Missing {
            count: all - accounted,
            printed,
        }),
        Ordering::Greater => Err(Imbalance::Surplus {
            count: accounted - all,
            printed,
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_that_nobody_can_show_keeps_the_process_open() {
        assert_eq!(balance(4, 3, 1, 0), Ok(()));
        let missing = balance(4, 2, 0, 1).unwrap_err();
        assert_eq!(
            missing,
            Imbalance::Missing {
                count: 1,
                printed: 4
            }
        );
        let surplus = balance(4, 4, 1, 0).unwrap_err();
        assert!(surplus.to_string().starts_with("1 labels more"));
    }

    proptest! {
        #[test]
        fn labels_balance_exactly_when_nothing_is_left_over(printed: u32, applied: u32, spoiled: u32, destroyed: u32) {
            let accounted = u64::from(applied) + u64::from(spoiled) + u64::from(destroyed);
            let balanced = balance(printed, applied, spoiled, destroyed).is_ok();
            prop_assert_eq!(balanced, accounted == u64::from(printed));
        }
    }
}
