//! The mapping of a centre's own instrument or logger is put into its ledger.

use cikada_outcome::instrument::{is_of_logger, read_log_mapping, read_mapping};

use crate::centre::{CentreEvent, MappingInstalled};
use crate::error::AppError;
use crate::instruments::{log_mappings, mappings};
use crate::projection::MAPPINGS;
use crate::record::{Author, Entries};
use crate::world::World;

/// Installs a mapping that reads without a flaw; gives whether it was new.
///
/// # Errors
/// Every flaw of the file with its place; a name that another mapping has already; writing fails.
pub fn install_mapping(world: &World, name: &str, text: &str) -> Result<bool, AppError> {
    let read = if is_of_logger(text) {
        read_log_mapping(text).map(|mapping| mapping.layout.id)
    } else {
        read_mapping(text).map(|mapping| mapping.layout.id)
    };
    let id = read.map_err(|flaws| {
        let told: Vec<_> = flaws.iter().map(|flaw| format!("{name}: {flaw}")).collect();
        AppError::Unusable(told.join("\n"))
    })?;
    let installed = world.store.view(MAPPINGS, &id)?;
    if installed.as_deref() == Some(text.as_bytes()) {
        return Ok(false);
    }
    let of_instruments = mappings(world)?
        .into_iter()
        .map(|mapping| mapping.layout.id);
    let of_loggers = log_mappings(world)?
        .into_iter()
        .map(|mapping| mapping.layout.id);
    if of_instruments.chain(of_loggers).any(|known| known == id) {
        return Err(AppError::Unusable(format!(
            "{name}: a mapping named {id} is here with another text: a changed mapping takes a new name"
        )));
    }
    let stream = format!("mapping/{id}");
    let event = CentreEvent::MappingInstalled(MappingInstalled {
        id,
        text: text.to_owned(),
    });
    let entries = Entries::of_centre(&stream, vec![event]);
    let author = Author::system(world.now());
    let once = [stream.as_str()];
    world.store.append(entries.into_append(
        &format!("install/{stream}"),
        [0; 32],
        &author,
        &once,
    ))?;
    Ok(true)
}
