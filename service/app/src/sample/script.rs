//! What an act of the sample means: the command it comes to, for a treatment as it stands.

use std::collections::BTreeMap;

use cikada_domain::event::{InfusionOutcome, LabelPurpose, MaterialUsed, Subject};
use cikada_domain::{
    BatchId, ContainerId, DonationIdentificationNumber, DoseNumber, InputId, PersonId, Quantity,
    StepId, Treatment, Value, VisitId,
};
use cikada_engine::{Command, Entered, QualityCommand, Scanned, worked};
use cikada_protocol::Protocol;
use cikada_protocol::model::{Input, Material, MaterialFrom, Step, StepKind};
use jiff::{Timestamp, ToSpan};

use crate::form::{issue_collection_label, issue_product_label};
use crate::sample::agenda::What;
use crate::sample::centre::unsuitable;
use crate::sample::facility::Stock;
use crate::sample::{SampleError, facility, medicine, values};
use crate::use_cases::maintain::treatments;
use crate::world::World;

/// The dose at which a value lies outside its limit.
const DEVIATING: u16 = 2;

/// What an act means for a treatment as it stands.
pub(super) struct Script<'a> {
    pub(super) world: &'a World,
    pub(super) protocol: &'a Protocol,
    pub(super) treatment: &'a Treatment,
    pub(super) dose: DoseNumber,
    pub(super) at: Timestamp,
    pub(super) stock: &'a Stock,
}

/// An act that belongs to no dose.
pub(super) fn enrolment(
    world: &World,
    protocol: &Protocol,
    what: &What,
) -> Result<Command, SampleError> {
    Ok(match what {
        What::Except => medicine::exception(world, protocol)?,
        What::Evaluate => Command::RecordEvaluation {
            findings: values::answers(&protocol.eligibility)?,
        },
        What::ConfirmEligibility => Command::ConfirmEligibility,
        What::Consent(consent) => Command::RecordConsent {
            consent: consent.clone(),
            document_version: "1.0".to_owned(),
        },
        What::ConfirmPlan(anchor) => Command::ConfirmPlan {
            anchor: *anchor,
            convention: None,
        },
        What::Close(reason) => Command::CloseTreatment { reason: *reason },
        What::Visit(visit) => visited(protocol, visit, None)?,
        other => return Err(unsuitable(format!("{other:?} needs a dose"))),
    })
}

fn visited(
    protocol: &Protocol,
    visit: &VisitId,
    dose: Option<DoseNumber>,
) -> Result<Command, SampleError> {
    let rule = protocol.visits.iter().find(|rule| &rule.id == visit);
    let rule = rule.ok_or_else(|| unsuitable(format!("there is no visit {visit}")))?;
    Ok(Command::RecordVisit {
        visit: visit.clone(),
        dose,
        findings: values::answers(&rule.findings)?,
    })
}

impl Script<'_> {
    /// The commands an act comes to, usually one.
    pub(super) fn commands(&self, what: &What) -> Result<Vec<Command>, SampleError> {
        let dose = self.dose;
        let one = match what {
            What::LabelCollection => issue_collection_label(self.world, self.protocol, dose)?,
            What::PrintCollectionLabel
            | What::ScanCollectionLabel
            | What::AccountCollectionLabels => {
                let bag = self.labelled(&LabelPurpose::Collection(dose))?;
                super::labels::command(self, what, &bag)?
            }
            What::PrintProductLabel | What::ScanProductLabel | What::AccountProductLabels => {
                super::labels::command(self, what, &self.product()?)?
            }
            What::Collect => self.collect()?,
            What::HandOverCollection => {
                let container = self.labelled(&LabelPurpose::Collection(dose))?;
                self.hand_over(container, "ward", "clean room", "20 Cel")?
            }
            What::Order => medicine::order(self)?,
            What::StartBatch => Command::StartBatch {
                batch: self.world.next_batch()?,
                dose,
                donation: self.donation()?,
            },
            What::Step(step, day) => self.step(step, *day)?,
            What::Correct(step) => self.correct(step)?,
            What::LabelProduct => {
                issue_product_label(self.protocol, self.treatment, &self.batch()?)?
            }
            What::Result(test) => self.result(test)?,
            What::Approve(test) => self.approve(test)?,
            What::CloseDeviations => return Ok(self.close_deviations()),
            What::Release(kind) => self.release(*kind)?,
            What::Reject => Command::RejectProduct {
                container: self.product()?,
            },
            What::HandOverProduct | What::ReceiveProduct | What::HandOverToWard => {
                self.hand_over_product(what)?
            }
            What::Review => self.review()?,
            What::Fitness => Command::RecordFitness {
                dose,
                findings: values::answers(&self.protocol.fitness)?,
            },
            What::Verify { wrong_wristband } => self.verify(*wrong_wristband)?,
            What::Start => Command::StartInfusion {
                dose,
                container: self.product()?,
            },
            What::VitalSigns => self.vital_signs()?,
            What::End => Command::EndInfusion {
                dose,
                volume: values::line(self.protocol, dose.get())?
                    .volume
                    .clone()
                    .ok_or_else(|| unsuitable("the dose has no volume"))?,
                outcome: InfusionOutcome::Completed,
                interruption: None,
            },
            What::EndObservation => Command::EndObservation {
                dose,
                not_on_time: BTreeMap::new(),
            },
            What::Visit(visit) => visited(self.protocol, visit, Some(dose))?,
            other => return Err(unsuitable(format!("{other:?} belongs to no dose"))),
        };
        Ok(vec![one])
    }

    /// The product's way to the patient.
    fn hand_over_product(&self, what: &What) -> Result<Command, SampleError> {
        let product = self.product()?;
        match what {
            What::ReceiveProduct => self.hand_over(product, "courier", "ward", "20 Cel"),
            What::HandOverToWard => self.hand_over(product, "clean room", "ward", "21 Cel"),
            _ => self.hand_over(product, "clean room", "courier", "21 Cel"),
        }
    }

    /// A change of hands, scanned as it should be.
    fn hand_over(
        &self,
        container: ContainerId,
        from: &str,
        to: &str,
        temperature: &str,
    ) -> Result<Command, SampleError> {
        let opening = self.treatment.opening.as_ref();
        let opening = opening.ok_or_else(|| unsuitable("no treatment was opened"))?;
        Ok(Command::TransferCustody {
            scanned: Scanned::Known(container.clone()),
            container,
            identity: Scanned::Known(opening.chain_of_identity.clone()),
            from: from.to_owned(),
            to: to.to_owned(),
            temperature: temperature.parse().map_err(unsuitable)?,
            intact: true,
            place: to.to_owned(),
        })
    }

    fn review(&self) -> Result<Command, SampleError> {
        let container = self.product()?;
        let batch = self.batch()?;
        let of_batch = self.treatment.deviations.values();
        let deviations = of_batch.filter(|deviation| deviation.batch == batch);
        let corrected = self.treatment.batches.get(&batch).map_or(0, |batch| {
            batch
                .performed
                .iter()
                .map(|record| record.corrected.len())
                .sum()
        });
        let exceptions = deviations.count().saturating_add(corrected);
        Ok(Command::Quality(QualityCommand::ReviewAuditTrail {
            container,
            exceptions: u32::try_from(exceptions).map_err(unsuitable)?,
        }))
    }

    fn labelled(&self, purpose: &LabelPurpose) -> Result<ContainerId, SampleError> {
        let found = self
            .treatment
            .labels
            .iter()
            .find(|(_, issued)| *issued == purpose);
        found
            .map(|(container, _)| container.clone())
            .ok_or_else(|| unsuitable("a label is missing"))
    }

    fn donation(&self) -> Result<DonationIdentificationNumber, SampleError> {
        if self.protocol.medicine().is_some() {
            return Ok(self.world.next_donation()?);
        }
        let collected = self.treatment.collection_for(self.dose);
        collected
            .map(|(donation, _)| donation.clone())
            .ok_or_else(|| unsuitable("nothing was collected"))
    }

    pub(super) fn batch(&self) -> Result<BatchId, SampleError> {
        let batch = self.treatment.batch_for(self.dose);
        batch
            .map(|(id, _)| id.clone())
            .ok_or_else(|| unsuitable("there is no batch"))
    }

    pub(super) fn product(&self) -> Result<ContainerId, SampleError> {
        self.labelled(&LabelPurpose::Product(self.batch()?))
    }

    fn recipient(&self) -> Result<PersonId, SampleError> {
        self.treatment
            .recipient()
            .cloned()
            .ok_or_else(|| unsuitable("no treatment was opened"))
    }

    fn collect(&self) -> Result<Command, SampleError> {
        let container = self.labelled(&LabelPurpose::Collection(self.dose))?;
        let donation = container.as_str().split('-').next().unwrap_or_default();
        let donation = DonationIdentificationNumber::new(donation).map_err(unsuitable)?;
        let rule = self.protocol.collection();
        let rule = rule.ok_or_else(|| unsuitable("nothing is collected"))?;
        let Value::Quantity(volume) = values::meeting(&rule.volume)? else {
            return Err(unsuitable("the volume collected is no quantity"));
        };
        let wristband = Scanned::Known(self.recipient()?);
        Ok(Command::RecordCollection {
            dose: self.dose,
            donation,
            container,
            wristband,
            volume,
            place: "ward".to_owned(),
        })
    }

    fn step(&self, id: &StepId, day: i64) -> Result<Command, SampleError> {
        let step = self
            .protocol
            .step(id)
            .ok_or_else(|| unsuitable(format!("there is no step {id}")))?;
        let mut entered = match self.protocol.medicine() {
            Some(prepared) => medicine::entered(self, prepared, step)?,
            None => values::entered(self.protocol, step, day, self.dose.get())?,
        };
        if self.dose.get() == DEVIATING && step.after.is_empty() {
            deviate(step, &mut entered);
        }
        let materials = step.materials.iter().map(|material| self.used(material));
        let mut materials = materials.collect::<Result<Vec<_>, _>>()?;
        let equipment = step.equipment.iter().map(facility::piece);
        let room = (!step.equipment.is_empty()).then(facility::room);
        let container = match step.kind {
            StepKind::Harvest => Some(self.product()?),
            StepKind::Process | StepKind::Count => None,
        };
        let batch = self.batch()?;
        self.as_worked_out((&batch, step), &mut entered, &mut materials)?;
        Ok(Command::PerformStep {
            batch,
            step: id.clone(),
            values: entered,
            materials,
            container,
            equipment: equipment.collect::<Result<_, _>>()?,
            room: room.transpose()?,
        })
    }

    fn used(&self, material: &Material) -> Result<MaterialUsed, SampleError> {
        if material.from == MaterialFrom::Patient {
            // What was collected is worked on within days.
            return Ok(MaterialUsed {
                material: material.id.clone(),
                lot: self.donation()?.to_string(),
                expires_on: self.world.moment(self.at).date() + 30.days(),
                amount: None,
            });
        }
        let missing = || unsuitable(format!("there is no lot of {}", material.id));
        let (lot, expires_on) = self.stock.get(&material.id).ok_or_else(missing)?;
        Ok(MaterialUsed {
            material: material.id.clone(),
            lot: lot.to_string(),
            expires_on: *expires_on,
            amount: Some(facility::taken(material)?),
        })
    }

    /// Adds what the step works out.
    fn as_worked_out(
        &self,
        (batch, step): (&BatchId, &Step),
        values: &mut BTreeMap<InputId, Value>,
        materials: &mut [MaterialUsed],
    ) -> Result<(), SampleError> {
        let lots = self.stock.values().map(|(lot, _)| lot.clone());
        let lots = lots.map(Subject::Lot).collect();
        let around = self.world.facility(&lots)?;
        // What goes into a volume that is itself worked out comes in the second round.
        for _ in 0..2 {
            let entered = Entered { values, materials };
            let place = (batch, &step.id);
            let facility = Some(&around.facility);
            let lines = worked(self.protocol, self.treatment, facility, place, entered);
            for line in lines {
                let Ok(worked) = line.worked else { continue };
                if let Some(input) = line.entered_as {
                    values.insert(input, Value::Quantity(worked.value));
                } else if let Some(used) = materials.iter_mut().find(|m| m.material == line.id) {
                    used.amount = Some(worked.value);
                }
            }
        }
        Ok(())
    }

    fn correct(&self, id: &StepId) -> Result<Command, SampleError> {
        let batch = self.batch()?;
        let records = self
            .treatment
            .batches
            .get(&batch)
            .map(|batch| batch.records_of(id));
        let record = records.and_then(|mut records| records.next());
        let values = record
            .map(|record| &record.values)
            .ok_or_else(|| unsuitable("nothing to correct"))?;
        let measured = values.iter().find_map(|(input, value)| match value {
            Value::Quantity(quantity) => Some((input, quantity)),
            _ => None,
        });
        let (input, old) = measured.ok_or_else(|| unsuitable("nothing to correct"))?;
        let more = old.amount() + rust_decimal::Decimal::TEN;
        let value: Quantity = format!("{more} {}", old.unit_code())
            .parse()
            .map_err(unsuitable)?;
        Ok(Command::CorrectValue {
            batch,
            step: id.clone(),
            occurrence: 0,
            input: input.clone(),
            value: Value::Quantity(value),
        })
    }

    fn verify(&self, wrong_wristband: bool) -> Result<Command, SampleError> {
        let own = self.recipient()?;
        let person = if wrong_wristband {
            let others = treatments(self.world)?;
            let other = others
                .into_iter()
                .map(|(_, person)| person)
                .find(|person| person != &own);
            other.ok_or_else(|| unsuitable("there is no other patient"))?
        } else {
            own
        };
        Ok(Command::VerifyAtBedside {
            dose: self.dose,
            wristband: Scanned::Known(person),
            container: Scanned::Known(self.product()?),
        })
    }

    fn vital_signs(&self) -> Result<Command, SampleError> {
        let signs = self.protocol.infusion.vital_signs.iter();
        let values = signs.map(|sign| Ok((sign.id.clone(), values::meeting(&sign.limit)?)));
        let values: Result<_, SampleError> = values.collect();
        let (dose, values) = (self.dose, values?);
        Ok(Command::RecordVitalSigns { dose, values })
    }
}

/// Puts the first measured value that has an upper limit outside it.
fn deviate(step: &Step, entered: &mut BTreeMap<InputId, Value>) {
    let outside = |input: &Input| Some((input.id.clone(), values::outside(input.limit.as_ref()?)?));
    entered.extend(step.inputs.iter().find_map(outside));
}
