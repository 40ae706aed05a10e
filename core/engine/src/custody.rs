//! Who held a container, where it came from and where it went: link by link, and as a report of the
//! whole way from vein to vein with every gap in it.

use cikada_domain::event::InfusionOutcome;
use cikada_domain::treatment::{TemperatureLog, Way};
use cikada_domain::{ContainerId, Quantity, StaffId, Treatment};
use cikada_protocol::Protocol;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::prelude::ToPrimitive;

use crate::gates;
use crate::transport::conditions;

/// One link of a container's chain of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyLink {
    /// When.
    pub at: Timestamp,
    /// The container.
    pub container: ContainerId,
    /// What happened, in words.
    pub words: String,
    /// Who or what place gave the container, where that is recorded.
    pub giver: Option<String>,
    /// Who or what place held the container afterwards, where that is recorded.
    pub holder: Option<String>,
    /// Who signed that it was given, or did what happened.
    pub given_by: Option<StaffId>,
    /// Who signed that it was received.
    pub taken_by: Option<StaffId>,
    /// Where it changed hands.
    pub place: Option<String>,
    /// The temperature read at a handover.
    pub temperature: Option<Quantity>,
    /// Whether the container was found intact.
    pub intact: bool,
}

/// Every link of a container in order of time: filled, handed over, given, empty.
#[must_use]
pub fn chain_of_custody(treatment: &Treatment, container: &ContainerId) -> Vec<CustodyLink> {
    let link = |at, words, by: Option<&StaffId>| CustodyLink {
        at,
        container: container.clone(),
        words,
        giver: None,
        holder: None,
        given_by: by.cloned(),
        taken_by: None,
        place: None,
        temperature: None,
        intact: true,
    };
    let mut links = Vec::new();
    for (donation, collection) in &treatment.collections {
        if &collection.container == container {
            let words = format!("Collected as {donation} for dose {}", collection.dose);
            links.push(CustodyLink {
                holder: collection.place.clone(),
                place: collection.place.clone(),
                ..link(collection.at, words, Some(&collection.by))
            });
        }
    }
    if let Some(product) = treatment.products.get(container) {
        let words = match (&product.filled_from, &product.place) {
            (Some(from), Some(place)) => format!(
                "Filled from {from} of batch {}, stored in {place}",
                product.batch
            ),
            _ => format!("Filled from batch {}", product.batch),
        };
        links.push(CustodyLink {
            holder: treatment.origin(container).place().map(str::to_owned),
            place: product.place.clone(),
            ..link(product.harvested_at, words, None)
        });
    }
    for handover in treatment.custody.get(container).into_iter().flatten() {
        links.push(CustodyLink {
            giver: Some(handover.from.clone()),
            holder: Some(handover.to.clone()),
            taken_by: handover.taken_by.clone(),
            place: handover.place.clone(),
            temperature: Some(handover.temperature.clone()),
            intact: handover.intact,
            ..link(
                handover.at,
                format!("From {} to {}", handover.from, handover.to),
                Some(&handover.by),
            )
        });
    }
    links.extend(infused(treatment, container).map(|(at, words)| link(at, words, None)));
    links.sort_by_key(|link| link.at);
    links
}

/// When a container was started and ended at the bedside, and how, in words.
fn infused<'a>(
    treatment: &'a Treatment,
    container: &'a ContainerId,
) -> impl Iterator<Item = (Timestamp, String)> + 'a {
    let doses = treatment.doses.iter();
    let of = doses.filter_map(|(dose, at)| Some((dose, at.infusion.as_ref()?)));
    let of = of.filter(move |(_, infusion)| &infusion.container == container);
    of.flat_map(|(dose, infusion)| {
        let ended = infusion.ended.as_ref().map(|(ended_at, outcome, volume)| {
            let how = match outcome {
                InfusionOutcome::Completed => "given",
                InfusionOutcome::Stopped => "stopped",
            };
            let why = infusion.interruption;
            let why = why.map_or_else(String::new, |why| format!(": {}", why.words()));
            (
                *ended_at,
                format!("Infusion {how}, {}{why}", volume.words()),
            )
        });
        let started = (infusion.started_at, format!("Started as dose {dose}"));
        std::iter::once(started).chain(ended)
    })
}

/// The whole way of a container, from vein to vein as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyReport {
    /// Every link, of the collection, the culture and the product, in order of time.
    pub links: Vec<CustodyLink>,
    /// Everything that breaks the chain, in order of time; empty if it is unbroken.
    pub gaps: Vec<CustodyGap>,
    /// How long nobody may have recorded where it is, if the protocol says.
    pub gap_max: Option<Quantity>,
}

/// A place where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyGap {
    /// The container.
    pub container: ContainerId,
    /// Since when.
    pub from: Timestamp,
    /// Until when, if it ended.
    pub until: Option<Timestamp>,
    /// What is missing, in words.
    pub words: String,
}

/// The way of what a container holds, with that of the collection it was made from and of whatever it
/// was filled out of up to the filling, as it stands now.
#[must_use]
pub fn custody_report(
    protocol: &Protocol,
    treatment: &Treatment,
    container: &ContainerId,
    now: Timestamp,
) -> CustodyReport {
    let batch = treatment.product(container).map(|(_, batch)| batch);
    let collection = batch.and_then(|batch| treatment.collections.get(&batch.donation));
    let collected = collection.map(|collection| &collection.container);
    let (mut links, mut gaps) = (Vec::new(), Vec::new());
    let limit = protocol.transport.as_ref().map(|rule| &rule.gap_max);
    let longest = limit.and_then(length);
    if let (Some(collected), Some(batch)) = (collected, batch) {
        let of_collection = chain_of_custody(treatment, collected);
        let end = (batch.started_at, true);
        broken(&of_collection, collected, end, longest, &mut gaps);
        let way = treatment.way_of(collected);
        let on_the_way = (&way, collected, Some(batch.started_at));
        logged(protocol, treatment, on_the_way, &mut gaps);
        links.extend(of_collection);
    }
    if let (Some(batch), Some(product)) = (batch, treatment.products.get(container)) {
        links.push(CustodyLink {
            at: batch.started_at,
            container: container.clone(),
            words: format!("Culture started as batch {}", product.batch),
            giver: None,
            holder: treatment.worked_at(batch).map(str::to_owned),
            given_by: None,
            taken_by: None,
            place: None,
            temperature: None,
            intact: true,
        });
    }
    let way = treatment.way_of(container);
    for (from, until) in &way.containers {
        let Some(filled_at) = *until else { continue };
        let mut of_source = chain_of_custody(treatment, from);
        of_source.retain(|link| link.at <= filled_at);
        broken(&of_source, from, (filled_at, true), longest, &mut gaps);
        logged(protocol, treatment, (&way, from, None), &mut gaps);
        links.extend(of_source);
    }
    let own = chain_of_custody(treatment, container);
    let infused = treatment.containers_infused().contains(container);
    let started = own.iter().find(|link| link.words.starts_with("Started"));
    let end = started.map_or((now, false), |link| (link.at, true));
    let done = infused || treatment.products.get(container).is_some_and(decided);
    let end = (end.0, end.1 || done);
    broken(&own, container, end, longest, &mut gaps);
    logged(protocol, treatment, (&way, container, None), &mut gaps);
    links.extend(own);
    links.sort_by_key(|link| link.at);
    gaps.sort_by_key(|gap| gap.from);
    CustodyReport {
        links,
        gaps,
        gap_max: limit.cloned(),
    }
}

/// Whether nothing more is to be recorded of a product's way.
fn decided(product: &cikada_domain::treatment::Product) -> bool {
    use cikada_domain::treatment::ProductState::{Destroyed, NeverInfused, Rejected, Returned};
    matches!(
        product.state,
        Rejected | Returned | Destroyed | NeverInfused
    )
}

fn length(limit: &Quantity) -> Option<SignedDuration> {
    let seconds = gates::seconds(limit)?.to_i64()?;
    Some(SignedDuration::from_secs(seconds))
}

/// Times without a record, hands that do not meet, and handovers that only one has signed.
fn broken(
    links: &[CustodyLink],
    container: &ContainerId,
    (end, ended): (Timestamp, bool),
    longest: Option<SignedDuration>,
    gaps: &mut Vec<CustodyGap>,
) {
    let mut gap = |from, until, words: String| {
        gaps.push(CustodyGap {
            container: container.clone(),
            from,
            until,
            words,
        });
    };
    let ends = links.iter().skip(1).map(|link| link.at);
    let ends = ends.chain(std::iter::once(end));
    for (link, until) in links.iter().zip(ends) {
        let held = until.duration_since(link.at);
        if longest.is_some_and(|longest| held > longest) && link.at < end {
            let place = link.place.as_deref().unwrap_or("nobody named");
            let holder = link.holder.as_deref().unwrap_or(place);
            let (hours, minutes) = (held.as_hours(), held.as_mins() % 60);
            gap(
                link.at,
                Some(until).filter(|_| ended || until != end),
                format!("{hours} h {minutes} min with {holder} without a record"),
            );
        }
    }
    for (before, after) in links.iter().zip(links.iter().skip(1)) {
        if let (Some(holder), Some(giver)) = (&before.holder, &after.giver)
            && holder != giver
        {
            let words = format!("with {holder}, and {giver} handed it over");
            gap(before.at, Some(after.at), words);
        }
    }
    for link in links {
        if link.giver.is_some() && link.taken_by.is_none() {
            let words = format!("{}: nobody signed that it was received", link.words);
            gap(link.at, Some(link.at), words);
        }
    }
}

/// Times on the way of which no temperature logger tells.
fn logged(
    protocol: &Protocol,
    treatment: &Treatment,
    (way, container, end): (&Way<'_>, &ContainerId, Option<Timestamp>),
    gaps: &mut Vec<CustodyGap>,
) {
    let handovers = way.handovers.iter();
    let mut handovers = handovers
        .filter(|(of, handover)| *of == container && end.is_none_or(|end| handover.at <= end))
        .map(|(_, handover)| *handover);
    let Some(left) = handovers.next() else {
        return;
    };
    let arrived = handovers.next_back().unwrap_or(left);
    let asked = conditions(protocol, treatment, container).is_some();
    if !asked || left.at == arrived.at {
        return;
    }
    let mut gap = |from, until, words: &str| {
        gaps.push(CustodyGap {
            container: container.clone(),
            from,
            until: Some(until),
            words: words.to_owned(),
        });
    };
    let logs = way.logs.iter().filter(|(of, _)| *of == container);
    let mut logs: Vec<&TemperatureLog> = logs.map(|(_, log)| *log).collect();
    if logs.is_empty() {
        gap(left.at, arrived.at, "no temperature was logged on the way");
        return;
    }
    logs.sort_by_key(|log| log.from);
    let mut covered = left.at;
    for log in logs {
        if log.from > covered && covered < arrived.at {
            gap(
                covered,
                log.from.min(arrived.at),
                "no temperature was logged on this part of the way",
            );
        }
        covered = covered.max(log.until);
    }
    if covered < arrived.at {
        gap(
            covered,
            arrived.at,
            "no temperature was logged on this part of the way",
        );
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, container};

    fn report(course: &Course) -> CustodyReport {
        let cells = container("CELLS-1");
        custody_report(&course.protocol, &course.treatment, &cells, course.now)
    }

    fn words(report: &CustodyReport) -> Vec<&str> {
        report.gaps.iter().map(|gap| gap.words.as_str()).collect()
    }

    #[test]
    fn the_report_goes_from_vein_to_vein_and_names_who_gave_and_who_took() {
        let course = example_course(Point::Infused);
        let report = report(&course);
        let said: Vec<_> = report
            .links
            .iter()
            .map(|link| link.words.as_str())
            .collect();
        assert!(said[0].starts_with("Collected"), "{said:?}");
        assert!(
            said[said.len() - 1].starts_with("Infusion given"),
            "{said:?}"
        );
        let handed = report.links.iter().filter(|link| link.giver.is_some());
        let signed = |link: &CustodyLink| link.given_by.is_some() && link.taken_by.is_some();
        assert_eq!(handed.clone().count(), 3);
        assert!(
            handed
                .into_iter()
                .all(|link| signed(link) && link.place.is_some())
        );
        assert_eq!(words(&report), ["no temperature was logged on the way"]);
    }

    #[test]
    fn every_gap_longer_than_its_limit_is_named_and_a_shorter_one_is_not() {
        let mut course = example_course(Point::Released);
        let before = words(&report(&course)).len();
        course.now += SignedDuration::from_hours(5);
        assert_eq!(words(&report(&course)).len(), before);
        course.now += SignedDuration::from_hours(2);
        let report = report(&course);
        let long = report.gaps.last().unwrap();
        assert!(
            long.words.contains("with ward without a record"),
            "{report:#?}"
        );
        assert_eq!(long.until, None);
    }

    #[test]
    fn a_holder_who_was_never_recorded_breaks_the_chain() {
        let mut course = example_course(Point::Released);
        let handovers = course
            .treatment
            .custody
            .get_mut(&container("CELLS-1"))
            .unwrap();
        handovers[1].from = "storage".to_owned();
        handovers[1].taken_by = None;
        let report = report(&course);
        let found = words(&report);
        assert!(
            found.contains(&"with courier, and storage handed it over"),
            "{found:?}"
        );
        assert!(
            found.iter().any(|words| words.contains("nobody signed")),
            "{found:?}"
        );
    }

    #[test]
    fn a_log_that_does_not_cover_the_whole_way_is_said() {
        let mut course = example_course(Point::Released);
        let handovers = &course.treatment.custody[&container("CELLS-1")];
        let (left, arrived) = (handovers[0].at, handovers[1].at);
        let reading = |minutes: i64, cel: &str| {
            (
                left + SignedDuration::from_mins(minutes),
                cel.parse().unwrap(),
            )
        };
        let log = crate::Command::Handling(crate::HandlingCommand::LogTemperature {
            container: container("CELLS-1"),
            file: cikada_domain::FileHash::new("a".repeat(64)).unwrap(),
            logger: cikada_domain::EquipmentId::new("LOG-1").unwrap(),
            readings: vec![reading(5, "20 Cel"), reading(15, "20 Cel")],
        });
        assert_eq!(codes(&mut course, "nurse-1", &log), [""; 0]);
        let report = report(&course);
        let parts: Vec<_> = report
            .gaps
            .iter()
            .map(|gap| (gap.from, gap.until))
            .collect();
        let at = |minutes| left + SignedDuration::from_mins(minutes);
        assert_eq!(parts, [(left, Some(at(5))), (at(15), Some(arrived))]);
    }
}
