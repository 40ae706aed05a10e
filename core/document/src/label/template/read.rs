//! A template read from TOML, with every flaw at once.

use cikada_domain::LabelTemplateId;
use cikada_domain::event::LabelType;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Flaws, Keys, micrometres};
use super::row::{Letters, ROWS, Row, left_out};
use super::words::{Word, Words};
use super::{Format, LabelTemplate, TemplateFlaw};
use crate::label::flow::{SIZE_MIN, printable};

/// More rows than this are no label.
const ROWS_MAX: usize = 60;
const WORD_MAX: usize = 40;
const OWN_TEXT_MAX: usize = 200;
const TITLE_MAX: usize = 100;

/// Modules of a Data Matrix in micrometres: whole dots on every thermal printer, and read by every
/// scanner.
const MODULES: [u32; 3] = [500, 750, 1_000];

/// Reads a template.
///
/// # Errors
/// Every flaw of the text with its line: what does not read, what lies outside the bounds within
/// which a label can be read, and whatever must stand on such a label in any country and is left out.
pub fn read_template(text: &str) -> Result<LabelTemplate, Vec<TemplateFlaw>> {
    let mut flaws = Flaws {
        text,
        found: Vec::new(),
    };
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.span().unwrap_or_default();
            flaws.add(at, error.message(), "TOML");
            return Err(flaws.found);
        }
    };
    let mut root = Keys::new("the template", document.get_ref(), document.span());
    let template = whole(&mut root, &mut flaws);
    root.finish(&mut flaws);
    match template {
        Some(template) if flaws.found.is_empty() => Ok(template),
        _ => {
            flaws.found.sort_by_key(|flaw| (flaw.line, flaw.column));
            Err(flaws.found)
        }
    }
}

fn whole(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<LabelTemplate> {
    let id = root.text("id", flaws).and_then(|id| {
        let read = LabelTemplateId::new(id).ok();
        if read.is_none() {
            let expected = "lower-case letters, digits and '-', starting with a letter";
            let message = format!("'{id}' is no name of a template");
            flaws.add(root.at("id"), message, expected);
        }
        read
    });
    let version = root.count("version", flaws);
    let label = label(root, flaws);
    let title = root.text("title", flaws);
    let title = title.and_then(|text| said(root, "title", text, TITLE_MAX, flaws));
    let words = words(root, flaws);
    let rows = rows(root, &words, flaws);
    if let (Some(label), Some(rows)) = (label, &rows) {
        for (what, rule) in left_out(label, rows) {
            let message = format!("the rows of a {} label leave out {what}", label.code());
            flaws.add(root.at("rows"), message, &format!("a row with it ({rule})"));
        }
    }
    let format = format(root, flaws);
    Some(LabelTemplate {
        id: id?,
        version: version?,
        label: label?,
        title: title?,
        format: format?,
        rows: rows?,
        words,
    })
}

fn label(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<LabelType> {
    let word = root.text("label", flaws)?;
    let label = LabelType::from_code(word);
    if label.is_none() {
        let known = LabelType::ALL.map(LabelType::code).join(", ");
        let message = format!("'{word}' is no type of label");
        flaws.add(root.at("label"), message, &format!("one of {known}"));
    }
    label
}

/// A text that every printer prints, on one line.
fn said(
    keys: &Keys<'_>,
    key: &str,
    text: &str,
    most: usize,
    flaws: &mut Flaws<'_>,
) -> Option<String> {
    let printed = printable(key, text).ok();
    let printed = printed.filter(|printed| printed == text && text.chars().count() <= most);
    if printed.is_none() {
        let expected = format!("1 to {most} characters that a printer prints, on one line");
        flaws.add(
            keys.at(key),
            format!("'{key}' cannot be printed so"),
            &expected,
        );
    }
    printed
}

fn format(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Format> {
    let size = root.table("size", flaws).and_then(|mut keys| {
        let width = keys.millimetres("width", [25_000, 210_000], flaws);
        let height = keys.millimetres("height", [20_000, 297_000], flaws);
        let margin = keys.millimetres("margin", [1_000, 10_000], flaws);
        keys.finish(flaws);
        Some((width?, height?, margin?))
    });
    let codes = root.table("codes", flaws).and_then(|mut keys| {
        let module = keys.millimetres("module", [500, 1_000], flaws);
        if module.is_some_and(|module| !MODULES.contains(&module)) {
            let message = "the module is not whole dots on every printer";
            flaws.add(keys.at("module"), message, "0.5, 0.75 or 1 mm");
        }
        let with_bar_code = keys.flag("bar-code", flaws);
        keys.finish(flaws);
        Some((module?, with_bar_code?))
    });
    let sizes = root.table("letters", flaws).and_then(|mut keys| {
        let mut size = |key| keys.millimetres(key, [SIZE_MIN, 12_000], flaws);
        let sizes = [
            size("donation"),
            size("patient"),
            size("name"),
            size("text"),
            size("fine"),
        ];
        keys.finish(flaws);
        let [donation, patient, name, text, fine] = sizes;
        Some([donation?, patient?, name?, text?, fine?])
    });
    let ((width, height, margin), (module, with_bar_code)) = (size?, codes?);
    Some(Format {
        width,
        height,
        margin,
        module,
        with_bar_code,
        sizes: sizes?,
    })
}

fn words(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Words {
    let mut words = Words::default();
    if root.optional("words").is_none() {
        return words;
    }
    let Some(mut keys) = root.table("words", flaws) else {
        return words;
    };
    for word in Word::ALL {
        let key = word.key();
        if keys.optional(key).is_none() {
            continue;
        }
        let Some(text) = keys.text(key, flaws) else {
            continue;
        };
        if text.chars().any(char::is_numeric) {
            let message = format!("'{key}' holds a digit, which could be read as part of a value");
            flaws.add(keys.at(key), message, "words without digits");
        }
        if let Some(said) = said(&keys, key, text, WORD_MAX, flaws) {
            words.say(*word, said);
        }
    }
    keys.finish(flaws);
    let usual = Words::default();
    // Two dates stand on a label, and the words of one never name the other.
    let dates = [Word::Expires, Word::Collected];
    for (word, other) in dates.iter().zip(dates.iter().rev()) {
        let named = usual.of(*other).to_lowercase();
        if words.of(*word).to_lowercase().contains(&named) {
            let message = format!("'{}' says what '{}' says", word.key(), other.key());
            let expected = "words that are said of nothing else";
            flaws.add(keys.at(word.key()), message, expected);
        }
    }
    for (place, word) in Word::ALL.iter().enumerate() {
        let same =
            |other: &&Word| words.of(**other).to_lowercase() == words.of(*word).to_lowercase();
        if let Some(other) = Word::ALL.iter().take(place).find(same) {
            let message = format!("'{}' says the same as '{}'", word.key(), other.key());
            flaws.add(
                keys.at(word.key()),
                message,
                "words that tell two things apart",
            );
        }
    }
    words
}

fn rows(root: &mut Keys<'_>, words: &Words, flaws: &mut Flaws<'_>) -> Option<Vec<Row>> {
    let Some(value) = root.optional("rows") else {
        flaws.add(
            root.span.clone(),
            "the template has no 'rows'",
            "rows = [\"name\", ...]",
        );
        return None;
    };
    let array = value.get_ref().as_array();
    let Some(array) = array.filter(|array| array.len() <= ROWS_MAX) else {
        let expected = format!("a list of up to {ROWS_MAX} rows");
        flaws.add(value.span(), "'rows' is no list of rows", &expected);
        return None;
    };
    let mut rows: Vec<Row> = Vec::new();
    for item in array.iter() {
        let Some(row) = row(item, words, flaws) else {
            continue;
        };
        if !row.repeats() && rows.contains(&row) {
            flaws.add(item.span(), "this row stands there twice", "each row once");
        }
        rows.push(row);
    }
    // Where a row did not read, nobody can say what is missing.
    (rows.len() == array.len()).then_some(rows)
}

fn row(item: &Spanned<DeValue<'_>>, words: &Words, flaws: &mut Flaws<'_>) -> Option<Row> {
    match item.get_ref() {
        DeValue::String(word) => {
            let found = ROWS.iter().find(|(known, _)| known == word);
            if found.is_none() {
                let known = ROWS.map(|(known, _)| known).join(", ");
                let expected = format!("one of {known}, a gap or a text");
                flaws.add(item.span(), format!("'{word}' is no row"), &expected);
            }
            found.map(|(_, row)| row.clone())
        }
        DeValue::Table(table) if table.contains_key("gap") => {
            let mut keys = Keys::new("the gap", table, item.span());
            let gap = keys
                .optional("gap")
                .and_then(|gap| micrometres(gap.get_ref()));
            let gap = gap.filter(|gap| *gap <= 50_000);
            if gap.is_none() {
                flaws.add(item.span(), "the gap cannot be so", "0 to 50 mm");
            }
            keys.finish(flaws);
            gap.map(Row::Gap)
        }
        DeValue::Table(table) => own_text(table, item, words, flaws),
        _ => {
            let expected = "a word, { gap = 0.6 } or { text = \"...\" }";
            flaws.add(item.span(), "this is no row", expected);
            None
        }
    }
}

/// A text of the centre's own. It says the same on every label, so it cannot say when one expires.
fn own_text(
    table: &DeTable<'_>,
    item: &Spanned<DeValue<'_>>,
    words: &Words,
    flaws: &mut Flaws<'_>,
) -> Option<Row> {
    let mut keys = Keys::new("the text", table, item.span());
    let says = keys.text("text", flaws);
    let says = says.and_then(|text| said(&keys, "text", text, OWN_TEXT_MAX, flaws));
    let reserved = [Word::Expires, Word::Collected, Word::Copy];
    if let Some(text) = &says {
        let lower = text.to_lowercase();
        let own = reserved.into_iter();
        // In the centre's words, in one of two languages of them, and in those that come with them.
        let usual = Words::default();
        let says = |word: &Word| {
            let parts = words.of(*word).split('/').chain([usual.of(*word)]);
            let mut parts = parts.map(|part| part.trim().to_lowercase());
            parts.any(|part| !part.is_empty() && lower.contains(&part))
        };
        for word in own.filter(says) {
            let message = format!("a text for every label says '{}'", words.of(word));
            flaws.add(
                keys.at("text"),
                message,
                "words that are true of every label",
            );
        }
    }
    let letters = match keys.optional("letters") {
        None => Some(Letters::Fine),
        Some(value) => {
            let known = [
                ("patient", Letters::Patient),
                ("name", Letters::Name),
                ("text", Letters::Text),
                ("fine", Letters::Fine),
            ];
            let word = value.get_ref().as_str().unwrap_or_default();
            let found = known.into_iter().find(|(known, _)| *known == word);
            if found.is_none() {
                let message = "there are no such letters";
                flaws.add(value.span(), message, "patient, name, text or fine");
            }
            found.map(|(_, letters)| letters)
        }
    };
    let bold = match keys.optional("bold") {
        None => Some(false),
        Some(_) => keys.flag("bold", flaws),
    };
    keys.finish(flaws);
    Some(Row::Text {
        says: says?,
        letters: letters?,
        bold: bold?,
    })
}
