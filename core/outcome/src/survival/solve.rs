//! Small symmetric systems, by Cholesky's decomposition.
//!
//! At most ten unknowns: a linear algebra crate would add a dozen crates and more to build than
//! all of this room, for these lines.

/// A lower triangle L with L times its transpose the matrix that it was made of.
#[derive(Debug)]
pub(super) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

/// What is left of a pivot below this share of its diagonal is rounding.
const PIVOT_SHARE_MIN: f64 = 1e-11;

impl Cholesky {
    /// Decomposes a matrix given row by row, or names the first row that depends on those before.
    #[expect(clippy::indexing_slicing, reason = "both indices stay below the size")]
    pub(super) fn new(matrix: &[f64], size: usize) -> Result<Self, usize> {
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let done = (0..column).map(|at| lower[row * size + at] * lower[column * size + at]);
                let left = matrix[row * size + column] - done.sum::<f64>();
                if row == column {
                    let whole = matrix[row * size + row];
                    let positive = left > whole * PIVOT_SHARE_MIN && left > 0.0 && left.is_finite();
                    if !positive {
                        return Err(row);
                    }
                    lower[row * size + row] = left.sqrt();
                } else {
                    lower[row * size + column] = left / lower[column * size + column];
                }
            }
        }
        Ok(Self { size, lower })
    }

    /// The vector that the matrix maps to this one.
    #[expect(clippy::indexing_slicing, reason = "both indices stay below the size")]
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut solution = right.to_vec();
        for row in 0..size {
            let known = (0..row).map(|at| self.lower[row * size + at] * solution[at]);
            let known: f64 = known.sum();
            solution[row] = (solution[row] - known) / self.lower[row * size + row];
        }
        for row in (0..size).rev() {
            let known = (row + 1..size).map(|at| self.lower[at * size + row] * solution[at]);
            let known: f64 = known.sum();
            solution[row] = (solution[row] - known) / self.lower[row * size + row];
        }
        solution
    }

    /// The diagonal of the inverse: variances, where the matrix is an information.
    pub(super) fn inverse_diagonal(&self) -> Vec<f64> {
        let column = |at: usize| {
            let unit: Vec<f64> = (0..self.size)
                .map(|row| f64::from(u8::from(row == at)))
                .collect();
            self.solve(&unit).get(at).copied().unwrap_or(f64::NAN)
        };
        (0..self.size).map(column).collect()
    }
}

/// The sum of products.
pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter()
        .zip(right)
        .map(|(left, right)| left * right)
        .sum()
}

/// Adds the weighted outer product of a vector with itself to a matrix given row by row.
pub(super) fn add_outer(matrix: &mut [f64], vector: &[f64], weight: f64) {
    for (row, left) in matrix.chunks_exact_mut(vector.len().max(1)).zip(vector) {
        for (cell, right) in row.iter_mut().zip(vector) {
            *cell += weight * left * right;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_put_back_gives_the_right_side() {
        let matrix = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let solution = Cholesky::new(&matrix, 3).unwrap().solve(&[1.0, 2.0, 3.0]);
        let back: Vec<_> = matrix.chunks(3).map(|row| dot(row, &solution)).collect();
        for (back, right) in back.iter().zip([1.0, 2.0, 3.0]) {
            assert!((back - right).abs() < 1e-12);
        }
    }

    #[test]
    fn a_row_that_depends_on_those_before_is_named() {
        assert_eq!(Cholesky::new(&[1.0, 2.0, 2.0, 4.0], 2).unwrap_err(), 1);
    }
}
