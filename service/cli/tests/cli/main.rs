//! The command line as its users meet it, through the real binary.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod endotoxin;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod grade;
#[cfg(test)]
mod label;
#[cfg(test)]
mod requirements;
#[cfg(test)]
mod show;
#[cfg(test)]
mod statistics;
#[cfg(test)]
mod wrong_input;
