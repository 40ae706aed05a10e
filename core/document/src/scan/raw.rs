//! Raw characters become the structures of a code, all of them or none.

use super::error::ScanError;
use super::structure::take_structure;
use crate::isbt::{CompoundMessage, Message, MessageError, SingleEuropeanCode, Structure};

/// No code we print or read is longer.
pub const LENGTH_MAX: usize = 1000;

/// Reads any code of ISBT 128, and a Single European Code as it is written for people: every
/// structure typed and checked, retired ones taken past, a national one kept unread.
pub fn read(raw: &str) -> Result<Message, ScanError> {
    let text = cleaned(raw)?;
    if let Some(code) = text.strip_prefix("SEC:") {
        let code = SingleEuropeanCode::decode(&code.replace(' ', ""));
        let code = code.map_err(|error| ScanError::Content {
            name: "a Single European Code",
            reason: error.to_string(),
        })?;
        return Ok(Message::Single(Structure::SingleEuropeanCode(code)));
    }
    if is_national(text) {
        let content = text.strip_prefix('&').unwrap_or_default().to_owned();
        return Ok(Message::Single(Structure::National(content)));
    }
    refuse_other_systems(text)?;
    read_message(text)
}

/// Reads what was cleaned and is of no other system.
pub(super) fn read_message(text: &str) -> Result<Message, ScanError> {
    if let Some(message) = text.strip_prefix("=+") {
        return read_compound(message).map(Message::Compound);
    }
    let (structure, rest) = take_structure(text)?;
    if rest.starts_with(['=', '&']) {
        return Err(ScanError::TwoCodes);
    }
    if !rest.is_empty() {
        return Err(ScanError::Surplus {
            name: structure.name(),
            surplus: rest.len(),
        });
    }
    Ok(Message::Single(structure))
}

/// What a country or a centre defined for itself, and the two national structures that the standard
/// keeps places for. Their lengths are nobody else's to know.
fn is_national(text: &str) -> bool {
    let behind = text.strip_prefix('&');
    behind.is_some_and(|behind| {
        behind.starts_with(|first: char| first.is_ascii_lowercase() || first == ';' || first == '!')
    })
}

/// Takes off what a scanner adds around a code, and refuses what no code holds.
pub(super) fn cleaned(raw: &str) -> Result<&str, ScanError> {
    if raw.len() > LENGTH_MAX {
        return Err(ScanError::TooLong { length: raw.len() });
    }
    let text = raw.trim_end_matches(['\r', '\n', '\t']);
    if text.is_empty() {
        return Err(ScanError::Empty);
    }
    // FNC1 arrives as a group separator and marks GS1 codes only.
    if text.contains('\u{1d}') {
        return Err(ScanError::AnotherSystem { system: "GS1" });
    }
    let strange = text
        .chars()
        .position(|c| !(c.is_ascii_graphic() || c == ' '));
    if let Some(position) = strange {
        return Err(ScanError::Unprintable {
            position: position + 1,
        });
    }
    match text.as_bytes() {
        [b']', symbology, modifier, ..] => {
            let gs1 = matches!(
                [symbology, modifier],
                [b'C', b'1'] | [b'd', b'2'] | [b'Q', b'3'] | [b'J', b'1'] | [b'e', _]
            );
            if gs1 {
                return Err(ScanError::AnotherSystem { system: "GS1" });
            }
            text.get(3..)
                .filter(|code| !code.is_empty())
                .ok_or(ScanError::Empty)
        }
        _ => Ok(text),
    }
}

/// Knows the codes of other systems, so that the answer is not merely "unreadable". What begins
/// as one of ours is left alone: a patient's number may hold anything.
pub(super) fn refuse_other_systems(text: &str) -> Result<(), ScanError> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let system = match text.chars().next() {
        Some('=') => return Ok(()),
        Some('&') if is_national(text) => "national",
        Some('&') => return Ok(()),
        Some('(') => "GS1",
        Some('+') => "HIBC",
        _ if digits >= 8 && digits == text.len() => "GS1",
        _ if digits >= 16 && text.starts_with("01") => "GS1",
        _ if text.starts_with("SEC:") => "Single European Code",
        _ if text.contains("://") => "web address",
        _ => return Ok(()),
    };
    Err(ScanError::AnotherSystem { system })
}

/// The message behind `=+`: two digits say how many structures follow, three which sequence was
/// agreed (ST-001, structure 023). The count must agree and what identifies may stand once.
fn read_compound(message: &str) -> Result<CompoundMessage, ScanError> {
    let truncated = ScanError::Truncated {
        name: "a Data Matrix",
        expected: 5,
        found: message.len(),
    };
    let (header, mut rest) = message.split_at_checked(5).ok_or(truncated)?;
    let content = |reason: String| ScanError::Content {
        name: "a Data Matrix",
        reason,
    };
    let (announced, sequence) = header_numbers(header).ok_or_else(|| {
        content(format!(
            "'{header}' was found, expected two digits of the count and three of the sequence"
        ))
    })?;
    let mut structures = Vec::new();
    while !rest.is_empty() {
        if rest.starts_with("=+") {
            return Err(ScanError::TwoCodes);
        }
        if is_national(rest) {
            return Err(ScanError::National);
        }
        let (structure, behind) = take_structure(rest)?;
        structures.push(structure);
        rest = behind;
    }
    let found = structures.len();
    let message = CompoundMessage::new(sequence, structures);
    if let Err(MessageError::Repeated { name }) = message {
        return Err(ScanError::Repeated { name });
    }
    if found != announced {
        return Err(ScanError::Count { announced, found });
    }
    message.map_err(|error| content(error.to_string()))
}

fn header_numbers(header: &str) -> Option<(usize, u16)> {
    let digits = header.bytes().all(|b| b.is_ascii_digit());
    let (count, sequence) = header.split_at_checked(2).filter(|_| digits)?;
    let count = count.parse().ok().filter(|count| *count > 0)?;
    Some((count, sequence.parse().ok()?))
}
