//! The section about giving the dose: times, premedication, instructions, vital signs.

use super::cite::Page;
use super::model::Statement;
use super::word::{quantity, requirement};
use crate::model::VitalSign;

/// How the product is given and watched.
pub(super) fn giving(page: &mut Page<'_>) {
    let infusion = &page.protocol.infusion;
    let times = [
        ("Planned length", &infusion.duration),
        (
            "Observation afterwards, at least",
            &infusion.observation_min,
        ),
        (
            "A bedside verification stays good for",
            &infusion.verification_valid_for,
        ),
    ];
    let row = |(name, time)| {
        let time = page.cited(quantity(time), [&infusion.source]);
        vec![Statement::plain(name), time]
    };
    let rows = times.into_iter().map(row).collect();
    page.table("Times of a dose", &["Time", "Planned"], rows);
    for (title, texts) in [
        ("Before", &infusion.premedication),
        ("At the bedside", &infusion.instructions),
    ] {
        if texts.is_empty() {
            continue;
        }
        let texts = texts.iter();
        let said = texts.map(|text| page.cited(text, [&infusion.source]));
        let said = said.collect();
        page.heading(title);
        page.list(said);
    }
    let sign = |sign: &VitalSign| {
        let limit = page.cited(requirement(&sign.limit), [&sign.source]);
        vec![Statement::plain(&sign.label), limit]
    };
    let rows = infusion.vital_signs.iter().map(sign).collect();
    let columns = ["Vital sign", "Must stay, or the dose is stopped"];
    page.table("Monitoring during the dose and afterwards", &columns, rows);
    if let Some(times) = &infusion.vital_signs_due {
        let said = format!("Vital signs are due {}.", times.words());
        let said = page.cited(said, [&times.source]);
        page.paragraph(said);
    }
}
