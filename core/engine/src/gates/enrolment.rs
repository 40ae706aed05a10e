//! Gates of the way into treatment: eligibility, consents, the plan, and findings by criterion.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, PlannedItem, Value};
use cikada_protocol::model::Criterion;

use crate::context::{Context, Reasons};
use crate::gates::entry::judged;
use crate::plan;
use crate::refusal::RefusalCode;

/// A physician confirmed eligibility, and no finding speaks against it now: also not one that was
/// found before the confirmation and entered after it, which the physician did not see.
pub(crate) fn eligible(ctx: &Context<'_>, reasons: &mut Reasons) {
    if ctx.treatment.eligibility.is_none() {
        reasons.refuse(RefusalCode::EligibilityNotConfirmed, "not confirmed");
        return;
    }
    for criterion in &ctx.protocol.eligibility {
        let found = ctx.treatment.findings.get(&criterion.id);
        let Some(found) = found else {
            // The confirmation asked for all of them; none can get lost.
            continue;
        };
        let name = criterion.id.as_str();
        let meets = judged(
            reasons,
            name,
            &found.value,
            &criterion.requirement,
            &criterion.source,
        );
        if meets == Some(false) {
            not_met(
                reasons,
                RefusalCode::CriterionNotMet,
                criterion,
                &found.value,
            );
        }
    }
}

/// Every consent of the protocol stands.
pub(crate) fn consents(ctx: &Context<'_>, reasons: &mut Reasons) {
    for rule in &ctx.protocol.consents {
        if !ctx.treatment.consents.contains_key(&rule.id) {
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
                let (requirement, source) = (&criterion.requirement, &criterion.source);
                let _ = judged(reasons, id.as_str(), value, requirement, source);
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

/// Adds the reason that a criterion is not met, with both sides.
pub(crate) fn not_met(
    reasons: &mut Reasons,
    code: RefusalCode,
    criterion: &Criterion,
    found: &Value,
) {
    let detail = format!(
        "{}: found {}, asked for {}",
        criterion.id,
        found.words(),
        criterion.requirement.words()
    );
    reasons.refuse_by(code, detail, &criterion.source);
}
