//! A whole document, read back by another program's rules.

use cikada_paper::render;
use lopdf::Document;

use crate::example::example_batch_record;

#[test]
fn the_same_document_gives_the_same_bytes() {
    let paper = example_batch_record();
    assert_eq!(render(&paper).unwrap(), render(&paper).unwrap());
}

#[test]
fn each_page_says_which_of_how_many_it_is() {
    let document = Document::load_mem(&render(&example_batch_record()).unwrap()).unwrap();
    let pages = document.get_pages();
    for page in pages.keys() {
        let text = document.extract_text(&[*page]).unwrap();
        assert!(
            text.contains(&format!("Page {page} of {}", pages.len())),
            "{text}"
        );
    }
}
