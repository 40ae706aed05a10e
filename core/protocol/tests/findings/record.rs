//! Findings of the batch record: order, additions, volumes from a count.

use cikada_protocol::FindingCode;

use super::{clean, expect_in};

const CLASSIC: &str = include_str!("../../../../protocols/cik-classic/1.0.0/protocol.toml");

const INTO: &str = "into = \"volume-added\"";
const CELLS: &str = "cells = \"isolation.mononuclear-cells\"";
const PARALLEL: &str = "parallel = [\"sterility-sample\"]";

#[track_caller]
fn expect(from: &str, to: &str, code: FindingCode, at: &str) {
    expect_in(CLASSIC, &[(from, to)], code, at);
}

#[test]
fn steps_that_are_done_once_follow_the_file_unless_they_are_declared_parallel() {
    clean(CLASSIC, &[(PARALLEL, "")]);
    let circle = "after = [\"activation\"]";
    expect(
        "after = [\"isolation\"]",
        circle,
        FindingCode::CircularAfter,
        "[\"activation\"]",
    );
}

#[test]
fn only_steps_that_have_an_order_are_declared_parallel() {
    let cases = [
        ("[\"sterilty-sample\"]", FindingCode::DanglingReference),
        ("[\"mycoplasma-sample\"]", FindingCode::NeedlessParallel),
        ("[\"feed\"]", FindingCode::NeedlessParallel),
        ("[\"harvest\"]", FindingCode::NeedlessParallel),
        ("[\"first-feed\"]", FindingCode::NeedlessParallel),
    ];
    for (list, code) in cases {
        let to = format!("parallel = {list}");
        let at = format!("{}\nwitness = false", list.trim_start_matches('['));
        expect(PARALLEL, &to, code, &at);
    }
}

#[test]
fn a_volume_is_worked_out_from_values_that_are_there() {
    let unknown = "cells = \"isolation.cells\"";
    expect(
        CELLS,
        unknown,
        FindingCode::DanglingReference,
        "\"isolation.cells\"",
    );
    let later = "cells = \"harvest.living-cells\"";
    expect(
        CELLS,
        later,
        FindingCode::ValueNotYetThere,
        "\"harvest.living-cells\"",
    );
    let percent = "cells = \"isolation.viability\"";
    expect(
        CELLS,
        percent,
        FindingCode::WrongDimension,
        "\"isolation.viability\"",
    );
    let other = "density = \"2 10*6{CD3+}/mL\"";
    let density = "density = \"2 10*6{viable}/mL\"";
    expect(
        density,
        other,
        FindingCode::PopulationMismatch,
        "\"2 10*6{CD3+}/mL\"",
    );
    let nowhere = "into = \"volume\"";
    expect(INTO, nowhere, FindingCode::DanglingReference, "\"volume\"");
}

#[test]
fn an_addition_says_what_it_starts_from() {
    let missing = "counts-itself = false\n";
    let finding = expect_in(
        CLASSIC,
        &[(missing, "")],
        FindingCode::MissingKey,
        "[[step.material]]\nid = \"serum-free-medium\"",
    );
    assert!(finding.message.contains("counts-itself"));
    let weak = "stock = \"900 [iU]/mL\"";
    let stock = "stock = \"1 10*6[iU]/mL\"";
    expect(stock, weak, FindingCode::StockTooWeak, "\"900 [iU]/mL\"");
    let mass = "stock = \"1 g/L\"";
    expect(stock, mass, FindingCode::WrongDimension, "\"1 g/L\"");
    let share = "into = \"culture-volume\"\ncounts-itself = false\nstock = \"100 %\"\n";
    let finding = expect_in(
        CLASSIC,
        &[(share, &share.replace("stock = \"100 %\"\n", ""))],
        FindingCode::MissingKey,
        "[[step.material]]\nid = \"serum-free-medium\"",
    );
    assert!(finding.message.contains("stock"));
    let cells = "amount = \"1 10*6{viable}/mL\"";
    expect(
        "amount = \"100 %\"",
        cells,
        FindingCode::WrongDimension,
        "\"culture-volume\"\ncounts",
    );
    let alone = "amount = \"50 mL\"\ntolerance = \"5 %\"";
    expect(
        "amount = \"50 mL\"",
        alone,
        FindingCode::MissingKey,
        "\"5 %\"\nsource = \"laboratory\"\n\n[[step]]",
    );
}

#[test]
fn a_split_says_into_how_many_vessels() {
    let rule = "rule = \"seeding\"";
    let split = "rule = \"split\"\nvolume = \"culture-volume\"\nvessels = \"none\"";
    expect(rule, split, FindingCode::NumberUnreadable, "\"none\"");
    let split = "rule = \"split\"\nvolume = \"culture-volume\"\nvessels = \"4\"";
    clean(CLASSIC, &[(rule, split)]);
    let feed = "rule = \"feed\"\nvolume = \"culture-volume\"\nvessels = \"4\"";
    expect(rule, feed, FindingCode::UnknownKey, "\"4\"");
    let finding = expect_in(
        CLASSIC,
        &[(rule, "rule = \"feed\"")],
        FindingCode::MissingKey,
        "[[step.target]]\nid = \"seeding-volume\"",
    );
    assert!(finding.message.contains("'volume'"), "{}", finding.message);
}

#[test]
fn a_critical_value_says_who_looks_at_it_a_second_time() {
    clean(
        CLASSIC,
        &[(
            "role = \"viability\"",
            "role = \"viability\"\ncheck = \"second-person\"",
        )],
    );
    let somebody = "role = \"viability\"\ncheck = \"somebody\"";
    expect(
        "role = \"viability\"",
        somebody,
        FindingCode::UnknownWord,
        "\"somebody\"",
    );
}
