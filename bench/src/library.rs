//! What checking the shipped protocols and planning their treatments takes, beside parsing the same files as TOML and
//! nothing more.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::ensure;
use cikada_protocol::{CalendarOptions, Protocol, calendar, read};
use clap::Args;
use jiff::civil::date;

/// The least of so many runs counts: what is above it is the machine's noise.
const RUNS: usize = 15;

#[derive(Args)]
pub(crate) struct Library {}

impl Library {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let files = cikada_app::shipped();
        let (mut checked, mut parsed) = (Duration::MAX, Duration::MAX);
        let mut protocols = Vec::new();
        for _ in 0..RUNS {
            let start = Instant::now();
            protocols = files
                .iter()
                .filter_map(|(name, text)| read(text.as_bytes(), name).protocol)
                .collect();
            checked = checked.min(start.elapsed());
            let start = Instant::now();
            let tables = files.iter().map(|(_, text)| text.parse::<toml::Table>());
            let tables: Result<Vec<_>, _> = tables.collect();
            parsed = parsed.min(start.elapsed());
            ensure!(tables?.len() == files.len(), "a shipped file is no TOML");
        }
        ensure!(
            protocols.len() == files.len(),
            "a shipped file has findings"
        );
        writeln!(
            output,
            "{} protocols read and checked in {:.1} ms, parsed alone in {:.1} ms: {:.1} times",
            files.len(),
            milliseconds(checked),
            milliseconds(parsed),
            checked.as_secs_f64() / parsed.as_secs_f64()
        )?;
        let (slowest, took, doses) = slowest(&protocols)?;
        writeln!(
            output,
            "slowest calendar: {slowest}, {doses} doses, {:.2} ms",
            milliseconds(took)
        )?;
        Ok(())
    }
}

/// The protocol whose calendar takes longest, with the least of its times.
fn slowest(protocols: &[Protocol]) -> anyhow::Result<(&str, Duration, u32)> {
    let mut slowest = ("", Duration::ZERO, 0);
    for protocol in protocols {
        let mut least = Duration::MAX;
        for _ in 0..RUNS {
            let start = Instant::now();
            // A Monday, where a schedule names weekdays.
            let planned = calendar(protocol, date(2026, 3, 2), &CalendarOptions::default())?;
            least = least.min(start.elapsed());
            ensure!(!planned.items.is_empty(), "{} plans nothing", protocol.id);
        }
        if least > slowest.1 {
            slowest = (&protocol.id, least, protocol.schedule.dose_count());
        }
    }
    Ok(slowest)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
