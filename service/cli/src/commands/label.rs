//! Labels and their codes, from the command line: made, taken apart, and held against their rules.

mod check;
mod content;
mod decode;
mod encode;
mod preview;

use clap::{Args, Subcommand};

use crate::output::{Outcome, Output};

/// Make, read and check ISBT 128 codes and labels.
///
/// The codes of products, facilities and tests are licensed: a centre registers with ICCBBA and
/// brings its own. Those in the examples are invented.
#[derive(Debug, Args)]
pub(crate) struct Label {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Encode(Box<encode::Encode>),
    Decode(decode::Decode),
    Check(check::Check),
    Preview(preview::Preview),
}

impl Label {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        match &self.act {
            Act::Encode(encode) => encode.run(output),
            Act::Decode(decode) => decode.run(output),
            Act::Check(check) => check.run(output),
            Act::Preview(preview) => preview.run(output),
        }
    }
}
