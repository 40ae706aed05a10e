//! Letters broken into lines by their measured widths.

use crate::face::{Dress, Face, Letter};

/// One line of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) spans: Vec<Span>,
    /// Without the space at its end.
    pub(crate) width: f32,
}

/// Letters of one face and dress that stand together.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) face: Face,
    pub(crate) dress: Dress,
    /// From the left end of the line.
    pub(crate) x: f32,
    pub(crate) width: f32,
}

/// Breaks at spaces and line feeds; a word longer than a line breaks behind a separator of codes,
/// and anywhere where it has none. A space at the end of a line stays in it, so that words do not
/// run together for whoever has the document read aloud. There is at least one line.
pub(crate) fn wrap(letters: &[Letter], width: f32, size: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = letters;
    loop {
        let (taken, next) = split_line(rest, width, size);
        lines.push(line(taken, size));
        match next {
            Some(next) => rest = next,
            None => return lines,
        }
    }
}

/// The letters of the first line, and the others if there are any.
fn split_line(letters: &[Letter], width: f32, size: f32) -> (&[Letter], Option<&[Letter]>) {
    let mut x = 0.0;
    let mut after_space = None;
    let mut after_separator = None;
    for (index, letter) in letters.iter().enumerate() {
        if letter.character == '\n' {
            let (line, rest) = letters.split_at(index + 1);
            return (line, Some(rest));
        }
        x += letter.advance * size;
        // A hundredth of a point is what the sum of many widths may be off.
        if letter.character != ' ' && x > width + 0.01 {
            let at = after_space.or(after_separator).unwrap_or(index.max(1));
            let (line, rest) = letters.split_at(at);
            return (line, (!rest.is_empty()).then_some(rest));
        }
        match letter.character {
            ' ' if letter.breaks => after_space = Some(index + 1),
            '-' | '/' | '.' | ':' | ';' | ',' | '=' | '+' | '_' | '|' | '@' => {
                after_separator = Some(index + 1);
            }
            _ => {}
        }
    }
    (letters, None)
}

fn line(letters: &[Letter], size: f32) -> Line {
    let mut spans: Vec<Span> = Vec::new();
    let mut x = 0.0;
    let mut width = 0.0;
    for letter in letters {
        let advance = letter.advance * size;
        // A line feed parts words as a space does.
        let character = if letter.character == '\n' {
            ' '
        } else {
            letter.character
        };
        match spans.last_mut() {
            Some(span) if span.face == letter.face && span.dress == letter.dress => {
                span.text.push(character);
                span.width += advance;
            }
            _ => spans.push(Span {
                text: character.to_string(),
                face: letter.face,
                dress: letter.dress,
                x,
                width: advance,
            }),
        }
        x += advance;
        if character != ' ' {
            width = x;
        }
    }
    Line { spans, width }
}
