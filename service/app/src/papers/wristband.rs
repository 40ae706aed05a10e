//! The patient's wristband: printed from the enrolment, its code read back before it is given out.

use cikada_document::HospitalNumber;
use cikada_document::label::{DotsPerMillimetre, LabelPatient, Wristband};
use cikada_domain::ChainOfIdentity;
use cikada_paper::{LabelSheet, Language, Placement};

use super::{Filed, LabelForm};
use crate::error::AppError;
use crate::read::labels::WRISTBAND_PLACE;
use crate::read::{authorise_reading, patient};
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::world::World;

/// What the wristband says; nothing for whoever was erased, or whose number no code can hold.
pub(crate) fn of_treatment(world: &World, folded: &Folded) -> Result<Option<Wristband>, AppError> {
    let known = patient(world, folded)?;
    let number = known.hospital_number.unwrap_or_default();
    let number = HospitalNumber::new(WRISTBAND_PLACE, number).ok();
    let opening = folded.treatment.opening.as_ref();
    let both = known.name.zip(known.birth_date);
    let known = number.zip(opening).zip(both);
    Ok(known.map(|((number, opening), (name, born))| Wristband {
        patient: LabelPatient {
            name,
            second_identifier: format!("born {born}"),
        },
        number,
        chain_of_identity: opening.chain_of_identity.clone(),
    }))
}

/// The wristband of a treatment's patient, as a file for its printer.
///
/// # Errors
/// When the reader may not see treatments, when the patient's identifiers cannot be read any more,
/// or when they have no place on a wristband.
pub fn file_wristband(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    form: LabelForm,
) -> Result<Filed, AppError> {
    authorise_reading(actor)?;
    let (folded, _) = world.opened(id)?;
    let wristband = of_treatment(world, &folded)?;
    let wristband = wristband.ok_or_else(|| AppError::NotFound(format!("wristband of {id}")))?;
    let undrawn = |error: &dyn std::fmt::Display| AppError::Document(error.to_string());
    let drawing = wristband.draw().map_err(|error| undrawn(&error))?;
    let bytes = match form {
        LabelForm::Svg => drawing.to_svg().into_bytes(),
        LabelForm::Zpl => drawing.to_zpl(DotsPerMillimetre::Twelve).into_bytes(),
        LabelForm::Pdf => {
            let sheet = LabelSheet {
                title: format!("Wristband {id}"),
                language: Language::English,
                issued_at: world.moment(world.now()),
                placement: Placement::OwnPage,
                labels: vec![(drawing, format!("Wristband of {}", wristband.patient.name))],
            };
            sheet.render().map_err(|error| undrawn(&error))?
        }
    };
    let name = format!("wristband-{id}.{}", form.ending());
    Ok(Filed { name, bytes })
}
