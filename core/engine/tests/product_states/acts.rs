//! Everything that anybody could ask for between the harvest and the vein, by everyone who might.

use cikada_domain::event::{
    Capacity, DeviationClass, Fate, InfusionOutcome, PermissionBasis, ReleaseKind,
};
use cikada_domain::treatment::Deviation;
use cikada_domain::{ChainOfIdentity, DeviationId};
use cikada_engine::{Command, HandlingCommand, QualityCommand, Scanned};
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use super::course::{
    Course, account_labels, approval, batch, container, dose, person, print_label, scan_label,
};
use super::example::{example_failing, example_meeting};
use super::scene::{Moment, Scene, made};

/// One kind of trouble, or of thoroughness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Each decision by somebody who may not take it, papers by the wrong one of two, and wrong
    /// scans at the bedside.
    People,
    /// Results of the fast test found invalid, and the test done again.
    FastRetest,
    /// The same of the slow test.
    SlowRetest,
    /// Wrong scans, damage and reports at a handover, and how their deviations are closed.
    Custody,
    /// What went wrong without a wrong scan, reported by whoever saw it.
    Reports,
    /// A permission, whole and with a part missing, in the United States.
    Permission,
    /// Dosing held and let go.
    Holds,
    /// Labels printed again, lost, and scanned back.
    Labels,
    /// Too late to begin, and past the expiry.
    Time,
}

/// Somebody who acts, and with whom.
pub(crate) type Who = (&'static str, Option<&'static str>);

const QP: Who = ("qp-1", None);
const ANALYST: Who = ("qc-1", None);
const SECOND_ANALYST: Who = ("qc-2", None);
const MAKER: Who = ("tech-1", None);
const PHYSICIAN: Who = ("physician-1", None);
const NURSES: Who = ("nurse-1", Some("nurse-2"));
const NURSE: Who = ("nurse-1", None);
const TO_COURIER: Who = ("tech-1", Some("courier-1"));

/// What everybody asks for in every state.
pub(crate) fn acts(scene: &Scene, topics: &[Topic], moment: &Moment) -> Vec<(Who, Command)> {
    let with = |topic| topics.contains(&topic);
    let course = &scene.course;
    let mut acts = laboratory(course, moment, topics);
    acts.extend(decisions(course));
    acts.extend(bedside(course));
    if with(Topic::People) {
        acts.extend(wrong_people(course));
        acts.extend(wrong_scans(course));
    }
    if with(Topic::Custody) {
        acts.extend(deviations(moment));
        let judged = |known: &Deviation| known.product_acceptable == Some(false);
        if !moment.treatment.deviations.values().any(judged) {
            acts.extend(handovers(course, moment));
        }
    }
    if with(Topic::Reports) {
        acts.extend(deviations(moment));
        let open = |known: &Deviation| known.product_acceptable.is_none();
        if !moment.treatment.deviations.values().any(open) {
            acts.push(report());
        }
    }
    if with(Topic::Permission) {
        acts.extend(permissions());
    }
    if with(Topic::Holds) {
        acts.push((NURSE, Command::PlaceHold));
    }
    if with(Topic::Labels) {
        acts.extend(labels(moment));
    }
    acts
}

fn quality(who: Who, command: QualityCommand) -> (Who, Command) {
    (who, Command::Quality(command))
}

fn laboratory(course: &Course, moment: &Moment, topics: &[Topic]) -> Vec<(Who, Command)> {
    let mut acts = Vec::new();
    for test in &course.protocol.specification {
        let retests = topics.contains(&match test.stage {
            ReleaseStage::Conditional => Topic::FastRetest,
            ReleaseStage::Final => Topic::SlowRetest,
        });
        let made = made(&moment.treatment);
        let known = made.results.get(&test.id).map_or(&[][..], Vec::as_slice);
        let ordered = made.retests.get(&test.id).map_or(0, Vec::len);
        if known.len() <= ordered {
            let failing = example_failing(&test.requirement).remove(0);
            for value in [example_meeting(&test.requirement), failing] {
                acts.push((ANALYST, result(test, value)));
            }
        }
        for one in known {
            // Nobody's approval makes a failed result pass, as the search of the laboratory shows.
            if one.meets {
                acts.push((
                    SECOND_ANALYST,
                    approval(batch(1), test.id.clone(), one.number),
                ));
            }
            if retests && one.number == 0 {
                let invalidate = QualityCommand::InvalidateResult {
                    batch: batch(1),
                    test: test.id.clone(),
                    number: one.number,
                };
                acts.push(quality(SECOND_ANALYST, invalidate));
            }
        }
        if retests {
            let (batch, test) = (batch(1), test.id.clone());
            acts.push(quality(QP, QualityCommand::OrderRetest { batch, test }));
        }
        acts.push(acknowledge(PHYSICIAN, Capacity::Physician, test));
        acts.push(acknowledge(QP, Capacity::QualifiedPerson, test));
    }
    acts
}

fn result(test: &SpecificationTest, value: cikada_domain::Value) -> Command {
    Command::RecordResult {
        batch: batch(1),
        test: test.id.clone(),
        value,
        sample: None,
        file: None,
    }
}

fn acknowledge(who: Who, capacity: Capacity, test: &SpecificationTest) -> (Who, Command) {
    let (container, test) = (container("CELLS-1"), test.id.clone());
    let seen = QualityCommand::AcknowledgeAlert {
        container,
        test,
        capacity,
    };
    quality(who, seen)
}

fn release(course: &Course, kind: ReleaseKind) -> Command {
    course.release(1, kind, course.today())
}

/// A release on the fast tests that leaves the slow one to nobody.
fn unplanned(course: &Course) -> Command {
    let mut command = release(course, ReleaseKind::Conditional);
    if let Command::ReleaseProduct { late, .. } = &mut command {
        late.clear();
    }
    command
}

/// The complete set of papers and the supply that stands on it, each of the two by somebody.
fn supply(evaluator: Who, requester: Who, supplier: Who) -> [(Who, Command); 4] {
    let cells = || container("CELLS-1");
    let (container, file) = (cells(), None);
    let risk = QualityCommand::EvaluateRisk { container, file };
    let container = cells();
    let request = QualityCommand::RequestSupply { container };
    let container = cells();
    let inform = QualityCommand::InformPatient { container };
    let container = cells();
    let supply = QualityCommand::SupplyProduct { container };
    [
        quality(evaluator, risk),
        quality(requester, request),
        quality(PHYSICIAN, inform),
        quality(supplier, supply),
    ]
}

fn decisions(course: &Course) -> Vec<(Who, Command)> {
    let mut acts = vec![
        (QP, course.review(1)),
        (QP, release(course, ReleaseKind::Conditional)),
        (QP, release(course, ReleaseKind::Final)),
    ];
    acts.extend(supply(QP, PHYSICIAN, QP));
    let container = || container("CELLS-1");
    let reject = Command::RejectProduct {
        container: container(),
    };
    acts.push((QP, reject));
    for fate in [Fate::Returned, Fate::Destroyed, Fate::NeverInfused] {
        let container = container();
        let dispose = HandlingCommand::DisposeProduct { container, fate };
        acts.push((("qp-1", Some("tech-1")), Command::Handling(dispose)));
    }
    acts.push((PHYSICIAN, Command::LiftHold));
    acts
}

fn bedside(course: &Course) -> [(Who, Command); 3] {
    let start = Command::StartInfusion {
        dose: dose(1),
        container: container("CELLS-1"),
    };
    let end = Command::EndInfusion {
        dose: dose(1),
        volume: course.volume(1),
        outcome: InfusionOutcome::Completed,
        interruption: None,
    };
    [
        (NURSES, course.verification(1, "P-1", "CELLS-1")),
        (NURSE, start),
        (NURSE, end),
    ]
}

/// Another patient, another bag, codes that nobody knows, and one nurse alone.
fn wrong_scans(course: &Course) -> [(Who, Command); 5] {
    let verify = |wristband, container| Command::VerifyAtBedside {
        dose: dose(1),
        wristband,
        container,
    };
    let patient = Scanned::Known(person("P-1"));
    let bag = Scanned::Known(container("CELLS-1"));
    [
        (NURSES, course.verification(1, "P-2", "CELLS-1")),
        (NURSES, course.verification(1, "P-1", "BLOOD-1")),
        (NURSES, verify(patient, Scanned::Unknown)),
        (NURSES, verify(Scanned::Unknown, bag)),
        (NURSE, course.verification(1, "P-1", "CELLS-1")),
    ]
}

fn wrong_people(course: &Course) -> Vec<(Who, Command)> {
    let mut acts = Vec::new();
    for maker in [MAKER, ANALYST] {
        acts.push((maker, course.review(1)));
        acts.push((maker, release(course, ReleaseKind::Conditional)));
        acts.push((maker, release(course, ReleaseKind::Final)));
    }
    acts.extend(supply(PHYSICIAN, QP, MAKER));
    acts.push((QP, unplanned(course)));
    for test in &course.protocol.specification {
        acts.push((ANALYST, approval(batch(1), test.id.clone(), 0)));
        acts.push(acknowledge(QP, Capacity::Physician, test));
        acts.push(acknowledge(PHYSICIAN, Capacity::QualifiedPerson, test));
    }
    acts
}

/// A handover to the courier or back to the ward as it should be, of a damaged bag, with another
/// bag's label and with another patient's.
fn handovers(course: &Course, moment: &Moment) -> Vec<(Who, Command)> {
    let whereabouts = moment.treatment.whereabouts(&container("CELLS-1"));
    let (from, to) = match whereabouts.place() {
        Some("courier") => ("courier", "ward"),
        _ => ("ward", "courier"),
    };
    let right = course.handover("CELLS-1", from, to);
    let changed = |change: &dyn Fn(&mut Command)| {
        let mut command = right.clone();
        change(&mut command);
        command
    };
    let damaged = changed(&|command| {
        if let Command::TransferCustody { intact, .. } = command {
            *intact = false;
        }
    });
    let another = changed(&|command| {
        if let Command::TransferCustody { scanned, .. } = command {
            *scanned = Scanned::Unknown;
        }
    });
    let of_another = changed(&|command| {
        if let Command::TransferCustody { identity, .. } = command {
            *identity = Scanned::Known(ChainOfIdentity::new("CHA999926000002").unwrap());
        }
    });
    let all = [right, damaged, another, of_another];
    all.map(|command| (TO_COURIER, command)).into()
}

fn permissions() -> [(Who, Command); 3] {
    let under = Some(PermissionBasis::ExpandedAccess);
    let approved = Some("IRB-2026-7".to_owned());
    [(under, None), (None, approved.clone()), (under, approved)].map(|(basis, ethics)| {
        let permit = QualityCommand::PermitSupply {
            container: container("CELLS-1"),
            reference: "EC-2026-17".to_owned(),
            basis,
            ethics,
        };
        quality(QP, permit)
    })
}

fn report() -> (Who, Command) {
    let told = QualityCommand::ReportDeviation {
        batch: batch(1),
        step: None,
        container: None,
        found: "the hood was open".to_owned(),
    };
    quality(MAKER, told)
}

/// Every deviation that is open is classified, and closed both ways, also by a maker.
fn deviations(moment: &Moment) -> Vec<(Who, Command)> {
    let known = moment.treatment.deviations.iter();
    let open = known.filter(|(_, known)| known.product_acceptable.is_none());
    let mut acts = Vec::new();
    for (deviation, _) in open {
        let close = |who: Who, product_acceptable| {
            let deviation: DeviationId = deviation.clone();
            let command = Command::CloseDeviation {
                deviation,
                product_acceptable,
            };
            (who, command)
        };
        let classify = QualityCommand::ClassifyDeviation {
            deviation: deviation.clone(),
            class: DeviationClass::Major,
        };
        acts.extend([
            quality(QP, classify),
            close(QP, true),
            close(QP, false),
            close(MAKER, true),
        ]);
    }
    acts
}

fn labels(moment: &Moment) -> Vec<(Who, Command)> {
    const TECHNOLOGISTS: Who = ("tech-1", Some("tech-2"));
    let prints = &moment.treatment.prints[&container("CELLS-1")];
    let mut acts = vec![
        (MAKER, scan_label("CELLS-1", "CELLS-1", 'd')),
        (MAKER, scan_label("CELLS-1", "BLOOD-1", 'd')),
        (TECHNOLOGISTS, account_labels("CELLS-1", [0, 0, 1])),
    ];
    if prints.open() == 0 {
        acts.push((TECHNOLOGISTS, print_label("CELLS-1", 'd', 1, true)));
    }
    acts
}
