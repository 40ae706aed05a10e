//! Evidence as it is printed and as its findings end.

use std::path::Path;
use std::process::Command;

fn evidence(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("evidence")
        .args(arguments)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), printed)
}

#[test]
fn evidence_is_printed_with_its_doubts_and_findings_end_with_one() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols/evidence");
    let file = shipped.join("lee-2015.toml");
    let name = file.to_str().unwrap();
    let (code, page) = evidence(&[name]);
    assert_eq!(code, Some(0), "{page}");
    assert!(
        page.contains("hazard ratio 0.63 (n = 226, interval 0.43"),
        "{page}"
    );
    let (_, page) = evidence(&["--json", name]);
    let json: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!(json["evidence"][0]["key"], "lee-2015");
    let directory = tempfile::tempdir().unwrap();
    let broken = directory.path().join("broken.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&broken, text.replace("n = 230\n", "")).unwrap();
    let (code, page) = evidence(&[broken.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(page.contains("missing-key"), "{page}");
}
