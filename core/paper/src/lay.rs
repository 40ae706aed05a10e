//! Blocks turned into strips and structure.

mod columns;
mod drawing;
mod fields;
mod prose;
mod table;

use krilla::tagging::{ArtifactType, Tag, TextDecorationType};

use crate::block::{Block, Level};
use crate::error::PaperError;
use crate::face::{Dress, Faces};
use crate::ink::{Ink, Mark, Part, Strip, Tagged};
use crate::tree::{Node, Slot, Slots};
use crate::words::Words;
use crate::wrap::{Line, Span};

pub(crate) use self::drawing::{inks, points};
pub(crate) use self::fields::fields;
pub(crate) use self::prose::{Prose, prose};

/// A micrometre in points.
pub(crate) const MICROMETRE: f32 = 72.0 / 25_400.0;

/// What all blocks of a document are laid with, and what is learnt of them on the way.
pub(crate) struct Setting<'a> {
    pub(crate) faces: &'a Faces,
    pub(crate) words: &'static Words,
    /// Width of the text, in points.
    pub(crate) width: f32,
    /// Height of the part of a page that may be filled, in points.
    pub(crate) height: f32,
    pub(crate) slots: Slots,
    pub(crate) headings: Vec<(Level, String)>,
    /// Values that were changed since entry.
    pub(crate) changed: usize,
}

/// Strips and their structure, in reading order.
#[derive(Default)]
pub(crate) struct Laid {
    pub(crate) parts: Vec<Part>,
    pub(crate) nodes: Vec<Node>,
}

impl Laid {
    pub(crate) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.nodes.extend(other.nodes);
    }

    fn one(strips: Vec<Strip>, node: Node) -> Self {
        Self {
            parts: strips.into_iter().map(Part::Strip).collect(),
            nodes: vec![node],
        }
    }
}

/// Lays one block.
pub(crate) fn block(block: &Block, setting: &mut Setting<'_>) -> Result<Laid, PaperError> {
    match block {
        Block::Heading(level, text) => Ok(prose::heading(*level, text, setting)),
        Block::Paragraph(text) => Ok(prose(text, &prose::PARAGRAPH, setting)),
        Block::Fields(columns, pairs) => Ok(fields(*columns, pairs, setting)),
        Block::Table(table) => table::table(table, setting),
        Block::Signatures(signatures) => table::signatures(signatures, setting),
        Block::Notice(notice) => Ok(prose::notice(notice, setting)),
        Block::Drawing(drawing, words) => drawing::drawing(drawing, words, setting),
        Block::PageBreak => Ok(Laid {
            parts: vec![Part::PageBreak],
            nodes: vec![],
        }),
    }
}

/// The marks of a line, and its structure: what is struck through says so there, too.
pub(crate) fn line_marks(
    line: &Line,
    x: f32,
    baseline: f32,
    size: f32,
    slots: &mut Slots,
) -> (Vec<Mark>, Vec<Node>) {
    let struck = |span: &Span| span.dress == Dress::Struck;
    let mut marks = Vec::new();
    let mut nodes = Vec::new();
    for group in line.spans.chunk_by(|a, b| struck(a) == struck(b)) {
        let slot: Slot = slots.next();
        let inks = group
            .iter()
            .flat_map(|span| span_inks(span, x, baseline, size))
            .collect();
        marks.push(Mark {
            tagged: Tagged::Slot(slot),
            inks,
        });
        let leaf = Node::Leaf(slot);
        nodes.push(if group.first().is_some_and(struck) {
            let tag = Tag::Span.with_text_decoration_type(Some(TextDecorationType::LineThrough));
            Node::Group(tag.into(), vec![leaf])
        } else {
            leaf
        });
    }
    (marks, nodes)
}

/// The marks of a line that every page repeats.
pub(crate) fn artifact_marks(
    line: &Line,
    x: f32,
    baseline: f32,
    size: f32,
    kind: ArtifactType,
) -> Mark {
    let inks = line
        .spans
        .iter()
        .flat_map(|span| span_inks(span, x, baseline, size))
        .collect();
    Mark {
        tagged: Tagged::Artifact(kind),
        inks,
    }
}

fn span_inks(span: &Span, x: f32, baseline: f32, size: f32) -> Vec<Ink> {
    let left = x + span.x;
    let text = Ink::Text {
        x: left,
        baseline,
        size: size * span.face.scale(),
        face: span.face,
        text: span.text.clone(),
        grey: if span.dress == Dress::Badge { 255 } else { 0 },
    };
    match span.dress {
        Dress::Plain => vec![text],
        Dress::Struck => vec![
            text,
            Ink::Fill {
                x: left,
                y: baseline - 0.29 * size,
                width: span.width,
                height: 0.8,
                grey: 0,
            },
        ],
        Dress::Badge => {
            let ground = Ink::Fill {
                x: left - 1.6,
                y: baseline - 0.83 * size,
                width: span.width + 3.2,
                height: 1.06 * size,
                grey: 0,
            };
            vec![ground, text]
        }
    }
}
