//! Draws a complete label: what is looked for first is largest, and every code is read back.

mod rows;

pub(super) use self::rows::grouped;
use self::rows::{Sizes, draw_row, identity};
use super::compose::Label;
use super::content::LabelPatient;
use super::drawing::{Drawing, Item, Symbol, SymbolKind};
use super::error::DrawError;
use super::flow::Flow;
use super::symbol::{code_128, data_matrix, quiet_zone};
use super::template::{Format, LabelTemplate, built_in_text, read_template};
use crate::isbt::{Flags, Message, Structure};

/// Percent of the wanted sizes, tried in turn until everything has its place.
const SCALES: [u32; 13] = [115, 110, 105, 100, 95, 90, 85, 80, 75, 70, 65, 60, 55];

const BAR_CODE_HEIGHT: u32 = 10_000;

/// Draws a label in the built-in layout of its type.
///
/// # Errors
/// As [`draw_from`].
pub fn draw(label: &Label) -> Result<Drawing, DrawError> {
    let label_type = label.label_type();
    let unread = |_| DrawError::NoTemplate { label_type };
    let built_in = read_template(built_in_text(label_type)).map_err(unread)?;
    draw_from(label, &built_in)
}

/// Draws a label from a template. The drawing is given out only after every code on it was read back
/// from what was drawn and all its structures were found to be those of the label.
///
/// # Errors
/// When the template is another type's, something has no room or cannot be printed, or a code does
/// not read back as what belongs there.
pub fn draw_from(label: &Label, template: &LabelTemplate) -> Result<Drawing, DrawError> {
    if template.label != label.label_type() {
        return Err(DrawError::NoTemplate {
            label_type: label.label_type(),
        });
    }
    let format = &template.format;
    let messages = messages(label, format)?;
    let contents: Vec<String> = messages.iter().map(Message::encode).collect();
    refuse_patient_in(label.content().patient.as_ref(), &contents)?;
    let symbols = symbols(&messages, format)?;
    let mut last = DrawError::NoRoom {
        what: "what stands on it".to_owned(),
    };
    for scale in SCALES {
        match attempt(label, template, &symbols, scale) {
            Ok(Some(drawing)) => {
                drawing.read_back(&messages)?;
                return Ok(drawing);
            }
            Ok(None) => {}
            Err(error @ DrawError::NoRoom { .. }) => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// What the codes of a label hold, in the order in which they are drawn.
fn messages(label: &Label, format: &Format) -> Result<Vec<Message>, DrawError> {
    let mut messages = vec![label.message()?];
    if format.with_bar_code {
        let donation = label.content().donation.clone();
        let structures = donation.map(|number| Structure::Donation {
            number,
            flags: Flags::CheckValue,
        });
        messages.extend(structures.map(Message::Single));
    }
    Ok(messages)
}

/// The last wall before a name in a code: what identifies the patient to people is looked for in
/// the characters themselves.
fn refuse_patient_in(patient: Option<&LabelPatient>, contents: &[String]) -> Result<(), DrawError> {
    let Some(patient) = patient else {
        return Ok(());
    };
    let compact = |text: &str| -> String {
        let characters = text.chars().filter(|c| c.is_alphanumeric());
        characters.flat_map(char::to_uppercase).collect()
    };
    for words in [&patient.name, &patient.second_identifier] {
        let words = compact(words);
        let said = |content: &String| compact(content).contains(&words);
        if words.chars().count() >= 5 && contents.iter().any(said) {
            return Err(DrawError::HoldsPatient);
        }
    }
    Ok(())
}

/// The Data Matrix, then the bar code where the format has one.
fn symbols(messages: &[Message], format: &Format) -> Result<Vec<Symbol>, DrawError> {
    let made = messages
        .iter()
        .enumerate()
        .map(|(place, message)| match place {
            0 => data_matrix(message, format.module),
            _ => code_128(message, BAR_CODE_HEIGHT),
        });
    made.collect()
}

/// One try at a scale; nothing where the rows run over the lower edge.
fn attempt(
    label: &Label,
    template: &LabelTemplate,
    symbols: &[Symbol],
    scale: u32,
) -> Result<Option<Drawing>, DrawError> {
    let format = &template.format;
    // Beside the symbol there is room for the donation number in its full size on any bag.
    let first_scale = if format.with_bar_code { 100 } else { scale };
    let mut flow = Flow::new(format.width, format.height, format.margin, first_scale);
    for symbol in symbols {
        let (beside, _) = quiet_zone(symbol.kind);
        let quiet = beside * symbol.module;
        let (x, y) = match symbol.kind {
            SymbolKind::DataMatrix => {
                let edge = format.margin.max(quiet);
                let x = format.width.checked_sub(edge + symbol.width);
                let free = x.and_then(|x| Some((x, x.checked_sub(quiet)?)));
                let Some((x, free)) = free else {
                    return Err(DrawError::NoRoom {
                        what: "the code for scanners".to_owned(),
                    });
                };
                flow.keep_free(free, edge + symbol.height + quiet);
                (x, edge)
            }
            SymbolKind::Code128 => {
                let y = flow.y;
                flow.y += BAR_CODE_HEIGHT + 1_200;
                (format.margin + quiet, y)
            }
        };
        flow.items.push(Item::Symbol(symbol.clone().moved_to(x, y)));
    }
    let sizes = Sizes::of(format);
    identity(&mut flow, label.content(), &template.words, sizes)?;
    flow.scaled(scale);
    for row in &template.rows {
        draw_row(&mut flow, label, template, row)?;
    }
    let fits = flow.fits();
    Ok(fits.then_some(Drawing {
        width: format.width,
        height: format.height,
        items: flow.items,
    }))
}
