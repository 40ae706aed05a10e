//! Runs every test and keeps the list of those that ran, for the trace from requirements to tests.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::ran::Log;

/// Where the stories that went as told are listed, by the test that runs them; under Cargo's target directory.
const STORIES: &str = "tmp/stories-that-passed.txt";
/// Where the tests and stories that ran are listed; under Cargo's target directory.
const RAN: &str = "ran.txt";
/// Where the browser journeys list themselves.
const JOURNEYS: &str = "e2e/ran.txt";

/// Runs every test with snapshots as committed, and writes the list of those that ran.
pub(crate) fn run_tests() -> io::Result<ExitCode> {
    let target = target_directory()?;
    let stories = target.join(STORIES);
    // A list of an earlier run says nothing about this one.
    for list in [&stories, &target.join(RAN)] {
        match fs::remove_file(list) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let arguments = "test --workspace --color never --message-format json-render-diagnostics";
    writeln!(io::stdout(), "$ INSTA_UPDATE='no' cargo {arguments}")?;
    let (printed, end) = io::pipe()?;
    let mut running = Command::new(cargo())
        .current_dir(root())
        .args(arguments.split(' '))
        .env("INSTA_UPDATE", "no")
        .stdout(end.try_clone()?)
        .stderr(end)
        .spawn()?;
    let mut log = Log::default();
    let mut out = io::stdout();
    for line in BufReader::new(printed).split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        if !log.take(&text).map_err(io::Error::other)? {
            writeln!(out, "{text}")?;
        }
    }
    if !running.wait()?.success() {
        writeln!(io::stderr(), "failed: cargo {arguments}")?;
        return Ok(ExitCode::FAILURE);
    }
    let list = log.into_list() + &fs::read_to_string(stories)?;
    fs::write(target.join(RAN), list)?;
    Ok(ExitCode::SUCCESS)
}

/// Holds the requirements against the tests, stories and journeys that ran.
pub(crate) fn hold_requirements() -> io::Result<ExitCode> {
    let ran = target_directory()?.join(RAN);
    let status = Command::new(cargo())
        .current_dir(root())
        .args("run --quiet --package cikada -- requirements --open --ran".split(' '))
        .arg(ran)
        .args(["--ran", JOURNEYS])
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn cargo() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The directory into which this program was built, `target` by custom.
fn target_directory() -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    let target = own.ancestors().nth(2);
    target
        .map(Path::to_owned)
        .ok_or_else(|| io::Error::other("this program lies in no target directory"))
}
