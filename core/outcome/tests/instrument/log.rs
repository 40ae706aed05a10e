//! The mapping of a temperature logger that ships reads its example, and whatever would make a log
//! shorter or another's is refused with its line.

use cikada_outcome::instrument::{LogFile, LogMapping, read_log, read_log_mapping};
use jiff::tz::TimeZone;

const MAPPING: &str = include_str!("../../../../instruments/temperature-logger.toml");
const FILE: &str = include_str!("../../../../instruments/examples/temperature-logger.csv");

fn mapping(text: &str) -> LogMapping {
    read_log_mapping(text).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn read(mapping_text: &str, file: &str) -> LogFile {
    read_log(&mapping(mapping_text), file.as_bytes(), &berlin())
}

fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(FILE.contains(from), "{from}");
    let read = read(MAPPING, &FILE.replacen(from, to, 1));
    read.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_mapping_that_ships_reads_its_example_without_a_fault() {
    let log = read(MAPPING, FILE);
    assert_eq!(log.faults, []);
    assert_eq!(log.logger.unwrap().as_str(), "LOG-0001");
    assert_eq!(log.readings.len(), 13);
    let (at, temperature) = &log.readings[6];
    assert_eq!(at.to_string(), "2026-03-16T07:30:00Z");
    assert_eq!(temperature.to_string(), "25.6 Cel");
}

#[test]
fn the_clock_of_the_wall_is_read_in_the_zone_of_the_centre() {
    let log = read(&MAPPING.replace("\"utc\"", "\"centre\""), FILE);
    assert_eq!(log.readings[0].0.to_string(), "2026-03-16T06:00:00Z");
    let text = FILE.replace("2026-03-16 07", "2026-03-29 02");
    let log = read(&MAPPING.replace("\"utc\"", "\"centre\""), &text);
    assert!(log.faults[0].expected.contains("no clock was changed"));
}

#[test]
fn every_line_that_would_shorten_a_log_is_refused_with_its_place() {
    let found = [
        faults("07:20:00;19.9", "07:20:00;19,9"),
        faults("07:20:00;19.9", "07:20:00;"),
        faults("07:20:00;19.9", "07:20:00;probe error"),
        faults("2026-03-16 07:20:00", "16.03.2026 07:20"),
        faults("2026-03-16 07:20:00", "2026-03-16 07:15:00"),
        faults(
            "LOG-0001;2026-03-16 07:20:00",
            "LOG-0002;2026-03-16 07:20:00",
        ),
        faults(
            "LOG-0001;2026-03-16 07:20:00;19.9;",
            "LOG-0001;2026-03-16 07:20:00",
        ),
        faults("Temperature (C)", "Temperature (F)"),
    ];
    let found: Vec<_> = found.concat();
    let expected = [
        "line 8, column 'Temperature (C)': found '19,9', expected a number with '.' as decimal sign \
         and no grouping; ',' means nothing under this mapping",
        "line 8, column 'Temperature (C)': found nothing, expected a number with '.' as decimal sign \
         and no grouping",
        "line 8, column 'Temperature (C)': found 'probe error', expected a number with '.' as \
         decimal sign and no grouping",
        "line 8, column 'Time (UTC)': found '16.03.2026 07:20', expected a time written as \
         %Y-%m-%d %H:%M:%S, at which no clock was changed",
        "line 8, column 'Time (UTC)': found '2026-03-16 07:15:00', expected a time after that of \
         the reading before, 2026-03-16T07:15:00Z",
        "line 8, column 'Serial': found 'LOG-0002', expected LOG-0001 as on the lines before: a log \
         is of one logger",
        "line 8: found 2 cells, expected 4, as in the header",
        "line 3, column 'Temperature (C)': found the header 'Serial,Time (UTC),Temperature (F),\
         Mark', expected semicolon-separated columns Serial,Time (UTC),Temperature (C),Mark, the \
         names as written here",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_temperature_below_absolute_zero_is_no_reading() {
    let found = faults("07:20:00;19.9", "07:20:00;-400");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("a temperature that there can be"),
        "{found:?}"
    );
}

#[test]
fn one_reading_is_no_log() {
    let head: Vec<_> = FILE.lines().take(4).collect();
    let log = read(MAPPING, &head.join("\n"));
    let words = log.faults[0].to_string();
    assert_eq!(
        words,
        "line 4: found 1 readings in the whole file, expected at least two"
    );
    for text in ["", "\u{feff}", ";;;\n;;\n"] {
        assert!(!read(MAPPING, text).faults.is_empty());
    }
}

#[test]
fn every_flaw_of_a_mapping_is_named_at_once() {
    let text = MAPPING
        .replace("\"utc\"", "\"moon\"")
        .replace("\"Cel\"", "\"mL\"")
        .replace("logger = ", "device = ");
    let flaws = read_log_mapping(&text).unwrap_err();
    let words: Vec<_> = flaws.iter().map(|flaw| flaw.message.as_str()).collect();
    assert_eq!(
        words,
        [
            "the mapping has no 'logger'",
            "the mapping has no key 'device'",
            "'moon' is no zone of a logger",
            "'mL' is no unit of a temperature"
        ]
    );
}
