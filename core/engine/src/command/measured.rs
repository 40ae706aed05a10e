//! What the grade of an adverse event stands on, where it stands on a number.

use cikada_domain::Quantity;

/// A measured value with the limits its grade is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The measured value.
    pub value: Quantity,
    /// The patient's own value before treatment.
    pub baseline: Option<Quantity>,
    /// The laboratory's upper limit of normal.
    pub upper_limit: Option<Quantity>,
    /// The laboratory's lower limit of normal.
    pub lower_limit: Option<Quantity>,
}
