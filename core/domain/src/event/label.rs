//! What a label is stuck on, and which version of its template it was drawn from.

use crate::identifier::{FileHash, LabelTemplateId};

/// What a label is stuck on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelType {
    /// The bag into which blood or an apheresis is collected.
    Collection,
    /// The bag that is infused.
    Product,
    /// A tube taken for testing or retained.
    Sample,
    /// A lot of a material, as it came in.
    Material,
    /// A container before anything is in it, or one too small for everything: the rest goes with it
    /// on paper (FACT-JACIE, partial label).
    Partial,
}

impl LabelType {
    /// Every type.
    pub const ALL: [Self; 5] = [
        Self::Collection,
        Self::Product,
        Self::Partial,
        Self::Sample,
        Self::Material,
    ];

    /// Its word in records, files and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Product => "product",
            Self::Sample => "sample",
            Self::Material => "material",
            Self::Partial => "partial",
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// One version of a label template: it alone says how a label that was printed looked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelVersion {
    /// What its labels are stuck on.
    pub label: LabelType,
    /// The template.
    pub id: LabelTemplateId,
    /// Which version of it, counted from 1.
    pub version: u16,
    /// SHA-256 of its text.
    pub hash: FileHash,
}

impl LabelVersion {
    /// The name of the layout that comes with the software; no centre's template has it.
    pub const BUILT_IN: &'static str = "built-in";

    /// Whether it came with the software.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.id.as_str() == Self::BUILT_IN
    }

    /// What people call it.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} version {}", self.id, self.version)
    }
}
