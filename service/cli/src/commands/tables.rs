//! Reading a table of comma-separated values named on the command line.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use cikada_outcome::Fault;
use cikada_outcome::rates::Level;
use jiff::civil::Date;

/// A larger file is no table of one study, and would have to be held in memory whole.
const BYTES_MAX: u64 = 8 << 20;

/// Reads a table, or tells every place of it that cannot be read.
pub(crate) fn read<T>(
    path: &Path,
    read: impl Fn(&[u8]) -> Result<T, Vec<Fault>>,
) -> anyhow::Result<T> {
    let name = path.display();
    let file = std::fs::File::open(path).with_context(|| format!("{name} cannot be opened"))?;
    let mut bytes = Vec::new();
    let mut limited = file.take(BYTES_MAX + 1);
    limited
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    if bytes.len() as u64 > BYTES_MAX {
        bail!("{name} is larger than {BYTES_MAX} bytes: expected the table of one study");
    }
    read(&bytes).map_err(|faults| {
        let lines = faults.iter().map(|fault| format!("\n  {fault}"));
        let lines: String = lines.collect();
        anyhow!("{name} cannot be read; the forms are in docs/outcome-csv.md{lines}")
    })
}

/// A count.
pub(crate) fn count(text: &str) -> Result<u64, String> {
    let digits = !text.is_empty() && text.chars().all(|character| character.is_ascii_digit());
    let count = if digits { text.parse().ok() } else { None };
    count.ok_or_else(|| format!("'{text}' is no count: expected a whole number from 0, such as 3"))
}

/// A day, alone: a time beside it would be lost.
pub(crate) fn day(text: &str) -> anyhow::Result<Date> {
    let alone = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = if alone { text.parse().ok() } else { None };
    day.ok_or_else(|| anyhow!("'{text}' is no day: expected YYYY-MM-DD, such as 2026-03-02"))
}

/// A level in per cent.
pub(crate) fn level(text: &str) -> anyhow::Result<Level> {
    let percent: f64 = text
        .trim_end_matches('%')
        .trim_end()
        .parse()
        .map_err(|_| anyhow!("expected a level in per cent, such as 95"))?;
    // A fraction taken for a percentage would give an interval next to nothing wide.
    if percent > 0.0 && percent <= 1.0 {
        bail!("'{text}' is a level in per cent: expected 95 for 0.95");
    }
    Ok(Level::from_percent(percent)?)
}
