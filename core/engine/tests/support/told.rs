//! From the words of a `when` to a command: the course's own, changed where the line says so.

use std::collections::BTreeMap;

use cikada_domain::event::{
    ClosingReason, DeviationClass, ExceptionTo, InfusionOutcome, Interruption, LabelPurpose,
    NotOnTime,
};
use cikada_domain::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId,
    DonationIdentificationNumber, DoseNumber, FileHash, GapConvention, InputId, PersonId,
    ProtocolHash, SampleId, StepId, TestId, Value, VisitId,
};
use cikada_engine::{
    Act, Command, HandlingCommand, Measured, QualityCommand, Scanned, vital_signs_due,
};
use jiff::{SignedDuration, Timestamp};

use super::course::{
    Course, account_labels, answers, batch, container, donation, dose, person, print_label,
    scan_label,
};
use super::example::example_meeting;
use super::told_facility::drawn_from;
use super::told_laboratory;
use super::told_release;
use super::told_step;

/// The words that follow a verb, as pairs of a name and what is said of it.
pub(crate) struct Said(Vec<(String, String)>);

impl Said {
    pub(crate) fn new(words: &[String]) -> Self {
        let pairs = words.chunks(2).map(|pair| match pair {
            [name, value] => (name.clone(), value.clone()),
            // A word without a partner stands for yes, as `unsigned` does.
            [name] => (name.clone(), "yes".to_owned()),
            _ => panic!("pairs are of two words"),
        });
        Self(pairs.collect())
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(said, _)| said == name)?;
        Some(self.0.remove(at).1)
    }

    pub(crate) fn number(&mut self, name: &str, otherwise: u16) -> u16 {
        let said = self.take(name);
        said.map_or(otherwise, |number| number.parse().expect("a number"))
    }

    pub(crate) fn container(&mut self, otherwise: &str) -> ContainerId {
        container(&self.take("container").unwrap_or(otherwise.to_owned()))
    }

    pub(crate) fn batch(&mut self, number: u16) -> BatchId {
        let said = self.take("batch");
        said.map_or_else(|| batch(number), |id| BatchId::new(id).unwrap())
    }

    fn deviation(&mut self, number: u16) -> DeviationId {
        let said = self.take("number");
        DeviationId::new(said.unwrap_or(format!("B-{number}-D1"))).unwrap()
    }

    pub(crate) fn yes(&mut self, name: &str, otherwise: bool) -> bool {
        self.take(name).map_or(otherwise, |said| said == "yes")
    }

    /// Nothing is left that nobody asked for.
    pub(crate) fn understood(&self, text: &str) {
        assert!(self.0.is_empty(), "not understood: {:?} in {text}", self.0);
    }

    /// What is left are values by name; `without` takes one away.
    pub(crate) fn values<T: Ord>(
        &mut self,
        values: &mut BTreeMap<T, Value>,
        name: impl Fn(&str) -> T,
    ) {
        for (said, value) in std::mem::take(&mut self.0) {
            if said == "without" {
                values.remove(&name(&value));
            } else {
                values.insert(name(&said), self::value(&value));
            }
        }
    }
}

/// A value as a story writes it: yes, no, a quantity, a date or a code.
fn value(text: &str) -> Value {
    match text {
        "yes" => Value::Flag(true),
        "no" => Value::Flag(false),
        _ => text.parse().map(Value::Quantity).unwrap_or_else(|_| {
            let date = text.parse().map(Value::Date);
            date.unwrap_or_else(|_| Value::Code(text.to_owned()))
        }),
    }
}

pub(crate) fn scanned<T>(
    said: Option<String>,
    otherwise: T,
    known: impl Fn(&str) -> T,
) -> Scanned<T> {
    match said.as_deref() {
        None => Scanned::Known(otherwise),
        Some("unknown") => Scanned::Unknown,
        Some(id) => Scanned::Known(known(id)),
    }
}

/// Changes how the act is done: `on <device>`, `in <country>`, `claiming <time>`.
pub(crate) fn manner(said: &mut Said, act: &mut Act) {
    if let Some(device) = said.take("on") {
        act.device = cikada_domain::DeviceId::new(device).unwrap();
    }
    if let Some(country) = said.take("in") {
        act.country = Country::new(country).unwrap();
    }
    if let Some(shift) = said.take("claiming") {
        let shift: SignedDuration = shift.parse().expect("a duration such as '-2 h'");
        act.occurred_at = act.occurred_at.checked_add(shift).unwrap();
    }
}

/// Takes the word `unsigned` out.
pub(crate) fn signing(words: &[String], act: &mut Act) -> Vec<String> {
    let (unsigned, words): (Vec<String>, Vec<String>) =
        words.iter().cloned().partition(|word| word == "unsigned");
    act.signed = unsigned.is_empty();
    words
}

/// The command that the words tell, for a dose unless they name another.
pub(crate) fn command(course: &Course, number: u16, words: &[String], act: &mut Act) -> Command {
    let words = signing(words, act);
    let text = words.join(" ");
    let (verb, length) = VERBS
        .iter()
        .chain(&told_release::VERBS)
        .find(|verb| text == **verb || text.starts_with(&format!("{verb} ")))
        .map(|verb| (*verb, verb.split(' ').count()))
        .unwrap_or_else(|| panic!("no such act: {text}"));
    let mut said = Said::new(&words[length..]);
    manner(&mut said, act);
    let number = said.number("dose", number);
    let command = enrolment(course, verb, &mut said)
        .or_else(|| ordering(course, verb, number, &mut said))
        .or_else(|| making(course, verb, number, &mut said))
        .or_else(|| labelling(verb, number, &mut said))
        .or_else(|| told_release::judging(course, verb, number, &mut said))
        .or_else(|| quality(course, verb, number, &mut said))
        .or_else(|| told_laboratory::laboratory(course, verb, number, &mut said))
        .or_else(|| giving(course, verb, number, &mut said))
        .or_else(|| following(course, verb, number, &mut said))
        .unwrap_or_else(|| panic!("'{verb}' has no command"));
    said.understood(&text);
    command
}

const VERBS: [&str; 46] = [
    "records an exception",
    "assigns a level",
    "orders a retest",
    "orders",
    "starts the preparation",
    "fills a dose",
    "fills",
    "opens a treatment",
    "records the evaluation",
    "confirms eligibility",
    "records a consent",
    "withdraws a consent",
    "confirms the plan",
    "labels a bag",
    "prints a label",
    "scans the label",
    "accounts for labels",
    "collects",
    "hands over",
    "starts the culture",
    "performs",
    "harvests",
    "corrects a lot",
    "corrects",
    "reports a deviation",
    "classifies a deviation",
    "closes a deviation",
    "attaches a file",
    "records a result",
    "approves a result",
    "invalidates a result",
    "takes a sample",
    "invalidates a sample",
    "releases",
    "rejects",
    "records fitness",
    "verifies at the bedside",
    "starts the infusion",
    "records vital signs",
    "ends the infusion",
    "ends the observation",
    "records an adverse event",
    "places a hold",
    "lifts the hold",
    "records a visit",
    "closes the treatment",
];

fn enrolment(course: &Course, verb: &str, said: &mut Said) -> Option<Command> {
    let protocol = &course.protocol;
    Some(match verb {
        "opens a treatment" => {
            let mut reference = course.reference();
            if let Some(hash) = said.take("hash") {
                reference.hash = ProtocolHash::new(hash.repeat(64)).unwrap();
            }
            let mut who = |name| person(&said.take(name).unwrap_or("P-1".to_owned()));
            Command::OpenTreatment {
                chain_of_identity: ChainOfIdentity::new("CHA999926000001").unwrap(),
                protocol: reference,
                donor: who("donor"),
                recipient: who("recipient"),
            }
        }
        "records the evaluation" => {
            let only = said.yes("only", false);
            let mut findings = answers(protocol, &protocol.eligibility);
            if only {
                findings.clear();
            }
            said.values(&mut findings, |id| CriterionId::new(id).unwrap());
            Command::RecordEvaluation { findings }
        }
        "confirms eligibility" => Command::ConfirmEligibility,
        "records a consent" => Command::RecordConsent {
            consent: consent(course, said),
            document_version: said.take("version").unwrap_or("1".to_owned()),
        },
        "withdraws a consent" => Command::WithdrawConsent {
            consent: consent(course, said),
        },
        "confirms the plan" => Command::ConfirmPlan {
            anchor: said
                .take("from")
                .map_or(course.anchor(), |day| day.parse().unwrap()),
            convention: said.take("gap").map(|gap| match gap.as_str() {
                "before" => GapConvention::Before,
                _ => GapConvention::After,
            }),
        },
        _ => return None,
    })
}

fn ordering(course: &Course, verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    Some(match verb {
        "records an exception" => Command::RecordException {
            country: said
                .take("country")
                .map_or(course.country.clone(), |country| {
                    Country::new(country).unwrap()
                }),
            status: match said.take("status").as_deref() {
                Some("off-label") => ExceptionTo::OffLabel,
                Some("unverified") => ExceptionTo::Unverified,
                Some("unknown") => ExceptionTo::Unknown,
                _ => ExceptionTo::Withdrawn,
            },
        },
        "assigns a level" => Command::AssignDoseLevel {
            level: said.number("level", 1),
        },
        "orders" => Command::OrderDose {
            dose: dose(number),
            amount: said
                .take("amount")
                .map_or_else(|| course.amount(number), |text| text.parse().unwrap()),
        },
        _ => return None,
    })
}

fn consent(course: &Course, said: &mut Said) -> ConsentId {
    let first = || course.protocol.consents[0].id.clone();
    let said = said.take("consent");
    said.map_or_else(first, |id| ConsentId::new(id).unwrap())
}

fn labelling(verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    if !verb.ends_with("label") && !verb.ends_with("labels") {
        return None;
    }
    let product = said.take("for").as_deref() == Some("product");
    let own = format!("{}-{number}", if product { "CELLS" } else { "BLOOD" });
    let mut letter = |otherwise: char| {
        let said = said.take("saying");
        said.map_or(otherwise, |said| said.chars().next().unwrap())
    };
    let content = letter(if product { 'b' } else { 'a' });
    let bag = said.container(&own);
    Some(match verb {
        "prints a label" => {
            let (copies, reason) = (said.number("copies", 1), said.yes("because", false));
            let from = said.take("from");
            let print = print_label(bag.as_str(), content, copies, reason);
            match from {
                Some(id) => drawn_from(print, &id, said.number("version", 1)),
                None => print,
            }
        }
        "scans the label" => {
            let scanned = said.take("of").unwrap_or(bag.to_string());
            scan_label(bag.as_str(), &scanned, content)
        }
        "accounts for labels" => {
            let applied = said.number("applied", 0);
            let counts = [
                applied,
                said.number("spoiled", 0),
                said.number("destroyed", 0),
            ];
            account_labels(bag.as_str(), counts)
        }
        _ => return None,
    })
}

fn making(course: &Course, verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    Some(match verb {
        "labels a bag" => {
            let product = said.take("for").as_deref() == Some("product");
            let (id, purpose) = if product {
                (
                    format!("CELLS-{number}"),
                    LabelPurpose::Product(said.batch(number)),
                )
            } else {
                (
                    format!("BLOOD-{number}"),
                    LabelPurpose::Collection(dose(number)),
                )
            };
            let container = said.container(&id);
            Command::IssueLabel { container, purpose }
        }
        "collects" => collects(course, number, said),
        "hands over" => told_release::hands_over(course, number, said),
        "starts the culture" | "starts the preparation" => Command::StartBatch {
            batch: said.batch(number),
            dose: dose(number),
            donation: said_donation(said, number),
        },
        "fills a dose" => told_step::fills_a_dose(course, number, said),
        "performs" | "harvests" | "fills" => told_step::performs(course, verb, number, said),
        _ => return None,
    })
}

fn quality(course: &Course, verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    let protocol = &course.protocol;
    Some(match verb {
        "corrects a lot" => told_step::corrects_a_lot(course, number, said)?,
        "corrects" => Command::CorrectValue {
            batch: said.batch(number),
            step: StepId::new(said.take("step")?).unwrap(),
            occurrence: said.number("record", 1) - 1,
            input: InputId::new(said.take("input")?).unwrap(),
            value: value(&said.take("to")?),
        },
        "reports a deviation" => Command::Quality(QualityCommand::ReportDeviation {
            batch: said.batch(number),
            step: said.take("step").map(|step| StepId::new(step).unwrap()),
            container: said.take("container").map(|id| container(&id)),
            found: said.take("found").unwrap_or("spill".to_owned()),
        }),
        "classifies a deviation" => Command::Quality(QualityCommand::ClassifyDeviation {
            deviation: said.deviation(number),
            class: match said.take("class").as_deref() {
                None | Some("minor") => DeviationClass::Minor,
                Some("major") => DeviationClass::Major,
                Some("critical") => DeviationClass::Critical,
                Some(other) => panic!("no such class: {other}"),
            },
        }),
        "attaches a file" => Command::Handling(HandlingCommand::AttachFile {
            batch: said.batch(number),
            step: StepId::new(said.take("step")?).unwrap(),
            file: FileHash::new(said.take("file").unwrap_or("a".to_owned()).repeat(64)).unwrap(),
            media_type: said.take("type").unwrap_or("image/jpeg".to_owned()),
            bytes: said
                .take("bytes")
                .map_or(250_000, |bytes| bytes.parse().unwrap()),
        }),
        "closes a deviation" => Command::CloseDeviation {
            deviation: said.deviation(number),
            product_acceptable: said.yes("acceptable", true),
        },
        "records a result" => {
            let test = TestId::new(said.take("test")?).unwrap();
            let rule = protocol.test(&test);
            let good = || example_meeting(&rule.expect("a known test").requirement);
            Command::RecordResult {
                batch: said.batch(number),
                value: said.take("value").map_or_else(good, |text| value(&text)),
                test,
                sample: said.take("sample").map(|id| SampleId::new(id).unwrap()),
                file: said
                    .take("file")
                    .map(|digit| FileHash::new(digit.repeat(64)).unwrap()),
            }
        }
        "releases" => told_release::releases(course, number, said),
        "rejects" => Command::RejectProduct {
            container: said.container(&format!("CELLS-{number}")),
        },
        _ => return None,
    })
}

fn said_donation(said: &mut Said, number: u16) -> DonationIdentificationNumber {
    let id = said.take("donation");
    id.map_or_else(
        || donation(number),
        |id| DonationIdentificationNumber::new(id).unwrap(),
    )
}

fn collects(course: &Course, number: u16, said: &mut Said) -> Command {
    let opening = course.treatment.opening.as_ref();
    let donor = opening.map_or(person("P-1"), |opening| opening.donor.clone());
    let wristband = scanned(said.take("wristband"), donor, person);
    // What a story collects for a medicine, where nothing is collected, has no volume of its own.
    let volume = match course.protocol.collection() {
        Some(_) => match course.collection(number, wristband.clone()) {
            Command::RecordCollection { volume, .. } => volume,
            other => panic!("a collection, not {other:?}"),
        },
        None => "100 mL".parse().unwrap(),
    };
    Command::RecordCollection {
        dose: dose(number),
        donation: said_donation(said, number),
        container: said.container(&format!("BLOOD-{number}")),
        wristband,
        volume: said
            .take("volume")
            .map_or(volume, |text| text.parse().unwrap()),
        place: said.take("place").unwrap_or("ward".to_owned()),
    }
}

fn giving(course: &Course, verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    let protocol = &course.protocol;
    let dose = dose(number);
    Some(match verb {
        "records fitness" => {
            let mut findings = answers(protocol, &protocol.fitness);
            said.values(&mut findings, |id| CriterionId::new(id).unwrap());
            Command::RecordFitness { dose, findings }
        }
        "verifies at the bedside" => {
            let bag = container(&format!("CELLS-{number}"));
            let wristband: Scanned<PersonId> =
                scanned(said.take("wristband"), person("P-1"), person);
            let container = scanned(said.take("container"), bag, container);
            Command::VerifyAtBedside {
                dose,
                wristband,
                container,
            }
        }
        "starts the infusion" => {
            let container = said.container(&format!("CELLS-{number}"));
            Command::StartInfusion { dose, container }
        }
        "records vital signs" => {
            let Command::RecordVitalSigns { mut values, .. } = course.vital_signs(number) else {
                panic!("vital signs")
            };
            said.values(&mut values, |id| InputId::new(id).unwrap());
            Command::RecordVitalSigns { dose, values }
        }
        "ends the infusion" => {
            let whole = course.volume(number);
            let volume = said.take("volume");
            let outcome = match said.take("as").as_deref() {
                Some("stopped") => InfusionOutcome::Stopped,
                _ => InfusionOutcome::Completed,
            };
            let stopped = outcome == InfusionOutcome::Stopped;
            Command::EndInfusion {
                dose,
                volume: volume.map_or(whole, |text| text.parse().unwrap()),
                outcome,
                interruption: match said.take("because").as_deref() {
                    Some("nothing") => None,
                    Some("rest") => Some(Interruption::Rest),
                    _ => stopped.then_some(Interruption::Reaction),
                },
            }
        }
        _ => return None,
    })
}

/// The same reason for every set that was not taken at its time.
fn not_on_time(
    course: &Course,
    dose: DoseNumber,
    said: &mut Said,
) -> BTreeMap<Timestamp, NotOnTime> {
    let why = match said.take("because").as_deref() {
        None => return BTreeMap::new(),
        Some("care") => NotOnTime::Care,
        Some("staff") => NotOnTime::Staff,
        Some(other) => panic!("no such reason: {other}"),
    };
    let asked = vital_signs_due(&course.protocol, &course.treatment, dose, course.now);
    let asked = asked.into_iter().flatten();
    asked.map(|set| (set.at, why)).collect()
}

fn following(course: &Course, verb: &str, number: u16, said: &mut Said) -> Option<Command> {
    let (protocol, dose) = (&course.protocol, dose(number));
    Some(match verb {
        "ends the observation" => Command::EndObservation {
            dose,
            not_on_time: not_on_time(course, dose, said),
        },
        "records an adverse event" => Command::RecordAdverseEvent {
            term: said.take("term").unwrap_or("fever".to_owned()),
            scheme: said.take("scale").unwrap_or("CTCAE 5.0".to_owned()),
            grade: u8::try_from(said.number("grade", 1)).unwrap(),
            serious: said.yes("serious", false),
            measured: measured(said),
        },
        "places a hold" => Command::PlaceHold,
        "lifts the hold" => Command::LiftHold,
        "records a visit" => {
            let visit = VisitId::new(said.take("visit")?).unwrap();
            let rule = protocol.visits.iter().find(|rule| rule.id == visit);
            let mut findings =
                rule.map_or_else(BTreeMap::new, |rule| answers(protocol, &rule.findings));
            let of_dose = !said.yes("undosed", false);
            said.values(&mut findings, |id| CriterionId::new(id).unwrap());
            let dose = of_dose.then_some(dose);
            Command::RecordVisit {
                visit,
                dose,
                findings,
            }
        }
        "closes the treatment" => Command::CloseTreatment {
            reason: match said.take("as").as_deref() {
                Some("stopped") => ClosingReason::Stopped,
                Some("withdrawn") => ClosingReason::Withdrawn,
                Some("died") => ClosingReason::Died,
                _ => ClosingReason::Completed,
            },
        },
        _ => return None,
    })
}

/// A measured value with its limits, where the line says one.
fn measured(said: &mut Said) -> Option<Measured> {
    let mut quantity = |name: &str| Some(said.take(name)?.parse().unwrap());
    Some(Measured {
        value: quantity("value")?,
        baseline: quantity("baseline"),
        upper_limit: quantity("upper-limit"),
        lower_limit: quantity("lower-limit"),
    })
}
