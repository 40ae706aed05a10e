//! Tables and signatures.

use krilla::tagging::{TableHeaderScope, Tag};

use crate::block::{Cell, Column, Signed, Table};
use crate::error::PaperError;
use crate::face::{Dress, Face, Letter, unbroken};
use crate::ink::{Mark, Part, Strip};
use crate::lay::columns::{Leading, Row, Stack, row};
use crate::lay::{Laid, Setting};
use crate::text::Text;
use crate::tree::Node;
use crate::wrap::wrap;

const HEAD: Leading = Leading {
    size: 7.8,
    height: 10.2,
};
const CELL: Leading = Leading {
    size: 8.8,
    height: 11.6,
};
/// Between the text of two columns.
const GAP: f32 = 14.0;

/// The mark of a value that was changed since entry.
pub(crate) const CHANGED: &str = "Δ";

/// Lays a table: heads, then rows, each under a thin rule. The heads stand again on each page.
pub(crate) fn table(table: &Table, setting: &mut Setting<'_>) -> Result<Laid, PaperError> {
    let columns = places(&table.columns, setting.width)?;
    let mut laid = Laid::default();
    let (head, head_node) = head(&table.columns, &columns, setting);
    laid.parts.push(Part::Strip(head.clone()));
    laid.parts.push(Part::Repeat(Some(head)));
    let mut rows = Vec::new();
    for (index, cells) in table.rows.iter().enumerate() {
        if cells.len() != columns.len() {
            let heads: Vec<&str> = table
                .columns
                .iter()
                .map(|column| column.head.as_str())
                .collect();
            return Err(PaperError::RowWidth {
                head: heads.join(", "),
                row: index + 1,
                expected: columns.len(),
                found: cells.len(),
            });
        }
        let first = laid.parts.len();
        rows.push(body_row(cells, &columns, &mut laid, setting));
        let stays = index == 0 || index + 2 == table.rows.len();
        if stays && index + 1 < table.rows.len() {
            keep_with_next(&mut laid, first);
        }
    }
    if table.rows.is_empty() {
        rows.push(no_rows(&columns, &mut laid, setting));
    }
    laid.parts.push(Part::Repeat(None));
    let body = Node::Group(Tag::TBody.into(), rows);
    laid.nodes
        .push(Node::Group(Tag::Table.into(), vec![head_node, body]));
    Ok(laid)
}

/// A row of one strip stays with the next, so that no row stands alone beside a break.
fn keep_with_next(laid: &mut Laid, first: usize) {
    if let Some([Part::Strip(only)]) = laid.parts.get_mut(first..) {
        only.keep = true;
    }
}

/// Lays signatures as a table, or says that there are none.
pub(crate) fn signatures(
    signatures: &[Signed],
    setting: &mut Setting<'_>,
) -> Result<Laid, PaperError> {
    let words = setting.words;
    if signatures.is_empty() {
        let text = Text::strong(words.not_signed);
        return Ok(super::prose(&text, &super::prose::PARAGRAPH, setting));
    }
    let rows = signatures.iter().map(|signed| {
        let at = crate::paper::moment(&signed.at);
        vec![
            Cell::new(Text::strong(&signed.name)),
            signed.meaning.as_str().into(),
            at.into(),
        ]
    });
    let columns = vec![
        Column::new(words.name, 4),
        Column::new(words.meaning, 5),
        Column::new(words.signed_at, 7),
    ];
    table(
        &Table {
            columns,
            rows: rows.collect(),
        },
        setting,
    )
}

/// Where a column stands.
struct Place {
    x: f32,
    width: f32,
    right: bool,
}

fn places(columns: &[Column], width: f32) -> Result<Vec<Place>, PaperError> {
    let weights: f32 = columns.iter().map(|column| f32::from(column.weight)).sum();
    if weights <= 0.0 {
        return Err(PaperError::NoColumns);
    }
    let gaps: f32 = columns.iter().skip(1).map(|_| GAP).sum();
    let mut x = 0.0;
    let mut places = Vec::new();
    for column in columns {
        let width = (width - gaps).max(0.0) * f32::from(column.weight) / weights;
        places.push(Place {
            x,
            width,
            right: column.numeric,
        });
        x += width + GAP;
    }
    Ok(places)
}

fn head(columns: &[Column], places: &[Place], setting: &mut Setting<'_>) -> (Strip, Node) {
    let mut stacks: Vec<Stack> = Vec::new();
    for (column, place) in columns.iter().zip(places) {
        let head = column.head.as_str().into();
        let letters = setting.faces.letters(&head, Face::Bold, Dress::Plain);
        stacks.push(stack(&letters, place, HEAD.size));
    }
    let mut row = row(&stacks, |_| HEAD, (4.0, 3.5), setting);
    let mut strip = Strip {
        space_before: 9.0,
        keep: true,
        ..Strip::default()
    };
    for part in row.strips.drain(..) {
        strip.height += part.height;
        strip.marks.extend(part.marks);
    }
    strip
        .marks
        .push(Mark::rule(0.0, 0.0, setting.width, 1.0, 0));
    strip
        .marks
        .push(Mark::rule(0.0, strip.height - 0.6, setting.width, 0.6, 0));
    let cells = row.nodes.into_iter().map(|lines| {
        let lines = lines.into_iter().flatten().collect();
        Node::Group(Tag::TH(TableHeaderScope::Column).into(), lines)
    });
    let cells = Node::Group(Tag::TR.into(), cells.collect());
    (strip, Node::Group(Tag::THead.into(), vec![cells]))
}

fn stack(letters: &[Letter], place: &Place, size: f32) -> Stack {
    Stack {
        x: place.x,
        width: place.width,
        right: place.right,
        lines: wrap(letters, place.width, size),
    }
}

fn body_row(cells: &[Cell], places: &[Place], laid: &mut Laid, setting: &mut Setting<'_>) -> Node {
    let mut stacks = Vec::new();
    for (cell, place) in cells.iter().zip(places) {
        if !cell.was.is_empty() {
            setting.changed += 1;
        }
        stacks.push(stack(
            &cell_letters(cell, place.right, setting),
            place,
            CELL.size,
        ));
    }
    let row = row(&stacks, |_| CELL, (2.6, 3.0), setting);
    push_row(row, laid, setting)
}

fn push_row(row: Row, laid: &mut Laid, setting: &Setting<'_>) -> Node {
    let last = row.strips.len() - 1;
    for (index, mut strip) in row.strips.into_iter().enumerate() {
        if index == last {
            let y = strip.height - 0.35;
            strip
                .marks
                .push(Mark::rule(0.0, y, setting.width, 0.35, 130));
        }
        laid.parts.push(Part::Strip(strip));
    }
    let cells = row
        .nodes
        .into_iter()
        .map(|lines| Node::Group(Tag::TD.into(), lines.into_iter().flatten().collect()));
    Node::Group(Tag::TR.into(), cells.collect())
}

/// A row that says that there are none, so that an empty table is not taken for a lost one.
fn no_rows(places: &[Place], laid: &mut Laid, setting: &mut Setting<'_>) -> Node {
    let words: Text = setting.words.no_rows.into();
    let letters = setting.faces.letters(&words, Face::Regular, Dress::Plain);
    let whole = Place {
        x: 0.0,
        width: setting.width,
        right: false,
    };
    let row = row(
        &[stack(&letters, &whole, CELL.size)],
        |_| CELL,
        (2.6, 3.0),
        setting,
    );
    let mut node = push_row(row, laid, setting);
    if let Node::Group(_, cells) = &mut node {
        cells.extend(
            places
                .iter()
                .skip(1)
                .map(|_| Node::Group(Tag::TD.into(), vec![])),
        );
    }
    node
}

/// What was before, struck through; what is now; and the marks.
fn cell_letters(cell: &Cell, numeric: bool, setting: &Setting<'_>) -> Vec<Letter> {
    let faces = setting.faces;
    let is_marked = cell.outside || !cell.was.is_empty();
    let face = if is_marked { Face::Bold } else { Face::Regular };
    let set = |text: &Text, face, dress| {
        let letters = faces.letters(text, face, dress);
        if numeric { unbroken(letters) } else { letters }
    };
    let mut letters = Vec::new();
    for was in &cell.was {
        // A value that was entered late replaces none, and a struck nothing would not be seen.
        let none = Text::from(setting.words.missing);
        let was = if was.is_blank() { &none } else { was };
        letters.extend(set(was, Face::Regular, Dress::Struck));
        letters.extend(faces.letters(&" ".into(), Face::Regular, Dress::Plain));
    }
    match &cell.value {
        Some(value) => letters.extend(set(value, face, Dress::Plain)),
        None => letters.extend(badge(setting.words.missing, setting)),
    }
    if !cell.was.is_empty() {
        letters.extend(gap(setting));
        letters.extend(badge(CHANGED, setting));
    }
    if cell.outside {
        letters.extend(gap(setting));
        letters.extend(badge(setting.words.outside, setting));
    }
    letters
}

/// Letters of a mark, which is never broken in two.
pub(crate) fn badge(words: &str, setting: &Setting<'_>) -> Vec<Letter> {
    unbroken(
        setting
            .faces
            .letters(&words.into(), Face::Bold, Dress::Badge),
    )
}

/// A space wide enough for the ground of a mark.
pub(crate) fn gap(setting: &Setting<'_>) -> Vec<Letter> {
    let mut letters = setting
        .faces
        .letters(&" ".into(), Face::Regular, Dress::Plain);
    for letter in &mut letters {
        letter.advance *= 2.2;
    }
    letters
}
