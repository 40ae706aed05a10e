//! The schema held against the files that ship, by a checker that knows only what the schema uses.

#![cfg(test)]

use cikada_protocol::schema;
use regex_lite::Regex;
use serde_json::{Map, Value as Json, json};
use toml::de::{DeTable, DeValue};

fn json_of(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Array(values) => values
            .iter()
            .map(|value| json_of(value.get_ref()))
            .collect(),
        DeValue::Table(table) => table_of(table),
        // A number or a date stands nowhere in the language.
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Json::Null,
    }
}

fn table_of(table: &DeTable<'_>) -> Json {
    let entries = table.iter();
    let entries = entries.map(|(key, value)| (key.get_ref().to_string(), json_of(value.get_ref())));
    Json::Object(entries.collect::<Map<_, _>>())
}

fn read(text: &str) -> Json {
    table_of(DeTable::parse(text).unwrap().get_ref())
}

/// Whether a value keeps to one word of a schema; words about what is inside come later.
fn holds(value: &Json, (word, says): (&str, &Json), root: &Json) -> bool {
    let fits = |rule: &Json| {
        let mut found = Vec::new();
        wrong(value, rule, root, "", &mut found);
        found.is_empty()
    };
    match (word, value) {
        ("title" | "description" | "definitions" | "$schema", _) => true,
        ("properties" | "additionalProperties" | "items", _) => true,
        ("$ref", _) => {
            let name = says.as_str().unwrap().trim_start_matches('#');
            fits(root.pointer(name).unwrap())
        }
        ("type", value) => match says.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            other => panic!("the schema uses the type '{other}'"),
        },
        ("enum", value) => says.as_array().unwrap().contains(value),
        ("pattern", Json::String(text)) => {
            Regex::new(says.as_str().unwrap()).unwrap().is_match(text)
        }
        ("required", Json::Object(table)) => {
            let mut keys = says.as_array().unwrap().iter();
            keys.all(|key| table.contains_key(key.as_str().unwrap()))
        }
        ("minItems", Json::Array(list)) => list.len() as u64 >= says.as_u64().unwrap(),
        ("minProperties", Json::Object(table)) => table.len() as u64 >= says.as_u64().unwrap(),
        ("allOf", _) => says.as_array().unwrap().iter().all(fits),
        ("anyOf", _) => says.as_array().unwrap().iter().any(fits),
        ("oneOf", _) => {
            says.as_array()
                .unwrap()
                .iter()
                .filter(|rule| fits(rule))
                .count()
                == 1
        }
        ("pattern" | "required" | "minItems" | "minProperties", _) => true,
        (other, _) => panic!("the schema uses '{other}'"),
    }
}

/// Every place at which a value is not what its schema says.
fn wrong(value: &Json, rule: &Json, root: &Json, path: &str, out: &mut Vec<String>) {
    let before = out.len();
    for (word, says) in rule.as_object().unwrap() {
        if !holds(value, (word, says), root) {
            out.push(format!("{path}: {word}"));
        }
    }
    if out.len() > before {
        return;
    }
    match value {
        Json::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                if let Some(rule) = rule.get("items") {
                    wrong(value, rule, root, &format!("{path}[{index}]"), out);
                }
            }
        }
        Json::Object(table) => {
            for (key, value) in table {
                let path = format!("{path}.{key}");
                let own = rule.get("properties").and_then(|keys| keys.get(key));
                match own.or_else(|| rule.get("additionalProperties")) {
                    Some(Json::Bool(false)) => out.push(format!("{path}: unknown")),
                    Some(rule) => wrong(value, rule, root, &path, out),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

fn check(text: &str) -> Vec<String> {
    let (mut out, schema) = (Vec::new(), schema());
    wrong(&read(text), &schema, &schema, "", &mut out);
    out
}

const CELLS: &str = include_str!("example.toml");
const MEDICINE: &str = include_str!("example-medicine.toml");

#[test]
fn every_shipped_protocol_keeps_to_the_schema() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../protocols");
    let mut checked = 0;
    for therapy in std::fs::read_dir(root).unwrap() {
        for version in std::fs::read_dir(therapy.unwrap().path()).unwrap() {
            let path = version.unwrap().path().join("protocol.toml");
            if !path.is_file() {
                continue;
            }
            #[expect(
                clippy::disallowed_methods,
                reason = "a test reads the files it is about"
            )]
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(check(&text), [""; 0], "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 2);
    assert_eq!(check(CELLS), [""; 0]);
    assert_eq!(check(MEDICINE), [""; 0]);
}

#[test]
fn the_schema_finds_what_an_editor_can_find() {
    let breaks = [
        ("id = \"example\"\n", "", ": required"),
        (
            "relation = \"autologous\"",
            "relation = \"auto\"",
            ".relation: enum",
        ),
        (
            "product-code = \"S1235\"",
            "product-code = \"1235\"",
            ".product.product-code: pattern",
        ),
        (
            "shelf-life = \"36 h\"",
            "shelf-life = \"36\"",
            ".product.shelf-life: allOf",
        ),
        (
            "shelf-life = \"36 h\"",
            "shelf-life = 36",
            ".product.shelf-life: allOf",
        ),
        (
            "{ min = \"1e9 {viable}\" }",
            "{ min = \"1e9\" }",
            ".step[1].input[0].limit: allOf",
        ),
        ("storage = ", "stored = ", ".product: required"),
        (
            "layer = \"centre\"",
            "layer = \"centre\"\nfinding = {}",
            ".stop[0]: oneOf",
        ),
    ];
    for (from, to, found) in breaks {
        assert!(CELLS.contains(from), "{from}");
        let out = check(&CELLS.replacen(from, to, 1));
        assert!(out.iter().any(|wrong| wrong == found), "{from}: {out:?}");
    }
}
