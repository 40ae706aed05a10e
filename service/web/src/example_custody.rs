//! Example answers of the app about one container's way and its temperatures.

use cikada_app::read::custody::{CustodyPage, GapLine, LinkLine, LogLine, WayPoint};
use cikada_app::read::temperature::{
    CurveMissing, LoggedCourse, LoggedReading, Stretch, TravelLimits,
};
use cikada_app::use_cases::{LogSheet, LogStanding};
use cikada_domain::{ContainerId, EquipmentId, FileHash};

use crate::example::{batch_id, container, heading, moment, source};

pub(crate) fn file() -> FileHash {
    FileHash::new("5e".repeat(32)).unwrap()
}

pub(crate) fn limits() -> TravelLimits {
    TravelLimits {
        range: "2 \u{b0}C to 25 \u{b0}C".to_owned(),
        bounds: (Some("2".to_owned()), Some("25".to_owned())),
        outside_max: "30 min".to_owned(),
    }
}

/// Two hours, a reading every ten minutes, twenty minutes of them too warm.
pub(crate) fn course() -> LoggedCourse {
    let warmth = [
        "20.1", "20.4", "20.2", "21.8", "24.6", "26.1", "23.9", "22.0", "21.1", "20.6", "20.3",
        "20.2", "20.0",
    ];
    let start = moment("2026-03-16T08:00");
    let at = |index: i64| &start + jiff::SignedDuration::from_mins(index * 10);
    let readings = (0..).zip(warmth).map(|(index, amount)| LoggedReading {
        at: at(index),
        amount: amount.to_owned(),
        words: format!("{amount} \u{b0}C"),
        meets: amount != "26.1",
    });
    LoggedCourse {
        logger: EquipmentId::new("LOG-0001").unwrap(),
        file: file(),
        from: at(0),
        until: at(12),
        lowest: "20 \u{b0}C".to_owned(),
        highest: "26.1 \u{b0}C".to_owned(),
        outside: "20 min".to_owned(),
        outside_for: jiff::SignedDuration::from_mins(20),
        excursions: vec![Stretch {
            from: at(4),
            until: at(6),
            length: "20 min".to_owned(),
            readings: "26.1 \u{b0}C".to_owned(),
        }],
        missing: Vec::new(),
        readings: readings.collect(),
    }
}

pub(crate) fn sheet(standing: LogStanding) -> LogSheet {
    LogSheet {
        heading: heading(),
        container: container(),
        mapping: "temperature-logger-e".to_owned(),
        instrument: "Invented temperature logger E".to_owned(),
        file: file(),
        limits: Some(limits()),
        course: Some(course()),
        faults: Vec::new(),
        before: None,
        total: Some("20 min".to_owned()),
        exceeds: false,
        standing,
        signature: "imported",
    }
}

fn link(at: &str, container: &ContainerId, words: &str) -> LinkLine {
    LinkLine {
        at: moment(at),
        container: container.clone(),
        words: words.to_owned(),
        giver: None,
        holder: None,
        given_by: None,
        taken_by: None,
        place: None,
        temperature: None,
        intact: None,
    }
}

/// A product that was collected, made and handed over twice, with a gap after the first.
pub(crate) fn page() -> CustodyPage {
    let blood = ContainerId::new("A99992600004200BLOOD").unwrap();
    let handed = |at: &str, from: &str, to: &str| LinkLine {
        giver: Some(from.to_owned()),
        holder: Some(to.to_owned()),
        given_by: Some("Invented, Tara (T-1)".to_owned()),
        taken_by: Some("Invented, Curt (C-1)".to_owned()),
        place: Some("clean room".to_owned()),
        temperature: Some(("26 \u{b0}C".to_owned(), Some(false))),
        intact: Some(true),
        ..link(at, &container(), &format!("From {from} to {to}"))
    };
    let collected = LinkLine {
        given_by: Some("Invented, Nora (N-1)".to_owned()),
        ..link("2026-03-01T09:00", &blood, "Collected for dose 2")
    };
    let filled = format!("Filled from batch {}", batch_id());
    let gap = GapLine {
        container: container(),
        from: moment("2026-03-16T07:50"),
        until: Some(moment("2026-03-16T15:00")),
        words: "7 h 10 min with courier without a record".to_owned(),
    };
    CustodyPage {
        heading: heading(),
        container: container(),
        holds: format!("product of batch {}", batch_id()),
        batch: Some(batch_id()),
        way: vec![
            WayPoint::Link(collected),
            WayPoint::Link(link("2026-03-16T06:30", &container(), &filled)),
            WayPoint::Link(handed("2026-03-16T07:50", "clean room", "courier")),
            WayPoint::Gap(gap),
            WayPoint::Link(LinkLine {
                temperature: Some(("20.4 \u{b0}C".to_owned(), Some(true))),
                intact: Some(false),
                taken_by: None,
                ..handed("2026-03-16T15:00", "courier", "ward")
            }),
        ],
        gaps: 1,
        gap_max: Some("6 h".to_owned()),
        limits: Some((limits(), source())),
        logs: vec![log(Ok(twice())), log(Err(CurveMissing::FileChanged))],
        outside: Some("40 min".to_owned()),
        exceeds: true,
    }
}

/// The same with a second time outside.
fn twice() -> LoggedCourse {
    let mut course = course();
    course.excursions.extend(course.excursions.clone());
    course
}

fn log(course: Result<LoggedCourse, CurveMissing>) -> LogLine {
    LogLine {
        source: None,
        logger: EquipmentId::new("LOG-0001").unwrap(),
        file: file(),
        from: moment("2026-03-16T08:00"),
        until: moment("2026-03-16T10:00"),
        readings: 13,
        lowest: "20 \u{b0}C".to_owned(),
        highest: "26.1 \u{b0}C".to_owned(),
        outside: "20 min".to_owned(),
        was_outside: true,
        imported: (
            "Invented, Nora (N-1)".to_owned(),
            moment("2026-03-16T10:20"),
        ),
        course,
    }
}
