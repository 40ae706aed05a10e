//! Acts that nobody should do: the course's own commands out of place, changed, by the wrong
//! person, at the wrong time.

use std::collections::BTreeMap;

use cikada_domain::event::{
    ClosingReason, DeviationClass, Fate, InfusionOutcome, MaterialUsed, ReleaseKind,
};
use cikada_domain::{DeviationId, DeviceId, LotId, Quantity, StaffId, Value};
use cikada_engine::{Act, Command, FacilityCommand, HandlingCommand, QualityCommand, Scanned};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::centre::room;
use super::course::{Course, batch, container, dose, person};
use super::script::Scripted;

/// One act of a random history.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// The course's next act, as it should be.
    Next,
    /// Some act of the course, out of place.
    Again {
        which: usize,
        change: u8,
        manner: Manner,
    },
    /// Something that happens to a lot, a room or a piece of equipment.
    Around { which: u8, manner: Manner },
    /// An act that is not on the course.
    Other {
        which: u8,
        number: u16,
        manner: Manner,
    },
}

/// By whom and when.
#[derive(Debug, Clone)]
pub(crate) struct Manner {
    performer: u8,
    witness: Option<u8>,
    signed: bool,
    device: u8,
    later_minutes: i64,
    claiming_minutes: i64,
}

const STAFF: [&str; 8] = [
    "tech-1",
    "tech-2",
    "qp-1",
    "qc-1",
    "nurse-1",
    "nurse-2",
    "physician-1",
    "nurse-3",
];

fn manner() -> impl Strategy<Value = Manner> {
    let times = (
        prop_oneof![60 => Just(1), 5 => 0..90i64, 1 => -9_000..9_000i64],
        prop_oneof![5 => Just(0), 1 => -500..4i64],
    );
    (
        0..8u8,
        proptest::option::weighted(0.8, 0..8u8),
        prop::bool::weighted(0.8),
        0..2u8,
        times,
    )
        .prop_map(
            |(performer, witness, signed, device, (later, claiming))| Manner {
                performer,
                witness,
                signed,
                device,
                later_minutes: later,
                claiming_minutes: claiming,
            },
        )
}

/// Histories that mostly go as they should, so that they get far.
pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let again =
        (any::<usize>(), any::<u8>(), manner()).prop_map(|(which, change, manner)| Step::Again {
            which,
            change,
            manner,
        });
    let other = (any::<u8>(), 1..4u16, manner()).prop_map(|(which, number, manner)| Step::Other {
        which,
        number,
        manner,
    });
    let around = (any::<u8>(), manner()).prop_map(|(which, manner)| Step::Around { which, manner });
    proptest::collection::vec(
        prop_oneof![80 => Just(Step::Next), 16 => again, 2 => other, 1 => around],
        1..240,
    )
}

/// The acts around a bag, by nurses who mostly do as they should, over hours and days.
pub(crate) fn at_the_bedside() -> impl Strategy<Value = Vec<Step>> {
    let later = prop_oneof![8 => 1..20i64, 1 => 0..180i64, 1 => -3_000..3_000i64];
    let pair = prop_oneof![9 => Just((4, Some(5))), 1 => (0..8u8, proptest::option::of(0..8u8))];
    let device = prop::bool::weighted(0.1).prop_map(u8::from);
    let manner = (pair, later, prop::bool::weighted(0.95), device).prop_map(
        |((performer, witness), later_minutes, signed, device)| Manner {
            performer,
            witness,
            signed,
            device,
            later_minutes,
            claiming_minutes: 0,
        },
    );
    // A change of 7 leaves these commands as they should be.
    let change = prop_oneof![5 => Just(7), 1 => any::<u8>()];
    let again =
        (any::<usize>(), change, manner.clone()).prop_map(|(which, change, manner)| Step::Again {
            which,
            change,
            manner,
        });
    let other = (any::<u8>(), 1..3u16, manner).prop_map(|(which, number, manner)| Step::Other {
        which,
        number,
        manner,
    });
    proptest::collection::vec(prop_oneof![40 => again, 1 => other], 1..80)
}

impl Manner {
    /// Moves the clock, which may also be set back, and says how the act is done.
    pub(crate) fn act(&self, course: &mut Course) -> Act {
        let later = SignedDuration::from_mins(self.later_minutes);
        course.now = course.now.checked_add(later).unwrap();
        let staff = |index: u8| StaffId::new(STAFF[usize::from(index)]).unwrap();
        let claiming = SignedDuration::from_mins(self.claiming_minutes);
        Act {
            performer: staff(self.performer),
            witness: self.witness.map(staff),
            device: DeviceId::new(format!("tablet-{}", self.device + 1)).unwrap(),
            occurred_at: course.now.checked_add(claiming).unwrap(),
            signed: self.signed,
            zone: course.zone.clone(),
            country: course.country.clone(),
        }
    }
}

/// The command of an act out of place, with one thing changed.
pub(crate) fn changed(script: &[Scripted], which: usize, change: u8) -> Command {
    let mut command = script[which % script.len()].command.clone();
    let other = container(&format!("CELLS-{}", 1 + change % 3));
    match &mut command {
        Command::PerformStep {
            values, materials, ..
        } if change.is_multiple_of(2) => {
            if change.is_multiple_of(4) {
                materials.pop();
            } else if change % 8 == 2 {
                another_lot(materials, change);
            } else if let Some(value) = values.values_mut().next() {
                *value = odd(change);
            }
        }
        Command::RecordResult { value, .. } if change.is_multiple_of(2) => *value = odd(change),
        Command::VerifyAtBedside {
            wristband,
            container,
            ..
        } => match change % 4 {
            0 => *wristband = Scanned::Known(person("P-2")),
            1 => *container = Scanned::Known(other),
            2 => *container = Scanned::Unknown,
            _ => {}
        },
        Command::RecordCollection { wristband, .. } if change.is_multiple_of(3) => {
            *wristband = Scanned::Known(person("P-2"));
        }
        Command::StartInfusion { container, .. } if change.is_multiple_of(3) => *container = other,
        Command::StartBatch { dose: number, .. } if change.is_multiple_of(3) => {
            *number = dose(1 + u16::from(change % 2));
        }
        Command::OrderDose { amount, .. } if change.is_multiple_of(2) => {
            *amount = match change % 3 {
                0 => amount.with_amount(amount.amount() + rust_decimal::Decimal::ONE),
                1 => "1 mg".parse().unwrap(),
                _ => "1e27 {viable}".parse().unwrap(),
            };
        }
        Command::RecordFitness { findings, .. } | Command::RecordEvaluation { findings }
            if change.is_multiple_of(2) =>
        {
            if let Some(value) = findings.values_mut().nth(usize::from(change % 7)) {
                *value = odd(change);
            }
        }
        _ => {}
    }
    command
}

/// The first material from a lot that nobody should use, or more of it than is there.
fn another_lot(materials: &mut [MaterialUsed], change: u8) {
    let Some(used) = materials.first_mut() else {
        return;
    };
    let kinds = ["QUARANTINED", "REJECTED", "RECALLED", "EXPIRED", "SMALL"];
    let kind = kinds[usize::from(change / 8) % kinds.len()];
    used.lot = format!("{kind}-{}", used.material);
    if kind == "EXPIRED" {
        used.expires_on = "2026-01-02".parse().unwrap();
    }
}

/// Something that happens to what the course works with.
pub(crate) fn around(course: &Course, which: u8) -> FacilityCommand {
    let materials: Vec<_> = course.facility.lots.keys().cloned().collect();
    let lot = || materials[usize::from(which / 8) % materials.len()].clone();
    let pieces: Vec<_> = course.facility.equipment.keys().cloned().collect();
    let piece = pieces
        .get(usize::from(which / 8) % pieces.len().max(1))
        .cloned();
    match (which % 8, piece) {
        (0, _) => FacilityCommand::RecallLot { lot: lot() },
        (1, _) => FacilityCommand::ReleaseLot { lot: lot() },
        (2, _) => FacilityCommand::RejectLot { lot: lot() },
        (3, _) => FacilityCommand::CountLot {
            lot: lot(),
            counted: "2 mL".parse().unwrap(),
        },
        (4, Some(equipment)) => FacilityCommand::WithdrawEquipment { equipment },
        (5, Some(equipment)) => FacilityCommand::ReturnEquipment { equipment },
        (6, Some(equipment)) => FacilityCommand::RecordCleaning {
            equipment,
            due_on: None,
        },
        _ => FacilityCommand::ClearLine { room: room() },
    }
}

fn odd(change: u8) -> Value {
    let quantity = |text: &str| Value::Quantity(text.parse::<Quantity>().unwrap());
    match change % 5 {
        0 => Value::Flag(false),
        1 => quantity("0 %"),
        2 => quantity("1e27 {viable}"),
        3 => quantity("-79228162514264337593543950335 mL"),
        _ => Value::Code("growth".to_owned()),
    }
}

/// A handover that may be of a damaged bag, or scanned wrong.
fn handed(course: &Course, which: u8, number: u16) -> Command {
    let mut command = course.handover(&format!("CELLS-{number}"), "ward", "courier");
    if let Command::TransferCustody {
        intact, scanned, ..
    } = &mut command
    {
        *intact = !which.is_multiple_of(3);
        if which.is_multiple_of(5) {
            *scanned = Scanned::Unknown;
        }
    }
    command
}

/// A decision about a product that should not be needed.
fn decided(which: u8, number: u16) -> Command {
    let container = container(&format!("CELLS-{number}"));
    Command::Quality(match which % 7 {
        0 => QualityCommand::EvaluateRisk {
            container,
            file: None,
        },
        1 => QualityCommand::RequestSupply { container },
        2 => QualityCommand::InformPatient { container },
        3 | 4 => QualityCommand::SupplyProduct { container },
        5 => QualityCommand::ReviewAuditTrail {
            container,
            exceptions: 1,
        },
        _ => {
            let fate = Fate::Returned;
            let dispose = HandlingCommand::DisposeProduct { container, fate };
            return Command::Handling(dispose);
        }
    })
}

/// An act that no course has.
pub(crate) fn other(course: &Course, which: u8, number: u16) -> Command {
    let bag = container(&format!("CELLS-{number}"));
    let deviation = |product_acceptable| Command::CloseDeviation {
        deviation: DeviationId::new(format!("B-{number}-D1")).unwrap(),
        product_acceptable,
    };
    match which % 18 {
        0 => Command::PlaceHold,
        1 | 2 => Command::LiftHold,
        3 => Command::RecordAdverseEvent {
            term: "fever".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: which % 7,
            serious: false,
            measured: None,
        },
        4 => Command::WithdrawConsent {
            consent: course.protocol.consents[0].id.clone(),
        },
        5 => Command::RejectProduct { container: bag },
        6 if which >= 128 => Command::Quality(QualityCommand::ClassifyDeviation {
            deviation: DeviationId::new(format!("B-{number}-D1")).unwrap(),
            class: DeviationClass::Major,
        }),
        6 => deviation(true),
        7 => deviation(false),
        8 => handed(course, which, number),
        9 => Command::ReleaseProduct {
            container: bag,
            kind: ReleaseKind::Final,
            late: Vec::new(),
        },
        10 => Command::EndInfusion {
            dose: dose(number),
            volume: "1 L".parse().unwrap(),
            outcome: InfusionOutcome::Stopped,
            interruption: None,
        },
        11 => Command::CloseTreatment {
            reason: ClosingReason::Died,
        },
        12 if which >= 128 => corrected_lot(course, which, number),
        12 => {
            let step = &course.protocol.steps[usize::from(which) % course.protocol.steps.len()];
            let input = step.inputs.first().map(|input| input.id.clone());
            let input = input.unwrap_or_else(|| cikada_domain::InputId::new("none").unwrap());
            let (batch, step, value) = (batch(number), step.id.clone(), odd(which));
            Command::CorrectValue {
                batch,
                step,
                occurrence: 0,
                input,
                value,
            }
        }
        13 => Command::AssignDoseLevel {
            level: u16::from(which % 3),
        },
        14 => course.order(number),
        15 | 16 => decided(which / 18, number),
        _ => Command::EndObservation {
            dose: dose(number),
            not_on_time: BTreeMap::new(),
        },
    }
}

/// Another lot or amount for something that was added.
fn corrected_lot(course: &Course, which: u8, number: u16) -> Command {
    let records = course.treatment.batches.get(&batch(number));
    let records = records.map_or(&[][..], |batch| &batch.performed);
    let with_lots = records.iter().filter(|record| !record.materials.is_empty());
    let Some(record) = with_lots.clone().nth(usize::from(which / 18) % 3) else {
        return Command::LiftHold;
    };
    let mut used = record.materials[0].clone();
    let kind = ["LOT", "SMALL", "QUARANTINED", "RECALLED", "EXPIRED"][usize::from(which) % 5];
    let lot = LotId::new(format!("{kind}-{}", used.material)).unwrap();
    used = course.out_of_lot(&used.material, &lot);
    Command::Handling(HandlingCommand::CorrectMaterial {
        batch: batch(number),
        step: record.step.clone(),
        occurrence: 0,
        line: 0,
        used,
    })
}
