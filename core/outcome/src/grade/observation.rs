//! What was seen and measured: the only thing a grade is ever worked out from.

use cikada_domain::Quantity;

/// What was measured or seen of one adverse event, with the limits it is held against.
///
/// Nothing is assumed: a limit that the criterion needs and that is not here is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observation {
    /// The measured value.
    pub value: Option<Quantity>,
    /// The patient's own value before treatment.
    pub baseline: Option<Quantity>,
    /// The laboratory's upper limit of normal.
    pub upper_limit: Option<Quantity>,
    /// The laboratory's lower limit of normal.
    pub lower_limit: Option<Quantity>,
    /// How long the value lasted, or over what time it was collected.
    pub duration: Option<Quantity>,
    /// Body temperature, where a criterion asks for it beside another value.
    pub temperature: Option<Quantity>,
    /// Which described line a person found to apply.
    pub line: Option<ChosenLine>,
}

/// A person's answer to "which of these lines applies?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChosenLine {
    /// The line with this number, as [`lines`](super::lines) lists them for one version.
    Number(u8),
    /// No line applies.
    NoneApplies,
}

impl Observation {
    /// An observation of one number and nothing else yet.
    #[must_use]
    pub fn of(value: Quantity) -> Self {
        Self {
            value: Some(value),
            ..Self::default()
        }
    }

    /// An observation of which described line applies.
    #[must_use]
    pub fn described(line: ChosenLine) -> Self {
        Self {
            line: Some(line),
            ..Self::default()
        }
    }

    /// What was entered, by name, for whoever shows it.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'static str, String)> {
        let quantities = [
            ("value", &self.value),
            ("baseline", &self.baseline),
            ("upper limit of normal", &self.upper_limit),
            ("lower limit of normal", &self.lower_limit),
            ("duration", &self.duration),
            ("temperature", &self.temperature),
        ];
        let quantities = quantities
            .into_iter()
            .filter_map(|(name, quantity)| Some((name, quantity.as_ref()?.to_string())));
        let line = self.line.map(|line| match line {
            ChosenLine::Number(number) => ("line chosen", number.to_string()),
            ChosenLine::NoneApplies => ("line chosen", "none applies".to_owned()),
        });
        quantities.chain(line).collect()
    }
}
