//! What the authority is told of a product that was supplied out of specification, prepared from the
//! record as it stands (EMA questions and answers on batches out of specification, 2019).
//!
//! It names the treatment and never the patient. A person reads it, adds what only they know, and
//! sends it.

use cikada_domain::treatment::{Confirmed, Product};
use cikada_domain::{ContainerId, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::Context;
use crate::gates;
use crate::outlook::looking;

/// The text of the notice, a sentence a line; nothing for what was not supplied out of specification.
#[must_use]
pub fn supply_notice(
    protocol: &Protocol,
    treatment: &Treatment,
    container: &ContainerId,
    (now, zone): (Timestamp, &TimeZone),
) -> Option<Vec<String>> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let (product, batch) = treatment.product(container)?;
    let (supplied, notify_by) = product.supply.supplied.as_ref()?;
    let opening = treatment.opening.as_ref()?;
    let rule = &protocol.product;
    let mut lines = vec![
        format!(
            "A product out of specification was supplied exceptionally at {}; the authority is told \
             until {}.",
            ctx.wall(supplied.at),
            ctx.wall(*notify_by)
        ),
        format!(
            "Product: {}, code {}, container {container}, batch {}, treatment {} under {} {}.",
            rule.name,
            rule.product_code,
            product.batch,
            opening.chain_of_identity,
            protocol.title,
            protocol.version
        ),
    ];
    let out = gates::out_of_specification_words(ctx, container, (product, batch));
    lines.extend(
        out.into_iter()
            .map(|words| format!("Out of specification: {words}.")),
    );
    lines.extend(papers(ctx, product));
    lines.push(given(ctx, container, product));
    Some(lines)
}

/// What it was supplied on.
fn papers(ctx: &Context<'_>, product: &Product) -> Vec<String> {
    let supply = &product.supply;
    let at = |paper: &Option<Confirmed>| paper.as_ref().map(|paper| ctx.wall(paper.at));
    let risk = at(&supply.risk);
    let risk = risk.map(|at| format!("The maker evaluated the risk in writing at {at}."));
    let request = at(&supply.request);
    let request = request.map(|at| format!("The treating physician requested it at {at}."));
    let patient = at(&supply.patient);
    let patient = patient.map(|at| format!("The patient was told, and agreed, at {at}."));
    let permission = supply.permission.as_ref().map(|permission| {
        let under = permission
            .basis
            .map_or("a permission", |basis| basis.words());
        let ethics = permission.ethics.as_ref();
        let ethics = ethics.map_or_else(String::new, |it| format!(", ethics approval {it}"));
        format!(
            "It was permitted under {under}: {}{ethics}.",
            permission.reference
        )
    });
    [risk, request, patient, permission]
        .into_iter()
        .flatten()
        .collect()
}

/// What became of it up to now.
fn given(ctx: &Context<'_>, container: &ContainerId, product: &Product) -> String {
    let infusion = ctx.treatment.doses.get(&product.dose);
    let infusion = infusion.and_then(|dose| dose.infusion.as_ref());
    match infusion.filter(|infusion| &infusion.container == container) {
        Some(infusion) => {
            let at = ctx.wall(infusion.started_at);
            format!("It was given as dose {} from {at} on.", product.dose)
        }
        None => format!(
            "It was not given up to now; it is {}.",
            product.state.words()
        ),
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::PermissionBasis;
    use jiff::SignedDuration;

    use super::*;
    use crate::asked::codes;
    use crate::course::{Course, answers, container, dose};
    use crate::rules::supply_product::tests::{supply, with_papers};
    use crate::{Command, QualityCommand};

    fn notice(course: &Course) -> Option<Vec<String>> {
        let Course {
            protocol,
            treatment,
            now,
            zone,
            ..
        } = course;
        supply_notice(protocol, treatment, &container("CELLS-1"), (*now, zone))
    }

    #[test]
    fn the_notice_says_what_was_supplied_why_it_was_out_and_on_what_papers() {
        let mut course = with_papers();
        assert_eq!(notice(&course), None);
        let supplied = course.now;
        assert_eq!(codes(&mut course, "qp-1", &supply()), [""; 0]);
        course.now += SignedDuration::from_hours(1);
        let text = notice(&course).unwrap().join("\n");
        let wall = |at: Timestamp| {
            at.to_zoned(course.zone.clone())
                .strftime("%Y-%m-%d %H:%M %Z")
        };
        let failed = &course.protocol.specification[0];
        let end = supplied + SignedDuration::from_hours(48);
        for part in [
            format!("supplied exceptionally at {};", wall(supplied)),
            format!("until {}.", wall(end)),
            "container CELLS-1, batch B-1, treatment CHA999926000001".to_owned(),
            format!("Out of specification: {}: found ", failed.id),
            format!("asked for {}.", failed.requirement.words()),
            format!("evaluated the risk in writing at {}.", wall(supplied)),
            format!("physician requested it at {}.", wall(supplied)),
            format!("patient was told, and agreed, at {}.", wall(supplied)),
            "not given up to now".to_owned(),
        ] {
            assert!(text.contains(&part), "{part} is not in\n{text}");
        }
        // The authority is told of a treatment, never of a person.
        assert!(!text.contains("P-1"), "{text}");
    }

    #[test]
    fn the_notice_names_the_permission_and_the_infusion() {
        let mut course = with_papers();
        let permit = Command::Quality(QualityCommand::PermitSupply {
            container: container("CELLS-1"),
            reference: "IND-4711".to_owned(),
            basis: Some(PermissionBasis::IndAmendment),
            ethics: Some("IRB-2026-7".to_owned()),
        });
        for command in [permit, supply()] {
            assert_eq!(codes(&mut course, "qp-1", &command), [""; 0]);
        }
        let fitness = Command::RecordFitness {
            dose: dose(1),
            findings: answers(&course.protocol, &course.protocol.fitness),
        };
        let start = Command::StartInfusion {
            dose: dose(1),
            container: container("CELLS-1"),
        };
        let verify = course.verification(1, "P-1", "CELLS-1");
        let brought = course.handover("CELLS-1", "clean room", "ward");
        for command in [brought, fitness, verify, start] {
            assert_eq!(codes(&mut course, "nurse-1", &command), [""; 0]);
        }
        let text = notice(&course).unwrap().join("\n");
        let permitted = "under an amendment of the IND: IND-4711, ethics approval IRB-2026-7.";
        assert!(text.contains(permitted), "{text}");
        assert!(text.contains("It was given as dose 1 from "), "{text}");
    }
}
