//! Templates: every flaw with its line, nothing required left out, and whatever is drawn from one
//! says everything and reads back.

use cikada_document::label::{
    CountryGroup, DrawError, Drawing, LabelTemplate, LabelType, TemplateFlaw, built_in_text,
    compose, draw, draw_from, read_template,
};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::example::{GROUPS, TYPES, crowded, of_type};

const EXAMPLE: &str = include_str!("../../templates/examples/product.toml");

fn flaws(text: &str) -> Vec<TemplateFlaw> {
    read_template(text).expect_err("it reads")
}

/// The example with one thing in it changed.
fn broken(old: &str, new: &str) -> String {
    assert!(EXAMPLE.contains(old), "{old}");
    EXAMPLE.replacen(old, new, 1)
}

fn drawn(template: &LabelTemplate, group: CountryGroup) -> Result<Drawing, DrawError> {
    let label = compose(of_type(template.label), template.label, group).unwrap();
    draw_from(&label, template)
}

#[test]
fn the_built_in_layout_is_what_every_label_was_drawn_in_before_there_were_templates() {
    for label_type in TYPES {
        let template = read_template(built_in_text(label_type)).unwrap();
        for group in GROUPS {
            let label = compose(of_type(label_type), label_type, group).unwrap();
            assert_eq!(draw(&label), draw_from(&label, &template), "{label_type:?}");
        }
    }
}

#[test]
fn the_example_of_a_centre_reads_and_says_its_own_words() {
    let template = read_template(EXAMPLE).unwrap();
    let drawing = drawn(&template, CountryGroup::EuropeanUnion).unwrap();
    let said = said(&drawing);
    for words in [
        "EXPIRES / SCADE 01 MAR 2026",
        "questions before the infusion",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn every_flaw_is_told_with_its_line() {
    for (old, new, line, told) in [
        ("version = 1", "version = 0", 3, "is no count"),
        ("\"product\"", "\"bag\"", 4, "'bag' is no type of label"),
        (
            "\"example-centre\"",
            "\"Example\"",
            2,
            "is no name of a template",
        ),
        ("\"contents\"", "\"content\"", 8, "'content' is no row"),
        (
            "\"times\"",
            "\"times\", \"times\"",
            12,
            "stands there twice",
        ),
        ("{ gap = 0.6 }", "{ gap = 60 }", 9, "the gap cannot be so"),
        ("width = 110", "width = 300", 18, "'width' cannot be so"),
        ("fine = 2.6", "fine = 1.2", 31, "'fine' cannot be so"),
        (
            "module = 0.75",
            "module = 0.6",
            23,
            "not whole dots on every printer",
        ),
        ("\"EXPIRES / SCADE\"", "\"EXPIRES 20\"", 35, "holds a digit"),
        (
            "\"EXPIRES / SCADE\"",
            "\"Collected / Prelevato\"",
            36,
            "says the same as",
        ),
        (
            "\"Route / Via\"",
            "\"Route\\u202e\"",
            39,
            "cannot be printed so",
        ),
        (
            "letters = \"fine\"",
            "letters = \"tiny\"",
            10,
            "there are no such letters",
        ),
        (
            "SOLO PER USO",
            "COPY 1 PER USO",
            10,
            "a text for every label says 'COPY'",
        ),
        ("margin = 3", "margin = 3\ndepth = 1", 21, "no key 'depth'"),
        ("[codes]", "[codes", 22, ""),
    ] {
        let found = flaws(&broken(old, new));
        let named = found
            .iter()
            .any(|flaw| flaw.line == line && flaw.message.contains(told));
        assert!(named, "{new}: {found:?}");
    }
}

#[test]
fn no_words_of_a_template_say_when_a_product_expires_but_those_of_its_expiry() {
    for (old, new, line, told) in [
        (
            "SOLO PER USO",
            "SCADE PER USO",
            10,
            "a text for every label says 'EXPIRES / SCADE'",
        ),
        (
            "\"EXPIRES / SCADE\"",
            "\"COLLECTED / SCADE\"",
            35,
            "'expires' says what 'collected' says",
        ),
    ] {
        let found = flaws(&broken(old, new));
        let mut named = found.iter().filter(|flaw| flaw.line == line);
        assert!(named.any(|flaw| flaw.message == told), "{new}: {found:?}");
    }
}

#[test]
fn all_flaws_are_told_at_once() {
    let text = broken("version = 1", "version = 0").replace("width = 110", "width = 1");
    let found = flaws(&text.replace("\"patient\", ", ""));
    let lines: Vec<_> = found.iter().map(|flaw| flaw.line).collect();
    assert_eq!(lines, [3, 6, 18]);
    assert!(found[1].to_string().contains("Annex III"), "{}", found[1]);
}

/// The rows of a built-in layout, as they are written.
fn rows(label_type: LabelType) -> Vec<String> {
    let (_, rest) = built_in_text(label_type).split_once("rows = [").unwrap();
    let (rows, _) = rest.split_once("]\n").unwrap();
    let rows = rows.split(',').map(str::trim);
    rows.filter(|row| !row.is_empty())
        .map(str::to_owned)
        .collect()
}

fn with_rows(label_type: LabelType, rows: &[String]) -> String {
    let (head, rest) = built_in_text(label_type).split_once("rows = [").unwrap();
    let (_, tail) = rest.split_once("]\n").unwrap();
    format!("{head}rows = [{}]\n{tail}", rows.join(", "))
}

#[test]
fn no_row_that_says_something_required_can_be_left_out() {
    let optional = ["\"below\"", "\"rule\"", "\"contents\""];
    for label_type in TYPES {
        let all = rows(label_type);
        for row in &all {
            let is_free = row.starts_with('{') || optional.contains(&row.as_str());
            // What is in a bag is asked for on the bag itself.
            let is_free = is_free && (row != "\"contents\"" || label_type == LabelType::Partial);
            let kept: Vec<_> = all.iter().filter(|kept| *kept != row).cloned().collect();
            let read = read_template(&with_rows(label_type, &kept));
            assert_eq!(read.is_ok(), is_free, "{label_type:?} without {row}");
        }
    }
}

#[test]
fn a_template_draws_labels_of_its_own_type_only() {
    let template = read_template(EXAMPLE).unwrap();
    let label_type = LabelType::Collection;
    let group = CountryGroup::EuropeanUnion;
    let label = compose(of_type(label_type), label_type, group).unwrap();
    assert_eq!(
        draw_from(&label, &template),
        Err(DrawError::NoTemplate { label_type })
    );
}

fn said(drawing: &Drawing) -> String {
    let texts: Vec<_> = drawing.texts().map(|text| text.text.as_str()).collect();
    texts.join(" ")
}

/// What a person must find on a label of a type, whatever its layout.
fn required(label_type: LabelType) -> Vec<&'static str> {
    let cells = [
        "A9999 26 000001",
        "CH A9999 26 000042",
        "SAMPLE, Giulia",
        "born 14 FEB 1961",
    ];
    let bag = [
        "FOR AUTOLOGOUS USE ONLY",
        "09 FEB 2026 09:20",
        "01 MAR 2026 14:30",
        "200 mL",
        "2 to 8",
        "Via Esempio 2",
        "apheresis unit",
    ];
    let more: &[&str] = match label_type {
        LabelType::Product => &[
            "S12340A0",
            "viable CD3+ cells",
            "93 %",
            "B-26-0042",
            "intravenous infusion",
            "EXAMPLE-01",
            "clean room 1",
            "human albumin 5 %",
        ],
        LabelType::Collection => &["S9990V00", "ACD-A 45 mL"],
        LabelType::Partial => &["S12340A0", "FOR AUTOLOGOUS USE ONLY", "01 MAR 2026 14:30"],
        LabelType::Sample => &["Sterility, final bag", "09 FEB 2026 09:20"],
        LabelType::Material => &[
            "Interleukin-2",
            "M260000017",
            "RELEASED",
            "01 MAR 2026 14:30",
            "2 to 8",
        ],
    };
    let mut found = more.to_vec();
    if label_type != LabelType::Material {
        found.extend(cells);
    }
    if matches!(label_type, LabelType::Product | LabelType::Collection) {
        found.extend(bag);
    }
    found
}

prop_compose! {
    /// Any template of a type that keeps what is required: its rows in any order, more or fewer of
    /// the free ones, any size within bounds.
    fn any_template()(
        label_type in prop::sample::select(TYPES.to_vec()),
        order in prop::collection::vec(any::<u32>(), 20),
        free in subsequence(
            vec!["\"rule\"", "\"below\"", "{ gap = 2.5 }", "{ text = \"Ward three\", bold = true }"],
            0..=4,
        ),
        size in (250_u32..=2_100, 200_u32..=2_970),
        letters in prop::collection::vec(17_u32..=120, 5),
        module in prop::sample::select(vec!["0.5", "0.75", "1"]),
        bar_code in any::<bool>(),
        margin in 1_u32..=10,
        expires in prop::sample::select(vec!["EXPIRES", "SON KULLANMA", "Verfall"]),
    ) -> String {
        let free_rows = ["\"rule\"", "\"below\""];
        let mut kept: Vec<String> = rows(label_type)
            .into_iter()
            .filter(|row| !row.starts_with('{') && !free_rows.contains(&row.as_str()))
            .collect();
        kept.extend(free.into_iter().map(str::to_owned));
        let mut ordered: Vec<_> = order.into_iter().zip(kept).collect();
        ordered.sort();
        let rows: Vec<_> = ordered.into_iter().map(|(_, row)| row).collect();
        let tenth = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
        let letters: Vec<_> = letters.into_iter().map(tenth).collect();
        format!(
            "id = \"any\"\nversion = 1\nlabel = \"{}\"\ntitle = \"Any\"\nrows = [{}]\n\
             [size]\nwidth = {}\nheight = {}\nmargin = {margin}\n\
             [codes]\nmodule = {module}\nbar-code = {bar_code}\n\
             [letters]\ndonation = {}\npatient = {}\nname = {}\ntext = {}\nfine = {}\n\
             [words]\nexpires = \"{expires}\"\n",
            label_type.code(), rows.join(", "), tenth(size.0), tenth(size.1),
            letters[0], letters[1], letters[2], letters[3], letters[4],
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_drawn_from_a_template_says_everything_and_reads_back_or_nothing_is_drawn(
        text in any_template(),
        group in prop::sample::select(GROUPS.to_vec()),
        is_crowded in any::<bool>(),
    ) {
        let template = read_template(&text).expect("a complete template reads");
        let label_type = template.label;
        let is_crowded = is_crowded && label_type == LabelType::Product;
        let content = if is_crowded { crowded() } else { of_type(label_type) };
        let label = compose(content, label_type, group).unwrap();
        let Ok(drawing) = draw_from(&label, &template) else {
            return Ok(());
        };
        let said = said(&drawing);
        let patient = ["SAMPLE, Giulia", "born 14 FEB 1961"];
        for words in required(label_type) {
            let is_other = is_crowded && patient.contains(&words);
            prop_assert!(is_other || said.contains(words), "{words} in {said}");
        }
        if is_crowded {
            let warnings = ["BIOHAZARD", "CMV", "\u{15e}\u{fc}kr\u{fc}ye", "COPY 2"];
            prop_assert!(warnings.iter().all(|words| said.contains(words)), "{said}");
        }
        let first = drawing.symbols().next().expect("a code for scanners");
        let read = cikada_document::read(&first.content).expect("it reads");
        prop_assert_eq!(read, label.message().unwrap());
        for item in drawing.texts() {
            prop_assert!(item.size >= 1_700, "{item:?}");
            prop_assert!(item.y <= drawing.height, "{item:?}");
        }
    }
}
