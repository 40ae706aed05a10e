//! Label templates under change control: proposed with a reason, approved by another person who saw
//! what is drawn, retired. Revisions of what people work by are controlled (21 CFR 11.10(k)), and
//! labelling is reviewed and approved before it is used (21 CFR 211.122, 211.125).

use cikada_domain::FacilityEvent;
use cikada_domain::FileHash;
use cikada_domain::event::LabelVersion;
use cikada_domain::facility::{LabelTemplates, TemplateVersion};

use super::Asked;
use crate::context::Reasons;
use crate::decision::Decision;
use crate::gates::written;
use crate::refusal::RefusalCode;

/// A version is put forward, under a name of the centre's own and with the number that follows its
/// last version. No label is drawn from it yet.
pub(crate) fn propose(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    template: &LabelVersion,
    (text, reason): (&str, &str),
) -> Decision<FacilityEvent> {
    if template.is_built_in() {
        let detail = format!("{} is the layout that comes with the software", template.id);
        reasons.refuse(RefusalCode::LabelTemplateNameReserved, detail);
    }
    let known = asked.facility.label_templates.get(&template.label);
    let versions = known.into_iter().flat_map(|known| &known.versions);
    let same = versions.filter(|known| known.version.id == template.id);
    let last = same.map(|known| known.version.version).max();
    let next = last.unwrap_or_default().saturating_add(1);
    if template.version != next {
        let detail = format!("{}, expected version {next}", template.words());
        reasons.refuse(RefusalCode::LabelTemplateVersionDiffers, detail);
    }
    written(&mut reasons, "the template's text", text);
    written(&mut reasons, "why the labels should change", reason);
    reasons.or_accept(|| {
        vec![FacilityEvent::LabelTemplateProposed {
            template: template.clone(),
            text: text.to_owned(),
            reason: reason.to_owned(),
        }]
    })
}

/// Another person than its proposer puts a version in force, having seen what is drawn from it now.
pub(crate) fn approve(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    template: &LabelVersion,
    (shown, drawn): (&FileHash, Option<&FileHash>),
) -> Decision<FacilityEvent> {
    let Some((templates, known)) = found(asked, &mut reasons, template) else {
        return reasons.refused();
    };
    // INVARIANT (four eyes): nobody approves what they put forward.
    if known.proposed.by == asked.act.performer {
        let detail = known.proposed.by.as_str();
        reasons.refuse(RefusalCode::LabelTemplateApprovedByProposer, detail);
    }
    if known.retired.is_some() {
        reasons.refuse(RefusalCode::LabelTemplateRetired, template.words());
    }
    if templates.in_force() == Some(known) {
        reasons.refuse(RefusalCode::LabelTemplateInForce, template.words());
    }
    match drawn {
        Some(drawn) if drawn == shown => {}
        Some(drawn) => {
            let detail = format!("shown was {}, drawn is {}", short(shown), short(drawn));
            reasons.refuse(RefusalCode::LabelTemplatePreviewDiffers, detail);
        }
        None => {
            let detail = format!("nothing is drawn from {}", template.words());
            reasons.refuse(RefusalCode::LabelTemplatePreviewDiffers, detail);
        }
    }
    asked.after(&mut reasons, known.proposed.at, "it was proposed");
    reasons.or_accept(|| {
        vec![FacilityEvent::LabelTemplateApproved {
            template: template.clone(),
            preview: shown.clone(),
        }]
    })
}

/// A version is not drawn from any more. Of the one in force labels go back to the built-in layout.
pub(crate) fn retire(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    template: &LabelVersion,
    reason: &str,
) -> Decision<FacilityEvent> {
    let Some((_, known)) = found(asked, &mut reasons, template) else {
        return reasons.refused();
    };
    if known.retired.is_some() {
        reasons.refuse(RefusalCode::LabelTemplateRetired, template.words());
    }
    written(&mut reasons, "why it is retired", reason);
    asked.after(&mut reasons, known.proposed.at, "it was proposed");
    reasons.or_accept(|| {
        vec![FacilityEvent::LabelTemplateRetired {
            template: template.clone(),
            reason: reason.to_owned(),
        }]
    })
}

fn found<'a>(
    asked: &Asked<'a>,
    reasons: &mut Reasons,
    template: &LabelVersion,
) -> Option<(&'a LabelTemplates, &'a TemplateVersion)> {
    let templates = asked.facility.label_templates.get(&template.label);
    let found = templates.and_then(|all| Some((all, all.version(template)?)));
    if found.is_none() {
        let detail = format!("{} of {} labels", template.words(), template.label.code());
        reasons.refuse(RefusalCode::LabelTemplateUnknown, detail);
    }
    found
}

/// As many digits of a hash as tell two apart for people.
fn short(hash: &FileHash) -> &str {
    hash.as_str().get(..12).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::LabelType;
    use cikada_domain::{Facility, LabelTemplateId};

    use crate::FacilityCommand;
    use crate::asked::example_course;
    use crate::course::{Course, Point, act};
    use crate::decision::Decision;

    use super::*;

    fn hash(digit: char) -> FileHash {
        FileHash::new(digit.to_string().repeat(64)).unwrap()
    }

    fn template(version: u16) -> LabelVersion {
        LabelVersion {
            label: LabelType::Product,
            id: LabelTemplateId::new("example-centre").unwrap(),
            version,
            hash: hash('a'),
        }
    }

    fn proposal(template: LabelVersion) -> FacilityCommand {
        FacilityCommand::ProposeLabelTemplate {
            template,
            text: "id = \"example-centre\"".to_owned(),
            reason: "a line for the ward".to_owned(),
        }
    }

    fn approval(version: u16, shown: char, drawn: Option<char>) -> FacilityCommand {
        FacilityCommand::ApproveLabelTemplate {
            template: template(version),
            shown: hash(shown),
            drawn: drawn.map(hash),
        }
    }

    fn retirement(version: u16, reason: &str) -> FacilityCommand {
        FacilityCommand::RetireLabelTemplate {
            template: template(version),
            reason: reason.to_owned(),
        }
    }

    fn told(course: &mut Course, who: &str, command: &FacilityCommand) -> Vec<&'static str> {
        let mut act = act(who, None, course.now, &course.zone);
        act.signed = true;
        match course.ask_facility(&act, command) {
            Decision::Accepted(_) => Vec::new(),
            Decision::Refused(reasons) => reasons.iter().map(|r| r.code.code()).collect(),
        }
    }

    fn in_force(facility: &Facility) -> Option<u16> {
        let templates = facility.label_templates.get(&LabelType::Product)?;
        Some(templates.in_force()?.version.version)
    }

    #[test]
    fn a_version_is_drawn_from_only_after_another_person_saw_it_drawn() {
        let mut course = example_course(Point::Opened);
        assert_eq!(told(&mut course, "tech-1", &proposal(template(1))), [""; 0]);
        assert_eq!(in_force(&course.facility), None);
        let seen = approval(1, 'b', Some('b'));
        assert_eq!(
            told(&mut course, "tech-1", &seen),
            ["label-template-approved-by-proposer"]
        );
        for other in [Some('c'), None] {
            assert_eq!(
                told(&mut course, "qp-1", &approval(1, 'b', other)),
                ["label-template-preview-differs"]
            );
        }
        assert_eq!(in_force(&course.facility), None);
        assert_eq!(told(&mut course, "qp-1", &seen), [""; 0]);
        assert_eq!(in_force(&course.facility), Some(1));
        assert_eq!(
            told(&mut course, "qp-1", &seen),
            ["label-template-in-force"]
        );
    }

    #[test]
    fn versions_are_counted_and_the_built_in_name_is_nobodys() {
        let mut course = example_course(Point::Opened);
        let mut built_in = template(1);
        built_in.id = LabelTemplateId::new(LabelVersion::BUILT_IN).unwrap();
        assert_eq!(
            told(&mut course, "tech-1", &proposal(built_in)),
            ["label-template-name-reserved"]
        );
        let differs = ["label-template-version-differs"];
        assert_eq!(told(&mut course, "tech-1", &proposal(template(2))), differs);
        assert_eq!(told(&mut course, "tech-1", &proposal(template(1))), [""; 0]);
        assert_eq!(told(&mut course, "tech-1", &proposal(template(1))), differs);
        assert_eq!(
            told(&mut course, "qp-1", &approval(2, 'b', Some('b'))),
            ["label-template-unknown"]
        );
    }

    #[test]
    fn going_back_to_an_older_version_is_an_approval_of_its_own_and_a_retired_one_never_comes_back()
    {
        let mut course = example_course(Point::Opened);
        for version in [1, 2] {
            let proposal = proposal(template(version));
            assert_eq!(told(&mut course, "tech-1", &proposal), [""; 0]);
            let approval = approval(version, 'b', Some('b'));
            assert_eq!(told(&mut course, "qp-1", &approval), [""; 0]);
        }
        assert_eq!(in_force(&course.facility), Some(2));
        let back = approval(1, 'b', Some('b'));
        assert_eq!(told(&mut course, "qp-1", &back), [""; 0]);
        assert_eq!(in_force(&course.facility), Some(1));
        assert_eq!(
            told(&mut course, "qp-1", &retirement(1, " ")),
            ["value-missing"]
        );
        let retired = retirement(1, "too small to read");
        assert_eq!(told(&mut course, "qp-1", &retired), [""; 0]);
        assert_eq!(in_force(&course.facility), None);
        for again in [&retired, &back] {
            assert_eq!(told(&mut course, "qp-1", again), ["label-template-retired"]);
        }
    }

    #[test]
    fn an_approval_that_nobody_signed_is_none() {
        let mut course = example_course(Point::Opened);
        told(&mut course, "tech-1", &proposal(template(1)));
        let mut act = act("qp-1", None, course.now, &course.zone);
        act.signed = false;
        let answer = course.ask_facility(&act, &approval(1, 'b', Some('b')));
        let Decision::Refused(reasons) = answer else {
            panic!("it stands");
        };
        assert_eq!(reasons[0].code, RefusalCode::SignatureMissing);
    }
}
