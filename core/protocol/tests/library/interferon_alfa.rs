//! Interferon alfa: doses by body surface, steps down, sums of a course, and the days of a year.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, Quantity, Value};
use cikada_dose::{Body, cumulative};
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, dose_for, prepare};
use cikada_protocol::model::{StopEffect, Trigger};
use cikada_protocol::{Calendar, CalendarOptions, Judgement, Protocol, calendar, read};
use jiff::civil::{Date, date};

const MELANOMA: &str = include_str!("../../../../protocols/ifn-alfa-melanoma/1.0.0/protocol.toml");
const HAIRY_CELL: &str =
    include_str!("../../../../protocols/ifn-alfa-hairy-cell/1.0.0/protocol.toml");
const KAPOSI: &str = include_str!("../../../../protocols/ifn-alfa-kaposi/1.0.0/protocol.toml");
const LEUKAEMIA: &str = include_str!("../../../../protocols/ifn-alfa-cml/1.0.0/protocol.toml");
const LYMPHOMA: &str = include_str!("../../../../protocols/ifn-alfa-lymphoma/1.0.0/protocol.toml");
const BEVACIZUMAB: &str =
    include_str!("../../../../protocols/ifn-alfa-bevacizumab/1.0.0/protocol.toml");
/// A Monday.
const START: Date = date(2026, 3, 2);

fn shipped(text: &str) -> Protocol {
    let reading = read(text.as_bytes(), "protocol.toml");
    assert_eq!(reading.findings, []);
    reading.protocol.unwrap()
}

/// 170 cm and 70 kg: 1.82 m2 by Mosteller.
fn facts(level: u16, findings: &[(&str, &str)]) -> DoseFacts {
    let finding = |(id, value): &(&str, &str)| {
        let id = CriterionId::new(*id).unwrap();
        (id, Value::Quantity(value.parse().unwrap()))
    };
    DoseFacts {
        body: Body {
            weight: Some("70 kg".parse().unwrap()),
            height: Some("170 cm".parse().unwrap()),
        },
        level,
        step: 0,
        findings: findings.iter().map(finding).collect::<BTreeMap<_, _>>(),
    }
}

fn dose(protocol: &Protocol, number: u16, facts: &DoseFacts) -> Quantity {
    let number = DoseNumber::new(number).unwrap();
    match dose_for(protocol, number, facts).unwrap().amount {
        PlannedAmount::Exact(amount) => amount.quantity,
        PlannedAmount::Cells { .. } => panic!("cells of a medicine"),
    }
}

fn total(protocol: &Protocol, doses: std::ops::RangeInclusive<u16>) -> String {
    let doses: Vec<_> = doses.map(|n| dose(protocol, n, &facts(0, &[]))).collect();
    cumulative(&doses, None).unwrap().value.total.to_string()
}

fn planned(protocol: &Protocol) -> Calendar {
    calendar(protocol, START, &CalendarOptions::default()).unwrap()
}

fn dose_count(calendar: &Calendar) -> u16 {
    let doses = calendar.items.iter().filter_map(|item| item.dose);
    doses.max().unwrap().get()
}

/// What the findings of one day do, the strictest rule first.
fn effects(protocol: &Protocol, criterion: &str, value: &str) -> Vec<StopEffect> {
    let value = Value::Quantity(value.parse().unwrap());
    let fires = |trigger: &Trigger| match trigger {
        Trigger::Findings { at_least: 1, of } => of.iter().any(|condition| {
            condition.criterion.as_str() == criterion
                && condition.requirement.judge(&value) == Judgement::Meets
        }),
        _ => false,
    };
    let rules = protocol
        .stop_rules
        .iter()
        .filter(|rule| fires(&rule.trigger));
    let mut effects: Vec<_> = rules.map(|rule| rule.effect).collect();
    effects.sort_unstable_by(|one, other| other.cmp(one));
    effects
}

#[test]
fn a_year_of_high_dose_interferon_is_164_doses_of_which_twenty_go_into_a_vein() {
    let protocol = shipped(MELANOMA);
    let induction = dose(&protocol, 1, &facts(0, &[]));
    assert_eq!(induction.to_string(), "36400000 [iU]");
    assert_eq!(dose(&protocol, 20, &facts(0, &[])), induction);
    assert_eq!(total(&protocol, 1..=20), "728000000 [iU]");
    let prepared = prepare(protocol.medicine().unwrap(), &induction).unwrap();
    let largest = prepared.vials.last().unwrap();
    assert!(largest.name.contains("50 million IU"), "{}", largest.name);
    assert_eq!(largest.volume.to_string(), "0.73 mL");
    assert_eq!(largest.count.nominal, 1);

    let maintenance = dose(&protocol, 21, &facts(0, &[]));
    assert_eq!(maintenance.to_string(), "18200000 [iU]");
    assert_eq!(dose(&protocol, 164, &facts(0, &[])), maintenance);
    assert_eq!(total(&protocol, 21..=164), "2620800000 [iU]");

    let calendar = planned(&protocol);
    assert_eq!(dose_count(&calendar), 164);
    let on = |number: u16| {
        let of_dose = calendar
            .items
            .iter()
            .find(|item| item.dose.is_some_and(|d| d.get() == number));
        of_dose.unwrap().on
    };
    // Days 1 to 5 of four weeks, then days 1, 3 and 5 of 48 weeks.
    let days = [
        (5, (3, 6)),
        (6, (3, 9)),
        (20, (3, 27)),
        (21, (3, 30)),
        (22, (4, 1)),
    ];
    for (number, (month, day)) in days {
        assert_eq!(on(number), date(2026, month, day), "dose {number}");
    }
    assert_eq!(on(164), date(2027, 2, 26));
}

#[test]
fn neutrophils_of_0_45_halve_the_dose_and_0_24_end_it() {
    let protocol = shipped(MELANOMA);
    let held = effects(&protocol, "neutrophils", "0.45 10*9/L");
    assert_eq!(held, [StopEffect::HoldAndReduce]);
    assert_eq!(
        dose(&protocol, 2, &facts(1, &[])).to_string(),
        "18200000 [iU]"
    );
    assert_eq!(
        dose(&protocol, 21, &facts(1, &[])).to_string(),
        "9100000 [iU]"
    );
    let ended = effects(&protocol, "neutrophils", "0.24 10*9/L");
    assert_eq!(ended, [StopEffect::Stop]);
    for (value, expected) in [
        ("0.51 10*9/L", &[][..]),
        ("0.5 10*9/L", &[StopEffect::HoldAndReduce]),
        ("0.25 10*9/L", &[StopEffect::HoldAndReduce]),
        ("0.249 10*9/L", &[StopEffect::Stop]),
    ] {
        assert_eq!(
            effects(&protocol, "neutrophils", value),
            expected,
            "{value}"
        );
    }
    for (value, expected) in [
        ("5 {ULN}", &[][..]),
        ("5.01 {ULN}", &[StopEffect::HoldAndReduce]),
        ("10 {ULN}", &[StopEffect::HoldAndReduce]),
        (
            "10.01 {ULN}",
            &[StopEffect::Stop, StopEffect::HoldAndReduce],
        ),
    ] {
        assert_eq!(
            effects(&protocol, "transaminases", value),
            expected,
            "{value}"
        );
    }
    let below = dose_for(&protocol, DoseNumber::new(2).unwrap(), &facts(2, &[]));
    assert!(below.is_err(), "nothing is given below half the dose");
}

#[test]
fn hairy_cell_leukaemia_and_kaposi_sarcoma_are_dosed_by_surface_and_halved() {
    for (text, full, half) in [
        (HAIRY_CELL, "3600000 [iU]", "1800000 [iU]"),
        (KAPOSI, "54600000 [iU]", "27300000 [iU]"),
    ] {
        let protocol = shipped(text);
        assert_eq!(dose(&protocol, 1, &facts(0, &[])).to_string(), full);
        assert_eq!(dose(&protocol, 1, &facts(1, &[])).to_string(), half);
    }
    // Sixteen weeks of three doses.
    assert_eq!(dose_count(&planned(&shipped(KAPOSI))), 48);
}

#[test]
fn six_months_more_are_given_only_after_a_response() {
    let protocol = shipped(HAIRY_CELL);
    let response = CriterionId::new("response").unwrap();
    let count = |met: bool| {
        let options = CalendarOptions {
            answers: vec![(response.clone(), met)],
            ..CalendarOptions::default()
        };
        dose_count(&calendar(&protocol, START, &options).unwrap())
    };
    // Twenty-six weeks of three doses, once or twice.
    assert_eq!((count(false), count(true)), (78, 156));
}

#[test]
fn leukaemia_gets_the_assigned_dose_and_never_more_than_nine_million() {
    let protocol = shipped(LEUKAEMIA);
    assert!(dose_for(&protocol, DoseNumber::new(1).unwrap(), &facts(0, &[])).is_err());
    assert_eq!(
        dose(&protocol, 1, &facts(1, &[])).to_string(),
        "7300000 [iU]"
    );
    // 9.1 million by surface, and the cap.
    assert_eq!(
        dose(&protocol, 1, &facts(2, &[])).to_string(),
        "9000000 [iU]"
    );
    assert_eq!(dose_count(&planned(&protocol)), 84);
}

#[test]
fn lymphoma_gets_a_flat_dose_that_follows_the_neutrophils() {
    let protocol = shipped(LYMPHOMA);
    for (neutrophils, expected) in [
        ("1.51 10*9/L", "5000000 [iU]"),
        ("1.5 10*9/L", "2500000 [iU]"),
        ("1.0 10*9/L", "2500000 [iU]"),
    ] {
        let facts = facts(0, &[("neutrophils", neutrophils)]);
        assert_eq!(dose(&protocol, 1, &facts).to_string(), expected);
    }
    let below = effects(&protocol, "neutrophils", "0.99 10*9/L");
    assert_eq!(below, [StopEffect::Hold]);
    let ended = effects(&protocol, "creatinine", "2.01 mg/dL");
    assert_eq!(ended, [StopEffect::Stop]);
}

#[test]
fn bevacizumab_comes_every_two_weeks_with_a_year_of_interferon() {
    let protocol = shipped(BEVACIZUMAB);
    assert_eq!(
        dose(&protocol, 156, &facts(0, &[])).to_string(),
        "9000000 [iU]"
    );
    assert_eq!(dose_count(&planned(&protocol)), 156);
    let companions: Vec<_> = protocol.companions.iter().collect();
    assert_eq!(companions.len(), 2);
    for companion in companions {
        assert_eq!(companion.amount.to_string(), "10 mg/kg");
    }
}
