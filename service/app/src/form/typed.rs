//! What was typed into a form, read field by field; every field that does not read is told.

use std::collections::BTreeMap;

use cikada_document::check_digit::typed_chain_of_identity;
use cikada_document::{Scan, decode, typed_donation};
use cikada_domain::{
    ChainOfIdentity, ContainerId, Dimension, DonationIdentificationNumber, PersonId, Quantity,
    Value,
};
use cikada_dose::read_order;
use cikada_engine::Scanned;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::error::AppError;
use crate::form::{FieldError, FieldKind};
use crate::projection::CONTAINERS;
use crate::record::SealedFields;
use crate::world::World;

const TEXT_MAX: usize = 4000;

/// The posted fields of one form, and what could not be read so far.
pub(crate) struct Typed<'a> {
    world: &'a World,
    fields: &'a BTreeMap<String, String>,
    errors: Vec<FieldError>,
}

/// Whether anything could measure so much: typing errors of this size are asked back, never recorded.
fn is_possible(quantity: &Quantity) -> bool {
    let amount = quantity.amount();
    let (lowest, highest) = match quantity.dimension() {
        Dimension::Fraction => (Decimal::ZERO, Decimal::ONE_HUNDRED),
        Dimension::Temperature => (Decimal::from(-200), Decimal::ONE_HUNDRED),
        Dimension::Pressure | Dimension::Frequency => (Decimal::ZERO, Decimal::from(400)),
        Dimension::Volume => (Decimal::ZERO, Decimal::from(100_000)),
        Dimension::CellCount | Dimension::CellConcentration | Dimension::CellsPerBodyMass => {
            (Decimal::ZERO, Decimal::from(10_000_000_000_000_i64))
        }
        Dimension::InternationalUnits => (Decimal::ZERO, Decimal::from(10_000_000_000_i64)),
        _ => (Decimal::ZERO, Decimal::from(1_000_000)),
    };
    (lowest..=highest).contains(&amount)
}

/// The amount of an order in UCUM: digits may stand in groups of three, and the everyday words for
/// international units and micrograms are taken. A bare `U` is not: it has more than one meaning.
fn in_ucum(raw: &str) -> String {
    let is_of_number = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ' ';
    let end = raw.find(|letter| !is_of_number(letter));
    let (number, unit) = raw
        .split_at_checked(end.unwrap_or(raw.len()))
        .unwrap_or((raw, ""));
    let mut groups = number.split_whitespace();
    let first = groups.next().unwrap_or_default();
    let in_threes = |group: &str| group.split('.').next().is_some_and(|part| part.len() == 3);
    let is_grouped = groups.clone().count() > 0;
    let of_power = unit.starts_with(['e', 'E', '*', '^']);
    if first.is_empty() || of_power || is_grouped && first.len() > 3 || !groups.all(in_threes) {
        return raw.to_owned();
    }
    let number: String = number.split_whitespace().collect();
    let unit = unit.trim();
    let known = [
        ("pieces", "{piece}"),
        ("piece", "{piece}"),
        ("million IU", "10*6[iU]"),
        ("MIU", "10*6[iU]"),
        ("IU", "[iU]"),
        ("mcg", "ug"),
        ("\u{b5}g", "ug"),
        ("\u{3bc}g", "ug"),
    ];
    let written = known.iter().find_map(|(word, code)| {
        let rest = unit.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{code}{rest}"))
    });
    format!("{number} {}", written.as_deref().unwrap_or(unit))
}

/// The box in which an identifier without a check character is typed once more.
pub(crate) fn again(name: &str) -> String {
    format!("{name}-again")
}

/// Whether a hand wrote it: what a scanner sends begins with the sign of its structure.
pub(crate) fn is_typed(raw: &str) -> bool {
    raw.starts_with(|first: char| first.is_ascii_alphanumeric())
}

impl<'a> Typed<'a> {
    pub(crate) fn new(world: &'a World, fields: &'a BTreeMap<String, String>) -> Self {
        Self {
            world,
            fields,
            errors: Vec::new(),
        }
    }

    /// Every field that could not be read.
    pub(crate) fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// What was typed, without blanks around it; `None` when it is empty.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a str> {
        self.fields
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    pub(crate) fn fail(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: name.to_owned(),
            message: message.into(),
        });
    }

    pub(crate) fn required(&mut self, name: &str) -> Option<&'a str> {
        let raw = self.raw(name);
        if raw.is_none() {
            self.fail(name, "nothing was entered here");
        }
        raw
    }

    fn read<T, E: ToString>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let raw = self.required(name)?;
        read(raw)
            .map_err(|error| self.fail(name, error.to_string()))
            .ok()
    }

    /// A number in the unit the form shows.
    pub(crate) fn quantity(&mut self, name: &str, unit: &str) -> Option<Quantity> {
        self.read(name, |raw| {
            if raw.contains(',') {
                return Err("write the decimal with a point, as in 7.5".to_owned());
            }
            let quantity = format!("{raw} {unit}")
                .parse::<Quantity>()
                .map_err(|error| error.to_string())?;
            if is_possible(&quantity) {
                Ok(quantity)
            } else {
                Err(format!(
                    "{} cannot be: look at the number and its unit again",
                    quantity.words()
                ))
            }
        })
    }

    /// An amount of a medicine or of cells with its unit, as a physician writes it: millions of units
    /// are possible here, and another unit than the dose's is the engine's to refuse.
    pub(crate) fn dose(&mut self, name: &str) -> Option<Quantity> {
        self.read(name, |raw| {
            if raw.contains(',') {
                return Err(
                    "write the number without commas, and the decimal with a point".to_owned(),
                );
            }
            read_order(&in_ucum(raw)).map_err(|error| error.to_string())
        })
    }

    /// A whole number of things that were counted.
    pub(crate) fn count(&mut self, name: &str) -> Option<u16> {
        self.read(name, |raw| {
            raw.parse::<u16>().map_err(|_| "expected a whole number")
        })
    }

    /// An amount of a material with its unit; whether the lot can be held against it is the engine's
    /// to say.
    pub(crate) fn amount(&mut self, name: &str) -> Option<Quantity> {
        self.read(name, |raw| {
            if raw.contains(',') {
                return Err("write the decimal with a point, as in 7.5 mL".to_owned());
            }
            in_ucum(raw)
                .parse::<Quantity>()
                .map_err(|error| error.to_string())
        })
    }

    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, |raw| match raw {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err("expected yes or no"),
        })
    }

    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        self.read(name, |raw| {
            raw.parse::<Date>()
                .map_err(|_| "expected a day as YYYY-MM-DD")
        })
    }

    pub(crate) fn choice(&mut self, name: &str, codes: &[(String, String)]) -> Option<String> {
        self.read(name, |raw| {
            let known = codes.iter().any(|(code, _)| code == raw);
            known
                .then(|| raw.to_owned())
                .ok_or("expected one of the choices shown")
        })
    }

    /// A short code or lot number on one line.
    pub(crate) fn code(&mut self, name: &str) -> Option<String> {
        self.line(name, 64)
    }

    /// Words on one line.
    pub(crate) fn line(&mut self, name: &str, most: usize) -> Option<String> {
        self.read(name, |raw| {
            let fits = raw.chars().count() <= most && !raw.chars().any(char::is_control);
            fits.then(|| raw.to_owned())
                .ok_or_else(|| format!("expected up to {most} characters on one line"))
        })
    }

    /// A value of the kind the form shows.
    pub(crate) fn value(&mut self, name: &str, kind: &FieldKind) -> Option<Value> {
        match kind {
            FieldKind::Quantity { unit, .. } => self.quantity(name, unit).map(Value::Quantity),
            FieldKind::YesNo => self.flag(name).map(Value::Flag),
            FieldKind::Choice(codes) => self.choice(name, codes).map(Value::Code),
            FieldKind::Date => self.date(name).map(Value::Date),
            FieldKind::Amount
            | FieldKind::Scan
            | FieldKind::Again
            | FieldKind::Hidden
            | FieldKind::Lines
            | FieldKind::Text => self.code(name).map(Value::Code),
        }
    }

    fn scan(&mut self, name: &str) -> Option<Scan> {
        // What a scanner or a hand puts behind the code is no part of it.
        let raw = self
            .fields
            .get(name)
            .map(|raw| raw.trim_end())
            .unwrap_or_default();
        decode(raw)
            .map_err(|error| self.fail(name, error.to_string()))
            .ok()
    }

    /// A wristband, looked up among the persons known here.
    pub(crate) fn wristband(&mut self, name: &str) -> Result<Option<Scanned<PersonId>>, AppError> {
        let number = self.scan(name).map(Scan::wristband);
        let Some(number) = self.taken(name, number) else {
            return Ok(None);
        };
        let person = self.world.person_by_wristband(number.value())?;
        Ok(Some(person.map_or(Scanned::Unknown, Scanned::Known)))
    }

    /// A container's label, looked up among the labels ever issued here.
    pub(crate) fn container(
        &mut self,
        name: &str,
    ) -> Result<Option<Scanned<ContainerId>>, AppError> {
        let scan = self.scan(name);
        let chain = match &scan {
            Some(Scan::Label(label)) => label.chain_of_identity.clone(),
            _ => None,
        };
        let Some(container) = self.taken(name, scan.map(Scan::container)) else {
            return Ok(None);
        };
        let treatment = self.world.store.view(CONTAINERS, container.as_str())?;
        let of_label = chain.as_ref().map(|chain| chain.as_str().as_bytes());
        let both = treatment.as_deref().zip(of_label);
        if both.is_some_and(|(known, of_label)| known != of_label) {
            let message = "the label names another treatment than its bag belongs to: set the bag aside and tell quality";
            self.fail(name, message);
            return Ok(None);
        }
        let known = treatment.is_some();
        Ok(Some(if known {
            Scanned::Known(container)
        } else {
            Scanned::Unknown
        }))
    }

    /// The treatment that a chain-of-identity label names; a wristband stands for its patient's own
    /// treatment, as the page knows it.
    pub(crate) fn identity(
        &mut self,
        name: &str,
        (own, patient): (&ChainOfIdentity, &PersonId),
    ) -> Result<Option<Scanned<ChainOfIdentity>>, AppError> {
        let typed = self.raw(name).filter(|raw| is_typed(raw));
        if let Some(first) = typed {
            // Nothing in it shows a slip of the finger: it counts if it was typed twice alike.
            let second = self.raw(&again(name)).unwrap_or_default();
            let chain = typed_chain_of_identity(first, second);
            return Ok(self.taken(name, Some(chain)).map(Scanned::Known));
        }
        let Some(scan) = self.scan(name) else {
            return Ok(None);
        };
        let named = match &scan {
            Scan::ChainOfIdentity(chain) => Some(chain.clone()),
            Scan::Label(label) => label.chain_of_identity.clone(),
            _ => None,
        };
        if let Some(chain) = named {
            // A wristband that names a course also says whose it is, and both must agree.
            let number = match &scan {
                Scan::Label(label) => label.patient.as_ref(),
                _ => None,
            };
            let of_patient = match number {
                Some(number) => {
                    self.world.person_by_wristband(number.value())?.as_ref() == Some(patient)
                }
                None => true,
            };
            return Ok(Some(match of_patient {
                true => Scanned::Known(chain),
                false => Scanned::Unknown,
            }));
        }
        let Some(number) = self.taken(name, Some(scan.wristband())) else {
            return Ok(None);
        };
        let person = self.world.person_by_wristband(number.value())?;
        Ok(Some(if person.as_ref() == Some(patient) {
            Scanned::Known(own.clone())
        } else {
            Scanned::Unknown
        }))
    }

    /// A container's label that must be known here.
    pub(crate) fn known_container(&mut self, name: &str) -> Result<Option<ContainerId>, AppError> {
        match self.container(name)? {
            Some(Scanned::Known(container)) => Ok(Some(container)),
            Some(Scanned::Unknown) => {
                self.fail(
                    name,
                    "no label with this code was ever issued here: check the container",
                );
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// A donation number: scanned, or typed with its check character.
    pub(crate) fn donation(&mut self, name: &str) -> Option<DonationIdentificationNumber> {
        let raw = self.required(name)?;
        if is_typed(raw) {
            let typed = typed_donation(raw);
            return self.taken(name, Some(typed));
        }
        let donation = self.scan(name).map(Scan::donation);
        self.taken(name, donation)
    }

    fn taken<T, E: ToString>(&mut self, name: &str, taken: Option<Result<T, E>>) -> Option<T> {
        taken?
            .map_err(|error| self.fail(name, error.to_string()))
            .ok()
    }

    /// Free text, to be sealed; an empty field is none.
    pub(crate) fn text(&mut self, name: &str, label: &str, sealed: &mut SealedFields) {
        let Some(raw) = self.raw(name) else {
            return;
        };
        if raw.chars().count() > TEXT_MAX {
            self.fail(name, format!("expected at most {TEXT_MAX} characters"));
        } else {
            sealed.insert(label.to_owned(), raw.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_ucum;

    #[test]
    fn an_order_is_read_as_physicians_write_it() {
        let written = [
            ("3800000 [iU]", "3800000 [iU]"),
            ("3 800 000 IU", "3800000 [iU]"),
            ("3.8 MIU", "3.8 10*6[iU]"),
            ("3.8 million IU", "3.8 10*6[iU]"),
            ("20 10*6[iU]", "20 10*6[iU]"),
            ("50mcg", "50 ug"),
            ("600000 IU/kg", "600000 [iU]/kg"),
            ("6.4e9 {viable-CD3+}", "6.4e9 {viable-CD3+}"),
        ];
        for (raw, ucum) in written {
            assert_eq!(in_ucum(raw), ucum);
        }
    }

    #[test]
    fn what_is_no_grouped_number_or_known_word_stays_as_it_was_written() {
        for raw in ["38 00 IU", "3800 000 IU", "5 U", "twelve"] {
            assert_eq!(in_ucum(raw), raw);
        }
    }
}
