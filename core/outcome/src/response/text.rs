//! An assessment as text: the table by visit, why, the best response, and what stands beside it.

use std::fmt::Write as _;

use super::assess::{Assessment, Evaluability, VisitAssessment};
use super::baseline::Weight;
use super::best::Best;
use super::change::Change;
use super::immune::ImmuneResponse;
use super::overall::TargetResponse;
use super::viable::Viable;

/// Nobody may read iRECIST as advice.
const IMMUNE_SCOPE: &str = "iRECIST is for the data of studies; it is not validated and no order for \
                            the care of a patient.";

impl Assessment {
    /// The assessment for reading.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        self.write_head(text);
        if let Evaluability::NoLesionAtBaseline { recurrence } = &self.evaluability {
            line(
                text,
                "\nResponse: not evaluable. No lesion at baseline: use recurrence-free survival.",
            );
            match recurrence {
                Some((label, date)) => line(text, &format!("Recurrence: {date} ({label}).")),
                None => line(text, "Recurrence: none by the last visit."),
            }
        } else {
            self.write_table(text);
            self.write_why(text);
            self.write_best(text);
        }
        if let Some(viable) = &self.viable {
            self.write_viable(text, viable);
        }
        self.write_markers(text);
    }

    fn write_head(&self, text: &mut String) {
        let origin = match self.options.start {
            Some(start) => format!("days count from the start, {start}"),
            None => "days count from the baseline".to_owned(),
        };
        line(
            text,
            &format!(
                "Baseline {}, sum of targets {}; {origin}.",
                self.baseline_date, self.baseline_sum
            ),
        );
        for finding in &self.findings {
            let word = match finding.weight {
                Weight::Finding => "FINDING",
                Weight::Note => "note",
            };
            line(
                text,
                &format!("{word} [{}]: {}.", finding.code, finding.message),
            );
        }
    }

    fn write_table(&self, text: &mut String) {
        let mut rows = vec![
            [
                "visit",
                "day",
                "sum",
                "baseline",
                "nadir",
                "target",
                "non-target",
                "new",
                "RECIST 1.1",
                "iRECIST",
            ]
            .map(str::to_owned)
            .to_vec(),
        ];
        rows.extend(self.visits.iter().map(row));
        text.push('\n');
        table(text, &rows);
    }

    fn write_why(&self, text: &mut String) {
        line(text, "\nWhy");
        for visit in &self.visits {
            line(text, &format!("{} ({})", visit.label, visit.date));
            line(text, &format!("  RECIST 1.1: {}", visit.why));
            let immune = &visit.immune;
            line(
                text,
                &format!("  iRECIST: {}, {}", immune.response, immune.why),
            );
            if let Some(treat_on) = immune.treat_on {
                line(text, &format!("  {treat_on}"));
            }
        }
    }

    fn write_best(&self, text: &mut String) {
        let days = self.options.stable_days_min;
        line(
            text,
            &format!("\nBest overall response (stable disease counts from day {days} on)"),
        );
        let recist = |best: &Best| told(best, &best.response.to_string());
        let immune = |best: &Best| told(best, &ImmuneResponse::from(best.response).to_string());
        let lines = [
            (
                "RECIST 1.1, responses confirmed ",
                recist(&self.best_confirmed),
            ),
            ("RECIST 1.1, without confirmation", recist(&self.best)),
            (
                "iRECIST, responses confirmed    ",
                immune(&self.immune_best_confirmed),
            ),
            (
                "iRECIST, without confirmation   ",
                immune(&self.immune_best),
            ),
        ];
        for (name, told) in lines {
            line(text, &format!("  {name}  {told}"));
        }
        line(
            text,
            "  Confirmation is asked for where a study without randomisation has response as its \
             end point.",
        );
        line(text, &format!("  {IMMUNE_SCOPE}"));
    }

    fn write_viable(&self, text: &mut String, viable: &Viable) {
        line(
            text,
            &format!(
                "\nmRECIST, a result of its own: enhancing diameters, {} at baseline (rules from \
                 memory, unverified; 20 % without a least number of millimetres)",
                viable.baseline_sum
            ),
        );
        let head = ["visit", "sum", "baseline", "nadir", "target", "mRECIST"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (visit, by_viable) in self.visits.iter().zip(&viable.visits) {
            let target = &by_viable.target;
            rows.push(vec![
                visit.label.clone(),
                sum(target.from_baseline),
                percent(target.from_baseline),
                nadir(target.from_nadir, target.from_baseline.is_some()),
                target.response.to_string(),
                by_viable.overall.to_string(),
            ]);
        }
        table(text, &rows);
    }

    fn write_markers(&self, text: &mut String) {
        if self.markers.is_empty() {
            return;
        }
        line(
            text,
            "\nMarkers, as support: they never make a response better and never a progression",
        );
        for trend in &self.markers {
            line(
                text,
                &format!(
                    "{} ({}): {}",
                    trend.name,
                    trend.unit,
                    trend.notes.join("; ")
                ),
            );
            for point in &trend.points {
                let change = point.from_first.as_deref().unwrap_or("-");
                let smallest = point.from_smallest.as_deref().unwrap_or("-");
                line(
                    text,
                    &format!(
                        "  {} {}: {}, from the first {change}, from the smallest before {smallest}",
                        point.label, point.date, point.value
                    ),
                );
            }
        }
    }
}

fn told(best: &Best, response: &str) -> String {
    let review = best.review.as_ref();
    let review = review.map_or_else(String::new, |review| format!(" For review: {review}"));
    format!("{response}: {}{review}", best.why)
}

fn row(visit: &VisitAssessment) -> Vec<String> {
    let target = &visit.target;
    let is_complete = target.from_baseline.is_some();
    let [sum, percent, nadir] = if target.response == TargetResponse::NoTargets {
        ["-"; 3].map(str::to_owned)
    } else {
        [
            sum(target.from_baseline),
            percent(target.from_baseline),
            nadir(target.from_nadir, is_complete),
        ]
    };
    vec![
        visit.label.clone(),
        visit.day.to_string(),
        sum,
        percent,
        nadir,
        target.response.to_string(),
        visit.non_target.to_string(),
        visit.new.to_string(),
        visit.overall.to_string(),
        visit.immune.response.to_string(),
    ]
}

fn sum(change: Option<Change>) -> String {
    change.map_or_else(|| "?".to_owned(), |change| change.to.to_string())
}

fn percent(change: Option<Change>) -> String {
    let percent = change.and_then(Change::percent_text);
    percent.unwrap_or_else(|| "-".to_owned())
}

fn nadir(change: Change, is_complete: bool) -> String {
    if !is_complete {
        return "-".to_owned();
    }
    let percent = change.percent_text().unwrap_or_else(|| "-".to_owned());
    format!("{percent} ({})", change.difference_text())
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

/// Columns as wide as their widest cell, two blanks apart.
fn table(text: &mut String, rows: &[Vec<String>]) {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<_> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(line, "{cell:<width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}
