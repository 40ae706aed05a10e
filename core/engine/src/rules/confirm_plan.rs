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
    if let Some(confirmed) = &ctx.treatment.plan {
        let same = confirmed.anchor == anchor && confirmed.convention == calendar.convention;
        let begun = !ctx.treatment.collections.is_empty() || !ctx.treatment.batches.is_empty();
        if let Some(continued) = plan::continued(ctx).filter(|_| same) {
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
    for note in calendar.notes.iter().filter(|note| note.kind.is_breach()) {
        reasons.refuse(RefusalCode::PlanImpossible, note.text.clone());
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

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

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
}
