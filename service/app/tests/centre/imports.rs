//! Files of instruments: read on a batch, shown line by line, signed for, kept as they came.

use std::collections::BTreeMap;
use std::sync::Arc;

use cikada_app::form::{Target, describe};
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::maintain::{rebuild, treatments};
use cikada_app::use_cases::{
    Answer, Import, ImportSheet, LineStanding, Posted, SubmitError, import_results, import_sheet,
    install_mapping, instruments, keep_upload, submit,
};
use cikada_app::{SystemClock, World};
use cikada_domain::{BatchId, ChainOfIdentity, FileHash};

use crate::example::{ExampleCentre, example_centre, new_centre};

const COUNTER: &str = "cell-counter-a";
const HEAD: &str = "Invented cell counter A;serial 0001\nExported by the instrument\n\
                    Sample ID;Date/Time;Viable (10^6/mL);Viability (%)\n";

#[test]
fn a_centre_installs_the_mapping_of_its_own_instrument_once_and_for_good() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::found(directory.path(), Arc::new(SystemClock), &new_centre()).unwrap();
    let shipped = include_str!("../../../../instruments/cell-counter.toml");
    let own = shipped.replace("cell-counter-a", "cell-counter-of-ours");
    let before = instruments(&world).unwrap().len();
    assert!(install_mapping(&world, "own.toml", &own).unwrap());
    assert!(!install_mapping(&world, "own.toml", &own).unwrap());
    let changed = own.replace("skip-lines = 2", "skip-lines = 3");
    assert_ne!(changed, own);
    for (text, said) in [
        (changed.as_str(), "a changed mapping takes a new name"),
        (
            &shipped.replace("skip-lines = 2", "skip-lines = 3"),
            "takes a new name",
        ),
        ("id = 1", "own.toml: line 1"),
    ] {
        let refused = install_mapping(&world, "own.toml", text).unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
    }
    drop(world);
    assert_eq!(rebuild(directory.path()).unwrap(), 0);
    let world = World::open(directory.path(), Arc::new(SystemClock)).unwrap();
    let known = instruments(&world).unwrap();
    assert_eq!(known.len(), before + 1);
    assert!(known.iter().any(|(id, _)| id == "cell-counter-of-ours"));
}

/// A batch with a sample for both tests of viability.
struct Sampled {
    treatment: ChainOfIdentity,
    batch: BatchId,
}

impl ExampleCentre {
    /// Takes a sample of the first batch that still allows it and is not of a treatment.
    fn sampled(&self, sample: &str, not: Option<&Sampled>) -> Sampled {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let all = treatments(world).unwrap().into_iter();
        let others = all.filter(|(id, _)| not.is_none_or(|other| other.treatment != *id));
        let mut batches = others.flat_map(|(id, _)| {
            let doses = treatment(world, reader, &id).unwrap().doses.into_iter();
            let batches = doses.filter_map(|dose| dose.batch);
            let of = |batch| Sampled {
                treatment: id.clone(),
                batch,
            };
            batches.map(of).collect::<Vec<_>>()
        });
        let takes = |of: &Sampled| self.takes(of, sample);
        batches.find(takes).unwrap()
    }

    fn takes(&self, of: &Sampled, sample: &str) -> bool {
        let world = &self.sample.world;
        let (actor, target) = (
            self.actor("technologist2"),
            Target::Sample(of.batch.clone()),
        );
        let form = describe(world, &actor, &of.treatment, &target).unwrap();
        let fields = form.fields.into_iter().map(|field| {
            let value = match field.name.as_str() {
                "sample" => sample,
                "volume" => "5",
                "test.viability" | "test.viability-floor" => "yes",
                _ => "no",
            };
            (field.name, value.to_owned())
        });
        let posted = Posted {
            request: format!("take-{sample}-{}", of.batch),
            fields: fields.collect(),
            occurred_at: Some("2026-03-16T08:00".to_owned()),
            reason: Some("transcribed".to_owned()),
            ..Posted::default()
        };
        let answer = submit(world, &actor, &of.treatment, &target, &posted);
        matches!(answer, Ok(Answer::Accepted { .. }))
    }

    fn kept(&self, rows: &str) -> FileHash {
        let bytes = format!("{HEAD}{rows}");
        keep_upload(&self.sample.world, &self.actor("analyst"), bytes.as_bytes()).unwrap()
    }

    fn sheet(&self, of: &Sampled, file: &FileHash) -> ImportSheet {
        let (world, actor) = (&self.sample.world, self.actor("analyst"));
        import_sheet(world, &actor, &of.treatment, &of.batch, (COUNTER, file)).unwrap()
    }

    fn signed(
        &self,
        of: &Sampled,
        file: &FileHash,
        import: &Import,
    ) -> Result<ImportSheet, SubmitError> {
        let (world, actor) = (&self.sample.world, self.actor("analyst"));
        let from = (COUNTER, file);
        import_results(world, &actor, &of.treatment, &of.batch, from, import)
    }
}

fn import(sheet: &ImportSheet, password: &str) -> Import {
    let lines = sheet.lines.iter();
    let recordable = lines.filter(|l| matches!(l.standing, LineStanding::Recordable { .. }));
    Import {
        request: "import-1".to_owned(),
        lines: recordable.map(|line| line.key.clone()).collect(),
        password: password.to_owned(),
    }
}

/// The codes each line is refused with, by its name; none for one that is not refused.
fn refused(sheet: &ImportSheet) -> BTreeMap<&str, Vec<&str>> {
    let codes = |standing: &LineStanding| match standing {
        LineStanding::Refused(reasons) => reasons.len(),
        _ => 0,
    };
    let lines = sheet.lines.iter().filter(|line| codes(&line.standing) > 0);
    lines
        .map(|line| match &line.standing {
            LineStanding::Refused(reasons) => {
                let codes = reasons.iter().map(|reason| reason.code.as_str());
                (line.key.as_str(), codes.collect())
            }
            _ => (line.key.as_str(), Vec::new()),
        })
        .collect()
}

#[test]
fn an_instruments_file_is_shown_signed_and_recorded_line_by_line_with_its_hash() {
    let centre = example_centre();
    let of = centre.sampled("S-2026-0001", None);
    let file = centre.kept("S-2026-0001;16.03.2026 09:00;1,52;94,5\n");
    let sheet = centre.sheet(&of, &file);
    let seen: Vec<_> = sheet
        .lines
        .iter()
        .map(|line| (line.key.as_str(), line.value.as_str(), &line.standing))
        .collect();
    let meets = LineStanding::Recordable { meets: true };
    assert_eq!(
        seen,
        [
            ("4.viability", "94.5 %", &meets),
            ("4.viability-floor", "94.5 %", &meets)
        ]
    );
    let before = centre.sample.world.size().unwrap();
    let wrong = centre.signed(&of, &file, &import(&sheet, "not the password"));
    assert!(matches!(wrong, Err(SubmitError::WrongPassword)));
    assert_eq!(centre.sample.world.size().unwrap(), before);

    let asked = import(&sheet, PASSWORD);
    let recorded = |sheet: &ImportSheet| {
        let mut lines = sheet.lines.iter();
        lines.all(|line| line.standing == LineStanding::Recorded)
    };
    assert!(recorded(&centre.signed(&of, &file, &asked).unwrap()));
    let after = centre.sample.world.size().unwrap();
    assert_eq!(after, before + 2);
    // Sent twice, as a tablet without an answer does.
    assert!(recorded(&centre.signed(&of, &file, &asked).unwrap()));
    assert_eq!(centre.sample.world.size().unwrap(), after);

    let page = cikada_app::read::batch::batch(
        &centre.sample.world,
        &centre.sample.reader,
        &of.treatment,
        &of.batch,
    );
    let origins: Vec<_> = page.unwrap().results;
    let mut origins = origins.iter().flat_map(|line| &line.records);
    let short = file.as_str().get(..12).unwrap();
    assert!(origins.any(|record| record.origin.contains(&format!("from file {short}"))));
    let kept = centre.directory.path().join("files").join(file.as_str());
    assert!(std::fs::read_to_string(kept).unwrap().ends_with("94,5\n"));
}

#[test]
fn a_file_read_again_is_refused_at_each_line_that_was_recorded() {
    let centre = example_centre();
    let of = centre.sampled("S-2026-0001", None);
    let file = centre.kept("S-2026-0001;16.03.2026 09:00;1,52;94,5\n");
    let asked = import(&centre.sheet(&of, &file), PASSWORD);
    centre.signed(&of, &file, &asked).unwrap();
    let again = centre.sheet(&of, &file);
    let codes = refused(&again);
    assert_eq!(codes["4.viability"], ["result-already-imported"]);
    assert_eq!(codes.len(), 2);
}

#[test]
fn each_line_of_another_patient_an_unknown_sample_or_before_the_sample_is_refused_at_its_line() {
    let centre = example_centre();
    let of = centre.sampled("S-2026-0001", None);
    let other = centre.sampled("S-2026-0002", Some(&of));
    assert_ne!(of.treatment, other.treatment);
    let file = centre.kept(
        "S-2026-0001;16.03.2026 07:00;1,52;94,5\n\
         S-2026-0002;16.03.2026 09:04;1,31;91,0\n\
         S-2026-0099;16.03.2026 09:08;1,31;91,0\n\
         S-2026-0001;16.03.2026 09:12;1,31;91.0\n",
    );
    let sheet = centre.sheet(&of, &file);
    let codes = refused(&sheet);
    assert_eq!(codes["4.viability"], ["time-before-last"]);
    assert_eq!(codes["5.viability"], ["sample-unknown"]);
    assert_eq!(codes["6.viability"], ["sample-unknown"]);
    assert_eq!(sheet.faults.len(), 2, "{:?}", sheet.faults);
    assert!(sheet.faults[0].starts_with("line 7, column 'Viability (%)'"));
    let nothing = centre.signed(&of, &file, &import(&sheet, PASSWORD));
    assert!(matches!(nothing, Err(SubmitError::Fields(_))));
}

#[test]
fn a_population_that_the_mapping_does_not_name_is_refused_with_its_line() {
    let centre = example_centre();
    let of = centre.sampled("S-2026-0001", None);
    let (world, actor) = (&centre.sample.world, centre.actor("analyst"));
    let text = "Tube,Acquired,Gate,Events,Percent of parent\n\
                S-2026-0001,2026-03-16 09:10:05,CD3+ of everything,39346,95.5\n";
    let file = keep_upload(world, &actor, text.as_bytes()).unwrap();
    let from = ("flow-cytometer-b", &file);
    let sheet = import_sheet(world, &actor, &of.treatment, &of.batch, from).unwrap();
    assert!(sheet.lines.is_empty());
    assert!(sheet.faults[0].starts_with("line 2, column 'Gate': found 'CD3+ of everything'"));
}

#[test]
fn only_quality_control_reads_an_instruments_file_in() {
    let centre = example_centre();
    for other in ["technologist2", "qp", "inspector", "admin"] {
        let kept = keep_upload(&centre.sample.world, &centre.actor(other), b"1");
        assert!(
            kept.is_err_and(|error| error.is_not_authorised()),
            "{other}"
        );
    }
}
