//! The dose response y = A (1 - exp(-k x)) by least squares, and lytic units from it.
//!
//! For each k the best A follows by itself, so the search has one dimension and needs no first
//! guess; a few Gauss-Newton steps then settle both. Each well counts once.

use cikada_domain::Population;
use thiserror::Error;

use super::Lysis;

/// Fewer ratios leave nothing over to see whether the form fits.
const RATIOS_MIN: usize = 3;
const GRID_STEPS: u32 = 400;
const NARROWINGS: u32 = 80;
const SETTLINGS: u32 = 50;

/// Why there is no dose response.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum FitError {
    /// There are too few ratios.
    #[error("{0} ratios: expected at least {RATIOS_MIN} to fit a dose response")]
    TooFewRatios(usize),
    /// Lysis does not grow with the ratio.
    #[error("lysis is not above 0: no dose response can be fitted")]
    NoKilling,
    /// The ratios end before a plateau shows.
    #[error("lysis grows in a straight line: no plateau shows, test higher ratios")]
    NoPlateau,
    /// The ratios begin on the plateau.
    #[error("lysis is at its plateau from the first ratio on: test lower ratios")]
    OnlyPlateau,
}

/// A fitted dose response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoseResponse {
    /// A: the lysis that is approached, in per cent. Above 100 it is kept as it is.
    pub plateau: f64,
    /// k: how fast, for each effector a target.
    pub rate: f64,
    /// The standard error of the plateau.
    pub plateau_error: f64,
    /// The standard error of the rate.
    pub rate_error: f64,
    /// Their covariance.
    pub covariance: f64,
    /// The standard deviation of what is left over, in per cent of lysis.
    pub residual: f64,
    /// The smallest and largest ratio that were tested.
    pub tested: (f64, f64),
    /// Which effectors the ratios count.
    pub population: Population,
}

/// Why there are no lytic units.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum LyticError {
    /// The plateau lies below the target.
    #[error("{target} % lysis is not reachable: the plateau is {plateau:.1} %")]
    NotReachable {
        /// The lysis asked for.
        target: f64,
        /// The fitted plateau.
        plateau: f64,
    },
    /// The target is none.
    #[error("{0} % is no lysis to aim at: expected more than 0 and less than 100")]
    Target(f64),
    /// There are no targets in a well.
    #[error("0 targets in a well: expected the number that was plated")]
    NoTargets,
}

/// Lytic units. One is as many effectors as bring a well's targets to the lysis aimed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LyticUnits {
    /// The lysis aimed at, in per cent.
    pub target: f64,
    /// The ratio that brings it about.
    pub ratio: f64,
    /// The standard error of that ratio, to first order.
    pub ratio_error: f64,
    /// Lytic units in ten million effectors.
    pub per_ten_million: f64,
    /// Whether that ratio lies outside what was tested.
    pub is_extrapolated: bool,
    /// Which effectors are counted.
    pub population: Population,
}

/// Fits the dose response of a sample.
///
/// # Errors
/// Too few ratios, no killing, or ratios that show only a part of the form.
pub fn fit(lysis: &Lysis) -> Result<DoseResponse, FitError> {
    if lysis.sample.len() < RATIOS_MIN {
        return Err(FitError::TooFewRatios(lysis.sample.len()));
    }
    let wells = lysis
        .sample
        .iter()
        .flat_map(|at| at.lysis.iter().map(|lysis| (at.ratio, *lysis)));
    let points: Vec<(f64, f64)> = wells.collect();
    let first = lysis.sample.first().map_or(1.0, |at| at.ratio);
    let last = lysis.sample.last().map_or(1.0, |at| at.ratio);
    let (plateau, rate) = search(&points, first, last)?;
    let (plateau, rate) = settle(&points, plateau, rate);
    let [aa, ak, kk] = normal_matrix(&points, plateau, rate);
    let left: f64 = points
        .iter()
        .map(|(x, y)| (y - shape(plateau, rate, *x)).powi(2))
        .sum();
    // The number of wells is at least the number of ratios, three.
    let variance = left / (points.len() - 2) as f64;
    let determinant = aa * kk - ak * ak;
    Ok(DoseResponse {
        plateau,
        rate,
        plateau_error: (variance * kk / determinant).sqrt(),
        rate_error: (variance * aa / determinant).sqrt(),
        covariance: -variance * ak / determinant,
        residual: variance.sqrt(),
        tested: (first, last),
        population: lysis.population,
    })
}

fn shape(plateau: f64, rate: f64, ratio: f64) -> f64 {
    -plateau * (-rate * ratio).exp_m1()
}

/// The best plateau for a rate.
fn plateau(points: &[(f64, f64)], rate: f64) -> f64 {
    let (mut product, mut square) = (0.0, 0.0);
    for (ratio, lysis) in points {
        let part = shape(1.0, rate, *ratio);
        product += lysis * part;
        square += part * part;
    }
    product / square
}

fn left_over(points: &[(f64, f64)], log_rate: f64) -> f64 {
    let rate = log_rate.exp();
    let plateau = plateau(points, rate);
    points
        .iter()
        .map(|(ratio, lysis)| (lysis - shape(plateau, rate, *ratio)).powi(2))
        .sum()
}

/// A grid over all rates that the ratios could show, then golden sections around the best.
fn search(points: &[(f64, f64)], first: f64, last: f64) -> Result<(f64, f64), FitError> {
    // Below, the form is a straight line up to the last ratio; above, flat from the first one.
    let (low, high) = ((1e-3 / last).ln(), (20.0 / first).ln());
    let width = (high - low) / f64::from(GRID_STEPS);
    let at = |step: u32| low + width * f64::from(step);
    let mut best = (0, f64::INFINITY);
    for step in 0..=GRID_STEPS {
        let left = left_over(points, at(step));
        if left < best.1 {
            best = (step, left);
        }
    }
    if plateau(points, at(best.0).exp()) <= 0.0 {
        return Err(FitError::NoKilling);
    }
    match best.0 {
        0 => return Err(FitError::NoPlateau),
        GRID_STEPS => return Err(FitError::OnlyPlateau),
        _ => {}
    }
    let (mut from, mut to) = (at(best.0) - width, at(best.0) + width);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..NARROWINGS {
        let (left, right) = (to - golden * (to - from), from + golden * (to - from));
        if left_over(points, left) < left_over(points, right) {
            to = right;
        } else {
            from = left;
        }
    }
    let rate = f64::midpoint(from, to).exp();
    Ok((plateau(points, rate), rate))
}

/// Slopes of the form in A and in k, squared and summed: [AA, Ak, kk].
fn normal_matrix(points: &[(f64, f64)], plateau: f64, rate: f64) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for (ratio, _) in points {
        let (in_plateau, in_rate) = slopes(plateau, rate, *ratio);
        let products = [
            in_plateau * in_plateau,
            in_plateau * in_rate,
            in_rate * in_rate,
        ];
        for (sum, product) in sums.iter_mut().zip(products) {
            *sum += product;
        }
    }
    sums
}

fn slopes(plateau: f64, rate: f64, ratio: f64) -> (f64, f64) {
    (
        shape(1.0, rate, ratio),
        plateau * ratio * (-rate * ratio).exp(),
    )
}

/// Gauss-Newton from next to the best: sections cannot see differences below the root of rounding.
fn settle(points: &[(f64, f64)], plateau: f64, rate: f64) -> (f64, f64) {
    let start = (plateau, rate);
    let (mut plateau, mut rate) = start;
    for _ in 0..SETTLINGS {
        let [aa, ak, kk] = normal_matrix(points, plateau, rate);
        let (mut in_plateau, mut in_rate) = (0.0, 0.0);
        for (ratio, lysis) in points {
            let left = lysis - shape(plateau, rate, *ratio);
            let slopes = slopes(plateau, rate, *ratio);
            in_plateau += slopes.0 * left;
            in_rate += slopes.1 * left;
        }
        let determinant = aa * kk - ak * ak;
        plateau += (kk * in_plateau - ak * in_rate) / determinant;
        rate += (aa * in_rate - ak * in_plateau) / determinant;
    }
    // Where steps do not settle, what the search found stands.
    let near = |settled: f64, start: f64| (settled - start).abs() <= 1e-3 * start.abs();
    if near(plateau, start.0) && near(rate, start.1) {
        (plateau, rate)
    } else {
        start
    }
}

/// Lytic units at a lysis, in per cent, for so many targets in a well:
/// x = -ln(1 - p/A)/k, and ten million divided by x times the targets.
///
/// # Errors
/// The lysis is not reachable or none, or there are no targets.
pub fn lytic_units(
    response: &DoseResponse,
    target: f64,
    targets_per_well: u64,
) -> Result<LyticUnits, LyticError> {
    let DoseResponse { plateau, rate, .. } = *response;
    if !(target > 0.0 && target < 100.0) {
        return Err(LyticError::Target(target));
    }
    if targets_per_well == 0 {
        return Err(LyticError::NoTargets);
    }
    if target >= plateau {
        return Err(LyticError::NotReachable { target, plateau });
    }
    let ratio = -(-target / plateau).ln_1p() / rate;
    let in_plateau = -target / (plateau * (plateau - target) * rate);
    let in_rate = -ratio / rate;
    let variance = (in_plateau * response.plateau_error).powi(2)
        + (in_rate * response.rate_error).powi(2)
        + 2.0 * in_plateau * in_rate * response.covariance;
    let (first, last) = response.tested;
    Ok(LyticUnits {
        target,
        ratio,
        ratio_error: variance.max(0.0).sqrt(),
        per_ten_million: 1e7 / (ratio * targets_per_well as f64),
        is_extrapolated: ratio < first || ratio > last,
        population: response.population,
    })
}
