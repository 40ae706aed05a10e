//! How the product is given: lengths, instructions, vital signs and when they are due.

use cikada_domain::{InputId, Quantity};

use crate::requirement::Requirement;

/// How the product is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfusionRule {
    /// The planned length of the infusion.
    pub duration: Quantity,
    /// Observation after its end, at least.
    pub observation_min: Quantity,
    /// How long a bedside verification stays good.
    pub verification_valid_for: Quantity,
    /// Medicines before the infusion, in words.
    pub premedication: Vec<String>,
    /// What is measured during infusion and observation.
    pub vital_signs: Vec<VitalSign>,
    /// When they are due; without it the file names no times.
    pub vital_signs_due: Option<VitalSignsTimes>,
    /// What the nurse must know, in words.
    pub instructions: Vec<String>,
    /// The source's key.
    pub source: String,
}

/// One vital sign with the limit that stops the bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSign {
    /// Its name in records.
    pub id: InputId,
    /// What is measured.
    pub label: String,
    /// The unit shown and expected.
    pub unit: Quantity,
    /// Outside this the infusion is stopped.
    pub limit: Requirement,
    /// The source's key.
    pub source: String,
}

/// When sets of vital signs are due from the start of the infusion on. What is measured before the
/// start is a criterion of fitness, whose greatest age says when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VitalSignsTimes {
    /// So long after the start, in rising order.
    pub after_start: Vec<Quantity>,
    /// From then on, or from the start, again and again until the end of the infusion.
    pub every: Option<Quantity>,
    /// So long after the end of the infusion, in rising order.
    pub after_end: Vec<Quantity>,
    /// How long before and after its time a set may be taken.
    pub window: Quantity,
    /// The source's key.
    pub source: String,
}

impl VitalSignsTimes {
    /// The times in one sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let list = |times: &[Quantity]| {
            let times: Vec<_> = times.iter().map(Quantity::words).collect();
            times.join(", ")
        };
        let mut parts = Vec::new();
        if !self.after_start.is_empty() {
            parts.push(format!("{} after the start", list(&self.after_start)));
        }
        if let Some(every) = &self.every {
            let then = if parts.is_empty() {
                "every"
            } else {
                "then every"
            };
            parts.push(format!("{then} {} until the end", every.words()));
        }
        if !self.after_end.is_empty() {
            parts.push(format!("{} after the end", list(&self.after_end)));
        }
        let window = self.window.words();
        format!("{}; each up to {window} before or after", parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_are_told_in_the_order_in_which_they_come() {
        let times = |start: &[&str], every: Option<&str>, end: &[&str]| {
            let all = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
            let times = VitalSignsTimes {
                after_start: all(start),
                every: every.map(|text| text.parse().unwrap()),
                after_end: all(end),
                window: "5 min".parse().unwrap(),
                source: "ward".to_owned(),
            };
            times.words()
        };
        assert_eq!(
            times(&["15 min", "30 min"], Some("30 min"), &["30 min"]),
            "15 min, 30 min after the start; then every 30 min until the end; \
             30 min after the end; each up to 5 min before or after"
        );
        assert_eq!(
            times(&[], Some("1 h"), &[]),
            "every 1 h until the end; each up to 5 min before or after"
        );
    }
}
