//! What people do, one function a use case. Every act of a treatment goes through [`carry_out()`].

pub mod answer;
pub mod attach_file;
pub mod carry_out;
pub mod carry_out_facility;
pub mod erase_person;
mod foreseen;
pub mod import_log;
pub mod import_results;
pub mod install_mapping;
pub mod install_protocols;
pub mod maintain;
pub mod meaning;
pub mod numbers;
pub mod open_account;
pub mod open_treatment;
pub mod propose_label_template;
pub mod prove;
pub mod sign_in;
pub mod submit;
pub mod submit_facility;

pub use answer::{Answer, Reason};
pub use attach_file::{ATTACHED_BYTES_MAX, SentFile, attach_file};
pub use carry_out::{Actor, Doing, carry_out};
pub use carry_out_facility::carry_out_facility;
pub use erase_person::erase_person;
pub use import_log::{
    LOG_BYTES_MAX, LogSheet, LogSigned, LogStanding, import_log, keep_log, log_sheet, loggers,
};
pub use import_results::{
    INSTRUMENT_FILE_BYTES_MAX, Import, ImportLine, ImportSheet, LineStanding, import_results,
    import_sheet, instruments, keep_upload,
};
pub use install_mapping::install_mapping;
pub use install_protocols::install_protocols;
pub use open_account::{NewAccount, change_password, close_account, open_account};
pub use open_treatment::{NewTreatment, open_treatment};
pub use propose_label_template::propose_label_template;
pub use prove::{Proven, prove};
pub use sign_in::{Session, SignInError, SignedIn, session, sign_in, sign_out};
pub use submit::{Posted, REASONS, SubmitError, submit};
pub use submit_facility::submit_facility;
