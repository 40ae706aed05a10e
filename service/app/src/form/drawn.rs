//! The pieces forms are made of: fields from criteria, inputs and limits.

use cikada_domain::Quantity;
use cikada_protocol::model::{Criterion, Input};
use cikada_protocol::{Protocol, Requirement};

use crate::form::{Aside, Field, FieldKind, InnerLimit};
use crate::read::{RuleSource, rule_source};

/// A form without its heading, as the files of this folder draw it.
pub(crate) struct Drawn {
    pub(crate) title: String,
    pub(crate) instruction: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) action: String,
    pub(crate) source: Option<RuleSource>,
    pub(crate) working: Vec<String>,
    pub(crate) know: Vec<Aside>,
    pub(crate) before: Vec<String>,
    pub(crate) preview: Option<String>,
}

impl Drawn {
    pub(crate) fn new(
        title: impl Into<String>,
        instruction: impl Into<String>,
        action: &str,
    ) -> Self {
        Self {
            title: title.into(),
            instruction: instruction.into(),
            fields: Vec::new(),
            action: action.to_owned(),
            source: None,
            working: Vec::new(),
            know: Vec::new(),
            before: Vec::new(),
            preview: None,
        }
    }

    pub(crate) fn with(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    pub(crate) fn standing_on(mut self, protocol: &Protocol, key: &str) -> Self {
        self.source = Some(rule_source(protocol, key));
        self
    }
}

/// Something to be known beside a form, with its source.
pub(crate) fn aside(
    title: impl Into<String>,
    lines: impl IntoIterator<Item = String>,
    source: Option<RuleSource>,
) -> Aside {
    Aside {
        title: title.into(),
        lines: lines.into_iter().collect(),
        source,
    }
}

/// Words with a capital at the front.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The code for an answer that is none of the codes a rule asks for.
const ANYTHING_ELSE: &str = "anything-else";

pub(crate) fn field(name: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        label: label.into(),
        kind,
        limit: None,
        help: None,
        value: String::new(),
        optional: false,
        inner: None,
        source: None,
        suggestions: Vec::new(),
    }
}

pub(crate) fn text(name: &str, label: &str) -> Field {
    Field {
        optional: true,
        ..field(name, label, FieldKind::Text)
    }
}

pub(crate) fn quantity_kind(example: &Quantity) -> FieldKind {
    let words = example.words();
    let unit_words = words.split_once(' ').map_or("", |(_, unit)| unit);
    FieldKind::Quantity {
        unit: example.unit_code(),
        unit_words: unit_words.to_owned(),
    }
}

/// What can be entered where a requirement is asked.
pub(crate) fn kind_of(requirement: &Requirement) -> FieldKind {
    match requirement {
        Requirement::Between { .. } | Requirement::Below(_) | Requirement::Above(_) => {
            requirement.example().map_or(FieldKind::Text, quantity_kind)
        }
        Requirement::Is(_) => FieldKind::YesNo,
        Requirement::OneOf(codes) => {
            let words = |code: &String| (code.clone(), code.replace('-', " "));
            let other = (ANYTHING_ELSE.to_owned(), "anything else".to_owned());
            FieldKind::Choice(codes.iter().map(words).chain([other]).collect())
        }
    }
}

/// The name of a criterion's field.
pub(crate) fn criterion_name(criterion: &Criterion) -> String {
    format!("finding.{}", criterion.id)
}

pub(crate) fn criterion_field(protocol: &Protocol, criterion: &Criterion) -> Field {
    let kind = kind_of(&criterion.requirement);
    Field {
        limit: Some(criterion.requirement.words()),
        help: criterion
            .age_max
            .as_ref()
            .map(|age| format!("not older than {}", age.words())),
        inner: criterion.centre.as_ref().map(|centre| InnerLimit {
            words: centre.requirement.words(),
            source: rule_source(protocol, &centre.source),
        }),
        source: Some(rule_source(protocol, &criterion.source)),
        ..field(criterion_name(criterion), &criterion.text, kind)
    }
}

/// What can be entered for an input of a step.
pub(crate) fn input_kind(input: &Input) -> FieldKind {
    match (&input.unit, &input.limit) {
        (Some(unit), _) => quantity_kind(unit),
        (None, Some(limit)) => kind_of(limit),
        (None, None) => FieldKind::YesNo,
    }
}

pub(crate) fn input_field(input: &Input) -> Field {
    Field {
        limit: input.limit.as_ref().map(Requirement::words),
        ..field(
            format!("value.{}", input.id),
            &input.label,
            input_kind(input),
        )
    }
}
