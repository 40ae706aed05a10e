//! The parts of the document, in the order of a treatment.

use super::Page;
use super::word::{days, quantity, requirement};
use crate::model::{
    Basis, Criterion, DoseAmount, Input, Protocol, Relation, Step, StepKind, StopRule, Trigger,
};

/// Whose cells, how many doses, and how much of the protocol is unverified.
pub(super) fn standing(protocol: &Protocol) -> String {
    let relation = match protocol.relation() {
        Some(Relation::Autologous) => "The cells are the patient's own.",
        Some(Relation::Allogeneic) => "The cells are another person's.",
        None => "A medicine; nothing is collected.",
    };
    let count = |basis| {
        protocol
            .sources
            .values()
            .filter(|source| source.basis == basis)
            .count()
    };
    format!(
        "{relation} {} doses. Sources: {} read, {} from memory and unverified, {} proposals.",
        protocol.schedule.dose_count(),
        count(Basis::Read),
        count(Basis::Memory),
        count(Basis::Proposal)
    )
}

/// Writes every part.
pub(super) fn all(page: &mut Page<'_>) {
    let protocol = page.protocol;
    page.heading("Where it may be had");
    for line in &protocol.availability {
        let country = line.country.as_deref().unwrap_or("elsewhere");
        page.rule(
            &format!("{country}: {}. {}", line.status.name(), line.text),
            &line.source,
        );
    }
    page.heading("Who may be treated");
    criteria(page, &protocol.eligibility);
    page.heading("What the patient agrees to");
    for consent in &protocol.consents {
        page.rule(&consent.text, &consent.source);
    }
    doses(page);
    page.heading("The batch record");
    for step in &protocol.steps {
        self::step(page, step);
    }
    release(page);
    page.heading("On the day, before the infusion");
    criteria(page, &protocol.fitness);
    infusion(page);
    page.heading("What ends or holds the treatment");
    for stop in &protocol.stop_rules {
        self::stop(page, stop);
    }
    page.heading("What the patient is told");
    for text in &protocol.patient.text {
        page.rule(text, &protocol.patient.source);
    }
    page.heading("When the patient calls at once");
    for text in &protocol.patient.call_at_once {
        page.rule(text, &protocol.patient.source);
    }
    page.heading("Visits");
    for visit in &protocol.visits {
        page.rule(
            &format!("{}: {}", visit.timing.text, visit.text),
            &visit.source,
        );
        for finding in &visit.findings {
            let finding = page.sourced(&expected(finding), &finding.source);
            page.detail(&finding);
        }
    }
}

fn expected(criterion: &Criterion) -> String {
    let age = criterion.age_max.as_ref();
    let age = age.map_or_else(String::new, |age| {
        format!(", not older than {}", quantity(age))
    });
    format!(
        "{}: {}{age}",
        criterion.text,
        requirement(&criterion.requirement)
    )
}

fn criteria(page: &mut Page<'_>, criteria: &[Criterion]) {
    for criterion in criteria {
        page.rule(&expected(criterion), &criterion.source);
    }
}

fn doses(page: &mut Page<'_>) {
    let protocol = page.protocol;
    let schedule = &protocol.schedule;
    page.heading("Doses, collection and culture");
    let gap = format!(
        "{}; day 0 is the {}; a block's interval stands {} each of its doses",
        schedule.text,
        schedule.anchor.words(),
        schedule.convention.name()
    );
    page.rule(&gap, &schedule.source);
    for line in &protocol.doses {
        let amount = match &line.amount {
            DoseAmount::Cells(cells) => requirement(cells),
            DoseAmount::Exact(amount) => quantity(amount),
            DoseAmount::Titrated(titration) => titration.text.clone(),
        };
        let volume = line.volume.as_ref();
        let volume = volume.map_or_else(String::new, |volume| format!(" in {}", quantity(volume)));
        let dose = format!("{}: {amount}{volume}, {}", line.id, line.route);
        page.rule(&dose, &line.source);
    }
    if let Some(collection) = protocol.collection() {
        let drawn = format!(
            "{}: {}, at least {} before the infusion; product code {}",
            collection.procedure,
            requirement(&collection.volume),
            quantity(&collection.before_infusion_min),
            collection.product_code
        );
        page.rule(&drawn, &collection.source);
    }
    if let Some(culture) = protocol.culture() {
        page.rule(
            &format!("Culture: {}", requirement(&culture.duration)),
            &culture.source,
        );
    }
    let product = &protocol.product;
    let life = format!(
        "{}: lives {}; {}; product code {}",
        product.name,
        quantity(&product.shelf_life),
        product.storage,
        product.product_code
    );
    page.rule(&life, &product.source);
}

fn step(page: &mut Page<'_>, step: &Step) {
    let kind = match step.kind {
        StepKind::Process => "",
        StepKind::Count => ", a count",
        StepKind::Harvest => ", the harvest",
    };
    let witness = if step.witness { ", with a witness" } else { "" };
    let repeats = if step.repeats {
        ", as often as needed"
    } else {
        ""
    };
    let title = format!(
        "{} ({}{kind}{witness}{repeats}): {}",
        step.title,
        days(step.days),
        step.instruction
    );
    page.rule(&title, &step.source);
    if !step.after.is_empty() {
        let names: Vec<_> = step.after.iter().map(|id| id.as_str()).collect();
        page.detail(&format!("after: {}", names.join(", ")));
    }
    for input in &step.inputs {
        page.detail(&entered(input));
    }
    for material in &step.materials {
        let added = format!("add: {}, {}", material.name, quantity(&material.amount));
        let added = page.sourced(&added, &material.source);
        page.detail(&added);
    }
}

fn entered(input: &Input) -> String {
    let limit = input
        .limit
        .as_ref()
        .map(|limit| format!(": {}", requirement(limit)));
    let unit = input
        .unit
        .as_ref()
        .map(|unit| format!(", in {}", unit.words().trim_start_matches("1 ")));
    format!(
        "enter: {}{}",
        input.label,
        limit.or(unit).unwrap_or_default()
    )
}

fn release(page: &mut Page<'_>) {
    let protocol = page.protocol;
    page.heading("Release");
    for release in &protocol.releases {
        page.rule(
            &format!("{} release: {}", release.stage.name(), release.text),
            &release.source,
        );
        for test in protocol
            .specification
            .iter()
            .filter(|test| test.stage == release.stage)
        {
            let must = format!("{}: {}", test.text, requirement(&test.requirement));
            let must = page.sourced(&must, &test.source);
            page.detail(&must);
        }
    }
}

fn infusion(page: &mut Page<'_>) {
    let infusion = &page.protocol.infusion;
    page.heading("The infusion");
    let length = format!(
        "Over {}, then observation for at least {}; the bedside verification stays good for {}",
        quantity(&infusion.duration),
        quantity(&infusion.observation_min),
        quantity(&infusion.verification_valid_for)
    );
    page.rule(&length, &infusion.source);
    for text in infusion.premedication.iter().chain(&infusion.instructions) {
        page.detail(text);
    }
    for sign in &infusion.vital_signs {
        let limit = requirement(&sign.limit);
        page.rule(
            &format!("{}: {limit}; outside this the infusion stops", sign.label),
            &sign.source,
        );
    }
}

fn stop(page: &mut Page<'_>, stop: &StopRule) {
    let effect = stop.effect.words();
    let trigger = match &stop.trigger {
        Trigger::AdverseEvent {
            term,
            scheme,
            grade_min,
        } => {
            let term = term.as_deref().unwrap_or("any adverse event");
            format!("{term}, grade {grade_min} or higher by {scheme}")
        }
        Trigger::Findings { at_least, of } => {
            let conditions: Vec<_> = of
                .iter()
                .map(|c| format!("{}: {}", c.criterion, requirement(&c.requirement)))
                .collect();
            let number = if of.len() > 1 {
                format!("at least {at_least} of: ")
            } else {
                String::new()
            };
            format!("{number}{}", conditions.join("; "))
        }
    };
    page.rule(
        &format!("{} ({trigger}: {effect})", stop.text),
        &stop.source,
    );
}
