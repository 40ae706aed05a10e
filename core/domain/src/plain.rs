//! What may stand in words that people compare: nothing that turns, hides or forges what is read.

/// Whether a character shows nothing and can make two texts look alike: soft hyphen, zero-width and
/// direction marks, line and paragraph separators, byte order mark. Controls are asked apart.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_invisible_and_letters_of_any_script_are_not() {
        assert!(
            ['\u{200b}', '\u{202e}', '\u{2028}', '\u{feff}']
                .into_iter()
                .all(is_invisible)
        );
        assert!(
            !['a', 'ş', '李', '\u{2019}', ' ']
                .into_iter()
                .any(is_invisible)
        );
    }
}
