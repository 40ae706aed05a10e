//! The rows that labels are made of: identity, name, contents, patient, times, warnings, makers.

use cikada_domain::Quantity;
use cikada_domain::event::LabelType;
use jiff::Zoned;

use super::super::biohazard::biohazard;
use super::super::compose::Label;
use super::super::content::{IntendedUse, LabelContent, Standing};
use super::super::drawing::Item;
use super::super::error::DrawError;
use super::super::flow::{Flow, GLUE, bold, plain};
use super::super::requirement::CountryGroup;
use super::super::template::{Format, LabelTemplate, Letters, Row, Word, Words};
use crate::check_character::check_character;
use crate::isbt::Division;

const SIGN_SIZE: u32 = 14_000;

/// The letters of a label, by their size in micrometres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    huge: u32,
    large: u32,
    medium: u32,
    small: u32,
    fine: u32,
}

impl Sizes {
    pub(super) fn of(format: &Format) -> Self {
        let [huge, large, medium, small, fine] = format.sizes;
        Self {
            huge,
            large,
            medium,
            small,
            fine,
        }
    }

    fn letters(self, letters: Letters) -> u32 {
        match letters {
            Letters::Patient => self.large,
            Letters::Name => self.medium,
            Letters::Text => self.small,
            Letters::Fine => self.fine,
        }
    }
}

/// One row of a template, with what the label says there; nothing where it says nothing.
pub(super) fn draw_row(
    flow: &mut Flow,
    label: &Label,
    template: &LabelTemplate,
    row: &Row,
) -> Result<(), DrawError> {
    let (content, words) = (label.content(), &template.words);
    let sizes = Sizes::of(&template.format);
    match row {
        Row::Rule => flow.rule(),
        Row::Gap(height) => flow.gap(*height),
        Row::Below => flow.below(),
        Row::Name => {
            // A lot of a material has no number of a donation above its name.
            let size = match label.label_type() {
                LabelType::Material => sizes.huge,
                _ => sizes.medium,
            };
            named(flow, content, words, (size, sizes.small))?;
        }
        Row::Contents => contents(flow, content, words, sizes.small)?,
        Row::Patient => patient(flow, content, words, sizes.large)?,
        Row::Intended => {
            if let Some(intended) = content.intended {
                let style = bold(sizes.medium);
                flow.framed(style, "for whom it may be used", intended.words())?;
            }
        }
        Row::Times => {
            let size = match label.label_type() {
                LabelType::Sample => sizes.medium,
                _ => sizes.large,
            };
            times(flow, content, words, (size, sizes.small))?;
        }
        Row::Storage => storage(flow, label, words, sizes.small)?,
        Row::Warnings => warnings(flow, content, sizes.small)?,
        Row::Responsible => responsible(flow, label, words, sizes.fine)?,
        Row::Lot => {
            if let Some(lot) = &content.lot {
                let said = format!("{} {lot}", words.of(Word::Lot));
                flow.line(bold(sizes.large), "the lot", &said)?;
            }
        }
        Row::Status => {
            if let Some(status) = content.material_status {
                let style = bold(sizes.medium);
                flow.framed(style, "whether it may be used", status.words())?;
            }
        }
        Row::Copy => copy(flow, content, words, sizes.fine)?,
        Row::Text {
            says,
            letters,
            bold: is_bold,
        } => {
            let style = if *is_bold { bold } else { plain };
            flow.paragraph(
                style(sizes.letters(*letters)),
                "a text of its template",
                says,
            )?;
        }
    }
    Ok(())
}

/// Whose and which, at the top of every label of cells.
pub(super) fn identity(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    sizes: Sizes,
) -> Result<(), DrawError> {
    let (huge, small) = (sizes.huge, sizes.small);
    if let Some(donation) = &content.donation {
        let text = grouped(donation.as_str());
        let check = check_character(donation);
        flow.boxed(bold(huge), "the donation number", &text, check)?;
        flow.gap(500);
    }
    if let Some(chain) = &content.chain_of_identity {
        let text = chain.as_str();
        let number = text.get(2..).unwrap_or_default();
        let said = format!("{} CH {}", words.of(Word::Chain), grouped(number));
        flow.line(bold(small), "the chain of identity", &said)?;
    }
    Ok(())
}

/// Facility, year and serial apart, as people read and type them.
pub(in super::super) fn grouped(number: &str) -> String {
    let part = |from, to| number.get(from..to).unwrap_or_default();
    format!("{} {} {}", part(0, 5), part(5, 7), part(7, 13))
}

/// The name, then the product code with its division, and the batch.
fn named(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    (medium, small): (u32, u32),
) -> Result<(), DrawError> {
    if let Some(name) = &content.name {
        flow.paragraph(bold(medium), "the name", name)?;
    }
    let mut said = Vec::new();
    if let Some(product) = &content.product {
        let division = match (product.division(), &content.divisions) {
            (Division::Whole, _) => words.of(Word::Undivided).to_owned(),
            (_, Some(division)) => format!("{} {division}", words.of(Word::Division)),
            (division, None) => format!("{} {division}", words.of(Word::Division)),
        };
        said.push(format!("{} {product}, {division}", words.of(Word::Product)));
    }
    let batch = content.batch.as_ref();
    said.extend(batch.map(|batch| format!("{} {batch}", words.of(Word::Batch))));
    if !said.is_empty() {
        flow.paragraph(plain(small), "the product code", &said.join("; "))?;
    }
    Ok(())
}

fn contents(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    small: u32,
) -> Result<(), DrawError> {
    let cells = content.cells.as_ref().map(cell_words);
    let volume = content.volume.as_ref().map(|volume| glued(&volume.words()));
    let viability = content.viability.as_ref().map(|part| part.words());
    let viability = viability.map(|part| glued(&format!("{} {part}", words.of(Word::Viability))));
    let said: Vec<String> = [cells, volume, viability].into_iter().flatten().collect();
    if !said.is_empty() {
        flow.paragraph(bold(small), "the contents", &said.join("; "))?;
    }
    if let Some(additives) = &content.additives {
        let said = format!("{}: {additives}", words.of(Word::Additives));
        flow.paragraph(plain(small), "the additives", &said)?;
    }
    if let Some(route) = &content.route {
        let said = format!("{}: {route}", words.of(Word::Route));
        flow.paragraph(plain(small), "the route", &said)?;
    }
    Ok(())
}

/// Powers of ten as they are written by hand, never as a computer writes them.
fn cell_words(cells: &Quantity) -> String {
    let words = cells.words();
    let (number, population) = words.split_once(' ').unwrap_or((&words, ""));
    let number = number.replace('e', " \u{d7} 10^");
    format!("{} {population}", glued(&number))
}

fn glued(text: &str) -> String {
    text.replace(' ', &GLUE.to_string())
}

fn patient(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    large: u32,
) -> Result<(), DrawError> {
    let Some(patient) = &content.patient else {
        return Ok(());
    };
    let caption = words.of(Word::Patient);
    flow.captioned(bold(large), "the patient's name", &patient.name, caption)?;
    let second = &patient.second_identifier;
    flow.line(bold(large * 4 / 5), "the second identifier", second)
}

fn times(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    (large, small): (u32, u32),
) -> Result<(), DrawError> {
    if let Some(expires) = &content.expires {
        let said = format!("{} {}", words.of(Word::Expires), time_words(expires));
        flow.line(bold(large), "the expiry", &said)?;
    }
    if let Some(collected) = &content.collected {
        let said = format!("{} {}", words.of(Word::Collected), time_words(collected));
        flow.line(plain(small), "the time of collection", &said)?;
    }
    Ok(())
}

/// Between which temperatures it is kept, and on a bag of cells what would kill them.
fn storage(flow: &mut Flow, label: &Label, words: &Words, small: u32) -> Result<(), DrawError> {
    let Some(storage) = &label.content().storage else {
        return Ok(());
    };
    let range = storage.words(words.of(Word::Store), words.of(Word::To));
    let said = match label.label_type() {
        LabelType::Collection | LabelType::Product => format!(
            "{}. {}. {}.",
            glued(&range),
            glued("DO NOT IRRADIATE"),
            glued("DO NOT USE A LEUKOCYTE FILTER")
        ),
        LabelType::Partial | LabelType::Sample | LabelType::Material => range,
    };
    flow.paragraph(bold(small), "the storage", &said)
}

/// `01 MAR 2026 14:30 CET (UTC+01:00)`: the month in letters, so that no country reads it as a day.
fn time_words(time: &Zoned) -> String {
    let date = time.strftime("%d %b %Y %H:%M").to_string().to_uppercase();
    let offset = time.strftime("%:z").to_string();
    let zone = time.strftime("%Z").to_string();
    // A zone without letters of its own calls itself by its offset.
    if zone.starts_with(['+', '-']) {
        format!("{date} UTC{offset}")
    } else {
        format!("{date} {zone} (UTC{offset})")
    }
}

/// The sign and the statements that the results dictate.
fn warnings(flow: &mut Flow, content: &LabelContent, small: u32) -> Result<(), DrawError> {
    let Some(status) = &content.infectious else {
        return Ok(());
    };
    let intended = content.intended.unwrap_or(IntendedUse::IntendedRecipient);
    let words = status.words(intended);
    if words.lines.is_empty() && !words.biohazard {
        return Ok(());
    }
    flow.gap(800);
    let top = flow.y;
    let left = flow.left();
    if words.biohazard {
        let sign = biohazard(left, top, SIGN_SIZE);
        flow.items.push(Item::Sign(sign));
        flow.indented(SIGN_SIZE + 2_000);
    }
    for line in &words.lines {
        flow.paragraph(bold(small), "a warning", line)?;
    }
    if words.biohazard {
        flow.paragraph(bold(small), "a warning", "BIOHAZARD")?;
        flow.outdented(left);
        flow.y = flow.y.max(top + SIGN_SIZE);
    }
    Ok(())
}

/// Who made it, and how it stands.
fn responsible(flow: &mut Flow, label: &Label, words: &Words, fine: u32) -> Result<(), DrawError> {
    let content = label.content();
    match &content.standing {
        Some(Standing::Investigational { trial, sponsor }) => {
            let caution = match label.group() {
                CountryGroup::UnitedStates => {
                    "CAUTION: New Drug - Limited by Federal law to investigational use."
                }
                _ => "FOR CLINICAL TRIAL USE ONLY.",
            };
            flow.paragraph(bold(fine), "the caution", caution)?;
            let (of_trial, of_sponsor) = (words.of(Word::Trial), words.of(Word::Sponsor));
            let said = format!("{of_trial} {trial}. {of_sponsor}: {sponsor}");
            flow.paragraph(plain(fine), "the sponsor", &said)?;
        }
        Some(Standing::Authorised(number)) => {
            let said = format!("{} {number}", words.of(Word::Authorisation));
            flow.paragraph(plain(fine), "the authorisation", &said)?;
        }
        None => {}
    }
    for (what, said) in [
        (Word::Manufacturer, &content.manufacturer),
        (Word::CollectedBy, &content.collection_facility),
        (Word::ProcessedBy, &content.processing_facility),
    ] {
        if let Some(said) = said {
            let what = words.of(what);
            flow.paragraph(plain(fine), what, &format!("{what}: {said}"))?;
        }
    }
    Ok(())
}

fn copy(
    flow: &mut Flow,
    content: &LabelContent,
    words: &Words,
    fine: u32,
) -> Result<(), DrawError> {
    match content.copy {
        Some(copy) if copy.get() > 1 => {
            let said = format!("{} {copy}", words.of(Word::Copy));
            flow.line(bold(fine), "the copy number", &said)
        }
        _ => Ok(()),
    }
}
