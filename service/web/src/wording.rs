//! How times and identifiers are written: days with their weekday, times with their zone, and
//! identifiers in groups that can be read aloud.

use askama::filters::HtmlSafe;
use cikada_app::form::Target;
use cikada_app::read::Moment;
use cikada_app::staff::Role;
use cikada_domain::ChainOfIdentity;
use cikada_domain::treatment::Standing;
use std::fmt;

/// Such as `Sat 14 Mar 2026`.
pub(crate) fn day(moment: &Moment) -> String {
    moment.strftime("%a %-d %b %Y").to_string()
}

/// Such as `14 Mar 2026, 09:05 CET`.
pub(crate) fn moment(moment: &Moment) -> String {
    format!("{} {}", moment.strftime("%-d %b %Y, %H:%M"), zone(moment))
}

/// Such as `09:05`, for places where day and zone stand beside it.
pub(crate) fn clock_time(moment: &Moment) -> String {
    moment.strftime("%H:%M").to_string()
}

/// Such as `CET`; a zone without letters of its own is written as `UTC+03`.
pub(crate) fn zone(moment: &Moment) -> String {
    let zone = moment.strftime("%Z").to_string();
    if zone.starts_with(['+', '-']) {
        format!("UTC{zone}")
    } else {
        zone
    }
}

/// A day without a time, such as `Sat 14 Mar 2026`.
pub(crate) fn date(date: &jiff::civil::Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// For the `datetime` attribute.
pub(crate) fn machine(moment: &Moment) -> String {
    moment.timestamp().to_string()
}

/// Roles as a person reads them, such as `Technologist, infusion nurse`.
pub(crate) fn roles(roles: &[Role]) -> String {
    let words: Vec<String> = roles.iter().map(ToString::to_string).collect();
    capital(&words.join(", "))
}

/// Whether a result counts for nothing.
pub(crate) fn is_invalid(standing: &Standing) -> bool {
    *standing == Standing::Invalid
}

/// The same words with a capital at the front.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// An act at the bedside as a button says it.
pub(crate) fn act(target: &Target, is_medicine: bool) -> &'static str {
    match target {
        Target::Fitness(_) => "Check fitness",
        Target::Bedside(_) if is_medicine => "Verify patient and dose",
        Target::Bedside(_) => "Verify patient and bag",
        Target::InfusionStart(_) if is_medicine => "Give the dose",
        Target::InfusionStart(_) => "Start the infusion",
        Target::VitalSigns(_) => "Record vital signs",
        Target::InfusionEnd(_) if is_medicine => "Record the end of the dose",
        Target::InfusionEnd(_) => "End the infusion",
        Target::ObservationEnd(_) => "End the observation",
        _ => "Open the form",
    }
}

/// A chain-of-identity identifier in its groups: flag, facility, year, serial. The gaps are drawn
/// and not written, so that a copy of it is the identifier itself.
#[derive(Debug)]
pub(crate) struct Grouped<'a>(&'a str);

pub(crate) fn grouped(identifier: &ChainOfIdentity) -> Grouped<'_> {
    Grouped(identifier.as_str())
}

impl HtmlSafe for Grouped<'_> {}

impl fmt::Display for Grouped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        f.write_str("<span class=\"identifier\">")?;
        for length in [2, 5, 2, 6] {
            let Some((group, tail)) = rest.split_at_checked(length) else {
                break;
            };
            write!(f, "<span>{group}</span>")?;
            rest = tail;
        }
        f.write_str("</span>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_moment_is_written_with_its_zone_and_summer_time() {
        assert_eq!(
            moment(&example::moment("2026-03-14T09:05")),
            "14 Mar 2026, 09:05 CET"
        );
        assert_eq!(
            moment(&example::moment("2026-07-14T09:05")),
            "14 Jul 2026, 09:05 CEST"
        );
    }

    #[test]
    fn a_zone_without_letters_is_written_from_utc() {
        let here = example::moment("2026-03-14T09:05")
            .in_tz("Europe/Istanbul")
            .unwrap();
        assert_eq!(moment(&here), "14 Mar 2026, 11:05 UTC+03");
    }

    #[test]
    fn a_grouped_identifier_loses_no_character() {
        let drawn = grouped(&example::treatment_id()).to_string();
        let text: String = drawn
            .replace("</span>", "")
            .split('<')
            .map(|part| part.split('>').next_back().unwrap())
            .collect();
        assert_eq!(text, example::treatment_id().as_str());
    }
}
