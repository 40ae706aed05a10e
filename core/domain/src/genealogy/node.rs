//! The things of a genealogy and how they are tied, each with its code and its words.

use std::fmt;

/// What kind of thing stands in a genealogy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A supplier's own lot, as a recall notice names it.
    SupplierLot,
    /// A lot of a material.
    Lot,
    /// A piece of equipment.
    Equipment,
    /// A room or cabinet.
    Room,
    /// A member of staff.
    Staff,
    /// The device an act was recorded on.
    Device,
    /// A file: an instrument's, a logger's, a photograph, a certificate.
    File,
    /// A person who gave material.
    Donor,
    /// A collection.
    Donation,
    /// A bag, flask or tube.
    Container,
    /// A batch.
    Batch,
    /// A sample.
    Sample,
    /// A dose that was begun, as its treatment and its number.
    Dose,
    /// A treatment.
    Treatment,
    /// A person who receives or received something.
    Patient,
}

/// One thing in a genealogy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// What kind of thing.
    pub kind: Kind,
    /// Its identifier within the kind.
    pub id: String,
}

/// How one thing came into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// The supplier's lot came in as the centre's.
    Supplied,
    /// The file certifies the lot.
    Certified,
    /// The lot went into a step of the batch.
    Added,
    /// The equipment or room was used for a step of the batch.
    Used,
    /// The bag holds what the donor gave, or the collection is the donor's.
    Given,
    /// The collection is what the bag held.
    Held,
    /// The batch was started from the collection.
    Cultured,
    /// The product container was filled from the batch.
    Filled,
    /// A further dose was filled out of the container of the harvest.
    Divided,
    /// The sample was taken from the batch.
    Sampled,
    /// What is measured on the sample speaks for the batch.
    SpeaksFor,
    /// A result of the batch was read from the file, or it shows a step.
    ReadFrom,
    /// The logger or its file tells the container's way.
    Logged,
    /// The container's content was given as the dose.
    Infused,
    /// It was labelled, collected, made or given for the treatment.
    For,
    /// The treatment is the patient's.
    Treats,
    /// The person did something with it.
    Performed,
    /// The person witnessed something with it.
    Witnessed,
    /// Something with it was recorded on the device.
    Recorded,
}

macro_rules! words {
    ($of:ident { $($name:ident => $code:literal, $words:literal;)+ }) => {
        impl $of {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code in derived rows and addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What a person reads.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }

            /// The one of a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

words! { Kind {
    SupplierLot => "supplier-lot", "supplier's lot";
    Lot => "lot", "lot";
    Equipment => "equipment", "equipment";
    Room => "room", "room or cabinet";
    Staff => "staff", "member of staff";
    Device => "device", "recording device";
    File => "file", "file";
    Donor => "donor", "donor";
    Donation => "donation", "collection";
    Container => "container", "container";
    Batch => "batch", "batch";
    Sample => "sample", "sample";
    Dose => "dose", "dose";
    Treatment => "treatment", "treatment";
    Patient => "patient", "patient";
} }

words! { Link {
    Supplied => "supplied", "came in as";
    Certified => "certified", "certifies";
    Added => "added", "added in";
    Used => "used", "used in";
    Given => "given", "collected from";
    Held => "held", "held the collection";
    Cultured => "cultured", "was made into";
    Filled => "filled", "was filled into";
    Divided => "divided", "was divided into";
    Sampled => "sampled", "was sampled as";
    SpeaksFor => "speaks-for", "speaks for";
    ReadFrom => "read-from", "shows";
    Logged => "logged", "logged the way of";
    Infused => "infused", "was given as";
    For => "for", "is for";
    Treats => "treats", "treats";
    Performed => "performed", "worked on";
    Witnessed => "witnessed", "witnessed work on";
    Recorded => "recorded", "recorded work on";
} }

impl Node {
    /// The thing of a kind with an identifier.
    #[must_use]
    pub fn new(kind: Kind, id: impl fmt::Display) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }

    /// The name under which derived rows hold it. It has no blank: whatever is no letter, digit,
    /// `-`, `.` or `_` is escaped.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = format!("{}/", self.kind.code());
        for byte in self.id.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                key.push(char::from(byte));
            } else {
                key.push_str(&format!("%{byte:02X}"));
            }
        }
        key
    }

    /// Reads a name of [`Self::key`] back.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let (kind, escaped) = key.split_once('/')?;
        let mut id = Vec::with_capacity(escaped.len());
        let mut bytes = escaped.bytes();
        while let Some(byte) = bytes.next() {
            if byte == b'%' {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let value = digit()? * 16 + digit()?;
                id.push(u8::try_from(value).ok()?);
            } else {
                id.push(byte);
            }
        }
        let kind = Kind::from_code(kind)?;
        let id = String::from_utf8(id).ok()?;
        Some(Self { kind, id })
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.words(), self.id)
    }
}
