//! Peginterferon, ropeginterferon and interferon gamma: volumes from the vial, kidneys, steps down,
//! doses that rise, and the smallest patients.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, PlannedItem, PlannedKind, Quantity, Value, VisitId};
use cikada_dose::Body;
use cikada_protocol::dosing::{DoseFacts, DosingProblem, PlannedAmount, dose_for, prepare};
use cikada_protocol::model::StopEffect;
use cikada_protocol::{Calendar, CalendarOptions, Protocol, calendar, read};
use jiff::civil::{Date, date};

const MELANOMA: &str =
    include_str!("../../../../protocols/peginterferon-melanoma/1.0.0/protocol.toml");
const POLYCYTHAEMIA: &str =
    include_str!("../../../../protocols/ropeginterferon-polycythaemia/1.0.0/protocol.toml");
const AFTER_HYDROXYUREA: &str = include_str!(
    "../../../../protocols/ropeginterferon-polycythaemia-hydroxyurea/1.0.0/protocol.toml"
);
const GAMMA: &str = include_str!("../../../../protocols/interferon-gamma/1.0.0/protocol.toml");
/// A Monday.
const START: Date = date(2026, 3, 2);

fn shipped(text: &str) -> Protocol {
    let reading = read(text.as_bytes(), "protocol.toml");
    assert_eq!(reading.findings, []);
    reading.protocol.unwrap()
}

fn facts(weight: &str, height: Option<&str>, finding: Option<(&str, &str)>) -> DoseFacts {
    let findings = finding.into_iter().map(|(id, value)| {
        let id = CriterionId::new(id).unwrap();
        (id, Value::Quantity(value.parse().unwrap()))
    });
    DoseFacts {
        body: Body {
            weight: Some(weight.parse().unwrap()),
            height: height.map(|height| height.parse().unwrap()),
        },
        level: 0,
        step: 0,
        findings: findings.collect::<BTreeMap<_, _>>(),
    }
}

fn kidneys(weight: &str, clearance: &str) -> DoseFacts {
    let clearance = format!("{clearance} mL/min/{{1.73_m2}}");
    facts(weight, None, Some(("creatinine-clearance", &clearance)))
}

fn dose(protocol: &Protocol, number: u16, facts: &DoseFacts) -> Result<String, DosingProblem> {
    let planned = dose_for(protocol, DoseNumber::new(number).unwrap(), facts)?;
    match planned.amount {
        PlannedAmount::Exact(amount) => Ok(amount.quantity.to_string()),
        PlannedAmount::Cells { .. } => panic!("cells of a medicine"),
    }
}

/// The volume of a dose from each vial, in the order of the file, and how many of it.
fn drawn(protocol: &Protocol, dose: &str) -> Vec<(String, u64)> {
    let dose: Quantity = dose.parse().unwrap();
    let prepared = prepare(protocol.medicine().unwrap(), &dose).unwrap();
    let vials = prepared.vials.iter();
    let counted = vials.map(|vial| (vial.volume.to_string(), vial.count.nominal));
    counted.collect()
}

fn planned(protocol: &Protocol) -> Calendar {
    calendar(protocol, START, &CalendarOptions::default()).unwrap()
}

fn week_of(calendar: &Calendar, dose: u16) -> i32 {
    let dose = DoseNumber::new(dose).unwrap();
    let mut items = calendar.items.iter();
    let of_dose = |item: &&PlannedItem| item.dose == Some(dose);
    let infusion = |item: &&PlannedItem| item.kind == PlannedKind::Infusion && of_dose(item);
    let item = items.find(infusion).unwrap();
    item.on.since(START).unwrap().get_days() / 7
}

#[test]
fn peginterferon_for_80_kg_is_0_40_ml_of_the_large_vial_and_then_of_the_middle_one() {
    let protocol = shipped(MELANOMA);
    let healthy = kidneys("80 kg", "90");
    assert_eq!(dose(&protocol, 1, &healthy).unwrap(), "480 ug");
    assert_eq!(dose(&protocol, 8, &healthy).unwrap(), "480 ug");
    assert_eq!(drawn(&protocol, "480 ug")[2], ("0.40 mL".to_owned(), 1));
    assert_eq!(dose(&protocol, 9, &healthy).unwrap(), "240 ug");
    assert_eq!(dose(&protocol, 260, &healthy).unwrap(), "240 ug");
    assert_eq!(drawn(&protocol, "240 ug")[1], ("0.40 mL".to_owned(), 1));
    let calendar = planned(&protocol);
    assert_eq!(week_of(&calendar, 9), 8);
    assert_eq!(week_of(&calendar, 260), 259);
}

#[test]
fn peginterferon_follows_the_kidneys_to_the_last_digit() {
    let protocol = shipped(MELANOMA);
    let both = |clearance| {
        let facts = kidneys("62 kg", clearance);
        [1, 9].map(|number| dose(&protocol, number, &facts).unwrap())
    };
    assert_eq!(both("38"), ["279 ug", "139.5 ug"]);
    assert_eq!(both("50"), ["279 ug", "139.5 ug"]);
    assert_eq!(both("30"), ["279 ug", "139.5 ug"]);
    assert_eq!(both("50.1"), ["372 ug", "186 ug"]);
    // On dialysis the own kidneys clear next to nothing, and the label gives the same amount.
    assert_eq!(both("29.9"), ["186 ug", "93 ug"]);
    assert_eq!(both("0"), ["186 ug", "93 ug"]);
    let unknown = facts("62 kg", None, None);
    let missing = dose(&protocol, 1, &unknown).unwrap_err();
    assert!(
        matches!(missing, DosingProblem::FindingMissing { .. }),
        "{missing}"
    );
}

#[test]
fn peginterferon_goes_down_step_by_step_and_below_one_microgram_nothing_is_given() {
    let protocol = shipped(MELANOMA);
    let at = |number, level| {
        let facts = DoseFacts {
            level,
            ..kidneys("100 kg", "90")
        };
        dose(&protocol, number, &facts)
    };
    let ladder = [0, 1, 2, 3].map(|level| at(1, level).unwrap());
    assert_eq!(ladder, ["600 ug", "300 ug", "200 ug", "100 ug"]);
    let ladder = [0, 1, 2].map(|level| at(9, level).unwrap());
    assert_eq!(ladder, ["300 ug", "200 ug", "100 ug"]);
    for below in [at(1, 4), at(9, 3)] {
        let below = below.unwrap_err();
        assert!(
            matches!(below, DosingProblem::NoSuchLevel { .. }),
            "{below}"
        );
    }
    let mut rules = protocol.stop_rules.iter();
    let rule = rules
        .find(|rule| rule.id.as_str() == "hold-one-step-down")
        .unwrap();
    assert_eq!(rule.effect, StopEffect::HoldAndReduce);
}

/// Dose, week and amount, and the sum so far, where nothing ends the rise.
fn rise(protocol: &Protocol, number: u16) -> (i32, String, String) {
    let calendar = planned(protocol);
    let mut amounts = calendar.amounts.iter();
    let planned = amounts
        .find(|planned| planned.dose.get() == number)
        .unwrap();
    let week = planned.on.since(START).unwrap().get_days() / 7;
    let sum = planned.sum.as_ref().unwrap();
    (week, planned.amount.to_string(), sum.to_string())
}

fn told(week: i32, amount: &str, sum: &str) -> (i32, String, String) {
    (week, amount.to_owned(), sum.to_owned())
}

#[test]
fn ropeginterferon_from_100_reaches_its_cap_with_the_ninth_dose_in_week_16() {
    let protocol = shipped(POLYCYTHAEMIA);
    assert_eq!(rise(&protocol, 1), told(0, "100 ug", "100 ug"));
    assert_eq!(rise(&protocol, 8), told(14, "450 ug", "2200 ug"));
    assert_eq!(rise(&protocol, 9), told(16, "500 ug", "2700 ug"));
    assert_eq!(rise(&protocol, 10).1, "500 ug");
    assert_eq!(drawn(&protocol, "100 ug"), [("0.20 mL".to_owned(), 1)]);
    assert_eq!(drawn(&protocol, "500 ug"), [("1.00 mL".to_owned(), 1)]);
}

#[test]
fn ropeginterferon_from_50_reaches_its_cap_with_the_tenth_dose_in_week_18() {
    let protocol = shipped(AFTER_HYDROXYUREA);
    assert_eq!(rise(&protocol, 1), told(0, "50 ug", "50 ug"));
    assert_eq!(rise(&protocol, 9).1, "450 ug");
    assert_eq!(rise(&protocol, 10), told(18, "500 ug", "2750 ug"));
    assert_eq!(rise(&protocol, 11).1, "500 ug");
    assert_eq!(drawn(&protocol, "50 ug"), [("0.10 mL".to_owned(), 1)]);
}

#[test]
fn hydroxyurea_is_lowered_from_week_3_on_and_off_with_week_13() {
    let calendar = planned(&shipped(AFTER_HYDROXYUREA));
    let days = |name: &str| {
        let kind = PlannedKind::Visit(VisitId::new(name).unwrap());
        let visits = calendar.items.iter().filter(|item| item.kind == kind);
        let days = visits.map(|item| item.on.since(START).unwrap().get_days());
        days.collect::<Vec<_>>()
    };
    // Week 3 begins with day 14, week 13 with day 84.
    assert_eq!(days("hydroxyurea-lowered"), [14, 28, 42, 56, 70]);
    assert_eq!(days("hydroxyurea-off"), [84]);
}

#[test]
fn interferon_gamma_goes_by_surface_above_half_a_square_metre_and_else_by_weight() {
    let protocol = shipped(GAMMA);
    let adult = facts("70 kg", Some("170 cm"), Some(("body-surface", "1.82 m2")));
    assert_eq!(dose(&protocol, 1, &adult).unwrap(), "91 ug");
    assert_eq!(drawn(&protocol, "91 ug"), [("0.46 mL".to_owned(), 1)]);
    let strength = protocol.medicine().unwrap().strength.as_ref().unwrap();
    let units = strength.units_of(&"91 ug".parse().unwrap()).unwrap();
    assert_eq!(units.value.to_string(), "1820000 [iU]");

    let infant = |surface| facts("8 kg", Some("70 cm"), Some(("body-surface", surface)));
    assert_eq!(dose(&protocol, 1, &infant("0.39 m2")).unwrap(), "12 ug");
    assert_eq!(dose(&protocol, 1, &infant("0.5 m2")).unwrap(), "12 ug");
    let halved = |facts: DoseFacts| {
        let facts = DoseFacts { level: 1, ..facts };
        dose(&protocol, 1, &facts).unwrap()
    };
    assert_eq!(halved(adult), "45.5 ug");
    assert_eq!(halved(infant("0.39 m2")), "6 ug");
}

#[test]
fn interferon_gamma_is_given_on_monday_wednesday_and_friday_for_half_a_year() {
    let calendar = planned(&shipped(GAMMA));
    let doses = calendar.items.iter();
    let doses = doses.filter(|item| item.kind == PlannedKind::Infusion);
    let days: Vec<_> = doses
        .map(|item| item.on.since(START).unwrap().get_days())
        .collect();
    assert_eq!(days[..6], [0, 2, 4, 7, 9, 11]);
    assert_eq!((days.len(), days[71]), (72, 165));
}
