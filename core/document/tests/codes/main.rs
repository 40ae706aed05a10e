//! Every structure and every check digit, right and wrong.

#[cfg(test)]
mod check_digits;
#[cfg(test)]
mod public_errors;
#[cfg(test)]
mod structures;
