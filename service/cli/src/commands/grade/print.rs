//! Grades and their tables as a person reads them and as JSON.

use std::fmt::Write;

use cikada_outcome::grade::{
    CriterionLine, CriterionSource, Evidence, GradeProblem, Graded, Missing, Scheme, SourceMark,
    Term, lines, terms as all_terms,
};
use serde_json::{Value, json};

use super::Answer;

/// What every version answers, one under the other.
pub(super) fn answers(term: Option<&str>, answers: &[Answer]) -> String {
    let mut text = String::new();
    let graded = answers.iter().find_map(|(_, answer)| answer.as_ref().ok());
    if let Some(graded) = graded {
        for (name, entry) in evidence(graded).entries() {
            let _ = writeln!(text, "{name}: {entry}");
        }
        text.push('\n');
    }
    for (scheme, answer) in answers {
        match answer {
            Ok(graded) => one(&mut text, *scheme, graded),
            Err(problem) => refused(&mut text, *scheme, problem, term),
        }
    }
    if answers.len() > 1 && graded.is_some() {
        text.push_str("A grade of one version is never a grade of the other.\n");
    }
    text
}

fn one(text: &mut String, scheme: Scheme, graded: &Graded) {
    let (key, working, open) = match graded {
        Graded::Grade(grade) => {
            let _ = writeln!(text, "{scheme}  {}: grade {}", grade.term(), grade.number());
            let _ = writeln!(text, "  criterion: {}", grade.criterion());
            let _ = writeln!(text, "  source: {}", grade.source());
            (grade.key(), grade.working(), grade.not_asked())
        }
        Graded::None(none) => {
            let _ = writeln!(text, "{scheme}  {}: {}", none.term, none.words);
            (
                none.key.as_str(),
                none.working.as_slice(),
                none.not_asked.as_slice(),
            )
        }
    };
    let _ = writeln!(text, "  key: {key}");
    for line in working {
        let _ = writeln!(text, "  {line}");
    }
    for line in open {
        let _ = writeln!(text, "  not asked: line {}: {}", line.number, line.words);
    }
    text.push('\n');
}

fn refused(text: &mut String, scheme: Scheme, problem: &GradeProblem, term: Option<&str>) {
    let words = problem.to_string();
    let words = words.strip_prefix(&format!("{scheme} ")).unwrap_or(&words);
    let _ = writeln!(text, "{scheme}  no answer ({}): {words}", problem.code());
    let asks_for_line = match problem {
        GradeProblem::Missing { missing, .. } => missing.contains(&Missing::Line),
        GradeProblem::ByDescription { .. } | GradeProblem::NoSuchLine { .. } => true,
        _ => false,
    };
    let listed = term.filter(|_| asks_for_line);
    let listed = listed.and_then(|term| lines(scheme, term).ok());
    for line in listed.into_iter().flatten().filter(|line| line.described) {
        let _ = writeln!(
            text,
            "  --line {}:{}  {}",
            scheme.code(),
            line.number,
            line.words
        );
    }
    text.push('\n');
}

fn evidence(graded: &Graded) -> &Evidence {
    match graded {
        Graded::Grade(grade) => grade.evidence(),
        Graded::None(none) => &none.evidence,
    }
}

/// The terms that can be graded, by organ system.
pub(super) fn terms(schemes: &[Scheme]) -> String {
    let mut text = String::new();
    let mut system = "";
    for term in all_terms() {
        if term.system() != system {
            system = term.system();
            let _ = writeln!(text, "{system}");
        }
        let mut names: Vec<_> = schemes.iter().filter_map(|s| term.name(*s)).collect();
        names.dedup();
        let measured = term.measures().map_or_else(
            || "by description".to_owned(),
            |(name, unit)| format!("{name}, {}", unit.code()),
        );
        let absent = schemes.iter().filter(|s| term.name(**s).is_none());
        let absent: String = absent.map(|s| format!("; not in {s}")).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "  {} ({measured}{absent})", names.join(" / "));
        }
    }
    text.push_str(
        "\nASTCT 2019: cikada grade crs, cikada grade icans\n\
         The lines of a term: cikada grade TERM --list\n",
    );
    text
}

pub(super) fn lines_of(term: &'static Term, schemes: &[Scheme]) -> String {
    let mut text = String::new();
    for scheme in schemes {
        let Some(name) = term.name(*scheme) else {
            let _ = writeln!(text, "{scheme}  {}\n", term.absence(*scheme).unwrap_or(""));
            continue;
        };
        let _ = writeln!(text, "{scheme}  {name}");
        for line in lines(*scheme, name).unwrap_or_default() {
            let mark = match line.source.mark {
                SourceMark::Read => String::new(),
                mark => format!(" [{}]", mark.words()),
            };
            let _ = writeln!(text, "  {}  {}{mark}", line.number, line.words);
        }
        text.push('\n');
    }
    text
}

pub(super) fn answers_json(answers: &[Answer]) -> Value {
    let answers = answers.iter().map(|(scheme, answer)| {
        let mut value = match answer {
            Ok(graded) => graded_json(graded),
            Err(problem) => json!({
                "refused": { "code": problem.code(), "words": problem.to_string() },
            }),
        };
        if let Some(object) = value.as_object_mut() {
            object.insert("scheme".to_owned(), json!(scheme.code()));
            object.insert("scale".to_owned(), json!(scheme.scale()));
            object.insert("version".to_owned(), json!(scheme.version()));
        }
        value
    });
    Value::Array(answers.collect())
}

fn graded_json(graded: &Graded) -> Value {
    let entries = evidence(graded).entries();
    let entries: Vec<_> = entries
        .into_iter()
        .map(|(name, entry)| json!({ "name": name, "entry": entry }))
        .collect();
    match graded {
        Graded::Grade(grade) => json!({
            "grade": grade.number(),
            "term": grade.term(),
            "key": grade.key(),
            "criterion": grade.criterion(),
            "source": source_json(grade.source()),
            "from": entries,
            "working": grade.working(),
            "not_asked": lines_array(grade.not_asked()),
        }),
        Graded::None(none) => json!({
            "grade": null,
            "term": none.term,
            "key": none.key,
            "words": none.words,
            "from": entries,
            "working": none.working,
            "not_asked": lines_array(&none.not_asked),
        }),
    }
}

fn source_json(source: CriterionSource) -> Value {
    json!({ "document": source.document, "mark": source.mark.words() })
}

fn lines_array(lines: &[CriterionLine]) -> Vec<Value> {
    let lines = lines.iter().map(|line| {
        json!({
            "line": line.number,
            "words": line.words,
            "described": line.described,
            "source": source_json(line.source),
        })
    });
    lines.collect()
}

pub(super) fn terms_json(schemes: &[Scheme]) -> Value {
    Value::Array(all_terms().map(|term| lines_json(term, schemes)).collect())
}

pub(super) fn lines_json(term: &'static Term, schemes: &[Scheme]) -> Value {
    let editions = schemes.iter().map(|scheme| match term.name(*scheme) {
        Some(name) => json!({
            "scheme": scheme.code(),
            "name": name,
            "key": term.key(*scheme),
            "lines": lines_array(&lines(*scheme, name).unwrap_or_default()),
        }),
        None => json!({ "scheme": scheme.code(), "absent": term.absence(*scheme) }),
    });
    json!({
        "system": term.system(),
        "measures": term.measures().map(|(name, unit)| json!({
            "name": name,
            "unit": unit.code(),
        })),
        "editions": editions.collect::<Vec<_>>(),
    })
}
