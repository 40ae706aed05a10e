//! Example answers of the app for golden pages: release, bedside, forms and ledger.

use cikada_app::form::{Field, FieldKind, Form, Target};
use cikada_app::read::bedside::{
    BedsideAct, BedsidePage, SignsState, VitalSignsDueLine, VitalSignsLine,
};
use cikada_app::read::ledger::{EntryLine, LedgerPage, Sealed};
use cikada_app::read::release::{ReleaseLine, ReleaseList};

use crate::example::{batch_id, clock, container, dose, heading, moment, source, step};

pub(crate) fn release_list() -> ReleaseList {
    let line = |state: &str, unmet: &[&str]| ReleaseLine {
        heading: heading(),
        container: container(),
        state: state.to_owned(),
        unmet: unmet.iter().map(|&words| words.to_owned()).collect(),
        clock: clock(),
    };
    ReleaseList {
        waiting: vec![line(
            "waits for a decision",
            &["Gram stain is missing", "DEV-2026-0007 is open"],
        )],
        decided: vec![line("released", &[])],
    }
}

pub(crate) fn bedside() -> BedsidePage {
    let act = |label: &str, done: Option<&str>, target: Target| BedsideAct {
        label: label.to_owned(),
        done: done.map(moment),
        target,
    };
    BedsidePage {
        heading: heading(),
        dose: dose(2),
        container: Some(container()),
        cells: Some("6.4 billion viable cells".to_owned()),
        clock: Some(clock()),
        acts: vec![
            act(
                "Fitness on the day",
                Some("2026-03-14T09:05"),
                Target::Fitness(dose(2)),
            ),
            act("Verify patient and bag", None, Target::Bedside(dose(2))),
            act("Start the infusion", None, Target::InfusionStart(dose(2))),
            act("End the infusion", None, Target::InfusionEnd(dose(2))),
        ],
        instructions: vec![
            "Antihistamine 30 minutes before".to_owned(),
            "No leukocyte filter".to_owned(),
        ],
        vital_signs_times: Some((
            "15 min, 30 min after the start; each up to 5 min before or after".to_owned(),
            source(),
        )),
        vital_signs_due: [
            (
                "11:45",
                "15 min",
                SignsState::Late,
                Some("11:51"),
                Some("nobody was free"),
            ),
            ("12:00", "30 min", SignsState::Taken, Some("12:01"), None),
            ("12:15", "45 min", SignsState::Missed, None, None),
            ("12:30", "60 min", SignsState::Overdue, None, None),
            ("13:00", "90 min", SignsState::Due, None, None),
            ("13:30", "120 min", SignsState::ToCome, None, None),
        ]
        .map(|(at, after, state, taken, why)| VitalSignsDueLine {
            at: moment(&format!("2026-03-14T{at}")),
            words: format!("{after} after the start"),
            state,
            taken: taken.map(|taken| moment(&format!("2026-03-14T{taken}"))),
            why,
        })
        .into(),
        vital_signs: vec![VitalSignsLine {
            at: moment("2026-03-14T11:50"),
            values: vec![
                ("Temperature".to_owned(), "36.8 °C".to_owned(), false),
                ("Systolic pressure".to_owned(), "88 mmHg".to_owned(), true),
            ],
        }],
    }
}

pub(crate) fn field(name: &str, label: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        limit: None,
        help: None,
        value: String::new(),
        optional: false,
        inner: None,
        source: None,
        suggestions: Vec::new(),
    }
}

pub(crate) fn scan_form() -> Form {
    Form {
        target: Target::Bedside(dose(2)),
        heading: heading(),
        title: "Verify patient and bag".to_owned(),
        instruction: "Scan the wristband, then the bag.".to_owned(),
        working: Vec::new(),
        fields: vec![
            field("wristband", "Wristband", FieldKind::Scan),
            field("bag", "Bag", FieldKind::Scan),
        ],
        signature: None,
        witness: false,
        action: "Verify".to_owned(),
        source: Some(source()),
        know: Vec::new(),
        before: Vec::new(),
        step: None,
        preview: None,
    }
}

pub(crate) fn step_form() -> Form {
    let cells = FieldKind::Quantity {
        unit: "10*6".to_owned(),
        unit_words: "million viable cells".to_owned(),
    };
    let percent = FieldKind::Quantity {
        unit: "%".to_owned(),
        unit_words: "%".to_owned(),
    };
    let choice = |code: &str| (code.to_owned(), code.to_owned());
    Form {
        target: Target::Step(batch_id(), step("count-day-10")),
        title: "Count the cells".to_owned(),
        instruction: "Take 0.5 mL under the hood, count twice, enter the mean.".to_owned(),
        working: Vec::new(),
        fields: vec![
            field("cells", "Viable cells in the whole culture", cells),
            Field {
                limit: Some("at least 80 %".to_owned()),
                help: Some("From the same sample.".to_owned()),
                source: Some(source()),
                ..field("viability", "Viability", percent)
            },
            field("clear", "Is the medium clear?", FieldKind::YesNo),
            field(
                "method",
                "Method",
                FieldKind::Choice(vec![choice("automatic"), choice("manual")]),
            ),
            field("read-on", "Read on", FieldKind::Date),
            Field {
                optional: true,
                ..field("remarks", "Remarks", FieldKind::Text)
            },
        ],
        signature: Some("You performed this step and entered these values.".to_owned()),
        witness: true,
        action: "Sign and record".to_owned(),
        know: Vec::new(),
        before: vec!["14 Mar 2026 09:40 CET: 3.0 billion, by Mina Sato".to_owned()],
        ..scan_form()
    }
}

pub(crate) fn ledger() -> LedgerPage {
    let entry = EntryLine {
        sequence: 118,
        kind: "value-corrected".to_owned(),
        words: "Viability on day 7 was corrected".to_owned(),
        who: "Mina Sato (tech-1)".to_owned(),
        witness: Some("Jonas Weber (tech-2)".to_owned()),
        device: "web-4f2a".to_owned(),
        occurred_at: moment("2026-03-11T09:40"),
        recorded_at: moment("2026-03-11T13:02"),
        late: true,
        reason: Some("transcription".to_owned()),
        change: Some(("87.0 %".to_owned(), "78.0 %".to_owned())),
        signature: Some("Mina Sato, performed, 11 Mar 2026 13:02 CET".to_owned()),
        sealed: Sealed::Open(vec![(
            "remark".to_owned(),
            "read from the wrong tube".to_owned(),
        )]),
        hash: "9f".repeat(32),
    };
    LedgerPage {
        heading: heading(),
        entries: vec![
            entry.clone(),
            EntryLine {
                sequence: 117,
                kind: "step-performed".to_owned(),
                words: "Cells were counted".to_owned(),
                late: false,
                reason: None,
                change: None,
                sealed: Sealed::Erased,
                ..entry
            },
        ],
        verdict: "118 entries verified: every hash, seal and signature holds.".to_owned(),
        faulty: false,
        checkpoint: "cikada.example/centre\n118\nxJk2…\n".to_owned(),
    }
}
