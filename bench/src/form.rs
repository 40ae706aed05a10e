//! A form of one tablet, sent again and again.

use std::net::SocketAddr;

use anyhow::ensure;
use cikada_app::World;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::sign_in;

use crate::http::Client;

/// A session on a server.
#[derive(Clone)]
pub(crate) struct SignedIn {
    address: SocketAddr,
    token: String,
    csrf: String,
}

impl SignedIn {
    /// Signs a member of the sample staff in.
    pub(crate) fn new(world: &World, address: SocketAddr, name: &str) -> anyhow::Result<Self> {
        let device = cikada_domain::DeviceId::new("bench")?;
        let signed_in = sign_in(world, name, PASSWORD, &device)?;
        Ok(Self {
            address,
            token: signed_in.token,
            csrf: signed_in.session.csrf,
        })
    }

    pub(crate) fn connect(&self) -> anyhow::Result<Client> {
        Client::connect(self.address, &self.token)
    }
}

/// One form on a connection of its own.
pub(crate) struct Form {
    client: Client,
    csrf: String,
    pub(crate) path: String,
    /// What each request's id begins with.
    name: String,
    pub(crate) sent: u64,
}

impl Form {
    /// A form at an address; `act` keeps its request ids apart from those of another act there.
    pub(crate) fn new(by: &SignedIn, act: &str, path: String) -> anyhow::Result<Self> {
        let number: String = path.chars().filter(char::is_ascii_digit).collect();
        let start = number.len().saturating_sub(20);
        let number = number.get(start..).unwrap_or_default();
        Ok(Self {
            client: by.connect()?,
            csrf: by.csrf.clone(),
            name: format!("{act}-{number}"),
            path,
            sent: 0,
        })
    }

    /// Sends the form under a new request id; its answer must say something.
    pub(crate) fn send(&mut self, fields: &[(&str, &str)], says: &str) -> anyhow::Result<()> {
        self.sent += 1;
        // A directory that is used again knows the requests of the run before.
        let request = format!("{}-{}-{}", self.name, std::process::id(), self.sent);
        let own = [("_token", self.csrf.as_str()), ("_request", &request)];
        let fields: Vec<_> = own.iter().chain(fields).copied().collect();
        let page = self.client.post(&self.path, &fields)?;
        ensure!(
            page.contains(says),
            "{} does not say '{says}': {page}",
            self.path
        );
        Ok(())
    }
}
