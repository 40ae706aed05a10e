//! The shapes of the data structures of ISBT 128: how each begins and how much belongs to it.
//!
//! Every structure is known by its length, retired ones too, so that a message which carries one
//! we do not use can still be read to its end (ST-001).

/// How much belongs to a structure behind its data identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Fixed(usize),
    /// Structure 025: two characters of the place, two digits of the length, the number.
    Patient,
    /// A count of so many digits, then that many blocks of a fixed length.
    Blocks {
        digits: usize,
        each: usize,
    },
}

/// What one data structure looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The number of the structure in the standard.
    pub(crate) number: u8,
    /// The characters it begins with.
    pub(crate) identifier: &'static str,
    /// What it says, in words that fit behind "a code with".
    pub(crate) name: &'static str,
    pub(crate) length: Length,
}

/// The number of the donation: its data identifier is `=` and the number's own first character.
pub(crate) const DONATION: Shape = row(1, "=", "a donation number", 15);

/// Structures that a reader takes past and nobody prints any more.
const RETIRED: &[u8] = &[11, 15, 16, 37];

const fn row(number: u8, identifier: &'static str, name: &'static str, length: usize) -> Shape {
    Shape {
        number,
        identifier,
        name,
        length: Length::Fixed(length),
    }
}

const fn blocks(
    number: u8,
    identifier: &'static str,
    name: &'static str,
    digits: usize,
    each: usize,
) -> Shape {
    Shape {
        number,
        identifier,
        name,
        length: Length::Blocks { digits, each },
    }
}

const SHAPES: &[Shape] = &[
    row(2, "=%", "a blood group", 4),
    row(3, "=<", "a product code", 8),
    row(4, "=>", "an expiry date", 6),
    row(5, "&>", "an expiry time", 10),
    row(6, "=*", "a collection date", 6),
    row(7, "&*", "a collection time", 10),
    row(8, "=}", "a production date", 6),
    row(9, "&}", "a production time", 10),
    row(10, "&(", "special testing", 5),
    row(11, "={", "red cell antigens (retired)", 18),
    row(12, "=\\", "red cell antigens", 18),
    row(13, "&\\", "red cell antigens (Finnish)", 18),
    row(14, "&{", "platelet antigens", 18),
    row(15, "=[", "HLA-A and -B alleles (retired)", 18),
    row(16, "=\"", "HLA-DRB1 alleles (retired)", 18),
    row(17, "=)", "a container's catalogue number", 10),
    row(18, "&)", "a container's lot", 10),
    row(19, "=;", "a donor number", 21),
    row(20, "='", "a staff badge", 11),
    row(21, "=-", "a supply's catalogue number", 10),
    row(22, "&-", "a supply's lot", 10),
    row(24, "=#", "a date of birth", 10),
    Shape {
        number: 25,
        identifier: "&#",
        name: "a wristband",
        length: Length::Patient,
    },
    row(26, "=]", "an expiry month", 6),
    row(27, "&\"", "infectious markers", 18),
    row(28, "=$", "a consignment", 16),
    blocks(29, "&$", "dimensions", 2, 14),
    blocks(30, "&%", "red cell antigens with history", 3, 10),
    row(31, "=(", "a flexible date and time", 16),
    row(32, "=,", "product divisions", 6),
    row(33, "&+", "a processing facility", 11),
    row(34, "=/", "a processor's product code", 16),
    row(35, "&,1", "a lot number", 18),
    row(36, "&,2", "a supplemental number", 18),
    row(37, "&,3", "a donor registration (retired)", 19),
    row(38, "&,4", "a Single European Code", 40),
    row(39, "&:", "a donor registration", 19),
    row(40, "&/", "a chain of identity", 15),
];

impl Shape {
    pub(crate) fn is_retired(self) -> bool {
        RETIRED.contains(&self.number)
    }
}

/// The shape that a text begins with.
pub(crate) fn shape_of(text: &str) -> Option<Shape> {
    let starts = |shape: &&Shape| text.starts_with(shape.identifier);
    let listed = SHAPES.iter().find(starts).copied();
    listed.or_else(|| {
        let first = text.strip_prefix('=')?.chars().next()?;
        matches!(first, 'A'..='N' | 'P'..='Z' | '1'..='9').then_some(DONATION)
    })
}

/// The shape of a structure by its number in the standard; of one that is not listed, the first.
pub(crate) fn shape_numbered(number: u8) -> Shape {
    let listed = SHAPES.iter().find(|shape| shape.number == number);
    listed.copied().unwrap_or(DONATION)
}

/// How many characters belong to a structure, read from its own content where it says so.
pub(crate) fn content_length(length: Length, content: &str) -> Option<usize> {
    let number = |from: usize, to: usize| {
        let digits = content.get(from..to)?;
        let all = digits.bytes().all(|b| b.is_ascii_digit());
        all.then(|| digits.parse::<usize>().ok()).flatten()
    };
    match length {
        Length::Fixed(length) => Some(length),
        Length::Patient => Some(4 + number(2, 4)?),
        Length::Blocks { digits, each } => Some(digits + each * number(0, digits)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_behind_the_equals_sign_belongs_to_the_donation_number() {
        assert_eq!(shape_of("=A99992600000168"), Some(DONATION));
        assert_eq!(shape_of("=199992600000168"), Some(DONATION));
        assert_eq!(shape_of("=O99992600000168"), None);
        assert_eq!(shape_of("=099992600000168"), None);
    }

    #[test]
    fn the_comma_needs_a_third_character() {
        assert_eq!(shape_of("&,"), None);
        assert_eq!(shape_of("&,9"), None);
        assert_eq!(shape_of("&,4").unwrap().name, "a Single European Code");
    }

    #[test]
    fn no_two_structures_begin_alike_or_share_a_number() {
        for (position, shape) in SHAPES.iter().enumerate() {
            for other in SHAPES.iter().skip(position + 1) {
                assert_ne!(other.identifier, shape.identifier);
                assert_ne!(other.number, shape.number);
            }
        }
    }
}
