//! Gate of the results that come after a release: each has a plan that somebody can follow
//! (EU GMP Part IV, batch release before all quality control results are in).

use cikada_domain::event::{LatePlan, ReleaseKind};
use cikada_domain::treatment::Batch;
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::time;

/// Every result that is not in when the product leaves has one plan: who follows it, a day that has
/// not passed, and what is done if it fails, in the protocol's words or in typed ones.
pub(crate) fn late_results_planned(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &Batch,
    (kind, plans): (ReleaseKind, &[LatePlan]),
) {
    for plan in plans {
        if ctx.protocol.test(&plan.test).is_none() {
            reasons.refuse(RefusalCode::UnknownTest, plan.test.as_str());
        }
    }
    for test in awaited(ctx, batch, kind) {
        let mut of_test = plans.iter().filter(|plan| plan.test == test.id);
        let missing = match (of_test.next(), of_test.next()) {
            (None, _) => Some("who follows it, by when, and what is done if it fails".to_owned()),
            (Some(_), Some(_)) => Some("one plan, and there are several".to_owned()),
            (Some(plan), None) => lacking(ctx, test, plan),
        };
        if let Some(missing) = missing {
            let detail = format!("{}: {missing}", test.id);
            reasons.refuse_by(RefusalCode::LatePlanMissing, detail, &test.source);
        }
    }
}

/// The plans that are kept: those of results that are still awaited, if there are any.
pub(crate) fn plans_kept(
    ctx: &Context<'_>,
    batch: &Batch,
    (kind, plans): (ReleaseKind, &[LatePlan]),
) -> Option<Vec<LatePlan>> {
    let awaited: Vec<_> = awaited(ctx, batch, kind).collect();
    let is_awaited = |plan: &&LatePlan| awaited.iter().any(|test| test.id == plan.test);
    let kept: Vec<_> = plans.iter().filter(is_awaited).cloned().collect();
    (!kept.is_empty()).then_some(kept)
}

/// The tests whose result comes after a release of this kind.
fn awaited<'a>(
    ctx: &Context<'a>,
    batch: &'a Batch,
    kind: ReleaseKind,
) -> impl Iterator<Item = &'a SpecificationTest> {
    let tests = ctx.protocol.specification.iter();
    tests.filter(move |test| {
        kind == ReleaseKind::Conditional
            && test.stage == ReleaseStage::Final
            && batch.result(&test.id).is_none()
    })
}

/// What a plan lacks, if it lacks something.
fn lacking(ctx: &Context<'_>, test: &SpecificationTest, plan: &LatePlan) -> Option<String> {
    let today = time::day(ctx.clock(), ctx.zone);
    if plan.expected_on < today {
        return Some(format!(
            "a day to come; {} has passed on {today}",
            plan.expected_on
        ));
    }
    let said = plan.written || test.if_failed.is_some();
    (!said).then(|| "what is done if it fails".to_owned())
}
