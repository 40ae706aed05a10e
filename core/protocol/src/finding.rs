//! What the checker noticed in a protocol file: a place, a stable code and what was expected.
//!
//! Every finding stops the file from being used. There are no warnings: a protocol is either fit
//! to be run or it is not, and a warning nobody reads is a rule nobody holds.

use std::ops::Range;

macro_rules! codes {
    ($($name:ident $code:literal $explanation:literal;)+) => {
        /// The stable name of each kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode {
            $(#[doc = $explanation] $name,)+
        }

        impl FindingCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as printed and as other software relies on it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Whether it stops nothing: it is true of a day and not of the file.
            #[must_use]
            pub fn is_notice(self) -> bool {
                matches!(self, Self::AvailabilityLapsed)
            }

            /// What the code means, in one sentence.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation,)+ }
            }
        }
    };
}

codes! {
    FileTooLarge "file-too-large" "The file is larger than any protocol, so it was not read.";
    NotText "not-text" "The file is not UTF-8 text.";
    FileEmpty "file-empty" "The file holds no table and no key.";
    TooManyKeys "too-many-keys" "A table or list holds more entries than any protocol needs.";
    SyntaxError "syntax-error" "The text is not TOML at this place.";
    UnknownKey "unknown-key" "The key means nothing here, so what it says would not be done.";
    MissingKey "missing-key" "A key that is needed is not given.";
    WrongType "wrong-type" "The value is of another kind than the key takes.";
    UnknownWord "unknown-word" "The value is not one of the words the key takes.";
    EmptyValue "empty-value" "A text or list that must say something is empty.";
    HiddenCharacter "hidden-character" "The text is too long, or holds characters that turn, hide or forge what is read.";
    IdentifierUnreadable "identifier-unreadable" "The name cannot be used in records.";
    VersionUnreadable "version-unreadable" "The version is not three numbers with dots.";
    ProductCodeUnreadable "product-code-unreadable" "The code cannot be printed as a product description code.";
    BareNumber "bare-number" "A number stands without its unit.";
    NumberUnreadable "number-unreadable" "The amount is not an exact decimal number.";
    NumberNegative "number-negative" "An amount that cannot be below zero is.";
    UnknownUnit "unknown-unit" "The unit is not known, or does not say which cells are counted.";
    WrongDimension "unit-of-wrong-dimension" "The unit measures something else than the key takes.";
    MinAboveMax "limit-min-above-max" "The lower limit is above the upper limit, so nothing can meet both.";
    RuleWithoutSource "rule-without-source" "The rule does not say what it stands on.";
    UnknownSource "unknown-source" "The source the rule names is not in the file.";
    UnusedSource "unused-source" "No rule stands on the source.";
    DuplicateName "duplicate-name" "Two things of one list have the same name.";
    DuplicateStep "duplicate-step" "Two steps of the batch record have the same name.";
    DanglingReference "dangling-reference" "The name refers to nothing in the file.";
    CircularAfter "circular-after" "Steps wait for each other, so that none of them can ever start.";
    NeedlessParallel "needless-parallel" "Steps are declared parallel that have no order to be freed of, or must keep one.";
    ValueNotYetThere "value-not-yet-there" "A volume is worked out from a step that need not be done before.";
    StockTooWeak "stock-too-weak" "The stock is not stronger than the concentration it is to reach.";
    UnreachableStep "unreachable-step" "The step's last day is over before the step may start.";
    NoHarvestStep "no-harvest-step" "No step makes the product.";
    SeveralHarvestSteps "several-harvest-steps" "More than one step makes the product.";
    HarvestWithoutCount "harvest-without-count" "The harvest counts no cells, so no dose could be checked.";
    HarvestWithoutVolume "harvest-without-volume" "The harvest measures no volume, so no label could be written.";
    PopulationMismatch "population-mismatch" "The dose and the count it is checked against are of different cells.";
    DoseLineMissing "dose-line-missing" "A dose of the schedule has no amount.";
    DoseLineOverlap "dose-line-overlap" "A dose of the schedule has two amounts.";
    DoseOverCap "dose-over-cap" "The dose is above its own cap.";
    DoseWithoutBody "dose-without-body" "The dose goes by weight or surface, and nothing says where they are measured.";
    LevelAboveDose "level-above-dose" "A step down is not below the dose before it.";
    StrengthMissing "strength-missing" "Units and mass are compared, and nothing says how much mass holds how many units.";
    ConcentrationOutsideWindow "concentration-outside-window" "For some allowed patients no bag keeps the concentration inside its window.";
    CentreLooserThanLabel "centre-looser-than-label" "The centre allows what the label refuses.";
    StopRuleShadowed "stop-rule-shadowed" "Another rule fires whenever this one does and does at least as much.";
    GateUnreachable "gate-unreachable" "Nothing answers the gate before the dose it stands before, or it stands before none.";
    UnitNotOfInstrument "unit-not-of-instrument" "The named instrument cannot measure in the unit.";
    AvailabilityLapsed "availability-lapsed" "On the day asked for, nothing says that the therapy may be had: a notice, not a finding.";
    UnverifiedAlone "unverified-alone" "What lets a dose through is only remembered.";
    WindowsNeverMeet "windows-never-meet" "Two limits exclude each other, so nothing can meet both.";
    InfusionWithoutRelease "infusion-without-release" "The product would be infused without any release.";
    ReleaseWithoutSpecification "release-without-specification" "The release stage asks for no test.";
    DuplicateRelease "duplicate-release" "A release stage is declared twice.";
    ScheduleUnreadable "schedule-unreadable" "The schedule's text cannot be read at this place.";
    ScheduleImpossible "schedule-impossible" "The schedule can be read, but what it says can never be kept.";
    WindowImpossible "window-impossible" "No day can lie in the window, or windows of two doses overlap.";
    VitalSignsNeverDue "vital-signs-never-due" "Vital signs are due when nobody watches the patient any more.";
    VitalSignsTooClose "vital-signs-too-close" "Vital signs are due so close to each other, or to the start, that one set would count twice.";
    ShelfLifeTooShort "shelf-life-too-short" "The product expires before its infusion can end.";
    PercentageMismatch "percentage-mismatch" "The percentage is not what its counts give.";
    CountAboveTotal "count-above-total" "More are counted than there are.";
    IntervalMissesValue "interval-misses-value" "The value lies outside its own interval.";
    FigureInWords "figure-in-words" "A figure stands in a sentence, where it has neither number of patients nor interval.";
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind it is.
    pub code: FindingCode,
    /// The file, as it was named to the reader.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// What is wrong, with the values.
    pub message: String,
    /// What would have been right.
    pub expected: String,
    /// What to do, where that can be said.
    pub help: Option<String>,
}

/// Gathers findings with their byte ranges, until lines and columns are counted at the end.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    code: FindingCode,
    span: Range<usize>,
    message: String,
    expected: String,
    help: Option<String>,
}

impl Findings {
    /// Adds a finding.
    pub(crate) fn add(
        &mut self,
        code: FindingCode,
        span: Range<usize>,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let (message, expected) = (message.into(), expected.into());
        self.found.push(Found {
            code,
            span,
            message,
            expected,
            help: None,
        });
    }

    /// Says what to do about the finding added last.
    pub(crate) fn help(&mut self, help: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.help = Some(help.into());
        }
    }

    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings in the order of their places.
    pub(crate) fn finish(self, text: &str, file: &str) -> Vec<Finding> {
        let places = Places::new(text);
        let mut findings: Vec<Finding> = self
            .found
            .into_iter()
            .map(|found| {
                let (line, column) = places.of(found.span.start);
                Finding {
                    code: found.code,
                    file: file.to_owned(),
                    line,
                    column,
                    span: found.span,
                    message: found.message,
                    expected: found.expected,
                    help: found.help,
                }
            })
            .collect();
        findings.sort_by(|a, b| {
            (a.span.start, a.code, &a.message).cmp(&(b.span.start, b.code, &b.message))
        });
        findings
    }
}

/// Where each line starts, so that a place is found without reading the text again.
struct Places<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at.saturating_add(1)))
            .collect();
        Self { text, starts }
    }

    /// Line and column, both from 1, the column in characters.
    fn of(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or("");
        (line, before.chars().count().saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case_and_of_one_meaning_each() {
        let mut codes: Vec<_> = FindingCode::ALL.iter().map(|code| code.code()).collect();
        assert!(
            codes
                .iter()
                .all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), FindingCode::ALL.len());
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let text = "a = 1\né = \"ü\" x\n";
        let places = Places::new(text);
        assert_eq!(places.of(0), (1, 1));
        assert_eq!(places.of(text.find('x').unwrap()), (2, 9));
    }

    #[test]
    fn findings_come_in_the_order_of_their_places() {
        let mut findings = Findings::default();
        findings.add(FindingCode::MissingKey, 6..7, "second", "");
        findings.add(FindingCode::UnknownKey, 0..1, "first", "");
        let messages: Vec<_> = findings
            .finish("a\nb\nc\nd\n", "f")
            .into_iter()
            .map(|f| (f.line, f.message))
            .collect();
        assert_eq!(
            messages,
            [(1, "first".to_owned()), (4, "second".to_owned())]
        );
    }
}
