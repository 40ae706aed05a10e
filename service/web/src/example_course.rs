//! Example answers of the app for golden pages: the whole treatment and the centre's board.

use cikada_app::form::Target;
use cikada_app::read::board::{Board, Card, Column};
use cikada_app::read::labels::Label;
use cikada_app::read::standing::Standing;
use cikada_app::read::today::DueState;
use cikada_app::read::treatment::MarkKind::{
    Collection, Decision, FollowUp, Infusion, Making, Planned, Refusal, Release, Warning,
};
use cikada_app::read::treatment::{
    ContainerHistory, CustodyStep, DoseLine, FindingLine, Mark, MarkKind, TreatmentPage,
};
use cikada_app::staff::Role;

use crate::example::{
    batch_id, clock, container, dose, due, heading, moment, patient, source, step, treatment_id,
};

fn mark(at: &str, kind: MarkKind, words: &str, dose_number: u16) -> Mark {
    Mark {
        at: moment(at),
        kind,
        words: words.to_owned(),
        who: (kind != MarkKind::Planned).then(|| "Mina Sato".to_owned()),
        reasons: if kind == MarkKind::Refusal {
            vec!["The wristband belongs to another person.".to_owned()]
        } else {
            Vec::new()
        },
        dose: (dose_number > 0).then(|| dose(dose_number)),
    }
}

/// Everything done for and planned after the first two doses: time, kind, words, dose.
const COURSE: [(&str, MarkKind, &str, u16); 20] = [
    ("2026-01-12T09:10", Decision, "Treatment opened", 0),
    ("2026-01-12T09:40", Decision, "Consent to treatment", 0),
    (
        "2026-01-14T10:00",
        Decision,
        "Plan confirmed: sixteen doses",
        0,
    ),
    (
        "2026-01-19T08:30",
        Collection,
        "60 mL blood collected for dose 1",
        1,
    ),
    ("2026-01-19T11:20", Making, "Culture of dose 1 started", 1),
    ("2026-01-26T09:00", Making, "Cells counted: 710 million", 1),
    ("2026-02-02T09:30", Making, "Harvest: 6.2 billion", 1),
    ("2026-02-02T13:15", Release, "Released on the fast tests", 1),
    (
        "2026-02-02T15:01",
        Refusal,
        "Verification refused at the bedside",
        1,
    ),
    ("2026-02-02T15:03", Infusion, "Patient and bag verified", 1),
    ("2026-02-02T15:20", Infusion, "Dose 1 given", 1),
    ("2026-02-03T10:00", Warning, "Fever, CTCAE grade 1", 1),
    ("2026-02-16T09:00", FollowUp, "Visit after two weeks", 1),
    (
        "2026-03-02T08:20",
        Collection,
        "60 mL blood collected for dose 2",
        2,
    ),
    ("2026-03-04T08:15", Making, "Culture of dose 2 started", 2),
    ("2026-03-11T09:40", Making, "Cells counted: 640 million", 2),
    ("2026-03-18T09:00", Planned, "Infusion of dose 2", 2),
    ("2026-04-08T09:00", Planned, "Infusion of dose 3", 3),
    ("2026-05-06T09:00", Planned, "Infusion of dose 4", 4),
    ("2026-06-17T09:00", Planned, "Response", 0),
];

fn timeline() -> Vec<Mark> {
    COURSE
        .into_iter()
        .map(|(at, kind, words, dose)| mark(at, kind, words, dose))
        .collect()
}

fn custody() -> ContainerHistory {
    ContainerHistory {
        container: container(),
        holds: "Starting material of dose 2".to_owned(),
        steps: vec![
            CustodyStep {
                at: moment("2026-03-02T08:20"),
                words: "Collected on ward 4".to_owned(),
                holder: Some("Ward 4".to_owned()),
                intact: true,
            },
            CustodyStep {
                at: moment("2026-03-02T09:05"),
                words: "Ward 4 to clean room, 21.0 °C, intact".to_owned(),
                holder: Some("Clean room".to_owned()),
                intact: true,
            },
        ],
    }
}

fn acts() -> Vec<(String, Target)> {
    vec![
        ("Report an adverse event".to_owned(), Target::AdverseEvent),
        ("Place a hold".to_owned(), Target::Hold),
        ("Hand over".to_owned(), Target::Custody(container())),
    ]
}

pub(crate) fn treatment() -> TreatmentPage {
    let dose_line = |number: u16, state: &str, given: bool| DoseLine {
        dose: dose(number),
        planned: Some("18 Mar 2026".to_owned()),
        state: state.to_owned(),
        batch: (number < 3).then(batch_id),
        container: (number < 2).then(container),
        amount: given.then(|| "6.2 billion".to_owned()),
        given,
    };
    let finding = |question: &str, answer: Option<&str>, met: bool| FindingLine {
        inner: None,
        question: question.to_owned(),
        limit: "0 to 1".to_owned(),
        answer: answer.map(str::to_owned),
        met,
        source: source(),
    };
    TreatmentPage {
        standing: Standing {
            words: "investigational in DE".to_owned(),
            text: "Given within a trial".to_owned(),
            source: Some(source()),
            exception: None,
        },
        exceptions: Vec::new(),
        gates: Vec::new(),
        heading: heading(),
        due: vec![due(
            DueState::Due,
            "Count the cells",
            Role::Technologist,
            Target::Step(batch_id(), step("count-day-10")),
        )],
        timeline: timeline(),
        doses: vec![
            dose_line(1, "given", true),
            dose_line(2, "in culture, day 10", false),
            dose_line(3, "planned", false),
        ],
        custody: vec![custody()],
        consents: vec![
            (
                "Treatment".to_owned(),
                Some("12 Jan 2026, version 3".to_owned()),
            ),
            ("Research".to_owned(), None),
        ],
        findings: vec![
            finding("Performance status (ECOG)", Some("0"), true),
            finding("Active infection", None, false),
        ],
        adverse_events: vec!["3 Feb 2026: fever, CTCAE grade 1, probably related".to_owned()],
        labels: vec![Label {
            container: Some(container()),
            purpose: "product of dose 1".to_owned(),
            lines: vec![
                "Okonkwo, Adaeze".to_owned(),
                "6.2 billion viable cells".to_owned(),
            ],
            code: "=+A999926000042".to_owned(),
            printed: Some("1 printed, NOT scanned back, 1 not accounted for".to_owned()),
            settled: false,
        }],
        acts: acts(),
    }
}

pub(crate) fn board() -> Board {
    let card = |next_act: &str, given: u16, planned: u16| Card {
        treatment: treatment_id(),
        patient: patient(),
        protocol: heading().protocol,
        doses_given: given,
        doses_planned: planned,
        next_act: next_act.to_owned(),
        clock: (given == 1).then(clock),
        alerts: if given == 1 {
            heading().alerts
        } else {
            Vec::new()
        },
    };
    let column = |stage: &str, cards: Vec<Card>| Column {
        stage: stage.to_owned(),
        cards,
    };
    Board {
        alerts: Vec::new(),
        now: moment("2026-03-14T12:05"),
        left_out: 0,
        columns: vec![
            column("Evaluation", vec![card("Record the evaluation", 0, 0)]),
            column("Collection", vec![card("Collect for dose 1", 0, 16)]),
            column(
                "Culture",
                vec![
                    card("Count the cells of dose 2", 1, 16),
                    card("Harvest dose 5", 4, 16),
                ],
            ),
            column("Release", Vec::new()),
            column("Infusion", vec![card("Give dose 3", 2, 16)]),
            column("Follow-up", Vec::new()),
        ],
    }
}
