//! Why a dose cannot be worked out, or an order not be taken: stable codes and whole sentences.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::say::{say, say_unit};

/// Why a dose cannot be worked out, or an order not be taken.
///
/// The sentence says where, what was expected and what to do; the code never changes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DoseProblem {
    /// A dose per kilogram, or a surface, without a weight.
    #[error("the body weight is missing: expected a measured weight in kg; weigh the patient")]
    MissingWeight,
    /// A surface without a height.
    #[error("the height is missing: expected a measured height in cm; measure the patient")]
    MissingHeight,
    /// A mass is wanted of international units, or the reverse, and nothing says how they relate.
    #[error(
        "the strength is missing: expected how much mass holds how many units, as on the label"
    )]
    MissingStrength,
    /// Living cells are wanted from a count of all cells without a viability.
    #[error("the viability is missing: expected the measured viability of this bag in %")]
    MissingViability,
    /// A value no patient has.
    #[error(
        "{what} of {} is implausible: expected {} to {}; check the entry and its unit",
        say(given),
        say(least),
        say(most)
    )]
    Implausible {
        /// What was given.
        what: &'static str,
        /// The value.
        given: Quantity,
        /// The least plausible value.
        least: Quantity,
        /// The greatest plausible value.
        most: Quantity,
    },
    /// Weight and height that no one body has.
    #[error(
        "{} and {} do not belong to one body: check the entries; were weight and height swapped?",
        say(weight),
        say(height)
    )]
    ImplausibleBody {
        /// The weight.
        weight: Quantity,
        /// The height.
        height: Quantity,
    },
    /// Zero or less where something is measured.
    #[error("{what} is {}: expected more than zero; check the entry", say(given))]
    NotPositive {
        /// What was given.
        what: &'static str,
        /// The value.
        given: Quantity,
    },
    /// Another kind of quantity than the place needs.
    #[error(
        "{what} is {}, which is {}: expected {}; write it in a unit of that kind",
        say(given), given.dimension().words(), expected.words()
    )]
    WrongDimension {
        /// What was given.
        what: &'static str,
        /// What the place needs.
        expected: Dimension,
        /// The value.
        given: Quantity,
    },
    /// A dose written as something no dose is.
    #[error(
        "a dose of {} cannot be worked out: {} is neither an amount nor an amount per kg or per m2",
        say(given), given.dimension().words()
    )]
    NotADose {
        /// The value.
        given: Quantity,
    },
    /// Two counts of different cells.
    #[error(
        "{} and {} count different cells: expected one population in both; count the population \
         that the dose names",
        say(left),
        say(right)
    )]
    PopulationMixed {
        /// One count.
        left: Quantity,
        /// The other.
        right: Quantity,
    },
    /// The dose is worked out in one kind of quantity and ordered in another.
    #[error(
        "a dose that is {} cannot be ordered in {}: name an order unit of the same kind",
        worked_in.words(), say_unit(*order_unit)
    )]
    OrderUnitOfAnotherKind {
        /// What the dose is.
        worked_in: Dimension,
        /// The order unit of the rule.
        order_unit: Unit,
    },
    /// Rounding leaves nothing.
    #[error(
        "{} rounds to nothing in steps of {}: check the dose, the weight and the concentration",
        say(raw),
        say(step)
    )]
    RoundsToNothing {
        /// What is to be given.
        raw: Quantity,
        /// The step.
        step: Quantity,
    },
    /// A stock that cannot reach the concentration wanted, however much is added.
    #[error(
        "a stock of {} cannot reach {}: expected a stronger one; prepare it, or check both units",
        say(stock),
        say(target)
    )]
    StockTooWeak {
        /// What would be added.
        stock: Quantity,
        /// What is to be reached.
        target: Quantity,
    },
    /// The bag's concentration lies outside its window.
    #[error(
        "the bag holds {}: expected {} to {}; choose another bag volume",
        say(concentration),
        say(least),
        say(most)
    )]
    OutsideWindow {
        /// The concentration, rounded for reading.
        concentration: Quantity,
        /// The least allowed.
        least: Quantity,
        /// The greatest allowed.
        most: Quantity,
    },
    /// The least is greater than the greatest.
    #[error(
        "from {} to {} is no window: write the smaller value first",
        say(least),
        say(most)
    )]
    EmptyWindow {
        /// The lower end as written.
        least: Quantity,
        /// The upper end as written.
        most: Quantity,
    },
    /// An order in another unit than the only one allowed.
    #[error(transparent)]
    Order(#[from] crate::order::OrderProblem),
    /// A sum of nothing.
    #[error("there is no dose to add up: give at least one")]
    NoDose,
    /// A number outgrew what can be held exactly.
    #[error("a number in this working is too large to be exact: check the values entered")]
    TooLarge,
    /// A text or a pair of number and unit that is no quantity.
    #[error("{0}")]
    Unreadable(String),
    /// A count that contradicts itself.
    #[error(
        "{with_toxicity} of {treated} patients at {}: expected no more than were treated",
        say(dose)
    )]
    MoreThanTreated {
        /// The dose of the cohort.
        dose: Quantity,
        /// How many were treated.
        treated: u8,
        /// How many had a dose-limiting toxicity.
        with_toxicity: u8,
    },
    /// Cohorts that no 3+3 escalation can have produced.
    #[error("the cohort at {} {why}", say(dose))]
    CohortOutOfOrder {
        /// The dose of the cohort.
        dose: Quantity,
        /// What does not fit, and what was expected.
        why: &'static str,
    },
}

impl DoseProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingWeight => "missing-weight",
            Self::MissingHeight => "missing-height",
            Self::MissingStrength => "missing-strength",
            Self::MissingViability => "missing-viability",
            Self::Implausible { .. } => "implausible-value",
            Self::ImplausibleBody { .. } => "implausible-body",
            Self::NotPositive { .. } => "not-positive",
            Self::WrongDimension { .. } => "wrong-unit",
            Self::NotADose { .. } => "not-a-dose",
            Self::PopulationMixed { .. } => "population-mixed",
            Self::OrderUnitOfAnotherKind { .. } => "order-unit-of-another-kind",
            Self::RoundsToNothing { .. } => "rounds-to-nothing",
            Self::StockTooWeak { .. } => "stock-too-weak",
            Self::OutsideWindow { .. } => "outside-window",
            Self::EmptyWindow { .. } => "empty-window",
            Self::Order(problem) => problem.code(),
            Self::NoDose => "no-dose",
            Self::TooLarge => "too-large-to-be-exact",
            Self::Unreadable(_) => "unreadable-quantity",
            Self::MoreThanTreated { .. } => "more-than-treated",
            Self::CohortOutOfOrder { .. } => "cohort-out-of-order",
        }
    }
}

/// A difference in per cent with its sign, as `+0.91 %`.
pub(crate) fn signed(percent: Decimal) -> String {
    let sign = if percent.is_sign_negative() { "" } else { "+" };
    format!("{sign}{percent} %")
}
