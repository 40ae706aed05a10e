//! Structure 023: several structures in one code, so that no scan can mix two labels.

use thiserror::Error;

use super::{Division, Structure};

/// What one code holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// One structure.
    Single(Structure),
    /// A compound message: the content of a Data Matrix.
    Compound(CompoundMessage),
}

/// Structures that belong together, with the number of the sequence agreed for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompoundMessage {
    sequence: u16,
    structures: Vec<Structure>,
}

/// Why structures cannot stand together in one message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MessageError {
    /// Two digits say how many structures follow.
    #[error("{found} structures were given, expected 1 to 99")]
    Count {
        /// How many were given.
        found: usize,
    },
    /// Three digits say which sequence was agreed.
    #[error("the sequence {found} was given, expected 0 (none agreed) to 999")]
    Sequence {
        /// What was given.
        found: u16,
    },
    /// A national structure has no length that a reader could know.
    #[error("a national structure cannot stand in a message: give it a code of its own")]
    National,
    /// What identifies may stand once.
    #[error("{name} stands twice, expected once")]
    Repeated {
        /// What stands twice.
        name: &'static str,
    },
    /// A product code ending in 99 and structure 032 need each other.
    #[error(
        "product divisions belong to a product code that ends in 99, and the one needs the other"
    )]
    Divisions,
}

impl CompoundMessage {
    /// Puts structures together. `sequence` is the number of an agreed sequence, or 0.
    pub fn new(sequence: u16, structures: Vec<Structure>) -> Result<Self, MessageError> {
        if !(1..=99).contains(&structures.len()) {
            let found = structures.len();
            return Err(MessageError::Count { found });
        }
        if sequence > 999 {
            return Err(MessageError::Sequence { found: sequence });
        }
        for (position, structure) in structures.iter().enumerate() {
            let Some(number) = structure.number() else {
                return Err(MessageError::National);
            };
            let mut before = structures.iter().take(position);
            if identifies(number) && before.any(|other| other.number() == Some(number)) {
                let name = structure.name();
                return Err(MessageError::Repeated { name });
            }
        }
        let said_elsewhere = structures.iter().any(|structure| {
            matches!(structure, Structure::Product(code) if code.division() == Division::SaidElsewhere)
        });
        let divisions = structures
            .iter()
            .any(|structure| matches!(structure, Structure::Divisions(_)));
        if said_elsewhere != divisions {
            return Err(MessageError::Divisions);
        }
        Ok(Self {
            sequence,
            structures,
        })
    }

    /// The number of the agreed sequence; 0 where none was agreed.
    #[must_use]
    pub fn sequence(&self) -> u16 {
        self.sequence
    }

    /// The structures, in order.
    #[must_use]
    pub fn structures(&self) -> &[Structure] {
        &self.structures
    }

    /// The characters of a scan.
    #[must_use]
    pub fn encode(&self) -> String {
        let structures: String = self.structures.iter().map(Structure::encode).collect();
        let count = self.structures.len();
        format!("=+{count:02}{:03}{structures}", self.sequence)
    }
}

/// Donation, product, expiry, patient, divisions and chain of identity: two of one kind would leave
/// open which is meant.
fn identifies(number: u8) -> bool {
    matches!(number, 1 | 3 | 5 | 25 | 32 | 40)
}

impl Message {
    /// The structures of this code, in order.
    #[must_use]
    pub fn structures(&self) -> &[Structure] {
        match self {
            Self::Single(structure) => std::slice::from_ref(structure),
            Self::Compound(message) => message.structures(),
        }
    }

    /// The characters of a scan.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Single(structure) => structure.encode(),
            Self::Compound(message) => message.encode(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::isbt::{DivisionCode, ProductCode};

    fn product(text: &str) -> Structure {
        Structure::Product(ProductCode::new(text).unwrap())
    }

    #[test]
    fn a_division_of_99_and_the_structure_that_says_it_need_each_other() {
        let divisions = Structure::Divisions(DivisionCode::new("000123").unwrap());
        let message = CompoundMessage::new(0, vec![product("S1234099"), divisions.clone()]);
        assert_eq!(message.unwrap().encode(), "=+02000=<S1234099=,000123");
        for wrong in [
            vec![product("S1234099")],
            vec![product("S12340A0"), divisions],
        ] {
            let error = CompoundMessage::new(0, wrong).unwrap_err();
            assert_eq!(error, MessageError::Divisions);
        }
    }

    #[test]
    fn a_national_structure_is_refused_in_a_message() {
        let national = Structure::National("a123".to_owned());
        let error = CompoundMessage::new(0, vec![product("S1234000"), national]).unwrap_err();
        assert_eq!(error, MessageError::National);
    }

    #[test]
    fn a_message_holds_one_to_99_structures_of_a_sequence_below_1000() {
        let lots = |count| {
            let lot = Structure::SupplyLot(super::super::Fixed::new("LOT0000001").unwrap());
            vec![lot; count]
        };
        assert!(CompoundMessage::new(999, lots(99)).is_ok());
        assert!(CompoundMessage::new(0, lots(0)).is_err());
        assert!(CompoundMessage::new(0, lots(100)).is_err());
        assert!(CompoundMessage::new(1000, lots(1)).is_err());
    }
}
