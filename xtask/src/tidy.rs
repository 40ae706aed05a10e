//! The house rules, one file each: what is out of order, where, and what to do about it.
//!
//! Each rule is a function from the tree to findings, run on the whole tree and, to show its
//! message, on a small one that breaks it.

mod dependencies;
mod event_forms;
mod manifest;
mod markdown;
mod marks;
mod module_doc;
mod names;
mod refusals;
mod size;
mod templates;
mod tree;
