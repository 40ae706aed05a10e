//! iRECIST, beside RECIST 1.1: progression is first unconfirmed, then confirmed or reset.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::best::Standing;
use super::course::{Course, NonTargetState, Visit};
use super::immune_step::Immune;
use super::new_lesions::NewAt;
use super::overall::{NonTargetResponse, Overall, shown_as, standing};
use super::target::TargetVisit;

/// Response at one visit by iRECIST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImmuneResponse {
    /// Complete response.
    Complete,
    /// Partial response.
    Partial,
    /// Stable disease.
    Stable,
    /// Neither complete response nor progression, where nothing was measured at baseline.
    NonIcrNonIupd,
    /// Progression by RECIST 1.1, to be confirmed.
    Unconfirmed,
    /// Confirmed progression.
    Confirmed,
    /// Not evaluable.
    NotEvaluable,
}
shown_as!(ImmuneResponse: Complete "iCR", Partial "iPR", Stable "iSD",
    NonIcrNonIupd "non-iCR/non-iUPD", Unconfirmed "iUPD", Confirmed "iCPD", NotEvaluable "NE");

impl From<Overall> for ImmuneResponse {
    fn from(overall: Overall) -> Self {
        match overall {
            Overall::Complete => Self::Complete,
            Overall::Partial => Self::Partial,
            Overall::Stable => Self::Stable,
            Overall::NonCrNonPd => Self::NonIcrNonIupd,
            Overall::Progressive => Self::Unconfirmed,
            Overall::NotEvaluable => Self::NotEvaluable,
        }
    }
}

impl From<Standing> for ImmuneResponse {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Complete => Self::Complete,
            Standing::Partial => Self::Partial,
            Standing::Stable => Self::Stable,
            Standing::NonCrNonPd => Self::NonIcrNonIupd,
            Standing::Unconfirmed => Self::Unconfirmed,
            Standing::Progressive => Self::Confirmed,
            Standing::NotEvaluable => Self::NotEvaluable,
        }
    }
}

impl From<ImmuneResponse> for Standing {
    fn from(response: ImmuneResponse) -> Self {
        match response {
            ImmuneResponse::Complete => Self::Complete,
            ImmuneResponse::Partial => Self::Partial,
            ImmuneResponse::Stable => Self::Stable,
            ImmuneResponse::NonIcrNonIupd => Self::NonCrNonPd,
            ImmuneResponse::Unconfirmed => Self::Unconfirmed,
            ImmuneResponse::Confirmed => Self::Progressive,
            ImmuneResponse::NotEvaluable => Self::NotEvaluable,
        }
    }
}

/// One visit by iRECIST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImmuneVisit {
    /// The response.
    pub response: ImmuneResponse,
    /// Why, in a sentence.
    pub why: String,
    /// What iRECIST says on treating on, while progression is unconfirmed.
    pub treat_on: Option<&'static str>,
}

/// What one visit shows, as the rules of iRECIST need it.
#[derive(Debug)]
pub(super) struct Look<'c> {
    pub(super) label: &'c str,
    pub(super) date: Date,
    pub(super) target: &'c TargetVisit,
    pub(super) non_target: NonTargetResponse,
    pub(super) non_targets: BTreeMap<&'c str, NonTargetState>,
    /// Whether lesions are seen again after an overall complete response.
    pub(super) disease_back: bool,
    pub(super) new: &'c NewAt,
    pub(super) new_symptom: bool,
}

impl<'c> Look<'c> {
    pub(super) fn at(
        course: &'c Course,
        visit: &'c Visit,
        target: &'c TargetVisit,
        non_target: NonTargetResponse,
        new: &'c NewAt,
    ) -> Self {
        let non_targets = course
            .non_targets
            .iter()
            .map(|lesion| {
                let reading = visit.non_targets.get(&lesion.name);
                (lesion.name.as_str(), standing(lesion, reading))
            })
            .collect();
        Self {
            label: &visit.label,
            date: visit.date,
            target,
            non_target,
            non_targets,
            disease_back: false,
            new,
            new_symptom: visit.new_symptom,
        }
    }
}

/// Goes on with the next visit by day.
pub(super) fn assess_visit(immune: &mut Immune, look: &Look<'_>, visit: &Visit) -> ImmuneVisit {
    let (response, why) = immune.step(look);
    let treat_on = (response == ImmuneResponse::Unconfirmed).then_some(match visit.stable {
        Some(true) => {
            "The patient was called clinically stable: iRECIST allows treating on until the next \
             scan; a physician decides."
        }
        Some(false) => {
            "The patient was called not clinically stable: iRECIST does not foresee treating on."
        }
        None => {
            "Nobody said whether the patient is clinically stable: iRECIST foresees treating on \
             only if so. Add a row of kind visit with the state stable or unstable."
        }
    });
    ImmuneVisit {
        response,
        why,
        treat_on,
    }
}
