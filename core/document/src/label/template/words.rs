//! The words beside what a label says, which a centre may have in its own language.

use std::collections::BTreeMap;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident, $key:literal, $english:literal;)+) => {
        /// A word beside something that a label says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::label) enum Word {
            $($(#[$doc])* $name,)+
        }

        impl Word {
            /// Every word.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in a template.
            pub(super) fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// What stands there where a template says nothing else.
            fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)+ }
            }
        }
    };
}

words! {
    /// Before the chain-of-identity identifier.
    Chain, "chain", "Chain of identity";
    /// Before the product code.
    Product, "product", "Product";
    /// A product that was not divided.
    Undivided, "undivided", "undivided";
    /// Before the division.
    Division, "division", "division";
    /// Before the batch.
    Batch, "batch", "batch";
    /// Before the viability.
    Viability, "viability", "viability";
    /// Before the additives.
    Additives, "additives", "Additives";
    /// Before the route.
    Route, "route", "Route";
    /// Beside the patient's name.
    Patient, "patient", "Patient";
    /// Before the expiry.
    Expires, "expires", "EXPIRES";
    /// Before the time of collection.
    Collected, "collected", "Collected";
    /// Before the storage temperatures.
    Store, "store", "Store at";
    /// Between the two temperatures.
    To, "to", "to";
    /// Before the trial.
    Trial, "trial", "Trial";
    /// Before the sponsor.
    Sponsor, "sponsor", "Sponsor";
    /// Before the number of an authorisation.
    Authorisation, "authorisation", "Authorisation";
    /// Before the manufacturer.
    Manufacturer, "manufacturer", "Manufacturer";
    /// Before who collected.
    CollectedBy, "collected-by", "Collected by";
    /// Before who processed.
    ProcessedBy, "processed-by", "Processed by";
    /// Before a lot of ours.
    Lot, "lot", "Lot";
    /// Before the number of a copy.
    Copy, "copy", "COPY";
}

/// The words of a template: English where it says nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::label) struct Words(BTreeMap<Word, String>);

impl Words {
    pub(super) fn say(&mut self, word: Word, said: String) {
        self.0.insert(word, said);
    }

    /// What stands on the label.
    pub(in crate::label) fn of(&self, word: Word) -> &str {
        self.0.get(&word).map_or(word.english(), String::as_str)
    }
}
