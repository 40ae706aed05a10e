//! Neurotoxicity of immune effector cells (ICANS) by the ASTCT consensus of 2019, from 12 years on:
//! the worst of five domains wins.
//!
//! The ICE test is done in the patient's own language, with an interpreter if need be: in another
//! language a well patient scores as grade 3, so such a test is not counted.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use super::axis::{Axis, worst};
use super::graded::{Evidence, Graded};
use super::problem::{GradeProblem, Missing};
use super::readings::read;
use super::scheme::{Scheme, SourceMark};
use super::term::Measurand;

const TERM: &str = "Immune effector cell-associated neurotoxicity syndrome";
const AGE: Measurand = Measurand::new(
    "age",
    Unit::Year,
    Decimal::ZERO,
    Decimal::from_parts(120, 0, 0, false, 0),
);
const AGE_MIN_YEARS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// In which language the ICE test was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestLanguage {
    /// The patient's own, with an interpreter if need be.
    PatientsOwn,
    /// Another one.
    Other,
}

/// The answers of the ICE test, ten points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IceAnswers {
    /// Knew the year.
    pub year: bool,
    /// Knew the month.
    pub month: bool,
    /// Knew the city.
    pub city: bool,
    /// Knew the hospital.
    pub hospital: bool,
    /// How many of three objects were named.
    pub objects_named: u8,
    /// Followed a command.
    pub command: bool,
    /// Wrote a sentence.
    pub sentence: bool,
    /// Counted back from 100 by ten.
    pub counting: bool,
}

impl IceAnswers {
    /// The points, 0 to 10.
    #[must_use]
    pub fn points(&self) -> u8 {
        let asked = [
            self.year,
            self.month,
            self.city,
            self.hospital,
            self.command,
            self.sentence,
            self.counting,
        ];
        let right = asked.into_iter().map(u8::from).sum::<u8>();
        right + self.objects_named.min(3)
    }
}

/// The ICE test: its points and its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IceTest {
    /// 0 to 10.
    pub points: u8,
    /// In which language it was done.
    pub language: TestLanguage,
    /// Whether a patient who is awake cannot speak or understand at all.
    pub global_aphasia: bool,
}

/// What wakes the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Awakening {
    /// Nothing is needed.
    Spontaneous,
    /// A voice.
    Voice,
    /// Touch only.
    Touch,
    /// Vigorous or repeated touch, or nothing: stupor or coma.
    VigorousTouchOrNone,
}

/// Seizures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seizure {
    /// None.
    None,
    /// Any that clears fast, or that is seen in the EEG only and answers to treatment.
    ClearsFast,
    /// Longer than 5 minutes, or repeated without return to baseline.
    Prolonged,
}

/// Weakness of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motor {
    /// None.
    None,
    /// Deep focal weakness, such as of one side or both legs.
    DeepFocalWeakness,
}

/// Oedema and raised pressure of the brain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrainPressure {
    /// None.
    None,
    /// Focal or local oedema on imaging.
    FocalOedema,
    /// Diffuse oedema, posturing, palsy of the sixth nerve, or Cushing's triad.
    DiffuseOrRaised,
}

/// The domains of neurotoxicity. What was not looked at is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcansAssessment {
    /// The patient's age, in years.
    pub age: Quantity,
    /// The ICE test.
    pub ice: Option<IceTest>,
    /// What wakes the patient.
    pub awakening: Option<Awakening>,
    /// Seizures.
    pub seizure: Option<Seizure>,
    /// Weakness of movement.
    pub motor: Option<Motor>,
    /// Oedema and pressure.
    pub brain_pressure: Option<BrainPressure>,
    /// Whether the patient died of it.
    pub died: bool,
}

impl IcansAssessment {
    pub(super) fn entries(&self) -> Vec<(&'static str, String)> {
        let mut entries = vec![("age", self.age.to_string())];
        if let Some(ice) = self.ice {
            let language = match ice.language {
                TestLanguage::PatientsOwn => "the patient's own language",
                TestLanguage::Other => "another language than the patient's",
            };
            let aphasia = if ice.global_aphasia {
                ", global aphasia"
            } else {
                ""
            };
            entries.push((
                "ICE",
                format!("{} of 10, in {language}{aphasia}", ice.points),
            ));
        }
        for axis in [
            self.awakening.map(awakening),
            self.seizure.map(seizure),
            self.motor.map(motor),
            self.brain_pressure.map(brain_pressure),
        ] {
            if let Some(Axis::Seen { words, .. }) = axis {
                entries.push(("seen", words));
            }
        }
        if self.died {
            entries.push(("died", "yes".to_owned()));
        }
        entries
    }
}

/// Grades neurotoxicity of immune effector cells.
///
/// # Errors
/// A patient under 12 years, more than ten points, or a domain that was not looked at and could be
/// worse than the others; a test in another language counts as not done.
pub fn grade_icans(assessment: &IcansAssessment) -> Result<Graded, GradeProblem> {
    let scheme = Scheme::AstctIcans;
    let years = read("age", &assessment.age, &AGE, &mut Vec::new())?;
    if years < AGE_MIN_YEARS {
        return Err(GradeProblem::OtherAge {
            scheme,
            expected: "patients of 12 years and older",
            given: assessment.age.clone(),
            instead: "the scale for children (CAPD)",
        });
    }
    let evidence = Evidence::Icans(assessment.clone());
    if assessment.died {
        let death = Axis::marked(5, "death", SourceMark::Memory);
        return worst(scheme, TERM, vec![death], evidence, Vec::new());
    }
    let mut working = Vec::new();
    if matches!(assessment.ice, Some(ice) if ice.language == TestLanguage::Other) {
        working.push("ICE in another language than the patient's: not counted".to_owned());
    }
    let not_seen = |missing, at_worst| Axis::NotSeen { missing, at_worst };
    let axes = vec![
        ice(assessment.ice)?,
        assessment
            .awakening
            .map_or(not_seen(Missing::Awakening, 4), awakening),
        assessment
            .seizure
            .map_or(not_seen(Missing::Seizure, 4), seizure),
        assessment.motor.map_or(not_seen(Missing::Motor, 4), motor),
        assessment
            .brain_pressure
            .map_or(not_seen(Missing::BrainPressure, 4), brain_pressure),
    ];
    worst(scheme, TERM, axes, evidence, working)
}

/// Zero points of a patient who cannot be woken are the awakening axis's grade 4, so that points
/// alone reach no further than 3.
fn ice(test: Option<IceTest>) -> Result<Axis, GradeProblem> {
    let Some(test) = test.filter(|test| test.language == TestLanguage::PatientsOwn) else {
        return Ok(Axis::NotSeen {
            missing: Missing::IceTest,
            at_worst: 3,
        });
    };
    let words = format!("ICE {} of 10", test.points);
    Ok(match test.points {
        0 if test.global_aphasia => Axis::marked(
            3,
            format!("{words}, awake with global aphasia"),
            SourceMark::Memory,
        ),
        0..=2 => Axis::seen(3, format!("{words} (0-2)")),
        3..=6 => Axis::seen(2, format!("{words} (3-6)")),
        7..=9 => Axis::seen(1, format!("{words} (7-9)")),
        10 => Axis::seen(0, words),
        points => {
            return Err(GradeProblem::Implausible {
                what: "ICE points",
                given: points.to_string(),
                lowest: "0".to_owned(),
                highest: "10".to_owned(),
                hint: String::new(),
            });
        }
    })
}

fn awakening(awakening: Awakening) -> Axis {
    match awakening {
        Awakening::Spontaneous => Axis::seen(0, "awakens spontaneously"),
        Awakening::Voice => Axis::seen(2, "awakens to voice"),
        Awakening::Touch => Axis::seen(3, "awakens to touch only"),
        Awakening::VigorousTouchOrNone => Axis::seen(
            4,
            "awakens to vigorous touch only or not at all, stupor or coma",
        ),
    }
}

fn seizure(seizure: Seizure) -> Axis {
    match seizure {
        Seizure::None => Axis::seen(0, "no seizure"),
        Seizure::ClearsFast => Axis::seen(
            3,
            "seizure that clears fast, or in the EEG and answers to treatment",
        ),
        Seizure::Prolonged => {
            Axis::seen(4, "seizure >5 min, or repeated without return to baseline")
        }
    }
}

fn motor(motor: Motor) -> Axis {
    match motor {
        Motor::None => Axis::seen(0, "no deep focal weakness"),
        Motor::DeepFocalWeakness => Axis::seen(4, "deep focal motor weakness"),
    }
}

fn brain_pressure(pressure: BrainPressure) -> Axis {
    match pressure {
        BrainPressure::None => Axis::seen(0, "no oedema or raised pressure of the brain"),
        BrainPressure::FocalOedema => Axis::seen(3, "focal oedema of the brain"),
        BrainPressure::DiffuseOrRaised => Axis::seen(
            4,
            "diffuse oedema, posturing, sixth nerve palsy or Cushing's triad",
        ),
    }
}
