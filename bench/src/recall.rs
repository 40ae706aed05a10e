//! How long a recall takes in a centre whose ledger is large: from each kind of thing to every batch, dose and patient.
//!
//! Patients are taken evenly over the whole ledger; what lies upstream of them gives the bags, batches, lots, people and
//! devices to ask about next. A question is the whole answer that the page shows, with states, ways, names and contacts.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use cikada_app::read::genealogy::{Days, Genealogy, LINES_ON_A_PAGE, prepare, traced};
use cikada_app::use_cases::maintain;
use cikada_app::{SystemClock, World};
use cikada_domain::genealogy::{Kind, Node};
use clap::Args;

#[derive(Args)]
pub(crate) struct Recall {
    /// A centre, such as `large-ledger --directory` leaves one
    #[arg(long)]
    directory: PathBuf,
    /// How many patients are asked about
    #[arg(long, default_value_t = 50)]
    patients: usize,
    /// How many things of each other kind
    #[arg(long, default_value_t = 20)]
    things: usize,
}

/// What the questions about one kind of thing took.
#[derive(Default)]
struct Asked {
    times: Vec<Duration>,
    reached: usize,
    patients: usize,
}

impl Recall {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let world = World::open(&self.directory, Arc::new(SystemClock))?;
        let treatments = maintain::treatments(&world)?;
        ensure!(!treatments.is_empty(), "there is no treatment to ask about");
        writeln!(
            output,
            "{} entries, {} treatments",
            world.size()?,
            treatments.len()
        )?;
        let begin = Instant::now();
        prepare(&world)?;
        writeln!(
            output,
            "taken in before the first question in {:.2?}",
            begin.elapsed()
        )?;
        let mut asked: BTreeMap<Kind, Asked> = BTreeMap::new();
        let mut things: BTreeMap<Kind, Vec<Node>> = BTreeMap::new();
        let step = treatments.len().div_ceil(self.patients.max(1));
        for (_, person) in treatments.iter().step_by(step) {
            let patient = Node::new(Kind::Patient, person);
            let answer = ask(&world, &patient, &mut asked)?;
            let groups = answer.upstream.iter().chain(&answer.downstream);
            for line in groups.flat_map(|group| &group.lines) {
                let node = &line.thing.node;
                let kept = things.entry(node.kind).or_default();
                if kept.len() < self.things && !kept.contains(node) {
                    kept.push(node.clone());
                }
            }
        }
        for node in things.values().flatten() {
            ask(&world, node, &mut asked)?;
        }
        for (kind, mut asked) in asked {
            asked.times.sort();
            let median = asked.times.get(asked.times.len() / 2);
            let most = asked.times.last();
            let (median, most) = (median.copied(), most.copied());
            writeln!(
                output,
                "{:16} {:4} asked: median {:8.2?}, most {:8.2?}; reached at most {} things, {} patients",
                kind.words(),
                asked.times.len(),
                median.unwrap_or_default(),
                most.unwrap_or_default(),
                asked.reached,
                asked.patients
            )?;
        }
        Ok(())
    }
}

fn ask(world: &World, node: &Node, asked: &mut BTreeMap<Kind, Asked>) -> anyhow::Result<Genealogy> {
    let begin = Instant::now();
    let answer = traced(world, node, Days::default(), LINES_ON_A_PAGE)?;
    let took = begin.elapsed();
    let groups = answer.upstream.iter().chain(&answer.downstream);
    let reached = groups.map(|group| group.count).sum();
    let asked = asked.entry(node.kind).or_default();
    asked.times.push(took);
    asked.reached = asked.reached.max(reached);
    asked.patients = asked.patients.max(answer.counts.patients);
    Ok(answer)
}
