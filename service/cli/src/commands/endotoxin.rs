//! Judges an endotoxin result against both of its limits, with the working.

use anyhow::anyhow;
use cikada_domain::Quantity;
use cikada_dose::endotoxin::{Assessment, Given, Limits, Reported, assess};
use cikada_dose::{DoseProblem, Worked};
use clap::Args;
use serde_json::json;

use crate::output::{Outcome, Output};

/// The strictest limit in a volume among the published cell products that were read.
const STRICTEST_PUBLISHED: &str = "0.5 {EU}/mL";
/// The limit for infusion into a vein: Ph. Eur. 2.6.14, from memory.
const INTO_A_VEIN: &str = "5 {EU}/kg/h";

/// Judge an endotoxin result against both limits: in the volume and for the patient.
///
/// Every quantity is written with its unit: '0.3 {EU}/mL', '200 mL', '64 kg', '30 min'. Ends with 1 if
/// either limit is exceeded.
#[derive(Debug, Args)]
pub(crate) struct Endotoxin {
    /// What the laboratory reported; '<0.05 {EU}/mL' if nothing was seen.
    #[arg(long, value_name = "{EU}/mL")]
    result: Reported,
    /// The volume that is infused.
    #[arg(long, value_name = "VOLUME")]
    volume: Quantity,
    /// The patient's weight.
    #[arg(long, value_name = "WEIGHT")]
    weight: Quantity,
    /// The time the infusion takes.
    #[arg(long, value_name = "TIME")]
    over: Quantity,
    /// The limit in the volume; without it 0.5 EU/mL, the strictest of the published products.
    #[arg(long, value_name = "{EU}/mL")]
    limit_concentration: Option<Quantity>,
    /// The limit for the patient; without it 5 EU/kg/h, for infusion into a vein.
    #[arg(long, value_name = "{EU}/kg/h")]
    limit_rate: Option<Quantity>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Endotoxin {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let given = Given {
            volume: self.volume.clone(),
            weight: self.weight.clone(),
            over: self.over.clone(),
        };
        let limits = Limits {
            concentration: or_default(self.limit_concentration.as_ref(), STRICTEST_PUBLISHED)?,
            rate: or_default(self.limit_rate.as_ref(), INTO_A_VEIN)?,
        };
        let told = |problem: DoseProblem| anyhow!("{}: {problem}", problem.code());
        let judged = assess(&self.result, &given, &limits).map_err(told)?;
        if self.json {
            output.json(&self.as_json(&limits, &judged))?;
        } else {
            output.text(&self.as_text(&judged))?;
        }
        Ok(if judged.value.passes() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }

    fn as_text(&self, judged: &Worked<Assessment>) -> String {
        let mut text = judged.working.join("\n");
        if self.limit_concentration.is_none() {
            text.push_str(
                "\nlimit in the volume not given: the strictest of the published products is used",
            );
        }
        if self.limit_rate.is_none() {
            text.push_str(
                "\nlimit of the rate not given: that for infusion into a vein is used \
                 (Ph. Eur. 2.6.14, from memory, unverified)",
            );
        }
        let verdict = match (judged.value.concentration_within, judged.value.rate_within) {
            (true, true) => "WITHIN both limits",
            (false, true) => "ABOVE the limit in the volume",
            (true, false) => "ABOVE the limit for this patient",
            (false, false) => "ABOVE both limits",
        };
        format!("{text}\n{verdict}\n")
    }

    fn as_json(&self, limits: &Limits, judged: &Worked<Assessment>) -> serde_json::Value {
        let assessment = &judged.value;
        json!({
            "result": self.result.most().to_string(),
            "below_detection": matches!(self.result, Reported::Below(_)),
            "rate": assessment.rate.to_string(),
            "per_kilogram": assessment.per_kilogram.to_string(),
            "rate_limit_in_volume": assessment.rate_limit_in_volume.to_string(),
            "limits": {
                "concentration": limits.concentration.to_string(),
                "concentration_is_default": self.limit_concentration.is_none(),
                "rate": limits.rate.to_string(),
                "rate_is_default": self.limit_rate.is_none(),
            },
            "concentration_within": assessment.concentration_within,
            "rate_within": assessment.rate_within,
            "passes": assessment.passes(),
            "working": judged.working,
        })
    }
}

fn or_default(given: Option<&Quantity>, default: &str) -> anyhow::Result<Quantity> {
    match given {
        Some(given) => Ok(given.clone()),
        None => Ok(default.parse()?),
    }
}
