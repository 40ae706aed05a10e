//! What is done when: the acts of a treatment, from its protocol and its calendar.

use cikada_domain::event::{ClosingReason, ReleaseKind};
use cikada_domain::{ConsentId, DoseNumber, PlannedItem, PlannedKind, StepId, TestId, VisitId};
use cikada_protocol::model::{ReleaseStage, Step, StepKind};
use cikada_protocol::{CalendarOptions, Protocol, calendar};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::sample::SampleError;
use crate::sample::centre::unsuitable;

/// Days between two times a repeated step is done.
const REPEAT_DAYS: u16 = 3;

/// One act of a sample treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Record the findings of the evaluation.
    Evaluate,
    /// Confirm eligibility.
    ConfirmEligibility,
    /// Record a consent.
    Consent(ConsentId),
    /// Answer for a therapy that is not available where the centre is.
    Except,
    /// Confirm the plan from its anchor.
    ConfirmPlan(Date),
    /// Issue the label of the collection.
    LabelCollection,
    /// Print the label of the collection and scan it back.
    PrintCollectionLabel,
    /// Scan the last printed label of the collection back.
    ScanCollectionLabel,
    /// Account for the labels of the collection.
    AccountCollectionLabels,
    /// Print the label of the product as it is known.
    PrintProductLabel,
    /// Scan the last printed label of the product back.
    ScanProductLabel,
    /// Account for the labels of the product.
    AccountProductLabels,
    /// Collect.
    Collect,
    /// Hand the collection to the clean room.
    HandOverCollection,
    /// Order the dose worked out.
    Order,
    /// Start the culture, or the preparation.
    StartBatch,
    /// Perform a step on a day of the culture.
    Step(StepId, i64),
    /// Correct the first value of a step.
    Correct(StepId),
    /// Issue the label of the product.
    LabelProduct,
    /// Record a result.
    Result(TestId),
    /// Approve the result recorded last.
    Approve(TestId),
    /// Close every open deviation as acceptable.
    CloseDeviations,
    /// Release the product.
    Release(ReleaseKind),
    /// Reject the product.
    Reject,
    /// Hand the product to the courier.
    HandOverProduct,
    /// Take the product from the courier to the ward.
    ReceiveProduct,
    /// Hand the product from the clean room to the ward.
    HandOverToWard,
    /// Read what is unusual in the record.
    Review,
    /// Record fitness.
    Fitness,
    /// Verify with the patient's own wristband, or with another's.
    Verify {
        /// Whether the wristband is another patient's.
        wrong_wristband: bool,
    },
    /// Start the infusion.
    Start,
    /// Record vital signs.
    VitalSigns,
    /// End the infusion.
    End,
    /// End the observation.
    EndObservation,
    /// Hold a visit.
    Visit(VisitId),
    /// Close the treatment.
    Close(ClosingReason),
}

/// One act in its place.
#[derive(Debug, Clone)]
pub(crate) struct Scheduled {
    pub(crate) at: Timestamp,
    pub(crate) dose: Option<DoseNumber>,
    /// Sign-in names of performer and witness.
    pub(crate) who: &'static str,
    pub(crate) witness: Option<&'static str>,
    pub(crate) what: What,
}

/// Acts being written down.
pub(crate) struct Agenda<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) zone: &'a TimeZone,
    pub(crate) acts: Vec<Scheduled>,
}

/// The plan of a protocol from a day on.
pub(crate) fn planned(protocol: &Protocol, anchor: Date) -> Result<Vec<PlannedItem>, SampleError> {
    let calendar = calendar(protocol, anchor, &CalendarOptions::default()).map_err(unsuitable)?;
    Ok(calendar.items)
}

impl Agenda<'_> {
    /// Writes an act down for a day and a time, `HH:MM`.
    pub(crate) fn add(
        &mut self,
        day: Date,
        time: &str,
        dose: Option<DoseNumber>,
        (who, witness): (&'static str, Option<&'static str>),
        what: What,
    ) -> Result<(), SampleError> {
        let time: jiff::civil::Time = time.parse().map_err(unsuitable)?;
        let at = day
            .to_datetime(time)
            .to_zoned(self.zone.clone())
            .map_err(unsuitable)?;
        self.acts.push(Scheduled {
            at: at.timestamp(),
            dose,
            who,
            witness,
            what,
        });
        Ok(())
    }

    /// Evaluation, consents and plan on one morning.
    pub(crate) fn enrolment(&mut self, day: Date, anchor: Date) -> Result<(), SampleError> {
        let physician = ("physician", None);
        self.add(day, "09:10", None, physician, What::Evaluate)?;
        self.add(day, "09:40", None, physician, What::ConfirmEligibility)?;
        for rule in &self.protocol.consents {
            self.add(
                day,
                "10:20",
                None,
                ("coordinator", None),
                What::Consent(rule.id.clone()),
            )?;
        }
        self.add(day, "11:00", None, physician, What::ConfirmPlan(anchor))
    }

    /// Collection, culture, tests and release of one dose.
    pub(crate) fn making(
        &mut self,
        dose: DoseNumber,
        collection: Date,
        infusion: Date,
    ) -> Result<(), SampleError> {
        let (of, nurse) = (Some(dose), ("collection", None));
        let room = ("technologist", Some("technologist2"));
        self.add(collection, "08:30", of, nurse, What::LabelCollection)?;
        self.add(collection, "08:35", of, nurse, What::PrintCollectionLabel)?;
        self.add(collection, "08:36", of, nurse, What::ScanCollectionLabel)?;
        self.add(collection, "08:45", of, nurse, What::Collect)?;
        let account = What::AccountCollectionLabels;
        self.add(collection, "08:50", of, nurse, account)?;
        let taken = ("collection", Some("technologist2"));
        self.add(collection, "09:20", of, taken, What::HandOverCollection)?;
        self.add(collection, "10:00", of, room, What::StartBatch)?;
        let days = i64::from((infusion - collection).get_days());
        for (index, (step, day)) in (0_u16..).zip(self.steps(days)) {
            let hour = if day == days { 4 } else { 11 };
            let time = format!("{hour:02}:{:02}", index * 2);
            self.add(
                collection + day.days(),
                &time,
                of,
                room,
                What::Step(step, day),
            )?;
        }
        self.add(infusion, "05:10", of, room, What::LabelProduct)?;
        self.labels(
            infusion,
            dose,
            ["05:12", "05:13", "05:30", "05:31", "05:35"],
        )?;
        let harvest = self
            .protocol
            .steps
            .iter()
            .find(|step| step.kind == StepKind::Harvest);
        let harvest = harvest.ok_or_else(|| unsuitable("a protocol has no harvest"))?;
        self.add(
            infusion,
            "05:20",
            of,
            room,
            What::Step(harvest.id.clone(), days),
        )?;
        self.results(
            dose,
            infusion,
            ("08:00", "08:10"),
            ReleaseStage::Conditional,
        )?;
        self.add(infusion, "08:20", of, ("qp", None), What::CloseDeviations)?;
        self.add(infusion, "08:25", of, ("qp", None), What::Review)?;
        self.add(
            infusion,
            "08:40",
            of,
            ("qp", None),
            What::Release(ReleaseKind::Conditional),
        )?;
        let given = ("technologist2", Some("courier"));
        self.add(infusion, "09:00", of, given, What::HandOverProduct)?;
        let taken = ("courier", Some("nurse"));
        self.add(infusion, "09:20", of, taken, What::ReceiveProduct)
    }

    /// Printing and scanning of a product's label before it is filled and after, and their count.
    pub(super) fn labels(
        &mut self,
        day: Date,
        dose: DoseNumber,
        times: [&str; 5],
    ) -> Result<(), SampleError> {
        let acts = [
            What::PrintProductLabel,
            What::ScanProductLabel,
            What::PrintProductLabel,
            What::ScanProductLabel,
            What::AccountProductLabels,
        ];
        for (time, what) in times.into_iter().zip(acts) {
            self.add(day, time, Some(dose), ("technologist", None), what)?;
        }
        Ok(())
    }

    /// The results of one stage, and their approval by a second analyst.
    pub(super) fn results(
        &mut self,
        dose: DoseNumber,
        day: Date,
        (found, approved): (&str, &str),
        stage: ReleaseStage,
    ) -> Result<(), SampleError> {
        let tests = self.protocol.specification.iter();
        for test in tests.filter(|test| test.stage == stage) {
            let result = What::Result(test.id.clone());
            self.add(day, found, Some(dose), ("analyst", None), result)?;
            let approval = What::Approve(test.id.clone());
            self.add(day, approved, Some(dose), ("analyst2", None), approval)?;
        }
        Ok(())
    }

    /// Fitness, verification, infusion and observation of one dose, then the late results.
    pub(crate) fn giving(&mut self, dose: DoseNumber, day: Date) -> Result<(), SampleError> {
        let (of, nurse, nurses) = (Some(dose), ("nurse", None), ("nurse", Some("nurse2")));
        self.add(day, "09:30", of, nurse, What::Fitness)?;
        self.add(
            day,
            "10:30",
            of,
            nurses,
            What::Verify {
                wrong_wristband: false,
            },
        )?;
        self.add(day, "10:36", of, nurses, What::Start)?;
        for time in ["10:51", "11:06", "11:21", "11:36"] {
            self.add(day, time, of, nurse, What::VitalSigns)?;
        }
        self.add(day, "11:38", of, nurse, What::End)?;
        self.add(day, "12:10", of, nurse, What::VitalSigns)?;
        self.add(day, "12:16", of, nurse, What::EndObservation)?;
        let later = day + 14.days();
        self.results(dose, later, ("15:00", "15:10"), ReleaseStage::Final)?;
        self.add(later, "15:20", of, ("qp", None), What::Review)?;
        self.add(
            later,
            "15:30",
            of,
            ("qp", None),
            What::Release(ReleaseKind::Final),
        )
    }

    /// Every step but the harvest with its days, repeated steps every few days, in order.
    fn steps(&self, harvest: i64) -> Vec<(StepId, i64)> {
        let mut steps = Vec::new();
        for step in self
            .protocol
            .steps
            .iter()
            .filter(|step| step.kind != StepKind::Harvest)
        {
            let (first, last) = (
                i64::from(self.first_day(step)),
                i64::from(step.days.1).min(harvest),
            );
            let days = (first..=last).step_by(usize::from(REPEAT_DAYS));
            let times = if step.repeats { usize::MAX } else { 1 };
            steps.extend(days.take(times).map(|day| (step.id.clone(), day)));
        }
        steps.sort_by_key(|(_, day)| *day);
        steps
    }

    /// The first day a step's own days and those it waits for allow.
    fn first_day(&self, step: &Step) -> u16 {
        let before = step.after.iter().filter_map(|id| self.protocol.step(id));
        let waits = before
            .map(|before| self.first_day(before))
            .max()
            .unwrap_or(0);
        let earlier = self.protocol.waits_for(step).into_iter();
        let earlier = earlier.filter_map(|id| Some(self.protocol.step(id)?.days.0));
        step.days.0.max(waits).max(earlier.max().unwrap_or(0))
    }

    /// The visits of a plan, in the afternoon.
    pub(crate) fn visits(&mut self, items: &[PlannedItem]) -> Result<(), SampleError> {
        for item in items {
            if let PlannedKind::Visit(visit) = &item.kind {
                let what = What::Visit(visit.clone());
                self.add(item.on, "16:30", item.dose, ("physician", None), what)?;
            }
        }
        Ok(())
    }
}
