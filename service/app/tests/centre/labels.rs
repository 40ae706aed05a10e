//! Printed labels: preview, reprint, scanning back, files for printers.

use std::collections::BTreeMap;

use cikada_app::form::{Target, describe};
use cikada_app::papers::{LabelForm, file_label, file_wristband};
use cikada_app::read::labels::Label;
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{Answer, Posted, submit};

use crate::example::{ExampleCentre, codes_of, example_centre};

fn product_label(centre: &ExampleCentre) -> Label {
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let page = treatment(world, reader, &centre.sample.at_bedside).unwrap();
    let mut labels = page.labels.into_iter();
    labels
        .find(|label| label.purpose.starts_with("product"))
        .unwrap()
}

fn send(
    centre: &ExampleCentre,
    target: &Target,
    fields: &[(&str, &str)],
    witness: Option<&str>,
) -> Answer {
    let fields: BTreeMap<_, _> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let posted = Posted {
        request: format!("{fields:?}{witness:?}").chars().take(64).collect(),
        fields,
        witness: witness.map(|name| (name.to_owned(), PASSWORD.to_owned())),
        ..Posted::default()
    };
    let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
    submit(world, &centre.actor("technologist"), id, target, &posted).unwrap()
}

#[test]
fn a_label_is_printed_again_with_a_reason_and_a_second_person_and_scanned_back() {
    let centre = example_centre();
    let label = product_label(&centre);
    let container = label.container.clone().unwrap();
    assert!(label.settled, "{:?}", label.printed);
    let print = Target::LabelPrint(container.clone());
    let form = describe(
        &centre.sample.world,
        &centre.actor("technologist"),
        &centre.sample.at_bedside,
        &print,
    );
    let form = form.unwrap();
    assert!(form.preview.is_some_and(|svg| svg.starts_with("<svg")));
    assert!(form.witness);

    let alone = send(&centre, &print, &[("copies", "1")], None);
    assert_eq!(
        codes_of(&alone),
        ["label-already-printed", "witness-missing"]
    );
    let why = [("copies", "1"), ("reprint", "the first one smeared")];
    let again = send(&centre, &print, &why, Some("technologist2"));
    assert!(matches!(again, Answer::Accepted { .. }), "{again:?}");
    assert!(!product_label(&centre).settled);

    let scan = Target::LabelScan(container);
    let (_, other) = centre.codes(&centre.sample.told);
    let wrong = send(&centre, &scan, &[("container", &other)], None);
    assert_eq!(codes_of(&wrong), ["label-mismatch"]);
    let right = send(&centre, &scan, &[("container", &label.code)], None);
    assert!(matches!(right, Answer::Accepted { .. }), "{right:?}");
}

#[test]
fn a_printed_label_leaves_as_pdf_svg_and_commands_of_a_thermal_printer() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let container = product_label(&centre).container.unwrap();
    let id = &centre.sample.at_bedside;
    for (form, start) in [
        (LabelForm::Pdf, "%PDF-1.7"),
        (LabelForm::Svg, "<svg"),
        (LabelForm::Zpl, "^XA"),
    ] {
        let filed = file_label(world, reader, id, &container, form).unwrap();
        assert!(filed.bytes.starts_with(start.as_bytes()), "{form:?}");
        assert!(filed.name.ends_with(form.ending()));
    }
    let unknown = cikada_domain::ContainerId::new("A999926000001-S0000000").unwrap();
    let none = file_label(world, reader, id, &unknown, LabelForm::Svg);
    assert!(none.unwrap_err().is_not_found());
}

#[test]
fn copies_are_numbered_and_each_is_counted() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let (id, container) = (
        &centre.sample.at_bedside,
        product_label(&centre).container.unwrap(),
    );
    let print = Target::LabelPrint(container.clone());
    let copies = |form: &cikada_app::form::Form| form.fields[0].help.clone().unwrap();
    let form = describe(world, &centre.actor("technologist"), id, &print).unwrap();
    assert!(copies(&form).ends_with("says COPY 2."), "{form:?}");
    let why = [
        ("copies", "3"),
        ("reprint", "for the papers of the courier"),
    ];
    let again = send(&centre, &print, &why, Some("technologist2"));
    assert!(matches!(again, Answer::Accepted { .. }), "{again:?}");
    let of = |form| {
        file_label(world, reader, id, &container, form)
            .unwrap()
            .bytes
    };
    let zpl = String::from_utf8(of(LabelForm::Zpl)).unwrap();
    let svg = String::from_utf8(of(LabelForm::Svg)).unwrap();
    let pdf = crate::papers::text_of(&of(LabelForm::Pdf));
    assert_eq!(zpl.matches("^XA").count(), 3);
    for copy in ["COPY 2", "COPY 3", "COPY 4"] {
        assert!(
            zpl.contains(copy) && svg.contains(copy) && pdf.contains(copy),
            "{copy}"
        );
    }
    assert!(!pdf.contains("COPY 5"));
    let label = product_label(&centre);
    assert!(!label.settled);
    let printed = label.printed.unwrap();
    assert!(
        printed.ends_with("NOT scanned back, 3 not accounted for"),
        "{printed}"
    );
    let form = describe(world, &centre.actor("technologist"), id, &print).unwrap();
    assert!(copies(&form).ends_with("says COPY 5."));
}

#[test]
fn a_wristband_is_printed_with_two_identifiers_and_one_code_that_the_bedside_reads() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.at_bedside;
    let of = |form| file_wristband(world, reader, id, form).unwrap().bytes;
    let pdf = crate::papers::text_of(&of(LabelForm::Pdf));
    for words in [
        "Sample, Carla",
        "born 1970-11-03",
        "Hospital number 4711-003",
    ] {
        assert!(pdf.contains(words), "{words} in {pdf}");
    }
    assert!(of(LabelForm::Svg).starts_with(b"<svg"));
    assert!(of(LabelForm::Zpl).starts_with(b"^XA"));
    centre.record_fitness();
    let (wristband, bag) = centre.codes(id);
    assert!(wristband.starts_with("=+"), "{wristband}");
    let right = centre.at_bedside(&centre.bedside(&wristband, &bag, "right"));
    assert!(matches!(right, Ok(Answer::Accepted { .. })), "{right:?}");
    let (other, _) = centre.codes(&centre.sample.told);
    let wrong = centre.at_bedside(&centre.bedside(&other, &bag, "wrong"));
    assert!(codes_of(&wrong.unwrap()).contains(&"wrong-patient"));
    let admin = file_wristband(world, &centre.actor("admin"), id, LabelForm::Pdf);
    assert!(admin.unwrap_err().is_not_authorised());
}
