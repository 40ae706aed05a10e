//! Why the engine says no: one list of codes.

/// A reason to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusalCode {
    /// No treatment is open.
    TreatmentNotOpen,
}

impl RefusalCode {
    /// The code in records and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TreatmentNotOpen => "treatment-not-open",
        }
    }
}
