//! What stands on a label and where: golden files, and that nothing overlaps or runs over its edge.

use cikada_document::label::{
    CountryGroup, DotsPerMillimetre, DrawError, Drawing, Item, LabelContent, LabelType, compose,
    draw, svg_of,
};

use super::example::{GROUPS, TYPES, crowded, drawing, of_type};

fn crowded_drawing() -> Drawing {
    draw(&compose(crowded(), LabelType::Product, CountryGroup::Turkiye).unwrap()).unwrap()
}

/// One line for each item: its place in tenths of a millimetre, and what it says.
fn told(drawing: &Drawing) -> String {
    let tenths = |micrometres: u32| format!("{:>5}", micrometres / 100);
    let lines = drawing.items.iter().map(|item| match item {
        Item::Text(text) => format!(
            "{}{} {:>3} {}{}",
            tenths(text.x),
            tenths(text.y),
            text.size / 100,
            if text.bold { "*" } else { " " },
            text.text
        ),
        Item::Rect(rect) => format!("{}{} rule", tenths(rect.x), tenths(rect.y)),
        Item::Frame(frame) => format!("{}{} frame", tenths(frame.x), tenths(frame.y)),
        Item::Symbol(symbol) => format!(
            "{}{} {:?} {}",
            tenths(symbol.x),
            tenths(symbol.y),
            symbol.kind,
            symbol.content
        ),
        Item::Sign(sign) => format!("{}{} sign: {}", tenths(sign.x), tenths(sign.y), sign.words),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_label_says_what_its_golden_file_says() {
    for (name, label_type) in [
        ("collection", LabelType::Collection),
        ("product", LabelType::Product),
        ("sample", LabelType::Sample),
        ("material", LabelType::Material),
        ("partial", LabelType::Partial),
    ] {
        let drawing = drawing(label_type, CountryGroup::EuropeanUnion);
        insta::assert_snapshot!(name, told(&drawing));
    }
    insta::assert_snapshot!("crowded", told(&crowded_drawing()));
}

#[test]
fn several_labels_stand_below_each_other_in_one_image() {
    let label = drawing(LabelType::Sample, CountryGroup::EuropeanUnion);
    let alone = svg_of(std::iter::once(&label));
    assert_eq!(alone, label.to_svg());
    let both = svg_of([&label, &label].into_iter());
    assert_eq!(both.matches("<svg").count(), 3);
    assert_eq!(both.matches("</svg>").count(), 3);
    let second = format!("<svg y=\"{}\"", label.height);
    assert!(both.contains(&second), "{second}");
    let none = svg_of(std::iter::empty());
    assert!(none.starts_with("<svg") && none.ends_with("</svg>\n"));
}

#[test]
fn the_image_and_the_printer_s_commands_are_those_of_the_golden_files() {
    let drawing = drawing(LabelType::Sample, CountryGroup::EuropeanUnion);
    insta::assert_snapshot!("sample_svg", drawing.to_svg());
    insta::assert_snapshot!("sample_zpl", drawing.to_zpl(DotsPerMillimetre::Twelve));
}

#[test]
fn nothing_runs_over_the_edge_or_over_another_line() {
    let mut drawings: Vec<Drawing> = vec![crowded_drawing()];
    for label_type in TYPES {
        drawings.extend(GROUPS.map(|group| drawing(label_type, group)));
    }
    for drawing in drawings {
        let mut baseline = 0;
        for text in drawing.texts() {
            assert!(text.y + text.size / 4 <= drawing.height, "{}", text.text);
            assert!(text.size >= 1_700, "{} is too small to read", text.text);
            if text.y != baseline && baseline > 0 && text.text.chars().count() > 1 {
                assert!(
                    text.y > baseline,
                    "{} stands above what came before",
                    text.text
                );
            }
            baseline = text.y;
        }
    }
}

#[test]
fn a_name_that_no_size_fits_is_refused_and_nothing_is_drawn() {
    let content = LabelContent {
        name: Some("X".repeat(200)),
        ..of_type(LabelType::Product)
    };
    let label = compose(content, LabelType::Product, CountryGroup::Other).unwrap();
    let error = draw(&label).unwrap_err();
    assert_eq!(
        error,
        DrawError::NoRoom {
            what: "the name".to_owned()
        }
    );
    let content = LabelContent {
        additives: Some("human albumin ".repeat(400)),
        ..of_type(LabelType::Product)
    };
    let label = compose(content, LabelType::Product, CountryGroup::Other).unwrap();
    assert!(matches!(draw(&label), Err(DrawError::NoRoom { .. })));
}

#[test]
fn the_caution_is_that_of_the_country() {
    let says = |group: CountryGroup, words: &str| {
        let drawing = drawing(LabelType::Product, group);
        drawing.texts().any(|text| text.text.contains(words))
    };
    assert!(says(CountryGroup::UnitedStates, "Limited by Federal law"));
    assert!(says(
        CountryGroup::EuropeanUnion,
        "FOR CLINICAL TRIAL USE ONLY"
    ));
}

#[test]
fn a_second_copy_says_so_and_results_bring_their_warnings() {
    let drawing = crowded_drawing();
    for words in [
        "COPY 2",
        "NOT EVALUATED FOR INFECTIOUS SUBSTANCES",
        "FOR AUTOLOGOUS USE ONLY",
    ] {
        assert!(drawing.texts().any(|text| text.text == words), "{words}");
    }
    let sign = |drawing: &Drawing| {
        drawing
            .items
            .iter()
            .any(|item| matches!(item, Item::Sign(_)))
    };
    assert!(sign(&drawing));
    assert!(!sign(&super::example::drawing(
        LabelType::Product,
        GROUPS[0]
    )));
}

#[test]
fn every_symbol_is_whole_dots_at_every_resolution() {
    for resolution in [
        DotsPerMillimetre::Eight,
        DotsPerMillimetre::Twelve,
        DotsPerMillimetre::TwentyFour,
    ] {
        let zpl = crowded_drawing().to_zpl(resolution);
        assert!(zpl.starts_with("^XA\n^CI28\n"));
        assert!(zpl.ends_with("^XZ\n"));
        assert!(!zpl.contains("^BX") && !zpl.contains("^BC"));
    }
}
