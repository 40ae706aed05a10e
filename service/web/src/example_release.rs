//! Example answers of the app for golden pages: a product before and after everything is there.

use cikada_app::form::Target;
use cikada_app::read::certification::{CertificationPage, MendedAt, UnmetLine, UnusualLine, Way};

use cikada_app::read::late::{AlertLine, LateLine, LateState};

use crate::example::{
    batch_id, clock, container, deviation, heading, moment, results, source, test,
};

pub(crate) fn blocked() -> CertificationPage {
    let line = |words: &str, by: Option<&str>| UnusualLine {
        at: by.map(|_| moment("2026-03-11T09:40")),
        by: by.map(str::to_owned),
        words: words.to_owned(),
    };
    CertificationPage {
        heading: heading(),
        container: container(),
        batch: batch_id(),
        certified: false,
        state: "in quarantine".to_owned(),
        clock: clock(),
        cells: "6.4 billion viable cells in 100 mL".to_owned(),
        next: Some("the release on the fast tests"),
        unmet: vec![
            UnmetLine {
                code: "result-missing".to_owned(),
                sentence: "A result of the specification is missing.".to_owned(),
                detail: "gram-stain".to_owned(),
                label: "Enter the result",
                mended_at: MendedAt::Form(Target::Result(batch_id(), test("gram-stain"))),
            },
            UnmetLine {
                code: "no-rule".to_owned(),
                sentence: "The protocol has no rule for this, so it cannot be allowed.".to_owned(),
                detail: "no test of the final release".to_owned(),
                label: "Read the specification",
                mended_at: MendedAt::Specification("example-cells".to_owned()),
            },
        ],
        releases: Vec::new(),
        rejection: Some(Target::Rejection(container())),
        way: Some(Way {
            leaves: moment("2026-03-14T12:05"),
            arrives: moment("2026-03-14T13:05"),
            ends: moment("2026-03-14T14:05"),
            expires: moment("2026-03-14T14:00"),
            spare: "5 min".to_owned(),
            too_late: true,
        }),
        late: Vec::new(),
        unusual: vec![
            (
                "changed",
                vec![line(
                    "count, viability: was 87.0 %, is 78.0 %",
                    Some("Mina Sato (tech-1)"),
                )],
            ),
            ("pending", vec![line("Gram stain: no result yet", None)]),
        ],
        found_none: vec!["out of limits", "entered late"],
        reviewed: None,
        review: Some(Target::Review(container())),
        complete: vec!["14 steps of the batch record done".to_owned()],
        incomplete: vec!["11 of 12 tests with a result that meets".to_owned()],
        results: results(),
        deviations: vec![deviation()],
    }
}

pub(crate) fn awaiting() -> CertificationPage {
    CertificationPage {
        state: "released conditionally".to_owned(),
        next: Some("the release on all results, the late ones included"),
        late: vec![LateLine {
            test: "Sterility culture of the final product, 14 days".to_owned(),
            state: LateState::Overdue,
            result: None,
            follower: Some("Mina Sato (qc-1)".to_owned()),
            expected_on: Some("2026-03-13".parse().unwrap()),
            rule: Some(("The physician is told the same day.".to_owned(), source())),
            written: Some("Call ward 5 at any hour.".to_owned()),
            alerts: vec![
                AlertLine {
                    words: "Seen by the physician after 12 min: Pia Roth (dr-1)".to_owned(),
                    seen: true,
                },
                AlertLine {
                    words: "Not seen by the qualified person yet, alerted 40 min ago".to_owned(),
                    seen: false,
                },
            ],
        }],
        ..blocked()
    }
}

pub(crate) fn ready() -> CertificationPage {
    CertificationPage {
        unmet: Vec::new(),
        releases: vec![(
            "Release conditionally, on the fast tests",
            Target::ConditionalRelease(container()),
        )],
        way: Some(Way {
            leaves: moment("2026-03-14T12:05"),
            arrives: moment("2026-03-14T13:05"),
            ends: moment("2026-03-14T14:05"),
            expires: moment("2026-03-15T10:10"),
            spare: "20 h 5 min".to_owned(),
            too_late: false,
        }),
        reviewed: Some("2026-03-14 11:58 CET by Ines Roth (qp-1)".to_owned()),
        ..blocked()
    }
}
