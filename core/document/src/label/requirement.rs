//! Which element must stand on which label in which country, with its clause: one table.
//!
//! Where a clause is marked as from memory, its number is to be confirmed in the text before it is
//! quoted to an inspector. A label type or country without a row asks for nothing, so every type has
//! rows for all countries, and a test counts them.

use std::cmp::Ordering;

use cikada_domain::event::LabelType;
use cikada_domain::{Country, Dimension, Quantity};

use super::content::{LabelContent, Standing, Storage};

/// Countries with the same rules for labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountryGroup {
    /// The European Union and the European Economic Area.
    EuropeanUnion,
    /// The United States.
    UnitedStates,
    /// The United Kingdom.
    UnitedKingdom,
    /// Türkiye.
    Turkiye,
    /// Anywhere else: everything that FACT-JACIE asks for.
    Other,
}

/// One thing that must stand on a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// The donation number, as a code and for people, with its check character.
    Donation,
    /// The chain-of-identity identifier.
    ChainOfIdentity,
    /// Product code with division.
    Product,
    /// The product divisions, where the product code ends in 99.
    Divisions,
    /// What it is.
    Name,
    /// Name and second identifier of the patient.
    Patient,
    /// For whom it may be used.
    IntendedUse,
    /// What is known of infections.
    InfectiousStatus,
    /// When the collection ended, with its zone.
    Collected,
    /// Until when it may be used, with its zone.
    Expires,
    /// The volume.
    Volume,
    /// Anticoagulant and additives.
    Additives,
    /// The range of temperatures.
    Storage,
    /// The number of cells.
    Cells,
    /// Their viability.
    Viability,
    /// The batch.
    Batch,
    /// How it is given.
    Route,
    /// Whether it is investigational, with trial and sponsor, or authorised.
    Standing,
    /// Name and address of the manufacturer.
    Manufacturer,
    /// Who collected.
    CollectionFacility,
    /// Who processed.
    ProcessingFacility,
    /// Our own number of a material's lot.
    Lot,
    /// Whether a material may be used.
    MaterialStatus,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// What must stand there.
    pub element: Element,
    /// On which labels.
    pub types: &'static [LabelType],
    /// In which countries.
    pub groups: &'static [CountryGroup],
    /// The rule.
    pub clause: &'static str,
}

use CountryGroup::{EuropeanUnion, Other, Turkiye, UnitedKingdom, UnitedStates};
use LabelType::{Collection, Material, Partial, Product, Sample};

const ALL: &[CountryGroup] = &[EuropeanUnion, UnitedStates, UnitedKingdom, Turkiye, Other];
const EUROPE: &[CountryGroup] = &[EuropeanUnion, UnitedKingdom, Turkiye];
const BEYOND: &[CountryGroup] = &[UnitedStates, Other];

const BAGS: &[LabelType] = &[Collection, Product];
const CELLS: &[LabelType] = &[Collection, Product, Partial];
const ALL_CELLS: &[LabelType] = &[Collection, Product, Sample, Partial];
const PRODUCT: &[LabelType] = &[Product];
const MATERIAL: &[LabelType] = &[Material];

const fn row(
    element: Element,
    types: &'static [LabelType],
    groups: &'static [CountryGroup],
    clause: &'static str,
) -> Requirement {
    Requirement {
        element,
        types,
        groups,
        clause,
    }
}

/// The table. Turkish law follows Regulation (EC) 1394/2007 in what it asks of a label (Official
/// Gazette 33007); the United Kingdom kept it.
#[rustfmt::skip]
pub const REQUIREMENTS: &[Requirement] = &[
    row(Element::Donation, ALL_CELLS, ALL, "ISBT 128 ST-001; FACT-JACIE, labels (from memory); 21 CFR 1271.290(c)"),
    row(Element::ChainOfIdentity, ALL_CELLS, ALL, "ISBT 128 ST-018, ST-028"),
    row(Element::Product, CELLS, ALL, "ISBT 128 ST-004 (from memory)"),
    row(Element::Divisions, CELLS, ALL, "ISBT 128 ST-001, structures 003 and 032"),
    row(Element::Name, ALL_CELLS, ALL, "ISBT 128 ST-004 (from memory); 21 CFR 1271.370"),
    row(Element::Name, MATERIAL, ALL, "EU GMP Part IV, 7; 21 CFR 211.80(d) (from memory)"),
    row(Element::Patient, ALL_CELLS, EUROPE, "Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::Patient, ALL_CELLS, BEYOND, "FACT-JACIE, labels (from memory)"),
    row(Element::IntendedUse, CELLS, EUROPE, "Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::IntendedUse, CELLS, BEYOND, "21 CFR 1271.90(c)(1)"),
    row(Element::InfectiousStatus, BAGS, ALL, "21 CFR 1271.90(c), 1271.370; FACT-JACIE, labels (from memory)"),
    row(Element::Collected, &[Collection, Product, Sample], ALL, "FACT-JACIE, labels (from memory)"),
    row(Element::Expires, BAGS, ALL, "21 CFR 1271.370(c); Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::Expires, MATERIAL, ALL, "EU GMP Part IV, 7; 21 CFR 211.80(d) (from memory)"),
    row(Element::Volume, BAGS, ALL, "FACT-JACIE, labels (from memory)"),
    row(Element::Additives, BAGS, ALL, "FACT-JACIE, labels (from memory)"),
    row(Element::Storage, BAGS, ALL, "21 CFR 1271.370(c); FACT-JACIE, labels (from memory)"),
    row(Element::Storage, MATERIAL, ALL, "EU GMP Part IV, 7 (from memory)"),
    row(Element::Cells, PRODUCT, EUROPE, "Reg. (EC) 1394/2007, Annex III, contents (from memory)"),
    row(Element::Cells, PRODUCT, BEYOND, "FACT-JACIE, labels (from memory)"),
    row(Element::Viability, PRODUCT, EUROPE, "Reg. (EC) 1394/2007, Annex III, contents (from memory)"),
    row(Element::Viability, PRODUCT, BEYOND, "FACT-JACIE, labels (from memory)"),
    row(Element::Batch, PRODUCT, EUROPE, "Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::Batch, PRODUCT, BEYOND, "21 CFR 610.60 (from memory)"),
    row(Element::Route, PRODUCT, EUROPE, "Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::Standing, PRODUCT, &[UnitedStates], "21 CFR 312.6 or 610.60 (from memory)"),
    row(Element::Standing, PRODUCT, EUROPE, "Reg. (EU) 536/2014, Annex VI, or Reg. (EC) 1394/2007, Annex III (from memory)"),
    row(Element::Standing, PRODUCT, &[Other], "ISBT 128 ST-018"),
    row(Element::Manufacturer, BAGS, ALL, "ISBT 128 ST-018; 21 CFR 1271.370"),
    row(Element::CollectionFacility, BAGS, ALL, "FACT-JACIE, labels (from memory)"),
    row(Element::ProcessingFacility, PRODUCT, ALL, "FACT-JACIE, labels (from memory); ISBT 128, structure 033"),
    row(Element::Lot, MATERIAL, ALL, "EU GMP Part IV, 7; 21 CFR 211.80(d) (from memory)"),
    row(Element::MaterialStatus, MATERIAL, ALL, "EU GMP Part IV, 7; 21 CFR 211.89 (from memory)"),
];

/// The rows for one label in one country.
pub fn requirements(
    label_type: LabelType,
    group: CountryGroup,
) -> impl Iterator<Item = &'static Requirement> {
    REQUIREMENTS
        .iter()
        .filter(move |row| row.types.contains(&label_type) && row.groups.contains(&group))
}

impl CountryGroup {
    /// The group of a country; one that is in no other group gets the rules for anywhere else.
    #[must_use]
    pub fn of(country: &Country) -> Self {
        const EEA: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO \
                           PL PT RO SE SI SK";
        match country.as_str() {
            "US" => UnitedStates,
            "GB" => UnitedKingdom,
            "TR" => Turkiye,
            code if EEA.split(' ').any(|member| member == code) => EuropeanUnion,
            _ => Other,
        }
    }
}

impl Element {
    /// Whether the content says it. Words of nothing but blanks say nothing, and a quantity of
    /// another kind is none.
    pub(super) fn stands_in(self, content: &LabelContent) -> bool {
        let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !is_blank(text));
        match self {
            Self::Donation => content.donation.is_some(),
            Self::ChainOfIdentity => content.chain_of_identity.is_some(),
            Self::Product => content.product.is_some(),
            Self::Divisions => {
                let product = content.product.as_ref();
                let elsewhere = product
                    .is_some_and(|code| code.division() == crate::isbt::Division::SaidElsewhere);
                elsewhere == content.divisions.is_some()
            }
            Self::Name => said(&content.name),
            Self::Patient => content.patient.as_ref().is_some_and(|patient| {
                !is_blank(&patient.name) && !is_blank(&patient.second_identifier)
            }),
            Self::IntendedUse => content.intended.is_some(),
            Self::InfectiousStatus => content.infectious.is_some(),
            Self::Collected => content.collected.is_some(),
            Self::Expires => content.expires.is_some(),
            Self::Volume => is_of(&content.volume, Dimension::Volume),
            Self::Additives => said(&content.additives),
            Self::Storage => content.storage.as_ref().is_some_and(is_range),
            Self::Cells => is_of(&content.cells, Dimension::CellCount),
            Self::Viability => is_of(&content.viability, Dimension::Fraction),
            Self::Batch => content.batch.is_some(),
            Self::Route => said(&content.route),
            Self::Standing => content
                .standing
                .as_ref()
                .is_some_and(|standing| match standing {
                    Standing::Investigational { trial, sponsor } => {
                        !is_blank(trial) && !is_blank(sponsor)
                    }
                    Standing::Authorised(number) => !is_blank(number),
                }),
            Self::Manufacturer => said(&content.manufacturer),
            Self::CollectionFacility => said(&content.collection_facility),
            Self::ProcessingFacility => said(&content.processing_facility),
            Self::Lot => content.lot.is_some(),
            Self::MaterialStatus => content.material_status.is_some(),
        }
    }

    /// Its name, in words that fit behind "the label needs".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Donation => "the donation number",
            Self::ChainOfIdentity => "the chain of identity",
            Self::Product => "the product code",
            Self::Divisions => {
                "product divisions where, and only where, the product code ends in 99"
            }
            Self::Name => "the name of what it is",
            Self::Patient => "the patient's name and a second identifier",
            Self::IntendedUse => "for whom it may be used",
            Self::InfectiousStatus => "what is known of infections",
            Self::Collected => "when the collection ended, with its zone",
            Self::Expires => "the expiry, with its zone",
            Self::Volume => "the volume",
            Self::Additives => "anticoagulant and additives, or that there are none",
            Self::Storage => "the storage temperatures",
            Self::Cells => "the number of cells with their population",
            Self::Viability => "the viability",
            Self::Batch => "the batch",
            Self::Route => "the route",
            Self::Standing => "the trial with its sponsor, or the authorisation",
            Self::Manufacturer => "the manufacturer's name and address",
            Self::CollectionFacility => "the collection facility",
            Self::ProcessingFacility => "the processing facility",
            Self::Lot => "the lot",
            Self::MaterialStatus => "whether the material may be used",
        }
    }
}

fn is_of(quantity: &Option<Quantity>, dimension: Dimension) -> bool {
    let quantity = quantity.as_ref();
    quantity.is_some_and(|quantity| quantity.dimension() == dimension)
}

fn is_range(storage: &Storage) -> bool {
    let is_temperature = storage.lowest.dimension() == Dimension::Temperature;
    let order = storage.lowest.compare(&storage.highest);
    is_temperature && order.is_ok_and(Ordering::is_le)
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
