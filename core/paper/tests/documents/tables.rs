//! Tables over pages.

use cikada_paper::{Block, Cell, Column, PaperError, Table, Text, render};
use lopdf::Document;
use proptest::prelude::*;

use crate::example::example_paper;
use crate::read::structure;

fn table(rows: Vec<Vec<Cell>>, weights: &[u16]) -> Block {
    let columns = weights
        .iter()
        .map(|weight| Column::new(format!("Column of {weight}"), *weight));
    Block::Table(Table {
        columns: columns.collect(),
        rows,
    })
}

#[test]
fn five_hundred_rows_stand_on_pages_that_all_have_the_heads() {
    let rows = (0..500).map(|row| vec![Cell::from(format!("row {row}")), Cell::from("a value")]);
    let bytes = render(&example_paper(vec![table(rows.collect(), &[3, 5])])).unwrap();
    let structure = structure(&bytes);
    let cells: Vec<String> = structure
        .all("TD")
        .iter()
        .map(|cell| cell.words())
        .collect();
    let first: Vec<&String> = cells.iter().step_by(2).collect();
    assert_eq!(
        first,
        (0..500)
            .map(|row| format!("row {row}"))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(structure.all("TH").len(), 2, "heads are read aloud once");
    let document = Document::load_mem(&bytes).unwrap();
    let pages = document.get_pages();
    assert!(pages.len() > 8, "{}", pages.len());
    for page in pages.into_keys() {
        let text = document.extract_text(&[page]).unwrap();
        assert_eq!(
            text.contains("a value"),
            text.contains("Column of 3"),
            "page {page}"
        );
    }
}

#[test]
fn a_row_longer_than_a_page_goes_on_on_the_next() {
    let words: Vec<String> = (0..3_000).map(|word| format!("word{word}")).collect();
    let long = words.join(" ");
    let rows = vec![
        vec![Cell::from("before"), "short".into()],
        vec![Cell::from(long.as_str()), "beside".into()],
    ];
    let bytes = render(&example_paper(vec![table(rows, &[1, 1])])).unwrap();
    let cells: Vec<String> = structure(&bytes)
        .all("TD")
        .iter()
        .map(|cell| cell.words())
        .collect();
    assert_eq!(cells, ["before", "short", long.as_str(), "beside"]);
    assert!(Document::load_mem(&bytes).unwrap().get_pages().len() > 2);
}

#[test]
fn a_value_before_is_struck_through_and_comes_first() {
    let cell = Cell::from("75.0 µL")
        .changed_from("57.0 µL")
        .changed_from("5.70 µL");
    let bytes = render(&example_paper(vec![table(vec![vec![cell]], &[1])])).unwrap();
    let structure = structure(&bytes);
    let cell = structure.all("TD")[0];
    assert_eq!(cell.words(), "5.70 µL 57.0 µL 75.0 µL Δ");
    let struck: Vec<String> = cell.all("Span").iter().map(|span| span.words()).collect();
    assert_eq!(struck, ["5.70 µL", "57.0 µL"]);
}

#[test]
fn a_value_that_replaces_none_says_so() {
    let cell = Cell::from("4.8 mmol/L").changed_from("");
    let bytes = render(&example_paper(vec![table(vec![vec![cell]], &[1])])).unwrap();
    let cells = structure(&bytes);
    assert_eq!(cells.all("TD")[0].words(), "MISSING 4.8 mmol/L Δ");
}

#[test]
fn outside_missing_and_no_rows_are_said_in_words() {
    let rows = vec![vec![Cell::from("68 %").outside(), Cell::missing()]];
    let bytes = render(&example_paper(vec![
        table(rows, &[1, 1]),
        table(vec![], &[1, 1]),
    ]))
    .unwrap();
    let cells: Vec<String> = structure(&bytes)
        .all("TD")
        .iter()
        .map(|cell| cell.words())
        .collect();
    assert_eq!(cells, ["68 % OUTSIDE", "MISSING", "No entries.", ""]);
}

#[test]
fn a_row_of_the_wrong_length_is_refused_by_its_number() {
    let rows = vec![vec![Cell::from("a"), "b".into()], vec![Cell::from("a")]];
    let refused = render(&example_paper(vec![table(rows, &[1, 2])])).unwrap_err();
    let head = "Column of 1, Column of 2".to_owned();
    assert_eq!(
        refused,
        PaperError::RowWidth {
            head,
            row: 2,
            expected: 2,
            found: 1
        }
    );
    for weights in [&[][..], &[0, 0][..]] {
        let refused = render(&example_paper(vec![table(vec![], weights)])).unwrap_err();
        assert_eq!(refused, PaperError::NoColumns);
    }
}

fn before(was: &str) -> String {
    let is_blank = was.trim().is_empty();
    format!("{} ", if is_blank { "MISSING" } else { was })
}

fn any_cell() -> impl Strategy<Value = (Cell, String)> {
    let word = "[ -~À-ÿğşİıα-ω]{0,40}";
    (word, proptest::option::of(word), any::<bool>(), 0..20_usize).prop_map(
        |(value, was, outside, times)| {
            let value = if times == 0 { value.repeat(12) } else { value };
            let mut words = format!("{}{value}", was.as_deref().map_or(String::new(), before));
            let mut cell = Cell::from(Text::from(value));
            if let Some(was) = was {
                cell = cell.changed_from(was);
                words.push_str(" Δ");
            }
            if outside {
                cell = cell.outside();
                words.push_str(" OUTSIDE");
            }
            (cell, words)
        },
    )
}

fn any_table() -> impl Strategy<Value = (Vec<u16>, Vec<Vec<(Cell, String)>>)> {
    proptest::collection::vec(1..20_u16, 1..7).prop_flat_map(|weights| {
        let row = proptest::collection::vec(any_cell(), weights.len());
        (Just(weights), proptest::collection::vec(row, 1..12))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_table_loses_a_cell((weights, rows) in any_table()) {
        let expected: Vec<String> =
            rows.iter().flatten().map(|(_, words)| words.clone()).collect();
        let cells = rows.into_iter().map(|row| row.into_iter().map(|(cell, _)| cell).collect());
        let bytes = render(&example_paper(vec![table(cells.collect(), &weights)])).unwrap();
        let found: Vec<String> =
            structure(&bytes).all("TD").iter().map(|cell| cell.words()).collect();
        prop_assert_eq!(found, expected);
    }
}
