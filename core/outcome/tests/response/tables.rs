//! The overall table of RECIST 1.1, each row.

use cikada_outcome::response::{
    NewLesions as New, NonTargetResponse as Other, Overall, TargetResponse as Target, overall,
};

const TARGETS: [Target; 6] = [
    Target::Complete,
    Target::Partial,
    Target::Stable,
    Target::Progressive,
    Target::NotEvaluable,
    Target::NoTargets,
];

const OTHERS: [Other; 5] = [
    Other::Complete,
    Other::NonCrNonPd,
    Other::Progressive,
    Other::NotEvaluable,
    Other::NoNonTargets,
];

const NEW: [New; 4] = [New::No, New::Equivocal, New::Yes, New::NotEvaluated];

#[test]
fn each_row_of_the_table_with_targets_holds() {
    let rows = [
        (Target::Complete, Other::Complete, Overall::Complete),
        (Target::Complete, Other::NoNonTargets, Overall::Complete),
        (Target::Complete, Other::NonCrNonPd, Overall::Partial),
        (Target::Complete, Other::NotEvaluable, Overall::Partial),
        (Target::Partial, Other::Complete, Overall::Partial),
        (Target::Partial, Other::NonCrNonPd, Overall::Partial),
        (Target::Partial, Other::NotEvaluable, Overall::Partial),
        (Target::Partial, Other::NoNonTargets, Overall::Partial),
        (Target::Stable, Other::Complete, Overall::Stable),
        (Target::Stable, Other::NonCrNonPd, Overall::Stable),
        (Target::Stable, Other::NotEvaluable, Overall::Stable),
        (Target::Stable, Other::NoNonTargets, Overall::Stable),
        (Target::NotEvaluable, Other::Complete, Overall::NotEvaluable),
        (
            Target::NotEvaluable,
            Other::NonCrNonPd,
            Overall::NotEvaluable,
        ),
        (
            Target::NotEvaluable,
            Other::NoNonTargets,
            Overall::NotEvaluable,
        ),
    ];
    for (target, other, expected) in rows {
        assert_eq!(
            overall(target, other, New::No),
            expected,
            "{target} {other}"
        );
    }
}

#[test]
fn each_row_of_the_table_without_targets_holds() {
    let rows = [
        (Other::Complete, Overall::Complete),
        (Other::NonCrNonPd, Overall::NonCrNonPd),
        (Other::NotEvaluable, Overall::NotEvaluable),
        (Other::Progressive, Overall::Progressive),
    ];
    for (other, expected) in rows {
        assert_eq!(
            overall(Target::NoTargets, other, New::No),
            expected,
            "{other}"
        );
    }
}

#[test]
fn progression_in_any_category_is_progression_whatever_the_others_are() {
    for target in TARGETS {
        for other in OTHERS {
            for new in NEW {
                let progressed =
                    target == Target::Progressive || other == Other::Progressive || new == New::Yes;
                let is_pd = overall(target, other, new) == Overall::Progressive;
                assert_eq!(is_pd, progressed, "{target} {other} {new}");
            }
        }
    }
}

#[test]
fn what_was_not_looked_for_is_never_absent() {
    for target in TARGETS {
        for other in OTHERS {
            let overall = overall(target, other, New::NotEvaluated);
            assert!(
                matches!(overall, Overall::Progressive | Overall::NotEvaluable),
                "{target} {other}"
            );
        }
    }
}
