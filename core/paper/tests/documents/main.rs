//! Documents made and read back.

#[cfg(test)]
mod example;
#[cfg(test)]
mod whole;
