//! One durable act: sealed, signed, chained and flushed by us, beside a bare row flushed by SQLite.
//!
//! Ours does more for each act and flushes less often, since whatever waits shares one flush; the ratio says which
//! weighs more. It depends on the device: the slower a flush, the more sharing it is worth.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use cikada_ledger::Ledger;
use cikada_store::Store;
use clap::Args;

use crate::bare::{self, Bytes};
use crate::example::{ORIGIN, example_append, example_key};
use crate::load::{Measured, measure, middle};

#[derive(Args)]
pub(crate) struct DurableStep {
    /// How many clients act at the same time
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// How often each side has its turn
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// How long a turn is
    #[arg(long, default_value_t = 2)]
    seconds: u64,
    /// Where the files lie; a temporary directory without it
    #[arg(long)]
    directory: Option<PathBuf>,
}

impl DurableStep {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let directory = match &self.directory {
            Some(directory) => tempfile::tempdir_in(directory),
            None => tempfile::tempdir(),
        }
        .context("a directory for the files")?;
        let bytes = example_bytes()?;
        let size = bytes.envelope.len() + bytes.ciphertext.len();
        let length = Duration::from_secs(self.seconds);
        let store = Store::open(&directory.path().join("ours"), example_key()?)?;
        let (mut own, mut one, mut ours) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            own.push(bare::own_connections(
                &directory.path().join("own.sqlite"),
                &bytes,
                self.clients,
                length,
            )?);
            one.push(bare::one_connection(
                &directory.path().join("one.sqlite"),
                &bytes,
                self.clients,
                length,
            )?);
            ours.push(appends(&store, self.clients, length)?);
        }
        let (own, one, ours) = (middle(own)?, middle(one)?, middle(ours)?);
        writeln!(
            output,
            "{} clients, {size} bytes a row, middle of {} rounds",
            self.clients, self.rounds
        )?;
        line(output, "bare, own connections", &own)?;
        line(output, "bare, one connection", &one)?;
        line(output, "ours, sealed and signed", &ours)?;
        let ratio = ours.per_second / own.per_second.max(one.per_second);
        writeln!(output, "ratio to the faster bare way: {ratio:.2}")?;
        Ok(())
    }
}

pub(crate) fn line(output: &mut impl Write, name: &str, measured: &Measured) -> anyhow::Result<()> {
    let Measured {
        per_second,
        median,
        slow,
        slowest,
    } = measured;
    writeln!(
        output,
        "{name:<38} {per_second:>8.0}/s   median {median:>9.2?}   99% {slow:>9.2?}   slowest {slowest:>9.2?}"
    )?;
    Ok(())
}

fn appends(store: &Store, clients: usize, length: Duration) -> anyhow::Result<Measured> {
    measure(clients, length, |client| {
        let mut version = store.head(&format!("treatment/{client}"))?;
        Ok(move || {
            store.append(example_append(client, version)?)?;
            version += 1;
            Ok(())
        })
    })
}

/// What one of our entries holds, for the bare row.
fn example_bytes() -> anyhow::Result<Bytes> {
    let mut ledger = Ledger::new(ORIGIN);
    let mut envelope = Vec::new();
    let mut ciphertext = Vec::new();
    // The second entry of a stream carries both links backwards, as almost all do.
    for version in 0..2 {
        for draft in example_append(0, version)?.drafts {
            let entry = ledger.append(draft)?;
            (envelope, ciphertext) = (entry.bytes, entry.ciphertext.unwrap_or_default());
        }
    }
    Ok(Bytes {
        envelope,
        ciphertext,
    })
}
