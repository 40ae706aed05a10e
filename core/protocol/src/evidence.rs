//! What trials found: one trial or one snapshot a file, with its design, numbers, intervals and deaths.
//!
//! Trials that found nothing stand beside those that found something, in the same form. Nothing is
//! left out silently: what the text that was read does not say is written as `"not reported"`, and
//! printed so. A percentage that its counts do not give is a finding and is never repaired.
//!
//! A figure is copied, not judged: whether a trial was well made is for the reader, who gets its
//! design, the number of patients, the interval and the deaths in the same sentence or beside it.

mod json;
mod model;
mod outcome;
mod tally;
mod trial;
mod value;
mod words;

pub use json::to_json;
pub use model::{
    Adverse, Amount, Arm, Count, Deaths, Denominator, Design, Direction, EndPoint, Evidence,
    Figure, Interval, Measure, Outcome, Probability, Reported, Sided, Tally, Value,
};
pub use words::words;

use crate::finding::{Finding, Findings};
use crate::read::{document_of, text_of};

/// What came of reading a file of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceReading {
    /// The evidence; `None` if anything was found.
    pub evidence: Option<Evidence>,
    /// Everything that was found, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads and checks a file of evidence. `file` is its name in findings; nothing is opened.
#[must_use]
pub fn read(bytes: &[u8], file: &str) -> EvidenceReading {
    let mut out = Findings::default();
    let text = text_of(bytes, &mut out).unwrap_or("");
    let document = document_of(text, &mut out);
    let evidence = document.and_then(|document| trial::trial(document.get_ref(), &mut out));
    EvidenceReading {
        evidence: evidence.filter(|_| out.is_empty()),
        findings: out.finish(text, file),
    }
}
