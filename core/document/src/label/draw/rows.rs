//! The rows that labels are made of: identity, name, contents, patient, times, warnings, makers.

use cikada_domain::Quantity;
use jiff::Zoned;

use super::super::biohazard::biohazard;
use super::super::compose::Label;
use super::super::content::{IntendedUse, LabelContent, Standing};
use super::super::drawing::Item;
use super::super::error::DrawError;
use super::super::flow::{Flow, GLUE, bold, plain};
use super::super::requirement::CountryGroup;
use crate::check_character::check_character;
use crate::isbt::Division;

const SIGN_SIZE: u32 = 14_000;

/// Whose and which, at the top of every label of cells.
pub(super) fn identity(
    flow: &mut Flow,
    content: &LabelContent,
    huge: u32,
    small: u32,
) -> Result<(), DrawError> {
    if let Some(donation) = &content.donation {
        let text = grouped(donation.as_str());
        let check = check_character(donation);
        flow.boxed(bold(huge), "the donation number", &text, check)?;
        flow.gap(500);
    }
    if let Some(chain) = &content.chain_of_identity {
        let text = chain.as_str();
        let number = text.get(2..).unwrap_or_default();
        let words = format!("Chain of identity CH {}", grouped(number));
        flow.line(bold(small), "the chain of identity", &words)?;
    }
    Ok(())
}

/// Facility, year and serial apart, as people read and type them.
pub(in super::super) fn grouped(number: &str) -> String {
    let part = |from, to| number.get(from..to).unwrap_or_default();
    format!("{} {} {}", part(0, 5), part(5, 7), part(7, 13))
}

/// The name, then the product code with its division, and the batch.
pub(super) fn named(
    flow: &mut Flow,
    content: &LabelContent,
    medium: u32,
    small: u32,
) -> Result<(), DrawError> {
    if let Some(name) = &content.name {
        flow.paragraph(bold(medium), "the name", name)?;
    }
    let mut words = Vec::new();
    if let Some(product) = &content.product {
        let division = match (product.division(), &content.divisions) {
            (Division::Whole, _) => "undivided".to_owned(),
            (_, Some(division)) => format!("division {division}"),
            (division, None) => format!("division {division}"),
        };
        words.push(format!("Product {product}, {division}"));
    }
    words.extend(content.batch.as_ref().map(|batch| format!("batch {batch}")));
    if !words.is_empty() {
        flow.paragraph(plain(small), "the product code", &words.join("; "))?;
    }
    Ok(())
}

pub(super) fn contents(
    flow: &mut Flow,
    content: &LabelContent,
    small: u32,
) -> Result<(), DrawError> {
    let cells = content.cells.as_ref().map(cell_words);
    let volume = content.volume.as_ref().map(|volume| glued(&volume.words()));
    let viability = content.viability.as_ref().map(|part| part.words());
    let viability = viability.map(|part| glued(&format!("viability {part}")));
    let words: Vec<String> = [cells, volume, viability].into_iter().flatten().collect();
    if !words.is_empty() {
        flow.paragraph(bold(small), "the contents", &words.join("; "))?;
    }
    if let Some(additives) = &content.additives {
        let words = format!("Additives: {additives}");
        flow.paragraph(plain(small), "the additives", &words)?;
    }
    if let Some(route) = &content.route {
        flow.paragraph(plain(small), "the route", &format!("Route: {route}"))?;
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

pub(super) fn glued(text: &str) -> String {
    text.replace(' ', &GLUE.to_string())
}

pub(super) fn patient(
    flow: &mut Flow,
    content: &LabelContent,
    large: u32,
) -> Result<(), DrawError> {
    let Some(patient) = &content.patient else {
        return Ok(());
    };
    flow.captioned(bold(large), "the patient's name", &patient.name, "Patient")?;
    let second = &patient.second_identifier;
    flow.line(bold(large * 4 / 5), "the second identifier", second)
}

pub(super) fn times(
    flow: &mut Flow,
    label: &Label,
    large: u32,
    small: u32,
) -> Result<(), DrawError> {
    let content = label.content();
    if let Some(expires) = &content.expires {
        let words = format!("EXPIRES {}", time_words(expires));
        flow.line(bold(large), "the expiry", &words)?;
    }
    if let Some(collected) = &content.collected {
        let words = format!("Collected {}", time_words(collected));
        flow.line(plain(small), "the time of collection", &words)?;
    }
    Ok(())
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
pub(super) fn warnings(
    flow: &mut Flow,
    content: &LabelContent,
    small: u32,
) -> Result<(), DrawError> {
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
pub(super) fn responsible(flow: &mut Flow, label: &Label, fine: u32) -> Result<(), DrawError> {
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
            let words = format!("Trial {trial}. Sponsor: {sponsor}");
            flow.paragraph(plain(fine), "the sponsor", &words)?;
        }
        Some(Standing::Authorised(number)) => {
            let words = format!("Authorisation {number}");
            flow.paragraph(plain(fine), "the authorisation", &words)?;
        }
        None => {}
    }
    for (what, said) in [
        ("Manufacturer", &content.manufacturer),
        ("Collected by", &content.collection_facility),
        ("Processed by", &content.processing_facility),
    ] {
        if let Some(said) = said {
            flow.paragraph(plain(fine), what, &format!("{what}: {said}"))?;
        }
    }
    copy(flow, content, fine)
}

pub(super) fn copy(flow: &mut Flow, content: &LabelContent, fine: u32) -> Result<(), DrawError> {
    match content.copy {
        Some(copy) if copy.get() > 1 => {
            flow.line(bold(fine), "the copy number", &format!("COPY {copy}"))
        }
        _ => Ok(()),
    }
}
