//! One durable act as a tablet sees it: a scan posted over HTTP, its answer read, beside a bare row.
//!
//! The act is a handover: the bag's label is decoded, the treatment folded, the engine asked, a note
//! sealed, the entry chained, signed and flushed, and the page made. An act that a person signs costs
//! one argon2id hash on top, which is slow on purpose and no part of this figure.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, ensure};
use cikada_app::sample::{self, PASSWORD, WaitingBag};
use cikada_app::use_cases::sign_in;
use clap::Args;

use crate::bare::{self, Bytes};
use crate::durable_step::line;
use crate::http::Client;
use crate::load::{measure, middle};

/// One client with a bag of its own, which goes from the ward to the clean room and back.
struct Tablet {
    client: Client,
    path: String,
    code: String,
    csrf: String,
    /// How many handovers this bag has had.
    handovers: u64,
}

impl Tablet {
    /// A handover without the secrets of its two signers, whose hashing is slow on purpose: it is
    /// scanned, read, folded, decided and recorded like any other, and the answer is a refusal.
    fn hand_over(&mut self) -> anyhow::Result<()> {
        let (ward, room) = ("ward", "clean room");
        let (from, to) = if self.handovers.is_multiple_of(2) {
            (ward, room)
        } else {
            (room, ward)
        };
        self.handovers += 1;
        let bag: String = self.path.chars().filter(char::is_ascii_digit).collect();
        let request = format!("bench-{bag}-{}", self.handovers);
        let page = self.client.post(
            &self.path,
            &[
                ("_token", &self.csrf),
                ("_request", &request),
                ("container", &self.code),
                ("from", from),
                ("to", to),
                ("identity", &self.code),
                ("place", to),
                ("temperature", "20.5"),
                ("intact", "yes"),
                ("note", "the bag was wiped and looked at on both sides"),
            ],
        )?;
        ensure!(page.contains("signature-missing"), "not accepted: {page}");
        Ok(())
    }
}

#[derive(Args)]
pub(crate) struct ServedStep {
    /// How many clients act at the same time
    #[arg(long, default_value_t = 8)]
    clients: u16,
    /// How often each side has its turn
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// How long a turn is
    #[arg(long, default_value_t = 2)]
    seconds: u64,
    /// Where the files lie; a temporary directory without it
    #[arg(long)]
    directory: Option<PathBuf>,
}

impl ServedStep {
    pub(crate) fn run(&self, output: &mut impl Write) -> anyhow::Result<()> {
        let directory = match &self.directory {
            Some(directory) => tempfile::tempdir_in(directory),
            None => tempfile::tempdir(),
        }
        .context("a directory for the files")?;
        let (world, bags) = sample::with_bags(&directory.path().join("centre"), self.clients)?;
        let device = cikada_domain::DeviceId::new("bench")?;
        let signed_in = sign_in(&world, "collection", PASSWORD, &device)?;
        let (token, csrf) = (signed_in.token, signed_in.session.csrf);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(cikada_web::serve(world, listener, std::future::pending()));

        let mut tablets = Vec::new();
        for WaitingBag {
            treatment,
            container,
            code,
        } in bags
        {
            tablets.push(Mutex::new(Tablet {
                client: Client::connect(address, &token)?,
                path: format!("/treatments/{treatment}/containers/{container}/custody"),
                code,
                csrf: csrf.clone(),
                handovers: 0,
            }));
        }
        let clients = tablets.len();
        let tablet = |number: usize| -> anyhow::Result<MutexGuard<'_, Tablet>> {
            let tablet = tablets.get(number).context("a tablet")?;
            Ok(tablet.lock().unwrap_or_else(PoisonError::into_inner))
        };
        tablet(0)?.hand_over()?;
        let bytes = last_entry(&directory.path().join("centre"))?;
        let length = Duration::from_secs(self.seconds);
        let bare_file = directory.path().join("own.sqlite");
        let (mut own, mut served) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            own.push(bare::own_connections(&bare_file, &bytes, clients, length)?);
            served.push(measure(clients, length, |number| {
                let mut tablet = tablet(number)?;
                Ok(move || tablet.hand_over())
            })?);
        }
        let (own, served) = (middle(own)?, middle(served)?);
        writeln!(
            output,
            "{clients} clients, middle of {} rounds",
            self.rounds
        )?;
        line(output, "bare, own connections", &own)?;
        line(output, "ours, scan to answer", &served)?;
        writeln!(
            output,
            "ratio to bare: {:.2}",
            served.per_second / own.per_second
        )?;
        Ok(())
    }
}

/// What the last entry of a centre holds, for the bare row.
fn last_entry(centre: &Path) -> anyhow::Result<Bytes> {
    let database = rusqlite::Connection::open(centre.join("ledger.sqlite"))?;
    let last = "SELECT bytes, ciphertext FROM entries ORDER BY sequence DESC LIMIT 1";
    Ok(database.query_row(last, [], |row| {
        Ok(Bytes {
            envelope: row.get(0)?,
            ciphertext: row.get(1)?,
        })
    })?)
}
