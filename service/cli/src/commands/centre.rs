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

    /// To look at only, also while the centre is served.
    pub(crate) fn look(&self) -> anyhow::Result<World> {
        look(&self.data)
    }
}

pub(crate) fn open(directory: &Path) -> anyhow::Result<World> {
    World::open(directory, Arc::new(SystemClock)).with_context(|| unopened(directory))
}

pub(crate) fn look(directory: &Path) -> anyhow::Result<World> {
    World::look(directory, Arc::new(SystemClock)).with_context(|| unopened(directory))
}

fn unopened(directory: &Path) -> String {
    format!("the centre in {} cannot be opened", directory.display())
}
