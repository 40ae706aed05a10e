//! The application as its users meet it: forms in, answers out, on a real store and vault.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod example;
#[cfg(test)]
mod files;
#[cfg(test)]
mod filling;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod label_templates;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod materials;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod persons;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod rebuild;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod scans;
#[cfg(test)]
mod trends;
#[cfg(test)]
mod typings;
