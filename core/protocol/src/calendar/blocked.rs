//! Days on which nothing is planned, as stretches that neither touch nor overlap.

use jiff::ToSpan;
use jiff::civil::Date;

use super::CalendarProblem;

/// Blocked stretches in order, with at least one free day between two of them.
pub(super) struct Blocked(Vec<(Date, Date)>);

impl Blocked {
    pub(super) fn new(stretches: &[(Date, Date)]) -> Result<Self, CalendarProblem> {
        if let Some((from, to)) = stretches.iter().copied().find(|(from, to)| from > to) {
            return Err(CalendarProblem::BlockReversed { from, to });
        }
        let mut sorted = stretches.to_vec();
        sorted.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::new();
        for (from, to) in sorted {
            match merged.last_mut() {
                Some(last)
                    if last
                        .1
                        .checked_add(1.day())
                        .map_or(true, |next| from <= next) =>
                {
                    last.1 = last.1.max(to);
                }
                _ => merged.push((from, to)),
            }
        }
        Ok(Self(merged))
    }

    fn stretch(&self, day: Date) -> Option<(Date, Date)> {
        let next = self.0.partition_point(|(from, _)| *from <= day);
        let stretch = self.0.get(next.checked_sub(1)?)?;
        (stretch.1 >= day).then_some(*stretch)
    }

    /// The day itself if it is free, else the first free day after it.
    pub(super) fn free_from(&self, day: Date) -> Option<Date> {
        match self.stretch(day) {
            None => Some(day),
            Some((_, to)) => to.checked_add(1.day()).ok(),
        }
    }

    /// The day itself if it is free, else the last free day before it.
    pub(super) fn free_until(&self, day: Date) -> Option<Date> {
        match self.stretch(day) {
            None => Some(day),
            Some((from, _)) => from.checked_sub(1.day()).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn touching_stretches_are_one() {
        let day = |day| date(2026, 12, day);
        let blocked =
            Blocked::new(&[(day(28), day(31)), (day(24), day(26)), (day(27), day(27))]).unwrap();
        assert_eq!(blocked.free_from(day(25)), Some(date(2027, 1, 1)));
        assert_eq!(blocked.free_until(day(30)), Some(day(23)));
        assert_eq!(blocked.free_from(day(23)), Some(day(23)));
    }

    #[test]
    fn a_stretch_that_ends_before_it_begins_is_refused() {
        let stretch = (date(2027, 1, 2), date(2027, 1, 1));
        assert!(matches!(
            Blocked::new(&[stretch]),
            Err(CalendarProblem::BlockReversed { .. })
        ));
    }
}
