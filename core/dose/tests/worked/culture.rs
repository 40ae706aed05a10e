//! What a culture is given, against hand-worked examples, a second opinion, and laws.

use std::num::NonZeroU16;

use cikada_domain::{Quantity, Unit};
use cikada_dose::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::example::example;

fn three() -> NonZeroU16 {
    NonZeroU16::new(3).unwrap()
}

/// The volume, the cells or the parts of a split, as the second opinion writes them.
fn answer(rule: &str, first: &str, volume: &str, second: &str) -> String {
    let (first, volume, second) = (example(first), example(volume), example(second));
    let written = |quantity: &Quantity| format!("{} {}", quantity.amount(), quantity.unit_code());
    match rule {
        "addition-counts" => written(
            &addition(&first, &volume, &second, AddedVolume::Counts)
                .unwrap()
                .value,
        ),
        "addition-neglected" => written(
            &addition(&first, &volume, &second, AddedVolume::Neglected)
                .unwrap()
                .value,
        ),
        "seeding" => written(&seeding_volume(&first, &second).unwrap().value),
        "feed" => written(&feed_volume(&first, &volume, &second).unwrap().value),
        "split-3" => {
            let split = split(&first, &volume, three(), &second).unwrap().value;
            let parts = [&split.cells, &split.suspension, &split.medium];
            parts.map(written).join("; ")
        }
        other => panic!("{other}"),
    }
}

#[test]
fn every_volume_agrees_with_the_second_opinion_to_the_last_digit() {
    let table = include_str!("../../../../docs/evidence/culture/volumes.csv");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(1)
        .map(|row| row.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 200);
    for row in rows {
        let [rule, first, volume, second, expected] = row[..] else {
            panic!("{row:?}")
        };
        assert_eq!(answer(rule, first, volume, second), expected, "{row:?}");
    }
}

#[test]
fn interleukin_2_for_a_bag_is_worked_out_and_says_whether_its_own_volume_counts() {
    let target = example("500 [iU]/mL");
    let (bag, stock) = (example("200 mL"), example("1000000 [iU]/mL"));
    let added = addition(&target, &bag, &stock, AddedVolume::Neglected).unwrap();
    assert_eq!(added.value, example("100.0 uL"));
    assert_eq!(
        added.working,
        ["500 IU/mL x 200 mL / 1000000 IU/mL = 100 uL; the volume added is not counted"]
    );
    let counted = addition(&target, &bag, &stock, AddedVolume::Counts).unwrap();
    assert_eq!(counted.value, example("100.1 uL"));
    assert_eq!(
        counted.working,
        ["500 IU/mL x 200 mL / (1000000 IU/mL - 500 IU/mL) ≈ 100.1 uL; the volume added counts"]
    );
}

#[test]
fn a_share_of_a_volume_is_reached_with_what_is_stronger() {
    let (share, volume) = (example("1 %"), example("200 mL"));
    let added = addition(&share, &volume, &example("20 %"), AddedVolume::Neglected);
    let added = added.unwrap();
    assert_eq!(added.value, example("10.00 mL"));
    assert_eq!(
        added.working,
        ["1 % x 200 mL / 20 % = 10 mL; the volume added is not counted"]
    );
    let whole = addition(&share, &volume, &share, AddedVolume::Neglected);
    assert_eq!(whole.unwrap().value, example("200.00 mL"));
    for (stock, added) in [
        ("1 %", AddedVolume::Counts),
        ("0.9 %", AddedVolume::Neglected),
        ("1000 [iU]/mL", AddedVolume::Neglected),
    ] {
        let refused = addition(&share, &volume, &example(stock), added);
        assert!(refused.is_err(), "{stock}");
    }
}

#[test]
fn a_split_says_what_each_vessel_gets() {
    let (cells, volume) = (example("2.4e9 {viable}"), example("1200 mL"));
    let density = example("0.5 10*6{viable}/mL");
    let split = split(&cells, &volume, NonZeroU16::new(4).unwrap(), &density).unwrap();
    assert_eq!(
        split.working,
        [
            "2.4e9 viable cells / 4 vessels = 6e8 viable cells",
            "1200 mL / 4 vessels = 300 mL of suspension",
            "2.4e9 viable cells / 4 vessels / 0.5 10*6 viable cells/mL = 1200 mL in each",
            "1200 mL - 300 mL = 900 mL of medium",
        ]
    );
}

#[test]
fn a_culture_that_is_thin_enough_gets_no_medium() {
    let (cells, volume) = (example("1e8 {viable}"), example("400 mL"));
    let density = example("1 10*6{viable}/mL");
    let fed = feed_volume(&cells, &volume, &density).unwrap();
    assert!(fed.value.amount().is_zero());
    assert!(
        fed.working[1].contains("no medium is added"),
        "{:?}",
        fed.working
    );
}

#[test]
fn other_cells_a_weak_stock_and_nothing_to_add_to_are_refused() {
    let density = example("1 10*6{viable}/mL");
    let code = |problem: DoseProblem| problem.code();
    let mixed = seeding_volume(&example("1e8 {CD3+}"), &density).unwrap_err();
    assert_eq!(code(mixed), "population-mixed");
    let (target, stock) = (example("500 [iU]/mL"), example("500 [iU]/mL"));
    let weak = addition(&target, &example("10 mL"), &stock, AddedVolume::Counts).unwrap_err();
    assert_eq!(code(weak), "stock-too-weak");
    let strong = example("18 10*6[iU]/mL");
    let nothing = addition(&target, &example("0 mL"), &strong, AddedVolume::Counts).unwrap_err();
    assert_eq!(code(nothing), "not-positive");
    let drop = addition(&target, &example("0.0001 mL"), &strong, AddedVolume::Counts).unwrap_err();
    assert_eq!(code(drop), "rounds-to-nothing");
    let mass = addition(
        &target,
        &example("10 mL"),
        &example("1 mg/L"),
        AddedVolume::Counts,
    );
    assert_eq!(code(mass.unwrap_err()), "wrong-unit");
}

#[test]
fn doublings_are_those_of_powers_of_two_and_fall_below_nothing() {
    let count = |text: &str| example(text);
    let between = |before, after| {
        doublings(&count(before), &count(after))
            .unwrap()
            .to_string()
    };
    assert_eq!(between("1e8 {viable}", "8e8 {viable}"), "3.00");
    assert_eq!(between("3e7 {viable}", "1.2e10 {viable}"), "8.64");
    assert_eq!(between("2e8 {viable}", "1e8 {viable}"), "-1.00");
    assert_eq!(between("0.1 10*9{viable}", "1e8 {viable}"), "0.00");
}

#[test]
fn a_tolerance_includes_both_its_ends() {
    let ask = |done: &str| {
        let (worked, tolerance) = (example("100 mL"), example("5 %"));
        within(&example(done), &worked, &tolerance).unwrap()
    };
    assert!(ask("95 mL") && ask("105 mL") && ask("0.1 L"));
    assert!(!ask("94.99 mL") && !ask("105.01 mL"));
}

fn tenths(unit: Unit, tenths: i64) -> Quantity {
    Quantity::new(Decimal::new(tenths, 1), unit).unwrap()
}

fn million_per_ml(tenths: i64) -> Quantity {
    let viable = cikada_domain::Population::Viable;
    Quantity::of_cells(
        Decimal::new(tenths, 1),
        Unit::MillionCellsPerMillilitre,
        viable,
    )
    .unwrap()
}

fn viable(count: i64) -> Quantity {
    let viable = cikada_domain::Population::Viable;
    Quantity::of_cells(Decimal::from(count), Unit::Cell, viable).unwrap()
}

fn millilitres(volume: &Quantity) -> Decimal {
    volume.convert(Unit::Millilitre).unwrap().amount()
}

proptest! {
    #[test]
    fn cells_in_are_cells_out(cells in 1_000_000i64..100_000_000_000, volume in 10i64..100_000, vessels in 1u16..40, density in 1i64..50) {
        let vessels = NonZeroU16::new(vessels).unwrap();
        let whole = tenths(Unit::Millilitre, volume);
        let split = split(&viable(cells), &whole, vessels, &million_per_ml(density)).unwrap().value;
        let n = Decimal::from(vessels.get());
        let half = Decimal::new(5, 1);
        prop_assert!((split.cells.amount() * n - Decimal::from(cells)).abs() <= half * n);
        // Suspension is rounded to 0.01 mL, so all of it together is off by at most half of that each.
        let off = millilitres(&split.suspension) * n - millilitres(&whole);
        prop_assert!(off.abs() <= Decimal::new(5, 3) * n);
        prop_assert!(!split.medium.amount().is_sign_negative());
    }

    #[test]
    fn a_culture_at_the_density_is_left_as_it_is(volume in 10i64..100_000, density in 1i64..50) {
        // Tenths of a mL at tenths of a million each: exactly 10^4 cells for each product.
        let cells = viable(volume * density * 10_000);
        let fed = feed_volume(&cells, &tenths(Unit::Millilitre, volume), &million_per_ml(density)).unwrap();
        prop_assert!(fed.value.amount().is_zero());
    }

    #[test]
    fn what_was_added_gives_the_concentration_asked_for(target in 1i64..5_000, volume in 10i64..100_000, stock in 100_000i64..20_000_000) {
        let unit = Unit::InternationalUnitPerMillilitre;
        let concentration = |amount: i64| Quantity::new(Decimal::from(amount), unit).unwrap();
        let (wanted, into) = (concentration(target), tenths(Unit::Millilitre, volume));
        if let Ok(added) = addition(&wanted, &into, &concentration(stock), AddedVolume::Counts) {
            let added = millilitres(&added.value);
            let reached = Decimal::from(stock) * added / (millilitres(&into) + added);
            // Half of the last digit set, as a part of what is added.
            let step = if added < Decimal::ONE { Decimal::new(5, 5) } else { Decimal::new(5, 3) };
            let off = (reached - Decimal::from(target)).abs() / Decimal::from(target);
            prop_assert!(off <= step / added * Decimal::new(101, 2), "{reached} for {target}");
        }
    }

    #[test]
    fn no_volume_is_ever_negative(cells in 1i64..100_000_000_000, volume in 1i64..100_000, density in 1i64..50) {
        let fed = feed_volume(&viable(cells), &tenths(Unit::Millilitre, volume), &million_per_ml(density)).unwrap();
        prop_assert!(!fed.value.amount().is_sign_negative());
        let seeded = seeding_volume(&viable(cells), &million_per_ml(density)).unwrap();
        prop_assert!(!seeded.value.amount().is_sign_negative());
    }
}
