//! Where things stand that several checks look for: criteria by name, entries of nested lists.

use std::ops::Range;

use cikada_domain::CriterionId;
use toml::de::DeTable;

use crate::model::Criterion;
use crate::read::draft::{Draft, Placed};

/// A criterion that is recorded, with where it stands.
pub(super) struct Recorded<'d, 't> {
    /// The criterion.
    pub(super) criterion: &'d Criterion,
    place: Place<'d, 't>,
}

enum Place<'d, 't> {
    Own(&'d Placed<'t, Criterion>),
    Visit(&'t DeTable<'t>, Range<usize>),
}

impl Recorded<'_, '_> {
    /// Where a key's value stands.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        match &self.place {
            Place::Own(placed) => placed.at(key),
            Place::Visit(visit, at) => {
                let id = self.criterion.id.as_str();
                inside(visit, "finding", id, key).unwrap_or_else(|| at.clone())
            }
        }
    }
}

/// Every criterion of eligibility, fitness and visits.
pub(super) fn criteria<'d, 't>(draft: &'d Draft<'t>) -> Vec<Recorded<'d, 't>> {
    let own = draft.eligibility.iter().chain(&draft.fitness);
    let own = own.map(|placed| Recorded {
        criterion: &placed.value,
        place: Place::Own(placed),
    });
    let at_visits = draft.visits.iter().flat_map(|visit| {
        visit.value.findings.iter().map(|criterion| Recorded {
            criterion,
            place: Place::Visit(visit.table(), visit.at("finding")),
        })
    });
    own.chain(at_visits).collect()
}

/// The criteria of eligibility and fitness with a name: all of them must be met.
pub(super) fn measured<'d, 't>(
    draft: &'d Draft<'t>,
    id: &'d CriterionId,
) -> impl Iterator<Item = &'d Placed<'t, Criterion>> {
    let all = draft.eligibility.iter().chain(&draft.fitness);
    all.filter(move |placed| &placed.value.id == id)
}

/// Where a key of the entry with a name stands, in a list inside a table.
pub(super) fn inside(table: &DeTable<'_>, list: &str, id: &str, key: &str) -> Option<Range<usize>> {
    let entries = table.get(list)?.get_ref().as_array()?;
    let entry = entries.iter().find(|entry| {
        let written = entry.get_ref().get("id");
        written.and_then(|id| id.get_ref().as_str()).map(str::trim) == Some(id)
    })?;
    let value = entry.get_ref().get(key);
    Some(value.map_or_else(|| entry.span(), toml::Spanned::span))
}
