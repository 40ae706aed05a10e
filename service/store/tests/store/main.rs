//! The store as its callers meet it.

#[cfg(test)]
mod appending;
#[cfg(test)]
mod crashing;
#[cfg(test)]
mod example;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod proving;
#[cfg(test)]
mod views;
