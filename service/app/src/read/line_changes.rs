//! What differs between two texts, line by line.

/// How a line stands between an old text and a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineMark {
    /// In both.
    Same,
    /// In the old one only.
    Removed,
    /// In the new one only.
    Added,
}

/// Every line of both texts in order, with the fewest that differ; of a change the old line first.
pub(crate) fn line_changes(old: &str, new: &str) -> Vec<(LineMark, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let shared = shared(&old, &new);
    let length = |i: usize, j: usize| {
        let row = shared.get(i);
        row.and_then(|row| row.get(j)).copied().unwrap_or_default()
    };
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    loop {
        let (mark, line) = match (old.get(i), new.get(j)) {
            (Some(left), Some(right)) if left == right => {
                (i, j) = (i + 1, j + 1);
                (LineMark::Same, left)
            }
            (Some(left), right) if right.is_none() || length(i + 1, j) >= length(i, j + 1) => {
                i += 1;
                (LineMark::Removed, left)
            }
            (_, Some(right)) => {
                j += 1;
                (LineMark::Added, right)
            }
            (_, None) => return lines,
        };
        lines.push((mark, (*line).to_owned()));
    }
}

/// How many lines two texts share from each pair of places on.
fn shared(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; new.len() + 1]];
    for left in old.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; new.len() + 1];
        for (j, right) in new.iter().enumerate().rev() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or_default();
            let best = match left == right {
                true => at(&below, j + 1) + 1,
                false => at(&below, j).max(at(&row, j + 1)),
            };
            if let Some(cell) = row.get_mut(j) {
                *cell = best;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_changed_line_is_shown_as_it_was_and_as_it_is() {
        use LineMark::{Added, Removed, Same};
        let told = line_changes("a\nb\nc\n", "a\nB\nc\nd\n");
        let told: Vec<_> = told.iter().map(|(mark, line)| (*mark, &**line)).collect();
        assert_eq!(
            told,
            [
                (Same, "a"),
                (Removed, "b"),
                (Added, "B"),
                (Same, "c"),
                (Added, "d")
            ]
        );
    }

    proptest! {
        #[test]
        fn the_old_and_the_new_text_can_be_read_off_the_changes(
            old in prop::collection::vec("[ab]", 0..8),
            new in prop::collection::vec("[ab]", 0..8),
        ) {
            let told = line_changes(&old.join("\n"), &new.join("\n"));
            let without = |mark: LineMark| -> Vec<String> {
                let kept = told.iter().filter(|(of, _)| *of != mark);
                kept.map(|(_, line)| line.clone()).collect()
            };
            prop_assert_eq!(without(LineMark::Added), old);
            prop_assert_eq!(without(LineMark::Removed), new);
        }
    }
}
