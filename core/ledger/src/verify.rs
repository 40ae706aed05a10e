//! Verification: holds entries against signed checkpoints, goes on after the first fault and names every one.
//!
//! It needs the entries, the notes and a public key, and trusts none of what is stored: a fault is named at its own
//! sequence and does not spread to its neighbours. What it cannot see is said in the verdict.

mod chain;
mod row;
mod stream;

use std::collections::BTreeMap;

use crate::checkpoint::Checkpoint;
use crate::entry::StoredEntry;
use crate::heads::{Head, StreamHeads};
use crate::note::VerifierKey;
use crate::report::{Fault, Report, Scope};
use chain::{Located, prove};
use row::{Erasures, Names, Row, check_parts};

pub(crate) use stream::{Proven, StreamEvidence, verify_stream};

/// Verifies a whole ledger: its entries in the order in which they are kept, and the notes kept beside them.
///
/// `seen` are notes kept elsewhere before: whoever holds one can tell a ledger that was cut or replaced since.
#[must_use]
pub fn verify(
    entries: impl IntoIterator<Item = StoredEntry>,
    notes: &[String],
    seen: &[String],
    key: &VerifierKey,
) -> Report {
    let mut report = Report::new(Scope::Ledger, key.to_string());
    let checkpoints = open_notes(notes, key, &mut report);
    let mut names = Names::default();
    let rows: Vec<Row> = entries
        .into_iter()
        .map(|entry| Row::read(&entry, &mut names))
        .collect();
    report.entries = rows.len() as u64;
    let Some(newest) = checkpoints.last() else {
        if notes.is_empty() {
            report.faults.push(Fault::CheckpointInvalid {
                reason: "there is none".to_owned(),
            });
        }
        return report;
    };
    report.size = Some(newest.size);

    let (located, proven) = prove(&rows, newest.size, &newest.root);
    check_places(&rows, &located, newest.size, &mut report);
    if proven {
        check_history(&located, &checkpoints, &mut report);
    } else {
        find_rewritten(&rows, &located, &checkpoints, &mut report);
    }
    let mut erasures = Erasures::default();
    let genuine = || {
        located
            .slots
            .iter()
            .filter(|(at, _)| located.is_genuine(&rows, **at))
    };
    for row in genuine().filter_map(|(_, slot)| rows.get(slot.row?)) {
        erasures.note(row);
    }
    for row in genuine().filter_map(|(_, slot)| rows.get(slot.row?)) {
        check_parts(row, &erasures, &mut report);
    }
    // Gaps and heads of streams only say something new when every entry is there.
    if report.faults.is_empty() {
        check_streams(&rows, &located, newest, &mut report);
    }
    check_seen(seen, key, newest, proven.then_some(&located), &mut report);
    report.sort();
    report
}

/// The checkpoints that hold, in order of size.
fn open_notes(notes: &[String], key: &VerifierKey, report: &mut Report) -> Vec<Checkpoint> {
    let mut checkpoints = Vec::with_capacity(notes.len());
    for note in notes {
        match Checkpoint::open(note, key) {
            Ok(checkpoint) => checkpoints.push(checkpoint),
            Err(error) => report.faults.push(Fault::CheckpointInvalid {
                reason: error.to_string(),
            }),
        }
    }
    checkpoints.sort_by_key(|checkpoint| checkpoint.size);
    checkpoints
}

/// Names what is altered, missing, extra or out of order.
fn check_places(rows: &[Row], located: &Located, size: u64, report: &mut Report) {
    let mut missing = missing(located, size);
    for place in located
        .extra
        .iter()
        .filter_map(|index| rows.get(*index))
        .map(|row| row.place)
    {
        // Something foreign in the place of an entry is that entry altered.
        if take_out(&mut missing, place) {
            report.faults.push(Fault::Altered { sequence: place });
        } else {
            report.faults.push(Fault::Extra { sequence: place });
        }
    }
    report.faults.extend(
        missing
            .into_iter()
            .map(|(first, last)| Fault::Missing { first, last }),
    );
    let order = check_order(rows, located, report);
    for (sequence, slot) in &located.slots {
        let Some(row) = slot.row.and_then(|index| rows.get(index)) else {
            continue;
        };
        if row.actual != slot.expected || row.stored != slot.expected {
            report.faults.push(Fault::Altered {
                sequence: *sequence,
            });
        } else if order == Order::Shifted && row.place != *sequence {
            report.faults.push(Fault::Reordered {
                sequence: *sequence,
            });
        }
    }
}

#[derive(PartialEq, Eq)]
enum Order {
    /// Explained by other faults, or right.
    Settled,
    /// The rows follow each other, so their numbers are to be held against their places.
    Shifted,
}

/// Names the entries that stand where another one should.
fn check_order(rows: &[Row], located: &Located, report: &mut Report) -> Order {
    let before = report.faults.len();
    let mut standing: Vec<(usize, u64)> = located
        .slots
        .iter()
        .filter_map(|(sequence, slot)| Some((slot.row?, *sequence)))
        .collect();
    let in_order: Vec<u64> = standing.iter().map(|(_, sequence)| *sequence).collect();
    standing.sort_unstable();
    for ((_, found), expected) in standing.iter().zip(in_order) {
        if *found != expected && located.is_genuine(rows, *found) {
            report.faults.push(Fault::Reordered { sequence: *found });
        }
    }
    if before == 0 && report.faults.is_empty() {
        Order::Shifted
    } else {
        Order::Settled
    }
}

/// The ranges of sequences for which no row stands: the last of each by its first.
fn missing(located: &Located, size: u64) -> BTreeMap<u64, u64> {
    let mut ranges = BTreeMap::new();
    let mut next = 1;
    for (sequence, _) in located.slots.iter().filter(|(_, slot)| slot.row.is_some()) {
        if *sequence > next {
            ranges.insert(next, sequence - 1);
        }
        next = sequence + 1;
    }
    if next <= size {
        ranges.insert(next, size);
    }
    ranges
}

/// Takes one sequence out of ranges; whether it was in one.
fn take_out(ranges: &mut BTreeMap<u64, u64>, sequence: u64) -> bool {
    let around = ranges
        .range(..=sequence)
        .next_back()
        .map(|(first, last)| (*first, *last));
    let Some((first, last)) = around.filter(|(_, last)| sequence <= *last) else {
        return false;
    };
    ranges.remove(&first);
    let rest = [(first, sequence.saturating_sub(1)), (sequence + 1, last)];
    ranges.extend(rest.into_iter().filter(|(first, last)| first <= last));
    true
}

/// Every earlier checkpoint must be one this history leads through.
fn check_history(located: &Located, checkpoints: &[Checkpoint], report: &mut Report) {
    let tree = located.tree();
    for checkpoint in checkpoints {
        if tree.root_at(checkpoint.size) != Some(checkpoint.root) {
            report.faults.push(Fault::Inconsistent {
                size: checkpoint.size,
            });
        }
    }
}

/// When the newest root cannot be reached: finds how far the proof goes, and names what lies beyond if nothing else
/// explains it.
fn find_rewritten(
    rows: &[Row],
    located: &Located,
    checkpoints: &[Checkpoint],
    report: &mut Report,
) {
    let proves = |checkpoint: &Checkpoint| prove(rows, checkpoint.size, &checkpoint.root).1;
    // What a larger root proves a smaller one proves too.
    let proven = checkpoints.partition_point(proves);
    let first = checkpoints
        .get(..proven)
        .and_then(<[_]>::last)
        .map_or(1, |checkpoint| checkpoint.size + 1);
    let last = checkpoints
        .get(proven)
        .map_or(first, |checkpoint| checkpoint.size);
    let known = located.tree().size();
    let explained = report.faults.iter().any(|fault| match fault {
        Fault::Missing { first, .. } => *first <= known + 1 && known < last,
        Fault::Altered { sequence } => (first..=last).contains(sequence),
        _ => false,
    });
    if !explained {
        report.faults.push(if first == last {
            Fault::Altered { sequence: first }
        } else {
            Fault::Rewritten { first, last }
        });
    }
}

/// Versions and links within each stream, and the signed heads.
fn check_streams(rows: &[Row], located: &Located, newest: &Checkpoint, report: &mut Report) {
    let mut heads = BTreeMap::<&str, Head>::new();
    for row in located
        .slots
        .values()
        .filter_map(|slot| rows.get(slot.row?))
    {
        let Ok(content) = &row.content else { continue };
        let before = heads.get(&*content.stream).copied();
        let version = before.map_or(0, |head| head.version).saturating_add(1);
        if content.stream_version != version
            || content.stream_previous != before.map(|head| head.hash)
        {
            report.faults.push(Fault::StreamGap {
                stream: content.stream.to_string(),
                version,
            });
        }
        if *content.origin != *newest.origin {
            report.faults.push(Fault::Extra {
                sequence: content.sequence,
            });
        }
        heads.insert(
            &content.stream,
            Head {
                version: content.stream_version,
                hash: row.actual,
            },
        );
    }
    if heads.into_iter().collect::<StreamHeads>().root() != newest.streams {
        report.faults.push(Fault::StreamHeadsUnproven);
    }
}

/// Holds checkpoints kept elsewhere against this ledger.
fn check_seen(
    seen: &[String],
    key: &VerifierKey,
    newest: &Checkpoint,
    proven: Option<&Located>,
    report: &mut Report,
) {
    let tree = proven.map(Located::tree);
    for checkpoint in open_notes(seen, key, report) {
        report.seen += 1;
        if checkpoint.size > newest.size {
            report.faults.push(Fault::TreeShorterThanSeen {
                seen: checkpoint.size,
                size: newest.size,
            });
        } else if tree
            .as_ref()
            .is_some_and(|tree| tree.root_at(checkpoint.size) != Some(checkpoint.root))
        {
            report.faults.push(Fault::Inconsistent {
                size: checkpoint.size,
            });
        }
    }
}
