//! Targets as addresses: what follows `/treatments/<treatment>/`, read and written.
//!
//! The two directions are inverse, so that a link always leads to the form it was made for.

use cikada_app::form::{SupplyStep, Target};
use cikada_app::papers::{Document, LabelForm};
use cikada_domain::event::Capacity;
use cikada_domain::genealogy::Node;
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, DeviationId, DoseNumber, FileHash, InputId, SampleId,
    StepId, TestId, VisitId,
};

/// The patterns of all targets, for the list of routes. Each belongs to one form.
#[cfg(test)]
pub(crate) const PATTERNS: [&str; 44] = [
    "adverse-event",
    "batches/{batch}/filling",
    "batches/{batch}/product-label",
    "batches/{batch}/results/{test}",
    "batches/{batch}/results/{test}/{number}/approval",
    "batches/{batch}/results/{test}/{number}/invalidation",
    "batches/{batch}/retests/{test}",
    "batches/{batch}/sample",
    "batches/{batch}/steps/{step}",
    "batches/{batch}/steps/{step}/deviation",
    "batches/{batch}/steps/{step}/{occurrence}/{input}",
    "batches/{batch}/steps/{step}/{occurrence}/materials/{line}",
    "closing",
    "consent",
    "containers/{container}/conditional-release",
    "containers/{container}/custody",
    "containers/{container}/final-release",
    "containers/{container}/alerts/{test}/physician",
    "containers/{container}/disposal",
    "containers/{container}/label",
    "containers/{container}/label-account",
    "containers/{container}/label-scan",
    "containers/{container}/rejection",
    "containers/{container}/review",
    "containers/{container}/supply/risk",
    "deviations/{deviation}",
    "deviations/{deviation}/class",
    "doses/{dose}/batch",
    "doses/{dose}/bedside",
    "doses/{dose}/collection",
    "doses/{dose}/collection-label",
    "doses/{dose}/fitness",
    "doses/{dose}/infusion-end",
    "doses/{dose}/infusion-start",
    "doses/{dose}/observation-end",
    "doses/{dose}/visits/{visit}",
    "doses/{dose}/vital-signs",
    "eligibility",
    "evaluation",
    "hold",
    "hold-lift",
    "plan",
    "samples/{sample}/invalidation",
    "visits/{visit}",
];

/// What a thing led to and came from.
pub(crate) fn genealogy(node: &Node) -> String {
    format!("/genealogy/{}", node.key())
}

/// One series of a therapy's trends.
pub(crate) fn trend(protocol: &str, series: &str) -> String {
    format!("/trends/{protocol}/{series}")
}

/// The specification of a therapy.
pub(crate) fn specification(protocol: &str) -> String {
    format!("/specification/{protocol}")
}

/// The page of a treatment.
pub(crate) fn treatment(treatment: &ChainOfIdentity) -> String {
    format!("/treatments/{treatment}")
}

/// The form of a batch's sample.
pub(crate) fn sample(treatment: &ChainOfIdentity, batch: &BatchId) -> String {
    target(treatment, &Target::Sample(batch.clone()))
}

/// The page of a batch.
pub(crate) fn batch(treatment: &ChainOfIdentity, batch: &BatchId) -> String {
    format!("/treatments/{treatment}/batches/{batch}")
}

/// The photographs and files of a step.
pub(crate) fn files(treatment: &ChainOfIdentity, batch: &BatchId, step: &StepId) -> String {
    format!("{}/steps/{step}/files", self::batch(treatment, batch))
}

/// One file of a batch.
pub(crate) fn file(treatment: &ChainOfIdentity, batch: &BatchId, file: &FileHash) -> String {
    format!("{}/files/{file}", self::batch(treatment, batch))
}

/// Where an instrument's file is read in on a batch.
pub(crate) fn import(treatment: &ChainOfIdentity, batch: &BatchId) -> String {
    format!("{}/import", self::batch(treatment, batch))
}

/// The lines of a file that was read in.
pub(crate) fn import_sheet(
    treatment: &ChainOfIdentity,
    batch: &BatchId,
    mapping: &str,
    file: &FileHash,
) -> String {
    format!("{}/{mapping}/{file}", import(treatment, batch))
}

/// The review of a product.
pub(crate) fn product(treatment: &ChainOfIdentity, container: &ContainerId) -> String {
    format!("/treatments/{treatment}/containers/{container}/release")
}

/// The way of a container.
pub(crate) fn custody(treatment: &ChainOfIdentity, container: &ContainerId) -> String {
    format!("/treatments/{treatment}/containers/{container}/chain-of-custody")
}

/// Where a temperature logger's file is read in on a container.
pub(crate) fn temperature(treatment: &ChainOfIdentity, container: &ContainerId) -> String {
    format!("/treatments/{treatment}/containers/{container}/temperature")
}

/// What a logger's file says.
pub(crate) fn temperature_sheet(
    treatment: &ChainOfIdentity,
    container: &ContainerId,
    mapping: &str,
    file: &FileHash,
) -> String {
    format!("{}/{mapping}/{file}", temperature(treatment, container))
}

/// The page of a dose at the bedside.
pub(crate) fn bedside(treatment: &ChainOfIdentity, dose: DoseNumber) -> String {
    target(treatment, &Target::Bedside(dose))
}

/// A document of a treatment, as PDF.
pub(crate) fn document(treatment: &ChainOfIdentity, document: &Document) -> String {
    let of = match document {
        Document::BatchRecord(batch) => batch.to_string(),
        Document::Certificate(container)
        | Document::CustodyReport(container)
        | Document::Label(container) => container.to_string(),
        Document::InfusionRecord(dose) => dose.to_string(),
    };
    format!("/treatments/{treatment}/documents/{}/{of}", document.kind())
}

/// A printed label in one of its forms.
pub(crate) fn label(
    treatment: &ChainOfIdentity,
    container: &ContainerId,
    form: LabelForm,
) -> String {
    let form = form.ending();
    format!("/treatments/{treatment}/containers/{container}/label/{form}")
}

/// The wristband of a treatment's patient in one of its forms.
pub(crate) fn wristband(treatment: &ChainOfIdentity, form: LabelForm) -> String {
    format!("/treatments/{treatment}/wristband/{}", form.ending())
}

/// The entries of a treatment.
pub(crate) fn ledger(treatment: &ChainOfIdentity) -> String {
    format!("/treatments/{treatment}/ledger")
}

/// The form of a target.
pub(crate) fn target(treatment: &ChainOfIdentity, target: &Target) -> String {
    format!("/treatments/{treatment}/{}", tail(target))
}

/// In which capacity an alert is seen.
fn seen_as(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Physician => "physician",
        Capacity::QualifiedPerson => "qualified-person",
    }
}

fn tail(target: &Target) -> String {
    match target {
        Target::Evaluation => "evaluation".to_owned(),
        Target::Eligibility => "eligibility".to_owned(),
        Target::Consent => "consent".to_owned(),
        Target::Plan => "plan".to_owned(),
        Target::Exception => "exception".to_owned(),
        Target::DoseLevel => "dose-level".to_owned(),
        Target::Order(dose) => format!("doses/{dose}/order"),
        Target::AdverseEvent => "adverse-event".to_owned(),
        Target::Hold => "hold".to_owned(),
        Target::HoldLift => "hold-lift".to_owned(),
        Target::Closing => "closing".to_owned(),
        Target::Visit(visit, None) => format!("visits/{visit}"),
        Target::Visit(visit, Some(dose)) => format!("doses/{dose}/visits/{visit}"),
        Target::CollectionLabel(dose) => format!("doses/{dose}/collection-label"),
        Target::Collection(dose) => format!("doses/{dose}/collection"),
        Target::BatchStart(dose) => format!("doses/{dose}/batch"),
        Target::Fitness(dose) => format!("doses/{dose}/fitness"),
        Target::Bedside(dose) => format!("doses/{dose}/bedside"),
        Target::InfusionStart(dose) => format!("doses/{dose}/infusion-start"),
        Target::VitalSigns(dose) => format!("doses/{dose}/vital-signs"),
        Target::InfusionEnd(dose) => format!("doses/{dose}/infusion-end"),
        Target::ObservationEnd(dose) => format!("doses/{dose}/observation-end"),
        Target::LabelPrint(container) => format!("containers/{container}/label"),
        Target::LabelScan(container) => format!("containers/{container}/label-scan"),
        Target::LabelAccount(container) => format!("containers/{container}/label-account"),
        Target::Custody(container) => format!("containers/{container}/custody"),
        Target::ConditionalRelease(container) => {
            format!("containers/{container}/conditional-release")
        }
        Target::FinalRelease(container) => format!("containers/{container}/final-release"),
        Target::Rejection(container) => format!("containers/{container}/rejection"),
        Target::Review(container) => format!("containers/{container}/review"),
        Target::Disposal(container) => format!("containers/{container}/disposal"),
        Target::Supply(container, step) => {
            let known = SupplyStep::ALL.iter().find(|(_, known)| known == step);
            let name = known.map_or("", |(name, _)| *name);
            format!("containers/{container}/supply/{name}")
        }
        Target::Alert(container, test, capacity) => {
            format!(
                "containers/{container}/alerts/{test}/{}",
                seen_as(*capacity)
            )
        }
        Target::Step(batch, step) => format!("batches/{batch}/steps/{step}"),
        Target::Correction(batch, step, occurrence, input) => {
            format!("batches/{batch}/steps/{step}/{occurrence}/{input}")
        }
        Target::MaterialCorrection(batch, step, occurrence, line) => {
            format!("batches/{batch}/steps/{step}/{occurrence}/materials/{line}")
        }
        Target::Result(batch, test) => format!("batches/{batch}/results/{test}"),
        Target::Sample(batch) => format!("batches/{batch}/sample"),
        Target::SampleInvalidation(sample) => format!("samples/{sample}/invalidation"),
        Target::Approval(batch, test, number) => {
            format!("batches/{batch}/results/{test}/{number}/approval")
        }
        Target::ResultInvalidation(batch, test, number) => {
            format!("batches/{batch}/results/{test}/{number}/invalidation")
        }
        Target::Retest(batch, test) => format!("batches/{batch}/retests/{test}"),
        Target::ProductLabel(batch) => format!("batches/{batch}/product-label"),
        Target::Filling(batch) => format!("batches/{batch}/filling"),
        Target::DeviationReport(batch, step) => format!("batches/{batch}/steps/{step}/deviation"),
        Target::DeviationClass(deviation) => format!("deviations/{deviation}/class"),
        Target::Deviation(deviation) => format!("deviations/{deviation}"),
    }
}

/// Reads a whole path back, as it is kept across a sign-in.
pub(crate) fn parse(path: &str) -> Option<(ChainOfIdentity, Target)> {
    let (treatment, tail) = path.strip_prefix("/treatments/")?.split_once('/')?;
    Some((ChainOfIdentity::new(treatment).ok()?, parse_tail(tail)?))
}

/// Reads what follows the treatment. `None` is an address that was never printed.
pub(crate) fn parse_tail(tail: &str) -> Option<Target> {
    let parts: Vec<&str> = tail.split('/').collect();
    match parts.as_slice() {
        ["evaluation"] => Some(Target::Evaluation),
        ["eligibility"] => Some(Target::Eligibility),
        ["consent"] => Some(Target::Consent),
        ["plan"] => Some(Target::Plan),
        ["exception"] => Some(Target::Exception),
        ["dose-level"] => Some(Target::DoseLevel),
        ["adverse-event"] => Some(Target::AdverseEvent),
        ["hold"] => Some(Target::Hold),
        ["hold-lift"] => Some(Target::HoldLift),
        ["closing"] => Some(Target::Closing),
        ["visits", visit] => Some(Target::Visit(VisitId::new(*visit).ok()?, None)),
        ["deviations", deviation, "class"] => {
            Some(Target::DeviationClass(DeviationId::new(*deviation).ok()?))
        }
        ["deviations", deviation] => Some(Target::Deviation(DeviationId::new(*deviation).ok()?)),
        ["doses", dose, rest @ ..] => dose_target(dose_number(dose)?, rest),
        ["containers", container, act] => container_target(ContainerId::new(*container).ok()?, act),
        ["samples", sample, "invalidation"] => {
            Some(Target::SampleInvalidation(SampleId::new(*sample).ok()?))
        }
        ["containers", container, "supply", step] => {
            let mut steps = SupplyStep::ALL.iter();
            let (_, step) = steps.find(|(name, _)| name == step)?;
            Some(Target::Supply(ContainerId::new(*container).ok()?, *step))
        }
        ["containers", container, "alerts", test, seen_as] => {
            let capacity = match *seen_as {
                "physician" => Capacity::Physician,
                "qualified-person" => Capacity::QualifiedPerson,
                _ => return None,
            };
            let test = TestId::new(*test).ok()?;
            Some(Target::Alert(
                ContainerId::new(*container).ok()?,
                test,
                capacity,
            ))
        }
        ["batches", batch, rest @ ..] => batch_target(BatchId::new(*batch).ok()?, rest),
        _ => None,
    }
}

fn dose_target(dose: DoseNumber, rest: &[&str]) -> Option<Target> {
    match rest {
        ["order"] => Some(Target::Order(dose)),
        ["collection-label"] => Some(Target::CollectionLabel(dose)),
        ["collection"] => Some(Target::Collection(dose)),
        ["batch"] => Some(Target::BatchStart(dose)),
        ["fitness"] => Some(Target::Fitness(dose)),
        ["bedside"] => Some(Target::Bedside(dose)),
        ["infusion-start"] => Some(Target::InfusionStart(dose)),
        ["vital-signs"] => Some(Target::VitalSigns(dose)),
        ["infusion-end"] => Some(Target::InfusionEnd(dose)),
        ["observation-end"] => Some(Target::ObservationEnd(dose)),
        ["visits", visit] => Some(Target::Visit(VisitId::new(*visit).ok()?, Some(dose))),
        _ => None,
    }
}

fn container_target(container: ContainerId, act: &str) -> Option<Target> {
    match act {
        "label" => Some(Target::LabelPrint(container)),
        "label-scan" => Some(Target::LabelScan(container)),
        "label-account" => Some(Target::LabelAccount(container)),
        "custody" => Some(Target::Custody(container)),
        "conditional-release" => Some(Target::ConditionalRelease(container)),
        "final-release" => Some(Target::FinalRelease(container)),
        "rejection" => Some(Target::Rejection(container)),
        "review" => Some(Target::Review(container)),
        "disposal" => Some(Target::Disposal(container)),
        _ => None,
    }
}

fn batch_target(batch: BatchId, rest: &[&str]) -> Option<Target> {
    match rest {
        ["product-label"] => Some(Target::ProductLabel(batch)),
        ["filling"] => Some(Target::Filling(batch)),
        ["sample"] => Some(Target::Sample(batch)),
        ["results", test] => Some(Target::Result(batch, TestId::new(*test).ok()?)),
        ["results", test, number, act] => {
            let (test, number) = (TestId::new(*test).ok()?, plain_number(number)?);
            match *act {
                "approval" => Some(Target::Approval(batch, test, number)),
                "invalidation" => Some(Target::ResultInvalidation(batch, test, number)),
                _ => None,
            }
        }
        ["retests", test] => Some(Target::Retest(batch, TestId::new(*test).ok()?)),
        ["steps", step] => Some(Target::Step(batch, StepId::new(*step).ok()?)),
        ["steps", step, "deviation"] => {
            Some(Target::DeviationReport(batch, StepId::new(*step).ok()?))
        }
        ["steps", step, occurrence, input] => Some(Target::Correction(
            batch,
            StepId::new(*step).ok()?,
            plain_number(occurrence)?,
            InputId::new(*input).ok()?,
        )),
        ["steps", step, occurrence, "materials", line] => Some(Target::MaterialCorrection(
            batch,
            StepId::new(*step).ok()?,
            plain_number(occurrence)?,
            plain_number(line)?,
        )),
        _ => None,
    }
}

/// The number of a dose as it stands in an address.
pub(crate) fn dose_number(text: &str) -> Option<DoseNumber> {
    DoseNumber::new(plain_number(text)?).ok()
}

/// One address for one thing: no sign, no leading zero.
fn plain_number(text: &str) -> Option<u16> {
    let number: u16 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::example;

    const WORD: &str = "[a-z][a-z0-9-]{0,20}";
    const CODE: &str = "[A-Za-z0-9][A-Za-z0-9._-]{0,20}";

    fn any_target() -> impl Strategy<Value = Target> {
        (0..PATTERNS.len(), CODE, WORD, WORD, 1..=u16::MAX).prop_map(
            |(which, code, word, other, number)| {
                let pattern = PATTERNS[which]
                    .replace("{batch}", &code)
                    .replace("{container}", &code)
                    .replace("{deviation}", &code)
                    .replace("{dose}", &number.to_string())
                    .replace("{occurrence}", &number.to_string())
                    .replace("{line}", &number.to_string())
                    .replace("{number}", &number.to_string())
                    .replace("{sample}", &code)
                    .replace("{step}", &word)
                    .replace("{test}", &word)
                    .replace("{visit}", &word)
                    .replace("{input}", &other);
                parse_tail(&pattern).unwrap()
            },
        )
    }

    proptest! {
        #[test]
        fn an_address_leads_back_to_its_target(target in any_target()) {
            let treatment = example::treatment_id();
            let path = super::target(&treatment, &target);
            prop_assert_eq!(parse(&path), Some((treatment, target)));
        }

        #[test]
        fn an_address_that_is_read_is_the_one_that_is_written(tail in "[a-z0-9./-]{0,60}") {
            if let Some(target) = parse_tail(&tail) {
                prop_assert_eq!(super::tail(&target), tail);
            }
        }
    }

    #[test]
    fn two_spellings_of_one_number_are_not_two_addresses() {
        assert!(parse_tail("doses/3/bedside").is_some());
        assert!(parse_tail("doses/03/bedside").is_none());
        assert!(parse_tail("doses/+3/bedside").is_none());
        assert!(parse_tail("doses/0/bedside").is_none());
    }
}
