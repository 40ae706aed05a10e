//! Where a command writes, and how it ended.

use std::io::{self, IsTerminal, Write};

/// How a command ended, failures aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// It was refused, or it found something.
    Findings,
}

/// Standard output and error, with colour only for a person at a terminal.
#[derive(Debug)]
pub(crate) struct Output {
    out: io::Stdout,
    colour: bool,
}

impl Output {
    pub(crate) fn to_terminal() -> Self {
        let out = io::stdout();
        let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { out, colour }
    }

    pub(crate) fn colour(&self) -> bool {
        self.colour
    }

    /// Writes text. Whoever closed the pipe has read enough.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        match self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush())
        {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        self.text(&format!("{line}\n"))
    }

    /// Writes JSON on one line.
    pub(crate) fn json(&mut self, value: &serde_json::Value) -> io::Result<()> {
        self.line(&value.to_string())
    }

    /// Tells a failure, on standard error.
    pub(crate) fn error(&self, message: &str) {
        // There is no one left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "cikada: {message}");
    }
}
