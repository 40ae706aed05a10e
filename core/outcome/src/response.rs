//! Response of measured lesions by RECIST 1.1, with iRECIST beside it and mRECIST where enhancing
//! parts were measured.
//!
//! A file of measurements by visit becomes a [`Course`], and a course an [`Assessment`] with a
//! sentence of reason for every visit. iRECIST is never given alone: it describes data of studies
//! and is not validated for the care of a patient, so the kinder of two answers is never the only
//! one. A serum marker never makes a response better and never makes a progression; feeling better
//! is not a response.
//!
//! Percentages are compared as exact ratios and rounded for reading only. What a reader must judge
//! (whether a new lesion is unequivocal, whether growth of what is not measured is) is an input.
//!
//! Sources: RECIST 1.1 (Eisenhauer 2009) with the clarifications of the RECIST working group;
//! iRECIST (Seymour 2017) with the same group's answers; mRECIST (Lencioni and Llovet 2010), from
//! memory.

mod assemble;
mod assess;
mod baseline;
mod best;
mod cells;
mod change;
mod course;
mod finding;
mod immune;
mod immune_step;
mod json;
mod lesions;
mod markers;
mod new_lesions;
mod overall;
mod read;
mod row;
mod target;
mod text;
mod viable;
mod why;

pub use assess::{Assessment, Evaluability, Options, VisitAssessment, assess};
pub use baseline::{CourseFinding, Weight};
pub use best::{Best, Standing, Timepoint, best_confirmed, best_unconfirmed};
pub use change::{Change, Millimetres};
pub use course::Course;
pub use finding::CsvFinding;
pub use immune::{ImmuneResponse, ImmuneVisit};
pub use markers::{MarkerPoint, MarkerTrend};
pub use overall::{NewLesions, NonTargetResponse, Overall, TargetResponse, overall};
pub use read::read_csv;
pub use target::{Tally, TargetVisit};
pub use viable::{Viable, ViableVisit};
