//! Best overall response of a course, without and with confirmation.

use jiff::civil::Date;

use super::overall::{Overall, shown_as};

/// Weeks between a response and the scan that confirms it, in days.
const CONFIRMATION_DAYS: i64 = 28;

/// An overall response as the rules of a best response see it, by RECIST 1.1 or iRECIST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Complete response.
    Complete,
    /// Partial response.
    Partial,
    /// Stable disease.
    Stable,
    /// Neither complete response nor progression, where nothing was measured at baseline.
    NonCrNonPd,
    /// Progression that is not confirmed yet (iRECIST only).
    Unconfirmed,
    /// Progression: nothing behind it counts.
    Progressive,
    /// Not evaluable.
    NotEvaluable,
}
shown_as!(Standing: Complete "CR", Partial "PR", Stable "SD", NonCrNonPd "non-CR/non-PD",
    Unconfirmed "unconfirmed PD", Progressive "PD", NotEvaluable "NE");

impl From<Overall> for Standing {
    fn from(overall: Overall) -> Self {
        match overall {
            Overall::Complete => Self::Complete,
            Overall::Partial => Self::Partial,
            Overall::Stable => Self::Stable,
            Overall::NonCrNonPd => Self::NonCrNonPd,
            Overall::Progressive => Self::Progressive,
            Overall::NotEvaluable => Self::NotEvaluable,
        }
    }
}

impl Standing {
    fn is_response(self) -> bool {
        matches!(self, Self::Complete | Self::Partial)
    }

    fn is_control(self) -> bool {
        self.is_response() || matches!(self, Self::Stable | Self::NonCrNonPd)
    }
}

/// One visit of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timepoint {
    /// The visit's name.
    pub label: String,
    /// Its day.
    pub date: Date,
    /// Days since the start of treatment, or since baseline where the start is not known.
    pub day: i64,
    /// What it was.
    pub standing: Standing,
}

/// The best overall response, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// The response.
    pub response: Standing,
    /// Why, in a sentence.
    pub why: String,
    /// What a reviewer must look at before it is used, if anything.
    pub review: Option<String>,
}

impl Best {
    fn new(response: Standing, why: String) -> Self {
        let review = None;
        Self {
            response,
            why,
            review,
        }
    }
}

/// The visits up to the first progression, and that progression.
fn until_progression(visits: &[Timepoint]) -> (&[Timepoint], Option<&Timepoint>) {
    let end = visits
        .iter()
        .position(|visit| visit.standing == Standing::Progressive);
    match end {
        Some(end) => (visits.get(..end).unwrap_or_default(), visits.get(end)),
        None => (visits, None),
    }
}

/// The best response without confirmation: the best before progression. `visits` ascend by day;
/// stable disease counts from `stable_days_min` on.
#[must_use]
pub fn best_unconfirmed(visits: &[Timepoint], stable_days_min: u16) -> Best {
    let (before, _) = until_progression(visits);
    for best in [Standing::Complete, Standing::Partial] {
        if let Some(visit) = before.iter().find(|visit| visit.standing == best) {
            let why = format!("seen at {} ({}).", visit.label, visit.date);
            return Best::new(best, why);
        }
    }
    without_response(visits, stable_days_min)
}

/// The best response with confirmation by a next scan at least 4 weeks later.
///
/// A visit that was not evaluable in between, or came too early, does not break the pair; stable
/// disease in between does. After a complete response, a partial one or stable disease is either
/// regrowth or a complete response that was none: the stricter answer is given, for review.
#[must_use]
pub fn best_confirmed(visits: &[Timepoint], stable_days_min: u16) -> Best {
    let (before, _) = until_progression(visits);
    for best in [Standing::Complete, Standing::Partial] {
        let confirms = |next: Standing| {
            next == best || (best == Standing::Partial && next == Standing::Complete)
        };
        for (index, first) in before.iter().enumerate() {
            let had_gone = before
                .iter()
                .take(index)
                .any(|visit| visit.standing == Standing::Complete);
            if first.standing != best || (best == Standing::Partial && had_gone) {
                continue;
            }
            let next = before.iter().skip(index + 1);
            let unbroken = next.take_while(|visit| {
                confirms(visit.standing) || visit.standing == Standing::NotEvaluable
            });
            let second = unbroken
                .filter(|visit| confirms(visit.standing))
                .find(|visit| visit.day - first.day >= CONFIRMATION_DAYS);
            if let Some(second) = second {
                let days = second.day - first.day;
                let why = format!(
                    "seen at {} ({}) and confirmed at {}, {days} days later.",
                    first.label, first.date, second.label
                );
                return Best::new(best, why);
            }
        }
    }
    unconfirmed_response(before, visits, stable_days_min)
}

/// What is left when no response was confirmed.
fn unconfirmed_response(before: &[Timepoint], visits: &[Timepoint], stable_days_min: u16) -> Best {
    let mut best = without_response(visits, stable_days_min);
    let Some(first) = before.iter().find(|visit| visit.standing.is_response()) else {
        return best;
    };
    let note = format!(
        "the {} of {} was not confirmed by a scan at least 4 weeks later; ",
        first.standing, first.label
    );
    best.why.insert_str(0, &note);
    let complete = before
        .iter()
        .position(|visit| visit.standing == Standing::Complete);
    let Some(complete) = complete else {
        return best;
    };
    let mut after = before.iter().skip(complete + 1);
    if let Some(lost) =
        after.find(|visit| visit.standing.is_control() && visit.standing != Standing::Complete)
    {
        if best.response == Standing::NotEvaluable {
            best.response = Standing::Progressive;
            best.why
                .push_str(" Disease seen after a complete response is progression.");
        }
        best.review = Some(format!(
            "CR and then {} at {}: if the complete response was true, disease is back and that \
             visit is PD; if small lesions were there all along, the first response was PR and the \
             best response is PR.",
            lost.standing, lost.label
        ));
    }
    best
}

/// The best of a course in which no response counts.
fn without_response(visits: &[Timepoint], stable_days_min: u16) -> Best {
    let (before, progression) = until_progression(visits);
    let min = i64::from(stable_days_min);
    let held = before
        .iter()
        .rfind(|visit| visit.standing.is_control() && visit.day >= min);
    if let Some(held) = held {
        let only_seen = before
            .iter()
            .any(|visit| visit.standing == Standing::NonCrNonPd);
        let best = if only_seen {
            Standing::NonCrNonPd
        } else {
            Standing::Stable
        };
        let why = format!(
            "no progression by {} (day {}, at least day {min}).",
            held.label, held.day
        );
        return Best::new(best, why);
    }
    if let Some(progression) = progression {
        let why = format!(
            "progression at {} ({}), and nothing better before it.",
            progression.label, progression.date
        );
        return Best::new(Standing::Progressive, why);
    }
    let pending = before
        .iter()
        .find(|visit| visit.standing == Standing::Unconfirmed);
    if let Some(pending) = pending {
        let why = format!("progression at {} was not confirmed.", pending.label);
        return Best::new(Standing::Unconfirmed, why);
    }
    let why = if before.iter().any(|visit| visit.standing.is_control()) {
        format!("no visit on or after day {min}, from which stable disease counts.")
    } else {
        "no visit could be evaluated.".to_owned()
    };
    Best::new(Standing::NotEvaluable, why)
}
