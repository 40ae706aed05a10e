//! Reading a file named on the command line: a protocol, or the bytes of another kind.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use cikada_protocol::{Protocol, Reading};

/// Larger files are not even read to their end; the checker says so.
const BYTES_MAX: u64 = 8 << 20;

/// A protocol file with what was found in it.
pub(crate) struct ProtocolFile {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) reading: Reading,
}

/// Reads a protocol file, whatever it holds.
pub(crate) fn read(path: &Path) -> anyhow::Result<ProtocolFile> {
    let (name, bytes) = bytes(path)?;
    let reading = cikada_protocol::read(&bytes, &name);
    Ok(ProtocolFile {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        name,
        reading,
    })
}

/// The name and the bytes of a file, as far as any reader would want them.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).with_context(|| format!("{name} cannot be opened"))?;
    let mut bytes = Vec::new();
    let mut limited = file.take(BYTES_MAX);
    limited
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    Ok((name, bytes))
}

/// Reads a protocol that must be clean.
pub(crate) fn read_clean(path: &Path) -> anyhow::Result<Protocol> {
    let file = read(path)?;
    let count = file.reading.findings.len();
    let Some(protocol) = file.reading.protocol else {
        bail!(
            "{} has {count} findings: run `cikada check {}`",
            file.name,
            file.name
        );
    };
    Ok(protocol)
}
