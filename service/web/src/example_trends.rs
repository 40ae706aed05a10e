//! Example trends and an example specification for golden pages.

use cikada_app::read::specification::{LimitBox, Overall, Predicted, SpecificationPage, TestLine};
use cikada_app::read::trends::{
    Chart, PointStanding, SeriesLine, TherapyTrends, TrendList, TrendPage, TrendPoint,
};
use cikada_domain::BatchId;

use crate::example::{moment, source, test, treatment_id};

fn point(number: u16, amount: &str, standing: PointStanding) -> TrendPoint {
    TrendPoint {
        treatment: treatment_id(),
        batch: BatchId::new(format!("B-2026-{number:04}-1")).unwrap(),
        version: "1.0.0".to_owned(),
        at: moment(&format!("2026-02-{number:02}T10:30")),
        words: format!("{amount} %"),
        amount: amount.to_owned(),
        standing,
        meets: Some(amount != "78"),
        beyond_control: amount == "78",
    }
}

/// Ten results: one invalid, one not approved, one beyond both limits.
pub(crate) fn trend() -> TrendPage {
    let amounts = [
        "90", "92", "89", "90", "41", "88", "90", "92", "78", "91", "93",
    ];
    let standing = |amount: &str| match amount {
        "41" => PointStanding::Invalid,
        "93" => PointStanding::Pending,
        _ => PointStanding::Counts,
    };
    let points = (1..).zip(amounts);
    TrendPage {
        protocol: "example-cells".to_owned(),
        title: "Adjuvant cell therapy, sixteen doses".to_owned(),
        version: "1.0.0".to_owned(),
        text: "Viability of the product".to_owned(),
        unit: "%".to_owned(),
        limit: Some(("at least 80 %".to_owned(), source())),
        bounds: (Some("80".to_owned()), None),
        points: points
            .map(|(number, amount)| point(number, amount, standing(amount)))
            .collect(),
        chart: Some(Chart {
            count: 9,
            mean: 88.9,
            mean_words: "88.9 %".to_owned(),
            range_words: Some("4.6 %".to_owned()),
            limits: Some([(78.6, "78.6 %".to_owned()), (99.1, "99.1 %".to_owned())]),
        }),
        left_out: vec!["B-2026-0012-1: 1e9 {viable} and 1 % measure different things".to_owned()],
    }
}

pub(crate) fn trend_list() -> TrendList {
    TrendList {
        therapies: vec![TherapyTrends {
            protocol: "example-cells".to_owned(),
            title: "Adjuvant cell therapy, sixteen doses".to_owned(),
            batches: 11,
            series: vec![
                SeriesLine {
                    key: "viability".to_owned(),
                    text: "Viability of the product".to_owned(),
                    limit: Some("at least 80 %".to_owned()),
                    counted: 9,
                    last: Some("91 %".to_owned()),
                    beyond_limit: 1,
                    beyond_control: Some(1),
                },
                SeriesLine {
                    key: "count-day-7.living-cells.1".to_owned(),
                    text: "Count the cells: Living cells".to_owned(),
                    limit: None,
                    counted: 2,
                    last: Some("2.4e9 viable cells".to_owned()),
                    beyond_limit: 0,
                    beyond_control: None,
                },
            ],
        }],
        without: vec![(
            "example-medicine".to_owned(),
            "An example medicine".to_owned(),
        )],
    }
}

/// Somebody typed 90 % instead of 80 %.
pub(crate) fn specification() -> SpecificationPage {
    let predicted = |rate: &str| Predicted {
        rate: Some(rate.to_owned()),
        missing: vec!["2 batches without a valid, approved result".to_owned()],
    };
    SpecificationPage {
        protocol: "example-cells".to_owned(),
        title: "Adjuvant cell therapy, sixteen doses".to_owned(),
        version: "1.1.0".to_owned(),
        hash: "5f0c".repeat(16),
        since: Some(moment("2026-02-03T09:00")),
        earlier: vec![("1.0.0".to_owned(), Some(moment("2025-11-03T09:00")), 4)],
        batches: 11,
        tests: vec![
            TestLine {
                test: test("viability"),
                text: "Viability of the product".to_owned(),
                limit: "at least 80 %".to_owned(),
                stage: "before release",
                source: source(),
                is_quantity: true,
                boxes: vec![
                    LimitBox {
                        name: "viability.min".to_owned(),
                        label: "at least",
                        typed: "90".to_owned(),
                        unit: "%".to_owned(),
                        problem: None,
                    },
                    LimitBox {
                        name: "viability.max".to_owned(),
                        label: "at most",
                        typed: "1,5".to_owned(),
                        unit: "%".to_owned(),
                        problem: Some("'1,5' is not a number".to_owned()),
                    },
                ],
                now: predicted("8 of 9 batches: 88.9 % (95 % interval 51.8 to 99.7 %)"),
                proposed: Some((
                    "at least 90 %".to_owned(),
                    predicted("6 of 9 batches: 66.7 % (95 % interval 29.9 to 92.5 %)"),
                )),
            },
            TestLine {
                test: test("gram-stain"),
                text: "Gram stain".to_owned(),
                limit: "negative".to_owned(),
                stage: "before release",
                source: source(),
                is_quantity: false,
                boxes: Vec::new(),
                now: Predicted {
                    rate: None,
                    missing: vec!["11 batches without a valid, approved result".to_owned()],
                },
                proposed: None,
            },
        ],
        now: Overall {
            rate: None,
            incomplete: 11,
        },
        proposed: Some(Overall {
            rate: None,
            incomplete: 11,
        }),
        entries: "[[test]]\nid = \"viability\"\nmust-be = { min = \"90 %\" }\n".to_owned(),
        problems: 1,
    }
}
