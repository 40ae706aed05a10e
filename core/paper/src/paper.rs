//! A document and how it becomes bytes.

use jiff::Zoned;
use krilla::tagging::{ArtifactType, Tag};

use crate::block::{Block, Level};
use crate::error::PaperError;
use crate::face::{Dress, Face, Faces, unbroken};
use crate::flow::{A4, Body, paginate};
use crate::ink::{Mark, Part};
use crate::lay::{self, Laid, Prose, Setting, artifact_marks};
use crate::pdf::{About, write};
use crate::text::{Style, Text};
use crate::tree::{Node, Slots};
use crate::words::{Language, Words};
use crate::wrap::{Line, wrap};

const RIGHT: f32 = 45.0;
const HEAD_TOP: f32 = 32.0;
const FOOT_BOTTOM: f32 = 30.0;
const HEAD: (f32, f32) = (8.6, 11.2);
const FOOT: (f32, f32) = (6.8, 8.8);

/// A document that is filed.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What it is: `Batch record`.
    pub title: String,
    /// Of what, in a line; may be empty.
    pub subtitle: String,
    /// The language of all texts.
    pub language: Language,
    /// When the document was made, in the zone of the centre.
    pub issued_at: Zoned,
    /// What every page repeats, as labels and values: centre, chain of identity, batch.
    pub identity: Vec<(String, String)>,
    /// What the document can be proven with.
    pub seal: Seal,
    /// Whether the document shows recorded values, so that it must say whether any of them was
    /// changed since entry (Annex 11 § 8.2).
    pub shows_changes: bool,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

/// The place in the ledger that the document was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Hash of the last entry that the document tells of, as text.
    pub entry_hash: String,
    /// The lines of the checkpoint over it: origin, size, root, signature.
    pub checkpoint: Vec<String>,
}

/// Lays a document out on A4 and writes it as a PDF that conforms to PDF/A-2a (ISO 19005-2) and
/// PDF/UA-1 (ISO 14289-1). The same document gives the same bytes.
///
/// # Errors
///
/// [`PaperError`], when a table or drawing does not fit; nothing is left out silently. A character
/// that no face has is set as its code point, `[U+4E2D]`.
pub fn render(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let faces = Faces::read()?;
    let width = A4.width - A4.left - RIGHT;
    let mut setting = Setting {
        faces: &faces,
        words: paper.language.words(),
        width,
        height: A4.height - HEAD_TOP - FOOT_BOTTOM,
        slots: Slots::default(),
        headings: vec![],
        changed: 0,
    };
    // The foot grows by a line at most when the number of changed values is known.
    let estimate = furniture(paper, &setting, usize::MAX, (1, 1));
    let body = estimate.body()?;
    setting.height = body.bottom - body.top;
    let mut laid = opening(paper, &mut setting);
    for block in &paper.blocks {
        laid.append(lay::block(block, &mut setting)?);
    }
    laid.append(proof(paper, &mut setting));
    let mut pages = paginate(laid.parts, body);
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        let furniture = furniture(paper, &setting, setting.changed, (index + 1, count));
        page.marks
            .extend(furniture.marks.into_iter().map(|mark| (0.0, mark)));
    }
    let about = About {
        title: full_title(paper),
        language: paper.language.tag(),
        issued_at: &paper.issued_at,
    };
    write(&about, &pages, &laid.nodes, &setting.headings, &faces)
}

/// A time with its offset and the name of its zone.
pub(crate) fn moment(at: &Zoned) -> String {
    let time = at.strftime("%Y-%m-%d %H:%M:%S %:z");
    match at.time_zone().iana_name() {
        Some(name) => format!("{time} ({name})"),
        None => time.to_string(),
    }
}

fn full_title(paper: &Paper) -> String {
    if paper.subtitle.is_empty() {
        paper.title.clone()
    } else {
        format!("{}: {}", paper.title, paper.subtitle)
    }
}

/// Title, subtitle, time and identity at the head of the first page.
fn opening(paper: &Paper, setting: &mut Setting<'_>) -> Laid {
    let title = Prose {
        face: Face::Bold,
        size: 19.0,
        leading: 25.0,
        space_before: 0.0,
        indent: 0.0,
    };
    let subtitle = Prose {
        face: Face::Regular,
        size: 11.0,
        leading: 15.0,
        ..title
    };
    let small = Prose {
        size: 8.4,
        leading: 14.0,
        ..subtitle
    };
    let mut laid = lay::prose(&paper.title.as_str().into(), &title, setting);
    if let Some(Node::Group(tag, _)) = laid.nodes.first_mut() {
        *tag = Tag::Title.into();
    }
    if !paper.subtitle.is_empty() {
        laid.append(lay::prose(
            &paper.subtitle.as_str().into(),
            &subtitle,
            setting,
        ));
    }
    let issued = format!("{} {}", setting.words.issued, moment(&paper.issued_at));
    laid.append(lay::prose(&issued.into(), &small, setting));
    let identity: Vec<(String, Text)> = paper
        .identity
        .iter()
        .map(|(label, value)| (label.clone(), Text::strong(value)))
        .collect();
    laid.append(lay::fields(3, &identity, setting));
    laid
}

/// The last part: what the document can be proven with, and that it ends here. Head and foot are
/// not read aloud, so what they say is said here once.
fn proof(paper: &Paper, setting: &mut Setting<'_>) -> Laid {
    let words: &Words = setting.words;
    let heading = Block::Heading(Level::One, words.record.to_owned());
    let mut laid = lay::block(&heading, setting).unwrap_or_default();
    let mut pairs = vec![
        (words.entry.to_owned(), Text::code(&paper.seal.entry_hash)),
        (
            words.checkpoint.to_owned(),
            Text::code(paper.seal.checkpoint.join("\n")),
        ),
    ];
    if paper.shows_changes || setting.changed > 0 {
        let changes = paper.language.changes(setting.changed);
        let text =
            Text::from(changes).then(Style::Plain, if setting.changed > 0 { " " } else { "" });
        let struck = if setting.changed > 0 {
            words.struck
        } else {
            ""
        };
        pairs.push((words.changes.to_owned(), text.then(Style::Plain, struck)));
    }
    laid.append(lay::fields(1, &pairs, setting));
    let end = Prose {
        face: Face::Regular,
        size: 8.4,
        leading: 16.0,
        space_before: 6.0,
        indent: 0.0,
    };
    laid.append(lay::prose(&words.end.into(), &end, setting));
    for part in &mut laid.parts {
        if let Part::Strip(strip) = part {
            strip.keep = true;
        }
    }
    laid
}

/// What stands at the head and foot of a page.
struct Furniture {
    marks: Vec<Mark>,
    head_bottom: f32,
    foot_top: f32,
}

impl Furniture {
    fn body(&self) -> Result<Body, PaperError> {
        let body = Body {
            top: self.head_bottom + 16.0,
            bottom: self.foot_top - 10.0,
        };
        if body.bottom - body.top < A4.height / 2.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "for the message"
            )]
            let [taken, page] =
                [A4.height - (body.bottom - body.top), A4.height].map(|points| points as u32);
            return Err(PaperError::NoRoom { taken, page });
        }
        Ok(body)
    }
}

fn furniture(
    paper: &Paper,
    setting: &Setting<'_>,
    changed: usize,
    (page, pages): (usize, usize),
) -> Furniture {
    let mut marks = Vec::new();
    let mut put = |line: &Line, x: f32, top: f32, (size, height): (f32, f32), kind| {
        marks.push(artifact_marks(
            line,
            x,
            top + 0.5 * height + 0.34 * size,
            size,
            kind,
        ));
    };
    let number = Text::strong(paper.language.page_of(page, pages));
    let number = lines(&number, setting, setting.width, HEAD.0);
    let number_width = number.iter().map(|line| line.width).fold(0.0, f32::max);
    for line in &number {
        put(
            line,
            setting.width - line.width,
            HEAD_TOP,
            HEAD,
            ArtifactType::Header,
        );
    }
    let mut y = HEAD_TOP;
    let title = Text::strong(&paper.title);
    for line in lines(&title, setting, setting.width - number_width - 20.0, HEAD.0) {
        put(&line, 0.0, y, HEAD, ArtifactType::Header);
        y += HEAD.1;
    }
    for line in identity_lines(paper, setting, HEAD.0 - 0.8) {
        put(&line, 0.0, y, (HEAD.0 - 0.8, HEAD.1), ArtifactType::Header);
        y += HEAD.1;
    }
    let head_bottom = y + 3.0;
    let foot: Vec<Line> = foot(paper, setting, changed)
        .iter()
        .flat_map(|text| lines(text, setting, setting.width, FOOT.0))
        .collect();
    let foot_height: f32 = foot.iter().map(|_| FOOT.1).sum();
    let foot_top = A4.height - FOOT_BOTTOM - foot_height - 4.0;
    let mut y = foot_top + 4.0;
    for line in &foot {
        put(line, 0.0, y, FOOT, ArtifactType::Footer);
        y += FOOT.1;
    }
    marks.push(Mark::rule(0.0, head_bottom, setting.width, 0.6, 0));
    marks.push(Mark::rule(0.0, foot_top, setting.width, 0.6, 0));
    Furniture {
        marks,
        head_bottom,
        foot_top,
    }
}

fn lines(text: &Text, setting: &Setting<'_>, width: f32, size: f32) -> Vec<Line> {
    let letters = setting.faces.letters(text, Face::Regular, Dress::Plain);
    wrap(&letters, width, size)
}

/// Labels and values in lines; a value is not torn from its label.
fn identity_lines(paper: &Paper, setting: &Setting<'_>, size: f32) -> Vec<Line> {
    let faces = setting.faces;
    let mut letters = Vec::new();
    for (index, (label, value)) in paper.identity.iter().enumerate() {
        if index > 0 {
            letters.extend(faces.letters(&"   ".into(), Face::Regular, Dress::Plain));
        }
        let pair = Text::from(format!("{label} ")).then(Style::Strong, value);
        letters.extend(unbroken(faces.letters(&pair, Face::Regular, Dress::Plain)));
    }
    wrap(&letters, setting.width, size)
}

fn foot(paper: &Paper, setting: &Setting<'_>, changed: usize) -> Vec<Text> {
    let words = setting.words;
    let labelled =
        |label: &str, value: &str| Text::from(format!("{label}  ")).then(Style::Code, value);
    let mut texts = vec![labelled(words.entry, &paper.seal.entry_hash)];
    texts.push(labelled(
        words.checkpoint,
        &paper.seal.checkpoint.join("  "),
    ));
    let issued = format!("{} {}", words.issued, moment(&paper.issued_at));
    if paper.shows_changes || changed > 0 {
        let changes = paper.language.changes(changed);
        texts.push(Text::strong(changes).then(Style::Plain, format!("   {issued}")));
    } else {
        texts.push(issued.into());
    }
    texts
}
