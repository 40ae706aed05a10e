//! The router with its layers, and the server that ends when the store has halted.

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use cikada_app::World;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tower_http::catch_panic::CatchPanicLayer;

use crate::failure::Failure;
use crate::post::BODY_BYTES_MAX;
use crate::site::Site;
use crate::{routes, shield};

/// Every page over one world.
pub fn router(world: Arc<World>) -> Router {
    layered(Site::new(world), Arc::new(Notify::new()))
}

fn layered(site: Site, halted: Arc<Notify>) -> Router {
    let halting = Halting {
        site: site.clone(),
        halted,
    };
    routes::all()
        .into_iter()
        .fold(Router::new(), |router, route| {
            router.route(route.path, route.handler)
        })
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::WrongMethod)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(|_| {
            Failure::Broken("an unexpected state was met".to_owned()).into_response()
        }))
        .layer(from_fn_with_state(halting, while_not_halted))
        .layer(from_fn(shield::headers))
        .with_state(site)
}

/// Serves until `shutdown` completes, or until the store has halted.
///
/// # Errors
/// When the listener fails, and when the store has halted: the process should then end, so that
/// the next start checks the ledger.
pub async fn serve(
    world: Arc<World>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let site = Site::new(world);
    let halted = Arc::new(Notify::new());
    let router = layered(site.clone(), Arc::clone(&halted));
    let ending = site.clone();
    axum::serve(listener, router)
        .with_graceful_shutdown(async move {
            tokio::select! {
                () = shutdown => {}
                () = halted.notified() => {}
            }
            ending.close();
        })
        .await?;
    if site.world().is_halted() {
        return Err(io::Error::other(
            "the store has halted after a failed write: check the disk, then start again",
        ));
    }
    Ok(())
}

#[derive(Debug, Clone)]
struct Halting {
    site: Site,
    halted: Arc<Notify>,
}

/// Once the store has halted no page is made any more, not even from memory. An answer that was on
/// its way is still given: what it says was recorded is recorded.
async fn while_not_halted(
    State(halting): State<Halting>,
    request: Request,
    next: Next,
) -> Response {
    let is_halted = || halting.site.world().is_halted();
    let response = if is_halted() {
        Failure::Halted.into_response()
    } else {
        next.run(request).await
    };
    if is_halted() {
        halting.halted.notify_one();
    }
    response
}
