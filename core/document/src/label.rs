//! The text of labels: what a person reads on a bag, next to its Data Matrix.
//!
//! A label that lacks a required element cannot be made: every element is a field and none is
//! optional. The elements follow 21 CFR 1271.90 and 1271.370, Regulation (EC) 1394/2007 annex III
//! and the FACT-JACIE standards; warnings come from results, never from free typing.

mod text;

use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber, Quantity};
use jiff::Zoned;

pub use self::text::LabelText;
use crate::check_character::check_character;
use crate::isbt::{CodeError, HospitalNumber, LabelTime, ProductCode, encode_container};

/// What every label of a container carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerLabel {
    /// The collection's number; its check character is printed for typing.
    pub donation: DonationIdentificationNumber,
    /// Whose treatment it belongs to.
    pub chain_of_identity: ChainOfIdentity,
    /// The product's code with its division.
    pub product: ProductCode,
    /// The product's proper name.
    pub product_name: LabelText,
    /// The patient's name, or the trial's number for the patient where names are blinded.
    pub patient_name: LabelText,
    /// The second identifier of the patient.
    pub patient_number: HospitalNumber,
    /// How much is in the bag.
    pub volume: Quantity,
    /// Anticoagulant, medium and additives with their amounts.
    pub additives: LabelText,
    /// The lowest and the highest temperature of storage.
    pub storage: (Quantity, Quantity),
    /// Until when it may be used, in the zone of the place of use.
    pub expires: Zoned,
    /// What is known of infection.
    pub infection: InfectionStatus,
    /// Who collected or made it, with the place.
    pub facility: LabelText,
    /// Who answers for the product: the sponsor or manufacturer.
    pub sponsor: LabelText,
    /// The standing of the product.
    pub standing: Standing,
}

/// What is known of infection, from the donor's results (21 CFR 1271.90).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InfectionStatus {
    /// Tests were not done or are not complete.
    NotEvaluated,
    /// All tests were done and none reacted.
    NonReactive,
    /// These tests reacted.
    Reactive(LabelText),
}

/// Whether the product is authorised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is authorised, or made under an exemption for one patient.
    Authorised,
    /// It is used in a study, with the caution that the country's law words (21 CFR 312.6).
    Investigational(LabelText),
}

/// The label of a collection's bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionLabel {
    /// What every label carries.
    pub container: ContainerLabel,
    /// When the collection ended, in the zone of the place.
    pub collected_until: Zoned,
}

/// The label of a product's bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLabel {
    /// What every label carries.
    pub container: ContainerLabel,
    /// When the collection ended, in the zone of its place.
    pub collected_until: Zoned,
    /// How many cells, of which population.
    pub cells: Quantity,
    /// How many of them live.
    pub viability: Quantity,
}

impl CollectionLabel {
    /// The label as lines of text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let content = vec![
            format!("Collection ended: {}", zoned(&self.collected_until)),
            self.container.content(),
        ];
        self.container.lines("COLLECTION", content)
    }
}

impl ProductLabel {
    /// The label as lines of text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let content = vec![
            format!("Collection ended: {}", zoned(&self.collected_until)),
            format!(
                "Contains: {}, viability {}",
                self.cells.words(),
                self.viability.words()
            ),
            self.container.content(),
        ];
        self.container.lines("PRODUCT FOR INFUSION", content)
    }
}

impl ContainerLabel {
    /// The content of the label's Data Matrix.
    pub fn data_matrix(&self) -> Result<String, CodeError> {
        let expires = LabelTime::new(self.expires.datetime())?;
        Ok(encode_container(
            &self.donation,
            &self.product,
            Some(&expires),
            &self.chain_of_identity,
        ))
    }

    fn lines(&self, title: &str, content: Vec<String>) -> String {
        let mut lines = vec![
            title.to_owned(),
            format!("{} ({})", self.product_name, self.product),
            format!("Donation: {}", grouped(&self.donation)),
            format!("Chain of identity: {}", self.chain_of_identity),
            String::new(),
            "FOR AUTOLOGOUS USE ONLY".to_owned(),
            format!("Patient: {}", self.patient_name),
            format!("Number: {}", self.patient_number.value()),
            String::new(),
        ];
        lines.extend(content);
        lines.extend([
            format!(
                "Store at {} to {}",
                self.storage.0.words(),
                self.storage.1.words()
            ),
            format!("EXPIRES: {}", zoned(&self.expires)),
            String::new(),
            "DO NOT IRRADIATE".to_owned(),
            "DO NOT USE A LEUKOCYTE FILTER".to_owned(),
        ]);
        lines.extend(self.infection.lines());
        if let Standing::Investigational(caution) = &self.standing {
            lines.push(caution.to_string());
        }
        lines.push(String::new());
        lines.push(format!("{}, for {}", self.facility, self.sponsor));
        lines.join("\n")
    }

    fn content(&self) -> String {
        format!("Volume: {}, with {}", self.volume.words(), self.additives)
    }
}

impl InfectionStatus {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::NotEvaluated => vec!["NOT EVALUATED FOR INFECTIOUS SUBSTANCES".to_owned()],
            Self::NonReactive => Vec::new(),
            Self::Reactive(markers) => vec![
                "BIOHAZARD".to_owned(),
                format!("WARNING: Reactive test results for {markers}"),
            ],
        }
    }
}

/// The number in groups for the eye, with its check character in a box for typing.
fn grouped(donation: &DonationIdentificationNumber) -> String {
    let number = donation.as_str();
    let group = |from: usize, to: usize| number.get(from..to).unwrap_or_default();
    format!(
        "{} {} {} [{}]",
        group(0, 5),
        group(5, 7),
        group(7, 13),
        check_character(donation)
    )
}

fn zoned(time: &Zoned) -> String {
    time.strftime("%Y-%m-%d %H:%M %:Q (UTC%:z)").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example_container() -> ContainerLabel {
        let text = |text: &str| LabelText::new(text).unwrap();
        ContainerLabel {
            donation: DonationIdentificationNumber::new("A999926000001").unwrap(),
            chain_of_identity: ChainOfIdentity::new("CHA999926000042").unwrap(),
            product: ProductCode::new("S1235000").unwrap(),
            product_name: text("Autologous lymphocytes, cultured"),
            patient_name: text("Example, Ada"),
            patient_number: HospitalNumber::new("11", "H-004711").unwrap(),
            volume: "200 mL".parse().unwrap(),
            additives: text("saline with 1 % albumin"),
            storage: ("2 Cel".parse().unwrap(), "8 Cel".parse().unwrap()),
            expires: "2026-03-16T18:00[Europe/Istanbul]".parse().unwrap(),
            infection: InfectionStatus::NotEvaluated,
            facility: text("Example Cell Centre, Izmir"),
            sponsor: text("Example University Hospital"),
            standing: Standing::Investigational(text("Caution: for investigational use only")),
        }
    }

    fn example_collected() -> Zoned {
        "2026-03-02T09:40[Europe/Istanbul]".parse().unwrap()
    }

    #[test]
    fn a_product_s_label_shows_every_element() {
        let label = ProductLabel {
            container: example_container(),
            collected_until: example_collected(),
            cells: "6400000000 {viable}".parse().unwrap(),
            viability: "94.2 %".parse().unwrap(),
        };
        insta::assert_snapshot!(label.to_text());
    }

    #[test]
    fn a_collection_s_label_shows_every_element() {
        let label = CollectionLabel {
            container: example_container(),
            collected_until: example_collected(),
        };
        insta::assert_snapshot!(label.to_text());
    }

    #[test]
    fn reactive_results_are_shown_as_a_hazard() {
        let markers = LabelText::new("hepatitis B surface antigen").unwrap();
        let lines = InfectionStatus::Reactive(markers).lines();
        assert_eq!(lines[0], "BIOHAZARD");
        assert!(lines[1].ends_with("hepatitis B surface antigen"));
        assert!(InfectionStatus::NonReactive.lines().is_empty());
    }

    #[test]
    fn the_data_matrix_of_a_label_reads_back_as_its_container() {
        let code = example_container().data_matrix().unwrap();
        let container = crate::decode(&code).unwrap().container().unwrap();
        assert_eq!(container.as_str(), "A999926000001-S1235000");
    }
}
