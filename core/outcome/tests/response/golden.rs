//! What is printed, as golden files: text and JSON of the example files.

use cikada_outcome::response::{assess, read_csv};

use crate::example::options;

#[test]
fn the_worked_example_reads_as_its_page_says() {
    let bytes = include_bytes!("files/worked-example.csv");
    let course = read_csv(bytes, "worked-example.csv").unwrap();
    let assessment = assess(&course, &options());
    insta::assert_snapshot!("worked-example", assessment.to_text());
}

#[test]
fn every_column_has_its_place_in_the_answer() {
    let bytes = include_bytes!("files/all-columns.csv");
    let course = read_csv(bytes, "all-columns.csv").unwrap();
    let assessment = assess(&course, &options());
    insta::assert_snapshot!("all-columns", assessment.to_text());
    let json = serde_json::to_string_pretty(&assessment.to_json()).unwrap();
    insta::assert_snapshot!("all-columns-json", json);
}
