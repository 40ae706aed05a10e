//! Files of invented instruments, read by the mappings that ship.

#[cfg(test)]
mod laws;
#[cfg(test)]
mod log;
#[cfg(test)]
mod shipped;
