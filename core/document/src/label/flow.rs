//! Rows of a label from top to bottom: each line is wrapped, shrunk or refused, never cut off.

use super::drawing::{Anchor, Frame, Item, Rect, Text};
use super::error::DrawError;
use super::width::text_width;

/// The smallest type on any label, about five points: what people still read at arm's length.
pub(super) const SIZE_MIN: u32 = 1_700;

/// A blank that no line is broken at: it keeps a number and its unit together.
pub(super) const GLUE: char = '\u{a0}';

/// A label that is being filled.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) items: Vec<Item>,
    left: u32,
    right: u32,
    bottom: u32,
    /// Where the next row begins.
    pub(super) y: u32,
    /// Rows above this line end at the other right edge: a symbol stands there.
    beside: Option<(u32, u32)>,
    /// Percent of the wanted sizes.
    scale: u32,
}

/// How a row is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    size: u32,
    bold: bool,
}

/// Upright type of so many micrometres.
pub(super) fn plain(size: u32) -> Style {
    Style { size, bold: false }
}

/// Bold type of so many micrometres.
pub(super) fn bold(size: u32) -> Style {
    Style { size, bold: true }
}

impl Flow {
    pub(super) fn new(width: u32, height: u32, margin: u32, scale: u32) -> Self {
        Self {
            items: Vec::new(),
            left: margin,
            right: width - margin,
            bottom: height - margin,
            y: margin,
            beside: None,
            scale,
        }
    }

    /// Keeps the right side free down to a line.
    pub(super) fn keep_free(&mut self, right: u32, until: u32) {
        self.beside = Some((right, until));
    }

    /// Goes on with another percentage of the wanted sizes.
    pub(super) fn scaled(&mut self, scale: u32) {
        self.scale = scale;
    }

    /// Goes on below what stands at the right side.
    pub(super) fn below(&mut self) {
        if let Some((_, until)) = self.beside.take() {
            self.y = self.y.max(until);
        }
    }

    fn room(&self) -> u32 {
        let right = match self.beside {
            Some((right, until)) if self.y < until => right,
            _ => self.right,
        };
        right.saturating_sub(self.left)
    }

    fn sized(&self, style: Style) -> u32 {
        (style.size * self.scale / 100).max(SIZE_MIN)
    }

    pub(super) fn gap(&mut self, height: u32) {
        self.y += height * self.scale / 100;
    }

    /// A line across the label.
    pub(super) fn rule(&mut self) {
        self.gap(700);
        self.items.push(Item::Rect(Rect {
            x: self.left,
            y: self.y,
            width: self.room(),
            height: 250,
        }));
        self.y += 250;
        self.gap(700);
    }

    /// One line that must not be broken: it shrinks to its room, or there is no label.
    pub(super) fn line(&mut self, style: Style, what: &str, text: &str) -> Result<(), DrawError> {
        let text = printable(what, text)?;
        let room = self.room();
        let mut size = self.sized(style);
        while text_width(&text, size, style.bold) > room {
            size -= 50;
            if size < SIZE_MIN {
                return Err(no_room(what));
            }
        }
        self.put(self.left, room, size, style.bold, text);
        Ok(())
    }

    /// A line with a word in small type at the right edge, which says what the line is.
    pub(super) fn captioned(
        &mut self,
        style: Style,
        what: &str,
        text: &str,
        caption: &str,
    ) -> Result<(), DrawError> {
        let size = SIZE_MIN + 300;
        let width = text_width(caption, size, false);
        let right = self.left + self.room();
        let kept = self.right;
        self.right = right.saturating_sub(width + size);
        let set = self.line(style, what, text);
        self.right = kept;
        set?;
        let baseline = self.items.iter().rev().find_map(|item| match item {
            Item::Text(text) => Some(text.y),
            _ => None,
        });
        self.items.push(Item::Text(Text {
            x: right,
            y: baseline.unwrap_or(self.y),
            size,
            bold: false,
            anchor: Anchor::End,
            room: width,
            text: caption.to_owned(),
        }));
        Ok(())
    }

    /// Text that may be broken between words.
    pub(super) fn paragraph(
        &mut self,
        style: Style,
        what: &str,
        text: &str,
    ) -> Result<(), DrawError> {
        let text = printable(what, text)?;
        let size = self.sized(style);
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = match line.as_str() {
                "" => word.to_owned(),
                line => format!("{line} {word}"),
            };
            if text_width(&longer, size, style.bold) <= self.room() {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                let room = self.room();
                self.put(self.left, room, size, style.bold, std::mem::take(&mut line));
            }
            if text_width(word, size, style.bold) > self.room() {
                return Err(no_room(what));
            }
            line = word.to_owned();
        }
        if !line.is_empty() {
            let room = self.room();
            self.put(self.left, room, size, style.bold, line);
        }
        Ok(())
    }

    /// A statement in a frame across the label.
    pub(super) fn framed(&mut self, style: Style, what: &str, text: &str) -> Result<(), DrawError> {
        let text = printable(what, text)?;
        let room = self.room();
        let mut size = self.sized(style);
        let padding = size / 2;
        while text_width(&text, size, style.bold) + 2 * padding > room {
            size -= 50;
            if size < SIZE_MIN {
                return Err(no_room(what));
            }
        }
        let height = size * 17 / 10;
        self.items.push(Item::Frame(Frame {
            x: self.left,
            y: self.y,
            width: room,
            height,
            line: 400,
        }));
        self.items.push(Item::Text(Text {
            x: self.left + room / 2,
            y: self.y + size * 12 / 10,
            size,
            bold: style.bold,
            anchor: Anchor::Middle,
            room: room - 2 * padding,
            text,
        }));
        self.y += height;
        Ok(())
    }

    /// A line with one more character in a box behind it.
    pub(super) fn boxed(
        &mut self,
        style: Style,
        what: &str,
        text: &str,
        character: char,
    ) -> Result<(), DrawError> {
        let room = self.room();
        let mut size = self.sized(style);
        while text_width(text, size, true) + size * 3 / 2 > room {
            size -= 50;
            if size < SIZE_MIN {
                return Err(no_room(what));
            }
        }
        let width = text_width(text, size, true);
        let y = self.y;
        self.put(self.left, width, size, true, text.to_owned());
        let side = size * 11 / 10;
        let x = self.left + width + size / 5;
        self.items.push(Item::Frame(Frame {
            x,
            y,
            width: side,
            height: side,
            line: 250,
        }));
        self.items.push(Item::Text(Text {
            x: x + side / 2,
            y: y + size * 9 / 10,
            size,
            bold: true,
            anchor: Anchor::Middle,
            room: side,
            text: character.to_string(),
        }));
        Ok(())
    }

    /// Rows beside a picture at the left edge, which is as high as they are or higher.
    pub(super) fn indented(&mut self, by: u32) -> u32 {
        let before = self.left;
        self.left += by;
        before
    }

    pub(super) fn outdented(&mut self, left: u32) {
        self.left = left;
    }

    pub(super) fn left(&self) -> u32 {
        self.left
    }

    fn put(&mut self, x: u32, room: u32, size: u32, bold: bool, text: String) {
        let text = text.replace(GLUE, " ");
        self.items.push(Item::Text(Text {
            x,
            y: self.y + size * 9 / 10,
            size,
            bold,
            anchor: Anchor::Start,
            room,
            text,
        }));
        self.y += size * 6 / 5;
    }

    /// Whether everything stands on the label.
    pub(super) fn fits(&self) -> bool {
        self.y <= self.bottom
    }
}

fn no_room(what: &str) -> DrawError {
    DrawError::NoRoom {
        what: what.to_owned(),
    }
}

/// Blanks of every kind become one, and what no printer prints is refused: control characters, and
/// marks that turn the direction of text or stand for nothing.
pub(super) fn printable(what: &str, text: &str) -> Result<String, DrawError> {
    let blank = |c: char| c.is_whitespace() && c != GLUE;
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let unprintable = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
    };
    if text.trim().is_empty() || text.chars().any(unprintable) {
        return Err(DrawError::Unprintable {
            what: what.to_owned(),
        });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shrinks_to_its_room_and_is_refused_where_it_would_be_too_small_to_read() {
        let mut flow = Flow::new(50_000, 25_000, 1_500, 100);
        flow.line(bold(6_000), "the name", "Maria Rossi-Bianchi")
            .unwrap();
        let Some(Item::Text(text)) = flow.items.first() else {
            panic!("no text");
        };
        assert!(text.size < 6_000);
        assert!(text_width(&text.text, text.size, true) <= text.room);
        let error = flow.line(bold(6_000), "the name", &"W".repeat(80));
        assert!(matches!(error, Err(DrawError::NoRoom { .. })));
    }

    #[test]
    fn marks_that_turn_the_direction_of_text_are_refused() {
        for wrong in ["a\u{202e}b", "a\u{7}b", "  ", "\u{feff}"] {
            assert!(printable("the name", wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(printable("the name", " a \n b\t").unwrap(), "a b");
    }

    #[test]
    fn a_paragraph_is_broken_between_words_and_never_inside_one() {
        let mut flow = Flow::new(50_000, 25_000, 1_500, 100);
        let text = "NOT EVALUATED FOR INFECTIOUS SUBSTANCES";
        flow.paragraph(bold(3_000), "a statement", text).unwrap();
        assert!(flow.items.len() > 1);
        let long = "X".repeat(60);
        assert!(flow.paragraph(bold(3_000), "a statement", &long).is_err());
    }
}
