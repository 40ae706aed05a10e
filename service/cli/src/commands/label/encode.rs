//! Makes the message of a label's Data Matrix, and from a file the whole label.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use cikada_document::isbt::{CompoundMessage, DivisionCode, Flags};
use cikada_document::label::{
    CountryGroup, DotsPerMillimetre, Label, LabelContent, LabelType, codes, compose,
    donation_sequence, draw,
};
use cikada_document::{LabelTime, Message, ProductCode, Structure, typed_donation};
use cikada_domain::{ChainOfIdentity, Country, DonationIdentificationNumber};
use clap::Args;
use serde_json::json;

use super::content;
use super::decode::as_json;
use crate::commands::files;
use crate::output::{Outcome, Output};

/// Make the message of a Data Matrix; from a file of content, the whole label as SVG or ZPL.
///
/// A label that lacks anything its type and country ask for is refused with all that is missing,
/// and ends with 1. Every code on it is read back before the label is written.
#[derive(Debug, Args)]
pub(crate) struct Encode {
    /// What the label says: TOML, or JSON where the name ends in .json.
    #[arg(value_name = "FILE", requires = "label_type", requires = "country")]
    file: Option<PathBuf>,
    /// The donation number with the character in its box behind it.
    #[arg(long, value_name = "NUMBER", conflicts_with = "file", value_parser = typed_donation)]
    donation: Option<DonationIdentificationNumber>,
    /// The product code with its division.
    #[arg(long, value_name = "CODE", conflicts_with = "file", value_parser = product)]
    product: Option<ProductCode>,
    /// The division, where the product code ends in 99.
    #[arg(long, value_name = "CODE", conflicts_with = "file", value_parser = divisions)]
    divisions: Option<DivisionCode>,
    /// Until when it may be used, in the zone that the label names.
    #[arg(long, value_name = "TIME", conflicts_with = "file")]
    expires: Option<LabelTime>,
    /// The chain-of-identity identifier.
    #[arg(long, value_name = "NUMBER", conflicts_with = "file", value_parser = chain)]
    chain_of_identity: Option<ChainOfIdentity>,
    /// What the label is stuck on: collection, product, sample, material or partial.
    #[arg(long = "type", id = "label_type", value_name = "TYPE", requires = "file", value_parser = label_type)]
    label_type: Option<LabelType>,
    /// Where it is used, as two letters such as IT.
    #[arg(long, requires = "file", value_parser = country)]
    country: Option<Country>,
    /// The centre's table of product description codes: comma-separated, code and description.
    #[arg(long, value_name = "FILE", requires = "file")]
    products: Option<PathBuf>,
    /// The six characters of the tissue establishment; prints the donation sequence of the papers.
    #[arg(long, value_name = "CODE", requires = "file")]
    establishment: Option<String>,
    /// Write the label as an SVG image.
    #[arg(long, value_name = "FILE", requires = "file")]
    svg: Option<PathBuf>,
    /// Write the label as ZPL for a thermal printer.
    #[arg(long, value_name = "FILE", requires = "file")]
    zpl: Option<PathBuf>,
    /// The printer's dots per millimetre: 8, 12 or 24.
    #[arg(long, value_name = "8|12|24", default_value = "8", value_parser = dots)]
    dots: DotsPerMillimetre,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn product(text: &str) -> anyhow::Result<ProductCode> {
    Ok(ProductCode::new(text)?)
}

fn divisions(text: &str) -> anyhow::Result<DivisionCode> {
    Ok(DivisionCode::new(text)?)
}

fn chain(text: &str) -> anyhow::Result<ChainOfIdentity> {
    Ok(ChainOfIdentity::new(text)?)
}

fn country(text: &str) -> anyhow::Result<Country> {
    Ok(Country::new(text)?)
}

fn label_type(text: &str) -> Result<LabelType, String> {
    match text {
        "collection" => Ok(LabelType::Collection),
        "product" => Ok(LabelType::Product),
        "sample" => Ok(LabelType::Sample),
        "material" => Ok(LabelType::Material),
        "partial" => Ok(LabelType::Partial),
        _ => Err("expected collection, product, sample, material or partial".to_owned()),
    }
}

fn dots(text: &str) -> Result<DotsPerMillimetre, String> {
    match text {
        "8" => Ok(DotsPerMillimetre::Eight),
        "12" => Ok(DotsPerMillimetre::Twelve),
        "24" => Ok(DotsPerMillimetre::TwentyFour),
        _ => Err("expected 8, 12 or 24".to_owned()),
    }
}

impl Encode {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        match (&self.file, self.label_type, &self.country) {
            (Some(file), Some(label_type), Some(country)) => {
                self.label(file, label_type, country, output)
            }
            _ => {
                let message = self.message()?;
                self.print(&message, None, output)?;
                Ok(Outcome::Done)
            }
        }
    }

    /// The message of what was given as options.
    fn message(&self) -> anyhow::Result<Message> {
        let donation = self.donation.clone().map(|number| Structure::Donation {
            number,
            flags: Flags::CheckValue,
        });
        let structures = [
            donation,
            self.product.clone().map(Structure::Product),
            self.divisions.clone().map(Structure::Divisions),
            self.expires.map(Structure::Expiry),
            self.chain_of_identity
                .clone()
                .map(Structure::ChainOfIdentity),
        ];
        let structures: Vec<Structure> = structures.into_iter().flatten().collect();
        if structures.is_empty() {
            bail!("nothing to encode: give --donation and the others, or a file with the content");
        }
        let message = CompoundMessage::new(0, structures).map_err(|error| anyhow!(error))?;
        Ok(Message::Compound(message))
    }

    fn label(
        &self,
        file: &Path,
        label_type: LabelType,
        country: &Country,
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        let mut content = content::read(file)?;
        self.describe(&mut content)?;
        let donation = content.donation.clone();
        let label = match compose(content, label_type, CountryGroup::of(country)) {
            Ok(label) => label,
            Err(missing) => {
                if self.json {
                    let missing: Vec<_> = missing
                        .iter()
                        .map(|missing| json!({ "missing": missing.element.words(), "clause": missing.clause }))
                        .collect();
                    output.json(&json!({ "refused": missing }))?;
                } else {
                    for missing in missing {
                        output.error(&missing.to_string());
                    }
                }
                return Ok(Outcome::Findings);
            }
        };
        let sequence = match (&self.establishment, donation) {
            (Some(establishment), Some(donation)) => {
                Some(donation_sequence(label_type, country, establishment, &donation)?.to_string())
            }
            _ => None,
        };
        self.write(&label)?;
        self.print(&label.message()?, sequence.as_deref(), output)?;
        Ok(Outcome::Done)
    }

    /// The name of a product whose file says none, from the centre's own table.
    fn describe(&self, content: &mut LabelContent) -> anyhow::Result<()> {
        let (Some(path), Some(product)) = (&self.products, &content.product) else {
            return Ok(());
        };
        let (name, bytes) = files::bytes(path)?;
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8 text"))?;
        let table = codes::read(&text).map_err(|faults| {
            let lines: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            anyhow!("{name} cannot be read:{lines}")
        })?;
        let description = table.of(product).with_context(|| {
            let code = product.description();
            format!("{name} has no product description code '{code}': add it, or correct the code")
        })?;
        if content.name.is_none() {
            content.name = Some(description.to_owned());
        }
        Ok(())
    }

    /// Draws the label, even where no file is asked for: one that cannot be drawn is no label.
    fn write(&self, label: &Label) -> anyhow::Result<()> {
        let drawing = draw(label)?;
        let write = |path: &PathBuf, text: String| {
            std::fs::write(path, text)
                .with_context(|| format!("{} cannot be written", path.display()))
        };
        if let Some(path) = &self.svg {
            write(path, drawing.to_svg())?;
        }
        if let Some(path) = &self.zpl {
            write(path, drawing.to_zpl(self.dots))?;
        }
        Ok(())
    }

    fn print(
        &self,
        message: &Message,
        sequence: Option<&str>,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        if self.json {
            let mut printed = as_json(message);
            if let (Some(sequence), Some(printed)) = (sequence, printed.as_object_mut()) {
                printed.insert("donation_sequence".to_owned(), json!(sequence));
            }
            output.json(&printed)?;
            return Ok(());
        }
        output.line(&message.encode())?;
        if let Some(sequence) = sequence {
            output.line(&format!("Donation sequence for the papers: {sequence}"))?;
        }
        Ok(())
    }
}
