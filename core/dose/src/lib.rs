#![doc = include_str!("../README.md")]

mod amount;
mod body;
mod concentration;
mod exact;
mod order;
mod power;
mod preparation;
mod problem;
mod say;
mod strength;
mod surface;
mod worked;

pub use amount::{Basis, DoseAmount, DoseRule, amount};
pub use body::{BODY_MASS_INDEX, Body, HEIGHT_CM, WEIGHT_KG};
pub use concentration::{Concentration, Fit, Window, final_concentration, weights_inside};
pub use order::{Difference, OrderProblem, check_order, read_order};
pub use preparation::{Vial, VialCount, draw_volume, vials};
pub use problem::DoseProblem;
pub use strength::Strength;
pub use surface::{SurfaceFormula, surface};
pub use worked::Worked;
