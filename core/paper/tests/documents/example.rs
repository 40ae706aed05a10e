//! An invented batch record with every kind of block.

use cikada_document::label::{
    Anchor, Drawing, Frame, Item, Rect, Symbol, SymbolKind, Text as LabelText,
};
use cikada_paper::{
    Block, Cell, Column, Language, Level, Notice, NoticeKind, Paper, Seal, Signed, Style, Table,
    Text,
};
use jiff::Zoned;

pub(crate) fn example_time(time: &str) -> Zoned {
    format!("{time}[Europe/Istanbul]").parse().unwrap()
}

pub(crate) fn example_seal() -> Seal {
    Seal {
        entry_hash: "6f1c0b7a52d94e8840c1a7be3f0d2c915a6b7788e90412ffab34cd56ef781290".to_owned(),
        checkpoint: vec![
            "centre.example/ledger".to_owned(),
            "1482".to_owned(),
            "Xm3kT0u2aYVnq5Hc9sLr8PwEoZ1bD4gJ7fKiNtMvQyA=".to_owned(),
        ],
    }
}

fn label(x: u32, y: u32, size: u32, text: &str) -> Item {
    Item::Text(LabelText {
        x,
        y,
        size,
        bold: size > 3_000,
        anchor: Anchor::Start,
        room: 58_000 - x,
        text: text.to_owned(),
    })
}

/// A label with a checkerboard in the place of a symbol.
pub(crate) fn example_label() -> Drawing {
    let checkers = (0..16_u32).flat_map(|row| (0..16_u32).map(move |column| (row, column)));
    let rects = checkers
        .filter(|(row, column)| (row + column) % 2 == 0 || *row == 15 || *column == 0)
        .map(|(row, column)| Rect {
            x: 45_000 + column * 800,
            y: 8_000 + row * 800,
            width: 800,
            height: 800,
        });
    let symbol = Symbol {
        kind: SymbolKind::DataMatrix,
        content: "=+04000".to_owned(),
        x: 45_000,
        y: 8_000,
        width: 12_800,
        height: 12_800,
        module: 800,
        rects: rects.collect(),
    };
    Drawing {
        width: 60_000,
        height: 30_000,
        items: vec![
            Item::Frame(Frame {
                x: 0,
                y: 0,
                width: 60_000,
                height: 30_000,
                line: 300,
            }),
            label(2_000, 6_000, 4_000, "A9999 26 000001"),
            label(2_000, 12_000, 2_500, "AUTOLOGOUS USE ONLY"),
            label(2_000, 16_000, 2_500, "Expiry 2026-06-10 23:30 +03:00"),
            Item::Rect(Rect {
                x: 2_000,
                y: 18_000,
                width: 30_000,
                height: 200,
            }),
            Item::Symbol(symbol),
        ],
    }
}

fn step(day: &str, step: &str, value: impl Into<Cell>, limit: &str, by: &str) -> Vec<Cell> {
    vec![
        day.into(),
        step.into(),
        value.into(),
        limit.into(),
        Text::code(by).into(),
    ]
}

fn steps() -> Table {
    let harvest = Cell::from("2.31 × 10⁹")
        .changed_from("2.13 × 10⁹")
        .changed_from("2.13 × 10⁸");
    let feed = Cell::from("75.0 µL").changed_from("57.0 µL");
    let low = Cell::from("68.2 %").outside();
    let both = "A0042 / A0017";
    let rows = vec![
        step(
            "0",
            "Mononuclear cells after density gradient, viable CD45+",
            "1.84 × 10⁸",
            "≥ 1.0 × 10⁸",
            both,
        ),
        step(
            "0",
            "Interferon-γ added, 1000 [iU]/mL",
            "151.2 µL",
            "150 ± 5 µL",
            both,
        ),
        step(
            "1",
            "Anti-CD3 (clone OKT3), 50 ng/mL → culture",
            feed,
            "75 ± 2 µL",
            both,
        ),
        step(
            "1",
            "Interleukin-2, 300 [iU]/mL",
            "45.1 µL",
            "45 ± 2 µL",
            both,
        ),
        step("7", "Viability before feed", low, "≥ 70 %", both),
        step("7", "Glucose", Cell::missing(), "4 to 12 mmol/L", both),
        step(
            "14",
            "Total CD3+CD56+ at harvest",
            harvest.outside(),
            "≥ 2.5 × 10⁹",
            both,
        ),
    ];
    let columns = vec![
        Column::new("Day", 3),
        Column::new("Step", 14),
        Column::numeric("Value", 13),
        Column::new("Limit", 10),
        Column::new("By / witness", 9),
    ];
    Table { columns, rows }
}

fn materials() -> Block {
    let row = |material: &str, own: &str, lot: &str, expiry: &str| {
        vec![
            material.into(),
            Text::code(own).into(),
            Text::code(lot).into(),
            Cell::from(expiry),
        ]
    };
    let columns = vec![
        Column::new("Material", 12),
        Column::new("Own lot", 6),
        Column::new("Supplier's lot", 12),
        Column::new("Expiry", 6),
    ];
    let rows = vec![
        row(
            "Serum-free medium, 1 L",
            "M-26-0101",
            "INVENTED-77120-B",
            "2026-11-30",
        ),
        row(
            "Interferon-γ, 100 µg",
            "M-26-0107",
            "INVENTED-IFNG/2026/04-LONG-LOT-NUMBER-0000000017",
            "2027-02-28",
        ),
        row(
            "Interleukin-2, 18 × 10⁶ [iU]",
            "M-26-0111",
            "INVENTED-IL2-0098",
            "2026-09-30",
        ),
    ];
    Block::Table(Table { columns, rows })
}

fn notices() -> [Block; 2] {
    [
        Block::Notice(Notice {
            kind: NoticeKind::Warning,
            title: "Deviation DEV-26-014: viability below its limit on day 7".to_owned(),
            lines: vec![
                "Opened by the system when 68.2 % was entered. Classified as minor by the quality unit: the count was repeated from a second sample and found at 74.9 %.".into(),
            ],
        }),
        Block::Notice(Notice {
            kind: NoticeKind::Refusal,
            title: "Release refused on 2026-06-09 09:02 +03:00".to_owned(),
            lines: vec![
                Text::code("result-missing").then(Style::Plain, ": glucose of day 7 was not recorded."),
                Text::code("deviation-open").then(Style::Plain, ": DEV-26-014 was not classified at that time."),
            ],
        }),
    ]
}

fn signatures() -> Block {
    let signed = |name: &str, meaning: &str, at: &str| Signed {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        at: example_time(at),
    };
    Block::Signatures(vec![
        signed(
            "Ayşe Örnek",
            "Performed the harvest",
            "2026-06-09T10:12:04.120+03",
        ),
        signed(
            "Işıl Deneme",
            "Witnessed the harvest",
            "2026-06-09T10:12:40+03",
        ),
        signed(
            "Dr. Jörg Beispiel",
            "Certified for release as qualified person",
            "2026-06-09T11:30:00+03",
        ),
    ])
}

/// A batch that was never made.
pub(crate) fn example_batch_record() -> Paper {
    let identity = [
        ("Centre", "Invented Centre for Cell Therapy"),
        ("Chain of identity", "CH A9999 26 00004"),
        ("Batch", "B-26-0031"),
    ];
    let culture = vec![
        ("Patient".to_owned(), "P-000001 (name sealed)".into()),
        ("Collection".to_owned(), Text::code("A9999 26 000001")),
        ("Protocol".to_owned(), "invented-culture, version 3".into()),
        ("Started".to_owned(), "2026-05-26 08:10 +03:00".into()),
        (
            "Room and cabinet".to_owned(),
            "Clean room 2, cabinet BSC-04".into(),
        ),
        ("Storage place".to_owned(), Text::default()),
    ];
    let mut blocks = vec![
        Block::Heading(Level::One, "Batch".to_owned()),
        Block::Fields(3, culture),
        Block::Paragraph("Each value stands as it was entered at the time of the step. Values that were changed later carry the old one, struck through; the reason for each change is listed under Changes.".into()),
        Block::Heading(Level::One, "Steps".to_owned()),
        Block::Heading(Level::Two, "Culture".to_owned()),
        Block::Table(steps()),
    ];
    blocks.extend(notices());
    blocks.extend([
        Block::Heading(Level::Two, "Materials".to_owned()),
        materials(),
        Block::Heading(Level::Two, "Equipment".to_owned()),
        Block::Table(Table { columns: vec![Column::new("Equipment", 2), Column::new("Calibrated until", 1)], rows: vec![] }),
        Block::Heading(Level::One, "Label as issued".to_owned()),
        Block::Drawing(example_label(), "Label of the container A9999 26 000001".to_owned()),
        Block::PageBreak,
        Block::Heading(Level::One, "Signatures".to_owned()),
        signatures(),
        Block::Heading(Level::Two, "Final release".to_owned()),
        Block::Signatures(vec![]),
        Block::Notice(Notice {
            kind: NoticeKind::Note,
            title: "Sterility of 14 days is pending".to_owned(),
            lines: vec!["The product was released in two steps; this record is issued again when the last result is in.".into()],
        }),
    ]);
    Paper {
        title: "Batch record".to_owned(),
        subtitle: "Cytokine-induced killer cells, dose 4 of 8".to_owned(),
        language: Language::English,
        issued_at: example_time("2026-06-09T11:41:00+03"),
        identity: identity
            .map(|(label, value)| (label.to_owned(), value.to_owned()))
            .to_vec(),
        seal: example_seal(),
        shows_changes: true,
        blocks,
    }
}

/// A document of the given blocks.
pub(crate) fn example_paper(blocks: Vec<Block>) -> Paper {
    Paper {
        blocks,
        ..example_batch_record()
    }
}
