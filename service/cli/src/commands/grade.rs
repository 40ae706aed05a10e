//! Grades an adverse event from what was measured or seen, by every version that is asked for.

mod assessments;
mod print;

use anyhow::bail;
use cikada_domain::Quantity;
use cikada_outcome::grade::{
    ChosenLine, GradeProblem, Graded, Observation, Scheme, find, grade, lines,
};
use clap::{Args, Subcommand};

use crate::output::{Outcome, Output};
use assessments::{Crs, Icans};

/// Grade an adverse event: CTCAE 5.0 and 6.0 side by side, or an ASTCT scale.
///
/// A quantity is a number, a blank and a UCUM unit, such as "0.8 10*9/L" or "38.6 Cel".
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Grade {
    #[command(subcommand)]
    scale: Option<Scale>,
    /// The term, such as neutrophils, "weight gain" or ctcae6:thrombocytopenia.
    #[arg(value_name = "TERM", required_unless_present = "list")]
    term: Option<String>,
    /// The measured value.
    #[arg(long, value_name = "QUANTITY")]
    value: Option<Quantity>,
    /// The patient's own value before treatment.
    #[arg(long, value_name = "QUANTITY")]
    baseline: Option<Quantity>,
    /// The laboratory's upper limit of normal.
    #[arg(long, value_name = "QUANTITY")]
    upper_limit: Option<Quantity>,
    /// The laboratory's lower limit of normal.
    #[arg(long, value_name = "QUANTITY")]
    lower_limit: Option<Quantity>,
    /// How long it lasted, or over what time it was collected.
    #[arg(long, value_name = "QUANTITY")]
    duration: Option<Quantity>,
    /// Body temperature, where it is asked for beside another value.
    #[arg(long, value_name = "QUANTITY")]
    temperature: Option<Quantity>,
    /// Which described line applies: its number, or none; for one version only, ctcae-5:2.
    #[arg(long, value_name = "LINE", value_parser = line)]
    line: Vec<Line>,
    /// Which version.
    #[arg(long, value_name = "ctcae-5|ctcae-6|both", default_value = "both", value_parser = schemes)]
    scheme: Schemes,
    /// List the terms, or with a term its lines.
    #[arg(long)]
    list: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Scale {
    Crs(Crs),
    Icans(Icans),
}

/// The versions to grade by, in order.
#[derive(Debug, Clone, Copy)]
struct Schemes(&'static [Scheme]);

/// A chosen line, and the version it is meant for.
#[derive(Debug, Clone, Copy)]
struct Line {
    scheme: Option<Scheme>,
    chosen: ChosenLine,
}

/// What one version answers.
type Answer = (Scheme, Result<Graded, GradeProblem>);

fn schemes(text: &str) -> Result<Schemes, String> {
    match text {
        "both" => Ok(Schemes(&Scheme::CTCAE)),
        "ctcae-5" => Ok(Schemes(&[Scheme::Ctcae5])),
        "ctcae-6" => Ok(Schemes(&[Scheme::Ctcae6])),
        _ => Err("expected ctcae-5, ctcae-6 or both".to_owned()),
    }
}

fn line(text: &str) -> Result<Line, String> {
    let expected = || "expected a line's number, none, or ctcae-5:NUMBER".to_owned();
    let (scheme, chosen) = match text.split_once(':') {
        Some((scheme, chosen)) => (Some(scheme.parse().map_err(|_| expected())?), chosen),
        None => (None, text),
    };
    let chosen = match chosen {
        "none" => ChosenLine::NoneApplies,
        number => ChosenLine::Number(number.parse().map_err(|_| expected())?),
    };
    Ok(Line { scheme, chosen })
}

impl Grade {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        match (&self.scale, self.list, &self.term) {
            (Some(Scale::Crs(crs)), ..) => crs.run(output),
            (Some(Scale::Icans(icans)), ..) => icans.run(output),
            (None, true, term) => self.list(term.as_deref(), output),
            (None, false, Some(term)) => self.answer(term, output),
            (None, false, None) => bail!("no term: `cikada grade --list` shows what can be graded"),
        }
    }

    fn list(&self, term: Option<&str>, output: &mut Output) -> anyhow::Result<Outcome> {
        match (term, self.json) {
            (None, false) => output.text(&print::terms(self.scheme.0))?,
            (None, true) => output.json(&print::terms_json(self.scheme.0))?,
            (Some(term), false) => output.text(&print::lines_of(find(term)?, self.scheme.0))?,
            (Some(term), true) => output.json(&print::lines_json(find(term)?, self.scheme.0))?,
        }
        Ok(Outcome::Done)
    }

    fn answer(&self, term: &str, output: &mut Output) -> anyhow::Result<Outcome> {
        find(term)?;
        let mut answers: Vec<Answer> = Vec::new();
        for scheme in self.scheme.0 {
            let line = self.line_for(term, *scheme)?;
            let observation = self.observation(line);
            answers.push((*scheme, grade(*scheme, term, &observation)));
        }
        print_answers(Some(term), &answers, self.json, output)
    }

    fn observation(&self, line: Option<ChosenLine>) -> Observation {
        Observation {
            value: self.value.clone(),
            baseline: self.baseline.clone(),
            upper_limit: self.upper_limit.clone(),
            lower_limit: self.lower_limit.clone(),
            duration: self.duration.clone(),
            temperature: self.temperature.clone(),
            line,
        }
    }

    /// The line chosen for one version. A bare number answers for both only where both have the same
    /// words: otherwise it would carry a judgement made by one version over to the other.
    fn line_for(&self, term: &str, scheme: Scheme) -> anyhow::Result<Option<ChosenLine>> {
        let own = self.line.iter().find(|line| line.scheme == Some(scheme));
        if let Some(own) = own {
            return Ok(Some(own.chosen));
        }
        let Some(bare) = self.line.iter().find(|line| line.scheme.is_none()) else {
            return Ok(None);
        };
        if let (ChosenLine::Number(number), [first, second]) = (bare.chosen, self.scheme.0) {
            let words = |scheme| -> Option<String> {
                let lines = lines(scheme, term).ok()?;
                let line = lines.into_iter().find(|line| line.number == number)?;
                Some(line.words)
            };
            if let (Some(left), Some(right)) = (words(*first), words(*second))
                && left != right
            {
                bail!(
                    "line {number} has other words in each version: {first}: {left}; {second}: \
                     {right}; say --line {}:{number} or --line {}:{number}",
                    first.code(),
                    second.code()
                );
            }
        }
        Ok(Some(bare.chosen))
    }
}

/// Prints what each version answers. A version without the term is no refusal beside one that has it.
fn print_answers(
    term: Option<&str>,
    answers: &[Answer],
    json: bool,
    output: &mut Output,
) -> anyhow::Result<Outcome> {
    if json {
        output.json(&print::answers_json(answers))?;
    } else {
        output.text(&print::answers(term, answers))?;
    }
    let answered = answers.iter().any(|(_, answer)| answer.is_ok());
    let refused = answers
        .iter()
        .any(|(_, answer)| !matches!(answer, Ok(_) | Err(GradeProblem::NotInVersion { .. })));
    Ok(if answered && !refused {
        Outcome::Done
    } else {
        Outcome::Findings
    })
}
