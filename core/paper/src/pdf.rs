//! Pages written as a PDF.

use std::collections::BTreeMap;

use jiff::Zoned;
use krilla::color::luma;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, BBox, ContentTag, Identifier, Node as TagNode, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::block::Level;
use crate::error::PaperError;
use crate::face::Faces;
use crate::flow::Page;
use crate::ink::{Ink, Mark, Tagged};
use crate::tree::{Node, Slot};

/// What the file says of itself.
pub(crate) struct About<'a> {
    pub(crate) title: String,
    pub(crate) language: &'static str,
    pub(crate) issued_at: &'a Zoned,
}

/// Where a slot was filled.
struct Placed {
    identifier: Identifier,
    page: usize,
    /// Of its strip, on the page.
    x: f32,
    y: f32,
}

/// Writes pages with their structure and bookmarks.
pub(crate) fn write(
    about: &About<'_>,
    pages: &[Page],
    nodes: &[Node],
    headings: &[(Level, String)],
    faces: &Faces,
) -> Result<Vec<u8>, PaperError> {
    let not_conformant = |error: String| PaperError::NotConformant(error);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| not_conformant(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut placed = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(page.format.width, page.format.height)
            .ok_or_else(|| not_conformant("a page without size".to_owned()))?;
        let mut target = document.start_page_with(settings);
        let mut surface = target.surface();
        for (y, mark) in &page.marks {
            let identifier = paint(mark, page.format.left, *y, faces, &mut surface);
            if let Tagged::Slot(slot) = mark.tagged {
                placed.insert(
                    slot,
                    Placed {
                        identifier,
                        page: index,
                        x: page.format.left,
                        y: *y,
                    },
                );
            }
        }
        surface.finish();
        target.finish();
    }
    let children = nodes
        .iter()
        .filter_map(|node| tag_node(node, &placed))
        .collect();
    let mut tree = TagTree::new().with_lang(Some(about.language.to_owned()));
    tree.children = children;
    document.set_tag_tree(tree);
    document.set_outline(outline(pages, headings));
    document.set_metadata(metadata(about));
    document
        .finish()
        .map_err(|error| not_conformant(format!("{error}: {error:?}")))
}

fn metadata(about: &About<'_>) -> Metadata {
    let at = about.issued_at;
    let offset = at.offset().seconds();
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let hours = i8::try_from(offset / 3600).unwrap_or_default();
    let minutes = u8::try_from((offset / 60 % 60).abs()).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(hours)
        .utc_offset_minute(minutes);
    Metadata::new()
        .title(about.title.clone())
        .language(about.language.to_owned())
        .creator("Cikada".to_owned())
        .creation_date(date)
}

fn paint(mark: &Mark, left: f32, y: f32, faces: &Faces, surface: &mut Surface<'_>) -> Identifier {
    let identifier = surface.start_tagged(match mark.tagged {
        Tagged::Artifact(kind) => ContentTag::Artifact(Artifact::with_kind(kind)),
        Tagged::Slot(_) => ContentTag::Span(SpanTag::empty()),
    });
    for ink in &mark.inks {
        match ink {
            Ink::Text {
                x,
                baseline,
                size,
                face,
                text,
                grey,
            } => {
                surface.set_fill(Some(fill(*grey)));
                let start = Point::from_xy(left + x, y + baseline);
                let glyphs = faces.glyphs(text, *face);
                surface.draw_glyphs(start, &glyphs, faces.font(*face), text, *size, false);
            }
            Ink::Fill {
                x,
                y: top,
                width,
                height,
                grey,
            } => {
                let rect = Rect::from_xywh(left + x, y + top, *width, *height);
                let mut path = PathBuilder::new();
                if let Some(rect) = rect {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    surface.set_fill(Some(fill(*grey)));
                    surface.draw_path(&path);
                }
            }
        }
    }
    surface.end_tagged();
    identifier
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// Slots without content, as that of an empty line, are left out.
fn tag_node(node: &Node, placed: &BTreeMap<Slot, Placed>) -> Option<TagNode> {
    match node {
        Node::Leaf(slot) => placed.get(slot).map(|placed| placed.identifier.into()),
        Node::Group(tag, children) => {
            let children = children.iter().filter_map(|node| tag_node(node, placed));
            Some(TagGroup::with_children(tag.clone(), children.collect()).into())
        }
        Node::Figure {
            slot,
            words,
            x,
            y,
            width,
            height,
        } => {
            let placed = placed.get(slot)?;
            let rect = Rect::from_xywh(placed.x + x, placed.y + y, *width, *height)?;
            let tag =
                Tag::Figure(Some(words.clone())).with_bbox(Some(BBox::new(placed.page, rect)));
            Some(TagGroup::with_children(tag, vec![placed.identifier.into()]).into())
        }
    }
}

fn outline(pages: &[Page], headings: &[(Level, String)]) -> Outline {
    let anchors = pages.iter().enumerate().flat_map(|(index, page)| {
        page.anchors
            .iter()
            .map(move |(anchor, y)| (*anchor, (index, *y)))
    });
    let anchors: BTreeMap<usize, (usize, f32)> = anchors.collect();
    let entries: Vec<(Level, OutlineNode)> = headings
        .iter()
        .enumerate()
        .filter_map(|(index, (level, text))| {
            let (page, y) = anchors.get(&index)?;
            let destination = XyzDestination::new(*page, Point::from_xy(0.0, (y - 12.0).max(0.0)));
            Some((
                *level,
                OutlineNode::new(text.clone(), destination).with_open(true),
            ))
        })
        .collect();
    let mut outline = Outline::new();
    for node in nested(&entries, Level::One) {
        outline.push_child(node);
    }
    outline
}

fn nested(entries: &[(Level, OutlineNode)], level: Level) -> Vec<OutlineNode> {
    let below = match level {
        Level::One => Level::Two,
        Level::Two | Level::Three => Level::Three,
    };
    entries
        .chunk_by(|_, (next, _)| *next > level)
        .filter_map(|chunk| {
            let ((_, node), children) = chunk.split_first()?;
            let mut node = node.clone();
            for child in nested(children, below) {
                node.push_child(child);
            }
            Some(node)
        })
        .collect()
}
