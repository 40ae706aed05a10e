//! A browser's part of HTTP: one connection kept open, a form posted, the whole answer read.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, bail};

/// One signed-in client.
pub(crate) struct Client {
    connection: BufReader<TcpStream>,
    address: SocketAddr,
    cookie: String,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, token: &str) -> anyhow::Result<Self> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        let cookie = format!("__Host-cikada={token}");
        Ok(Self {
            connection: BufReader::new(connection),
            address,
            cookie,
        })
    }

    /// Posts a form and gives the page that answers it.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let Self {
            address, cookie, ..
        } = self;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.connection.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    /// Asks for a page.
    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<String> {
        let Self {
            address, cookie, ..
        } = self;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
        self.connection.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> anyhow::Result<String> {
        let mut status = String::new();
        self.connection.read_line(&mut status)?;
        let mut length = 0;
        loop {
            let mut header = String::new();
            self.connection.read_line(&mut header)?;
            if header.trim().is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().context("a length")?;
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        // A refusal is an answer: the request met a conflict.
        if !status.contains(" 200 ") && !status.contains(" 409 ") {
            bail!("{}: {body}", status.trim());
        }
        Ok(body)
    }
}

/// Whether a server says it is well.
pub(crate) fn is_well(address: SocketAddr) -> anyhow::Result<bool> {
    let mut connection = TcpStream::connect(address)?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes())?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

/// Percent encoding of everything that is not a letter or digit.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
