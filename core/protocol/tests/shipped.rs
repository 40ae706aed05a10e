//! The protocols that ship are read without a finding.

#![cfg(test)]

use cikada_protocol::evidence::Evidence;
use cikada_protocol::{
    CalendarOptions, Protocol, calendar, other_material, read, render_terminal, show,
};

fn shipped() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../protocols");
    let mut files = Vec::new();
    for therapy in std::fs::read_dir(root).unwrap() {
        for version in std::fs::read_dir(therapy.unwrap().path()).unwrap() {
            let path = version.unwrap().path().join("protocol.toml");
            if !path.is_file() {
                continue;
            }
            #[expect(
                clippy::disallowed_methods,
                reason = "a test reads the files it is about"
            )]
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path.display().to_string(), text));
        }
    }
    files.sort();
    files
}

#[test]
fn the_shipped_protocols_have_no_findings() {
    let files = shipped();
    assert!(files.len() >= 2);
    for (file, text) in files {
        let reading = read(text.as_bytes(), &file);
        let page = render_terminal(&reading.findings, &text, &file, false);
        assert!(reading.findings.is_empty(), "{page}");
        let protocol = reading.protocol.unwrap();
        assert!(file.contains(&format!("/{}/{}/", protocol.id, protocol.version)));
    }
}

fn protocols() -> Vec<Protocol> {
    let read = |(file, text): (String, String)| read(text.as_bytes(), &file).protocol.unwrap();
    shipped().into_iter().map(read).collect()
}

/// The evidence that ships beside the protocols.
fn evidence() -> Vec<Evidence> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../protocols/evidence");
    let files = std::fs::read_dir(root).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test reads the files it is about"
        )]
        let bytes = std::fs::read(&path).unwrap();
        let reading = cikada_protocol::evidence::read(&bytes, &path.display().to_string());
        reading.evidence.unwrap()
    };
    paths.map(read).collect()
}

#[test]
fn no_two_shipped_protocols_ask_for_different_materials_by_one_id() {
    let protocols = protocols();
    for (at, protocol) in protocols.iter().enumerate() {
        let found = other_material(&protocols[..=at], protocol);
        assert_eq!(found, None, "{}", protocol.id);
    }
    let mut renamed = protocols[0].clone();
    let mut materials = renamed
        .steps
        .iter_mut()
        .flat_map(|step| &mut step.materials);
    "Something else".clone_into(&mut materials.next().unwrap().name);
    assert!(other_material(&protocols, &renamed).is_some());
}

#[test]
fn the_shipped_documents_and_calendars_change_only_on_purpose() {
    for protocol in protocols() {
        let start = jiff::civil::date(2027, 1, 4);
        let calendar = calendar(&protocol, start, &CalendarOptions::default()).unwrap();
        let timed = !calendar.times.is_empty();
        assert_eq!(timed, protocol.schedule.counts_hours(), "{}", protocol.id);
        assert_eq!(calendar.moved, []);
        // The hash changes with every comment; the document is what a clinician reviews.
        let document = show(&protocol, &evidence());
        assert_eq!(document.missing_evidence, [""; 0]);
        let document = document.to_text();
        let document = document.replace(protocol.hash.as_str(), "(hash)");
        insta::assert_snapshot!(format!("{}-document", protocol.id), document);
        insta::assert_snapshot!(format!("{}-calendar", protocol.id), calendar.to_text());
    }
}

#[test]
fn every_planned_day_of_a_shipped_protocol_lies_in_its_own_window() {
    for protocol in protocols() {
        let start = jiff::civil::date(2027, 1, 4);
        let calendar = calendar(&protocol, start, &CalendarOptions::default()).unwrap();
        assert!(
            calendar
                .items
                .iter()
                .all(|item| item.earliest <= item.on && item.on <= item.latest)
        );
    }
}
