//! Everything a label says, as one hash; made here and nowhere else.
//!
//! Its text is built field by field, so that neither the layout of labels nor a field that is added
//! to them changes the hash of a label that says the same.

use cikada_document::label::{Label, LabelContent, Standing};
use cikada_domain::FileHash;
use cikada_ledger::hex;
use jiff::Zoned;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// SHA-256 over everything a label says, whichever copy it is.
pub(super) fn hash(label: &Label) -> Result<FileHash, AppError> {
    let content = label.content();
    let mut said = format!("type={:?}\ngroup={:?}\n", label.label_type(), label.group());
    for (name, value) in numbers(content).into_iter().chain(words(content)) {
        if let Some(value) = value {
            // The length ends a value, whatever stands in it.
            said.push_str(&format!("{name} {}={value}\n", value.len()));
        }
    }
    of_text(&said)
}

/// SHA-256 over a text.
pub(super) fn of_text(said: &str) -> Result<FileHash, AppError> {
    let hash = FileHash::new(hex(&Sha256::digest(said.as_bytes())));
    hash.map_err(|error| AppError::Document(error.to_string()))
}

fn numbers(content: &LabelContent) -> [(&'static str, Option<String>); 11] {
    let at = |time: &Option<Zoned>| time.as_ref().map(ToString::to_string);
    let quantity = |value: &Option<cikada_domain::Quantity>| value.as_ref().map(|q| q.to_string());
    [
        (
            "donation",
            content.donation.as_ref().map(ToString::to_string),
        ),
        (
            "chain",
            content.chain_of_identity.as_ref().map(ToString::to_string),
        ),
        (
            "product",
            content
                .product
                .as_ref()
                .map(|code| code.as_str().to_owned()),
        ),
        (
            "divisions",
            content
                .divisions
                .as_ref()
                .map(|code| code.as_str().to_owned()),
        ),
        ("batch", content.batch.as_ref().map(ToString::to_string)),
        (
            "lot",
            content.lot.as_ref().map(|lot| lot.as_str().to_owned()),
        ),
        ("collected", at(&content.collected)),
        ("expires", at(&content.expires)),
        ("volume", quantity(&content.volume)),
        ("cells", quantity(&content.cells)),
        ("viability", quantity(&content.viability)),
    ]
}

fn words(content: &LabelContent) -> [(&'static str, Option<String>); 12] {
    let patient = content.patient.as_ref();
    let storage = content.storage.as_ref();
    let infectious = content.infectious.as_ref();
    let standing = content.standing.as_ref().map(|standing| match standing {
        Standing::Investigational { trial, sponsor } => format!("trial {trial}, {sponsor}"),
        Standing::Authorised(number) => format!("authorised {number}"),
    });
    [
        ("name", content.name.clone()),
        (
            "patient",
            patient.map(|patient| format!("{}\n{}", patient.name, patient.second_identifier)),
        ),
        (
            "intended",
            content.intended.map(|intended| intended.words().to_owned()),
        ),
        (
            "infectious",
            infectious.map(|status| {
                let reactive = status.reactive.join(", ");
                format!("{} {} {reactive}", status.evaluated, status.risk_found)
            }),
        ),
        ("additives", content.additives.clone()),
        (
            "storage",
            storage.map(|storage| format!("{} to {}", storage.lowest, storage.highest)),
        ),
        ("route", content.route.clone()),
        ("standing", standing),
        ("manufacturer", content.manufacturer.clone()),
        ("collected by", content.collection_facility.clone()),
        ("processed by", content.processing_facility.clone()),
        (
            "status",
            content
                .material_status
                .map(|status| status.words().to_owned()),
        ),
    ]
}
