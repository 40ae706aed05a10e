//! What is open, due, late or blocked in one treatment now, so that pages decide nothing.
//!
//! The outlook asks the same gates as the rules: what it calls due would be accepted from the right
//! person with the right entries, and what it calls blocked names every reason.

mod alerts;
mod course;
mod enrolment;
mod item;
mod making;
mod ordering;
mod stage;

use cikada_domain::{Country, Facility, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use alerts::{Alert, AlertKind};
pub use item::{Due, OutlookItem, Role, State, Task};
pub use stage::Stage;

use crate::context::Context;

/// One treatment as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Where on the board it stands.
    pub stage: Stage,
    /// What to do next, in words: the most pressing thing that nothing blocks.
    pub next_act: String,
    /// Everything open, the most pressing first.
    pub items: Vec<OutlookItem>,
    /// What nobody may overlook.
    pub alerts: Vec<Alert>,
}

/// Looks at a treatment as it stands at `now`; days are those of `zone`, the centre's, and the
/// therapy stands as in `country`. `facility` holds at least the lots that
/// [`lots_behind`](crate::lots_behind) names.
#[must_use]
pub fn outlook(
    protocol: &Protocol,
    treatment: &Treatment,
    facility: &Facility,
    now: Timestamp,
    zone: &TimeZone,
    country: &Country,
) -> Outlook {
    let ctx = &Context {
        facility: Some(facility),
        ..looking(protocol, treatment, now, zone, Some(country))
    };
    let mut items = Vec::new();
    if treatment.opening.is_some() && treatment.closed.is_none() {
        enrolment::add(ctx, &mut items);
        making::add(ctx, &mut items);
        course::add(ctx, &mut items);
    }
    items.sort_by_key(OutlookItem::pressing);
    let stage = stage::of(ctx);
    Outlook {
        stage,
        next_act: next_act(ctx, stage, &items),
        items,
        alerts: alerts::of(ctx),
    }
}

/// A context in which nobody acts: only what concerns the record is asked.
pub(crate) fn looking<'a>(
    protocol: &'a Protocol,
    treatment: &'a Treatment,
    now: Timestamp,
    zone: &'a TimeZone,
    country: Option<&'a Country>,
) -> Context<'a> {
    Context {
        protocol,
        treatment,
        facility: None,
        // A clock set back must not make acts look as if they came before what they follow.
        at: treatment.latest.map_or(now, |latest| latest.max(now)),
        now,
        zone,
        country,
        act: None,
    }
}

fn next_act(ctx: &Context<'_>, stage: Stage, items: &[OutlookItem]) -> String {
    let ready = items.iter().find(|item| item.blocked_by.is_empty());
    match (stage, ready) {
        (Stage::Closed, _) => "Nothing: the treatment is closed.".to_owned(),
        (_, Some(item)) => {
            let until = match item.due {
                Some(Due::On(day)) => format!(", on {day}"),
                Some(Due::At(at)) => format!(", until {}", ctx.wall(at)),
                None => String::new(),
            };
            format!("{}: {}{until}.", item.role.words(), item.title)
        }
        (Stage::Evaluation, None) if items.is_empty() => "Open the treatment.".to_owned(),
        (_, None) => "Nothing to do now.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::{codes, example_course};
    use crate::command::Command;
    use crate::course::{Course, Point};
    use crate::refusal::RefusalCode;

    fn seen(course: &Course) -> Outlook {
        let Course {
            protocol,
            treatment,
            facility,
            now,
            zone,
            country,
            ..
        } = course;
        outlook(protocol, treatment, facility, *now, zone, country)
    }

    fn item(outlook: &Outlook, wanted: impl Fn(&Task) -> bool) -> &OutlookItem {
        let item = outlook.items.iter().find(|item| wanted(&item.task));
        item.unwrap_or_else(|| panic!("{:#?}", outlook.items))
    }

    #[test]
    fn each_point_of_a_course_stands_in_its_column() {
        for (point, stage) in [
            (Point::Nothing, Stage::Evaluation),
            (Point::Evaluated, Stage::Evaluation),
            (Point::Eligible, Stage::Consent),
            (Point::Consented, Stage::Planning),
            (Point::Planned, Stage::Collection),
            (Point::Collected, Stage::Collection),
            (Point::Cultured, Stage::Culture),
            (Point::Harvested, Stage::QualityControl),
            (Point::Tested, Stage::Release),
            (Point::Released, Stage::Infusion),
            (Point::Infusing, Stage::Infusion),
            (Point::Infused, Stage::Observation),
        ] {
            assert_eq!(seen(&example_course(point)).stage, stage, "{point:?}");
        }
    }

    #[test]
    fn a_patient_at_the_bedside_comes_before_a_hold() {
        let mut course = example_course(Point::Infusing);
        assert_eq!(codes(&mut course, "nurse-1", &Command::PlaceHold), [""; 0]);
        assert_eq!(seen(&course).stage, Stage::Infusion);
        course.go_to(Point::Observed, 1);
        assert_eq!(seen(&course).stage, Stage::Held);
    }

    #[test]
    fn what_is_due_is_accepted_and_what_is_blocked_says_why() {
        let mut course = example_course(Point::Harvested);
        let before = seen(&course);
        let release = item(&before, |task| matches!(task, Task::Release(_)));
        assert_eq!(release.state, State::Blocked);
        let missing = [RefusalCode::ResultMissing, RefusalCode::ReviewMissing];
        let codes = release.blocked_by.iter().map(|refusal| refusal.code);
        assert!(codes.into_iter().all(|code| missing.contains(&code)));
        course.go_to(Point::Tested, 1);
        let after = seen(&course);
        let release = item(&after, |task| matches!(task, Task::Release(_)));
        assert_eq!((release.state, release.blocked_by.len()), (State::Due, 0));
        course.go_to(Point::Released, 1);
    }

    #[test]
    fn the_bag_carries_its_clock_and_an_alert_when_it_runs_out() {
        let mut course = example_course(Point::Fit);
        let look = seen(&course);
        let give = item(&look, |task| task == &Task::Infuse);
        assert_eq!(give.state, State::Due);
        let expires_at = give.expires_at.unwrap();
        course.now = expires_at - jiff::SignedDuration::from_hours(2);
        let kinds = |course: &Course| {
            let alerts = seen(course).alerts;
            alerts
                .into_iter()
                .map(|alert| alert.kind)
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(&course), [AlertKind::ExpiresSoon]);
        course.now = expires_at + jiff::SignedDuration::from_secs(1);
        assert_eq!(kinds(&course), [AlertKind::Expired]);
        let late = seen(&course);
        let reject = item(&late, |task| task == &Task::RejectExpired);
        assert_eq!(reject.state, State::Late);
    }

    #[test]
    fn a_collection_that_nobody_made_is_late_and_then_lost() {
        let mut course = example_course(Point::Planned);
        let collect = |course: &Course| {
            let look = seen(course);
            let first = |item: &&OutlookItem| {
                item.task == Task::Collect && item.dose == Some(crate::course::dose(1))
            };
            look.items.iter().find(first).map(|item| item.state)
        };
        assert_eq!(collect(&course), Some(State::Open));
        course.now += jiff::SignedDuration::from_hours(24 * 7);
        assert_eq!(collect(&course), Some(State::Due));
        course.now += jiff::SignedDuration::from_hours(24 * 3);
        assert_eq!(collect(&course), Some(State::Late));
        course.now += jiff::SignedDuration::from_hours(24 * 60);
        assert_eq!(collect(&course), None);
    }

    #[test]
    fn a_late_result_is_due_by_the_day_of_its_plan_and_late_after_it() {
        let mut course = example_course(Point::Observed);
        let awaited = |course: &Course| {
            let look = seen(course);
            let late = |task: &Task| matches!(task, Task::ReportResult(_));
            let item = item(&look, late);
            (item.state, item.due)
        };
        let product = &course.treatment.products[&crate::course::container("CELLS-1")];
        let expected_on = product.late_plans[0].expected_on;
        assert_eq!(awaited(&course), (State::Open, Some(Due::On(expected_on))));
        course.now += jiff::SignedDuration::from_hours(24 * 18);
        assert_eq!(awaited(&course), (State::Late, Some(Due::On(expected_on))));
    }

    #[test]
    fn once_all_is_done_the_treatment_may_be_closed() {
        let mut course = example_course(Point::Nothing);
        let options = cikada_protocol::CalendarOptions::default();
        let calendar = cikada_protocol::calendar(&course.protocol, course.anchor(), &options);
        let doses = calendar
            .unwrap()
            .items
            .iter()
            .filter_map(|item| item.dose)
            .max();
        course.go_to(Point::Finished, doses.unwrap().get());
        assert_eq!(seen(&course).stage, Stage::FollowUp);
        let close = Command::CloseTreatment {
            reason: cikada_domain::event::ClosingReason::Completed,
        };
        assert_eq!(codes(&mut course, "physician-1", &close), [""; 0]);
        let closed = seen(&course);
        assert_eq!((closed.stage, closed.items.len()), (Stage::Closed, 0));
    }
}
