//! Gates of the way into treatment: eligibility, consents, the plan, and findings by criterion.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, PlannedItem, Value};
use cikada_protocol::Requirement;
use cikada_protocol::model::Criterion;

use crate::context::{Context, Reasons};
use crate::gates;
use crate::gates::entry::judged;
use crate::plan;
use crate::refusal::RefusalCode;

/// A physician confirmed eligibility, and no finding speaks against it now: also not one that was
/// found before the confirmation and entered after it, which the physician did not see.
pub(crate) fn eligible(ctx: &Context<'_>, reasons: &mut Reasons) {
    let Some(confirmed) = &ctx.treatment.eligibility else {
        reasons.refuse(RefusalCode::EligibilityNotConfirmed, "not confirmed");
        return;
    };
    gates::not_before(ctx, reasons, confirmed.at, "eligibility was confirmed");
    for criterion in &ctx.protocol.eligibility {
        let found = ctx.treatment.findings.get(&criterion.id);
        let Some(found) = found else {
            // The confirmation asked for all of them; none can get lost.
            continue;
        };
        let code = RefusalCode::CriterionNotMet;
        meets(reasons, code, criterion, &found.value);
    }
}

/// Every consent of the protocol stands.
pub(crate) fn consents(ctx: &Context<'_>, reasons: &mut Reasons) {
    for rule in &ctx.protocol.consents {
        if let Some(given) = ctx.treatment.consents.get(&rule.id) {
            let what = format!("consent {} was given", rule.id);
            gates::not_before(ctx, reasons, given.at, &what);
        } else {
            let withdrawn = ctx.treatment.consents_withdrawn.contains_key(&rule.id);
            let how = if withdrawn { "withdrawn" } else { "not given" };
            reasons.refuse_by(
                RefusalCode::ConsentMissing,
                format!("{}: {how}", rule.id),
                &rule.source,
            );
        }
    }
}

/// A plan is confirmed and has this dose; gives its infusion.
pub(crate) fn planned<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    dose: DoseNumber,
) -> Option<&'a PlannedItem> {
    let Some(confirmed) = &ctx.treatment.plan else {
        reasons.refuse(RefusalCode::PlanMissing, "not confirmed");
        return None;
    };
    let infusion = plan::infusion(confirmed, dose);
    if infusion.is_none() {
        let doses = plan::infusions(confirmed).count();
        reasons.refuse(
            RefusalCode::DoseUnplanned,
            format!("dose {dose}, planned are {doses}"),
        );
    }
    infusion
}

/// Findings are of these criteria, all of them where `complete`, each comparable to what is asked.
pub(crate) fn findings(
    reasons: &mut Reasons,
    criteria: &[Criterion],
    findings: &BTreeMap<CriterionId, Value>,
    complete: bool,
) {
    for (id, value) in findings {
        match criteria.iter().find(|criterion| &criterion.id == id) {
            Some(criterion) => {
                for (requirement, source) in walls(criterion) {
                    let _ = judged(reasons, id.as_str(), value, requirement, source);
                }
            }
            None => reasons.refuse(RefusalCode::UnknownCriterion, id.as_str()),
        }
    }
    if !complete {
        return;
    }
    for criterion in criteria {
        if !findings.contains_key(&criterion.id) {
            reasons.refuse_by(
                RefusalCode::ValueMissing,
                criterion.id.as_str(),
                &criterion.source,
            );
        }
    }
}

/// Holds a finding against every wall of its criterion. Each wall that is not met is a reason of its
/// own, by its own source, so that the strictest wins and both are read.
pub(crate) fn meets(
    reasons: &mut Reasons,
    code: RefusalCode,
    criterion: &Criterion,
    found: &Value,
) {
    let name = criterion.id.as_str();
    let asked = match &criterion.centre {
        None => format!("asked for {}", criterion.requirement.words()),
        Some(centre) => format!(
            "label asks for {} [{}], centre asks for {} [{}]",
            criterion.requirement.words(),
            criterion.source,
            centre.requirement.words(),
            centre.source
        ),
    };
    for (requirement, source) in walls(criterion) {
        // INVARIANT (stop): label and centre are layered, and neither makes the other wider.
        if judged(reasons, name, found, requirement, source) == Some(false) {
            let detail = format!("{name}: found {}, {asked}", found.words());
            reasons.refuse_by(code, detail, source);
        }
    }
}

/// The walls of a criterion with their sources, the outer first.
fn walls(criterion: &Criterion) -> impl Iterator<Item = (&Requirement, &str)> {
    let outer = (&criterion.requirement, criterion.source.as_str());
    let inner = criterion.centre.iter();
    std::iter::once(outer).chain(inner.map(|centre| (&centre.requirement, centre.source.as_str())))
}

#[cfg(test)]
mod tests {
    use cikada_domain::{Quantity, Value};
    use cikada_protocol::Requirement;
    use cikada_protocol::model::{CentreLimit, Criterion};

    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, answers, dose};
    use crate::{Command, Decision};

    /// A criterion whose label asks for 90 and whose centre asks for 100.
    fn layered(criterion: &mut Criterion) {
        let at_least = |text: &str| Requirement::Between {
            min: Some(text.parse().unwrap()),
            max: None,
        };
        criterion.requirement = at_least("90 mm[Hg]");
        criterion.centre = Some(CentreLimit {
            requirement: at_least("100 mm[Hg]"),
            source: "centre-rules".to_owned(),
        });
    }

    fn eligible(course: &Course, pressure: &str) -> Decision {
        let mut course = course.clone();
        layered(&mut course.protocol.eligibility[0]);
        let mut findings = answers(&course.protocol, &course.protocol.eligibility);
        let pressure: Quantity = pressure.parse().unwrap();
        let id = course.protocol.eligibility[0].id.clone();
        findings.insert(id, Value::Quantity(pressure));
        let evaluation = Command::RecordEvaluation { findings };
        assert_eq!(codes(&mut course, "physician-1", &evaluation), [""; 0]);
        let act = crate::course::act("physician-1", None, course.now, &course.zone);
        course.ask(&act, &Command::ConfirmEligibility)
    }

    // INVARIANT (stop): label and centre rules are layered, the strictest wins, both are shown.
    #[test]
    fn a_finding_must_stand_inside_both_walls_and_each_wall_it_breaks_is_told() {
        let course = example_course(Point::Opened);
        assert!(matches!(
            eligible(&course, "100 mm[Hg]"),
            Decision::Accepted(_)
        ));
        for (pressure, walls) in [("95 mm[Hg]", 1), ("88 mm[Hg]", 2)] {
            let Decision::Refused(reasons) = eligible(&course, pressure) else {
                panic!("{pressure} was accepted")
            };
            assert_eq!(reasons.len(), walls, "{reasons:?}");
            for reason in &reasons {
                assert_eq!(reason.code.code(), "criterion-not-met");
                assert!(reason.detail.contains("label asks for at least 90 mmHg ["));
                let centre = "centre asks for at least 100 mmHg [centre-rules]";
                assert!(reason.detail.contains(centre), "{}", reason.detail);
            }
            let last = reasons.last().and_then(|reason| reason.source.as_deref());
            assert_eq!(last, Some("centre-rules"));
        }
    }

    // INVARIANT (stop): the centre's wall counts at the bedside as the label's does.
    #[test]
    fn a_patient_between_the_walls_is_not_fit() {
        let mut course = example_course(Point::Released);
        layered(&mut course.protocol.fitness[0]);
        let mut findings = answers(&course.protocol, &course.protocol.fitness);
        let id = course.protocol.fitness[0].id.clone();
        findings.insert(id, Value::Quantity("95 mm[Hg]".parse().unwrap()));
        let dose = dose(1);
        let fitness = Command::RecordFitness { dose, findings };
        assert_eq!(codes(&mut course, "physician-1", &fitness), [""; 0]);
        let verify = course.verification(1, "P-1", "CELLS-1");
        assert_eq!(codes(&mut course, "nurse-1", &verify), ["not-fit-today"]);
    }
}
