//! Why a label cannot be drawn.

use cikada_domain::event::LabelType;
use thiserror::Error;

use super::drawing::SymbolKind;

/// Why a label was not drawn. Nothing was given out, so nothing can be printed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DrawError {
    /// The template is of labels for something else.
    #[error("there is no template of {} labels to draw it from", .label_type.code())]
    NoTemplate {
        /// What the label is stuck on.
        label_type: LabelType,
    },
    /// The text is more than the label has room for.
    #[error(
        "the label has no room for {what}: shorten it, or take a larger label; nothing was drawn"
    )]
    NoRoom {
        /// What did not fit.
        what: String,
    },
    /// A text holds something that no printer prints.
    #[error("{what} holds a character that cannot be printed: type it again")]
    Unprintable {
        /// Which element.
        what: String,
    },
    /// The message would name a person to whoever scans the label.
    #[error("{what} would name a person in a code for scanners: leave it out of the code")]
    NamesPerson {
        /// What would.
        what: &'static str,
    },
    /// A code holds the patient's name or number as text.
    #[error(
        "the code for scanners holds the patient's name or number: give the container another number"
    )]
    HoldsPatient,
    /// The structures cannot stand in one message.
    #[error("the label's code for scanners cannot be made: {reason}")]
    Message {
        /// Why.
        reason: String,
    },
    /// No symbol holds so much.
    #[error("no symbol holds this message of {characters} characters: leave structures out")]
    Symbol {
        /// The length of the message.
        characters: usize,
    },
    /// A symbol could not be read back.
    #[error("the {kind:?} on the label does not read back: do not print it, and report this")]
    Unreadable {
        /// Which kind.
        kind: SymbolKind,
    },
    /// A symbol read back as something else.
    #[error(
        "a symbol on the label reads as '{found}', expected '{expected}': do not print it, and report this"
    )]
    ReadsOtherwise {
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Something stands too close to a symbol.
    #[error("something stands in the quiet zone of the {kind:?}: do not print it, and report this")]
    QuietZone {
        /// Which kind.
        kind: SymbolKind,
    },
    /// More or fewer symbols than messages.
    #[error("{found} symbols stand on the label, expected {expected}: do not print it")]
    SymbolCount {
        /// How many belong there.
        expected: usize,
        /// How many stand there.
        found: usize,
    },
}
