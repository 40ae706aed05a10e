//! The parts of the document in the order of a treatment.

macro_rules! topics {
    ($($name:ident $anchor:literal $title:literal;)+) => {
        /// What a section is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Topic {
            $(#[doc = $title] $name,)+
        }

        impl Topic {
            /// Every topic, in the order of the document.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The section's name in addresses and JSON.
            #[must_use]
            pub fn anchor(self) -> &'static str {
                match self { $(Self::$name => $anchor,)+ }
            }

            /// The heading.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

topics! {
    Overview "overview" "Overview";
    Eligibility "eligibility" "Who may be treated";
    Consent "consent" "What the patient agrees to";
    Calendar "calendar" "Calendar";
    Doses "doses" "Doses";
    Example "example" "Arithmetic for an invented patient";
    Companions "companions" "What is given along with the doses";
    Making "making" "Batch record";
    Release "release" "Product and release";
    Infusion "giving" "Giving the dose";
    Fitness "fitness" "On the day, before the dose";
    Stop "stop" "What ends, holds or lowers dosing";
    Ladder "adverse-events" "What is done about adverse events";
    FollowUp "follow-up" "Visits and follow-up";
    Patient "patient" "What the patient is told";
    Evidence "evidence" "Evidence";
    Sources "sources" "Sources";
}
