//! The application as its users meet it: forms in, answers out, on a real store and vault.

mod acts;
mod example;
mod privacy;
mod rebuild;
mod scans;
