//! Example answers of the app for golden pages: a product before and after everything is there.

use cikada_app::form::{SupplyStep, Target};
use cikada_app::read::alert::{AlarmLine, SeenLine};
use cikada_app::read::certification::{CertificationPage, MendedAt, UnmetLine, UnusualLine, Way};

use cikada_app::read::late::{AlertLine, LateLine, LateState};
use cikada_app::read::supply::{SupplyLine, SupplySection, SupplyState};
use cikada_domain::event::Capacity;

use crate::example::{
    batch_id, clock, container, deviation, heading, moment, patient, results, source, test,
    treatment_id,
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
        alerts: Vec::new(),
        supply: None,
        kept: Some((
            "2056-03-14".parse().unwrap(),
            "Regulation (EC) 1394/2007, article 15".to_owned(),
        )),
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

/// A late failure that only the physician has seen, as a qualified person sees it.
pub(crate) fn alarm() -> AlarmLine {
    AlarmLine {
        treatment: treatment_id(),
        patient: patient(),
        container: container(),
        words: "Sterility culture of the final product, 14 days: growth".to_owned(),
        raised: moment("2026-03-14T08:45"),
        since: "3 h 20 min".to_owned(),
        seen: vec![
            SeenLine {
                capacity: "physician",
                seen: Some((
                    "Ada Kaya (physician-1)".to_owned(),
                    moment("2026-03-14T08:57"),
                    "12 min".to_owned(),
                )),
                target: None,
            },
            SeenLine {
                capacity: "qualified person",
                seen: None,
                target: Some(Target::Alert(
                    container(),
                    test("sterility"),
                    Capacity::QualifiedPerson,
                )),
            },
        ],
        held: true,
        doses_left: 14,
        way_out: "Physician and qualified person both see it; then a physician decides about the hold.",
        lift: None,
    }
}

/// A product out of specification of which the physician's request is still missing.
pub(crate) fn out_of_specification() -> CertificationPage {
    let line = |what, state, by: Option<&str>, target| SupplyLine {
        what,
        state,
        by: by.map(str::to_owned),
        why: Vec::new(),
        who_may: "physician".to_owned(),
        target,
    };
    CertificationPage {
        alerts: vec![alarm()],
        supply: Some(SupplySection {
            steps: vec![
                line(
                    "The manufacturer's written evaluation of the risk",
                    SupplyState::There,
                    Some("2026-03-14 11:20 CET by Ines Roth (qp-1)"),
                    None,
                ),
                line(
                    "The treating physician's signed request",
                    SupplyState::Missing,
                    None,
                    Some(Target::Supply(container(), SupplyStep::Request)),
                ),
                line(
                    "The supply, signed by whoever supplies",
                    SupplyState::Waiting,
                    None,
                    None,
                ),
            ],
            unmet: vec![(
                "The record was not reviewed.".to_owned(),
                "BAG-1".to_owned(),
            )],
            clock: None,
            notice: Vec::new(),
            told: None,
        }),
        ..blocked()
    }
}

/// The same product supplied, with the clock of the notice running.
pub(crate) fn supplied() -> CertificationPage {
    let mut page = out_of_specification();
    if let Some(supply) = &mut page.supply {
        supply.clock = Some(clock());
        supply.notice = vec![
            "To the competent authority of IT".to_owned(),
            "Batch B-2026-0042-2, container A99992600004200".to_owned(),
        ];
    }
    page
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
