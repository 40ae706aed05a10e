//! The patient may leave: watched long enough after the end, with good vital signs since then.

use cikada_domain::treatment::Infusion;
use cikada_domain::{DoseNumber, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{gates, time};

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, dose: DoseNumber) -> Decision {
    gates::opened(ctx, &mut reasons);
    let infusion = ctx.treatment.doses.get(&dose);
    match infusion.and_then(|dose| dose.infusion.as_ref()) {
        None => reasons.refuse(RefusalCode::InfusionNotRunning, format!("dose {dose}")),
        Some(infusion) => watched(ctx, &mut reasons, dose, infusion),
    }
    reasons.or_accept(|| vec![Event::ObservationEnded { dose }])
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
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, dose};

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
        let end = Command::EndObservation { dose: dose(1) };
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
}
