//! What a state is known by: all that an answer can depend on, and nothing else, so that states that
//! no answer can tell apart are one.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::Capacity;
use cikada_domain::treatment::{Confirmed, ProductState, Standing, TestResult};
use cikada_domain::{StaffId, TestId, Treatment};

use super::course::{container, dose};
use super::scene::{Hour, Moment, made, product};

/// A result: whether it meets the specification, and where it stands.
type Result = (bool, Standing);

/// A paper: by whom, and whether it was written before what it must know of.
type Paper = Option<(StaffId, bool)>;

/// What a state is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Known {
    hour: Hour,
    product: ProductState,
    /// The results of each test in order, and after how many of them a retest was ordered.
    tests: BTreeMap<TestId, (Vec<Result>, Vec<u16>)>,
    reviewed: bool,
    papers: [Paper; 3],
    /// What the permission stands on: its basis, and an ethics committee's approval.
    permitted: Option<(bool, bool)>,
    /// The deviations that were not accepted: whether of a bag, whether classified, how closed.
    deviations: BTreeSet<(bool, bool, Option<bool>)>,
    damaged: bool,
    /// Whether it is where patients are.
    at_bedside: bool,
    /// The label was scanned back since it was last printed, and so many are loose.
    label: Option<(bool, i64)>,
    /// The tests that failed too late, with who has seen it.
    late: Vec<(TestId, BTreeMap<StaffId, Option<Capacity>>)>,
    held: bool,
    /// Whether the bag was verified, and whether this hour.
    verified: Option<bool>,
    /// Whether the bag runs, or has run.
    given: Option<bool>,
}

impl Known {
    pub(crate) fn of(moment: &Moment) -> Self {
        let treatment = &moment.treatment;
        let (product, made) = (product(treatment), made(treatment));
        let result = |result: &TestResult| (result.meets, made.standing(result));
        let test = |(test, results): (&TestId, &Vec<TestResult>)| {
            let retests = made.retests.get(test).into_iter().flatten();
            let retests = retests.map(|retest| retest.after).collect();
            (
                test.clone(),
                (results.iter().map(result).collect(), retests),
            )
        };
        let given = treatment.doses.get(&dose(1));
        let verified = given.and_then(|dose| dose.verified.as_ref());
        let infusion = given.and_then(|dose| dose.infusion.as_ref());
        let permission = product.supply.permission.as_ref();
        let undecided = product.state == ProductState::Quarantine;
        let late = product.late_failures.iter().map(|failure| {
            let seen = failure.acknowledged.iter();
            let seen = seen.map(|(who, (capacity, _))| (who.clone(), *capacity));
            (failure.test.clone(), seen.collect())
        });
        Self {
            hour: moment.hour,
            product: product.state,
            tests: made.results.iter().map(test).collect(),
            reviewed: product.reviewed.is_some(),
            papers: papers(treatment),
            permitted: permission.map(|it| (it.basis.is_some(), it.ethics.is_some())),
            deviations: deviations(treatment),
            damaged: damaged(treatment),
            at_bedside: at_bedside(treatment),
            // No decision after the first asks for the label.
            label: undecided.then(|| label(treatment)),
            late: late.collect(),
            held: treatment.held,
            verified: verified.map(|verified| verified.at >= moment.since),
            given: infusion.map(|infusion| infusion.ended.is_some()),
        }
    }
}

fn papers(treatment: &Treatment) -> [Paper; 3] {
    let (product, made) = (product(treatment), made(treatment));
    let supply = &product.supply;
    let results = made.results.values().flatten();
    let mut failed = results.filter(|one| !one.meets && made.standing(one) != Standing::Invalid);
    let risk = supply.risk.as_ref();
    let knows = |paper: &Confirmed| {
        (
            paper.by.clone(),
            risk.is_some_and(|risk| risk.at <= paper.at),
        )
    };
    [
        risk.map(|risk| (risk.by.clone(), failed.all(|result| result.at <= risk.at))),
        supply.request.as_ref().map(knows),
        supply.patient.as_ref().map(knows),
    ]
}

fn deviations(treatment: &Treatment) -> BTreeSet<(bool, bool, Option<bool>)> {
    let all = treatment.deviations.values();
    let stand = all.filter(|known| known.product_acceptable != Some(true));
    stand
        .map(|known| {
            (
                known.container.is_some(),
                known.class.is_some(),
                known.product_acceptable,
            )
        })
        .collect()
}

fn damaged(treatment: &Treatment) -> bool {
    let handovers = treatment.custody.get(&container("CELLS-1"));
    handovers.is_some_and(|all| all.iter().any(|one| !one.intact))
}

fn at_bedside(treatment: &Treatment) -> bool {
    let whereabouts = treatment.whereabouts(&container("CELLS-1"));
    whereabouts.place() == Some("ward")
}

fn label(treatment: &Treatment) -> (bool, i64) {
    let prints = &treatment.prints[&container("CELLS-1")];
    let last = prints.printings.last().unwrap();
    let verified = prints.verified.as_ref();
    let back =
        verified.is_some_and(|(scanned, at)| scanned == &last.content && at.at >= last.printed.at);
    (back, prints.open())
}
