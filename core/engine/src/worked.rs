//! What a step has to add, worked out from what was measured, beside what was really added.
//!
//! The page shows these lines before anything is recorded, and the record is held against the same
//! lines: nobody works out a volume on paper, and nobody's own arithmetic goes unseen.

use std::collections::BTreeMap;

use cikada_domain::event::MaterialUsed;
use cikada_domain::treatment::Batch;
use cikada_domain::{
    BatchId, Dimension, Facility, InputId, LotId, Quantity, StepId, Treatment, Value,
};
use cikada_dose::{
    AddedVolume, LotStrength, Worked, addition, feed_volume, seeding_volume, split, within,
};
use cikada_protocol::Protocol;
use cikada_protocol::model::{Addition, Material, Reference, Step, Target, TargetRule};

/// One volume of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedLine {
    /// The material or target.
    pub id: InputId,
    /// What it is.
    pub label: String,
    /// The volume with its working, or what is missing for it, in words.
    pub worked: Result<Worked<Quantity>, String>,
    /// What was really added or taken, where that is entered.
    pub entered: Option<Quantity>,
    /// The input that holds it; none for a material, whose amount stands beside its lot.
    pub entered_as: Option<InputId>,
    /// By how much it may differ; none where nothing is entered.
    pub tolerance: Option<Quantity>,
    /// Whether it lies within; none while one of the two is missing.
    pub within: Option<bool>,
    /// The key of the source.
    pub source: String,
    /// The key of a second source.
    pub also: Option<String>,
}

impl WorkedLine {
    /// What the record expects, for a deviation: the volume and its tolerance, or why there is no
    /// volume to expect.
    pub(crate) fn expected(&self) -> String {
        let worked = match &self.worked {
            Ok(worked) => format!("{} as worked out", worked.value.words()),
            Err(why) => format!("a volume that could not be worked out ({why})"),
        };
        match &self.tolerance {
            Some(tolerance) => format!("{worked}, within {}", tolerance.words()),
            None => worked,
        }
    }
}

/// What is entered in a step, before or after it is recorded.
#[derive(Debug, Clone, Copy)]
pub struct Entered<'a> {
    /// The values, as far as they are there.
    pub values: &'a BTreeMap<InputId, Value>,
    /// The lots and amounts, as far as they are there.
    pub materials: &'a [MaterialUsed],
}

/// Every volume of a step, in the order of the file; none for a batch or step that does not exist.
///
/// A lot known to `facility` with a strength takes the place of the protocol's stock.
#[must_use]
pub fn worked(
    protocol: &Protocol,
    treatment: &Treatment,
    facility: Option<&Facility>,
    (batch, step): (&BatchId, &StepId),
    entered: Entered<'_>,
) -> Vec<WorkedLine> {
    let (Some(batch), Some(step)) = (treatment.batches.get(batch), protocol.step(step)) else {
        return Vec::new();
    };
    let bench = Bench {
        protocol,
        facility,
        batch,
        step,
        entered,
    };
    let targets = step.targets.iter().map(|target| bench.target(target));
    let materials = step.materials.iter();
    let additions = materials.filter_map(|material| {
        let addition = material.addition.as_ref()?;
        Some(bench.addition(material, addition))
    });
    targets.chain(additions).collect()
}

/// Where a step is worked out: its own entries and those of the steps before it.
struct Bench<'a> {
    protocol: &'a Protocol,
    facility: Option<&'a Facility>,
    batch: &'a Batch,
    step: &'a Step,
    entered: Entered<'a>,
}

impl Bench<'_> {
    fn target(&self, target: &Target) -> WorkedLine {
        let worked = self.of_target(target);
        let entered = target.entered.as_ref();
        let entered = entered.and_then(|id| quantity(self.entered.values.get(id)?));
        line(WorkedLine {
            id: target.id.clone(),
            label: target.label.clone(),
            worked,
            entered,
            entered_as: target.entered.clone(),
            tolerance: target.tolerance.clone(),
            within: None,
            source: target.source.clone(),
            also: None,
        })
    }

    fn of_target(&self, target: &Target) -> Result<Worked<Quantity>, String> {
        let cells = self.value(&target.cells)?;
        let density = &target.density;
        let worked = match &target.rule {
            TargetRule::Seeding => seeding_volume(&cells, density),
            TargetRule::Feed { volume } => feed_volume(&cells, &self.value(volume)?, density),
            TargetRule::Split { volume, vessels } => {
                let each = split(&cells, &self.value(volume)?, *vessels, density);
                each.map(|each| Worked {
                    value: each.value.medium,
                    working: each.working,
                })
            }
        };
        worked.map_err(|problem| problem.to_string())
    }

    fn addition(&self, material: &Material, rule: &Addition) -> WorkedLine {
        let used = self.entered.materials.iter();
        let used: Vec<_> = used.filter(|used| used.material == material.id).collect();
        let worked = self.volume(material, rule, used.first().copied());
        let added = self.added(material, rule, (&used, &worked));
        let line = line(WorkedLine {
            id: material.id.clone(),
            label: material.name.clone(),
            entered: added.as_ref().map(|(added, _)| added.clone()),
            worked,
            entered_as: None,
            tolerance: Some(rule.tolerance.clone()),
            within: None,
            source: material.source.clone(),
            also: material.also.clone(),
        });
        let is_known = added.is_none_or(|(_, is_known)| is_known);
        WorkedLine {
            within: line.within.filter(|_| is_known),
            ..line
        }
    }

    /// What has to be added if all of it is of one lot.
    fn volume(
        &self,
        material: &Material,
        rule: &Addition,
        used: Option<&MaterialUsed>,
    ) -> Result<Worked<Quantity>, String> {
        let counts = if rule.counts_itself {
            AddedVolume::Counts
        } else {
            AddedVolume::Neglected
        };
        let into = self.into(rule)?;
        let stock = self.stock(material, rule, used)?;
        addition(&material.amount, &into, &stock, counts).map_err(|problem| problem.to_string())
    }

    /// What was added of every lot, as a volume of the first: of a lot that is twice as strong half as
    /// much does; and whether every lot could be told so.
    fn added(
        &self,
        material: &Material,
        rule: &Addition,
        (used, worked): (&[&MaterialUsed], &Result<Worked<Quantity>, String>),
    ) -> Option<(Quantity, bool)> {
        let (first, further) = used.split_first()?;
        let mut sum = first.amount.clone()?;
        for used in further {
            let amount = used.amount.as_ref()?;
            let of_first = worked.as_ref().ok().and_then(|whole| {
                let own = self.volume(material, rule, Some(*used)).ok()?.value;
                of_first(amount, &own, &whole.value)
            });
            // Beside a volume that is not known it is added up as it was measured.
            let amount = of_first.or_else(|| worked.is_err().then(|| amount.clone()));
            let added = amount.and_then(|amount| plus(&sum, &amount));
            let Some(added) = added else {
                return Some((sum, false));
            };
            sum = added;
        }
        Some((sum, true))
    }

    /// The volume something is added to; of a target what was really done, else what is worked out.
    fn into(&self, rule: &Addition) -> Result<Quantity, String> {
        let mut targets = self.step.targets.iter();
        let target = targets.find(|target| target.id == rule.into.name);
        let Some(target) = target.filter(|_| rule.into.step.is_none()) else {
            return self.value(&rule.into);
        };
        let line = self.target(target);
        match line.entered {
            Some(done) => Ok(done),
            None => line.worked.map(|worked| worked.value),
        }
    }

    /// The strength of the lot at hand, by the lot's own figures, else the protocol's stock.
    fn stock(
        &self,
        material: &Material,
        rule: &Addition,
        used: Option<&MaterialUsed>,
    ) -> Result<Quantity, String> {
        let lot = used.and_then(|used| LotId::new(&*used.lot).ok());
        let lot = lot.and_then(|lot| self.facility?.lots.get(&lot));
        let unit = material.amount.unit();
        let of_agent = matches!(
            unit.dimension(),
            Dimension::InternationalUnitConcentration | Dimension::MassConcentration
        );
        if let Some((lot, stated)) = lot.and_then(|lot| Some((lot, lot.strength.as_ref()?))) {
            if !of_agent {
                return Err(format!(
                    "the lot states {}, and the protocol counts in shares of {}: ask quality",
                    stated.words(),
                    material.name
                ));
            }
            let strength = LotStrength {
                in_volume: Some(stated),
                specific_activity: lot.specific_activity.as_ref(),
            };
            let held = strength.concentration(unit);
            return held
                .map(|held| held.value)
                .map_err(|problem| problem.to_string());
        }
        rule.stock.clone().ok_or_else(|| {
            format!(
                "the strength of {} is not known: scan its lot",
                material.name
            )
        })
    }

    /// A value of this step as it is entered, or of the last record of another.
    fn value(&self, reference: &Reference) -> Result<Quantity, String> {
        let Some(id) = &reference.step else {
            let entered = self.entered.values.get(&reference.name);
            let label = self.label(self.step, &reference.name);
            let missing = || format!("enter {label} first");
            return entered.and_then(quantity).ok_or_else(missing);
        };
        let known = self.protocol.step(id);
        let record = self.batch.records_of(id).last();
        let value = record.and_then(|record| quantity(record.values.get(&reference.name)?));
        value.ok_or_else(|| match known {
            Some(known) => format!(
                "{} of \u{201c}{}\u{201d} is not recorded yet",
                self.label(known, &reference.name),
                known.title
            ),
            None => format!("there is no step {id}"),
        })
    }

    fn label(&self, step: &Step, id: &InputId) -> String {
        let input = step.inputs.iter().find(|input| &input.id == id);
        input.map_or_else(
            || id.to_string(),
            |input| format!("\u{201c}{}\u{201d}", input.label),
        )
    }
}

/// An amount of one lot as a volume of another, by what each would need alone.
fn of_first(amount: &Quantity, own: &Quantity, first: &Quantity) -> Option<Quantity> {
    if own.compare(first).ok()?.is_eq() {
        return Some(amount.clone());
    }
    let first = first.convert(own.unit()).ok()?.amount();
    let amount_in = amount.convert(own.unit()).ok()?.amount();
    let part = amount_in.checked_mul(first)?.checked_div(own.amount())?;
    own.with_amount(part).convert(amount.unit()).ok()
}

fn plus(sum: &Quantity, amount: &Quantity) -> Option<Quantity> {
    sum.minus(&amount.with_amount(-amount.amount())).ok()
}

fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::Quantity(quantity) => Some(quantity.clone()),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    }
}

/// The line with its judgement.
fn line(line: WorkedLine) -> WorkedLine {
    let done = line.entered.as_ref().zip(line.tolerance.as_ref());
    let judged = done.and_then(|(done, tolerance)| {
        let worked = line.worked.as_ref().ok()?;
        within(done, &worked.value, tolerance).ok()
    });
    WorkedLine {
        within: judged,
        ..line
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::StepId;
    use cikada_protocol::model::Step;

    use super::*;
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch};

    fn step(course: &Course, id: &str) -> Step {
        let id = StepId::new(id).unwrap();
        course.protocol.step(&id).unwrap().clone()
    }

    fn entering(course: &Course, id: &str, values: &[(&str, &str)]) -> Command {
        let mut command = course.step(1, &step(course, id));
        if let Command::PerformStep {
            values: entered, ..
        } = &mut command
        {
            for (input, value) in values {
                let value = Value::Quantity(value.parse().unwrap());
                entered.insert(InputId::new(*input).unwrap(), value);
            }
        }
        command
    }

    fn lines(course: &Course, id: &str, values: &[(&str, &str)]) -> Vec<WorkedLine> {
        let value = |text: &str| Value::Quantity(text.parse().unwrap());
        let values = values
            .iter()
            .map(|(id, text)| (InputId::new(*id).unwrap(), value(text)));
        let values = values.collect();
        let entered = Entered {
            values: &values,
            materials: &[],
        };
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        let place = (&batch(1), &step(course, id).id);
        worked(protocol, treatment, Some(&course.facility), place, entered)
    }

    fn volume(line: &WorkedLine) -> String {
        line.worked.as_ref().unwrap().value.words()
    }

    fn seeded() -> Course {
        let mut course = example_course(Point::Cultured);
        let receipt = entering(&course, "receipt", &[]);
        assert_eq!(codes(&mut course, "tech-1", &receipt), [""; 0]);
        let cells = [("mononuclear-cells", "1.2e8 {viable}")];
        let isolation = entering(&course, "isolation", &cells);
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
        course
    }

    /// By hand: 1.2e8 / 2e6 per mL = 60 mL; 60 mL x 1000 IU/mL / 1e6 IU/mL = 0.06 mL;
    /// 60 mL x 50 ng/mL / 1e6 ng/mL = 0.003 mL; 60 mL x 500 IU/mL / 1e6 IU/mL = 0.03 mL.
    #[test]
    fn the_common_recipe_comes_to_the_volumes_worked_out_by_hand() {
        let mut course = seeded();
        let priming = lines(&course, "priming", &[("culture-volume", "60 mL")]);
        // The volume to seed in, the medium, interferon gamma.
        let volumes: Vec<_> = priming.iter().map(volume).collect();
        assert_eq!(volumes, ["60 mL", "60 mL", "60 uL"]);
        assert_eq!(priming[0].within, Some(true));
        let priming = entering(&course, "priming", &[("culture-volume", "60 mL")]);
        assert_eq!(codes(&mut course, "tech-1", &priming), [""; 0]);
        let activation = lines(&course, "activation", &[]);
        let volumes: Vec<_> = activation.iter().map(volume).collect();
        assert_eq!(volumes, ["3 uL", "30 uL"]);
    }

    #[test]
    fn what_is_missing_is_named_and_nothing_is_guessed() {
        let course = example_course(Point::Cultured);
        let lines = lines(&course, "priming", &[]);
        let missing: Vec<_> = lines
            .iter()
            .map(|line| line.worked.clone().unwrap_err())
            .collect();
        assert_eq!(
            missing[0],
            "“Living mononuclear cells” of “Isolate mononuclear cells” is not recorded yet"
        );
        assert_eq!(missing[1], "enter “Volume of the culture” first");
    }

    /// By hand: 60 uL of the first lot are asked for; 20 uL of it and 40 uL of another of the same
    /// strength are they, and 20 uL of it with 20 uL of one twice as strong.
    #[test]
    fn what_several_lots_of_a_material_add_is_added_up_by_their_strengths() {
        let course = seeded();
        let mut facility = course.facility.clone();
        let first = LotId::new("LOT-interferon-gamma").unwrap();
        let mut lot = facility.lots[&first].clone();
        for (number, strength) in [("L-1", "1 10*6[iU]/mL"), ("L-2", "2 10*6[iU]/mL")] {
            lot.strength = Some(strength.parse().unwrap());
            facility
                .lots
                .insert(LotId::new(number).unwrap(), lot.clone());
        }
        let used = |lot: &str, amount: &str| MaterialUsed {
            material: InputId::new("interferon-gamma").unwrap(),
            lot: lot.to_owned(),
            expires_on: "2035-12-31".parse().unwrap(),
            amount: Some(amount.parse().unwrap()),
        };
        let culture = Value::Quantity("60 mL".parse().unwrap());
        let values = BTreeMap::from([(InputId::new("culture-volume").unwrap(), culture)]);
        let priming = &step(&course, "priming").id;
        let entered = |materials: &[MaterialUsed]| {
            let entered = Entered {
                values: &values,
                materials,
            };
            let (protocol, treatment) = (&course.protocol, &course.treatment);
            let place = (&batch(1), priming);
            let lines = worked(protocol, treatment, Some(&facility), place, entered);
            let mut lines = lines.into_iter();
            let line = lines.find(|line| line.id.as_str() == "interferon-gamma");
            let line = line.unwrap();
            (line.entered.unwrap().words(), line.within)
        };
        let own = used("L-1", "20 uL");
        for (other, whole, within) in [
            (used("L-1", "40 uL"), "60 uL", Some(true)),
            (used("L-2", "20 uL"), "60 uL", Some(true)),
            (used("L-2", "40 uL"), "100 uL", Some(false)),
            // Kept in a mass, it cannot be told as a volume.
            (used("L-1", "40 mg"), "20 uL", None),
        ] {
            assert_eq!(entered(&[own.clone(), other]), (whole.to_owned(), within));
        }
    }

    #[test]
    fn a_lot_of_another_strength_changes_the_volume() {
        let course = seeded();
        let id = InputId::new("interferon-gamma").unwrap();
        let used = MaterialUsed {
            material: id.clone(),
            lot: "L-1".to_owned(),
            expires_on: "2035-12-31".parse().unwrap(),
            amount: None,
        };
        let confirmed = cikada_domain::treatment::Confirmed {
            at: course.now,
            by: cikada_domain::StaffId::new("tech-1").unwrap(),
        };
        let lot = cikada_domain::facility::Lot {
            material: id,
            name: "Interferon gamma".to_owned(),
            supplier: "Sample supplier".to_owned(),
            supplier_lot: "S-1".to_owned(),
            expires_on: "2035-12-31".parse().unwrap(),
            received: "10 mL".parse().unwrap(),
            on_hand: "10 mL".parse().unwrap(),
            strength: Some("2 10*6[iU]/mL".parse().unwrap()),
            specific_activity: None,
            certificate: None,
            state: cikada_domain::facility::LotState::Released,
            receipt: confirmed,
            released: None,
            decided: None,
            counted_at: None,
            draws: Vec::new(),
        };
        let mut facility = course.facility.clone();
        facility.lots.insert(LotId::new("L-1").unwrap(), lot);
        let values = BTreeMap::from([(
            InputId::new("culture-volume").unwrap(),
            Value::Quantity("60 mL".parse().unwrap()),
        )]);
        let entered = Entered {
            values: &values,
            materials: &[used],
        };
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        let place = (&batch(1), &step(&course, "priming").id);
        let lines = worked(protocol, treatment, Some(&facility), place, entered);
        assert_eq!(volume(&lines[2]), "30 uL");
        // Of what is counted in shares a strength says that it is something else.
        let medium = MaterialUsed {
            material: InputId::new("serum-free-medium").unwrap(),
            ..entered.materials[0].clone()
        };
        let entered = Entered {
            materials: &[medium],
            ..entered
        };
        let lines = worked(protocol, treatment, Some(&facility), place, entered);
        let why = lines[1].worked.clone().unwrap_err();
        assert!(why.contains("counts in shares"), "{why}");
    }
}
