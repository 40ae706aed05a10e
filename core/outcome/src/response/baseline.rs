//! What RECIST 1.1 asks of the baseline: what can be measured, how many, how fresh.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::Millimetres;
use super::course::{Course, Irradiated, Lesion, Method, TargetState};

/// How much something about a course weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A rule is violated: the responses stand on it.
    Finding,
    /// Something to know.
    Note,
}

/// Something about a course that its reader must know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CourseFinding {
    /// How much it weighs.
    pub weight: Weight,
    /// A stable code.
    pub code: &'static str,
    /// What was found, what was expected, what to do.
    pub message: String,
}

const TARGETS_MAX: usize = 5;
const TARGETS_PER_ORGAN_MAX: usize = 2;
const BASELINE_DAYS_MAX: i32 = 28;
const THIN_SLICE: u32 = 5;

/// The smallest diameter that counts as measurable.
pub(super) fn measurable_from(lesion: &Lesion) -> Millimetres {
    if lesion.is_node {
        return Millimetres::whole(15);
    }
    match lesion.method {
        Some(Method::XRay) => Millimetres::whole(20),
        Some(Method::Caliper) => Millimetres::whole(10),
        _ => match lesion.slice {
            Some(slice) if slice > Millimetres::whole(THIN_SLICE) => slice + slice,
            _ => Millimetres::whole(10),
        },
    }
}

/// The first lesions of a list that fit the limits: five, and two an organ.
pub(super) fn within_limits<'l>(lesions: impl Iterator<Item = &'l Lesion>) -> Vec<&'l Lesion> {
    let mut kept: Vec<&Lesion> = Vec::new();
    for lesion in lesions {
        let organ = organ_of(lesion);
        let in_organ = kept.iter().filter(|kept| organ_of(kept) == organ).count();
        if kept.len() < TARGETS_MAX && in_organ < TARGETS_PER_ORGAN_MAX {
            kept.push(lesion);
        }
    }
    kept
}

/// All lymph nodes count as one organ.
fn organ_of(lesion: &Lesion) -> &str {
    if lesion.is_node {
        "lymph nodes"
    } else {
        &lesion.organ
    }
}

/// Checks the baseline of a course.
pub(super) fn check(course: &Course, start: Option<Date>) -> Vec<CourseFinding> {
    let mut list = Found(Vec::new());
    check_number(course, &mut list);
    for lesion in &course.targets {
        check_target(course, lesion, &mut list);
    }
    let normal = course.non_targets.iter().filter(|lesion| {
        let reading = course.baseline.non_targets.get(&lesion.name);
        let axis = reading.and_then(|reading| reading.diameter);
        lesion.is_node && axis.is_some_and(|axis| axis < Millimetres::whole(10))
    });
    for lesion in normal {
        let message = format!(
            "'{}' is a lymph node below 10 mm at baseline, which is normal: take it out",
            lesion.name
        );
        list.finding("normal-node", message);
    }
    for visit in &course.without_imaging {
        let message = format!(
            "the visit '{}' has no row about a lesion: it is no assessment",
            visit.label
        );
        list.note("no-assessment", message);
    }
    check_day(course, start, &mut list);
    list.0
}

struct Found(Vec<CourseFinding>);

impl Found {
    fn finding(&mut self, code: &'static str, message: String) {
        let weight = Weight::Finding;
        self.0.push(CourseFinding {
            weight,
            code,
            message,
        });
    }

    fn note(&mut self, code: &'static str, message: String) {
        let weight = Weight::Note;
        self.0.push(CourseFinding {
            weight,
            code,
            message,
        });
    }
}

fn check_number(course: &Course, list: &mut Found) {
    let number = course.targets.len();
    if number > TARGETS_MAX {
        let message =
            format!("{number} targets, expected at most 5: follow the others as non-target");
        list.finding("too-many-targets", message);
    }
    let mut organs: BTreeMap<&str, usize> = BTreeMap::new();
    for lesion in &course.targets {
        *organs.entry(organ_of(lesion)).or_default() += 1;
    }
    for (organ, number) in organs {
        if number > TARGETS_PER_ORGAN_MAX {
            let message = format!(
                "{number} targets in '{organ}', expected at most 2 an organ (all lymph nodes are \
                 one): follow the others as non-target"
            );
            list.finding("too-many-in-organ", message);
        }
    }
}

fn check_target(course: &Course, lesion: &Lesion, list: &mut Found) {
    let name = &lesion.name;
    let reading = course.baseline.targets.get(name);
    let limit = measurable_from(lesion);
    if let Some(TargetState::Measured(diameter)) = reading.map(|reading| &reading.state)
        && *diameter < limit
    {
        let axis = if lesion.is_node {
            "short axis"
        } else {
            "longest diameter"
        };
        let message = format!(
            "the target '{name}' has a {axis} of {diameter} at baseline, measurable is from \
             {limit} on: follow it as non-target"
        );
        list.finding("not-measurable", message);
    }
    if lesion.irradiated == Irradiated::Yes {
        let message = format!(
            "the target '{name}' was irradiated: it may be a target only if it has progressed \
             since (write progressed-since)"
        );
        list.finding("irradiated-target", message);
    }
    let by_slices = matches!(lesion.method, Some(Method::Ct | Method::Mri));
    if lesion.method.is_none() || (by_slices && lesion.slice.is_none() && !lesion.is_node) {
        let message = format!(
            "how '{name}' was measured is not said in full (method, and slice_mm of CT or MRI): \
             held against {limit}, which is right for slices of 5 mm or less"
        );
        list.note("method-not-stated", message);
    }
}

fn check_day(course: &Course, start: Option<Date>, list: &mut Found) {
    let baseline = course.baseline.date;
    let Some(start) = start else {
        let message = "the start of treatment was not given: whether the baseline scan lies at \
                       most 4 weeks before it was not checked, and days count from the baseline";
        list.note("start-not-given", message.to_owned());
        return;
    };
    let days = (start - baseline).get_days();
    if days < 0 {
        let message = format!("the baseline scan of {baseline} lies after the start, {start}");
        list.finding("baseline-after-start", message);
    } else if days > BASELINE_DAYS_MAX {
        let message = format!(
            "the baseline scan of {baseline} lies {days} days before the start, {start}: expected \
             at most 28"
        );
        list.finding("baseline-too-old", message);
    }
    let early = course.later.iter().filter(|visit| visit.date < start);
    for visit in early {
        let message = format!(
            "the visit '{}' of {} lies before the start",
            visit.label, visit.date
        );
        list.finding("visit-before-start", message);
    }
}
