//! What verification proves, and what it finds when someone has been at the record.

#[cfg(test)]
mod example;
#[cfg(test)]
mod flips;
#[cfg(test)]
mod frozen;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tampering;
