//! The mapping of an instrument's file, read from TOML and checked with every flaw at once.

use std::collections::BTreeMap;

use cikada_domain::{Quantity, TestId, Value};
use toml::de::DeValue;

use super::keys::{Flaws, Keys};
use super::layout::{Flaw, Layout, layout, read};

/// Which place of an instrument's file means what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// How the file is laid out.
    pub layout: Layout,
    /// The column with the sample's number.
    pub sample: String,
    /// The column with the time of the measurement, and its form as `strptime` writes it.
    pub measured: Option<(String, String)>,
    /// What is measured, in order.
    pub measures: Vec<Measure>,
}

/// One test's place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The test of the protocol.
    pub test: TestId,
    /// The column with the value.
    pub column: String,
    /// What a cell of the column means.
    pub meaning: Meaning,
    /// Which rows are of this test; every row if nothing is said.
    pub when: Option<When>,
}

/// What a cell means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A number in a unit, given as one of it; whether `<0.05` is read as its limit.
    Number {
        /// One of the unit, with its population.
        unit: Quantity,
        /// Whether a value below the limit of detection is read as that limit.
        below_as_limit: bool,
    },
    /// One of some words, each with the value it stands for.
    Words(BTreeMap<String, Value>),
}

/// A row is of a test when a column holds these words: the population of a gate, the kind of a bottle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The column.
    pub column: String,
    /// What stands there.
    pub is: String,
}

/// Reads a mapping.
///
/// # Errors
/// Every flaw of the text, with its line and column.
pub fn read_mapping(text: &str) -> Result<Mapping, Vec<Flaw>> {
    read(text, whole)
}

fn whole(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Mapping> {
    let layout = layout(root, flaws);
    let sample = root.text("sample", flaws);
    let measured = root.table("measured", flaws).map(|mut keys| {
        let pair = (keys.text("column", flaws), keys.text("format", flaws));
        keys.finish(flaws);
        pair
    });
    let measures = measures(root, flaws);
    Some(Mapping {
        layout: layout?,
        sample: sample?,
        measured: match measured {
            Some((column, format)) => Some((column?, format?)),
            None => None,
        },
        measures: measures?,
    })
}

fn measures(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Vec<Measure>> {
    let Some(value) = root.value("value") else {
        let message = "nothing is read from the file".to_owned();
        flaws.add(root.span.clone(), message, "at least one [[value]]");
        return None;
    };
    let tables = value.get_ref().as_array().map(|array| array.iter());
    let Some(tables) = tables else {
        flaws.add(value.span(), "'value' is no list".to_owned(), "[[value]]");
        return None;
    };
    let mut measures = Vec::new();
    for table in tables {
        let DeValue::Table(inner) = table.get_ref() else {
            flaws.add(table.span(), "a value is no table".to_owned(), "[[value]]");
            continue;
        };
        let mut keys = Keys::new("[[value]]", inner, table.span());
        measures.extend(measure(&mut keys, flaws));
        keys.finish(flaws);
    }
    Some(measures)
}

fn measure(keys: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Measure> {
    let test = keys
        .text("test", flaws)
        .and_then(|id| match TestId::new(&id) {
            Ok(test) => Some(test),
            Err(error) => {
                flaws.add(keys.at("test"), error.to_string(), "the id of a test");
                None
            }
        });
    let column = keys.text("column", flaws);
    let when = keys.table("when", flaws).map(|mut when| {
        let pair = (when.text("column", flaws), when.text("is", flaws));
        when.finish(flaws);
        pair
    });
    let meaning = meaning(keys, flaws);
    Some(Measure {
        test: test?,
        column: column?,
        meaning: meaning?,
        when: match when {
            Some((column, is)) => Some(When {
                column: column?,
                is: is?,
            }),
            None => None,
        },
    })
}

fn meaning(keys: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Meaning> {
    let words = keys.table("words", flaws);
    let unit = keys.value("unit");
    let below = keys.value("below");
    match (words, unit) {
        (Some(words), None) => {
            let named = words.table.iter();
            let pairs = named.map(|(word, value)| {
                let value = value.get_ref().as_str().filter(|text| !text.is_empty())?;
                Some((word.get_ref().to_string(), said(value)))
            });
            let pairs: Option<BTreeMap<_, _>> = pairs.collect();
            if pairs.as_ref().is_none_or(BTreeMap::is_empty) {
                let message = "the words stand for nothing".to_owned();
                flaws.add(
                    words.span.clone(),
                    message,
                    "words = { NEG = \"no-growth\" }",
                );
            }
            pairs.map(Meaning::Words)
        }
        (None, Some(unit)) => {
            let one = unit
                .get_ref()
                .as_str()
                .map(|unit| format!("1 {unit}").parse());
            let Some(Ok(one)) = one else {
                let message = "the unit is not known".to_owned();
                flaws.add(
                    unit.span(),
                    message,
                    "a unit in UCUM, such as '%' or '{EU}/mL'",
                );
                return None;
            };
            let limit = below.map(|value| (value.span(), value.get_ref().as_str()));
            if let Some((at, word)) = &limit
                && *word != Some("as-limit")
            {
                let message = "values below the limit have no such reading".to_owned();
                flaws.add(at.clone(), message, "below = \"as-limit\", or nothing");
            }
            Some(Meaning::Number {
                unit: one,
                below_as_limit: limit.is_some(),
            })
        }
        _ => {
            let message = "it is not said what a cell means".to_owned();
            flaws.add(keys.span.clone(), message, "either unit or words");
            None
        }
    }
}

/// What a word stands for: yes, no, or a code of the protocol.
fn said(text: &str) -> Value {
    match text {
        "yes" => Value::Flag(true),
        "no" => Value::Flag(false),
        code => Value::Code(code.to_owned()),
    }
}
