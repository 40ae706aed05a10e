#![doc = include_str!("../README.md")]

mod block;
mod error;
mod face;
mod flow;
mod ink;
mod label_sheet;
mod lay;
mod paper;
mod pdf;
mod text;
mod tree;
mod words;
mod wrap;

pub use self::block::{Block, Cell, Column, Level, Notice, NoticeKind, Signed, Table};
pub use self::error::PaperError;
pub use self::label_sheet::{Grid, LabelSheet, Placement};
pub use self::paper::{Paper, Seal, render};
pub use self::text::{Style, Text};
pub use self::words::Language;
