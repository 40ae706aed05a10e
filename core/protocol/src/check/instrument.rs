//! Instruments: a value comes in a unit that what measures it can give.

use std::ops::Range;

use cikada_domain::Quantity;

use crate::finding::{FindingCode, Findings};
use crate::model::Instrument;
use crate::read::draft::Draft;

use super::place::inside;

/// Runs the check on inputs and tests.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    for step in &draft.steps {
        for input in &step.value.inputs {
            let Some(instrument) = input.instrument else {
                continue;
            };
            let place = |key: &str| {
                let at = inside(step.table(), "input", input.id.as_str(), key);
                at.unwrap_or_else(|| step.at("input"))
            };
            match &input.unit {
                Some(unit) => measures(instrument, unit, place("unit"), out),
                None => {
                    let message = format!("'{}' is measured, but has no unit", input.id);
                    let at = place("instrument");
                    out.add(
                        FindingCode::UnitNotOfInstrument,
                        at,
                        message,
                        given(instrument),
                    );
                }
            }
        }
    }
    for test in &draft.tests {
        if let (Some(instrument), Some(limit)) =
            (test.value.instrument, test.value.requirement.example())
        {
            measures(instrument, limit, test.at("must-be"), out);
        }
    }
}

fn measures(instrument: Instrument, unit: &Quantity, at: Range<usize>, out: &mut Findings) {
    let dimension = unit.dimension();
    if !instrument.measures().contains(&dimension) {
        let message = format!(
            "the {} does not measure {} ('{}')",
            name(instrument),
            dimension.words(),
            unit.unit_code()
        );
        let expected = given(instrument);
        out.add(FindingCode::UnitNotOfInstrument, at, message, expected);
    }
}

fn given(instrument: Instrument) -> String {
    let words: Vec<_> = instrument.measures().iter().map(|d| d.words()).collect();
    words.join(" or ")
}

fn name(instrument: Instrument) -> &'static str {
    let known = Instrument::ALL
        .iter()
        .find(|(_, known)| *known == instrument);
    known.map_or("instrument", |(name, _)| name)
}
