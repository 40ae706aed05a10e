//! Why a scan is refused, and what the person with the scanner does next.

use thiserror::Error;

/// Why a scan or a typed number is refused. Each message ends in the next act.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScanError {
    /// Nothing arrived.
    #[error("The scan is empty. Scan the code again.")]
    Empty,
    /// Far more arrived than any code holds.
    #[error(
        "The scan has {length} characters, more than any code here. Clear the box and scan one code."
    )]
    TooLong {
        /// How many bytes arrived.
        length: usize,
    },
    /// A character that no code holds: a control character, a mark of direction, an accent.
    #[error(
        "Character {position} of the scan cannot stand in a code. Scan again; if it happens \
         again, set the scanner and the computer to the same keyboard language."
    )]
    Unprintable {
        /// Which character, from 1.
        position: usize,
    },
    /// The code belongs to another system.
    #[error(
        "This is another system's code ({system}). Scan the ISBT 128 code: on a bag, its Data Matrix."
    )]
    AnotherSystem {
        /// Whose.
        system: &'static str,
    },
    /// The beginning is that of no code.
    #[error(
        "'{found}' is not the beginning of a code. Scan the bag's Data Matrix or the wristband \
         again; if it happens again, set the scanner and the computer to the same keyboard language."
    )]
    Unrecognised {
        /// What arrived first.
        found: String,
    },
    /// The code breaks off.
    #[error(
        "The scan of {name} breaks off: {found} characters arrived, expected {expected}. Scan it again."
    )]
    Truncated {
        /// What it began as.
        name: &'static str,
        /// How many characters belong to it.
        expected: usize,
        /// How many arrived.
        found: usize,
    },
    /// More than the code arrived.
    #[error("{surplus} characters stand behind {name}. Clear the box and scan one code.")]
    Surplus {
        /// What came first.
        name: &'static str,
        /// How many characters follow.
        surplus: usize,
    },
    /// Two codes arrived as one.
    #[error("Two codes arrived as one. Clear the box and scan one code at a time.")]
    TwoCodes,
    /// The flag does not agree with the donation number.
    #[error(
        "The donation number and its flag {flag} do not agree: expected 00 or {expected}. Scan the \
         bag's Data Matrix again; if it happens again, put the bag aside and report its label."
    )]
    Flag {
        /// What was found.
        flag: String,
        /// What would agree.
        expected: String,
    },
    /// The content is not what the structure holds.
    #[error(
        "The scan of {name} cannot be right: {reason}. Scan it again; if it happens again, report the label."
    )]
    Content {
        /// What it began as.
        name: &'static str,
        /// What was found and expected.
        reason: String,
    },
    /// The message has more or fewer parts than it announces.
    #[error(
        "The Data Matrix announces {announced} parts and holds {found}. Scan the bag's Data Matrix again."
    )]
    Count {
        /// How many it announces.
        announced: usize,
        /// How many were found.
        found: usize,
    },
    /// The message holds something twice.
    #[error("The Data Matrix holds {name} twice. Put the bag aside and report its label.")]
    Repeated {
        /// What stands twice.
        name: &'static str,
    },
    /// A national structure inside a message, where nobody can know its length.
    #[error(
        "The Data Matrix holds a national code, which cannot stand in one. Put the bag aside and report its label."
    )]
    National,
    /// A good code that nothing here asks for.
    #[error(
        "This code holds {name}, which is not asked for here. Scan the bag's Data Matrix or the wristband."
    )]
    Unused {
        /// What it holds.
        name: &'static str,
    },
    /// A good code of another kind than the one asked for.
    #[error("This is {found}. Scan {expected}.")]
    AnotherKind {
        /// What was scanned.
        found: &'static str,
        /// What was asked for.
        expected: &'static str,
    },
    /// A typed donation number has the wrong form.
    #[error(
        "'{found}' is not a donation number: type its 13 characters and the character in the box \
         behind them, or scan it."
    )]
    TypedForm {
        /// What was typed.
        found: String,
    },
    /// A typed donation number does not agree with its check character.
    #[error(
        "The number and the character in the box do not agree. Compare with the label and type it again, or scan it."
    )]
    CheckCharacter,
    /// A number without a check character was typed only once.
    #[error("Nothing in this number shows a slip of the finger. Type it twice, or scan it.")]
    TypedOnce,
    /// A number was typed twice and not alike.
    #[error("The two entries differ. Compare with the label and type both again, or scan it.")]
    TypedDifferently,
}
