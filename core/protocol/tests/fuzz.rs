//! Files that a hand or a disk has spoilt: whatever comes of them, nothing falls.
//!
//! The quick test runs with all others. The long one runs for as long as it is told to:
//! `CIKADA_FUZZ_SECONDS=3600 cargo test -p cikada-protocol --release --test fuzz -- --ignored --nocapture`

#![cfg(test)]

use std::collections::BTreeMap;

use cikada_domain::{DoseNumber, GapConvention};
use cikada_dose::Body;
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, dose_for, prepare};
use cikada_protocol::{CalendarOptions, Protocol, calendar, read, render_terminal, show, to_json};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

const FILES: [&str; 4] = [
    include_str!("../../../protocols/cik-classic/1.0.0/protocol.toml"),
    include_str!("../../../protocols/cik-immuncell/1.0.0/protocol.toml"),
    include_str!("example.toml"),
    include_str!("example-medicine.toml"),
];

/// What a value is replaced by: what the language knows, and what it should refuse.
const WORDS: [&str; 40] = [
    "\"0 kg\"",
    "\"1 kg\"",
    "\"79228162514264337593543950335 [iU]\"",
    "\"0.0000000000000000000000000001 mg\"",
    "\"1e28 {viable}\"",
    "\"-5 Cel\"",
    "\"18 10*6[iU]/m2\"",
    "\"600000 [iU]/kg\"",
    "\"5 ug/kg/min\"",
    "\"2 mg\"",
    "\"100 %\"",
    "\"65535 {score}\"",
    "\"1 to 65535\"",
    "\"1\"",
    "\"days 0 to 65535\"",
    "\"65535 x every 4294967295 d\"",
    "\"65535 x every 9999 a\"",
    "\"every 1 h, at most 65535, on days 1 to 65535\"",
    "\"repeat 9999 x (repeat 9999 x (4 x every 1 d))\"",
    "\"2 x every 1 wk, then if response (4 x every 1 wk) else stop\"",
    "\"every 4 wk until progression, at most 26\"",
    "\"daily for 9999 a\"",
    "\"from 1 ug by +0.0000001 ug every 1 d until goal, at most 9999999 ug\"",
    "\"3 x a week on Mon, Wed and Fri for 48 wk within -2147483648 d to +2147483647 d\"",
    "\"at least 4294967295 wk before each infusion\"",
    "\"every 1 d for 4294967295 d after first infusion\"",
    "{ min = \"1 kg\", max = \"400 kg\" }",
    "{ above = \"0 kg\" }",
    "{ below = \"0 kg\" }",
    "{ min = \"30 cm\" }",
    "{ max = \"0 ug/mL\" }",
    "{}",
    "[]",
    "[\"0 mL\"]",
    "[\"a\", \"b\"]",
    "true",
    "0",
    "\"\"",
    "\"\\u202e\"",
    "1979-05-27",
];

#[derive(Debug, Clone)]
enum Change {
    Byte(usize, u8),
    Digit(usize, u8),
    Swap(usize, usize),
    Delete(usize),
    Repeat(usize, usize),
    Value(usize, usize),
    Borrow(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<u16>().prop_map(usize::from);
    prop_oneof![
        1 => (any::<u32>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at as usize, byte)),
        4 => (any::<u32>(), b'0'..=b'9').prop_map(|(at, byte)| Change::Digit(at as usize, byte)),
        1 => (at.clone(), at.clone()).prop_map(|(one, other)| Change::Swap(one, other)),
        1 => at.clone().prop_map(Change::Delete),
        1 => (at.clone(), at.clone()).prop_map(|(from, to)| Change::Repeat(from, to)),
        4 => (at.clone(), 0..WORDS.len()).prop_map(|(line, word)| Change::Value(line, word)),
        2 => (at.clone(), at).prop_map(|(line, from)| Change::Borrow(line, from)),
    ]
}

fn spoilt() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec(change(), 1..6);
    (0..FILES.len(), changes)
        .prop_map(|(file, changes)| changes.iter().fold(FILES[file].as_bytes().to_vec(), apply))
}

fn apply(mut bytes: Vec<u8>, change: &Change) -> Vec<u8> {
    let digits = || {
        bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_digit())
    };
    match change {
        Change::Byte(at, byte) => {
            let at = at % bytes.len().max(1);
            bytes.splice(at..(at + 1).min(bytes.len()), [*byte]);
            return bytes;
        }
        Change::Digit(nth, digit) => {
            let count = digits().count().max(1);
            let found = digits().nth(nth % count).map(|(at, _)| at);
            found.into_iter().for_each(|at| bytes[at] = *digit);
            return bytes;
        }
        _ => {}
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len().max(1);
    // Lines that give a key a value, so that few changes fall on headers and blanks.
    let keyed: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].contains(" = "))
        .collect();
    let nth = |nth: usize| keyed.get(nth % keyed.len().max(1)).copied();
    let with = |line: &str, value: &str| {
        let (key, _) = line.split_once(" = ").unwrap_or((line, ""));
        format!("{key} = {value}")
    };
    match change {
        Change::Byte(..) | Change::Digit(..) => {}
        Change::Swap(one, other) if !lines.is_empty() => lines.swap(one % count, other % count),
        Change::Delete(at) if !lines.is_empty() => drop(lines.remove(at % count)),
        Change::Repeat(from, to) if !lines.is_empty() => {
            let line = lines[from % count].clone();
            lines.insert(to % count, line);
        }
        Change::Value(line, word) => {
            if let Some(at) = nth(*line) {
                lines[at] = with(&lines[at], WORDS[*word]);
            }
        }
        Change::Borrow(line, from) => {
            if let Some((at, from)) = nth(*line).zip(nth(*from)) {
                let value = lines[from].split_once(" = ").map_or("", |(_, value)| value);
                lines[at] = with(&lines[at], value);
            }
        }
        Change::Swap(..) | Change::Delete(_) | Change::Repeat(..) => {}
    }
    lines.join("\n").into_bytes()
}

/// Reads and goes on with whatever was read, as the commands would; says whether it was read.
fn through(bytes: &[u8]) -> bool {
    let reading = read(bytes, "file");
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let _ = to_json(&reading.findings);
    let some = &reading.findings[..reading.findings.len().min(5)];
    let _ = render_terminal(some, text, "file", false);
    assert_eq!(reading.protocol.is_some(), reading.findings.is_empty());
    let Some(protocol) = reading.protocol else {
        return false;
    };
    let document = show(&protocol, &[]);
    let _ = (document.to_text(), document.to_html(), document.to_json());
    let start = jiff::civil::date(2027, 1, 4);
    for convention in [GapConvention::Before, GapConvention::After] {
        let options = CalendarOptions {
            convention: Some(convention),
            blocked: vec![(start, jiff::civil::date(2027, 2, 20))],
            ..CalendarOptions::default()
        };
        if let Ok(calendar) = calendar(&protocol, start, &options) {
            let _ = (calendar.to_text(), calendar.to_json());
        }
    }
    doses(&protocol);
    true
}

fn doses(protocol: &Protocol) {
    for (number, weight, height) in [
        (1, "1 kg", "30 cm"),
        (2, "70 kg", "175 cm"),
        (3, "400 kg", "250 cm"),
    ] {
        let facts = DoseFacts {
            body: Body {
                weight: weight.parse().ok(),
                height: height.parse().ok(),
            },
            level: number - 1,
            step: u32::from(number) * 3,
            findings: BTreeMap::new(),
        };
        let planned = dose_for(protocol, DoseNumber::new(number).unwrap(), &facts);
        let Some(medicine) = protocol.medicine() else {
            continue;
        };
        if let Ok(PlannedAmount::Exact(dose)) = planned.map(|planned| planned.amount) {
            let _ = prepare(medicine, &dose.quantity);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_file_never_makes_anything_fall(bytes in spoilt()) {
        through(&bytes);
    }
}

#[test]
#[ignore = "runs for as long as CIKADA_FUZZ_SECONDS says"]
#[expect(
    clippy::disallowed_methods,
    reason = "how long it runs is asked of the one who starts it, and told to them"
)]
fn fuzz_for_an_hour() {
    let seconds = std::env::var("CIKADA_FUZZ_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(3600);
    let began = std::time::Instant::now();
    let seed = std::process::id().to_le_bytes().repeat(8);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let noise = prop::collection::vec(any::<u8>(), 0..400);
    let bytes = prop_oneof![9 => spoilt().boxed(), 1 => noise.boxed()];
    let (mut runs, mut protocols, mut slowest) = (0u64, 0u64, std::time::Duration::ZERO);
    while began.elapsed().as_secs() < seconds {
        let file = bytes.new_tree(&mut runner).unwrap().current();
        let before = std::time::Instant::now();
        let read = std::panic::catch_unwind(|| through(&file));
        let read = read.unwrap_or_else(|_| {
            let text = String::from_utf8_lossy(&file);
            panic!("fell after {runs} runs on:\n{text}");
        });
        let took = before.elapsed();
        if took > slowest.max(std::time::Duration::from_secs(1)) {
            eprintln!("{took:?} for:\n{}", String::from_utf8_lossy(&file));
        }
        slowest = slowest.max(took);
        (runs, protocols) = (runs + 1, protocols + u64::from(read));
        if runs.is_multiple_of(100_000) {
            eprintln!("{runs} files, {protocols} read, slowest {slowest:?}");
        }
    }
    eprintln!("{runs} files, {protocols} of them protocols, slowest {slowest:?}, no fall");
}
