//! What stands around every page: the centre, the reader, the way to the other pages.

use cikada_app::World;
use cikada_app::staff::Role;
use cikada_app::use_cases::Session;

use crate::wording;

/// Which entry of the navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Today,
    Board,
    Release,
    Genealogy,
    Laboratory,
    Trends,
    Opening,
    Treatment,
    Materials,
    Equipment,
    Rooms,
    Training,
    Labels,
}

/// The frame of a page.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) centre: String,
    pub(crate) reader: String,
    pub(crate) roles: String,
    pub(crate) token: String,
    pub(crate) section: Section,
    /// The time of the page, from which running clocks count on.
    pub(crate) now: String,
    /// By how many days the clock of a sample centre was set ahead.
    pub(crate) days_ahead: Option<u16>,
    pub(crate) opens_treatments: bool,
    /// Whether trends are part of the reader's work; whoever reads treatments may open them.
    pub(crate) follows_trends: bool,
    /// Whether the reader works with materials, equipment, rooms, training or labels.
    pub(crate) keeps_facility: bool,
}

impl Frame {
    pub(crate) fn new(world: &World, session: &Session, section: Section) -> Self {
        let roles = &session.actor.staff.roles;
        Self {
            centre: world.centre().name.clone(),
            reader: session.actor.staff.name.clone(),
            roles: wording::roles(roles),
            token: session.csrf.clone(),
            section,
            now: world.now().to_string(),
            days_ahead: world.days_ahead(),
            opens_treatments: roles
                .iter()
                .any(|role| matches!(role, Role::Coordinator | Role::Physician)),
            follows_trends: roles.iter().any(|role| {
                matches!(
                    role,
                    Role::QualityControl | Role::QualifiedPerson | Role::Inspector
                )
            }),
            keeps_facility: roles.iter().any(|role| {
                matches!(
                    role,
                    Role::Technologist
                        | Role::QualityControl
                        | Role::QualifiedPerson
                        | Role::Inspector
                )
            }),
        }
    }

    /// For the navigation: says which page this is to a screen reader as well.
    pub(crate) fn current(&self, section: Section) -> &'static str {
        if self.section == section {
            "page"
        } else {
            "false"
        }
    }
}

#[cfg(test)]
impl Frame {
    pub(crate) fn example(section: Section) -> Self {
        Self {
            centre: "Example Centre".to_owned(),
            reader: "Mina Sato".to_owned(),
            roles: "Technologist, infusion nurse".to_owned(),
            token: "token-of-the-session".to_owned(),
            section,
            now: "2026-03-14T11:05:00Z".to_owned(),
            days_ahead: None,
            opens_treatments: false,
            follows_trends: false,
            keeps_facility: true,
        }
    }
}
