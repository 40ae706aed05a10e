//! Lots, rooms and equipment as people meet them: forms, roles, and two who take the last of a lot.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use cikada_app::form::facility::{FacilityTarget, describe_facility};
use cikada_app::form::{FieldKind, Target, describe};
use cikada_app::papers::{Document, file};
use cikada_app::read::batch::{StepState, batch};
use cikada_app::read::board::board;
use cikada_app::read::facility::{Standing, materials};
use cikada_app::read::genealogy::{Days, LINES_ON_A_PAGE, genealogy};
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{Answer, Posted, SubmitError, submit, submit_facility};
use cikada_domain::genealogy::{Kind, Node};
use cikada_domain::{ChainOfIdentity, EquipmentId, LotId, RoomId};

use crate::example::{ExampleCentre, codes_of, example_centre};
use crate::papers::text_of;

/// Each form that is sent is a request of its own.
static REQUESTS: AtomicU32 = AtomicU32::new(0);

pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

impl ExampleCentre {
    pub(crate) fn on_facility(
        &self,
        who: &str,
        target: &FacilityTarget,
        fields: Fields<'_>,
    ) -> Result<Answer, SubmitError> {
        let actor = self.actor(who);
        let watched = matches!(
            target,
            FacilityTarget::LotCount(_)
                | FacilityTarget::FirstClearance
                | FacilityTarget::Clearance(_)
        );
        let posted = Posted {
            request: format!("request-{}", REQUESTS.fetch_add(1, Ordering::Relaxed)),
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            password: Some(PASSWORD.to_owned()),
            witness: watched.then(|| ("technologist2".to_owned(), PASSWORD.to_owned())),
            occurred_at: None,
            reason: None,
        };
        submit_facility(&self.sample.world, &actor, target, &posted)
    }

    pub(crate) fn done(&self, who: &str, target: &FacilityTarget, fields: Fields<'_>) {
        let answer = self.on_facility(who, target, fields).unwrap();
        assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    }

    /// The lot of a material in use.
    fn lot_of(&self, material: &str) -> Option<LotId> {
        let page = materials(&self.sample.world, &self.sample.reader).unwrap();
        let mut lots = page.lots.into_iter();
        let words = material.replace('-', " ");
        let in_use = lots.find(|line| line.material == words && line.standing == Standing::Good);
        in_use.map(|line| line.lot)
    }

    /// The lot of interleukin-2 in use.
    fn lot(&self) -> LotId {
        self.lot_of("interleukin-2").unwrap()
    }

    /// Steps open now that take interleukin-2 and otherwise only lots that are in use, one of each batch.
    fn feeds(&self) -> Vec<(ChainOfIdentity, Target)> {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let cards = board(world, reader, true).unwrap().columns.into_iter();
        let ids = cards
            .flat_map(|column| column.cards)
            .map(|card| card.treatment);
        let mut found = Vec::new();
        for id in ids {
            for dose in treatment(world, reader, &id).unwrap().doses {
                let Some(number) = dose.batch else { continue };
                let steps = batch(world, reader, &id, &number).unwrap().steps;
                let open = steps
                    .into_iter()
                    .filter(|step| step.state == StepState::Open);
                let mut targets = open.filter_map(|step| step.target);
                let feed = targets.find(|target| self.can_take(&id, target, "interleukin-2"));
                found.extend(feed.map(|target| (id.clone(), target)));
            }
        }
        found
    }

    fn can_take(&self, id: &ChainOfIdentity, target: &Target, material: &str) -> bool {
        let form = describe(&self.sample.world, &self.sample.reader, id, target).unwrap();
        let names = form.fields.iter().map(|field| field.name.as_str());
        let lots: Vec<_> = names.filter_map(material_of).collect();
        lots.contains(&material) && lots.iter().all(|other| self.lot_of(other).is_some())
    }
}

/// The material whose lot a field asks for.
fn material_of(field: &str) -> Option<&str> {
    field.strip_prefix("material.")?.strip_suffix(".lot")
}

/// A second line beside the sample's own, and both ready for another batch.
fn two_lines(centre: &ExampleCentre) {
    for kind in ["safety-cabinet", "incubator", "cell-counter", "centrifuge"] {
        let number = |line: u8| format!("{}-{line}", kind.to_uppercase());
        let second = number(2);
        let fields = [
            ("equipment", second.as_str()),
            ("kind", kind),
            ("name", "the second line's"),
            ("cleaning", "each-batch"),
        ];
        centre.done("analyst", &FacilityTarget::Registration, &fields);
        let piece = EquipmentId::new(second.clone()).unwrap();
        let until = [("due_on", "2027-01-31")];
        centre.done("analyst", &FacilityTarget::Calibration(piece), &until);
        for line in [1, 2] {
            let piece = EquipmentId::new(number(line)).unwrap();
            centre.done("technologist", &FacilityTarget::Cleaning(piece), &until);
        }
    }
    let first = FacilityTarget::Clearance(RoomId::new("CLEAN-ROOM-1").unwrap());
    centre.done("technologist", &first, &[]);
    let second = [("room", "CLEAN-ROOM-2")];
    centre.done("technologist", &FacilityTarget::FirstClearance, &second);
}

#[test]
fn of_two_batches_that_take_the_last_of_a_lot_at_once_one_is_refused() {
    let centre = example_centre();
    let lot = centre.lot();
    two_lines(&centre);
    let counted = [("counted", "2 mL"), ("why", "count-differs")];
    centre.done("analyst", &FacilityTarget::LotCount(lot.clone()), &counted);
    let mut feeds = centre.feeds();
    feeds.dedup_by_key(|(_, target)| format!("{target:?}"));
    assert!(feeds.len() >= 2, "{feeds:?}");
    let barrier = Barrier::new(2);
    let take = |line: usize| {
        let (id, target) = &feeds[line];
        let mut posted = centre.filled(id, target, &format!("take-{line}"));
        let line = line + 1;
        for (name, value) in &mut posted.fields {
            let kind = name.strip_prefix("equipment.").map(str::to_uppercase);
            *value = match (name.as_str(), kind) {
                (_, Some(kind)) => format!("{kind}-{line}"),
                ("room", _) => format!("CLEAN-ROOM-{line}"),
                (field, _) if material_of(field).is_some() => {
                    let lot = centre.lot_of(material_of(field).unwrap());
                    lot.unwrap().to_string()
                }
                // Two millilitres, in the unit of the field.
                ("material.interleukin-2.amount", _) => "2000".to_owned(),
                _ => continue,
            };
        }
        posted.witness = Some(("technologist2".to_owned(), PASSWORD.to_owned()));
        let actor = centre.actor("technologist");
        barrier.wait();
        submit(&centre.sample.world, &actor, id, target, &posted).unwrap()
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let take = &take;
        let tablets: Vec<_> = (0..2).map(|line| scope.spawn(move || take(line))).collect();
        tablets
            .into_iter()
            .map(|tablet| tablet.join().unwrap())
            .collect()
    });
    let refused: Vec<_> = answers
        .iter()
        .map(codes_of)
        .filter(|codes| !codes.is_empty())
        .collect();
    assert_eq!(refused, [["not-enough-on-hand"]], "{answers:?}");
}

#[test]
fn a_lot_gets_a_number_of_its_own_and_another_person_releases_it() {
    let centre = example_centre();
    let fields = [
        ("material", "interleukin-2"),
        ("name", "Interleukin-2 of a test"),
        ("supplier", "Invented Reagents"),
        ("supplier_lot", "IR-9"),
        ("expires_on", "2027-01-31"),
        ("quantity", "50 mL"),
        ("strength", "1 MIU/mL"),
        ("activity", "18 MIU/mg"),
        ("certificate", &"c".repeat(64)),
    ];
    centre.done("analyst", &FacilityTarget::Receipt, &fields);
    let page = materials(&centre.sample.world, &centre.sample.reader).unwrap();
    let first = &page.lots[0];
    assert_eq!(first.standing, Standing::Waiting, "{first:?}");
    assert!(first.lot.as_str().starts_with("L-26-"), "{first:?}");
    let release = FacilityTarget::LotRelease(first.lot.clone());
    let own = centre.on_facility("analyst", &release, &[]).unwrap();
    assert_eq!(codes_of(&own), ["released-by-receiver"]);
    let nurse = centre.on_facility("nurse", &release, &[]);
    assert!(matches!(nurse, Err(SubmitError::App(_))), "{nurse:?}");
    let unread = centre.on_facility("analyst", &FacilityTarget::Receipt, &fields[..3]);
    assert!(matches!(unread, Err(SubmitError::Fields(_))), "{unread:?}");
}

#[test]
fn training_is_recorded_of_whom_and_on_what_the_form_shows_and_of_nothing_else() {
    let centre = example_centre();
    let form = describe_facility(
        &centre.sample.world,
        &centre.sample.reader,
        &FacilityTarget::Training,
    );
    let fields = form.unwrap().fields;
    let shown = |name: &str| {
        let field = fields.iter().find(|field| field.name == name).unwrap();
        match &field.kind {
            FieldKind::Choice(choices) => choices[0].0.clone(),
            other => panic!("{other:?}"),
        }
    };
    let (staff, procedure) = (shown("staff"), shown("procedure"));
    let until = ("until", "2027-01-31");
    let odd = [
        (
            "staff",
            [("staff", "nobody"), ("procedure", &procedure), until],
        ),
        (
            "procedure",
            [("staff", &staff), ("procedure", "nothing 1.0.0"), until],
        ),
    ];
    for (field, fields) in odd {
        let answer = centre.on_facility("qp", &FacilityTarget::Training, &fields);
        let Err(SubmitError::Fields(errors)) = answer else {
            panic!("{answer:?}")
        };
        let named: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, [field]);
    }
    let fields = [
        ("staff", staff.as_str()),
        ("procedure", procedure.as_str()),
        until,
    ];
    centre.done("qp", &FacilityTarget::Training, &fields);
}

#[test]
fn a_certificate_that_is_made_after_a_recall_says_so() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.told;
    let page = treatment(world, reader, id).unwrap();
    let line = page.doses.iter().find(|line| line.given).unwrap();
    let certificate = Document::Certificate(line.container.clone().unwrap());
    let text = || {
        let filed = file(world, reader, id, &certificate).unwrap();
        text_of(&filed.bytes).replace('\n', " ")
    };
    assert!(!text().contains("Recalled"));
    let batch = Node::new(Kind::Batch, line.batch.as_ref().unwrap());
    let answer = genealogy(world, reader, &batch, Days::default(), LINES_ON_A_PAGE).unwrap();
    let lots = answer
        .upstream
        .iter()
        .filter(|group| group.kind == Kind::Lot);
    let lot = &lots
        .flat_map(|group| &group.lines)
        .next()
        .unwrap()
        .thing
        .node;
    let lot = LotId::new(lot.id.as_str()).unwrap();
    centre.done(
        "qp",
        &FacilityTarget::LotRecall(lot.clone()),
        &[("why", "supplier-notice")],
    );
    let text = text();
    assert!(
        text.contains("Recalled: what went into this product"),
        "{text}"
    );
    assert!(text.contains(lot.as_str()), "{text}");
}
