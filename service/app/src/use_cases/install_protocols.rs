//! Installing protocol files, so that treatments can be opened under them.

use cikada_protocol::{Protocol, other_material};
use cikada_store::Append;

use crate::centre::{CentreEvent, ProtocolInstalled};
use crate::error::AppError;
use crate::record::{Author, Entries};
use crate::world::World;

/// Installs protocol files that check clean and are not installed yet; gives how many were new.
///
/// # Errors
/// When a file has findings, or writing fails.
pub fn install_protocols(world: &World, files: &[(&str, &str)]) -> Result<usize, AppError> {
    let mut installed = 0;
    for (name, text) in files {
        let reading = cikada_protocol::read(text.as_bytes(), name);
        let Some(protocol) = reading.protocol else {
            let count = reading.findings.len();
            let message = format!("{name} has {count} findings: run `cikada check` on it");
            return Err(AppError::Unusable(message));
        };
        if world.protocol(&protocol.hash).is_some() {
            continue;
        }
        let same = |known: &Protocol| known.id == protocol.id && known.version == protocol.version;
        if world.protocols().iter().any(|known| same(known)) {
            let (id, version) = (&protocol.id, &protocol.version);
            return Err(AppError::Unusable(format!(
                "{name}: {id} {version} is installed with another text: a changed protocol takes a new version"
            )));
        }
        let known = world.protocols();
        if let Some(other) = other_material(known.iter().map(AsRef::as_ref), &protocol) {
            return Err(AppError::Unusable(format!(
                "{name}: material {} is '{}' here and '{}' in a protocol that is installed: give it an id of its own",
                other.id, other.name, other.known
            )));
        }
        let hash = protocol.hash.to_string();
        let event = ProtocolInstalled {
            hash: hash.clone(),
            text: (*text).to_owned(),
        };
        let entries = Entries::of_centre(
            &format!("protocol/{hash}"),
            vec![CentreEvent::ProtocolInstalled(event)],
        );
        let once = format!("protocol/{hash}");
        let author = Author::system(world.now());
        let append = entries.into_append(&format!("install/{hash}"), [0; 32], &author, &[&once]);
        world.store.append(Append {
            once: vec![once],
            ..append
        })?;
        world.add_protocol(protocol);
        installed += 1;
    }
    Ok(installed)
}
