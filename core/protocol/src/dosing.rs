//! How much one dose is for one patient: the line of the file, the level, the body, worked out by
//! the dose room and shown line by line. The page, the command line and the engine all ask here.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, InputId, Quantity, Value};
use cikada_dose::{
    Body, Concentration, DoseProblem, DoseRule, Vial, VialCount, Window, Worked, amount,
    draw_volume, final_concentration, vials,
};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::model::{Adjustment, DoseAmount, DoseLine, LevelUse, Medicine, Protocol};
use crate::requirement::{Judgement, Requirement};

mod sheet;

pub use sheet::{Sheet, SheetCompanion, SheetLine, sheet};

/// What is known of the patient and of the course so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseFacts {
    /// Weight and height as the protocol's body rule finds them.
    pub body: Body,
    /// How many levels down the patient is, or the level a trial assigned, from 1.
    pub level: u16,
    /// How many steps of a rising dose the patient has taken.
    pub step: u32,
    /// Findings that adjustments ask about.
    pub findings: BTreeMap<CriterionId, Value>,
}

/// One dose as it is to be ordered, with its working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDose {
    /// The line of the protocol it comes from.
    pub line: InputId,
    /// How much.
    pub amount: PlannedAmount,
    /// The lines a pharmacist checks by hand.
    pub working: Vec<String>,
    /// The keys of the sources it stands on.
    pub sources: Vec<String>,
}

/// How much one dose is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedAmount {
    /// Exactly this much.
    Exact(cikada_dose::DoseAmount),
    /// Cells from the first to the second number, both included.
    Cells {
        /// At least.
        min: Option<Quantity>,
        /// At most.
        max: Option<Quantity>,
    },
}

impl PlannedAmount {
    /// The amount as a person reads it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Exact(amount) if amount.capped => {
                format!("{} (the cap)", whole(&amount.quantity))
            }
            Self::Exact(amount) => whole(&amount.quantity),
            Self::Cells { min, max } => {
                let limits = Requirement::Between {
                    min: min.clone(),
                    max: max.clone(),
                };
                limits.words()
            }
        }
    }
}

/// An amount with all its figures: an order is never read in powers of ten.
fn whole(quantity: &Quantity) -> String {
    let one = quantity.with_amount(Decimal::ONE).words();
    let unit = one.strip_prefix("1 ").unwrap_or(&one);
    format!("{} {unit}", quantity.amount().normalize())
}

/// Why a dose cannot be worked out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DosingProblem {
    /// No line of the protocol says how much the dose is.
    #[error("no [[dose]] of the protocol says how much dose {0} is")]
    NoLine(DoseNumber),
    /// A level of the trial must be assigned first.
    #[error("no level is assigned for '{0}': assign one of its levels before the first dose")]
    LevelNotAssigned(InputId),
    /// The file has no such level: below its last level nothing is given.
    #[error("'{line}' has no level {level}: its last is {last}")]
    NoSuchLevel {
        /// The line.
        line: InputId,
        /// The level asked for.
        level: u16,
        /// The last level of the file.
        last: usize,
    },
    /// A finding that decides about the dose is not recorded: missing data is never a pass.
    #[error("'{criterion}' decides about the dose and is not recorded: record it first")]
    FindingMissing {
        /// The finding.
        criterion: CriterionId,
    },
    /// A finding that decides about the dose cannot be held against its limit.
    #[error("'{criterion}' cannot be held against the limit of the dose: {why}")]
    FindingIncomparable {
        /// The finding.
        criterion: CriterionId,
        /// Why not.
        why: String,
    },
    /// Two adjustments of the file hold at once, and the file does not say which counts.
    #[error("two adjustments of '{0}' hold for this patient: the protocol must say which counts")]
    AdjustmentsOverlap(InputId),
    /// The arithmetic refused.
    #[error(transparent)]
    Dose(#[from] DoseProblem),
}

/// Works out a dose.
///
/// # Errors
/// Everything that is missing or does not fit, by name; nothing is ever assumed.
pub fn dose_for(
    protocol: &Protocol,
    dose: DoseNumber,
    facts: &DoseFacts,
) -> Result<PlannedDose, DosingProblem> {
    let line = protocol
        .dose_line(dose)
        .ok_or(DosingProblem::NoLine(dose))?;
    let adjustment = adjustment(line, facts)?;
    let mut sources = vec![line.source.clone()];
    sources.extend(line.also.clone());
    if let Some(adjustment) = adjustment {
        sources.push(adjustment.source.clone());
        sources.extend(adjustment.also.clone());
    }
    let (amount, working) = match (&line.amount, level(line, adjustment, facts)?) {
        (DoseAmount::Cells(_), Some(target)) => cells_of_level(line, target, &facts.body)?,
        (DoseAmount::Cells(wanted), None) => cells(line, wanted, &facts.body)?,
        (DoseAmount::Exact(full), level) => {
            exact(protocol, line, level.unwrap_or(full), &facts.body)?
        }
        (DoseAmount::Titrated(_), Some(level)) => exact(protocol, line, level, &facts.body)?,
        (DoseAmount::Titrated(titration), None) => {
            let risen = titration.amount(facts.step);
            let (amount, mut working) = exact(protocol, line, &risen, &facts.body)?;
            working.insert(0, format!("step {}: {}", facts.step, titration.text));
            (amount, working)
        }
    };
    let mut said = Vec::new();
    if let Some(adjustment) = adjustment {
        said.push(format!(
            "adjusted: {} is {}",
            adjustment.condition.criterion,
            adjustment.condition.requirement.words()
        ));
    }
    said.extend(working);
    Ok(PlannedDose {
        line: line.id.clone(),
        amount,
        working: said,
        sources,
    })
}

/// The adjustment that holds for the patient, if one does.
fn adjustment<'p>(
    line: &'p DoseLine,
    facts: &DoseFacts,
) -> Result<Option<&'p Adjustment>, DosingProblem> {
    let mut holding = None;
    for adjustment in &line.adjustments {
        let criterion = &adjustment.condition.criterion;
        let value = facts.findings.get(criterion);
        let value = value.ok_or_else(|| DosingProblem::FindingMissing {
            criterion: criterion.clone(),
        })?;
        match adjustment.condition.requirement.judge(value) {
            Judgement::Fails => {}
            Judgement::Meets if holding.is_none() => holding = Some(adjustment),
            Judgement::Meets => return Err(DosingProblem::AdjustmentsOverlap(line.id.clone())),
            Judgement::Incomparable(why) => {
                let criterion = criterion.clone();
                return Err(DosingProblem::FindingIncomparable { criterion, why });
            }
        }
    }
    Ok(holding)
}

/// The amount of the level; nothing at the full dose.
fn level<'p>(
    line: &'p DoseLine,
    adjustment: Option<&'p Adjustment>,
    facts: &DoseFacts,
) -> Result<Option<&'p Quantity>, DosingProblem> {
    let (full, levels) = match adjustment {
        Some(adjustment) => (Some(&adjustment.amount), &adjustment.levels),
        None => (None, &line.levels),
    };
    if facts.level == 0 {
        return match line.level_use {
            LevelUse::Assigned => Err(DosingProblem::LevelNotAssigned(line.id.clone())),
            LevelUse::Reduced => Ok(full),
        };
    }
    let at = levels.get(usize::from(facts.level).saturating_sub(1));
    at.map(Some).ok_or_else(|| DosingProblem::NoSuchLevel {
        line: line.id.clone(),
        level: facts.level,
        last: levels.len(),
    })
}

fn exact(
    protocol: &Protocol,
    line: &DoseLine,
    quantity: &Quantity,
    body: &Body,
) -> Result<(PlannedAmount, Vec<String>), DosingProblem> {
    let order_unit = protocol
        .medicine()
        .map_or_else(|| quantity.unit(), |medicine| medicine.order_unit);
    let rule = DoseRule {
        amount: quantity.clone(),
        surface: line.surface,
        order_unit,
        round_to: line.round_to.clone(),
        cap: line.cap.clone(),
    };
    let Worked { value, working } = amount(&rule, body)?;
    Ok((PlannedAmount::Exact(value), working))
}

/// Cells are counted one by one: the unit of a number of them.
fn of_cells(
    line: &DoseLine,
    limit: &Quantity,
    body: &Body,
) -> Result<Worked<Quantity>, DoseProblem> {
    let rule = DoseRule {
        amount: limit.clone(),
        surface: line.surface,
        order_unit: cikada_domain::Unit::Cell,
        round_to: None,
        cap: line.cap.clone(),
    };
    let Worked { value, working } = amount(&rule, body)?;
    Ok(Worked {
        value: value.quantity,
        working,
    })
}

fn cells(
    line: &DoseLine,
    wanted: &Requirement,
    body: &Body,
) -> Result<(PlannedAmount, Vec<String>), DosingProblem> {
    let (min, max) = wanted.limits();
    let mut working = Vec::new();
    let mut worked = |limit: Option<&Quantity>| -> Result<Option<Quantity>, DoseProblem> {
        let Some(limit) = limit else { return Ok(None) };
        let cells = of_cells(line, limit, body)?;
        working.extend(cells.working);
        Ok(Some(cells.value))
    };
    let (min, max) = (worked(min)?, worked(max)?);
    Ok((PlannedAmount::Cells { min, max }, working))
}

/// A level of cells is met from its tolerance below up to itself, and never exceeded.
fn cells_of_level(
    line: &DoseLine,
    target: &Quantity,
    body: &Body,
) -> Result<(PlannedAmount, Vec<String>), DosingProblem> {
    let Worked { value, mut working } = of_cells(line, target, body)?;
    let tolerated = line.tolerance.as_ref().map(Quantity::amount);
    let part = Decimal::ONE_HUNDRED
        .checked_sub(tolerated.unwrap_or_default())
        .and_then(|part| part.checked_div(Decimal::ONE_HUNDRED))
        .and_then(|part| value.amount().checked_mul(part))
        .ok_or(DoseProblem::TooLarge)?;
    // A cell cannot be split: at least so many whole ones.
    let least = value.with_amount(part.ceil());
    working.push(format!("at least {}", least.words()));
    let amount = PlannedAmount::Cells {
        min: Some(least),
        max: Some(value),
    };
    Ok((amount, working))
}

/// What a dose takes from the pharmacy's shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preparation {
    /// Each vial that can be used, with how many of it and the volume drawn.
    pub vials: Vec<FromVial>,
    /// The concentration in each bag that may be used; empty where nothing is diluted.
    pub bags: Vec<InBag>,
    /// The mass, for display, where a strength is known.
    pub mass: Option<Quantity>,
    /// The lines a pharmacist checks by hand.
    pub working: Vec<String>,
}

/// A dose drawn from one kind of vial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromVial {
    /// What the vial is called.
    pub name: String,
    /// How many, by content and by what can be drawn.
    pub count: VialCount,
    /// How much is drawn, in mL.
    pub volume: Quantity,
}

/// A dose in one bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InBag {
    /// The bag's volume.
    pub bag: Quantity,
    /// The concentration and whether it lies in its window.
    pub concentration: Concentration,
}

/// Works out vials, volumes and concentrations of a dose.
///
/// # Errors
/// As the dose room: units of another kind, no strength where one is needed, too large.
pub fn prepare(medicine: &Medicine, dose: &Quantity) -> Result<Preparation, DoseProblem> {
    let mut working = Vec::new();
    let mut from = Vec::new();
    for vial in &medicine.vials {
        from.push(from_vial(vial, dose, &mut working)?);
    }
    let window = medicine.dilution.as_ref().and_then(|dilution| {
        let (least, most) = dilution.window.limits();
        Some((least?.clone(), most?.clone()))
    });
    let window = window
        .map(|(least, most)| Window::new(least, most))
        .transpose()?;
    let mut bags = Vec::new();
    for bag in medicine.dilution.iter().flat_map(|dilution| &dilution.bags) {
        let strength = medicine.strength.as_ref();
        let worked = final_concentration(dose, strength, bag, window.as_ref())?;
        working.extend(worked.working);
        bags.push(InBag {
            bag: bag.clone(),
            concentration: worked.value,
        });
    }
    let mass = match &medicine.strength {
        Some(strength) => {
            let mass = strength.mass_of(dose, cikada_domain::Unit::Milligram)?;
            working.extend(mass.working);
            Some(mass.value)
        }
        None => None,
    };
    Ok(Preparation {
        vials: from,
        bags,
        mass,
        working,
    })
}

fn from_vial(
    vial: &Vial,
    dose: &Quantity,
    working: &mut Vec<String>,
) -> Result<FromVial, DoseProblem> {
    let count = vials(dose, vial)?;
    let volume = draw_volume(dose, &vial.concentration)?;
    working.extend(count.working);
    working.extend(volume.working);
    Ok(FromVial {
        name: vial.name.clone(),
        count: count.value,
        volume: volume.value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEDICINE: &[u8] = include_bytes!("../tests/example-medicine.toml");

    fn protocol() -> Protocol {
        let reading = crate::read(MEDICINE, "example-medicine.toml");
        assert_eq!(reading.findings, []);
        reading.protocol.unwrap()
    }

    fn facts(weight: Option<&str>, level: u16) -> DoseFacts {
        DoseFacts {
            body: Body {
                weight: weight.map(|weight| weight.parse().unwrap()),
                height: None,
            },
            level,
            step: 0,
            findings: BTreeMap::new(),
        }
    }

    fn dose(facts: &DoseFacts) -> Result<Quantity, DosingProblem> {
        let planned = dose_for(&protocol(), DoseNumber::new(1).unwrap(), facts)?;
        match planned.amount {
            PlannedAmount::Exact(amount) => Ok(amount.quantity),
            PlannedAmount::Cells { .. } => panic!("cells of a medicine"),
        }
    }

    #[test]
    fn a_dose_by_weight_is_ordered_in_the_order_unit() {
        let full = dose(&facts(Some("70 kg"), 0)).unwrap();
        assert_eq!(full.to_string(), "42000000 [iU]");
        let reduced = dose(&facts(Some("70 kg"), 1)).unwrap();
        assert_eq!(reduced.to_string(), "21000000 [iU]");
    }

    #[test]
    fn without_a_weight_or_below_the_last_level_there_is_no_dose() {
        let missing = dose(&facts(None, 0)).unwrap_err();
        assert!(matches!(missing, DosingProblem::Dose(_)), "{missing}");
        let below = dose(&facts(Some("70 kg"), 2)).unwrap_err();
        assert!(
            matches!(below, DosingProblem::NoSuchLevel { .. }),
            "{below}"
        );
    }

    #[test]
    fn a_preparation_counts_vials_and_says_which_bag_fits() {
        let protocol = protocol();
        let medicine = protocol.medicine().unwrap();
        let dose = "66000000 [iU]".parse().unwrap();
        let prepared = prepare(medicine, &dose).unwrap();
        let vial = &prepared.vials[0];
        assert_eq!((vial.count.nominal, vial.count.strict), (3, Some(4)));
        assert_eq!(vial.volume.to_string(), "3.67 mL");
        let inside: Vec<_> = prepared
            .bags
            .iter()
            .map(|bag| {
                (
                    bag.concentration.value.to_string(),
                    bag.concentration.inside,
                )
            })
            .collect();
        let expected = [
            ("161.33 ug/mL", Some(false)),
            ("80.67 ug/mL", Some(false)),
            ("40.33 ug/mL", Some(true)),
        ];
        assert_eq!(
            inside,
            expected.map(|(value, inside)| (value.to_owned(), inside))
        );
    }
}
