//! Draws a complete label: what is looked for first is largest, and every code is read back.

mod rows;

pub(super) use self::rows::grouped;
use self::rows::{contents, copy, glued, identity, named, patient, responsible, times, warnings};
use super::compose::Label;
use super::content::LabelPatient;
use super::drawing::{Drawing, Item, Symbol, SymbolKind};
use super::error::DrawError;
use super::flow::{Flow, bold, plain};
use super::requirement::LabelType;
use super::symbol::{code_128, data_matrix, quiet_zone};
use crate::isbt::{Flags, Message, Structure};

/// The size of a label and of the letters on it, in micrometres.
struct Format {
    width: u32,
    height: u32,
    margin: u32,
    /// The module of the Data Matrix: whole dots on every thermal printer.
    module: u32,
    /// Whether the donation number also stands there as a bar code, for scanners that read no
    /// Data Matrix.
    with_bar_code: bool,
    /// Donation number; patient and expiry; what it is; everything else; the finest print.
    sizes: [u32; 5],
}

/// Percent of the wanted sizes, tried in turn until everything has its place.
const SCALES: [u32; 13] = [115, 110, 105, 100, 95, 90, 85, 80, 75, 70, 65, 60, 55];

const BAR_CODE_HEIGHT: u32 = 10_000;

fn format(label_type: LabelType) -> Format {
    let (width, height) = match label_type {
        LabelType::Collection | LabelType::Product => (100_000, 100_000),
        LabelType::Partial => (70_000, 50_000),
        LabelType::Material => (70_000, 40_000),
        LabelType::Sample => (50_000, 25_000),
    };
    let (with_bar_code, sizes) = match label_type {
        LabelType::Collection | LabelType::Product => (true, [6_400, 5_200, 4_600, 3_300, 2_600]),
        LabelType::Partial => (false, [4_400, 3_600, 3_200, 2_500, 2_200]),
        LabelType::Material => (false, [4_600, 4_000, 3_600, 2_800, 2_200]),
        LabelType::Sample => (false, [3_000, 2_600, 2_400, 2_000, 1_800]),
    };
    Format {
        width,
        height,
        margin: if with_bar_code { 3_000 } else { 1_500 },
        module: if with_bar_code { 750 } else { 500 },
        with_bar_code,
        sizes,
    }
}

/// Draws a label. The drawing is given out only after every code on it was read back from what was
/// drawn and all its structures were found to be those of the label.
pub fn draw(label: &Label) -> Result<Drawing, DrawError> {
    let messages = messages(label)?;
    let contents: Vec<String> = messages.iter().map(Message::encode).collect();
    refuse_patient_in(label.content().patient.as_ref(), &contents)?;
    let format = format(label.label_type());
    let symbols = symbols(&messages, &format)?;
    let mut last = DrawError::NoRoom {
        what: "what stands on it".to_owned(),
    };
    for scale in SCALES {
        match attempt(label, &format, &symbols, scale) {
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
fn messages(label: &Label) -> Result<Vec<Message>, DrawError> {
    let mut messages = vec![label.message()?];
    if format(label.label_type()).with_bar_code {
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
    format: &Format,
    symbols: &[Symbol],
    scale: u32,
) -> Result<Option<Drawing>, DrawError> {
    // Beside the symbol there is room for the donation number in its full size on any bag.
    let first_scale = if format.with_bar_code { 100 } else { scale };
    let mut flow = Flow::new(format.width, format.height, format.margin, first_scale);
    for symbol in symbols {
        let (beside, _) = quiet_zone(symbol.kind);
        let quiet = beside * symbol.module;
        let (x, y) = match symbol.kind {
            SymbolKind::DataMatrix => {
                let edge = format.margin.max(quiet);
                let x = format.width - edge - symbol.width;
                flow.keep_free(x - quiet, edge + symbol.height + quiet);
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
    let [huge, _, _, small, _] = format.sizes;
    identity(&mut flow, label.content(), huge, small)?;
    flow.scaled(scale);
    match label.label_type() {
        LabelType::Collection | LabelType::Product => {
            flow.below();
            bag(&mut flow, label, format)?;
        }
        LabelType::Partial => partial(&mut flow, label, format)?,
        LabelType::Sample => sample(&mut flow, label, format)?,
        LabelType::Material => material(&mut flow, label, format)?,
    }
    let fits = flow.fits();
    Ok(fits.then_some(Drawing {
        width: format.width,
        height: format.height,
        items: flow.items,
    }))
}

fn bag(flow: &mut Flow, label: &Label, format: &Format) -> Result<(), DrawError> {
    let [_, large, medium, small, fine] = format.sizes;
    let content = label.content();
    flow.rule();
    named(flow, content, medium, small)?;
    contents(flow, content, small)?;
    flow.rule();
    patient(flow, content, large)?;
    if let Some(intended) = content.intended {
        flow.gap(600);
        flow.framed(bold(medium), "for whom it may be used", intended.words())?;
    }
    flow.gap(1_400);
    times(flow, label, large, small)?;
    if let Some(storage) = &content.storage {
        let words = format!(
            "{}. {}. {}.",
            glued(&storage.words()),
            glued("DO NOT IRRADIATE"),
            glued("DO NOT USE A LEUKOCYTE FILTER")
        );
        flow.paragraph(bold(small), "the storage", &words)?;
    }
    warnings(flow, content, small)?;
    flow.rule();
    responsible(flow, label, fine)
}

fn partial(flow: &mut Flow, label: &Label, format: &Format) -> Result<(), DrawError> {
    let [_, large, medium, small, fine] = format.sizes;
    let content = label.content();
    named(flow, content, medium, small)?;
    flow.below();
    patient(flow, content, large)?;
    if let Some(intended) = content.intended {
        flow.gap(400);
        flow.framed(bold(medium), "for whom it may be used", intended.words())?;
        flow.gap(400);
    }
    times(flow, label, large, small)?;
    contents(flow, content, small)?;
    warnings(flow, content, small)?;
    flow.paragraph(
        plain(fine),
        "a note",
        "Partial label: see the papers for the rest.",
    )?;
    copy(flow, content, fine)
}

fn sample(flow: &mut Flow, label: &Label, format: &Format) -> Result<(), DrawError> {
    let [_, large, medium, small, fine] = format.sizes;
    let content = label.content();
    named(flow, content, medium, small)?;
    patient(flow, content, large)?;
    times(flow, label, medium, small)?;
    copy(flow, content, fine)
}

fn material(flow: &mut Flow, label: &Label, format: &Format) -> Result<(), DrawError> {
    let [huge, large, medium, small, fine] = format.sizes;
    let content = label.content();
    if let Some(name) = &content.name {
        flow.paragraph(bold(huge), "the name", name)?;
    }
    if let Some(lot) = &content.lot {
        flow.line(bold(large), "the lot", &format!("Lot {lot}"))?;
    }
    flow.below();
    if let Some(status) = content.material_status {
        flow.framed(bold(medium), "whether it may be used", status.words())?;
        flow.gap(600);
    }
    times(flow, label, large, small)?;
    if let Some(storage) = &content.storage {
        flow.paragraph(bold(small), "the storage", &storage.words())?;
    }
    copy(flow, content, fine)
}
