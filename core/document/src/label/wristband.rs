//! The patient's wristband: two identifiers for people, and one code that says who and which course.
//!
//! Alone of all that is printed here its code holds the patient's own number: it never leaves the
//! patient. It is no label of cells, and stands in no balance of labels.

use cikada_domain::ChainOfIdentity;

use super::content::LabelPatient;
use super::draw::grouped;
use super::drawing::{Drawing, Item};
use super::error::DrawError;
use super::flow::{Flow, bold, plain};
use super::symbol::{quiet_zone, wristband_matrix};
use crate::isbt::{CompoundMessage, HospitalNumber, Message, Structure};

const WIDTH: u32 = 100_000;
const HEIGHT: u32 = 25_000;
const MARGIN: u32 = 1_500;
/// Whole dots on every thermal printer, and read around a wrist.
const MODULE: u32 = 500;
/// Percent of the wanted sizes, tried in turn until everything has its place.
const SCALES: [u32; 7] = [120, 110, 100, 90, 80, 70, 60];

/// What a wristband says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wristband {
    /// Name, and the day of birth as people read it.
    pub patient: LabelPatient,
    /// The number in the hospital's own list.
    pub number: HospitalNumber,
    /// The course it is for.
    pub chain_of_identity: ChainOfIdentity,
}

impl Wristband {
    /// What its Data Matrix holds: the patient's number, then the chain of identity.
    pub fn message(&self) -> Result<Message, DrawError> {
        let structures = vec![
            Structure::Patient(self.number.clone()),
            Structure::ChainOfIdentity(self.chain_of_identity.clone()),
        ];
        let message = CompoundMessage::new(0, structures);
        message
            .map(Message::Compound)
            .map_err(|error| DrawError::Message {
                reason: error.to_string(),
            })
    }

    /// Draws it. The drawing is given out only after its code was read back from what was drawn.
    pub fn draw(&self) -> Result<Drawing, DrawError> {
        let message = self.message()?;
        let mut last = DrawError::NoRoom {
            what: "what stands on it".to_owned(),
        };
        for scale in SCALES {
            match self.attempt(&message, scale) {
                Ok(Some(drawing)) => {
                    drawing.read_back(std::slice::from_ref(&message))?;
                    return Ok(drawing);
                }
                Ok(None) => {}
                Err(error @ DrawError::NoRoom { .. }) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn attempt(&self, message: &Message, scale: u32) -> Result<Option<Drawing>, DrawError> {
        let mut flow = Flow::new(WIDTH, HEIGHT, MARGIN, scale);
        let symbol = wristband_matrix(message, MODULE)?;
        let quiet = quiet_zone(symbol.kind).0 * symbol.module;
        let edge = MARGIN.max(quiet);
        let x = WIDTH.saturating_sub(edge.saturating_add(symbol.width));
        flow.keep_free(x.saturating_sub(quiet), HEIGHT);
        flow.items.push(Item::Symbol(symbol.moved_to(x, edge)));
        flow.line(bold(6_000), "the patient's name", &self.patient.name)?;
        let second = &self.patient.second_identifier;
        flow.line(bold(4_600), "the second identifier", second)?;
        let number = format!("Hospital number {}", self.number.value());
        flow.line(bold(3_600), "the hospital's number", &number)?;
        let chain = self.chain_of_identity.as_str();
        let chain = grouped(chain.get(2..).unwrap_or_default());
        let chain = format!("Chain of identity CH {chain}");
        flow.line(plain(3_000), "the chain of identity", &chain)?;
        let fits = flow.fits();
        Ok(fits.then_some(Drawing {
            width: WIDTH,
            height: HEIGHT,
            items: flow.items,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Scan, decode};

    fn example(name: &str) -> Wristband {
        Wristband {
            patient: LabelPatient {
                name: name.to_owned(),
                second_identifier: "born 14 FEB 1961".to_owned(),
            },
            number: HospitalNumber::new("00", "4711-003").unwrap(),
            chain_of_identity: ChainOfIdentity::new("CHA999926000042").unwrap(),
        }
    }

    #[test]
    fn one_scan_of_a_wristband_says_who_it_is_and_which_course() {
        let wristband = example("SAMPLE, Giulia");
        let drawing = wristband.draw().unwrap();
        let symbol = drawing.symbols().next().unwrap();
        let scan = decode(&symbol.content).unwrap();
        let Scan::Label(label) = scan.clone() else {
            panic!("{scan:?}")
        };
        assert_eq!(label.chain_of_identity, Some(wristband.chain_of_identity));
        assert_eq!(scan.wristband(), Ok(wristband.number));
        // It is no bag: at the bedside nobody scans it in the place of one.
        assert!(decode(&symbol.content).unwrap().container().is_err());
    }

    #[test]
    fn people_read_two_identifiers_and_a_name_of_any_usual_length_has_its_place() {
        let long = "INVENTED-HYPHENATED, Maximiliana Theodora";
        for name in ["SAMPLE, Giulia", "Öz, Ayşe", long] {
            let drawing = example(name).draw().unwrap();
            let said: Vec<_> = drawing.texts().map(|text| text.text.as_str()).collect();
            for words in [name, "born 14 FEB 1961", "Hospital number 4711-003"] {
                assert!(said.contains(&words), "{said:?}");
            }
        }
    }

    #[test]
    fn what_has_no_place_or_cannot_be_printed_is_refused_and_not_cut_off() {
        for name in ["x".repeat(300), "SAMPLE\u{7}".to_owned()] {
            assert!(example(&name).draw().is_err());
        }
    }
}
