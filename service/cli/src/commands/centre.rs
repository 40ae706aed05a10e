//! Opening the centre a command works on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use cikada_app::{SystemClock, World};
use clap::Args;

/// Where the centre's files lie.
#[derive(Debug, Args)]
pub(crate) struct DataDirectory {
    /// The centre's directory.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

impl DataDirectory {
    pub(crate) fn open(&self) -> anyhow::Result<World> {
        open(&self.data)
    }
}

pub(crate) fn open(directory: &Path) -> anyhow::Result<World> {
    let missing = || format!("the centre in {} cannot be opened", directory.display());
    World::open(directory, Arc::new(SystemClock)).with_context(missing)
}
