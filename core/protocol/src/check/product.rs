//! The dose against what is counted, and the product's life against its infusion.

use cikada_domain::{Quantity, Unit};

use crate::finding::{FindingCode, Findings};
use crate::model::{DoseAmount, InputRole, StepKind};
use crate::read::draft::Draft;

/// Runs the checks on the product.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    population(draft, out);
    shelf_life(draft, out);
    division(draft, out);
}

/// A medicine is prepared dose by dose, each for its own order.
fn division(draft: &Draft<'_>, out: &mut Findings) {
    let product = draft.product.as_ref();
    let divided = product.filter(|product| product.value.division.is_some());
    if let (Some(product), Some(_)) = (divided, &draft.medicine) {
        let message = "a medicine is not filled as several doses of one batch";
        let expected = "this key only where cells are cultured";
        let at = product.at("doses-per-batch");
        out.add(FindingCode::UnknownKey, at, message, expected);
    }
}

fn population(draft: &Draft<'_>, out: &mut Findings) {
    let counted: Vec<_> = draft
        .steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest)
        .flat_map(|step| step.value.inputs.iter())
        .filter(|input| input.role == InputRole::CellCount)
        .filter_map(|input| input.unit.as_ref()?.population())
        .collect();
    for dose in &draft.doses {
        let DoseAmount::Cells(cells) = &dose.value.amount else {
            continue;
        };
        let wanted = cells
            .example()
            .and_then(cikada_domain::Quantity::population);
        for counted in &counted {
            if let Some(wanted) = wanted.filter(|wanted| wanted != counted) {
                let message = format!(
                    "the dose is of {}, but the harvest counts {}",
                    wanted.words(),
                    counted.words()
                );
                let expected = format!("a dose of {}, or such a count", counted.words());
                let code = FindingCode::PopulationMismatch;
                out.add(code, dose.at("cells"), message, expected);
            }
        }
    }
}

fn shelf_life(draft: &Draft<'_>, out: &mut Findings) {
    let (Some(product), Some(infusion)) = (&draft.product, &draft.infusion) else {
        return;
    };
    let (life, length) = (&product.value.shelf_life, &infusion.value.duration);
    if life.compare(length).is_ok_and(std::cmp::Ordering::is_lt) {
        let message = format!("the product lives {life}, but its infusion takes {length}");
        let expected = "a shelf life up to the end of the infusion";
        out.add(
            FindingCode::ShelfLifeTooShort,
            product.at("shelf-life"),
            message,
            expected,
        );
        return;
    }
    if let Some(transport) = &draft.transport {
        let minutes = |quantity: &Quantity| quantity.convert(Unit::Minute).ok();
        let way = minutes(length).zip(minutes(&transport.value.duration));
        let way = way.map(|(length, way)| length.amount().saturating_add(way.amount()));
        let lives = minutes(life).map(|life| life.amount());
        if way.zip(lives).is_some_and(|(way, lives)| way > lives) {
            let message = format!(
                "the product lives {life}, but its way of {} and its infusion of {length} take longer",
                transport.value.duration
            );
            let expected = "a shelf life up to the end of the infusion, the way included";
            let code = FindingCode::ShelfLifeTooShort;
            out.add(code, transport.at("duration"), message, expected);
        }
    }
}
