//! The review of a product's record by exception: what is unmet first, then everything unusual, and
//! the rest counted, so that a person reads what needs reading and nothing else (draft EU GMP
//! Annex 11, chapter 12; 21 CFR 11.10(e)).

mod count;
mod events;
mod mend;
#[cfg(test)]
pub(crate) mod tests;

use cikada_domain::event::{Recorded, ReleaseKind};
use cikada_domain::treatment::{Batch, Confirmed, Product, ProductState};
use cikada_domain::{ContainerId, Facility, StaffId, Treatment};
use cikada_protocol::model::ReleaseStage;
use cikada_protocol::{Judgement, Protocol};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::{Context, Reasons};
use crate::decision::Refusal;
use crate::gates;
use crate::outlook::looking;
use crate::rules::release_product;

pub use count::ReviewCount;
pub use mend::Mend;

/// One product's record, as whoever certifies it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Which release comes next, if one does.
    pub next: Option<ReleaseKind>,
    /// Why that release would be refused now, the gravest first.
    pub unmet: Vec<Unmet>,
    /// Which releases the record allows now.
    pub allowed: Vec<ReleaseKind>,
    /// Everything unusual, by kind and in order of time.
    pub exceptions: Vec<ReviewException>,
    /// Everything that was counted and found as it should be, or not.
    pub counts: Vec<ReviewCount>,
    /// When and by whom the record was reviewed as it stands.
    pub reviewed: Option<Confirmed>,
}

/// Something that stands against the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// What.
    pub refusal: Refusal,
    /// Where it is put right.
    pub mend: Mend,
}

/// Something unusual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewException {
    /// What kind of thing it is.
    pub kind: ExceptionKind,
    /// When it happened; nothing for what has not happened yet.
    pub at: Option<Timestamp>,
    /// Who did it.
    pub by: Option<StaffId>,
    /// What it is, in words.
    pub words: String,
}

/// Kinds of unusual things, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExceptionKind {
    /// A value or result outside its limit.
    Out,
    /// A deviation, open or closed.
    Deviating,
    /// A value changed after it was entered.
    Changed,
    /// An act entered long after it happened.
    Late,
    /// A label printed more than once.
    Reprinted,
    /// An act that was asked for and refused.
    Refused,
    /// A result that is not there yet.
    Pending,
}

impl ExceptionKind {
    /// Every kind, in the order in which they are read.
    pub const ALL: [Self; 7] = [
        Self::Out,
        Self::Deviating,
        Self::Changed,
        Self::Late,
        Self::Reprinted,
        Self::Refused,
        Self::Pending,
    ];

    /// The kind as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Out => "out of limits",
            Self::Deviating => "deviating",
            Self::Changed => "changed",
            Self::Late => "entered late",
            Self::Reprinted => "reprinted",
            Self::Refused => "refused",
            Self::Pending => "pending",
        }
    }
}

/// Reviews a product's record as it stands at `now`; nothing if there is no such product. `events`
/// are those of the treatment, in their order; `facility` holds at least the lots that
/// [`lots_behind`](crate::lots_behind) names.
#[must_use]
pub fn review(
    protocol: &Protocol,
    (treatment, facility): (&Treatment, &Facility),
    events: &[Recorded],
    container: &ContainerId,
    (now, zone): (Timestamp, &TimeZone),
) -> Option<Review> {
    let ctx = &Context {
        facility: Some(facility),
        ..looking(protocol, treatment, now, zone, None)
    };
    let (product, batch) = treatment.product(container)?;
    let next = next_release(ctx, product);
    let refusals = |kind| {
        let mut reasons = Reasons::default();
        release_product::record_allows(ctx, &mut reasons, container, kind);
        reasons.into_refusals()
    };
    let unmet = next.map_or_else(Vec::new, refusals).into_iter();
    let unmet = unmet.map(|refusal| Unmet {
        mend: mend::of(ctx, (container, product, batch), &refusal),
        refusal,
    });
    let kinds = [ReleaseKind::Conditional, ReleaseKind::Final].into_iter();
    let mut exceptions = Vec::new();
    values_out(protocol, batch, &mut exceptions);
    results(protocol, batch, &mut exceptions);
    deviations(treatment, container, &mut exceptions);
    events::from_events(ctx, events, (container, &product.batch), &mut exceptions);
    exceptions.sort_by_key(|exception| (exception.kind, exception.at));
    Some(Review {
        next,
        unmet: unmet.collect(),
        allowed: kinds.filter(|kind| refusals(*kind).is_empty()).collect(),
        counts: count::of(protocol, treatment, container, batch),
        exceptions,
        reviewed: product.reviewed.clone(),
    })
}

fn next_release(ctx: &Context<'_>, product: &Product) -> Option<ReleaseKind> {
    match product.state {
        ProductState::Quarantine => Some(match gates::first_stage(ctx.protocol) {
            ReleaseStage::Conditional => ReleaseKind::Conditional,
            ReleaseStage::Final => ReleaseKind::Final,
        }),
        ProductState::ConditionallyReleased => Some(ReleaseKind::Final),
        ProductState::Released
        | ProductState::SuppliedExceptionally
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => None,
    }
}

fn values_out(protocol: &Protocol, batch: &Batch, exceptions: &mut Vec<ReviewException>) {
    for record in &batch.performed {
        let Some(step) = protocol.step(&record.step) else {
            continue;
        };
        for input in &step.inputs {
            let (Some(limit), Some(value)) = (&input.limit, record.values.get(&input.id)) else {
                continue;
            };
            if limit.judge(value) != Judgement::Meets {
                exceptions.push(ReviewException {
                    kind: ExceptionKind::Out,
                    at: Some(record.at),
                    by: Some(record.performer.clone()),
                    words: format!(
                        "{}, {}: {}, asked for {}",
                        step.title,
                        input.label,
                        value.words(),
                        limit.words()
                    ),
                });
            }
        }
    }
}

fn results(protocol: &Protocol, batch: &Batch, exceptions: &mut Vec<ReviewException>) {
    for test in &protocol.specification {
        let found = batch.results.get(&test.id);
        if found.is_none_or(Vec::is_empty) {
            exceptions.push(ReviewException {
                kind: ExceptionKind::Pending,
                at: None,
                by: None,
                words: format!("{}: no result yet", test.text),
            });
        }
        for result in found.into_iter().flatten().filter(|result| !result.meets) {
            exceptions.push(ReviewException {
                kind: ExceptionKind::Out,
                at: Some(result.at),
                by: Some(result.by.clone()),
                words: format!(
                    "{}: {}, asked for {}",
                    test.text,
                    result.value.words(),
                    test.requirement.words()
                ),
            });
        }
    }
}

fn deviations(
    treatment: &Treatment,
    container: &ContainerId,
    exceptions: &mut Vec<ReviewException>,
) {
    for (id, deviation) in treatment.way_of(container).deviations {
        let stands = match deviation.product_acceptable {
            None => "open",
            Some(true) => "closed as acceptable",
            Some(false) => "closed as not acceptable",
        };
        exceptions.push(ReviewException {
            kind: ExceptionKind::Deviating,
            at: Some(deviation.opened_at),
            by: None,
            words: format!("{id}: {}; {stands}", deviation.words()),
        });
    }
}
