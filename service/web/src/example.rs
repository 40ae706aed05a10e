//! Example answers of the app for golden pages: one patient in the second dose of a course.

use cikada_app::form::Target;
use cikada_app::read::batch::{
    BatchPage, DeviationLine, GrowthPoint, RecordedValue, StepLine, StepRecord, StepState,
};
use cikada_app::read::files::{FileLine, FilesPage};
use cikada_app::read::filling::{FilledDose, Filling};
use cikada_app::read::laboratory::{Laboratory, ResultLine, ResultRecord, SampleLine, Worksheet};
use cikada_app::read::lots_used::RecordedMaterial;
use cikada_app::read::today::{DueItem, DueState, Today};
use cikada_app::read::{Clock, Heading, Moment, Patient, RuleSource};
use cikada_app::staff::Role;
use cikada_domain::treatment::Standing;
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, DeviationId, DoseNumber, FileHash, InputId, PersonId,
    SampleId, StepId, TestId,
};

pub(crate) fn moment(text: &str) -> Moment {
    let date_time: jiff::civil::DateTime = text.parse().unwrap();
    date_time.in_tz("Europe/Berlin").unwrap()
}

pub(crate) fn treatment_id() -> ChainOfIdentity {
    ChainOfIdentity::new("CHA999926000042").unwrap()
}

pub(crate) fn batch_id() -> BatchId {
    BatchId::new("B-2026-0042-2").unwrap()
}

pub(crate) fn container() -> ContainerId {
    ContainerId::new("A99992600004200").unwrap()
}

pub(crate) fn dose(number: u16) -> DoseNumber {
    DoseNumber::new(number).unwrap()
}

pub(crate) fn step(name: &str) -> StepId {
    StepId::new(name).unwrap()
}

pub(crate) fn test(name: &str) -> TestId {
    TestId::new(name).unwrap()
}

pub(crate) fn source() -> RuleSource {
    RuleSource {
        title: "Centre SOP 14, section 3.2".to_owned(),
        basis: "read in the source".to_owned(),
        verified: true,
    }
}

pub(crate) fn patient() -> Patient {
    Patient {
        person: PersonId::new("P-7Q4K2").unwrap(),
        name: Some("Okonkwo, Adaeze".to_owned()),
        birth_date: Some("1961-04-17".to_owned()),
        hospital_number: Some("H-204881".to_owned()),
        erased: false,
    }
}

pub(crate) fn heading() -> Heading {
    Heading {
        treatment: treatment_id(),
        patient: patient(),
        protocol: "Adjuvant cell therapy, sixteen doses".to_owned(),
        protocol_version: "example-cells 1.0".to_owned(),
        is_medicine: false,
        stage: "Culture".to_owned(),
        next_act: "Count the cells of dose 2 on day 10".to_owned(),
        alerts: vec!["Dose 2 expires in 5 h 12 min".to_owned()],
    }
}

pub(crate) fn clock() -> Clock {
    Clock {
        label: "product expires".to_owned(),
        until: moment("2026-03-14T17:17").timestamp(),
        remaining: "5 h 12 min".to_owned(),
        passed: false,
    }
}

pub(crate) fn due(state: DueState, title: &str, role: Role, target: Target) -> DueItem {
    DueItem {
        treatment: treatment_id(),
        patient: patient(),
        title: title.to_owned(),
        detail: "dose 2, batch B-2026-0042-2".to_owned(),
        role,
        state,
        due: Some("Sat 14 Mar, day 10".to_owned()),
        clock: matches!(state, DueState::Late | DueState::Due).then(clock),
        target,
    }
}

pub(crate) fn today() -> Today {
    let count = Target::Step(batch_id(), step("count-day-10"));
    Today {
        now: moment("2026-03-14T12:05"),
        mine: vec![
            due(
                DueState::Late,
                "Feed the culture",
                Role::Technologist,
                Target::Step(batch_id(), step("feed")),
            ),
            due(DueState::Due, "Count the cells", Role::Technologist, count),
            due(
                DueState::Open,
                "Label the product",
                Role::Technologist,
                Target::ProductLabel(batch_id()),
            ),
            due(
                DueState::Blocked,
                "Harvest",
                Role::Technologist,
                Target::Step(batch_id(), step("harvest")),
            ),
        ],
        others: vec![
            due(
                DueState::Due,
                "Release dose 1",
                Role::QualifiedPerson,
                Target::FinalRelease(container()),
            ),
            due(
                DueState::Open,
                "Enter the endotoxin result",
                Role::QualityControl,
                Target::Result(batch_id(), test("endotoxin")),
            ),
        ],
    }
}

pub(crate) fn growth() -> Vec<GrowthPoint> {
    [
        ("0", "52000000", Some("97.1"), "52 million"),
        ("3", "88000000", Some("93.4"), "88 million"),
        ("7", "640000000", Some("95.0"), "640 million"),
        ("10.1", "3100000000", Some("96.2"), "3.1 billion"),
    ]
    .into_iter()
    .map(|(days, cells, viability, words)| GrowthPoint {
        days: days.to_owned(),
        cells: cells.to_owned(),
        viability: viability.map(str::to_owned),
        words: words.to_owned(),
    })
    .collect()
}

fn value(label: &str, value: &str, limit: Option<&str>, outside: bool) -> RecordedValue {
    RecordedValue {
        label: label.to_owned(),
        value: value.to_owned(),
        limit: limit.map(str::to_owned),
        outside,
        corrected: outside,
        correction: Target::Correction(
            batch_id(),
            step("count-day-7"),
            0,
            InputId::new("viability").unwrap(),
        ),
    }
}

fn record() -> StepRecord {
    StepRecord {
        entered_late: None,
        at: moment("2026-03-11T09:40"),
        performer: "Mina Sato".to_owned(),
        witness: Some("Jonas Weber".to_owned()),
        values: vec![
            value("Viable cells", "640 million", None, false),
            value("Viability", "78.0 %", Some("at least 80 %"), true),
        ],
        materials: vec![RecordedMaterial {
            name: "Culture medium".to_owned(),
            words: "lot LM-0417, 200 mL, expires on 2026-06-30".to_owned(),
            before: vec!["lot LM-0471, 200 mL, expires on 2026-07-31".to_owned()],
            correction: Target::MaterialCorrection(batch_id(), step("count-day-7"), 0, 0),
        }],
    }
}

fn step_line(name: &str, title: &str, days: &str, state: StepState) -> StepLine {
    let id = step(name);
    StepLine {
        target: (state == StepState::Open).then(|| Target::Step(batch_id(), id.clone())),
        step: id,
        title: title.to_owned(),
        days: days.to_owned(),
        state,
        records: if state == StepState::Done {
            vec![record()]
        } else {
            Vec::new()
        },
        files: match state {
            StepState::Done => vec![file_line(name)],
            _ => Vec::new(),
        },
        asked: Vec::new(),
    }
}

fn file_line(name: &str) -> FileLine {
    FileLine {
        step: step(name),
        file: FileHash::new("c0".repeat(32)).unwrap(),
        name: Some("clusters <day 4>.jpg".to_owned()),
        kind: "JPEG picture",
        size: "412 KiB".to_owned(),
        is_picture: true,
        by: "Mina Sato".to_owned(),
        at: moment("2026-03-11T09:52"),
    }
}

pub(crate) fn files_page() -> FilesPage {
    FilesPage {
        heading: heading(),
        batch: batch_id(),
        step: step("feed"),
        title: "Feed the culture".to_owned(),
        asked: vec!["Photo of the clusters".to_owned()],
        done: true,
        files: vec![
            file_line("feed"),
            FileLine {
                name: None,
                kind: "PDF",
                is_picture: false,
                ..file_line("feed")
            },
        ],
    }
}

pub(crate) fn result(
    name: &str,
    limit: &str,
    answer: Option<&str>,
    meets: Option<bool>,
) -> ResultLine {
    ResultLine {
        test: name.to_owned(),
        limit: limit.to_owned(),
        stage: "before release".to_owned(),
        result: answer.map(str::to_owned),
        meets,
        approved: meets != Some(true),
        source: source(),
        target: Target::Result(batch_id(), test("viability")),
        retest: None,
        records: meets.map(result_record).into_iter().collect(),
    }
}

fn result_record(meets: bool) -> ResultRecord {
    let of = |number| (batch_id(), test("viability"), number);
    let (batch, test, number) = of(0);
    ResultRecord {
        value: if meets { "96.2 %" } else { "7.2 IU/kg" }.to_owned(),
        meets,
        standing: Standing::Pending,
        origin: "2026-03-14 08:00 CET, Anna Sample (S-0006), sample S-2026-0001, typed".to_owned(),
        judged: Vec::new(),
        approval: Some(Target::Approval(batch.clone(), test.clone(), number)),
        invalidation: Some(Target::ResultInvalidation(batch, test, number)),
    }
}

fn sample() -> SampleLine {
    let sample = SampleId::new("S-2026-0001").unwrap();
    SampleLine {
        tests: "viability, endotoxin".to_owned(),
        volume: "5 mL".to_owned(),
        taken: "2026-03-14 05:30 CET, Tess Sample (S-0004)".to_owned(),
        invalidation: Some(Target::SampleInvalidation(sample.clone())),
        sample,
    }
}

pub(crate) fn laboratory() -> Laboratory {
    let target = Target::Approval(batch_id(), test("viability"), 0);
    let awaited = Target::Result(batch_id(), test("gram-stain"));
    Laboratory {
        now: moment("2026-03-14T08:20"),
        batches: vec![Worksheet {
            treatment: treatment_id(),
            patient: heading().patient,
            batch: batch_id(),
            dose: dose(2),
            clock: Some(clock()),
            samples: vec![sample()],
            tests: vec![("Gram stain".to_owned(), "negative".to_owned(), awaited)],
            approvals: vec![(
                "Viability".to_owned(),
                "96.2 %".to_owned(),
                "Anna Sample (S-0006)".to_owned(),
                target,
            )],
        }],
    }
}

pub(crate) fn deviation() -> DeviationLine {
    DeviationLine {
        deviation: DeviationId::new("DEV-2026-0007").unwrap(),
        words: "Viability on day 7 was 78.0 %; expected at least 80 %".to_owned(),
        class: Some("major"),
        acceptable: None,
        target: Target::Deviation(DeviationId::new("DEV-2026-0007").unwrap()),
    }
}

pub(crate) fn batch() -> BatchPage {
    BatchPage {
        heading: heading(),
        batch: batch_id(),
        protocol: "example-cells".to_owned(),
        dose: dose(2),
        culture_day: 10,
        sheet: Vec::new(),
        started: moment("2026-03-04T08:15"),
        clock: Some(clock()),
        steps: vec![
            step_line(
                "thaw",
                "Isolate the mononuclear cells",
                "day 0",
                StepState::Done,
            ),
            step_line("count-day-7", "Count the cells", "day 7", StepState::Done),
            step_line("feed", "Feed the culture", "days 7 to 9", StepState::Missed),
            step_line("count-day-10", "Count the cells", "day 10", StepState::Open),
            step_line("harvest", "Harvest", "days 12 to 15", StepState::Waiting),
        ],
        growth: growth(),
        trend: vec!["5.21 population doublings since the first count".to_owned()],
        flags: vec!["viability fell from 95 % to 91 %".to_owned()],
        target_cells: (
            Some("1000000000".to_owned()),
            Some("10000000000".to_owned()),
        ),
        harvest_days: (12, 15),
        results: results(),
        samples: vec![sample()],
        deviations: vec![deviation()],
        container: Some(container()),
        filling: Some(Filling {
            doses: vec![filled(1, "A0", None), filled(2, "B0", Some("FREEZER-2 B4"))],
            next: vec![
                ("Label a further bag", Target::ProductLabel(batch_id())),
                ("Fill a further dose", Target::Filling(batch_id())),
            ],
            refused: Vec::new(),
        }),
    }
}

fn filled(number: u16, division: &str, place: Option<&str>) -> FilledDose {
    FilledDose {
        dose: dose(number),
        division: Some(division.to_owned()),
        container: ContainerId::new(format!("A999926000001-S12350{division}")).unwrap(),
        from: place.map(|_| container()),
        holds: "3.2e9 viable cells in 50 mL".to_owned(),
        place: place.map(str::to_owned),
        expires: moment("2026-09-15T06:00"),
        state: "in quarantine",
    }
}

pub(crate) fn results() -> Vec<ResultLine> {
    vec![
        result("Viability", "at least 80 %", Some("96.2 %"), Some(true)),
        result("Gram stain", "no organism seen", None, None),
        result(
            "Endotoxin",
            "at most 5 IU/kg",
            Some("7.2 IU/kg"),
            Some(false),
        ),
    ]
}
