//! One product as the qualified person certifies it: what is unmet first and where it is mended, then
//! everything unusual, and what the machine found complete only counted (draft EU GMP Annex 11,
//! chapter 12; 21 CFR 11.10(e)).

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::ProductState;
use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, StaffId, Treatment};
use cikada_engine::{
    ExceptionKind, Mend, Review, ReviewException, ShelfLife, Unmet, lots_behind, review, shelf_life,
};
use cikada_ledger::Entry;
use cikada_protocol::Protocol;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::error::AppError;
use crate::form::Target;
use crate::read::alert::{AlarmLine, alerts};
use crate::read::batch::{DeviationLine, deviations, is_two_staged};
use crate::read::laboratory::{ResultLine, results};
use crate::read::late::{LateLine, late_lines};
use crate::read::release::is_certified;
use crate::read::supply::{self, SupplySection};
use crate::read::{Clock, Heading, Moment, authorise_reading, heading};
use crate::record;
use crate::use_cases::Actor;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificationPage {
    /// The heading.
    pub heading: Heading,
    /// The product.
    pub container: ContainerId,
    /// The batch it was made in.
    pub batch: BatchId,
    /// Whether there is a certificate, or a statement of an exceptional supply.
    pub certified: bool,
    /// Where the decision stands, in words.
    pub state: String,
    /// Until when the infusion must have ended.
    pub clock: Clock,
    /// The cells in words.
    pub cells: String,
    /// Which release is asked about, in words; nothing once it is decided.
    pub next: Option<&'static str>,
    /// What stands against it, the gravest first. Empty when nothing does.
    pub unmet: Vec<UnmetLine>,
    /// The releases the record allows now: label and form. None while anything is unmet.
    pub releases: Vec<(&'static str, Target)>,
    /// The rejection, where it is still to be decided.
    pub rejection: Option<Target>,
    /// The way to the vein against the expiry; nothing once the product was given.
    pub way: Option<Way>,
    /// Late results that failed after the product had left.
    pub alerts: Vec<AlarmLine>,
    /// The steps of a supply out of specification, where one comes into question.
    pub supply: Option<SupplySection>,
    /// Until when its data are kept at least, and by which rule.
    pub kept: Option<(Date, String)>,
    /// Results that were not in when the product left, the gravest first.
    pub late: Vec<LateLine>,
    /// Everything unusual, by kind, each in order of time.
    pub unusual: Vec<(&'static str, Vec<UnusualLine>)>,
    /// Kinds of which nothing was found.
    pub found_none: Vec<&'static str>,
    /// When and by whom the record was reviewed as it stands.
    pub reviewed: Option<String>,
    /// The form of the review, where the product waits for a decision.
    pub review: Option<Target>,
    /// What the machine counted and found complete, in words.
    pub complete: Vec<String>,
    /// What it counted and found incomplete, in words.
    pub incomplete: Vec<String>,
    /// Results.
    pub results: Vec<ResultLine>,
    /// Deviations.
    pub deviations: Vec<DeviationLine>,
}

/// Something that stands against the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetLine {
    /// Its code.
    pub code: String,
    /// What is wrong, in plain words.
    pub sentence: String,
    /// What was found and what was expected.
    pub detail: String,
    /// What puts it right, as a button says it.
    pub label: &'static str,
    /// Where.
    pub mended_at: MendedAt,
}

/// Where something is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MendedAt {
    /// With a form.
    Form(Target),
    /// In the batch record.
    Batch,
    /// With the complete set of a supply out of specification, on the same page.
    Supply,
    /// In the specification of a therapy.
    Specification(String),
}

/// Something unusual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusualLine {
    /// When it happened; nothing for what has not happened yet.
    pub at: Option<Moment>,
    /// Who did it.
    pub by: Option<String>,
    /// What it is.
    pub words: String,
}

/// The way of a product that leaves now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// When it would leave.
    pub leaves: Moment,
    /// When the infusion could start.
    pub arrives: Moment,
    /// When the infusion is planned to end.
    pub ends: Moment,
    /// Until when it must have ended.
    pub expires: Moment,
    /// What is left at the planned end, to the minute, such as `20 h 5 min`.
    pub spare: String,
    /// Whether it would expire before.
    pub too_late: bool,
}

/// One product's certification, for a reader.
///
/// # Errors
/// When there is no such product, the reader may not see it, or reading fails.
pub fn certification(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
) -> Result<CertificationPage, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let (product, batch) = treatment
        .product(container)
        .ok_or_else(|| unknown(container))?;
    let entries = world.entries(id)?;
    let found = reviewed(world, (&protocol, treatment), container, &entries)?;
    let line = |unmet| unmet_line((&protocol, treatment), (container, &product.batch), unmet);
    let unmet: Vec<_> = found.unmet.into_iter().map(line).collect();
    let two = is_two_staged(&protocol);
    let releases = found
        .allowed
        .iter()
        .map(|kind| release(container, *kind, two));
    let open = matches!(
        product.state,
        ProductState::Quarantine | ProductState::ConditionallyReleased
    );
    let (complete, incomplete): (Vec<_>, Vec<_>) =
        found.counts.iter().partition(|count| count.is_complete());
    let now = (world.now(), world.zone());
    let way = shelf_life(&protocol, treatment, container, now).filter(|_| open);
    Ok(CertificationPage {
        heading: heading(world, actor, id)?,
        container: container.clone(),
        batch: product.batch.clone(),
        certified: is_certified(product),
        state: product.state.words().to_owned(),
        clock: world.clock("product expires", product.expires_at),
        cells: format!("{} in {}", product.cells.words(), product.volume.words()),
        next: found.next.map(|kind| next_words(kind, two)),
        releases: if unmet.is_empty() {
            releases.collect()
        } else {
            Vec::new()
        },
        unmet,
        rejection: open.then(|| Target::Rejection(container.clone())),
        way: way.map(|life| way_of(world, &life)),
        alerts: alerts(world, actor, (id, &folded, &protocol), Some(container))?,
        supply: supply::section(world, (&protocol, treatment), container)?,
        kept: world
            .kept_until(product.expires_at)
            .map(|kept| (kept.until, kept.source)),
        late: late_lines(world, (&protocol, treatment), container, &entries)?,
        unusual: by_kind(world, &found.exceptions),
        found_none: found_none(&found.exceptions),
        reviewed: found.reviewed.map(|by| signed(world, (by.at, &by.by))),
        review: open.then(|| Target::Review(container.clone())),
        complete: complete
            .iter()
            .map(|one| format!("{} {}", one.of, one.what))
            .collect(),
        incomplete: incomplete
            .iter()
            .map(|one| format!("{} of {} {}", one.good, one.of, one.what))
            .collect(),
        results: results(world, &protocol, &product.batch, batch),
        deviations: deviations(treatment, &product.batch),
    })
}

/// The engine's review of a product's record as it stands now.
pub(crate) fn reviewed(
    world: &World,
    (protocol, treatment): (&Protocol, &Treatment),
    container: &ContainerId,
    entries: &[Entry],
) -> Result<Review, AppError> {
    let events: Vec<_> = entries
        .iter()
        .map(record::recorded)
        .collect::<Result<_, _>>()?;
    let now = (world.now(), world.zone());
    let around = world.facility(&lots_behind(treatment))?;
    let of = (treatment, &around.facility);
    review(protocol, of, &events, container, now).ok_or_else(|| unknown(container))
}

/// One unusual thing as a line, such as `changed, 2026-01-20 14:02 CET: ...`.
pub(crate) fn unusual_words(world: &World, exception: &ReviewException) -> String {
    let kind = exception.kind.words();
    match (&exception.at, &exception.by) {
        (Some(at), Some(by)) => {
            format!("{kind}, {}: {}", signed(world, (*at, by)), exception.words)
        }
        (Some(at), None) => format!("{kind}, {}: {}", wall(world, *at), exception.words),
        (None, _) => format!("{kind}: {}", exception.words),
    }
}

fn unknown(container: &ContainerId) -> AppError {
    AppError::NotFound(format!("product {container}"))
}

fn wall(world: &World, at: Timestamp) -> String {
    world.moment(at).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

pub(crate) fn signed(world: &World, (at, by): (Timestamp, &StaffId)) -> String {
    format!("{} by {}", wall(world, at), world.who(by))
}

fn next_words(kind: ReleaseKind, two_staged: bool) -> &'static str {
    match (kind, two_staged) {
        (ReleaseKind::Conditional, _) => "the release on the fast tests",
        (ReleaseKind::Final, true) => "the release on all results, the late ones included",
        (ReleaseKind::Final, false) => "the release",
    }
}

fn release(container: &ContainerId, kind: ReleaseKind, two_staged: bool) -> (&'static str, Target) {
    let container = container.clone();
    match kind {
        ReleaseKind::Conditional => (
            "Release conditionally, on the fast tests",
            Target::ConditionalRelease(container),
        ),
        ReleaseKind::Final if two_staged => (
            "Release finally, on all results",
            Target::FinalRelease(container),
        ),
        ReleaseKind::Final => ("Release", Target::FinalRelease(container)),
    }
}

fn unmet_line(
    (protocol, treatment): (&Protocol, &Treatment),
    (container, batch): (&ContainerId, &BatchId),
    Unmet { refusal, mend }: Unmet,
) -> UnmetLine {
    let (label, mended_at) = mended((protocol, treatment), (container, batch), mend);
    UnmetLine {
        code: refusal.code.code().to_owned(),
        sentence: refusal.code.sentence().to_owned(),
        detail: refusal.detail,
        label,
        mended_at,
    }
}

/// What a button says, and where it leads.
fn mended(
    (protocol, treatment): (&Protocol, &Treatment),
    (container, batch): (&ContainerId, &BatchId),
    mend: Mend,
) -> (&'static str, MendedAt) {
    let (product, of_batch) = (container.clone(), batch.clone());
    let (label, target) = match mend {
        Mend::Result(test) => ("Enter the result", Target::Result(of_batch, test)),
        Mend::Approval(test, number) => {
            let target = Target::Approval(of_batch, test, number);
            ("Approve the result", target)
        }
        Mend::Retest(test) => ("Order the retest", Target::Retest(of_batch, test)),
        Mend::Deviation(id) => match treatment.deviations.get(&id).map(|found| found.class) {
            Some(Some(_)) => ("Assess the deviation", Target::Deviation(id)),
            Some(None) | None => ("Classify the deviation", Target::DeviationClass(id)),
        },
        Mend::PrintLabel => ("Print the label", Target::LabelPrint(product)),
        Mend::ScanLabel => ("Scan the label back", Target::LabelScan(product)),
        Mend::AccountLabels => ("Account for the labels", Target::LabelAccount(product)),
        Mend::Order(dose) => ("Order the dose", Target::Order(dose)),
        Mend::Review => ("Review the record", Target::Review(product)),
        Mend::Reject => ("Reject the product", Target::Rejection(product)),
        Mend::Supply => return ("What can be done with it", MendedAt::Supply),
        Mend::Protocol => {
            let protocol = protocol.id.to_string();
            return ("Read the specification", MendedAt::Specification(protocol));
        }
        Mend::Record => return ("Look into the batch record", MendedAt::Batch),
    };
    (label, MendedAt::Form(target))
}

fn way_of(world: &World, life: &ShelfLife) -> Way {
    let spare = life.spare();
    Way {
        leaves: world.moment(life.leaves_at),
        arrives: world.moment(life.arrives_at),
        ends: world.moment(life.ends_at),
        expires: world.moment(life.expires_at),
        spare: to_the_minute(spare),
        too_late: spare.is_negative(),
    }
}

/// A duration without its sign, to the minute and never rounded up.
pub(crate) fn to_the_minute(left: SignedDuration) -> String {
    let minutes = left.abs().as_mins();
    match minutes / 60 {
        0 => format!("{minutes} min"),
        hours => format!("{hours} h {} min", minutes % 60),
    }
}

fn by_kind(world: &World, exceptions: &[ReviewException]) -> Vec<(&'static str, Vec<UnusualLine>)> {
    let mut kinds: Vec<(ExceptionKind, Vec<UnusualLine>)> = Vec::new();
    for exception in exceptions {
        let line = UnusualLine {
            at: exception.at.map(|at| world.moment(at)),
            by: exception.by.as_ref().map(|by| world.who(by)),
            words: exception.words.clone(),
        };
        match kinds.last_mut() {
            Some((kind, lines)) if *kind == exception.kind => lines.push(line),
            _ => kinds.push((exception.kind, vec![line])),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, lines)| (kind.words(), lines))
        .collect()
}

fn found_none(exceptions: &[ReviewException]) -> Vec<&'static str> {
    let found = |kind: &ExceptionKind| exceptions.iter().any(|one| one.kind == *kind);
    let none = ExceptionKind::ALL.into_iter().filter(|kind| !found(kind));
    none.map(ExceptionKind::words).collect()
}
