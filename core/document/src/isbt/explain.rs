//! What a structure says, field by field, for a person who holds an unknown code.

use super::{Division, Flags, ProductCode, Structure};
use crate::check_character::check_character;

impl Structure {
    /// The fields of the content with their names, in order.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Donation { number, flags } => {
                let text = number.as_str();
                let part = |from, to| text.get(from..to).unwrap_or_default().to_owned();
                vec![
                    ("number", text.to_owned()),
                    ("facility", part(0, 5)),
                    ("year", part(5, 7)),
                    ("serial", part(7, 13)),
                    ("check character", check_character(number).to_string()),
                    ("flags", flag_words(*flags).to_owned()),
                ]
            }
            Self::Product(product) => product_fields(product),
            Self::ExpiryDate(date) | Self::CollectionDate(date) | Self::ProductionDate(date) => {
                vec![("date", date.to_string())]
            }
            Self::Expiry(time) | Self::CollectionTime(time) | Self::ProductionTime(time) => {
                vec![("time", format!("{time}, in the zone that the label names"))]
            }
            Self::Donor { facility, number } => vec![
                ("facility", facility.to_string()),
                ("number", number.to_string()),
            ],
            Self::Patient(patient) => vec![
                ("place", patient.location().to_owned()),
                ("number", patient.value().to_owned()),
            ],
            Self::FlexibleTime(time) => vec![
                ("time", time.time().to_string()),
                ("zone code", time.zone().to_string()),
                ("kind of time", format!("{:02}", time.kind())),
            ],
            Self::ProcessingFacility { facility, product } => vec![
                ("facility", facility.to_string()),
                ("own code", product.to_string()),
            ],
            Self::ProcessorProduct {
                facility,
                product,
                description,
            } => vec![
                ("facility", facility.to_string()),
                ("own code", product.to_string()),
                ("description", description.to_string()),
            ],
            Self::SingleEuropeanCode(code) => vec![
                ("code", code.to_string()),
                ("country", code.donation().country().to_string()),
                ("establishment", code.donation().establishment().to_owned()),
                ("donation", code.donation().donation().to_owned()),
                (
                    "expires",
                    code.expires()
                        .map_or_else(|| "never".to_owned(), |date| date.to_string()),
                ),
            ],
            Self::DonorRegistration(registration) => vec![
                ("number", registration.to_string()),
                ("check digits", registration.check_digits()),
            ],
            other => vec![("content", other.plain_content())],
        }
    }

    /// The content of a structure that is one value.
    fn plain_content(&self) -> String {
        match self {
            Self::BloodGroup(code) => code.to_string(),
            Self::SpecialTesting(code) => code.to_string(),
            Self::ContainerCatalogue(code)
            | Self::ContainerLot(code)
            | Self::SupplyCatalogue(code)
            | Self::SupplyLot(code) => code.to_string(),
            Self::Lot(code) | Self::Supplemental(code) => code.to_string(),
            Self::Divisions(division) => division.to_string(),
            Self::Staff(staff) => staff.to_string(),
            Self::ChainOfIdentity(chain) => chain.to_string(),
            Self::Uninterpreted { content, .. } | Self::National(content) => content.clone(),
            other => other.encode(),
        }
    }
}

fn flag_words(flags: Flags) -> &'static str {
    match flags {
        Flags::None => "00, not used",
        Flags::CheckValue => "type 3, agrees with the number",
    }
}

fn product_fields(product: &ProductCode) -> Vec<(&'static str, String)> {
    let division = match product.division() {
        Division::Whole => "00, not divided".to_owned(),
        Division::SaidElsewhere => "99, said by the product divisions".to_owned(),
        part => part.to_string(),
    };
    vec![
        ("code", product.to_string()),
        ("description", product.description().to_owned()),
        ("collection type", product.collection_type().to_string()),
        ("division", division),
    ]
}
