//! Lists the shipped protocol files, so that one binary carries them and the code names none.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../protocols")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for therapy in fs::read_dir(&root)? {
        for version in fs::read_dir(therapy?.path())? {
            files.push(version?.path().join("protocol.toml"));
        }
    }
    files.retain(|file: &PathBuf| file.is_file());
    files.sort();
    let mut table = String::from("static SHIPPED: &[(&str, &str)] = &[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).unwrap_or(file);
        let _ = writeln!(
            table,
            "    ({:?}, include_str!({:?})),",
            name.display().to_string(),
            file
        );
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or(io::ErrorKind::NotFound)?;
    fs::write(out.join("shipped_protocols.rs"), table)
}
