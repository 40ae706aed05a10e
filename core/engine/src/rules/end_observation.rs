//! The patient may leave: watched long enough after the end, with good vital signs since then.
//!
//! A set of vital signs that was missed or late stops nobody from going home, but it is not passed in
//! silence: whoever ends the observation says why, set by set.

use std::collections::BTreeMap;

use cikada_domain::event::{NotOnTime, SignsNotOnTime};
use cikada_domain::treatment::Infusion;
use cikada_domain::{DoseNumber, Event};
use jiff::Timestamp;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::vital_signs::vital_signs_due;
use crate::{gates, time};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    why: &BTreeMap<Timestamp, NotOnTime>,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let infusion = ctx.treatment.doses.get(&dose);
    match infusion.and_then(|dose| dose.infusion.as_ref()) {
        None => reasons.refuse(RefusalCode::InfusionNotRunning, format!("dose {dose}")),
        Some(infusion) => watched(ctx, &mut reasons, dose, infusion),
    }
    let not_on_time = not_on_time(ctx, &mut reasons, dose, why);
    reasons.or_accept(|| vec![Event::ObservationEnded { dose, not_on_time }])
}

/// The sets that were not taken at their times, each with the reason given for it. Reasons for sets
/// that were taken in the meantime are not needed any more.
fn not_on_time(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    why: &BTreeMap<Timestamp, NotOnTime>,
) -> Option<Vec<SignsNotOnTime>> {
    let times = ctx.protocol.infusion.vital_signs_due.as_ref()?;
    let infusion = ctx.treatment.doses.get(&dose)?.infusion.as_ref()?;
    if infusion.ended.is_none() || infusion.observed_until.is_some() {
        return None;
    }
    let asked = vital_signs_due(ctx.protocol, ctx.treatment, dose, ctx.at)?;
    let mut told = Vec::new();
    for set in asked.iter().filter(|set| !set.is_on_time()) {
        if let Some(why) = why.get(&set.at) {
            told.push(SignsNotOnTime {
                due_at: set.at,
                taken_at: set.taken_at(),
                why: *why,
            });
        } else {
            let found = match set.taken_at() {
                Some(at) => format!("taken at {}", ctx.wall(at)),
                None => "not taken".to_owned(),
            };
            let detail = format!("{}, due at {}: {found}", set.words, ctx.wall(set.at));
            reasons.refuse_by(RefusalCode::VitalSignsNotOnTime, detail, &times.source);
        }
    }
    (!told.is_empty()).then_some(told)
}

fn watched(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber, infusion: &Infusion) {
    if let Some(at) = infusion.observed_until {
        let detail = format!("dose {dose} at {}", ctx.wall(at));
        reasons.refuse(RefusalCode::ObservationAlreadyEnded, detail);
    }
    let Some((ended_at, ..)) = &infusion.ended else {
        // The observation is counted from an end that is not there.
        reasons.refuse(RefusalCode::InfusionRunning, format!("dose {dose}"));
        return;
    };
    let rule = &ctx.protocol.infusion;
    // A device's clock that runs ahead does not shorten the watch.
    let at = ctx.at.min(ctx.now);
    let first = time::later(*ended_at, &rule.observation_min, ctx.zone);
    if first.is_none_or(|first| at < first) {
        reasons.refuse_by(
            RefusalCode::ObservationTooShort,
            format!(
                "the infusion ended at {}, it is {}, asked for are {}",
                ctx.wall(*ended_at),
                ctx.wall(at),
                rule.observation_min.words()
            ),
            &rule.source,
        );
    }
    if rule.vital_signs.is_empty() {
        reasons.refuse_by(RefusalCode::NoRule, "no vital sign", &rule.source);
        return;
    }
    let signs = infusion.vital_signs.last();
    match signs.filter(|signs| signs.at >= *ended_at) {
        None => reasons.refuse_by(
            RefusalCode::VitalSignsMissing,
            format!("none since {}", ctx.wall(*ended_at)),
            &rule.source,
        ),
        Some(signs) => {
            for id in &signs.outside {
                let found = signs.values.get(id).map_or(String::new(), |v| v.words());
                reasons.refuse_by(
                    RefusalCode::VitalSignsOutside,
                    format!("{id}: {found}"),
                    &rule.source,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use cikada_domain::event::NotOnTime;
    use cikada_protocol::model::VitalSignsTimes;

    use crate::asked::{codes, example_course};
    use crate::course::{Point, dose};
    use crate::{Command, vital_signs_due};

    #[test]
    fn a_device_whose_clock_runs_ahead_does_not_shorten_the_watch() {
        let mut course = example_course(Point::Infused);
        let least = course.protocol.infusion.observation_min.clone();
        let seconds = least.convert(cikada_domain::Unit::Second).unwrap().amount();
        let seconds: i64 = seconds.to_string().parse().unwrap();
        let first = course.now + jiff::SignedDuration::from_secs(seconds);
        course.now = first - jiff::SignedDuration::from_secs(60);
        let signs = course.vital_signs(1);
        assert_eq!(codes(&mut course, "nurse-1", &signs), [""; 0]);
        let mut act = crate::course::act("nurse-1", None, first, &course.zone);
        let end = Command::EndObservation {
            dose: dose(1),
            not_on_time: BTreeMap::new(),
        };
        assert!(matches!(
            course.ask(&act, &end),
            crate::Decision::Refused(_)
        ));
        course.now = first;
        act.occurred_at = first;
        assert!(matches!(
            course.ask(&act, &end),
            crate::Decision::Accepted(_)
        ));
    }

    #[test]
    fn an_observation_ends_with_a_reason_for_each_set_that_was_not_taken_at_its_time() {
        let mut course = example_course(Point::Observed);
        course.protocol.infusion.vital_signs_due = Some(VitalSignsTimes {
            after_start: vec!["15 min".parse().unwrap(), "30 min".parse().unwrap()],
            every: None,
            after_end: Vec::new(),
            window: "5 min".parse().unwrap(),
            source: "author".to_owned(),
        });
        let infusion = course.treatment.doses.get_mut(&dose(1)).unwrap();
        let infusion = infusion.infusion.as_mut().unwrap();
        infusion.observed_until = None;
        // One set of the infusion and the last of the watch.
        let last = infusion.vital_signs.pop();
        infusion.vital_signs.truncate(1);
        infusion.vital_signs.extend(last);
        let asked = vital_signs_due(&course.protocol, &course.treatment, dose(1), course.now);
        let missed: Vec<_> = asked
            .unwrap()
            .into_iter()
            .filter(|set| !set.is_on_time())
            .collect();
        assert_eq!(missed.len(), 1, "{missed:?}");
        let end = |not_on_time| Command::EndObservation {
            dose: dose(1),
            not_on_time,
        };
        let code = ["vital-signs-not-on-time"];
        let without = end(BTreeMap::new());
        assert_eq!(codes(&mut course, "nurse-1", &without), code);
        let of_another = BTreeMap::from([(course.now, NotOnTime::Staff)]);
        assert_eq!(codes(&mut course, "nurse-1", &end(of_another)), code);
        let told = BTreeMap::from([(missed[0].at, NotOnTime::Staff)]);
        assert_eq!(codes(&mut course, "nurse-1", &end(told)), [""; 0]);
        let infusion = course.treatment.doses[&dose(1)].infusion.as_ref().unwrap();
        let told = infusion.not_on_time.iter();
        let told: Vec<_> = told
            .map(|set| (set.due_at, set.taken_at, set.why))
            .collect();
        assert_eq!(told, [(missed[0].at, None, NotOnTime::Staff)]);
    }
}
