//! What a label says about infections, from results and never from free typing.
//!
//! 21 CFR 1271.90(c) (autologous use, not evaluated, biohazard, warnings) and 1271.370; the wording
//! was written from memory and is to be compared with the current text.

use super::content::IntendedUse;

/// What is known of the donor's infections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfectiousStatus {
    /// Whether all screening and testing that would otherwise be required was done.
    pub evaluated: bool,
    /// Whether screening found a risk factor or a sign of a communicable disease.
    pub risk_found: bool,
    /// The agents or diseases with a reactive test, as they are printed.
    pub reactive: Vec<String>,
}

/// What the label prints of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfectiousWords {
    /// Whether the biohazard sign stands on the label.
    pub biohazard: bool,
    /// The statements, in order.
    pub lines: Vec<String>,
}

impl InfectiousStatus {
    /// The sign and the statements that these results dictate.
    #[must_use]
    pub fn words(&self, intended: IntendedUse) -> InfectiousWords {
        let mut lines = Vec::new();
        if !self.evaluated {
            lines.push("NOT EVALUATED FOR INFECTIOUS SUBSTANCES".to_owned());
        }
        let biohazard = self.risk_found || !self.reactive.is_empty();
        // A patient's own cells bring no risk that is new; another person's do, evaluated or not.
        let advise = match intended {
            IntendedUse::Autologous => self.risk_found,
            IntendedUse::IntendedRecipient => biohazard || !self.evaluated,
        };
        if advise {
            lines.push("WARNING: Advise patient of communicable disease risks".to_owned());
        }
        if !self.reactive.is_empty() {
            let agents = self.reactive.join(", ");
            lines.push(format!("WARNING: Reactive test results for {agents}"));
        }
        InfectiousWords { biohazard, lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statements_follow_from_the_results_in_every_case() {
        const NOT: &str = "NOT EVALUATED FOR INFECTIOUS SUBSTANCES";
        const ADVISE: &str = "WARNING: Advise patient of communicable disease risks";
        const REACTIVE: &str = "WARNING: Reactive test results for HBV";
        let (own, other) = (IntendedUse::Autologous, IntendedUse::IntendedRecipient);
        for (evaluated, risk_found, reactive, intended, biohazard, lines) in [
            (true, false, false, own, false, vec![]),
            (true, false, true, own, true, vec![REACTIVE]),
            (true, true, false, own, true, vec![ADVISE]),
            (true, true, true, own, true, vec![ADVISE, REACTIVE]),
            (false, false, false, own, false, vec![NOT]),
            (false, false, true, own, true, vec![NOT, REACTIVE]),
            (false, true, false, own, true, vec![NOT, ADVISE]),
            (false, true, true, own, true, vec![NOT, ADVISE, REACTIVE]),
            (true, false, false, other, false, vec![]),
            (true, false, true, other, true, vec![ADVISE, REACTIVE]),
            (true, true, false, other, true, vec![ADVISE]),
            (true, true, true, other, true, vec![ADVISE, REACTIVE]),
            (false, false, false, other, false, vec![NOT, ADVISE]),
            (false, false, true, other, true, vec![NOT, ADVISE, REACTIVE]),
            (false, true, false, other, true, vec![NOT, ADVISE]),
            (false, true, true, other, true, vec![NOT, ADVISE, REACTIVE]),
        ] {
            let status = InfectiousStatus {
                evaluated,
                risk_found,
                reactive: reactive.then(|| "HBV".to_owned()).into_iter().collect(),
            };
            let words = status.words(intended);
            assert_eq!(words.biohazard, biohazard, "{status:?} {intended:?}");
            assert_eq!(words.lines, lines, "{status:?} {intended:?}");
        }
    }
}
