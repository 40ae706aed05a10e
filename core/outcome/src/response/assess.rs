//! Assesses a course: every visit by RECIST 1.1 and iRECIST, and the best of all.

use jiff::civil::Date;

use super::baseline::{self, CourseFinding};
use super::best::{Best, Standing, Timepoint, best_confirmed, best_unconfirmed};
use super::change::Millimetres;
use super::course::{Course, NonTargetState, TargetState, Visit};
use super::immune::{self, ImmuneVisit, Look};
use super::immune_step::Immune;
use super::markers::{self, MarkerTrend};
use super::new_lesions::{self, NewAt};
use super::overall::{
    NewLesions, NonTargetResponse, Overall, markers_allow, non_target, overall, standing,
};
use super::target::{GROWTH_MIN, Tally, TargetTrack, TargetVisit};
use super::viable::{self, Viable};
use super::why::{self, Told};

/// What the study's plan says and the measurements do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The first day of treatment. Without it days count from the baseline scan.
    pub start: Option<Date>,
    /// From which day on stable disease counts, as the study's plan says. Six weeks by default,
    /// the lower end of what RECIST 1.1 names as usual (six to eight).
    pub stable_days_min: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            start: None,
            stable_days_min: 42,
        }
    }
}

/// Whether a response can be spoken of at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evaluability {
    /// There were lesions at baseline.
    Evaluable,
    /// There was none: recurrence-free survival says what came of it, not a response.
    NoLesionAtBaseline {
        /// The first visit with an unequivocal lesion, if any.
        recurrence: Option<(String, Date)>,
    },
}

/// One visit, by RECIST 1.1 and iRECIST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitAssessment {
    /// The visit's name.
    pub label: String,
    /// Its day.
    pub date: Date,
    /// Days since the start of treatment, or since baseline where the start is not known.
    pub day: i64,
    /// The targets.
    pub target: TargetVisit,
    /// The other lesions of the baseline.
    pub non_target: NonTargetResponse,
    /// Lesions that were not there at baseline.
    pub new: NewLesions,
    /// Overall response by RECIST 1.1. After progression it is progression.
    pub overall: Overall,
    /// Why, in a few sentences.
    pub why: String,
    /// By iRECIST.
    pub immune: ImmuneVisit,
}

/// What came of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// What it was assessed with.
    pub options: Options,
    /// The day of the baseline scan.
    pub baseline_date: Date,
    /// The sum of diameters at baseline.
    pub baseline_sum: Millimetres,
    /// Whether a response can be spoken of.
    pub evaluability: Evaluability,
    /// What the reader must know of the course, violated rules first.
    pub findings: Vec<CourseFinding>,
    /// The visits after baseline; none where no response can be spoken of.
    pub visits: Vec<VisitAssessment>,
    /// Best overall response by RECIST 1.1 without confirmation.
    pub best: Best,
    /// Best overall response by RECIST 1.1 with confirmation.
    pub best_confirmed: Best,
    /// Best overall response by iRECIST without confirmation of a response.
    pub immune_best: Best,
    /// Best overall response by iRECIST with confirmation of a response.
    pub immune_best_confirmed: Best,
    /// mRECIST, where enhancing parts were measured.
    pub viable: Option<Viable>,
    /// Serum markers, as support.
    pub markers: Vec<MarkerTrend>,
}

/// Assesses a course by RECIST 1.1 (2009), with iRECIST (2017) beside it.
#[must_use]
pub fn assess(course: &Course, options: &Options) -> Assessment {
    let mut findings = baseline::check(course, options.start);
    findings.sort();
    let diameter = |_: &_, reading: &super::course::TargetReading| reading.state.diameter();
    let baseline = Tally::of(&course.targets, &course.baseline, diameter);
    let new_lesions = new_lesions::by_visit(course);
    let markers = markers::trends(course);
    let evaluability = evaluability(course, &new_lesions);
    let mut assessment = Assessment {
        options: options.clone(),
        baseline_date: course.baseline.date,
        baseline_sum: baseline.known,
        evaluability,
        findings,
        visits: Vec::new(),
        best: not_evaluable(),
        best_confirmed: not_evaluable(),
        immune_best: not_evaluable(),
        immune_best_confirmed: not_evaluable(),
        viable: None,
        markers,
    };
    if course.has_no_lesion_at_baseline() {
        return assessment;
    }
    assessment.visits = assess_visits(course, options, &baseline, &new_lesions);
    let others: Vec<_> = assessment
        .visits
        .iter()
        .map(|visit| (visit.non_target, visit.new))
        .collect();
    assessment.viable = viable::assess(course, &others);
    let stable_days_min = options.stable_days_min;
    let visits = &assessment.visits;
    let recist = timepoints(visits, |visit| visit.overall.into());
    assessment.best = best_unconfirmed(&recist, stable_days_min);
    assessment.best_confirmed = best_confirmed(&recist, stable_days_min);
    let immune = timepoints(visits, |visit| visit.immune.response.into());
    assessment.immune_best = best_unconfirmed(&immune, stable_days_min);
    assessment.immune_best_confirmed = best_confirmed(&immune, stable_days_min);
    assessment
}

fn not_evaluable() -> Best {
    Best {
        response: Standing::NotEvaluable,
        why: "no lesion at baseline: a response cannot be spoken of; use recurrence-free survival."
            .to_owned(),
        review: None,
    }
}

fn evaluability(course: &Course, new_lesions: &[NewAt]) -> Evaluability {
    if !course.has_no_lesion_at_baseline() {
        return Evaluability::Evaluable;
    }
    let mut visits = course.later.iter().zip(new_lesions);
    let recurrence = visits
        .find(|(_, new)| new.status() == NewLesions::Yes)
        .map(|(visit, _)| (visit.label.clone(), visit.date));
    Evaluability::NoLesionAtBaseline { recurrence }
}

fn timepoints(
    visits: &[VisitAssessment],
    standing: impl Fn(&VisitAssessment) -> Standing,
) -> Vec<Timepoint> {
    visits
        .iter()
        .map(|visit| Timepoint {
            label: visit.label.clone(),
            date: visit.date,
            day: visit.day,
            standing: standing(visit),
        })
        .collect()
}

fn assess_visits(
    course: &Course,
    options: &Options,
    baseline: &Tally,
    new_lesions: &[NewAt],
) -> Vec<VisitAssessment> {
    let origin = options.start.unwrap_or(course.baseline.date);
    let mut track = TargetTrack::from(baseline, GROWTH_MIN);
    let mut immune = Immune::default();
    let mut was_complete = false;
    let mut progressed_at: Option<String> = None;
    let mut visits = Vec::new();
    for (visit, new) in course.later.iter().zip(new_lesions) {
        let tally = Tally::of(&course.targets, visit, |_, reading| {
            reading.state.diameter()
        });
        let target = track.step(tally);
        let markers = markers_allow(course, visit);
        let non_target = non_target(&course.non_targets, &visit.non_targets, markers);
        let disease_back = was_complete && shows_disease(course, visit);
        let by_table = overall(target.response, non_target, new.status());
        let overall = if progressed_at.is_some() || disease_back {
            Overall::Progressive
        } else {
            by_table
        };
        let mut look = Look::at(course, visit, &target, non_target, new);
        look.disease_back = disease_back;
        let immune = immune::assess_visit(&mut immune, &look, visit);
        let why = why::sentences(&Told {
            target: &target,
            non_target,
            markers,
            new,
            overall,
            disease_back,
            progressed_at: progressed_at.as_deref(),
        });
        if overall == Overall::Progressive && progressed_at.is_none() {
            progressed_at = Some(visit.label.clone());
        }
        was_complete |= overall == Overall::Complete;
        visits.push(VisitAssessment {
            label: visit.label.clone(),
            date: visit.date,
            day: i64::from((visit.date - origin).get_days()),
            target,
            non_target,
            new: new.status(),
            overall,
            why,
            immune,
        });
    }
    visits
}

/// Whether a lesion of the baseline that is no lymph node is seen. A node that is larger again is
/// judged by its numbers.
fn shows_disease(course: &Course, visit: &Visit) -> bool {
    let target_seen = course.targets.iter().any(|lesion| {
        let reading = visit.targets.get(&lesion.name);
        let diameter = reading.and_then(|reading| match &reading.state {
            TargetState::MergedInto(_) => None,
            state => state.diameter(),
        });
        !lesion.is_node && diameter.is_some_and(|diameter| diameter > Millimetres::ZERO)
    });
    target_seen
        || course.non_targets.iter().any(|lesion| {
            let state = standing(lesion, visit.non_targets.get(&lesion.name));
            !lesion.is_node && matches!(state, NonTargetState::Present | NonTargetState::Larger)
        })
}
