//! How long the server takes from its start to its first answer over a large ledger, and what it holds idle.
//!
//! The ledger is made by real handovers of sample bags, so that entries, streams and views are those of use. The
//! server is a process of its own, started as a site starts it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use cikada_app::form::Target;
use cikada_app::sample::{self, PASSWORD, WaitingBag};
use cikada_app::use_cases::{Actor, Answer, Posted, sign_in, submit};
use cikada_app::{SystemClock, World};
use clap::Args;

use crate::http::is_well;

/// How long the server is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(2);

#[derive(Args)]
pub(crate) struct ServedStartUp {
    /// How many entries, at least
    #[arg(long, default_value_t = 100_000)]
    entries: u64,
    /// Over how many treatments they are spread
    #[arg(long, default_value_t = 200)]
    treatments: u16,
    /// How often it is started
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// The built binary
    #[arg(long, default_value = "target/release/cikada")]
    binary: PathBuf,
}

impl ServedStartUp {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        let centre = directory.path().join("centre");
        let (world, bags) = sample::with_bags(&centre, self.treatments)?;
        let device = cikada_domain::DeviceId::new("bench")?;
        let actor = sign_in(&world, "collection", PASSWORD, &device)?
            .session
            .actor;
        fill(&world, &actor, &bags, self.entries)?;
        drop(world);
        let world = World::open(&centre, Arc::new(SystemClock))?;
        let size = cikada_app::use_cases::maintain::verify(&world, &[])?.entries;
        drop(world);
        writeln!(output, "{size} entries in {} treatments", self.treatments)?;
        for _ in 0..self.rounds {
            start(&self.binary, &centre, output)?;
        }
        Ok(())
    }
}

/// Starts a server on a centre, waits for its first answer, and says what it holds idle.
pub(crate) fn start(binary: &Path, centre: &Path, output: &mut impl Write) -> anyhow::Result<()> {
    let begin = Instant::now();
    let mut server = Command::new(binary)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(centre)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started: build it first", binary.display()))?;
    let answered = first_answer(&mut server).map(|()| begin.elapsed());
    std::thread::sleep(IDLE);
    let resident = resident_kibibytes(server.id());
    server.kill()?;
    server.wait()?;
    let (answered, resident) = (answered?, resident?);
    writeln!(
        output,
        "first answer after {answered:.0?}; idle with {:.1} MiB resident",
        f64::from(resident) / 1024.0
    )?;
    Ok(())
}

/// Hands the bags to and fro, eight at a time, until the ledger is as large as asked.
fn fill(world: &World, actor: &Actor, bags: &[WaitingBag], entries: u64) -> anyhow::Result<()> {
    let each = entries / u64::try_from(bags.len())? + 1;
    let shares = bags.chunks(bags.len().div_ceil(8));
    std::thread::scope(|scope| {
        let running: Vec<_> = shares
            .map(|share| {
                scope.spawn(move || {
                    share
                        .iter()
                        .try_for_each(|bag| shuttle(world, actor, bag, each))
                })
            })
            .collect();
        for handle in running {
            handle
                .join()
                .map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        Ok(())
    })
}

fn shuttle(world: &World, actor: &Actor, bag: &WaitingBag, times: u64) -> anyhow::Result<()> {
    for number in 0..times {
        let (ward, room) = ("ward", "clean room");
        let (from, to) = if number.is_multiple_of(2) {
            (ward, room)
        } else {
            (room, ward)
        };
        let fields = [
            ("container", bag.code.as_str()),
            ("from", from),
            ("to", to),
            ("identity", bag.code.as_str()),
            ("place", to),
            ("temperature", "20.5"),
            ("intact", "yes"),
            ("note", "looked at on both sides"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let posted = Posted {
            request: format!("{}-{number}", bag.container),
            fields: fields.into(),
            ..Posted::default()
        };
        let target = Target::Custody(bag.container.clone());
        let answer = submit(world, actor, &bag.treatment, &target, &posted)?;
        // Without the secrets of its two signers it is a refusal, which is an entry like any other.
        ensure!(matches!(answer, Answer::Refused { .. }), "{answer:?}");
    }
    Ok(())
}

/// Waits for the address the server prints and asks there until it is well.
fn first_answer(server: &mut Child) -> anyhow::Result<()> {
    let printed = server.stdout.take().context("the server's output")?;
    let mut line = String::new();
    BufReader::new(printed).read_line(&mut line)?;
    let address = line.trim().rsplit("http://").next().context("an address")?;
    ensure!(is_well(address.parse()?)?, "the server is not well");
    Ok(())
}

fn resident_kibibytes(process: u32) -> anyhow::Result<u32> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))
        .context("this figure needs Linux")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .context("no size in the status")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
