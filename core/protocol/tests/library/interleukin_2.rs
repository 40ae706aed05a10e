//! Interleukin-2 and its neighbours: doses by weight and surface, vials and bags, sums of a course,
//! the hours of a cycle and the weeks to the next one.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, PlannedKind, Quantity};
use cikada_dose::{Body, check_order, cumulative};
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, dose_for, prepare};
use cikada_protocol::{Calendar, CalendarOptions, Milestone, NoteKind, Protocol, calendar, read};
use jiff::civil::{Date, date, time};

const HIGH_DOSE: &str = include_str!("../../../../protocols/il2-high-dose/1.0.0/protocol.toml");
const CONTINUOUS: &str =
    include_str!("../../../../protocols/il2-continuous-infusion/1.0.0/protocol.toml");
const UNDER_THE_SKIN: &str =
    include_str!("../../../../protocols/il2-subcutaneous/1.0.0/protocol.toml");
const LOW_DOSE: &str = include_str!("../../../../protocols/il2-low-dose/1.0.0/protocol.toml");
const AFTER_TIL: &str = include_str!("../../../../protocols/il2-after-til/1.0.0/protocol.toml");
const BLADDER: &str = include_str!("../../../../protocols/nogapendekin-bcg/1.0.0/protocol.toml");
const ANTIBODY: &str =
    include_str!("../../../../protocols/dinutuximab-cytokines/1.0.0/protocol.toml");
/// A Monday.
const START: Date = date(2026, 3, 2);

fn shipped(text: &str) -> Protocol {
    let reading = read(text.as_bytes(), "protocol.toml");
    assert_eq!(reading.findings, []);
    reading.protocol.unwrap()
}

fn facts(weight: &str, height: Option<&str>) -> DoseFacts {
    DoseFacts {
        body: Body {
            weight: Some(weight.parse().unwrap()),
            height: height.map(|height| height.parse().unwrap()),
        },
        level: 0,
        step: 0,
        findings: BTreeMap::new(),
    }
}

fn dose(protocol: &Protocol, number: u16, facts: &DoseFacts) -> Quantity {
    let number = DoseNumber::new(number).unwrap();
    match dose_for(protocol, number, facts).unwrap().amount {
        PlannedAmount::Exact(amount) => amount.quantity,
        PlannedAmount::Cells { .. } => panic!("cells of a medicine"),
    }
}

/// The high dose of a weight, as the pharmacy prepares it.
struct Prepared {
    /// The dose, its mass and the volume drawn.
    amounts: [String; 3],
    /// Vials by content, and by what can be drawn.
    vials: (u64, Option<u64>),
    /// Each bag's concentration, and whether it lies in the window.
    bags: Vec<(String, bool)>,
}

fn prepared(weight: &str) -> Prepared {
    let protocol = shipped(HIGH_DOSE);
    let dose = dose(&protocol, 1, &facts(weight, None));
    let preparation = prepare(protocol.medicine().unwrap(), &dose).unwrap();
    let vial = &preparation.vials[0];
    let bags = preparation.bags.iter().map(|bag| {
        let concentration = &bag.concentration;
        let inside = concentration.inside == Some(true);
        (concentration.value.to_string(), inside)
    });
    Prepared {
        amounts: [
            dose.to_string(),
            preparation.mass.unwrap().to_string(),
            vial.volume.to_string(),
        ],
        vials: (vial.count.nominal, vial.count.strict),
        bags: bags.collect(),
    }
}

fn bags(all: [(&str, bool); 2]) -> Vec<(String, bool)> {
    all.map(|(value, inside)| (value.to_owned(), inside))
        .to_vec()
}

#[test]
fn the_high_dose_of_70_kg_fits_the_bag_of_50_ml() {
    let prepared = prepared("70 kg");
    assert_eq!(prepared.amounts, ["42000000 [iU]", "2.567 mg", "2.33 mL"]);
    assert_eq!(prepared.vials, (2, Some(2)));
    assert_eq!(
        prepared.bags,
        bags([("51.33 ug/mL", true), ("25.67 ug/mL", false)])
    );
}

#[test]
fn the_high_dose_of_110_kg_needs_a_fourth_vial_and_the_bag_of_100_ml() {
    let prepared = prepared("110 kg");
    assert_eq!(prepared.amounts, ["66000000 [iU]", "4.033 mg", "3.67 mL"]);
    assert_eq!(prepared.vials, (3, Some(4)));
    assert_eq!(
        prepared.bags,
        bags([("80.67 ug/mL", false), ("40.33 ug/mL", true)])
    );
}

#[test]
fn an_order_of_the_rounded_mass_is_another_dose_and_another_unit() {
    let protocol = shipped(HIGH_DOSE);
    let facts = facts("84 kg", None);
    let first = DoseNumber::new(1).unwrap();
    let PlannedAmount::Exact(right) = dose_for(&protocol, first, &facts).unwrap().amount else {
        panic!("cells of a medicine")
    };
    assert_eq!(right.quantity.to_string(), "50400000 [iU]");
    let strength = protocol.medicine().unwrap().strength.as_ref();
    let wrong = "3.108 mg".parse().unwrap();
    let problem = check_order(&right, &wrong, &facts.body, strength).unwrap_err();
    let told = problem.to_string();
    let parts = ["50400000 IU", "3.08 mg", "50858182 IU", "+0.91 %"];
    assert!(parts.iter().all(|part| told.contains(part)), "{told}");
}

#[test]
fn every_allowed_weight_has_a_bag_and_no_dose_is_rounded() {
    let protocol = shipped(HIGH_DOSE);
    let odd = dose(&protocol, 1, &facts("70.3 kg", None));
    assert_eq!(odd.to_string(), "42180000 [iU]");
    for weight in 45..=150 {
        let bags = prepared(&format!("{weight} kg")).bags;
        assert!(bags.iter().any(|(_, inside)| *inside), "{weight} kg");
    }
}

fn at_eight(milestones: Vec<Milestone>) -> CalendarOptions {
    CalendarOptions {
        first_dose_at: Some(time(8, 0, 0, 0)),
        milestones,
        ..CalendarOptions::default()
    }
}

fn told(name: &str, on: Date, hour: i8) -> Milestone {
    Milestone {
        name: name.to_owned(),
        on,
        at: Some(time(hour, 0, 0, 0)),
    }
}

fn at(calendar: &Calendar, dose: usize) -> String {
    let at = calendar.times[dose - 1].at.unwrap();
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn the_high_dose_has_28_doses_at_their_hours() {
    let calendar = calendar(&shipped(HIGH_DOSE), START, &at_eight(Vec::new())).unwrap();
    let doses = [1, 14, 15, 28].map(|dose| at(&calendar, dose));
    let expected = [
        "2026-03-02 08:00",
        "2026-03-06 16:00",
        "2026-03-16 08:00",
        "2026-03-20 16:00",
    ];
    assert_eq!(doses, expected);
    assert_eq!((calendar.times.len(), calendar.open.len()), (28, 28));
}

#[test]
fn the_next_course_of_the_high_dose_begins_seven_weeks_after_discharge_and_after_two_scans() {
    let options = at_eight(vec![told("discharge", date(2026, 3, 20), 12)]);
    let calendar = calendar(&shipped(HIGH_DOSE), START, &options).unwrap();
    assert_eq!(at(&calendar, 29), "2026-05-08 08:00");
    let behind = &calendar.conditions[0];
    let gates: Vec<_> = behind.gates.iter().map(|gate| gate.words()).collect();
    assert_eq!(behind.dose.get(), 29);
    assert_eq!(gates, ["tumour-shrinks", "still-shrinks"]);
}

#[test]
fn the_continuous_infusion_goes_by_the_surface_and_has_a_bag_for_every_body() {
    let protocol = shipped(CONTINUOUS);
    let day = dose(&protocol, 1, &facts("70 kg", Some("170 cm")));
    // 18 million IU x 1.82 m2.
    assert_eq!(day.to_string(), "32760000 [iU]");
    let preparation = prepare(protocol.medicine().unwrap(), &day).unwrap();
    let inside = preparation
        .bags
        .iter()
        .map(|bag| bag.concentration.inside == Some(true));
    assert_eq!(inside.collect::<Vec<_>>(), [false, true]);
    let calendar = calendar(&protocol, START, &CalendarOptions::default()).unwrap();
    assert_eq!(calendar.times.len(), 40);
    assert_eq!(calendar.conditions[0].dose.get(), 21);
}

fn total(protocol: &Protocol, doses: std::ops::RangeInclusive<u16>, facts: &DoseFacts) -> String {
    let doses: Vec<_> = doses.map(|number| dose(protocol, number, facts)).collect();
    let total = cumulative(&doses, None).unwrap().value.total;
    total
        .convert(cikada_domain::Unit::InternationalUnit)
        .unwrap()
        .to_string()
}

#[test]
fn four_weeks_under_the_skin_are_20_injections_and_279_million_units() {
    let protocol = shipped(UNDER_THE_SKIN);
    let flat = facts("70 kg", None);
    assert_eq!(total(&protocol, 1..=5, &flat), "90000000 [iU]");
    for week in [6..=10, 11..=15, 16..=20] {
        assert_eq!(total(&protocol, week, &flat), "63000000 [iU]");
    }
    assert_eq!(total(&protocol, 1..=20, &flat), "279000000 [iU]");
    assert_eq!(total(&protocol, 21..=40, &flat), "279000000 [iU]");
    let volume = |number| {
        let dose = dose(&protocol, number, &flat);
        let drawn = prepare(protocol.medicine().unwrap(), &dose).unwrap();
        let line = protocol
            .dose_line(DoseNumber::new(number).unwrap())
            .unwrap();
        let fixed = line.volume.clone().unwrap();
        assert!(drawn.vials[0].volume.compare(&fixed).unwrap().is_eq());
        fixed.to_string()
    };
    assert_eq!([volume(1), volume(8)], ["1 mL", "0.5 mL"]);
    let calendar = calendar(&protocol, START, &CalendarOptions::default()).unwrap();
    let doses = calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion);
    assert_eq!(doses.count(), 40);
}

#[test]
fn the_low_dose_of_80_kg_sums_to_350_million_units_in_six_weeks() {
    let protocol = shipped(LOW_DOSE);
    let body = facts("80 kg", None);
    assert_eq!(dose(&protocol, 5, &body).to_string(), "20000000 [iU]");
    assert_eq!(dose(&protocol, 6, &body).to_string(), "10000000 [iU]");
    // 4.375 million IU per kg x 80 kg.
    assert_eq!(total(&protocol, 1..=30, &body), "350000000 [iU]");
}

#[test]
fn six_doses_after_the_cells_begin_3_to_24_hours_after_them() {
    let protocol = shipped(AFTER_TIL);
    let body = facts("70 kg", Some("170 cm"));
    assert_eq!(dose(&protocol, 6, &body).to_string(), "42000000 [iU]");
    let of = |cells| calendar(&protocol, START, &at_eight(vec![cells])).unwrap();
    let in_time = of(told("cells", date(2026, 3, 1), 8));
    assert_eq!(in_time.times.len(), 6);
    assert_eq!(at(&in_time, 6), "2026-03-04 00:00");
    assert_eq!(in_time.notes[0].kind, NoteKind::StartInside);
    for cells in [told("cells", date(2026, 3, 1), 7), told("cells", START, 6)] {
        assert_eq!(of(cells).notes[0].kind, NoteKind::StartOutside);
    }
}

#[test]
fn the_bladder_gets_6_and_15_and_9_instillations_of_400_micrograms_and_6_more_without_a_response() {
    let protocol = shipped(BLADDER);
    let count = |no_response: bool| {
        let gate = CriterionId::new("no-complete-response").unwrap();
        let options = CalendarOptions {
            answers: vec![(gate, no_response)],
            ..CalendarOptions::default()
        };
        let calendar = calendar(&protocol, START, &options).unwrap();
        let doses = calendar
            .items
            .iter()
            .filter(|item| item.kind == PlannedKind::Infusion);
        doses.count()
    };
    assert_eq!([count(false), count(true)], [6 + 15 + 9, 6 + 6 + 15 + 9]);
    let dose = dose(&protocol, 1, &facts("70 kg", None));
    assert_eq!(dose.to_string(), "400 ug");
    let drawn = prepare(protocol.medicine().unwrap(), &dose).unwrap();
    assert_eq!(drawn.vials[0].volume.to_string(), "0.40 mL");
    let says_where = |text: &str| text.contains("NEVER by vein") || text.contains("Never by vein");
    assert!(protocol.doses.iter().all(|line| says_where(&line.route)));
    assert!(
        protocol
            .infusion
            .instructions
            .iter()
            .any(|text| says_where(text))
    );
}

#[test]
fn the_antibody_has_five_cycles_of_four_days_and_no_interleukin_2_among_what_goes_along() {
    let protocol = shipped(ANTIBODY);
    // Haycock: 110 cm and 20 kg are 0.78 m2.
    let body = facts("20 kg", Some("110 cm"));
    assert_eq!(dose(&protocol, 20, &body).to_string(), "13.65 mg");
    let calendar = calendar(&protocol, START, &CalendarOptions::default()).unwrap();
    let doses = calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion);
    let days: Vec<_> = doses
        .map(|item| item.on.since(START).unwrap().get_days())
        .collect();
    let firsts = [0, 28, 56, 84, 112];
    let expected: Vec<_> = firsts
        .into_iter()
        .flat_map(|first| first..first + 4)
        .collect();
    assert_eq!(days, expected);
    assert!(
        protocol
            .companions
            .iter()
            .all(|along| !along.name.contains("nterleukin"))
    );
}
