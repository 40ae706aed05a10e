//! The form of an adverse event: its term, its grade on a named scale, and the value behind it.

use cikada_domain::Quantity;
use cikada_engine::{Command, Measured};
use cikada_protocol::model::{Measure, Trigger};

use crate::form::drawn::{Drawn, aside, field};
use crate::form::enrolment::{in_the_clear, note};
use crate::form::typed::Typed;
use crate::form::{Aside, Context, FieldKind};
use crate::read::rule_source;

/// Where no rule of the protocol names a scale.
const SCALES: [&str; 2] = ["CTCAE 5.0", "CTCAE 6.0"];

fn grades() -> Vec<(String, String)> {
    (1..=5)
        .map(|grade| (grade.to_string(), format!("grade {grade}")))
        .collect()
}

pub(crate) fn adverse_event(ctx: &Context<'_>) -> Drawn {
    let (schemes, terms) = (schemes(ctx), terms(ctx));
    let mut term = in_the_clear("term", "What happened, as a term of the scale");
    if !terms.is_empty() {
        let help = "this protocol knows the terms offered here; the term is kept in the clear, never a name";
        term.help = Some(help.to_owned());
    }
    term.suggestions = terms;
    let choices = schemes.into_iter().map(|scheme| (scheme.clone(), scheme));
    let mut drawn = Drawn::new(
        "Adverse event",
        "Record what happened and its grade on the named scale. A value that was measured must be \
         of the grade stated. A stop rule that fires takes effect at once.",
        "Record adverse event",
    )
    .with([
        term,
        field(
            "scheme",
            "Grading scale",
            FieldKind::Choice(choices.collect()),
        ),
        field("grade", "Grade", FieldKind::Choice(grades())),
        field(
            "serious",
            "Serious in the regulatory sense",
            FieldKind::YesNo,
        ),
        measured("value", "Measured value, where there is one"),
        measured("baseline", "The patient's own value before treatment"),
        measured("upper-limit", "Upper limit of normal of the laboratory"),
        measured("lower-limit", "Lower limit of normal of the laboratory"),
        note(),
    ]);
    drawn.know = know(ctx);
    drawn
}

/// The scales the stop rules are written on; where they name none, those of the ladder.
fn schemes(ctx: &Context<'_>) -> Vec<String> {
    let of_rules = ctx.protocol.stop_rules.iter();
    let of_rules = of_rules.filter_map(|rule| match &rule.trigger {
        Trigger::AdverseEvent { scheme, .. } => Some(scheme.clone()),
        Trigger::Findings { .. } => None,
    });
    let of_ladder = ctx.protocol.measures.iter();
    let of_ladder = of_ladder.map(|measure| measure.scheme.clone());
    let known = SCALES.map(str::to_owned);
    let lists = [of_rules.collect(), of_ladder.collect(), Vec::from(known)];
    let first = lists
        .into_iter()
        .find(|list: &Vec<String>| !list.is_empty());
    let mut schemes = first.unwrap_or_default();
    schemes.sort();
    schemes.dedup();
    schemes
}

/// The terms that the protocol's rules and its ladder name.
fn terms(ctx: &Context<'_>) -> Vec<String> {
    let of_rules = ctx.protocol.stop_rules.iter();
    let of_rules = of_rules.filter_map(|rule| match &rule.trigger {
        Trigger::AdverseEvent { term, .. } => term.clone(),
        Trigger::Findings { .. } => None,
    });
    let of_ladder = ctx.protocol.measures.iter();
    let of_ladder = of_ladder.map(|measure| code_of(&measure.term));
    let mut terms: Vec<_> = of_rules.chain(of_ladder).collect();
    terms.sort();
    terms.dedup();
    terms
}

/// A term as records and rules write it.
fn code_of(term: &str) -> String {
    term.to_lowercase().replace(' ', "-")
}

/// What is done at which grade, and the rules that a grade may fire.
fn know(ctx: &Context<'_>) -> Vec<Aside> {
    let mut know = Vec::new();
    for rule in &ctx.protocol.stop_rules {
        if matches!(rule.trigger, Trigger::AdverseEvent { .. }) {
            let title = format!("Stop rule of the {}", rule.layer.name());
            let lines = [format!("{} ({})", rule.text, rule.effect.words())];
            let source = rule_source(ctx.protocol, &rule.source);
            know.push(aside(title, lines, Some(source)));
        }
    }
    let mut sources: Vec<_> = ctx
        .protocol
        .measures
        .iter()
        .map(|one| &one.source)
        .collect();
    sources.dedup();
    for key in sources {
        let of_source = ctx.protocol.measures.iter();
        let of_source = of_source.filter(|measure| &measure.source == key);
        let line = |measure: &Measure| {
            let Measure {
                term,
                scheme,
                grade,
                action,
                ..
            } = measure;
            format!("{term}, grade {grade} ({scheme}): {action}")
        };
        let source = rule_source(ctx.protocol, key);
        know.push(aside("What is done", of_source.map(line), Some(source)));
    }
    know
}

/// A quantity in whatever unit the laboratory reports, which may be left out.
fn measured(name: &str, label: &str) -> crate::form::Field {
    crate::form::Field {
        optional: true,
        help: Some("a number and its unit, such as 0.8 10*9/L".to_owned()),
        ..field(name, label, FieldKind::Amount)
    }
}

pub(crate) fn read_adverse_event(typed: &mut Typed<'_>) -> Option<Command> {
    let (term, scheme) = (typed.code("term"), typed.code("scheme"));
    let grade = typed.choice("grade", &grades());
    let serious = typed.flag("serious");
    let grade = grade.and_then(|grade| grade.parse::<u8>().ok());
    let limits = ["baseline", "upper-limit", "lower-limit"];
    let value = any_quantity(typed, "value");
    let [baseline, upper_limit, lower_limit] = limits.map(|name| any_quantity(typed, name));
    let term = code_of(&term?);
    Some(Command::RecordAdverseEvent {
        term,
        scheme: scheme?,
        grade: grade?,
        serious: serious?,
        measured: value?.map(|value| Measured {
            value,
            baseline: baseline.flatten(),
            upper_limit: upper_limit.flatten(),
            lower_limit: lower_limit.flatten(),
        }),
    })
}

/// A number with its unit, or nothing; what cannot be read is an error and not nothing.
fn any_quantity(typed: &mut Typed<'_>, name: &str) -> Option<Option<Quantity>> {
    let Some(text) = typed.raw(name) else {
        return Some(None);
    };
    match text.parse::<Quantity>() {
        Ok(quantity) => Some(Some(quantity)),
        Err(error) => {
            typed.fail(name, error.to_string());
            None
        }
    }
}
