//! How wide a line of text can be, without knowing the face it will be set in.
//!
//! The widths are at least those of Helvetica, Arial, Liberation Sans and Noto Sans, bold included.
//! A label that fits by them fits in any of these faces; one that does not is refused rather than
//! printed over its edge.

/// The widest a line can be, in the unit of `size`.
#[must_use]
pub(super) fn text_width(text: &str, size: u32, bold: bool) -> u32 {
    let thousandths: u64 = text.chars().map(character_width).sum();
    let thousandths = if bold {
        thousandths * 106 / 100
    } else {
        thousandths
    };
    let width = thousandths * u64::from(size) / 1000;
    u32::try_from(width).unwrap_or(u32::MAX)
}

/// In thousandths of the size, upright.
fn character_width(character: char) -> u64 {
    match character {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 300,
        'i' | 'j' | 'l' | 'I' | 'ı' | 'İ' | '/' | '(' | ')' | '[' | ']' | 'f' | 't' | 'r' | '-'
        | '"' | '*' | '°' => 410,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 950,
        '0'..='9' => 580,
        character if character.is_lowercase() => 620,
        character if character.is_uppercase() => 780,
        '+' | '<' | '>' | '=' | '±' | '≤' | '≥' | '×' | '_' | '#' | '$' | '?' | '–' => 620,
        '&' => 740,
        _ => 1_050,
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
