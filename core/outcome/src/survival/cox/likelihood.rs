//! The partial likelihood with its slope and curvature.

use super::super::Study;
use super::super::solve::{add_outer, dot};

struct DesignRow {
    time: f64,
    event: bool,
    /// Centred, and in standard deviations: no exponent grows large for its unit alone.
    values: Vec<f64>,
}

/// Subjects from the longest followed to the shortest, with their values.
pub(super) struct Design {
    rows: Vec<DesignRow>,
    pub(super) names: Vec<String>,
    /// How many of the first names are groups.
    pub(super) groups: usize,
    scales: Vec<f64>,
    pub(super) events: u64,
}

/// The likelihood at some coefficients.
#[derive(Debug, Clone)]
pub(super) struct Evaluated {
    pub(super) log_likelihood: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) information: Vec<f64>,
}

/// Sums of a set of subjects: weights, weighted values, weighted products of values.
struct Weighted {
    weight: f64,
    values: Vec<f64>,
    products: Vec<f64>,
}

impl Weighted {
    fn none(size: usize) -> Self {
        Self {
            weight: 0.0,
            values: vec![0.0; size],
            products: vec![0.0; size * size],
        }
    }

    fn add(&mut self, row: &DesignRow, weight: f64) {
        self.weight += weight;
        for (sum, value) in self.values.iter_mut().zip(&row.values) {
            *sum += weight * value;
        }
        add_outer(&mut self.products, &row.values, weight);
    }
}

impl Design {
    pub(super) fn new(study: &Study, reference: usize) -> Self {
        let others: Vec<usize> = (0..study.groups().len())
            .filter(|at| *at != reference)
            .collect();
        let group_names = study.groups().iter().enumerate();
        let group_names = group_names
            .filter(|(at, _)| *at != reference)
            .map(|(_, name)| name);
        let names: Vec<String> = group_names.chain(study.covariates()).cloned().collect();
        let rows = study.subjects().iter().map(|subject| {
            let member = |group: &usize| f64::from(u8::from(*group == subject.group));
            let members = others.iter().map(member);
            DesignRow {
                time: subject.observation.time,
                event: subject.observation.event,
                values: members.chain(subject.covariates.iter().copied()).collect(),
            }
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|left, right| right.time.total_cmp(&left.time));
        let scales = standardise(&mut rows, names.len());
        let events = rows.iter().filter(|row| row.event).count() as u64;
        Self {
            rows,
            names,
            groups: others.len(),
            scales,
            events,
        }
    }

    /// Names with their standard deviations.
    pub(super) fn scales(&self) -> impl Iterator<Item = (&str, f64)> {
        self.names
            .iter()
            .map(String::as_str)
            .zip(self.scales.iter().copied())
    }

    pub(super) fn evaluate(&self, coefficients: &[f64]) -> Evaluated {
        let size = coefficients.len();
        let mut at_risk = Weighted::none(size);
        let mut result = Evaluated {
            log_likelihood: 0.0,
            gradient: vec![0.0; size],
            information: vec![0.0; size * size],
        };
        #[expect(clippy::float_cmp, reason = "a tie is the same number in the table")]
        for tied in self.rows.chunk_by(|left, right| left.time == right.time) {
            let mut with_event = Weighted::none(size);
            let mut count = 0_u32;
            for row in tied {
                let exponent = dot(&row.values, coefficients);
                at_risk.add(row, exponent.exp());
                if row.event {
                    count += 1;
                    with_event.add(row, exponent.exp());
                    result.log_likelihood += exponent;
                    for (slope, value) in result.gradient.iter_mut().zip(&row.values) {
                        *slope += value;
                    }
                }
            }
            result.take_events(&at_risk, &with_event, count);
        }
        result
    }
}

impl Evaluated {
    /// Efron: of tied events, each in turn finds the ones before it gone by their average share.
    fn take_events(&mut self, at_risk: &Weighted, with_event: &Weighted, count: u32) {
        for turn in 0..count {
            let gone = f64::from(turn) / f64::from(count);
            let weight = at_risk.weight - gone * with_event.weight;
            let values = at_risk.values.iter().zip(&with_event.values);
            let mean: Vec<f64> = values
                .map(|(all, tied)| (all - gone * tied) / weight)
                .collect();
            self.log_likelihood -= weight.ln();
            for (slope, mean) in self.gradient.iter_mut().zip(&mean) {
                *slope -= mean;
            }
            let products = at_risk.products.iter().zip(&with_event.products);
            for (curve, (all, tied)) in self.information.iter_mut().zip(products) {
                *curve += (all - gone * tied) / weight;
            }
            add_outer(&mut self.information, &mean, -1.0);
        }
    }
}

/// Centres and scales each column, and returns its standard deviation; 0 for a constant one.
#[expect(
    clippy::indexing_slicing,
    reason = "each row has as many values as there are names"
)]
fn standardise(rows: &mut [DesignRow], size: usize) -> Vec<f64> {
    let number = rows.len() as f64;
    let column = |rows: &mut [DesignRow], at: usize| {
        let first = rows.first().map_or(0.0, |row| row.values[at]);
        #[expect(
            clippy::float_cmp,
            reason = "a constant is the same number in the table"
        )]
        if rows.iter().all(|row| row.values[at] == first) {
            return 0.0;
        }
        let mean = rows.iter().map(|row| row.values[at] / number).sum::<f64>();
        let square = |row: &DesignRow| (row.values[at] - mean).powi(2) / number;
        let deviation = rows.iter().map(square).sum::<f64>().sqrt();
        for row in rows {
            row.values[at] = (row.values[at] - mean) / deviation;
        }
        deviation
    };
    (0..size).map(|at| column(rows, at)).collect()
}
