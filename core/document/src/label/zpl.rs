//! A label as ZPL II, for thermal label printers.
//!
//! Symbols are sent as the boxes that were read back, not as content for the printer to encode:
//! what was checked is what is printed. Text is UTF-8 (`^CI28`), every byte that could be a
//! command is escaped (`^FH`).

use std::fmt::Write;

use super::drawing::{Anchor, Drawing, Frame, Item, Rect, Text};
use super::width::text_width;

/// The resolution of a thermal printer. The modules of our symbols are whole dots at each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DotsPerMillimetre {
    /// 203 dpi.
    Eight,
    /// 300 dpi.
    Twelve,
    /// 600 dpi.
    TwentyFour,
}

impl DotsPerMillimetre {
    fn number(self) -> u64 {
        match self {
            Self::Eight => 8,
            Self::Twelve => 12,
            Self::TwentyFour => 24,
        }
    }

    /// The nearest dot. Two edges at one place stay at one place.
    fn dots(self, micrometres: u32) -> u64 {
        (u64::from(micrometres) * self.number() + 500) / 1000
    }
}

impl Drawing {
    /// The label as one ZPL format, from `^XA` to `^XZ`.
    #[must_use]
    pub fn to_zpl(&self, resolution: DotsPerMillimetre) -> String {
        let mut zpl = format!(
            "^XA\n^CI28\n^LH0,0\n^PW{}\n^LL{}\n",
            resolution.dots(self.width),
            resolution.dots(self.height)
        );
        for item in &self.items {
            // Writing to a String cannot fail.
            let _ = match item {
                Item::Text(text) => write_text(&mut zpl, text, resolution),
                Item::Rect(rect) => write_rects(&mut zpl, &[*rect], resolution),
                Item::Frame(frame) => write_frame(&mut zpl, *frame, resolution),
                Item::Symbol(symbol) => write_rects(&mut zpl, &symbol.rects, resolution),
                Item::Sign(sign) => write_rects(&mut zpl, &sign.rects, resolution),
            };
        }
        zpl.push_str("^XZ\n");
        zpl
    }
}

fn write_text(zpl: &mut String, text: &Text, resolution: DotsPerMillimetre) -> std::fmt::Result {
    let width = text_width(&text.text, text.size, text.bold);
    let (x, justified) = match text.anchor {
        Anchor::Start => (text.x, 0),
        Anchor::Middle => (text.x.saturating_sub(width / 2), 0),
        Anchor::End => (text.x, 1),
    };
    let size = resolution.dots(text.size);
    writeln!(
        zpl,
        "^FT{},{},{justified}^A0N,{size},{size}^FH_^FD{}^FS",
        resolution.dots(x),
        resolution.dots(text.y),
        escaped(&text.text)
    )
}

/// A box whose line is as thick as its shorter side is filled.
fn write_rects(
    zpl: &mut String,
    rects: &[Rect],
    resolution: DotsPerMillimetre,
) -> std::fmt::Result {
    for rect in rects {
        let (left, top) = (resolution.dots(rect.x), resolution.dots(rect.y));
        let width = resolution.dots(rect.x + rect.width) - left;
        let height = resolution.dots(rect.y + rect.height) - top;
        let line = width.min(height);
        if line > 0 {
            writeln!(zpl, "^FO{left},{top}^GB{width},{height},{line}^FS")?;
        }
    }
    Ok(())
}

fn write_frame(zpl: &mut String, frame: Frame, resolution: DotsPerMillimetre) -> std::fmt::Result {
    let (left, top) = (resolution.dots(frame.x), resolution.dots(frame.y));
    let width = resolution.dots(frame.x + frame.width) - left;
    let height = resolution.dots(frame.y + frame.height) - top;
    let line = resolution.dots(frame.line).max(1);
    writeln!(zpl, "^FO{left},{top}^GB{width},{height},{line}^FS")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b" .,:;/()+-'=<>%&*#!?".contains(&byte);
        if plain {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "_{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_a_command() {
        assert_eq!(escaped("^XZ~JA_"), "_5EXZ_7EJA_5F");
        assert_eq!(escaped("Ağrı"), "A_C4_9Fr_C4_B1");
    }

    #[test]
    fn a_filled_rectangle_is_whole_dots_at_every_resolution() {
        let rect = Rect {
            x: 500,
            y: 1_000,
            width: 250,
            height: 10_000,
        };
        let drawing = Drawing {
            width: 100_000,
            height: 50_000,
            items: vec![Item::Rect(rect)],
        };
        for (resolution, expected) in [
            (DotsPerMillimetre::Eight, "^FO4,8^GB2,80,2^FS"),
            (DotsPerMillimetre::Twelve, "^FO6,12^GB3,120,3^FS"),
            (DotsPerMillimetre::TwentyFour, "^FO12,24^GB6,240,6^FS"),
        ] {
            assert!(drawing.to_zpl(resolution).contains(expected));
        }
    }
}
