//! The lesions of a file, and what each row says of one at a visit.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::is_baseline;
use super::change::Millimetres;
use super::course::{
    Lesion, NewReading, NewState, NonTargetReading, NonTargetState, TargetReading, TargetState,
    Visit,
};
use super::finding::Findings;
use super::row::{Kind, Row, State};

/// All lesions, each kind by name.
#[derive(Debug, Default)]
pub(super) struct Lesions {
    pub(super) targets: Vec<Lesion>,
    pub(super) non_targets: Vec<Lesion>,
    pub(super) new_lesions: Vec<Lesion>,
    /// The line of each lesion's first row.
    lines: BTreeMap<String, u64>,
    /// Lesions with a finding in a row of theirs: what seems missing may stand there.
    doubtful: BTreeSet<String>,
}

impl Lesions {
    pub(super) fn of(rows: &[Row], findings: &mut Findings<'_>) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            let is_lesion = !matches!(row.kind, Kind::Marker | Kind::Visit);
            if is_lesion && !row.lesion.is_empty() {
                by_name.entry(&row.lesion).or_default().push(row);
            }
        }
        check_spelling(&by_name, findings);
        let mut lesions = Self::default();
        for (name, rows) in by_name {
            // Not the first line but the first day: the order of lines says nothing.
            let Some(first) = rows.iter().min_by_key(|row| (row.date, row.line)) else {
                continue;
            };
            if let Some(other) = rows.iter().find(|row| row.kind != first.kind) {
                let message = format!(
                    "'{name}' is of another kind in line {}: a lesion keeps its kind",
                    first.line
                );
                findings.add(other.line, "kind", "lesion-two-kinds", message);
            }
            lesions.lines.insert(name.to_owned(), first.line);
            if rows.iter().any(|row| row.has_finding) {
                lesions.doubtful.insert(name.to_owned());
            }
            let lesion = lesion_of(name, &rows, first, findings);
            match first.kind {
                Kind::Target => lesions.targets.push(lesion),
                Kind::NonTarget => lesions.non_targets.push(lesion),
                _ => lesions.new_lesions.push(lesion),
            }
        }
        lesions
    }

    /// Targets are measured at baseline and other lesions seen there; what comes later is new.
    pub(super) fn check_baseline(&self, visits: &[Visit], findings: &mut Findings<'_>) {
        let Some(baseline) = visits.iter().find(|visit| is_baseline(&visit.label)) else {
            return;
        };
        let missing_targets = self.targets.iter().filter(|lesion| {
            let reading = baseline.targets.get(&lesion.name);
            let measured =
                |reading: &TargetReading| matches!(reading.state, TargetState::Measured(_));
            !reading.is_some_and(measured) && !self.doubtful.contains(&lesion.name)
        });
        for lesion in missing_targets {
            let message = format!(
                "the target '{}' is not measured at baseline: add its diameter there, or give a \
                 lesion that came later the kind new",
                lesion.name
            );
            let line = self.lines.get(&lesion.name).copied().unwrap_or_default();
            findings.add(line, "lesion", "not-at-baseline", message);
        }
        let missing_others = self.non_targets.iter().filter(|lesion| {
            let reading = baseline.non_targets.get(&lesion.name);
            !reading.is_some_and(|reading| reading.state == NonTargetState::Present)
                && !self.doubtful.contains(&lesion.name)
        });
        for lesion in missing_others {
            let message = format!(
                "the non-target lesion '{}' is not 'present' at baseline: add that row, or give a \
                 lesion that came later the kind new",
                lesion.name
            );
            let line = self.lines.get(&lesion.name).copied().unwrap_or_default();
            findings.add(line, "lesion", "not-at-baseline", message);
        }
    }
}

/// 'T1' and 't1' would be two lesions, one of them never measured again.
fn check_spelling(by_name: &BTreeMap<&str, Vec<&Row>>, findings: &mut Findings<'_>) {
    let mut spelt: BTreeMap<String, &str> = BTreeMap::new();
    for (name, rows) in by_name {
        let first = *spelt.entry(name.to_lowercase()).or_insert(name);
        if first != *name {
            let line = rows.first().map_or(0, |row| row.line);
            let message = format!("'{name}' is written '{first}' in another row: write it alike");
            findings.add(line, "lesion", "lesion-two-spellings", message);
        }
    }
}

fn lesion_of(name: &str, rows: &[&Row], first: &Row, findings: &mut Findings<'_>) -> Lesion {
    let organ = rows.iter().find(|row| !row.organ.is_empty());
    let node = rows.iter().find(|row| row.node.is_some());
    let is_doubtful = rows.iter().any(|row| row.has_finding);
    if organ.is_none() && !is_doubtful {
        let message = format!("no organ of '{name}': say it in the lesion's first row");
        findings.add(first.line, "organ", "cell-empty", message);
    }
    if node.is_none() && !is_doubtful {
        let message = format!("whether '{name}' is a lymph node: say yes or no in its first row");
        findings.add(first.line, "node", "cell-empty", message);
    }
    for row in rows {
        if organ.is_some_and(|said| !row.organ.is_empty() && said.organ != row.organ) {
            let message = format!("'{name}' lies in another organ in another row: keep one");
            findings.add(row.line, "organ", "lesion-two-organs", message);
        }
        if node.is_some_and(|said| row.node.is_some() && said.node != row.node) {
            let message = format!("'{name}' is a node in one row and none in another: keep one");
            findings.add(row.line, "node", "lesion-two-natures", message);
        }
    }
    Lesion {
        name: name.to_owned(),
        organ: organ.map_or_else(String::new, |row| row.organ.clone()),
        is_node: node.and_then(|row| row.node).unwrap_or(false),
        method: first.method,
        slice: first.slice,
        irradiated: first.irradiated.unwrap_or_default(),
    }
}

/// Enters what a row says of a lesion into its visit.
pub(super) fn read_lesion_row(
    row: &Row,
    visit: &mut Visit,
    lesions: &Lesions,
    findings: &mut Findings<'_>,
) {
    if row.kind == Kind::New && is_baseline(&row.visit) {
        let message = "nothing is new at baseline: expected target or non-target".to_owned();
        findings.add(row.line, "kind", "new-at-baseline", message);
        return;
    }
    if row.kind == Kind::New && row.lesion.is_empty() {
        match row.state {
            Some(State::NoneSeen) => {}
            Some(State::NotEvaluated) => visit.new_looked_for = false,
            _ => {
                let message = "a new lesion without name: name it, or say none or not-evaluated";
                findings.add(row.line, "lesion", "cell-empty", message.to_owned());
            }
        }
        return;
    }
    if row.lesion.is_empty() {
        let message = "nothing here: expected the lesion's name".to_owned();
        findings.add(row.line, "lesion", "cell-empty", message);
        return;
    }
    let name = row.lesion.clone();
    match row.kind {
        Kind::Target => {
            if let Some(state) = target_state(row, visit, findings) {
                check_viable(row, findings);
                let viable = viable_of(row, visit);
                visit.targets.insert(name, TargetReading { state, viable });
            }
        }
        Kind::NonTarget => {
            if let Some(state) = non_target_state(row, lesions, findings) {
                let diameter = row.diameter;
                visit
                    .non_targets
                    .insert(name, NonTargetReading { state, diameter });
            }
        }
        _ => {
            if let Some(state) = new_state(row, findings) {
                let diameter = row.diameter;
                visit
                    .new_lesions
                    .insert(name, NewReading { state, diameter });
            }
        }
    }
}

fn target_state(row: &Row, visit: &Visit, findings: &mut Findings<'_>) -> Option<TargetState> {
    let is_zero = row.diameter == Some(Millimetres::ZERO);
    let state = match (&row.state, row.diameter) {
        (None | Some(State::Measured), Some(diameter)) if !is_zero => {
            Some(TargetState::Measured(diameter))
        }
        (Some(State::Split), Some(diameter)) if !is_zero => {
            let (before, fragments) = match visit.targets.get(&row.lesion).map(|seen| &seen.state) {
                Some(TargetState::Split { sum, fragments }) => (*sum, *fragments),
                _ => (Millimetres::ZERO, 0),
            };
            Some(TargetState::Split {
                sum: before + diameter,
                fragments: fragments + 1,
            })
        }
        (Some(State::TooSmall), None) => Some(TargetState::TooSmall),
        (Some(State::Gone), None) => Some(TargetState::Gone),
        (Some(State::Gone), Some(_)) if is_zero => Some(TargetState::Gone),
        (Some(State::MergedInto(other)), None) => Some(TargetState::MergedInto(other.clone())),
        (Some(State::NotEvaluated), None) => Some(TargetState::NotEvaluated),
        _ => None,
    };
    if state.is_none() && !row.has_finding {
        let message = "expected, of a target, its diameter (state empty, measured or split), or no \
                       diameter and the state too-small, gone, merged:NAME or not-evaluated";
        findings.add(row.line, "state", "state-not-of-kind", message.to_owned());
    }
    state
}

/// The enhancing part: of all pieces, if each has one.
fn viable_of(row: &Row, visit: &Visit) -> Option<Millimetres> {
    match visit.targets.get(&row.lesion) {
        Some(before) if row.state == Some(State::Split) => before
            .viable
            .zip(row.viable)
            .map(|(sum, piece)| sum + piece),
        _ => row.viable,
    }
}

fn check_viable(row: &Row, findings: &mut Findings<'_>) {
    if let (Some(viable), Some(diameter)) = (row.viable, row.diameter)
        && viable > diameter
    {
        let message =
            format!("the enhancing part, {viable}, is larger than the lesion, {diameter}");
        findings.add(row.line, "viable_mm", "viable-too-large", message);
    }
}

fn non_target_state(
    row: &Row,
    lesions: &Lesions,
    findings: &mut Findings<'_>,
) -> Option<NonTargetState> {
    let state = match row.state {
        Some(State::Present) => Some(NonTargetState::Present),
        Some(State::Larger) => Some(NonTargetState::Larger),
        Some(State::Gone) => Some(NonTargetState::Gone),
        Some(State::Progressed) => Some(NonTargetState::Progressed),
        Some(State::NotEvaluated) => Some(NonTargetState::NotEvaluated),
        _ => None,
    };
    if state.is_none() && !row.has_finding {
        let message = "expected, of a non-target lesion, present, larger, gone, progressed or \
                       not-evaluated";
        findings.add(row.line, "state", "state-not-of-kind", message.to_owned());
    }
    let is_node = lesions
        .non_targets
        .iter()
        .any(|lesion| lesion.name == row.lesion && lesion.is_node);
    let limit = Millimetres::whole(if is_node { 10 } else { 1 });
    let is_large = row.diameter.is_some_and(|diameter| diameter >= limit);
    if state == Some(NonTargetState::Gone) && is_large {
        let message = format!("'{}' is called gone and measured: keep one", row.lesion);
        findings.add(row.line, "state", "gone-but-measured", message);
    }
    state
}

fn new_state(row: &Row, findings: &mut Findings<'_>) -> Option<NewState> {
    let state = match row.state {
        Some(State::Equivocal) => Some(NewState::Equivocal),
        Some(State::Unequivocal) => Some(NewState::Unequivocal),
        Some(State::Larger) => Some(NewState::Larger),
        Some(State::Progressed) => Some(NewState::Progressed),
        Some(State::Gone) => Some(NewState::Gone),
        Some(State::NotEvaluated) => Some(NewState::NotEvaluated),
        _ => None,
    };
    if state.is_none() && !row.has_finding {
        let message = "expected, of a named new lesion, equivocal, unequivocal, larger, progressed, \
                       gone or not-evaluated";
        findings.add(row.line, "state", "state-not-of-kind", message.to_owned());
    }
    let is_measured = row
        .diameter
        .is_some_and(|diameter| diameter > Millimetres::ZERO);
    if state == Some(NewState::Gone) && is_measured {
        let message = format!("'{}' is called gone and measured: keep one", row.lesion);
        findings.add(row.line, "state", "gone-but-measured", message);
    }
    state
}

/// A lesion merges into a target that carries a diameter at the same visit.
pub(super) fn check_merges(visit: &Visit, rows: &[Row], findings: &mut Findings<'_>) {
    for (name, reading) in &visit.targets {
        let TargetState::MergedInto(other) = &reading.state else {
            continue;
        };
        let carrier = visit.targets.get(other).map(|carrier| &carrier.state);
        let carries = matches!(
            carrier,
            Some(TargetState::Measured(_) | TargetState::NotEvaluated)
        );
        if !carries || other == name {
            let line = rows
                .iter()
                .find(|row| row.visit == visit.label && row.lesion == *name);
            let line = line.map_or(0, |row| row.line);
            let message = format!(
                "'{name}' has merged into '{other}', which is no target measured at this visit"
            );
            findings.add(line, "state", "merged-into-nothing", message);
        }
    }
}
