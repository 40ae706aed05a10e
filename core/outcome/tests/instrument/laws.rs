//! Whatever the bytes are, the answer is readings and faults, and never a panic.

use cikada_outcome::instrument::{read_file, read_mapping};
use proptest::prelude::*;

const MAPPINGS: [&str; 4] = [
    include_str!("../../../../instruments/cell-counter.toml"),
    include_str!("../../../../instruments/flow-cytometer.toml"),
    include_str!("../../../../instruments/endotoxin-reader.toml"),
    include_str!("../../../../instruments/blood-culture.toml"),
];
const FILES: [&str; 4] = [
    include_str!("../../../../instruments/examples/cell-counter.csv"),
    include_str!("../../../../instruments/examples/flow-cytometer.csv"),
    include_str!("../../../../instruments/examples/endotoxin-reader.csv"),
    include_str!("../../../../instruments/examples/blood-culture.csv"),
];

proptest! {
    #[test]
    fn any_bytes_are_readings_or_faults(which in 0..4_usize, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mapping = read_mapping(MAPPINGS[which]).unwrap();
        let read = read_file(&mapping, &bytes);
        prop_assert!(!read.readings.is_empty() || !read.faults.is_empty());
    }

    #[test]
    fn a_file_with_one_byte_changed_gives_no_reading_from_a_line_at_fault(
        which in 0..4_usize,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mapping = read_mapping(MAPPINGS[which]).unwrap();
        let mut bytes = FILES[which].as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let read = read_file(&mapping, &bytes);
        for fault in &read.faults {
            prop_assert!(read.readings.iter().all(|reading| reading.line != fault.line));
        }
    }

    #[test]
    fn any_text_is_a_mapping_or_flaws(text in "\\PC{0,200}") {
        if let Err(flaws) = read_mapping(&text) {
            prop_assert!(!flaws.is_empty());
        }
    }

    #[test]
    fn a_mapping_with_one_character_less_is_a_mapping_or_flaws(which in 0..4_usize, at in any::<prop::sample::Index>()) {
        let mut characters: Vec<char> = MAPPINGS[which].chars().collect();
        let at = at.index(characters.len());
        characters.remove(at);
        let text: String = characters.into_iter().collect();
        if let Err(flaws) = read_mapping(&text) {
            prop_assert!(flaws.iter().all(|flaw| flaw.line > 0 && flaw.column > 0));
        }
    }
}
