//! A batch filled as two doses, from the forms to the label, the page and the papers.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cikada_app::World;
use cikada_app::form::{FieldKind, Target, describe};
use cikada_app::papers::{Document, file};
use cikada_app::read::batch::batch;
use cikada_app::read::custody::{WayPoint, custody};
use cikada_app::read::treatment::treatment;
use cikada_app::sample::{self, PASSWORD};
use cikada_app::use_cases::{Actor, Answer, Posted, SubmitError, sign_in, submit};
use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, DeviceId};

use crate::example::codes_of;
use crate::papers::text_of;

/// Where and with what the sample centre fills: as it harvested.
const PLACE: [(&str, &str); 3] = [
    ("room", "CLEAN-ROOM-1"),
    ("equipment.safety-cabinet", "SAFETY-CABINET-1"),
    ("equipment.cell-counter", "CELL-COUNTER-1"),
];

struct Filling {
    world: Arc<World>,
    id: ChainOfIdentity,
    batch: BatchId,
    actor: Actor,
    /// How often something was asked for.
    asked: Cell<u16>,
    _directory: tempfile::TempDir,
}

fn harvested() -> Filling {
    let path = "../../core/engine/tests/protocols/example-divided/1.0.0/protocol.toml";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let (world, id) = sample::harvested(directory.path(), ("divided.toml", &text)).unwrap();
    let device = DeviceId::new("tablet-1").unwrap();
    let session = sign_in(&world, "technologist", PASSWORD, &device)
        .unwrap()
        .session;
    let page = treatment(&world, &session.actor, &id).unwrap();
    Filling {
        batch: page.doses[0].batch.clone().unwrap(),
        actor: session.actor,
        asked: Cell::new(0),
        world,
        id,
        _directory: directory,
    }
}

impl Filling {
    fn submit(&self, target: &Target, fields: &[(&str, &str)]) -> Answer {
        self.post(target, fields).unwrap()
    }

    fn post(&self, target: &Target, fields: &[(&str, &str)]) -> Result<Answer, SubmitError> {
        let fields = fields.iter();
        let fields: BTreeMap<_, _> = fields
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let posted = Posted {
            request: format!("filling-{}", self.asked.replace(self.asked.get() + 1)),
            password: Some(PASSWORD.to_owned()),
            witness: Some(("technologist2".to_owned(), PASSWORD.to_owned())),
            fields,
            ..Posted::default()
        };
        submit(&self.world, &self.actor, &self.id, target, &posted)
    }

    /// What a scanner reads from the label of a container.
    fn code(&self, container: &ContainerId) -> String {
        let page = treatment(&self.world, &self.actor, &self.id).unwrap();
        let mut labels = page.labels.into_iter();
        let label = labels.find(|label| label.container.as_ref() == Some(container));
        label.unwrap().code
    }

    /// Prints the label of a container as it is known, and scans it back.
    fn print(&self, container: &ContainerId) {
        let printed = self.submit(&Target::LabelPrint(container.clone()), &[("copies", "1")]);
        assert!(matches!(printed, Answer::Accepted { .. }), "{printed:?}");
        let code = self.code(container);
        let scanned = self.submit(
            &Target::LabelScan(container.clone()),
            &[("container", &code)],
        );
        assert!(matches!(scanned, Answer::Accepted { .. }), "{scanned:?}");
    }

    fn bags(&self) -> Vec<ContainerId> {
        let page = batch(&self.world, &self.actor, &self.id, &self.batch).unwrap();
        page.filling
            .unwrap()
            .doses
            .into_iter()
            .map(|filled| filled.container)
            .collect()
    }
}

/// The fields that cannot be read once one of them says something else.
fn unread<const N: usize>(
    here: &Filling,
    target: &Target,
    mut fields: [(String, String); N],
    (changed, to): (&str, &str),
) -> Vec<String> {
    let mut all = fields.iter_mut();
    let field = all.find(|(name, _)| name == changed);
    to.clone_into(&mut field.unwrap().1);
    let fields = fields.each_ref();
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    let Err(SubmitError::Fields(errors)) = here.post(target, &fields) else {
        panic!("{changed} cannot be {to}")
    };
    errors.into_iter().map(|error| error.field).collect()
}

#[test]
fn a_batch_is_filled_as_two_doses_each_with_its_division_place_and_expiry() {
    let here = harvested();
    let [harvest] = here.bags().try_into().unwrap();
    assert!(harvest.as_str().ends_with("A0"), "{harvest}");
    let label = here.submit(&Target::ProductLabel(here.batch.clone()), &[]);
    assert!(matches!(label, Answer::Accepted { .. }), "{label:?}");
    let further = harvest.as_str().replace("A0", "B0");
    let further = ContainerId::new(further).unwrap();
    here.print(&further);
    let target = Target::Filling(here.batch.clone());
    let form = describe(&here.world, &here.actor, &here.id, &target).unwrap();
    assert!(form.witness);
    let choices = form.fields.iter().find_map(|field| match &field.kind {
        FieldKind::Choice(choices) => Some(choices.clone()),
        _ => None,
    });
    let second = choices.unwrap()[0].0.clone();
    assert_eq!(second, "2");
    let (from, into) = (here.code(&harvest), here.code(&further));
    let fields = |cells: &'static str| {
        let fields = [
            ("dose", second.as_str()),
            ("from", &from),
            ("container", &into),
            ("cells", cells),
            ("volume", "40"),
            ("place", "FREEZER-2 B4"),
            PLACE[0],
            PLACE[1],
            PLACE[2],
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    assert_eq!(
        unread(&here, &target, fields("2052000000"), ("place", "Ward")),
        ["place"]
    );
    let ask = |cells| {
        let fields = fields(cells);
        let fields = fields.each_ref();
        here.submit(
            &target,
            &fields.map(|(name, value)| (name.as_str(), value.as_str())),
        )
    };
    assert_eq!(codes_of(&ask("900000000000")), ["more-than-held"]);
    assert_eq!(codes_of(&ask("1000000000")), ["cells-not-of-volume"]);
    let filled = ask("2052000000");
    assert!(matches!(filled, Answer::Accepted { .. }), "{filled:?}");
    let page = batch(&here.world, &here.actor, &here.id, &here.batch).unwrap();
    let filling = page.filling.unwrap();
    let line = &filling.doses[1];
    assert_eq!(line.container, further);
    assert_eq!((line.dose.get(), line.division.as_deref()), (2, Some("B0")));
    assert_eq!(line.holds, "2.052e9 viable cells in 40 mL");
    assert_eq!(line.place.as_deref(), Some("FREEZER-2 B4"));
    assert_eq!(line.expires, filling.doses[0].expires);
    assert_eq!(filling.refused, [""; 0]);
    let record = Document::BatchRecord(here.batch.clone());
    let record = file(&here.world, &here.actor, &here.id, &record).unwrap();
    let record = text_of(&record.bytes);
    assert!(record.contains("in CLEAN-ROOM-1"), "{record}");
    assert!(record.contains("with SAFETY-CABINET-1"), "{record}");
    // Its label says its division now, and what it holds.
    here.print(&further);
    assert_ne!(here.code(&further), into);
    let treatment = treatment(&here.world, &here.actor, &here.id).unwrap();
    assert_eq!(treatment.doses[1].container, Some(further));
    assert_eq!(treatment.doses[1].batch, Some(here.batch.clone()));
}

#[test]
fn what_happened_to_the_harvest_before_the_filling_stands_on_the_way_of_the_dose() {
    let here = harvested();
    let [harvest] = here.bags().try_into().unwrap();
    let label = here.submit(&Target::ProductLabel(here.batch.clone()), &[]);
    assert!(matches!(label, Answer::Accepted { .. }), "{label:?}");
    let further = ContainerId::new(harvest.as_str().replace("A0", "B0")).unwrap();
    here.print(&further);
    let hand = |from: &str, to: &str| {
        let page = treatment(&here.world, &here.actor, &here.id).unwrap();
        let wristband = page.labels.iter().find(|label| label.container.is_none());
        let (bag, wristband) = (here.code(&harvest), wristband.unwrap().code.clone());
        let fields = [
            ("container", bag.as_str()),
            ("identity", &wristband),
            ("from", from),
            ("to", to),
            ("place", from),
            ("temperature", "-140"),
            ("intact", "yes"),
        ];
        let handed = here.submit(&Target::Custody(harvest.clone()), &fields);
        assert!(matches!(handed, Answer::Accepted { .. }), "{handed:?}");
    };
    hand("clean room", "storage");
    let (from, into) = (here.code(&harvest), here.code(&further));
    let fields = [
        ("dose", "2"),
        ("from", &from),
        ("container", &into),
        ("cells", "2052000000"),
        ("volume", "40"),
        ("place", "FREEZER-2 B4"),
        PLACE[0],
        PLACE[1],
        PLACE[2],
    ];
    let filled = here.submit(&Target::Filling(here.batch.clone()), &fields);
    assert!(matches!(filled, Answer::Accepted { .. }), "{filled:?}");
    hand("storage", "courier");
    let page = custody(&here.world, &here.actor, &here.id, &further).unwrap();
    let links = page.way.iter().filter_map(|point| match point {
        WayPoint::Link(link) => Some(link.words.as_str()),
        WayPoint::Gap(_) => None,
    });
    let links: Vec<_> = links.collect();
    let [collected, .., harvested, handed, filled] = links.as_slice() else {
        panic!("{links:?}")
    };
    assert!(collected.starts_with("Collected as "), "{links:?}");
    assert!(harvested.starts_with("Filled from batch "), "{links:?}");
    assert_eq!(*handed, "From clean room to storage");
    assert!(
        filled.starts_with(&format!("Filled from {harvest} of ")),
        "{links:?}"
    );
    let paper = Document::CustodyReport(further);
    let paper = file(&here.world, &here.actor, &here.id, &paper).unwrap();
    let text = text_of(&paper.bytes);
    assert!(text.contains("From clean room to storage"), "{text}");
    assert!(!text.contains("From storage to courier"), "{text}");
}
