//! One trial or snapshot as it was read: every figure with its number, interval and basis.

use cikada_domain::Quantity;
use rust_decimal::Decimal;

use crate::model::Basis;

/// Something the text that was read says, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported<T> {
    /// It says this.
    Given(T),
    /// It does not say it. The trial itself may: in most cases an excerpt was read.
    NotReported,
}

impl<T> Reported<T> {
    /// What was reported, if it was.
    #[must_use]
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::NotReported => None,
        }
    }
}

/// A number of patients, infusions or events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub number: u32,
    /// Whether the text says "about", so that nothing may be recomputed from it.
    pub approximate: bool,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal $shown:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $shown] $variant,)+
        }

        impl $name {
            /// The words of the file, each with what it means.
            pub(super) const WORDS: &'static [(&'static str, Self)] =
                &[$(($word, Self::$variant),)+];

            /// The word of the file.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The words a clinician reads.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $shown,)+ }
            }
        }
    };
}

words! {
    /// How the patients came into the groups that are compared.
    Design {
        Randomised "randomised" "randomised trial";
        SingleArm "single-arm" "trial without a control group";
        Trial "trial" "trial, its design otherwise not reported";
        Matched "matched" "matched pairs, not randomised";
        Retrospective "retrospective" "retrospective, not randomised";
        Observational "observational" "observed in practice, not randomised";
        Series "series" "series of patients, not randomised";
        Registry "registry" "registry";
        Pooled "pooled" "several trials, pooled";
        MetaAnalysis "meta-analysis" "meta-analysis";
        Unsaid "not-reported" "design not reported";
        PatientMetaAnalysis "patient-meta-analysis" "meta-analysis of individual patients";
    }
}

words! {
    /// What was looked at.
    EndPoint {
        OverallSurvival "overall-survival" "overall survival";
        RecurrenceFreeSurvival "recurrence-free-survival" "recurrence-free survival";
        RelapseFreeSurvival "relapse-free-survival" "relapse-free survival";
        DiseaseFreeSurvival "disease-free-survival" "disease-free survival";
        ProgressionFreeSurvival "progression-free-survival" "progression-free survival";
        EventFreeSurvival "event-free-survival" "event-free survival";
        TimeToRecurrence "time-to-recurrence" "time to recurrence";
        Recurrence "recurrence" "recurrence";
        RelapseIncidence "relapse-incidence" "cumulative incidence of relapse";
        NonRelapseMortality "non-relapse-mortality" "death without relapse";
        Response "response" "response";
        CompleteResponse "complete-response" "complete response";
        PartialResponse "partial-response" "partial response";
        StableDisease "stable-disease" "stable disease";
        HaematologicalImprovement "haematological-improvement" "haematological improvement";
        CompleteHaematologicalResponse "complete-haematological-response" "complete haematological response";
        ResponseDuration "response-duration" "duration of response";
        AcuteGraftVersusHost "acute-gvhd" "acute graft-versus-host disease";
        ChronicGraftVersusHost "chronic-gvhd" "chronic graft-versus-host disease";
        Chimerism "chimerism" "donor chimerism";
        ImmuneMarker "immune-marker" "association of an immune marker with response";
        Tolerance "tolerance" "tolerance";
        Unnamed "not-reported" "an end point that is not reported";
    }
}

words! {
    /// What the report says of a comparison. It is copied, not judged.
    Direction {
        Benefit "benefit" "reported as better";
        NoDifference "no-difference" "reported as no different";
        Harm "harm" "reported as worse";
        NotComparable "not-comparable" "without a comparison";
        Unsaid "not-reported" "not reported whether different";
    }
}

words! {
    /// What a figure is.
    Measure {
        Median "median" "median";
        Time "time" "time (presumably a median)";
        Proportion "proportion" "proportion";
        HazardRatio "hazard-ratio" "hazard ratio";
        RelativeRisk "relative-risk" "relative risk";
    }
}

words! {
    /// What adverse events are counted by. Patients and infusions differ by an order of magnitude.
    Denominator {
        Patient "patient" "patients";
        Infusion "infusion" "infusions";
        Event "event" "adverse events";
    }
}

words! {
    /// Whether a p value is of a one-sided or a two-sided test.
    Sided {
        One "one" "one-sided";
        Two "two" "two-sided";
    }
}

/// An exact amount, with as many places as were printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A time or a percentage.
    Quantity(Quantity),
    /// A ratio of hazards or risks.
    Ratio(Decimal),
}

/// What is reported for a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// This.
    Is(Amount),
    /// Less than this.
    Below(Amount),
    /// A median that was not reached.
    NotReached,
}

/// The interval of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower limit.
    pub low: Amount,
    /// The upper limit.
    pub high: Amount,
    /// The level of confidence, in per cent.
    pub level: Reported<Quantity>,
}

/// How often something was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: Reported<u32>,
    /// Of how many.
    pub n: Reported<Count>,
    /// The percentage as printed.
    pub percent: Reported<Value>,
    /// Its interval.
    pub interval: Reported<Interval>,
    /// How far it can be trusted.
    pub basis: Basis,
}

/// An arm of a trial, or a group that is reported apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// Its name in the file.
    pub key: String,
    /// What a clinician reads.
    pub name: String,
    /// How many patients it has.
    pub n: Reported<Count>,
}

/// One figure of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub measure: Measure,
    /// The key of the arm it is of; none if it is of all, or compares arms.
    pub arm: Option<String>,
    /// The time it is of, after the start.
    pub at: Option<Quantity>,
    /// What else it is of, such as one course of several.
    pub detail: Option<String>,
    /// How many patients it is of.
    pub n: Reported<Count>,
    /// How many of them, where that was counted.
    pub count: Reported<u32>,
    /// The value.
    pub value: Reported<Value>,
    /// Its interval.
    pub interval: Reported<Interval>,
    /// How far it can be trusted.
    pub basis: Basis,
}

/// The p value of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probability {
    /// The value, between 0 and 1.
    pub value: Decimal,
    /// One-sided or two-sided.
    pub sided: Reported<Sided>,
}

/// What came of one end point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What was looked at.
    pub kind: EndPoint,
    /// What more there is to say of it, without figures.
    pub detail: Option<String>,
    /// What the report says of it.
    pub direction: Direction,
    /// How many patients were compared.
    pub n: Reported<Count>,
    /// The figures; none if the report gives none.
    pub figures: Vec<Figure>,
    /// The p value of the comparison.
    pub p: Reported<Probability>,
    /// How far it can be trusted.
    pub basis: Basis,
}

/// Who died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deaths {
    /// Of whatever cause.
    pub any: Reported<Tally>,
    /// Of the treatment.
    pub treatment: Reported<Tally>,
}

/// How often one adverse event came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adverse {
    /// The event.
    pub term: String,
    /// What it is counted by.
    pub denominator: Denominator,
    /// The key of the arm it is of; none if it is of all.
    pub arm: Option<String>,
    /// How often.
    pub tally: Tally,
}

/// One trial, or one snapshot of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its name, which protocols refer to.
    pub key: String,
    /// The authors or the name, in short.
    pub citation: String,
    /// The journal, or where else it was published.
    pub journal: Reported<String>,
    /// The year of publication.
    pub year: Reported<u32>,
    /// Where it is found: PMID, DOI, registry number.
    pub locator: Reported<String>,
    /// How far its figures can be trusted, those apart that say otherwise.
    pub basis: Basis,
    /// How it was made.
    pub design: Design,
    /// The phase, where it is a trial of one.
    pub phase: Option<String>,
    /// Where it was made.
    pub country: Reported<String>,
    /// The disease and its stage.
    pub setting: String,
    /// What was given: cells, doses, route.
    pub given: Reported<String>,
    /// How many studies it gathers, where there are several.
    pub studies: Option<u32>,
    /// How many patients took part.
    pub n: Reported<Count>,
    /// How many were analysed, where that is another number.
    pub analysed: Option<Count>,
    /// Its arms, or groups that are reported apart; none if none are.
    pub arms: Vec<Arm>,
    /// What came of it; empty if the report gives no outcome.
    pub outcomes: Vec<Outcome>,
    /// Who died.
    pub deaths: Deaths,
    /// Adverse events; empty if the report gives no rate.
    pub adverse: Vec<Adverse>,
    /// Evidence without which it must not be shown, by key.
    pub beside: Vec<String>,
    /// Conflicts and doubts, without figures of benefit.
    pub remarks: Vec<String>,
}

impl Evidence {
    /// The arm of a key.
    #[must_use]
    pub fn arm(&self, key: &str) -> Option<&Arm> {
        self.arms.iter().find(|arm| arm.key == key)
    }
}
