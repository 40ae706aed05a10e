//! The house rules as tests, generated documents, and the one CI command.
//!
//! `cargo xtask ci` is what CI runs. The rules are plain tests under `tidy`, so that
//! `cargo test -p xtask` says everything that is out of order at once.

mod steps;
#[cfg(test)]
mod tidy;

use std::io::{self, Write};
use std::process::ExitCode;

use steps::{CI, DOCS, LINT, run};

const USAGE: &str = "\
usage: cargo xtask <command>
  ci     what CI runs: lint, then every test
  lint   format, Clippy on all targets, documentation with private items
  docs   write the generated documents and the golden files of new events
";

fn main() -> io::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let steps: &[_] = match (arguments.next().as_deref(), arguments.next()) {
        (Some("ci"), None) => &[LINT, CI],
        (Some("lint"), None) => &[LINT],
        (Some("docs"), None) => &[DOCS],
        _ => {
            io::stderr().write_all(USAGE.as_bytes())?;
            return Ok(ExitCode::from(2));
        }
    };
    run(&steps.concat())
}
