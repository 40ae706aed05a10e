//! How wide a line of text can be, without knowing the face it will be set in.
//!
//! The widths are at least those of Helvetica, Arial, Liberation Sans and Noto Sans, bold included.
//! A label that fits by them fits in any of these faces; one that does not is refused rather than
//! printed over its edge.

/// The widest a line can be, in the unit of `size`.
#[must_use]
pub(super) fn text_width(text: &str, size: u32, bold: bool) -> u32 {
    let widths = text.chars().map(character_widths);
    let thousandths: u64 = widths
        .map(|(plain, heavy)| if bold { heavy } else { plain })
        .sum();
    let width = thousandths * u64::from(size) / 1000;
    u32::try_from(width).unwrap_or(u32::MAX)
}

/// In thousandths of the size: upright, and bold.
fn character_widths(character: char) -> (u64, u64) {
    match character {
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => (285, 335),
        'i' | 'j' | 'l' | 'ı' => (285, 320),
        'I' | 'İ' | '/' | '(' | ')' | '[' | ']' | 'f' | 't' | 'r' | '-' | '"' | '*' | '°' => {
            (420, 480)
        }
        '0'..='9' => (575, 585),
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'ç' | 'ş' => (535, 630),
        'E' | 'F' | 'J' | 'L' | 'P' | 'S' | 'T' | 'Z' | 'Ş' => (670, 680),
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' | 'æ' | 'œ' | 'Æ' | 'Œ' => {
            (1_000, 1_010)
        }
        character if character.is_lowercase() => (625, 660),
        character if character.is_uppercase() => (785, 815),
        '+' | '<' | '>' | '=' | '±' | '≤' | '≥' | '×' | '_' | '#' | '$' | '?' | '–' | '^' => {
            (650, 660)
        }
        '&' => (740, 760),
        _ => (1_050, 1_100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_measured_no_narrower_than_common_bold_faces_set_it() {
        // Arial Bold: A9999 26 000001 is 8 394 thousandths; AUTOLOGOUS USE ONLY is 13 500.
        assert!(text_width("A9999 26 000001", 1000, true) >= 8_394);
        assert!(text_width("AUTOLOGOUS USE ONLY", 1000, true) >= 13_500);
    }

    #[test]
    fn an_unknown_script_is_taken_to_be_wide() {
        assert!(text_width("細胞", 1000, false) >= 2_000);
    }
}
