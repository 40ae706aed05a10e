//! Runs stories on the real engine and writes down what happened: the transcript.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use cikada_domain::{Event, FacilityEvent, ProtocolHash};
use cikada_engine::{Decision, Refusal, RefusalCode, outlook};
use cikada_protocol::Protocol;
use cikada_protocol::model::{self, Relation};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::course::{Course, act};
use super::story::{self, Line, Story, When};
use super::{golden, protocols, sweep, told, told_facility};

/// What stories have reached: codes, and rules of the protocol with the way they went.
#[derive(Debug, Default)]
pub(crate) struct Reached {
    pub(crate) codes: BTreeSet<RefusalCode>,
    pub(crate) rules: BTreeSet<(&'static str, String, bool)>,
    /// Places where something else followed than the story tells.
    pub(crate) otherwise: Vec<String>,
    /// The files that were run, and each story by its file and title.
    pub(crate) stories: Vec<String>,
}

impl Reached {
    pub(crate) fn refused(&mut self, reasons: &[Refusal]) {
        self.codes.extend(reasons.iter().map(|reason| reason.code));
    }

    /// Holds an answer against the codes told; none for an acceptance.
    fn hold(&mut self, place: &str, answer: Option<Answer<()>>, told: &[String]) {
        let answer = answer.expect("a 'then' follows a 'when'");
        let reasons = answer.err().unwrap_or_default();
        self.refused(&reasons);
        let found: BTreeSet<_> = reasons.iter().map(|reason| reason.code.code()).collect();
        if found != told.iter().map(String::as_str).collect() {
            let found: Vec<_> = found.into_iter().collect();
            let told = told.join(", ");
            let found = found.join(", ");
            self.otherwise
                .push(format!("{place}: told '{told}', found '{found}'"));
        }
    }

    pub(crate) fn rule(&mut self, kind: &'static str, id: impl ToString, good: bool) {
        self.rules.insert((kind, id.to_string(), good));
    }
}

/// Runs the stories beside a protocol and holds each file against its transcript.
pub(crate) fn run_folder(protocol: &Protocol, folder: &Path, reached: &mut Reached) {
    for file in protocols::entries(&folder.join("stories")) {
        if file
            .extension()
            .is_none_or(|extension| extension != "story")
        {
            continue;
        }
        let name = file
            .strip_prefix(protocols::folder())
            .or_else(|_| file.strip_prefix(protocols::examples()))
            .unwrap();
        let name = name.display().to_string();
        let stories = story::parse(&golden::read(&file), &name);
        let told = stories
            .iter()
            .map(|story| run(protocol, story, &name, reached));
        let told: Vec<_> = told.collect();
        golden::compare(&file.with_extension("transcript"), &told.join("\n\n"));
        let called = in_the_tree(&file);
        let titles = stories.iter().map(|story| &story.title);
        reached
            .stories
            .extend(titles.map(|title| format!("{called}: {title}")));
        reached.stories.push(called);
    }
}

/// A file as it is called from the root of the workspace.
fn in_the_tree(file: &Path) -> String {
    let shipped = file.strip_prefix(protocols::folder());
    let shipped = shipped.map(|file| Path::new("protocols").join(file));
    let example = file.strip_prefix(protocols::examples());
    let example = example.map(|file| Path::new("core/engine/tests/protocols").join(file));
    shipped.or(example).unwrap().display().to_string()
}

/// Runs a story and gives its transcript; what goes otherwise than told is gathered by place.
pub(crate) fn run(protocol: &Protocol, story: &Story, file: &str, reached: &mut Reached) -> String {
    let mut out = format!("story: {}\n", story.title);
    let mut course = Course::new(protocol.clone());
    let (mut number, mut answer): (u16, Option<Answer<()>>) = (1, None);
    for (line, said) in &story.lines {
        let place = format!("{file}:{line}");
        match said {
            Line::Given { text, point, dose } => {
                number = *dose;
                course.go_to(*point, *dose);
                let _ = writeln!(out, "\n{text}\n  it is {}", wall(&course, course.now));
            }
            Line::Protocol { text, without } => {
                without_rule(&mut course.protocol, without, &place);
                let _ = writeln!(out, "\n{text}");
            }
            Line::At { text, when } => {
                course.now = moved(&course, when, &place);
                let _ = writeln!(out, "\n{text}\n  it is {}", wall(&course, course.now));
            }
            Line::When(when) => {
                assert!(answer.is_none(), "{place}: the last act has no 'then'");
                let told = happens(&mut course, number, when);
                tell(&mut out, &course, when, &told);
                answer = Some(told.map(|_| ()));
            }
            Line::Accepted => reached.hold(&place, answer.take(), &[]),
            Line::Refused(codes) => reached.hold(&place, answer.take(), codes),
            Line::ForEach(rule) => {
                let _ = writeln!(out, "\nfor each {rule}");
                sweep::each(&course.protocol, rule, &mut out, reached);
            }
        }
    }
    assert!(
        answer.is_none(),
        "{file}: '{}' ends without 'then'",
        story.title
    );
    out.replace(protocol.hash.as_str(), "(the protocol's hash)")
}

fn without_rule(protocol: &mut Protocol, what: &str, place: &str) {
    match what {
        "availability" => protocol.availability.clear(),
        "eligibility" => protocol.eligibility.clear(),
        "specification" => protocol.specification.clear(),
        "conditions of a collection" => without_way(protocol),
        "doses of a batch" => protocol.product.division = None,
        "fitness" => protocol.fitness.clear(),
        "vital signs" => protocol.infusion.vital_signs.clear(),
        "own cells" => match &mut protocol.given {
            model::Given::Cells { relation, .. } => *relation = Relation::Allogeneic,
            model::Given::Medicine(_) => panic!("{place}: a medicine is nobody's cells"),
        },
        "its pinned text" => {
            let other = "b".repeat(protocol.hash.as_str().len());
            protocol.hash = ProtocolHash::new(other).unwrap();
        }
        _ => panic!("{place}: nothing of this name can be left out"),
    }
}

/// Nothing is said of how a collection travels.
fn without_way(protocol: &mut Protocol) {
    if let model::Given::Cells { collection, .. } = &mut protocol.given {
        collection.transport = None;
    }
}

/// `+2 h` from now, `13:30` today, or `2026-03-01 10:00`.
fn moved(course: &Course, when: &str, place: &str) -> Timestamp {
    if when.starts_with(['+', '-']) {
        let span: jiff::Span = when.parse().unwrap_or_else(|e| panic!("{place}: {e}"));
        let now = course.now.to_zoned(course.zone.clone());
        return now.checked_add(span).unwrap().timestamp();
    }
    let today = course.now.to_zoned(course.zone.clone()).date();
    let when = if when.len() == 5 {
        format!("{today} {when}")
    } else {
        when.to_owned()
    };
    let at: DateTime = when.parse().unwrap_or_else(|e| panic!("{place}: {e}"));
    at.to_zoned(course.zone.clone()).unwrap().timestamp()
}

/// What followed: the lines of what happened, or every reason against it.
type Answer<T> = Result<T, Vec<Refusal>>;

fn happens(course: &mut Course, number: u16, when: &When) -> Answer<Vec<String>> {
    // Every act takes a minute, so that a reader sees the order in the times.
    course.now = course
        .now
        .checked_add(jiff::SignedDuration::from_mins(1))
        .unwrap();
    let mut act = act(
        &when.performer,
        when.witness.as_deref(),
        course.now,
        &course.zone,
    );
    if let Some(command) = told_facility::command(course, &when.words, &mut act) {
        return match course.ask_facility(&act, &command) {
            Decision::Accepted(events) => Ok(events.iter().map(FacilityEvent::words).collect()),
            Decision::Refused(reasons) => Err(reasons),
        };
    }
    let command = told::command(course, number, &when.words, &mut act);
    match course.ask(&act, &command) {
        Decision::Accepted(events) => Ok(events.iter().map(Event::words).collect()),
        Decision::Refused(reasons) => Err(reasons),
    }
}

fn wall(course: &Course, at: Timestamp) -> String {
    let at = at.to_zoned(course.zone.clone());
    at.strftime("%a %Y-%m-%d %H:%M %Z").to_string()
}

fn tell(out: &mut String, course: &Course, when: &When, answer: &Answer<Vec<String>>) {
    let _ = writeln!(out, "\n{}", when.text);
    match answer {
        Ok(lines) => {
            let _ = writeln!(out, "  accepted at {}", wall(course, course.now));
            for line in lines {
                let _ = writeln!(out, "    {line}");
            }
        }
        Err(reasons) => {
            let _ = writeln!(out, "  refused at {}", wall(course, course.now));
            for reason in reasons {
                let source = reason.source.as_ref();
                let source = source.map_or(String::new(), |source| format!(" [{source}]"));
                let code = reason.code;
                let _ = writeln!(out, "    {}: {}", code.code(), code.sentence());
                let _ = writeln!(out, "      {}{source}", reason.detail);
                let _ = writeln!(out, "      next: {}", code.next_act());
            }
        }
    }
    let look = outlook(
        &course.protocol,
        &course.treatment,
        &course.facility,
        course.now,
        &course.zone,
        &course.country,
    );
    let _ = writeln!(out, "  outlook: {}. {}", look.stage.words(), look.next_act);
    for alert in look.alerts {
        let _ = writeln!(out, "    alert: {}", alert.words);
    }
}
