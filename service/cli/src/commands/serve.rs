//! Serves a centre's pages.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use cikada_app::World;
use cikada_app::read::genealogy;
use clap::Args;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Serve a centre's pages.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    centre: DataDirectory,
    /// The address to listen on; put a TLS proxy before any but the loopback.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4600")]
    listen: SocketAddr,
}

impl Serve {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = Arc::new(self.centre.open()?);
        let listening = listen(self.listen)?;
        output.line(&format!(
            "{} is served at http://{}",
            world.centre().name,
            listening.address
        ))?;
        serve(world, listening)?;
        Ok(Outcome::Done)
    }
}

/// A socket that is bound, so that its address can be told before anything is served.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    socket: std::net::TcpListener,
}

pub(crate) fn listen(address: SocketAddr) -> anyhow::Result<Listening> {
    let socket = std::net::TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {address}; name another with --listen"))?;
    socket.set_nonblocking(true)?;
    Ok(Listening {
        address: socket.local_addr()?,
        socket,
    })
}

/// Serves until the process is asked to end; fails when the store has halted.
pub(crate) fn serve(world: Arc<World>, listening: Listening) -> io::Result<()> {
    let asked_about = Arc::clone(&world);
    // A recall is answered at once from the first on. Whatever fails here fails in the question, too.
    std::thread::spawn(move || drop(genealogy::prepare(&asked_about)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listening.socket)?;
        cikada_web::serve(world, listener, asked_to_end()).await
    })
}

/// Interrupt or termination.
async fn asked_to_end() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
