//! What labels say that nothing else of a protocol tells.

use cikada_domain::Quantity;

use crate::requirement::Requirement;

/// `[label]`: each part may be missing, and then a label that needs it is not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRule {
    /// Name and address of the manufacturer.
    pub manufacturer: Option<String>,
    /// The code of the trial.
    pub trial: Option<String>,
    /// Name, address and telephone of the sponsor or investigator.
    pub sponsor: Option<String>,
    /// The number of the authorisation under which it is made or sold.
    pub authorisation: Option<String>,
    /// Anticoagulant and additives of the collection, or that there are none.
    pub collection_additives: Option<String>,
    /// Between which temperatures the collection is kept.
    pub collection_storage: Option<Requirement>,
    /// From the collection to the start of its culture.
    pub collection_shelf_life: Option<Quantity>,
    /// Additives of the product, or that there are none.
    pub product_additives: Option<String>,
    /// Between which temperatures the product is kept.
    pub product_storage: Option<Requirement>,
    /// The source's key.
    pub source: String,
}
