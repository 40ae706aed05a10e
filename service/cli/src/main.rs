//! How it is run: the one binary.

fn main() {}
