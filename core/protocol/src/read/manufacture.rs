//! The sections about the product: collection, culture, product, release.

use cikada_domain::{Dimension, Quantity, TestId, Unit};

use super::draft::{also, source};
use super::patient::timing;
use super::section::{Entry, Section, shortened};
use super::value;
use crate::Requirement;
use crate::finding::{FindingCode, Findings};
use crate::model::{
    CollectionRule, CollectionTransport, CultureRule, DivisionRule, FailureRule, LabelRule,
    ProductRule, ReleaseRule, ReleaseStage, SpecificationTest, TransportRule,
};
use crate::schedule::{Interval, Offset, TimingEvent};

/// `[collection]`.
pub(super) fn collection(section: &mut Section<'_>, out: &mut Findings) -> Option<CollectionRule> {
    let procedure = section.read("procedure", out, value::text);
    let volume = section.read("volume", out, |e, out| {
        value::requirement(e, &[Dimension::Volume], out)
    });
    let before = before_infusion(section, out);
    let code = section.read("product-code", out, product_code);
    let way = section.maybe_within("[collection.transport]", out, to_clean_room);
    let source = source(section, out);
    Some(CollectionRule {
        procedure: procedure?,
        volume: volume?,
        before_infusion_min: before?,
        product_code: code?,
        transport: way?,
        source: source?,
    })
}

/// `[collection.transport]`.
fn to_clean_room(section: &mut Section<'_>, out: &mut Findings) -> Option<CollectionTransport> {
    let [duration, outside] = ["duration-max", "out-of-condition-max"].map(|key| {
        let entry = section.required(key, out);
        entry.and_then(|e| value::quantity(e, &[Dimension::Duration], out))
    });
    let temperature = section.read("temperature", out, |e, out| {
        value::requirement(e, &[Dimension::Temperature], out)
    });
    let source = source(section, out);
    Some(CollectionTransport {
        duration_max: duration?,
        temperature: temperature?,
        out_of_condition_max: outside?,
        source: source?,
    })
}

/// `when = "at least 2 wk before each infusion"`, the one form a collection's timing takes.
fn before_infusion(section: &mut Section<'_>, out: &mut Findings) -> Option<Quantity> {
    let timing = timing(section, out)?;
    let span = section
        .optional("when")
        .map_or_else(|| section.span.clone(), |entry| entry.span());
    if let (Offset::AtLeastBefore(Interval::Days(days)), TimingEvent::Each) =
        (timing.offset, timing.event)
    {
        return Quantity::new(days.into(), Unit::Day).ok();
    }
    let message = format!(
        "'{}' does not say when each collection is, at the latest",
        shortened(&timing.text)
    );
    let expected = "'at least', a distance in days or weeks, 'before each infusion'";
    out.add(FindingCode::ScheduleUnreadable, span, message, expected);
    None
}

/// `[culture]`.
pub(super) fn culture(section: &mut Section<'_>, out: &mut Findings) -> Option<CultureRule> {
    let duration = section.required("duration", out);
    let duration = duration.and_then(|e| value::requirement(e, &[Dimension::Duration], out));
    let source = source(section, out);
    Some(CultureRule {
        duration: duration?,
        source: source?,
    })
}

/// The five characters of an ISBT 128 product description code (ST-001, data structure 003).
fn product_code(entry: Entry<'_>, out: &mut Findings) -> Option<String> {
    let code = value::text(entry, out)?;
    let written = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let letter = code.starts_with(|c: char| c.is_ascii_uppercase());
    if code.len() == 5 && letter && code.chars().all(written) {
        return Some(code);
    }
    let message = format!("'{}' is not a product description code", shortened(&code));
    let expected = "a capital letter, then four capital letters or digits";
    out.add(
        FindingCode::ProductCodeUnreadable,
        entry.span(),
        message,
        expected,
    );
    None
}

/// `[product]`.
pub(super) fn product(section: &mut Section<'_>, out: &mut Findings) -> Option<ProductRule> {
    let name = section.read("name", out, value::text);
    let code = section.read("product-code", out, product_code);
    let life = section.required("shelf-life", out);
    let life = life.and_then(|e| value::quantity(e, &[Dimension::Duration], out));
    let storage = section.read("storage", out, value::text);
    let division = section.maybe_within("[product.doses-per-batch]", out, division);
    let source = source(section, out);
    let also = also(section, out);
    Some(ProductRule {
        name: name?,
        product_code: code?,
        shelf_life: life?,
        storage: storage?,
        division: division?,
        source: source?,
        also: also?,
    })
}

/// `doses-per-batch = { value = "4", source = "..." }`: at most so many doses, two or more.
fn division(section: &mut Section<'_>, out: &mut Findings) -> Option<DivisionRule> {
    let doses = section.read("value", out, |entry, out| {
        let text = value::text(entry, out)?;
        let doses = text.parse().ok().filter(|doses: &u16| *doses >= 2);
        if doses.is_none() {
            let message = format!("'{}' is no number of doses", shortened(&text));
            let expected =
                "a whole number from 2 on, such as \"4\"; one dose is meant without the key";
            let code = FindingCode::NumberUnreadable;
            out.add(code, entry.span(), message, expected);
        }
        doses
    });
    let source = source(section, out);
    Some(DivisionRule {
        doses_max: doses?,
        source: source?,
    })
}

/// `[label]`.
pub(super) fn label(section: &mut Section<'_>, out: &mut Findings) -> Option<LabelRule> {
    let manufacturer = section.maybe("manufacturer", out, value::text);
    let trial = section.maybe("trial", out, value::text);
    let sponsor = section.maybe("sponsor", out, value::text);
    let authorisation = section.maybe("authorisation", out, value::text);
    let collection_additives = section.maybe("collection-additives", out, value::text);
    let collection_storage = section.maybe("collection-storage", out, temperatures);
    let shelf_life = section.maybe("collection-shelf-life", out, |e, out| {
        value::quantity(e, &[Dimension::Duration], out)
    });
    let product_additives = section.maybe("product-additives", out, value::text);
    let product_storage = section.maybe("product-storage", out, temperatures);
    let source = source(section, out);
    Some(LabelRule {
        manufacturer: manufacturer?,
        trial: trial?,
        sponsor: sponsor?,
        authorisation: authorisation?,
        collection_additives: collection_additives?,
        collection_storage: collection_storage?,
        collection_shelf_life: shelf_life?,
        product_additives: product_additives?,
        product_storage: product_storage?,
        source: source?,
    })
}

/// `[transport]`.
pub(super) fn transport(section: &mut Section<'_>, out: &mut Findings) -> Option<TransportRule> {
    let [duration, outside, gap] = ["duration", "out-of-condition-max", "gap-max"].map(|key| {
        let entry = section.required(key, out);
        entry.and_then(|e| value::quantity(e, &[Dimension::Duration], out))
    });
    let temperature = section.read("temperature", out, |e, out| {
        value::requirement(e, &[Dimension::Temperature], out)
    });
    let source = source(section, out);
    Some(TransportRule {
        duration: duration?,
        temperature: temperature?,
        out_of_condition_max: outside?,
        gap_max: gap?,
        source: source?,
    })
}

/// A label names both ends of what something is kept at.
fn temperatures(entry: Entry<'_>, out: &mut Findings) -> Option<Requirement> {
    let range = value::requirement(entry, &[Dimension::Temperature], out)?;
    if let Requirement::Between {
        min: Some(_),
        max: Some(_),
    } = &range
    {
        return Some(range);
    }
    let message = format!("'{}' has one end only", entry.key);
    let expected = "both ends, such as { min = \"2 Cel\", max = \"8 Cel\" }";
    out.add(FindingCode::MissingKey, entry.span(), message, expected);
    None
}

/// `[[release]]`.
pub(super) fn release(section: &mut Section<'_>, out: &mut Findings) -> Option<ReleaseRule> {
    let stage = stage(section, out);
    let text = section.read("text", out, value::text);
    let source = source(section, out);
    Some(ReleaseRule {
        stage: stage?,
        text: text?,
        source: source?,
    })
}

/// `[[test]]`.
pub(super) fn test(section: &mut Section<'_>, out: &mut Findings) -> Option<SpecificationTest> {
    let id = section.read("id", out, |e, out| value::name(e, TestId::new, out));
    let text = section.read("text", out, value::text);
    let must = section.read("must-be", out, |e, out| value::requirement(e, &[], out));
    let instrument = super::step::instrument(section, out);
    let stage = stage(section, out);
    let if_failed = section.maybe_within("[test.if-failed]", out, |section, out| {
        let text = section.read("text", out, value::text);
        let source = source(section, out);
        Some(FailureRule {
            text: text?,
            source: source?,
        })
    });
    let source = source(section, out);
    Some(SpecificationTest {
        id: id?,
        text: text?,
        requirement: must?,
        instrument: instrument?,
        stage: stage?,
        if_failed: if_failed?,
        source: source?,
    })
}

fn stage(section: &mut Section<'_>, out: &mut Findings) -> Option<ReleaseStage> {
    let words = ReleaseStage::ALL.map(|stage| (stage.name(), stage));
    section.read("stage", out, |e, out| value::word(e, &words, out))
}
