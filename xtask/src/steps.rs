//! The commands behind each xtask command: printed before they run, stopped at the first failure.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

/// One call of Cargo: an environment variable, if it needs one, and its arguments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    variable: Option<(&'static str, &'static str)>,
    arguments: &'static str,
}

/// Everything that is checked without running a test.
pub(crate) const LINT: &[Step] = &[
    step("fmt --all --check"),
    step("clippy --workspace --all-targets -- -D warnings"),
    Step {
        variable: Some(("RUSTDOCFLAGS", "-D warnings")),
        arguments: "doc --workspace --no-deps --document-private-items",
    },
];

/// The tests that compare a generated document with its source, told to write it.
pub(crate) const DOCS: &[Step] = &[Step {
    variable: Some(("CIKADA_BLESS", "1")),
    arguments: "test --workspace --quiet",
}];

const fn step(arguments: &'static str) -> Step {
    Step {
        variable: None,
        arguments,
    }
}

/// Runs the steps in the root of the workspace, up to the first that fails.
pub(crate) fn run(steps: &[Step]) -> io::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for step in steps {
        writeln!(io::stdout(), "$ {}", step.words())?;
        let mut command = Command::new(&cargo);
        command
            .current_dir(&root)
            .args(step.arguments.split(' '))
            .envs(step.variable);
        if !command.status()?.success() {
            writeln!(io::stderr(), "failed: {}", step.words())?;
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Step {
    fn words(&self) -> String {
        let variable = self
            .variable
            .map(|(name, value)| format!("{name}='{value}' "));
        format!("{}cargo {}", variable.unwrap_or_default(), self.arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_printed_as_it_could_be_typed() {
        let words: Vec<_> = LINT.iter().map(Step::words).collect();
        assert_eq!(words[0], "cargo fmt --all --check");
        assert_eq!(
            words[2],
            "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items"
        );
    }
}
