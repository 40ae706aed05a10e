//! What of each command was read from a label, a wristband or a badge: with no default, so that a
//! new command cannot be forgotten.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{
    BatchId, ContainerId, DonationIdentificationNumber, EquipmentId, PersonId, RoomId, SampleId,
};
use cikada_engine::{Command, HandlingCommand, QualityCommand, Scanned};

/// What kind of thing is scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Patient,
    Container,
    Collection,
    Batch,
    Lot,
    Equipment,
    Room,
    Sample,
    /// A member of staff, by badge and secret.
    Person,
}

/// One thing of a command that a scanner read, to be swapped.
pub(crate) enum Scan<'a> {
    Wristband(&'a mut Scanned<PersonId>),
    Bag(&'a mut Scanned<ContainerId>),
    Container(&'a mut ContainerId),
    /// One label tells both: the bag and the collection in it.
    BagOfCollection(&'a mut ContainerId, &'a mut DonationIdentificationNumber),
    Collection(&'a mut DonationIdentificationNumber),
    Batch(&'a mut BatchId),
    Lot(&'a mut String),
    Equipment(&'a mut EquipmentId),
    Room(&'a mut RoomId),
    Sample(&'a mut SampleId),
}

impl Thing {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Container => "container or product",
            Self::Collection => "collection",
            Self::Batch => "batch",
            Self::Lot => "lot",
            Self::Equipment => "equipment",
            Self::Room => "room",
            Self::Sample => "sample",
            Self::Person => "person",
        }
    }
}

/// The text that stands for a code nobody here knows.
pub(crate) const UNKNOWN: &str = "UNKNOWN-1";

impl Scan<'_> {
    pub(crate) fn thing(&self) -> Thing {
        match self {
            Self::Wristband(_) => Thing::Patient,
            Self::Bag(_) | Self::Container(_) | Self::BagOfCollection(..) => Thing::Container,
            Self::Collection(_) => Thing::Collection,
            Self::Batch(_) => Thing::Batch,
            Self::Lot(_) => Thing::Lot,
            Self::Equipment(_) => Thing::Equipment,
            Self::Room(_) => Thing::Room,
            Self::Sample(_) => Thing::Sample,
        }
    }

    /// What was scanned, as text.
    pub(crate) fn value(&self) -> String {
        let known = |text: Option<String>| text.unwrap_or_else(|| UNKNOWN.to_owned());
        match self {
            Self::Wristband(Scanned::Known(person)) => person.to_string(),
            Self::Bag(Scanned::Known(container)) => container.to_string(),
            Self::Wristband(Scanned::Unknown) | Self::Bag(Scanned::Unknown) => known(None),
            Self::Container(container) | Self::BagOfCollection(container, _) => {
                container.to_string()
            }
            Self::Collection(donation) => donation.to_string(),
            Self::Batch(batch) => batch.to_string(),
            Self::Lot(lot) => (*lot).clone(),
            Self::Equipment(equipment) => equipment.to_string(),
            Self::Room(room) => room.to_string(),
            Self::Sample(sample) => sample.to_string(),
        }
    }

    /// Scans something else instead; [`UNKNOWN`] is a code that nobody here knows.
    pub(crate) fn swap(self, value: &str) {
        match self {
            Self::Wristband(person) => *person = scanned(value, PersonId::new(value).unwrap()),
            Self::Bag(bag) => *bag = scanned(value, ContainerId::new(value).unwrap()),
            Self::Container(container) => *container = ContainerId::new(value).unwrap(),
            Self::BagOfCollection(container, donation) => {
                *container = ContainerId::new(value).unwrap();
                *donation = other_donation(donation, value);
            }
            Self::Collection(donation) => {
                let unknown = DonationIdentificationNumber::new("A999926999999").unwrap();
                *donation = DonationIdentificationNumber::new(value).unwrap_or(unknown);
            }
            Self::Batch(batch) => *batch = BatchId::new(value).unwrap(),
            Self::Lot(lot) => value.clone_into(lot),
            Self::Equipment(equipment) => *equipment = EquipmentId::new(value).unwrap(),
            Self::Room(room) => *room = RoomId::new(value).unwrap(),
            Self::Sample(sample) => *sample = SampleId::new(value).unwrap(),
        }
    }
}

fn scanned<T>(value: &str, known: T) -> Scanned<T> {
    if value == UNKNOWN {
        Scanned::Unknown
    } else {
        Scanned::Known(known)
    }
}

/// The collection a bag of the course holds has the bag's serial.
fn other_donation(
    donation: &DonationIdentificationNumber,
    bag: &str,
) -> DonationIdentificationNumber {
    let serial: String = bag.chars().filter(char::is_ascii_digit).collect();
    let facility: String = donation.as_str().chars().take(7).collect();
    let other = DonationIdentificationNumber::new(format!("{facility}{serial:0>6}"));
    other.unwrap_or_else(|_| donation.clone())
}

/// Everything of a command that was scanned.
pub(crate) fn scans(command: &mut Command) -> Vec<Scan<'_>> {
    match command {
        Command::RecordCollection {
            donation,
            container,
            wristband,
            ..
        } => vec![
            Scan::Wristband(wristband),
            Scan::BagOfCollection(container, donation),
        ],
        Command::IssueLabel { container, purpose } => {
            let batch = match purpose {
                LabelPurpose::Product(batch) => Some(Scan::Batch(batch)),
                LabelPurpose::Collection(_) => None,
            };
            std::iter::once(Scan::Container(container))
                .chain(batch)
                .collect()
        }
        Command::TransferCustody { scanned, .. } => vec![Scan::Bag(scanned)],
        Command::ReleaseProduct { container, .. }
        | Command::RejectProduct { container }
        | Command::StartInfusion { container, .. } => vec![Scan::Container(container)],
        Command::StartBatch {
            batch, donation, ..
        } => vec![Scan::Batch(batch), Scan::Collection(donation)],
        Command::PerformStep { .. } => of_step(command),
        Command::CorrectValue { batch, .. } => vec![Scan::Batch(batch)],
        Command::RecordResult { batch, sample, .. } => {
            let sample = sample.as_mut().map(Scan::Sample);
            std::iter::once(Scan::Batch(batch)).chain(sample).collect()
        }
        Command::VerifyAtBedside {
            wristband,
            container,
            ..
        } => vec![Scan::Wristband(wristband), Scan::Bag(container)],
        Command::Handling(command) => of_handling(command),
        Command::Quality(command) => of_quality(command),
        Command::OpenTreatment { .. }
        | Command::RecordEvaluation { .. }
        | Command::ConfirmEligibility
        | Command::RecordConsent { .. }
        | Command::WithdrawConsent { .. }
        | Command::ConfirmPlan { .. }
        | Command::RecordException { .. }
        | Command::AssignDoseLevel { .. }
        | Command::OrderDose { .. }
        | Command::CloseDeviation { .. }
        | Command::RecordFitness { .. }
        | Command::RecordVitalSigns { .. }
        | Command::EndInfusion { .. }
        | Command::EndObservation { .. }
        | Command::RecordAdverseEvent { .. }
        | Command::PlaceHold
        | Command::LiftHold
        | Command::RecordVisit { .. }
        | Command::CloseTreatment { .. } => Vec::new(),
    }
}

fn of_step(command: &mut Command) -> Vec<Scan<'_>> {
    let Command::PerformStep {
        batch,
        materials,
        container,
        equipment,
        room,
        ..
    } = command
    else {
        return Vec::new();
    };
    let mut all = vec![Scan::Batch(batch)];
    let lots = materials.iter_mut();
    all.extend(lots.map(|material| Scan::Lot(&mut material.lot)));
    all.extend(container.as_mut().map(Scan::Container));
    all.extend(equipment.iter_mut().map(Scan::Equipment));
    all.extend(room.as_mut().map(Scan::Room));
    all
}

fn of_handling(command: &mut HandlingCommand) -> Vec<Scan<'_>> {
    match command {
        HandlingCommand::VerifyLabel { scanned, .. } => vec![Scan::Container(scanned)],
        HandlingCommand::LogTemperature {
            container, logger, ..
        } => vec![Scan::Container(container), Scan::Equipment(logger)],
        HandlingCommand::PrintLabel { container, .. }
        | HandlingCommand::AccountLabels { container, .. }
        | HandlingCommand::DisposeProduct { container, .. } => vec![Scan::Container(container)],
        HandlingCommand::FillDose {
            batch,
            from,
            container,
            equipment,
            room,
            ..
        } => {
            let bags = [Scan::Container(from), Scan::Container(container)];
            let mut all = vec![Scan::Batch(batch)];
            all.extend(bags);
            all.extend(equipment.iter_mut().map(Scan::Equipment));
            all.extend(room.as_mut().map(Scan::Room));
            all
        }
        HandlingCommand::CorrectMaterial { batch, used, .. } => {
            vec![Scan::Batch(batch), Scan::Lot(&mut used.lot)]
        }
        HandlingCommand::AttachFile { batch, .. } => vec![Scan::Batch(batch)],
    }
}

fn of_quality(command: &mut QualityCommand) -> Vec<Scan<'_>> {
    match command {
        QualityCommand::TakeSample { sample, batch, .. } => {
            vec![Scan::Sample(sample), Scan::Batch(batch)]
        }
        QualityCommand::InvalidateSample { sample } => vec![Scan::Sample(sample)],
        QualityCommand::ReportDeviation { batch, .. }
        | QualityCommand::ApproveResult { batch, .. }
        | QualityCommand::InvalidateResult { batch, .. }
        | QualityCommand::OrderRetest { batch, .. } => vec![Scan::Batch(batch)],
        QualityCommand::AcknowledgeAlert { container, .. }
        | QualityCommand::ReviewAuditTrail { container, .. }
        | QualityCommand::EvaluateRisk { container, .. }
        | QualityCommand::RequestSupply { container }
        | QualityCommand::InformPatient { container }
        | QualityCommand::PermitSupply { container, .. }
        | QualityCommand::SupplyProduct { container }
        | QualityCommand::NotifyAuthority { container, .. } => vec![Scan::Container(container)],
        QualityCommand::ClassifyDeviation { .. } => Vec::new(),
    }
}
