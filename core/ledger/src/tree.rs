//! The RFC 6962 Merkle tree over entry hashes, growing at the end.
//!
//! Only the hashes of complete subtrees are kept, level by level: appending costs two hashes on average, 100,000 leaves
//! load in milliseconds, and a step that was not committed is undone by cutting the levels. Proofs are checked
//! by ct-merkle, which is also the second opinion in the tests: this file never judges what it made itself.

use ct_merkle::{InclusionProof, RootHash};
use sha2::{Digest, Sha256};

use crate::hash::{Hash, sha256};

/// No ledger is larger, which keeps the arithmetic of proofs far from its limits.
pub const TREE_SIZE_MAX: u64 = 1 << 40;

/// A tree that holds the hash of every complete subtree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// `levels[k][i]` is the hash of the leaves from `i * 2^k` to `(i + 1) * 2^k`.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Appends the hash of one entry as a leaf.
    pub fn push(&mut self, entry: &Hash) {
        let mut hash = leaf_hash(entry);
        let mut level = 0;
        loop {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else {
                return;
            };
            nodes.push(hash);
            let [.., left, right] = nodes.as_slice() else {
                return;
            };
            if nodes.len() % 2 == 1 {
                return;
            }
            hash = node_hash(left, right);
            level += 1;
        }
    }

    /// Cuts the tree back to its first `size` leaves.
    pub fn truncate(&mut self, size: u64) {
        for (level, nodes) in self.levels.iter_mut().enumerate() {
            nodes.truncate(usize::try_from(size >> level).unwrap_or(usize::MAX));
        }
        self.levels.retain(|nodes| !nodes.is_empty());
    }

    /// The root; of an empty tree the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root_at(self.size()).unwrap_or_else(|| sha256(b""))
    }

    /// The root when the tree had `size` leaves; none if it never had as many.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        if size == 0 {
            Some(sha256(b""))
        } else {
            self.range(0, size)
        }
    }

    /// The audit path of the leaf at `index` (from 0) to the root of the first `size` leaves, leaf side first.
    #[must_use]
    pub fn prove_inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end) = (0, size);
        let mut path = Vec::new();
        while end - start > 1 {
            let split = start + split_point(end - start);
            if index < split {
                path.push(self.range(split, end)?);
                end = split;
            } else {
                path.push(self.range(start, split)?);
                start = split;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The hash over the leaves `start..end`, where a complete subtree begins at `start`.
    fn range(&self, start: u64, end: u64) -> Option<Hash> {
        let count = end.checked_sub(start)?;
        if count == 0 {
            return None;
        }
        if count.is_power_of_two() {
            let level = count.trailing_zeros();
            let nodes = self.levels.get(usize::try_from(level).ok()?)?;
            return nodes.get(usize::try_from(start >> level).ok()?).copied();
        }
        let split = start + split_point(count);
        Some(node_hash(
            &self.range(start, split)?,
            &self.range(split, end)?,
        ))
    }
}

impl<'a> FromIterator<&'a Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = &'a Hash>>(entries: I) -> Self {
        let mut tree = Self::default();
        for entry in entries {
            tree.push(entry);
        }
        tree
    }
}

/// Whether `entry` is the leaf at `index` (from 0) of the tree with this root and size.
#[must_use]
pub fn verify_inclusion(root: &Hash, size: u64, index: u64, entry: &Hash, path: &[Hash]) -> bool {
    if size > TREE_SIZE_MAX {
        return false;
    }
    let Ok(proof) = InclusionProof::<Sha256>::try_from_bytes(path.concat()) else {
        return false;
    };
    RootHash::<Sha256>::new((*root).into(), size)
        .verify_inclusion(entry, index, &proof)
        .is_ok()
}

/// The largest power of two below `count`, where RFC 6962 splits; `count` is at least 2.
fn split_point(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

fn leaf_hash(entry: &Hash) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;

    use super::*;

    fn example_hashes(count: u64) -> Vec<Hash> {
        (0..count)
            .map(|number| sha256(&number.to_be_bytes()))
            .collect()
    }

    #[test]
    fn roots_and_paths_equal_those_of_another_implementation() {
        let hashes = example_hashes(70);
        let (mut tree, mut model) = (Tree::default(), MemoryBackedTree::<Sha256, Hash>::new());
        assert_eq!(tree.root().as_slice(), model.root().as_bytes().as_slice());
        for (count, hash) in (1_u64..).zip(&hashes) {
            tree.push(hash);
            model.push(*hash);
            assert_eq!(tree.root().as_slice(), model.root().as_bytes().as_slice());
            for index in 0..count {
                let path = tree.prove_inclusion(index, count).unwrap();
                assert_eq!(
                    path.concat(),
                    model
                        .prove_inclusion(usize::try_from(index).unwrap())
                        .as_bytes()
                );
                let entry = &hashes[usize::try_from(index).unwrap()];
                assert!(verify_inclusion(&tree.root(), count, index, entry, &path));
                assert!(!verify_inclusion(
                    &tree.root(),
                    count,
                    index,
                    &[7; 32],
                    &path
                ));
            }
        }
    }

    #[test]
    fn a_cut_tree_is_the_tree_it_was() {
        let hashes = example_hashes(40);
        let whole: Tree = hashes.iter().collect();
        for size in 0..=40_u64 {
            let mut cut = whole.clone();
            cut.truncate(size);
            let fresh: Tree = hashes.iter().take(usize::try_from(size).unwrap()).collect();
            assert_eq!(cut, fresh);
            assert_eq!(whole.root_at(size), Some(fresh.root()));
        }
        assert_eq!(whole.root_at(41), None);
    }
}
