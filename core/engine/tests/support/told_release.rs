//! The words of handovers, reviews, alerts and supplies out of specification.

use cikada_domain::event::{Capacity, Fate, PermissionBasis, ReleaseKind};
use cikada_domain::{ChainOfIdentity, EquipmentId, FileHash, Quantity, TestId};
use cikada_engine::{Command, HandlingCommand, QualityCommand};
use jiff::SignedDuration;

use super::course::{Course, chain, container};
use super::told::{Said, scanned};

/// The verbs of this file.
pub(crate) const VERBS: [&str; 10] = [
    "reviews the record",
    "sees the alert",
    "evaluates the risk",
    "requests the supply",
    "informs the patient",
    "records a permission",
    "supplies",
    "notifies the authority",
    "takes out of use",
    "imports a log",
];

/// A handover, whose scans agree unless the line says otherwise.
pub(crate) fn hands_over(course: &Course, number: u16, said: &mut Said) -> Command {
    let id = said.take("container").unwrap_or(format!("CELLS-{number}"));
    let from = said.take("from").unwrap_or("clean room".to_owned());
    let to = said.take("to").unwrap_or("courier".to_owned());
    let mut command = course.handover(&id, &from, &to);
    if let Command::TransferCustody {
        scanned: label,
        identity,
        temperature,
        intact,
        place,
        ..
    } = &mut command
    {
        *label = scanned(said.take("scanned"), container(&id), container);
        let of = |id: &str| ChainOfIdentity::new(id).unwrap();
        *identity = scanned(said.take("identity"), chain(), of);
        if let Some(text) = said.take("at") {
            *temperature = text.parse().unwrap();
        }
        *intact = said.yes("intact", true);
        if let Some(text) = said.take("place") {
            *place = text;
        }
    }
    command
}

/// A release with a plan for each late result; `without plan`, `expected 2026-01-01` and `written no` make it
/// another.
pub(crate) fn releases(course: &Course, number: u16, said: &mut Said) -> Command {
    let kind = match said.take("kind").as_deref() {
        Some("final") => ReleaseKind::Final,
        Some(_) => ReleaseKind::Conditional,
        None => course.first_release().1,
    };
    let mut command = course.release(number, kind, course.today());
    if let Command::ReleaseProduct {
        container: released,
        late,
        ..
    } = &mut command
    {
        *released = said.container(&format!("CELLS-{number}"));
        let expected = said.take("expected").map(|day| day.parse().unwrap());
        let written = said.take("written").map(|said| said == "yes");
        for plan in late.iter_mut() {
            plan.expected_on = expected.unwrap_or(plan.expected_on);
            plan.written = written.unwrap_or(plan.written);
        }
        if said.take("without").is_some() {
            late.clear();
        }
    }
    command
}

/// What follows the tests: reviews, alerts, papers, fates, logs.
pub(crate) fn judging(
    course: &Course,
    verb: &str,
    number: u16,
    said: &mut Said,
) -> Option<Command> {
    if !VERBS.contains(&verb) {
        return None;
    }
    let container = said.container(&format!("CELLS-{number}"));
    Some(Command::Quality(match verb {
        "reviews the record" => QualityCommand::ReviewAuditTrail {
            container,
            exceptions: u32::from(said.number("exceptions", 0)),
        },
        "sees the alert" => QualityCommand::AcknowledgeAlert {
            container,
            test: TestId::new(said.take("test").unwrap_or("sterility".to_owned())).unwrap(),
            capacity: match said.take("as").as_deref() {
                Some("qualified-person") => Capacity::QualifiedPerson,
                _ => Capacity::Physician,
            },
        },
        "evaluates the risk" => QualityCommand::EvaluateRisk {
            container,
            file: None,
        },
        "requests the supply" => QualityCommand::RequestSupply { container },
        "informs the patient" => QualityCommand::InformPatient { container },
        "records a permission" => QualityCommand::PermitSupply {
            container,
            reference: said.take("reference").unwrap_or("EC-2026-17".to_owned()),
            basis: said.take("under").map(|under| match under.as_str() {
                "expanded-access" => PermissionBasis::ExpandedAccess,
                _ => PermissionBasis::IndAmendment,
            }),
            ethics: said.take("ethics"),
        },
        "supplies" => QualityCommand::SupplyProduct { container },
        "notifies the authority" => QualityCommand::NotifyAuthority {
            container,
            reference: said.take("reference").unwrap_or("N-2026-4".to_owned()),
        },
        "takes out of use" => {
            let fate = match said.take("as").as_deref() {
                Some("returned") => Fate::Returned,
                Some("never-infused") => Fate::NeverInfused,
                _ => Fate::Destroyed,
            };
            let dispose = HandlingCommand::DisposeProduct { container, fate };
            return Some(Command::Handling(dispose));
        }
        "imports a log" => {
            return Some(Command::Handling(HandlingCommand::LogTemperature {
                container,
                file: FileHash::new(said.take("file").unwrap_or("a".to_owned()).repeat(64))
                    .unwrap(),
                logger: EquipmentId::new("LOG-1").unwrap(),
                readings: readings(course, said),
            }));
        }
        _ => return None,
    }))
}

/// A reading every ten minutes for two hours up to now, warm for as long as the line says.
fn readings(course: &Course, said: &mut Said) -> Vec<(jiff::Timestamp, Quantity)> {
    let warm = said.number("warm-minutes", 0);
    let count = said.number("count", 12);
    let backwards = said.yes("backwards", false);
    let start = course.now - SignedDuration::from_mins(10 * i64::from(count));
    let mut readings: Vec<_> = (0..count)
        .map(|n| {
            let warm = n * 10 < warm;
            let reading = if warm { "31 Cel" } else { "20 Cel" };
            let at = start + SignedDuration::from_mins(10 * i64::from(n));
            (at, reading.parse().unwrap())
        })
        .collect();
    if backwards {
        readings.reverse();
    }
    readings
}
