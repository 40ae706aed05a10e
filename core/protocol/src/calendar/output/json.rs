//! A calendar as JSON for other software.

use cikada_domain::{DoseNumber, PlannedItem, PlannedKind};
use serde_json::{Value, json};

use crate::calendar::{Calendar, DoseCondition, DoseTime, OpenDose};

impl Calendar {
    /// The calendar as JSON; dates and times are ISO 8601, without a zone.
    #[must_use]
    pub fn to_json(&self) -> String {
        let moved = self.moved.iter().map(|moved| {
            let from = moved.from.to_string();
            json!({ "item": self.item_json(&moved.item), "from": from, "to": moved.to.to_string(), "why": moved.why })
        });
        let notes = self.notes.iter().map(|note| {
            let (kind, breach) = (note.kind.code(), note.kind.is_breach());
            json!({ "kind": kind, "breach": breach, "dose": note.dose.map(DoseNumber::get), "text": note.text })
        });
        let amounts = self.amounts.iter().map(|planned| {
            let (line, amount) = (planned.line.as_str(), planned.amount.to_string());
            let sum = planned.sum.as_ref().map(ToString::to_string);
            json!({ "line": line, "dose": planned.dose.get(), "on": planned.on.to_string(), "amount": amount, "sum": sum })
        });
        let calendar = json!({
            "title": self.title,
            "anchor": self.anchor,
            "start": self.start.to_string(),
            "convention": self.convention.name(),
            "items": self.items.iter().map(|item| self.item_json(item)).collect::<Vec<_>>(),
            "times": self.times.iter().map(time_json).collect::<Vec<_>>(),
            "conditions": self.conditions.iter().map(condition_json).collect::<Vec<_>>(),
            "open": self.open.iter().map(open_json).collect::<Vec<_>>(),
            "amounts": amounts.collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>(),
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
            "dose": item.dose.map(DoseNumber::get),
            "earliest": item.earliest.to_string(),
            "latest": item.latest.to_string(),
        })
    }
}

fn time_json(time: &DoseTime) -> Value {
    json!({
        "dose": time.dose.get(),
        "on": time.on.to_string(),
        "hours": time.hours,
        "hours-latest": time.hours_latest,
        "at": time.at.map(|at| at.to_string()),
        "lasts-hours": time.lasts_hours,
        "past-last-day": time.past_last_day,
    })
}

fn condition_json(condition: &DoseCondition) -> Value {
    let gates = condition
        .gates
        .iter()
        .map(|gate| json!({ "criterion": gate.criterion.as_str(), "met": gate.met }));
    let until = condition.until.iter().map(|name| name.as_str());
    json!({
        "dose": condition.dose.get(),
        "gates": gates.collect::<Vec<_>>(),
        "until": until.collect::<Vec<_>>(),
    })
}

fn open_json(open: &OpenDose) -> Value {
    json!({
        "dose": open.dose.get(),
        "after": open.after,
        "at-least": open.at_least.words(),
        "day": open.day,
        "hours": open.hours,
    })
}
