//! The doses of each kind of part.

use cikada_domain::{CriterionId, GapConvention};
use jiff::civil::Date;

use super::{Hours, OpenGate, Opening, Placing, Reached, Said, hours_of};
use crate::schedule::count::count;
use crate::schedule::{Gate, Interval, Limit, Otherwise, Part, WeekDays};

/// No part gives more doses, whatever its text allows; the reader has refused longer ones.
const DOSES_MAX: u32 = 2000;

impl Placing<'_> {
    pub(super) fn part(&mut self, part: &Part) -> Option<()> {
        match part {
            Part::Block { count, every } => self.block(u32::from(*count), *every, &[]),
            Part::Every { every, limit } => self.every(*every, limit),
            Part::Weekly { on, limit } => self.weekly(on, limit),
            Part::Days(days) => self.days(days, None),
            Part::Continuous(days) => self.days(days, Some(24)),
            Part::Hourly {
                every_hours,
                to_hours,
                at_most,
                days,
            } => self.hourly((*every_hours, *to_hours), *at_most, days),
            Part::Rest { min, max } => self.rest(*min, *max),
            Part::Gap { at_least, after } => self.gap(*at_least, after),
            Part::Repeat { count, parts } => (0..*count).try_for_each(|_| self.parts(parts)),
            Part::Cycle { length, parts } => {
                let base = self.base()?;
                self.reached = Reached::Free(base);
                self.parts(parts)?;
                self.reached = Reached::Free(length.after(base, 1)?);
                Some(())
            }
            Part::AtMonths { months, parts } => months
                .iter()
                .try_for_each(|month| self.at_month(*month, parts)),
            Part::If {
                gate,
                parts,
                otherwise,
            } => self.gated(gate, parts, otherwise),
        }
    }

    /// INVARIANT (gap): under `Before` the first dose of a block lies one interval after what came
    /// before it; under `After` the last dose of a block is followed by one interval.
    fn block(&mut self, count: u32, every: Interval, until: &[CriterionId]) -> Option<()> {
        let (start, first) = match self.reached {
            Reached::Last(last) => (last, 1_u32),
            Reached::Free(free) => (free, 0),
        };
        let next = first.checked_add(count)?;
        for number in first..next {
            self.push(every.after(start, number)?, None, until);
        }
        let clear = every.after(start, next)?;
        self.clear = Some(clear);
        self.reached = match self.asked.convention {
            GapConvention::Before => Reached::Last(self.places.last()?.on),
            GapConvention::After => Reached::Free(clear),
        };
        Some(())
    }

    fn every(&mut self, every: Interval, limit: &Limit) -> Option<()> {
        match limit.length() {
            None => self.block(u32::from(limit.doses_max()), every, limit.until())?,
            Some(length) => {
                let base = self.base()?;
                let end = length.after(base, 1)?;
                for number in 0..u32::from(limit.doses_max()).min(DOSES_MAX) {
                    let on = every.after(base, number)?;
                    if on >= end {
                        break;
                    }
                    self.push(on, None, limit.until());
                }
                self.reached = Reached::Free(end);
            }
        }
        self.say_cap(limit);
        Some(())
    }

    fn weekly(&mut self, on: &WeekDays, limit: &Limit) -> Option<()> {
        let base = self.base()?;
        let counted = on.counted(base.weekday());
        let end = limit.length().map(|length| length.after(base, 1));
        let end = match end {
            Some(end) => Some(end?),
            None => None,
        };
        let mut left = u32::from(limit.doses_max()).min(DOSES_MAX);
        let mut week = base;
        while left > 0 && end.is_none_or(|end| week < end) {
            for day in &counted {
                let on = Interval::Days(1).after(week, u32::from(*day).checked_sub(1)?)?;
                if left > 0 && end.is_none_or(|end| on < end) {
                    self.push(on, None, limit.until());
                    left = left.saturating_sub(1);
                }
            }
            week = Interval::Days(7).after(week, 1)?;
        }
        self.reached = Reached::Free(end.unwrap_or(week));
        self.say_cap(limit);
        Some(())
    }

    fn say_cap(&mut self, limit: &Limit) {
        if let (Limit::Cap { until, .. }, Some(last)) = (limit, self.places.last()) {
            let last = last.number;
            let until = until.clone();
            self.said.push(Said::ToCap { until, last });
        }
    }

    fn days(&mut self, days: &[u16], lasts: Option<u16>) -> Option<()> {
        let base = self.base()?;
        for day in days {
            let before = u32::from(*day).checked_sub(1)?;
            let on = Interval::Days(1).after(base, before)?;
            let hours = lasts.map(|_| {
                let planned = before.saturating_mul(24);
                Hours {
                    planned,
                    latest: planned,
                    lasts,
                    past: None,
                }
            });
            self.push(on, hours, &[]);
        }
        self.taken_until(base, u32::from(*days.last()?))
    }

    /// INVARIANT (hours): dose n of a course lies (n - 1) times the hours after its first, whatever
    /// was given in between; a dose that would lie past the last allowed day keeps its place and is
    /// marked, so that it is said and not dropped.
    fn hourly(&mut self, hours: (u16, u16), at_most: u16, days: &[u16]) -> Option<()> {
        let base = self.base()?;
        let (every, to) = hours;
        let first = self.number;
        let planned: Vec<u32> = if days.is_empty() {
            (0..u32::from(at_most))
                .map(|n| n.saturating_mul(u32::from(every)))
                .collect()
        } else {
            hours_of(every, days).take(usize::from(at_most)).collect()
        };
        let fit = u32::try_from(planned.len()).ok()?;
        if fit < u32::from(at_most) {
            self.said.push(Said::NotAllFit { at_most, fit });
        }
        let minutes = self.asked.clock.map_or(0, |clock| {
            u32::try_from(clock.hour()).unwrap_or(0) * 60
                + u32::try_from(clock.minute()).unwrap_or(0)
        });
        let last_day = days.iter().copied().max();
        let mut reached = 0;
        for (number, hour) in (0u32..).zip(&planned) {
            let day = hour.checked_mul(60)?.checked_add(minutes)? / (24 * 60);
            let longer = u32::from(to.saturating_sub(every));
            let latest = hour.checked_add(number.checked_mul(longer)?)?;
            let past = match last_day {
                Some(last) if day >= u32::from(last) => {
                    Some(Interval::Days(1).after(base, u32::from(last).checked_sub(1)?)?)
                }
                _ => None,
            };
            let hours = Hours {
                planned: *hour,
                latest,
                lasts: None,
                past,
            };
            self.push(Interval::Days(1).after(base, day)?, Some(hours), &[]);
            reached = day.saturating_add(1);
        }
        if to > every {
            let (planned, max, next) = (every, to, first);
            self.said
                .push(Said::HoursMayBeLonger { planned, max, next });
        }
        if let (Some(last_day), Some(hour), None) = (last_day, planned.last(), self.asked.clock) {
            let hour = (u32::from(last_day) * 24).saturating_sub(*hour);
            if hour < 24 {
                let dose = self.places.last()?.number;
                let late = Said::LateStart {
                    dose,
                    last_day,
                    hour,
                };
                self.said.push(late);
            }
        }
        self.taken_until(base, last_day.map_or(reached, u32::from))
    }

    fn taken_until(&mut self, base: Date, last: u32) -> Option<()> {
        let day = Interval::Days(1);
        self.reached = match self.asked.convention {
            GapConvention::Before => Reached::Last(day.after(base, last.checked_sub(1)?)?),
            GapConvention::After => Reached::Free(day.after(base, last)?),
        };
        Some(())
    }

    fn rest(&mut self, min: Interval, max: Interval) -> Option<()> {
        let base = self.base()?;
        let longer = max.after(base, 1)?.since(min.after(base, 1)?).ok()?;
        let longer = u32::try_from(longer.get_days()).ok()?;
        if longer > 0 {
            self.slack_days = self.slack_days.checked_add(longer)?;
            let next = self.number;
            self.said.push(Said::RestMayBeLonger {
                planned: min,
                max,
                next,
            });
        }
        self.reached = match self.reached {
            Reached::Free(free) => Reached::Free(min.after(free, 1)?),
            Reached::Last(last) => Reached::Last(min.after(last, 1)?),
        };
        Some(())
    }

    fn gap(&mut self, at_least: Interval, after: &str) -> Option<()> {
        let base = self.base()?;
        let earliest = match self.milestone(after) {
            Some(day) => at_least.after(day, 1)?.max(base),
            None => {
                let last = self.places.last().map_or(base, |place| place.on);
                let earliest = at_least.after(last, 1)?.max(base);
                let after = after.to_owned();
                self.openings.push(Opening {
                    after,
                    at_least,
                    earliest,
                });
                earliest
            }
        };
        self.reached = Reached::Free(earliest);
        Some(())
    }

    fn at_month(&mut self, month: u16, parts: &[Part]) -> Option<()> {
        let due = Interval::Months(1).after(self.asked.anchor, u32::from(month))?;
        let base = self.base()?;
        let begin = due.max(base).max(self.clear.unwrap_or(base));
        if begin > due && !self.stopped {
            let next = self.number;
            self.said.push(Said::MonthLate { month, due, next });
        }
        self.reached = Reached::Free(begin);
        self.parts(parts)
    }

    /// INVARIANT (dose-number): a dose has the same number whatever the answers are, so that what is
    /// said of dose 13 never comes to be said of dose 7.
    fn gated(&mut self, gate: &Gate, parts: &[Part], otherwise: &Otherwise) -> Option<()> {
        let first = self.number;
        let other: &[Part] = match otherwise {
            Otherwise::Stop | Otherwise::GoOn => &[],
            Otherwise::Parts(parts) => parts,
        };
        match self.answer(&gate.criterion) {
            Some(answer) if answer == gate.met => self.parts(parts)?,
            Some(_) => {
                self.stopped |= *otherwise == Otherwise::Stop;
                self.parts(other)?;
            }
            None => self.provisional(gate, parts, otherwise)?,
        }
        self.number = first.checked_add(count(parts).max(count(other)))?;
        Some(())
    }

    fn provisional(&mut self, gate: &Gate, parts: &[Part], otherwise: &Otherwise) -> Option<()> {
        let first = self.number;
        let standing = self.gates.len();
        self.gates.push(gate.clone());
        self.parts(parts)?;
        let stops = *otherwise == Otherwise::Stop;
        if !stops {
            // Gates that stop, asked inside, go on standing before what follows.
            self.gates.remove(standing);
        }
        self.said.push(Said::GateOpen(OpenGate {
            gate: gate.clone(),
            first,
            count: self.number.saturating_sub(first),
            stops,
            instead: matches!(otherwise, Otherwise::Parts(_)),
        }));
        Some(())
    }
}
