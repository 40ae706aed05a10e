//! The data structures of ISBT 128: how each begins and how much belongs to it.
//!
//! Every structure is known by its length, retired ones too, so that a message which carries one
//! we do not use can still be read to its end.

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

/// One data structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Structure {
    /// The characters it begins with.
    pub(crate) identifier: &'static str,
    /// What it says, in words that fit behind "a code with".
    pub(crate) name: &'static str,
    pub(crate) length: Length,
}

/// The number of the donation: its data identifier is `=` and the number's own first character.
pub(crate) const DONATION: Structure = row("=", "a donation number", 15);

const fn row(identifier: &'static str, name: &'static str, length: usize) -> Structure {
    Structure {
        identifier,
        name,
        length: Length::Fixed(length),
    }
}

const fn blocks(
    identifier: &'static str,
    name: &'static str,
    digits: usize,
    each: usize,
) -> Structure {
    Structure {
        identifier,
        name,
        length: Length::Blocks { digits, each },
    }
}

const STRUCTURES: &[Structure] = &[
    row("=%", "a blood group", 4),
    row("=<", "a product code", 8),
    row("=>", "an expiry date", 6),
    row("&>", "an expiry time", 10),
    row("=*", "a collection date", 6),
    row("&*", "a collection time", 10),
    row("=}", "a production date", 6),
    row("&}", "a production time", 10),
    row("&(", "special testing", 5),
    row("={", "red cell antigens (retired)", 18),
    row("=\\", "red cell antigens", 18),
    row("&\\", "red cell antigens (Finnish)", 18),
    row("&{", "platelet antigens", 18),
    row("=[", "HLA-A and -B alleles (retired)", 18),
    row("=\"", "HLA-DRB1 alleles (retired)", 18),
    row("=)", "a container's catalogue number", 10),
    row("&)", "a container's lot", 10),
    row("=;", "a donor number", 21),
    row("='", "a staff badge", 11),
    row("=-", "a supply's catalogue number", 10),
    row("&-", "a supply's lot", 10),
    row("=#", "a date of birth", 10),
    Structure {
        identifier: "&#",
        name: "a wristband",
        length: Length::Patient,
    },
    row("=]", "an expiry month", 6),
    row("&\"", "infectious markers", 18),
    row("=$", "a consignment", 16),
    blocks("&$", "dimensions", 2, 14),
    blocks("&%", "red cell antigens with history", 3, 10),
    row("=(", "a flexible date and time", 16),
    row("=,", "product divisions", 6),
    row("&+", "a processing facility", 11),
    row("=/", "a processor's product code", 16),
    row("&,1", "a lot number", 18),
    row("&,2", "a supplemental number", 18),
    row("&,3", "a donor registration (retired)", 19),
    row("&,4", "a Single European Code", 40),
    row("&:", "a donor registration", 19),
    row("&/", "a chain of identity", 15),
];

/// The structure that a text begins with.
pub(crate) fn structure_of(text: &str) -> Option<Structure> {
    let starts = |structure: &&Structure| text.starts_with(structure.identifier);
    let listed = STRUCTURES.iter().find(starts).copied();
    listed.or_else(|| {
        let first = text.strip_prefix('=')?.chars().next()?;
        matches!(first, 'A'..='N' | 'P'..='Z' | '1'..='9').then_some(DONATION)
    })
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
        assert_eq!(structure_of("=A99992600000168"), Some(DONATION));
        assert_eq!(structure_of("=199992600000168"), Some(DONATION));
        assert_eq!(structure_of("=O99992600000168"), None);
        assert_eq!(structure_of("=099992600000168"), None);
    }

    #[test]
    fn the_comma_needs_a_third_character() {
        assert_eq!(structure_of("&,"), None);
        assert_eq!(structure_of("&,9"), None);
        assert_eq!(structure_of("&,4").unwrap().name, "a Single European Code");
    }

    #[test]
    fn no_two_structures_begin_alike() {
        for (position, structure) in STRUCTURES.iter().enumerate() {
            let others = STRUCTURES.iter().skip(position + 1);
            assert!(
                others
                    .clone()
                    .all(|other| other.identifier != structure.identifier)
            );
        }
    }
}
