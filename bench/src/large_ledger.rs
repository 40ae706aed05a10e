//! From scan to answer over HTTP in a centre whose ledger is large: at the ward, at the bedside and in the clean room.
//!
//! A password is hashed slowly on purpose, and each witness types one. So the bedside is measured twice: whole, and with
//! the witness left out, which the engine refuses after asking every gate, and which is recorded like any other answer.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use cikada_app::sample::{self, Load, PASSWORD};
use cikada_app::use_cases::maintain;
use cikada_app::{SystemClock, World};
use clap::Args;

use crate::durable_step::line;
use crate::form::{Form, SignedIn};
use crate::load::{Measured, measure, summary};
use crate::served_start_up::start;

/// How many clients act at the same time, one run each.
const CLIENTS: [usize; 2] = [1, 8];
/// How many treatments are scanned for the first time.
const COLD_MAX: usize = 400;
/// How often a page is asked for.
const PAGES: u32 = 5;

#[derive(Args)]
pub(crate) struct LargeLedger {
    /// How many entries, at least
    #[arg(long, default_value_t = 1_000_000)]
    entries: u64,
    /// Where the centre lies, to be used again; a temporary directory without it
    #[arg(long)]
    directory: Option<PathBuf>,
    /// How long each measurement is
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The built binary, to measure its start
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Leave the verification of the whole ledger out
    #[arg(long)]
    without_verify: bool,
}

/// One form with what it sends: the number of times it was sent decides between fields that alternate.
type Sends = Box<dyn FnMut(&mut Form) -> anyhow::Result<()> + Send>;

impl LargeLedger {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let temporary = tempfile::tempdir()?;
        let directory = self.directory.as_deref().unwrap_or(temporary.path());
        let centre = directory.join("centre");
        if !centre.exists() {
            let begin = Instant::now();
            let copies = sample::large(&centre, self.entries)?;
            let took = begin.elapsed();
            writeln!(output, "filled with {copies} treatments in {took:.0?}")?;
        }
        let begin = Instant::now();
        let world = World::open(&centre, Arc::new(SystemClock))?;
        let took = begin.elapsed();
        let size = world.size()?;
        ensure!(
            size >= self.entries,
            "{} holds only {size}",
            centre.display()
        );
        writeln!(output, "{size} entries; opened in {took:.2?}")?;
        if !self.without_verify {
            let begin = Instant::now();
            ensure!(maintain::verify(&world, &[])?.is_proven(), "not proven");
            writeln!(output, "verified in {:.1?}", begin.elapsed())?;
        }
        drop(world);
        if let Some(binary) = &self.binary {
            start(binary, &centre, output)?;
        }
        self.serve(&centre, output)
    }

    fn serve(&self, centre: &Path, output: &mut impl Write) -> anyhow::Result<()> {
        let most = CLIENTS.iter().copied().max().unwrap_or(1);
        let (world, load) = sample::waiting(centre, u16::try_from(most)?)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(cikada_web::serve(
            Arc::clone(&world),
            listener,
            std::future::pending(),
        ));
        for (name, acts) in acts(&world, address, &load)? {
            for clients in CLIENTS {
                let length = Duration::from_secs(self.seconds);
                let measured = measure(clients, length, |number| {
                    let act = acts.get(number).context("a tablet")?;
                    let mut act = act.lock().unwrap_or_else(PoisonError::into_inner);
                    Ok(move || {
                        let (form, send) = &mut *act;
                        send(form)
                    })
                })?;
                line(output, &format!("{name}, {clients} clients"), &measured)?;
            }
        }
        line(
            output,
            "bedside, treatment not read before",
            &self.cold(&world, address, &load)?,
        )?;
        pages(&world, address, output)
    }

    /// Scans at the bedsides of treatments that nobody has looked at since the start: each is read whole.
    fn cold(&self, world: &World, address: SocketAddr, load: &Load) -> anyhow::Result<Measured> {
        let nurse = SignedIn::new(world, address, "nurse")?;
        let bedside = load.bedsides.first().context("a bedside")?;
        let scans = [
            ("wristband", bedside.wristband.as_str()),
            ("container", &bedside.bag),
        ];
        let mut form = Form::new(&nurse, "cold", String::new())?;
        let mut times = Vec::new();
        // Each once: a second scan finds the treatment as the first left it.
        for treatment in load.treatments.iter().take(COLD_MAX) {
            form.path = format!("/treatments/{treatment}/doses/1/bedside");
            let begin = Instant::now();
            form.send(&scans, "wrong-patient")?;
            times.push(begin.elapsed());
        }
        summary(times.iter().sum(), times)
    }
}

type Acts = Vec<Mutex<(Form, Sends)>>;

/// Every act that is measured, each with a form for each client.
fn acts(
    world: &World,
    address: SocketAddr,
    load: &Load,
) -> anyhow::Result<Vec<(&'static str, Acts)>> {
    let collection = SignedIn::new(world, address, "collection")?;
    let nurse = SignedIn::new(world, address, "nurse")?;
    let technologist = SignedIn::new(world, address, "technologist")?;
    let [refused, unknown, verified] = bedsides(load, &nurse)?;
    Ok(vec![
        ("handover, unsigned", handovers(load, &collection)?),
        ("bedside, no witness", refused),
        ("bedside, unknown wristband", unknown),
        ("bedside, witness's password", verified),
        (
            "batch step, witness's password",
            steps(load, &technologist)?,
        ),
    ])
}

fn handovers(load: &Load, collection: &SignedIn) -> anyhow::Result<Acts> {
    let mut handover = Acts::new();
    for bag in &load.bags {
        let path = format!(
            "/treatments/{}/containers/{}/custody",
            bag.treatment, bag.container
        );
        let code = bag.code.clone();
        let send: Sends = Box::new(move |form| {
            let places = [("from", "ward"), ("to", "clean room")];
            let back = [("from", "clean room"), ("to", "ward")];
            let [from, to] = if form.sent.is_multiple_of(2) {
                places
            } else {
                back
            };
            let seen = [
                ("temperature", "20.5"),
                ("intact", "yes"),
                ("note", "looked at"),
                ("place", "ward"),
            ];
            let scans = [("container", code.as_str()), ("identity", code.as_str())];
            let fields = [&scans[..], &[from, to], &seen].concat();
            // Without the secrets of its two signers, which are measured apart: read, decided and
            // recorded like any other, and refused.
            form.send(&fields, "signature-missing")
        });
        handover.push(Mutex::new((Form::new(collection, "handover", path)?, send)));
    }
    Ok(handover)
}

/// Without a witness, with a wristband that nobody has, and whole.
fn bedsides(load: &Load, nurse: &SignedIn) -> anyhow::Result<[Acts; 3]> {
    let (mut refused, mut unknown, mut verified) = (Acts::new(), Acts::new(), Acts::new());
    for bedside in &load.bedsides {
        let path = format!("/treatments/{}/doses/1/bedside", bedside.treatment);
        let scans = [
            ("wristband", bedside.wristband.clone()),
            ("container", bedside.bag.clone()),
        ];
        let again = scans.clone();
        let nobody = bedside.wristband.replace("Bedside", "Unknown");
        let bag = bedside.bag.clone();
        let lost: Sends = Box::new(move |form| {
            let scans = [("wristband", nobody.as_str()), ("container", &bag)];
            form.send(&scans, "wristband-unknown")
        });
        unknown.push(Mutex::new((Form::new(nurse, "lost", path.clone())?, lost)));
        let alone: Sends = Box::new(move |form| {
            let scans = scans.each_ref().map(|(name, code)| (*name, code.as_str()));
            form.send(&scans, "witness-missing")
        });
        refused.push(Mutex::new((
            Form::new(nurse, "alone", path.clone())?,
            alone,
        )));
        let witnessed: Sends = Box::new(move |form| {
            let scans = again.each_ref().map(|(name, code)| (*name, code.as_str()));
            form.send(&[&scans[..], &WITNESS_NURSE].concat(), "Verified")
        });
        verified.push(Mutex::new((
            Form::new(nurse, "witnessed", path)?,
            witnessed,
        )));
    }
    Ok([refused, unknown, verified])
}

fn steps(load: &Load, technologist: &SignedIn) -> anyhow::Result<Acts> {
    let mut steps = Acts::new();
    for step in &load.steps {
        let (treatment, batch, id) = (&step.treatment, &step.batch, &step.step);
        let path = format!("/treatments/{treatment}/batches/{batch}/steps/{id}");
        let typed = step.fields.clone();
        let send: Sends = Box::new(move |form| {
            let typed: Vec<_> = typed
                .iter()
                .map(|(name, typed)| (name.as_str(), typed.as_str()))
                .collect();
            form.send(&[&typed[..], &WITNESS_TECHNOLOGIST].concat(), "Recorded")
        });
        steps.push(Mutex::new((Form::new(technologist, "step", path)?, send)));
    }
    Ok(steps)
}

const WITNESS_NURSE: [(&str, &str); 2] = [("_witness", "nurse2"), ("_witness_password", PASSWORD)];
const WITNESS_TECHNOLOGIST: [(&str, &str); 2] = [
    ("_witness", "technologist2"),
    ("_witness_password", PASSWORD),
];

/// How long the lists take that everyone has open: the first time, and the least of the others.
fn pages(world: &World, address: SocketAddr, output: &mut impl Write) -> anyhow::Result<()> {
    let mut client = SignedIn::new(world, address, "inspector")?.connect()?;
    for path in ["/today", "/board", "/release"] {
        let mut times = Vec::new();
        for _ in 0..PAGES {
            let begin = Instant::now();
            client.get(path)?;
            times.push(begin.elapsed());
        }
        let first = times.first().copied().unwrap_or_default();
        let least = times.iter().min().copied().unwrap_or_default();
        writeln!(output, "{path}: first {first:.1?}, then {least:.1?}")?;
    }
    Ok(())
}
