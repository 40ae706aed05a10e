//! Checks what a draft says as a whole: references, order, windows, release.
//!
//! Each check runs on as much of the draft as could be read, and says nothing about the rest:
//! that has its finding already.

use toml::de::DeTable;

use crate::finding::Findings;
use crate::read::draft::Draft;

mod amount;
mod availability;
mod body;
mod cap;
mod gate;
mod giving;
mod instrument;
mod layer;
mod limits;
mod line;
mod medicine;
mod name;
mod place;
mod product;
mod record;
mod release;
mod shadow;
mod step;
mod stop;
mod verified;
mod window;

pub(crate) use availability::check_on;

/// Runs every check.
pub(crate) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    name::check(document, out);
    step::check(draft, document, out);
    record::check(draft, out);
    product::check(draft, out);
    giving::check(draft, out);
    release::check(draft, document, out);
    stop::check(draft, document, out);
    shadow::check(draft, out);
    layer::check(draft, out);
    instrument::check(draft, out);
    verified::check(draft, out);
    window::check(draft, out);
    gate::check(draft, document, out);
    let lines = document
        .get("dose")
        .and_then(|value| value.get_ref().as_array());
    line::check(draft, lines.map_or(0, |lines| lines.len()), out);
    amount::check(draft, document, out);
    body::check(draft, document, out);
    cap::check(draft, out);
    medicine::check(draft, out);
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
