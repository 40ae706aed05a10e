//! A physician confirms every planned day at once. Until the first collection or preparation a plan
//! may be replaced; after it the days stand, what moves shows as late, and the plan only grows by
//! doses whose days were not known before.

use cikada_domain::{Event, GapConvention};
use cikada_protocol::calendar;
use jiff::civil::Date;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{gates, plan, time};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    anchor: Date,
    convention: Option<GapConvention>,
) -> Decision {
    gates::open(ctx, &mut reasons);
    gates::available(ctx, &mut reasons);
    gates::eligible(ctx, &mut reasons);
    gates::consents(ctx, &mut reasons);
    gates::not_stopped(ctx, &mut reasons);
    let options = plan::options(ctx, convention);
    let calendar = match calendar(ctx.protocol, anchor, &options) {
        Ok(calendar) => calendar,
        Err(problem) => {
            // Without a calendar there are no days to ask about.
            reasons.refuse(RefusalCode::PlanImpossible, problem.to_string());
            return reasons.refused();
        }
    };
    // Asked of a plan that only grows as well: a day told since may break a rule.
    for note in calendar.notes.iter().filter(|note| note.kind.is_breach()) {
        reasons.refuse(RefusalCode::PlanImpossible, note.text.clone());
    }
    if let Some(confirmed) = &ctx.treatment.plan {
        let same = confirmed.anchor == anchor && confirmed.convention == calendar.convention;
        let begun = !ctx.treatment.collections.is_empty() || !ctx.treatment.batches.is_empty();
        let grown = same.then(|| plan::grown(confirmed, &calendar));
        if let Some(continued) = grown.flatten() {
            return reasons.or_accept(|| {
                vec![Event::PlanConfirmed {
                    anchor,
                    convention: calendar.convention,
                    items: continued,
                }]
            });
        }
        if same || begun {
            reasons.refuse(
                RefusalCode::PlanAlreadyConfirmed,
                format!(
                    "from {}, confirmed at {}",
                    confirmed.anchor,
                    ctx.wall(confirmed.confirmed.at)
                ),
            );
        }
    }
    let today = time::day(ctx.clock(), ctx.zone);
    if let Some(first) = calendar.items.iter().map(|item| item.latest).min()
        && first < today
    {
        reasons.refuse(
            RefusalCode::PlanImpossible,
            format!("the first act would be due on {first}, and today is {today}"),
        );
    }
    reasons.or_accept(|| {
        vec![Event::PlanConfirmed {
            anchor,
            convention: calendar.convention,
            items: calendar.items,
        }]
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::GapConvention;

    use crate::asked::{codes, example_course};
    use crate::course::{Point, answers};
    use crate::{Command, protocols};

    #[test]
    fn the_convention_asked_for_is_the_one_confirmed() {
        let mut course = example_course(Point::Consented);
        let (anchor, convention) = (course.anchor(), Some(GapConvention::After));
        let command = Command::ConfirmPlan { anchor, convention };
        assert_eq!(codes(&mut course, "physician-1", &command), [""; 0]);
        let plan = course.treatment.plan.unwrap();
        assert_eq!(plan.convention, GapConvention::After);
        assert!(!plan.items.is_empty());
    }

    #[test]
    fn a_stopped_treatment_gets_no_new_plan() {
        let mut course = example_course(Point::Consented);
        let event = Command::RecordAdverseEvent {
            term: "any".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 5,
            serious: true,
            measured: None,
        };
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        let (anchor, convention) = (course.anchor(), None);
        let command = Command::ConfirmPlan { anchor, convention };
        assert_eq!(
            codes(&mut course, "physician-1", &command),
            ["stop-rule-fired"]
        );
    }

    #[expect(clippy::disallowed_methods, reason = "a test reads the shipped files")]
    #[test]
    fn a_plan_does_not_grow_over_a_rule_that_a_day_told_since_has_broken() {
        let planned = |start: &str| {
            let mut course = example_course(Point::Consented);
            let file = protocols::folder().join("cik-classic/1.0.0/protocol.toml");
            let text = std::fs::read_to_string(&file).unwrap().replace(
                "doses = \"4 x every 2 wk within 0 d to +3 d\"",
                &format!(
                    "doses = \"2 x every 2 wk, then at least 7 wk after imaging, \
                     then 2 x every 2 wk within 0 d to +3 d\"\n{start}"
                ),
            );
            let reading = cikada_protocol::read(text.as_bytes(), "protocol.toml");
            assert_eq!(reading.findings, []);
            let hash = course.protocol.hash.clone();
            course.protocol = reading.protocol.unwrap();
            course.protocol.hash = hash;
            let (anchor, convention) = (course.anchor(), None);
            let plan = Command::ConfirmPlan { anchor, convention };
            assert_eq!(codes(&mut course, "physician-1", &plan), [""; 0]);
            let mut visits = course.protocol.visits.iter();
            let imaging = visits.find(|visit| visit.id.as_str() == "imaging").unwrap();
            let visit = Command::RecordVisit {
                visit: imaging.id.clone(),
                dose: None,
                findings: answers(&course.protocol, &imaging.findings),
            };
            assert_eq!(codes(&mut course, "physician-1", &visit), [""; 0]);
            codes(&mut course, "physician-1", &plan)
        };
        assert_eq!(planned(""), [""; 0]);
        let before = "start = \"at least 300 d after imaging\"";
        assert_eq!(planned(before), ["plan-impossible"]);
    }
}
