//! Trends and specifications over the batches of a whole sample centre.

use std::collections::BTreeMap;

use cikada_app::read::specification::{Typed, specification};
use cikada_app::read::trends::{PointStanding, TrendPage, list, trend};
use cikada_app::sample::{self, Sample};
use cikada_app::shipped;
use cikada_app::use_cases::install_protocols;
use cikada_protocol::prediction::test_entry;

fn centre() -> (tempfile::TempDir, Sample) {
    let directory = tempfile::tempdir().unwrap();
    let sample = sample::build(directory.path(), &mut |_| {}).unwrap();
    (directory, sample)
}

/// The first box of the told therapy that takes a lower limit in per cent, and its test.
fn percent_box(sample: &Sample) -> (String, String) {
    let page = page_of(sample, &Typed::new());
    let mut tests = page.tests.iter();
    let found = tests.find_map(|line| {
        let mut boxes = line.boxes.iter();
        let found = boxes.find(|found| found.name.ends_with(".min") && found.unit == "%")?;
        Some((line.test.to_string(), found.name.clone()))
    });
    found.unwrap()
}

fn page_of(sample: &Sample, typed: &Typed) -> cikada_app::read::specification::SpecificationPage {
    specification(&sample.world, &sample.reader, &sample.protocol.id, typed).unwrap()
}

fn trend_of(sample: &Sample, test: &str) -> TrendPage {
    trend(&sample.world, &sample.reader, &sample.protocol.id, test).unwrap()
}

fn counted(page: &TrendPage) -> Vec<f64> {
    let counts = |standing| standing == PointStanding::Counts;
    let points = page.points.iter().filter(|point| counts(point.standing));
    points.map(|point| point.amount.parse().unwrap()).collect()
}

#[test]
fn every_batch_stands_in_the_trend_in_order_of_time_with_limits_from_eight_on() {
    let (_directory, sample) = centre();
    let page = trend_of(&sample, &percent_box(&sample).0);
    assert!(page.points.is_sorted_by_key(|point| point.at.timestamp()));
    let counted = counted(&page);
    let chart = page.chart.unwrap();
    assert_eq!(chart.count, counted.len());
    assert_eq!(chart.limits.is_some(), counted.len() >= 8, "{counted:?}");
    let mean = counted.iter().sum::<f64>() / counted.len() as f64;
    assert!((chart.mean - mean).abs() < 1e-9);
    assert_eq!(page.left_out, Vec::<String>::new());
}

#[test]
fn the_list_holds_every_series_of_every_therapy_with_a_batch() {
    let (_directory, sample) = centre();
    let list = list(&sample.world, &sample.reader).unwrap();
    let mut therapies = list.therapies.iter();
    let told = therapies.find(|therapy| therapy.protocol == sample.protocol.id);
    let told = told.unwrap();
    assert!(told.series.iter().any(|series| series.key.contains('.')));
    for series in &told.series {
        let page = trend_of(&sample, &series.key);
        assert_eq!(counted(&page).len(), series.counted, "{}", series.key);
        let outside = page.points.iter().filter(|point| point.beyond_control);
        assert_eq!(outside.count(), series.beyond_control.unwrap_or(0));
    }
}

#[test]
fn another_limit_is_predicted_from_the_results_that_count() {
    let (_directory, sample) = centre();
    let (test, name) = percent_box(&sample);
    let counted = counted(&trend_of(&sample, &test));
    let highest = counted.iter().copied().fold(0.0, f64::max);
    let (meets, of) = (
        counted.iter().filter(|value| **value >= highest).count(),
        counted.len(),
    );
    let page = page_of(&sample, &BTreeMap::from([(name, highest.to_string())]));
    let mut lines = page.tests.iter();
    let line = lines.find(|line| line.test.as_str() == test).unwrap();
    let rate = |rate: &Option<String>| rate.clone().unwrap_or_default();
    assert!(rate(&line.now.rate).starts_with(&format!("{of} of {of} batches: 100.0 %")));
    if let Some((_, proposed)) = &line.proposed {
        assert!(rate(&proposed.rate).starts_with(&format!("{meets} of {of} batches: ")));
    }
}

#[test]
fn a_batch_is_held_against_the_version_it_was_made_under_after_a_stricter_one_is_installed() {
    let (_directory, sample) = centre();
    let (test, name) = percent_box(&sample);
    let before = trend_of(&sample, &test);
    assert!(!before.points.is_empty());
    let page = page_of(&sample, &BTreeMap::from([(name, "100".to_owned())]));
    let (_, text) = shipped()
        .iter()
        .find(|(path, _)| path.contains(&format!("{}/", sample.protocol.id)))
        .unwrap();
    let mut rules = sample.protocol.specification.iter();
    let rule = rules.find(|rule| rule.id.as_str() == test).unwrap();
    let old = test_entry(rule, &rule.requirement);
    let (from, to) = ("version = \"1.0.0\"", "version = \"1.10.0\"");
    let stricter = text.replacen(&old, &page.entries, 1).replacen(from, to, 1);
    let installed = install_protocols(&sample.world, &[("stricter.toml", &stricter)]).unwrap();
    assert_eq!(installed, 1);
    let after = trend_of(&sample, &test);
    assert_eq!(after.version, "1.10.0");
    assert_ne!(after.limit, before.limit);
    assert_eq!(after.points, before.points);
    assert!(after.points.iter().all(|point| point.version == "1.0.0"));
    let page = page_of(&sample, &Typed::new());
    let earlier: Vec<_> = page.earlier.iter().map(|known| known.0.as_str()).collect();
    assert_eq!((page.version.as_str(), earlier), ("1.10.0", vec!["1.0.0"]));
    assert_eq!(page.earlier[0].2, page.batches);
    assert!(page.since > page.earlier[0].1);
}
