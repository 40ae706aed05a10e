//! How things stand at one bedside, on one device: what a page there may show as done. It asks the
//! gates that the rules ask, so that nothing is ticked off that the start would refuse.

use cikada_domain::treatment::Fitness;
use cikada_domain::{DeviceId, DoseNumber, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::{Context, Reasons};
use crate::gates;
use crate::refusal::RefusalCode;

/// How a dose stands at the bedside now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BedsideStanding {
    /// Whether the patient is fit for the dose; `None` if fitness is not recorded in full or too
    /// long ago, and `Some(false)` as soon as one answer that counts now speaks against it.
    pub fit: Option<bool>,
    /// Whether a bag stands verified for the dose on this device, as the start would accept it now.
    pub verified: bool,
}

/// How a dose stands for somebody with this device, now.
#[must_use]
pub fn bedside_standing(
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
    device: &DeviceId,
    now: Timestamp,
    zone: &TimeZone,
) -> BedsideStanding {
    let ctx = &Context {
        protocol,
        treatment,
        facility: None,
        at: now,
        now,
        zone,
        country: None,
        act: None,
    };
    let done = treatment.doses.get(&dose);
    let fitness = done.and_then(|dose| dose.fitness.as_ref());
    let verified = done.and_then(|dose| dose.verified.as_ref());
    BedsideStanding {
        fit: fitness.and_then(|fitness| fit(ctx, fitness)),
        verified: verified.is_some_and(|verified| {
            let mut reasons = Reasons::default();
            gates::verified(ctx, &mut reasons, dose, &verified.container, Some(device));
            reasons.into_refusals().is_empty()
        }),
    }
}

fn fit(ctx: &Context<'_>, fitness: &Fitness) -> Option<bool> {
    let criteria = ctx.protocol.fitness.iter().map(|criterion| {
        let mut reasons = Reasons::default();
        gates::fit_by(ctx, &mut reasons, criterion, fitness);
        let refusals = reasons.into_refusals();
        // An answer that is missing, too old or of another kind says nothing either way.
        let counts = refusals.iter().all(|r| r.code == RefusalCode::NotFitToday);
        counts.then_some(refusals.is_empty())
    });
    let answers: Vec<_> = criteria.collect();
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    // Without criteria nobody is fit.
    let all = answers.iter().all(|answer| *answer == Some(true));
    (all && !answers.is_empty()).then_some(true)
}

#[cfg(test)]
mod tests {
    use cikada_domain::CriterionId;
    use jiff::SignedDuration;

    use super::*;
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, answers, container, dose};
    use crate::example::example_failing;

    fn standing_on(course: &Course, device: &str) -> BedsideStanding {
        let device = DeviceId::new(device).unwrap();
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        bedside_standing(
            protocol,
            treatment,
            dose(1),
            &device,
            course.now,
            &course.zone,
        )
    }

    fn standing(course: &Course) -> BedsideStanding {
        standing_on(course, "tablet-1")
    }

    fn unfit(course: &mut Course) -> CriterionId {
        let criterion = course.protocol.fitness[0].clone();
        let mut findings = answers(&course.protocol, &course.protocol.fitness);
        let value = example_failing(&criterion.requirement).remove(0);
        findings.insert(criterion.id.clone(), value);
        let dose = dose(1);
        let command = Command::RecordFitness { dose, findings };
        assert_eq!(codes(course, "physician-1", &command), [""; 0]);
        criterion.id
    }

    #[test]
    fn fitness_that_is_missing_or_of_yesterday_says_nothing() {
        assert_eq!(standing(&example_course(Point::Released)).fit, None);
        let mut course = example_course(Point::Fit);
        assert_eq!(standing(&course).fit, Some(true));
        course.now += SignedDuration::from_hours(24);
        assert_eq!(standing(&course).fit, None);
        unfit(&mut course);
        course.now += SignedDuration::from_hours(24);
        assert_eq!(standing(&course).fit, None);
    }

    #[test]
    fn failed_fitness_is_told_apart_from_none() {
        let mut course = example_course(Point::Released);
        unfit(&mut course);
        assert_eq!(standing(&course).fit, Some(false));
    }

    #[test]
    fn one_failed_answer_counts_also_when_another_has_grown_too_old() {
        let mut course = example_course(Point::Released);
        let failed = unfit(&mut course);
        for criterion in &mut course.protocol.fitness {
            let age = if criterion.id == failed { "9 h" } else { "1 h" };
            criterion.age_max = Some(age.parse().unwrap());
        }
        course.now += SignedDuration::from_hours(2);
        assert_eq!(standing(&course).fit, Some(false));
        course.now += SignedDuration::from_hours(8);
        assert_eq!(standing(&course).fit, None);
    }

    #[test]
    fn a_protocol_without_criteria_finds_nobody_fit() {
        let mut course = example_course(Point::Fit);
        course.protocol.fitness.clear();
        assert_eq!(standing(&course).fit, None);
    }

    #[test]
    fn a_verification_stands_as_long_and_where_the_start_accepts_it() {
        assert!(!standing(&example_course(Point::Fit)).verified);
        let mut course = example_course(Point::Verified);
        let start = Command::StartInfusion {
            dose: dose(1),
            container: container("CELLS-1"),
        };
        assert!(standing(&course).verified);
        assert!(!standing_on(&course, "tablet-2").verified);
        assert_eq!(codes(&mut course.clone(), "nurse-1", &start), [""; 0]);
        course.now += SignedDuration::from_mins(31);
        assert!(!standing(&course).verified);
        let refused = codes(&mut course, "nurse-1", &start);
        assert!(refused.contains(&"verification-too-old"), "{refused:?}");
    }
}
