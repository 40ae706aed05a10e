//! Identifiers as distinct types from one list, each checked where it is made.
//!
//! Two identifiers of different kinds can never be compared or swapped by mistake. What a code
//! looks like on a label (data identifiers, flags, check characters) is the document room's.

use std::fmt;

use thiserror::Error;

/// Why a text is not an identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{text}' is not a {kind}: expected {expected}")]
pub struct IdentifierError {
    /// The kind of identifier, in words.
    pub kind: &'static str,
    /// What was given, shortened to a length fit to print.
    pub text: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

/// The longest identifier of any kind, in characters.
pub const LENGTH_MAX: usize = 64;

fn shortened(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}

fn is_code(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    !text.is_empty() && text.len() <= LENGTH_MAX && text.chars().all(allowed)
}

fn is_word(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= LENGTH_MAX
        && text.chars().all(allowed)
}

/// ISBT 128 donation identification number without flags: 13 characters, the first never O or 0
/// as a letter, then facility, two digits of the year and a six-digit serial.
fn is_donation(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 13
        && bytes
            .iter()
            .take(5)
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bytes.iter().skip(5).all(u8::is_ascii_digit)
        && !text.starts_with(['O', '0'])
}

/// ISBT 128 structure 040: the letters CH, facility, year and serial, 15 characters.
fn is_chain_of_identity(text: &str) -> bool {
    text.strip_prefix("CH").is_some_and(is_donation)
}

/// ISBT 128: the last two characters of a product code (structure 003) for a part of a product, or
/// the six of structure 032. A whole product has none.
fn is_division(text: &str) -> bool {
    let is_code = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    match text.as_bytes() {
        [first, second] => {
            first.is_ascii_uppercase() && (*second == b'0' || second.is_ascii_lowercase())
        }
        bytes => bytes.len() == 6 && bytes.iter().all(is_code),
    }
}

fn is_hash(text: &str) -> bool {
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    text.len() == 64 && text.chars().all(hex)
}

/// The countries of ISO 3166-1, two letters each.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
    DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
    GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn is_country(text: &str) -> bool {
    COUNTRIES.split(' ').any(|country| country == text)
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident, $kind:literal, $check:path, $expected:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Makes the identifier, or says what was expected.
            pub fn new(text: impl Into<String>) -> Result<Self, IdentifierError> {
                let text = text.into();
                if $check(&text) {
                    Ok(Self(text))
                } else {
                    Err(IdentifierError {
                        kind: $kind,
                        text: shortened(&text),
                        expected: $expected,
                    })
                }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )+};
}

identifiers! {
    /// One treatment's identifier on every label and record (ISBT 128 structure 040, ST-028).
    ChainOfIdentity, "chain-of-identity identifier", is_chain_of_identity,
        "CH, then five characters of the facility, two digits of the year and six of the serial";
    /// A person who gives or receives cells, as a pseudonym: never a name or hospital number.
    PersonId, "person pseudonym", is_code, "letters, digits, '-', '.' or '_'";
    /// A member of staff. One for each person, never reassigned (21 CFR 11.100).
    StaffId, "staff identifier", is_code, "letters, digits, '-', '.' or '_'";
    /// The device an act was done on.
    DeviceId, "device identifier", is_code, "letters, digits, '-', '.' or '_'";
    /// One culture batch.
    BatchId, "batch number", is_code, "letters, digits, '-', '.' or '_'";
    /// One bag, flask or tube; unique for ever.
    ContainerId, "container identifier", is_code, "letters, digits, '-', '.' or '_'";
    /// Which part of a product a container holds (ISBT 128 structures 003 and 032).
    Division, "division", is_division, "A0 to Z0, Aa to Zz, or six capital letters or digits";
    /// ISBT 128 donation identification number (DIN), 13 characters without flags.
    DonationIdentificationNumber, "donation identification number", is_donation,
        "13 characters: five of the facility (not starting with O or 0), two digits of the year, six of the serial";
    /// One lot of a material, under the number the centre gave it when it came in.
    LotId, "lot number", is_code, "letters, digits, '-', '.' or '_'";
    /// One piece of equipment: an incubator, a cabinet, a counter, a temperature logger.
    EquipmentId, "equipment number", is_code, "letters, digits, '-', '.' or '_'";
    /// A room or cabinet in which one patient's material is open at a time.
    RoomId, "room or cabinet number", is_code, "letters, digits, '-', '.' or '_'";
    /// A sample taken from a batch, a child of it for ever.
    SampleId, "sample number", is_code, "letters, digits, '-', '.' or '_'";
    /// A procedure people are trained on, such as a protocol's batch record.
    ProcedureId, "procedure name", is_code, "letters, digits, '-', '.' or '_'";
    /// SHA-256 of a file, or of what a label says.
    FileHash, "file's hash", is_hash, "64 lower-case hexadecimal digits";
    /// A quality deviation.
    DeviationId, "deviation number", is_code, "letters, digits, '-', '.' or '_'";
    /// A consent asked for by a protocol.
    ConsentId, "consent name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// An eligibility or fitness criterion of a protocol.
    CriterionId, "criterion name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A step of a batch record.
    StepId, "step name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A label template of a centre.
    LabelTemplateId, "label template name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// An input of a step or form.
    InputId, "input name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A test of a release specification.
    TestId, "test name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A visit of the follow-up.
    VisitId, "visit name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A stop rule of a protocol.
    StopRuleId, "stop rule name", is_word, "lower-case letters, digits and '-', starting with a letter";
    /// A country (ISO 3166-1), in which a therapy stands as its protocol says.
    Country, "country", is_country, "two capital letters of ISO 3166-1, such as IT; GB for the United Kingdom";
    /// SHA-256 of a protocol file's bytes, in lower-case hexadecimal.
    ProtocolHash, "protocol hash", is_hash, "64 lower-case hexadecimal digits";
}

impl Division {
    /// The division that a container's own code says: its product code ends in it, or in 99 with the
    /// six characters after it. Nothing where the code says none or the container has another code.
    #[must_use]
    pub fn of(container: &ContainerId) -> Option<Self> {
        let said = match coded(container)? {
            ("99", Some(division)) if division.len() == 6 => division,
            (division, None) if division.len() == 2 => division,
            _ => return None,
        };
        Self::new(said).ok()
    }

    /// Whether the container's own code says that it holds the whole product: it ends in 00.
    #[must_use]
    pub fn is_whole(container: &ContainerId) -> bool {
        coded(container) == Some(("00", None))
    }
}

/// The end of the product code in a container's own code, with what stands behind it; nothing where
/// it has another code.
fn coded(container: &ContainerId) -> Option<(&str, Option<&str>)> {
    let mut parts = container.as_str().split('-');
    let donation = parts.next().filter(|text| is_donation(text));
    let (_, code) = donation.zip(parts.next())?;
    let last = (code.len() == 8).then(|| code.get(6..)).flatten()?;
    let behind = parts.next();
    parts.next().is_none().then_some((last, behind))
}

impl FileHash {
    /// The hash whose SHA-256 these bytes are.
    #[must_use]
    pub fn of_digest(digest: [u8; 32]) -> Self {
        let digits = digest.iter().map(|byte| format!("{byte:02x}"));
        Self(digits.collect())
    }
}

/// The place of a dose in its treatment, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DoseNumber(u16);

impl DoseNumber {
    /// Makes the number; zero is refused.
    pub fn new(number: u16) -> Result<Self, IdentifierError> {
        if number == 0 {
            return Err(IdentifierError {
                kind: "dose number",
                text: "0".to_owned(),
                expected: "1 or more",
            });
        }
        Ok(Self(number))
    }

    /// The number itself.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for DoseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_donation_number_never_starts_with_the_letter_o_or_a_zero() {
        assert!(DonationIdentificationNumber::new("A999926000001").is_ok());
        assert!(DonationIdentificationNumber::new("O999926000001").is_err());
        assert!(DonationIdentificationNumber::new("0999926000001").is_err());
        assert!(DonationIdentificationNumber::new("A99992600000").is_err());
    }

    #[test]
    fn a_chain_of_identity_has_its_two_letters_and_thirteen_more() {
        assert!(ChainOfIdentity::new("CHA999926000042").is_ok());
        assert!(ChainOfIdentity::new("A999926000042").is_err());
    }

    #[test]
    fn a_country_is_one_of_the_list_and_not_a_pair_of_letters() {
        assert!(Country::new("IT").is_ok());
        assert_eq!(COUNTRIES.split(' ').count(), 249);
        for text in ["UK", "it", "ITA", "", "IT SE", "XX"] {
            assert!(Country::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_division_is_two_characters_of_a_part_or_six_of_its_own() {
        for text in ["A0", "Zz", "000123", "AB12C3"] {
            assert!(Division::new(text).is_ok(), "{text}");
        }
        for text in [
            "00", "99", "a0", "AA", "A1", "", "00012", "00012a", "0001234",
        ] {
            assert!(Division::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_containers_own_code_says_its_division() {
        let of = |id: &str| {
            let division = Division::of(&ContainerId::new(id).unwrap());
            division.map(|division| division.to_string())
        };
        assert_eq!(of("A999926000001-S12350B0").as_deref(), Some("B0"));
        assert_eq!(
            of("A999926000001-S1235099-000123").as_deref(),
            Some("000123")
        );
        for none in [
            "A999926000001-S1235000",
            "A999926000001-S1235099",
            "A999926000001-S12350B0-000123",
            "A999926000001-S1235099-000123-1",
            "CELLS-B0",
        ] {
            assert_eq!(of(none), None, "{none}");
            let container = ContainerId::new(none).unwrap();
            let whole = none == "A999926000001-S1235000";
            assert_eq!(Division::is_whole(&container), whole, "{none}");
        }
    }

    #[test]
    fn an_error_never_repeats_control_characters_or_a_whole_page() {
        let error = PersonId::new("\u{7}".repeat(10_000)).unwrap_err();
        assert!(error.text.is_empty());
        let error = PersonId::new("x y".repeat(10_000)).unwrap_err();
        assert_eq!(error.text.chars().count(), 40);
    }
}
