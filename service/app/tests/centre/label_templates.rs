//! Label templates as people meet them: proposed, looked at, approved by another, printed from.

use std::collections::BTreeMap;

use cikada_app::form::facility::{FacilityTarget, describe_facility};
use cikada_app::form::{FieldKind, Target, describe};
use cikada_app::papers::{LabelForm, file_label};
use cikada_app::read::label_templates::{TemplateState, label_template, label_templates};
use cikada_app::read::line_changes::LineMark;
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{Answer, Posted, SubmitError, propose_label_template, prove, submit};
use cikada_domain::event::LabelType;
use cikada_domain::{ContainerId, LabelTemplateId};

use crate::example::{ExampleCentre, codes_of, example_centre};

const EXAMPLE: &str = include_str!("../../../../core/document/templates/examples/product.toml");

fn own() -> LabelTemplateId {
    LabelTemplateId::new("example-centre").unwrap()
}

/// The example under another number, with one line changed.
fn version(number: u16) -> String {
    EXAMPLE
        .replace("version = 1", &format!("version = {number}"))
        .replace("+39 000 0000", &format!("+39 000 000{number}"))
}

fn approval(number: u16) -> FacilityTarget {
    FacilityTarget::TemplateApproval(LabelType::Product, own(), number)
}

impl ExampleCentre {
    fn propose(&self, who: &str, text: &str) -> Result<Answer, SubmitError> {
        let fields = [("text", text), ("why_changed", "a line for the ward")];
        self.on_facility(who, &FacilityTarget::TemplateProposal, &fields)
    }

    /// The one answer of the form of approval: the hash of the drawings on it.
    fn shown(&self, number: u16) -> String {
        let (world, actor) = (&self.sample.world, self.actor("qp"));
        let form = describe_facility(world, &actor, &approval(number)).unwrap();
        assert_eq!(form.drawings.len(), 2);
        match &form.fields[0].kind {
            FieldKind::Choice(choices) => choices[0].0.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn approve(&self, who: &str, number: u16, shown: &str) -> Answer {
        let fields = [("looked_at", shown)];
        self.on_facility(who, &approval(number), &fields).unwrap()
    }

    fn product_bag(&self) -> ContainerId {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let page = treatment(world, reader, &self.sample.at_bedside).unwrap();
        let mut labels = page.labels.into_iter();
        let product = labels.find(|label| label.purpose.starts_with("product"));
        product.unwrap().container.unwrap()
    }

    fn print_again(&self, why: &str) -> Answer {
        let typed = [("copies", "1"), ("reprint", why)];
        let fields: BTreeMap<_, _> = typed
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let posted = Posted {
            request: format!("print {why}"),
            fields,
            witness: Some(("technologist2".to_owned(), PASSWORD.to_owned())),
            ..Posted::default()
        };
        let target = Target::LabelPrint(self.product_bag());
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        submit(world, &self.actor("technologist"), id, &target, &posted).unwrap()
    }

    /// The file of the last printing.
    fn printed(&self) -> String {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let (id, bag) = (&self.sample.at_bedside, self.product_bag());
        let filed = file_label(world, reader, id, &bag, LabelForm::Svg).unwrap();
        String::from_utf8(filed.bytes).unwrap()
    }

    fn print_form(&self) -> cikada_app::form::Form {
        let target = Target::LabelPrint(self.product_bag());
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        describe(world, &self.actor("technologist"), id, &target).unwrap()
    }

    fn states(&self) -> Vec<(String, TemplateState)> {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let labels = label_templates(world, reader).unwrap();
        let products = labels.into_iter().find(|of| of.label == LabelType::Product);
        let versions = products.unwrap().versions.into_iter();
        versions
            .map(|line| (line.version.words(), line.state))
            .collect()
    }
}

fn accepted(answer: &Answer) {
    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
}

#[test]
fn a_proposed_template_prints_nothing_and_its_proposer_cannot_approve_it() {
    let centre = example_centre();
    let before = centre.printed();
    accepted(&centre.propose("qp", EXAMPLE).unwrap());
    assert_eq!(centre.printed(), before);
    let form = centre.print_form();
    assert!(form.instruction.contains("template built-in version 1"));
    assert!(!form.preview.unwrap().contains("SCADE"));
    let shown = centre.shown(1);
    let own = centre.approve("qp", 1, &shown);
    assert_eq!(codes_of(&own), ["label-template-approved-by-proposer"]);
    let nurse = centre.on_facility("nurse", &approval(1), &[("looked_at", &shown)]);
    assert!(matches!(nurse, Err(SubmitError::App(error)) if error.is_not_authorised()));
    assert_eq!(
        centre.states(),
        [
            (
                "example-centre version 1".to_owned(),
                TemplateState::Proposed
            ),
            ("built-in version 1".to_owned(), TemplateState::InForce),
        ]
    );
}

#[test]
fn an_approval_of_other_drawings_than_the_templates_own_is_refused() {
    let centre = example_centre();
    accepted(&centre.propose("technologist", EXAMPLE).unwrap());
    accepted(&centre.propose("technologist", &version(2)).unwrap());
    let other = centre.shown(2);
    let refused = centre.approve("qp", 1, &other);
    assert_eq!(codes_of(&refused), ["label-template-preview-differs"]);
    let nothing = centre.on_facility("qp", &approval(1), &[]);
    assert!(
        matches!(nothing, Err(SubmitError::Fields(_))),
        "{nothing:?}"
    );
    accepted(&centre.approve("qp", 1, &centre.shown(1)));
    assert_eq!(centre.states()[1].1, TemplateState::InForce);
}

#[test]
fn prints_carry_the_version_they_were_drawn_from_and_a_later_approval_changes_none_of_them() {
    let centre = example_centre();
    let built_in = centre.printed();
    for number in [1, 2] {
        accepted(&centre.propose("technologist", &version(number)).unwrap());
    }
    accepted(&centre.approve("qp", 1, &centre.shown(1)));
    assert_eq!(centre.printed(), built_in);
    accepted(&centre.print_again("the ward needs its line"));
    let first = centre.printed();
    assert!(first.contains("SCADE") && first.contains("+39 000 0001"));
    assert!(first.contains("COPY 2"));
    accepted(&centre.approve("qp", 2, &centre.shown(2)));
    assert_eq!(centre.printed(), first);
    let form = centre.print_form();
    assert!(
        form.instruction
            .contains("template example-centre version 2")
    );
    let told = form.before.join("\n");
    assert!(
        told.contains("drawn from example-centre version 1"),
        "{told}"
    );
    assert!(told.contains("drawn from built-in version 1"), "{told}");
    accepted(&centre.print_again("with the new number"));
    assert!(centre.printed().contains("+39 000 0002"));

    let retirement = FacilityTarget::TemplateRetirement(LabelType::Product, own(), 2);
    centre.done("qp", &retirement, &[("why_changed", "wrong number")]);
    assert!(
        centre
            .print_form()
            .instruction
            .contains("template built-in version 1")
    );
    assert!(centre.printed().contains("+39 000 0002"));
    let states: Vec<_> = centre
        .states()
        .into_iter()
        .map(|(_, state)| state)
        .collect();
    assert_eq!(
        states,
        [
            TemplateState::Retired,
            TemplateState::Replaced,
            TemplateState::InForce
        ]
    );
    accepted(&centre.approve("qp", 1, &centre.shown(1)));
    assert_eq!(centre.states()[1].1, TemplateState::InForce);
}

#[test]
fn a_template_that_leaves_a_required_element_out_is_not_even_proposed() {
    let centre = example_centre();
    let without = EXAMPLE.replace("\"patient\", ", "");
    let Err(SubmitError::Fields(errors)) = centre.propose("technologist", &without) else {
        panic!("it was proposed");
    };
    assert!(
        errors[0].message.contains("leave out the patient's name"),
        "{errors:?}"
    );
    let narrow = EXAMPLE.replace("width = 110", "width = 40");
    let Err(SubmitError::Fields(errors)) = centre.propose("technologist", &narrow) else {
        panic!("it was proposed");
    };
    assert!(errors[0].message.contains("cannot be drawn"), "{errors:?}");
}

#[test]
fn a_version_is_shown_with_what_it_changes_against_the_one_in_force() {
    let centre = example_centre();
    accepted(&centre.propose("technologist", EXAMPLE).unwrap());
    accepted(&centre.approve("qp", 1, &centre.shown(1)));
    accepted(&centre.propose("technologist", &version(2)).unwrap());
    let (world, label) = (&centre.sample.world, LabelType::Product);
    let page = |who: &str| label_template(world, &centre.actor(who), label, (&own(), 2)).unwrap();
    let told = page("qp");
    let changed = |mark: LineMark| {
        let lines = told.lines.iter();
        lines.filter(|(of, _)| *of == mark).count()
    };
    assert_eq!(
        (changed(LineMark::Removed), changed(LineMark::Added)),
        (2, 2)
    );
    assert!(told.may_approve && !told.drawn_otherwise);
    let drawings = told.drawings.unwrap();
    assert!(
        drawings
            .iter()
            .all(|svg| svg.contains("SPECIMEN \u{2013} NOT FOR USE"))
    );
    let proposer = page("technologist");
    assert!(proposer.is_own && !proposer.may_approve);
}

#[test]
fn a_template_from_the_command_line_has_a_proposer_who_proved_who_they_are() {
    let centre = example_centre();
    let world = &centre.sample.world;
    let proven = prove(world, "technologist", PASSWORD).unwrap();
    let file = ("product.toml", EXAMPLE);
    accepted(&propose_label_template(world, &proven, file, "a line for the ward").unwrap());
    let again = propose_label_template(world, &proven, file, "a line for the ward").unwrap();
    assert_eq!(codes_of(&again), ["label-template-version-differs"]);
    let flawed = ("product.toml", "id = 1\n");
    let error = propose_label_template(world, &proven, flawed, "why").unwrap_err();
    assert!(
        error.to_string().contains("product.toml: line 1"),
        "{error}"
    );
    let nurse = prove(world, "nurse", PASSWORD).unwrap();
    let refused = propose_label_template(world, &nurse, file, "why").unwrap_err();
    assert!(refused.is_not_authorised());
}
