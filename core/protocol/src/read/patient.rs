//! The sections about the patient: eligibility, consent, infusion, fitness, stop rules, visits.

use cikada_domain::{ConsentId, CriterionId, Dimension, InputId, StopRuleId, VisitId};

use super::draft::{each, source, unreadable};
use super::section::Section;
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::model::{
    ConsentRule, Criterion, InfusionRule, StopEffect, StopRule, Trigger, VisitRule, VitalSign,
};
use crate::schedule::{Timing, parse_timing};

/// The scales a stop rule may name. A closed list: a rule with a mistyped scale would never fire.
const GRADING_SCALES: [&str; 3] = ["CTCAE 5.0", "CTCAE 6.0", "ASTCT 2019"];

/// `[[eligibility]]`, `[[fitness]]` and `[[visit.finding]]`.
pub(super) fn criterion(section: &mut Section<'_>, out: &mut Findings) -> Option<Criterion> {
    let id = section
        .required("id", out)
        .and_then(|e| value::name(e, CriterionId::new, out));
    let text = section
        .required("text", out)
        .and_then(|e| value::text(e, out));
    let must = section
        .required("must-be", out)
        .and_then(|e| value::requirement(e, &[], out));
    let age = section.optional("age-max");
    let durations = [Dimension::Duration, Dimension::CalendarDuration];
    let age_max = age.map(|entry| value::quantity(entry, &durations, out));
    let source = source(section, out);
    // An age limit that was given and could not be read must not be dropped.
    let age_max = age_max.map_or(Some(None), |age| age.map(Some));
    Some(Criterion {
        id: id?,
        text: text?,
        requirement: must?,
        age_max: age_max?,
        source: source?,
    })
}

/// `[[consent]]`.
pub(super) fn consent(section: &mut Section<'_>, out: &mut Findings) -> Option<ConsentRule> {
    let id = section
        .required("id", out)
        .and_then(|e| value::name(e, ConsentId::new, out));
    let text = section
        .required("text", out)
        .and_then(|e| value::text(e, out));
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
        ["duration", "observation-min", "verification-valid-for"].map(|key| {
            section
                .required(key, out)
                .and_then(|e| value::quantity(e, &duration, out))
        });
    let [premedication, instructions] = ["premedication", "instructions"].map(|key| {
        section
            .required(key, out)
            .and_then(|e| value::texts(e, out))
    });
    // Without a vital sign nothing would be watched while the cells run.
    section.required("vital-sign", out);
    let vital_signs = each(section, "[[infusion.vital-sign]]", vital_sign, out);
    let source = source(section, out);
    Some(InfusionRule {
        duration: length?,
        observation_min: observation?,
        verification_valid_for: verification?,
        premedication: premedication?,
        vital_signs,
        instructions: instructions?,
        source: source?,
    })
}

fn vital_sign(section: &mut Section<'_>, out: &mut Findings) -> Option<VitalSign> {
    let id = section
        .required("id", out)
        .and_then(|e| value::name(e, InputId::new, out));
    let label = section
        .required("label", out)
        .and_then(|e| value::text(e, out));
    let unit = section
        .required("unit", out)
        .and_then(|e| value::unit(e, out));
    let measured: Vec<_> = unit.iter().map(|unit| unit.dimension()).collect();
    let limit = section
        .required("limit", out)
        .and_then(|e| value::requirement(e, &measured, out));
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
    let id = section
        .required("id", out)
        .and_then(|e| value::name(e, StopRuleId::new, out));
    let text = section
        .required("text", out)
        .and_then(|e| value::text(e, out));
    let words = [("stop", StopEffect::Stop), ("hold", StopEffect::Hold)];
    let effect = section
        .required("effect", out)
        .and_then(|e| value::word(e, &words, out));
    let trigger = trigger(section, out);
    let source = source(section, out);
    Some(StopRule {
        id: id?,
        text: text?,
        trigger: trigger?,
        effect: effect?,
        source: source?,
    })
}

fn trigger(section: &mut Section<'_>, out: &mut Findings) -> Option<Trigger> {
    let event = section.optional("adverse-event").is_some();
    let finding = section.optional("finding").is_some();
    if event == finding {
        let given = if event {
            "both 'adverse-event' and 'finding'"
        } else {
            "nothing that fires it"
        };
        let message = format!("{} has {given}", section.name);
        let code = if event {
            FindingCode::WrongType
        } else {
            FindingCode::MissingKey
        };
        out.add(
            code,
            section.span.clone(),
            message,
            "either 'adverse-event' or 'finding'",
        );
        return None;
    }
    if event {
        let mut inner = section.table("adverse-event", out)?;
        let trigger = adverse_event(&mut inner, out);
        inner.finish(out);
        return trigger;
    }
    let mut inner = section.table("finding", out)?;
    let criterion = inner
        .required("criterion", out)
        .and_then(|e| value::name(e, CriterionId::new, out));
    let fires = inner
        .required("fires-if", out)
        .and_then(|e| value::requirement(e, &[], out));
    inner.finish(out);
    Some(Trigger::Finding {
        criterion: criterion?,
        requirement: fires?,
    })
}

fn adverse_event(section: &mut Section<'_>, out: &mut Findings) -> Option<Trigger> {
    let term = section
        .optional("term")
        .map(|entry| value::text(entry, out));
    let words = GRADING_SCALES.map(|scale| (scale, scale));
    let scheme = section
        .required("scheme", out)
        .and_then(|e| value::word(e, &words, out));
    let scheme = scheme.map(str::to_owned);
    let entry = section.required("grade-min", out);
    let grade = entry.and_then(|entry| {
        let grade = value::quantity(entry, &[Dimension::Score], out)?;
        let fitting = u8::try_from(grade.amount())
            .ok()
            .filter(|g| (1..=5).contains(g));
        // A grade of 2.5 would silently become 2 and fire on what was not meant.
        let whole = fitting.filter(|_| grade.amount().fract().is_zero());
        if whole.is_none() {
            let message = format!("'{grade}' is not a grade");
            out.add(
                FindingCode::NumberUnreadable,
                entry.span(),
                message,
                "a whole grade from 1 to 5",
            );
        }
        whole
    });
    let term = term.map_or(Some(None), |term| term.map(Some));
    Some(Trigger::AdverseEvent {
        term: term?,
        scheme: scheme?,
        grade_min: grade?,
    })
}

/// `[[visit]]`.
pub(super) fn visit(section: &mut Section<'_>, out: &mut Findings) -> Option<VisitRule> {
    let id = section
        .required("id", out)
        .and_then(|e| value::name(e, VisitId::new, out));
    let text = section
        .required("text", out)
        .and_then(|e| value::text(e, out));
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
