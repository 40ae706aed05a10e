//! The parts of which stored events are made: texts, numbers, words of closed lists, records.
//!
//! Maps are stored as lists in the order of their names, which is the one order everyone agrees
//! on. Like the table of events, nothing here ever changes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use minicbor::{Decode, Encode};

use crate::event::{
    Capacity, CleaningRule, ClosingReason, DeviationClass, ExceptionTo, Fate, InfusionOutcome,
    Interruption, LabelPurpose, LabelType, LabelVersion, LatePlan, MaterialUsed, NotOnTime,
    PermissionBasis, ProtocolReference, RefusedBecause, ReleaseKind, SignsNotOnTime, StopEffect,
};
use crate::identifier::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId, Division,
    DonationIdentificationNumber, DoseNumber, EquipmentId, FileHash, InputId, LabelTemplateId,
    LotId, PersonId, ProcedureId, ProtocolHash, RoomId, SampleId, StaffId, StepId, StopRuleId,
    TestId, VisitId,
};
use crate::plan::{GapConvention, PlannedItem, PlannedKind};
use crate::quantity::Quantity;
use crate::value::Value;

/// A part of an event with its stored form. An error says what was found and expected.
pub(crate) trait Part: Sized {
    type Form;
    fn store(&self) -> Self::Form;
    fn restore(form: Self::Form) -> Result<Self, String>;
}

macro_rules! as_they_are {
    ($($part:ty)+) => {$(
        impl Part for $part {
            type Form = Self;
            fn store(&self) -> Self {
                self.clone()
            }
            fn restore(form: Self) -> Result<Self, String> {
                Ok(form)
            }
        }
    )+};
}

as_they_are! { String bool u8 u16 u32 }

macro_rules! identifiers {
    ($($part:ident)+) => {$(
        impl Part for $part {
            type Form = String;
            fn store(&self) -> String {
                self.as_str().to_owned()
            }
            fn restore(form: String) -> Result<Self, String> {
                Self::new(form).map_err(|error| error.to_string())
            }
        }
    )+};
}

identifiers! {
    BatchId ChainOfIdentity ConsentId ContainerId Country CriterionId DeviationId Division
    DonationIdentificationNumber EquipmentId FileHash InputId LabelTemplateId LotId PersonId
    ProcedureId
    ProtocolHash RoomId SampleId StaffId StepId StopRuleId TestId VisitId
}

macro_rules! words {
    ($($part:ident { $($variant:ident $word:literal),+ })+) => {$(
        impl Part for $part {
            type Form = String;
            fn store(&self) -> String {
                match self { $(Self::$variant => $word,)+ }.to_owned()
            }
            fn restore(form: String) -> Result<Self, String> {
                match form.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(expected(&form, &[$($word),+].join(", "))),
                }
            }
        }
    )+};
}

words! {
    GapConvention { Before "before", After "after" }
    CleaningRule { None "none", EachBatch "each-batch", Scheduled "scheduled" }
    Capacity { Physician "physician", QualifiedPerson "qualified-person" }
    DeviationClass { Minor "minor", Major "major", Critical "critical" }
    PermissionBasis { IndAmendment "ind-amendment", ExpandedAccess "expanded-access" }
    Fate { Returned "returned", Destroyed "destroyed", NeverInfused "never-infused" }
    LabelType {
        Collection "collection",
        Product "product",
        Sample "sample",
        Material "material",
        Partial "partial"
    }
    ReleaseKind { Conditional "conditional", Final "final" }
    InfusionOutcome { Completed "completed", Stopped "stopped" }
    Interruption {
        Reaction "reaction",
        VitalSigns "vital-signs",
        Access "access",
        Container "container",
        Wish "wish",
        Rest "rest",
        Other "other"
    }
    NotOnTime {
        Care "care",
        Patient "patient",
        Device "device",
        Staff "staff",
        Forgotten "forgotten",
        Other "other"
    }
    ClosingReason { Completed "completed", Stopped "stopped", Withdrawn "withdrawn", Died "died" }
    ExceptionTo {
        OffLabel "off-label",
        Withdrawn "withdrawn",
        Unverified "unverified",
        Unknown "unknown"
    }
    StopEffect {
        Stop "stop",
        Hold "hold",
        Reduce "reduce",
        HoldAndReduce "hold-and-reduce",
        EndCycle "end-cycle"
    }
}

macro_rules! records {
    ($($part:ident as $form:ident { $($number:tt $field:ident: $type:ty),+ })+) => {$(
        #[derive(Encode, Decode)]
        #[cbor(map)]
        pub(crate) struct $form { $(#[n($number)] $field: $type),+ }

        impl Part for $part {
            type Form = $form;
            fn store(&self) -> $form {
                $form { $($field: self.$field.store()),+ }
            }
            fn restore(form: $form) -> Result<Self, String> {
                Ok(Self { $(
                    $field: Part::restore(form.$field)
                        .map_err(|reason| format!("'{}': {reason}", stringify!($field)))?
                ),+ })
            }
        }
    )+};
}

records! {
    ProtocolReference as Protocol { 0 id: String, 1 version: String, 2 hash: String }
    MaterialUsed as Material { 0 material: String, 1 lot: String, 2 expires_on: String, 3 amount: Option<String> }
    SignsNotOnTime as Unpunctual { 0 due_at: i64, 1 taken_at: Option<i64>, 2 why: String }
    LatePlan as Late { 0 test: String, 1 follower: String, 2 expected_on: String, 3 written: bool }
    LabelVersion as DrawnFrom { 0 label: String, 1 id: String, 2 version: u16, 3 hash: String }
    PlannedItem as StoredItem { 0 on: String, 1 kind: StoredKind, 2 dose: Option<u16>, 3 earliest: String, 4 latest: String }
    RefusedBecause as Reason { 0 code: String, 1 detail: String, 2 source: Option<String> }
}

/// One answer of a form, by the name of its criterion or input.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct Answer {
    #[n(0)]
    name: String,
    #[n(1)]
    value: StoredValue,
}

#[derive(Encode, Decode)]
pub(crate) enum StoredValue {
    #[n(0)]
    Quantity(#[n(0)] String),
    #[n(1)]
    Flag(#[n(0)] bool),
    #[n(2)]
    Code(#[n(0)] String),
    #[n(3)]
    Date(#[n(0)] String),
}

#[derive(Encode, Decode)]
pub(crate) enum StoredKind {
    #[n(0)]
    Collection,
    #[n(1)]
    Culture,
    #[n(2)]
    Infusion,
    #[n(3)]
    Visit(#[n(0)] String),
}

#[derive(Encode, Decode)]
pub(crate) enum Purpose {
    #[n(0)]
    Collection(#[n(0)] u16),
    #[n(1)]
    Product(#[n(0)] String),
}

impl Part for Value {
    type Form = StoredValue;

    fn store(&self) -> StoredValue {
        match self {
            Self::Quantity(quantity) => StoredValue::Quantity(quantity.store()),
            Self::Flag(flag) => StoredValue::Flag(*flag),
            Self::Code(code) => StoredValue::Code(code.clone()),
            Self::Date(date) => StoredValue::Date(date.store()),
        }
    }

    fn restore(form: StoredValue) -> Result<Self, String> {
        Ok(match form {
            StoredValue::Quantity(quantity) => Self::Quantity(Part::restore(quantity)?),
            StoredValue::Flag(flag) => Self::Flag(flag),
            StoredValue::Code(code) => Self::Code(code),
            StoredValue::Date(date) => Self::Date(Part::restore(date)?),
        })
    }
}

impl Part for PlannedKind {
    type Form = StoredKind;

    fn store(&self) -> StoredKind {
        match self {
            Self::Collection => StoredKind::Collection,
            Self::Culture => StoredKind::Culture,
            Self::Infusion => StoredKind::Infusion,
            Self::Visit(visit) => StoredKind::Visit(visit.store()),
        }
    }

    fn restore(form: StoredKind) -> Result<Self, String> {
        Ok(match form {
            StoredKind::Collection => Self::Collection,
            StoredKind::Culture => Self::Culture,
            StoredKind::Infusion => Self::Infusion,
            StoredKind::Visit(visit) => Self::Visit(Part::restore(visit)?),
        })
    }
}

impl Part for LabelPurpose {
    type Form = Purpose;

    fn store(&self) -> Purpose {
        match self {
            Self::Collection(dose) => Purpose::Collection(dose.store()),
            Self::Product(batch) => Purpose::Product(batch.store()),
        }
    }

    fn restore(form: Purpose) -> Result<Self, String> {
        Ok(match form {
            Purpose::Collection(dose) => Self::Collection(Part::restore(dose)?),
            Purpose::Product(batch) => Self::Product(Part::restore(batch)?),
        })
    }
}

impl Part for DoseNumber {
    type Form = u16;

    fn store(&self) -> u16 {
        self.get()
    }

    fn restore(form: u16) -> Result<Self, String> {
        Self::new(form).map_err(|error| error.to_string())
    }
}

impl Part for Quantity {
    type Form = String;

    fn store(&self) -> String {
        self.to_string()
    }

    fn restore(form: String) -> Result<Self, String> {
        form.parse().map_err(|error| format!("{error}"))
    }
}

impl Part for Date {
    type Form = String;

    fn store(&self) -> String {
        self.to_string()
    }

    fn restore(form: String) -> Result<Self, String> {
        let error = |_| expected(&form, "a date as in 2026-03-01");
        form.parse().map_err(error)
    }
}

impl Part for Timestamp {
    type Form = i64;

    fn store(&self) -> i64 {
        self.as_millisecond()
    }

    fn restore(form: i64) -> Result<Self, String> {
        let error = |_| {
            expected(
                &form.to_string(),
                "milliseconds since 1970 within 9999 years",
            )
        };
        Self::from_millisecond(form).map_err(error)
    }
}

impl<P: Part> Part for Option<P> {
    type Form = Option<P::Form>;

    fn store(&self) -> Self::Form {
        self.as_ref().map(P::store)
    }

    fn restore(form: Self::Form) -> Result<Self, String> {
        form.map(P::restore).transpose()
    }
}

impl<P: Part> Part for Vec<P> {
    type Form = Vec<P::Form>;

    fn store(&self) -> Self::Form {
        self.iter().map(P::store).collect()
    }

    fn restore(form: Self::Form) -> Result<Self, String> {
        form.into_iter().map(P::restore).collect()
    }
}

impl<Name: Part<Form = String> + Ord> Part for BTreeMap<Name, Value> {
    type Form = Vec<Answer>;

    fn store(&self) -> Vec<Answer> {
        let answers = self.iter().map(|(name, value)| Answer {
            name: name.store(),
            value: value.store(),
        });
        answers.collect()
    }

    fn restore(form: Vec<Answer>) -> Result<Self, String> {
        let answers = form.into_iter().map(|Answer { name, value }| {
            let value = Part::restore(value).map_err(|reason| format!("'{name}': {reason}"))?;
            Ok((Part::restore(name)?, value))
        });
        answers.collect()
    }
}

fn expected(found: &str, expected: &str) -> String {
    let found: String = found.chars().take(40).collect();
    format!("'{found}' was found, expected {expected}")
}
