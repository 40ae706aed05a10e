//! The people of a centre and what each role may do.
//!
//! Whoever administers accounts enters, approves and signs nothing clinical (draft EU GMP Annex 11,
//! chapter 11), and reading is a right of its own.

use std::fmt;

use cikada_domain::StaffId;
use cikada_domain::event::Capacity;
use cikada_engine::{Command, FacilityCommand, HandlingCommand, QualityCommand};

/// A role of a centre. A person may hold several, but `Administrator` only alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Refers, schedules, and sees every treatment.
    Coordinator,
    /// Judges eligibility, confirms plans, holds and stops.
    Physician,
    /// Draws blood and labels the bag.
    CollectionNurse,
    /// Executes the batch record.
    Technologist,
    /// Tests and reports results.
    QualityControl,
    /// Releases or rejects.
    QualifiedPerson,
    /// Verifies at the bedside, gives and watches.
    InfusionNurse,
    /// Carries containers, and does nothing else to them.
    Courier,
    /// Reads everything and changes nothing.
    Inspector,
    /// Opens accounts.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 10] = [
        Self::Coordinator,
        Self::Physician,
        Self::CollectionNurse,
        Self::Technologist,
        Self::QualityControl,
        Self::QualifiedPerson,
        Self::InfusionNurse,
        Self::Courier,
        Self::Inspector,
        Self::Administrator,
    ];

    /// The role's code in records.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Physician => "physician",
            Self::CollectionNurse => "collection-nurse",
            Self::Technologist => "technologist",
            Self::QualityControl => "quality-control",
            Self::QualifiedPerson => "qualified-person",
            Self::InfusionNurse => "infusion-nurse",
            Self::Courier => "courier",
            Self::Inspector => "inspector",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role sees patients' treatments.
    #[must_use]
    pub fn reads_treatments(self) -> bool {
        self != Self::Administrator
    }

    /// Whether the role may ask for a command.
    #[must_use]
    pub fn may(self, command: &Command) -> bool {
        roles_for(command).contains(&self)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code().replace('-', " "))
    }
}

/// Who reads a temperature logger out: whoever hands containers over, and the laboratory.
pub(crate) const LOG_READERS: &[Role] = &[
    Role::CollectionNurse,
    Role::Technologist,
    Role::QualityControl,
    Role::QualifiedPerson,
    Role::InfusionNurse,
    Role::Coordinator,
    Role::Courier,
];

/// The roles that may ask for a command. Whatever is not listed may not be asked for.
#[must_use]
pub fn roles_for(command: &Command) -> &'static [Role] {
    use Role::{
        CollectionNurse, Coordinator, Courier, InfusionNurse, Physician, QualifiedPerson,
        QualityControl, Technologist,
    };
    match command {
        Command::OpenTreatment { .. } => &[Coordinator, Physician],
        Command::RecordEvaluation { .. } => &[Coordinator, Physician],
        Command::ConfirmEligibility
        | Command::ConfirmPlan { .. }
        | Command::RecordException { .. }
        | Command::AssignDoseLevel { .. }
        | Command::OrderDose { .. }
        | Command::LiftHold
        | Command::CloseTreatment { .. } => &[Physician],
        Command::RecordConsent { .. } | Command::WithdrawConsent { .. } => {
            &[Coordinator, Physician]
        }
        Command::IssueLabel { .. } => &[CollectionNurse, Technologist],
        Command::RecordCollection { .. } => &[CollectionNurse],
        Command::TransferCustody { .. } => &[
            CollectionNurse,
            Technologist,
            QualifiedPerson,
            InfusionNurse,
            Coordinator,
            Courier,
        ],
        Command::StartBatch { .. } | Command::PerformStep { .. } | Command::CorrectValue { .. } => {
            &[Technologist]
        }
        Command::CloseDeviation { .. } => &[QualifiedPerson],
        Command::RecordResult { .. } => &[QualityControl],
        Command::ReleaseProduct { .. } | Command::RejectProduct { .. } => &[QualifiedPerson],
        Command::RecordFitness { .. } => &[Physician, InfusionNurse],
        Command::VerifyAtBedside { .. }
        | Command::StartInfusion { .. }
        | Command::RecordVitalSigns { .. }
        | Command::EndInfusion { .. }
        | Command::EndObservation { .. } => &[InfusionNurse],
        Command::RecordAdverseEvent { .. } => &[Physician, InfusionNurse, Coordinator],
        Command::PlaceHold => &[Physician, QualifiedPerson],
        Command::RecordVisit { .. } => &[Physician, Coordinator, InfusionNurse],
        Command::Handling(command) => match command {
            HandlingCommand::PrintLabel { .. }
            | HandlingCommand::VerifyLabel { .. }
            | HandlingCommand::AccountLabels { .. } => &[CollectionNurse, Technologist],
            HandlingCommand::LogTemperature { .. } => LOG_READERS,
            HandlingCommand::DisposeProduct { .. } => &[QualifiedPerson],
            HandlingCommand::FillDose { .. } | HandlingCommand::CorrectMaterial { .. } => {
                &[Technologist]
            }
            HandlingCommand::AttachFile { .. } => &[Technologist, QualityControl],
        },
        Command::Quality(command) => quality_roles(command),
    }
}

fn quality_roles(command: &QualityCommand) -> &'static [Role] {
    use Role::{
        CollectionNurse, Coordinator, InfusionNurse, Physician, QualifiedPerson, QualityControl,
        Technologist,
    };
    match command {
        QualityCommand::ReportDeviation { .. } => &[
            Technologist,
            QualityControl,
            QualifiedPerson,
            CollectionNurse,
            InfusionNurse,
            Coordinator,
            Physician,
        ],
        QualityCommand::ClassifyDeviation { .. }
        | QualityCommand::ReviewAuditTrail { .. }
        | QualityCommand::EvaluateRisk { .. }
        | QualityCommand::SupplyProduct { .. }
        | QualityCommand::PermitSupply { .. }
        | QualityCommand::NotifyAuthority { .. }
        | QualityCommand::OrderRetest { .. } => &[QualifiedPerson],
        QualityCommand::TakeSample { .. } => &[Technologist, QualityControl],
        QualityCommand::InvalidateSample { .. }
        | QualityCommand::ApproveResult { .. }
        | QualityCommand::InvalidateResult { .. } => &[QualityControl, QualifiedPerson],
        QualityCommand::AcknowledgeAlert { capacity, .. } => match capacity {
            Capacity::Physician => &[Physician],
            Capacity::QualifiedPerson => &[QualifiedPerson],
        },
        QualityCommand::RequestSupply { .. } | QualityCommand::InformPatient { .. } => &[Physician],
    }
}

/// The roles that may ask for a command about materials, equipment, rooms, training or
/// label templates.
#[must_use]
pub fn roles_for_facility(command: &FacilityCommand) -> &'static [Role] {
    use Role::{QualifiedPerson, QualityControl, Technologist};
    match command {
        FacilityCommand::ReceiveLot { .. }
        | FacilityCommand::CountLot { .. }
        | FacilityCommand::RegisterEquipment { .. }
        | FacilityCommand::RecordCalibration { .. }
        | FacilityCommand::RecordCleaning { .. }
        | FacilityCommand::WithdrawEquipment { .. } => &[Technologist, QualityControl],
        FacilityCommand::ReleaseLot { .. }
        | FacilityCommand::RejectLot { .. }
        | FacilityCommand::RecallLot { .. }
        | FacilityCommand::ReturnEquipment { .. } => &[QualityControl, QualifiedPerson],
        FacilityCommand::ClearLine { .. } => &[Technologist],
        FacilityCommand::RecordTraining { .. } => &[QualifiedPerson],
        FacilityCommand::ProposeLabelTemplate { .. } => {
            &[Technologist, QualityControl, QualifiedPerson]
        }
        FacilityCommand::ApproveLabelTemplate { .. }
        | FacilityCommand::RetireLabelTemplate { .. } => &[QualityControl, QualifiedPerson],
    }
}

/// The roles that may witness a command: those that may ask for it, and the physician at the bedside.
#[must_use]
pub fn witnesses_for(command: &Command) -> Vec<Role> {
    let mut roles = roles_for(command).to_vec();
    if matches!(
        command,
        Command::VerifyAtBedside { .. } | Command::StartInfusion { .. }
    ) {
        roles.push(Role::Physician);
    }
    roles
}

/// A member of staff, as pages and permissions need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The identifier in every record.
    pub id: StaffId,
    /// The name as printed beside a signature.
    pub name: String,
    /// The roles held.
    pub roles: Vec<Role>,
}

impl Staff {
    /// Whether any of the person's roles may ask for a command.
    #[must_use]
    pub fn may(&self, command: &Command) -> bool {
        self.roles.iter().any(|role| role.may(command))
    }

    /// Whether any of the person's roles may witness a command.
    #[must_use]
    pub fn may_witness(&self, command: &Command) -> bool {
        let witnesses = witnesses_for(command);
        self.roles.iter().any(|role| witnesses.contains(role))
    }
}
