//! The scales that are assessed as a whole: cytokine release syndrome and neurotoxicity.

use cikada_domain::Quantity;
use cikada_outcome::grade::{
    Awakening, BrainPressure, CrsAssessment, Fever, IcansAssessment, IceTest, Motor, OxygenSupport,
    Scheme, Seizure, TestLanguage, Vasopressors, grade_crs, grade_icans,
};
use clap::Args;

use super::print_answers;
use crate::output::{Outcome, Output};

/// Grade cytokine release syndrome by the ASTCT consensus of 2019.
#[derive(Debug, Args)]
pub(super) struct Crs {
    /// The temperature in Cel, treated (fever before, hidden by what was given), or other-cause.
    #[arg(long, value_name = "QUANTITY|treated|other-cause", value_parser = fever)]
    fever: Option<Fever>,
    /// none, or how many vasopressors the hypotension needs, vasopressin left out.
    #[arg(long, value_name = "none|NUMBER", value_parser = hypotension)]
    hypotension: Option<Vasopressors>,
    /// Vasopressin is given.
    #[arg(long, requires = "hypotension")]
    vasopressin: bool,
    /// none, a nasal cannula by its flow such as "4 L/min", blow-by, mask, or positive-pressure.
    #[arg(long, value_name = "SUPPORT", value_parser = oxygen)]
    oxygen: Option<OxygenSupport>,
    /// The patient died of it.
    #[arg(long)]
    died: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Grade neurotoxicity of immune effector cells (ICANS) by the ASTCT consensus of 2019.
#[derive(Debug, Args)]
pub(super) struct Icans {
    /// The patient's age, such as "61 a"; from 12 years on.
    #[arg(long, value_name = "QUANTITY")]
    age: Quantity,
    /// The points of the ICE test, 0 to 10.
    #[arg(long, value_name = "POINTS", requires = "ice_language")]
    ice: Option<u8>,
    /// In which language ICE was tested: own or other.
    #[arg(long, value_name = "own|other", value_parser = language)]
    ice_language: Option<TestLanguage>,
    /// Awake with global aphasia.
    #[arg(long, requires = "ice")]
    global_aphasia: bool,
    /// What wakes the patient: nothing-needed, voice, touch, or vigorous (vigorous touch, or nothing).
    #[arg(long, value_name = "STIMULUS", value_parser = awakening)]
    awakening: Option<Awakening>,
    /// none, clears-fast or prolonged.
    #[arg(long, value_name = "SEIZURE", value_parser = seizure)]
    seizure: Option<Seizure>,
    /// none or deep-weakness.
    #[arg(long, value_name = "MOTOR", value_parser = motor)]
    motor: Option<Motor>,
    /// Oedema and pressure of the brain: none, focal or diffuse.
    #[arg(long, value_name = "FINDING", value_parser = brain)]
    brain: Option<BrainPressure>,
    /// The patient died of it.
    #[arg(long)]
    died: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Crs {
    pub(super) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let assessment = CrsAssessment {
            fever: self.fever.clone(),
            vasopressors: self.hypotension.map(|needed| self.with_vasopressin(needed)),
            oxygen: self.oxygen.clone(),
            died: self.died,
        };
        let answer = grade_crs(&assessment);
        print_answers(None, &[(Scheme::AstctCrs, answer)], self.json, output)
    }

    fn with_vasopressin(&self, needed: Vasopressors) -> Vasopressors {
        match needed {
            Vasopressors::Count { others, .. } => Vasopressors::Count {
                others,
                vasopressin: self.vasopressin,
            },
            // Whoever is given vasopressin is hypotensive, whatever else was said.
            Vasopressors::NoHypotension | Vasopressors::NoneNeeded if self.vasopressin => {
                Vasopressors::Count {
                    others: 0,
                    vasopressin: true,
                }
            }
            unchanged => unchanged,
        }
    }
}

impl Icans {
    pub(super) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let ice = self.ice.zip(self.ice_language);
        let assessment = IcansAssessment {
            age: self.age.clone(),
            ice: ice.map(|(points, language)| IceTest {
                points,
                language,
                global_aphasia: self.global_aphasia,
            }),
            awakening: self.awakening,
            seizure: self.seizure,
            motor: self.motor,
            brain_pressure: self.brain,
            died: self.died,
        };
        let answer = grade_icans(&assessment);
        print_answers(None, &[(Scheme::AstctIcans, answer)], self.json, output)
    }
}

fn fever(text: &str) -> Result<Fever, String> {
    match text {
        "treated" => Ok(Fever::Treated),
        "other-cause" => Ok(Fever::OtherCause),
        text => quantity(
            text,
            "a temperature such as '38.6 Cel', treated or other-cause",
        )
        .map(Fever::Measured),
    }
}

fn hypotension(text: &str) -> Result<Vasopressors, String> {
    if text == "none" {
        return Ok(Vasopressors::NoHypotension);
    }
    let others = text.parse().map_err(|_| {
        "expected none, or the number of vasopressors needed, 0 if only fluids".to_owned()
    })?;
    Ok(Vasopressors::Count {
        others,
        vasopressin: false,
    })
}

fn oxygen(text: &str) -> Result<OxygenSupport, String> {
    match text {
        "none" => Ok(OxygenSupport::None),
        "blow-by" => Ok(OxygenSupport::BlowBy),
        "mask" => Ok(OxygenSupport::Mask),
        "positive-pressure" => Ok(OxygenSupport::PositivePressure),
        text => quantity(
            text,
            "none, a flow such as '4 L/min', blow-by, mask or positive-pressure",
        )
        .and_then(|flow| {
            // A flow of nothing would count as low-flow oxygen, which is grade 2.
            if flow.amount().is_zero() {
                return Err("a flow of 0 is no oxygen: write none".to_owned());
            }
            Ok(OxygenSupport::NasalCannula(flow))
        }),
    }
}

fn quantity(text: &str, expected: &str) -> Result<Quantity, String> {
    text.parse()
        .map_err(|error| format!("{error}; expected {expected}"))
}

fn language(text: &str) -> Result<TestLanguage, String> {
    match text {
        "own" => Ok(TestLanguage::PatientsOwn),
        "other" => Ok(TestLanguage::Other),
        _ => Err("expected own or other".to_owned()),
    }
}

fn awakening(text: &str) -> Result<Awakening, String> {
    match text {
        "nothing-needed" => Ok(Awakening::Spontaneous),
        "voice" => Ok(Awakening::Voice),
        "touch" => Ok(Awakening::Touch),
        "vigorous" => Ok(Awakening::VigorousTouchOrNone),
        _ => Err("expected nothing-needed, voice, touch or vigorous".to_owned()),
    }
}

fn seizure(text: &str) -> Result<Seizure, String> {
    match text {
        "none" => Ok(Seizure::None),
        "clears-fast" => Ok(Seizure::ClearsFast),
        "prolonged" => Ok(Seizure::Prolonged),
        _ => Err("expected none, clears-fast or prolonged".to_owned()),
    }
}

fn motor(text: &str) -> Result<Motor, String> {
    match text {
        "none" => Ok(Motor::None),
        "deep-weakness" => Ok(Motor::DeepFocalWeakness),
        _ => Err("expected none or deep-weakness".to_owned()),
    }
}

fn brain(text: &str) -> Result<BrainPressure, String> {
    match text {
        "none" => Ok(BrainPressure::None),
        "focal" => Ok(BrainPressure::FocalOedema),
        "diffuse" => Ok(BrainPressure::DiffuseOrRaised),
        _ => Err("expected none, focal or diffuse".to_owned()),
    }
}
