//! What scanners send, right and wrong, and that reading is the inverse of printing.

#[cfg(test)]
mod accepted;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod refused;
