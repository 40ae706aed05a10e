//! Survival against lifelines and statsmodels, and the reading of studies.

use cikada_outcome::rates::Level;
use cikada_outcome::survival::{
    LogRankError, NoDifference, PublishedRatio, Study, Tail, cox, difference_at,
    difference_from_ratio, kaplan_meier, log_rank, read_study,
};
use proptest::prelude::*;

use crate::tables::{near, near_or_missing, rows};

macro_rules! evidence {
    ($name:literal) => {
        include_str!(concat!("../../../../docs/evidence/statistics/", $name))
    };
}

fn study(name: &str) -> Study {
    let text = match name {
        "leukaemia" => evidence!("data/leukaemia.csv"),
        "tied" => evidence!("data/tied.csv"),
        "all-censored" => evidence!("data/all-censored.csv"),
        "single-steps" => evidence!("data/single-steps.csv"),
        _ => panic!("no study {name}"),
    };
    read_study(text.as_bytes()).unwrap()
}

fn group(study: &Study, name: &str) -> usize {
    study
        .groups()
        .iter()
        .position(|group| group == name)
        .unwrap()
}

#[test]
fn curves_and_medians_are_those_of_lifelines() {
    for row in rows(evidence!("tables/kaplan-meier.json")) {
        let study = study(row["study"].as_str().unwrap());
        let name = row["group"].as_str().unwrap();
        let observations = study.observations(group(&study, name));
        let curve = kaplan_meier(&observations, Level::NINETY_FIVE).unwrap();
        let steps = row["steps"].as_array().unwrap();
        assert_eq!(curve.steps.len(), steps.len());
        for (step, expected) in curve.steps.iter().zip(steps) {
            let place = format!("{} {name} at {}", row["study"], step.time);
            near(step.time, &expected["time"], 0.0, &place);
            assert_eq!(
                step.at_risk,
                expected["at_risk"].as_u64().unwrap(),
                "{place}"
            );
            assert_eq!(step.events, expected["events"].as_u64().unwrap(), "{place}");
            assert_eq!(
                step.censored,
                expected["censored"].as_u64().unwrap(),
                "{place}"
            );
            near(step.survival, &expected["survival"], 1e-12, &place);
            near_or_missing(
                step.standard_error,
                &expected["standard_error"],
                1e-9,
                &place,
            );
            let limits = step.log_log;
            near_or_missing(
                limits.map(|limits| limits.lower),
                &expected["lower"],
                1e-9,
                &place,
            );
            near_or_missing(
                limits.map(|limits| limits.upper),
                &expected["upper"],
                1e-9,
                &place,
            );
        }
        let median = curve.median();
        near_or_missing(median.time, &row["median"], 0.0, "median");
        near_or_missing(
            median.lower,
            &row["median_interval"][0],
            0.0,
            &format!("lower {row}"),
        );
        near_or_missing(
            median.upper,
            &row["median_interval"][1],
            0.0,
            &format!("upper {row}"),
        );
    }
}

#[test]
fn the_log_rank_test_is_that_of_lifelines() {
    for row in rows(evidence!("tables/log-rank.json")) {
        let study = study(row["study"].as_str().unwrap());
        let found = log_rank(&study, 0, Tail::TwoSided).unwrap();
        near(found.chi_squared, &row["chi_squared"], 1e-9, "chi squared");
        assert_eq!(found.degrees as u64, row["degrees"].as_u64().unwrap());
        near(found.p.value, &row["p"], 1e-8, "p");
    }
}

#[test]
fn a_one_sided_test_asks_for_fewer_events_than_in_the_reference() {
    let study = study("leukaemia");
    let two_sided = log_rank(&study, 0, Tail::TwoSided).unwrap().p.value;
    let against_placebo = log_rank(&study, group(&study, "placebo"), Tail::OneSidedFewer).unwrap();
    assert!((against_placebo.p.value - two_sided / 2.0).abs() < 1e-12);
    let against_treated = log_rank(&study, group(&study, "6-MP"), Tail::OneSidedFewer).unwrap();
    assert!((against_treated.p.value - (1.0 - two_sided / 2.0)).abs() < 1e-12);
    let three = log_rank(&self::study("tied"), 0, Tail::OneSidedFewer);
    assert_eq!(three, Err(LogRankError::OneSided(3)));
}

#[test]
fn groups_without_events_cannot_be_compared() {
    let found = log_rank(&study("all-censored"), 0, Tail::TwoSided);
    assert_eq!(found, Err(LogRankError::NoInformation));
}

#[test]
fn hazard_ratios_are_those_of_lifelines_with_ties_by_efron() {
    for row in rows(evidence!("tables/cox.json")) {
        let study = study(row["study"].as_str().unwrap());
        let reference = group(&study, row["reference"].as_str().unwrap());
        let found = cox(&study, reference, Level::NINETY_FIVE, Tail::TwoSided).unwrap();
        let below_one = cox(&study, reference, Level::NINETY_FIVE, Tail::OneSidedFewer).unwrap();
        near(
            found.log_likelihood,
            &row["log_likelihood"],
            1e-10,
            "likelihood",
        );
        near(
            found.log_likelihood_null,
            &row["log_likelihood_null"],
            1e-10,
            "null likelihood",
        );
        let expected = row["coefficients"].as_array().unwrap();
        assert_eq!(found.coefficients.len(), expected.len());
        let both = found.coefficients.iter().zip(&below_one.coefficients);
        for ((one, one_sided), expected) in both.zip(expected) {
            let name = expected["covariate"].as_str().unwrap();
            assert_eq!(one.covariate, name.trim_start_matches("group "));
            assert_eq!(one.is_group, name.starts_with("group "));
            near(one.estimate, &expected["coefficient"], 1e-7, name);
            near(one.standard_error, &expected["standard_error"], 1e-7, name);
            near(one.hazard_ratio, &expected["hazard_ratio"], 1e-7, name);
            near(one.interval.lower, &expected["lower"], 1e-7, name);
            near(one.interval.upper, &expected["upper"], 1e-7, name);
            near(one.p.value, &expected["p_two_sided"], 1e-6, name);
            near(
                one_sided.p.value,
                &expected["p_one_sided_below_one"],
                1e-6,
                name,
            );
        }
    }
}

#[test]
fn a_difference_at_a_time_has_greenwoods_interval_or_none_is_given() {
    let study = study("leukaemia");
    let curve = |name| {
        let observations = study.observations(group(&study, name));
        kaplan_meier(&observations, Level::NINETY_FIVE).unwrap()
    };
    let (control, treated) = (curve("placebo"), curve("6-MP"));
    for row in rows(evidence!("tables/difference.json")) {
        let at = row["at"].as_f64().unwrap();
        let found = difference_at(&control, &treated, at);
        if row["treated"].as_f64() == Some(1.0) {
            assert_eq!(found, Err(NoDifference::NoError(1.0)));
            continue;
        }
        let found = found.unwrap();
        near(found.difference, &row["difference"], 1e-9, "difference");
        near(found.lower, &row["lower"], 1e-9, "lower");
        near(found.upper, &row["upper"], 1e-9, "upper");
        let needed = found.number_needed().unwrap();
        assert!(needed.benefits && needed.lower < needed.estimate);
    }
    assert!(matches!(
        difference_at(&control, &treated, 36.0),
        Err(NoDifference::NotFollowed(_))
    ));
}

#[test]
fn a_published_ratio_becomes_a_difference_with_its_interval() {
    for row in rows(evidence!("tables/published.json")) {
        let value = |name: &str| row[name].as_f64().unwrap();
        let level = Level::NINETY_FIVE;
        let (estimate, lower, upper) = (value("ratio"), value("lower"), value("upper"));
        let ratio = PublishedRatio {
            estimate,
            lower,
            upper,
            level,
        };
        let found = difference_from_ratio(ratio, value("control")).unwrap();
        near(found.difference, &row["difference"], 1e-12, "difference");
        near(found.lower, &row["difference_lower"], 1e-12, "lower");
        near(found.upper, &row["difference_upper"], 1e-12, "upper");
    }
}

#[test]
fn every_fault_of_a_study_is_named_at_once() {
    let text = "time,event,group,age\n-1,1,a,60\n2,yes,a,61\n3,0,,old\n4,1,a\n";
    let faults = read_study(text.as_bytes()).unwrap_err();
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "line 2, column 'time': found '-1', expected a number from 0, with a decimal point",
            "line 3, column 'event': found 'yes', expected 1 for the event, 0 for censored",
            "line 4, column 'group': found nothing, expected the group's name",
            "line 4, column 'age': found 'old', expected a number with a decimal point; a subject \
             without it is left out by whoever writes the table, not here",
            "line 5: found 3 cells, expected 4, as in the header",
        ]
    );
}

proptest! {
    #[test]
    fn whatever_is_read_is_worked_out_or_refused(
        rows in proptest::collection::vec((0_u8..9, any::<bool>(), 0_u8..3, -3_i8..3), 1..25)
    ) {
        let lines = rows.iter().map(|(time, event, group, value)| {
            format!("{time},{},{group},{value}\n", u8::from(*event))
        });
        let text = format!("time,event,group,value\n{}", lines.collect::<String>());
        let study = read_study(text.as_bytes()).unwrap();
        let _ = log_rank(&study, 0, Tail::TwoSided);
        if let Ok(found) = cox(&study, 0, Level::NINETY_FIVE, Tail::TwoSided) {
            prop_assert!(found.log_likelihood >= found.log_likelihood_null - 1e-9);
            for one in &found.coefficients {
                prop_assert!(one.standard_error.is_finite() && one.standard_error > 0.0);
            }
        }
        let mut before = 1.0;
        let curve = kaplan_meier(&study.observations(0), Level::NINETY_FIVE).unwrap();
        for step in &curve.steps {
            prop_assert!(step.survival <= before && step.survival >= 0.0);
            before = step.survival;
        }
    }

    #[test]
    fn arbitrary_bytes_are_a_study_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_study(&bytes);
        let mut behind_a_header = b"time,event,group,age\n".to_vec();
        behind_a_header.extend(&bytes);
        let _ = read_study(&behind_a_header);
    }
}
