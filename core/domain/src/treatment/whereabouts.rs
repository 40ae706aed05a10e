//! Where a container is: the places that a handover records, and where a container came to be.
//!
//! Places only, and no persons: the ledger keeps them in the clear and for ever. A dose filled out
//! of another container is stored where whoever filled it said, in words of its own.

use jiff::Timestamp;

use crate::identifier::{ContainerId, DonationIdentificationNumber};
use crate::treatment::{Batch, Collection, Handover, Treatment};

/// Every place a container is handed to.
pub const PLACES: [&str; 9] = [
    "ward",
    "bedside",
    "collection unit",
    "clean room",
    "laboratory",
    "pharmacy",
    "storage",
    "courier",
    "disposal",
];

/// Places at which blood is drawn or cells are collected.
pub const COLLECTS: [&str; 2] = ["ward", "collection unit"];

/// Places at which a culture is grown or a medicine is prepared.
pub const MAKES: [&str; 3] = ["clean room", "laboratory", "pharmacy"];

/// Places at which a dose is filled out of a bag: where medicines are made or stored.
pub const FILLS: [&str; 4] = ["clean room", "laboratory", "pharmacy", "storage"];

/// Places at which a patient is given a product.
pub const GIVES: [&str; 2] = ["ward", "bedside"];

/// Whether words name a place at which something is drawn, made or given. A container is at one of these by
/// what was recorded there, and never because somebody wrote the word as its storage place.
#[must_use]
pub fn is_place_of_treatment(words: &str) -> bool {
    let mut places = COLLECTS.iter().chain(&MAKES).chain(&GIVES);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    places.any(|place| place.eq_ignore_ascii_case(&words))
}

/// What is known of where a container is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// It holds nothing yet, so that no place can give it.
    Empty,
    /// At the place that took it last, or where it came to be.
    At(String),
    /// Where it came to be is not recorded: at one of these, where such a thing can come to be.
    OneOf(&'static [&'static str]),
}

impl Whereabouts {
    /// Whether it may be at a place.
    #[must_use]
    pub fn may_be(&self, place: &str) -> bool {
        match self {
            Self::Empty => false,
            Self::At(known) => known == place,
            Self::OneOf(places) => places.contains(&place),
        }
    }

    /// The one place it is at, where that is known.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::At(place) => Some(place),
            Self::Empty | Self::OneOf(_) => None,
        }
    }

    /// Where it is, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Empty => "nowhere, since nothing is in it".to_owned(),
            Self::At(place) => format!("with {place}"),
            Self::OneOf(places) => format!("with {}", places.join(" or ")),
        }
    }
}

impl Treatment {
    /// Where a container is: with whom its last handover left it, or else where it came to be.
    #[must_use]
    pub fn whereabouts(&self, container: &ContainerId) -> Whereabouts {
        let last = self.custody.get(container).and_then(|all| all.last());
        self.after(container, last)
    }

    /// Where a container was at a time, however late that is asked.
    #[must_use]
    pub fn whereabouts_at(&self, container: &ContainerId, at: Timestamp) -> Whereabouts {
        let mut handovers = self.custody.get(container).into_iter().flatten().rev();
        self.after(container, handovers.find(|handover| handover.at <= at))
    }

    fn after(&self, container: &ContainerId, last: Option<&Handover>) -> Whereabouts {
        last.map_or_else(
            || self.origin(container),
            |last| Whereabouts::At(last.to.clone()),
        )
    }

    /// Where a container came to be: a collection where it was drawn, a harvest where its batch was
    /// worked, a dose filled out of it where it was stored then.
    #[must_use]
    pub fn origin(&self, container: &ContainerId) -> Whereabouts {
        if let Some(product) = self.products.get(container) {
            let worked = || {
                Some(
                    self.worked_at(self.batches.get(&product.batch)?)?
                        .to_owned(),
                )
            };
            let place = product.place.clone().or_else(worked);
            return place.map_or(Whereabouts::OneOf(&MAKES), Whereabouts::At);
        }
        let Some((_, collection)) = self.collected_in(container) else {
            return Whereabouts::Empty;
        };
        let place = collection.place.clone();
        place.map_or(Whereabouts::OneOf(&COLLECTS), Whereabouts::At)
    }

    /// What was collected in a container, with its donation number.
    #[must_use]
    pub fn collected_in(
        &self,
        container: &ContainerId,
    ) -> Option<(&DonationIdentificationNumber, &Collection)> {
        let mut collections = self.collections.iter();
        collections.find(|(_, collection)| &collection.container == container)
    }

    /// Where a batch is worked: the place its collection had been handed to when it was started.
    /// A medicine's preparation begins with no collection, and its place is not recorded.
    #[must_use]
    pub fn worked_at(&self, batch: &Batch) -> Option<&str> {
        let collection = self.collections.get(&batch.donation)?;
        let handovers = self.custody.get(&collection.container)?;
        let mut before = handovers.iter().rev();
        let last = before.find(|handover| handover.at <= batch.started_at)?;
        MAKES
            .contains(&last.to.as_str())
            .then_some(last.to.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_only_where_such_a_thing_can_be() {
        let drawn = Whereabouts::OneOf(&COLLECTS);
        assert!(drawn.may_be("ward") && !drawn.may_be("clean room"));
        assert_eq!(drawn.place(), None);
        let known = Whereabouts::At("FREEZER-1".to_owned());
        assert!(known.may_be("FREEZER-1") && !known.may_be("storage"));
        assert!(PLACES.iter().all(|place| !Whereabouts::Empty.may_be(place)));
    }

    #[test]
    fn a_place_of_treatment_is_known_however_it_is_written() {
        for words in ["ward", " Bedside ", "CLEAN  room", "Pharmacy"] {
            assert!(is_place_of_treatment(words), "{words}");
        }
        for words in ["FREEZER-2 B4", "storage", "ward freezer 2", ""] {
            assert!(!is_place_of_treatment(words), "{words}");
        }
    }

    #[test]
    fn a_bag_is_filled_out_of_wherever_one_is_made() {
        assert!(MAKES.iter().all(|place| FILLS.contains(place)));
    }

    #[test]
    fn every_place_where_something_comes_to_be_or_is_given_can_be_chosen() {
        let all = COLLECTS.iter().chain(&MAKES).chain(&FILLS).chain(&GIVES);
        assert!(all.clone().all(|place| PLACES.contains(place)));
    }
}
