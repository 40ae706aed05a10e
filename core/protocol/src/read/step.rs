//! The batch record: steps with what is entered and what is added.

use std::ops::Range;

use cikada_domain::{Dimension, IdentifierError, InputId, Quantity, StepId};

use super::draft::{also, each, source};
use super::record;
use super::section::{Entry, Section, shortened};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{Input, InputRole, Instrument, Material, MaterialFrom, Step, StepKind};
use crate::requirement::Requirement;

/// Kinds of steps, in the words of files.
pub(crate) const KINDS: [(&str, StepKind); 4] = [
    ("process", StepKind::Process),
    ("count", StepKind::Count),
    ("harvest", StepKind::Harvest),
    ("fill", StepKind::Harvest),
];

/// Roles of inputs, in the words of files.
pub(crate) const ROLES: [(&str, InputRole); 5] = [
    ("recorded", InputRole::Recorded),
    ("cell-count", InputRole::CellCount),
    ("viability", InputRole::Viability),
    ("volume", InputRole::Volume),
    ("amount", InputRole::Amount),
];

/// Where a material comes from, in the words of files.
pub(crate) const ORIGINS: [(&str, MaterialFrom); 2] = [
    ("stock", MaterialFrom::Stock),
    ("patient", MaterialFrom::Patient),
];

/// `[[step]]`.
pub(super) fn step(section: &mut Section<'_>, out: &mut Findings) -> Option<Step> {
    let id = section.read("id", out, |e, out| value::name(e, StepId::new, out));
    let title = section.read("title", out, value::text);
    let instruction = section.read("instruction", out, value::text);
    let kind = section.read("kind", out, |e, out| value::word(e, &KINDS, out));
    let days = section.read("days", out, days);
    let after = section
        .optional("after")
        .map_or(Some(Vec::new()), |e| steps(e, out));
    let repeats = section
        .optional("repeats")
        .map_or(Some(false), |e| value::flag(e, out));
    let witness = section.read("witness", out, value::flag);
    let parallel = section
        .optional("parallel")
        .map_or(Some(Vec::new()), |e| steps(e, out));
    let timer = record::timer(section, out);
    let attachments = section
        .optional("attach")
        .map_or(Some(Vec::new()), |e| value::texts(e, out));
    let inputs = each(section, "[[step.input]]", input, out);
    let targets = each(section, "[[step.target]]", record::target, out);
    let materials = each(section, "[[step.material]]", material, out);
    let equipment = section
        .optional("equipment")
        .map_or(Some(Vec::new()), |e| equipment(e, out));
    let source = source(section, out);
    Some(Step {
        id: id?,
        title: title?,
        instruction: instruction?,
        kind: kind?,
        days: days?,
        after: after?,
        repeats: repeats?,
        witness: witness?,
        parallel: parallel?,
        timer: timer?,
        attachments: attachments?,
        inputs,
        targets,
        materials,
        equipment: equipment?,
        source: source?,
    })
}

/// `day 0` or `days 3 to 14`.
fn days(entry: Entry<'_>, out: &mut Findings) -> Option<(u16, u16)> {
    let text = value::text(entry, out)?;
    let single = text.strip_prefix("day ").map(|day| (day, day));
    let range = text
        .strip_prefix("days ")
        .and_then(|days| days.split_once(" to "));
    let read = single.or(range).and_then(|(first, last)| {
        Some((
            first.trim().parse::<u16>().ok()?,
            last.trim().parse::<u16>().ok()?,
        ))
    });
    match read {
        Some((first, last)) if first <= last => read,
        Some(_) => {
            let message = format!("'{}' ends before it begins", shortened(&text));
            out.add(
                FindingCode::MinAboveMax,
                entry.span(),
                message,
                "the earlier day first",
            );
            None
        }
        None => {
            let message = format!("'{}' are no days", shortened(&text));
            out.add(
                FindingCode::ScheduleUnreadable,
                entry.span(),
                message,
                "'day 0' or 'days 3 to 14'",
            );
            None
        }
    }
}

fn steps(entry: Entry<'_>, out: &mut Findings) -> Option<Vec<StepId>> {
    let names = value::texts(entry, out)?;
    let read = |name: String| {
        StepId::new(name)
            .map_err(|error| not_a_step(entry.span(), &error.to_string(), out))
            .ok()
    };
    names.into_iter().map(read).collect()
}

fn equipment(entry: Entry<'_>, out: &mut Findings) -> Option<Vec<InputId>> {
    let names = value::texts(entry, out)?;
    let read = |name: String| {
        let kind = InputId::new(name);
        let not_a_kind = |error: &IdentifierError| {
            let (span, message) = (entry.span(), error.to_string());
            let expected = "kinds of equipment, such as \"safety-cabinet\"";
            out.add(FindingCode::IdentifierUnreadable, span, message, expected);
        };
        kind.inspect_err(not_a_kind).ok()
    };
    names.into_iter().map(read).collect()
}

fn not_a_step(span: Range<usize>, message: &str, out: &mut Findings) {
    out.add(
        FindingCode::IdentifierUnreadable,
        span,
        message,
        "the id of a step",
    );
}

fn input(section: &mut Section<'_>, out: &mut Findings) -> Option<Input> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let label = section.read("label", out, value::text);
    let role = section
        .optional("role")
        .map_or(Some(InputRole::Recorded), |e| value::word(e, &ROLES, out));
    let unit = section.optional("unit").map(|e| (e, value::unit(e, out)));
    let measured: Vec<_> = unit
        .iter()
        .filter_map(|(_, unit)| unit.as_ref())
        .map(Quantity::dimension)
        .collect();
    let limit = section
        .optional("limit")
        .map(|e| (e, value::requirement(e, &measured, out)));
    if let (Some((_, Some(unit))), Some((entry, Some(limit)))) = (&unit, &limit) {
        same_cells(*entry, unit, limit, out);
    }
    let limit = limit.map(|(_, limit)| limit);
    let fits = role.is_none_or(|role| role_fits(role, unit.as_ref(), section.span.clone(), out));
    let unit = unit.map_or(Some(None), |(_, unit)| unit.map(Some));
    let limit = limit.map_or(Some(None), |limit| limit.map(Some));
    let instrument = instrument(section, out);
    let check = section.maybe("check", out, |e, out| value::word(e, &record::CHECKS, out));
    let input = Input {
        id: id?,
        label: label?,
        role: role?,
        unit: unit?,
        limit: limit?,
        instrument: instrument?,
        second_check: check?.unwrap_or(false),
    };
    Some(input).filter(|_| fits)
}

/// What a value is measured with, where the file names it.
pub(super) fn instrument(
    section: &mut Section<'_>,
    out: &mut Findings,
) -> Option<Option<Instrument>> {
    section.maybe("instrument", out, |e, out| {
        value::word(e, &Instrument::ALL, out)
    })
}

/// A limit in other cells than the input counts would never be met nor missed.
fn same_cells(entry: Entry<'_>, unit: &Quantity, limit: &Requirement, out: &mut Findings) {
    let limited = limit.example().and_then(Quantity::population);
    if let (Some(limited), Some(counted)) = (limited, unit.population())
        && limited != counted
    {
        let message = format!(
            "the limit is of {}, but {} are counted",
            limited.words(),
            counted.words()
        );
        out.add(
            FindingCode::PopulationMismatch,
            entry.span(),
            message,
            counted.words(),
        );
    }
}

/// What the software uses for a purpose must measure what the purpose needs.
fn role_fits(
    role: InputRole,
    unit: Option<&(Entry<'_>, Option<Quantity>)>,
    section: Range<usize>,
    out: &mut Findings,
) -> bool {
    let wanted = match role {
        InputRole::Recorded => return true,
        InputRole::CellCount => Dimension::CellCount,
        InputRole::Viability => Dimension::Fraction,
        InputRole::Volume => Dimension::Volume,
        // International units or a mass: which of them, the medicine's order unit says.
        InputRole::Amount if unit.is_some_and(|(_, u)| mass(u.as_ref())) => Dimension::Mass,
        InputRole::Amount => Dimension::InternationalUnits,
    };
    match unit {
        None => {
            let message = "the input's role needs a unit";
            out.add(
                FindingCode::MissingKey,
                section,
                message,
                format!("a unit of {}", wanted.words()),
            );
            false
        }
        Some((entry, Some(unit))) if unit.dimension() != wanted => {
            let message = format!("'{}' is {}", unit.unit_code(), unit.dimension().words());
            out.add(
                FindingCode::WrongDimension,
                entry.span(),
                message,
                wanted.words(),
            );
            false
        }
        Some(_) => true,
    }
}

fn mass(unit: Option<&Quantity>) -> bool {
    unit.is_some_and(|unit| unit.dimension() == Dimension::Mass)
}

fn material(section: &mut Section<'_>, out: &mut Findings) -> Option<Material> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let name = section.read("name", out, value::text);
    let amount = section.read("amount", out, |e, out| value::quantity(e, &[], out));
    let addition = record::addition(section, amount.as_ref(), out);
    let from = section
        .optional("from")
        .map_or(Some(MaterialFrom::Stock), |e| value::word(e, &ORIGINS, out));
    let source = source(section, out);
    let also = also(section, out);
    Some(Material {
        id: id?,
        name: name?,
        amount: amount?,
        addition: addition?,
        from: from?,
        source: source?,
        also: also?,
    })
}
