//! What a pharmacist prepares a medicine by.

use cikada_domain::{DoseNumber, Treatment};
use cikada_protocol::Protocol;
use cikada_protocol::dosing::prepare;

/// The order, and vials, volumes and concentrations worked out from
/// it. Empty for cells.
pub(crate) fn dose_sheet(
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
) -> Vec<String> {
    let Some(medicine) = protocol.medicine() else {
        return Vec::new();
    };
    let Some(order) = treatment.orders.get(&dose) else {
        return vec!["nothing is ordered".to_owned()];
    };
    let mut lines = vec![format!("ordered: {}", order.amount.words())];
    if let Some(line) = protocol.dose_line(dose) {
        lines.push(format!("route: {}", line.route));
    }
    match prepare(medicine, &order.amount) {
        Ok(prepared) => lines.extend(prepared.working),
        Err(problem) => lines.push(format!("the preparation cannot be worked out: {problem}")),
    }
    lines
}
