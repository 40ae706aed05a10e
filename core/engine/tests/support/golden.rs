//! Golden files: compared, or written anew when the person who runs the test asks for it.

use std::fmt::Write;
use std::path::Path;

use cikada_engine::RefusalCode;

const COMMAND: &str = "CIKADA_BLESS=1 cargo test -p cikada-engine --test stories";

#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Holds text against a golden file, naming the first line that differs.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads and blesses its own files"
)]
pub(crate) fn compare(path: &Path, text: &str) {
    let text = format!("{}\n", text.trim_end());
    if std::env::var_os("CIKADA_BLESS").is_some() {
        return std::fs::write(path, text).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = golden.lines().zip(text.lines()).enumerate();
    let different = lines.find(|(_, (golden, text))| golden != text);
    let (number, lines) = different.unwrap_or_else(|| {
        let shorter = golden.lines().count().min(text.lines().count());
        (shorter, ("one ends", "the other goes on"))
    });
    assert!(
        golden == text,
        "{}:{}: '{}' is now '{}'; if that is right: CIKADA_BLESS=1 cargo test -p cikada-engine",
        path.display(),
        number + 1,
        lines.0,
        lines.1
    );
}

/// Lists the stories that went as told, for the trace from requirements to tests (`docs/requirements.md`).
#[expect(
    clippy::disallowed_methods,
    reason = "a test says what it ran, outside the tree"
)]
pub(crate) fn list_stories(stories: &str) {
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories-that-passed.txt");
    std::fs::write(list, stories).unwrap();
}

/// `docs/refusals.md`.
pub(crate) fn refusals_page() -> String {
    let mut page = String::from(
        "# Refusals\n\nEvery reason for which Cikada says no. A code never changes its meaning; \
         the words may get better.\n",
    );
    let _ = writeln!(page, "This page is generated: `{COMMAND}`.\n");
    page.push_str("| code | what is wrong | the safe next act |\n|---|---|---|\n");
    for code in RefusalCode::ALL {
        let (name, sentence, next) = (code.code(), code.sentence(), code.next_act());
        let _ = writeln!(page, "| `{name}` | {sentence} | {next} |");
    }
    page
}
