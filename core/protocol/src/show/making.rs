//! The sections about the product: collection and culture, the batch record, release.

use super::cite::Page;
use super::model::Statement;
use super::word::{days, quantity, requirement};
use crate::Requirement;
use crate::model::{
    Addition, Given, Input, Instrument, MaterialFrom, SpecificationTest, Step, StepKind, Target,
    TargetRule,
};

/// The steps of the batch record, after what is collected for it.
pub(super) fn making(page: &mut Page<'_>) {
    if let Given::Cells {
        collection,
        culture,
        ..
    } = &page.protocol.given
    {
        let drawn = format!(
            "{}: {}, at least {} before the infusion",
            collection.procedure,
            requirement(&collection.volume),
            quantity(&collection.before_infusion_min),
        );
        let drawn = page.cited(drawn, [&collection.source]);
        let code = Statement::plain(&collection.product_code);
        page.rule("Collection", drawn, vec![("product code", code)]);
        if let Some(rule) = &collection.transport {
            let way = format!(
                "taken over within {} of the draw, at {}; a deviation after {} outside",
                quantity(&rule.duration_max),
                requirement(&rule.temperature),
                quantity(&rule.out_of_condition_max),
            );
            let way = page.cited(way, [&rule.source]);
            page.rule("Way of the collection", way, Vec::new());
        }
        let lasts = page.cited(requirement(&culture.duration), [&culture.source]);
        page.rule("Culture", lasts, Vec::new());
    }
    for (number, step) in (1_usize..).zip(&page.protocol.steps) {
        self::step(page, number, step);
    }
}

fn step(page: &mut Page<'_>, number: usize, step: &Step) {
    let kind = match (step.kind, &page.protocol.given) {
        (StepKind::Process, _) => "",
        (StepKind::Count, _) => ", a count",
        (StepKind::Harvest, Given::Cells { .. }) => ", the harvest",
        (StepKind::Harvest, Given::Medicine(_)) => ", the filling",
    };
    let witness = if step.witness { ", with a witness" } else { "" };
    let repeats = if step.repeats {
        ", as often as needed"
    } else {
        ""
    };
    let when = days(step.days);
    let title = format!("{number}. {} ({when}{kind}{witness}{repeats})", step.title);
    let mut details = Vec::new();
    if !step.after.is_empty() {
        let titles = step.after.iter().map(|id| {
            let known = page.protocol.step(id);
            known.map_or_else(|| id.to_string(), |step| step.title.clone())
        });
        let titles: Vec<_> = titles.collect();
        details.push(("after", Statement::plain(titles.join("; "))));
    }
    if !step.parallel.is_empty() {
        let ids: Vec<_> = step.parallel.iter().map(ToString::to_string).collect();
        details.push(("before or after", Statement::plain(ids.join("; "))));
    }
    if let Some(timer) = &step.timer {
        details.push(("timer", Statement::plain(quantity(timer))));
    }
    for target in &step.targets {
        details.push((
            "work out",
            page.cited(self::target(target), [&target.source]),
        ));
    }
    for material in &step.materials {
        let volume = material.addition.as_ref().map(addition);
        let patient = match material.from {
            MaterialFrom::Patient => ", from the patient",
            MaterialFrom::Stock => "",
        };
        let added = format!(
            "{}, {}{}{patient}",
            material.name,
            quantity(&material.amount),
            volume.unwrap_or_default()
        );
        details.push((
            "add",
            page.cited(
                added,
                std::iter::once(&material.source).chain(&material.also),
            ),
        ));
    }
    if !step.equipment.is_empty() {
        let kinds = step.equipment.iter();
        let kinds: Vec<_> = kinds.map(|kind| kind.as_str().replace('-', " ")).collect();
        details.push(("use", Statement::plain(kinds.join(", "))));
    }
    let inputs = step.inputs.iter();
    details.extend(inputs.map(|input| ("enter", Statement::plain(entered(input)))));
    let attached = step.attachments.iter().map(Statement::plain);
    details.extend(attached.map(|asked| ("attach", asked)));
    let statement = page.cited(&step.instruction, [&step.source]);
    page.rule(title, statement, details);
}

fn addition(addition: &Addition) -> String {
    let stock = addition.stock.as_ref();
    let stock = stock.map(|stock| format!(" from a stock of {}", quantity(stock)));
    let counts = if addition.counts_itself {
        "the volume added counts"
    } else {
        "the volume added is not counted"
    };
    format!(
        ", into {}{}; {counts}, within {}",
        addition.into.words(),
        stock.unwrap_or_default(),
        quantity(&addition.tolerance)
    )
}

fn target(target: &Target) -> String {
    let cells = target.cells.words();
    let from = match &target.rule {
        TargetRule::Seeding => format!("the volume for {cells}"),
        TargetRule::Feed { volume } => format!("the medium for {cells} in {}", volume.words()),
        TargetRule::Split { volume, vessels } => format!(
            "the medium in each of {vessels} vessels for {cells} in {}",
            volume.words()
        ),
    };
    let entered = target.entered.as_ref().zip(target.tolerance.as_ref());
    let entered = entered
        .map(|(input, tolerance)| format!("; entered as {input}, within {}", quantity(tolerance)));
    format!(
        "{}: {from} at {}{}",
        target.label,
        quantity(&target.density),
        entered.unwrap_or_default()
    )
}

fn entered(input: &Input) -> String {
    let limit = input.limit.as_ref();
    let limit = limit.map(|limit| format!(": {}", requirement(limit)));
    let unit = input.unit.as_ref();
    let unit = unit.map(|unit| format!(", in {}", unit.words().trim_start_matches("1 ")));
    let said = limit.or(unit);
    let instrument = input.instrument.map(instrument);
    let second = if input.second_check {
        "; looked at by a second person"
    } else {
        ""
    };
    format!(
        "{}{}{}{second}",
        input.label,
        said.unwrap_or_default(),
        instrument.unwrap_or_default()
    )
}

fn instrument(instrument: Instrument) -> String {
    let mut known = Instrument::ALL.iter();
    let name = known.find(|(_, known)| *known == instrument);
    let name = name.map_or("", |(name, _)| *name).replace('-', " ");
    format!(" ({name})")
}

/// What labels say that is told nowhere else.
fn label(page: &mut Page<'_>) {
    let Some(label) = &page.protocol.label else {
        return;
    };
    let kept = |range: &Option<Requirement>| range.as_ref().map(requirement);
    let parts = [
        ("manufacturer", label.manufacturer.clone()),
        ("trial", label.trial.clone()),
        ("sponsor", label.sponsor.clone()),
        ("authorisation", label.authorisation.clone()),
        (
            "additives of the collection",
            label.collection_additives.clone(),
        ),
        ("storage of the collection", kept(&label.collection_storage)),
        (
            "the collection's life",
            label.collection_shelf_life.as_ref().map(quantity),
        ),
        ("additives of the product", label.product_additives.clone()),
        ("storage of the product", kept(&label.product_storage)),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(name, said)| Some((name, Statement::plain(&said?))))
        .collect();
    let text = page.cited("What labels say beyond this", [&label.source]);
    page.rule("Labels", text, parts);
}

/// The product and what it must be to be released.
pub(super) fn release(page: &mut Page<'_>) {
    let protocol = page.protocol;
    let product = &protocol.product;
    let sources = std::iter::once(&product.source).chain(&product.also);
    let life = format!(
        "{}: may be given up to {} after it is made, {}",
        product.name,
        quantity(&product.shelf_life),
        product.storage
    );
    let life = page.cited(life, sources);
    let code = Statement::plain(&product.product_code);
    page.rule("Product", life, vec![("product code", code)]);
    if let Some(rule) = &product.division {
        let doses = format!("one batch is filled as up to {} doses", rule.doses_max);
        let doses = page.cited(doses, [&rule.source]);
        page.rule("Doses of a batch", doses, Vec::new());
    }
    label(page);
    transport(page);
    for release in &protocol.releases {
        let stage = release.stage.name();
        let text = page.cited(&release.text, [&release.source]);
        page.rule(format!("Release: {stage}"), text, Vec::new());
        let tests = protocol.specification.iter();
        let rows = tests
            .filter(|test| test.stage == release.stage)
            .map(|test| row(page, test))
            .collect();
        let caption = format!("Specification of the {stage} release");
        page.table(caption, &["Test", "Must be"], rows);
        for test in &protocol.specification {
            if let Some(rule) = test
                .if_failed
                .as_ref()
                .filter(|_| test.stage == release.stage)
            {
                let text = page.cited(&rule.text, [&rule.source]);
                page.rule(format!("If it fails: {}", test.text), text, Vec::new());
            }
        }
    }
}

fn transport(page: &mut Page<'_>) {
    let Some(rule) = &page.protocol.transport else {
        return;
    };
    let way = format!(
        "up to {} from the release to the ward, at {}; a deviation after {} outside; a gap after {} \
         without a record",
        quantity(&rule.duration),
        requirement(&rule.temperature),
        quantity(&rule.out_of_condition_max),
        quantity(&rule.gap_max),
    );
    let way = page.cited(way, [&rule.source]);
    page.rule("Transport", way, Vec::new());
}

fn row(page: &Page<'_>, test: &SpecificationTest) -> Vec<Statement> {
    let with = test.instrument.map(instrument).unwrap_or_default();
    vec![
        Statement::plain(format!("{}{with}", test.text)),
        page.cited(requirement(&test.requirement), [&test.source]),
    ]
}
