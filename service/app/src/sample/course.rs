//! The sample patients: one told from end to end, the others brought to where a page shows them.

use cikada_domain::event::{ClosingReason, ReleaseKind};
use cikada_domain::{ChainOfIdentity, DoseNumber, PlannedItem, PlannedKind};
use cikada_engine::Command;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Step, StepKind};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::sample::agenda::{Agenda, Scheduled, What, planned};
use crate::sample::centre::{
    Cast, OTHERS_ENROLLED, SERVED_DAY, SERVED_FROM, STOCK_UNTIL, date, moment, unsuitable,
};
use crate::sample::facility::Stock;
use crate::sample::script::{Script, enrolment};
use crate::sample::{SampleClock, SampleError, Told};
use crate::use_cases::meaning::meaning;
use crate::use_cases::{Answer, Doing, NewTreatment, Reason, carry_out, open_treatment};
use crate::world::World;

/// The doses of the told treatment at which something is tried that must not happen.
pub(super) const TOLD_IN_FULL: u16 = 1;
const EXPIRING: u16 = 4;
/// How many results of the product in quality control are in.
const RESULTS_IN: usize = 3;

/// One patient's acts under one protocol.
pub(super) struct Course<'a> {
    pub(super) id: ChainOfIdentity,
    pub(super) protocol: &'a Protocol,
    pub(super) acts: Vec<Scheduled>,
}

/// Everyone and everything a course needs.
pub(crate) struct Courses<'a> {
    pub(crate) world: &'a World,
    pub(crate) clock: &'a SampleClock,
    pub(crate) cast: &'a Cast,
    /// The lots in use.
    pub(crate) stock: Stock,
}

impl Courses<'_> {
    /// One treatment from evaluation to its last visit.
    pub(crate) fn whole(
        &mut self,
        protocol: &Protocol,
        tell: &mut dyn FnMut(Told),
    ) -> Result<ChainOfIdentity, SampleError> {
        let start = self.world.moment(self.world.now()).date();
        let anchor = start + 28.days();
        let items = planned(protocol, anchor)?;
        let mut agenda = self.agenda(protocol);
        agenda.enrolment(start + 7.days(), anchor)?;
        for (dose, collection, infusion) in doses(&items) {
            agenda.making(dose, collection, infusion)?;
            if dose.get() == EXPIRING {
                too_late(&mut agenda, dose, infusion)?;
            } else {
                agenda.giving(dose, infusion)?;
            }
            if dose.get() == TOLD_IN_FULL {
                attempts(&mut agenda, protocol, dose, infusion)?;
            }
        }
        agenda.visits(&items)?;
        let last = items.iter().map(|item| item.on).max().unwrap_or(anchor);
        let close = What::Close(ClosingReason::Completed);
        agenda.add(last + 15.days(), "10:00", None, ("physician", None), close)?;
        let mut acts = agenda.acts;
        let missed = |act: &Scheduled| {
            act.dose.is_some_and(|dose| dose.get() == EXPIRING)
                && matches!(act.what, What::Visit(_))
        };
        acts.retain(|act| !missed(act));
        let id = self.enrol(protocol, "Alma", "1961-04-12", "4711-001")?;
        self.enrol(protocol, "Bruno", "1958-09-30", "4711-002")?;
        let course = Course {
            id: id.clone(),
            protocol,
            acts,
        };
        self.run_until(moment(SERVED_FROM)?, vec![course], &mut |told| {
            tell(told);
            Ok(())
        })?;
        Ok(id)
    }

    /// Others, where a page shows them: a released bag that waits for its patient today, a product
    /// whose results are not all in, a culture a few days before its harvest; and of a medicine one
    /// dose that waits at the bedside and one that is to be ordered.
    pub(crate) fn under_way<'a>(
        &mut self,
        main: &'a Protocol,
        other: &'a Protocol,
        medicine: Option<&'a Protocol>,
    ) -> Result<ChainOfIdentity, SampleError> {
        self.clock.set(moment(OTHERS_ENROLLED)?);
        // Whoever tries the centre may open a treatment of any protocol.
        let protocols = self.world.protocols();
        let protocols: Vec<_> = protocols.iter().map(AsRef::as_ref).collect();
        self.furnish(&protocols, date(STOCK_UNTIL)?)?;
        let today = date(SERVED_DAY)?;
        let at_bedside = self.enrol(main, "Carla", "1970-11-03", "4711-003")?;
        let in_quality_control = self.enrol(other, "Dario", "1955-02-17", "4711-004")?;
        let in_culture = self.enrol(other, "Elena", "1966-06-24", "4711-005")?;
        let mut waiting = self.to_first_dose(main, today)?;
        waiting.retain(|act| act.what != What::Fitness);
        let mut tested = self.to_first_dose(other, today)?;
        let mut results = 0;
        tested.retain(|act| {
            let first = act.dose.is_some_and(|dose| dose.get() == TOLD_IN_FULL);
            results += usize::from(first && matches!(act.what, What::Result(_)));
            !first || results <= RESULTS_IN
        });
        tested.retain(|act| {
            let first = act.dose.is_some_and(|dose| dose.get() == TOLD_IN_FULL);
            !first || !matches!(act.what, What::Approve(_))
        });
        let growing = self.to_first_dose(other, today + 4.days())?;
        let of = |id: &ChainOfIdentity, protocol, acts| Course {
            id: id.clone(),
            protocol,
            acts,
        };
        let mut courses = vec![
            of(&at_bedside, main, waiting),
            of(&in_quality_control, other, tested),
            of(&in_culture, other, growing),
        ];
        if let Some(medicine) = medicine {
            let mut prepared = self.agenda(medicine);
            prepared.of_medicine(self.world, today)?;
            let prepared = prepared.acts;
            let is_enrolment = |act: &&Scheduled| act.dose.is_none();
            let enrolled = prepared.iter().filter(is_enrolment).cloned().collect();
            let waiting = self.enrol(medicine, "Greta", "1959-07-19", "4711-007")?;
            let unordered = self.enrol(medicine, "Hanna", "1972-05-02", "4711-008")?;
            courses.push(of(&waiting, medicine, prepared));
            courses.push(of(&unordered, medicine, enrolled));
        }
        self.run_until(moment(SERVED_FROM)?, courses, &mut |told| {
            let Answer::Refused { reasons } = told.answer else {
                return Ok(());
            };
            let detail = |reason: &Reason| format!("{}: {}", reason.code, reason.detail);
            let details: Vec<_> = reasons.iter().map(detail).collect();
            Err(unsuitable(format!(
                "{:?}: {}",
                told.what,
                details.join(", ")
            )))
        })?;
        Ok(at_bedside)
    }

    /// A patient who is being evaluated.
    pub(crate) fn in_evaluation(&mut self, protocol: &Protocol) -> Result<(), SampleError> {
        self.clock.set(moment(SERVED_FROM)?);
        self.enrol(protocol, "Felix", "1963-01-08", "4711-006")
            .map(|_| ())
    }

    fn agenda<'b>(&'b self, protocol: &'b Protocol) -> Agenda<'b> {
        Agenda {
            protocol,
            zone: self.world.zone(),
            acts: Vec::new(),
        }
    }

    /// The acts of a course whose anchor is a given day, up to the first dose, in order of time; what
    /// is collected and grown for later doses meanwhile is among them.
    pub(super) fn to_first_dose(
        &self,
        protocol: &Protocol,
        anchor: Date,
    ) -> Result<Vec<Scheduled>, SampleError> {
        let doses = doses(&planned(protocol, anchor)?);
        let (first, first_collection, first_infusion) = doses
            .first()
            .copied()
            .ok_or_else(|| unsuitable("a protocol has no dose"))?;
        let mut agenda = self.agenda(protocol);
        agenda.enrolment(first_collection - 3.days(), anchor)?;
        for (dose, collection, infusion) in doses {
            agenda.making(dose, collection, infusion)?;
        }
        agenda.giving(first, first_infusion)?;
        let mut acts = agenda.acts;
        acts.sort_by_key(|act| act.at);
        Ok(acts)
    }

    pub(super) fn enrol(
        &self,
        protocol: &Protocol,
        given_name: &str,
        birth_date: &str,
        hospital_number: &str,
    ) -> Result<ChainOfIdentity, SampleError> {
        let (actor, _) = self.member("coordinator")?;
        let new = NewTreatment {
            request: format!("sample/{given_name}").to_lowercase(),
            protocol: protocol.hash.clone(),
            family_name: "Sample".to_owned(),
            given_name: given_name.to_owned(),
            birth_date: birth_date.to_owned(),
            hospital_number: hospital_number.to_owned(),
        };
        Ok(open_treatment(self.world, actor, &new)?)
    }

    pub(super) fn member(
        &self,
        name: &str,
    ) -> Result<&(crate::use_cases::Actor, crate::use_cases::Proven), SampleError> {
        self.cast
            .get(name)
            .ok_or_else(|| unsuitable(format!("there is no {name}")))
    }

    /// Carries the acts of several courses out in the order of time, up to a moment.
    pub(super) fn run_until(
        &mut self,
        end: Timestamp,
        courses: Vec<Course<'_>>,
        tell: &mut dyn FnMut(Told) -> Result<(), SampleError>,
    ) -> Result<(), SampleError> {
        let mut acts = Vec::new();
        for Course {
            id,
            protocol,
            acts: of_course,
        } in courses
        {
            acts.extend(of_course.into_iter().map(|act| (id.clone(), protocol, act)));
        }
        acts.retain(|(_, _, act)| act.at <= end);
        acts.sort_by_key(|(_, _, act)| act.at);
        for (number, (id, protocol, act)) in acts.into_iter().enumerate() {
            self.clock.set(act.at);
            self.act(number, &id, protocol, &act, tell)?;
        }
        Ok(())
    }

    fn act(
        &self,
        number: usize,
        id: &ChainOfIdentity,
        protocol: &Protocol,
        act: &Scheduled,
        tell: &mut dyn FnMut(Told) -> Result<(), SampleError>,
    ) -> Result<(), SampleError> {
        let (actor, proven) = self.member(act.who)?;
        let witness = act.witness.map(|name| self.member(name)).transpose()?;
        let corrects = matches!(act.what, What::Correct(_));
        for (part, command) in self.commands(id, protocol, act)?.iter().enumerate() {
            let doing = Doing {
                signed: meaning(command).map(|_| proven.clone()),
                witness: witness.map(|(_, proven)| proven.clone()),
                reason: corrects.then(|| "typing-error".to_owned()),
                ..Doing::now(format!("sample/{id}/{number}/{part}"))
            };
            self.make_ready(command)?;
            let answer = carry_out(self.world, actor, id, command, &doing)?;
            tell(Told {
                at: self.world.moment(act.at),
                who: actor.staff.name.clone(),
                dose: act.dose.map(DoseNumber::get),
                what: act.what.clone(),
                answer,
            })?;
        }
        Ok(())
    }

    fn commands(
        &self,
        id: &ChainOfIdentity,
        protocol: &Protocol,
        act: &Scheduled,
    ) -> Result<Vec<Command>, SampleError> {
        let folded = self.world.folded(id)?;
        let treatment = &folded.treatment;
        let Some(dose) = act.dose else {
            return Ok(vec![enrolment(self.world, protocol, &act.what)?]);
        };
        let now = Script {
            world: self.world,
            protocol,
            treatment,
            dose,
            at: act.at,
            stock: &self.stock,
        };
        now.commands(&act.what)
    }
}

/// Collection and infusion day of each dose of a plan.
fn doses(items: &[PlannedItem]) -> Vec<(DoseNumber, Date, Date)> {
    let infusions = items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion);
    infusions
        .filter_map(|infusion| {
            let dose = infusion.dose?;
            let of_dose = |item: &&PlannedItem| {
                item.kind == PlannedKind::Collection && item.dose == Some(dose)
            };
            let collection = items.iter().find(of_dose)?;
            Some((dose, collection.on, infusion.on))
        })
        .collect()
}

/// The patient comes two days late: the bag has expired, and is rejected.
fn too_late(agenda: &mut Agenda<'_>, dose: DoseNumber, day: Date) -> Result<(), SampleError> {
    let (of, late) = (Some(dose), day + 2.days());
    let nurses = ("nurse", Some("nurse2"));
    agenda.add(late, "09:30", of, ("nurse", None), What::Fitness)?;
    agenda.add(
        late,
        "10:30",
        of,
        nurses,
        What::Verify {
            wrong_wristband: false,
        },
    )?;
    agenda.add(late, "11:00", of, ("qp", None), What::Reject)
}

/// What must not happen, tried at the first dose: each is refused, and the course goes on.
fn attempts(
    agenda: &mut Agenda<'_>,
    protocol: &Protocol,
    dose: DoseNumber,
    infusion: Date,
) -> Result<(), SampleError> {
    let (of, nurses) = (Some(dose), ("nurse", Some("nurse2")));
    let release = What::Release(ReleaseKind::Conditional);
    agenda.add(infusion, "07:30", of, ("qp", None), release.clone())?;
    agenda.add(infusion, "08:30", of, ("technologist", None), release)?;
    agenda.add(
        infusion,
        "10:20",
        of,
        nurses,
        What::Verify {
            wrong_wristband: true,
        },
    )?;
    agenda.add(infusion, "12:40", of, nurses, What::Start)?;
    let of_step = |step: &&Step| step.repeats && step.kind == StepKind::Process;
    let repeated = protocol.steps.iter().find(of_step);
    let repeated = repeated.ok_or_else(|| unsuitable("a protocol has no repeated step"))?;
    let correct = What::Correct(repeated.id.clone());
    agenda.add(infusion, "05:00", of, ("technologist", None), correct)
}
