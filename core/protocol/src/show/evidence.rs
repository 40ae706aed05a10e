//! The section about evidence: what trials found, for and against, each beside what belongs to it.

use super::cite::Page;
use super::model::Statement;
use crate::evidence::{Evidence, words};

/// Writes all evidence; gives the keys that no evidence was found for.
///
/// What the protocol names comes in its order, and right behind each what must not be read without
/// it. Trials that found nothing are printed as those that found something.
pub(super) fn evidence(page: &mut Page<'_>, known: &[Evidence]) -> Vec<String> {
    let mut asked: Vec<(&str, Option<&str>)> = Vec::new();
    for key in &page.protocol.evidence {
        add(key, None, known, &mut asked);
    }
    if !asked.is_empty() {
        page.say(
            "Every figure is copied with its number of patients and its interval. A reported \
             difference in a group is no promise for one patient.",
        );
    }
    let mut missing = Vec::new();
    for (key, beside) in asked {
        let Some(found) = known.iter().find(|evidence| evidence.key == key) else {
            let needed = match beside {
                Some(other) => format!("to be read beside {other}"),
                None => "named by the protocol".to_owned(),
            };
            page.warning(format!(
                "Evidence '{key}', {needed}, is not at hand: what it found is missing here."
            ));
            missing.push(key.to_owned());
            continue;
        };
        page.heading(found.citation.as_str());
        let mut said: Vec<_> = words(found).into_iter().map(Statement::plain).collect();
        if let Some(other) = beside {
            let why = format!("Shown because {other} must not be read without it.");
            said.insert(0, Statement::plain(why));
        }
        page.list(said);
    }
    missing
}

fn add<'e>(
    key: &'e str,
    beside: Option<&'e str>,
    known: &'e [Evidence],
    asked: &mut Vec<(&'e str, Option<&'e str>)>,
) {
    if asked.iter().any(|(have, _)| *have == key) {
        return;
    }
    asked.push((key, beside));
    let found = known.iter().find(|evidence| evidence.key == key);
    for other in found.into_iter().flat_map(|found| &found.beside) {
        add(other, Some(key), known, asked);
    }
}
