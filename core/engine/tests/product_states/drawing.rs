//! The page of a product's states and its picture, made of what the searches met. Where a state
//! stands in the picture is laid down here; which ways there are is not, and a way without a place
//! in the picture fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cikada_domain::treatment::ProductState;
use cikada_engine::RefusalCode;

use super::search::{Asked, Met, Place};

const COMMAND: &str = "CIKADA_BLESS=1 cargo test -p cikada-engine --test product_states";

const DECIDED: [ProductState; 3] = [
    ProductState::ConditionallyReleased,
    ProductState::Released,
    ProductState::SuppliedExceptionally,
];

const AWAY: [ProductState; 4] = [
    ProductState::Rejected,
    ProductState::Returned,
    ProductState::NeverInfused,
    ProductState::Destroyed,
];

/// Every state that a product can be in.
pub(crate) fn places() -> Vec<Place> {
    let not_given = [ProductState::Quarantine]
        .into_iter()
        .chain(DECIDED)
        .map(|state| (state, false));
    let given = DECIDED.map(|state| (state, true));
    let away = AWAY.map(|state| (state, false));
    not_given.chain(given).chain(away).collect()
}

fn words((state, given): Place) -> String {
    let words = state.words();
    if given {
        format!("given, {words}")
    } else {
        words.to_owned()
    }
}

/// The box of a state: its upper left corner and its width.
fn stands(place: Place) -> (i32, i32, i32) {
    match place {
        (ProductState::Quarantine, _) => (40, 165, 170),
        (ProductState::ConditionallyReleased, false) => (430, 65, 210),
        (ProductState::Released, false) => (430, 165, 210),
        (ProductState::SuppliedExceptionally, false) => (430, 265, 210),
        (ProductState::ConditionallyReleased, true) => (815, 65, 250),
        (ProductState::Released, true) => (815, 165, 250),
        (ProductState::SuppliedExceptionally, true) => (815, 265, 250),
        (ProductState::Rejected, _) => (40, 480, 170),
        (ProductState::Returned, _) => (430, 440, 210),
        (ProductState::NeverInfused, _) => (430, 520, 210),
        (ProductState::Destroyed, _) => (815, 480, 250),
    }
}

/// The height of a state's box.
const HEIGHT: i32 = 44;

/// The line of a way, and where its words begin.
fn line(from: Place, to: Place) -> (String, (i32, i32)) {
    let ((x, y, width), (to_x, to_y, to_width)) = (stands(from), stands(to));
    if x == to_x {
        // Side by side, for there may be a way back.
        let (third, start, end) = if to_y > y {
            (1, y + HEIGHT, to_y - 2)
        } else {
            (2, y, to_y + HEIGHT + 2)
        };
        let column = x + to_width * third / 3;
        let path = format!("M{column} {start}V{end}");
        return (path, (column + 8, (start + end) / 2 + 4));
    }
    let (middle, to_middle) = (y + HEIGHT / 2, to_y + HEIGHT / 2);
    let (start, bend, end) = (x + width, x + width + 24, to_x - 2);
    assert!(end > bend, "no place in the picture for {from:?} to {to:?}");
    let path = format!("M{start} {middle}H{bend}V{to_middle}H{end}");
    (path, (bend + 8, to_middle - 7))
}

/// What leads on, in few words.
fn by(name: &str) -> &'static str {
    match name {
        "release-product, conditionally" => "certified, fast tests",
        "release-product, finally" => "certified, all tests",
        "supply-product" => "complete set of papers",
        "start-infusion" => "infusion started",
        // The state it leads to says it already.
        "reject-product"
        | "dispose-product, returned"
        | "dispose-product, destroyed"
        | "dispose-product, never given" => "",
        other => panic!("no words for {other}"),
    }
}

const STYLE: &str = "<style>\
text{font:13px system-ui,sans-serif;fill:#1b2733}\
.by{font-size:12px;fill:#44525f}\
.frame{fill:none;stroke:#8a97a3;stroke-dasharray:5 4}\
.box{fill:#fff;stroke:#1b2733}\
.given{fill:#dff3e4}.away{fill:#f6e3e1}.ground{fill:#f7f9fb}\
.way{fill:none;stroke:#1b2733;marker-end:url(#head)}#head path,.dot{fill:#1b2733}\
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.by{fill:#b1bcc7}.frame{stroke:#76828e}\
.box{fill:#1d2730;stroke:#e6edf3}.given{fill:#173a24}.away{fill:#45211d}.ground{fill:#11181f}\
.way{stroke:#e6edf3}#head path,.dot{fill:#e6edf3}}\
</style>";

/// `docs/pictures/product-states.svg`.
pub(crate) fn picture(met: &Met) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1100 600\" role=\"img\" \
         aria-labelledby=\"title\">\n<title id=\"title\">The states of a product and the ways between \
         them</title>\n",
    );
    let _ = writeln!(svg, "{STYLE}");
    svg.push_str(
        "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" \
         markerHeight=\"9\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"ground\" width=\"1100\" height=\"600\"/>\n",
    );
    for (x, y, width, height, title) in [
        (20, 20, 640, 310, "not given"),
        (795, 20, 290, 310, "in the vein"),
        (20, 410, 1065, 170, "no way back"),
    ] {
        let _ = writeln!(
            svg,
            "<rect class=\"frame\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\
             <text class=\"by\" x=\"{}\" y=\"{}\">{title}</text>",
            x + 12,
            y + 20
        );
    }
    svg.push_str(
        "<circle class=\"dot\" cx=\"125\" cy=\"105\" r=\"6\"/><path class=\"way\" d=\"M125 111V163\"/>\
         <text class=\"by\" x=\"135\" y=\"135\">harvested</text>\n\
         <path class=\"way\" d=\"M125 330V408\"/><text class=\"by\" x=\"137\" y=\"374\">from each of these: \
         rejected, or taken out of use</text>\n",
    );
    for ((from, to), names) in drawn(met) {
        let (path, (x, y)) = line(from, to);
        let words: BTreeSet<_> = names.iter().map(|name| by(name)).collect();
        let words: Vec<_> = words.into_iter().collect();
        let _ = writeln!(
            svg,
            "<path class=\"way\" d=\"{path}\"/><text class=\"by\" x=\"{x}\" y=\"{y}\">{}</text>",
            words.join(", ")
        );
    }
    for place in places() {
        let (x, y, width) = stands(place);
        let class = match place {
            (_, true) => " given",
            (state, false) if AWAY.contains(&state) => " away",
            _ => "",
        };
        let _ = writeln!(
            svg,
            "<rect class=\"box{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" \
             rx=\"6\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x + width / 2,
            y + HEIGHT / 2 + 5,
            words(place)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The ways drawn one by one: those out of the upper frame into the lower one are a single arrow,
/// and each of them must be there.
fn drawn(met: &Met) -> BTreeMap<(Place, Place), BTreeSet<&'static str>> {
    let mut ways = met.ways();
    for from in [ProductState::Quarantine].into_iter().chain(DECIDED) {
        for to in AWAY {
            let way = ways.remove(&((from, false), (to, false)));
            assert!(way.is_some(), "no way from {from:?} to {to:?}");
        }
    }
    ways
}

/// `docs/product-states.md`.
pub(crate) fn page(met: &Met, searched: &[(&str, Met)]) -> String {
    let mut page = format!(
        "# The states of a product\n\n\
         From the harvest to the vein, or to the end of a product that is never given. Every way below was found by asking the\n\
         real engine, in every state that can be reached, for everything that anybody could ask for; there is no other way.\n\
         This page and its picture are generated: `{COMMAND}`.\n\n\
         ![The states of a product and the ways between them](pictures/product-states.svg)\n\n"
    );
    ways(&mut page, met);
    nowhere(&mut page, met);
    page.push_str(
        "\n## What one thing alone has stopped\n\nIn some state that can be reached each of these was the only reason for which a bag was \
         not verified at the bedside or not started:\n\n",
    );
    for code in &met.alone {
        let _ = writeln!(page, "- `{code}`: {}", sentence(code));
    }
    claims(&mut page, searched);
    page
}

/// From where to where, by what, and what is asked on the way.
fn ways(page: &mut String, met: &Met) {
    page.push_str(
        "## The ways, and what is asked on them\n\nEach code is a reason for which the act was refused from that state in the search \
         ([refusals](refusals.md)).\n\n| from | to | by | refused with |\n|---|---|---|---|\n",
    );
    for ((from, to), names) in met.ways() {
        for name in names {
            let asked = &met.by_place[&(from, name)];
            let _ = writeln!(
                page,
                "| {} | {} | {name} | {} |",
                words(from),
                words(to),
                listed(&asked.reasons)
            );
        }
    }
}

/// The acts that lead to the vein, with the reasons that stand against them every time.
fn nowhere(page: &mut String, met: &Met) {
    page.push_str(
        "\n## Where no way leads on\n\nThe acts below were refused in every state of their kind, and each time for these reasons, \
         whatever others there were.\n\n| in | refused | each time with |\n|---|---|---|\n",
    );
    let towards = |name: &str| {
        name.starts_with("release")
            || ["supply-product", "verify-at-bedside", "start-infusion"].contains(&name)
    };
    let never = |asked: &Asked| !asked.accepted;
    let of = met
        .by_place
        .iter()
        .filter(|((_, name), asked)| towards(name) && never(asked));
    for ((place, name), asked) in of {
        let always = asked.always.as_ref().map_or(String::new(), listed);
        let _ = writeln!(page, "| {} | {name} | {always} |", words(*place));
    }
}

fn listed(codes: &BTreeSet<&'static str>) -> String {
    let codes: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
    codes.join(", ")
}

fn sentence(code: &str) -> &'static str {
    let mut all = RefusalCode::ALL.iter();
    let of = all.find(|one| one.code() == code);
    of.map_or("", |one| one.sentence())
}

fn claims(page: &mut String, searched: &[(&str, Met)]) {
    page.push_str(
        "\n## What was searched\n\nA product of a protocol with one fast and one slow test, from its harvest on. In every state everybody asks \
         for everything: good and failing results and their approval, the review, both releases, the papers of a supply and the supply, the rejection, \
         the three fates, the alerts, the right scans at the bedside, the start and the end of the infusion. In each search \
         also:\n\n| also | states | transitions | questions |\n|---|---|---|---|\n",
    );
    for (topic, met) in searched {
        let (states, transitions) = (met.states, met.transitions);
        let _ = writeln!(
            page,
            "| {topic} | {states} | {transitions} | {} |",
            met.asked
        );
    }
    page.push_str(
        "\nAnd it holds, read from the record and not from the engine's gates, that\n\n\
         - a bag runs only after two people have just scanned it and its recipient's wristband on that device, whole, with its label \
         scanned back after the harvest, no doubt of its identity open, in time for the planned end, dosing not held;\n\
         - and then either every result it was certified on is valid, approved and within the specification, no result of any test \
         fails, and every failure found invalid was tested again; or the risk was evaluated knowing every failure, and knowing that, \
         somebody else asked for it and the patient was told, before it was supplied, and in the United States a permission with its \
         basis and an ethics approval was recorded;\n\
         - who certified or supplied it had no hand in the batch, nor had whoever read its record before;\n\
         - what was rejected, returned, destroyed or set aside never comes back, and what was given is never taken out of use;\n\
         - a failure that comes to light later holds all dosing until physician and qualified person have seen it.\n\n\
         The search can fail: it must find all three ways to the vein and every state above, and the same claims object to records \
         that were falsified one fact at a time.\n",
    );
}
