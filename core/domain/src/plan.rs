//! The planned days of a treatment, as a protocol's calendar gives them and a physician confirms.

use jiff::civil::Date;

use crate::identifier::{DoseNumber, VisitId};

/// How a repeat's interval lies between two blocks of doses.
///
/// Four doses "every 2 wk" after four "every 1 wk" can begin one or two weeks after the last
/// weekly dose: the phrase alone does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapConvention {
    /// The block's interval stands before each of its doses, its first included.
    Before,
    /// The block's interval stands after each of its doses, its last included.
    After,
}

impl GapConvention {
    /// The convention's name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlannedKind {
    /// The blood draw or apheresis for one dose.
    Collection,
    /// The culture of one dose's cells.
    Culture,
    /// One infusion of cells, or one dose of a cytokine.
    Infusion,
    /// A visit.
    Visit(VisitId),
}

/// One planned thing with the days on which it may happen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedItem {
    /// The day aimed at; a culture's first day.
    pub on: Date,
    /// What is planned.
    pub kind: PlannedKind,
    /// The dose it belongs to.
    pub dose: Option<DoseNumber>,
    /// The first day allowed.
    pub earliest: Date,
    /// The last day allowed; a culture's last day.
    pub latest: Date,
}
