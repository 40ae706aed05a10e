//! Where a therapy stands: where it may be had, what is known of it, and what the patient is told.

use jiff::civil::Date;

/// Whether a therapy may be had in a country from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// The country, two letters (ISO 3166-1); `None` for every country that has no line of its own.
    pub country: Option<String>,
    /// How it stands there.
    pub status: AvailabilityStatus,
    /// From this day on; `None` if the day is not known or needs none.
    pub since: Option<Date>,
    /// Up to and including this day; `None` if no end is known.
    pub until: Option<Date>,
    /// What a reader should know of it.
    pub text: String,
    /// The source's key.
    pub source: String,
}

/// How a therapy stands in a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AvailabilityStatus {
    /// Authorised for the protocol's indication.
    Approved,
    /// Given within a trial or under another permission that the centre holds.
    Investigational,
    /// The product can be had, but not for this use.
    OffLabel,
    /// The authorisation ended, or the maker does not supply it any more.
    Withdrawn,
    /// Nobody has verified how it stands.
    Unverified,
}

impl AvailabilityStatus {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 5] = [
        Self::Approved,
        Self::Investigational,
        Self::OffLabel,
        Self::Withdrawn,
        Self::Unverified,
    ];

    /// The status's name in files and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Investigational => "investigational",
            Self::OffLabel => "off-label",
            Self::Withdrawn => "withdrawn",
            Self::Unverified => "unverified",
        }
    }

    /// Whether a treatment may begin without an exception that somebody records and signs.
    #[must_use]
    pub fn needs_no_exception(self) -> bool {
        match self {
            Self::Approved | Self::Investigational => true,
            Self::OffLabel | Self::Withdrawn | Self::Unverified => false,
        }
    }

    /// Which of two standings counts where lines of one country overlap: the higher one.
    pub(crate) fn strictness(self) -> u8 {
        match self {
            Self::Approved => 0,
            Self::Investigational => 1,
            Self::OffLabel => 2,
            Self::Unverified => 3,
            Self::Withdrawn => 4,
        }
    }
}

/// What is done about an adverse event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The term as people read it.
    pub term: String,
    /// The grading scale with its version.
    pub scheme: String,
    /// The grade on that scale.
    pub grade: u8,
    /// What is done.
    pub action: String,
    /// The source's key.
    pub source: String,
}

/// What the patient is told, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientText {
    /// What the treatment is and what to do.
    pub text: Vec<String>,
    /// When to call at once.
    pub call_at_once: Vec<String>,
    /// The source's key.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::AvailabilityStatus;

    const MEDICINE: &str = include_str!("../../tests/example-medicine.toml");

    #[test]
    fn of_lines_that_overlap_the_strictest_counts_in_whatever_order_they_stand() {
        let line = |status: &str| {
            format!(
                "[[availability]]\ncountry = \"NZ\"\nstatus = \"{status}\"\nsince = \"2010-01-01\"\n\
                 text = \"Example\"\nsource = \"author\"\n\n"
            )
        };
        let (open, ended) = (line("approved"), line("withdrawn"));
        for lines in [format!("{open}{ended}"), format!("{ended}{open}")] {
            let text = MEDICINE.replacen("[schedule]", &format!("{lines}[schedule]"), 1);
            let reading = crate::read(text.as_bytes(), "example-medicine.toml");
            assert_eq!(reading.findings, []);
            let protocol = reading.protocol.unwrap();
            let standing = protocol.availability_in("NZ", jiff::civil::date(2026, 1, 1));
            let status = standing.map(|line| line.status);
            assert_eq!(status, Some(AvailabilityStatus::Withdrawn));
        }
    }
}
