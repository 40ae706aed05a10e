//! What is entered into a form or measured: a quantity, a yes or no, a code, or a date.

use std::fmt;

use jiff::civil::Date;

use crate::quantity::Quantity;

/// One recorded value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A measured or counted amount with its unit.
    Quantity(Quantity),
    /// Yes or no.
    Flag(bool),
    /// A code from a list the protocol gives, such as `negative` or `no-growth`.
    Code(String),
    /// A calendar date.
    Date(Date),
}

impl Value {
    /// The value as a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Quantity(quantity) => quantity.words(),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Code(code) => code.replace('-', " "),
            Self::Date(date) => date.to_string(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quantity(quantity) => quantity.fmt(f),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Code(code) => f.write_str(code),
            Self::Date(date) => date.fmt(f),
        }
    }
}
