//! The real router over a real centre in a scratch folder, asked as a browser asks.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something unexpected is met"
)]

#[path = "http/custody.rs"]
mod custody;
#[path = "http/files.rs"]
mod files;
#[path = "http/forms.rs"]
mod forms;
#[path = "http/genealogy.rs"]
mod genealogy;
#[path = "http/hostile.rs"]
mod hostile;
#[path = "http/imports.rs"]
mod imports;
#[path = "http/label_templates.rs"]
mod label_templates;
#[path = "http/sessions.rs"]
mod sessions;
#[path = "http/shield.rs"]
mod shield;
#[path = "http/support.rs"]
mod support;
#[path = "http/trends.rs"]
mod trends;
