//! Values under their labels, side by side.

use krilla::tagging::{ListNumbering, Tag};

use crate::face::{Dress, Face};
use crate::ink::Part;
use crate::lay::columns::{Leading, Stack, row};
use crate::lay::table::badge;
use crate::lay::{Laid, Setting};
use crate::text::Text;
use crate::tree::Node;
use crate::wrap::{Line, wrap};

const LABEL: Leading = Leading {
    size: 7.2,
    height: 9.6,
};
const VALUE: Leading = Leading {
    size: 9.5,
    height: 12.6,
};
const GAP: f32 = 14.0;

/// Lays labelled values as a list, row by row.
pub(crate) fn fields(columns: u8, pairs: &[(String, Text)], setting: &mut Setting<'_>) -> Laid {
    let columns = columns.clamp(1, 4);
    let width = (setting.width + GAP) / f32::from(columns) - GAP;
    let mut laid = Laid::default();
    let mut items = Vec::new();
    for chunk in pairs.chunks(usize::from(columns)) {
        let labels: Vec<Vec<Line>> = chunk
            .iter()
            .map(|(label, _)| label_lines(label, width, setting))
            .collect();
        let label_lines = labels.iter().map(Vec::len).max().unwrap_or(1);
        let mut x = 0.0;
        let mut stacks = Vec::new();
        for ((_, value), mut lines) in chunk.iter().zip(labels) {
            lines.resize(label_lines, Line::default());
            lines.extend(value_lines(value, width, setting));
            stacks.push(Stack {
                x,
                width,
                right: false,
                lines,
            });
            x += width + GAP;
        }
        let leading = |index| if index < label_lines { LABEL } else { VALUE };
        let row = row(&stacks, leading, (4.0, 3.0), setting);
        laid.parts.extend(row.strips.into_iter().map(Part::Strip));
        items.extend(row.nodes.into_iter().map(|nodes| item(nodes, label_lines)));
    }
    if let Some(Part::Strip(first)) = laid.parts.first_mut() {
        first.space_before = 3.0;
    }
    if !items.is_empty() {
        laid.nodes
            .push(Node::Group(Tag::L(ListNumbering::None).into(), items));
    }
    laid
}

fn item(mut lines: Vec<Vec<Node>>, label_lines: usize) -> Node {
    let value = lines.split_off(label_lines.min(lines.len()));
    let label = lines.into_iter().flatten().collect();
    let value = value.into_iter().flatten().collect();
    let parts = vec![
        Node::Group(Tag::Lbl.into(), label),
        Node::Group(Tag::LBody.into(), value),
    ];
    Node::Group(Tag::LI.into(), parts)
}

fn label_lines(label: &str, width: f32, setting: &Setting<'_>) -> Vec<Line> {
    let letters = setting
        .faces
        .letters(&label.into(), Face::Regular, Dress::Plain);
    wrap(&letters, width, LABEL.size)
}

fn value_lines(value: &Text, width: f32, setting: &Setting<'_>) -> Vec<Line> {
    let letters = if value.is_blank() {
        badge(setting.words.missing, setting)
    } else {
        setting.faces.letters(value, Face::Regular, Dress::Plain)
    };
    wrap(&letters, width, VALUE.size)
}
