//! A piece of text with its styles.

/// How a run of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As the place it stands in.
    Plain,
    /// Bold.
    Strong,
    /// In the face for codes: every character as wide as every other, zero told from O.
    Code,
}

/// Text in one or more styles. A line feed begins a new line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    runs: Vec<(Style, String)>,
}

impl Text {
    /// Text in one style.
    #[must_use]
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self::default().then(style, text)
    }

    /// Bold text.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self::new(Style::Strong, text)
    }

    /// A code: an identifier, a lot, a hash.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self::new(Style::Code, text)
    }

    /// This text with more behind it. No space is put between.
    #[must_use]
    pub fn then(mut self, style: Style, text: impl Into<String>) -> Self {
        self.runs.push((style, text.into()));
        self
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|(_, text)| text.trim().is_empty())
    }

    /// The words alone.
    #[must_use]
    pub fn words(&self) -> String {
        self.runs.iter().map(|(_, text)| text.as_str()).collect()
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = (Style, &str)> {
        self.runs
            .iter()
            .map(|(style, text)| (*style, text.as_str()))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(Style::Plain, text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(Style::Plain, text)
    }
}
