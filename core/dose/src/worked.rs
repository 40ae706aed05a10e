//! A result together with how it came about.

/// A result and its working: lines that a pharmacist checks by hand, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked<T> {
    /// The result.
    pub value: T,
    /// One line for each step, as `600000 IU/kg x 70 kg = 42000000 IU`.
    pub working: Vec<String>,
}
