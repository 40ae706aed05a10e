//! The certificate of analysis: the specification in force, each result that counts, and who
//! certified the product. There is none before a release.

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::{Batch, Product, ProductState};
use cikada_domain::{ContainerId, Event, QualityEvent};
use cikada_paper::{Block, Level, Notice, NoticeKind, Text};

use super::batch_record::results;
use super::told::Told;
use super::{Content, field, person_fields};
use crate::error::AppError;
use crate::read::release::is_certified;

pub(super) fn content(told: &Told<'_>, container: &ContainerId) -> Result<Content, AppError> {
    let found = told.treatment().product(container);
    let (product, batch) =
        found.ok_or_else(|| AppError::NotFound(format!("product {container}")))?;
    let out_of_specification = product.supply.supplied.is_some();
    if !is_certified(product) {
        let what = format!("certificate of {container}: nobody has released it");
        return Err(AppError::NotFound(what));
    }
    let mut blocks = vec![Block::Heading(Level::One, "Product".to_owned())];
    blocks.push(Block::Fields(2, identity(told, container, product, batch)));
    blocks.push(Block::Notice(statement(told, product, batch)));
    blocks.push(Block::Heading(Level::One, "Results".to_owned()));
    blocks.push(results(told, batch));
    blocks.push(Block::Heading(Level::One, "Signatures".to_owned()));
    blocks.push(told.signatures(|event| certifies(event, container)));
    Ok(Content {
        name: format!("certificate-{container}.pdf"),
        title: match out_of_specification {
            true => "Statement of a product out of specification",
            false => "Certificate of analysis",
        },
        subtitle: container.to_string(),
        identity: vec![
            ("Batch".to_owned(), product.batch.to_string()),
            ("Product".to_owned(), container.to_string()),
        ],
        shows_changes: true,
        blocks,
    })
}

fn identity(
    told: &Told<'_>,
    container: &ContainerId,
    product: &Product,
    batch: &Batch,
) -> Vec<(String, Text)> {
    let protocol = &told.protocol;
    let mut fields = person_fields(&told.patient);
    let holds = format!("{} in {}", product.cells.words(), product.volume.words());
    fields.extend([
        field("Product", protocol.product.name.as_str()),
        field("Container", Text::code(container.as_str())),
        field("Batch", Text::code(product.batch.as_str())),
        field("Donation", Text::code(batch.donation.as_str())),
        field("Holds", holds),
        field("Filled", told.wall(product.harvested_at)),
        field("Expires", told.wall(product.expires_at)),
        field("Storage", protocol.product.storage.as_str()),
        field(
            "Specification",
            format!("{} {}", protocol.id, protocol.version),
        ),
        field("Its SHA-256", Text::code(protocol.hash.as_str())),
    ]);
    fields
}

/// What stands certified, in one sentence, and what is still to come.
fn statement(told: &Told<'_>, product: &Product, batch: &Batch) -> Notice {
    let pending: Vec<_> = told
        .protocol
        .specification
        .iter()
        .filter(|test| batch.result(&test.id).is_none())
        .map(|test| Text::from(test.text.as_str()))
        .collect();
    let last = product.releases.last().map(|(kind, at, by)| {
        let words = match kind {
            ReleaseKind::Conditional => "Released on the fast tests; late results are pending",
            ReleaseKind::Final => "Released on all results",
        };
        format!("{words}: {}, {}", told.who(by), told.wall(*at))
    });
    match (product.state, last, &product.supply.supplied) {
        (_, _, Some((supplied, notify_by))) => Notice {
            kind: NoticeKind::Warning,
            title: "This product is out of specification and was not certified".to_owned(),
            lines: vec![
                Text::from(format!(
                    "Supplied at the treating physician's request by {}, {}",
                    told.who(&supplied.by),
                    told.wall(supplied.at)
                )),
                Text::from(format!(
                    "The authority is to be told by {}",
                    told.wall(*notify_by)
                )),
            ],
        },
        (ProductState::Rejected, last, None) => Notice {
            kind: NoticeKind::Refusal,
            title: "This product was rejected after its release".to_owned(),
            lines: last.into_iter().map(Text::from).collect(),
        },
        (_, last, None) => Notice {
            kind: if pending.is_empty() {
                NoticeKind::Note
            } else {
                NoticeKind::Warning
            },
            title: last.unwrap_or_default(),
            lines: pending,
        },
    }
}

fn certifies(event: &Event, container: &ContainerId) -> bool {
    match event {
        Event::ProductReleased { container: of, .. }
        | Event::ProductRejected { container: of }
        | Event::Quality(
            QualityEvent::RiskEvaluated { container: of, .. }
            | QualityEvent::SupplyRequested { container: of }
            | QualityEvent::PatientInformed { container: of }
            | QualityEvent::SupplyPermitted { container: of, .. }
            | QualityEvent::ProductSupplied { container: of, .. }
            | QualityEvent::AuthorityNotified { container: of, .. },
        ) => of == container,
        _ => false,
    }
}
