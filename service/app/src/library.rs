//! The protocols of a centre: the shipped ones, and those its ledger says are installed.

use std::collections::BTreeMap;
use std::sync::Arc;

use cikada_domain::ProtocolHash;
use cikada_protocol::Protocol;
use cikada_store::Store;

use crate::error::AppError;
use crate::projection::PROTOCOLS;

include!(concat!(env!("OUT_DIR"), "/shipped_protocols.rs"));

/// The protocols shipped with this build: path and text, in order of paths.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    SHIPPED
}

/// Reads every installed protocol.
pub(crate) fn load(store: &Store) -> Result<BTreeMap<ProtocolHash, Arc<Protocol>>, AppError> {
    let mut protocols = BTreeMap::new();
    for (hash, text) in store.view_all(PROTOCOLS)? {
        let protocol = cikada_protocol::read(&text, &hash)
            .protocol
            .filter(|protocol| protocol.hash.as_str() == hash)
            .ok_or_else(|| AppError::Stored(format!("protocol {hash}")))?;
        protocols.insert(protocol.hash.clone(), Arc::new(protocol));
    }
    Ok(protocols)
}
