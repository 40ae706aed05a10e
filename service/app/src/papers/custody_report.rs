//! The custody report: who gave, who took, what, where, when and in what condition, from the vein or
//! the clean room on; and what loggers read on the way.

use cikada_domain::event::Recorded;
use cikada_domain::treatment::{Handover, Way};
use cikada_domain::{ContainerId, Event, HandlingEvent};
use cikada_engine::{CustodyReport, custody_report};
use cikada_paper::{Block, Cell, Column, Level, Notice, NoticeKind, Table, Text};

use super::told::Told;
use super::{Content, field, person_fields};
use crate::error::AppError;

pub(super) fn content(told: &Told<'_>, container: &ContainerId) -> Result<Content, AppError> {
    if !told.treatment().labels.contains_key(container) {
        return Err(AppError::NotFound(format!("container {container}")));
    }
    let mut identity = person_fields(&told.patient);
    identity.push(field("Container", Text::code(container.as_str())));
    let now = told.world.now();
    let report = custody_report(&told.protocol, told.treatment(), container, now);
    let way = told.treatment().way_of(container);
    let blocks = vec![
        Block::Heading(Level::One, "Identity".to_owned()),
        Block::Fields(2, identity),
        Block::Heading(Level::One, "Chain of custody".to_owned()),
        gaps(told, &report),
        chain(told, container, &report),
        Block::Heading(Level::One, "Handovers".to_owned()),
        handovers(told, &way),
        Block::Heading(Level::One, "Temperature on the way".to_owned()),
        temperatures(told, &way),
        Block::Heading(Level::One, "Signatures".to_owned()),
        told.signatures(|recorded| concerns(recorded, container, &way)),
    ];
    Ok(Content {
        name: format!("custody-{container}.pdf"),
        title: "Custody report",
        subtitle: container.to_string(),
        identity: vec![("Container".to_owned(), container.to_string())],
        shows_changes: false,
        blocks,
    })
}

/// Whether the chain is unbroken, and every place where it is not.
fn gaps(told: &Told<'_>, report: &CustodyReport) -> Block {
    let lines = report.gaps.iter().map(|gap| {
        let until = gap.until.map_or("now".to_owned(), |at| told.wall(at));
        Text::from(format!(
            "{}, {} to {until}: {}",
            gap.container,
            told.wall(gap.from),
            gap.words
        ))
    });
    let limit = report.gap_max.as_ref();
    let limit = limit.map_or_else(
        || "the protocol gives no limit".to_owned(),
        |limit| format!("none longer than {}", limit.words()),
    );
    let (kind, title) = match report.gaps.len() {
        0 => (NoticeKind::Note, format!("Unbroken: {limit}")),
        1 => (NoticeKind::Warning, "Broken in one place".to_owned()),
        count => (NoticeKind::Warning, format!("Broken in {count} places")),
    };
    Block::Notice(Notice {
        kind,
        title,
        lines: lines.collect(),
    })
}

fn chain(told: &Told<'_>, container: &ContainerId, report: &CustodyReport) -> Block {
    let rows = report.links.iter().map(|link| {
        let words = match &link.container == container {
            true => link.words.clone(),
            false => format!("{}\n{}", link.words, link.container),
        };
        vec![
            Cell::from(told.wall(link.at)),
            Cell::from(words),
            Cell::from(link.holder.as_deref().unwrap_or_default()),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("When", 4),
            Column::new("What happened", 7),
            Column::new("Held by", 4),
        ],
        rows: rows.collect(),
    })
}

/// What something happened to, where that may be another container than the report's.
fn of_source(way: &Way<'_>, container: &ContainerId) -> String {
    match way.containers.len() {
        1 => String::new(),
        _ => format!("\n{container}"),
    }
}

fn handovers(told: &Told<'_>, way: &Way<'_>) -> Block {
    let row = |(of, handover): &(&ContainerId, &Handover)| {
        let taken = handover.taken_by.as_ref();
        let taken = taken.map_or_else(Cell::missing, |by| Cell::from(told.who(by)));
        let place = handover.place.as_ref();
        let intact = match handover.intact {
            true => Cell::from("intact"),
            false => Cell::from("not intact").outside(),
        };
        let when = format!("{}{}", told.wall(handover.at), of_source(way, of));
        vec![
            Cell::from(when),
            place.map_or_else(Cell::missing, |place| Cell::from(place.as_str())),
            Cell::from(format!("{}\n{}", handover.from, told.who(&handover.by))),
            Cell::from(Text::from(handover.to.as_str())),
            taken,
            Cell::from(handover.temperature.words()),
            intact,
        ]
    };
    Block::Table(Table {
        columns: vec![
            Column::new("When", 4),
            Column::new("Where", 3),
            Column::new("Gave", 4),
            Column::new("To", 3),
            Column::new("Took", 4),
            Column::numeric("Temperature", 3),
            Column::new("Condition", 3),
        ],
        rows: way.handovers.iter().map(row).collect(),
    })
}

fn temperatures(told: &Told<'_>, way: &Way<'_>) -> Block {
    let rows = way.logs.iter().map(|(of, log)| {
        let outside = Cell::from(log.outside.words());
        let outside = match log.outside.amount().is_zero() {
            true => outside,
            false => outside.outside(),
        };
        vec![
            Cell::from(Text::code(format!("{}{}", log.logger, of_source(way, of)))),
            Cell::from(format!("{}\n{}", told.wall(log.from), told.wall(log.until))),
            Cell::from(log.readings.to_string()),
            Cell::from(log.lowest.words()),
            Cell::from(log.highest.words()),
            outside,
            Cell::from(Text::code(log.file.as_str())),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Logger", 3),
            Column::new("From, until", 4),
            Column::numeric("Readings", 2),
            Column::numeric("Lowest", 2),
            Column::numeric("Highest", 2),
            Column::numeric("Outside for", 2),
            Column::new("File, SHA-256", 6),
        ],
        rows: rows.collect(),
    })
}

fn concerns(recorded: &Recorded, container: &ContainerId, way: &Way<'_>) -> bool {
    match &recorded.event {
        Event::LabelIssued { container: of, .. }
        | Event::CollectionRecorded { container: of, .. }
        | Event::BedsideVerified { container: of, .. }
        | Event::InfusionStarted { container: of, .. }
        | Event::Handling(HandlingEvent::ProductDisposed { container: of, .. }) => of == container,
        Event::CustodyTransferred { container: of, .. }
        | Event::ProductHarvested { container: of, .. }
        | Event::Handling(HandlingEvent::DoseFilled { container: of, .. }) => {
            way.touched(of, recorded.occurred_at)
        }
        Event::Handling(HandlingEvent::TemperatureLogged {
            container: of,
            from,
            ..
        }) => way.touched(of, *from),
        _ => false,
    }
}
