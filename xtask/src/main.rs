//! The house rules as tests, generated documents, and the one CI command.

fn main() {}
