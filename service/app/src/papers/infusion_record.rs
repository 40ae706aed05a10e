//! The infusion record: the order, the patient's fitness, the verification by two persons, vital
//! signs, how the infusion ended, and what went wrong.

use cikada_domain::event::InfusionOutcome;
use cikada_domain::treatment::{Dose, Infusion};
use cikada_domain::{DoseNumber, Event};
use cikada_paper::{Block, Cell, Column, Level, Notice, NoticeKind, Table, Text};

use super::told::{Told, value_cell};
use super::{Content, field, person_fields};
use crate::error::AppError;
use crate::read::bedside::{SignsState, due_lines};
use crate::read::{Moment, meets};

pub(super) fn content(told: &Told<'_>, number: DoseNumber) -> Result<Content, AppError> {
    let dose = told.treatment().doses.get(&number);
    let dose = dose.ok_or_else(|| AppError::NotFound(format!("record of dose {number}")))?;
    let mut blocks = vec![
        Block::Heading(Level::One, "Identity".to_owned()),
        Block::Fields(2, identity(told, number)),
        Block::Heading(Level::One, "Fitness on the day".to_owned()),
    ];
    if let Some(fitness) = &dose.fitness {
        let words = format!("Recorded {}.", told.wall(fitness.at));
        blocks.push(Block::Paragraph(Text::from(words)));
    }
    blocks.extend([
        fitness(told, dose),
        Block::Heading(Level::One, "Verification at the bedside".to_owned()),
        verification(told, dose),
        Block::Heading(Level::One, "Infusion".to_owned()),
    ]);
    blocks.extend(infusion(told, number, dose));
    if let Some(infusion) = &dose.infusion {
        blocks.push(Block::Heading(
            Level::One,
            "Adverse events since the start".to_owned(),
        ));
        blocks.push(adverse_events(told, infusion));
    }
    blocks.push(Block::Heading(Level::One, "Signatures".to_owned()));
    blocks.push(told.signatures(|recorded| concerns(&recorded.event, number)));
    Ok(Content {
        name: format!("infusion-{}-dose-{number}.pdf", told.id),
        title: "Infusion record",
        subtitle: format!("Dose {number}"),
        identity: vec![("Dose".to_owned(), number.to_string())],
        shows_changes: false,
        blocks,
    })
}

fn identity(told: &Told<'_>, number: DoseNumber) -> Vec<(String, Text)> {
    let mut fields = person_fields(&told.patient);
    let protocol = &told.protocol;
    fields.push(field(
        "Protocol",
        format!("{} {}", protocol.id, protocol.version),
    ));
    if let Some(order) = told.treatment().orders.get(&number) {
        let words = format!(
            "{}, {}, {}",
            order.amount.words(),
            told.who(&order.by),
            told.wall(order.at)
        );
        fields.push(field("Ordered", words));
    }
    fields
}

fn fitness(told: &Told<'_>, dose: &Dose) -> Block {
    let Some(fitness) = &dose.fitness else {
        return Block::Notice(Notice {
            kind: NoticeKind::Warning,
            title: "Fitness was not recorded".to_owned(),
            lines: Vec::new(),
        });
    };
    let rows = told.protocol.fitness.iter().map(|criterion| {
        let found = fitness.findings.get(&criterion.id);
        let found = found.map_or_else(Cell::missing, |value| {
            value_cell(value, None, !meets(criterion, value))
        });
        vec![
            Cell::from(criterion.text.as_str()),
            found,
            Cell::from(criterion.requirement.words()),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Asked", 6),
            Column::new("Found", 3),
            Column::new("Needed", 3),
        ],
        rows: rows.collect(),
    })
}

fn verification(told: &Told<'_>, dose: &Dose) -> Block {
    let Some(verified) = &dose.verified else {
        return Block::Notice(Notice {
            kind: NoticeKind::Warning,
            title: "Patient and bag were not verified".to_owned(),
            lines: Vec::new(),
        });
    };
    let witness = verified.witness.as_ref();
    Block::Fields(
        2,
        vec![
            field("Wristband", Text::code(verified.recipient.as_str())),
            field("Bag", Text::code(verified.container.as_str())),
            field("By", told.who_with(&verified.performer, witness)),
            field("When", told.wall(verified.at)),
            field("Device", Text::code(verified.device.as_str())),
        ],
    )
}

fn infusion(told: &Told<'_>, number: DoseNumber, dose: &Dose) -> Vec<Block> {
    let Some(infusion) = &dose.infusion else {
        return vec![Block::Notice(Notice {
            kind: NoticeKind::Note,
            title: "The infusion was not started".to_owned(),
            lines: Vec::new(),
        })];
    };
    let mut fields = vec![
        field("Started", told.wall(infusion.started_at)),
        field("Planned end", told.wall(infusion.planned_end)),
    ];
    if let Some((at, outcome, volume)) = &infusion.ended {
        let how = match outcome {
            InfusionOutcome::Completed => "completed",
            InfusionOutcome::Stopped => "stopped before the bag was empty",
        };
        fields.push(field("Ended", format!("{}, {how}", told.wall(*at))));
        fields.push(field("Given", volume.words()));
        if let Some(why) = infusion.interruption {
            fields.push(field("Interrupted", why.words()));
        }
    }
    let observed = infusion.observed_until;
    let observed = observed.map_or_else(String::new, |at| told.wall(at));
    fields.push(field("Observed until", observed));
    vec![
        Block::Fields(2, fields),
        Block::Heading(Level::Two, "Vital signs".to_owned()),
        vital_signs(told, infusion),
        Block::Heading(Level::Two, "Times of vital signs".to_owned()),
        due_times(told, number),
    ]
}

/// Each time the protocol names, with what was taken for it.
fn due_times(told: &Told<'_>, number: DoseNumber) -> Block {
    let Some(times) = &told.protocol.infusion.vital_signs_due else {
        return Block::Paragraph(Text::from("The protocol names no times."));
    };
    let (protocol, treatment) = (&told.protocol, told.treatment());
    let lines = due_lines(told.world, protocol, treatment, number);
    let stamp = |at: &Moment| told.wall(at.timestamp());
    let rows = lines.iter().map(|line| {
        let taken = match (&line.taken, line.state) {
            (Some(at), SignsState::Late) => Cell::from(format!("{}, late", stamp(at))),
            (Some(at), _) => Cell::from(stamp(at)),
            (None, SignsState::Missed) => Cell::from("not taken"),
            (None, _) => Cell::from("not taken yet"),
        };
        vec![
            Cell::from(format!("{} ({})", stamp(&line.at), line.words)),
            taken,
            Cell::from(line.why.unwrap_or("")),
        ]
    });
    let window = times.window.words();
    Block::Table(Table {
        rows: rows.collect(),
        columns: vec![
            Column::new(format!("Due, up to {window} before or after"), 7),
            Column::new("Taken", 5),
            Column::new("Why not at its time", 6),
        ],
    })
}

fn vital_signs(told: &Told<'_>, infusion: &Infusion) -> Block {
    let asked = &told.protocol.infusion.vital_signs;
    let mut columns = vec![Column::new("When", 5)];
    let heads = asked.iter();
    columns.extend(heads.map(|sign| Column::numeric(sign.label.as_str(), 3)));
    let rows = infusion.vital_signs.iter().map(|taken| {
        let values = asked.iter().map(|sign| {
            let outside = taken.outside.contains(&sign.id);
            let value = taken.values.get(&sign.id);
            value.map_or_else(Cell::missing, |value| value_cell(value, None, outside))
        });
        std::iter::once(Cell::from(told.wall(taken.at)))
            .chain(values)
            .collect()
    });
    Block::Table(Table {
        rows: rows.collect(),
        columns,
    })
}

fn adverse_events(told: &Told<'_>, infusion: &Infusion) -> Block {
    let events = told.treatment().adverse_events.iter();
    let since = events.filter(|event| event.at >= infusion.started_at);
    let rows = since.map(|event| {
        vec![
            Cell::from(told.wall(event.at)),
            Cell::from(event.term.replace('-', " ")),
            Cell::from(format!("{} ({})", event.grade, event.scheme)),
            Cell::from(if event.serious { "serious" } else { "" }),
        ]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("When", 4),
            Column::new("What", 5),
            Column::new("Grade", 4),
            Column::new("Serious", 2),
        ],
        rows: rows.collect(),
    })
}

fn concerns(event: &Event, number: DoseNumber) -> bool {
    match event {
        Event::DoseOrdered { dose, .. }
        | Event::FitnessRecorded { dose, .. }
        | Event::BedsideVerified { dose, .. }
        | Event::InfusionStarted { dose, .. }
        | Event::VitalSignsRecorded { dose, .. }
        | Event::InfusionEnded { dose, .. }
        | Event::ObservationEnded { dose, .. } => *dose == number,
        _ => false,
    }
}
