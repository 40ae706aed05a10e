//! A patient whose first product is harvested and labelled, under a protocol that does not ship.

use std::path::Path;
use std::sync::Arc;

use cikada_domain::ChainOfIdentity;
use jiff::ToSpan;

use crate::sample::agenda::What;
use crate::sample::centre::{FIRST_STOCK_UNTIL, date, unsuitable};
use crate::sample::course::{Course, Courses, TOLD_IN_FULL};
use crate::sample::facility::Stock;
use crate::sample::{SampleError, found};
use crate::use_cases::{Answer, install_protocols};
use crate::world::World;

/// Days from the enrolment to the first dose: long enough to grow the cells.
const AHEAD_DAYS: i64 = 60;

/// Builds a sample centre in an empty directory with one more protocol, and a patient whose first
/// product is harvested under it; its clock then runs on.
///
/// # Errors
/// When the directory is not empty, or the protocol is not fit for a sample.
pub fn harvested(
    directory: &Path,
    (name, text): (&str, &str),
) -> Result<(Arc<World>, ChainOfIdentity), SampleError> {
    let (world, clock, cast) = found(directory)?;
    install_protocols(&world, &[(name, text)])?;
    let reading = cikada_protocol::read(text.as_bytes(), name).protocol;
    let protocol = reading.ok_or_else(|| unsuitable(name))?;
    let mut courses = Courses {
        world: &world,
        clock: &clock,
        cast: &cast,
        stock: Stock::new(),
    };
    courses.furnish(&[&protocol], date(FIRST_STOCK_UNTIL)?)?;
    let anchor = world.moment(world.now()).date() + AHEAD_DAYS.days();
    let mut acts = courses.to_first_dose(&protocol, anchor)?;
    acts.retain(|act| act.dose.is_none_or(|dose| dose.get() == TOLD_IN_FULL));
    let labelled = acts
        .iter()
        .find(|act| act.what == What::AccountProductLabels);
    let end = labelled
        .ok_or_else(|| unsuitable("nothing is harvested"))?
        .at;
    let id = courses.enrol(&protocol, "Alma", "1961-04-12", "4711-001")?;
    let course = Course {
        id: id.clone(),
        protocol: &protocol,
        acts,
    };
    courses.run_until(end, vec![course], &mut |told| match told.answer {
        Answer::Accepted { .. } => Ok(()),
        Answer::Refused { reasons } => Err(unsuitable(format!("{:?}: {reasons:?}", told.what))),
    })?;
    clock.let_go();
    Ok((Arc::new(world), id))
}
