//! What a step of the batch record works out, in which order steps are done, and who checks.

use std::num::NonZeroU16;

use cikada_domain::{InputId, Quantity, StepId};

use crate::model::{Step, StepKind};

/// A value entered elsewhere: `volume` of the same step, `isolation.living-cells` of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The other step; none for the same one.
    pub step: Option<StepId>,
    /// The input or, in the same step, the target.
    pub name: InputId,
}

impl Reference {
    /// The reference as it stands in a file.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.step {
            Some(step) => format!("{step}.{}", self.name),
            None => self.name.to_string(),
        }
    }
}

/// How the volume of a material is worked out: its amount is a concentration to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// The volume it is added to.
    pub into: Reference,
    /// Whether what is added counts in the volume that has the concentration.
    pub counts_itself: bool,
    /// What is added, as it is prepared; a lot's own strength takes its place.
    pub stock: Option<Quantity>,
    /// By how much what was added may differ before a deviation is opened.
    pub tolerance: Quantity,
}

/// A volume worked out from a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub id: InputId,
    /// What it is.
    pub label: String,
    /// How it is worked out.
    pub rule: TargetRule,
    /// The count it starts from.
    pub cells: Reference,
    /// The density to be reached.
    pub density: Quantity,
    /// The input that holds what was really done.
    pub entered: Option<InputId>,
    /// By how much that may differ before a deviation is opened.
    pub tolerance: Option<Quantity>,
    /// The source's key.
    pub source: String,
}

/// How a volume is worked out from a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetRule {
    /// The volume in which the cells are taken up.
    Seeding,
    /// The medium added to a culture of this volume.
    Feed {
        /// The volume of the culture.
        volume: Reference,
    },
    /// The medium added to each of some vessels a culture of this volume is divided into.
    Split {
        /// The volume of the culture.
        volume: Reference,
        /// How many vessels.
        vessels: NonZeroU16,
    },
}

impl TargetRule {
    /// The rule's name in files.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Seeding => "seeding",
            Self::Feed { .. } => "feed",
            Self::Split { .. } => "split",
        }
    }

    /// The volume the rule starts from.
    #[must_use]
    pub fn volume(&self) -> Option<&Reference> {
        match self {
            Self::Seeding => None,
            Self::Feed { volume } | Self::Split { volume, .. } => Some(volume),
        }
    }
}

/// Whether two steps are declared parallel, by either of them.
#[must_use]
pub fn are_parallel(one: &Step, other: &Step) -> bool {
    one.parallel.contains(&other.id) || other.parallel.contains(&one.id)
}

/// What must have been done before a step: what it names and, if it is done once, every earlier
/// step of the file that is done once and is not declared parallel. The harvest ends the record, so
/// it waits for all of them.
#[must_use]
pub fn waits_for<'s>(steps: &[&'s Step], step: &'s Step) -> Vec<&'s StepId> {
    let place = steps.iter().position(|other| other.id == step.id);
    let earlier = |index: usize| place.is_some_and(|place| index < place);
    let waited = steps.iter().enumerate().filter(|(index, other)| {
        let once = !step.repeats && !other.repeats && other.id != step.id;
        let due = step.kind == StepKind::Harvest || (earlier(*index) && !are_parallel(step, other));
        once && due && other.kind != StepKind::Harvest
    });
    let waited = waited.map(|(_, other)| &other.id);
    let mut ids: Vec<_> = step.after.iter().chain(waited).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
