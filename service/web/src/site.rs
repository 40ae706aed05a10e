//! What every handler shares: the world, asked off the async threads, and the end of the server.

use std::sync::Arc;

use cikada_app::World;
use tokio::sync::watch;

use crate::failure::Failure;

/// The state of the router.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    world: Arc<World>,
    closing: watch::Sender<bool>,
}

impl Site {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self {
            world,
            closing: watch::Sender::new(false),
        }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Ends everything that would otherwise stay open, so that the server can stop.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Turns true when the server stops.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Asks the world on a thread that may block: the app reads and writes the disk.
    pub(crate) async fn ask<Answer, Question>(&self, question: Question) -> Result<Answer, Failure>
    where
        Answer: Send + 'static,
        Question: FnOnce(&World) -> Answer + Send + 'static,
    {
        let world = Arc::clone(&self.world);
        tokio::task::spawn_blocking(move || question(&world))
            .await
            .map_err(|error| Failure::Broken(error.to_string()))
    }
}
