//! Every numeric limit of both versions, at the limit and beside it, against a ladder written down
//! a second time, independently of the tables.

use cikada_outcome::grade::Scheme::{self, Ctcae5, Ctcae6};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::number;

/// The grades along one axis: under the first limit, then at each limit and above it.
struct Ladder {
    schemes: &'static [Scheme],
    term: &'static str,
    unit: &'static str,
    with: &'static str,
    under: u8,
    steps: &'static [(&'static str, u8, u8)],
    least: &'static str,
    most: &'static str,
}

const BOTH: &[Scheme] = &[Ctcae5, Ctcae6];

const fn ladder(
    schemes: &'static [Scheme],
    term: &'static str,
    (unit, with): (&'static str, &'static str),
    (least, most): (&'static str, &'static str),
    under: u8,
    steps: &'static [(&'static str, u8, u8)],
) -> Ladder {
    Ladder {
        schemes,
        term,
        unit,
        with,
        under,
        steps,
        least,
        most,
    }
}

const COUNT: &str = "10*9/L";
const NORMAL_LIVER: &str = "baseline=30 U/L; upper=40 U/L";
const ABNORMAL_LIVER: &str = "baseline=100 U/L; upper=40 U/L";

#[rustfmt::skip]
const LADDERS: &[Ladder] = &[
    ladder(&[Ctcae5], "neutrophils", (COUNT, "lower=2.0 10*9/L"), ("0", "20"), 4,
        &[("0.5", 3, 3), ("1.0", 2, 2), ("1.5", 1, 1), ("2.0", 0, 0)]),
    ladder(&[Ctcae6], "neutrophils", (COUNT, ""), ("0", "20"), 4,
        &[("0.1", 3, 3), ("0.5", 2, 2), ("1.0", 1, 1), ("1.5", 0, 0)]),
    ladder(&[Ctcae5], "platelets", (COUNT, "lower=150 10*9/L"), ("0", "400"), 4,
        &[("25", 3, 3), ("50", 2, 2), ("75", 1, 1), ("150", 0, 0)]),
    ladder(&[Ctcae6], "platelets", (COUNT, "lower=150 10*9/L"), ("0", "400"), 4,
        &[("10", 3, 3), ("50", 2, 2), ("75", 1, 1), ("150", 0, 0)]),
    ladder(BOTH, "white cells", (COUNT, "lower=4.0 10*9/L"), ("0", "20"), 4,
        &[("1.0", 3, 3), ("2.0", 2, 2), ("3.0", 1, 1), ("4.0", 0, 0)]),
    ladder(&[Ctcae5], "lymphocytes", (COUNT, "lower=1.0 10*9/L"), ("0", "20"), 4,
        &[("0.2", 3, 3), ("0.5", 2, 2), ("0.8", 1, 1), ("1.0", 0, 0)]),
    ladder(&[Ctcae6], "lymphopenia", (COUNT, "lower=1.0 10*9/L"), ("0", "20"), 1, &[("1.0", 0, 0)]),
    ladder(BOTH, "anaemia", ("g/L", "lower=120 g/L"), ("15", "200"), 3,
        &[("80", 2, 2), ("100", 1, 1), ("120", 0, 0)]),
    ladder(BOTH, "anaemia", ("g/dL", "lower=120 g/L"), ("1.5", "20"), 3,
        &[("8", 2, 2), ("10", 1, 1), ("12", 0, 0)]),
    ladder(BOTH, "febrile neutropenia", (COUNT, "temperature=38.4 Cel"), ("0", "20"), 3, &[("1.0", 0, 0)]),
    ladder(BOTH, "fever", ("Cel", "for=24 h"), ("34", "43"), 0,
        &[("38.0", 1, 1), ("39.0", 1, 2), ("40.0", 2, 3)]),
    ladder(BOTH, "fever", ("Cel", "for=1441 min"), ("34", "43"), 0,
        &[("38.0", 1, 1), ("39.0", 1, 2), ("40.0", 2, 4)]),
    ladder(BOTH, "weight gain", ("kg", "baseline=80 kg"), ("70", "120"), 0,
        &[("84", 1, 1), ("88", 2, 2), ("96", 3, 3)]),
    ladder(&[Ctcae5], "ALT", ("U/L", NORMAL_LIVER), ("1", "2000"), 0,
        &[("40", 0, 1), ("120", 1, 2), ("200", 2, 3), ("800", 3, 4)]),
    ladder(&[Ctcae6], "ALT", ("U/L", NORMAL_LIVER), ("1", "2000"), 0,
        &[("40", 0, 1), ("120", 1, 2), ("200", 2, 3), ("800", 3, 4)]),
    ladder(&[Ctcae5], "AST", ("U/L", ABNORMAL_LIVER), ("1", "4000"), 0,
        &[("150", 1, 1), ("300", 1, 2), ("500", 2, 3), ("2000", 3, 4)]),
    ladder(&[Ctcae6], "AST", ("U/L", ABNORMAL_LIVER), ("1", "4000"), 0,
        &[("100", 1, 1), ("150", 1, 2), ("200", 2, 3), ("400", 3, 4)]),
    ladder(BOTH, "ALT", ("{ULN}", "baseline=1 {ULN}"), ("0.1", "50"), 0,
        &[("1", 0, 1), ("3", 1, 2), ("5", 2, 3), ("20", 3, 4)]),
    ladder(BOTH, "bilirubin", ("umol/L", "baseline=20 umol/L; upper=20 umol/L"), ("1", "400"), 0,
        &[("20", 0, 1), ("30", 1, 2), ("60", 2, 3), ("200", 3, 4)]),
    ladder(&[Ctcae5], "bilirubin", ("umol/L", "baseline=30 umol/L; upper=20 umol/L"), ("1", "400"), 0,
        &[("30", 0, 1), ("45", 1, 2), ("90", 2, 3), ("300", 3, 4)]),
    ladder(&[Ctcae6], "bilirubin", ("umol/L", "baseline=30 umol/L; upper=20 umol/L"), ("1", "400"), 0,
        &[("30", 1, 1), ("45", 1, 2), ("75", 2, 3), ("300", 3, 4)]),
    ladder(&[Ctcae5], "creatinine", ("umol/L", "baseline=60 umol/L; upper=100 umol/L"), ("10", "900"), 0,
        &[("90", 0, 2), ("180", 2, 3), ("600", 3, 4)]),
    ladder(&[Ctcae6], "creatinine", ("umol/L", "baseline=60 umol/L; upper=100 umol/L; lower=50 umol/L"),
        ("10", "900"), 0,
        &[("100", 0, 1), ("150", 1, 2), ("300", 2, 3), ("600", 3, 4)]),
    ladder(&[Ctcae6], "creatinine", ("umol/L", "baseline=40 umol/L; upper=100 umol/L; lower=50 umol/L"),
        ("10", "900"), 0,
        &[("60", 0, 2), ("120", 2, 3), ("600", 3, 4)]),
    ladder(BOTH, "urine output decreased", ("mL", "for=8 h"), ("0", "3000"), 3, &[("80", 0, 0)]),
    ladder(BOTH, "acidosis", ("[pH]", "lower=7.35 [pH]"), ("6.6", "7.9"), 3,
        &[("7.3", 1, 1), ("7.35", 0, 0)]),
    ladder(&[Ctcae5], "EF decreased", ("%", "baseline=55 %"), ("6", "80"), 4,
        &[("20", 3, 3), ("35", 3, 3), ("40", 2, 2), ("45", 2, 2), ("50", 2, 0)]),
    ladder(&[Ctcae5], "EF decreased", ("%", "baseline=75 %"), ("6", "80"), 4,
        &[("20", 3, 3), ("55", 3, 2), ("65", 2, 0)]),
    ladder(&[Ctcae5], "diarrhoea", ("/d", "baseline=1 /d"), ("0", "30"), 0,
        &[("1", 0, 1), ("5", 2, 2), ("8", 3, 3)]),
    ladder(&[Ctcae5], "rash", ("%", ""), ("0", "100"), 0,
        &[("0", 0, 1), ("10", 2, 2), ("30", 2, 3)]),
    ladder(&[Ctcae5], "bullous dermatitis", ("%", ""), ("0", "100"), 0,
        &[("0", 0, 1), ("10", 2, 2), ("30", 2, 3)]),
];

impl Ladder {
    fn expected(&self, value: Decimal) -> u8 {
        let mut expected = self.under;
        for (limit, at, above) in self.steps {
            let limit: Decimal = limit.parse().unwrap();
            if value == limit {
                return *at;
            }
            if value > limit {
                expected = *above;
            }
        }
        expected
    }

    fn check(&self, value: Decimal) {
        let bounds: [Decimal; 2] = [self.least, self.most].map(|bound| bound.parse().unwrap());
        if value < bounds[0] || value > bounds[1] {
            return;
        }
        for scheme in self.schemes {
            let text = format!("{value} {}; {}", self.unit, self.with);
            let found = number(*scheme, self.term, &text);
            assert_eq!(
                found,
                self.expected(value),
                "{scheme} {}: {text}",
                self.term
            );
        }
    }
}

/// The smallest step that is read.
fn ulp() -> Decimal {
    Decimal::new(1, 9)
}

#[test]
fn each_limit_belongs_to_the_grade_that_the_published_sign_says() {
    for ladder in LADDERS {
        for (limit, ..) in ladder.steps {
            let limit: Decimal = limit.parse().unwrap();
            for value in [limit - ulp(), limit, limit + ulp()] {
                ladder.check(value);
            }
        }
    }
}

proptest! {
    #[test]
    fn between_limits_the_grade_is_that_of_its_range(
        index in 0..LADDERS.len(),
        part in 0_u32..1_000_001,
    ) {
        let ladder = &LADDERS[index];
        let least: Decimal = ladder.least.parse().unwrap();
        let most: Decimal = ladder.most.parse().unwrap();
        let value = least + (most - least) * Decimal::new(part.into(), 6);
        ladder.check(value.round_dp(6));
    }

    #[test]
    fn near_a_limit_only_the_side_decides(
        index in 0..LADDERS.len(),
        step in any::<prop::sample::Index>(),
        distance in -1000_i64..1000,
    ) {
        let ladder = &LADDERS[index];
        let (limit, ..) = ladder.steps[step.index(ladder.steps.len())];
        let limit: Decimal = limit.parse().unwrap();
        ladder.check(limit + ulp() * Decimal::from(distance));
    }
}

#[test]
fn urine_of_a_day_below_240_ml_is_grade_4_and_the_limit_itself_asks_for_eight_hours() {
    for scheme in BOTH {
        assert_eq!(number(*scheme, "oliguria", "239.999999999 mL; for=24 h"), 4);
        assert_eq!(number(*scheme, "oliguria", "239 mL; for=1 d"), 4);
        let problem = crate::support::problem(*scheme, "oliguria", "240 mL; for=24 h");
        assert!(problem.contains("shorter time"), "{problem}");
    }
}

#[test]
fn febrile_neutropenia_holds_one_high_temperature_or_an_hour_of_a_lower_one() {
    for (temperature, duration, expected) in [
        ("38.3", "for=1 h", 0),
        ("38.300000001", "for=1 h", 3),
        ("38.3", "for=3601 s", 3),
        ("38.0", "for=61 min", 3),
        ("37.999999999", "for=5 h", 0),
    ] {
        let text = format!("0.9 10*9/L; temperature={temperature} Cel; {duration}");
        for scheme in BOTH {
            assert_eq!(
                number(*scheme, "febrile neutropenia", &text),
                expected,
                "{text}"
            );
        }
    }
}

#[test]
fn a_new_fall_of_the_ejection_fraction_below_40_is_grade_3_in_version_6() {
    let grade = |text| number(Ctcae6, "left ventricular dysfunction", text);
    assert_eq!(grade("39.999999999 %; baseline=40 %"), 3);
    assert_eq!(grade("40 %; baseline=50 %"), 2);
    assert_eq!(grade("49.999999999 %; baseline=60 %"), 2);
}

#[test]
fn skin_limits_of_version_6_lie_at_50_and_75_per_cent() {
    assert_eq!(number(Ctcae6, "rash", "50.000000001 %"), 3);
    assert_eq!(number(Ctcae6, "dermatosis bullous", "75 %"), 3);
    assert_eq!(number(Ctcae6, "dermatosis bullous", "75.000000001 %"), 4);
}

#[test]
fn ice_points_give_the_grades_of_version_6() {
    for (points, expected) in [(10, 0), (9, 1), (7, 1), (6, 2), (3, 2), (2, 3), (0, 3)] {
        assert_eq!(
            number(Ctcae6, "ICANS", &format!("{points} {{score}}")),
            expected
        );
    }
}
