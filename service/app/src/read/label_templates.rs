//! The label templates of a centre, as pages show them: every version with its state, who proposed
//! and approved it, what it changes, and what it draws.

use cikada_document::label::{LabelTemplate, LabelType};
use cikada_domain::LabelTemplateId;
use cikada_domain::event::LabelVersion;
use cikada_domain::facility::{LabelTemplates, TemplateVersion};
use cikada_engine::FacilityCommand;

use crate::error::AppError;
use crate::label_templates::{Known, built_in, known, of_label, preview};
use crate::read::line_changes::{LineMark, line_changes};
use crate::read::{Moment, authorise_reading};
use crate::staff::{Role, roles_for_facility};
use crate::use_cases::Actor;
use crate::world::World;

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateState {
    /// Labels are drawn from it.
    InForce,
    /// Nobody has approved it yet.
    Proposed,
    /// It was in force, and another is now.
    Replaced,
    /// It is never drawn from again.
    Retired,
}

/// One version in the list of its type of label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// Which.
    pub version: LabelVersion,
    /// What it calls itself.
    pub title: String,
    /// How it stands.
    pub state: TemplateState,
    /// When, by whom and why it was proposed; nothing of the built-in layout.
    pub proposed: Option<(Moment, String, String)>,
    /// When and by whom it was approved, the newest first, with the hash of what was shown.
    pub approvals: Vec<(Moment, String, String)>,
    /// When, by whom and why it was retired.
    pub retired: Option<(Moment, String, String)>,
}

/// The versions of one type of label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelLine {
    /// What its labels are stuck on.
    pub label: LabelType,
    /// The built-in layout and every version proposed here, the newest first.
    pub versions: Vec<TemplateLine>,
}

/// One version, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePage {
    /// As in the list.
    pub line: TemplateLine,
    /// What it draws of invented content, as SVG; or why it draws nothing.
    pub drawings: Result<[String; 2], String>,
    /// The hash of the drawings, as far as people tell two apart by it.
    pub drawn: String,
    /// Whether it is drawn otherwise than when it was approved last.
    pub drawn_otherwise: bool,
    /// What it is held against: the version in force, or the built-in layout.
    pub against: Option<LabelVersion>,
    /// Its text, each line as it stands against that one.
    pub lines: Vec<(LineMark, String)>,
    /// Whether the reader may approve it.
    pub may_approve: bool,
    /// Whether the reader proposed it, and so may not.
    pub is_own: bool,
    /// Whether the reader may retire it.
    pub may_retire: bool,
}

/// Every version of every type of label.
///
/// # Errors
/// When the reader may see no records, or reading fails.
pub fn label_templates(world: &World, actor: &Actor) -> Result<Vec<LabelLine>, AppError> {
    authorise_reading(actor)?;
    let types = LabelType::ALL.into_iter();
    types
        .map(|label| {
            let templates = of_label(world, label)?;
            let own = templates.versions.iter().rev();
            let own = own.map(|version| line(world, &templates, version));
            let mut versions = own.collect::<Result<Vec<_>, _>>()?;
            versions.push(built_in_line(&templates, built_in(label)?));
            Ok(LabelLine { label, versions })
        })
        .collect()
}

/// One version with what it draws and changes.
///
/// # Errors
/// When the reader may see no records, there is no such version, or reading fails.
pub fn label_template(
    world: &World,
    actor: &Actor,
    label: LabelType,
    (id, version): (&LabelTemplateId, u16),
) -> Result<TemplatePage, AppError> {
    authorise_reading(actor)?;
    let templates = of_label(world, label)?;
    let mut versions = templates.versions.iter();
    let found = versions.find(|known| known.version.id == *id && known.version.version == version);
    let standard = built_in(label)?;
    let (line, template, text) = match found {
        Some(found) => {
            let read = known(&found.text).map_err(|_| unreadable(&found.version))?;
            (line(world, &templates, found)?, read.template, &*found.text)
        }
        None if standard.version.id == *id && standard.version.version == version => {
            let text = cikada_document::label::built_in_text(label);
            let template = standard.template.clone();
            (built_in_line(&templates, standard.clone()), template, text)
        }
        None => {
            let missing = format!("version {version} of label template {id}");
            return Err(AppError::NotFound(missing));
        }
    };
    let (drawings, drawn) = drawn(world, &template);
    let (against, old) = match templates.in_force() {
        Some(in_force) => (in_force.version.clone(), &*in_force.text),
        None => (
            standard.version.clone(),
            cikada_document::label::built_in_text(label),
        ),
    };
    let against = Some(against).filter(|against| against != &line.version);
    let lines = line_changes(if against.is_some() { old } else { text }, text);
    let roles = |command: &FacilityCommand| holds(actor, roles_for_facility(command));
    let retirement = FacilityCommand::RetireLabelTemplate {
        template: line.version.clone(),
        reason: String::new(),
    };
    let may = found.is_some() && line.state != TemplateState::Retired && roles(&retirement);
    let is_own = found.is_some_and(|found| found.proposed.by == actor.staff.id);
    let last = found.and_then(|found| found.approvals.last());
    let drawn_otherwise = last.is_some_and(|(shown, _)| Some(shown) != drawn.as_ref());
    Ok(TemplatePage {
        may_approve: may && !is_own && line.state != TemplateState::InForce,
        may_retire: may,
        is_own,
        drawings,
        drawn: drawn.as_ref().map_or_else(String::new, short),
        drawn_otherwise,
        against,
        lines,
        line,
    })
}

fn holds(actor: &Actor, roles: &[Role]) -> bool {
    actor.staff.roles.iter().any(|role| roles.contains(role))
}

fn drawn(
    world: &World,
    template: &LabelTemplate,
) -> (Result<[String; 2], String>, Option<cikada_domain::FileHash>) {
    match preview(world, template) {
        Ok(preview) => (Ok(preview.drawings), Some(preview.hash)),
        Err(error) => (Err(error.to_string()), None),
    }
}

fn short(hash: &cikada_domain::FileHash) -> String {
    hash.as_str().get(..12).unwrap_or_default().to_owned()
}

fn unreadable(version: &LabelVersion) -> AppError {
    AppError::Stored(format!("label template {}", version.words()))
}

fn line(
    world: &World,
    templates: &LabelTemplates,
    version: &TemplateVersion,
) -> Result<TemplateLine, AppError> {
    let read = known(&version.text).map_err(|_| unreadable(&version.version))?;
    let state = match (&version.retired, templates.in_force()) {
        (Some(_), _) => TemplateState::Retired,
        (None, Some(in_force)) if in_force == version => TemplateState::InForce,
        (None, _) if version.approvals.is_empty() => TemplateState::Proposed,
        (None, _) => TemplateState::Replaced,
    };
    let proposed = &version.proposed;
    let approvals = version.approvals.iter().rev();
    let approvals =
        approvals.map(|(shown, by)| (world.moment(by.at), world.who(&by.by), short(shown)));
    let retired = version.retired.as_ref();
    Ok(TemplateLine {
        version: version.version.clone(),
        title: read.template.title,
        state,
        proposed: Some((
            world.moment(proposed.at),
            world.who(&proposed.by),
            version.reason.clone(),
        )),
        approvals: approvals.collect(),
        retired: retired.map(|(by, why)| (world.moment(by.at), world.who(&by.by), why.clone())),
    })
}

/// The built-in layout is in force wherever nothing else is.
fn built_in_line(templates: &LabelTemplates, standard: Known) -> TemplateLine {
    TemplateLine {
        version: standard.version,
        title: standard.template.title,
        state: match templates.in_force() {
            None => TemplateState::InForce,
            Some(_) => TemplateState::Replaced,
        },
        proposed: None,
        approvals: Vec::new(),
        retired: None,
    }
}
