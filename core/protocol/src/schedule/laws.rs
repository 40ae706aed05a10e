//! Laws that hold for every schedule that can be said: reading what is printed gives it again, and
//! its doses lie in order, from the anchor, in their number, below their caps.

use cikada_domain::{CriterionId, GapConvention};
use jiff::civil::{Date, Weekday, date, time};
use proptest::prelude::*;

use super::parse::parse_doses;
use super::{
    Asked, DosePlace, Gate, Interval, Limit, Otherwise, Part, Placed, WeekDays, Window, count,
    doses_text, placed,
};

/// The last of January, where months are of uneven length behind; a Sunday.
const START: Date = date(2027, 1, 31);

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("response"),
        Just("progression"),
        Just("complete-response-at-25"),
        Just("x2")
    ]
    .prop_map(str::to_owned)
}

fn criterion() -> impl Strategy<Value = CriterionId> {
    name().prop_map(|name| CriterionId::new(name).unwrap())
}

fn interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        (1u32..20).prop_map(Interval::Days),
        (1u32..9).prop_map(|weeks| Interval::Days(weeks * 7)),
        (1u32..4).prop_map(Interval::Months),
    ]
}

fn limit() -> impl Strategy<Value = Limit> {
    let cap = (
        proptest::collection::vec(criterion(), 0..3),
        proptest::option::of(interval()),
        proptest::option::of(1u16..40),
    );
    let cap = cap.prop_map(|(until, up_to, at_most)| Limit::Cap {
        until,
        up_to,
        at_most: at_most.or(up_to.is_none().then_some(7)),
    });
    prop_oneof![interval().prop_map(Limit::For), cap]
}

fn rising(last: u16, most: usize) -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::btree_set(1..=last, 1..=most).prop_map(|days| days.into_iter().collect())
}

fn week_days() -> impl Strategy<Value = WeekDays> {
    let named = |days: Vec<u16>| {
        let week = Weekday::Sunday.cycle_forward().take(7).map(Weekday::next);
        let week: Vec<_> = week.collect();
        WeekDays::Named(
            days.into_iter()
                .map(|day| week[usize::from(day) - 1])
                .collect(),
        )
    };
    prop_oneof![
        rising(7, 7).prop_map(named),
        (1u16..8).prop_map(WeekDays::Times),
        rising(7, 7).prop_map(WeekDays::Counted),
    ]
}

fn hourly() -> impl Strategy<Value = Part> {
    let days = prop_oneof![Just(Vec::new()), rising(9, 6)];
    (4u16..25, 0u16..9, 1u16..20, days).prop_map(|(every_hours, longer, at_most, days)| {
        Part::Hourly {
            every_hours,
            to_hours: every_hours + longer,
            at_most,
            days,
        }
    })
}

/// A stretch that ends before its first day of a dose cannot be said.
fn gives_a_dose((on, limit): &(WeekDays, Limit)) -> bool {
    match (on, limit.length()) {
        (WeekDays::Counted(days), Some(Interval::Days(length))) => u32::from(days[0]) <= length,
        _ => true,
    }
}

fn giving() -> impl Strategy<Value = Part> {
    let weekly = (week_days(), limit()).prop_filter("a dose", gives_a_dose);
    prop_oneof![
        (1u16..6, interval()).prop_map(|(count, every)| Part::Block { count, every }),
        (interval(), limit()).prop_map(|(every, limit)| Part::Every { every, limit }),
        weekly.prop_map(|(on, limit)| Part::Weekly { on, limit }),
        rising(12, 6).prop_map(Part::Days),
        rising(12, 6).prop_map(Part::Continuous),
        hourly(),
    ]
}

fn resting() -> impl Strategy<Value = Part> {
    let rest = (1u32..9, 0u32..5, any::<bool>()).prop_map(|(min, more, months)| {
        let of = if months {
            Interval::Months
        } else {
            Interval::Days
        };
        Part::Rest {
            min: of(min),
            max: of(min + more),
        }
    });
    let gap = (interval(), name()).prop_map(|(at_least, after)| Part::Gap { at_least, after });
    prop_oneof![rest, gap]
}

fn nested(inner: Vec<Part>) -> impl Strategy<Value = Part> {
    let other = inner.clone();
    let repeat =
        (1u16..3, Just(inner.clone())).prop_map(|(count, parts)| Part::Repeat { count, parts });
    let gated = (criterion(), any::<bool>(), 0..3, Just(inner)).prop_map(
        move |(criterion, met, which, parts)| {
            let otherwise = match which {
                0 => Otherwise::Stop,
                1 => Otherwise::GoOn,
                _ => Otherwise::Parts(other.clone()),
            };
            Part::If {
                gate: Gate { criterion, met },
                parts,
                otherwise,
            }
        },
    );
    prop_oneof![repeat, gated]
}

/// Parts that begin with a dose; cycles are long enough for any part, and months far enough apart.
fn sequences() -> impl Strategy<Value = Vec<Part>> {
    let flat = (
        giving(),
        proptest::option::of(resting()),
        proptest::option::of(giving()),
    );
    let flat = flat
        .prop_map(|(first, rest, last)| {
            std::iter::once(first)
                .chain(rest)
                .chain(last)
                .collect::<Vec<_>>()
        })
        .boxed();
    let bracket = (flat.clone(), rising(3, 3), giving()).prop_flat_map(|(parts, months, short)| {
        let apart = months.into_iter().map(|month| month * 200).collect();
        let cycle = Part::Cycle {
            length: Interval::Months(200),
            parts: vec![short.clone()],
        };
        let months = Part::AtMonths {
            months: apart,
            parts: vec![short],
        };
        prop_oneof![
            Just(parts.clone()),
            nested(parts).prop_map(|part| vec![Part::Days(vec![1]), part]),
            Just(vec![cycle]),
            Just(vec![Part::Days(vec![1]), months]),
        ]
    });
    (bracket, flat).prop_map(|(mut parts, more)| {
        parts.extend(more);
        parts
    })
}

fn place(parts: &[Part], convention: GapConvention, answer: Option<bool>) -> Placed {
    let answers: Vec<_> = answer
        .into_iter()
        .flat_map(|answer| {
            let criteria = ["response", "progression", "complete-response-at-25", "x2"];
            let often =
                criteria.map(|name| vec![(CriterionId::new(name.to_owned()).unwrap(), answer); 50]);
            often.into_iter().flatten()
        })
        .collect();
    let asked = Asked {
        anchor: START,
        convention,
        clock: None,
        milestones: &[],
        answers: &answers,
    };
    placed(parts, asked).unwrap()
}

fn in_order(pair: &[DosePlace]) -> bool {
    let (before, after) = (&pair[0], &pair[1]);
    before.number < after.number
        && (before.on < after.on || (before.on == after.on && before.hours < after.hours))
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(parts in sequences(), from in -9i32..1, to in 0i32..9) {
        let window = Window { from_days: from, to_days: to };
        let text = doses_text(&parts, window);
        prop_assume!(count::count(&parts) <= 1000);
        let read = parse_doses(&text);
        prop_assert_eq!(read, Ok((parts, window)), "{}", text);
    }

    #[test]
    fn doses_lie_in_order_and_never_more_than_are_counted(
        parts in sequences(),
        after in any::<bool>(),
        answer in proptest::option::of(any::<bool>()),
    ) {
        prop_assume!(count::count(&parts) <= 1000);
        let convention = if after { GapConvention::After } else { GapConvention::Before };
        let placed = place(&parts, convention, answer);
        let places = &placed.places;
        prop_assert!(places.windows(2).all(in_order), "{}: {:?}", doses_text(&parts, Window::default()), places);
        prop_assert!(u32::try_from(places.len()).unwrap() <= count::count(&parts));
        prop_assert!(places.iter().all(|place| place.on >= START && place.number <= count::count(&parts)));
        if answer.is_some() {
            prop_assert!(places.iter().all(|place| place.gates.is_empty()));
        }
    }

    #[test]
    fn a_capped_part_never_gives_more_than_its_cap_or_lasts_longer(
        every in interval(),
        on in week_days(),
        limit in limit(),
    ) {
        for part in [Part::Every { every, limit: limit.clone() }, Part::Weekly { on, limit: limit.clone() }] {
            let placed = place(&[part], GapConvention::Before, None);
            prop_assert!(placed.places.len() <= usize::from(limit.doses_max()));
            if let Some(length) = limit.length() {
                let end = length.after(START, 1).unwrap();
                prop_assert!(placed.places.iter().all(|place| place.on < end));
            }
        }
    }

    #[test]
    fn an_answer_changes_no_number_of_a_dose_that_stays(parts in sequences()) {
        prop_assume!(count::count(&parts) <= 1000);
        let open = place(&parts, GapConvention::Before, None);
        let known = place(&parts, GapConvention::Before, Some(true));
        let numbers = |placed: &Placed| placed.places.iter().map(|place| place.number).collect::<Vec<_>>();
        let all: Vec<u32> = (1..=count::count(&parts)).collect();
        prop_assert!(numbers(&open).iter().all(|number| all.contains(number)));
        prop_assert!(numbers(&known).iter().all(|number| all.contains(number)));
    }

    #[test]
    fn with_a_time_of_day_every_dose_lies_its_hours_after_the_first(
        hourly in hourly(),
        hour in 0i8..24,
        minute in 0i8..60,
    ) {
        let clock = time(hour, minute, 0, 0);
        let asked = Asked { anchor: START, convention: GapConvention::Before, clock: Some(clock), milestones: &[], answers: &[] };
        let placed = placed(&[hourly], asked).unwrap();
        let first = &placed.places[0];
        let start = first.on.to_datetime(clock);
        for place in &placed.places {
            let hours = place.hours.unwrap();
            let since = i64::from(hours.planned - first.hours.unwrap().planned);
            let at = start.checked_add(jiff::SignedDuration::from_hours(since)).unwrap();
            prop_assert_eq!(at.date(), place.on);
            prop_assert!(hours.latest >= hours.planned);
            if let Some(past) = hours.past {
                prop_assert!(place.on > past);
            }
        }
    }
}
