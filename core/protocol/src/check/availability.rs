//! Availability on a day: the one thing in a file that lapses while nobody touches it.
//!
//! A withdrawn therapy stays readable, and its file fit to be run under an exception. So what is
//! said here is a notice of that day and no finding of the file.

use jiff::civil::Date;

use crate::finding::{FindingCode, Findings};
use crate::model::Availability;
use crate::read::draft::{Draft, Placed};

/// Says where no line is in force on a day, and whether an exception is needed everywhere.
pub(crate) fn check_on(draft: &Draft<'_>, on: Date, out: &mut Findings) {
    let lines = &draft.availability;
    let holds = |line: &&Placed<'_, Availability>| {
        let line = &line.value;
        line.since.is_none_or(|since| since <= on) && line.until.is_none_or(|until| on <= until)
    };
    let mut said: Vec<Option<&str>> = Vec::new();
    for line in lines {
        let country = line.value.country.as_deref();
        let same = |other: &&Placed<'_, Availability>| other.value.country.as_deref() == country;
        if said.contains(&country) || lines.iter().filter(same).any(|line| holds(&line)) {
            continue;
        }
        said.push(country);
        let latest = lines
            .iter()
            .filter(same)
            .max_by_key(|line| line.value.until);
        let at = latest.map_or(0..0, |line| line.at("country"));
        let country = country.unwrap_or("countries without a line of their own");
        let message = format!("for {country} no line is in force on {on}");
        let expected = "a line that says how it stands since then";
        out.add(FindingCode::AvailabilityLapsed, at, message, expected);
        out.help("until then a treatment there needs a signed exception");
    }
    let open = lines.iter().filter(holds);
    if let Some(first) = lines.first()
        && !open
            .map(|line| line.value.status)
            .any(|status| status.needs_no_exception())
    {
        let message = format!("on {on} it is neither approved nor investigational anywhere");
        let expected = "a signed exception for each treatment";
        out.add(
            FindingCode::AvailabilityLapsed,
            first.at("status"),
            message,
            expected,
        );
    }
}
