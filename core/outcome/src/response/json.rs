//! An assessment as JSON. Lengths and ratios are exact decimals in strings, never floats.

use serde_json::{Value, json};

use super::assess::{Assessment, Evaluability, VisitAssessment};
use super::baseline::{CourseFinding, Weight};
use super::best::{Best, Standing};
use super::change::{Change, Millimetres};
use super::finding::CsvFinding;
use super::immune::ImmuneResponse;
use super::markers::MarkerTrend;
use super::target::TargetVisit;
use super::viable::Viable;

impl Assessment {
    /// The assessment as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let recurrence = match &self.evaluability {
            Evaluability::NoLesionAtBaseline {
                recurrence: Some((label, date)),
            } => json!({"visit": label, "date": date.to_string()}),
            _ => Value::Null,
        };
        json!({
            "baseline": {
                "date": self.baseline_date.to_string(),
                "sum_mm": number(self.baseline_sum),
            },
            "start": self.options.start.map(|start| start.to_string()),
            "stable_days_min": self.options.stable_days_min,
            "evaluable": self.evaluability == Evaluability::Evaluable,
            "recurrence": recurrence,
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
            "visits": self.visits.iter().map(visit).collect::<Vec<_>>(),
            "best_overall_response": {
                "recist_1_1": {
                    "confirmed": best(&self.best_confirmed, Standing::to_string),
                    "unconfirmed": best(&self.best, Standing::to_string),
                },
                "irecist": {
                    "confirmed": best(&self.immune_best_confirmed, immune_word),
                    "unconfirmed": best(&self.immune_best, immune_word),
                },
            },
            "mrecist": self.viable.as_ref().map(|viable| self.viable_json(viable)),
            "markers": self.markers.iter().map(marker).collect::<Vec<_>>(),
        })
    }

    fn viable_json(&self, viable: &Viable) -> Value {
        let visits = self.visits.iter().zip(&viable.visits);
        let visits: Vec<_> = visits
            .map(|(visit, by_viable)| {
                json!({
                    "visit": visit.label,
                    "target": target(&by_viable.target),
                    "overall": by_viable.overall.to_string(),
                })
            })
            .collect();
        json!({
            "from_memory_unverified": true,
            "baseline_sum_mm": number(viable.baseline_sum),
            "visits": visits,
        })
    }
}

impl CsvFinding {
    /// The finding as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
        })
    }
}

fn number(length: Millimetres) -> String {
    length.number().normalize().to_string()
}

fn change(change: Change) -> Value {
    let percent = change.percent_text();
    json!({
        "from_mm": number(change.from),
        "to_mm": number(change.to),
        "difference_mm": change.difference().to_string(),
        "percent_rounded": percent.as_deref().map(|text| text.trim_end_matches(" %")),
    })
}

fn finding(finding: &CourseFinding) -> Value {
    let weight = match finding.weight {
        Weight::Finding => "finding",
        Weight::Note => "note",
    };
    json!({"weight": weight, "code": finding.code, "message": finding.message})
}

fn target(target: &TargetVisit) -> Value {
    json!({
        "sum_mm": target.tally.sum().map(number),
        "missing": target.tally.missing,
        "from_baseline": target.from_baseline.map(change),
        "from_nadir": change(target.from_nadir),
        "response": target.response.to_string(),
    })
}

fn visit(visit: &VisitAssessment) -> Value {
    json!({
        "visit": visit.label,
        "date": visit.date.to_string(),
        "day": visit.day,
        "target": target(&visit.target),
        "non_target": visit.non_target.to_string(),
        "new_lesions": visit.new.to_string(),
        "recist_1_1": {"overall": visit.overall.to_string(), "why": visit.why},
        "irecist": {
            "response": visit.immune.response.to_string(),
            "why": visit.immune.why,
            "treat_on": visit.immune.treat_on,
        },
    })
}

fn best(best: &Best, word: impl Fn(&Standing) -> String) -> Value {
    json!({"response": word(&best.response), "why": best.why, "review": best.review})
}

fn immune_word(standing: &Standing) -> String {
    ImmuneResponse::from(*standing).to_string()
}

fn marker(trend: &MarkerTrend) -> Value {
    let points: Vec<_> = trend
        .points
        .iter()
        .map(|point| {
            json!({
                "visit": point.label,
                "date": point.date.to_string(),
                "value": point.value.to_string(),
                "from_first": point.from_first,
                "from_smallest": point.from_smallest,
            })
        })
        .collect();
    json!({"name": trend.name, "unit": trend.unit, "notes": trend.notes, "points": points})
}
