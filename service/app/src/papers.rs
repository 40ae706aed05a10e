//! Documents that are filed: what the ledger tells of a batch, a product, a container or a dose,
//! with the hash of its last entry and the checkpoint on every page.
//!
//! A document decides nothing and leaves nothing out: it shows old values beside new ones, results
//! that were found invalid, refusals, and what is missing as missing.

mod alerts;
mod batch_record;
mod certificate;
mod custody_report;
mod doses;
mod infusion_record;
pub(crate) mod label;
mod lots;
mod told;
pub(crate) mod wristband;

use cikada_domain::treatment::Product;
use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, DoseNumber};
use cikada_ledger::hex;
use cikada_paper::{Block, Language, Paper, Seal, Text, render};

pub use self::label::{LabelForm, file_label};
pub use self::wristband::file_wristband;

use crate::error::AppError;
use crate::papers::told::Told;
use crate::read::{Patient, authorise_reading, patient};
use crate::use_cases::Actor;
use crate::world::World;

/// Which document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// Everything recorded of a batch.
    BatchRecord(BatchId),
    /// What was tested of a released product, and who certified it.
    Certificate(ContainerId),
    /// Who held a container, where and how warm.
    CustodyReport(ContainerId),
    /// Everything recorded of a dose at the bedside.
    InfusionRecord(DoseNumber),
    /// The printed label of a container.
    Label(ContainerId),
}

impl Document {
    /// Every kind of document, as addresses and the command line name it.
    pub const KINDS: [&'static str; 5] = [
        "batch-record",
        "certificate",
        "custody",
        "infusion",
        "label",
    ];

    /// The kind of this document.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::BatchRecord(_) => "batch-record",
            Self::Certificate(_) => "certificate",
            Self::CustodyReport(_) => "custody",
            Self::InfusionRecord(_) => "infusion",
            Self::Label(_) => "label",
        }
    }

    /// A document by its kind and what it is of: a batch, a container or the number of a dose.
    #[must_use]
    pub fn parse(kind: &str, of: &str) -> Option<Self> {
        Some(match kind {
            "batch-record" => Self::BatchRecord(BatchId::new(of).ok()?),
            "certificate" => Self::Certificate(ContainerId::new(of).ok()?),
            "custody" => Self::CustodyReport(ContainerId::new(of).ok()?),
            "label" => Self::Label(ContainerId::new(of).ok()?),
            "infusion" => Self::InfusionRecord(DoseNumber::new(of.parse().ok()?).ok()?),
            _ => return None,
        })
    }
}

/// A document as bytes, with a name to file it under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The file's name.
    pub name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// Makes a document of a treatment for somebody who is signed in.
///
/// # Errors
/// As [`make`], and when the reader may not see treatments.
pub fn file(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    document: &Document,
) -> Result<Filed, AppError> {
    authorise_reading(actor)?;
    make(world, id, document)
}

/// Makes a document of a treatment, now.
///
/// # Errors
/// When there is no such batch, product, container or dose, a certificate is asked for before the
/// release, or reading fails.
pub fn make(world: &World, id: &ChainOfIdentity, document: &Document) -> Result<Filed, AppError> {
    let told = Told::of(world, id)?;
    let content = match document {
        Document::BatchRecord(batch) => batch_record::content(&told, batch)?,
        Document::Certificate(container) => certificate::content(&told, container)?,
        Document::CustodyReport(container) => custody_report::content(&told, container)?,
        Document::InfusionRecord(dose) => infusion_record::content(&told, *dose)?,
        Document::Label(container) => {
            return label::make_label(world, id, container, LabelForm::Pdf);
        }
    };
    let name = content.name.clone();
    let paper = paper(&told, content)?;
    let bytes = render(&paper).map_err(|error| AppError::Document(error.to_string()))?;
    Ok(Filed { name, bytes })
}

/// What one document says, before head, foot and seal.
struct Content {
    name: String,
    title: &'static str,
    subtitle: String,
    /// What each page repeats beside centre, treatment and patient.
    identity: Vec<(String, String)>,
    shows_changes: bool,
    blocks: Vec<Block>,
}

fn paper(told: &Told<'_>, content: Content) -> Result<Paper, AppError> {
    let world = told.world;
    let last = told.entries.last();
    let entry_hash = last.map_or_else(String::new, |entry| hex(&entry.hash));
    let checkpoint = world.store.latest_checkpoint()?;
    let lines = checkpoint.lines().filter(|line| !line.is_empty());
    let mut identity = vec![
        ("Centre".to_owned(), world.centre().name.clone()),
        ("Chain of identity".to_owned(), told.id.to_string()),
        ("Patient".to_owned(), told.patient.person.to_string()),
    ];
    identity.extend(content.identity);
    Ok(Paper {
        title: content.title.to_owned(),
        subtitle: content.subtitle,
        language: Language::English,
        issued_at: world.moment(world.now()),
        identity,
        seal: Seal {
            entry_hash,
            checkpoint: lines.map(str::to_owned).collect(),
        },
        shows_changes: content.shows_changes,
        blocks: content.blocks,
    })
}

/// Who the patient is, as far as the person's key still opens it.
fn person_fields(patient: &Patient) -> Vec<(String, Text)> {
    let known = |value: &Option<String>| match (value, patient.erased) {
        (Some(value), _) => Text::from(value.as_str()),
        (None, true) => Text::from("erased"),
        (None, false) => Text::default(),
    };
    vec![
        ("Patient".to_owned(), known(&patient.name)),
        ("Born".to_owned(), known(&patient.birth_date)),
        (
            "Hospital number".to_owned(),
            known(&patient.hospital_number),
        ),
        ("Pseudonym".to_owned(), Text::code(patient.person.as_str())),
    ]
}

/// Until when the data of a product are kept, and by which rule.
fn kept_until(told: &Told<'_>, product: &Product) -> String {
    let kept = told.world.kept_until(product.expires_at);
    kept.map_or_else(
        || "a day beyond the calendar".to_owned(),
        |kept| format!("{} ({})", kept.until, kept.source),
    )
}

fn field(label: &str, value: impl Into<Text>) -> (String, Text) {
    (label.to_owned(), value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Patient;

    #[test]
    fn an_erased_patient_is_called_erased_and_not_missing() {
        let patient = Patient {
            person: cikada_domain::PersonId::new("P-000001").unwrap(),
            name: None,
            birth_date: None,
            hospital_number: None,
            erased: true,
        };
        let fields = person_fields(&patient);
        assert_eq!(fields[0].1, Text::from("erased"));
        let missing = person_fields(&Patient {
            erased: false,
            ..patient
        });
        assert!(missing[0].1.is_blank());
    }
}
