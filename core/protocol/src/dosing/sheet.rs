//! Every dose of a protocol for one body, with its working: the sheet that a pharmacist checks by
//! hand, and the example in the protocol's document.

use cikada_domain::{DoseNumber, Quantity};
use cikada_dose::{DoseProblem, DoseRule, SurfaceFormula, Worked, amount, infusion_rate};

use super::{DoseFacts, DosingProblem, PlannedAmount, PlannedDose, Preparation, dose_for, prepare};
use crate::model::{Companion, DoseLine, Protocol};
use crate::schedule::Schedule;

/// Every dose line and companion of a protocol for one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// One entry a line of dosing, in the order of the file.
    pub lines: Vec<SheetLine>,
    /// What is given along with the doses.
    pub companions: Vec<SheetCompanion>,
}

/// One line of dosing for one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The line's name.
    pub name: String,
    /// Which doses it is, in words: `doses 1 to 20`.
    pub doses: String,
    /// How it is given.
    pub route: String,
    /// The dose, or why it cannot be worked out.
    pub planned: Result<PlannedDose, DosingProblem>,
    /// Vials and bags, where a medicine is prepared.
    pub preparation: Option<Result<Preparation, DoseProblem>>,
    /// The rate of each volume that may be given, over the planned length of the infusion.
    pub rates: Vec<String>,
}

/// One companion for one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCompanion {
    /// What is given.
    pub name: String,
    /// When and how.
    pub when: String,
    /// The dose, or why it cannot be worked out.
    pub dose: Result<Worked<Quantity>, DoseProblem>,
    /// The key of its source.
    pub source: String,
}

/// Works out every line of a protocol for one body.
#[must_use]
pub fn sheet(protocol: &Protocol, facts: &DoseFacts) -> Sheet {
    Sheet {
        lines: protocol
            .doses
            .iter()
            .map(|line| line_for(protocol, line, facts))
            .collect(),
        companions: protocol
            .companions
            .iter()
            .map(|companion| companion_for(companion, facts))
            .collect(),
    }
}

fn line_for(protocol: &Protocol, line: &DoseLine, facts: &DoseFacts) -> SheetLine {
    let first = line.doses.map_or(1, |(first, _)| first);
    // A number from 1 on is a dose; the reader has refused any other.
    let planned = match DoseNumber::new(first) {
        Ok(first) => dose_for(protocol, first, facts),
        Err(_) => Err(DosingProblem::NoSuchLevel {
            line: line.id.clone(),
            level: facts.level,
            last: line.levels.len(),
        }),
    };
    let preparation = match (&planned, protocol.medicine()) {
        (Ok(planned), Some(medicine)) => match &planned.amount {
            PlannedAmount::Exact(amount) => Some(prepare(medicine, &amount.quantity)),
            PlannedAmount::Cells { .. } => None,
        },
        _ => None,
    };
    SheetLine {
        name: line.id.to_string(),
        doses: doses(line, &protocol.schedule),
        route: line.route.clone(),
        planned,
        preparation,
        rates: rates(protocol, line),
    }
}

/// Bags run at a rate, and so does a volume that the line fixes; a drawn syringe has none.
fn rates(protocol: &Protocol, line: &DoseLine) -> Vec<String> {
    let dilution = protocol.medicine().and_then(|m| m.dilution.as_ref());
    let bags = dilution.into_iter().flat_map(|dilution| &dilution.bags);
    let over = &protocol.infusion.duration;
    bags.chain(&line.volume)
        .flat_map(|volume| match infusion_rate(volume, over) {
            Ok(rate) => rate.working,
            Err(problem) => vec![format!("NOT WORKED OUT: {problem}")],
        })
        .collect()
}

fn doses(line: &DoseLine, schedule: &Schedule) -> String {
    match line.doses {
        Some((first, last)) if first == last => format!("dose {first}"),
        Some((first, last)) => format!("doses {first} to {last}"),
        None if schedule.dose_count() == 1 => "the only dose".to_owned(),
        None => format!("every dose, at most {}", schedule.dose_count()),
    }
}

fn companion_for(companion: &Companion, facts: &DoseFacts) -> SheetCompanion {
    let rule = DoseRule {
        amount: companion.amount.clone(),
        surface: SurfaceFormula::Mosteller,
        order_unit: flat_unit(&companion.amount),
        round_to: None,
        cap: companion.cap.clone(),
    };
    SheetCompanion {
        name: companion.name.clone(),
        when: format!("{}, {}", companion.timing.text, companion.route),
        dose: amount(&rule, &facts.body).map(|worked| Worked {
            value: worked.value.quantity,
            working: worked.working,
        }),
        source: companion.source.clone(),
    }
}

/// The unit of a whole dose: what stands before `/kg` or `/m2`.
fn flat_unit(amount: &Quantity) -> cikada_domain::Unit {
    let unit = amount.unit();
    let code = unit.code();
    let flat = code.split('/').next().unwrap_or(code);
    let known = cikada_domain::Unit::ALL.iter();
    known
        .copied()
        .find(|candidate| candidate.code() == flat)
        .unwrap_or(unit)
}

impl Sheet {
    /// Whether every dose could be worked out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let lines = self.lines.iter();
        let companions = self.companions.iter();
        lines
            .clone()
            .all(|line| line.planned.is_ok() && line.preparation.as_ref().is_none_or(Result::is_ok))
            && companions.clone().all(|companion| companion.dose.is_ok())
    }

    /// The sheet as plain text, one line of working a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut push = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        for line in &self.lines {
            push(format!("{}: {}, {}", line.name, line.doses, line.route));
            for said in line.said() {
                push(format!("  {said}"));
            }
        }
        for companion in &self.companions {
            push(format!("{}: {}", companion.name, companion.when));
            match &companion.dose {
                Ok(worked) => worked
                    .working
                    .iter()
                    .for_each(|line| push(format!("  {line}"))),
                Err(problem) => push(format!("  NOT WORKED OUT: {problem}")),
            }
        }
        text
    }
}

impl SheetLine {
    /// The working of the dose and its preparation, or why there is none.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.planned {
            Ok(planned) => {
                lines.extend(planned.working.iter().cloned());
                lines.push(format!("dose: {}", planned.amount.words()));
            }
            Err(problem) => lines.push(format!("NOT WORKED OUT: {problem}")),
        }
        match &self.preparation {
            Some(Ok(preparation)) => lines.extend(preparation.working.iter().cloned()),
            Some(Err(problem)) => lines.push(format!("NOT PREPARED: {problem}")),
            None => {}
        }
        lines.extend(self.rates.iter().cloned());
        lines
    }
}
