//! The answer as a table for other programs: no name and no hospital number leaves with it, since a
//! file goes where nobody can erase it.

use super::{Genealogy, Group};

/// The answer as CSV (RFC 4180), a line a thing.
#[must_use]
pub fn csv(genealogy: &Genealogy) -> String {
    let mut text = String::from("direction,kind,identifier,state,ties away,when,why\r\n");
    let directions = [
        ("downstream", &genealogy.downstream),
        ("upstream", &genealogy.upstream),
    ];
    for (direction, groups) in directions {
        for (group, line) in groups
            .iter()
            .flat_map(|group: &Group| group.lines.iter().map(move |line| (group, line)))
        {
            let cells = [
                direction.to_owned(),
                group.kind.words().to_owned(),
                line.thing.node.id.clone(),
                line.thing.state.clone().unwrap_or_default(),
                line.distance.to_string(),
                line.at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
                line.way.join("; "),
            ];
            let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = cell.replace('"', "\"\"");
    if formula {
        format!("\"'{cell}\"")
    } else {
        format!("\"{cell}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_quoted_and_is_never_a_formula() {
        assert_eq!(quoted("LOT-1"), "\"LOT-1\"");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("=cmd()"), "\"'=cmd()\"");
    }
}
