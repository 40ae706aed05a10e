//! The sections about the patient: eligibility, consent, infusion, fitness, stop rules, visits.

use cikada_domain::{ConsentId, CriterionId, Dimension, InputId, StopRuleId, VisitId};

use super::draft::{also, each, source};
use super::schedule::unreadable;
use super::section::Section;
use super::standing::{grade, scheme};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{
    CentreLimit, Condition, ConsentRule, Criterion, GateRule, InfusionRule, Layer, StopEffect,
    StopRule, Trigger, VisitRule, VitalSign, VitalSignsTimes,
};
use crate::schedule::{Timing, parse_timing};

/// `[[eligibility]]`, `[[fitness]]` and `[[visit.finding]]`.
pub(super) fn criterion(section: &mut Section<'_>, out: &mut Findings) -> Option<Criterion> {
    let id = section.read("id", out, |e, out| value::name(e, CriterionId::new, out));
    let text = section.read("text", out, value::text);
    let must = section.read("must-be", out, |e, out| value::requirement(e, &[], out));
    let age = section.optional("age-max");
    let durations = [Dimension::Duration, Dimension::CalendarDuration];
    let age_max = age.map(|entry| value::quantity(entry, &durations, out));
    let source = source(section, out);
    // An age limit that was given and could not be read must not be dropped; nor must a limit of
    // the centre.
    let age_max = age_max.map_or(Some(None), |age| age.map(Some));
    let centre = section.maybe_within("centre", out, centre_limit);
    Some(Criterion {
        id: id?,
        text: text?,
        requirement: must?,
        centre: centre?,
        age_max: age_max?,
        source: source?,
    })
}

fn centre_limit(section: &mut Section<'_>, out: &mut Findings) -> Option<CentreLimit> {
    let must = section.read("must-be", out, |e, out| value::requirement(e, &[], out));
    let source = source(section, out);
    Some(CentreLimit {
        requirement: must?,
        source: source?,
    })
}

/// `[[gate]]`.
pub(super) fn gate(section: &mut Section<'_>, out: &mut Findings) -> Option<GateRule> {
    let id = section.read("id", out, |e, out| value::name(e, CriterionId::new, out));
    let text = section.read("text", out, value::text);
    let condition = condition_under("must-be", section, out);
    let source = source(section, out);
    let also = also(section, out);
    Some(GateRule {
        id: id?,
        text: text?,
        condition: condition?,
        source: source?,
        also: also?,
    })
}

/// The keys `criterion` and `fires-if`.
pub(super) fn condition(section: &mut Section<'_>, out: &mut Findings) -> Option<Condition> {
    condition_under("fires-if", section, out)
}

/// The key `criterion`, and the key under which the requirement stands.
fn condition_under(
    key: &'static str,
    section: &mut Section<'_>,
    out: &mut Findings,
) -> Option<Condition> {
    let criterion = section.read("criterion", out, |e, out| {
        value::name(e, CriterionId::new, out)
    });
    let requirement = section.read(key, out, |e, out| value::requirement(e, &[], out));
    Some(Condition {
        criterion: criterion?,
        requirement: requirement?,
    })
}

/// `[[consent]]`.
pub(super) fn consent(section: &mut Section<'_>, out: &mut Findings) -> Option<ConsentRule> {
    let id = section.read("id", out, |e, out| value::name(e, ConsentId::new, out));
    let text = section.read("text", out, value::text);
    let source = source(section, out);
    Some(ConsentRule {
        id: id?,
        text: text?,
        source: source?,
    })
}

/// `[infusion]`.
pub(super) fn infusion(section: &mut Section<'_>, out: &mut Findings) -> Option<InfusionRule> {
    let duration = [Dimension::Duration];
    let [length, observation, verification] =
        ["duration", "observation-min", "verification-valid-for"]
            .map(|key| section.read(key, out, |e, out| value::quantity(e, &duration, out)));
    let [premedication, instructions] =
        ["premedication", "instructions"].map(|key| section.read(key, out, value::texts));
    // Without a vital sign nothing would be watched while the cells run.
    section.required("vital-sign", out);
    let vital_signs = each(section, "[[infusion.vital-sign]]", vital_sign, out);
    let vital_signs_due = section.maybe_within("vital-signs-due", out, vital_signs_times);
    let source = source(section, out);
    Some(InfusionRule {
        duration: length?,
        observation_min: observation?,
        verification_valid_for: verification?,
        premedication: premedication?,
        vital_signs,
        vital_signs_due: vital_signs_due?,
        instructions: instructions?,
        source: source?,
    })
}

fn vital_signs_times(section: &mut Section<'_>, out: &mut Findings) -> Option<VitalSignsTimes> {
    let length = [Dimension::Duration];
    let [after_start, after_end] = ["after-start", "after-end"]
        .map(|key| section.maybe(key, out, |e, out| value::quantities(e, &length, out)));
    let every = section.maybe("every", out, |e, out| value::quantity(e, &length, out));
    let window = section.read("window", out, |e, out| value::quantity(e, &length, out));
    let source = source(section, out);
    Some(VitalSignsTimes {
        after_start: after_start?.unwrap_or_default(),
        every: every?,
        after_end: after_end?.unwrap_or_default(),
        window: window?,
        source: source?,
    })
}

fn vital_sign(section: &mut Section<'_>, out: &mut Findings) -> Option<VitalSign> {
    let id = section.read("id", out, |e, out| value::name(e, InputId::new, out));
    let label = section.read("label", out, value::text);
    let unit = section.read("unit", out, value::unit);
    let measured: Vec<_> = unit.iter().map(|unit| unit.dimension()).collect();
    let limit = section.read("limit", out, |e, out| value::requirement(e, &measured, out));
    let source = source(section, out);
    Some(VitalSign {
        id: id?,
        label: label?,
        unit: unit?,
        limit: limit?,
        source: source?,
    })
}

/// `[[stop]]`.
pub(super) fn stop(section: &mut Section<'_>, out: &mut Findings) -> Option<StopRule> {
    let id = section.read("id", out, |e, out| value::name(e, StopRuleId::new, out));
    let text = section.read("text", out, value::text);
    let words = StopEffect::ALL.map(|effect| (effect.name(), effect));
    let effect = section.read("effect", out, |e, out| value::word(e, &words, out));
    let words = Layer::ALL.map(|layer| (layer.name(), layer));
    let layer = section.read("layer", out, |e, out| value::word(e, &words, out));
    let trigger = trigger(section, out);
    let source = source(section, out);
    Some(StopRule {
        id: id?,
        text: text?,
        layer: layer?,
        trigger: trigger?,
        effect: effect?,
        source: source?,
    })
}

/// `adverse-event`, `finding` or `findings`: exactly one of them.
fn trigger(section: &mut Section<'_>, out: &mut Findings) -> Option<Trigger> {
    let keys = ["adverse-event", "finding", "findings"];
    let [event, finding, findings] = keys.map(|key| section.optional(key).is_some());
    let given = [event, finding, findings]
        .iter()
        .filter(|key| **key)
        .count();
    if given != 1 {
        let code = if given == 0 {
            FindingCode::MissingKey
        } else {
            FindingCode::WrongType
        };
        let message = if given == 0 {
            format!("{} has nothing that fires it", section.name)
        } else {
            format!("{} has {given} things that fire it", section.name)
        };
        let expected = "one of 'adverse-event', 'finding' and 'findings'";
        out.add(code, section.span.clone(), message, expected);
        return None;
    }
    if event {
        return section.within("adverse-event", out, adverse_event);
    }
    if finding {
        let of = vec![section.within("finding", out, condition)?];
        return Some(Trigger::Findings { at_least: 1, of });
    }
    section.within("findings", out, several)
}

/// `findings = { at-least = "3 {score}", of = [...] }`; without `at-least`, all of them.
fn several(section: &mut Section<'_>, out: &mut Findings) -> Option<Trigger> {
    section.required("of", out);
    let of = each(section, "[[of]]", condition, out);
    let at_least = match section.optional("at-least") {
        None => of.len(),
        Some(entry) => {
            let number = value::quantity(entry, &[Dimension::Score], out)?;
            let whole = usize::try_from(number.amount())
                .ok()
                .filter(|n| (1..=of.len()).contains(n) && number.amount().fract().is_zero());
            if whole.is_none() {
                let message = format!("'{number}' of {} findings", of.len());
                let expected = "a whole number from 1 to the number of findings";
                out.add(
                    FindingCode::NumberUnreadable,
                    entry.span(),
                    message,
                    expected,
                );
            }
            whole?
        }
    };
    Some(Trigger::Findings { at_least, of })
}

fn adverse_event(section: &mut Section<'_>, out: &mut Findings) -> Option<Trigger> {
    let term = section
        .optional("term")
        .map(|entry| value::text(entry, out));
    let scheme = scheme(section, out);
    let grade = section.read("grade-min", out, grade);
    let term = term.map_or(Some(None), |term| term.map(Some));
    Some(Trigger::AdverseEvent {
        term: term?,
        scheme: scheme?,
        grade_min: grade?,
    })
}

/// `[[visit]]`.
pub(super) fn visit(section: &mut Section<'_>, out: &mut Findings) -> Option<VisitRule> {
    let id = section.read("id", out, |e, out| value::name(e, VisitId::new, out));
    let text = section.read("text", out, value::text);
    let timing = timing(section, out);
    let findings = each(section, "[[visit.finding]]", criterion, out);
    let source = source(section, out);
    Some(VisitRule {
        id: id?,
        text: text?,
        timing: timing?,
        findings,
        source: source?,
    })
}

/// A key `when` with a text of the schedule language.
pub(super) fn timing(section: &mut Section<'_>, out: &mut Findings) -> Option<Timing> {
    let entry = section.required("when", out)?;
    let text = value::text(entry, out)?;
    parse_timing(&text)
        .map_err(|problem| unreadable(entry, &text, &problem, out))
        .ok()
}
