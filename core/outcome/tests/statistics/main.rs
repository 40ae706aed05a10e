//! Statistics against tables that established packages worked out: `docs/evidence/statistics`.

#[cfg(test)]
mod potency;
#[cfg(test)]
mod rates;
#[cfg(test)]
mod survival;
#[cfg(test)]
mod tables;
