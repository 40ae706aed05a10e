//! A protocol as far as it could be read: what is missing has its finding already.

use std::collections::BTreeMap;
use std::ops::Range;

use cikada_domain::{IdentifierError, InputId, ProtocolHash};
use toml::de::{DeTable, DeValue};

use super::section::{Entry, Section, key_of};
use super::{dosing, manufacture, patient, schedule, standing, step, value};
use crate::finding::{FindingCode, Findings};
use crate::model::{
    Availability, Basis, BodyRule, CollectionRule, Companion, ConsentRule, Criterion, CultureRule,
    DoseLine, GateRule, Given, InfusionRule, LabelRule, Measure, Medicine, PatientText,
    ProductRule, Protocol, Relation, ReleaseRule, Source, SpecificationTest, Step, StopRule,
    TransportRule, VisitRule,
};
use crate::schedule::Schedule;

/// Whose cells, in the words of files.
pub(crate) const RELATIONS: [(&str, Relation); 2] = [
    ("autologous", Relation::Autologous),
    ("allogeneic", Relation::Allogeneic),
];

/// What a source is worth, in the words of files.
pub(crate) const BASES: [(&str, Basis); 3] = [
    ("read", Basis::Read),
    ("memory", Basis::Memory),
    ("proposal", Basis::Proposal),
];

/// Something read, with the table it was read from, so that a later check can point into it.
pub(crate) struct Placed<'t, T> {
    /// What was read.
    pub(crate) value: T,
    table: &'t DeTable<'t>,
    span: Range<usize>,
}

impl<'t, T> Placed<'t, T> {
    /// Keeps what a section gave together with its place.
    pub(crate) fn new(value: T, section: &Section<'t>) -> Self {
        Self {
            value,
            table: section.table_ref(),
            span: section.span.clone(),
        }
    }

    /// The table as written.
    pub(crate) fn table(&self) -> &'t DeTable<'t> {
        self.table
    }

    /// Where a key's value stands; the table's header if the key is not given.
    pub(crate) fn at(&self, key: &str) -> Range<usize> {
        self.table
            .get(key)
            .map_or_else(|| self.span.clone(), toml::Spanned::span)
    }

    /// Where an entry of a list stands.
    pub(crate) fn inner_at(&self, list: &str, index: usize) -> Range<usize> {
        let entry = self
            .table
            .get(list)
            .and_then(|value| value.get_ref().get(index));
        entry.map_or_else(|| self.at(list), toml::Spanned::span)
    }

    /// Where the value of a key of a table inside stands.
    pub(crate) fn nested_at(&self, table: &str, key: &str) -> Range<usize> {
        let value = self
            .table
            .get(table)
            .and_then(|value| value.get_ref().get(key));
        value.map_or_else(|| self.at(table), toml::Spanned::span)
    }
}

/// Everything of a protocol that could be read.
pub(crate) struct Draft<'t> {
    id: Option<String>,
    version: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    relation: Option<Relation>,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) availability: Vec<Placed<'t, Availability>>,
    evidence: Vec<String>,
    patient: Option<PatientText>,
    pub(crate) body: Option<Placed<'t, BodyRule>>,
    pub(crate) eligibility: Vec<Placed<'t, Criterion>>,
    consents: Vec<ConsentRule>,
    pub(crate) schedule: Option<Placed<'t, Schedule>>,
    pub(crate) gates: Vec<Placed<'t, GateRule>>,
    pub(crate) doses: Vec<Placed<'t, DoseLine>>,
    pub(crate) companions: Vec<Placed<'t, Companion>>,
    pub(crate) medicine: Option<Placed<'t, Medicine>>,
    pub(crate) collection: Option<Placed<'t, CollectionRule>>,
    pub(crate) culture: Option<Placed<'t, CultureRule>>,
    pub(crate) steps: Vec<Placed<'t, Step>>,
    pub(crate) product: Option<Placed<'t, ProductRule>>,
    label: Option<Placed<'t, LabelRule>>,
    pub(crate) transport: Option<Placed<'t, TransportRule>>,
    pub(crate) releases: Vec<Placed<'t, ReleaseRule>>,
    pub(crate) tests: Vec<Placed<'t, SpecificationTest>>,
    pub(crate) infusion: Option<Placed<'t, InfusionRule>>,
    pub(crate) fitness: Vec<Placed<'t, Criterion>>,
    measures: Vec<Measure>,
    pub(crate) stops: Vec<Placed<'t, StopRule>>,
    pub(crate) visits: Vec<Placed<'t, VisitRule>>,
}

impl<'t> Draft<'t> {
    /// Reads every section of a document.
    pub(crate) fn read(document: &'t DeTable<'t>, out: &mut Findings) -> Self {
        let mut root = Section::new("the protocol", document, 0..0);
        let draft = Self {
            id: root.read("id", out, |entry, out| {
                value::name(entry, protocol_name, out)
            }),
            version: root.read("version", out, version),
            title: root.read("title", out, value::text),
            summary: root.read("summary", out, value::text),
            relation: root.optional("relation").and_then(|e| relation(e, out)),
            sources: sources(&mut root, out),
            availability: needed(&mut root, "[[availability]]", standing::availability, out),
            evidence: root
                .optional("evidence")
                .and_then(|e| value::texts(e, out))
                .unwrap_or_default(),
            patient: one(&mut root, "[patient]", standing::patient, out).map(|p| p.value),
            body: maybe(&mut root, "[body]", dosing::body, out),
            eligibility: needed(&mut root, "[[eligibility]]", patient::criterion, out),
            consents: values(needed(&mut root, "[[consent]]", patient::consent, out)),
            schedule: one(&mut root, "[schedule]", schedule::schedule, out),
            gates: placed(&mut root, "[[gate]]", patient::gate, out),
            doses: needed(&mut root, "[[dose]]", dosing::dose, out),
            companions: placed(&mut root, "[[companion]]", dosing::companion, out),
            medicine: maybe(&mut root, "[medicine]", dosing::medicine, out),
            collection: maybe(&mut root, "[collection]", manufacture::collection, out),
            culture: maybe(&mut root, "[culture]", manufacture::culture, out),
            steps: placed(&mut root, "[[step]]", step::step, out),
            product: one(&mut root, "[product]", manufacture::product, out),
            label: maybe(&mut root, "[label]", manufacture::label, out),
            transport: maybe(&mut root, "[transport]", manufacture::transport, out),
            releases: placed(&mut root, "[[release]]", manufacture::release, out),
            tests: placed(&mut root, "[[test]]", manufacture::test, out),
            infusion: one(&mut root, "[infusion]", patient::infusion, out),
            fitness: needed(&mut root, "[[fitness]]", patient::criterion, out),
            measures: values(placed(&mut root, "[[measure]]", standing::measure, out)),
            stops: needed(&mut root, "[[stop]]", patient::stop, out),
            visits: needed(&mut root, "[[visit]]", patient::visit, out),
        };
        draft.given(&root, out);
        root.finish(out);
        draft
    }

    /// Either cells are cultured, or a medicine is prepared.
    fn given(&self, root: &Section<'_>, out: &mut Findings) {
        let written = |key: &str| root.table_ref().contains_key(key);
        let cells = ["relation", "collection", "culture"];
        let missing = |key: &&&str| !written(key);
        if written("medicine") {
            for key in cells.iter().filter(|key| written(key)) {
                let message = format!("a medicine has no '{key}'");
                let expected = "either [medicine], or relation, [collection] and [culture]";
                let at = root.table_ref().get(*key);
                let at = at.map_or_else(|| root.span.clone(), toml::Spanned::span);
                out.add(FindingCode::UnknownKey, at, message, expected);
            }
            return;
        }
        for key in cells.iter().filter(missing) {
            let message = format!("{} has no '{key}'", root.name);
            let expected = format!("'{key}' for cells, or [medicine] for a medicine");
            out.add(
                FindingCode::MissingKey,
                root.span.clone(),
                message,
                expected,
            );
        }
    }

    /// The protocol, if nothing is missing.
    pub(crate) fn finish(self, hash: ProtocolHash) -> Option<Protocol> {
        let given = match self.medicine {
            Some(medicine) => Given::Medicine(medicine.value),
            None => Given::Cells {
                relation: self.relation?,
                collection: self.collection?.value,
                culture: self.culture?.value,
            },
        };
        Some(Protocol {
            id: self.id?,
            version: self.version?,
            hash,
            title: self.title?,
            summary: self.summary?,
            sources: self.sources,
            availability: values(self.availability),
            evidence: self.evidence,
            patient: self.patient?,
            given,
            body: self.body.map(|body| body.value),
            eligibility: values(self.eligibility),
            consents: self.consents,
            schedule: self.schedule?.value,
            gates: values(self.gates),
            doses: values(self.doses),
            companions: values(self.companions),
            steps: values(self.steps),
            product: self.product?.value,
            label: self.label.map(|label| label.value),
            transport: self.transport.map(|transport| transport.value),
            releases: values(self.releases),
            specification: values(self.tests),
            infusion: self.infusion?.value,
            fitness: values(self.fitness),
            measures: self.measures,
            stop_rules: values(self.stops),
            visits: values(self.visits),
        })
    }
}

/// The protocol's name is written as any other name in records, and is a folder's name too.
fn protocol_name(text: String) -> Result<String, IdentifierError> {
    let name = InputId::new(text).map(|id| id.to_string());
    name.map_err(|error| IdentifierError {
        kind: "protocol name",
        ..error
    })
}

/// A list without which the protocol would ask for nothing, so that everything would be allowed.
fn needed<'t, T>(
    root: &mut Section<'t>,
    name: &'static str,
    read: Read<'t, T>,
    out: &mut Findings,
) -> Vec<Placed<'t, T>> {
    if root.optional(key_of(name)).is_none() {
        let message = format!("{} has no {name}, so nothing would be asked for", root.name);
        out.add(
            FindingCode::MissingKey,
            root.span.clone(),
            message,
            format!("at least one {name}"),
        );
    }
    placed(root, name, read, out)
}

/// How one kind of table is read.
type Read<'t, T> = fn(&mut Section<'t>, &mut Findings) -> Option<T>;

fn one<'t, T>(
    root: &mut Section<'t>,
    name: &'static str,
    read: Read<'t, T>,
    out: &mut Findings,
) -> Option<Placed<'t, T>> {
    root.within(name, out, |section, out| {
        read(section, out).map(|value| Placed::new(value, section))
    })
}

/// A section that not every protocol has.
fn maybe<'t, T>(
    root: &mut Section<'t>,
    name: &'static str,
    read: Read<'t, T>,
    out: &mut Findings,
) -> Option<Placed<'t, T>> {
    root.optional(key_of(name))?;
    one(root, name, read, out)
}

fn placed<'t, T>(
    root: &mut Section<'t>,
    name: &'static str,
    read: Read<'t, T>,
    out: &mut Findings,
) -> Vec<Placed<'t, T>> {
    let mut values = Vec::new();
    for mut section in root.tables(name, out) {
        values.extend(read(&mut section, out).map(|value| Placed::new(value, &section)));
        section.finish(out);
    }
    values
}

fn values<T>(placed: Vec<Placed<'_, T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.value).collect()
}

/// Reads the tables of a list whose places no later check needs.
pub(super) fn each<'t, T>(
    root: &mut Section<'t>,
    name: &'static str,
    read: Read<'t, T>,
    out: &mut Findings,
) -> Vec<T> {
    values(placed(root, name, read, out))
}

/// The source a rule stands on; whether it exists is checked when all are known.
pub(super) fn source(section: &mut Section<'_>, out: &mut Findings) -> Option<String> {
    let Some(entry) = section.optional("source") else {
        let message = format!("{} does not say what it stands on", section.name);
        let expected = "source = \"...\", the key of a table [sources.<key>]";
        out.add(
            FindingCode::RuleWithoutSource,
            section.span.clone(),
            message,
            expected,
        );
        return None;
    };
    value::text(entry, out)
}

/// A second source that a rule may name; what was written and cannot be read is not dropped.
pub(super) fn also(section: &mut Section<'_>, out: &mut Findings) -> Option<Option<String>> {
    section.maybe("also", out, value::text)
}

fn relation(entry: Entry<'_>, out: &mut Findings) -> Option<Relation> {
    value::word(entry, &RELATIONS, out)
}

fn version(entry: Entry<'_>, out: &mut Findings) -> Option<String> {
    let version = value::text(entry, out)?;
    let parts: Vec<_> = version.split('.').collect();
    if parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok()) {
        return Some(version);
    }
    let message = format!("'{}' is not a version", super::section::shortened(&version));
    out.add(
        FindingCode::VersionUnreadable,
        entry.span(),
        message,
        "three numbers with dots, such as '1.0.0'",
    );
    None
}

fn sources(root: &mut Section<'_>, out: &mut Findings) -> BTreeMap<String, Source> {
    let Some(section) = root.table("[sources]", out) else {
        return BTreeMap::new();
    };
    let mut sources = BTreeMap::new();
    for (key, span, value) in section.named() {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("'{}' is not a source", super::section::shortened(key));
            out.add(
                FindingCode::WrongType,
                span,
                message,
                "a table [sources.key]",
            );
            continue;
        };
        let mut section = Section::new("[sources.<key>]", table, value.span());
        if let Some(source) = one_source(&mut section, out) {
            sources.insert(key.to_owned(), source);
        }
        section.finish(out);
    }
    sources
}

fn one_source(section: &mut Section<'_>, out: &mut Findings) -> Option<Source> {
    let title = section.read("title", out, value::text);
    let locator = section.read("locator", out, value::text);
    let basis = section.read("basis", out, |entry, out| value::word(entry, &BASES, out));
    Some(Source {
        title: title?,
        locator: locator?,
        basis: basis?,
    })
}
