//! The three faces that are embedded, and which characters they have.
//!
//! Each character is one glyph: the languages we print need neither ligatures nor joined forms, so
//! there is no shaping. Figures have one width. What no face has is set as its code point in
//! brackets, `[U+4E2D]`: a name that cannot be printed must show that it was not.

use std::collections::BTreeMap;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::error::PaperError;
use crate::text::{Style, Text};

const SANS: &[u8] = include_bytes!("../fonts/CikadaSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/CikadaSans-Bold.ttf");
const MONO: &[u8] = include_bytes!("../fonts/CikadaMono-Regular.ttf");

/// The mono face looks larger than the sans beside it.
const MONO_SCALE: f32 = 0.94;

/// One of the embedded faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
    Mono,
}

impl Face {
    fn of(style: Style, around: Self) -> Self {
        match style {
            Style::Plain => around,
            Style::Strong => Self::Bold,
            Style::Code => Self::Mono,
        }
    }

    /// What the size of the type is multiplied with.
    pub(crate) fn scale(self) -> f32 {
        match self {
            Self::Regular | Self::Bold => 1.0,
            Self::Mono => MONO_SCALE,
        }
    }
}

/// What is done to a run of letters beside setting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dress {
    Plain,
    /// Struck through: a value before.
    Struck,
    /// White on black: a mark that survives every copier.
    Badge,
}

/// One character that some face has, with its width as a share of the size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    pub(crate) character: char,
    pub(crate) face: Face,
    pub(crate) dress: Dress,
    pub(crate) advance: f32,
    /// Whether a line may end here, if this is a space.
    pub(crate) breaks: bool,
}

/// Letters between which no line ends unless nothing else is left: a number with its unit, a mark.
pub(crate) fn unbroken(mut letters: Vec<Letter>) -> Vec<Letter> {
    for letter in &mut letters {
        letter.breaks = false;
    }
    letters
}

/// The embedded faces, read once for a document.
pub(crate) struct Faces {
    regular: Loaded,
    bold: Loaded,
    mono: Loaded,
}

struct Loaded {
    font: Font,
    /// The glyph of each character and its width as a share of the size.
    glyphs: BTreeMap<char, (u32, f32)>,
}

impl Loaded {
    fn read(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let broken = || PaperError::NotConformant("an embedded face cannot be read".to_owned());
        let font = Font::new(bytes.into(), 0).ok_or_else(broken)?;
        let outlines = FontRef::new(bytes).map_err(|_| broken())?;
        let metrics = outlines.glyph_metrics(Size::new(1.0), LocationRef::default());
        let glyphs = outlines.charmap().mappings().filter_map(|(code, id)| {
            Some((
                char::from_u32(code)?,
                (id.to_u32(), metrics.advance_width(id)?),
            ))
        });
        let glyphs = glyphs.collect();
        Ok(Self { font, glyphs })
    }

    fn glyph(&self, character: char) -> Option<(u32, f32)> {
        self.glyphs.get(&character).copied()
    }
}

impl Faces {
    pub(crate) fn read() -> Result<Self, PaperError> {
        Ok(Self {
            regular: Loaded::read(SANS)?,
            bold: Loaded::read(BOLD)?,
            mono: Loaded::read(MONO)?,
        })
    }

    fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
            Face::Mono => &self.mono,
        }
    }

    pub(crate) fn font(&self, face: Face) -> Font {
        self.loaded(face).font.clone()
    }

    /// The letters of a text whose plain parts are set in `around`.
    pub(crate) fn letters(&self, text: &Text, around: Face, dress: Dress) -> Vec<Letter> {
        let mut letters = Vec::new();
        for (style, run) in text.runs() {
            let face = Face::of(style, around);
            for character in run.chars() {
                self.push(&mut letters, character, face, dress);
            }
        }
        letters
    }

    fn push(&self, letters: &mut Vec<Letter>, character: char, face: Face, dress: Dress) {
        if character == '\n' {
            letters.push(Letter {
                character,
                face,
                dress,
                advance: 0.0,
                breaks: true,
            });
            return;
        }
        let character = if character == '\t' { ' ' } else { character };
        // Greek in a code is set in the sans.
        let found = [face, Face::Regular].into_iter().find_map(|face| {
            let (_, advance) = self.loaded(face).glyph(character)?;
            Some(Letter {
                character,
                face,
                dress,
                advance: advance * face.scale(),
                breaks: true,
            })
        });
        match found {
            Some(letter) => letters.push(letter),
            None => {
                for character in format!("[U+{:04X}]", u32::from(character)).chars() {
                    self.push(letters, character, Face::Mono, dress);
                }
            }
        }
    }

    /// The glyphs of a text all of whose characters the face has.
    pub(crate) fn glyphs(&self, text: &str, face: Face) -> Vec<KrillaGlyph> {
        let loaded = self.loaded(face);
        text.char_indices()
            .filter_map(|(start, character)| {
                let (id, advance) = loaded.glyph(character)?;
                let range = start..start + character.len_utf8();
                Some(KrillaGlyph::new(
                    GlyphId::new(id),
                    advance,
                    0.0,
                    0.0,
                    0.0,
                    range,
                    None,
                ))
            })
            .collect()
    }
}
