//! Label templates: every version with its state, and one version with what it draws and changes.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::facility::FacilityTarget;
use cikada_app::read::label_templates::{
    self as app, LabelLine, TemplateLine, TemplatePage, TemplateState,
};
use cikada_app::read::line_changes::LineMark;
use cikada_domain::LabelTemplateId;
use cikada_domain::event::{LabelType, LabelVersion};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{facility_form, render};
use crate::session::Reader;
use crate::site::Site;
use crate::{shape, wording};

#[derive(Debug, Template)]
#[template(path = "label_templates.html")]
struct Templates {
    frame: Frame,
    labels: Vec<LabelLine>,
}

#[derive(Debug, Template)]
#[template(path = "label_template.html")]
struct OneTemplate {
    frame: Frame,
    page: TemplatePage,
}

/// What a type of label is stuck on, as a heading.
fn of_label(label: &LabelType) -> &'static str {
    match label {
        LabelType::Collection => "Collected bag",
        LabelType::Product => "Infused bag",
        LabelType::Partial => "Partial label: before anything is in the bag, and prepared doses",
        LabelType::Sample => "Tube",
        LabelType::Material => "Lot of a material",
    }
}

/// The address of one version.
fn address(version: &LabelVersion) -> String {
    let (label, id) = (version.label.code(), &version.id);
    format!("/labels/templates/{label}/{id}/{}", version.version)
}

/// The form in which one version is approved or retired.
fn form(
    version: &LabelVersion,
    target: fn(LabelType, LabelTemplateId, u16) -> FacilityTarget,
) -> String {
    facility_form::address(target(version.label, version.id.clone(), version.version))
}

/// How a version stands; the built-in layout is on hand when another is in force.
fn state_word(line: &TemplateLine) -> &'static str {
    match line.state {
        TemplateState::InForce => "In force",
        TemplateState::Proposed => "Proposed",
        TemplateState::Replaced if line.version.is_built_in() => "On hand",
        TemplateState::Replaced => "Replaced",
        TemplateState::Retired => "Retired",
    }
}

fn state_class(line: &TemplateLine) -> &'static str {
    match line.state {
        TemplateState::InForce => "done",
        TemplateState::Proposed => "due",
        TemplateState::Replaced | TemplateState::Retired => "blocked",
    }
}

fn line_class(mark: &LineMark) -> &'static str {
    match mark {
        LineMark::Same => "same",
        LineMark::Removed => "removed",
        LineMark::Added => "added",
    }
}

/// The sign before a line, read aloud in words.
fn line_sign(mark: &LineMark) -> (&'static str, &'static str) {
    match mark {
        LineMark::Same => (" ", ""),
        LineMark::Removed => ("\u{2212}", "no longer: "),
        LineMark::Added => ("+", "new: "),
    }
}

pub(crate) async fn list(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        let labels = app::label_templates(world, &session.actor)?;
        let frame = Frame::new(world, &session, Section::Labels);
        Ok(render(StatusCode::OK, &Templates { frame, labels }))
    })
    .await?
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((label, id, version)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let version = version.parse().map_err(|_| Failure::NotFound)?;
    let label = LabelType::from_code(&label).ok_or(Failure::NotFound)?;
    let id = LabelTemplateId::new(id).map_err(|_| Failure::NotFound)?;
    site.ask(move |world| {
        let page = app::label_template(world, &session.actor, label, (&id, version))?;
        let frame = Frame::new(world, &session, Section::Labels);
        Ok(render(StatusCode::OK, &OneTemplate { frame, page }))
    })
    .await?
}
