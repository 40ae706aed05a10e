//! A calendar as a table for people and as JSON for other software.

use jiff::civil::{Date, Weekday};
use serde_json::{Value, json};

use super::{Calendar, words};
use cikada_domain::{GapConvention, PlannedItem, PlannedKind};

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
        let header = ["date", "day", "week", "what", "may lie between"].map(str::to_owned);
        let rows: Vec<[String; 5]> = std::iter::once(header)
            .chain(self.items.iter().map(|item| self.row(item)))
            .collect();
        lines.extend(aligned(&rows));
        if !self.times.is_empty() {
            lines.extend([
                String::new(),
                "Hours, from the first dose of each course:".to_owned(),
            ]);
            let time = |time: &super::DoseTime| {
                format!("  dose {}: {}, hour {}", time.dose, time.on, time.hours)
            };
            lines.extend(self.times.iter().map(time));
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

    /// The calendar as JSON; dates are ISO 8601.
    #[must_use]
    pub fn to_json(&self) -> String {
        let moved = self.moved.iter().map(|moved| {
            let from = moved.from.to_string();
            json!({ "item": self.item_json(&moved.item), "from": from, "to": moved.to.to_string(), "why": moved.why })
        });
        let times = self.times.iter().map(
            |time| json!({ "dose": time.dose.get(), "on": time.on.to_string(), "hours": time.hours }),
        );
        let calendar = json!({
            "title": self.title,
            "anchor": self.anchor,
            "start": self.start.to_string(),
            "convention": self.convention.name(),
            "items": self.items.iter().map(|item| self.item_json(item)).collect::<Vec<_>>(),
            "times": times.collect::<Vec<_>>(),
            "moved": moved.collect::<Vec<_>>(),
        });
        format!("{calendar:#}\n")
    }

    fn item_json(&self, item: &PlannedItem) -> Value {
        let (kind, visit) = match &item.kind {
            PlannedKind::Collection => ("collection", None),
            PlannedKind::Culture => ("culture", None),
            PlannedKind::Infusion => ("infusion", None),
            PlannedKind::Visit(visit) => ("visit", Some(visit.as_str())),
        };
        json!({
            "on": item.on.to_string(),
            "week": self.week(item.on),
            "kind": kind,
            "visit": visit,
            "dose": item.dose.map(cikada_domain::DoseNumber::get),
            "earliest": item.earliest.to_string(),
            "latest": item.latest.to_string(),
        })
    }

    fn row(&self, item: &PlannedItem) -> [String; 5] {
        let window = if item.earliest == item.latest {
            String::new()
        } else {
            format!("{} and {}", item.earliest, item.latest)
        };
        [
            item.on.to_string(),
            weekday(item.on).to_owned(),
            self.week(item.on).to_string(),
            words(&item.kind, item.dose),
            window,
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

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

fn aligned(rows: &[[String; 5]]) -> Vec<String> {
    let mut widths = [0usize; 5];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; 5]| {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
