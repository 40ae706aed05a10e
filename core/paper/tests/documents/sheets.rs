//! Labels on sheets.

use cikada_paper::{Block, Grid, LabelSheet, Language, PaperError, Placement, render};
use lopdf::Document;

use crate::example::{example_label, example_paper, example_time};
use crate::read::structure;

fn sheet(labels: usize, placement: Placement) -> LabelSheet {
    let label = |number| (example_label(), format!("Label {number} of the container"));
    LabelSheet {
        title: "Labels of batch B-26-0031".to_owned(),
        language: Language::English,
        issued_at: example_time("2026-06-09T11:41:00+03"),
        placement,
        labels: (1..=labels).map(label).collect(),
    }
}

#[test]
fn labels_fill_a_sheet_row_by_row_and_go_on_on_the_next() {
    let grid = Grid::to_cut(60_000, 30_000);
    assert_eq!((grid.columns, grid.rows), (3, 8));
    let bytes = sheet(25, Placement::Sheet(grid)).render().unwrap();
    assert_eq!(Document::load_mem(&bytes).unwrap().get_pages().len(), 2);
    let skipping = Grid { skip: 23, ..grid };
    let bytes = sheet(1, Placement::Sheet(skipping)).render().unwrap();
    assert_eq!(Document::load_mem(&bytes).unwrap().get_pages().len(), 1);
    let bytes = sheet(2, Placement::Sheet(skipping)).render().unwrap();
    assert_eq!(Document::load_mem(&bytes).unwrap().get_pages().len(), 2);
}

#[test]
fn a_page_of_its_own_has_the_size_of_the_label() {
    let bytes = sheet(2, Placement::OwnPage).render().unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 2);
    let size = document
        .get_dictionary(pages[&1])
        .unwrap()
        .get(b"MediaBox")
        .unwrap();
    let size: Vec<f32> = size
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part.as_float().unwrap())
        .collect();
    // 60 mm by 30 mm.
    assert!(
        (size[2] - 170.08).abs() < 0.01 && (size[3] - 85.04).abs() < 0.01,
        "{size:?}"
    );
}

#[test]
fn a_label_carries_its_words_for_whoever_cannot_see_it() {
    let bytes = sheet(2, Placement::OwnPage).render().unwrap();
    let figures = structure(&bytes).all("Figure").len();
    assert_eq!(figures, 2);
    assert_eq!(bytes, sheet(2, Placement::OwnPage).render().unwrap());
}

#[test]
fn what_is_larger_than_its_place_is_refused() {
    let grid = Grid {
        pitch_x: 59_000,
        ..Grid::to_cut(60_000, 30_000)
    };
    let refused = sheet(1, Placement::Sheet(grid)).render().unwrap_err();
    assert!(matches!(refused, PaperError::DrawingTooLarge { .. }));
    assert_eq!(
        sheet(0, Placement::OwnPage).render().unwrap_err(),
        PaperError::NoLabel
    );
    let none = Grid {
        columns: 0,
        ..Grid::to_cut(60_000, 30_000)
    };
    assert_eq!(
        sheet(1, Placement::Sheet(none)).render().unwrap_err(),
        PaperError::NoLabel
    );
    let mut poster = example_label();
    poster.width = 400_000;
    let refused = render(&example_paper(vec![Block::Drawing(
        poster,
        "A poster".to_owned(),
    )]));
    assert!(matches!(
        refused.unwrap_err(),
        PaperError::DrawingTooLarge { .. }
    ));
}

#[test]
fn a_text_wider_than_its_place_on_the_label_is_refused() {
    let mut label = example_label();
    for item in &mut label.items {
        if let cikada_document::label::Item::Text(text) = item {
            text.room = 9_000;
        }
    }
    let refused = render(&example_paper(vec![Block::Drawing(
        label,
        "A label".to_owned(),
    )]));
    assert!(matches!(refused.unwrap_err(), PaperError::LabelText { .. }));
}
