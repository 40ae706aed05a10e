//! Every kind of event: its frozen form, its line in a timeline, and its place in the fold.

#![expect(
    clippy::disallowed_methods,
    reason = "the golden files are read from and written to disk"
)]

#[cfg(test)]
mod example;
#[cfg(test)]
mod example_facility;
#[cfg(test)]
mod fold;
#[cfg(test)]
mod frozen_form;
#[cfg(test)]
mod strategy;
