//! Tells open lists that the ledger has grown, as server-sent events.
//!
//! Only the number of entries is sent: the page fetches itself again and shows what its reader may
//! see. Opening a stream is use of the session, and so is each change that is told, because the page
//! then fetches itself; waiting is not. A page that nobody touches stops listening (`cikada.js`), so
//! that an idle tablet still signs out, and a stream whose session has ended tells nothing more.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::session::{Reader, current};
use crate::site::Site;

/// How long a change may stay unseen.
const STEP: Duration = Duration::from_secs(2);
/// How long one stream lasts: longer than an untouched page listens, so that none opens another.
const LENGTH_MAX: Duration = Duration::from_mins(13);

struct Watching {
    site: Site,
    /// What names the session.
    headers: HeaderMap,
    opened: Instant,
    closing: watch::Receiver<bool>,
    told: Option<u64>,
}

pub(crate) async fn changes(
    State(site): State<Site>,
    Reader(_): Reader,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watching = Watching {
        closing: site.closing(),
        site,
        headers,
        opened: Instant::now(),
        told: None,
    };
    Sse::new(unfold(watching, next_change)).keep_alive(KeepAlive::default())
}

/// Waits until the ledger has more entries than were told, the session ends or the server stops.
async fn next_change(mut watching: Watching) -> Option<(Result<Event, Infallible>, Watching)> {
    while watching.opened.elapsed() < LENGTH_MAX {
        let size = watching.site.ask(|world| world.size()).await.ok()?.ok()?;
        let before = watching.told.replace(size);
        if before != Some(size) {
            // Whoever opened the stream was let in a moment ago; later the session may have ended.
            if before.is_some() {
                current(&watching.site, &watching.headers).await.ok()??;
            }
            let event = Event::default().event("size").data(size.to_string());
            return Some((Ok(event), watching));
        }
        tokio::select! {
            () = sleep(STEP) => {}
            _ = watching.closing.wait_for(|closing| *closing) => return None,
        }
    }
    None
}
