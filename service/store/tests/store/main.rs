//! The store as its callers meet it.

mod appending;
mod example;
