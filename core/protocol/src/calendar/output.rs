//! A calendar as a table for people, with every condition, move and doubt said below it.

use std::collections::BTreeMap;

use cikada_domain::{DoseNumber, GapConvention, PlannedItem, PlannedKind};
use jiff::civil::Date;

use super::{Calendar, DoseCondition, DoseTime, OpenDose, words};
use crate::schedule::{listed, weekday_words};

mod json;

/// The columns; a column that no row fills is not printed.
const HEADER: [&str; 7] = [
    "date",
    "day",
    "week",
    "time",
    "what",
    "may lie between",
    "only if",
];
const COLUMNS: usize = HEADER.len();

impl Calendar {
    /// The calendar as an aligned table, with the convention named and every move said.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = vec![
            self.title.clone(),
            format!("Day 0 is the {}, on {}.", self.anchor, self.start),
            convention_sentence(self.convention).to_owned(),
            String::new(),
        ];
        let times: BTreeMap<_, _> = self.times.iter().map(|time| (time.dose, time)).collect();
        let conditions: BTreeMap<_, _> = self.conditions.iter().map(|c| (c.dose, c)).collect();
        let row = |item: &PlannedItem| self.row(item, &times, &conditions);
        let rows: Vec<[String; COLUMNS]> = std::iter::once(HEADER.map(str::to_owned))
            .chain(self.items.iter().map(row))
            .collect();
        lines.extend(aligned(&rows));
        lines.extend(self.hours());
        lines.extend(open(&self.open, &conditions));
        lines.extend(self.risen());
        if !self.notes.is_empty() {
            lines.extend([String::new(), "To know:".to_owned()]);
            lines.extend(self.notes.iter().map(|note| match note.dose {
                Some(dose) => format!("  dose {dose}: {}", note.text),
                None => format!("  {}", note.text),
            }));
        }
        if !self.moved.is_empty() {
            lines.extend([String::new(), "Moved because of blocked days:".to_owned()]);
            lines.extend(self.moved.iter().map(|moved| {
                let what = words(&moved.item.kind, moved.item.dose);
                format!("  {what}: {} -> {} ({})", moved.from, moved.to, moved.why)
            }));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Hours of the doses, where the table cannot give them a time of day.
    fn hours(&self) -> Vec<String> {
        let mut without = self
            .times
            .iter()
            .filter(|time| time.at.is_none())
            .peekable();
        if without.peek().is_none() {
            return Vec::new();
        }
        let mut lines = vec![
            String::new(),
            "Hours, from the first dose of each course:".to_owned(),
        ];
        lines.extend(without.map(|time| {
            let latest = if time.hours_latest > time.hours {
                format!(", at the latest {}", time.hours_latest)
            } else {
                String::new()
            };
            format!(
                "  dose {}: {}, hour {}{latest}",
                time.dose, time.on, time.hours
            )
        }));
        lines
    }

    fn risen(&self) -> Vec<String> {
        if self.amounts.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![
            String::new(),
            "Planned amounts, if nothing ends the rise before its cap:".to_owned(),
        ];
        lines.extend(self.amounts.iter().map(|planned| {
            let (amount, week) = (planned.amount.words(), self.week(planned.on));
            let sum = planned.sum.as_ref();
            let sum = sum.map_or_else(String::new, |sum| format!(", in all {}", sum.words()));
            let (line, dose) = (&planned.line, planned.dose);
            format!("  {line}, dose {dose}, week {week}: {amount}{sum}")
        }));
        lines
    }

    fn row(
        &self,
        item: &PlannedItem,
        times: &BTreeMap<DoseNumber, &DoseTime>,
        conditions: &BTreeMap<DoseNumber, &DoseCondition>,
    ) -> [String; COLUMNS] {
        let window = if item.earliest == item.latest {
            String::new()
        } else {
            format!("{} and {}", item.earliest, item.latest)
        };
        let time = item.dose.and_then(|dose| times.get(&dose));
        let time = time.filter(|_| item.kind == PlannedKind::Infusion);
        let clock = time.and_then(|time| time.at);
        let lasts = time.and_then(|time| time.lasts_hours);
        let lasts = lasts.map_or_else(String::new, |hours| format!(", over {hours} h"));
        let condition = item.dose.and_then(|dose| conditions.get(&dose));
        [
            item.on.to_string(),
            weekday_words(item.on.weekday()).to_owned(),
            self.week(item.on).to_string(),
            clock.map_or_else(String::new, |at| at.strftime("%H:%M").to_string()),
            format!("{}{lasts}", words(&item.kind, item.dose)),
            window,
            condition.map_or_else(String::new, |condition| condition_words(condition)),
        ]
    }

    /// The week of a day: week 0 begins on day 0, whatever its weekday.
    #[must_use]
    pub fn week(&self, day: Date) -> i32 {
        day.since(self.start)
            .map_or(0, |span| span.get_days())
            .div_euclid(7)
    }
}

fn condition_words(condition: &DoseCondition) -> String {
    let gates = condition.gates.iter().map(|gate| gate.words());
    let until = condition.until.iter().map(|name| format!("not yet {name}"));
    gates.chain(until).collect::<Vec<_>>().join(", ")
}

/// The doses whose days are open, day by day.
fn open(doses: &[OpenDose], conditions: &BTreeMap<DoseNumber, &DoseCondition>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = doses;
    let mut after = None;
    while let Some(first) = rest.first() {
        if after != Some(&first.after) {
            let (at_least, name) = (first.at_least.words(), &first.after);
            lines.push(String::new());
            lines.push(format!(
                "Open until the day of '{name}' is known; day 0 is {at_least} after it, or later:"
            ));
            after = Some(&first.after);
        }
        let same = |dose: &&OpenDose| dose.day == first.day && dose.after == first.after;
        let (of_day, later) = rest.split_at(rest.iter().take_while(same).count().max(1));
        let numbers: Vec<_> = of_day.iter().map(|dose| dose.dose).collect();
        let word = if numbers.len() == 1 { "dose" } else { "doses" };
        let condition = conditions
            .get(&first.dose)
            .map(|condition| condition_words(condition));
        let only_if = condition.map_or_else(String::new, |gates| format!("  only if {gates}"));
        lines.push(format!(
            "  day {}: {word} {}{only_if}",
            first.day,
            listed(&numbers)
        ));
        rest = later;
    }
    lines
}

fn convention_sentence(convention: GapConvention) -> &'static str {
    match convention {
        GapConvention::Before => {
            "Gaps between blocks ('before'): a block's interval stands before each of its doses."
        }
        GapConvention::After => {
            "Gaps between blocks ('after'): a block's interval stands after each of its doses."
        }
    }
}

fn aligned(rows: &[[String; COLUMNS]]) -> Vec<String> {
    let mut widths = [0usize; COLUMNS];
    let mut filled = [false; COLUMNS];
    for (number, row) in rows.iter().enumerate() {
        for ((width, filled), cell) in widths.iter_mut().zip(&mut filled).zip(row) {
            *width = (*width).max(cell.chars().count());
            *filled |= number > 0 && !cell.is_empty();
        }
    }
    // The windows keep their column: that there is none is said by its being empty.
    let shown = |(column, filled): (usize, bool)| filled || !matches!(column, 3 | 6);
    let shown: Vec<bool> = filled.into_iter().enumerate().map(shown).collect();
    let line = |row: &[String; COLUMNS]| {
        let cells = row.iter().zip(widths).zip(&shown);
        let cells = cells.filter(|(_, shown)| **shown);
        let cells = cells.map(|((cell, width), _)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
