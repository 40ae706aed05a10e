//! What a step works out: additions to a concentration, volumes from a count.

use std::num::NonZeroU16;

use cikada_domain::{Dimension, InputId, Quantity, StepId};

use super::draft::source;
use super::section::{Entry, Section, shortened};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{Addition, Reference, Target, TargetRule};

/// Rules of targets, in the words of files.
pub(crate) const RULES: [(&str, Rule); 3] = [
    ("seeding", Rule::Seeding),
    ("feed", Rule::Feed),
    ("split", Rule::Split),
];

/// Who looks at a value a second time, in the words of files.
pub(crate) const CHECKS: [(&str, bool); 1] = [("second-person", true)];

/// A rule before its own keys are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    Seeding,
    Feed,
    Split,
}

/// How a material's volume is worked out; nothing without `into`.
pub(super) fn addition(
    section: &mut Section<'_>,
    amount: Option<&Quantity>,
    out: &mut Findings,
) -> Option<Option<Addition>> {
    let kinds = [
        Dimension::InternationalUnitConcentration,
        Dimension::MassConcentration,
        Dimension::Fraction,
    ];
    let named = section.optional("into");
    let into = section.maybe("into", out, reference);
    let counts = section.maybe("counts-itself", out, value::flag);
    let stock = section.maybe("stock", out, |e, out| value::quantity(e, &kinds, out));
    let tolerance = section.maybe("tolerance", out, tolerance);
    let Some(named) = named else {
        for key in ["counts-itself", "stock", "tolerance"] {
            if let Some(entry) = section.optional(key) {
                let message = format!("'{key}' says something of a volume that is not named");
                out.add(
                    FindingCode::MissingKey,
                    entry.span(),
                    message,
                    "a key 'into'",
                );
            }
        }
        return Some(None);
    };
    for key in ["counts-itself", "tolerance"] {
        section.required(key, out)?;
    }
    let amount = amount?;
    if !kinds.contains(&amount.dimension()) {
        let message = format!("'{}' is no concentration to be reached", amount.words());
        let expected = "an amount in units or a mass for each mL, a share in %, or no 'into'";
        out.add(FindingCode::WrongDimension, named.span(), message, expected);
        return None;
    }
    // A lot may state its units or mass in a volume, but no share: that is the protocol's to say.
    if amount.dimension() == Dimension::Fraction {
        section.required("stock", out)?;
    }
    Some(Some(Addition {
        into: into??,
        counts_itself: counts??,
        stock: stock?,
        tolerance: tolerance??,
    }))
}

/// `[[step.target]]`.
pub(super) fn target(section: &mut Section<'_>, out: &mut Findings) -> Option<Target> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let label = section.read("label", out, value::text);
    let rule = section.read("rule", out, |e, out| value::word(e, &RULES, out));
    let cells = section.read("cells", out, reference);
    let density = section.read("density", out, |e, out| {
        value::quantity(e, &[Dimension::CellConcentration], out)
    });
    let rule = rule_of(section, rule, out);
    let entered = section.maybe("entered", out, |e, out| value::name(e, InputId::new, out));
    let tolerance = match &entered {
        Some(Some(_)) => section.read("tolerance", out, tolerance).map(Some),
        _ => section.maybe("tolerance", out, tolerance),
    };
    let source = source(section, out);
    Some(Target {
        id: id?,
        label: label?,
        rule: rule?,
        cells: cells?,
        density: density?,
        entered: entered?,
        tolerance: tolerance?,
        source: source?,
    })
}

/// The keys that only some rules need; under the others they would say something that is not done.
fn rule_of(
    section: &mut Section<'_>,
    rule: Option<Rule>,
    out: &mut Findings,
) -> Option<TargetRule> {
    let volume = section.maybe("volume", out, reference);
    let vessels = section.maybe("vessels", out, vessels);
    let (needs_volume, needs_vessels) = match rule? {
        Rule::Seeding => (false, false),
        Rule::Feed => (true, false),
        Rule::Split => (true, true),
    };
    for (key, needed) in [("volume", needs_volume), ("vessels", needs_vessels)] {
        match section.optional(key) {
            Some(entry) if !needed => {
                let message = format!("'{key}' means nothing for this rule");
                out.add(
                    FindingCode::UnknownKey,
                    entry.span(),
                    message,
                    "no such key",
                );
            }
            _ if needed => {
                section.required(key, out)?;
            }
            _ => {}
        }
    }
    match (rule?, volume?, vessels?) {
        (Rule::Seeding, ..) => Some(TargetRule::Seeding),
        (Rule::Feed, volume, _) => Some(TargetRule::Feed { volume: volume? }),
        (Rule::Split, volume, vessels) => Some(TargetRule::Split {
            volume: volume?,
            vessels: vessels?,
        }),
    }
}

fn vessels(entry: Entry<'_>, out: &mut Findings) -> Option<NonZeroU16> {
    let text = value::text(entry, out)?;
    let read = text.parse().ok();
    if read.is_none() {
        let message = format!("'{}' is no number of vessels", shortened(&text));
        out.add(
            FindingCode::NumberUnreadable,
            entry.span(),
            message,
            "a text such as \"4\"",
        );
    }
    read
}

fn tolerance(entry: Entry<'_>, out: &mut Findings) -> Option<Quantity> {
    value::quantity(entry, &[Dimension::Fraction], out)
}

/// `volume` of this step or `isolation.living-cells` of another.
fn reference(entry: Entry<'_>, out: &mut Findings) -> Option<Reference> {
    let text = value::text(entry, out)?;
    let (step, name) = match text.split_once('.') {
        Some((step, name)) => (Some(step), name),
        None => (None, text.as_str()),
    };
    let read = InputId::new(name).and_then(|name| {
        let step = step.map(StepId::new).transpose()?;
        Ok(Reference { step, name })
    });
    read.map_err(|error| {
        let message = format!("'{}' is no name of a value: {error}", shortened(&text));
        let expected = "the id of an input, or 'step.input' for one of an earlier step";
        out.add(
            FindingCode::IdentifierUnreadable,
            entry.span(),
            message,
            expected,
        );
    })
    .ok()
}

/// How long something takes, as a timer counts it.
pub(super) fn timer(section: &mut Section<'_>, out: &mut Findings) -> Option<Option<Quantity>> {
    section.maybe("timer", out, |e, out| {
        value::quantity(e, &[Dimension::Duration], out)
    })
}
