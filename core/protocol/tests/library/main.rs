//! The worked examples of the field, computed from the files that ship: a wrong number in a file or
//! in the arithmetic shows here.

#[cfg(test)]
mod interferon_alfa;
#[cfg(test)]
mod interleukin_2;
#[cfg(test)]
mod other_interferons;
