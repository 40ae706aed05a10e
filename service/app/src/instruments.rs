//! The mappings of instruments' and loggers' files: those that ship with this build, and those its
//! centre has installed.

use cikada_outcome::instrument::{LogMapping, Mapping, read_log_mapping, read_mapping};

use crate::error::AppError;
use crate::projection::MAPPINGS;
use crate::world::World;

const SHIPPED: [&str; 5] = [
    include_str!("../../../instruments/blood-culture.toml"),
    include_str!("../../../instruments/cell-counter.toml"),
    include_str!("../../../instruments/endotoxin-reader.toml"),
    include_str!("../../../instruments/flow-cytometer.toml"),
    include_str!("../../../instruments/temperature-logger.toml"),
];

/// The text of every mapping, the shipped ones first.
fn texts(world: &World) -> Result<Vec<String>, AppError> {
    let mut texts: Vec<_> = SHIPPED.iter().map(|text| (*text).to_owned()).collect();
    for (id, text) in world.store.view_all(MAPPINGS)? {
        let text = String::from_utf8(text);
        texts.push(text.map_err(|_| AppError::Stored(format!("mapping {id}")))?);
    }
    Ok(texts)
}

/// The mappings of instruments.
pub(crate) fn mappings(world: &World) -> Result<Vec<Mapping>, AppError> {
    let texts = texts(world)?;
    let read = texts.iter().filter_map(|text| read_mapping(text).ok());
    Ok(read.collect())
}

/// The mappings of temperature loggers.
pub(crate) fn log_mappings(world: &World) -> Result<Vec<LogMapping>, AppError> {
    let texts = texts(world)?;
    let read = texts.iter().filter_map(|text| read_log_mapping(text).ok());
    Ok(read.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_text_is_a_mapping_of_one_kind() {
        for text in SHIPPED {
            assert!(
                read_mapping(text).is_ok() != read_log_mapping(text).is_ok(),
                "{text}"
            );
        }
    }
}
