#![doc = include_str!("../README.md")]

mod amount;
mod body;
mod cells;
mod concentration;
mod culture;
mod cumulative;
pub mod endotoxin;
pub mod escalation;
mod exact;
mod lot;
mod order;
mod power;
mod preparation;
mod problem;
mod rate;
mod reach;
mod say;
mod strength;
mod surface;
mod vial_rounding;
mod weight;
mod worked;

pub use amount::{Basis, DoseAmount, DoseRule, amount};
pub use body::{BODY_MASS_INDEX, Body, HEIGHT_CM, WEIGHT_KG};
pub use cells::{CellVolume, cells_from_bag, cells_in, per_kilogram};
pub use concentration::{Concentration, Window, final_concentration};
pub use culture::{
    AddedVolume, Split, addition, doublings, feed_volume, seeding_volume, split, within,
};
pub use cumulative::{Cumulative, cumulative, titration};
pub use lot::LotStrength;
pub use order::{Difference, OrderProblem, check_order, read_order};
pub use preparation::{Vial, VialCount, draw_volume, vials};
pub use problem::DoseProblem;
pub use rate::{duration, infusion_rate, pump_rate};
pub use reach::{Capped, Fit, capped_from, weights_inside};
pub use strength::Strength;
pub use surface::{SurfaceFormula, surface};
pub use vial_rounding::{VialRounding, whole_vials};
pub use weight::{WeightChange, weight_change};
pub use worked::Worked;
