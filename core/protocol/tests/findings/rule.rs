//! Rules that are each in order, and of which one undoes or repeats another.

use cikada_protocol::{Finding, FindingCode, notices_on};
use jiff::civil::date;

use crate::{MEDICINE, SHIPPED, changed, clean, expect_in, findings};

const CENTRE: &str = "centre = { must-be = { min = \"95 mm[Hg]\" }, source = \"author\" }";
const STOP: &str = "[[stop]]\nid = \"severe\"";

fn centre(limit: &str) -> String {
    format!("centre = {{ must-be = {limit}, source = \"author\" }}")
}

#[test]
fn a_centre_that_allows_what_the_label_refuses_is_found() {
    let looser = centre("{ min = \"85 mm[Hg]\" }");
    let code = FindingCode::CentreLooserThanLabel;
    expect_in(
        MEDICINE,
        &[(CENTRE, &looser)],
        code,
        "{ must-be = { min = \"85",
    );
    clean(MEDICINE, &[(CENTRE, &centre("{ min = \"90 mm[Hg]\" }"))]);
}

#[test]
fn a_centre_whose_limit_excludes_the_label_s_is_found() {
    let apart = centre("{ below = \"90 mm[Hg]\" }");
    let code = FindingCode::WindowsNeverMeet;
    expect_in(
        MEDICINE,
        &[(CENTRE, &apart)],
        code,
        "{ must-be = { below = \"90",
    );
}

#[test]
fn a_centre_s_limit_of_another_kind_is_found() {
    let other = centre("{ min = \"95 /min\" }");
    let code = FindingCode::WrongDimension;
    expect_in(
        MEDICINE,
        &[(CENTRE, &other)],
        code,
        "{ must-be = { min = \"95 /min",
    );
}

#[test]
fn a_centre_s_rule_that_adds_nothing_to_the_label_s_is_found() {
    let rule = |layer: &str, grade: u8| {
        format!(
            "[[stop]]\nid = \"own\"\ntext = \"Own\"\nlayer = \"{layer}\"\neffect = \"stop\"\nadverse-event = {{ scheme = \"CTCAE 5.0\", grade-min = \"{grade} {{score}}\" }}\nsource = \"author\"\n\n{STOP}"
        )
    };
    let code = FindingCode::CentreLooserThanLabel;
    expect_in(MEDICINE, &[(STOP, &rule("centre", 4))], code, "\"own\"");
    // The same rule twice, each with its own source, and a stricter one are what layers are for.
    clean(MEDICINE, &[(STOP, &rule("centre", 3))]);
    clean(MEDICINE, &[(STOP, &rule("centre", 2))]);
}

#[test]
fn a_stop_rule_that_another_makes_needless_is_found() {
    let code = FindingCode::StopRuleShadowed;
    let from = "term = \"anaphylaxis\", scheme = \"CTCAE 5.0\", grade-min = \"3 {score}\"";
    let to =
        "term = \"infusion-related-reaction\", scheme = \"CTCAE 5.0\", grade-min = \"4 {score}\"";
    let finding = expect_in(SHIPPED, &[(from, to)], code, "\"anaphylaxis\"");
    assert!(
        finding.message.contains("'severe-reaction'"),
        "{}",
        finding.message
    );
}

#[test]
fn of_two_rules_that_say_the_same_the_later_is_found() {
    let from = "term = \"anaphylaxis\"";
    let code = FindingCode::StopRuleShadowed;
    let to = "term = \"infusion-related-reaction\"";
    expect_in(SHIPPED, &[(from, to)], code, "\"anaphylaxis\"");
}

fn kidney(id: &str, effect: &str, trigger: &str) -> String {
    format!(
        "[[stop]]\nid = \"{id}\"\ntext = \"t\"\nlayer = \"centre\"\neffect = \"{effect}\"\n{trigger}\nsource = \"author\"\n\n{STOP}"
    )
}

#[test]
fn rules_on_findings_shadow_each_other_by_their_limits() {
    let code = FindingCode::StopRuleShadowed;
    let four = "finding = { criterion = \"creatinine\", fires-if = { min = \"4 mg/dL\" } }";
    let reduce = kidney("worse", "reduce", four);
    expect_in(MEDICINE, &[(STOP, &reduce)], code, "\"worse\"");
    // It fires later, but does more.
    clean(MEDICINE, &[(STOP, &kidney("worse", "stop", four))]);
    let two = "finding = { criterion = \"creatinine\", fires-if = { min = \"2 mg/dL\" } }";
    let wider = kidney("wider", "hold-and-reduce", two);
    expect_in(MEDICINE, &[(STOP, &wider)], code, "\"kidney\"");
    // To end the cycle is not to lower the next one.
    clean(MEDICINE, &[(STOP, &kidney("wider", "end-cycle", two))]);
}

#[test]
fn rules_on_several_findings_shadow_each_other_by_their_numbers() {
    let of = "of = [{ criterion = \"creatinine\", fires-if = { min = \"4 mg/dL\" } }, { criterion = \"systolic-pressure\", fires-if = { below = \"92 mm[Hg]\" } }]";
    let both = format!("findings = {{ at-least = \"2 {{score}}\", {of} }}");
    let either = format!("findings = {{ at-least = \"1 {{score}}\", {of} }}");
    let code = FindingCode::StopRuleShadowed;
    let change = kidney("both", "reduce", &both);
    expect_in(MEDICINE, &[(STOP, &change)], code, "\"both\"");
    clean(MEDICINE, &[(STOP, &kidney("either", "reduce", &either))]);
}

#[test]
fn criteria_of_eligibility_and_of_the_day_that_exclude_each_other_are_found() {
    let from = "[[fitness]]\nid = \"systolic-pressure\"";
    let fit = |limit: &str| {
        format!(
            "[[fitness]]\nid = \"weight\"\ntext = \"Weight\"\nmust-be = {{ {limit} }}\nsource = \"author\"\n\n{from}"
        )
    };
    let code = FindingCode::WindowsNeverMeet;
    let change = fit("above = \"150 kg\"");
    let broken = changed(MEDICINE, &[(from, &change)]);
    assert!(findings(&broken).iter().all(|finding| finding.code == code));
    expect_in(MEDICINE, &[(from, &change)], code, "{ above = \"150 kg\" }");
    clean(MEDICINE, &[(from, &fit("min = \"45 kg\""))]);
}

#[test]
fn a_sign_that_fitness_asks_for_and_the_infusion_stops_on_is_found() {
    let from = "limit = { min = \"92 %\" }";
    let code = FindingCode::WindowsNeverMeet;
    expect_in(
        SHIPPED,
        &[(from, "limit = { below = \"92 %\" }")],
        code,
        "{ below = \"92 %\" }",
    );
}

#[test]
fn a_harvest_or_a_release_that_lets_no_dose_through_is_found() {
    let code = FindingCode::WindowsNeverMeet;
    let limit = "limit = { min = \"1e9 {viable}\", max = \"2e10 {viable}\" }";
    let below = "limit = { below = \"1e9 {viable}\" }";
    expect_in(
        SHIPPED,
        &[(limit, below)],
        code,
        "{ below = \"1e9 {viable}\" }",
    );
    let test = "must-be = { min = \"1e9 {viable}\", max = \"2e10 {viable}\" }";
    let above = "must-be = { above = \"2e10 {viable}\" }";
    expect_in(
        SHIPPED,
        &[(test, above)],
        code,
        "{ above = \"2e10 {viable}\" }",
    );
}

#[test]
fn a_unit_that_its_instrument_cannot_measure_is_found() {
    let code = FindingCode::UnitNotOfInstrument;
    let from = "label = \"Volume of medium added\"\nunit = \"mL\"";
    let with = |instrument: &str| format!("{from}\ninstrument = \"{instrument}\"");
    let at = "\"mL\"\ninstrument";
    expect_in(SHIPPED, &[(from, &with("cell-counter"))], code, at);
    clean(SHIPPED, &[(from, &with("volume-measure"))]);
    let test = "must-be = { max = \"5 {EU}/kg/h\" }";
    let reader = format!("{test}\ninstrument = \"endotoxin-reader\"");
    expect_in(
        SHIPPED,
        &[(test, &reader)],
        code,
        "{ max = \"5 {EU}/kg/h\" }",
    );
    let clusters = "label = \"Clusters of growing cells are seen\"";
    let counted = format!("{clusters}\ninstrument = \"cell-counter\"");
    let at = "\"cell-counter\"\n";
    expect_in(SHIPPED, &[(clusters, &counted)], code, at);
}

#[test]
fn a_remembered_fact_that_nothing_else_carries_is_found() {
    let code = FindingCode::UnverifiedAlone;
    let dose = "route = \"by vein\"\nsource = \"lee-2015\"";
    let memory = "route = \"by vein\"\nsource = \"ward\"";
    expect_in(
        SHIPPED,
        &[(dose, memory)],
        code,
        "\"ward\"\n\n# The product codes",
    );
    clean(SHIPPED, &[(dose, &format!("{memory}\nalso = \"author\""))]);
    let twice = format!("{memory}\nalso = \"laboratory\"");
    expect_in(SHIPPED, &[(dose, &twice)], code, "\"ward\"\nalso");
    let life = "validated\"\nsource = \"shelf-life-2019\"";
    let life_memory = "validated\"\nsource = \"ward\"";
    let keep = (
        "source = \"ward\"\n\n[[visit.finding]]",
        "source = \"shelf-life-2019\"\n\n[[visit.finding]]",
    );
    expect_in(
        SHIPPED,
        &[(life, life_memory), keep],
        code,
        "\"ward\"\n\n[label]",
    );
}

#[test]
fn a_medicine_from_memory_is_found() {
    let source = "basis = \"proposal\"";
    let memory = "basis = \"proposal\"\n\n[sources.memory]\ntitle = \"t\"\nlocator = \"l\"\nbasis = \"memory\"";
    let medicine = "mass = \"1.1 mg\" }\nsource = \"author\"";
    let remembered = "mass = \"1.1 mg\" }\nsource = \"memory\"";
    let code = FindingCode::UnverifiedAlone;
    expect_in(
        MEDICINE,
        &[(source, memory), (medicine, remembered)],
        code,
        "\"memory\"\n\n[[medicine.vial]]",
    );
    clean(
        MEDICINE,
        &[
            (source, memory),
            (medicine, &format!("{remembered}\nalso = \"author\"")),
        ],
    );
}

#[test]
fn a_whole_list_from_memory_is_one_finding() {
    let text = SHIPPED.replace(
        "stage = \"final\"\nsource = \"cfr-sterility\"",
        "stage = \"final\"\nsource = \"laboratory\"",
    );
    let text = text.replacen(
        "source = \"ph-eur-mycoplasma\"",
        "source = \"cfr-sterility\"",
        1,
    );
    let code = FindingCode::UnverifiedAlone;
    let finding = expect_in(&text, &[], code, "\"laboratory\"\n\n[test.if-failed]");
    assert!(
        finding.message.contains("every test of the final release"),
        "{}",
        finding.message
    );
}

const GATED: (&str, &str) = (
    "2 x every 2 wk within",
    "2 x every 2 wk, then if response (2 x every 2 wk) else stop within",
);

fn gate(criterion: &str, must: &str) -> String {
    format!(
        "[[gate]]\nid = \"response\"\ntext = \"Feels well\"\ncriterion = \"{criterion}\"\nmust-be = {must}\nsource = \"author\"\n\n[[dose]]"
    )
}

#[test]
fn a_gate_that_stands_before_nothing_is_found() {
    let code = FindingCode::GateUnreachable;
    let well = gate("well", "true");
    expect_in(MEDICINE, &[("[[dose]]", &well)], code, "\"response\"");
    clean(MEDICINE, &[GATED, ("[[dose]]", &well)]);
}

#[test]
fn a_gate_that_no_visit_answers_is_found() {
    let code = FindingCode::GateUnreachable;
    let fitness = gate("creatinine", "{ max = \"3 mg/dL\" }");
    expect_in(
        MEDICINE,
        &[GATED, ("[[dose]]", &fitness)],
        code,
        "\"creatinine\"\nmust-be",
    );
    let kind = gate("well", "{ max = \"3 mg/dL\" }");
    expect_in(
        MEDICINE,
        &[GATED, ("[[dose]]", &kind)],
        code,
        "{ max = \"3 mg/dL\" }",
    );
}

#[test]
fn a_gate_that_is_answered_too_late_is_found() {
    let code = FindingCode::GateUnreachable;
    let well = gate("well", "true");
    let visit = "24 h after each dose within 0 d to +1 d";
    for late in ["24 h after last dose", "6 wk after first dose"] {
        let changes = [GATED, ("[[dose]]", &*well), (visit, late)];
        let finding = expect_in(MEDICINE, &changes, code, "\"well\"\nmust-be");
        assert!(
            finding.message.contains("after dose 3"),
            "{}",
            finding.message
        );
    }
    for timely in [
        "1 d before next dose",
        "at least 3 d before each dose",
        "4 wk after first dose",
    ] {
        clean(MEDICINE, &[GATED, ("[[dose]]", &well), (visit, timely)]);
    }
}

#[test]
fn a_schedule_that_names_what_is_not_declared_is_found() {
    let code = FindingCode::DanglingReference;
    let at = "\"2 x every 2 wk, then if";
    expect_in(MEDICINE, &[GATED], code, at);
    let until = "every 2 wk until progression, at most 3 within";
    let doses = ("2 x every 2 wk within", until);
    expect_in(MEDICINE, &[doses], code, "\"every 2 wk until");
    clean(
        MEDICINE,
        &[(doses.0, &until.replace("progression", "well"))],
    );
}

const LINE: &str = "country = \"elsewhere\"\nstatus = \"investigational\"";

fn notices(line: &str, year: i16) -> Vec<Finding> {
    let text = changed(MEDICINE, &[(LINE, line)]);
    assert_eq!(findings(&text), []);
    notices_on(text.as_bytes(), "protocol.toml", date(year, 6, 1))
}

#[test]
fn availability_that_has_lapsed_is_a_notice_of_the_day_and_no_finding() {
    assert_eq!(notices(LINE, 2026), []);
    let ended = "country = \"US\"\nstatus = \"approved\"\nuntil = \"2021-04-21\"";
    assert_eq!(notices(ended, 2020), []);
    let found = notices(ended, 2026);
    let codes: Vec<_> = found.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, [FindingCode::AvailabilityLapsed; 2]);
    assert_eq!(found[0].message, "for US no line is in force on 2026-06-01");
    let withdrawn = "country = \"elsewhere\"\nstatus = \"withdrawn\"";
    assert_eq!(notices(withdrawn, 2026).len(), 1);
}
