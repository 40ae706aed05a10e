//! Whatever was acknowledged is there after the process was killed, and after the disk was full.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use cikada_store::{AppendError, Store};

use crate::example::{example_append, example_key, example_store};

const DIRECTORY: &str = "SIM_STORE_DIRECTORY";

/// The child of the test below; on its own it has nothing to do.
#[test]
fn sim_child_appends_until_it_is_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else {
        return;
    };
    let store = example_store(Path::new(&directory));
    let output = Mutex::new(std::io::stdout());
    thread::scope(|scope| {
        for client in 0..4 {
            let (store, output) = (&store, &output);
            scope.spawn(move || {
                let stream = format!("t/{client}");
                for version in store.head(&stream).unwrap().. {
                    let command = format!("{client}/{version}");
                    store
                        .append(example_append(&command, &stream, version, &[7; 300]))
                        .unwrap();
                    let mut output = output.lock().unwrap();
                    writeln!(output, "ack {command}").unwrap();
                    output.flush().unwrap();
                }
            });
        }
    });
}

// INVARIANT (acknowledged-is-kept): what a client was told is there, whatever happened after.
#[test]
fn every_acknowledged_append_survives_a_kill_at_any_moment() {
    let directory = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..12_usize {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "crashing::sim_child_appends_until_it_is_killed",
                "--exact",
                "--nocapture",
            ])
            .env(DIRECTORY, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        // The test harness may write its own words before the first one.
        let command = |line: String| {
            line.split_once("ack ")
                .map(|(_, command)| command.to_owned())
        };
        let mut commands: Vec<String> = lines
            .by_ref()
            .filter_map(command)
            .take(1 + round * 13 % 40)
            .collect();
        child.kill().unwrap();
        commands.extend(lines.filter_map(command));
        child.wait().unwrap();

        let store = example_store(directory.path());
        acknowledged += commands.len() as u64;
        for command in commands {
            assert!(
                store.find_answer(&command).unwrap().is_some(),
                "{command} was acknowledged and is lost"
            );
        }
        let report = store.verify(&[]).unwrap();
        assert!(report.is_proven(), "{report}");
        assert!(store.size().unwrap() >= acknowledged);
    }
    assert!(acknowledged > 100);
}

/// A small file system of its own, where the test may mount one.
struct SimDisk(tempfile::TempDir);

impl SimDisk {
    fn mount() -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
            .arg(directory.path())
            .stderr(Stdio::null())
            .status();
        mount
            .is_ok_and(|status| status.success())
            .then_some(Self(directory))
    }
}

impl Drop for SimDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// The unit test of the store does the same with a limit of SQLite's own, where nothing can be mounted.
#[test]
fn a_really_full_disk_loses_nothing_and_halts_nothing() {
    let Some(disk) = SimDisk::mount() else { return };
    let store = Store::open(disk.0.path(), example_key()).unwrap();
    let mut sequence = 0;
    let full = loop {
        match store.append(example_append(
            &sequence.to_string(),
            "t/1",
            sequence,
            &[7; 3000],
        )) {
            Ok(_) => sequence += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(full, AppendError::StorageFull);
    assert!(!store.is_halted());
    assert_eq!(store.read_stream("t/1").unwrap().len() as u64, sequence);
    assert!(store.verify(&[]).unwrap().is_proven());
    let grown = Command::new("mount")
        .args(["-o", "remount,size=8m"])
        .arg(disk.0.path())
        .status()
        .unwrap();
    assert!(grown.success());
    store
        .append(example_append("after", "t/1", sequence, &[7; 3000]))
        .unwrap();
    drop(store);
    let store = example_store(disk.0.path());
    assert_eq!(store.size().unwrap(), sequence + 1);
    assert!(store.verify(&[]).unwrap().is_proven());
}
