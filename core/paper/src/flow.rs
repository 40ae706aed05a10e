//! Strips put on pages.

use krilla::tagging::ArtifactType;

use crate::ink::{Mark, Part, Strip, Tagged};

/// The size of a page and where its text begins, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) left: f32,
}

/// A4; the left margin is the one that is punched.
pub(crate) const A4: Format = Format {
    width: 595.28,
    height: 841.89,
    left: 62.0,
};

/// One page: marks, each with the distance of its strip from the upper edge of the page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) format: Format,
    pub(crate) marks: Vec<(f32, Mark)>,
    /// Headings that begin here, with their distance from the upper edge.
    pub(crate) anchors: Vec<(usize, f32)>,
}

impl Page {
    /// A page with nothing on it.
    pub(crate) fn blank(format: Format) -> Self {
        Self {
            format,
            marks: vec![],
            anchors: vec![],
        }
    }
}

/// The part of a page that the document may fill.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body {
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// Puts strips on pages, in order. A strip that must stay with the next moves with it, unless both
/// would not fit on a page of their own. There is at least one page.
pub(crate) fn paginate(parts: Vec<Part>, body: Body) -> Vec<Page> {
    let mut flow = Flow {
        body,
        pages: vec![],
        page: Page::blank(A4),
        y: body.top,
        fresh: true,
        repeated: None,
    };
    let needs = needs(&parts);
    for (part, need) in parts.into_iter().zip(needs) {
        match part {
            Part::Strip(strip) => flow.place(strip, need),
            Part::PageBreak if flow.fresh => {}
            Part::PageBreak => flow.turn(),
            Part::Repeat(strip) => flow.repeated = strip,
        }
    }
    flow.pages.push(flow.page);
    flow.pages
}

/// For each strip, the height from its top to the end of what must stay with it.
fn needs(parts: &[Part]) -> Vec<f32> {
    let mut needs = Vec::with_capacity(parts.len());
    let mut below = 0.0;
    for part in parts.iter().rev() {
        match part {
            Part::Strip(strip) => {
                let need = strip.height + if strip.keep { below } else { 0.0 };
                needs.push(need);
                below = need + strip.space_before;
            }
            Part::PageBreak => {
                needs.push(0.0);
                below = 0.0;
            }
            Part::Repeat(_) => needs.push(0.0),
        }
    }
    needs.reverse();
    needs
}

struct Flow {
    body: Body,
    pages: Vec<Page>,
    page: Page,
    y: f32,
    /// Whether nothing of the document's own stands on this page yet.
    fresh: bool,
    repeated: Option<Strip>,
}

impl Flow {
    fn place(&mut self, strip: Strip, need: f32) {
        let repeated = self.repeated.as_ref().map_or(0.0, |strip| strip.height);
        let room = self.body.bottom - self.body.top - repeated;
        let need = if need > room { strip.height } else { need };
        if !self.fresh && self.y + strip.space_before + need > self.body.bottom {
            self.turn();
        }
        if !self.fresh {
            self.y += strip.space_before;
        }
        if let Some(anchor) = strip.anchor {
            self.page.anchors.push((anchor, self.y));
        }
        let y = self.y;
        self.page
            .marks
            .extend(strip.marks.into_iter().map(|mark| (y, mark)));
        self.y += strip.height;
        self.fresh = false;
    }

    fn turn(&mut self) {
        self.pages
            .push(std::mem::replace(&mut self.page, Page::blank(A4)));
        self.y = self.body.top;
        self.fresh = true;
        if let Some(strip) = &self.repeated {
            let y = self.y;
            let copies = strip.marks.iter().map(|mark| (y, repetition(mark)));
            self.page.marks.extend(copies);
            self.y += strip.height;
        }
    }
}

/// The same ink, which is read aloud only once.
fn repetition(mark: &Mark) -> Mark {
    Mark {
        tagged: Tagged::Artifact(ArtifactType::PaginationOther),
        inks: mark.inks.clone(),
    }
}
