//! The whole file of one trial.

use toml::de::DeTable;

use super::model::{Arm, Count, Design, Evidence, Reported};
use super::outcome::{Around, outcomes};
use super::tally;
use super::value::{basis, count, reported, sentence, tables, whole};
use crate::finding::{FindingCode, Findings};
use crate::read::section::{Entry, Section, wrong_type};
use crate::read::value;

use cikada_domain::{IdentifierError, InputId};
use toml::de::DeValue;

/// Reads a document. What is missing has its finding already.
pub(super) fn trial(document: &DeTable<'_>, out: &mut Findings) -> Option<Evidence> {
    let mut root = Section::new("the evidence", document, 0..0);
    let head = head(&mut root, out);
    let basis = root
        .required("basis", out)
        .and_then(|_| basis(&mut root, None, out));
    let size = size(&mut root, out);
    let arms = arms(
        &mut root,
        size.as_ref().map(|size| &size.analysed_or_all),
        out,
    );
    let around = Around {
        arms: arms.as_deref().unwrap_or_default(),
        n: size.as_ref().map(|size| size.analysed_or_all.clone()),
        basis,
    };
    let outcomes = outcomes(&mut root, &around, out);
    let deaths = tally::deaths(&mut root, basis, out);
    let adverse = tally::adverse(&mut root, around.arms, basis, out);
    let beside = list(root.optional("beside"), out, name);
    let remarks = root.required("remarks", out);
    let remarks = remarks.and_then(|entry| list(Some(entry), out, sentence));
    root.finish(out);
    let (head, size) = (head?, size?);
    Some(Evidence {
        key: head.key,
        citation: head.citation,
        journal: head.journal,
        year: head.year,
        locator: head.locator,
        basis: basis?,
        design: head.design,
        phase: head.phase,
        country: head.country,
        setting: head.setting,
        given: head.given,
        studies: size.studies,
        n: size.all,
        analysed: size.analysed,
        arms: arms?,
        outcomes: outcomes?,
        deaths: deaths?,
        adverse: adverse?,
        beside: beside?,
        remarks: remarks?,
    })
}

/// What the trial is.
struct Head {
    key: String,
    citation: String,
    journal: Reported<String>,
    year: Reported<u32>,
    locator: Reported<String>,
    design: Design,
    phase: Option<String>,
    country: Reported<String>,
    setting: String,
    given: Reported<String>,
}

fn head(root: &mut Section<'_>, out: &mut Findings) -> Option<Head> {
    let key = root.required("key", out).and_then(|entry| name(entry, out));
    let citation = root.required("citation", out);
    let citation = citation.and_then(|entry| value::text(entry, out));
    let journal = reported(root, "journal", out, value::text);
    let year = reported(root, "year", out, year);
    let locator = reported(root, "locator", out, value::text);
    let design = root.required("design", out);
    let design = design.and_then(|entry| value::word(entry, Design::WORDS, out));
    let phase = match root.optional("phase") {
        Some(entry) => value::text(entry, out).map(Some),
        None => Some(None),
    };
    let country = reported(root, "country", out, value::text);
    let setting = root.required("setting", out);
    let setting = setting.and_then(|entry| sentence(entry, out));
    let given = reported(root, "given", out, value::text);
    Some(Head {
        key: key?,
        citation: citation?,
        journal: journal?,
        year: year?,
        locator: locator?,
        design: design?,
        phase: phase?,
        country: country?,
        setting: setting?,
        given: given?,
    })
}

/// How large it is.
struct Size {
    studies: Option<u32>,
    all: Reported<Count>,
    analysed: Option<Count>,
    analysed_or_all: Reported<Count>,
}

fn size(root: &mut Section<'_>, out: &mut Findings) -> Option<Size> {
    let studies = match root.optional("studies") {
        Some(entry) => whole(entry, out).map(Some),
        None => Some(None),
    };
    let all = reported(root, "n", out, count);
    let analysed = match root.optional("analysed") {
        Some(entry) => count(entry, out).map(|analysed| Some((entry, analysed))),
        None => Some(None),
    };
    let (all, analysed) = (all?, analysed?);
    if let (Some((entry, part)), Some(whole)) = (analysed, all.given())
        && part.number > whole.number
    {
        at_most(entry, part.number, whole.number, out);
    }
    let analysed = analysed.map(|(_, analysed)| analysed);
    Some(Size {
        studies: studies?,
        analysed_or_all: analysed.map_or_else(|| all.clone(), Reported::Given),
        all,
        analysed,
    })
}

fn at_most(entry: Entry<'_>, part: u32, whole: u32, out: &mut Findings) {
    let message = format!("{part} of {whole} are counted");
    let expected = format!("at most {whole}");
    out.add(
        FindingCode::CountAboveTotal,
        entry.span(),
        message,
        expected,
    );
}

fn year(entry: Entry<'_>, out: &mut Findings) -> Option<u32> {
    let year = whole(entry, out)?;
    if !(1900..=2100).contains(&year) {
        wrong_type(entry, "a year such as 2015, or \"not reported\"", out);
        return None;
    }
    Some(year)
}

fn name(entry: Entry<'_>, out: &mut Findings) -> Option<String> {
    let key = |text| {
        let key = InputId::new(text).map(|key| key.to_string());
        key.map_err(|error| IdentifierError {
            kind: "key of evidence",
            ..error
        })
    };
    value::name(entry, key, out)
}

/// The arms, which together are no more than the whole.
fn arms(
    root: &mut Section<'_>,
    whole: Option<&Reported<Count>>,
    out: &mut Findings,
) -> Option<Vec<Arm>> {
    let mut arms: Vec<Arm> = Vec::new();
    let mut total: u32 = 0;
    let mut complete = true;
    for mut section in tables(root, "[[arm]]", out) {
        let key = section.required("key", out);
        let read = key.and_then(|entry| name(entry, out));
        let shown = section.required("name", out);
        let shown = shown.and_then(|entry| sentence(entry, out));
        let n = reported(&mut section, "n", out, count);
        let at = section.optional("n");
        section.finish(out);
        let (Some(read), Some(shown), Some(n)) = (read, shown, n) else {
            complete = false;
            continue;
        };
        if let (Some(entry), true) = (key, arms.iter().any(|arm| arm.key == read)) {
            let message = format!("two arms are called '{read}'");
            let expected = "a key for each arm";
            out.add(FindingCode::DuplicateName, entry.span(), message, expected);
        }
        let before = total;
        total = total.saturating_add(n.given().map_or(0, |n| n.number));
        let limit = whole.and_then(Reported::given);
        if let (Some(entry), Some(limit)) = (at, limit)
            && (before..total).contains(&limit.number)
            && !limit.approximate
        {
            at_most(entry, total, limit.number, out);
        }
        arms.push(Arm {
            key: read,
            name: shown,
            n,
        });
    }
    complete.then_some(arms)
}

/// A list of texts or names; empty if it is not given.
fn list(
    entry: Option<Entry<'_>>,
    out: &mut Findings,
    read: impl Fn(Entry<'_>, &mut Findings) -> Option<String>,
) -> Option<Vec<String>> {
    let Some(entry) = entry else {
        return Some(Vec::new());
    };
    let DeValue::Array(array) = entry.value.get_ref() else {
        wrong_type(entry, "a list", out);
        return None;
    };
    let one = |value| {
        let key = entry.key;
        read(Entry { key, value }, out)
    };
    let read: Vec<_> = array.iter().map(one).collect();
    read.into_iter().collect()
}
