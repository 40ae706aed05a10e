#![doc = include_str!("../README.md")]

mod address;
mod assets;
mod drawing;
mod failure;
mod live;
mod pages;
mod post;
mod routes;
mod serve;
mod session;
mod shape;
mod shield;
mod site;
mod upload;
mod wording;

#[cfg(test)]
mod example;
#[cfg(test)]
mod example_acts;
#[cfg(test)]
mod example_course;
#[cfg(test)]
mod example_custody;
#[cfg(test)]
mod example_release;
#[cfg(test)]
mod example_trends;

pub use serve::{router, serve};
