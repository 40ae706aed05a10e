//! The forms of the store, the equipment, the rooms, the training book and the label templates.

mod read;
mod template;

use cikada_domain::event::{LabelType, Subject};
use cikada_domain::{EquipmentId, LabelTemplateId, LotId, RoomId};

use crate::error::AppError;
use crate::form::drawn::{field, text};
use crate::form::{Field, FieldKind};
use crate::read::authorise_reading;
use crate::use_cases::Actor;
use crate::world::World;

pub(crate) use read::read_facility;
pub(crate) use template::read_template_text;

/// What a form of the facility is for. Every act on it has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacilityTarget {
    /// A lot comes in.
    Receipt,
    /// A lot is released for use.
    LotRelease(LotId),
    /// A lot is rejected.
    LotRejection(LotId),
    /// A lot is recalled.
    LotRecall(LotId),
    /// A lot is counted.
    LotCount(LotId),
    /// A piece of equipment comes into use.
    Registration,
    /// A calibration.
    Calibration(EquipmentId),
    /// A cleaning.
    Cleaning(EquipmentId),
    /// A piece is taken out of use.
    Withdrawal(EquipmentId),
    /// A piece comes back.
    Return(EquipmentId),
    /// The line of a room not used before.
    FirstClearance,
    /// The line of a room.
    Clearance(RoomId),
    /// Somebody was trained.
    Training,
    /// A version of a label template is put forward.
    TemplateProposal,
    /// A version is put in force.
    TemplateApproval(LabelType, LabelTemplateId, u16),
    /// A version is taken out of use for good.
    TemplateRetirement(LabelType, LabelTemplateId, u16),
}

/// A form of the facility as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacilityForm {
    /// What it is for.
    pub target: FacilityTarget,
    /// The title.
    pub title: String,
    /// What to do.
    pub instruction: String,
    /// What is entered, in order.
    pub fields: Vec<Field>,
    /// What the signature means, for acts that are signed.
    pub signature: Option<String>,
    /// Whether a second person must prove their presence.
    pub witness: bool,
    /// What the button says.
    pub action: String,
    /// Drawings to be looked at before signing, as SVG.
    pub drawings: Vec<String>,
}

/// Why a lot is rejected, recalled or counted, or equipment taken out of use, as codes with words.
pub const WHY: [(&str, &str); 6] = [
    ("supplier-notice", "the supplier's notice"),
    ("damaged", "damaged on arrival or in store"),
    ("wrong-certificate", "the certificate does not fit"),
    ("storage-temperature", "stored outside its temperature"),
    ("count-differs", "what is there differs from the books"),
    ("fault", "a fault of the equipment"),
];

/// What is typed of a lot in words: its name, its label, whether it may be left empty.
const FIELDS_OF_A_LOT: [(&str, &str, bool); 6] = [
    ("name", "What the package calls it", false),
    ("supplier", "Supplier", false),
    ("supplier_lot", "Supplier's lot", false),
    ("strength", "Strength, as on the certificate", true),
    ("activity", "Units in a mass, as on the certificate", true),
    ("certificate", "Certificate: SHA-256 of its file", true),
];

/// The form of a target.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn describe_facility(
    world: &World,
    actor: &Actor,
    target: &FacilityTarget,
) -> Result<FacilityForm, AppError> {
    authorise_reading(actor)?;
    let (title, action, instruction) = words(target);
    let shown = template::shown(world, target)?;
    Ok(FacilityForm {
        fields: match &shown {
            Some(shown) => vec![template::looked_at(shown)],
            None => fields(world, target)?,
        },
        drawings: shown.map_or_else(Vec::new, |shown| shown.drawings.to_vec()),
        target: target.clone(),
        title,
        instruction: instruction.to_owned(),
        signature: signature(target).map(str::to_owned),
        witness: matches!(
            target,
            FacilityTarget::LotCount(_)
                | FacilityTarget::FirstClearance
                | FacilityTarget::Clearance(_)
        ),
        action: action.to_owned(),
    })
}

fn words(target: &FacilityTarget) -> (String, &'static str, &'static str) {
    use FacilityTarget as T;
    match target {
        T::Receipt => (
            "Receive a lot".to_owned(),
            "Receive into quarantine",
            "The lot gets a number of its own and stays in quarantine until another person has released it.",
        ),
        T::LotRelease(lot) => (
            format!("Release lot {lot}"),
            "Sign and release",
            "Compare package, label and certificate. Whoever received the lot cannot release it.",
        ),
        T::LotRejection(lot) => (
            format!("Reject lot {lot}"),
            "Sign and reject",
            "The lot is not used, and goes back or is destroyed.",
        ),
        T::LotRecall(lot) => (
            format!("Recall lot {lot}"),
            "Sign and recall",
            "No step takes from it any more, and no product made with it is released or given.",
        ),
        T::LotCount(lot) => (
            format!("Count lot {lot}"),
            "Sign the count",
            "Count what is there with a second person. The books follow; what was drawn stays as it was recorded.",
        ),
        T::Registration => (
            "Register equipment".to_owned(),
            "Register",
            "It is used once it is calibrated and, where its rule asks, cleaned.",
        ),
        T::Calibration(id) => (format!("Calibration of {id}"), "Sign calibration", ""),
        T::Cleaning(id) => (format!("Cleaning of {id}"), "Sign cleaning", ""),
        T::Withdrawal(id) => (
            format!("Take {id} out of use"),
            "Sign and take out of use",
            "No step takes it until it is returned.",
        ),
        T::Return(id) => (
            format!("Return {id} to use"),
            "Sign and return",
            "Its calibration and cleaning stand as they were.",
        ),
        T::FirstClearance => (
            "Clear the line of a room or cabinet".to_owned(),
            "Sign that the line is clear",
            "Both of you look: nothing of another patient is left, surfaces are clean, labels and papers are gone.",
        ),
        T::Clearance(room) => (
            format!("Clear the line of {room}"),
            "Sign that the line is clear",
            "Both of you look: nothing of another patient is left, surfaces are clean, labels and papers are gone.",
        ),
        T::Training => (
            "Record training".to_owned(),
            "Sign training",
            "Of one person on one version of a procedure. Nobody records their own.",
        ),
        T::TemplateProposal | T::TemplateApproval(..) | T::TemplateRetirement(..) => {
            template::words(target)
        }
    }
}

/// What the signature under a form means.
fn signature(target: &FacilityTarget) -> Option<&'static str> {
    use FacilityTarget as T;
    match target {
        T::LotRelease(_) => Some("You release this lot for use."),
        T::LotRejection(_) => Some("You reject this lot."),
        T::LotRecall(_) => Some("You recall this lot and everything made with it."),
        T::LotCount(_) => Some("You have counted what is there."),
        T::Withdrawal(_) => Some("You take this equipment out of use."),
        T::Return(_) => Some("You return this equipment to use."),
        T::Calibration(_) => Some("You answer for this calibration and its day."),
        T::Cleaning(_) => Some("You have cleaned this equipment."),
        T::FirstClearance | T::Clearance(_) => Some("You have looked, and the line is clear."),
        T::Training => Some("You have trained this person."),
        T::TemplateApproval(..) => Some("You approve this label template as it is drawn above."),
        T::TemplateRetirement(..) => Some("You take this label template out of use for good."),
        T::Receipt | T::Registration | T::TemplateProposal => None,
    }
}

fn fields(world: &World, target: &FacilityTarget) -> Result<Vec<Field>, AppError> {
    use FacilityTarget as T;
    let why = || field("why", "Why", FieldKind::Choice(known(&WHY)));
    let last_day = |name: &str, label: &str| field(name, label, FieldKind::Date);
    Ok(match target {
        T::Receipt => receipt(world),
        T::LotRelease(_) | T::Return(_) | T::Clearance(_) => Vec::new(),
        T::LotRejection(_) | T::LotRecall(_) | T::Withdrawal(_) => vec![why()],
        T::LotCount(lot) => {
            let around = world.facility(&[Subject::Lot(lot.clone())].into())?;
            let known = around.facility.lots.get(lot);
            let known = known.ok_or_else(|| AppError::NotFound(format!("lot {lot}")))?;
            let mut counted = field("counted", "What is there", FieldKind::Amount);
            counted.help = Some(format!("by the books {}", known.on_hand.words()));
            vec![counted, why()]
        }
        T::Registration => vec![
            field("equipment", "Its number", FieldKind::Scan),
            suggested("kind", "Kind, as protocols name it", kinds(world)),
            field("name", "What people call it", FieldKind::Text),
            text("room", "The room it stands in"),
            field(
                "cleaning",
                "It is cleaned",
                FieldKind::Choice(known(&CLEANING)),
            ),
        ],
        T::Calibration(_) => vec![
            last_day("due_on", "Last day it holds"),
            text("certificate", "Certificate: SHA-256 of its file"),
        ],
        T::Cleaning(_) => vec![Field {
            optional: true,
            help: Some("where cleaning is scheduled".to_owned()),
            ..last_day("due_on", "Last day it holds")
        }],
        T::FirstClearance => vec![field("room", "Room or cabinet", FieldKind::Scan)],
        T::Training => training(world),
        T::TemplateProposal => template::proposal(),
        T::TemplateRetirement(..) => vec![template::reason("Why it is retired")],
        T::TemplateApproval(..) => Vec::new(),
    })
}

/// When equipment is cleaned, as codes with their words.
pub(crate) const CLEANING: [(&str, &str); 3] = [
    ("each-batch", "before each batch"),
    ("scheduled", "by the calendar"),
    ("none", "not asked for"),
];

pub(crate) fn known(codes: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, words): &(&str, &str)| ((*code).to_owned(), (*words).to_owned());
    codes.iter().map(owned).collect()
}

fn suggested(name: &str, label: &str, suggestions: Vec<String>) -> Field {
    Field {
        suggestions,
        ..field(name, label, FieldKind::Text)
    }
}

fn receipt(world: &World) -> Vec<Field> {
    let mut fields = vec![suggested(
        "material",
        "Material, as protocols name it",
        materials(world),
    )];
    for (name, label, optional) in FIELDS_OF_A_LOT {
        let asked = field(name, label, FieldKind::Text);
        fields.push(Field { optional, ..asked });
    }
    let mut quantity = field("quantity", "How much came in", FieldKind::Amount);
    quantity.help = Some("number and unit, such as 50 mL, 10 mg or 20 {piece}".to_owned());
    fields.insert(4, quantity);
    fields.insert(4, field("expires_on", "Expires on", FieldKind::Date));
    fields
}

fn training(world: &World) -> Vec<Field> {
    vec![
        field("staff", "Who", FieldKind::Choice(staff(world))),
        field("procedure", "On what", FieldKind::Choice(procedures(world))),
        field("until", "Last day it holds", FieldKind::Date),
    ]
}

/// Who can be trained, as codes with their names.
fn staff(world: &World) -> Vec<(String, String)> {
    let staff = crate::read::facility::trainees(world).into_iter();
    staff
        .map(|member| (member.id.to_string(), member.name))
        .collect()
}

/// What somebody can be trained on: number and version of each installed protocol, with its title.
fn procedures(world: &World) -> Vec<(String, String)> {
    let procedures = world.protocols().into_iter().map(|protocol| {
        let code = format!("{} {}", protocol.id, protocol.version);
        (code.clone(), format!("{} ({code})", protocol.title))
    });
    procedures.collect()
}

/// Materials that installed protocols take from stock.
fn materials(world: &World) -> Vec<String> {
    use cikada_protocol::model::MaterialFrom;
    let protocols = world.protocols();
    let steps = protocols.iter().flat_map(|protocol| &protocol.steps);
    let all = steps.flat_map(|step| &step.materials);
    let stock = all.filter(|material| material.from == MaterialFrom::Stock);
    sorted(stock.map(|material| material.id.to_string()))
}

/// Kinds of equipment that installed protocols name.
fn kinds(world: &World) -> Vec<String> {
    let protocols = world.protocols();
    let steps = protocols.iter().flat_map(|protocol| &protocol.steps);
    sorted(steps.flat_map(|step| step.equipment.iter().map(ToString::to_string)))
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = names.collect();
    names.into_iter().collect()
}
