//! The told treatment as a timeline a clinician can follow.
//!
//! The first dose is told act by act; of the others each has a line, and every refusal is told.

use std::fmt::Write as _;

use cikada_app::read;
use cikada_app::sample::{Sample, Told, What};
use cikada_app::use_cases::{Answer, Reason};
use cikada_domain::{BatchId, PlannedKind};
use cikada_protocol::{CalendarOptions, calendar};
use jiff::civil::Date;

const WIDTH: usize = 100;
/// Where an act's words begin: after day, time and name.
const INDENT: usize = 42;
const TOLD_IN_FULL: u16 = 1;

/// The whole story.
pub(super) fn text(sample: &Sample, told: &[Told]) -> anyhow::Result<String> {
    let mut text = opening(sample);
    chapter(&mut text, "Evaluation, consent and plan");
    for act in told
        .iter()
        .filter(|act| act.dose.is_none() && is_enrolment(&act.what))
    {
        add(&mut text, act);
    }
    add_plan(&mut text, sample, told)?;
    let first: Vec<_> = told
        .iter()
        .filter(|act| act.dose == Some(TOLD_IN_FULL))
        .collect();
    chapter(&mut text, "Dose 1: collection");
    for act in first.iter().filter(|act| is_collection(&act.what)) {
        add(&mut text, act);
    }
    chapter(&mut text, "Dose 1: culture");
    for act in first.iter().filter(|act| is_culture(&act.what)) {
        add(&mut text, act);
    }
    add_growth(&mut text, sample)?;
    chapter(&mut text, "Dose 1: quality control and release");
    for act in first.iter().filter(|act| is_quality(&act.what)) {
        add(&mut text, act);
    }
    chapter(&mut text, "Dose 1: bedside and infusion");
    for act in first.iter().filter(|act| is_bedside(&act.what)) {
        add(&mut text, act);
    }
    chapter(&mut text, "The doses after it");
    add_doses(&mut text, sample, told)?;
    chapter(&mut text, "Follow-up");
    for act in told
        .iter()
        .filter(|act| act.dose.is_none() && !is_enrolment(&act.what))
    {
        add(&mut text, act);
    }
    add_proof(&mut text, sample, told)?;
    Ok(text)
}

fn opening(sample: &Sample) -> String {
    let protocol = &sample.protocol;
    let mut text = format!(
        "\nCikada: an invented patient, treated on the real engine\n\n  {}\n  {} {} · {}\n\n",
        protocol.title,
        protocol.id,
        protocol.version,
        sample.world.centre().name,
    );
    let standing = "This is not a medical device and gives no advice. Every act below went through the \
                    same engine, ledger and database as in use; whatever is marked REFUSED was \
                    refused, with every reason, and is in the ledger too.";
    for line in textwrap::wrap(standing, WIDTH - 2) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn chapter(text: &mut String, title: &str) {
    let _ = writeln!(text, "\n{}\n", title.to_uppercase());
}

fn is_enrolment(what: &What) -> bool {
    matches!(
        what,
        What::Evaluate | What::ConfirmEligibility | What::Consent(_) | What::ConfirmPlan(_)
    )
}

fn is_collection(what: &What) -> bool {
    matches!(
        what,
        What::LabelCollection
            | What::PrintCollectionLabel
            | What::ScanCollectionLabel
            | What::AccountCollectionLabels
            | What::Collect
            | What::HandOverCollection
    )
}

fn is_culture(what: &What) -> bool {
    matches!(
        what,
        What::StartBatch
            | What::Step(..)
            | What::Correct(_)
            | What::LabelProduct
            | What::PrintProductLabel
            | What::ScanProductLabel
            | What::AccountProductLabels
    )
}

fn is_quality(what: &What) -> bool {
    let quality = matches!(
        what,
        What::Result(_) | What::Approve(_) | What::CloseDeviations | What::Release(_)
    );
    quality
        || matches!(
            what,
            What::Reject | What::HandOverProduct | What::ReceiveProduct | What::Review
        )
}

fn is_bedside(what: &What) -> bool {
    !is_collection(what) && !is_culture(what) && !is_quality(what)
}

/// One act: day, time, who, what happened, or every reason why not.
fn add(text: &mut String, act: &Told) {
    let head = format!(
        "  {}  {:14}",
        act.at.strftime("%a %e %b %Y  %H:%M"),
        act.who
    );
    let body = match &act.answer {
        Answer::Accepted { words, .. } => words.clone(),
        Answer::Refused { reasons } => refused(reasons),
    };
    let indent = " ".repeat(INDENT);
    let options = textwrap::Options::new(WIDTH + INDENT - 22)
        .subsequent_indent(&indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    for (index, words) in body.iter().enumerate() {
        let start = if index == 0 {
            format!("{head:INDENT$}")
        } else {
            indent.clone()
        };
        for line in textwrap::wrap(&format!("{start}{words}"), &options) {
            let _ = writeln!(text, "{line}");
        }
    }
}

/// The reasons of a refusal: code, sentence, data; the same code is said once.
fn refused(reasons: &[Reason]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_str()).collect();
    codes.dedup();
    for code in codes {
        let of_code: Vec<_> = reasons
            .iter()
            .filter(|reason| reason.code == code)
            .collect();
        let details: Vec<_> = of_code
            .iter()
            .map(|reason| reason.detail.as_str())
            .collect();
        if let Some(first) = of_code.first() {
            lines.push(format!("✗ REFUSED  {code}"));
            lines.push(format!("  {} ({})", first.sentence, details.join("; ")));
            lines.push(format!("  → {}", first.next_act));
        }
    }
    lines
}

/// The plan with the days of each dose and of the visits.
fn add_plan(text: &mut String, sample: &Sample, told: &[Told]) -> anyhow::Result<()> {
    let anchor = told.iter().find_map(|act| match act.what {
        What::ConfirmPlan(anchor) => Some(anchor),
        _ => None,
    });
    let Some(anchor) = anchor else {
        return Ok(());
    };
    let calendar = calendar(&sample.protocol, anchor, &CalendarOptions::default())?;
    let _ = writeln!(
        text,
        "\n  dose   draw              infusion          week    (gap {} each dose of a block)",
        calendar.convention.name()
    );
    let day = |day: Date| day.strftime("%a %e %b %Y").to_string();
    for item in calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion)
    {
        let draw = calendar
            .items
            .iter()
            .find(|other| other.kind == PlannedKind::Collection && other.dose == item.dose);
        let dose = item.dose.map(|dose| dose.to_string()).unwrap_or_default();
        let draw = draw.map(|draw| day(draw.on)).unwrap_or_default();
        let week = calendar.week(item.on);
        let _ = writeln!(
            text,
            "  {dose:>4}   {draw:16}  {:16}  {week:>4}",
            day(item.on)
        );
    }
    let is_visit = |kind: &PlannedKind| matches!(kind, PlannedKind::Visit(_));
    let visits: Vec<_> = calendar
        .items
        .iter()
        .filter(|item| is_visit(&item.kind))
        .collect();
    if let Some(last) = visits.last() {
        let _ = writeln!(
            text,
            "  and {} visits, the last on {}",
            visits.len(),
            day(last.on)
        );
    }
    Ok(())
}

/// The counts of the first dose's culture, as bars on a scale of powers of ten.
fn add_growth(text: &mut String, sample: &Sample) -> anyhow::Result<()> {
    let batch = first_batch(sample)?;
    let page = read::batch::batch(&sample.world, &sample.reader, &sample.told, &batch)?;
    let _ = writeln!(text, "\n  Counts of batch {batch}");
    for point in &page.growth {
        let cells: f64 = point.cells.parse().unwrap_or(1.0);
        let length = ((cells.max(1.0).log10() - 7.0).max(0.0) * 16.0).round();
        let bar: String = (0..64)
            .take_while(|step| f64::from(*step) < length)
            .map(|_| '█')
            .collect();
        let days = one_decimal(&point.days);
        let viability = point
            .viability
            .as_deref()
            .map(|part| format!("{part} % viable"));
        let words = &point.words;
        let viability = viability.unwrap_or_default();
        let _ = writeln!(text, "    day {days:>4}  {bar:46}  {words}  {viability}");
    }
    Ok(())
}

/// A decimal cut to its first place, never rounded up.
fn one_decimal(text: &str) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}.{}", part.chars().next().unwrap_or('0'))
}

fn first_batch(sample: &Sample) -> anyhow::Result<BatchId> {
    let page = read::treatment::treatment(&sample.world, &sample.reader, &sample.told)?;
    let first = page
        .doses
        .iter()
        .find(|line| line.dose.get() == TOLD_IN_FULL);
    let batch = first.and_then(|line| line.batch.clone());
    batch.ok_or_else(|| anyhow::anyhow!("the first dose has no batch"))
}

/// A line for each later dose, and every refusal and deviation of it.
fn add_doses(text: &mut String, sample: &Sample, told: &[Told]) -> anyhow::Result<()> {
    let page = read::treatment::treatment(&sample.world, &sample.reader, &sample.told)?;
    for line in page
        .doses
        .iter()
        .filter(|line| line.dose.get() > TOLD_IN_FULL)
    {
        let number = line.dose.get();
        let of_dose = || told.iter().filter(move |act| act.dose == Some(number));
        for act in of_dose().filter(|act| tells_of_trouble(act)) {
            add(text, act);
        }
        let _ = writeln!(
            text,
            "  {:16}  dose {number:>2}   {:26}  {}",
            line.planned.clone().unwrap_or_default(),
            line.amount.clone().unwrap_or_default(),
            line.state,
        );
    }
    Ok(())
}

fn tells_of_trouble(act: &Told) -> bool {
    match &act.answer {
        Answer::Refused { .. } => true,
        Answer::Accepted { words, .. } => {
            words.len() > 1
                && matches!(act.what, What::Step(..))
                && !words.iter().any(|words| words.contains("harvested"))
                || matches!(act.what, What::CloseDeviations | What::Reject)
        }
    }
}

fn add_proof(text: &mut String, sample: &Sample, told: &[Told]) -> anyhow::Result<()> {
    let refused = told
        .iter()
        .filter(|act| matches!(act.answer, Answer::Refused { .. }))
        .count();
    let report = cikada_app::use_cases::maintain::verify(&sample.world, &[])?;
    chapter(text, "What can be proven");
    let summary = format!(
        "{} acts of this treatment were accepted and {refused} refused. The centre's ledger holds {} \
         entries in a Merkle tree with {} signatures of persons and {} sealed parts; every one was \
         just verified, and {} faults were found. Only whoever keeps a checkpoint elsewhere can tell \
         a ledger that was cut back: see cikada verify.",
        told.len() - refused,
        report.entries,
        report.signatures,
        report.sealed,
        report.faults.len(),
    );
    for line in textwrap::wrap(&summary, WIDTH - 2) {
        let _ = writeln!(text, "  {line}");
    }
    text.push('\n');
    Ok(())
}
