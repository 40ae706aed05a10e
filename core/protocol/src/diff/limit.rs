//! Two limits on the same thing, and how one became the other.

use std::cmp::Ordering;

use cikada_domain::Quantity;

use crate::requirement::Requirement;

/// What became of a limit, one sentence for each end that moved; nothing if it stayed.
pub(super) fn moved(what: &str, old: &Requirement, new: &Requirement) -> Vec<String> {
    if old == new {
        return Vec::new();
    }
    let same_kind = std::mem::discriminant(old) == std::mem::discriminant(new);
    let ((old_min, old_max), (new_min, new_max)) = (old.limits(), new.limits());
    let one_ended =
        old_min.is_none() == new_min.is_none() && old_max.is_none() == new_max.is_none();
    if !same_kind || !one_ended || (old_min.is_none() && old_max.is_none()) {
        return vec![format!("{what}: was {}, is {}", old.words(), new.words())];
    }
    let both_ends = old_min.is_some() && old_max.is_some();
    let named = |end: &str| {
        if both_ends {
            format!("{what}, {end} limit,")
        } else {
            what.to_owned()
        }
    };
    let ends = [
        ("lower", old_min.zip(new_min)),
        ("upper", old_max.zip(new_max)),
    ];
    let sentences = ends.into_iter().filter_map(|(end, pair)| {
        let (old, new) = pair?;
        sentence(&named(end), old, new)
    });
    sentences.collect()
}

/// `the creatinine stop falls from 4.5 to 3.0 mg/dL`.
fn sentence(what: &str, old: &Quantity, new: &Quantity) -> Option<String> {
    let verb = match old.compare(new) {
        Ok(Ordering::Equal) => return None,
        Ok(Ordering::Less) => "rises",
        Ok(Ordering::Greater) => "falls",
        Err(_) => "changes",
    };
    let from = if old.unit() == new.unit() && old.population() == new.population() {
        shared(old, new)
    } else {
        old.words()
    };
    Some(format!("{what} {verb} from {from} to {}", new.words()))
}

/// The old amount without the unit that the new one shows.
fn shared(old: &Quantity, new: &Quantity) -> String {
    let (old_words, new_words) = (old.words(), new.words());
    let unit = new_words.split_once(' ').map_or("", |(_, unit)| unit);
    let bare = old_words.strip_suffix(unit).map(str::trim_end);
    bare.unwrap_or(&old_words).to_owned()
}
