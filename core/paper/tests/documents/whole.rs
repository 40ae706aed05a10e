//! A whole document, read back.

use cikada_paper::{Block, Language, Level, Paper, render};
use lopdf::{Document, Object};

use crate::example::{example_batch_record, example_paper};
use crate::read::structure;

fn has(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let paper = example_batch_record();
    assert_eq!(render(&paper).unwrap(), render(&paper).unwrap());
}

#[test]
fn a_batch_record_reads_as_it_was_written() {
    let outline = structure(&render(&example_batch_record()).unwrap()).outline();
    insta::assert_snapshot!(outline);
}

#[test]
fn each_page_repeats_what_it_belongs_to_and_which_of_how_many_it_is() {
    let paper = example_batch_record();
    let document = Document::load_mem(&render(&paper).unwrap()).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 3);
    for page in pages.keys() {
        let text = document.extract_text(&[*page]).unwrap();
        let has = |words: &str| assert!(text.contains(words), "page {page} lacks {words}: {text}");
        has(&format!("Page {page} of 3"));
        has("Batch record");
        has(&paper.seal.entry_hash);
        paper.seal.checkpoint.iter().for_each(|line| has(line));
        paper.identity.iter().for_each(|(label, value)| {
            has(label);
            has(value);
        });
        has("2 values were changed since entry, each marked Δ.");
    }
}

#[test]
fn a_record_says_whether_any_value_was_changed_since_entry() {
    let says = |paper: &Paper| {
        let document = Document::load_mem(&render(paper).unwrap()).unwrap();
        document
            .extract_text(&[1])
            .unwrap()
            .contains("No value was changed since entry.")
    };
    let record = example_paper(vec![]);
    assert!(says(&record));
    let plan = Paper {
        shows_changes: false,
        ..record
    };
    assert!(!says(&plan));
}

#[test]
fn the_file_claims_the_standards_it_was_checked_against() {
    let bytes = render(&example_batch_record()).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(has(&bytes, claim), "{claim}");
    }
    let document = Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(catalog.has(b"OutputIntents") && catalog.has(b"MarkInfo") && catalog.has(b"Outlines"));
}

#[test]
fn every_face_is_embedded_and_no_other_is_asked_for() {
    let document = Document::load_mem(&render(&example_batch_record()).unwrap()).unwrap();
    let dictionaries = document.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    });
    let descriptors: Vec<_> = dictionaries
        .filter(|dictionary| dictionary.has_type(b"FontDescriptor"))
        .collect();
    assert_eq!(descriptors.len(), 3);
    for descriptor in descriptors {
        assert!(
            descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"),
            "{descriptor:?}"
        );
    }
}

#[test]
fn the_words_of_the_room_are_in_the_language_of_the_document() {
    for (language, words) in [
        (
            Language::German,
            [
                "Seite 1 von 1",
                "Kein Wert wurde seit der Eingabe geändert.",
                "Nicht unterschrieben.",
            ],
        ),
        (
            Language::Turkish,
            [
                "Sayfa 1 / 1",
                "Girişten sonra hiçbir değer değiştirilmedi.",
                "İmzalanmadı.",
            ],
        ),
    ] {
        let paper = Paper {
            language,
            ..example_paper(vec![Block::Signatures(vec![])])
        };
        let document = Document::load_mem(&render(&paper).unwrap()).unwrap();
        let text = document.extract_text(&[1]).unwrap();
        for words in words {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn a_heading_is_never_the_last_thing_on_a_page() {
    for lines in 30..60 {
        let mut blocks: Vec<Block> = (0..lines)
            .map(|line| Block::Paragraph(format!("Line {line}.").into()))
            .collect();
        blocks.push(Block::Heading(Level::One, "The heading".to_owned()));
        blocks.push(Block::Heading(Level::Two, "The second".to_owned()));
        blocks.push(Block::Paragraph("What follows it.".into()));
        let document = Document::load_mem(&render(&example_paper(blocks)).unwrap()).unwrap();
        for page in document.get_pages().into_keys() {
            let text = document.extract_text(&[page]).unwrap();
            assert_eq!(
                text.contains("The heading"),
                text.contains("What follows it."),
                "{lines}"
            );
        }
    }
}

#[test]
fn a_level_that_skips_one_is_taken_as_the_next() {
    let heading = |level| Block::Heading(level, "A part".to_owned());
    let levels = [Level::Three, Level::Three, Level::Three, Level::One];
    let bytes = render(&example_paper(levels.map(heading).to_vec())).unwrap();
    let structure = structure(&bytes);
    assert_eq!(
        ["H1", "H2", "H3"].map(|role| structure.all(role).len()),
        [3, 1, 1]
    );
}
