//! The protocols that ship are read without a finding.

#![cfg(test)]

use cikada_protocol::{read, render_terminal};

fn shipped() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../protocols");
    let mut files = Vec::new();
    for therapy in std::fs::read_dir(root).unwrap() {
        for version in std::fs::read_dir(therapy.unwrap().path()).unwrap() {
            let path = version.unwrap().path().join("protocol.toml");
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
