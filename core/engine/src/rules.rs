//! One file a command: what must hold, and what then has happened.
//!
//! Each rule asks all its gates before it answers. Where a later gate needs what an earlier one
//! found missing (a batch that does not exist has no steps), the rule stops there and says so.

pub(crate) mod account_labels;
pub(crate) mod acknowledge_alert;
pub(crate) mod approve_result;
pub(crate) mod assign_dose_level;
pub(crate) mod attach_file;
pub(crate) mod classify_deviation;
pub(crate) mod close_deviation;
pub(crate) mod close_treatment;
pub(crate) mod confirm_eligibility;
pub(crate) mod confirm_plan;
pub(crate) mod correct_material;
pub(crate) mod correct_value;
pub(crate) mod dispose_product;
pub(crate) mod end_infusion;
pub(crate) mod end_observation;
pub(crate) mod facility;
pub(crate) mod fill_dose;
pub(crate) mod invalidate_result;
pub(crate) mod invalidate_sample;
pub(crate) mod issue_label;
pub(crate) mod lift_hold;
pub(crate) mod log_temperature;
pub(crate) mod notify_authority;
pub(crate) mod open_treatment;
pub(crate) mod order_dose;
pub(crate) mod order_retest;
pub(crate) mod perform_step;
pub(crate) mod place_hold;
pub(crate) mod print_label;
pub(crate) mod record_adverse_event;
pub(crate) mod record_collection;
pub(crate) mod record_consent;
pub(crate) mod record_evaluation;
pub(crate) mod record_exception;
pub(crate) mod record_fitness;
pub(crate) mod record_result;
pub(crate) mod record_visit;
pub(crate) mod record_vital_signs;
pub(crate) mod reject_product;
pub(crate) mod release_product;
pub(crate) mod report_deviation;
pub(crate) mod review_audit_trail;
pub(crate) mod start_batch;
pub(crate) mod start_infusion;
pub(crate) mod supply_papers;
pub(crate) mod supply_permission;
pub(crate) mod supply_product;
pub(crate) mod take_sample;
pub(crate) mod transfer_custody;
pub(crate) mod verify_at_bedside;
pub(crate) mod verify_label;
pub(crate) mod withdraw_consent;
