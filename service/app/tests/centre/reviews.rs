//! Forms that certify a product: nobody signs for a record they were not shown, or under nothing.

use cikada_app::form::{SupplyStep, Target};
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{SubmitError, submit};

use crate::example::example_centre;

#[test]
fn a_review_is_signed_only_for_the_record_that_its_form_showed() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    let target = Target::Review(centre.bag());
    let quality = centre.actor("qp");
    let mut posted = centre.filled(id, &target, "review");
    posted.password = Some(PASSWORD.to_owned());
    let shown = posted.fields["shown"].clone();
    assert_eq!(shown.len(), 64);
    for other in [None, Some("0".repeat(64))] {
        let mut changed = posted.clone();
        changed.fields.remove("shown");
        changed
            .fields
            .extend(other.map(|other| ("shown".to_owned(), other)));
        let Err(SubmitError::Fields(errors)) = submit(world, &quality, id, &target, &changed)
        else {
            panic!("signed for a record that was not shown")
        };
        assert_eq!(errors[0].field, "shown");
        assert!(errors[0].message.contains("has changed"), "{errors:?}");
    }
    let answer = submit(world, &quality, id, &target, &posted);
    assert!(!matches!(answer, Err(SubmitError::Fields(_))), "{answer:?}");
}

#[test]
fn an_evaluation_of_the_risk_without_a_word_is_asked_for() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    let target = Target::Supply(centre.bag(), SupplyStep::Risk);
    let mut posted = centre.filled(id, &target, "risk");
    posted.password = Some(PASSWORD.to_owned());
    let empty = submit(world, &centre.actor("qp"), id, &target, &posted);
    let Err(SubmitError::Fields(errors)) = empty else {
        panic!("evaluated without a word")
    };
    assert_eq!(errors[0].field, "note");
}
