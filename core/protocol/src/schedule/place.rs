//! Where the doses of a schedule lie on the calendar, under either convention for gaps.

use cikada_domain::GapConvention;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::{Interval, Part, Schedule, Window};

/// One dose with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DosePlace {
    /// The planned day.
    pub(crate) on: Date,
    /// Hours from the part's first dose, where the schedule counts hours.
    pub(crate) hours: Option<u32>,
}

impl Interval {
    /// The day so many of this interval after another; `None` beyond the calendar.
    pub(crate) fn after(self, day: Date, times: u32) -> Option<Date> {
        day.checked_add(self.span(times)?).ok()
    }

    /// The day so many of this interval before another.
    pub(crate) fn before(self, day: Date, times: u32) -> Option<Date> {
        day.checked_sub(self.span(times)?).ok()
    }

    fn span(self, times: u32) -> Option<Span> {
        match self {
            Self::Days(days) => Span::new()
                .try_days(i64::from(days.checked_mul(times)?))
                .ok(),
            Self::Months(months) => Span::new()
                .try_months(i64::from(months.checked_mul(times)?))
                .ok(),
        }
    }
}

impl Window {
    /// The first and the last day around a planned day.
    pub(crate) fn around(self, day: Date) -> Option<(Date, Date)> {
        let shifted = |days: i32| day.checked_add(days.days()).ok();
        Some((shifted(self.from_days)?, shifted(self.to_days)?))
    }
}

impl Schedule {
    /// The doses with the first on the anchor; `None` beyond the calendar.
    pub(crate) fn places(&self, anchor: Date, convention: GapConvention) -> Option<Vec<DosePlace>> {
        let mut placing = Placing {
            anchor,
            convention,
            reached: None,
            places: Vec::new(),
        };
        placing.parts(&self.parts)?;
        Some(placing.places)
    }
}

/// The hours of an hourly part, from its first dose, day by day.
pub(super) fn hours_of(every_hours: u16, days: &[u16]) -> impl Iterator<Item = u32> {
    let last = days.iter().copied().max().unwrap_or(0);
    let step = usize::from(every_hours.max(1));
    let first = days.first().copied().unwrap_or(1).saturating_sub(1);
    (u32::from(first) * 24..u32::from(last) * 24)
        .step_by(step)
        .filter(|hour| {
            let day = hour / 24 + 1;
            days.iter().any(|wanted| u32::from(*wanted) == day)
        })
}

struct Placing {
    anchor: Date,
    convention: GapConvention,
    /// Under [`GapConvention::Before`] the last day taken, under `After` the next day free;
    /// nothing before the first dose.
    reached: Option<Date>,
    places: Vec<DosePlace>,
}

impl Placing {
    fn parts(&mut self, parts: &[Part]) -> Option<()> {
        for part in parts {
            self.part(part)?;
        }
        Some(())
    }

    fn part(&mut self, part: &Part) -> Option<()> {
        match part {
            Part::Block { count, every } => self.block(u32::from(*count), *every),
            Part::Days(days) => {
                let base = self.base_of(days)?;
                for day in days {
                    let on = Interval::Days(1).after(base, u32::from(*day).checked_sub(1)?)?;
                    self.places.push(DosePlace { on, hours: None });
                }
                self.taken_until(base, days)
            }
            Part::Hourly {
                every_hours,
                at_most,
                days,
            } => {
                let base = self.base_of(days)?;
                for hours in hours_of(*every_hours, days).take(usize::from(*at_most)) {
                    let on = Interval::Days(1).after(base, hours / 24)?;
                    self.places.push(DosePlace {
                        on,
                        hours: Some(hours),
                    });
                }
                self.taken_until(base, days)
            }
            Part::Rest(rest) => {
                if let Some(reached) = self.reached {
                    self.reached = Some(rest.after(reached, 1)?);
                }
                Some(())
            }
            Part::Repeat { count, parts } => (0..*count).try_for_each(|_| self.parts(parts)),
        }
    }

    /// INVARIANT (gap): under `Before` the first dose of a block lies one interval after what came
    /// before it; under `After` the last dose of a block is followed by one interval.
    fn block(&mut self, count: u32, every: Interval) -> Option<()> {
        let (start, first) = match (self.convention, self.reached) {
            (_, None) => (self.anchor, 0_u32),
            (GapConvention::Before, Some(last)) => (last, 1),
            (GapConvention::After, Some(free)) => (free, 0),
        };
        for number in first..first.checked_add(count)? {
            self.places.push(DosePlace {
                on: every.after(start, number)?,
                hours: None,
            });
        }
        let next = first.checked_add(count)?;
        self.reached = match self.convention {
            GapConvention::Before => self.places.last().map(|place| place.on),
            GapConvention::After => Some(every.after(start, next)?),
        };
        Some(())
    }

    /// The day that a part of counted days calls day 1.
    fn base_of(&self, days: &[u16]) -> Option<Date> {
        match (self.convention, self.reached) {
            (_, None) => {
                let first = u32::from(*days.first()?).checked_sub(1)?;
                Interval::Days(1).before(self.anchor, first)
            }
            (GapConvention::Before, Some(last)) => Interval::Days(1).after(last, 1),
            (GapConvention::After, Some(free)) => Some(free),
        }
    }

    fn taken_until(&mut self, base: Date, days: &[u16]) -> Option<()> {
        let last = u32::from(*days.last()?);
        let taken = match self.convention {
            GapConvention::Before => last.checked_sub(1)?,
            GapConvention::After => last,
        };
        self.reached = Some(Interval::Days(1).after(base, taken)?);
        Some(())
    }
}
