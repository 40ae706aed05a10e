//! Conditions that several commands share, each asked once and in one place.
//!
//! A gate adds its reasons and returns nothing: the next gate is asked as well, so that a person
//! reads everything that stands in the way at once.

mod act;
mod bedside;
mod container;
mod course;
mod dosing;
mod enrolment;
mod entry;
mod filling;
mod labels;
mod laboratory;
mod late;
mod lots;
mod making;
mod place;
mod quality;
mod schedule;
mod supply;

pub(crate) use act::{claimed, follows, not_before, open, opened, signed, standing, witnessed};
pub(crate) use bedside::{
    arrival, fit, fit_by, in_date_on_arrival, planned_end, product_to_give, right_patient, verified,
};
pub(crate) use container::{
    at_one_of, filled_out_of, in_use, made, not_held, reviewed, seconds, soundness, was_mismatch,
};
pub(crate) use course::{
    dose_next, dosing_allowed, findings_fired, not_given, not_stopped, stop_rules_fired,
};
pub(crate) use dosing::{
    Weighed, amount_as_ordered, available, cells_under_caps, exception_needed, order_fits,
    order_stands, under_cumulative_cap,
};
pub(crate) use enrolment::{consents, eligible, findings, meets, planned};
pub(crate) use entry::{fits_unit, judged, written};
pub(crate) use filling::{
    further_dose, not_filled, not_made, out_of_use, own_division, part_of, source_at_hand, usable,
};
pub(crate) use labels::{
    balance, label_verified, labels_balanced, product_labelled, template_in_force,
};
pub(crate) use laboratory::{
    known_batch, known_result, known_sample, not_analyst, not_imported, not_unfit, results,
    retest_due, sample_fits, second_person, still_valid,
};
pub(crate) use late::{late_results_planned, plans_kept};
pub(crate) use lots::{
    Unfit, corrected_line, in_lot_unit, lots_recalled, lots_used, materials, recall_decided,
};
pub(crate) use making::{collection_in_time, intact, label_for};
pub(crate) use place::{equipment, room, trained};
pub(crate) use quality::{first_stage, quality, settled};
pub(crate) use schedule::{cycle_open, goal, part_open};
pub(crate) use supply::{never_supplied, out_of_specification, out_of_specification_words};
