//! The tables, and how near a result must come.

use serde_json::Value;

/// The rows of a table.
pub(crate) fn rows(table: &str) -> Vec<Value> {
    let table: Value = serde_json::from_str(table).unwrap();
    table["rows"].as_array().unwrap().clone()
}

/// Within this share of the expected value.
#[track_caller]
pub(crate) fn near(found: f64, expected: &Value, share: f64, what: &str) {
    let expected = expected.as_f64().unwrap();
    let off = (found - expected).abs() / expected.abs().max(1e-300);
    assert!(
        found == expected || off <= share,
        "{what}: {found} is not {expected}, off by {off:e}"
    );
}

/// Within this share of the expected value, or missing where that is missing.
#[track_caller]
pub(crate) fn near_or_missing(found: Option<f64>, expected: &Value, share: f64, what: &str) {
    match found {
        Some(found) => near(found, expected, share, what),
        None => assert!(expected.is_null(), "{what}: missing, expected {expected}"),
    }
}
