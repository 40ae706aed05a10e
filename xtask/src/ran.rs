//! The list of tests that ran, from what Cargo prints: `passed NAME`, `failed NAME` or `ignored NAME`, a line each.
//!
//! A test is named as `docs/requirements.toml` names it: package, for an integration test its target, module path, test.
//! Cargo prints only the path of the binary that runs; which package that belongs to, its JSON messages say. A binary
//! that they do not announce is an error rather than a guess.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Reads the output of `cargo test --message-format json-render-diagnostics`, line by line.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// File name of a test binary to what its tests' names begin with.
    binaries: BTreeMap<String, String>,
    /// What the names of the tests that run now begin with, and whether they are examples of the documentation.
    running: Option<(String, bool)>,
    list: String,
}

#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
    target: Option<Target>,
    executable: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Log {
    /// Takes the next line in. Gives whether it was a message for programs, which nobody wants to read.
    ///
    /// # Errors
    /// When a binary runs that was not announced, or tests run in none.
    pub(crate) fn take(&mut self, line: &str) -> Result<bool, String> {
        if line.starts_with('{')
            && let Ok(message) = serde_json::from_str::<Message>(line)
        {
            self.announce(message);
            return Ok(true);
        }
        let said = line.trim();
        if let Some(running) = said.strip_prefix("Running ") {
            let path = running
                .rsplit_once('(')
                .and_then(|(_, path)| path.strip_suffix(')'));
            // Other commands print `Running`, too; only Cargo puts the binary behind it.
            if let Some(path) = path {
                let name = self.binaries.get(file_name(path));
                let name = name.ok_or_else(|| format!("{path} runs, but was not announced"))?;
                self.running = Some((name.clone(), false));
            }
        } else if let Some(package) = said.strip_prefix("Doc-tests ") {
            self.running = Some((package.replace('-', "_"), true));
        } else if let Some((name, outcome)) = test_line(line) {
            self.add(name, outcome)?;
        }
        Ok(false)
    }

    /// The list, when the run is over.
    pub(crate) fn into_list(self) -> String {
        self.list
    }

    fn announce(&mut self, message: Message) {
        let Message {
            reason,
            package_id: Some(package),
            target: Some(target),
            executable: Some(executable),
        } = message
        else {
            return;
        };
        if reason != "compiler-artifact" {
            return;
        }
        let mut name = package_name(&package).replace('-', "_");
        if target.kind.iter().any(|kind| kind == "test") {
            name = format!("{name}::{}", target.name);
        }
        self.binaries
            .insert(file_name(&executable).to_owned(), name);
    }

    fn add(&mut self, name: &str, outcome: &str) -> Result<(), String> {
        let (within, is_documentation) = self
            .running
            .as_ref()
            .ok_or_else(|| format!("'{name}' ran in no binary"))?;
        let name = if *is_documentation {
            // `core/a/src/b.rs - path::Item (line 3) - compile fail`
            let item = name.split_once(" - ").map_or("", |(_, item)| item);
            let item = item
                .split_once("(line")
                .map_or(item, |(item, _)| item)
                .trim();
            let item = if item.is_empty() {
                within.clone()
            } else {
                format!("{within}::{item}")
            };
            format!("doc: {item}")
        } else {
            format!("{within}::{name}")
        };
        self.list.push_str(&format!("{outcome} {name}\n"));
        Ok(())
    }
}

/// `test path::name ... ok`, with the outcome in our word.
fn test_line(line: &str) -> Option<(&str, &'static str)> {
    let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let outcome = match outcome.trim() {
        "ok" => "passed",
        "FAILED" => "failed",
        ignored if ignored.starts_with("ignored") => "ignored",
        _ => return None,
    };
    let name = name.strip_suffix(" - should panic").unwrap_or(name);
    Some((name, outcome))
}

/// `path+file:///a/core/domain#cikada-domain@0.1.0`, or without the name where the folder has the same.
fn package_name(id: &str) -> &str {
    let (folder, version) = id.split_once('#').unwrap_or((id, ""));
    version
        .split_once('@')
        .map_or_else(|| file_name(folder), |(name, _)| name)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNOUNCED: &str = concat!(
        r#"{"reason":"compiler-artifact","package_id":"path+file:///a/core/domain#cikada-domain@0.1.0","target":{"kind":["lib"],"name":"cikada_domain"},"executable":"/t/debug/deps/cikada_domain-11"}"#,
        "\n",
        r#"{"reason":"compiler-artifact","package_id":"path+file:///a/service/store#cikada-store@0.1.0","target":{"kind":["test"],"name":"store"},"executable":"/t/debug/deps/store-22"}"#,
        "\n",
        r#"{"reason":"compiler-artifact","package_id":"path+file:///a/bench#0.1.0","target":{"kind":["bin"],"name":"bench"},"executable":"/t/debug/deps/bench-33"}"#,
        "\n",
        r#"{"reason":"build-finished","success":true}"#,
        "\n",
    );

    fn list(printed: &str) -> Result<String, String> {
        let mut log = Log::default();
        for line in ANNOUNCED.lines() {
            assert!(log.take(line)?);
        }
        for line in printed.lines() {
            assert!(!log.take(line)?);
        }
        Ok(log.into_list())
    }

    #[test]
    fn a_test_is_named_by_package_target_and_path() {
        let printed = "
     Running unittests src/lib.rs (target/debug/deps/cikada_domain-11)

running 2 tests
test quantity::tests::it_is_exact ... ok
test quantity::tests::it_breaks ... FAILED
     Running tests/store/main.rs (target/debug/deps/store-22)
test views::they_are_derived ... ok
test views::another - should panic ... ok
     Running unittests src/main.rs (/elsewhere/debug/deps/bench-33)
test fill::tests::it_fills ... ignored, takes long
   Doc-tests cikada_domain
test core/domain/src/batch.rs - batch::Batch (line 12) - compile fail ... ok
test core/domain/src/lib.rs - (line 3) ... ok
";
        assert_eq!(
            list(printed).unwrap(),
            "passed cikada_domain::quantity::tests::it_is_exact\n\
             failed cikada_domain::quantity::tests::it_breaks\n\
             passed cikada_store::store::views::they_are_derived\n\
             passed cikada_store::store::views::another\n\
             ignored bench::fill::tests::it_fills\n\
             passed doc: cikada_domain::batch::Batch\n\
             passed doc: cikada_domain\n"
        );
    }

    #[test]
    fn a_binary_that_was_not_announced_or_a_test_in_none_is_an_error() {
        let unknown = list("     Running tests/x.rs (target/debug/deps/x-44)").unwrap_err();
        assert!(unknown.contains("x-44"), "{unknown}");
        assert!(list("test a::b ... ok").is_err());
    }

    #[test]
    fn what_only_looks_like_a_test_is_none() {
        let printed = "
     Running unittests src/lib.rs (target/debug/deps/cikada_domain-11)
test result: ok. 3 passed; 0 failed; 0 ignored
testing a::b ... ok
test a::b has been running for over 60 seconds
Running the sample centre
{not json}
";
        assert_eq!(list(printed).unwrap(), "");
    }
}
