//! Worked examples to the last digit, and the laws of the arithmetic.

#[cfg(test)]
mod bag_and_order;
#[cfg(test)]
mod culture;
#[cfg(test)]
mod endotoxin;
#[cfg(test)]
mod escalation;
#[cfg(test)]
mod example;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod surfaces;
#[cfg(test)]
mod worked_examples;
