//! Reads the bars of a Code 128 back, knowing nothing of how they were made.
//!
//! The patterns are kept as eleven bits each, apart from the encoder's widths, so that a slip in one
//! table shows against the other.

/// Eleven modules of the values 0 to 105, dark ones as 1.
#[rustfmt::skip]
const PATTERNS: [u16; 106] = [
    0x6cc, 0x66c, 0x666, 0x498, 0x48c, 0x44c, 0x4c8, 0x4c4, 0x464, 0x648, 0x644, 0x624,
    0x59c, 0x4dc, 0x4ce, 0x5cc, 0x4ec, 0x4e6, 0x672, 0x65c, 0x64e, 0x6e4, 0x674, 0x76e,
    0x74c, 0x72c, 0x726, 0x764, 0x734, 0x732, 0x6d8, 0x6c6, 0x636, 0x518, 0x458, 0x446,
    0x588, 0x468, 0x462, 0x688, 0x628, 0x622, 0x5b8, 0x58e, 0x46e, 0x5d8, 0x5c6, 0x476,
    0x776, 0x68e, 0x62e, 0x6e8, 0x6e2, 0x6ee, 0x758, 0x746, 0x716, 0x768, 0x762, 0x71a,
    0x77a, 0x642, 0x78a, 0x530, 0x50c, 0x4b0, 0x486, 0x42c, 0x426, 0x590, 0x584, 0x4d0,
    0x4c2, 0x434, 0x432, 0x612, 0x650, 0x7ba, 0x614, 0x47a, 0x53c, 0x4bc, 0x49e, 0x5e4,
    0x4f4, 0x4f2, 0x7a4, 0x794, 0x792, 0x6de, 0x6f6, 0x7b6, 0x578, 0x51e, 0x45e, 0x5e8,
    0x5e2, 0x7a8, 0x7a2, 0x5de, 0x5ee, 0x75e, 0x7ae, 0x684, 0x690, 0x69c,
];

/// Thirteen modules of the stop pattern.
const STOP: u16 = 0x18eb;

/// The text of a row of modules; nothing where a pattern is unknown, the check value is wrong or a
/// switch is not one that our symbols use.
pub(super) fn text(modules: &[bool]) -> Option<String> {
    let (body, stop) = modules.split_at_checked(modules.len().checked_sub(13)?)?;
    if bits(stop) != STOP || body.len() % 11 != 0 {
        return None;
    }
    let values: Option<Vec<u8>> = body.chunks(11).map(value).collect();
    let values = values?;
    let (&check, values) = values.split_last()?;
    let (&start, data) = values.split_first()?;
    let sum: usize = data
        .iter()
        .enumerate()
        .map(|(place, value)| (place + 1) * usize::from(*value))
        .sum();
    if (usize::from(start) + sum) % 103 != usize::from(check) {
        return None;
    }
    let mut set = match start {
        103 => 'A',
        104 => 'B',
        105 => 'C',
        _ => return None,
    };
    let mut shifted = None;
    let mut text = String::new();
    for &value in data {
        let reading = shifted.take().unwrap_or(set);
        match (reading, value) {
            ('A' | 'B', 98) => shifted = Some(if reading == 'A' { 'B' } else { 'A' }),
            ('A' | 'B', 99) => set = 'C',
            ('A' | 'C', 100) => set = 'B',
            ('B' | 'C', 101) => set = 'A',
            ('C', 0..=99) => text.push_str(&format!("{value:02}")),
            ('B', 0..=95) | ('A', 0..=63) => text.push(char::from(value + 32)),
            ('A', 64..=95) => text.push(char::from(value - 64)),
            _ => return None,
        }
    }
    Some(text)
}

fn value(pattern: &[bool]) -> Option<u8> {
    let bits = bits(pattern);
    let value = PATTERNS.iter().position(|known| *known == bits)?;
    u8::try_from(value).ok()
}

fn bits(pattern: &[bool]) -> u16 {
    pattern
        .iter()
        .fold(0, |bits, dark| bits << 1 | u16::from(*dark))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::label::code128::modules;

    proptest! {
        #[test]
        fn every_text_is_read_back(content in "[\\x00-\\x7f]{1,40}", digits in "[A-Z=&]{0,3}[0-9]{1,30}[a-z]{0,2}") {
            for content in [content, digits] {
                prop_assert_eq!(text(&modules(&content).unwrap()), Some(content));
            }
        }

        #[test]
        fn one_wrong_module_is_noticed(digits in "=[A-Z][0-9]{4,14}", place in any::<prop::sample::Index>()) {
            let mut modules = modules(&digits).unwrap();
            let place = place.index(modules.len());
            modules[place] = !modules[place];
            prop_assert_eq!(text(&modules), None);
        }
    }
}
