//! The sections about amounts: dose lines, the body they go by, the medicine, what goes along.

use cikada_domain::{CriterionId, Dimension, InputId, Quantity, Unit};
use cikada_dose::{Strength, SurfaceFormula, Vial};

use super::draft::{also, each, source};
use super::patient::{condition, timing};
use super::schedule::unreadable;
use super::section::{Entry, Section, shortened};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{
    Adjustment, BodyRule, Companion, Dilution, DoseAmount, DoseLine, LevelUse, Medicine,
};
use crate::schedule::parse_titration;

/// What an amount of a medicine may be: flat, by weight or by surface.
const AMOUNTS: [Dimension; 6] = [
    Dimension::InternationalUnits,
    Dimension::InternationalUnitsPerBodyMass,
    Dimension::InternationalUnitsPerBodySurface,
    Dimension::Mass,
    Dimension::MassPerBodyMass,
    Dimension::MassPerBodySurface,
];
/// What a level of a dose may be: an amount of a medicine, or cells.
const LEVELS: [Dimension; 8] = [
    Dimension::InternationalUnits,
    Dimension::InternationalUnitsPerBodyMass,
    Dimension::InternationalUnitsPerBodySurface,
    Dimension::Mass,
    Dimension::MassPerBodyMass,
    Dimension::MassPerBodySurface,
    Dimension::CellCount,
    Dimension::CellsPerBodyMass,
];

/// What levels are for, in the words of files.
pub(crate) const LEVEL_USES: [(&str, LevelUse); 2] = [
    ("reduced", LevelUse::Reduced),
    ("assigned", LevelUse::Assigned),
];

/// `[body]`.
pub(super) fn body(section: &mut Section<'_>, out: &mut Findings) -> Option<BodyRule> {
    let weight = section.read("weight", out, |e, out| {
        value::name(e, CriterionId::new, out)
    });
    let height = section.maybe("height", out, |e, out| {
        value::name(e, CriterionId::new, out)
    });
    let recheck = section.read("recheck", out, |e, out| {
        value::quantity(e, &[Dimension::Fraction], out)
    });
    let source = source(section, out);
    Some(BodyRule {
        weight: weight?,
        height: height?,
        recheck: recheck?,
        source: source?,
    })
}

/// `[[dose]]`.
pub(super) fn dose(section: &mut Section<'_>, out: &mut Findings) -> Option<DoseLine> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let doses = section.maybe("doses", out, doses);
    let amount = amount(section, out);
    let [volume, tolerance, round_to, cap, cumulative_cap] = [
        ("volume", &[Dimension::Volume][..]),
        ("tolerance", &[Dimension::Fraction]),
        ("round-to", &LEVELS),
        ("cap", &LEVELS),
        ("cumulative-cap", &LEVELS),
    ]
    .map(|(key, dimensions)| section.maybe(key, out, |e, out| value::quantity(e, dimensions, out)));
    let route = section.read("route", out, value::text);
    let level_use = section
        .optional("level-use")
        .map_or(Some(LevelUse::Reduced), |e| {
            value::word(e, &LEVEL_USES, out)
        });
    let levels = levels(section, out);
    let adjustments = each(section, "[[dose.adjustment]]", adjustment, out);
    let surface = surface(section, out);
    let source = source(section, out);
    let also = also(section, out);
    Some(DoseLine {
        id: id?,
        doses: doses?,
        amount: amount?,
        volume: volume?,
        route: route?,
        levels: levels?,
        level_use: level_use?,
        tolerance: tolerance?,
        adjustments,
        cap: cap?,
        cumulative_cap: cumulative_cap?,
        round_to: round_to?,
        surface: surface?,
        source: source?,
        also: also?,
    })
}

/// `cells`, `amount` or `titrate`: exactly one of them.
fn amount(section: &mut Section<'_>, out: &mut Findings) -> Option<DoseAmount> {
    let keys = ["cells", "amount", "titrate"];
    match keys.map(|key| section.optional(key)) {
        [Some(entry), None, None] => {
            let dimensions = [Dimension::CellCount, Dimension::CellsPerBodyMass];
            value::requirement(entry, &dimensions, out).map(DoseAmount::Cells)
        }
        [None, Some(entry), None] => value::quantity(entry, &AMOUNTS, out).map(DoseAmount::Exact),
        [None, None, Some(entry)] => {
            let text = value::text(entry, out)?;
            let read = parse_titration(&text);
            read.map_err(|problem| unreadable(entry, &text, &problem, out))
                .ok()
                .map(DoseAmount::Titrated)
        }
        given => {
            let given = given.iter().flatten().count();
            let code = if given == 0 {
                FindingCode::MissingKey
            } else {
                FindingCode::WrongType
            };
            let message = format!("{} has {given} of {}", section.name, keys.join(", "));
            out.add(code, section.span.clone(), message, "exactly one of them");
            None
        }
    }
}

/// `doses = "1 to 20"`, or `"7"` for one dose.
fn doses(entry: Entry<'_>, out: &mut Findings) -> Option<(u16, u16)> {
    let text = value::text(entry, out)?;
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|n| *n > 0);
    let read = match text.split_once(" to ") {
        Some((first, last)) => number(first).zip(number(last)),
        None => number(&text).map(|only| (only, only)),
    };
    let read = read.filter(|(first, last)| first <= last);
    if read.is_none() {
        let message = format!("'{}' are no doses", shortened(&text));
        let expected = "the numbers of doses, as in '1 to 20' or '7'";
        out.add(
            FindingCode::ScheduleUnreadable,
            entry.span(),
            message,
            expected,
        );
    }
    read
}

fn levels(section: &mut Section<'_>, out: &mut Findings) -> Option<Vec<Quantity>> {
    section
        .optional("levels")
        .map_or(Some(Vec::new()), |e| value::quantities(e, &LEVELS, out))
}

fn adjustment(section: &mut Section<'_>, out: &mut Findings) -> Option<Adjustment> {
    let condition = condition(section, out);
    let amount = section.read("amount", out, |e, out| value::quantity(e, &AMOUNTS, out));
    let levels = levels(section, out);
    let source = source(section, out);
    let also = also(section, out);
    Some(Adjustment {
        condition: condition?,
        amount: amount?,
        levels: levels?,
        source: source?,
        also: also?,
    })
}

fn surface(section: &mut Section<'_>, out: &mut Findings) -> Option<SurfaceFormula> {
    let words = SurfaceFormula::ALL.map(|formula| (formula.code(), formula));
    section
        .optional("surface")
        .map_or(Some(SurfaceFormula::Mosteller), |e| {
            value::word(e, &words, out)
        })
}

/// `[medicine]`.
pub(super) fn medicine(section: &mut Section<'_>, out: &mut Findings) -> Option<Medicine> {
    let name = section.read("name", out, value::text);
    let order_unit = section.read("order-unit", out, order_unit);
    let strength = section.maybe_within("strength", out, strength);
    section.required("vial", out);
    let vials = each(section, "[[medicine.vial]]", vial, out);
    let dilution = section.maybe_within("[medicine.dilution]", out, dilution);
    let source = source(section, out);
    let also = also(section, out);
    Some(Medicine {
        name: name?,
        order_unit: order_unit?,
        strength: strength?,
        vials,
        dilution: dilution?,
        source: source?,
        also: also?,
    })
}

/// The unit an order is written in: an activity or a mass, never cells or a concentration.
fn order_unit(entry: Entry<'_>, out: &mut Findings) -> Option<Unit> {
    let unit = value::unit(entry, out)?;
    let dimension = unit.dimension();
    if matches!(dimension, Dimension::InternationalUnits | Dimension::Mass) {
        return Some(unit.unit());
    }
    let message = format!("'{}' is {}", unit.unit_code(), dimension.words());
    let expected = "international units or a mass";
    out.add(FindingCode::WrongDimension, entry.span(), message, expected);
    None
}

fn strength(section: &mut Section<'_>, out: &mut Findings) -> Option<Strength> {
    let activity = section.read("activity", out, |e, out| {
        value::quantity(e, &[Dimension::InternationalUnits], out)
    });
    let mass = section.read("mass", out, |e, out| {
        value::quantity(e, &[Dimension::Mass], out)
    });
    let strength = Strength::new(activity?, mass?);
    strength
        .map_err(|problem| {
            let (code, span) = (FindingCode::NumberUnreadable, section.span.clone());
            out.add(code, span, problem.to_string(), "an activity and its mass");
        })
        .ok()
}

fn vial(section: &mut Section<'_>, out: &mut Findings) -> Option<Vial> {
    let flat = [Dimension::InternationalUnits, Dimension::Mass];
    let name = section.read("name", out, value::text);
    let contains = section.read("contains", out, |e, out| value::quantity(e, &flat, out));
    let withdrawable = section.maybe("withdrawable", out, |e, out| value::quantity(e, &flat, out));
    let concentration = section.read("concentration", out, |e, out| {
        let dimensions = [
            Dimension::InternationalUnitConcentration,
            Dimension::MassConcentration,
        ];
        value::quantity(e, &dimensions, out)
    });
    Some(Vial {
        name: name?,
        contains: contains?,
        withdrawable: withdrawable?,
        concentration: concentration?,
    })
}

fn dilution(section: &mut Section<'_>, out: &mut Findings) -> Option<Dilution> {
    let diluent = section.read("diluent", out, value::text);
    let bags = section.read("bags", out, |e, out| {
        value::quantities(e, &[Dimension::Volume], out)
    });
    let window = section.read("window", out, |e, out| {
        let dimensions = [
            Dimension::InternationalUnitConcentration,
            Dimension::MassConcentration,
        ];
        value::requirement(e, &dimensions, out)
    });
    let source = source(section, out);
    Some(Dilution {
        diluent: diluent?,
        bags: bags?,
        window: window?,
        source: source?,
    })
}

/// `[[companion]]`.
pub(super) fn companion(section: &mut Section<'_>, out: &mut Findings) -> Option<Companion> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let [name, route] = ["name", "route"].map(|key| section.read(key, out, value::text));
    let amount = section.read("amount", out, |e, out| value::quantity(e, &[], out));
    let cap = section.maybe("cap", out, |e, out| value::quantity(e, &[], out));
    let timing = timing(section, out);
    let source = source(section, out);
    Some(Companion {
        id: id?,
        name: name?,
        amount: amount?,
        cap: cap?,
        route: route?,
        timing: timing?,
        source: source?,
    })
}
