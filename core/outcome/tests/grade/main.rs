//! Grades through the room's face: published limits, worked examples, and refusals.

#[cfg(test)]
mod astct;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tables;

#[cfg(test)]
mod support {
    //! Observations from the words a person would type.

    use cikada_domain::Quantity;
    use cikada_outcome::grade::{GradeProblem, Graded, Observation, Scheme, grade};

    pub(crate) fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    /// `value`, then `baseline=`, `upper=`, `lower=`, `for=`, `temperature=`, parted by semicolons.
    pub(crate) fn observation(text: &str) -> Observation {
        let mut observation = Observation::default();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (name, given) = part.split_once('=').unwrap_or(("value", part));
            let given = Some(quantity(given));
            match name {
                "value" => observation.value = given,
                "baseline" => observation.baseline = given,
                "upper" => observation.upper_limit = given,
                "lower" => observation.lower_limit = given,
                "for" => observation.duration = given,
                "temperature" => observation.temperature = given,
                other => panic!("no entry is called {other}"),
            }
        }
        observation
    }

    pub(crate) fn graded(scheme: Scheme, term: &str, text: &str) -> Result<Graded, GradeProblem> {
        grade(scheme, term, &observation(text))
    }

    /// The grade's number, 0 for none within limits.
    pub(crate) fn number(scheme: Scheme, term: &str, text: &str) -> u8 {
        let graded = graded(scheme, term, text).unwrap_or_else(|problem| panic!("{problem}"));
        graded.grade().map_or(0, |grade| grade.number())
    }

    pub(crate) fn problem(scheme: Scheme, term: &str, text: &str) -> String {
        graded(scheme, term, text).unwrap_err().to_string()
    }
}
