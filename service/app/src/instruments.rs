//! The mappings of instruments' and loggers' files that ship with this build.

use cikada_outcome::instrument::{LogMapping, Mapping, read_log_mapping, read_mapping};

const SHIPPED: [&str; 4] = [
    include_str!("../../../instruments/blood-culture.toml"),
    include_str!("../../../instruments/cell-counter.toml"),
    include_str!("../../../instruments/endotoxin-reader.toml"),
    include_str!("../../../instruments/flow-cytometer.toml"),
];

const SHIPPED_LOGS: [&str; 1] = [include_str!("../../../instruments/temperature-logger.toml")];

/// The mappings, in order of their ids.
pub(crate) fn mappings() -> Vec<Mapping> {
    let read = SHIPPED.iter().filter_map(|text| read_mapping(text).ok());
    read.collect()
}

/// The mappings of temperature loggers, in order of their ids.
pub(crate) fn log_mappings() -> Vec<LogMapping> {
    let read = SHIPPED_LOGS.iter();
    read.filter_map(|text| read_log_mapping(text).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_reads_and_has_a_name_of_its_own() {
        let ids: Vec<_> = mappings()
            .into_iter()
            .map(|mapping| mapping.layout.id)
            .collect();
        assert_eq!(ids.len(), SHIPPED.len());
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
        assert_eq!(log_mappings().len(), SHIPPED_LOGS.len());
    }
}
