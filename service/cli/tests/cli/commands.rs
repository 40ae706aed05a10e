//! The command line as a contract: what is printed, and the exit codes 0, 1 and 2.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn cikada(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .args(arguments)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn protocols() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols");
    let therapies = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let versions = therapies.flat_map(|therapy| std::fs::read_dir(therapy).unwrap());
    let mut files: Vec<_> = versions
        .map(|version| version.unwrap().path().join("protocol.toml"))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    files
}

fn shipped(therapy: &str) -> PathBuf {
    let folder = format!("{therapy}/1.0.0/protocol.toml");
    let mut files = protocols().into_iter();
    files.find(|file| file.ends_with(&folder)).unwrap()
}

/// A sample centre in a folder that lives as long as the value.
fn sample() -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("centre").to_str().unwrap().to_owned();
    let output = cikada(&["demo", "--no-serve", "--data", &data]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    (directory, data)
}

#[test]
fn the_demo_tells_the_same_story_each_time_and_can_be_run_again() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("centre").to_str().unwrap().to_owned();
    let first = printed(&cikada(&["demo", "--no-serve", "--data", &data]));
    let second = printed(&cikada(&["demo", "--no-serve", "--data", &data]));
    assert_eq!(first, second);
    for code in [
        "wrong-patient",
        "product-expired",
        "released-by-maker",
        "dose-already-given",
    ] {
        assert!(
            first.contains(&format!("REFUSED  {code}")),
            "{code} is not told"
        );
    }
    insta::assert_snapshot!("demo", first);
}

#[test]
fn the_demo_never_empties_a_directory_that_is_not_its_own() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("thesis.txt"), "years of work").unwrap();
    let data = directory.path().to_str().unwrap();
    let output = cikada(&["demo", "--no-serve", "--data", data]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("holds more than a sample centre"),
        "{}",
        told(&output)
    );
    assert!(directory.path().join("thesis.txt").is_file());
}

#[test]
fn the_clock_of_what_is_no_sample_centre_is_not_set_ahead() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().to_str().unwrap();
    let listen = ["--listen", "127.0.0.1:0"];
    let output = cikada(&[&["demo", "--data", data, "--days-ahead", "3"], &listen[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    assert!(
        told.contains("only the clock of a sample is set ahead"),
        "{told}"
    );
}

#[test]
fn a_centre_of_a_protocol_of_ones_own_has_its_first_product_harvested() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = root.join("../../core/engine/tests/protocols");
    let file = examples.join("example-divided/1.0.0/protocol.toml");
    let file = file.to_str().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let centre = directory.path().join("centre");
    let data = centre.to_str().unwrap();
    let output = cikada(&["demo", "--no-serve", "--data", data, "--protocol", file]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let printed = printed(&output);
    assert!(
        printed.starts_with("A product was harvested in treatment CH"),
        "{printed}"
    );
    let verified = cikada(&["verify", "--data", data]);
    assert_eq!(verified.status.code(), Some(0), "{}", told(&verified));
}

#[test]
fn the_shipped_protocols_are_clean() {
    for file in protocols() {
        let output = cikada(&["check", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        let output = cikada(&["check", "--json", file.to_str().unwrap()]);
        let findings: Vec<serde_json::Value> = serde_json::from_str(&printed(&output)).unwrap();
        // A therapy that can be had nowhere today is told, and its file may still be used.
        let others = findings
            .iter()
            .filter(|finding| finding["code"] != "availability-lapsed");
        assert_eq!(others.count(), 0, "{findings:?}");
    }
}

#[test]
fn findings_are_told_all_at_once_and_end_with_one() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("broken.toml");
    let text = std::fs::read_to_string(&protocols()[0]).unwrap();
    let broken = text
        .replace("source = ", "sauce = ")
        .replacen("120 mL", "120 IU", 1);
    std::fs::write(&file, broken).unwrap();
    let output = cikada(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let printed = printed(&output);
    assert!(
        printed.contains("unknown-key") && printed.contains("did you mean"),
        "{printed}"
    );
}

#[test]
fn a_file_that_is_no_protocol_gets_one_clear_finding() {
    let directory = tempfile::tempdir().unwrap();
    let large = vec![b'#'; 50 << 20];
    let nested = [b"a = ".to_vec(), vec![b'['; 100_000]].concat();
    let files: [(&str, &[u8], &str); 4] = [
        ("empty", b"", "file-empty"),
        ("binary", &[0xff, 0xfe, 0x00, 0x80], "not-text"),
        ("large", &large, "file-too-large"),
        ("nested", &nested, "syntax-error"),
    ];
    for (name, bytes, code) in files {
        let file = directory.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let output = cikada(&["check", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", told(&output));
        assert!(
            printed(&output).contains(code),
            "{name}: {}",
            printed(&output)
        );
    }
    let output = cikada(&["check", "no-such-file.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("cannot be opened"));
}

#[test]
fn the_calendar_follows_both_conventions_and_tells_what_a_block_moved() {
    let file = shipped("cik-immuncell");
    let weeks = |convention: &str| {
        let arguments = [
            "calendar",
            file.to_str().unwrap(),
            "--start",
            "2026-01-05",
            "--json",
        ];
        let output = cikada(&[&arguments[..], &["--convention", convention]].concat());
        let json: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
        let items = json["items"].as_array().unwrap().clone();
        let infusions = items.iter().filter(|item| item["kind"] == "infusion");
        infusions
            .map(|item| item["week"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let before = [0, 1, 2, 3, 5, 7, 9, 11, 15, 19, 23, 27, 35, 43, 51, 59];
    let after = [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 36, 44, 52];
    assert_eq!(weeks("before"), before);
    assert_eq!(weeks("after"), after);
    let blocked = [
        "calendar",
        file.to_str().unwrap(),
        "--start",
        "2026-01-05",
        "--block",
    ];
    let output = cikada(&[&blocked[..], &["2026-01-12"]].concat());
    assert!(
        printed(&output).contains("2026-01-12"),
        "{}",
        printed(&output)
    );
    let output = cikada(&[&blocked[..], &["2026-02-30"]].concat());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_exported_treatment_is_proven_offline_and_one_changed_byte_is_named() {
    let (directory, data) = sample();
    let file = directory.path().join("treatment.cikada");
    let file = file.to_str().unwrap();
    let output = cikada(&[
        "export",
        "CHA999920000001",
        "--data",
        &data,
        "--to",
        file,
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let json: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    let key = json["key"].as_str().unwrap();
    let output = cikada(&["verify", file, "--key", key]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(
        printed(&output).contains("proven under key"),
        "{}",
        printed(&output)
    );
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).unwrap();
    let output = cikada(&["verify", file, "--key", key]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
}

#[test]
fn an_erased_patient_stays_proven_and_is_told_apart_from_damage() {
    let (_directory, data) = sample();
    let erase = [
        "erase",
        "P-000001",
        "--data",
        &data,
        "--reason",
        "request-of-the-person",
    ];
    let output = cikada(&erase);
    assert_eq!(output.status.code(), Some(1), "it asks for --confirm");
    let output = cikada(&[&erase[..], &["--confirm"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let output = cikada(&["verify", "--data", &data]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(
        printed(&output).contains("erased by entry"),
        "{}",
        printed(&output)
    );
    let output = cikada(&["rebuild", "--data", &data]);
    assert!(
        printed(&output).contains("0 rows had differed"),
        "{}",
        printed(&output)
    );
}

#[test]
fn one_number_leads_to_batches_doses_and_patients_under_their_pseudonyms() {
    let (_directory, data) = sample();
    let output = cikada(&["genealogy", "P-000001", "--data", &data, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let answers: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(answers[0]["kind"], "patient");
    assert_eq!(answers[0]["patients"], serde_json::json!(["P-000001"]));
    let lines = answers[0]["upstream"].as_array().unwrap();
    let batch = lines.iter().find(|line| line["kind"] == "batch").unwrap();
    let batch = batch["id"].as_str().unwrap();
    let output = cikada(&["genealogy", batch, "--data", &data]);
    let text = printed(&output);
    assert!(text.contains("patients 1: P-000001"), "{text}");
    assert!(!text.contains("Sample, Alma"), "{text}");
    let output = cikada(&["genealogy", "nothing-like-it", "--data", &data]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("nothing in this centre"));
}

#[test]
fn a_file_that_is_no_database_is_told_and_left_alone() {
    let (_directory, data) = sample();
    let database = Path::new(&data).join("ledger.sqlite");
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        let _ = std::fs::remove_file(Path::new(&data).join(name));
    }
    std::fs::write(&database, "this is a letter, not a ledger").unwrap();
    let output = cikada(&["rebuild", "--data", &data]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("not a database"),
        "{}",
        told(&output)
    );
    assert_eq!(
        std::fs::read_to_string(&database).unwrap(),
        "this is a letter, not a ledger"
    );
}

#[test]
fn a_centre_is_founded_with_accounts_and_opened_again() {
    use std::io::Write;
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("centre").to_str().unwrap().to_owned();
    let found = [
        "found",
        "--data",
        &data,
        "--name",
        "Example Hospital",
        "--zone",
        "Europe/Rome",
    ];
    let found = [
        &found[..],
        &["--origin", "hospital.example/cikada", "--facility", "A9999"],
        &["--country", "IT"],
    ]
    .concat();
    assert_eq!(cikada(&found).status.code(), Some(0));
    assert_eq!(
        cikada(&found).status.code(),
        Some(2),
        "a centre is founded once"
    );
    let account = [
        "account",
        "open",
        "S-0001",
        "--data",
        &data,
        "--sign-in",
        "nurse",
    ];
    let account = [
        &account[..],
        &["--name", "Nora Example", "--role", "infusion-nurse"],
    ]
    .concat();
    let open = |password: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cikada"))
            .args(&account)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(password.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    assert_eq!(open("short\n").status.code(), Some(2));
    let opened = open("a password that is long enough\n");
    assert_eq!(opened.status.code(), Some(0), "{}", told(&opened));
    let again = open("another password, long enough\n");
    assert_eq!(again.status.code(), Some(2));
    assert!(told(&again).contains("is taken"), "{}", told(&again));
    let closed = cikada(&["account", "close", "S-0001", "--data", &data]);
    assert_eq!(closed.status.code(), Some(0), "{}", told(&closed));
}

#[test]
fn a_checkpoint_kept_elsewhere_is_held_against_the_ledger() {
    let (_directory, data) = sample();
    let note = Path::new(&data).join("seen.note");
    let checkpoint = printed(&cikada(&["checkpoint", "--data", &data]));
    std::fs::write(&note, checkpoint.trim_end()).unwrap();
    let verified = cikada(&["verify", "--data", &data, "--seen", note.to_str().unwrap()]);
    assert_eq!(verified.status.code(), Some(0), "{}", told(&verified));
    assert!(
        printed(&verified).contains("1 checkpoints seen before"),
        "{}",
        printed(&verified)
    );
}

#[test]
fn every_command_says_what_it_does() {
    let mut text = String::new();
    let commands = [
        "",
        "account open",
        "account password",
        "account close",
        "demo",
        "serve",
        "found",
        "account",
        "install",
        "check",
        "show",
        "schema",
        "calendar",
        "endotoxin",
        "label",
        "label encode",
        "label decode",
        "label check",
        "requirements",
        "verify",
        "checkpoint",
        "export",
        "rebuild",
        "genealogy",
        "grade",
        "grade crs",
        "grade icans",
        "erase",
    ];
    for command in commands {
        let arguments: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
        let output = cikada(&arguments);
        assert_eq!(output.status.code(), Some(0));
        text.push_str(&format!(
            "$ cikada {}\n\n{}\n",
            arguments.join(" "),
            printed(&output)
        ));
    }
    insta::assert_snapshot!("help", text);
}

#[test]
fn a_day_that_the_schedule_does_not_wait_for_is_refused() {
    let file = shipped("cik-immuncell");
    let start = ["calendar", file.to_str().unwrap(), "--start", "2026-01-05"];
    let calendar = cikada(&[&start[..], &["--event", "discharge=2026-01-01"]].concat());
    assert_eq!(calendar.status.code(), Some(1));
    let said = String::from_utf8(calendar.stderr).unwrap();
    assert!(said.contains("waits for no day 'discharge'"), "{said}");
}

#[test]
fn misuse_ends_with_two() {
    let told = |option: &str, value: &str| {
        let start = ["calendar", "x.toml", "--start", "2027-01-04"];
        cikada(&[&start[..], &[option, value]].concat())
            .status
            .code()
    };
    assert_eq!(told("--event", "discharge"), Some(2));
    assert_eq!(told("--event", "discharge=soon"), Some(2));
    assert_eq!(told("--event", "discharge=2027-01-04Tnoon"), Some(2));
    assert_eq!(told("--answer", "response=maybe"), Some(2));
    assert_eq!(told("--answer", "Response=yes"), Some(2));
    assert_eq!(told("--at", "25:00"), Some(2));
    assert_eq!(cikada(&["no-such-command"]).status.code(), Some(2));
    assert_eq!(
        cikada(&["calendar", "x.toml", "--start", "soon"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(cikada(&["verify"]).status.code(), Some(2));
}

fn measurements(file: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("../../core/outcome/tests/response/files")
        .join(file)
}

#[test]
fn a_response_is_told_with_its_reasons_and_findings_end_with_one() {
    let file = measurements("worked-example.csv");
    let file = file.to_str().unwrap();
    let output = cikada(&["response", file, "--start", "2026-01-05"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(printed(&output).contains("+21.7 % (+13 mm) from the nadir of 60 mm: PD"));
    let output = cikada(&["response", file, "--start", "2026-03-01", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(json["findings"][0]["code"], "baseline-too-old");
    assert_eq!(json["visits"][2]["recist_1_1"]["overall"], "PD");
    assert_eq!(json["visits"][2]["irecist"]["response"], "iUPD");
}

#[test]
fn measurements_that_cannot_be_read_are_told_all_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("broken.csv");
    let text = std::fs::read_to_string(measurements("worked-example.csv")).unwrap();
    let broken = text
        .replace(",35,mm,", ",3.5,cm,")
        .replace(",28,mm,", ",\"2,8\",mm,");
    std::fs::write(&file, broken).unwrap();
    let file = file.to_str().unwrap();
    let output = cikada(&["response", file]);
    assert_eq!(output.status.code(), Some(1));
    let printed = printed(&output);
    assert!(
        printed.contains("broken.csv:4: column 'unit': centimetres: write 35"),
        "{printed}"
    );
    assert_eq!(printed.matches("[decimal-comma]").count(), 2, "{printed}");
    let output = cikada(&["response", "no-such-file.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("cannot be read"));
}

#[test]
fn a_new_version_says_what_changes_and_whose_treatment_it_would_touch() {
    let (directory, data) = sample();
    let running = protocols()
        .into_iter()
        .find(|file| {
            let old = file.to_str().unwrap();
            let told = printed(&cikada(&["diff", old, old, "--data", &data]));
            told.contains("doses begun")
        })
        .expect("the sample centre runs a shipped protocol");
    let text = std::fs::read_to_string(&running).unwrap();
    let new = directory.path().join("new.toml");
    std::fs::write(&new, text.replace("min = \"90 %\"", "min = \"85 %\"")).unwrap();
    let (old, new) = (running.to_str().unwrap(), new.to_str().unwrap());
    let output = cikada(&["diff", old, new, "--data", &data]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let page = printed(&output);
    assert!(page.contains("falls from 90 to 85 %"), "{page}");
    assert!(page.contains("would be touched"), "{page}");
    let other = protocols()
        .into_iter()
        .find(|file| file != &running)
        .unwrap();
    let mixed = cikada(&["diff", old, other.to_str().unwrap()]);
    assert_eq!(mixed.status.code(), Some(2));
}

#[test]
fn an_instruments_file_is_told_line_by_line_under_its_mapping_and_its_faults_with_their_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../instruments");
    let path = |name: &str| root.join(name).display().to_string();
    let (mapping, file) = (path("cell-counter.toml"), path("examples/cell-counter.csv"));
    let read = cikada(&["instrument", &mapping, &file]);
    assert_eq!(read.status.code(), Some(0), "{}", told(&read));
    assert!(printed(&read).contains("line 4: S-2026-0001 viability 94.5 %"));
    let other = path("examples/blood-culture.csv");
    let faults = cikada(&["instrument", &mapping, &other]);
    assert_eq!(faults.status.code(), Some(1), "{}", printed(&faults));
}

#[test]
fn a_loggers_file_is_told_reading_by_reading_and_its_faults_with_their_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../instruments");
    let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let mapping = path("temperature-logger.toml");
    let file = path("examples/temperature-logger.csv");
    let checked = cikada(&["instrument", &mapping]);
    assert!(printed(&checked).contains("no finding"));
    let read = cikada(&["instrument", &mapping, &file]);
    assert_eq!(read.status.code(), Some(0));
    assert!(printed(&read).contains("2026-03-16T07:30:00Z 25.6 \u{b0}C"));
    let other = path("examples/cell-counter.csv");
    let faults = cikada(&["instrument", &mapping, &other]);
    assert_eq!(faults.status.code(), Some(1));
    assert!(printed(&faults).contains("line 3, column 'Serial'"));
    let nowhere = cikada(&["instrument", &mapping, &file, "--zone", "Atlantis"]);
    assert_eq!(nowhere.status.code(), Some(2));
}
