//! The files of the workspace as the rules see them.

use std::fs;
use std::path::{Path, PathBuf};

/// One file with its path from the root, in slashes.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
    /// Whether the file holds tests only.
    pub(super) is_test: bool,
}

/// Every text file of the workspace, in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

const KINDS: &[&str] = &["rs", "toml", "md", "html", "txt", "story"];
const LEFT_OUT: &[&str] = &["target", "node_modules"];

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Tree {
    /// The workspace as it lies on the disk.
    pub(super) fn of_workspace() -> Self {
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(root().join(&folder)).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let path = folder.join(&name);
                if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
                    continue;
                }
                if entry.file_type().unwrap().is_dir() {
                    folders.push(path);
                } else if path
                    .extension()
                    .is_some_and(|kind| KINDS.iter().any(|k| kind == *k))
                {
                    let text = fs::read_to_string(entry.path()).unwrap();
                    files.push((path.to_str().unwrap().replace('\\', "/"), text));
                }
            }
        }
        files.sort();
        Self::of(files)
    }

    /// A tree of these files, for the rules' own tests.
    pub(super) fn of(
        files: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let files = files.into_iter().map(|(path, text)| File {
            path: path.into(),
            text: text.into(),
            is_test: false,
        });
        let mut files: Vec<_> = files.collect();
        let test_modules: Vec<_> = files.iter().flat_map(test_modules).collect();
        for file in &mut files {
            let inside = |module: &String| {
                file.path == format!("{module}.rs") || file.path.starts_with(&format!("{module}/"))
            };
            file.is_test = file.path.contains("/tests/") || test_modules.iter().any(inside);
        }
        Self { files }
    }

    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &File> {
        let suffix = format!(".{kind}");
        self.files
            .iter()
            .filter(move |file| file.path.ends_with(&suffix))
    }

    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl File {
    /// The part of a source file that is not its tests.
    pub(super) fn production(&self) -> &str {
        self.parts().0
    }

    /// The part of a source file that is its tests.
    pub(super) fn tests(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        if self.is_test {
            return ("", &self.text);
        }
        let tests = self.text.find("#[cfg(test)]\nmod tests {");
        let parts = tests.and_then(|start| self.text.split_at_checked(start));
        parts.unwrap_or((&self.text, ""))
    }
}

/// The modules that a file declares for tests only, as paths without their ending.
fn test_modules(file: &File) -> Vec<String> {
    let folder = match file.path.rsplit_once('/') {
        Some((folder, "lib.rs" | "main.rs")) => folder,
        _ => file.path.strip_suffix(".rs").unwrap_or_default(),
    };
    let lines: Vec<_> = file.text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    let names = declared.filter_map(|pair| {
        let (_, name) = pair[1].strip_suffix(';')?.split_once("mod ")?;
        Some(format!("{folder}/{name}"))
    });
    names.collect()
}

/// Fails with every finding at once, each on a line of its own.
pub(super) fn expect_none(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} out of order:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn a_module_declared_for_tests_is_a_test_with_all_below_it() {
    let tree = Tree::of([
        (
            "a/src/lib.rs",
            "mod room;\n#[cfg(test)]\npub(crate) mod example;\n",
        ),
        ("a/src/example.rs", "fn x() {}"),
        ("a/src/example/more.rs", "fn y() {}"),
        (
            "a/src/room.rs",
            "fn z() {}\n\n#[cfg(test)]\nmod tests {\n}\n",
        ),
        ("a/tests/topic.rs", ""),
    ]);
    let tests: Vec<_> = tree.files.iter().map(|file| file.is_test).collect();
    assert_eq!(tests, [false, true, true, false, true]);
    assert_eq!(tree.files[3].production(), "fn z() {}\n\n");
    assert!(tree.files[3].tests().starts_with("#[cfg(test)]"));
}
