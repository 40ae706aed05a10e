//! The versions of one type of label's template: proposed, approved, retired, and which is in force.

use jiff::Timestamp;

use crate::event::{FacilityEvent, LabelVersion, Recorded};
use crate::identifier::FileHash;
use crate::treatment::Confirmed;

/// Everything that happened to the templates of one type of label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelTemplates {
    /// Every version, in the order in which they were proposed.
    pub versions: Vec<TemplateVersion>,
    /// What came into force and when; nothing where the built-in layout did.
    changes: Vec<(Timestamp, Option<LabelVersion>)>,
}

/// One version of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// Which.
    pub version: LabelVersion,
    /// Its text, whole.
    pub text: String,
    /// Why it was proposed.
    pub reason: String,
    /// When and by whom it was proposed.
    pub proposed: Confirmed,
    /// Each approval: the hash of the drawings that were shown, when and by whom.
    pub approvals: Vec<(FileHash, Confirmed)>,
    /// When, by whom and why it was retired.
    pub retired: Option<(Confirmed, String)>,
}

impl LabelTemplates {
    /// The version that labels are drawn from now; nothing where it is the built-in layout.
    #[must_use]
    pub fn in_force(&self) -> Option<&TemplateVersion> {
        let (_, last) = self.changes.last()?;
        self.version(last.as_ref()?)
    }

    /// The version that labels were drawn from at a time; nothing where it was the built-in layout.
    #[must_use]
    pub fn in_force_at(&self, at: Timestamp) -> Option<&TemplateVersion> {
        let mut changes = self.changes.iter().rev();
        let (_, then) = changes.find(|(from, _)| *from <= at)?;
        self.version(then.as_ref()?)
    }

    /// A version that was proposed here.
    #[must_use]
    pub fn version(&self, version: &LabelVersion) -> Option<&TemplateVersion> {
        let mut versions = self.versions.iter();
        versions.find(|known| &known.version == version)
    }

    pub(super) fn apply(&mut self, recorded: &Recorded<FacilityEvent>) {
        let confirmed = Confirmed {
            at: recorded.occurred_at,
            by: recorded.performer.clone(),
        };
        // A template is in force from when that is on record, whatever its signer says of the hour.
        let at = recorded.recorded_at;
        match &recorded.event {
            FacilityEvent::LabelTemplateProposed {
                template,
                text,
                reason,
            } => self.versions.push(TemplateVersion {
                version: template.clone(),
                text: text.clone(),
                reason: reason.clone(),
                proposed: confirmed,
                approvals: Vec::new(),
                retired: None,
            }),
            FacilityEvent::LabelTemplateApproved { template, preview } => {
                if let Some(known) = self.known(template) {
                    known.approvals.push((preview.clone(), confirmed));
                    self.changes.push((at, Some(template.clone())));
                }
            }
            FacilityEvent::LabelTemplateRetired { template, reason } => {
                let was_in_force = self.in_force().map(|known| &known.version) == Some(template);
                if let Some(known) = self.known(template) {
                    known.retired = Some((confirmed, reason.clone()));
                }
                if was_in_force {
                    self.changes.push((at, None));
                }
            }
            _ => {}
        }
    }

    fn known(&mut self, version: &LabelVersion) -> Option<&mut TemplateVersion> {
        let mut versions = self.versions.iter_mut();
        versions.find(|known| &known.version == version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::LabelType;
    use crate::identifier::{DeviceId, LabelTemplateId, StaffId};

    fn version(number: u16) -> LabelVersion {
        LabelVersion {
            label: LabelType::Product,
            id: LabelTemplateId::new("example-centre").unwrap(),
            version: number,
            hash: FileHash::of_digest([0; 32]),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn recorded(second: i64, event: FacilityEvent) -> Recorded<FacilityEvent> {
        Recorded {
            event,
            performer: StaffId::new("qp-1").unwrap(),
            witness: None,
            device: DeviceId::new("desk").unwrap(),
            occurred_at: at(0),
            recorded_at: at(second),
        }
    }

    fn proposed(number: u16) -> FacilityEvent {
        FacilityEvent::LabelTemplateProposed {
            template: version(number),
            text: String::new(),
            reason: "another printer".to_owned(),
        }
    }

    fn approved(number: u16) -> FacilityEvent {
        FacilityEvent::LabelTemplateApproved {
            template: version(number),
            preview: FileHash::of_digest([1; 32]),
        }
    }

    #[test]
    fn the_last_approved_version_is_in_force_from_its_approval_and_a_retirement_brings_the_built_in_back()
     {
        let retired = FacilityEvent::LabelTemplateRetired {
            template: version(1),
            reason: "too small".to_owned(),
        };
        let story = [
            (10, proposed(1)),
            (20, approved(1)),
            (30, proposed(2)),
            (40, approved(2)),
            (50, approved(1)),
            (60, retired),
        ];
        let mut templates = LabelTemplates::default();
        for (second, event) in story {
            templates.apply(&recorded(second, event));
        }
        let then = |second| {
            let found = templates.in_force_at(at(second));
            found.map(|known| known.version.version)
        };
        let told = [5, 15, 20, 39, 40, 50, 60].map(then);
        assert_eq!(told, [None, None, Some(1), Some(1), Some(2), Some(1), None]);
        assert_eq!(templates.in_force(), None);
        assert_eq!(templates.versions[0].approvals.len(), 2);
    }
}
