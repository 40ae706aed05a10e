//! Drawings worked out on the server: every coordinate is a number in an attribute.
//!
//! Decimals become floats here and nowhere before: a pixel is no measurement.

pub(crate) mod course;
pub(crate) mod growth;
pub(crate) mod temperature;
pub(crate) mod trend;
