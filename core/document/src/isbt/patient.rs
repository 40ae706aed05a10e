//! Structure 025: the number on a patient's wristband.

use super::{CodeError, shortened};

/// A patient's number in the hospital's system, as a wristband shows it. It identifies a person:
/// it is looked up at once and never stored in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalNumber {
    location: String,
    value: String,
}

impl HospitalNumber {
    /// Makes the number from the two characters that say where the code is fixed, and its value.
    pub fn new(location: impl Into<String>, value: impl Into<String>) -> Result<Self, CodeError> {
        let (location, value) = (location.into(), value.into());
        let is_location =
            location.len() == 2 && location.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_value =
            (1..=99).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_graphic());
        if is_location && is_value {
            return Ok(Self { location, value });
        }
        Err(CodeError {
            kind: "patient's number",
            found: shortened(&value),
            expected: "two letters or digits of the place, then 1 to 99 characters without blanks",
        })
    }

    /// Where the code is fixed: two characters from the hospital's own list.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The number.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patient_s_number_has_a_length_that_two_digits_can_say() {
        assert!(HospitalNumber::new("11", "H".repeat(99)).is_ok());
        assert!(HospitalNumber::new("11", "H".repeat(100)).is_err());
        assert!(HospitalNumber::new("1", "H1").is_err());
        assert!(HospitalNumber::new("11", "H 1").is_err());
        assert!(HospitalNumber::new("11", "").is_err());
    }
}
