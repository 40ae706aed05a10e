//! Survival as text, with every rounding stated.

use cikada_outcome::survival::{AbsoluteDifference, Cox, Curve, LogRank, Median};

use super::{Answer, Told};

const ROUNDING: &str = "survival, hazard ratios and errors are rounded to three decimals, per cent \
                        to one; times and counts are as given";

pub(super) fn answer(answer: &Answer) -> String {
    let mut text = String::new();
    for (group, curve) in &answer.curves {
        text.push_str(&of_curve(group, curve, &answer.unit));
    }
    match &answer.log_rank {
        None => {}
        Some(Ok(found)) => text.push_str(&of_log_rank(found)),
        Some(Err(error)) => text.push_str(&format!("log-rank: none, {error}\n\n")),
    }
    match &answer.cox {
        None => {}
        Some(Ok(found)) => text.push_str(&of_cox(found)),
        Some(Err(error)) => text.push_str(&format!("hazard ratio: none, {error}\n\n")),
    }
    for told in &answer.told {
        text.push_str(&of_told(told, &answer.unit));
    }
    text.push_str(ROUNDING);
    text.push('\n');
    text
}

fn of_curve(group: &str, curve: &Curve, unit: &str) -> String {
    let level = curve.level.percent();
    let mut text = format!(
        "{group}: {} subjects, {} events, times in {unit}\n  {:>8}  {:>7}  {:>6}  {:>8}  {:>8}  \
         {:>14}  {level} % interval, log-log (plain)\n",
        curve.observed,
        curve.events,
        "time",
        "at risk",
        "events",
        "censored",
        "survival",
        "standard error",
    );
    for step in &curve.steps {
        let error = step
            .standard_error
            .map_or("not known".to_owned(), |it| format!("{it:.3}"));
        let interval = match (step.log_log, step.plain) {
            (Some(log_log), Some(plain)) => format!(
                "{:.3} to {:.3} ({:.3} to {:.3})",
                log_log.lower, log_log.upper, plain.lower, plain.upper
            ),
            _ => "not known where the curve is at 1 or 0".to_owned(),
        };
        text.push_str(&format!(
            "  {:>8}  {:>7}  {:>6}  {:>8}  {:>8.3}  {error:>14}  {interval}\n",
            step.time, step.at_risk, step.events, step.censored, step.survival,
        ));
    }
    let median = of_median(&curve.median(), unit);
    text.push_str(&format!(
        "  median {median} ({level} % interval, Brookmeyer-Crowley)\n\n"
    ));
    text
}

fn of_median(median: &Median, unit: &str) -> String {
    let reached = |time: Option<f64>, otherwise: &str| {
        time.map_or(otherwise.to_owned(), |time| time.to_string())
    };
    let lower = match (median.lower, median.time) {
        (None, Some(_)) => "not known".to_owned(),
        (lower, _) => reached(lower, "not reached"),
    };
    let upper = reached(median.upper, "not reached");
    match median.time {
        Some(time) => format!("{time} {unit}, {lower} to {upper}"),
        None => format!("not reached, {lower} to {upper}"),
    }
}

fn of_log_rank(found: &LogRank) -> String {
    let mut text = format!(
        "log-rank: chi squared {:.3} with {} degrees of freedom, {}\n",
        found.chi_squared, found.degrees, found.p
    );
    for group in &found.groups {
        text.push_str(&format!(
            "  {}: {} events, {:.2} expected if the groups did not differ\n",
            group.group, group.observed, group.expected
        ));
    }
    text.push('\n');
    text
}

fn of_cox(found: &Cox) -> String {
    let level = found.level.percent();
    let mut text = format!(
        "hazard ratios (Cox, ties by Efron), {} events of {}\n",
        found.events, found.subjects
    );
    for one in &found.coefficients {
        let against = if one.is_group {
            format!("{} against {}", one.covariate, found.reference)
        } else {
            format!("one more of {}", one.covariate)
        };
        text.push_str(&format!(
            "  {against}: {:.3} ({level} % interval {:.3} to {:.3}), {}\n",
            one.hazard_ratio, one.interval.lower, one.interval.upper, one.p
        ));
    }
    if found.has_few_events() {
        text.push_str("  fewer than 10 events a covariate: these estimates are unreliable\n");
    }
    text.push_str("  hazards are taken as proportional over time, which was not tested\n\n");
    text
}

fn of_told(told: &Told, unit: &str) -> String {
    let place = format!(
        "at {} {unit}, {} against {}",
        told.at, told.treated, told.control
    );
    let found = match &told.difference {
        Ok(found) => found,
        Err(error) => return format!("{place}: no difference is told, {error}\n\n"),
    };
    let mut text = format!(
        "{place}\n  without the event: {:.1} of 100 {}, {:.1} of 100 {}\n  {}\n",
        found.treated * 100.0,
        told.treated,
        found.control * 100.0,
        told.control,
        of_difference(found),
    );
    if let Some(needed) = found.number_needed() {
        // Rounded up: fewer would not be enough.
        let number = [needed.estimate, needed.lower, needed.upper].map(f64::ceil);
        let [estimate, lower, upper] = number;
        let what = if needed.benefits { "without" } else { "with" };
        text.push_str(&format!(
            "  {estimate} treated for one more {what} the event by then ({} % interval {lower} to \
             {upper}, rounded up)\n",
            found.level.percent()
        ));
    }
    for warning in found.warnings() {
        text.push_str(&format!("  note: {warning}\n"));
    }
    text.push('\n');
    text
}

fn of_difference(found: &AbsoluteDifference) -> String {
    let side = |value: f64| {
        let word = if value < 0.0 { "fewer" } else { "more" };
        format!("{:.1} {word}", value.abs() * 100.0)
    };
    format!(
        "of 100 treated {} are without the event ({} % interval {} to {})",
        side(found.difference),
        found.level.percent(),
        side(found.lower),
        side(found.upper)
    )
}
