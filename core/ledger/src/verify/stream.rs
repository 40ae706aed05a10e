//! Verification of one stream alone: every entry by its proof of inclusion, completeness by the signed stream head.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::row::{Erasures, Names, Row, check_parts};
use crate::checkpoint::Checkpoint;
use crate::entry::StoredEntry;
use crate::hash::Hash;
use crate::heads::{Head, HeadProof};
use crate::note::VerifierKey;
use crate::report::{Fault, Report, Scope};
use crate::tree::verify_inclusion;

/// An entry with its path to the root.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Proven {
    #[n(0)]
    pub(crate) entry: StoredEntry,
    /// The hashes of the path, leaf side first, one after the other.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) path: Vec<u8>,
}

/// Everything that proves one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StreamEvidence<'a> {
    pub(crate) stream: &'a str,
    pub(crate) note: &'a str,
    pub(crate) head: &'a HeadProof,
    pub(crate) entries: &'a [Proven],
    /// Entries of other streams that say whose key was destroyed.
    pub(crate) erasures: &'a [Proven],
}

/// Verifies one stream.
pub(crate) fn verify_stream(evidence: &StreamEvidence<'_>, key: &VerifierKey) -> Report {
    let mut report = Report::new(Scope::Stream(evidence.stream.to_owned()), key.to_string());
    report.entries = evidence.entries.len() as u64;
    let checkpoint = match Checkpoint::open(evidence.note, key) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            report.faults.push(Fault::CheckpointInvalid {
                reason: error.to_string(),
            });
            return report;
        }
    };
    report.size = Some(checkpoint.size);
    let mut names = Names::default();
    let mut included = |proven: &Proven| {
        let row = Row::read(&proven.entry, &mut names);
        let included = includes(&checkpoint, &row, &proven.path);
        (row, included)
    };
    let rows: Vec<(Row, bool)> = evidence.entries.iter().map(&mut included).collect();
    let others: Vec<(Row, bool)> = evidence.erasures.iter().map(&mut included).collect();

    let found = check_entries(evidence.stream, &rows, &mut report);
    match evidence.head.head(evidence.stream, &checkpoint.streams) {
        Ok(head) => check_complete(evidence.stream, head, &found, &mut report),
        Err(_) => report.faults.push(Fault::StreamHeadsUnproven),
    }
    let mut erasures = Erasures::default();
    for (row, included) in others.iter().chain(&rows) {
        if *included {
            erasures.note(row);
        }
    }
    let as_kept = |row: &Row| row.place == row.at() && row.actual == row.stored;
    for (row, _) in others
        .iter()
        .filter(|(row, included)| !included || !as_kept(row))
    {
        report.faults.push(Fault::Altered {
            sequence: row.place,
        });
    }
    for (row, _) in rows.iter().filter(|(_, included)| *included) {
        check_parts(row, &erasures, &mut report);
    }
    report.sort();
    report
}

fn includes(checkpoint: &Checkpoint, row: &Row, path: &[u8]) -> bool {
    let (path, rest) = path.as_chunks::<32>();
    let Some(index) = row.at().checked_sub(1) else {
        return false;
    };
    rest.is_empty() && verify_inclusion(&checkpoint.root, checkpoint.size, index, &row.actual, path)
}

/// Names what is altered, extra or out of order; gives the hash of each version there is.
fn check_entries(stream: &str, rows: &[(Row, bool)], report: &mut Report) -> BTreeMap<u64, Hash> {
    let mut found = BTreeMap::new();
    let successors: BTreeSet<Hash> = rows
        .iter()
        .filter_map(|(row, _)| row.content.as_ref().ok()?.stream_previous)
        .collect();
    let mut order = Vec::new();
    for (place, (row, included)) in (1_u64..).zip(rows) {
        let content = row
            .content
            .as_ref()
            .ok()
            .filter(|_| row.actual == row.stored);
        match content {
            _ if !included => {
                // An untouched entry whose proof does not hold is told from an altered one by its successor.
                let untouched = row.actual == row.stored && successors.contains(&row.actual);
                report.faults.push(if untouched {
                    Fault::ProofBroken { sequence: row.at() }
                } else {
                    Fault::Altered {
                        sequence: row.place,
                    }
                });
                // What it was is known no more than its place: it fills that, so that no gap is reported besides.
                let version = content.map_or(place, |content| content.stream_version);
                found.entry(version).or_insert(row.actual);
            }
            None => {
                report.faults.push(Fault::Altered {
                    sequence: row.place,
                });
                found.entry(place).or_insert(row.actual);
            }
            Some(content)
                if *content.stream != *stream || found.contains_key(&content.stream_version) =>
            {
                report.faults.push(Fault::Extra {
                    sequence: row.place,
                });
            }
            Some(content) => {
                found.insert(content.stream_version, row.actual);
                order.push(row);
            }
        }
    }
    check_order(&order, report);
    found
}

/// Names the entries that stand where another one should, or under another number than their own.
fn check_order(rows: &[&Row], report: &mut Report) {
    let mut in_order: Vec<u64> = rows.iter().map(|row| row.at()).collect();
    in_order.sort_unstable();
    for (row, expected) in rows.iter().zip(in_order) {
        if row.at() != expected || row.place != row.at() {
            report.faults.push(Fault::Reordered { sequence: row.at() });
        }
    }
}

/// Every version up to the signed head must be there, and nothing after it.
fn check_complete(
    stream: &str,
    head: Option<Head>,
    found: &BTreeMap<u64, Hash>,
    report: &mut Report,
) {
    let signed = head.map_or(0, |head| head.version);
    let last = found.keys().next_back().copied().unwrap_or(0);
    for version in (1..=last.min(signed))
        .filter(|version| !found.contains_key(version))
        .take(found.len() + 1)
    {
        report.faults.push(Fault::StreamGap {
            stream: stream.to_owned(),
            version,
        });
    }
    if last < signed {
        report.faults.push(Fault::StreamTailCut {
            stream: stream.to_owned(),
            last,
            signed,
        });
    } else if report.faults.is_empty() && found.get(&signed).copied() != head.map(|head| head.hash)
    {
        report.faults.push(Fault::StreamHeadsUnproven);
    }
}
