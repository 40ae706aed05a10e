//! Words that stand beside a signature or on a wristband: one line, and nothing that hides or turns it.

use cikada_domain::plain::is_invisible;

/// Whether a text is 1 to `length_max` characters on one line, without control, direction or
/// invisible characters: two names must never look alike and be different.
pub(crate) fn is_plain(text: &str, length_max: usize) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    (1..=length_max).contains(&length) && !text.chars().any(|c| c.is_control() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_nothing_in_it_is_hidden() {
        for plain in ["Sample, Alma", "Ayşe Öztürk", "O\u{2019}Neill", "李"] {
            assert!(is_plain(plain, 100), "{plain}");
        }
        for hidden in ["", "  ", "a\u{202e}b", "a\u{200b}b", "a\nb", "a\u{1b}[31m"] {
            assert!(!is_plain(hidden, 100), "{hidden:?}");
        }
        assert!(!is_plain(&"x".repeat(101), 100));
    }
}
