//! A form of the store, the equipment, the rooms, the training book or the label templates: shown, sent, answered.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::World;
use cikada_app::form::facility::{FacilityForm, FacilityTarget, describe_facility};
use cikada_app::form::{Field, FieldKind};
use cikada_app::read::Moment;
use cikada_app::use_cases::{Answer, REASONS, Reason, Session, SubmitError, submit_facility};
use cikada_domain::event::LabelType;
use cikada_domain::{EquipmentId, LabelTemplateId, LotId, RoomId};

use crate::failure::{Failure, may_be_sent_again};
use crate::pages::fields::{Asked, Sheet};
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::post::{Fields, PASSWORD, Post, REQUEST, WITNESS, posted};
use crate::session::Reader;
use crate::site::Site;
use crate::{shape, wording};

impl Asked for FacilityForm {
    fn address(&self) -> String {
        address(&self.target)
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }
}

#[derive(Debug, Template)]
#[template(path = "facility_form.html")]
struct FormPage {
    frame: Frame,
    sheet: Sheet<FacilityForm>,
    reasons: Vec<Reason>,
}

#[derive(Debug, Template)]
#[template(path = "facility_done.html")]
struct Done {
    frame: Frame,
    words: Vec<String>,
    sequence: u64,
    at: Moment,
    back: (&'static str, String),
}

/// The address of a form.
pub(crate) fn address(target: impl Borrow<FacilityTarget>) -> String {
    use FacilityTarget as T;
    let tail = match target.borrow() {
        T::Receipt => "receipt".to_owned(),
        T::LotRelease(lot) => format!("lots/{lot}/release"),
        T::LotRejection(lot) => format!("lots/{lot}/rejection"),
        T::LotRecall(lot) => format!("lots/{lot}/recall"),
        T::LotCount(lot) => format!("lots/{lot}/count"),
        T::Registration => "registration".to_owned(),
        T::Calibration(id) => format!("equipment/{id}/calibration"),
        T::Cleaning(id) => format!("equipment/{id}/cleaning"),
        T::Withdrawal(id) => format!("equipment/{id}/withdrawal"),
        T::Return(id) => format!("equipment/{id}/return"),
        T::FirstClearance => "clearance".to_owned(),
        T::Clearance(room) => format!("rooms/{room}/clearance"),
        T::Training => "training".to_owned(),
        T::TemplateProposal => "label-templates".to_owned(),
        T::TemplateApproval(label, id, version) => {
            format!("label-templates/{}/{id}/{version}/approval", label.code())
        }
        T::TemplateRetirement(label, id, version) => {
            format!("label-templates/{}/{id}/{version}/retirement", label.code())
        }
    };
    format!("/facility/{tail}")
}

/// Reads an address back. `None` is an address that was never printed.
fn parse(tail: &str) -> Option<FacilityTarget> {
    use FacilityTarget as T;
    let parts: Vec<&str> = tail.split('/').collect();
    let lot = |id: &str| LotId::new(id).ok();
    let piece = |id: &str| EquipmentId::new(id).ok();
    Some(match parts.as_slice() {
        ["receipt"] => T::Receipt,
        ["lots", id, "release"] => T::LotRelease(lot(id)?),
        ["lots", id, "rejection"] => T::LotRejection(lot(id)?),
        ["lots", id, "recall"] => T::LotRecall(lot(id)?),
        ["lots", id, "count"] => T::LotCount(lot(id)?),
        ["registration"] => T::Registration,
        ["equipment", id, "calibration"] => T::Calibration(piece(id)?),
        ["equipment", id, "cleaning"] => T::Cleaning(piece(id)?),
        ["equipment", id, "withdrawal"] => T::Withdrawal(piece(id)?),
        ["equipment", id, "return"] => T::Return(piece(id)?),
        ["clearance"] => T::FirstClearance,
        ["rooms", id, "clearance"] => T::Clearance(RoomId::new(*id).ok()?),
        ["training"] => T::Training,
        ["label-templates"] => T::TemplateProposal,
        ["label-templates", label, id, version, act] => {
            let label = LabelType::from_code(label)?;
            let id = LabelTemplateId::new(*id).ok()?;
            let version = version.parse().ok()?;
            match *act {
                "approval" => T::TemplateApproval(label, id, version),
                "retirement" => T::TemplateRetirement(label, id, version),
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// The list an act belongs to, and where its answer leads back to.
fn home(target: &FacilityTarget) -> (Section, &'static str, String) {
    use FacilityTarget as T;
    match target {
        T::Receipt => (
            Section::Materials,
            "Back to materials",
            "/materials".to_owned(),
        ),
        T::LotRelease(lot) | T::LotRejection(lot) | T::LotRecall(lot) | T::LotCount(lot) => (
            Section::Materials,
            "Back to the lot",
            format!("/materials/{lot}"),
        ),
        T::Registration | T::Calibration(_) | T::Cleaning(_) | T::Withdrawal(_) | T::Return(_) => (
            Section::Equipment,
            "Back to equipment",
            "/equipment".to_owned(),
        ),
        T::FirstClearance | T::Clearance(_) => {
            (Section::Rooms, "Back to rooms", "/rooms".to_owned())
        }
        T::Training => (
            Section::Training,
            "Back to training",
            "/training".to_owned(),
        ),
        T::TemplateProposal | T::TemplateApproval(..) | T::TemplateRetirement(..) => (
            Section::Labels,
            "Back to label templates",
            "/labels/templates".to_owned(),
        ),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(act): Path<String>,
) -> Result<Response, Failure> {
    let target = parse(&act).ok_or(Failure::NotFound)?;
    site.ask(move |world| {
        let sheet = sheet(world, &session, &target, &Fields::new())?;
        Ok(page(world, &session, (StatusCode::OK, sheet), Vec::new()))
    })
    .await?
}

pub(crate) async fn send(
    State(site): State<Site>,
    Path(act): Path<String>,
    post: Post,
) -> Result<Response, Failure> {
    let target = parse(&act).ok_or(Failure::NotFound)?;
    site.ask(move |world| submit(world, &post.session, &target, post.fields))
        .await?
}

/// Hands what was typed to the app and shows what comes back.
fn submit(
    world: &World,
    session: &Session,
    target: &FacilityTarget,
    mut typed: Fields,
) -> Result<Response, Failure> {
    let sent = posted(typed.clone());
    let submitted = submit_facility(world, &session.actor, target, &sent);
    let again = |mark: &dyn Fn(&mut Sheet<FacilityForm>)| {
        let mut sheet = sheet(world, session, target, &typed)?;
        mark(&mut sheet);
        let sheet = (StatusCode::UNPROCESSABLE_ENTITY, sheet);
        Ok(page(world, session, sheet, Vec::new()))
    };
    match submitted {
        Ok(Answer::Accepted { words, sequence }) => {
            let (section, way, href) = home(target);
            let done = Done {
                frame: Frame::new(world, session, section),
                words,
                sequence,
                at: world.now().to_zoned(world.zone().clone()),
                back: (way, href),
            };
            Ok(render(StatusCode::OK, &done))
        }
        Ok(Answer::Refused { reasons }) | Err(SubmitError::Refused(reasons)) => {
            // The old request would only be told its first answer again.
            typed.remove(REQUEST);
            let sheet = sheet(world, session, target, &typed)?;
            Ok(page(world, session, (StatusCode::CONFLICT, sheet), reasons))
        }
        Err(SubmitError::Fields(errors)) => again(&|sheet| sheet.mark(errors.clone())),
        Err(error @ SubmitError::WrongPassword) => {
            again(&|sheet| sheet.mark_own(PASSWORD, &error.to_string()))
        }
        Err(error @ SubmitError::WitnessUnknown) => {
            again(&|sheet| sheet.mark_own(WITNESS, &error.to_string()))
        }
        Err(SubmitError::App(error)) => {
            let (_, words) = may_be_sent_again(error)?;
            again(&|sheet| sheet.mark_own("", &words))
        }
    }
}

fn sheet(
    world: &World,
    session: &Session,
    target: &FacilityTarget,
    typed: &Fields,
) -> Result<Sheet<FacilityForm>, Failure> {
    let form = describe_facility(world, &session.actor, target)?;
    Sheet::lay_out(session, form, typed)
}

fn page(
    world: &World,
    session: &Session,
    (status, sheet): (StatusCode, Sheet<FacilityForm>),
    reasons: Vec<Reason>,
) -> Response {
    let (section, ..) = home(&sheet.form.target);
    let frame = Frame::new(world, session, section);
    let page = FormPage {
        frame,
        sheet,
        reasons,
    };
    render(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_form() {
        let lot = LotId::new("L-26-000001").unwrap();
        let piece = EquipmentId::new("BSC-1").unwrap();
        let template = LabelTemplateId::new("example-centre").unwrap();
        for target in [
            FacilityTarget::Receipt,
            FacilityTarget::LotRelease(lot.clone()),
            FacilityTarget::LotRejection(lot.clone()),
            FacilityTarget::LotRecall(lot.clone()),
            FacilityTarget::LotCount(lot),
            FacilityTarget::Registration,
            FacilityTarget::Calibration(piece.clone()),
            FacilityTarget::Cleaning(piece.clone()),
            FacilityTarget::Withdrawal(piece.clone()),
            FacilityTarget::Return(piece),
            FacilityTarget::FirstClearance,
            FacilityTarget::Clearance(RoomId::new("CR-1").unwrap()),
            FacilityTarget::Training,
            FacilityTarget::TemplateProposal,
            FacilityTarget::TemplateApproval(LabelType::Product, template.clone(), 2),
            FacilityTarget::TemplateRetirement(LabelType::Product, template, 2),
        ] {
            let path = address(&target);
            assert_eq!(parse(path.trim_start_matches("/facility/")), Some(target));
        }
        assert_eq!(parse("lots/L-1"), None);
    }
}
