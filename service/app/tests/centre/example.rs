//! A sample centre to act on, and what a form of it needs.

use std::collections::BTreeMap;

use cikada_app::Centre;
use cikada_app::form::{FieldKind, Target, describe};
use cikada_app::read::treatment::treatment;
use cikada_app::sample::{self, PASSWORD, Sample};
use cikada_app::use_cases::{Actor, Answer, Posted, SubmitError, sign_in, submit};
use cikada_domain::{ChainOfIdentity, DeviceId, DoseNumber};

/// A sample centre in a folder that lives as long as it.
pub(crate) struct ExampleCentre {
    pub(crate) sample: Sample,
    pub(crate) directory: tempfile::TempDir,
}

pub(crate) fn example_centre() -> ExampleCentre {
    let directory = tempfile::tempdir().unwrap();
    let sample = sample::build(directory.path(), &mut |_| {}).unwrap();
    ExampleCentre { sample, directory }
}

/// A centre in which nothing was done yet.
pub(crate) fn new_centre() -> Centre {
    Centre {
        address: String::new(),
        retention: None,
        name: "Sample".to_owned(),
        origin: "sample.invalid/new".to_owned(),
        zone: "UTC".to_owned(),
        facility: "A9999".to_owned(),
        country: "IT".to_owned(),
    }
}

pub(crate) fn first_dose() -> DoseNumber {
    DoseNumber::new(1).unwrap()
}

impl ExampleCentre {
    /// The same centre, days later.
    pub(crate) fn days_later(self, days: u16) -> Self {
        let Self { sample, directory } = self;
        let Sample {
            world,
            protocol,
            reader,
            told,
            at_bedside,
        } = sample;
        // The ledger is opened by one world at a time.
        drop(world);
        let world = sample::ahead(directory.path(), days).unwrap();
        let sample = Sample {
            world,
            protocol,
            reader,
            told,
            at_bedside,
        };
        Self { sample, directory }
    }

    pub(crate) fn actor(&self, name: &str) -> Actor {
        let device = DeviceId::new("tablet-1").unwrap();
        sign_in(&self.sample.world, name, PASSWORD, &device)
            .unwrap()
            .session
            .actor
    }

    /// What a scanner reads from the wristband and from the product bag of the waiting treatment.
    pub(crate) fn codes(&self, id: &ChainOfIdentity) -> (String, String) {
        let page = treatment(&self.sample.world, &self.sample.reader, id).unwrap();
        let code = |start: &str| {
            let label = page
                .labels
                .iter()
                .find(|label| label.purpose.starts_with(start));
            label.map(|label| label.code.clone()).unwrap_or_default()
        };
        (code("wristband"), code("product"))
    }

    /// A form filled with the good answer to every field that is asked.
    pub(crate) fn filled(&self, id: &ChainOfIdentity, target: &Target, request: &str) -> Posted {
        let form = describe(&self.sample.world, &self.actor("nurse"), id, target).unwrap();
        let mut fields = BTreeMap::new();
        for field in &form.fields {
            let value = match &field.kind {
                FieldKind::Quantity { .. } => "36.8".to_owned(),
                FieldKind::YesNo => field.limit.clone().unwrap_or_else(|| "yes".to_owned()),
                FieldKind::Choice(choices) => choices[0].0.clone(),
                FieldKind::Hidden => field.value.clone(),
                FieldKind::Date => "2026-12-31".to_owned(),
                FieldKind::Amount
                | FieldKind::Scan
                | FieldKind::Again
                | FieldKind::Lines
                | FieldKind::Text => String::new(),
            };
            fields.insert(field.name.clone(), value);
        }
        Posted {
            request: request.to_owned(),
            fields,
            ..Posted::default()
        }
    }

    /// Today's fitness of the patient at the bedside, with values that meet the protocol.
    pub(crate) fn record_fitness(&self) {
        let (id, target) = (&self.sample.at_bedside, Target::Fitness(first_dose()));
        let mut posted = self.filled(id, &target, "fitness");
        for (name, value) in &mut posted.fields {
            match name.as_str() {
                "finding.systolic" => "125".clone_into(value),
                "finding.oxygen-saturation" => "97".clone_into(value),
                "finding.performance" => "0".clone_into(value),
                _ => {}
            }
        }
        let answer = submit(
            &self.sample.world,
            &self.actor("nurse"),
            id,
            &target,
            &posted,
        )
        .unwrap();
        assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    }

    /// The bedside form with two scans, witnessed by the second nurse.
    pub(crate) fn bedside(&self, wristband: &str, bag: &str, request: &str) -> Posted {
        let fields = [("wristband", wristband), ("container", bag)];
        Posted {
            request: request.to_owned(),
            fields: fields
                .map(|(name, code)| (name.to_owned(), code.to_owned()))
                .into(),
            witness: Some(("nurse2".to_owned(), PASSWORD.to_owned())),
            ..Posted::default()
        }
    }

    pub(crate) fn at_bedside(&self, posted: &Posted) -> Result<Answer, SubmitError> {
        let (id, target) = (&self.sample.at_bedside, Target::Bedside(first_dose()));
        submit(
            &self.sample.world,
            &self.actor("nurse"),
            id,
            &target,
            posted,
        )
    }
}

/// The codes of the reasons of a refusal.
pub(crate) fn codes_of(answer: &Answer) -> Vec<&str> {
    match answer {
        Answer::Accepted { .. } => Vec::new(),
        Answer::Refused { reasons } => reasons.iter().map(|reason| reason.code.as_str()).collect(),
    }
}
