//! Response by RECIST 1.1, iRECIST and mRECIST, from files of measurements.

#[cfg(test)]
mod best;
#[cfg(test)]
mod example;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod immune;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod recist;
#[cfg(test)]
mod tables;
