//! What it costs, side by side with what users would take instead.
//!
//! Both sides run alternately in one process, on the same files and the same cores, so that a busy machine slows both.
//! Figures are printed, never asserted: they say something only next to each other.

mod bare;
mod durable_step;
mod example;
mod form;
mod http;
mod large_ledger;
mod library;
mod load;
mod recall;
mod served_start_up;
mod served_step;
mod start_up;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measures what the store costs")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Durable appends a second, sealed and signed, beside bare SQLite inserts of the same bytes
    DurableStep(durable_step::DurableStep),
    /// Checking the shipped protocols and planning their treatments, beside parsing alone
    Library(library::Library),
    /// From scan to answer over HTTP in a centre with a million entries, and what start and proof take there
    LargeLedger(large_ledger::LargeLedger),
    /// From a lot, a bag or a person to every batch, dose and patient, in a centre that is there
    Recall(recall::Recall),
    /// The same over HTTP: from a scan posted to its answer
    ServedStep(served_step::ServedStep),
    /// How long the server takes to its first answer over a large ledger, and what it holds idle
    ServedStartUp(served_start_up::ServedStartUp),
    /// How long a large ledger takes to open, and how much memory
    StartUp(start_up::StartUp),
    /// Opens the ledger in a directory and prints what that took
    #[command(hide = true)]
    Open {
        /// The directory
        directory: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    match Arguments::parse().what {
        What::DurableStep(step) => step.run(&mut output),
        What::Library(library) => library.run(&mut output),
        What::LargeLedger(large) => large.run(&mut output),
        What::Recall(recall) => recall.run(&mut output),
        What::ServedStep(step) => step.run(&mut output),
        What::ServedStartUp(start_up) => start_up.run(&mut output),
        What::StartUp(start_up) => start_up.run(&mut output),
        What::Open { directory } => start_up::open(&directory, &mut output),
    }
}
