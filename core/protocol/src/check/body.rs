//! The bodies a protocol allows: what weights and surfaces its criteria let through.

use cikada_domain::{CriterionId, Dimension, Quantity, Unit};
use cikada_dose::{BODY_MASS_INDEX, Basis, Body, DoseRule, HEIGHT_CM, SurfaceFormula, WEIGHT_KG};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use toml::de::DeTable;

use crate::finding::{FindingCode, Findings};
use crate::read::draft::Draft;
use crate::requirement::Requirement;

use super::place::measured;
use super::texts_of;

/// The measures a dose may go by, from the least to the greatest, on the grid that the dose room
/// looks at: grams of body weight, hundredths of a square metre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    unit: Unit,
    places: u32,
    /// The first and the last step of the grid.
    pub(super) steps: (u32, u32),
}

impl Allowed {
    /// The measure at a step.
    pub(super) fn measure(&self, step: u32) -> Option<Quantity> {
        let amount = Decimal::new(i64::from(step), self.places).normalize();
        Quantity::new(amount, self.unit).ok()
    }

    /// The step a measure lies on.
    pub(super) fn step(&self, measure: &Quantity) -> Option<u32> {
        let scale = Decimal::from(10_u32.checked_pow(self.places)?);
        measure.amount().checked_mul(scale)?.to_u32()
    }

    /// Two measures in words: `45 kg to 150 kg`.
    pub(super) fn words(&self, from: u32, to: u32) -> String {
        let word = |step| self.measure(step).map(|m| m.words()).unwrap_or_default();
        if from == to {
            return format!("at {}", word(from));
        }
        format!("from {} to {}", word(from), word(to))
    }
}

/// What an amount goes by, and what the dose itself is; nothing if it is no dose.
pub(super) fn kind(amount: &Quantity) -> Option<(Basis, Dimension)> {
    let rule = DoseRule {
        amount: amount.clone(),
        surface: SurfaceFormula::Mosteller,
        order_unit: amount.unit(),
        round_to: None,
        cap: None,
    };
    rule.basis().ok()
}

/// The measures that a dose of this basis may meet; nothing where they are not known.
pub(super) fn allowed(draft: &Draft<'_>, basis: Basis, formula: SurfaceFormula) -> Option<Allowed> {
    match basis {
        Basis::Flat => Some(Allowed {
            unit: Unit::SquareMetre,
            places: 0,
            steps: (1, 1),
        }),
        Basis::Weight => Some(Allowed {
            unit: Unit::Kilogram,
            places: 3,
            steps: weights(draft)?,
        }),
        Basis::Surface => {
            let steps = surfaces(draft, formula)?;
            Some(Allowed {
                unit: Unit::SquareMetre,
                places: 2,
                steps,
            })
        }
    }
}

/// Allowed weights in grams.
fn weights(draft: &Draft<'_>) -> Option<(u32, u32)> {
    let body = &draft.body.as_ref()?.value;
    let bounds = (
        WEIGHT_KG.0.checked_mul(1000)?,
        WEIGHT_KG.1.checked_mul(1000)?,
    );
    within(draft, &body.weight, Unit::Gram, bounds)
}

/// Allowed surfaces in hundredths of a square metre, of the smallest and the largest body.
fn surfaces(draft: &Draft<'_>, formula: SurfaceFormula) -> Option<(u32, u32)> {
    let body = &draft.body.as_ref()?.value;
    let (light, heavy) = weights(draft)?;
    let heights = within(draft, body.height.as_ref()?, Unit::Centimetre, HEIGHT_CM)?;
    // A body of 400 kg and 100 cm is nobody's: at the ends the height gives way.
    let least = (heights.0..=heights.1).find_map(|height| hundredths(light, height, formula));
    let most = (heights.0..=heights.1)
        .rev()
        .find_map(|height| hundredths(heavy, height, formula));
    least.zip(most).filter(|(least, most)| least <= most)
}

fn hundredths(grams: u32, centimetres: u32, formula: SurfaceFormula) -> Option<u32> {
    let kilograms = Decimal::new(i64::from(grams), 3);
    let metres = Decimal::new(i64::from(centimetres), 2);
    let index = kilograms.checked_div(metres.checked_mul(metres)?)?;
    if index < BODY_MASS_INDEX.0.into() || index > BODY_MASS_INDEX.1.into() {
        return None;
    }
    let body = Body {
        weight: Quantity::new(kilograms, Unit::Kilogram).ok(),
        height: Quantity::new(centimetres.into(), Unit::Centimetre).ok(),
    };
    let surface = cikada_dose::surface(&body, formula).ok()?.value;
    surface.amount().checked_mul(Decimal::ONE_HUNDRED)?.to_u32()
}

/// The whole steps of a unit that every limit on a criterion lets through.
fn within(draft: &Draft<'_>, id: &CriterionId, unit: Unit, all: (u32, u32)) -> Option<(u32, u32)> {
    let (mut least, mut most) = (Decimal::from(all.0), Decimal::from(all.1));
    let mut recorded = false;
    for criterion in measured(draft, id) {
        recorded = true;
        let centre = criterion
            .value
            .centre
            .as_ref()
            .map(|centre| &centre.requirement);
        for limit in std::iter::once(&criterion.value.requirement).chain(centre) {
            let (low, high) = steps(limit, unit)?;
            least = low.map_or(least, |low| least.max(low));
            most = high.map_or(most, |high| most.min(high));
        }
    }
    (recorded && least <= most).then_some((least.to_u32()?, most.to_u32()?))
}

/// The first and last whole step that meet a requirement; nothing if it is of another kind.
fn steps(limit: &Requirement, unit: Unit) -> Option<(Option<Decimal>, Option<Decimal>)> {
    let whole = |quantity: &Quantity| quantity.convert(unit).ok().map(|q| q.amount());
    let (low, high) = limit.limits();
    let low = low
        .map(|low| whole(low).map(|low| low.ceil()))
        .map_or(Some(None), |l| l.map(Some));
    let high = high
        .map(|q| whole(q).map(|q| q.floor()))
        .map_or(Some(None), |h| h.map(Some));
    let (low, high) = (low?, high?);
    limit.example()?;
    Some(match limit {
        Requirement::Above(_) => (low.and_then(|low| low.checked_add(Decimal::ONE)), high),
        Requirement::Below(_) => (low, high.and_then(|high| high.checked_sub(Decimal::ONE))),
        Requirement::Between { .. } | Requirement::Is(_) | Requirement::OneOf(_) => (low, high),
    })
}

/// What `[body]` names is recorded, as a mass and a length.
pub(super) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    let Some(body) = &draft.body else {
        return;
    };
    let names = ["eligibility", "fitness"]
        .map(|list| texts_of(document, list, "id"))
        .concat();
    let height = body.value.height.as_ref();
    let asked = [
        ("weight", Some(&body.value.weight), Dimension::Mass),
        ("height", height, Dimension::Length),
    ];
    for (key, id, dimension) in asked {
        let Some(id) = id else { continue };
        if !names.contains(&id.as_str()) {
            let message = format!("'{id}' is no criterion, so no {key} would be known");
            let expected = "the id of an [[eligibility]] or [[fitness]] in this file";
            out.add(
                FindingCode::DanglingReference,
                body.at(key),
                message,
                expected,
            );
        }
        for criterion in measured(draft, id) {
            let limit = criterion.value.requirement.example();
            if limit.map(Quantity::dimension) != Some(dimension) {
                let message = format!("'{id}' is no {key}");
                let expected = format!("limits of {}", dimension.words());
                out.add(
                    FindingCode::WrongDimension,
                    criterion.at("must-be"),
                    message,
                    expected,
                );
            }
        }
    }
}
