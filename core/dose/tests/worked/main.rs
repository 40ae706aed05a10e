//! Worked examples to the last digit, and the laws of the arithmetic.

#[cfg(test)]
mod example;
#[cfg(test)]
mod worked_examples;
