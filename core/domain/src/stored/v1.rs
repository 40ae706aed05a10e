//! The first stored form: one line for each kind of event, its fields numbered for ever.
//!
//! The table is the form. A number or a type in it never changes and a number is never used
//! again. The macro makes of each line a structure for minicbor and the two conversions, so that
//! an event without a stored form does not compile.

//! An event that holds another list of events (`Event::Quality`) is stored as the inner one: the
//! lists share one set of kinds.

mod parts;

use minicbor::{Decode, Decoder, Encode};

use self::parts::{
    Answer, Late, Material, Part, Protocol, Purpose, Reason, StoredItem, StoredValue, Unpunctual,
};
use super::{SCHEMA, StoredError};
use crate::event::Event;

macro_rules! events {
    ($list:ident [$($inner:ident in $module:ident),*]
     $($kind:literal $event:ident { $($number:tt $field:ident: $form:ty),* $(,)? })+) => {
        /// Every kind of event of this list, in the order of a treatment.
        pub(crate) const KINDS: &[&str] = &[$($kind),+];

        pub(crate) fn kind(event: &$list) -> &'static str {
            match event {
                $($list::$event { .. } => $kind,)+
                $($list::$inner(inner) => $module::kind(inner),)*
            }
        }

        pub(crate) fn encode(event: &$list) -> Vec<u8> {
            match event {
                $($list::$event { $($field),* } => written(&$event { $($field: $field.store()),* }),)+
                $($list::$inner(inner) => $module::encode(inner),)*
            }
        }

        pub(crate) fn decode(kind: &str, bytes: &[u8]) -> Result<$list, StoredError> {
            match kind {
                $($kind => read::<$event>($kind, bytes)?.restore(),)+
                $(_ if $module::KINDS.contains(&kind) => {
                    $module::decode(kind, bytes).map($list::$inner)
                })*
                _ => Err(StoredError::UnknownKind { kind: kind.to_owned() }),
            }
        }

        $(
            #[derive(Encode, Decode)]
            #[cbor(map)]
            struct $event { $(#[n($number)] $field: $form),* }

            impl $event {
                fn restore(self) -> Result<$list, StoredError> {
                    Ok($list::$event { $(
                        $field: Part::restore(self.$field).map_err(|reason| StoredError::Invalid {
                            kind: $kind,
                            field: stringify!($field),
                            reason,
                        })?
                    ),* })
                }
            }
        )+
    };
}

// The macro must stand before the modules that use it.
pub(super) mod facility;
pub(super) mod handling;
pub(super) mod quality;

events! {
    Event [Handling in handling, Quality in quality]
    "treatment-opened" TreatmentOpened { 0 chain_of_identity: String, 1 protocol: Protocol, 2 donor: String, 3 recipient: String }
    "evaluation-recorded" EvaluationRecorded { 0 findings: Vec<Answer> }
    "eligibility-confirmed" EligibilityConfirmed {}
    "consent-given" ConsentGiven { 0 consent: String, 1 document_version: String }
    "consent-withdrawn" ConsentWithdrawn { 0 consent: String }
    "plan-confirmed" PlanConfirmed { 0 anchor: String, 1 convention: String, 2 items: Vec<StoredItem> }
    "exception-recorded" ExceptionRecorded { 0 country: String, 1 status: String }
    "dose-level-assigned" DoseLevelAssigned { 0 level: u16 }
    "dose-ordered" DoseOrdered { 0 dose: u16, 1 line: String, 2 level: u16, 3 amount: String, 4 weight: Option<String>, 5 height: Option<String> }
    "label-issued" LabelIssued { 0 container: String, 1 purpose: Purpose }
    "collection-recorded" CollectionRecorded { 0 dose: u16, 1 donation: String, 2 container: String, 3 donor: String, 4 volume: String, 5 place: Option<String> }
    "custody-transferred" CustodyTransferred { 0 container: String, 1 from: String, 2 to: String, 3 temperature: String, 4 intact: bool, 5 place: Option<String> }
    "batch-started" BatchStarted { 0 batch: String, 1 dose: u16, 2 donation: String }
    "step-performed" StepPerformed { 0 batch: String, 1 step: String, 2 values: Vec<Answer>, 3 materials: Vec<Material> }
    "value-corrected" ValueCorrected { 0 batch: String, 1 step: String, 2 occurrence: u16, 3 input: String, 4 old: StoredValue, 5 new: StoredValue }
    "deviation-opened" DeviationOpened { 0 deviation: String, 1 batch: String, 2 step: String, 3 input: String, 4 found: StoredValue, 5 expected: String }
    "deviation-closed" DeviationClosed { 0 deviation: String, 1 product_acceptable: bool }
    "product-harvested" ProductHarvested { 0 batch: String, 1 container: String, 2 cells: String, 3 volume: String, 4 expires_at: i64 }
    "result-recorded" ResultRecorded { 0 batch: String, 1 test: String, 2 value: StoredValue, 3 meets: bool, 4 sample: Option<String>, 5 file: Option<String> }
    "product-released" ProductReleased { 0 container: String, 1 kind: String, 2 late: Option<Vec<Late>> }
    "product-rejected" ProductRejected { 0 container: String }
    "fitness-recorded" FitnessRecorded { 0 dose: u16, 1 findings: Vec<Answer> }
    "bedside-verified" BedsideVerified { 0 dose: u16, 1 container: String, 2 recipient: String }
    "infusion-started" InfusionStarted { 0 dose: u16, 1 container: String, 2 planned_end: i64 }
    "vital-signs-recorded" VitalSignsRecorded { 0 dose: u16, 1 values: Vec<Answer>, 2 outside: Vec<String> }
    "infusion-ended" InfusionEnded { 0 dose: u16, 1 volume: String, 2 outcome: String, 3 interruption: Option<String> }
    "observation-ended" ObservationEnded { 0 dose: u16, 1 not_on_time: Option<Vec<Unpunctual>> }
    "adverse-event-recorded" AdverseEventRecorded { 0 term: String, 1 scheme: String, 2 grade: u8, 3 serious: bool }
    "grade-measured" GradeMeasured { 0 term: String, 1 scheme: String, 2 grade: u8, 3 value: String, 4 baseline: Option<String>, 5 upper_limit: Option<String>, 6 lower_limit: Option<String> }
    "stop-rule-fired" StopRuleFired { 0 rule: String, 1 effect: String }
    "hold-placed" HoldPlaced {}
    "hold-lifted" HoldLifted {}
    "visit-recorded" VisitRecorded { 0 visit: String, 1 dose: Option<u16>, 2 findings: Vec<Answer> }
    "treatment-closed" TreatmentClosed { 0 reason: String }
    "command-refused" CommandRefused { 0 command: String, 1 reasons: Vec<Reason> }
}

#[expect(
    clippy::expect_used,
    reason = "writing to memory cannot fail, and no form has an encoder of its own that could"
)]
fn written(form: &impl Encode<()>) -> Vec<u8> {
    minicbor::to_vec(form).expect("writing to memory cannot fail")
}

fn read<'b, F: Decode<'b, ()>>(kind: &'static str, bytes: &'b [u8]) -> Result<F, StoredError> {
    let mut decoder = Decoder::new(bytes);
    let form = decoder.decode().map_err(|error| StoredError::Malformed {
        kind,
        schema: SCHEMA,
        reason: error.to_string(),
    })?;
    match bytes.len().saturating_sub(decoder.position()) {
        0 => Ok(form),
        bytes => Err(StoredError::TrailingBytes { kind, bytes }),
    }
}
