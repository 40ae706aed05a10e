//! Code 128 (ISO/IEC 15417): the shortest row of symbol characters for a text, and its bars.

/// Widths of bars and spaces of the values 0 to 105, starting with a bar; then the stop pattern.
/// They are tables of the standard; the reader has its own, in another form.
const WIDTHS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

const SHIFT: u8 = 98;
const START_A: u8 = 103;
const STOP: u8 = 106;

/// The three sets of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// Capitals, digits, marks and control characters.
    A,
    /// Capitals, small letters, digits and marks.
    B,
    /// Two digits in one character.
    C,
}

const SETS: [Set; 3] = [Set::A, Set::B, Set::C];

impl Set {
    fn start(self) -> u8 {
        START_A + self.number()
    }

    /// The value that switches to this set from another one.
    fn switch(self) -> u8 {
        101 - self.number()
    }

    fn number(self) -> u8 {
        match self {
            Self::A => 0,
            Self::B => 1,
            Self::C => 2,
        }
    }

    /// The values for what stands first in `rest`, and how many bytes they say.
    fn next(self, rest: &[u8]) -> Option<(Vec<u8>, usize)> {
        let &first = rest.first()?;
        match self {
            Self::A => in_a(first).map(|value| vec![value]).or_else(|| {
                let value = in_b(first)?;
                Some(vec![SHIFT, value])
            }),
            Self::B => in_b(first).map(|value| vec![value]).or_else(|| {
                let value = in_a(first)?;
                Some(vec![SHIFT, value])
            }),
            Self::C => {
                let &second = rest.get(1)?;
                let digits = first.is_ascii_digit() && second.is_ascii_digit();
                let value = digits.then(|| (first - b'0') * 10 + (second - b'0'))?;
                return Some((vec![value], 2));
            }
        }
        .map(|values| (values, 1))
    }
}

fn in_a(byte: u8) -> Option<u8> {
    match byte {
        32..=95 => Some(byte - 32),
        0..=31 => Some(byte + 64),
        _ => None,
    }
}

fn in_b(byte: u8) -> Option<u8> {
    (32..=127).contains(&byte).then(|| byte - 32)
}

/// The dark modules of the symbol, from its first bar to its last; nothing for an empty text or
/// one with a character beyond ASCII.
pub(super) fn modules(text: &str) -> Option<Vec<bool>> {
    if text.is_empty() || !text.is_ascii() {
        return None;
    }
    let mut values = shortest(text.as_bytes())?;
    let weighted = values.iter().zip(std::iter::once(1).chain(1u32..));
    let sum: u32 = weighted
        .map(|(value, weight)| u32::from(*value) * weight)
        .sum();
    values.push(u8::try_from(sum % 103).ok()?);
    values.push(STOP);
    let mut modules = Vec::new();
    for value in values {
        let mut dark = true;
        for width in WIDTHS.get(usize::from(value))?.bytes() {
            let width = usize::from(width - b'0');
            modules.extend(std::iter::repeat_n(dark, width));
            dark = !dark;
        }
    }
    Some(modules)
}

/// The shortest row of values with its start: for each place in the text and each set the best way
/// there is kept, so that no digit is left outside set C where that would be shorter.
fn shortest(text: &[u8]) -> Option<Vec<u8>> {
    type Ways = [Option<Vec<u8>>; 3];
    let mut ways: Vec<Ways> = vec![Ways::default(); text.len() + 1];
    *ways.first_mut()? = SETS.map(|set| Some(vec![set.start()]));
    for place in 0..=text.len() {
        let here = ways.get(place)?.clone();
        let switched = SETS.map(|set| best_here(&here, set));
        if place == text.len() {
            return switched.into_iter().flatten().min_by_key(Vec::len);
        }
        for (set, way) in SETS.into_iter().zip(switched) {
            let Some(way) = way else { continue };
            let Some((values, length)) = set.next(text.get(place..)?) else {
                continue;
            };
            let arrived = [way, values].concat();
            let slot = ways
                .get_mut(place + length)?
                .get_mut(usize::from(set.number()))?;
            if slot
                .as_ref()
                .is_none_or(|known| arrived.len() < known.len())
            {
                *slot = Some(arrived);
            }
        }
    }
    None
}

/// The best way to stand at a place in a set: already in it, or switched to it there.
fn best_here(here: &[Option<Vec<u8>>; 3], set: Set) -> Option<Vec<u8>> {
    let ways = SETS.into_iter().zip(here).filter_map(|(from, way)| {
        let mut way = way.clone()?;
        if from != set {
            way.push(set.switch());
        }
        Some(way)
    });
    ways.min_by_key(Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_eleven_modules_wide_with_an_even_number_of_dark_ones() {
        let (stop, patterns) = WIDTHS.split_last().unwrap();
        for pattern in patterns {
            let widths: Vec<u32> = pattern.chars().map(|c| c.to_digit(10).unwrap()).collect();
            assert_eq!(widths.iter().sum::<u32>(), 11, "{pattern}");
            assert_eq!(widths.iter().step_by(2).sum::<u32>() % 2, 0, "{pattern}");
        }
        assert_eq!(stop.chars().filter_map(|c| c.to_digit(10)).sum::<u32>(), 13);
        let mut sorted = WIDTHS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 107);
    }

    #[test]
    fn digits_go_in_pairs_where_that_is_shorter() {
        // Start A, '=', 'A', switch to C, seven pairs.
        let donation = shortest(b"=A99992600000168").unwrap();
        assert_eq!(
            donation,
            [103, 29, 33, 99, 99, 99, 26, 0, 0, 1, 68].to_vec()
        );
        assert_eq!(shortest(b"1234").unwrap(), vec![105, 12, 34]);
        assert_eq!(shortest(b"A12").unwrap().len(), 4);
        assert_eq!(shortest(b"a\x01b").unwrap().len(), 5);
    }

    #[test]
    fn a_text_beyond_ascii_has_no_symbol() {
        assert_eq!(modules("Ağrı"), None);
        assert_eq!(modules(""), None);
    }
}
