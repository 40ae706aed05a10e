//! `for each` rule of a protocol: the engine asked on both sides of it, line by line.

use std::collections::BTreeSet;
use std::fmt::Write;

use cikada_domain::{CriterionId, Event, InputId, TestId, Value};
use cikada_engine::outlook::AlertKind;
use cikada_engine::{Command, Decision, QualityCommand, outlook};
use cikada_protocol::model::{Criterion, ReleaseStage};
use cikada_protocol::{Judgement, Protocol};
use jiff::{SignedDuration, Timestamp};

use super::course::{Course, Point, act, answers, approval, batch, dose};
use super::example::{example_failing, example_last_good, inner};
use super::runner::Reached;
use super::{sweep_culture, sweep_dose, sweep_stop};

/// Asks the engine about every rule of a kind.
pub(crate) fn each(protocol: &Protocol, kind: &str, out: &mut String, reached: &mut Reached) {
    let mut sweep = Sweep {
        course: Course::new(protocol.clone()),
        out,
        reached,
    };
    match kind {
        "criterion" => sweep.criteria(),
        "consent" => sweep.consents(),
        "step" => sweep_culture::steps(&mut sweep),
        "limit" => sweep_culture::limits(&mut sweep),
        "test" => sweep.tests(),
        "fitness criterion" => sweep.fitness(),
        "vital sign" => sweep.vital_signs(),
        "stop rule" => sweep_stop::stop_rules(&mut sweep),
        "dose line" => sweep_dose::dose_lines(&mut sweep),
        "availability" => sweep_dose::availability(&mut sweep),
        "gate" => sweep_dose::gates(&mut sweep),
        _ => panic!("no such rule: {kind}"),
    }
}

/// One sweep under way.
pub(crate) struct Sweep<'a> {
    pub(crate) course: Course,
    pub(crate) out: &'a mut String,
    pub(crate) reached: &'a mut Reached,
}

/// What followed: events, or the codes of a refusal.
pub(crate) enum Answer {
    Accepted(Vec<Event>),
    Refused(BTreeSet<&'static str>),
}

impl Sweep<'_> {
    /// A course of the protocol brought to a point of the first dose.
    pub(crate) fn at(&self, point: Point) -> Course {
        let mut course = self.course.clone();
        course.go_to(point, 1);
        course
    }

    /// Asks as the usual person, a minute later.
    pub(crate) fn ask(&mut self, course: &mut Course, who: &str, command: &Command) -> Answer {
        self.ask_with(course, (who, Some("witness-1")), command)
    }

    pub(crate) fn ask_with(
        &mut self,
        course: &mut Course,
        (who, witness): (&str, Option<&str>),
        command: &Command,
    ) -> Answer {
        course.now = after(course.now, SignedDuration::from_mins(1));
        let act = act(who, witness, course.now, &course.zone);
        if let Command::ReleaseProduct { container, .. } = command {
            // What is swept here is not the review, so it is always of the record as it stands.
            let review = QualityCommand::ReviewAuditTrail {
                container: container.clone(),
                exceptions: 0,
            };
            course.ask(&act, &Command::Quality(review));
        }
        match course.ask(&act, command) {
            Decision::Accepted(events) => Answer::Accepted(events),
            Decision::Refused(reasons) => {
                self.reached.refused(&reasons);
                Answer::Refused(reasons.iter().map(|reason| reason.code.code()).collect())
            }
        }
    }

    /// Asks, and expects exactly these codes; none for an acceptance. Writes the line down.
    pub(crate) fn expect(
        &mut self,
        course: &mut Course,
        who: &str,
        (what, command): (&str, &Command),
        codes: &[&str],
    ) -> Vec<Event> {
        match self.ask(course, who, command) {
            Answer::Accepted(events) => {
                assert!(codes.is_empty(), "{what}: accepted, expected {codes:?}");
                self.line(what, "accepted");
                events
            }
            Answer::Refused(found) => {
                let wanted: BTreeSet<_> = codes.iter().copied().collect();
                assert_eq!(found, wanted, "{what}");
                self.line(what, &format!("refused {}", codes.join(", ")));
                Vec::new()
            }
        }
    }

    /// Holds whether a code is among the answer's, and writes the line down.
    pub(crate) fn among(&mut self, what: &str, answer: Answer, code: &str, expected: bool) {
        let codes: Vec<_> = match answer {
            Answer::Accepted(_) => Vec::new(),
            Answer::Refused(codes) => codes.into_iter().collect(),
        };
        assert_eq!(codes.contains(&code), expected, "{what}: {codes:?}");
        let followed = match codes.as_slice() {
            [] => "accepted".to_owned(),
            codes => format!("refused {}", codes.join(", ")),
        };
        self.line(what, &followed);
    }

    pub(crate) fn line(&mut self, what: &str, followed: &str) {
        let _ = writeln!(self.out, "  {what}: {followed}");
    }

    fn criteria(&mut self) {
        let opened = self.at(Point::Opened);
        for criterion in self.course.protocol.eligibility.clone() {
            for (value, meets) in walls(&criterion) {
                let what = format!("{} is {}", criterion.id, value.words());
                let codes: &[_] = if meets { &[] } else { &["criterion-not-met"] };
                let mut course = opened.clone();
                self.evaluated(&mut course, |findings| {
                    findings.insert(criterion.id.clone(), value);
                });
                let command = Command::ConfirmEligibility;
                self.expect(&mut course, "physician-1", (&what, &command), codes);
                self.reached.rule("criterion", &criterion.id, meets);
            }
            let what = format!("{} is not found", criterion.id);
            let mut course = opened.clone();
            self.evaluated(&mut course, |findings| {
                findings.remove(&criterion.id);
            });
            let (command, code) = (Command::ConfirmEligibility, "evaluation-incomplete");
            self.expect(&mut course, "physician-1", (&what, &command), &[code]);
            self.aged(&opened, &criterion);
        }
    }

    fn evaluated(
        &mut self,
        course: &mut Course,
        change: impl FnOnce(&mut std::collections::BTreeMap<CriterionId, Value>),
    ) {
        let mut findings = answers(&course.protocol, &course.protocol.eligibility);
        change(&mut findings);
        let command = Command::RecordEvaluation { findings };
        let answer = self.ask(course, "physician-1", &command);
        assert!(matches!(answer, Answer::Accepted(_)));
    }

    /// A finding as old as it may be, and a minute older.
    fn aged(&mut self, opened: &Course, criterion: &Criterion) {
        let Some(age) = &criterion.age_max else {
            return;
        };
        for (late, codes) in [(0, &[][..]), (1, &["finding-too-old"][..])] {
            let mut course = opened.clone();
            let one = answers(&course.protocol, std::slice::from_ref(criterion));
            self.ask(
                &mut course,
                "physician-1",
                &Command::RecordEvaluation { findings: one },
            );
            let found_at = course.now;
            let last = end_of(&course, found_at, age);
            // The others are fresh, found just before eligibility is confirmed.
            course.now = after(last, SignedDuration::from_mins(late - 2));
            self.evaluated(&mut course, |findings| {
                findings.remove(&criterion.id);
            });
            let minutes = if late == 0 { "" } else { " and a minute" };
            let what = format!("{} was found {}{minutes} ago", criterion.id, age.words());
            let command = Command::ConfirmEligibility;
            self.expect(&mut course, "physician-1", (&what, &command), codes);
        }
    }

    fn consents(&mut self) {
        for rule in self.course.protocol.consents.clone() {
            let mut course = self.at(Point::Eligible);
            for other in self.course.protocol.consents.clone() {
                if other.id != rule.id {
                    let consent = Command::RecordConsent {
                        consent: other.id,
                        document_version: "1".to_owned(),
                    };
                    self.ask(&mut course, "physician-1", &consent);
                }
            }
            let (anchor, convention) = (course.anchor(), None);
            let plan = Command::ConfirmPlan { anchor, convention };
            let what = format!("{} is not given", rule.id);
            self.expect(
                &mut course,
                "physician-1",
                (&what, &plan),
                &["consent-missing"],
            );
            self.reached.rule("consent", &rule.id, false);
            let consent = Command::RecordConsent {
                consent: rule.id.clone(),
                document_version: "1".to_owned(),
            };
            self.ask(&mut course, "physician-1", &consent);
            let what = format!("{} is given", rule.id);
            self.expect(&mut course, "physician-1", (&what, &plan), &[]);
            self.reached.rule("consent", &rule.id, true);
        }
    }

    fn tests(&mut self) {
        for rule in self.course.protocol.specification.clone() {
            let first = self.course.first_release().0;
            let last = rule.stage == ReleaseStage::Final && first != ReleaseStage::Final;
            let before = self.at(if last {
                Point::Observed
            } else {
                Point::Harvested
            });
            let kind = if rule.stage == ReleaseStage::Final {
                cikada_domain::event::ReleaseKind::Final
            } else {
                cikada_domain::event::ReleaseKind::Conditional
            };
            let release = before.release(1, kind, before.today());
            let mut values: Vec<_> = vec![(None, &["result-missing"][..])];
            let bad = example_failing(&rule.requirement).into_iter();
            values.extend(bad.map(|v| (Some(v), &["result-out-of-specification"][..])));
            let good = example_last_good(&rule.requirement).into_iter();
            values.extend(good.map(|v| (Some(v), &[][..])));
            for (value, codes) in values {
                let mut course = before.clone();
                let words = value.as_ref().map_or("missing".to_owned(), Value::words);
                let what = format!("{} is {words}", rule.id);
                self.results_but(&mut course, &rule.id, rule.stage, value);
                let late = last && codes == ["result-out-of-specification"];
                assert_eq!(alerted(&course, AlertKind::LatePositive), late, "{what}");
                self.expect(&mut course, "qp-1", (&what, &release), codes);
                self.reached.rule("test", &rule.id, codes.is_empty());
            }
        }
    }

    fn results_but(
        &mut self,
        course: &mut Course,
        test: &TestId,
        stage: ReleaseStage,
        value: Option<Value>,
    ) {
        for command in course.results(1, stage) {
            let other = !matches!(&command, Command::RecordResult { test: t, .. } if t == test);
            if let Command::RecordResult { batch, test, .. } = &command
                && other
            {
                let approval = approval(batch.clone(), test.clone(), 0);
                self.ask(course, "qc-1", &command);
                self.ask(course, "qc-2", &approval);
            }
        }
        if let Some(value) = value {
            let (batch, test) = (batch(1), test.clone());
            let command = Command::RecordResult {
                batch: batch.clone(),
                test: test.clone(),
                value,
                sample: None,
                file: None,
            };
            let approval = approval(batch, test, 0);
            self.ask(course, "qc-1", &command);
            self.ask(course, "qc-2", &approval);
        }
    }

    fn fitness(&mut self) {
        let mut released = self.at(Point::Released);
        if self.course.protocol.medicine().is_none() {
            released.now = after(released.now, SignedDuration::from_hours(4));
        }
        for criterion in self.course.protocol.fitness.clone() {
            for (value, meets) in walls(&criterion) {
                let what = format!("{} is {}", criterion.id, value.words());
                let mut course = released.clone();
                let mut findings = answers(&course.protocol, &course.protocol.fitness);
                findings.insert(criterion.id.clone(), value);
                let fitness = Command::RecordFitness {
                    dose: dose(1),
                    findings,
                };
                let answer = self.ask(&mut course, "physician-1", &fitness);
                let verify = course.verification(1, "P-1", "CELLS-1");
                if fired(&answer) || reweighed(&course, &criterion) {
                    let answer = self.ask(&mut course, "nurse-1", &verify);
                    self.among(&what, answer, "not-fit-today", !meets);
                } else {
                    let codes: &[_] = if meets { &[] } else { &["not-fit-today"] };
                    self.expect(&mut course, "nurse-1", (&what, &verify), codes);
                }
                self.reached.rule("fitness", &criterion.id, meets);
            }
        }
    }

    fn vital_signs(&mut self) {
        let infusing = self.at(Point::Infusing);
        for rule in self.course.protocol.infusion.vital_signs.clone() {
            let good = example_last_good(&rule.limit);
            let bad = example_failing(&rule.limit);
            let both = bad
                .into_iter()
                .map(|v| (v, false))
                .chain(good.into_iter().map(|v| (v, true)));
            for (value, inside) in both {
                let what = format!("{} is {}", rule.id, value.words());
                let mut course = infusing.clone();
                let Command::RecordVitalSigns { mut values, .. } = course.vital_signs(1) else {
                    panic!("vital signs")
                };
                values.insert(rule.id.clone(), value);
                let command = Command::RecordVitalSigns {
                    dose: dose(1),
                    values,
                };
                let Answer::Accepted(events) = self.ask(&mut course, "nurse-1", &command) else {
                    panic!("{what}: refused")
                };
                let outside = events.iter().any(|event| is_outside(event, &rule.id));
                assert_eq!(outside, !inside, "{what}");
                let alert = alerted(&course, AlertKind::VitalSignsOutside);
                assert_eq!(alert, !inside, "{what}");
                self.line(
                    &what,
                    if inside {
                        "inside"
                    } else {
                        "outside, and an alert"
                    },
                );
                self.reached.rule("vital sign", &rule.id, inside);
            }
        }
    }
}

/// Values on both sides of each wall of a criterion, and whether they meet all walls.
fn walls(criterion: &Criterion) -> Vec<(Value, bool)> {
    let inner = inner(criterion);
    let mut values: Vec<_> = example_failing(inner)
        .into_iter()
        .map(|v| (v, false))
        .collect();
    if criterion.centre.is_some() {
        let outer = example_failing(&criterion.requirement);
        values.extend(outer.into_iter().map(|v| (v, false)));
        // What the label lets through and the centre does not; if both ask for the same, nothing.
        let between = example_last_good(&criterion.requirement).into_iter();
        let between = between.filter(|v| inner.judge(v) != Judgement::Meets);
        values.extend(between.map(|v| (v, false)));
    }
    let good = example_last_good(inner).into_iter();
    values.extend(good.map(|v| (v, true)));
    values
}

/// Whether a stop rule fired with the answer.
fn fired(answer: &Answer) -> bool {
    let is_fired = |event: &Event| matches!(event, Event::StopRuleFired { .. });
    matches!(answer, Answer::Accepted(events) if events.iter().any(is_fired))
}

/// Whether the dose goes by the criterion, so that an order made before it no longer stands.
fn reweighed(course: &Course, criterion: &Criterion) -> bool {
    let lines = course
        .protocol
        .doses
        .iter()
        .flat_map(|line| &line.adjustments);
    let body = course.protocol.body.iter();
    let body = body.flat_map(|rule| std::iter::once(&rule.weight).chain(&rule.height));
    let mut asked = body.chain(lines.map(|other| &other.condition.criterion));
    asked.any(|id| id == &criterion.id)
}

fn is_outside(event: &Event, id: &InputId) -> bool {
    matches!(event, Event::VitalSignsRecorded { outside, .. } if outside.contains(id))
}

fn alerted(course: &Course, kind: AlertKind) -> bool {
    let look = outlook(
        &course.protocol,
        &course.treatment,
        &course.facility,
        course.now,
        &course.zone,
        &course.country,
    );
    look.alerts.iter().any(|alert| alert.kind == kind)
}

pub(crate) fn after(at: Timestamp, duration: SignedDuration) -> Timestamp {
    at.checked_add(duration).unwrap()
}

/// The end of a time that the protocol allows, reckoned apart from the engine.
fn end_of(course: &Course, at: Timestamp, age: &cikada_domain::Quantity) -> Timestamp {
    let code = age.unit_code();
    let amount: i64 = age.amount().to_string().parse().expect("a whole number");
    let span = match code.as_str() {
        "h" => return after(at, SignedDuration::from_hours(amount)),
        "d" => return after(at, SignedDuration::from_hours(24 * amount)),
        "wk" => return after(at, SignedDuration::from_hours(7 * 24 * amount)),
        "mo" => jiff::Span::new().months(amount),
        _ => panic!("no age in {code}"),
    };
    let zoned = at.to_zoned(course.zone.clone());
    zoned.checked_add(span).unwrap().timestamp()
}
