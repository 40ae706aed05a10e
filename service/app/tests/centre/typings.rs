//! An identifier without a check character: scanned, or typed twice alike.

use std::collections::BTreeMap;

use cikada_app::form::{FieldKind, Target, describe};
use cikada_app::read::genealogy::typed_wrongly;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{Answer, Posted, SubmitError, submit};

use crate::example::{ExampleCentre, example_centre};

impl ExampleCentre {
    /// The handover of the product that waits at the bedside back to its courier.
    fn handover(&self, identity: &str, again: &str) -> Result<Answer, SubmitError> {
        let (_, bag) = self.codes(&self.sample.at_bedside);
        let fields = [
            ("container", &*bag),
            ("identity", identity),
            ("identity-again", again),
            ("from", "ward"),
            ("to", "courier"),
            ("place", "ward"),
            ("temperature", "20"),
            ("intact", "yes"),
        ];
        let fields: BTreeMap<_, _> = fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let posted = Posted {
            request: format!("hand-{identity}-{again}"),
            fields,
            password: Some(PASSWORD.to_owned()),
            witness: Some(("courier".to_owned(), PASSWORD.to_owned())),
            ..Posted::default()
        };
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        submit(world, &self.actor("nurse"), id, &self.handing(), &posted)
    }

    fn handing(&self) -> Target {
        let page = cikada_app::read::treatment::treatment(
            &self.sample.world,
            &self.sample.reader,
            &self.sample.at_bedside,
        );
        let mut bags = page.unwrap().custody.into_iter();
        let bag = bags.find(|bag| bag.holds.starts_with("product")).unwrap();
        Target::Custody(bag.container)
    }
}

fn told(answer: Result<Answer, SubmitError>) -> String {
    match answer {
        Err(SubmitError::Fields(errors)) => {
            let told = errors.iter();
            let told: Vec<_> = told
                .map(|error| format!("{}: {}", error.field, error.message))
                .collect();
            told.join("; ")
        }
        Ok(Answer::Accepted { .. }) => "accepted".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_chain_of_identity_that_is_typed_is_typed_twice_alike_or_nothing_is_recorded() {
    let centre = example_centre();
    let chain = centre.sample.at_bedside.to_string();
    let (mut slip, last) = (chain.clone(), chain.chars().last());
    slip.pop();
    slip.push(if last == Some('9') { '0' } else { '9' });
    let size = centre.sample.world.size().unwrap();
    let once = told(centre.handover(&chain, ""));
    assert!(
        once.starts_with("identity: Nothing in this number shows a slip"),
        "{once}"
    );
    let differently = told(centre.handover(&chain, &slip));
    assert!(
        differently.starts_with("identity: The two entries differ"),
        "{differently}"
    );
    assert_eq!(centre.sample.world.size().unwrap(), size);
    let spaced = chain.replace("99", " 99 ").to_lowercase();
    assert_eq!(told(centre.handover(&chain, &spaced)), "accepted");
}

#[test]
fn a_scan_counts_once_and_a_bare_number_of_a_wristband_never() {
    let centre = example_centre();
    let (wristband, _) = centre.codes(&centre.sample.at_bedside);
    let number = told(centre.handover("4711-003", "4711-003"));
    assert!(number.starts_with("identity: "), "{number}");
    assert_eq!(told(centre.handover(&wristband, "")), "accepted");
}

#[test]
fn another_treatments_chain_typed_twice_stops_the_handover() {
    let centre = example_centre();
    let other = centre.sample.told.to_string();
    let refused = told(centre.handover(&other, &other));
    assert!(refused.contains("Refused"), "{refused}");
}

#[test]
fn every_form_that_takes_a_chain_of_identity_has_a_box_for_its_second_typing() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    let form = describe(world, &centre.actor("nurse"), id, &centre.handing()).unwrap();
    let again = form
        .fields
        .iter()
        .find(|field| field.kind == FieldKind::Again);
    assert_eq!(again.unwrap().name, "identity-again");
    let chain = id.as_str();
    assert!(typed_wrongly(chain, "").is_some());
    assert!(typed_wrongly(chain, "CHA999926000099").is_some());
    assert_eq!(typed_wrongly(chain, chain), None);
    assert_eq!(typed_wrongly("LOT-0417", ""), None);
}
