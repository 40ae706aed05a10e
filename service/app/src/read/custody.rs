//! The way of one container: every hand it went through, every gap, and how warm it was.
//!
//! Links and gaps are the engine's, the same that stand in the custody report.

use std::cmp::Ordering;

use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::TemperatureLog;
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, EquipmentId, FileHash, Quantity, Treatment,
};
use cikada_engine::{
    Conditions, CustodyGap, CustodyLink, conditions, custody_report, time_outside,
};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::read::temperature::{
    CurveMissing, LoggedCourse, TravelLimits, exceeds, kept, length, limits,
};
use crate::read::{Heading, Moment, RuleSource, authorise_reading, heading, rule_source};
use crate::use_cases::Actor;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyPage {
    /// The heading.
    pub heading: Heading,
    /// The container.
    pub container: ContainerId,
    /// What it holds, in words.
    pub holds: String,
    /// The batch it was made in, for a product.
    pub batch: Option<BatchId>,
    /// Links and gaps in order of time.
    pub way: Vec<WayPoint>,
    /// How many gaps there are.
    pub gaps: usize,
    /// How long nobody may have recorded where it is, in words.
    pub gap_max: Option<String>,
    /// How it travels; nothing where the protocol does not say.
    pub limits: Option<(TravelLimits, RuleSource)>,
    /// Logs of loggers that travelled with it, and with what it was filled out of until then, in order of
    /// time.
    pub logs: Vec<LogLine>,
    /// How long it was outside its range by all logs together, in words; nothing without a log.
    pub outside: Option<String>,
    /// Whether that is longer than allowed.
    pub exceeds: bool,
}

/// One point of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayPoint {
    /// Something that was recorded.
    Link(LinkLine),
    /// A time or a place at which the chain is broken.
    Gap(GapLine),
}

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    /// When.
    pub at: Moment,
    /// The container: the product's own, that of its collection, or one it was filled out of.
    pub container: ContainerId,
    /// What happened, in words.
    pub words: String,
    /// Who or what place gave it, at a change of hands.
    pub giver: Option<String>,
    /// Who or what place held it afterwards.
    pub holder: Option<String>,
    /// Who signed that it was given, or did what happened.
    pub given_by: Option<String>,
    /// Who signed that it was received.
    pub taken_by: Option<String>,
    /// Where it changed hands.
    pub place: Option<String>,
    /// The temperature read at a change of hands, with whether it lies within the range; not judged
    /// where the protocol names none.
    pub temperature: Option<(String, Option<bool>)>,
    /// Whether it was intact at a change of hands.
    pub intact: Option<bool>,
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapLine {
    /// The container.
    pub container: ContainerId,
    /// Since when.
    pub from: Moment,
    /// Until when, if it ended.
    pub until: Option<Moment>,
    /// What is missing, in words.
    pub words: String,
}

/// One log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The source it travelled with, if that was another container than the page's.
    pub source: Option<ContainerId>,
    /// The logger.
    pub logger: EquipmentId,
    /// Its file.
    pub file: FileHash,
    /// The first reading.
    pub from: Moment,
    /// The last reading.
    pub until: Moment,
    /// How many readings.
    pub readings: u32,
    /// The lowest, in words.
    pub lowest: String,
    /// The highest, in words.
    pub highest: String,
    /// How long it was outside, in words.
    pub outside: String,
    /// Whether it was outside at all.
    pub was_outside: bool,
    /// Who imported it, and when.
    pub imported: (String, Moment),
    /// Its curve, or why there is none to show.
    pub course: Result<LoggedCourse, CurveMissing>,
}

/// The way of a container.
///
/// # Errors
/// When there is no such container, the reader may not see it, or reading fails.
pub fn custody(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
) -> Result<CustodyPage, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let purpose = treatment.labels.get(container);
    let purpose = purpose.ok_or_else(|| AppError::NotFound(format!("container {container}")))?;
    let report = custody_report(&protocol, treatment, container, world.now());
    let rule = conditions(&protocol, treatment, container);
    let rule = rule.as_ref();
    let gaps = report.gaps.len();
    let links = report.links.into_iter();
    let links = links.map(|link| WayPoint::Link(link_line(world, treatment, &protocol, link)));
    let broken = report.gaps.into_iter();
    let mut way: Vec<_> = links
        .chain(broken.map(|gap| WayPoint::Gap(gap_line(world, gap))))
        .collect();
    way.sort_by(in_order);
    let sum = time_outside(treatment, container);
    let logs = logs(world, treatment, rule, container);
    Ok(CustodyPage {
        heading: heading(world, actor, id)?,
        container: container.clone(),
        holds: holds(&protocol, purpose),
        batch: treatment.products.get(container).map(|of| of.batch.clone()),
        way,
        gaps,
        gap_max: report.gap_max.as_ref().map(Quantity::words),
        limits: rule.map(|rule| (limits(rule), rule_source(&protocol, rule.source))),
        outside: (!logs.is_empty()).then(|| sum.map_or("not known".to_owned(), length)),
        exceeds: rule.is_some_and(|rule| !logs.is_empty() && exceeds(sum, rule)),
        logs,
    })
}

/// What a container holds, in words.
pub(crate) fn holds(protocol: &Protocol, purpose: &LabelPurpose) -> String {
    match purpose {
        LabelPurpose::Collection(dose) => format!("collection for dose {dose}"),
        LabelPurpose::Product(batch) if protocol.medicine().is_some() => {
            format!("preparation {batch}")
        }
        LabelPurpose::Product(batch) => format!("product of batch {batch}"),
    }
}

/// By time; a gap after the link it follows.
fn in_order(left: &WayPoint, right: &WayPoint) -> Ordering {
    let key = |point: &WayPoint| match point {
        WayPoint::Link(link) => (link.at.timestamp(), false),
        WayPoint::Gap(gap) => (gap.from.timestamp(), true),
    };
    key(left).cmp(&key(right))
}

fn link_line(
    world: &World,
    treatment: &Treatment,
    protocol: &Protocol,
    link: CustodyLink,
) -> LinkLine {
    let judged = |temperature: &Quantity| {
        let rule = conditions(protocol, treatment, &link.container)?;
        Some(rule.is_kept(temperature))
    };
    LinkLine {
        at: world.moment(link.at),
        intact: link.giver.is_some().then_some(link.intact),
        given_by: link.given_by.as_ref().map(|by| world.who(by)),
        taken_by: link.taken_by.as_ref().map(|by| world.who(by)),
        temperature: link.temperature.as_ref().map(|of| (of.words(), judged(of))),
        container: link.container,
        words: link.words,
        giver: link.giver,
        holder: link.holder,
        place: link.place,
    }
}

fn gap_line(world: &World, gap: CustodyGap) -> GapLine {
    GapLine {
        container: gap.container,
        from: world.moment(gap.from),
        until: gap.until.map(|until| world.moment(until)),
        words: gap.words,
    }
}

fn logs(
    world: &World,
    treatment: &Treatment,
    rule: Option<&Conditions<'_>>,
    container: &ContainerId,
) -> Vec<LogLine> {
    let line = |(of, log): (&ContainerId, &TemperatureLog)| LogLine {
        source: (of != container).then(|| of.clone()),
        logger: log.logger.clone(),
        file: log.file.clone(),
        from: world.moment(log.from),
        until: world.moment(log.until),
        readings: log.readings,
        lowest: log.lowest.words(),
        highest: log.highest.words(),
        outside: log.outside.words(),
        was_outside: !log.outside.amount().is_zero(),
        imported: (world.who(&log.imported.by), world.moment(log.imported.at)),
        course: rule
            .ok_or(CurveMissing::NotJudged)
            .and_then(|rule| kept(world, rule, log)),
    };
    let logs = treatment.way_of(container).logs.into_iter();
    let mut lines: Vec<_> = logs.map(line).collect();
    lines.sort_by_key(|line| line.from.timestamp());
    lines
}
