//! What a form is made of: fields with their limits and sources, and what is told beside them.

use crate::read::RuleSource;

/// Something to be known beside a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub lines: Vec<String>,
    /// Where it comes from.
    pub source: Option<RuleSource>,
}

/// The inner wall of a limit: what the centre asks for beyond the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerLimit {
    /// The limit in words.
    pub words: String,
    /// Where it comes from.
    pub source: RuleSource,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the post.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What can be entered.
    pub kind: FieldKind,
    /// The limit in words, such as `at least 80 %`.
    pub limit: Option<String>,
    /// The centre's own limit inside it; the strictest of both counts.
    pub inner: Option<InnerLimit>,
    /// A line of help.
    pub help: Option<String>,
    /// What is filled in beforehand.
    pub value: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// Where the limit comes from.
    pub source: Option<RuleSource>,
    /// Answers that are offered; another may be typed.
    pub suggestions: Vec<String>,
}

/// What can be entered in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A number in a unit; the unit is shown and never typed.
    Quantity {
        /// The UCUM code, with the population.
        unit: String,
        /// The unit as a person reads it.
        unit_words: String,
    },
    /// A number with its unit, both written out.
    Amount,
    /// Yes or no.
    YesNo,
    /// One of some codes, with their words.
    Choice(Vec<(String, String)>),
    /// A day.
    Date,
    /// A code scanned, or typed with its check character.
    Scan,
    /// What stands in the scan box above once more, where it was typed and has no check character.
    Again,
    /// Nobody sees or types it: it says what the page showed when it was opened.
    Hidden,
    /// A text of several lines.
    Lines,
    /// Words: a note, which is sealed under the patient's key, or a short code, which is not.
    Text,
}

/// What was typed and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// What was expected.
    pub message: String,
}
