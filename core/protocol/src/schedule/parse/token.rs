//! The words, numbers and marks of a schedule's text, each with its place.

use std::ops::Range;

use cikada_domain::Quantity;

use super::ParseProblem;
use crate::read::section::closest;

/// The tokens of a text, read one at a time.
pub(super) struct Tokens<'t> {
    text: &'t str,
    tokens: Vec<Range<usize>>,
    next: usize,
    /// The words that were looked for at the token in hand, to say which of them was meant.
    tried: Vec<&'static str>,
}

/// What people write for a word of the language.
const MEANT: [(&str, &str); 22] = [
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("days", "d"),
    ("day", "d"),
    ("weeks", "wk"),
    ("week", "wk"),
    ("w", "wk"),
    ("months", "mo"),
    ("month", "mo"),
    ("m", "mo"),
    ("years", "a"),
    ("year", "a"),
    ("yr", "a"),
    ("y", "a"),
    ("times", "x"),
    ("max", "at"),
    ("pause", "rest"),
    ("q", "every"),
    ("each", "every"),
    ("twice", "2 x"),
    ("weekly", "every 1 wk"),
];

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
            tried: Vec::new(),
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
        self.tried.clear();
    }

    /// Whether the token in hand is a number.
    pub(super) fn is_number(&self) -> bool {
        self.word()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Takes a word if it is in hand.
    pub(super) fn takes(&mut self, wanted: &'static str) -> bool {
        let found = self.word() == Some(wanted);
        if found {
            self.advance();
        } else {
            self.tried.push(wanted);
        }
        found
    }

    /// Whether a mark is in hand and one of some words follows it; takes the mark then.
    pub(super) fn takes_before(&mut self, mark: &'static str, words: &[&str]) -> bool {
        let after = self.tokens.get(self.next.saturating_add(1)).cloned();
        let follows = after.and_then(|at| self.text.get(at));
        let found = self.word() == Some(mark) && follows.is_some_and(|word| words.contains(&word));
        if found {
            self.advance();
        }
        found
    }

    /// Takes a mark if it is in hand and a number follows it.
    pub(super) fn takes_before_number(&mut self, mark: &'static str) -> bool {
        let start = self.next;
        let found = self.takes(mark) && self.is_number();
        if !found {
            self.next = start;
        }
        found
    }

    pub(super) fn expect(&mut self, wanted: &'static str) -> Result<(), ParseProblem> {
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

    /// Takes a name as records use it: letters, digits and '-' without a blank between them.
    pub(super) fn name(&mut self, expected: &str) -> Result<&'t str, ParseProblem> {
        let start = self.place().start;
        let mut end = start;
        while let Some(next) = self.tokens.get(self.next)
            && next.start == end
            && self.word().is_some_and(|word| {
                word == "-"
                    || word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            })
        {
            end = next.end;
            self.next = self.next.saturating_add(1);
        }
        let name = self.text.get(start..end).unwrap_or("");
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
        // A capital or another letter right behind belongs to what was meant as the name.
        let whole = self.place().start != end
            || self
                .word()
                .is_none_or(|word| matches!(word, "," | "(" | ")"));
        if begins && whole && !name.ends_with('-') {
            self.tried.clear();
            return Ok(name);
        }
        let mut problem = self.problem(expected);
        if !name.is_empty() {
            problem.at = start..end;
            problem.found = format!("'{name}'");
        }
        Err(problem)
    }

    /// Takes a quantity: a number, a blank and a unit.
    pub(super) fn quantity(&mut self) -> Result<Quantity, ParseProblem> {
        let start = self.place().start;
        let rest = self.text.get(start..).unwrap_or("");
        let unit = rest.find(' ').map(|blank| blank.saturating_add(1));
        let length = unit.and_then(|unit| {
            let after = rest.get(unit..)?;
            let end = after.find([' ', ',']).unwrap_or(after.len());
            unit.checked_add(end)
        });
        let end = start.saturating_add(length.unwrap_or(rest.len()));
        let written = self.text.get(start..end).unwrap_or("");
        match written.parse() {
            Ok(quantity) => {
                while self
                    .tokens
                    .get(self.next)
                    .is_some_and(|token| token.start < end)
                {
                    self.advance();
                }
                Ok(quantity)
            }
            Err(error) => Err(ParseProblem {
                at: start..end,
                found: error.to_string(),
                expected: "number, blank and unit, such as '100 ug'".to_owned(),
                help: None,
                impossible: false,
            }),
        }
    }

    /// A problem with everything from a place to the token in hand.
    pub(super) fn since(&self, start: usize, found: &str, expected: &str) -> ParseProblem {
        let last = self
            .next
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last));
        let end = last.map_or(start, |last| last.end.max(start));
        ParseProblem {
            at: start..end,
            found: found.to_owned(),
            expected: expected.to_owned(),
            help: None,
            impossible: true,
        }
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
            help: self.word().and_then(|word| self.meant(word)),
            impossible: false,
        }
    }

    fn meant(&self, word: &str) -> Option<String> {
        let tried = || self.tried.iter().copied();
        let known = MEANT
            .iter()
            .filter(|(wrong, _)| word.eq_ignore_ascii_case(wrong));
        let mut known = known.map(|(_, right)| *right);
        let replaced = known.find(|right| tried().any(|tried| right.starts_with(tried)));
        let lower = word.to_ascii_lowercase();
        let meant = replaced
            .or_else(|| tried().find(|tried| tried.eq_ignore_ascii_case(word)))
            .or_else(|| {
                let words = tried().filter(|tried| tried.len() > 1 && *tried != word);
                closest(&lower, words.clone()).or_else(|| closest(word, words))
            });
        meant.map(|meant| format!("did you mean '{meant}'?"))
    }
}
