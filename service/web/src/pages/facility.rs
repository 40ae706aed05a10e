//! The store, the equipment, the rooms and the training book: what is there and how it stands.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::facility::FacilityTarget;
use cikada_app::read::facility::{self as app, EquipmentLine, LotPage, MaterialsPage, RoomLine};
use cikada_app::read::training::{ProcedureLine, training as training_book};
use cikada_domain::LotId;
use cikada_domain::facility::LotState;
use cikada_domain::genealogy::{Kind, Node};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{facility_form, render};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "materials.html")]
struct Materials {
    frame: Frame,
    page: MaterialsPage,
}

#[derive(Debug, Template)]
#[template(path = "lot.html")]
struct LotOf {
    frame: Frame,
    page: LotPage,
}

impl LotOf {
    /// Where everything is listed that the lot led to.
    fn genealogy(&self) -> String {
        address::genealogy(&Node {
            kind: Kind::Lot,
            id: self.page.line.lot.to_string(),
        })
    }
}

#[derive(Debug, Template)]
#[template(path = "equipment.html")]
struct Equipment {
    frame: Frame,
    lines: Vec<EquipmentLine>,
}

#[derive(Debug, Template)]
#[template(path = "rooms.html")]
struct Rooms {
    frame: Frame,
    lines: Vec<RoomLine>,
}

#[derive(Debug, Template)]
#[template(path = "training.html")]
struct Training {
    frame: Frame,
    lines: Vec<ProcedureLine>,
}

pub(crate) async fn materials(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        let page = app::materials(world, &session.actor)?;
        let frame = Frame::new(world, &session, Section::Materials);
        Ok(render(StatusCode::OK, &Materials { frame, page }))
    })
    .await?
}

pub(crate) async fn lot(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(lot): Path<String>,
) -> Result<Response, Failure> {
    let lot = LotId::new(lot).map_err(|_| Failure::NotFound)?;
    site.ask(move |world| {
        let page = app::lot(world, &session.actor, &lot)?;
        let frame = Frame::new(world, &session, Section::Materials);
        Ok(render(StatusCode::OK, &LotOf { frame, page }))
    })
    .await?
}

pub(crate) async fn equipment(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        let lines = app::equipment(world, &session.actor)?;
        let frame = Frame::new(world, &session, Section::Equipment);
        Ok(render(StatusCode::OK, &Equipment { frame, lines }))
    })
    .await?
}

pub(crate) async fn rooms(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        let lines = app::rooms(world, &session.actor)?;
        let frame = Frame::new(world, &session, Section::Rooms);
        Ok(render(StatusCode::OK, &Rooms { frame, lines }))
    })
    .await?
}

pub(crate) async fn training(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        let lines = training_book(world, &session.actor)?;
        let frame = Frame::new(world, &session, Section::Training);
        Ok(render(StatusCode::OK, &Training { frame, lines }))
    })
    .await?
}
