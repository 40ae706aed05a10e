//! Labels and symbols in their own size.

use cikada_document::label::{Anchor, Drawing, Frame, Item, Rect};

use crate::error::PaperError;
use crate::face::{Dress, Face, Faces};
use crate::ink::{Ink, Mark, Part, Strip, Tagged};
use crate::lay::{Laid, MICROMETRE, Setting, span_inks};
use crate::tree::Node;
use crate::wrap::wrap;

/// How much smaller than drawn a text may be set to keep its place. The places are measured for
/// faces of the proportions of Helvetica, and ours has wider figures.
const SHRINK_MIN: f32 = 0.9;

/// Lays a drawing as a figure.
pub(crate) fn drawing(
    drawing: &Drawing,
    words: &str,
    setting: &mut Setting<'_>,
) -> Result<Laid, PaperError> {
    let width = points(drawing.width);
    let height = points(drawing.height);
    if width > setting.width || height + 10.0 > setting.height {
        return Err(PaperError::DrawingTooLarge {
            width: drawing.width,
            height: drawing.height,
            room: format!(
                "{:.0} x {:.0}",
                setting.width / MICROMETRE,
                setting.height / MICROMETRE
            ),
        });
    }
    let slot = setting.slots.next();
    let inks = inks(drawing, setting.faces)?;
    let strip = Strip {
        space_before: 9.0,
        height: height + 4.0,
        marks: vec![Mark {
            tagged: Tagged::Slot(slot),
            inks,
        }],
        ..Strip::default()
    };
    let figure = Node::Figure {
        slot,
        words: words.to_owned(),
        x: 0.0,
        y: 0.0,
        width,
        height,
    };
    Ok(Laid {
        parts: vec![Part::Strip(strip)],
        nodes: vec![figure],
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a label is far shorter than 2^24 micrometres"
)]
pub(crate) fn points(micrometres: u32) -> f32 {
    micrometres as f32 * MICROMETRE
}

/// The ink of a drawing, from its upper left corner.
pub(crate) fn inks(drawing: &Drawing, faces: &Faces) -> Result<Vec<Ink>, PaperError> {
    let mut inks = Vec::new();
    for item in &drawing.items {
        match item {
            Item::Text(text) => inks.extend(text_inks(text, faces)?),
            Item::Rect(rect) => inks.push(fill(rect)),
            Item::Frame(frame) => inks.extend(frame_inks(frame)),
            Item::Symbol(symbol) => inks.extend(symbol.rects.iter().map(fill)),
            Item::Sign(sign) => inks.extend(sign.rects.iter().map(fill)),
        }
    }
    Ok(inks)
}

fn fill(rect: &Rect) -> Ink {
    Ink::Fill {
        x: points(rect.x),
        y: points(rect.y),
        width: points(rect.width),
        height: points(rect.height),
        grey: 0,
    }
}

fn frame_inks(frame: &Frame) -> [Ink; 4] {
    let Frame {
        x,
        y,
        width,
        height,
        line,
    } = *frame;
    [
        Rect {
            x,
            y,
            width,
            height: line,
        },
        Rect {
            x,
            y: (y + height).saturating_sub(line),
            width,
            height: line,
        },
        Rect {
            x,
            y,
            width: line,
            height,
        },
        Rect {
            x: (x + width).saturating_sub(line),
            y,
            width: line,
            height,
        },
    ]
    .map(|rect| fill(&rect))
}

fn text_inks(text: &cikada_document::label::Text, faces: &Faces) -> Result<Vec<Ink>, PaperError> {
    let face = if text.bold { Face::Bold } else { Face::Regular };
    let letters = faces.letters(&text.text.as_str().into(), face, Dress::Plain);
    let ems: f32 = letters.iter().map(|letter| letter.advance).sum();
    let drawn = points(text.size);
    let room = points(text.room);
    let size = if ems * drawn > room {
        room / ems
    } else {
        drawn
    };
    if size < SHRINK_MIN * drawn {
        return Err(PaperError::LabelText {
            text: text.text.clone(),
        });
    }
    let lines = wrap(&letters, f32::MAX, size);
    let x = points(text.x);
    Ok(lines
        .iter()
        .flat_map(|line| {
            let left = match text.anchor {
                Anchor::Start => x,
                Anchor::Middle => x - line.width / 2.0,
                Anchor::End => x - line.width,
            };
            line.spans
                .iter()
                .flat_map(move |span| span_inks(span, left, points(text.y), size))
        })
        .collect())
}
