//! The map commitment of every stream to its last version and hash.
//!
//! A Merkle tree over entries proves that nothing shown was changed, but not that nothing of one stream was withheld.
//! The root of this map stands in every checkpoint, so a cut tail shows. Streams are spread over 4096 buckets by the
//! first 12 bits of SHA-256 of their name; a bucket is the hash of its rows in order of that hash; a binary tree
//! stands over the buckets. A proof shows the hashes, never the names, of the few streams in the same bucket.

use minicbor::{Decode, Encode};

use crate::hash::{Hash, sha256, tagged};

const BUCKET_BITS: usize = 12;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// One stream's last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The stream's last version, from 1.
    pub version: u64,
    /// The hash of the entry with that version.
    pub hash: Hash,
}

/// One row of a bucket: a stream, by the hash of its name, and its head.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Row {
    #[cbor(n(0), with = "minicbor::bytes")]
    key: Hash,
    #[n(1)]
    version: u64,
    #[cbor(n(2), with = "minicbor::bytes")]
    hash: Hash,
}

/// Proof of one stream's head: its whole bucket, and the path from the bucket to the root.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HeadProof {
    #[n(0)]
    bucket: Vec<Row>,
    /// The sibling hashes, bucket side first, one after the other.
    #[cbor(n(1), with = "minicbor::bytes")]
    path: Vec<u8>,
}

/// The heads of all streams, with the tree over them kept up as they move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamHeads {
    buckets: Vec<Vec<Row>>,
    /// A binary tree in one array: the root at 1, bucket `i` at `BUCKETS + i`.
    nodes: Vec<Hash>,
}

impl Default for StreamHeads {
    fn default() -> Self {
        std::iter::empty::<(&str, Head)>().collect()
    }
}

impl<S: AsRef<str>> FromIterator<(S, Head)> for StreamHeads {
    /// Takes the heads in any order; a later one of the same stream replaces an earlier one.
    fn from_iter<I: IntoIterator<Item = (S, Head)>>(heads: I) -> Self {
        let mut all = Self {
            buckets: vec![Vec::new(); BUCKETS],
            nodes: vec![[0; 32]; 2 * BUCKETS],
        };
        for (stream, head) in heads {
            all.put(stream.as_ref(), Some(head));
        }
        // Most of a small ledger's map is empty: one hash a level stands for all empty nodes of it.
        let (mut first, mut empty) = (BUCKETS, bucket_hash(&[]));
        for (node, rows) in all.nodes.iter_mut().skip(BUCKETS).zip(&all.buckets) {
            *node = if rows.is_empty() {
                empty
            } else {
                bucket_hash(rows)
            };
        }
        while first > 1 {
            let (children, parent_of_empty) = (empty, node_hash(&empty, &empty));
            for index in first / 2..first {
                if all
                    .nodes
                    .get(2 * index..2 * index + 2)
                    .is_some_and(|pair| pair == [children, children])
                {
                    if let Some(node) = all.nodes.get_mut(index) {
                        *node = parent_of_empty;
                    }
                } else {
                    all.recompute(index);
                }
            }
            (first, empty) = (first / 2, parent_of_empty);
        }
        all
    }
}

impl StreamHeads {
    /// The root of the map.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.nodes.get(1).copied().unwrap_or_default()
    }

    /// The head of a stream, if it has any entry.
    #[must_use]
    pub fn get(&self, stream: &str) -> Option<Head> {
        let key = sha256(stream.as_bytes());
        let rows = self.buckets.get(bucket_of(&key))?;
        rows.iter().find(|row| row.key == key).map(|row| Head {
            version: row.version,
            hash: row.hash,
        })
    }

    /// Moves, or with none removes, the head of a stream; gives what it was before.
    pub fn set(&mut self, stream: &str, head: Option<Head>) -> Option<Head> {
        let before = self.put(stream, head);
        let bucket = bucket_of(&sha256(stream.as_bytes()));
        let mut index = BUCKETS + bucket;
        if let (Some(node), Some(rows)) = (self.nodes.get_mut(index), self.buckets.get(bucket)) {
            *node = bucket_hash(rows);
        }
        while index > 1 {
            index /= 2;
            self.recompute(index);
        }
        before
    }

    /// Proves the head of a stream, or that the stream is empty.
    #[must_use]
    pub fn prove(&self, stream: &str) -> HeadProof {
        let bucket = bucket_of(&sha256(stream.as_bytes()));
        let mut index = BUCKETS + bucket;
        let mut path = Vec::with_capacity(BUCKET_BITS * 32);
        while index > 1 {
            path.extend(self.nodes.get(index ^ 1).copied().unwrap_or_default());
            index /= 2;
        }
        HeadProof {
            bucket: self.buckets.get(bucket).cloned().unwrap_or_default(),
            path,
        }
    }

    fn put(&mut self, stream: &str, head: Option<Head>) -> Option<Head> {
        let key = sha256(stream.as_bytes());
        let rows = self.buckets.get_mut(bucket_of(&key))?;
        let row = head.map(|head| Row {
            key,
            version: head.version,
            hash: head.hash,
        });
        let before = match (rows.binary_search_by(|row| row.key.cmp(&key)), row) {
            (Ok(at), Some(row)) => rows.get_mut(at).map(|old| std::mem::replace(old, row)),
            (Ok(at), None) => Some(rows.remove(at)),
            (Err(at), Some(row)) => {
                rows.insert(at, row);
                None
            }
            (Err(_), None) => None,
        };
        before.map(|row| Head {
            version: row.version,
            hash: row.hash,
        })
    }

    fn recompute(&mut self, index: usize) {
        if let (Some(left), Some(right)) =
            (self.nodes.get(2 * index), self.nodes.get(2 * index + 1))
        {
            let hash = node_hash(left, right);
            if let Some(node) = self.nodes.get_mut(index) {
                *node = hash;
            }
        }
    }
}

impl HeadProof {
    /// The head this proof shows for a stream under a root: `Err` when it proves nothing, `Ok(None)` when the stream
    /// is proven empty.
    pub(crate) fn head(&self, stream: &str, root: &Hash) -> Result<Option<Head>, HeadProofBroken> {
        let key = sha256(stream.as_bytes());
        let mut index = BUCKETS + bucket_of(&key);
        let (siblings, rest) = self.path.as_chunks::<32>();
        if siblings.len() != BUCKET_BITS || !rest.is_empty() {
            return Err(HeadProofBroken);
        }
        let mut hash = bucket_hash(&self.bucket);
        for sibling in siblings {
            hash = if index.is_multiple_of(2) {
                node_hash(&hash, sibling)
            } else {
                node_hash(sibling, &hash)
            };
            index /= 2;
        }
        if hash != *root {
            return Err(HeadProofBroken);
        }
        let row = self.bucket.iter().find(|row| row.key == key);
        Ok(row.map(|row| Head {
            version: row.version,
            hash: row.hash,
        }))
    }
}

/// The proof does not lead to the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadProofBroken;

fn bucket_of(key: &Hash) -> usize {
    let [first, second, ..] = *key;
    usize::from(u16::from_be_bytes([first, second])) >> (16 - BUCKET_BITS)
}

fn bucket_hash(rows: &[Row]) -> Hash {
    let versions: Vec<[u8; 8]> = rows.iter().map(|row| row.version.to_be_bytes()).collect();
    let parts: Vec<&[u8]> = rows
        .iter()
        .zip(&versions)
        .flat_map(|(row, version)| [row.key.as_slice(), version.as_slice(), row.hash.as_slice()])
        .collect();
    tagged("cikada/stream-bucket/1", &parts)
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    tagged("cikada/stream-node/1", &[left, right])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example_head(number: u8) -> Head {
        Head {
            version: u64::from(number),
            hash: [number; 32],
        }
    }

    proptest! {
        #[test]
        fn moving_heads_one_by_one_equals_loading_them(moves in prop::collection::vec((0..30_u8, 1..9_u8), 0..40)) {
            let name = |stream: u8| format!("treatment/{stream}");
            let mut moved = StreamHeads::default();
            for (stream, head) in &moves {
                moved.set(&name(*stream), Some(example_head(*head)));
            }
            let loaded: StreamHeads = moves.iter().map(|(stream, head)| (name(*stream), example_head(*head))).collect();
            prop_assert_eq!(&moved, &loaded);
            for stream in 0..30 {
                let proof = moved.prove(&name(stream));
                prop_assert_eq!(proof.head(&name(stream), &moved.root()), Ok(moved.get(&name(stream))));
            }
        }
    }

    #[test]
    fn setting_back_gives_the_root_of_before() {
        let mut heads = StreamHeads::default();
        heads.set("a", Some(example_head(1)));
        let root = heads.root();
        let a = heads.set("a", Some(example_head(2)));
        let b = heads.set("b", Some(example_head(3)));
        heads.set("b", b);
        heads.set("a", a);
        assert_eq!(heads.root(), root);
    }

    #[test]
    fn a_proof_with_a_row_left_out_proves_nothing() {
        let mut heads = StreamHeads::default();
        heads.set("a", Some(example_head(1)));
        let mut proof = heads.prove("a");
        proof.bucket.clear();
        assert_eq!(proof.head("a", &heads.root()), Err(HeadProofBroken));
    }
}
