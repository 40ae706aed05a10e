//! By which scale a grade was given, and how well the words of its criterion are known.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A grading scale with its version. The same number means different things in two of them, and no
/// function turns a grade of one into a grade of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Common Terminology Criteria for Adverse Events, version 5.0 (NCI 2017).
    Ctcae5,
    /// Common Terminology Criteria for Adverse Events, version 6.0 (NCI 2025).
    Ctcae6,
    /// Cytokine release syndrome by the ASTCT consensus of 2019.
    AstctCrs,
    /// Neurotoxicity of immune effector cells by the ASTCT consensus of 2019, from 12 years on.
    AstctIcans,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 4] = [Self::Ctcae5, Self::Ctcae6, Self::AstctCrs, Self::AstctIcans];

    /// Both versions of CTCAE that are in use.
    pub const CTCAE: [Self; 2] = [Self::Ctcae5, Self::Ctcae6];

    /// The code in files and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ctcae5 => "ctcae-5",
            Self::Ctcae6 => "ctcae-6",
            Self::AstctCrs => "astct-2019-crs",
            Self::AstctIcans => "astct-2019-icans",
        }
    }

    /// The scale without its version.
    #[must_use]
    pub fn scale(self) -> &'static str {
        match self {
            Self::Ctcae5 | Self::Ctcae6 => "CTCAE",
            Self::AstctCrs => "ASTCT CRS",
            Self::AstctIcans => "ASTCT ICANS",
        }
    }

    /// The version of the scale.
    #[must_use]
    pub fn version(self) -> &'static str {
        match self {
            Self::Ctcae5 => "5.0",
            Self::Ctcae6 => "6.0",
            Self::AstctCrs | Self::AstctIcans => "2019",
        }
    }

    /// The prefix of our own keys for terms; codes of other vocabularies are not shipped.
    pub(super) fn key_prefix(self) -> &'static str {
        match self {
            Self::Ctcae5 => "ctcae5",
            Self::Ctcae6 => "ctcae6",
            Self::AstctCrs | Self::AstctIcans => "astct2019",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.scale(), self.version())
    }
}

/// A text that names no scheme.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "'{0}' is no grading scheme: expected ctcae-5, ctcae-6, astct-2019-crs or astct-2019-icans; a \
     scheme without its version is not one"
)]
pub struct UnknownScheme(pub String);

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|scheme| scheme.code() == text);
        found.ok_or_else(|| UnknownScheme(text.chars().take(40).collect()))
    }
}

/// How well a criterion is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceMark {
    /// The text, or a table made from it, was read.
    Read,
    /// Remembered and not yet checked against the text.
    Memory,
    /// Our reading where the text leaves something open.
    Proposal,
}

impl SourceMark {
    /// How the mark is shown beside a criterion.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Memory => "from memory, unverified",
            Self::Proposal => "our reading of a text that leaves it open",
        }
    }
}

/// Where the words of a criterion come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CriterionSource {
    /// How well it is known.
    pub mark: SourceMark,
    /// The document.
    pub document: &'static str,
}

impl Scheme {
    /// The document that a scheme's criteria were taken from, condensed.
    pub(super) fn document(self) -> &'static str {
        match self {
            Self::Ctcae5 => "CTCAE v5.0, as the NCI workbook of v6.0 (2025) maps it",
            Self::Ctcae6 => {
                "CTCAE v6.0, NCI workbook of 10 July 2025 with errata to 20 January 2026"
            }
            Self::AstctCrs => "ASTCT consensus grading 2019, cytokine release syndrome",
            Self::AstctIcans => {
                "ASTCT consensus grading 2019, neurotoxicity of immune effector cells"
            }
        }
    }

    pub(super) fn source(self, mark: SourceMark) -> CriterionSource {
        CriterionSource {
            mark,
            document: self.document(),
        }
    }
}

impl fmt::Display for CriterionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.document, self.mark.words())
    }
}
