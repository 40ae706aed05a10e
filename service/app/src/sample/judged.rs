//! What the sample's laboratory and qualified person find: results, approvals, deviations.

use cikada_domain::event::DeviationClass;
use cikada_domain::{TestId, Value};
use cikada_engine::{Command, QualityCommand};
use cikada_protocol::Judgement;

use crate::sample::centre::unsuitable;
use crate::sample::script::Script;
use crate::sample::{SampleError, values};

impl Script<'_> {
    pub(super) fn result(&self, id: &TestId) -> Result<Command, SampleError> {
        let test = self
            .protocol
            .test(id)
            .ok_or_else(|| unsuitable(format!("there is no test {id}")))?;
        let harvested = self
            .treatment
            .products
            .get(&self.product()?)
            .map(|product| &product.cells);
        let counted = harvested.map(|cells| Value::Quantity(cells.clone()));
        let counted = counted.filter(|cells| test.requirement.judge(cells) == Judgement::Meets);
        let value = counted.map_or_else(|| values::meeting(&test.requirement), Ok)?;
        Ok(Command::RecordResult {
            batch: self.batch()?,
            test: id.clone(),
            value,
            sample: None,
            file: None,
        })
    }

    pub(super) fn approve(&self, id: &TestId) -> Result<Command, SampleError> {
        let batch = self.batch()?;
        let known = self.treatment.batches.get(&batch);
        let results = known.and_then(|batch| batch.results.get(id));
        let last = results.and_then(|results| results.last());
        let last = last.ok_or_else(|| unsuitable(format!("{id} has no result")))?;
        Ok(Command::Quality(QualityCommand::ApproveResult {
            batch,
            test: id.clone(),
            number: last.number,
        }))
    }

    pub(super) fn close_deviations(&self) -> Vec<Command> {
        let batch = self.treatment.batch_for(self.dose).map(|(id, _)| id);
        let of_batch = self.treatment.deviations.iter();
        of_batch
            .filter(|(_, deviation)| Some(&deviation.batch) == batch)
            .filter(|(_, deviation)| deviation.product_acceptable.is_none())
            .flat_map(|(id, deviation)| {
                let class = DeviationClass::Minor;
                let classify = Command::Quality(QualityCommand::ClassifyDeviation {
                    deviation: id.clone(),
                    class,
                });
                let close = Command::CloseDeviation {
                    deviation: id.clone(),
                    product_acceptable: true,
                };
                let known = deviation.class.is_some();
                (!known).then_some(classify).into_iter().chain([close])
            })
            .collect()
    }
}
