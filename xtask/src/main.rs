//! The house rules as tests, generated documents, and the commands of CI.
//!
//! `.ci/run` calls them one by one. The rules are plain tests under `tidy`, so that
//! `cargo test -p xtask` says everything that is out of order at once.

mod ran;
mod steps;
mod test;
#[cfg(test)]
mod tidy;

use std::io::{self, Write};
use std::process::ExitCode;

use steps::{DOCS, LINT, run};
use test::{hold_requirements, run_tests};

const USAGE: &str = "\
usage: cargo xtask <command>
  ci            lint, then every test
  lint          format, Clippy on all targets, documentation with private items
  test          every test, with the list of those that ran
  requirements  hold docs/requirements.toml against the tests and journeys that ran
  docs          write the generated documents and the golden files of new events
";

fn main() -> io::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("ci"), None) if run(LINT)? != ExitCode::SUCCESS => Ok(ExitCode::FAILURE),
        (Some("ci" | "test"), None) => run_tests(),
        (Some("lint"), None) => run(LINT),
        (Some("requirements"), None) => hold_requirements(),
        (Some("docs"), None) => run(DOCS),
        _ => {
            io::stderr().write_all(USAGE.as_bytes())?;
            Ok(ExitCode::from(2))
        }
    }
}
