//! What a specification would have let pass: limits held against the results of batches that were made.
//!
//! A batch counts once, however often it was tested: it meets a limit if each of its valid, approved
//! results does, as a failed result bars a product also when a later one meets. What is missing or
//! cannot be compared is no pass and no failure; it is counted beside. The past says nothing of
//! batches that other limits would have changed: whoever reads the rate judges that.

use std::collections::BTreeMap;

use cikada_domain::{TestId, Value};
use cikada_outcome::rates::{Denominator, Level, Rate};

use crate::model::{Instrument, SpecificationTest};
use crate::requirement::{Judgement, Requirement};

/// The valid, approved results of one batch, by test.
pub type BatchResults = BTreeMap<TestId, Vec<Value>>;

/// How many batches would meet a specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Each test alone, in the order they were given.
    pub tests: Vec<TestPrediction>,
    /// All tests together, over the batches that have a result of each; none without such a batch.
    pub overall: Option<Rate>,
    /// How many batches lack a result of some test, or have one that cannot be compared.
    pub incomplete: usize,
}

/// How many batches would meet one test.
#[derive(Debug, Clone, PartialEq)]
pub struct TestPrediction {
    /// Which test.
    pub test: TestId,
    /// So many of so many batches with a result; none without one.
    pub rate: Option<Rate>,
    /// How many batches have no valid, approved result.
    pub missing: usize,
    /// How many have one that cannot be held against the limit: another unit or population.
    pub incomparable: usize,
}

/// How one batch stands to one test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Meets,
    Fails,
    Missing,
    Incomparable,
}

/// Holds limits against the results of past batches.
#[must_use]
pub fn predict(limits: &[(TestId, Requirement)], batches: &[BatchResults]) -> Prediction {
    let count = |test: &TestId, limit: &Requirement, wanted| {
        let stands = batches.iter().map(|batch| stands(batch, test, limit));
        stands.filter(|stands| *stands == wanted).count()
    };
    let tests = limits.iter().map(|(test, limit)| {
        let [meets, fails, missing, incomparable] = [
            Stands::Meets,
            Stands::Fails,
            Stands::Missing,
            Stands::Incomparable,
        ]
        .map(|wanted| count(test, limit, wanted));
        TestPrediction {
            test: test.clone(),
            rate: rate(meets, meets + fails),
            missing,
            incomparable,
        }
    });
    let judged = batches.iter().filter_map(|batch| {
        let mut stands = limits
            .iter()
            .map(|(test, limit)| stands(batch, test, limit));
        stands.try_fold(true, |meets, stands| match stands {
            Stands::Meets => Some(meets),
            Stands::Fails => Some(false),
            Stands::Missing | Stands::Incomparable => None,
        })
    });
    let judged: Vec<_> = judged.collect();
    let meets = judged.iter().filter(|meets| **meets).count();
    Prediction {
        tests: tests.collect(),
        overall: rate(meets, judged.len()),
        incomplete: batches.len() - judged.len(),
    }
}

fn stands(batch: &BatchResults, test: &TestId, limit: &Requirement) -> Stands {
    let results = batch.get(test).map_or(&[][..], Vec::as_slice);
    let mut stands = Stands::Missing;
    for result in results {
        match limit.judge(result) {
            Judgement::Incomparable(_) => return Stands::Incomparable,
            Judgement::Fails => stands = Stands::Fails,
            Judgement::Meets if stands == Stands::Missing => stands = Stands::Meets,
            Judgement::Meets => {}
        }
    }
    stands
}

fn rate(meets: usize, of: usize) -> Option<Rate> {
    let (meets, of) = (u64::try_from(meets).ok()?, u64::try_from(of).ok()?);
    Rate::new(meets, of, Denominator::Batches, Level::NINETY_FIVE).ok()
}

/// A test as it stands in a protocol file, with another limit: for a new version of the file.
#[must_use]
pub fn test_entry(test: &SpecificationTest, limit: &Requirement) -> String {
    let mut lines = vec![
        "[[test]]".to_owned(),
        format!("id = {}", quoted(test.id.as_str())),
        format!("text = {}", quoted(&test.text)),
        format!("must-be = {}", limit_text(limit)),
    ];
    let named = |instrument: Instrument| {
        let mut all = Instrument::ALL.into_iter();
        all.find(|(_, known)| *known == instrument)
            .map(|(name, _)| name)
    };
    if let Some(name) = test.instrument.and_then(named) {
        lines.push(format!("instrument = {}", quoted(name)));
    }
    lines.push(format!("stage = {}", quoted(test.stage.name())));
    lines.push(format!("source = {}", quoted(&test.source)));
    lines.join("\n") + "\n"
}

fn limit_text(limit: &Requirement) -> String {
    let table = |pairs: &[(&str, Option<&cikada_domain::Quantity>)]| {
        let given = pairs.iter().filter_map(|(key, quantity)| {
            let quantity = (*quantity)?;
            Some(format!("{key} = {}", quoted(&quantity.to_string())))
        });
        format!("{{ {} }}", given.collect::<Vec<_>>().join(", "))
    };
    match limit {
        Requirement::Between { min, max } => table(&[("min", min.as_ref()), ("max", max.as_ref())]),
        Requirement::Below(limit) => table(&[("below", Some(limit))]),
        Requirement::Above(limit) => table(&[("above", Some(limit))]),
        Requirement::Is(flag) => flag.to_string(),
        Requirement::OneOf(codes) => {
            let codes: Vec<_> = codes.iter().map(|code| quoted(code)).collect();
            format!("[{}]", codes.join(", "))
        }
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use cikada_outcome::rates::exact_interval;

    use super::*;

    fn test(name: &str) -> TestId {
        TestId::new(name).unwrap()
    }

    fn value(text: &str) -> Value {
        Value::Quantity(text.parse().unwrap())
    }

    fn at_least(text: &str) -> Requirement {
        Requirement::Between {
            min: Some(text.parse().unwrap()),
            max: None,
        }
    }

    fn batch(results: &[(&str, &[&str])]) -> BatchResults {
        let of = |(name, values): &(&str, &[&str])| {
            (test(name), values.iter().map(|text| value(text)).collect())
        };
        results.iter().map(of).collect()
    }

    #[test]
    fn a_stricter_limit_is_met_by_as_many_past_batches_as_have_it() {
        let batches: Vec<_> = ["79 %", "80 %", "85 %", "90 %", "95 %"]
            .iter()
            .map(|text| batch(&[("viability", &[text])]))
            .collect();
        for (limit, meets) in [("70 %", 5), ("80 %", 4), ("90 %", 2), ("96 %", 0)] {
            let limits = [(test("viability"), at_least(limit))];
            let rate = predict(&limits, &batches).tests[0].rate.unwrap();
            assert_eq!((rate.events, rate.of), (meets, 5));
            let exact = exact_interval(meets, 5, Level::NINETY_FIVE).unwrap();
            assert_eq!(rate.interval, exact);
        }
    }

    #[test]
    fn a_batch_counts_once_and_a_failed_result_is_not_tested_away() {
        let limits = [(test("viability"), at_least("80 %"))];
        let batches = [batch(&[("viability", &["75 %", "85 %", "86 %"])])];
        let rate = predict(&limits, &batches).tests[0].rate.unwrap();
        assert_eq!((rate.events, rate.of), (0, 1));
    }

    #[test]
    fn what_is_missing_or_cannot_be_compared_is_counted_and_never_a_pass() {
        let limits = [
            (test("viability"), at_least("80 %")),
            (test("cells"), at_least("1e9 {viable}")),
        ];
        let batches = [
            batch(&[("viability", &["85 %"]), ("cells", &["2e9 {viable}"])]),
            batch(&[("viability", &["85 %"]), ("cells", &["2e9 {cells}"])]),
            batch(&[("viability", &["70 %"])]),
            batch(&[]),
        ];
        let prediction = predict(&limits, &batches);
        let cells = &prediction.tests[1];
        assert_eq!((cells.missing, cells.incomparable), (2, 1));
        assert_eq!(cells.rate.map(|rate| (rate.events, rate.of)), Some((1, 1)));
        let overall = prediction.overall.unwrap();
        assert_eq!((overall.events, overall.of), (1, 1));
        assert_eq!(prediction.incomplete, 3);
    }

    #[test]
    fn without_a_past_batch_nothing_is_predicted() {
        let prediction = predict(&[(test("viability"), at_least("80 %"))], &[]);
        assert_eq!((prediction.tests[0].rate, prediction.overall), (None, None));
    }

    #[test]
    fn the_entry_of_a_new_version_is_read_back_with_the_new_limit() {
        let text = include_str!("../tests/example.toml");
        let example = crate::read(text.as_bytes(), "example").protocol.unwrap();
        let rule = &example.specification[0];
        let old = test_entry(rule, &rule.requirement);
        assert!(text.contains(&old), "{old}");
        let limits = [
            at_least("92.5 %"),
            Requirement::Above("70 %".parse().unwrap()),
            Requirement::Below("99 %".parse().unwrap()),
            Requirement::Between {
                min: Some("70 %".parse().unwrap()),
                max: Some("99 %".parse().unwrap()),
            },
        ];
        for limit in limits {
            let new = text.replacen(&old, &test_entry(rule, &limit), 1);
            let reading = crate::read(new.as_bytes(), "new");
            assert!(reading.findings.is_empty(), "{:?}", reading.findings);
            assert_eq!(
                reading.protocol.unwrap().specification[0].requirement,
                limit
            );
        }
    }

    #[test]
    fn signs_that_end_a_string_are_written_so_that_they_do_not() {
        assert_eq!(quoted("a \"b\" \\ c\n"), r#""a \"b\" \\ c\u000A""#);
    }
}
