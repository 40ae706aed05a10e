//! The permission that a country asks for before a product out of specification is given.
//!
//! The United States know no exceptional supply of a product that failed its specification: it is
//! given under an amendment of the investigational application or under expanded access, and with an
//! ethics committee's approval (21 CFR 312.310 and 312.305(c)(4)). The centre's country decides.

use cikada_domain::event::{PermissionBasis, QualityEvent};
use cikada_domain::treatment::ExceptionalSupply;
use cikada_domain::{ContainerId, Country, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::rules::supply_papers;

/// Countries that ask for a permission first.
const PERMISSION_FIRST: [&str; 1] = ["US"];

/// Whether a country asks for a permission before a product out of specification is given.
#[must_use]
pub fn asks_permission(country: &Country) -> bool {
    PERMISSION_FIRST.contains(&country.as_str())
}

/// What was permitted: the command's fields.
pub(crate) struct Permitted<'a> {
    pub(crate) container: &'a ContainerId,
    pub(crate) reference: &'a str,
    pub(crate) basis: Option<PermissionBasis>,
    pub(crate) ethics: Option<&'a str>,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    permitted: &Permitted<'_>,
) -> Decision {
    let Permitted {
        container,
        reference,
        basis,
        ethics,
    } = *permitted;
    supply_papers::concerned(ctx, &mut reasons, container);
    gates::written(&mut reasons, "the permission's reference", reference);
    if let Some(ethics) = ethics {
        gates::written(&mut reasons, "the ethics approval's reference", ethics);
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::SupplyPermitted {
            container: container.clone(),
            reference: reference.to_owned(),
            basis,
            ethics: ethics.map(str::to_owned),
        })]
    })
}

/// The permission is there where the country asks for one, with what it must stand on.
pub(crate) fn permitted(ctx: &Context<'_>, reasons: &mut Reasons, supply: &ExceptionalSupply) {
    let Some(country) = ctx.country.filter(|country| asks_permission(country)) else {
        return;
    };
    let permission = supply.permission.as_ref();
    if permission.is_none() {
        let detail = format!("in {country}: none is recorded");
        reasons.refuse(RefusalCode::PermissionMissing, detail);
    } else if permission.is_some_and(|permission| permission.basis.is_none()) {
        let ways = PermissionBasis::ALL
            .map(PermissionBasis::words)
            .join(" or ");
        let detail = format!("in {country}: whether under {ways} is not recorded");
        reasons.refuse(RefusalCode::PermissionMissing, detail);
    }
    if permission.is_none_or(|permission| permission.ethics.is_none()) {
        let detail = format!("in {country}");
        reasons.refuse(RefusalCode::EthicsApprovalMissing, detail);
    }
}
