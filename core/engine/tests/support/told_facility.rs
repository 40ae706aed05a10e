//! From the words of a `when` to a command on a lot, a piece of equipment, a room, training or a
//! label template.

use cikada_domain::event::{CleaningRule, LabelType, LabelVersion};
use cikada_domain::{
    EquipmentId, FileHash, InputId, LabelTemplateId, LotId, ProcedureId, Quantity, RoomId, StaffId,
};
use cikada_engine::{Act, Command, FacilityCommand, HandlingCommand};
use jiff::civil::Date;

use super::centre;
use super::course::{Course, label_says};
use super::told::{self, Said};

const VERBS: [&str; 15] = [
    "receives a lot",
    "releases the lot",
    "rejects the lot",
    "recalls the lot",
    "counts the lot",
    "registers equipment",
    "calibrates",
    "cleans",
    "withdraws the equipment",
    "returns the equipment",
    "clears the line",
    "records training",
    "proposes a label template",
    "approves a label template",
    "retires a label template",
];

/// The command that the words tell, if they tell of the facility; about the first material of the
/// first step, its equipment and the course's room, unless they name another.
pub(crate) fn command(course: &Course, words: &[String], act: &mut Act) -> Option<FacilityCommand> {
    let mut of_act = act.clone();
    let said = told::signing(words, &mut of_act);
    let text = said.join(" ");
    let verb = VERBS.iter().find(|verb| text.starts_with(**verb))?;
    let mut said = Said::new(&said[verb.split(' ').count()..]);
    told::manner(&mut said, &mut of_act);
    *act = of_act;
    let command = lots(course, verb, &mut said)
        .or_else(|| equipment(course, verb, &mut said))
        .or_else(|| people(course, verb, &mut said))
        .or_else(|| templates(verb, &mut said))
        .unwrap_or_else(|| panic!("'{verb}' has no command"));
    said.understood(&text);
    Some(command)
}

fn lots(course: &Course, verb: &str, said: &mut Said) -> Option<FacilityCommand> {
    let first = || centre::materials(&course.protocol).first().cloned();
    let number = |said: &mut Said, kind: &str| {
        let named = said.take("lot").map(|lot| LotId::new(lot).unwrap());
        named.unwrap_or_else(|| centre::lot(kind, &first().expect("a material")))
    };
    Some(match verb {
        "receives a lot" => {
            let lot = number(said, "NEW");
            let mut materials = centre::materials(&course.protocol).into_iter();
            let of = materials.find(|material| lot.as_str().ends_with(material.as_str()));
            received(lot, said, of.or(first()))
        }
        "releases the lot" => FacilityCommand::ReleaseLot {
            lot: number(said, "QUARANTINED"),
        },
        "rejects the lot" => FacilityCommand::RejectLot {
            lot: number(said, "QUARANTINED"),
        },
        "recalls the lot" => FacilityCommand::RecallLot {
            lot: number(said, "LOT"),
        },
        "counts the lot" => FacilityCommand::CountLot {
            lot: number(said, "LOT"),
            counted: quantity(said, "at").expect("how much is there"),
        },
        _ => return None,
    })
}

fn quantity(said: &mut Said, name: &str) -> Option<Quantity> {
    said.take(name).map(|text| text.parse().unwrap())
}

fn day(said: &mut Said, name: &str) -> Option<Date> {
    said.take(name).map(|text| text.parse().unwrap())
}

/// A lot of a material as the centre receives lots, changed where the line says so.
fn received(lot: LotId, said: &mut Said, material: Option<InputId>) -> FacilityCommand {
    let material = material.expect("a material");
    let mut command = centre::receipt(lot, &material);
    if let FacilityCommand::ReceiveLot {
        supplier,
        expires_on,
        quantity: in_all,
        strength,
        specific_activity,
        certificate,
        ..
    } = &mut command
    {
        *supplier = said.take("from").unwrap_or(supplier.clone());
        *expires_on = day(said, "expiring").unwrap_or(*expires_on);
        *in_all = quantity(said, "quantity").unwrap_or(in_all.clone());
        *strength = quantity(said, "strength");
        *specific_activity = quantity(said, "activity");
        if said.take("certificate").as_deref() == Some("none") {
            *certificate = None;
        }
    }
    command
}

fn equipment(course: &Course, verb: &str, said: &mut Said) -> Option<FacilityCommand> {
    let mut kinds = course
        .protocol
        .steps
        .iter()
        .flat_map(|step| &step.equipment);
    let first = kinds.next().cloned();
    let piece = |said: &mut Said| {
        let named = said
            .take("equipment")
            .map(|id| EquipmentId::new(id).unwrap());
        named.unwrap_or_else(|| centre::piece(&first.clone().expect("a kind of equipment")))
    };
    Some(match verb {
        "registers equipment" => FacilityCommand::RegisterEquipment {
            equipment: piece(said),
            kind: InputId::new(said.take("kind").unwrap_or("incubator".to_owned())).unwrap(),
            name: said.take("called").unwrap_or("a new piece".to_owned()),
            room: None,
            cleaning: match said.take("cleaning").as_deref() {
                Some("scheduled") => CleaningRule::Scheduled,
                Some("none") => CleaningRule::None,
                _ => CleaningRule::EachBatch,
            },
        },
        "calibrates" => FacilityCommand::RecordCalibration {
            equipment: piece(said),
            due_on: day(said, "until").expect("the last day it holds"),
            certificate: Some(FileHash::new("c".repeat(64)).unwrap()),
        },
        "cleans" => FacilityCommand::RecordCleaning {
            equipment: piece(said),
            due_on: day(said, "until"),
        },
        "withdraws the equipment" => FacilityCommand::WithdrawEquipment {
            equipment: piece(said),
        },
        "returns the equipment" => FacilityCommand::ReturnEquipment {
            equipment: piece(said),
        },
        _ => return None,
    })
}

fn people(course: &Course, verb: &str, said: &mut Said) -> Option<FacilityCommand> {
    Some(match verb {
        "clears the line" => FacilityCommand::ClearLine {
            room: match said.take("of") {
                Some(room) => RoomId::new(room).unwrap(),
                None => centre::room(),
            },
        },
        "records training" => FacilityCommand::RecordTraining {
            staff: StaffId::new(said.take("staff").unwrap_or("tech-3".to_owned())).unwrap(),
            procedure: match said.take("on") {
                Some(procedure) => ProcedureId::new(procedure).unwrap(),
                None => course.procedure(),
            },
            version: said
                .take("version")
                .unwrap_or(course.protocol.version.clone()),
            until: day(said, "until").expect("the last day it holds"),
        },
        _ => return None,
    })
}

/// The printing of a label from a version of the centre's own template.
pub(super) fn drawn_from(mut print: Command, id: &str, version: u16) -> Command {
    if let Command::Handling(HandlingCommand::PrintLabel { template: from, .. }) = &mut print {
        *from = template(id, version);
    }
    print
}

/// A version of the centre's own template for product labels.
fn template(id: &str, version: u16) -> LabelVersion {
    LabelVersion {
        label: LabelType::Product,
        id: LabelTemplateId::new(id).unwrap(),
        version,
        hash: label_says('9'),
    }
}

/// What is shown and drawn is told apart by one letter; `none` is drawn from what cannot be.
fn templates(verb: &str, said: &mut Said) -> Option<FacilityCommand> {
    let id = said.take("named").unwrap_or("own-labels".to_owned());
    let template = template(&id, said.number("version", 1));
    let reason = said.take("because").unwrap_or("the ward asked".to_owned());
    let mut drawing = |name| said.take(name).unwrap_or("b".to_owned());
    let (shown, drawn) = (drawing("shown"), drawing("drawn"));
    let hash = |text: &str| label_says(text.chars().next().unwrap());
    Some(match verb {
        "proposes a label template" => FacilityCommand::ProposeLabelTemplate {
            template,
            text: "its text".to_owned(),
            reason,
        },
        "approves a label template" => FacilityCommand::ApproveLabelTemplate {
            template,
            shown: hash(&shown),
            drawn: (drawn != "none").then(|| hash(&drawn)),
        },
        "retires a label template" => FacilityCommand::RetireLabelTemplate { template, reason },
        _ => return None,
    })
}
