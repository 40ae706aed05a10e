//! Documents made and read back.

#[cfg(test)]
mod example;
#[cfg(test)]
mod read;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod whole;
