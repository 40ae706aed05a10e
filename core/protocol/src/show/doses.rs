//! The section about amounts: each line of dosing, the medicine behind it, what goes along.

use cikada_domain::Quantity;
use cikada_dose::Vial;
use rust_decimal::Decimal;

use super::cite::Page;
use super::model::Statement;
use super::stop::met;
use super::word::{quantities, quantity, requirement};
use crate::model::{Companion, DoseAmount, DoseLine, LevelUse, Medicine, Protocol};
use crate::schedule::Titration;

/// Every line of dosing, and the medicine it is prepared from.
pub(super) fn doses(page: &mut Page<'_>) {
    let protocol = page.protocol;
    for line in &protocol.doses {
        self::line(page, line);
    }
    if let Some(body) = &protocol.body {
        let height = body.height.as_ref();
        let height = height.map_or_else(String::new, |id| format!(", height from '{id}'"));
        let text = format!(
            "Weight from '{}'{height}; a weight that has changed by {} or more is looked at before \
             the next dose",
            body.weight,
            quantity(&body.recheck)
        );
        let text = page.cited(text, [&body.source]);
        page.rule("The body that doses go by", text, Vec::new());
    }
    if let Some(medicine) = protocol.medicine() {
        self::medicine(page, medicine);
    }
}

fn line(page: &mut Page<'_>, line: &DoseLine) {
    let amount = match &line.amount {
        DoseAmount::Cells(cells) => requirement(cells),
        DoseAmount::Exact(amount) => quantity(amount),
        DoseAmount::Titrated(titration) => titration.text.clone(),
    };
    let volume = line.volume.as_ref();
    let volume = volume.map_or_else(String::new, |volume| format!(" in {}", quantity(volume)));
    let sources: Vec<_> = std::iter::once(&line.source).chain(&line.also).collect();
    let cited = |text: String| page.cited(text, sources.iter().copied());
    let statement = cited(format!("{amount}{volume}, {}", line.route));
    let limits = [
        ("tolerance below a level", &line.tolerance),
        ("no dose above", &line.cap),
        ("no sum of doses above", &line.cumulative_cap),
        ("rounded to", &line.round_to),
    ];
    let mut details = Vec::new();
    if !line.levels.is_empty() {
        let label = match line.level_use {
            LevelUse::Reduced => "steps down",
            LevelUse::Assigned => "levels of the trial",
        };
        details.push((label, cited(quantities(&line.levels))));
    }
    for (label, limit) in limits {
        let limit = limit.as_ref().map(quantity);
        details.extend(limit.map(|limit| (label, cited(limit))));
    }
    if by_surface(line) {
        details.push(("body surface by", Statement::plain(line.surface.words())));
    }
    for adjustment in &line.adjustments {
        let mut text = format!(
            "{}, if {}",
            quantity(&adjustment.amount),
            met(page.protocol, &adjustment.condition)
        );
        if !adjustment.levels.is_empty() {
            text = format!("{text}; steps down {}", quantities(&adjustment.levels));
        }
        let sources = std::iter::once(&adjustment.source).chain(&adjustment.also);
        details.push(("adjusted", page.cited(text, sources)));
    }
    let title = format!("{}: {}", line.id, which(line, page.protocol));
    page.rule(title, statement, details);
    if let DoseAmount::Titrated(titration) = &line.amount {
        steps(page, line, titration);
    }
}

/// Which doses a line is of.
fn which(line: &DoseLine, protocol: &Protocol) -> String {
    match line.doses {
        Some((first, last)) if first == last => format!("dose {first}"),
        Some((first, last)) => format!("doses {first} to {last}"),
        None => format!("each of at most {} doses", protocol.schedule.dose_count()),
    }
}

fn by_surface(line: &DoseLine) -> bool {
    let amount = match &line.amount {
        DoseAmount::Cells(_) => None,
        DoseAmount::Exact(amount) => Some(amount),
        DoseAmount::Titrated(titration) => Some(&titration.from),
    };
    let adjusted = line.adjustments.iter().map(|adjustment| &adjustment.amount);
    let mut amounts = amount.into_iter().chain(&line.levels).chain(adjusted);
    amounts.any(|amount| amount.unit().code().contains("/m2"))
}

/// More steps are read by nobody; the rule above them says the rest.
const STEPS_MAX: u32 = 30;

fn steps(page: &mut Page<'_>, line: &DoseLine, titration: &Titration) {
    let last = titration.steps_to_cap();
    let shown = 0..=last.min(STEPS_MAX);
    let sources: Vec<_> = std::iter::once(&line.source).chain(&line.also).collect();
    let rows = shown.map(|step| {
        let amount = quantity(&titration.amount(step));
        vec![
            Statement::plain(step.to_string()),
            page.cited(amount, sources.iter().copied()),
        ]
    });
    let rows = rows.collect();
    let every = titration.every.words();
    page.table(
        format!("Steps of {}, one every {every}", line.id),
        &["Step", "Amount"],
        rows,
    );
    if last > STEPS_MAX {
        page.say(format!("And so on up to step {last}."));
    }
}

fn medicine(page: &mut Page<'_>, medicine: &Medicine) {
    let sources: Vec<_> = std::iter::once(&medicine.source)
        .chain(&medicine.also)
        .collect();
    let one = Quantity::new(Decimal::ONE, medicine.order_unit);
    let unit = one.map_or_else(|_| medicine.order_unit.code().to_owned(), |one| one.words());
    let unit = unit.trim_start_matches("1 ");
    let strength = medicine.strength.as_ref();
    let strength = strength.map_or_else(String::new, |strength| {
        let (activity, mass) = (quantity(strength.activity()), quantity(strength.mass()));
        format!("; {activity} weigh {mass}")
    });
    let text = format!("Ordered in {unit} only{strength}");
    let text = page.cited(text, sources.iter().copied());
    page.rule(medicine.name.as_str(), text, Vec::new());
    let row = |vial: &Vial| {
        let cited = |text| page.cited(text, sources.iter().copied());
        let drawn = vial.withdrawable.as_ref();
        vec![
            Statement::plain(&vial.name),
            cited(quantity(&vial.contains)),
            drawn
                .map(|drawn| cited(quantity(drawn)))
                .unwrap_or_default(),
            cited(quantity(&vial.concentration)),
        ]
    };
    let rows = medicine.vials.iter().map(row).collect();
    let columns = ["Vial", "Contains", "Can be drawn", "Concentration"];
    page.table("Vials", &columns, rows);
    if let Some(dilution) = &medicine.dilution {
        let text = format!(
            "{}; bags of {}; in the bag {}",
            dilution.diluent,
            quantities(&dilution.bags),
            requirement(&dilution.window)
        );
        let text = page.cited(text, [&dilution.source]);
        page.rule("Dilution", text, Vec::new());
    }
}

/// What is given along with the doses.
pub(super) fn companions(page: &mut Page<'_>) {
    let row = |companion: &Companion| {
        let cap = companion.cap.as_ref();
        let cap = cap.map_or_else(String::new, |cap| format!(", at most {}", quantity(cap)));
        let amount = format!("{}{cap}", quantity(&companion.amount));
        vec![
            Statement::plain(&companion.name),
            page.cited(amount, [&companion.source]),
            Statement::plain(&companion.route),
            Statement::plain(&companion.timing.text),
        ]
    };
    let rows = page.protocol.companions.iter().map(row).collect();
    let columns = ["What", "Amount", "How", "When"];
    page.table("Given along with the doses", &columns, rows);
}
