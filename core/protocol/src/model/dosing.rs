//! How much of what is given: the lines of dosing, the body they go by, and the medicine with its
//! vials and bags.

use cikada_domain::{CriterionId, InputId, Quantity, Unit};
use cikada_dose::{Strength, SurfaceFormula, Vial};

use super::Condition;
use crate::requirement::Requirement;
use crate::schedule::{Timing, Titration};

/// Where the body's measures are recorded, and when a dose is worked out anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRule {
    /// The criterion that holds the weight.
    pub weight: CriterionId,
    /// The criterion that holds the height, where a dose goes by body surface.
    pub height: Option<CriterionId>,
    /// A weight that has changed by this part or more is looked at before the next dose.
    pub recheck: Quantity,
    /// The source's key.
    pub source: String,
}

/// One line of dosing: what one run of doses is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseLine {
    /// Its name in records.
    pub id: InputId,
    /// The first and the last dose of the line; `None` for every dose.
    pub doses: Option<(u16, u16)>,
    /// How much one dose is.
    pub amount: DoseAmount,
    /// The volume it is given in, where the file fixes it.
    pub volume: Option<Quantity>,
    /// How it is given, in words: by vein, under the skin.
    pub route: String,
    /// Other amounts of the same line, in order: the steps down after the full dose, or the levels
    /// that a trial assigns.
    pub levels: Vec<Quantity>,
    /// What the levels are for.
    pub level_use: LevelUse,
    /// By how much a product may hold less than a level of cells asks for; never more.
    pub tolerance: Option<Quantity>,
    /// Other amounts for patients with a finding.
    pub adjustments: Vec<Adjustment>,
    /// No dose is above it.
    pub cap: Option<Quantity>,
    /// No sum of doses of this line is above it.
    pub cumulative_cap: Option<Quantity>,
    /// To what an order is rounded, half up; `None` for no rounding.
    pub round_to: Option<Quantity>,
    /// The formula of the body surface.
    pub surface: SurfaceFormula,
    /// The source's key.
    pub source: String,
    /// A second source, where the first is not enough alone.
    pub also: Option<String>,
}

/// How much one dose is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoseAmount {
    /// Cells within limits, absolute or per kg of body weight, of a named population.
    Cells(Requirement),
    /// An exact amount: flat, per kg or per m2.
    Exact(Quantity),
    /// An amount that rises step by step until a goal is reached.
    Titrated(Titration),
}

/// What the levels of a line are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LevelUse {
    /// Steps down that a rule with the effect `reduce` takes one after the other.
    Reduced,
    /// Levels of a trial, of which one is assigned before the first dose.
    Assigned,
}

/// Another amount for patients with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// For whom.
    pub condition: Condition,
    /// How much then.
    pub amount: Quantity,
    /// The steps down from there.
    pub levels: Vec<Quantity>,
    /// The source's key.
    pub source: String,
    /// A second source, where the first is not enough alone.
    pub also: Option<String>,
}

/// What is prepared from vials, where nothing is cultured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medicine {
    /// What the label calls it.
    pub name: String,
    /// The only unit an order may be written in.
    pub order_unit: Unit,
    /// How much mass an activity is, for display.
    pub strength: Option<Strength>,
    /// What it is taken from.
    pub vials: Vec<Vial>,
    /// What it is diluted in, if it is.
    pub dilution: Option<Dilution>,
    /// The source's key.
    pub source: String,
    /// A second source, where the first is not enough alone.
    pub also: Option<String>,
}

/// What a medicine is diluted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dilution {
    /// The diluent.
    pub diluent: String,
    /// The volumes of bags that may be used.
    pub bags: Vec<Quantity>,
    /// What the concentration in the bag must be.
    pub window: Requirement,
    /// The source's key.
    pub source: String,
}

/// Something else that is given along with the doses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its name in records.
    pub id: InputId,
    /// What is given.
    pub name: String,
    /// How much: flat, per kg or per m2.
    pub amount: Quantity,
    /// No dose is above it.
    pub cap: Option<Quantity>,
    /// How it is given, in words.
    pub route: String,
    /// When it is given.
    pub timing: Timing,
    /// The source's key.
    pub source: String,
}
