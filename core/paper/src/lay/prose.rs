//! Running text, headings and notices.

use std::num::NonZeroU16;

use krilla::tagging::{Tag, TagKind};

use crate::block::{Level, Notice, NoticeKind};
use crate::face::{Dress, Face};
use crate::ink::{Mark, Strip};
use crate::lay::table::{badge, gap};
use crate::lay::{Laid, Setting, line_marks};
use crate::text::Text;
use crate::tree::Node;
use crate::wrap::wrap;

/// How running text is set.
pub(crate) struct Prose {
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) leading: f32,
    pub(crate) space_before: f32,
    pub(crate) indent: f32,
}

pub(crate) const PARAGRAPH: Prose = Prose {
    face: Face::Regular,
    size: 9.5,
    leading: 13.5,
    space_before: 7.0,
    indent: 0.0,
};

/// Lays a paragraph. Neither its first nor its last line stands alone on a page.
pub(crate) fn prose(text: &Text, prose: &Prose, setting: &mut Setting<'_>) -> Laid {
    let (strips, nodes) = lines(text, prose, setting);
    Laid::one(strips, Node::Group(Tag::P.into(), nodes))
}

fn lines(text: &Text, prose: &Prose, setting: &mut Setting<'_>) -> (Vec<Strip>, Vec<Node>) {
    let letters = setting.faces.letters(text, prose.face, Dress::Plain);
    let lines = wrap(&letters, setting.width - prose.indent, prose.size);
    let last = lines.len() - 1;
    let mut nodes = Vec::new();
    let mut strips = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let baseline = 0.5 * prose.leading + 0.34 * prose.size;
        let (marks, structure) =
            line_marks(line, prose.indent, baseline, prose.size, &mut setting.slots);
        nodes.extend(structure);
        strips.push(Strip {
            space_before: if index == 0 { prose.space_before } else { 0.0 },
            height: prose.leading,
            keep: index < last && (index == 0 || index + 1 == last),
            marks,
            anchor: None,
        });
    }
    (strips, nodes)
}

/// Lays a heading, which stays with what follows it.
pub(crate) fn heading(level: Level, text: &str, setting: &mut Setting<'_>) -> Laid {
    let level = match setting.headings.last() {
        None => Level::One,
        Some((Level::One, _)) => level.min(Level::Two),
        Some(_) => level,
    };
    let (number, size, space_before) = match level {
        Level::One => (1, 13.0, 20.0),
        Level::Two => (2, 10.5, 11.0),
        Level::Three => (3, 9.5, 10.0),
    };
    let style = Prose {
        face: Face::Bold,
        size,
        leading: size * 1.3,
        space_before,
        indent: 0.0,
    };
    let (mut strips, nodes) = lines(&text.into(), &style, setting);
    for strip in &mut strips {
        strip.keep = true;
    }
    if let Some(first) = strips.first_mut() {
        first.anchor = Some(setting.headings.len());
    }
    if let Some(last) = strips.last_mut() {
        last.height += if level == Level::One { 3.0 } else { 1.0 };
    }
    setting.headings.push((level, text.to_owned()));
    let number = NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN);
    Laid::one(
        strips,
        Node::Group(Tag::Hn(number, Some(text.to_owned())).into(), nodes),
    )
}

/// Lays a notice: a bar at its left, its kind as a mark, then what it says.
pub(crate) fn notice(notice: &Notice, setting: &mut Setting<'_>) -> Laid {
    let style = Prose {
        indent: 14.0,
        space_before: 0.0,
        ..PARAGRAPH
    };
    let faces = setting.faces;
    let mut letters = badge(setting.words.notice(notice.kind), setting);
    letters.extend(gap(setting));
    letters.extend(faces.letters(&notice.title.as_str().into(), Face::Bold, Dress::Plain));
    let mut strips = Vec::new();
    let mut nodes = Vec::new();
    let mut title_nodes = Vec::new();
    for line in wrap(&letters, setting.width - style.indent, style.size) {
        let baseline = 0.5 * style.leading + 0.34 * style.size;
        let (marks, structure) = line_marks(
            &line,
            style.indent + 2.0,
            baseline,
            style.size,
            &mut setting.slots,
        );
        title_nodes.extend(structure);
        strips.push(Strip {
            height: style.leading + 1.0,
            keep: true,
            marks,
            ..Strip::default()
        });
    }
    nodes.push(Node::Group(Tag::P.into(), title_nodes));
    for text in &notice.lines {
        let (set, structure) = lines(text, &style, setting);
        strips.extend(set);
        nodes.push(Node::Group(Tag::P.into(), structure));
    }
    let width = if notice.kind == NoticeKind::Note {
        1.0
    } else {
        3.5
    };
    if let Some(last) = strips.last_mut() {
        last.keep = false;
    }
    for strip in &mut strips {
        strip
            .marks
            .push(Mark::rule(2.0, 0.0, width, strip.height + 0.3, 0));
    }
    if let Some(first) = strips.first_mut() {
        first.space_before = 9.0;
    }
    // A gap after the bar, which the next block's own space would not give at its end.
    strips.push(Strip {
        height: 2.0,
        ..Strip::default()
    });
    let group: TagKind = Tag::Div.into();
    Laid::one(strips, Node::Group(group, nodes))
}
