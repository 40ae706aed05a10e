//! Tells open lists that the ledger has grown, as server-sent events.
//!
//! Only the number of entries is sent: the page fetches itself again and shows what its reader may
//! see. Asking does not count as use of the session, so that an idle tablet still signs out.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::session::Reader;
use crate::site::Site;

/// How long a change may stay unseen.
const STEP: Duration = Duration::from_secs(2);

struct Watching {
    site: Site,
    closing: watch::Receiver<bool>,
    told: Option<u64>,
}

pub(crate) async fn changes(
    State(site): State<Site>,
    Reader(_): Reader,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watching = Watching {
        closing: site.closing(),
        site,
        told: None,
    };
    Sse::new(unfold(watching, next_change)).keep_alive(KeepAlive::default())
}

/// Waits until the ledger has more entries than were told, or the server stops.
async fn next_change(mut watching: Watching) -> Option<(Result<Event, Infallible>, Watching)> {
    loop {
        let size = watching.site.ask(|world| world.size()).await.ok()?.ok()?;
        if watching.told.replace(size) != Some(size) {
            return Some((
                Ok(Event::default().event("size").data(size.to_string())),
                watching,
            ));
        }
        tokio::select! {
            () = sleep(STEP) => {}
            _ = watching.closing.wait_for(|closing| *closing) => return None,
        }
    }
}
