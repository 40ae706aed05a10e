//! The expiry on a label: with its zone, and never later than it is.

use cikada_document::label::{CountryGroup, LabelContent, LabelType, compose, draw};
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};
use proptest::prelude::*;

use super::example::{TYPES, of_type};

const ZONES: [&str; 9] = [
    "Europe/Istanbul",
    "Europe/Rome",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Pacific/Chatham",
    "UTC",
];

/// What stands behind `EXPIRES` on a label, drawn as a printer gets it.
fn printed(label_type: LabelType, expires: &Zoned) -> Option<String> {
    let content = LabelContent {
        expires: Some(expires.clone()),
        ..of_type(label_type)
    };
    let label = compose(content, label_type, CountryGroup::Other).unwrap();
    let drawing = draw(&label).unwrap();
    let texts: Vec<_> = drawing.texts().map(|text| text.text.as_str()).collect();
    let at = texts.iter().position(|text| text.starts_with("EXPIRES "))?;
    let rest = texts[at..].iter().take(3).copied();
    let whole = rest.collect::<Vec<_>>().join(" ");
    Some(whole.strip_prefix("EXPIRES ")?.to_owned())
}

/// The instant that a person reads there: the wall's time and the offset beside it.
fn read(printed: &str) -> Timestamp {
    let mut wall = printed.get(..17).unwrap().to_lowercase();
    let month = wall.get(3..4).unwrap().to_uppercase();
    wall.replace_range(3..4, &month);
    let wall = DateTime::strptime("%d %b %Y %H:%M", &wall).unwrap();
    let signed = ["UTC+", "UTC-"].map(|sign| printed.find(sign));
    let at = signed.into_iter().flatten().min().unwrap();
    let offset = printed_offset(printed.get(at + 3..).unwrap());
    offset.to_timestamp(wall).unwrap()
}

fn printed_offset(text: &str) -> Offset {
    let number = |range: std::ops::Range<usize>| text.get(range).unwrap().parse::<i32>().unwrap();
    let seconds = number(1..3) * 3600 + number(4..6) * 60;
    let sign = if text.starts_with('-') { -1 } else { 1 };
    Offset::from_seconds(sign * seconds).unwrap()
}

proptest! {
    #[test]
    fn a_printed_expiry_names_its_zone_and_is_never_later_than_the_expiry(
        millisecond in 1_577_836_800_000i64..4_102_444_800_000,
        zone in prop::sample::select(&ZONES[..]),
        label_type in prop::sample::select(&TYPES[..]),
    ) {
        let at = Timestamp::from_millisecond(millisecond).unwrap();
        let expires = at.to_zoned(TimeZone::get(zone).unwrap());
        let Some(printed) = printed(label_type, &expires) else {
            return Ok(());
        };
        let read = read(&printed);
        prop_assert!(read <= at, "{printed} is after {expires}");
        prop_assert!(at.duration_since(read) < SignedDuration::from_mins(1), "{printed}");
    }
}

#[test]
fn every_label_of_cells_prints_its_expiry() {
    let expires: Zoned = "2026-10-25T02:59:59.999+01:00[Europe/Rome]"
        .parse()
        .unwrap();
    for label_type in [LabelType::Collection, LabelType::Product] {
        let printed = printed(label_type, &expires).unwrap();
        assert!(
            printed.starts_with("25 OCT 2026 02:59 CET (UTC+01:00)"),
            "{printed}"
        );
    }
}
