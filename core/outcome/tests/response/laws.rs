//! Laws of any course that can be read.

use cikada_outcome::response::{
    Assessment, ImmuneResponse, NewLesions, NonTargetResponse, Overall, TargetResponse, assess,
    read_csv,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::example::{BASELINE, HEADER, options};

const TARGET_STATES: [&str; 4] = ["gone", "too-small", "not-evaluated", ""];
const OTHER_STATES: [&str; 5] = ["present", "larger", "gone", "progressed", "not-evaluated"];
const NEW_STATES: [&str; 6] = [
    "none",
    "none",
    "not-evaluated",
    "equivocal",
    "unequivocal",
    "gone",
];

/// Rows of one visit: two targets, a node, another lesion, a new one.
fn visit(index: usize) -> impl Strategy<Value = Vec<String>> {
    let diameter = (0_u32..4, 1_u32..600);
    let target = (diameter, select(&TARGET_STATES[..]));
    (
        prop::collection::vec(target, 3),
        select(&OTHER_STATES[..]),
        select(&NEW_STATES[..]),
        20_i32..60,
    )
        .prop_map(move |(targets, other, new, gap)| {
            let day = i32::try_from(index).unwrap() * 60 + gap;
            let date = BASELINE + jiff::Span::new().days(day);
            let visit = format!("v{index},{date}");
            let mut rows: Vec<_> = ["T1", "T2", "N1"]
                .iter()
                .zip(targets)
                .map(|(name, ((likely, tenths), state))| {
                    let number = format!("{}.{}", tenths / 10, tenths % 10);
                    // Mostly measured, so that courses are not all unevaluable.
                    if (likely > 0 || state.is_empty()) && number != "0.0" {
                        format!("{visit},target,{name},,,{number},mm,,,,,")
                    } else {
                        format!(
                            "{visit},target,{name},,,,,{},,,,",
                            if state.is_empty() { "gone" } else { state }
                        )
                    }
                })
                .collect();
            rows.push(format!("{visit},non-target,B1,,,,,{other},,,,"));
            let lesion = if new == "none" { ",," } else { "L1,lung,no" };
            let lesion = if new == "not-evaluated" { ",," } else { lesion };
            rows.push(format!("{visit},new,{lesion},,,{new},,,,"));
            rows
        })
}

fn course() -> impl Strategy<Value = Vec<String>> {
    let visits = (visit(0), visit(1), visit(2), visit(3));
    visits.prop_map(|(first, second, third, fourth)| {
        let baseline = format!("baseline,{BASELINE}");
        let mut rows = vec![
            format!("{baseline},target,T1,liver,no,40,mm,,CT,5,,"),
            format!("{baseline},target,T2,lung,no,22.5,mm,,CT,5,,"),
            format!("{baseline},target,N1,neck,yes,16,mm,,CT,5,,"),
            format!("{baseline},non-target,B1,bone,no,,,present,,,,"),
        ];
        rows.extend([first, second, third, fourth].concat());
        rows
    })
}

fn read(rows: &[String]) -> Assessment {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let course = read_csv(text.as_bytes(), "law.csv").unwrap();
    assess(&course, &options())
}

proptest! {
    #[test]
    fn overall_is_progression_whenever_there_is_a_new_lesion(rows in course()) {
        for visit in read(&rows).visits {
            if visit.new == NewLesions::Yes {
                prop_assert_eq!(visit.overall, Overall::Progressive);
            }
        }
    }

    #[test]
    fn a_partial_response_never_has_more_than_seventy_per_cent_left(rows in course()) {
        for visit in read(&rows).visits {
            if visit.target.response == TargetResponse::Partial {
                let change = visit.target.from_baseline.unwrap();
                let left = change.to.number() * rust_decimal::Decimal::TEN;
                prop_assert!(left <= change.from.number() * rust_decimal::Decimal::from(7));
            }
        }
    }

    #[test]
    fn the_order_of_lines_does_not_matter(
        (rows, shuffled) in course().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        prop_assert_eq!(read(&rows), read(&shuffled));
    }

    #[test]
    fn irecist_is_never_progression_where_recist_is_none_and_confirmed_stays(rows in course()) {
        let visits = read(&rows).visits;
        let mut confirmed = false;
        for visit in visits {
            let response = visit.immune.response;
            let progressed = matches!(response, ImmuneResponse::Unconfirmed | ImmuneResponse::Confirmed);
            prop_assert!(!progressed || visit.overall == Overall::Progressive);
            prop_assert!(!confirmed || response == ImmuneResponse::Confirmed);
            confirmed |= response == ImmuneResponse::Confirmed;
        }
    }

    #[test]
    fn a_marker_never_makes_a_response_better_and_never_a_progression(
        rows in course(), values in prop::collection::vec(0_u32..100, 5)
    ) {
        let rank = |overall| match overall {
            Overall::Complete => 0,
            Overall::Partial => 1,
            Overall::Stable | Overall::NonCrNonPd => 2,
            Overall::NotEvaluable => 3,
            Overall::Progressive => 4,
        };
        let without = read(&rows);
        let mut with = rows.clone();
        let mut visits: Vec<_> = rows.iter().map(|row| row.split(',').take(2).collect::<Vec<_>>().join(",")).collect();
        visits.dedup();
        for (visit, value) in visits.iter().zip(values) {
            with.push(format!("{visit},marker,CEA,,,{value},ng/mL,,,,,5"));
        }
        for (without, with) in without.visits.iter().zip(read(&with).visits) {
            prop_assert!(with.overall == without.overall
                || rank(with.overall) > rank(without.overall) && with.overall != Overall::Progressive
                // A complete response that was never called cannot be lost.
                || without.overall == Overall::Progressive);
        }
    }

    #[test]
    fn progression_stays_and_complete_needs_everything_gone(rows in course()) {
        let mut progressed = false;
        for visit in read(&rows).visits {
            prop_assert!(!progressed || visit.overall == Overall::Progressive);
            progressed |= visit.overall == Overall::Progressive;
            if visit.overall == Overall::Complete {
                prop_assert_eq!(visit.target.response, TargetResponse::Complete);
                prop_assert_eq!(visit.non_target, NonTargetResponse::Complete);
                prop_assert!(visit.target.tally.missing.is_empty());
            }
        }
    }
}
