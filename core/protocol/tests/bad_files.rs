//! Files that are no protocol: one clear finding each, quickly, and never a crash.

#![cfg(test)]

use cikada_protocol::{FindingCode, read, render_terminal, to_json};
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../protocols/cik-classic/1.0.0/protocol.toml");

fn only(bytes: &[u8]) -> FindingCode {
    let reading = read(bytes, "file");
    assert!(reading.protocol.is_none());
    let codes: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes[0]
}

#[test]
fn a_binary_file_is_one_finding() {
    assert_eq!(
        only(&[0x7f, b'E', b'L', b'F', 0xff, 0xfe, 0x00]),
        FindingCode::NotText
    );
}

#[test]
fn an_empty_file_is_one_finding() {
    assert_eq!(only(b""), FindingCode::FileEmpty);
    assert_eq!(only(b" \n\t\n"), FindingCode::FileEmpty);
}

#[test]
fn fifty_megabytes_are_one_finding() {
    assert_eq!(
        only(&vec![b'a'; 50 * 1024 * 1024]),
        FindingCode::FileTooLarge
    );
}

#[test]
fn a_hundred_thousand_keys_are_one_finding() {
    let keys: String = (0..100_000)
        .map(|number| format!("k{number}=1\n"))
        .collect();
    assert!(keys.len() < 1024 * 1024);
    assert_eq!(only(keys.as_bytes()), FindingCode::TooManyKeys);
}

#[test]
fn many_lists_of_many_names_are_one_finding() {
    let list = "\"a\",".repeat(400);
    let steps: String = (0..400)
        .map(|_| format!("[[step]]\nafter = [{list}]\n"))
        .collect();
    assert_eq!(only(steps.as_bytes()), FindingCode::TooManyKeys);
}

#[test]
fn deep_nesting_is_found_and_never_overflows_the_stack() {
    let lists =
        ["[", "{a=", "[[a.", "(", "[{a=["].map(|deep| format!("x = {}", deep.repeat(50_000)));
    let tables = format!("[{}x]", "a.".repeat(100_000));
    let keys = format!("{}x = 1", "a.".repeat(100_000));
    let inline = format!("x = {{ {}x = 1 }}", "a.".repeat(100_000));
    for text in lists.into_iter().chain([tables, keys, inline]) {
        assert!(!read(text.as_bytes(), "file").findings.is_empty());
    }
}

#[test]
fn a_file_of_another_kind_of_toml_is_found_key_by_key() {
    let reading = read(b"[package]\nname = \"x\"\n", "Cargo.toml");
    assert!(
        reading
            .findings
            .iter()
            .any(|finding| finding.code == FindingCode::UnknownKey)
    );
    assert!(
        reading
            .findings
            .iter()
            .any(|finding| finding.code == FindingCode::MissingKey)
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_of_another_editor_change_nothing() {
    let foreign = format!("\u{feff}{}", SHIPPED.replace('\n', "\r\n"));
    assert_eq!(read(foreign.as_bytes(), "file").findings, []);
}

/// Reads and renders, as the command line would; nothing may fall.
fn through(bytes: &[u8]) {
    let reading = read(bytes, "file");
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let _ = to_json(&reading.findings);
    let some = &reading.findings[..reading.findings.len().min(5)];
    let _ = render_terminal(some, text, "file", false);
    assert_eq!(reading.protocol.is_some(), reading.findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_make_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        through(&bytes);
    }

    #[test]
    fn arbitrary_text_never_makes_the_reader_fall(text in "(\\[\\[?[a-z.]{0,8}\\]?\\]?\n|[a-z-]{1,9} = [\"'{\\[]?.{0,20}[\"'}\\]]?\n){0,12}") {
        through(text.as_bytes());
    }

    #[test]
    fn a_protocol_with_a_stretch_cut_out_or_replaced_never_makes_the_reader_fall(
        from in 0usize..SHIPPED.len(),
        long in 0usize..200,
        with in "[\\PC\n\"\\[\\]{}=]{0,12}",
    ) {
        let mut bytes = SHIPPED.as_bytes().to_vec();
        bytes.splice(from..(from + long).min(SHIPPED.len()), with.bytes());
        through(&bytes);
    }

    #[test]
    fn a_protocol_with_two_lines_swapped_never_makes_the_reader_fall(
        one in 0usize..800,
        other in 0usize..800,
    ) {
        let mut lines: Vec<_> = SHIPPED.lines().collect();
        lines.swap(one, other);
        through(lines.join("\n").as_bytes());
    }
}
