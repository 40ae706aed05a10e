//! The batch record: every step with its values, lots, equipment and people, every result, deviation
//! and decision.

use cikada_domain::treatment::{Batch, Performed, Product};
use cikada_domain::{BatchId, ContainerId, Event, HandlingEvent, QualityEvent};
use cikada_paper::{Block, Cell, Column, Level, Notice, NoticeKind, Table, Text};
use cikada_protocol::Judgement;
use cikada_protocol::model::Step;

use super::alerts::late_failures;
use super::lots;
use super::told::{FileNames, Told, value_cell};
use super::{Content, field, kept_until, person_fields};
use crate::error::AppError;
use crate::use_cases::submit::is_late;

pub(super) fn content(told: &Told<'_>, id: &BatchId) -> Result<Content, AppError> {
    let batch = told.treatment().batches.get(id);
    let batch = batch.ok_or_else(|| AppError::NotFound(format!("batch {id}")))?;
    let product = batch.container.as_ref();
    let product = product.and_then(|container| told.treatment().products.get(container));
    let names = told.file_names()?;
    let mut blocks = vec![
        Block::Heading(Level::One, "Identity".to_owned()),
        Block::Fields(2, identity(told, id, batch, product)),
        Block::Heading(Level::One, "Steps".to_owned()),
    ];
    for step in &told.protocol.steps {
        blocks.extend(step_blocks(told, id, batch, step));
        blocks.extend(attached(told, batch, step, &names));
    }
    blocks.extend(super::doses::of_batch(told, id));
    blocks.push(Block::Heading(Level::One, "Results".to_owned()));
    blocks.push(results(told, batch));
    blocks.push(Block::Heading(Level::One, "Deviations".to_owned()));
    blocks.push(deviations(told, id));
    let products = told.treatment().products_of(id).into_iter();
    let late: Vec<_> = products
        .filter_map(|(_, product)| late_failures(told, product))
        .collect();
    if !late.is_empty() {
        blocks.push(Block::Heading(Level::One, "Late failures".to_owned()));
        blocks.extend(late);
    }
    blocks.push(Block::Heading(Level::One, "Labels".to_owned()));
    blocks.push(labels(told, id, batch));
    blocks.push(Block::Heading(
        Level::One,
        "Refused while it was made".to_owned(),
    ));
    let end = product.map_or(told.world.now(), |product| product.expires_at);
    blocks.push(told.refusals(batch.started_at, end));
    blocks.push(Block::Heading(Level::One, "Signatures".to_owned()));
    blocks.push(told.signatures(|recorded| concerns(told, &recorded.event, id, batch)));
    Ok(Content {
        name: format!("batch-record-{id}.pdf"),
        title: "Batch record",
        subtitle: format!("{id}, dose {}", batch.dose),
        identity: vec![("Batch".to_owned(), id.to_string())],
        shows_changes: true,
        blocks,
    })
}

fn identity(
    told: &Told<'_>,
    id: &BatchId,
    batch: &Batch,
    product: Option<&Product>,
) -> Vec<(String, Text)> {
    let protocol = &told.protocol;
    let mut fields = person_fields(&told.patient);
    fields.extend([
        field("Batch", Text::code(id.as_str())),
        field("Donation", Text::code(batch.donation.as_str())),
        field("Product", protocol.product.name.as_str()),
        field(
            "Master batch record",
            format!("{} {}", protocol.id, protocol.version),
        ),
        field("Its SHA-256", Text::code(protocol.hash.as_str())),
        field("Started", told.wall(batch.started_at)),
    ]);
    let container = batch.container.as_ref();
    fields.push(field(
        "Container",
        container.map_or_else(Text::default, |container| Text::code(container.as_str())),
    ));
    if let Some(product) = product {
        let holds = format!("{} in {}", product.cells.words(), product.volume.words());
        fields.extend([
            field("Holds", holds),
            field("Filled", told.wall(product.harvested_at)),
            field("Expires", told.wall(product.expires_at)),
            field("State", product.state.words()),
            field("Kept at least until", kept_until(told, product)),
        ]);
    }
    fields
}

fn step_blocks(told: &Told<'_>, id: &BatchId, batch: &Batch, step: &Step) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(Level::Two, step.title.clone()),
        Block::Paragraph(Text::from(step.instruction.as_str())),
    ];
    let records: Vec<_> = batch.records_of(&step.id).collect();
    if records.is_empty() {
        let (kind, title) = match step.repeats {
            true => (NoticeKind::Note, "Not done; it is done where it is needed"),
            false => (NoticeKind::Warning, "Not done"),
        };
        blocks.push(Block::Notice(Notice {
            kind,
            title: title.to_owned(),
            lines: Vec::new(),
        }));
    }
    for (record, occurrence) in records.into_iter().zip(0..) {
        blocks.push(Block::Fields(2, who_and_when(told, batch, record)));
        if !step.inputs.is_empty() {
            blocks.push(values(told, id, step, record, occurrence));
        }
        if !record.materials.is_empty() {
            blocks.push(lots::of_record(step, record));
        }
    }
    blocks
}

fn who_and_when(told: &Told<'_>, batch: &Batch, record: &Performed) -> Vec<(String, Text)> {
    let witness = record.witness.as_ref();
    let mut fields = vec![
        field("Done", told.wall(record.at)),
        field("By", told.who_with(&record.performer, witness)),
    ];
    if is_late(record.at, record.recorded_at) {
        fields.push(field("Entered late, at", told.wall(record.recorded_at)));
    }
    let at_the_time = |at, step| at == record.at && step == &record.step;
    for used in &batch.equipment {
        if at_the_time(used.at, &used.step) {
            let equipment: Vec<_> = used.equipment.iter().map(ToString::to_string).collect();
            fields.push(field("Equipment", Text::code(equipment.join(", "))));
            let room = used.room.iter().map(|room| Text::code(room.as_str()));
            fields.extend(room.map(|room| field("Room or cabinet", room)));
        }
    }
    fields
}

/// What hangs on a step, each with its hash.
fn attached(told: &Told<'_>, batch: &Batch, step: &Step, names: &FileNames) -> Option<Block> {
    let files = batch.files.iter().filter(|file| file.step == step.id);
    let rows = files.map(|file| {
        let name = names.get(&(file.step.clone(), file.file.clone()));
        let by = told.who(&file.attached.by);
        vec![
            Cell::from(name.map_or("no name", String::as_str)),
            Cell::from(format!("{}, {} bytes", file.media_type, file.bytes)),
            Cell::from(format!("{by}\n{}", told.wall(file.attached.at))),
            Cell::from(Text::code(file.file.as_str())),
        ]
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            columns: vec![
                Column::new("Attached", 4),
                Column::new("Kind and size", 3),
                Column::new("By", 4),
                Column::new("SHA-256", 6),
            ],
            rows,
        })
    })
}

fn values(
    told: &Told<'_>,
    id: &BatchId,
    step: &Step,
    record: &Performed,
    occurrence: u16,
) -> Block {
    let before = told.corrections(id, &step.id, occurrence);
    let rows = step.inputs.iter().map(|input| {
        let limit = input.limit.as_ref();
        let value = record
            .values
            .get(&input.id)
            .map_or_else(Cell::missing, |value| {
                let outside = limit.is_some_and(|limit| limit.judge(value) != Judgement::Meets);
                value_cell(value, before.get(&input.id), outside)
            });
        let limit = limit.map_or_else(String::new, |limit| limit.words());
        vec![Cell::from(input.label.as_str()), value, Cell::from(limit)]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Asked", 6),
            Column::new("Entered", 4),
            Column::new("Limit", 3),
        ],
        rows: rows.collect(),
    })
}

/// Every result that was ever recorded, those found invalid too.
pub(super) fn results(told: &Told<'_>, batch: &Batch) -> Block {
    let mut rows = Vec::new();
    for test in &told.protocol.specification {
        let found: Vec<_> = batch.results.get(&test.id).into_iter().flatten().collect();
        if found.is_empty() {
            rows.push(vec![
                Cell::from(test.text.as_str()),
                Cell::from(test.requirement.words()),
                Cell::missing(),
                Cell::from(""),
            ]);
        }
        for result in found {
            let mut by = format!("{}\n{}", told.who(&result.by), told.wall(result.at));
            if let Some(approved) = &result.approved {
                by.push_str(&format!("\napproved by {}", told.who(&approved.by)));
            }
            if let Some(invalid) = &result.invalidated {
                by.push_str(&format!("\nfound invalid by {}", told.who(&invalid.by)));
            }
            let value = value_cell(&result.value, None, !result.meets);
            rows.push(vec![
                Cell::from(test.text.as_str()),
                Cell::from(test.requirement.words()),
                value,
                Cell::from(by),
            ]);
        }
    }
    Block::Table(Table {
        columns: vec![
            Column::new("Test", 6),
            Column::new("Specification", 3),
            Column::new("Result", 3),
            Column::new("By", 5),
        ],
        rows,
    })
}

fn deviations(told: &Told<'_>, id: &BatchId) -> Block {
    let of_batch = told.treatment().deviations.iter();
    let of_batch = of_batch.filter(|(_, deviation)| &deviation.batch == id);
    let rows = of_batch.map(|(number, deviation)| {
        let class = deviation.class.map_or("", |class| class.words());
        let state = match deviation.product_acceptable {
            None => Cell::from("open").outside(),
            Some(true) => Cell::from("closed: the product may be released"),
            Some(false) => Cell::from("closed: the product may not be released").outside(),
        };
        vec![
            Cell::from(Text::code(number.as_str())),
            Cell::from(deviation.words()),
            Cell::from(class),
            state,
            Cell::from(told.wall(deviation.opened_at)),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Number", 3),
            Column::new("What", 6),
            Column::new("Class", 2),
            Column::new("State", 4),
            Column::new("Opened", 4),
        ],
        rows: rows.collect(),
    })
}

fn labels(told: &Told<'_>, id: &BatchId, batch: &Batch) -> Block {
    let collected = told.treatment().collections.get(&batch.donation);
    let collected = collected.map(|collection| &collection.container);
    let products = told.treatment().products_of(id).into_iter();
    let containers = collected
        .into_iter()
        .chain(products.map(|(container, _)| container));
    let rows = containers.filter_map(|container| {
        let prints = told.treatment().prints.get(container)?;
        let open = match prints.open() {
            0 => Cell::from("0"),
            open => Cell::from(open.to_string()).outside(),
        };
        let number = |count: u32| Cell::from(count.to_string());
        Some(vec![
            Cell::from(Text::code(container.as_str())),
            number(prints.printed),
            number(prints.applied),
            number(prints.spoiled),
            number(prints.destroyed),
            open,
        ])
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Container", 5),
            Column::numeric("Printed", 2),
            Column::numeric("Applied", 2),
            Column::numeric("Spoiled", 2),
            Column::numeric("Destroyed", 2),
            Column::numeric("Unaccounted", 2),
        ],
        rows: rows.collect(),
    })
}

/// Whether an event is about the batch, its collection or its product.
fn concerns(told: &Told<'_>, event: &Event, id: &BatchId, batch: &Batch) -> bool {
    let own = |container: &ContainerId| {
        let product = told.treatment().products.get(container);
        product.is_some_and(|product| &product.batch == id)
    };
    match event {
        Event::BatchStarted { batch: of, .. }
        | Event::StepPerformed { batch: of, .. }
        | Event::ValueCorrected { batch: of, .. }
        | Event::DeviationOpened { batch: of, .. }
        | Event::ProductHarvested { batch: of, .. }
        | Event::ResultRecorded { batch: of, .. } => of == id,
        Event::DeviationClosed { deviation, .. }
        | Event::Quality(QualityEvent::DeviationClassified { deviation, .. }) => {
            let known = told.treatment().deviations.get(deviation);
            known.is_some_and(|deviation| &deviation.batch == id)
        }
        Event::Handling(
            HandlingEvent::DoseFilled { batch: of, .. }
            | HandlingEvent::MaterialCorrected { batch: of, .. },
        ) => of == id,
        Event::ProductReleased { container, .. }
        | Event::ProductRejected { container }
        | Event::Handling(
            HandlingEvent::ProductDisposed { container, .. }
            | HandlingEvent::ContentsCorrected { container, .. },
        ) => own(container),
        Event::CollectionRecorded { donation, .. } => donation == &batch.donation,
        Event::Quality(QualityEvent::SampleInvalidated { sample }) => {
            batch.samples.contains_key(sample)
        }
        Event::Quality(event) => quality_concerns(event, id, &own),
        _ => false,
    }
}

fn quality_concerns(
    event: &QualityEvent,
    id: &BatchId,
    own: &impl Fn(&ContainerId) -> bool,
) -> bool {
    match event {
        QualityEvent::DeviationReported { batch, .. }
        | QualityEvent::SampleTaken { batch, .. }
        | QualityEvent::ResultApproved { batch, .. }
        | QualityEvent::ResultInvalidated { batch, .. }
        | QualityEvent::RetestOrdered { batch, .. } => batch == id,
        QualityEvent::SampleInvalidated { .. } | QualityEvent::DeviationClassified { .. } => false,
        QualityEvent::LateResultFailed { container, .. }
        | QualityEvent::AlertAcknowledged { container, .. }
        | QualityEvent::AuditTrailReviewed { container, .. }
        | QualityEvent::RiskEvaluated { container, .. }
        | QualityEvent::SupplyRequested { container }
        | QualityEvent::PatientInformed { container }
        | QualityEvent::SupplyPermitted { container, .. }
        | QualityEvent::ProductSupplied { container, .. }
        | QualityEvent::AuthorityNotified { container, .. } => own(container),
    }
}
