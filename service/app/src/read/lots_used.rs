//! The lots of one record of a step, each with what was written down before and the form that
//! corrects it.

use cikada_domain::BatchId;
use cikada_domain::event::MaterialUsed;
use cikada_domain::treatment::Performed;
use cikada_protocol::model::Step;

use crate::form::Target;

/// What was added, of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedMaterial {
    /// What it is.
    pub name: String,
    /// The lot, its expiry and the amount, in words.
    pub words: String,
    /// What was written down before, in words, the latest first.
    pub before: Vec<String>,
    /// The form that corrects it.
    pub correction: Target,
}

pub(super) fn lots_used(
    batch: &BatchId,
    step: &Step,
    record: &Performed,
    occurrence: u16,
) -> Vec<RecordedMaterial> {
    let lines = record.materials.iter().zip(0u16..);
    let line = |(used, line): (&MaterialUsed, u16)| {
        let mut known = step.materials.iter();
        let name = known.find(|material| material.id == used.material);
        let name = name.map_or(used.material.as_str(), |material| material.name.as_str());
        let before = record.materials_before.iter().rev();
        let before = before.filter(|(of, _)| *of == line);
        RecordedMaterial {
            name: name.to_owned(),
            words: words(used),
            before: before.map(|(_, old)| words(old)).collect(),
            correction: Target::MaterialCorrection(
                batch.clone(),
                step.id.clone(),
                occurrence,
                line,
            ),
        }
    };
    lines.map(line).collect()
}

fn words(used: &MaterialUsed) -> String {
    format!("{}, expires on {}", used.words(), used.expires_on)
}
