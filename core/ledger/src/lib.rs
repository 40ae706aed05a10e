//! What can be proven: entries, hash chain, Merkle tree, checkpoints, verification.
