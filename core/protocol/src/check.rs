//! Checks what a draft says as a whole: references, order, windows, release.
//!
//! Each check runs on as much of the draft as could be read, and says nothing about the rest:
//! that has its finding already.

use toml::de::DeTable;

use crate::finding::Findings;
use crate::read::draft::Draft;

mod name;
mod product;
mod release;
mod step;
mod stop;
mod window;

/// Runs every check.
pub(crate) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    name::check(document, out);
    step::check(draft, document, out);
    product::check(draft, out);
    release::check(draft, document, out);
    stop::check(draft, document, out);
    window::check(draft, out);
}

/// The texts that a key has in the tables of a list, readable or not otherwise.
fn texts_of<'t>(document: &'t DeTable<'_>, list: &str, key: &'static str) -> Vec<&'t str> {
    let array = document
        .get(list)
        .and_then(|value| value.get_ref().as_array());
    let tables = array.into_iter().flat_map(|array| array.iter());
    tables
        .filter_map(|table| table.get_ref().get(key)?.get_ref().as_str())
        .map(str::trim)
        .collect()
}
