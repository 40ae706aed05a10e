//! The certificate of analysis: the specification in force, each result that counts, and who
//! certified the product. There is none before a release.

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::{Batch, Product, ProductState};
use cikada_domain::{BatchId, ContainerId, Event, QualityEvent};
use cikada_engine::AlertKind;
use cikada_paper::{Block, Cell, Column, Level, Notice, NoticeKind, Table, Text};

use super::batch_record::results;
use super::told::Told;
use super::{Content, field, kept_until, person_fields};
use crate::error::AppError;
use crate::read::late::{LateLine, LateState, late_lines};
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
    blocks.extend(recalled(told, &product.batch)?);
    blocks.push(Block::Heading(Level::One, "Results".to_owned()));
    blocks.push(results(told, batch));
    let late = late_lines(
        told.world,
        (&told.protocol, told.treatment()),
        container,
        &told.entries,
    )?;
    if !late.is_empty() {
        let title = "Results after the release".to_owned();
        blocks.push(Block::Heading(Level::One, title));
        blocks.push(late_results(&late));
    }
    blocks.push(Block::Heading(Level::One, "Signatures".to_owned()));
    blocks.push(told.signatures(|recorded| certifies(&recorded.event, container)));
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
        field("Dose", product.dose.to_string()),
        field("Donation", Text::code(batch.donation.as_str())),
        field("Holds", holds),
        field("Filled", told.wall(product.harvested_at)),
        field("Expires", told.wall(product.expires_at)),
        field("Kept at least until", kept_until(told, product)),
        field("Storage", protocol.product.storage.as_str()),
        field(
            "Specification",
            format!("{} {}", protocol.id, protocol.version),
        ),
        field("Its SHA-256", Text::code(protocol.hash.as_str())),
    ]);
    fields
}

/// What was recalled since: a certificate never stands beside a recall without saying so.
fn recalled(told: &Told<'_>, batch: &BatchId) -> Result<Option<Block>, AppError> {
    let outlook = told.world.outlook(&told.protocol, told.treatment())?;
    let alerts = outlook.alerts.into_iter();
    let of_batch = alerts.filter(|alert| {
        alert.kind == AlertKind::LotRecalled && alert.batch.as_ref() == Some(batch)
    });
    let lines: Vec<_> = of_batch.map(|alert| Text::from(alert.words)).collect();
    Ok((!lines.is_empty()).then(|| {
        Block::Notice(Notice {
            kind: NoticeKind::Refusal,
            title: "Recalled: what went into this product".to_owned(),
            lines,
        })
    }))
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

/// Each result that was not in when the product left: who follows it, by when, what is done if it fails.
fn late_results(late: &[LateLine]) -> Block {
    let rows = late.iter().map(|line| {
        let follower = match (&line.follower, &line.expected_on) {
            (Some(follower), Some(day)) => format!("{follower}\nby {day}"),
            _ => "no plan was recorded".to_owned(),
        };
        let said = line.rule.as_ref().map(|(text, _)| text.as_str());
        let said: Vec<_> = said.into_iter().chain(line.written.as_deref()).collect();
        let state = match &line.result {
            Some(result) => format!("{result}: {}", line.state.words()),
            None => line.state.words().to_owned(),
        };
        let state = match line.state {
            LateState::Failed | LateState::Overdue => Cell::from(state).outside(),
            LateState::Awaited | LateState::Met => Cell::from(state),
        };
        vec![
            Cell::from(line.test.as_str()),
            state,
            Cell::from(follower),
            Cell::from(said.join("\n")),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Test", 4),
            Column::new("Stands", 3),
            Column::new("Followed by", 3),
            Column::new("If it fails", 6),
        ],
        rows: rows.collect(),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_names_who_follows_each_late_result_and_what_is_done_if_it_fails() {
        let line = LateLine {
            test: "Sterility culture".to_owned(),
            state: LateState::Overdue,
            result: None,
            follower: Some("Mina Sato (qc-1)".to_owned()),
            expected_on: Some("2026-03-13".parse().unwrap()),
            rule: None,
            written: Some("Call ward 5 at any hour.".to_owned()),
            alerts: Vec::new(),
        };
        let Block::Table(table) = late_results(&[line]) else {
            panic!("a table")
        };
        let words = format!("{:?}", table.rows);
        for said in ["overdue", "Mina Sato", "2026-03-13", "Call ward 5"] {
            assert!(words.contains(said), "{said} not in {words}");
        }
    }
}
