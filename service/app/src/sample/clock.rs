//! The clock of a sample centre: set by hand while the centre is built, running on once it is let go,
//! and set ahead by whole days when the same centre is opened again.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use crate::error::OpenError;
use crate::sample::SampleError;
use crate::sample::centre::{sample_centre, unsuitable};
use crate::world::{Clock, World};

const HOURS_A_DAY: i64 = 24;

/// A clock set by hand that runs on once it is let go.
#[derive(Debug)]
pub(super) struct SampleClock {
    /// What it shows, and since when it runs.
    state: Mutex<(Timestamp, Option<Instant>)>,
    days_ahead: Option<u16>,
}

impl SampleClock {
    pub(super) fn at(start: Timestamp) -> Self {
        Self {
            state: Mutex::new((start, None)),
            days_ahead: None,
        }
    }

    pub(super) fn set(&self, at: Timestamp) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.max(at);
    }

    pub(super) fn let_go(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(Instant::now());
    }
}

impl Clock for SampleClock {
    fn now(&self) -> Timestamp {
        let (base, running) = *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = running.and_then(|since| SignedDuration::try_from(since.elapsed()).ok());
        passed
            .and_then(|passed| base.checked_add(passed).ok())
            .unwrap_or(base)
    }

    fn days_ahead(&self) -> Option<u16> {
        self.days_ahead
    }
}

/// Opens a sample centre again so many days after its newest entry; its clock then runs on.
///
/// # Errors
/// When there is no centre, or it is no sample: the clock of a real centre is the machine's.
pub fn ahead(directory: &Path, days: u16) -> Result<Arc<World>, SampleError> {
    let clock = Arc::new(SampleClock {
        days_ahead: Some(days),
        ..SampleClock::at(Timestamp::MIN)
    });
    let world = World::open(directory, Arc::clone(&clock) as Arc<dyn Clock>)?;
    if world.centre().origin != sample_centre().origin {
        return Err(SampleError::NotASample(world.centre().name.clone()));
    }
    let passed = SignedDuration::from_hours(i64::from(days).saturating_mul(HOURS_A_DAY));
    let start = last_recorded(&world)?.checked_add(passed);
    clock.set(start.map_err(unsuitable)?);
    clock.let_go();
    Ok(Arc::new(world))
}

/// The time of the newest entry: what comes next does not lie before it.
pub(super) fn last_recorded(world: &World) -> Result<Timestamp, SampleError> {
    let read = world.store.read_from(world.size()?, 1);
    let newest = read.map_err(OpenError::from)?;
    let newest = newest.last().ok_or_else(|| unsuitable("it is empty"))?;
    Timestamp::from_millisecond(newest.envelope.recorded_at).map_err(unsuitable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::centre::Centre;
    use crate::sample::centre::{FOUNDED, day};

    fn founded(centre: &Centre) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(SampleClock::at(day(FOUNDED).unwrap()));
        World::found(directory.path(), clock, centre).unwrap();
        directory
    }

    #[test]
    fn a_sample_opened_again_is_days_after_its_newest_entry_and_says_so() {
        let directory = founded(&sample_centre());
        let world = ahead(directory.path(), 3).unwrap();
        let passed = world.now().duration_since(day(FOUNDED).unwrap());
        assert_eq!(passed.as_hours(), 3 * 24);
        assert_eq!(world.days_ahead(), Some(3));
    }

    #[test]
    fn the_clock_of_a_centre_that_is_no_sample_is_not_set() {
        let real = Centre {
            origin: "hospital.invalid/cikada".to_owned(),
            ..sample_centre()
        };
        let directory = founded(&real);
        let refused = ahead(directory.path(), 3);
        assert!(matches!(refused, Err(SampleError::NotASample(_))));
    }
}
