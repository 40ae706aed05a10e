//! The format of protocol files as a JSON Schema, so that an editor completes and checks while one
//! types.
//!
//! It is made from one list of tables and keys, whose words are the constants that the reader uses;
//! tests hold the list against the reader, key by key. A schema says less than the checker: what
//! only the whole file shows is found by `cikada check`.

use cikada_domain::{Population, Unit};
use serde_json::{Map, Value as Json, json};

mod course;
mod product;
mod record;
#[cfg(test)]
mod tests;

use course::PROTOCOL;

/// A table of a protocol file.
#[derive(Debug)]
struct Shape {
    /// The table as the reader names it.
    name: &'static str,
    /// Every key it may hold.
    keys: &'static [Key],
    /// Groups of keys of which exactly one must be given; empty if there are none.
    one_of: &'static [&'static [&'static str]],
}

/// A key of a table.
#[derive(Debug)]
struct Key {
    name: &'static str,
    /// Whether the table cannot do without it.
    needed: bool,
    kind: Kind,
    /// What it says, in one sentence.
    says: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Texts,
    Flag,
    Quantity,
    Quantities,
    /// A unit alone.
    Unit,
    Requirement,
    /// A text of a form that a regular expression tells.
    Form(&'static str),
    /// One of a closed list.
    Words(fn() -> Vec<&'static str>),
    Table(&'static Shape),
    Tables(&'static Shape),
    /// Tables under names that the file chooses.
    Named(&'static Shape),
}

const fn need(name: &'static str, kind: Kind, says: &'static str) -> Key {
    let needed = true;
    Key {
        name,
        needed,
        kind,
        says,
    }
}

const fn may(name: &'static str, kind: Kind, says: &'static str) -> Key {
    let needed = false;
    Key {
        name,
        needed,
        kind,
        says,
    }
}

const fn shape(name: &'static str, keys: &'static [Key]) -> Shape {
    let one_of = &[];
    Shape { name, keys, one_of }
}

fn names<T>(words: &'static [(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

/// The format of protocol files as a JSON Schema of draft 7, which editors of TOML know.
#[must_use]
pub fn schema() -> Json {
    let quantity = format!("^{} ({})$", NUMBER, unit_pattern());
    let limits = |keys: &[&str]| {
        let each = keys
            .iter()
            .map(|key| ((*key).to_owned(), of_definition("quantity")));
        let properties: Map<String, Json> = each.collect();
        json!({
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "properties": properties,
        })
    };
    let mut document = object(&PROTOCOL);
    if let Some(document) = document.as_object_mut() {
        document.insert(
            "$schema".to_owned(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        document.insert("title".to_owned(), json!("Cikada protocol"));
        document.insert(
            "definitions".to_owned(),
            json!({
                "text": { "type": "string", "pattern": "\\S" },
                "quantity": {
                    "type": "string",
                    "pattern": quantity,
                    "description": "Number, blank, unit: \"120 mL\", \"1e9 {viable}\". Cells name their population.",
                },
                "unit": { "type": "string", "pattern": format!("^({})$", unit_pattern()) },
                "requirement": {
                    "description": "true, false, a list of codes, or limits with units.",
                    "anyOf": [
                        { "type": "boolean" },
                        { "type": "array", "minItems": 1, "items": of_definition("text") },
                        limits(&["min", "max"]),
                        limits(&["below"]),
                        limits(&["above"]),
                    ],
                },
            }),
        );
    }
    document
}

/// An exact decimal number.
const NUMBER: &str = "[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

/// Every unit, with every population where cells are counted.
fn unit_pattern() -> String {
    let mut codes: Vec<String> = Vec::new();
    for unit in Unit::ALL {
        if unit.counts_cells() {
            let each = Population::ALL.iter().map(|population| {
                let annotation = format!("{{{}}}", population.code());
                unit.code().replace("{}", &annotation)
            });
            codes.extend(each);
        } else {
            codes.push(unit.code().to_owned());
        }
    }
    let plain: Vec<_> = codes.iter().map(|code| escaped(code)).collect();
    plain.join("|")
}

/// A text as a regular expression that matches nothing else.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for character in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

fn of_definition(name: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn object(shape: &Shape) -> Json {
    let property = |key: &Key| (key.name.to_owned(), described(key));
    let properties: Map<String, Json> = shape.keys.iter().map(property).collect();
    let needed: Vec<_> = shape
        .keys
        .iter()
        .filter(|key| key.needed)
        .map(|key| key.name)
        .collect();
    let mut object = json!({
        "title": shape.name,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if let Some(object) = object.as_object_mut() {
        if !needed.is_empty() {
            object.insert("required".to_owned(), json!(needed));
        }
        if !shape.one_of.is_empty() {
            let groups = shape.one_of.iter();
            let groups: Vec<_> = groups.map(|keys| json!({ "required": keys })).collect();
            object.insert("oneOf".to_owned(), json!(groups));
        }
    }
    object
}

/// A key's kind with what the key says. Draft 7 reads nothing beside a reference, so the reference
/// stands inside.
fn described(key: &Key) -> Json {
    let mut kind = match key.kind {
        Kind::Text => json!({ "allOf": [of_definition("text")] }),
        Kind::Texts => json!({ "type": "array", "items": of_definition("text") }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Quantity => json!({ "allOf": [of_definition("quantity")] }),
        Kind::Quantities => json!({ "type": "array", "items": of_definition("quantity") }),
        Kind::Unit => json!({ "allOf": [of_definition("unit")] }),
        Kind::Requirement => json!({ "allOf": [of_definition("requirement")] }),
        Kind::Form(pattern) => json!({ "type": "string", "pattern": pattern }),
        Kind::Words(words) => json!({ "type": "string", "enum": words() }),
        Kind::Table(shape) => object(shape),
        Kind::Tables(shape) => {
            json!({ "type": "array", "minItems": 1, "items": object(shape) })
        }
        Kind::Named(shape) => {
            json!({ "type": "object", "minProperties": 1, "additionalProperties": object(shape) })
        }
    };
    if let Some(kind) = kind.as_object_mut() {
        kind.insert("description".to_owned(), json!(key.says));
    }
    kind
}
