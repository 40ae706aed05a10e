//! A label as SVG, for screens and office printers.

use std::fmt::Write;

use super::drawing::{Anchor, Drawing, Item, Rect, Text};

/// Faces of the proportions that the text was measured for.
const FACES: &str = "Liberation Sans, Arimo, Helvetica, Arial, sans-serif";

impl Drawing {
    /// The label as one SVG image at its true size. User units are micrometres. Its lines stay text,
    /// and no role hides them from whoever has the screen read aloud.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let Self { width, height, .. } = self;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{FACES}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
            millimetres(*width),
            millimetres(*height),
        );
        for item in &self.items {
            // Writing to a String cannot fail.
            let _ = write_item(&mut svg, item);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// Several labels below each other, each at its size: what a printing of copies leaves as one image.
#[must_use]
pub fn svg_of<'a>(drawings: impl Iterator<Item = &'a Drawing>) -> String {
    let (mut below, mut widest, mut top) = (Vec::new(), 0, 0_u32);
    for drawing in drawings {
        below.push((top, drawing));
        widest = widest.max(drawing.width);
        top = top.saturating_add(drawing.height);
    }
    if let [(_, only)] = below.as_slice() {
        return only.to_svg();
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" \
         viewBox=\"0 0 {widest} {top}\">\n",
        millimetres(widest),
        millimetres(top),
    );
    for (y, drawing) in below {
        let size = format!("width=\"{}\" height=\"{}\"", drawing.width, drawing.height);
        let own = drawing.to_svg();
        // An image inside another is sized in the units of the outer one.
        let inner = own.split_once("viewBox").map_or("", |(_, inner)| inner);
        let _ = write!(svg, "<svg y=\"{y}\" {size} viewBox{inner}");
    }
    svg.push_str("</svg>\n");
    svg
}

fn write_item(svg: &mut String, item: &Item) -> std::fmt::Result {
    match item {
        Item::Text(text) => write_text(svg, text),
        Item::Rect(rect) => writeln!(svg, "<path d=\"{}\"/>", path(&[*rect])),
        Item::Frame(frame) => writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"{}\"/>",
            frame.x + frame.line / 2,
            frame.y + frame.line / 2,
            frame.width.saturating_sub(frame.line),
            frame.height.saturating_sub(frame.line),
            frame.line
        ),
        Item::Symbol(symbol) => writeln!(
            svg,
            "<path shape-rendering=\"crispEdges\" d=\"{}\"/>",
            path(&symbol.rects)
        ),
        Item::Sign(sign) => writeln!(
            svg,
            "<path shape-rendering=\"crispEdges\" d=\"{}\"><title>{}</title></path>",
            path(&sign.rects),
            sign.words
        ),
    }
}

fn write_text(svg: &mut String, text: &Text) -> std::fmt::Result {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if text.bold {
        " font-weight=\"700\""
    } else {
        ""
    };
    writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} xml:space=\"preserve\">{}</text>",
        text.x,
        text.y,
        text.size,
        escaped(&text.text)
    )
}

fn path(rects: &[Rect]) -> String {
    let mut path = String::new();
    for rect in rects {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
    }
    path
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

fn millimetres(micrometres: u32) -> String {
    let (whole, part) = (micrometres / 1000, micrometres % 1000);
    format!("{whole}.{part:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(text: &str) -> Drawing {
        Drawing {
            width: 50_000,
            height: 25_500,
            items: vec![Item::Text(Text {
                x: 0,
                y: 3_000,
                size: 3_000,
                bold: true,
                anchor: Anchor::End,
                room: 50_000,
                text: text.to_owned(),
            })],
        }
    }

    #[test]
    fn an_image_has_the_size_of_the_label() {
        let svg = drawing("A").to_svg();
        assert!(svg.contains("width=\"50.000mm\" height=\"25.500mm\""));
        assert!(svg.contains("viewBox=\"0 0 50000 25500\""));
    }

    #[test]
    fn text_is_never_taken_for_markup() {
        let svg = drawing("</text><script>&\"\u{7}").to_svg();
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;&amp;&quot;\u{fffd}</text>"));
    }
}
