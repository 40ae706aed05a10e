//! What ends, holds or lowers dosing, and on which raw values.

use cikada_domain::{CriterionId, StopRuleId};

use crate::requirement::Requirement;

/// What ends, holds or lowers dosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopRule {
    /// Its name in records.
    pub id: StopRuleId,
    /// The rule in words.
    pub text: String,
    /// Whose rule it is.
    pub layer: Layer,
    /// What fires it.
    pub trigger: Trigger,
    /// What follows.
    pub effect: StopEffect,
    /// The source's key.
    pub source: String,
}

/// Whose rule it is. The strictest of all that fire wins, and all are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The outer wall: the product's label, or the trial's protocol.
    Label,
    /// The inner wall: what the centre asks for beyond the label.
    Centre,
}

impl Layer {
    /// Every layer, the outer one first.
    pub const ALL: [Self; 2] = [Self::Label, Self::Centre];

    /// The layer's name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Centre => "centre",
        }
    }
}

/// What fires a stop rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// An adverse event of a grade or higher, of one term or of any.
    AdverseEvent {
        /// The term's code; `None` for any term.
        term: Option<String>,
        /// The grading scale, with its version.
        scheme: String,
        /// The lowest grade that fires.
        grade_min: u8,
    },
    /// Findings of a visit or of the day's fitness, raw values with their units.
    Findings {
        /// How many of the conditions must hold.
        at_least: usize,
        /// The conditions.
        of: Vec<Condition>,
    },
}

/// A finding that meets a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The finding's name.
    pub criterion: CriterionId,
    /// What it must be for the condition to hold.
    pub requirement: Requirement,
}

/// What a fired stop rule does, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StopEffect {
    /// The next doses are one level lower.
    Reduce,
    /// No dose until a physician lifts the hold.
    Hold,
    /// No dose until a physician lifts the hold, and then one level lower.
    HoldAndReduce,
    /// The rest of this cycle is not given; a later cycle may be.
    EndCycle,
    /// No further dose, ever.
    Stop,
}

impl StopEffect {
    /// Every effect, the mildest first.
    pub const ALL: [Self; 5] = [
        Self::Reduce,
        Self::Hold,
        Self::HoldAndReduce,
        Self::EndCycle,
        Self::Stop,
    ];

    /// The effect's name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reduce => "reduce",
            Self::Hold => "hold",
            Self::HoldAndReduce => "hold-and-reduce",
            Self::EndCycle => "end-cycle",
            Self::Stop => "stop",
        }
    }

    /// What follows, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Reduce => "the next doses are one level lower",
            Self::Hold => "no dose until a physician lifts the hold",
            Self::HoldAndReduce => "no dose until a physician lifts the hold, then one level lower",
            Self::EndCycle => "no further dose of this cycle",
            Self::Stop => "no further dose",
        }
    }
}
