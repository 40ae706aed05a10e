//! What is appended in one go, and what comes back.

use cikada_ledger::Draft;

/// One command's outcome: entries, the rows they change, and the answer, all or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The command's id; asked again, the first answer is given again.
    pub command: String,
    /// Hash of what the command says, so that an id used for something else is noticed.
    pub fingerprint: [u8; 32],
    /// The version each stream had when the decision was made, 0 for a new stream. Streams not named here are
    /// appended to wherever they stand.
    pub expected: Vec<(String, u64)>,
    /// The entries, in order.
    pub drafts: Vec<Draft>,
    /// What may happen only once, for ever.
    pub once: Vec<String>,
    /// The derived rows that change with these entries.
    pub views: Vec<ViewChange>,
    /// What the caller is told, kept for a retry.
    pub answer: Vec<u8>,
}

/// A change of one derived row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewChange {
    /// Writes or replaces a row.
    Put {
        /// Which view.
        view: String,
        /// Which row.
        key: String,
        /// Its content.
        body: Vec<u8>,
    },
    /// Removes a row, if it is there.
    Delete {
        /// Which view.
        view: String,
        /// Which row.
        key: String,
    },
}

/// What an append came to. Either way it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// Appended now; the ledger ends with this sequence after it.
    Now {
        /// The sequence of the last entry of this append.
        last_sequence: u64,
    },
    /// Appended before, when the same command came first.
    Before {
        /// The first answer.
        answer: Vec<u8>,
    },
}
