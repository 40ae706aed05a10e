//! What letters become on paper.

use cikada_paper::{Block, Notice, NoticeKind, Paper, PaperError, Text, render};
use proptest::prelude::*;

use crate::example::example_paper;
use crate::read::structure;

fn paragraph(text: impl Into<Text>) -> String {
    let bytes = render(&example_paper(vec![Block::Paragraph(text.into())])).unwrap();
    // Title, subtitle and time come before; the end comes after.
    structure(&bytes).all("P")[2].words()
}

#[test]
fn the_letters_and_signs_of_the_house_are_set_as_they_are() {
    let text = "İıĞğŞşÇçÖöÜü ÄäÖöÜüß Αα Ββ Γγ Δδ Ωω µ μ ≥ ≤ ± × → ← – — … ° ² ³ ⁹ ¹⁰ ⁻⁶ ⁺ ½ ‰ € № ½ ∞ „“ ‚‘ » «";
    assert_eq!(paragraph(text), text);
    assert_eq!(paragraph(Text::strong(text)), text);
    assert_eq!(paragraph(Text::code(text)), text);
}

#[test]
fn a_character_that_no_face_has_is_set_as_its_code_point() {
    assert_eq!(paragraph("山田 太郎"), "[U+5C71][U+7530] [U+592A][U+90CE]");
    assert_eq!(
        paragraph("a\u{7}b\u{0}c\u{feff}d\u{301}"),
        "a[U+0007]b[U+0000]c[U+FEFF]d[U+0301]"
    );
    assert_eq!(paragraph("😀"), "[U+1F600]");
}

#[test]
fn a_code_without_a_space_is_broken_and_loses_nothing() {
    let code = "0123456789ABCDEF".repeat(40);
    assert_eq!(paragraph(Text::code(&code)), code);
}

#[test]
fn identity_that_leaves_no_room_for_the_document_is_refused() {
    let long = ("Batch".to_owned(), "a very long value ".repeat(400));
    let paper = Paper {
        identity: vec![long],
        ..example_paper(vec![])
    };
    assert!(matches!(
        render(&paper).unwrap_err(),
        PaperError::NoRoom { .. }
    ));
}

#[test]
fn each_kind_of_notice_is_named_in_words() {
    for (kind, word) in [
        (NoticeKind::Refusal, "Refused"),
        (NoticeKind::Warning, "Warning"),
        (NoticeKind::Note, "Note"),
    ] {
        let lines = vec!["First.".into(), "Second.".into()];
        let notice = Notice {
            kind,
            title: "What it is about".to_owned(),
            lines,
        };
        let bytes = render(&example_paper(vec![Block::Notice(notice)])).unwrap();
        let structure = structure(&bytes);
        let words: Vec<String> = structure.all("Div")[0]
            .all("P")
            .iter()
            .map(|p| p.words())
            .collect();
        assert_eq!(
            words,
            [
                format!("{word} What it is about").as_str(),
                "First.",
                "Second."
            ]
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_printed(text in any::<String>(), pairs in proptest::collection::vec(any::<(String, String)>(), 0..4)) {
        let pairs = pairs.into_iter().map(|(label, value)| (label, value.into())).collect();
        let blocks = vec![Block::Paragraph(text.as_str().into()), Block::Fields(3, pairs)];
        prop_assert!(render(&example_paper(blocks)).is_ok());
    }
}
