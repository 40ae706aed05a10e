//! Materials, equipment, rooms, training and label templates: one function for each command.

pub(crate) mod equipment;
pub(crate) mod lot;
pub(crate) mod people;
pub(crate) mod template;

use cikada_domain::Facility;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::command::Act;
use crate::context::Reasons;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::time;

/// Everything a rule of the facility may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) facility: &'a Facility,
    pub(crate) act: &'a Act,
}

impl Asked<'_> {
    /// The calendar day of the act, as its performer says.
    fn day(&self) -> Date {
        time::day(self.act.occurred_at, &self.act.zone)
    }

    /// The act does not claim a time before what it follows.
    fn after(&self, reasons: &mut Reasons, at: Timestamp, what: &str) {
        gates::follows(reasons, (self.act.occurred_at, at), &self.act.zone, what);
    }

    fn witnessed(&self, reasons: &mut Reasons) {
        if self.act.witness.is_none() {
            reasons.refuse(RefusalCode::WitnessMissing, "nobody witnesses");
        }
    }

    /// A last day lies not before the act.
    fn still_holds(&self, reasons: &mut Reasons, until: Date) {
        let day = self.day();
        if until < day {
            let detail = format!("until {until}, and it is {day}");
            reasons.refuse(RefusalCode::DueDatePast, detail);
        }
    }
}
