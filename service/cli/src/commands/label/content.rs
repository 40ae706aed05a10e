//! What a label says, read from a file of names and texts; everything wrong in it is told at once.

use std::fmt::Display;
use std::num::NonZeroU16;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, bail};
use cikada_document::isbt::{DivisionCode, Fixed};
use cikada_document::label::{
    InfectiousStatus, IntendedUse, LabelContent, LabelPatient, MaterialStatus, Standing, Storage,
};
use cikada_document::{ProductCode, typed_donation};
use cikada_domain::{BatchId, ChainOfIdentity};
use serde::Deserialize;

use crate::commands::files;

/// The file as it is written: TOML, or JSON where its name ends in `.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ContentFile {
    donation: Option<String>,
    chain_of_identity: Option<String>,
    product: Option<String>,
    divisions: Option<String>,
    name: Option<String>,
    patient: Option<String>,
    second_identifier: Option<String>,
    intended_use: Option<String>,
    infectious: Option<InfectiousFile>,
    collected: Option<String>,
    expires: Option<String>,
    volume: Option<String>,
    additives: Option<String>,
    store_from: Option<String>,
    store_to: Option<String>,
    cells: Option<String>,
    viability: Option<String>,
    batch: Option<String>,
    route: Option<String>,
    trial: Option<String>,
    sponsor: Option<String>,
    authorisation: Option<String>,
    manufacturer: Option<String>,
    collection_facility: Option<String>,
    processing_facility: Option<String>,
    lot: Option<String>,
    material_status: Option<String>,
    copy: Option<NonZeroU16>,
}

/// The results from which the label's statements follow; none of the three is taken for granted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct InfectiousFile {
    evaluated: bool,
    risk_found: bool,
    reactive: Vec<String>,
}

/// Reads a file, or tells where it cannot be read.
pub(super) fn read(path: &Path) -> anyhow::Result<LabelContent> {
    let (name, bytes) = files::bytes(path)?;
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8 text"))?;
    let file: ContentFile = if name.ends_with(".json") {
        serde_json::from_str(&text).with_context(|| format!("{name} cannot be read"))?
    } else {
        toml::from_str(&text).with_context(|| format!("{name} cannot be read"))?
    };
    let mut problems = Problems(Vec::new());
    let content = file.into_content(&mut problems);
    if problems.0.is_empty() {
        return Ok(content);
    }
    let lines: String = problems
        .0
        .iter()
        .map(|line| format!("\n  {line}"))
        .collect();
    bail!("{name} says what cannot be:{lines}")
}

/// Everything wrong in one file, each with its name.
struct Problems(Vec<String>);

impl Problems {
    fn read<T, E: Display>(
        &mut self,
        name: &str,
        text: Option<String>,
        read: impl FnOnce(String) -> Result<T, E>,
    ) -> Option<T> {
        match read(text?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(format!("{name}: {error}"));
                None
            }
        }
    }

    fn parse<T: FromStr<Err: Display>>(&mut self, name: &str, text: Option<String>) -> Option<T> {
        self.read(name, text, |text| text.parse())
    }

    /// Two values that say one thing together.
    fn both<T>(&mut self, names: [&str; 2], values: (Option<T>, Option<T>)) -> Option<(T, T)> {
        let [first, second] = names;
        match values {
            (Some(one), Some(other)) => Some((one, other)),
            (None, None) => None,
            _ => {
                self.0
                    .push(format!("{first} and {second} belong together: give both"));
                None
            }
        }
    }
}

impl ContentFile {
    fn into_content(self, problems: &mut Problems) -> LabelContent {
        let storage = (
            problems.parse("store-from", self.store_from),
            problems.parse("store-to", self.store_to),
        );
        let storage = problems.both(["store-from", "store-to"], storage);
        let patient = (self.patient, self.second_identifier);
        let patient = problems.both(["patient", "second-identifier"], patient);
        let trial = problems.both(["trial", "sponsor"], (self.trial, self.sponsor));
        if trial.is_some() && self.authorisation.is_some() {
            let told = "trial and authorisation exclude each other: give one";
            problems.0.push(told.to_owned());
        }
        let trial = trial.map(|(trial, sponsor)| Standing::Investigational { trial, sponsor });
        LabelContent {
            donation: problems.read("donation", self.donation, |text| typed_donation(&text)),
            chain_of_identity: problems.read(
                "chain-of-identity",
                self.chain_of_identity,
                ChainOfIdentity::new,
            ),
            product: problems.read("product", self.product, ProductCode::new),
            divisions: problems.read("divisions", self.divisions, DivisionCode::new),
            name: self.name,
            patient: patient.map(|(name, second_identifier)| LabelPatient {
                name,
                second_identifier,
            }),
            intended: problems.read("intended-use", self.intended_use, intended_use),
            infectious: self.infectious.map(|file| InfectiousStatus {
                evaluated: file.evaluated,
                risk_found: file.risk_found,
                reactive: file.reactive,
            }),
            collected: problems.read("collected", self.collected, zoned),
            expires: problems.read("expires", self.expires, zoned),
            volume: problems.parse("volume", self.volume),
            additives: self.additives,
            storage: storage.map(|(lowest, highest)| Storage { lowest, highest }),
            cells: problems.parse("cells", self.cells),
            viability: problems.parse("viability", self.viability),
            batch: problems.read("batch", self.batch, BatchId::new),
            route: self.route,
            standing: trial.or(self.authorisation.map(Standing::Authorised)),
            manufacturer: self.manufacturer,
            collection_facility: self.collection_facility,
            processing_facility: self.processing_facility,
            lot: problems.read("lot", self.lot, Fixed::new),
            material_status: problems.read("material-status", self.material_status, status),
            copy: self.copy,
        }
    }
}

/// A time with its zone: without one, nobody abroad could tell when a bag expires.
fn zoned(text: String) -> Result<jiff::Zoned, String> {
    text.parse().map_err(|_| {
        format!(
            "'{text}' is no time with its zone: expected such as \
             2026-03-01T14:30+01:00[Europe/Rome]"
        )
    })
}

fn intended_use(text: String) -> Result<IntendedUse, String> {
    match text.as_str() {
        "autologous" => Ok(IntendedUse::Autologous),
        "intended-recipient" => Ok(IntendedUse::IntendedRecipient),
        _ => Err(format!(
            "'{text}' was given, expected autologous or intended-recipient"
        )),
    }
}

fn status(text: String) -> Result<MaterialStatus, String> {
    match text.as_str() {
        "quarantine" => Ok(MaterialStatus::Quarantine),
        "released" => Ok(MaterialStatus::Released),
        "rejected" => Ok(MaterialStatus::Rejected),
        _ => Err(format!(
            "'{text}' was given, expected quarantine, released or rejected"
        )),
    }
}
