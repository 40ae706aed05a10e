//! The plan for each result that comes after a release: who follows it, by when it is expected, and what is done if
//! it fails, in the protocol's words or in typed ones.

use cikada_domain::event::LatePlan;
use cikada_domain::{ContainerId, StaffId, TestId};
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use crate::form::drawn::{Drawn, aside, field, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};
use crate::read::rule_source;
use crate::record::SealedFields;
use crate::staff::Role;

/// Who may follow a late result.
const FOLLOWERS: [Role; 3] = [Role::QualityControl, Role::QualifiedPerson, Role::Physician];

/// The name under which the text of a plan is sealed.
pub(crate) fn sealed_name(test: &TestId) -> String {
    format!("if {test} fails")
}

/// The fields of every plan that a conditional release asks for.
pub(super) fn plan_fields(ctx: &Context<'_>, container: &ContainerId, drawn: Drawn) -> Drawn {
    let mut drawn = drawn;
    for test in awaited(ctx, container) {
        let name = test.text.as_str();
        let follower = FieldKind::Choice(followers(ctx));
        drawn = drawn.with([
            field(
                format!("follower.{}", test.id),
                format!("Who follows: {name}"),
                follower,
            ),
            field(
                format!("expected.{}", test.id),
                format!("Expected by: {name}"),
                FieldKind::Date,
            ),
            action(test),
        ]);
        if let Some(rule) = &test.if_failed {
            let source = rule_source(ctx.protocol, &rule.source);
            let title = format!("If it fails: {name}");
            drawn
                .know
                .push(aside(title, [rule.text.clone()], Some(source)));
        }
    }
    drawn
}

/// What was entered, and the typed texts among what is sealed.
pub(super) fn read_plans(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
    sealed: &mut SealedFields,
) -> Option<Vec<LatePlan>> {
    let plan = |test: &SpecificationTest| {
        let follower = typed.choice(&format!("follower.{}", test.id), &followers(ctx));
        let expected_on = typed.date(&format!("expected.{}", test.id));
        let name = format!("action.{}", test.id);
        let written = typed.raw(&name).is_some();
        if !written && test.if_failed.is_none() {
            typed.required(&name);
        }
        typed.text(&name, &sealed_name(&test.id), sealed);
        Some(LatePlan {
            test: test.id.clone(),
            follower: StaffId::new(follower?).ok()?,
            expected_on: expected_on?,
            written,
        })
    };
    // Every field is read, so that everything wrong is said at once.
    let plans: Vec<_> = awaited(ctx, container).into_iter().map(plan).collect();
    plans.into_iter().collect()
}

fn action(test: &SpecificationTest) -> Field {
    let name = format!("action.{}", test.id);
    let label = format!("What is done if it fails: {}", test.text);
    match &test.if_failed {
        Some(_) => Field {
            help: Some("Beyond what the protocol says; sealed under the patient's key.".to_owned()),
            ..text(&name, &label)
        },
        None => Field {
            help: Some("The protocol does not say it; sealed under the patient's key.".to_owned()),
            ..field(name, label, FieldKind::Text)
        },
    }
}

/// The tests whose result comes after the release.
fn awaited<'a>(ctx: &Context<'a>, container: &ContainerId) -> Vec<&'a SpecificationTest> {
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    let missing =
        |test: &&SpecificationTest| batch.is_none_or(|batch| batch.result(&test.id).is_none());
    let late = |test: &&SpecificationTest| test.stage == ReleaseStage::Final;
    let tests = ctx.protocol.specification.iter();
    tests.filter(late).filter(missing).collect()
}

fn followers(ctx: &Context<'_>) -> Vec<(String, String)> {
    let staff = ctx.world.all_staff().into_iter();
    let may = |role: &Role| FOLLOWERS.contains(role);
    staff
        .filter(|member| member.roles.iter().any(may))
        .map(|member| {
            (
                member.id.to_string(),
                format!("{} ({})", member.name, member.id),
            )
        })
        .collect()
}
