//! How long a large ledger takes to open, and how much memory: in a process of its own, since peaks do not go down.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use cikada_store::{Append, Store};
use clap::Args;

use crate::example::{example_draft, example_key};

const BATCH: u64 = 1000;

#[derive(Args)]
pub(crate) struct StartUp {
    /// How many entries
    #[arg(long, default_value_t = 100_000)]
    entries: u64,
    /// Over how many streams they are spread
    #[arg(long, default_value_t = 1000)]
    streams: u64,
    /// How often it is opened
    #[arg(long, default_value_t = 5)]
    rounds: u32,
}

impl StartUp {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        self.fill(directory.path())?;
        writeln!(
            output,
            "{} entries in {} streams",
            self.entries, self.streams
        )?;
        for _ in 0..self.rounds {
            let opened = Command::new(std::env::current_exe()?)
                .arg("open")
                .arg(directory.path())
                .output()?;
            ensure!(
                opened.status.success(),
                "opening failed: {}",
                String::from_utf8_lossy(&opened.stderr)
            );
            output.write_all(&opened.stdout)?;
        }
        let store = Store::open(directory.path(), example_key()?)?;
        let begin = Instant::now();
        let report = store.verify(&[])?;
        ensure!(report.is_proven(), "{report}");
        writeln!(output, "verified in {:.0?}", begin.elapsed())?;
        Ok(())
    }

    fn fill(&self, directory: &Path) -> anyhow::Result<()> {
        let store = Store::open(directory, example_key()?)?;
        for first in (0..self.entries).step_by(usize::try_from(BATCH)?) {
            let command = format!("batch/{first}");
            let drafts = (first..self.entries.min(first + BATCH))
                .map(|number| {
                    example_draft(
                        &format!("treatment/{}", number % self.streams),
                        &command,
                        &[2; 160],
                    )
                })
                .collect();
            store.append(Append {
                command,
                fingerprint: [0; 32],
                expected: Vec::new(),
                drafts,
                once: Vec::new(),
                views: Vec::new(),
                answer: Vec::new(),
            })?;
        }
        Ok(())
    }
}

/// Opens a ledger and says what it took.
pub(crate) fn open(directory: &Path, output: &mut impl Write) -> anyhow::Result<()> {
    let (key, before) = (example_key()?, peak_kibibytes()?);
    let begin = Instant::now();
    let store = Store::open(directory, key)?;
    let elapsed = begin.elapsed();
    let after = peak_kibibytes()?;
    writeln!(
        output,
        "opened at size {} in {elapsed:.1?}; peak memory {:.1} MiB, {:.1} MiB before",
        store.size()?,
        f64::from(after) / 1024.0,
        f64::from(before) / 1024.0
    )?;
    Ok(())
}

/// The most memory this process ever held, as the kernel counts it.
fn peak_kibibytes() -> anyhow::Result<u32> {
    let status = std::fs::read_to_string("/proc/self/status").context("this figure needs Linux")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .context("no peak in the status")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
