//! The words, numbers and marks of a schedule's text, each with its place.

use std::ops::Range;

use super::ParseProblem;

/// The tokens of a text, read one at a time.
pub(super) struct Tokens<'t> {
    text: &'t str,
    tokens: Vec<Range<usize>>,
    next: usize,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Blank,
    Digit,
    Letter,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        c if c.is_whitespace() => Kind::Blank,
        c if c.is_ascii_digit() => Kind::Digit,
        c if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Mark,
    }
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut tokens: Vec<Range<usize>> = Vec::new();
        let mut previous = Kind::Blank;
        for (at, c) in text.char_indices() {
            let kind = kind(c);
            let end = at.saturating_add(c.len_utf8());
            match tokens.last_mut() {
                Some(last) if kind == previous && kind != Kind::Mark && kind != Kind::Blank => {
                    last.end = end;
                }
                _ if kind != Kind::Blank => tokens.push(at..end),
                _ => {}
            }
            previous = kind;
        }
        Self {
            text,
            tokens,
            next: 0,
        }
    }

    /// The token in hand.
    pub(super) fn word(&self) -> Option<&'t str> {
        self.text.get(self.tokens.get(self.next)?.clone())
    }

    /// Where the token in hand stands; the end of the text after the last.
    pub(super) fn place(&self) -> Range<usize> {
        let end = self.text.len();
        self.tokens.get(self.next).cloned().unwrap_or(end..end)
    }

    pub(super) fn advance(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    /// Whether the token in hand is a number.
    pub(super) fn is_number(&self) -> bool {
        self.word()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Takes a word if it is in hand.
    pub(super) fn takes(&mut self, wanted: &str) -> bool {
        let found = self.word() == Some(wanted);
        if found {
            self.advance();
        }
        found
    }

    /// Takes a mark if it is in hand and a number follows it.
    pub(super) fn takes_before_number(&mut self, mark: &str) -> bool {
        let start = self.next;
        let found = self.takes(mark) && self.is_number();
        if !found {
            self.next = start;
        }
        found
    }

    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), ParseProblem> {
        if self.takes(wanted) {
            Ok(())
        } else {
            Err(self.problem(&format!("'{wanted}'")))
        }
    }

    /// Takes a number between two limits, both included.
    pub(super) fn number(&mut self, min: u32, max: u32) -> Result<u16, ParseProblem> {
        let number = self
            .word()
            .filter(|_| self.is_number())
            .and_then(|word| word.parse::<u32>().ok());
        let fitting = number.filter(|number| (min..=max).contains(number));
        let Some(number) = fitting.and_then(|number| u16::try_from(number).ok()) else {
            return Err(self.problem(&format!("a whole number from {min} to {max}")));
        };
        self.advance();
        Ok(number)
    }

    pub(super) fn end(&self) -> Result<(), ParseProblem> {
        match self.word() {
            None => Ok(()),
            Some(_) => Err(self.problem("', then' and another part, 'within', or the end")),
        }
    }

    pub(super) fn problem(&self, expected: &str) -> ParseProblem {
        let found = self.word().map_or_else(
            || "the end".to_owned(),
            |word| format!("'{}'", word.chars().take(40).collect::<String>()),
        );
        ParseProblem {
            at: self.place(),
            found,
            expected: expected.to_owned(),
        }
    }
}
