//! What the sample's laboratory and qualified person find: results, approvals, deviations.

use cikada_domain::event::{DeviationClass, LatePlan, ReleaseKind};
use cikada_domain::{TestId, Value};
use cikada_engine::{Command, QualityCommand};
use cikada_protocol::Judgement;
use cikada_protocol::model::{ReleaseStage, SpecificationTest};
use jiff::ToSpan;

use crate::sample::centre::unsuitable;
use crate::sample::script::Script;
use crate::sample::{SampleError, values};
use crate::staff::Role;

/// By when the sample expects its late results: two weeks of culture and a weekend.
const LATE_WITHIN_DAYS: i64 = 16;

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

    /// A release with a plan for each late result: the protocol says what is done if it fails.
    pub(super) fn release(&self, kind: ReleaseKind) -> Result<Command, SampleError> {
        let batch = self.treatment.batches.get(&self.batch()?);
        let tests = self.protocol.specification.iter();
        let awaited = tests.filter(|test| {
            kind == ReleaseKind::Conditional
                && test.stage == ReleaseStage::Final
                && batch.is_none_or(|batch| batch.result(&test.id).is_none())
        });
        let follower = self.world.all_staff().into_iter();
        let follower = follower.map(|member| (member.roles, member.id));
        let follower = follower
            .filter(|(roles, _)| roles.contains(&Role::QualityControl))
            .map(|(_, id)| id)
            .next()
            .ok_or_else(|| unsuitable("nobody follows a late result"))?;
        let expected_on = self.world.moment(self.at).date() + LATE_WITHIN_DAYS.days();
        let plan = |test: &SpecificationTest| LatePlan {
            test: test.id.clone(),
            follower: follower.clone(),
            expected_on,
            written: test.if_failed.is_none(),
        };
        Ok(Command::ReleaseProduct {
            container: self.product()?,
            kind,
            late: awaited.map(plan).collect(),
        })
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
