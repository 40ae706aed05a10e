//! One id for one material: the lots of a centre are of a material, whichever protocol asks for it.

use std::collections::BTreeMap;

use cikada_domain::InputId;

use crate::model::{MaterialFrom, Protocol};

/// An id under which two protocols ask for different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherMaterial {
    /// The id.
    pub id: InputId,
    /// What the first calls it.
    pub known: String,
    /// What the other calls it.
    pub name: String,
}

/// Where a protocol gives an id another name than one before it does. A lot received for the one
/// would pass as the other, so that both are never installed in one centre.
#[must_use]
pub fn other_material<'a>(
    before: impl IntoIterator<Item = &'a Protocol>,
    protocol: &Protocol,
) -> Option<OtherMaterial> {
    let known: BTreeMap<_, _> = before.into_iter().flat_map(of_stock).collect();
    of_stock(protocol).find_map(|(id, name)| {
        let other = known.get(id).filter(|other| **other != name)?;
        Some(OtherMaterial {
            id: id.clone(),
            known: (*other).to_owned(),
            name: name.to_owned(),
        })
    })
}

fn of_stock(protocol: &Protocol) -> impl Iterator<Item = (&InputId, &str)> {
    let materials = protocol.steps.iter().flat_map(|step| &step.materials);
    let stock = materials.filter(|material| material.from == MaterialFrom::Stock);
    stock.map(|material| (&material.id, material.name.as_str()))
}
