//! One example of each kind of event, in an order in which a treatment could meet them.
//!
//! The golden files are made from these: an example may be added, never changed.

use cikada_domain::event::{
    ClosingReason, DeviationClass, ExceptionTo, Fate, InfusionOutcome, LabelPurpose, MaterialUsed,
    ProtocolReference, RefusedBecause, ReleaseKind, StopEffect,
};
use cikada_domain::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, DeviationId, Division,
    DonationIdentificationNumber, DoseNumber, EquipmentId, Event, FileHash, GapConvention,
    HandlingEvent, InputId, PersonId, PlannedItem, PlannedKind, ProtocolHash, QualityEvent, RoomId,
    SampleId, StepId, StopRuleId, TestId, Value, VisitId,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn dose(number: u16) -> DoseNumber {
    DoseNumber::new(number).unwrap()
}

pub(super) fn batch() -> BatchId {
    BatchId::new("B-26-0001").unwrap()
}

fn person() -> PersonId {
    PersonId::new("P-0001").unwrap()
}

fn donation() -> DonationIdentificationNumber {
    DonationIdentificationNumber::new("A999926000001").unwrap()
}

fn container(code: &str) -> ContainerId {
    ContainerId::new(code).unwrap()
}

pub(super) fn step() -> StepId {
    StepId::new("count-cells").unwrap()
}

pub(super) fn input(name: &str) -> InputId {
    InputId::new(name).unwrap()
}

fn quantity(text: &str) -> Value {
    Value::Quantity(text.parse().unwrap())
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn planned(kind: PlannedKind, number: Option<u16>, on: Date) -> PlannedItem {
    PlannedItem {
        on,
        kind,
        dose: number.map(dose),
        earliest: on,
        latest: on.tomorrow().unwrap(),
    }
}

macro_rules! answers {
    ($id:path { $($name:literal: $value:expr),+ $(,)? }) => {
        [$(($id($name).unwrap(), $value)),+].into_iter().collect()
    };
}

pub(crate) fn example_events() -> Vec<Event> {
    let mut events = example_enrolment();
    events.extend(example_ordering());
    events.extend(example_making());
    events.extend(example_quality());
    events.extend(example_course());
    events.extend(example_handling());
    events.extend(example_judgement());
    events
}

fn example_enrolment() -> Vec<Event> {
    let consent = || ConsentId::new("data-use").unwrap();
    vec![
        Event::TreatmentOpened {
            chain_of_identity: ChainOfIdentity::new("CHA999926000042").unwrap(),
            protocol: ProtocolReference {
                id: "example".to_owned(),
                version: "1.0.0".to_owned(),
                hash: ProtocolHash::new("0123456789abcdef".repeat(4)).unwrap(),
            },
            donor: person(),
            recipient: person(),
        },
        Event::EvaluationRecorded {
            findings: answers!(cikada_domain::CriterionId::new {
                "age": quantity("54 a"),
                "histology": Value::Code("confirmed".to_owned()),
                "autoimmune-disease": Value::Flag(false),
                "latest-imaging": Value::Date(date(2026, 2, 20)),
            }),
        },
        Event::EligibilityConfirmed,
        Event::ConsentGiven {
            consent: consent(),
            document_version: "2026-01".to_owned(),
        },
        Event::ConsentWithdrawn { consent: consent() },
        Event::PlanConfirmed {
            anchor: date(2026, 3, 16),
            convention: GapConvention::Before,
            items: vec![
                planned(PlannedKind::Collection, Some(1), date(2026, 3, 2)),
                planned(PlannedKind::Culture, Some(1), date(2026, 3, 2)),
                planned(PlannedKind::Infusion, Some(1), date(2026, 3, 16)),
                planned(
                    PlannedKind::Visit(VisitId::new("week-4").unwrap()),
                    None,
                    date(2026, 4, 13),
                ),
            ],
        },
    ]
}

fn example_ordering() -> Vec<Event> {
    vec![
        Event::ExceptionRecorded {
            country: Country::new("IT").unwrap(),
            status: ExceptionTo::Withdrawn,
        },
        Event::DoseLevelAssigned { level: 2 },
        Event::DoseOrdered {
            dose: dose(1),
            line: input("bolus"),
            level: 1,
            amount: "42000000 [iU]".parse().unwrap(),
            weight: Some("70 kg".parse().unwrap()),
            height: None,
        },
    ]
}

fn example_making() -> Vec<Event> {
    vec![
        Event::LabelIssued {
            container: container("A999926000001-S1234000"),
            purpose: LabelPurpose::Collection(dose(1)),
        },
        Event::CollectionRecorded {
            dose: dose(1),
            donation: donation(),
            container: container("A999926000001-S1234000"),
            donor: person(),
            volume: "120 mL".parse().unwrap(),
            place: None,
        },
        Event::CustodyTransferred {
            container: container("A999926000001-S1234000"),
            from: "collection".to_owned(),
            to: "clean-room".to_owned(),
            temperature: "20.5 Cel".parse().unwrap(),
            intact: true,
            place: None,
        },
        Event::BatchStarted {
            batch: batch(),
            dose: dose(1),
            donation: donation(),
        },
        Event::StepPerformed {
            batch: batch(),
            step: step(),
            values: answers!(InputId::new {
                "viability": quantity("94.2 %"),
                "cells": quantity("6400000000 {viable}"),
            }),
            materials: vec![MaterialUsed {
                material: input("medium"),
                lot: "LOT-77".to_owned(),
                expires_on: date(2026, 12, 31),
                amount: None,
            }],
        },
        Event::ValueCorrected {
            batch: batch(),
            step: step(),
            occurrence: 0,
            input: input("viability"),
            old: quantity("94.2 %"),
            new: quantity("92.4 %"),
        },
    ]
}

fn example_quality() -> Vec<Event> {
    let product = || container("A999926000001-S1235000");
    let deviation = || DeviationId::new("D-0001").unwrap();
    vec![
        Event::DeviationOpened {
            deviation: deviation(),
            batch: batch(),
            step: step(),
            input: input("incubator-temperature"),
            found: quantity("35.1 Cel"),
            expected: "36.5 Cel to 37.5 Cel".to_owned(),
        },
        Event::DeviationClosed {
            deviation: deviation(),
            product_acceptable: true,
        },
        Event::ProductHarvested {
            batch: batch(),
            container: product(),
            cells: "6.4 10*9{viable}".parse().unwrap(),
            volume: "200 mL".parse().unwrap(),
            expires_at: at("2026-03-16T18:00:00Z"),
        },
        Event::ResultRecorded {
            batch: batch(),
            test: TestId::new("endotoxin").unwrap(),
            value: quantity("0.1 {EU}/mL"),
            meets: true,
            sample: None,
            file: None,
        },
        Event::ProductReleased {
            container: product(),
            kind: ReleaseKind::Conditional,
            late: None,
        },
        Event::ProductRejected {
            container: product(),
        },
    ]
}

fn example_course() -> Vec<Event> {
    let product = || container("A999926000001-S1235000");
    let (dose, not_on_time) = (dose(1), None);
    vec![
        Event::FitnessRecorded {
            dose,
            findings: answers!(cikada_domain::CriterionId::new { "fever": Value::Flag(false) }),
        },
        Event::BedsideVerified {
            dose,
            container: product(),
            recipient: person(),
        },
        Event::InfusionStarted {
            dose,
            container: product(),
            planned_end: at("2026-03-16T11:00:00.250Z"),
        },
        Event::VitalSignsRecorded {
            dose,
            values: answers!(InputId::new { "temperature": quantity("38.6 Cel") }),
            outside: vec![input("temperature")],
        },
        Event::InfusionEnded {
            dose,
            volume: "200 mL".parse().unwrap(),
            outcome: InfusionOutcome::Completed,
            interruption: None,
        },
        Event::ObservationEnded { dose, not_on_time },
        Event::AdverseEventRecorded {
            term: "fever".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 2,
            serious: false,
        },
        Event::GradeMeasured {
            term: "fever".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 2,
            value: "39.2 Cel".parse().unwrap(),
            baseline: None,
            upper_limit: None,
            lower_limit: Some("36 Cel".parse().unwrap()),
        },
        Event::StopRuleFired {
            rule: StopRuleId::new("grade-4-event").unwrap(),
            effect: StopEffect::Stop,
        },
        Event::HoldPlaced,
        Event::HoldLifted,
        Event::VisitRecorded {
            visit: VisitId::new("week-4").unwrap(),
            dose: Some(dose),
            findings: answers!(cikada_domain::CriterionId::new { "response": Value::Code("stable-disease".to_owned()) }),
        },
        Event::TreatmentClosed {
            reason: ClosingReason::Completed,
        },
        Event::CommandRefused {
            command: "start-infusion".to_owned(),
            reasons: vec![RefusedBecause {
                code: "product-not-released".to_owned(),
                detail: "bag A999926000001-S1235000 is in quarantine".to_owned(),
                source: Some("sop-14".to_owned()),
            }],
        },
    ]
}

pub(super) fn hash(digit: char) -> FileHash {
    FileHash::new(digit.to_string().repeat(64)).unwrap()
}

fn bag() -> ContainerId {
    container("A999926000001-S1235000")
}

fn deviation() -> DeviationId {
    DeviationId::new("B-26-0001-D2").unwrap()
}

fn test(name: &str) -> TestId {
    TestId::new(name).unwrap()
}

fn sample() -> SampleId {
    SampleId::new("B-26-0001-S1").unwrap()
}

fn example_handling() -> Vec<Event> {
    let events = vec![
        HandlingEvent::LabelPrinted {
            container: bag(),
            copies: 3,
            content: hash('a'),
            template: None,
        },
        HandlingEvent::LabelVerified {
            container: bag(),
            content: hash('a'),
        },
        HandlingEvent::LabelsAccounted {
            container: bag(),
            applied: 2,
            spoiled: 1,
            destroyed: 0,
        },
        HandlingEvent::TemperatureLogged {
            container: bag(),
            file: hash('b'),
            logger: EquipmentId::new("LOGGER-7").unwrap(),
            from: at("2026-03-16T08:00:00Z"),
            until: at("2026-03-16T10:00:00Z"),
            readings: 121,
            lowest: "2.5 Cel".parse().unwrap(),
            highest: "9.1 Cel".parse().unwrap(),
            outside: "12 min".parse().unwrap(),
        },
        HandlingEvent::ProductDisposed {
            container: bag(),
            fate: Fate::Destroyed,
        },
    ];
    let events = events.into_iter().chain(example_record());
    events.map(Event::Handling).collect()
}

fn example_record() -> Vec<HandlingEvent> {
    vec![
        HandlingEvent::EquipmentUsed {
            batch: batch(),
            step: step(),
            equipment: vec![EquipmentId::new("INCUBATOR-2").unwrap()],
            room: Some(RoomId::new("CABINET-1").unwrap()),
        },
        HandlingEvent::DoseFilled {
            batch: batch(),
            from: bag(),
            container: container("A999926000001-S12350B0"),
            dose: dose(2),
            division: Division::new("B0").unwrap(),
            cells: "3.2e9 {viable}".parse().unwrap(),
            held: "6.4e9 {viable}".parse().unwrap(),
            volume: "50 mL".parse().unwrap(),
            place: "FREEZER-2".to_owned(),
            expires_at: at("2027-03-16T06:00:00Z"),
            equipment: None,
            room: None,
        },
        HandlingEvent::ContentsCorrected {
            container: bag(),
            cells: "9.4e9 {viable}".parse().unwrap(),
            volume: "98.5 mL".parse().unwrap(),
        },
        HandlingEvent::MaterialCorrected {
            batch: batch(),
            step: step(),
            occurrence: 0,
            line: 0,
            old: used("LOT-77", "0.02 mL"),
            new: used("LOT-78", "0.2 mL"),
            done_at: at("2026-03-16T08:00:00Z"),
        },
        HandlingEvent::FileAttached {
            batch: batch(),
            step: step(),
            file: hash('c'),
            media_type: "image/jpeg".to_owned(),
            bytes: 48_211,
        },
    ]
}

fn used(lot: &str, amount: &str) -> MaterialUsed {
    MaterialUsed {
        material: input("medium"),
        lot: lot.to_owned(),
        expires_on: date(2026, 12, 31),
        amount: Some(amount.parse().unwrap()),
    }
}

fn example_judgement() -> Vec<Event> {
    let events = example_laboratory().into_iter();
    events.chain(example_supply()).map(Event::Quality).collect()
}

fn example_laboratory() -> Vec<QualityEvent> {
    vec![
        QualityEvent::DeviationReported {
            deviation: deviation(),
            batch: batch(),
            step: Some(step()),
            container: Some(bag()),
            found: "temperature-excursion".to_owned(),
            since: None,
        },
        QualityEvent::DeviationClassified {
            deviation: deviation(),
            class: DeviationClass::Major,
        },
        QualityEvent::SampleTaken {
            sample: sample(),
            batch: batch(),
            tests: vec![test("sterility"), test("endotoxin")],
            volume: "10 mL".parse().unwrap(),
        },
        QualityEvent::SampleInvalidated { sample: sample() },
        QualityEvent::ResultApproved {
            batch: batch(),
            test: test("endotoxin"),
            number: 0,
        },
        QualityEvent::ResultInvalidated {
            batch: batch(),
            test: test("endotoxin"),
            number: 0,
        },
        QualityEvent::RetestOrdered {
            batch: batch(),
            test: test("endotoxin"),
        },
        QualityEvent::LateResultFailed {
            container: bag(),
            batch: batch(),
            test: test("sterility"),
            number: 0,
        },
        QualityEvent::AlertAcknowledged {
            container: bag(),
            test: test("sterility"),
            capacity: None,
        },
        QualityEvent::AuditTrailReviewed {
            container: bag(),
            exceptions: 3,
        },
    ]
}

fn example_supply() -> Vec<QualityEvent> {
    vec![
        QualityEvent::RiskEvaluated {
            container: bag(),
            file: Some(hash('d')),
        },
        QualityEvent::SupplyRequested { container: bag() },
        QualityEvent::PatientInformed { container: bag() },
        QualityEvent::SupplyPermitted {
            container: bag(),
            reference: "EC-2026-17".to_owned(),
            basis: None,
            ethics: None,
        },
        QualityEvent::ProductSupplied {
            container: bag(),
            notify_by: at("2026-03-18T10:00:00Z"),
        },
        QualityEvent::AuthorityNotified {
            container: bag(),
            reference: "N-2026-4".to_owned(),
        },
    ]
}
