//! How it is run: the one binary, `cikada`.
//!
//! Exit codes are a contract: 0 done, 1 refused or with findings, 2 misuse or failure.

mod commands;
mod output;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    account, calendar, check, checkpoint, demo, diff, document, dose, endotoxin, erase, evidence,
    export, found, genealogy, grade, install, instrument, label, potency, rates, rebuild,
    requirements, response, schema, serve, show, survival, verify,
};
use output::{Outcome, Output};

/// Runs cytokine-induced killer cell and cytokine treatments from evaluation to follow-up.
///
/// Cikada is not a medical device and gives no advice: a person decides and signs.
#[derive(Debug, Parser)]
#[command(name = "cikada", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Found(found::Found),
    Account(account::Account),
    Install(install::Install),
    Check(check::Check),
    Show(show::Show),
    Schema(schema::Schema),
    Calendar(calendar::Calendar),
    Diff(diff::Diff),
    Dose(dose::Dose),
    Endotoxin(endotoxin::Endotoxin),
    Evidence(evidence::Evidence),
    Response(response::Response),
    Grade(grade::Grade),
    Label(label::Label),
    Rates(rates::Rates),
    Instrument(instrument::Instrument),
    Survival(survival::Survival),
    Potency(potency::Potency),
    Requirements(requirements::Requirements),
    Genealogy(genealogy::Genealogy),
    Verify(verify::Verify),
    Checkpoint(checkpoint::Checkpoint),
    Document(document::Document),
    Export(export::Export),
    Rebuild(rebuild::Rebuild),
    Erase(erase::Erase),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut output = Output::to_terminal();
    let outcome = match &arguments.command {
        Command::Demo(demo) => demo.run(&mut output),
        Command::Serve(serve) => serve.run(&mut output),
        Command::Found(found) => found.run(&mut output),
        Command::Account(account) => account.run(&mut output),
        Command::Install(install) => install.run(&mut output),
        Command::Check(check) => check.run(&mut output),
        Command::Show(show) => show.run(&mut output),
        Command::Schema(schema) => schema.run(&mut output),
        Command::Calendar(calendar) => calendar.run(&mut output),
        Command::Diff(diff) => diff.run(&mut output),
        Command::Dose(dose) => dose.run(&mut output),
        Command::Endotoxin(endotoxin) => endotoxin.run(&mut output),
        Command::Evidence(evidence) => evidence.run(&mut output),
        Command::Response(response) => response.run(&mut output),
        Command::Grade(grade) => grade.run(&mut output),
        Command::Label(label) => label.run(&mut output),
        Command::Instrument(instrument) => instrument.run(&mut output),
        Command::Rates(rates) => rates.run(&mut output),
        Command::Survival(survival) => survival.run(&mut output),
        Command::Potency(potency) => potency.run(&mut output),
        Command::Requirements(requirements) => requirements.run(&mut output),
        Command::Genealogy(genealogy) => genealogy.run(&mut output),
        Command::Verify(verify) => verify.run(&mut output),
        Command::Checkpoint(checkpoint) => checkpoint.run(&mut output),
        Command::Document(document) => document.run(&mut output),
        Command::Export(export) => export.run(&mut output),
        Command::Rebuild(rebuild) => rebuild.run(&mut output),
        Command::Erase(erase) => erase.run(&mut output),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            output.error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
