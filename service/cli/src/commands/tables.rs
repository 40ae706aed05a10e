//! Reading a table of comma-separated values named on the command line.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use cikada_outcome::Fault;
use cikada_outcome::rates::Level;

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

/// A level in per cent.
pub(crate) fn level(text: &str) -> anyhow::Result<Level> {
    let percent: f64 = text
        .trim_end_matches('%')
        .trim_end()
        .parse()
        .map_err(|_| anyhow!("expected a level in per cent, such as 95"))?;
    Ok(Level::from_percent(percent)?)
}
