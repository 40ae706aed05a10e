//! Labels: complete or refused, drawn, read back, and read by a reader that shares nothing with us.

#[cfg(test)]
mod drawn;
#[cfg(test)]
mod example;
#[cfg(test)]
mod expiry;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod required;
#[cfg(test)]
mod second_reader;
#[cfg(test)]
mod templates;
