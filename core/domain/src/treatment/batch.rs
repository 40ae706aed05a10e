//! What is collected, grown, tested and released, and who held it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::event::{Event, LatePlan, MaterialUsed, Recorded, ReleaseKind};
use crate::identifier::{
    BatchId, ContainerId, Division, DonationIdentificationNumber, DoseNumber, EquipmentId, InputId,
    RoomId, SampleId, StaffId, StepId, TestId,
};
use crate::quantity::Quantity;
use crate::treatment::filling::FilledOut;
use crate::treatment::handling::{AttachedFile, EquipmentUse, Handover};
use crate::treatment::laboratory::{Retest, Sample, TestResult};
use crate::treatment::quality::{ExceptionalSupply, LateFailure};
use crate::treatment::{Confirmed, Treatment};
use crate::value::Value;

/// Material collected from the donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// For which dose.
    pub dose: DoseNumber,
    /// The bag.
    pub container: ContainerId,
    /// How much.
    pub volume: Quantity,
    /// At which place, where that was recorded.
    pub place: Option<String>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// One culture, of one collection of one donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// For which dose it was started; others may be filled from it.
    pub dose: DoseNumber,
    /// From which collection: one, by type, so that nothing is pooled.
    pub donation: DonationIdentificationNumber,
    /// When the culture was started.
    pub started_at: Timestamp,
    /// Steps done, in order.
    pub performed: Vec<Performed>,
    /// Results by test, in order of happening; all of them stay visible, and a failed one that is
    /// valid counts also when a later one meets the specification.
    pub results: BTreeMap<TestId, Vec<TestResult>>,
    /// The harvest's container; further doses are filled out of it, see
    /// [`Treatment::products_of`].
    pub container: Option<ContainerId>,
    /// Everyone who performed or witnessed a step or a test, or took a sample.
    pub makers: BTreeSet<StaffId>,
    /// Equipment and rooms used, in order.
    pub equipment: Vec<EquipmentUse>,
    /// Files attached to its steps, in order.
    pub files: Vec<AttachedFile>,
    /// Samples taken from it.
    pub samples: BTreeMap<SampleId, Sample>,
    /// Retests ordered, by test, in order.
    pub retests: BTreeMap<TestId, Vec<Retest>>,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// Which step.
    pub step: StepId,
    /// What was entered, with corrections taken in.
    pub values: BTreeMap<InputId, Value>,
    /// Which inputs were corrected.
    pub corrected: BTreeSet<InputId>,
    /// What was added, with corrections taken in.
    pub materials: Vec<MaterialUsed>,
    /// What stood in a line of the materials, from 0, before it was corrected; oldest first.
    pub materials_before: Vec<(u16, MaterialUsed)>,
    /// When.
    pub at: Timestamp,
    /// When it was recorded: later than it was done, where it was entered late.
    pub recorded_at: Timestamp,
    /// By whom.
    pub performer: StaffId,
    /// Witnessed by whom.
    pub witness: Option<StaffId>,
}

/// A harvested product, or a dose that was filled out of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// From which batch.
    pub batch: BatchId,
    /// Which dose it is.
    pub dose: DoseNumber,
    /// Out of which container it was filled; none for the harvest itself.
    pub filled_from: Option<ContainerId>,
    /// Which part of the batch it is; none where the whole batch is in one container.
    pub division: Option<Division>,
    /// Where it is stored, where that was recorded when it was filled.
    pub place: Option<String>,
    /// The equipment it was filled with out of another container; that of a harvest is of its step.
    pub equipment: Vec<EquipmentId>,
    /// The room or cabinet it was filled in out of another container.
    pub room: Option<RoomId>,
    /// How many cells it holds, as the record stood when it was filled, last filled out of or last
    /// corrected.
    pub cells: Quantity,
    /// What was filled out of it, in order.
    pub filled_out: Vec<FilledOut>,
    /// In which volume, less what was filled out of it.
    pub volume: Quantity,
    /// When it was harvested, or filled out of the harvest.
    pub harvested_at: Timestamp,
    /// When it was recorded what it holds: a label printed before says something else.
    pub holds_since: Timestamp,
    /// Until when the infusion must have ended.
    pub expires_at: Timestamp,
    /// Where the quality decision stands.
    pub state: ProductState,
    /// Releases so far, with when and by whom.
    pub releases: Vec<(ReleaseKind, Timestamp, StaffId)>,
    /// What is planned for each result that comes after the release.
    pub late_plans: Vec<LatePlan>,
    /// What a supply out of specification stands on, so far.
    pub supply: ExceptionalSupply,
    /// Late results that failed after the product had left, in order.
    pub late_failures: Vec<LateFailure>,
    /// When and by whom the record was reviewed; nothing once something was added to it since.
    pub reviewed: Option<Confirmed>,
}

/// Where the quality decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProductState {
    /// No decision yet.
    Quarantine,
    /// Released on the fast tests.
    ConditionallyReleased,
    /// Released on all results.
    Released,
    /// Supplied out of specification with the complete set of papers.
    SuppliedExceptionally,
    /// Rejected.
    Rejected,
    /// Returned to where it was made.
    Returned,
    /// Destroyed.
    Destroyed,
    /// It will never be given.
    NeverInfused,
}

impl Product {
    /// What was filled just now: in quarantine, and nothing decided about it.
    pub(super) fn filled(
        recorded: &Recorded,
        (batch, dose): (&BatchId, DoseNumber),
        (cells, volume): (&Quantity, &Quantity),
        expires_at: Timestamp,
    ) -> Self {
        Self {
            batch: batch.clone(),
            dose,
            filled_from: None,
            division: None,
            place: None,
            equipment: Vec::new(),
            room: None,
            cells: cells.clone(),
            filled_out: Vec::new(),
            volume: volume.clone(),
            harvested_at: recorded.occurred_at,
            holds_since: recorded.recorded_at,
            expires_at,
            state: ProductState::Quarantine,
            releases: Vec::new(),
            late_plans: Vec::new(),
            supply: ExceptionalSupply::default(),
            late_failures: Vec::new(),
            reviewed: None,
        }
    }
}

impl ProductState {
    /// Where the quality decision stands, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Quarantine => "in quarantine",
            Self::ConditionallyReleased => "released conditionally",
            Self::Released => "released",
            Self::SuppliedExceptionally => "supplied out of specification",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
            Self::Destroyed => "destroyed",
            Self::NeverInfused => "never given",
        }
    }
}

impl Batch {
    /// The records of one step, in order.
    pub fn records_of(&self, step: &StepId) -> impl Iterator<Item = &Performed> {
        self.performed
            .iter()
            .filter(move |performed| &performed.step == step)
    }
}

impl Treatment {
    pub(super) fn apply_making(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::LabelIssued { container, purpose } => {
                self.labels.insert(container.clone(), purpose.clone());
            }
            Event::CollectionRecorded {
                dose,
                donation,
                container,
                volume,
                place,
                ..
            } => {
                let collection = Collection {
                    dose: *dose,
                    container: container.clone(),
                    volume: volume.clone(),
                    place: place.clone(),
                    at: recorded.occurred_at,
                    by: recorded.performer.clone(),
                };
                self.collections.insert(donation.clone(), collection);
            }
            Event::CustodyTransferred {
                container,
                from,
                to,
                temperature,
                intact,
                place,
            } => {
                let handover = Handover {
                    from: from.clone(),
                    to: to.clone(),
                    temperature: temperature.clone(),
                    intact: *intact,
                    at: recorded.occurred_at,
                    by: recorded.performer.clone(),
                    taken_by: recorded.witness.clone(),
                    place: place.clone(),
                };
                self.custody
                    .entry(container.clone())
                    .or_default()
                    .push(handover);
            }
            Event::BatchStarted {
                batch,
                dose,
                donation,
            } => {
                let started = Batch {
                    dose: *dose,
                    donation: donation.clone(),
                    started_at: recorded.occurred_at,
                    performed: Vec::new(),
                    results: BTreeMap::new(),
                    container: None,
                    makers: makers(recorded),
                    equipment: Vec::new(),
                    files: Vec::new(),
                    samples: BTreeMap::new(),
                    retests: BTreeMap::new(),
                };
                self.batches.insert(batch.clone(), started);
            }
            _ => {}
        }
    }

    pub(super) fn apply_quality(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::ProductHarvested {
                batch,
                container,
                cells,
                volume,
                expires_at,
            } => {
                let Some(of) = self.batches.get_mut(batch) else {
                    return;
                };
                of.container = Some(container.clone());
                let product = Product {
                    division: Division::of(container),
                    ..Product::filled(recorded, (batch, of.dose), (cells, volume), *expires_at)
                };
                self.products.insert(container.clone(), product);
            }
            Event::ProductReleased {
                container,
                kind,
                late,
            } => {
                if let Some(product) = self.products.get_mut(container) {
                    product.state = match kind {
                        ReleaseKind::Conditional => ProductState::ConditionallyReleased,
                        ReleaseKind::Final => ProductState::Released,
                    };
                    let release = (*kind, recorded.occurred_at, recorded.performer.clone());
                    product.releases.push(release);
                    product.late_plans.extend(late.iter().flatten().cloned());
                }
            }
            Event::ProductRejected { container } => {
                if let Some(product) = self.products.get_mut(container) {
                    product.state = ProductState::Rejected;
                }
            }
            _ => {}
        }
    }
}

pub(super) fn makers(recorded: &Recorded) -> BTreeSet<StaffId> {
    let performer = std::iter::once(recorded.performer.clone());
    performer.chain(recorded.witness.clone()).collect()
}
