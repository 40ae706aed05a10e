//! Builds a sample centre, tells one whole treatment as a timeline, then serves the centre.

mod timeline;

use std::fs::DirEntry;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use cikada_app::World;
use cikada_app::sample::{self, MEMBERS, PASSWORD};
use clap::Args;

use crate::commands::files;
use crate::commands::serve::{Listening, listen, serve};
use crate::output::{Outcome, Output};

/// Only a directory that holds this file is ever emptied.
const MARK: &str = "sample-centre";

/// Build a sample centre, run one whole treatment on the real engine, and serve it.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where to build it; a sample centre already there is replaced, anything else is left alone.
    #[arg(long, value_name = "DIR", default_value = "cikada-demo")]
    data: PathBuf,
    /// End after the story.
    #[arg(long)]
    no_serve: bool,
    /// Serve the sample centre that is there again, its clock so many days after its last entry.
    #[arg(long, value_name = "N", conflicts_with = "no_serve")]
    days_ahead: Option<u16>,
    /// Build a centre in which the first product of this protocol of yours was just harvested.
    #[arg(long, value_name = "FILE", conflicts_with = "days_ahead")]
    protocol: Option<PathBuf>,
    /// The address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4600")]
    listen: SocketAddr,
}

impl Demo {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let listening = if self.no_serve {
            None
        } else {
            Some(listen(self.listen)?)
        };
        if let Some(days) = self.days_ahead
            && let Some(listening) = listening
        {
            return self.again(days, listening, output);
        }
        if let Some(protocol) = &self.protocol {
            return self.harvested(protocol, listening, output);
        }
        make_room(&self.data)?;
        let mut told = Vec::new();
        let sample = sample::build(&self.data, &mut |act| told.push(act))?;
        output.text(&timeline::text(&sample, &told)?)?;
        if let Some(listening) = listening {
            let bag = format!(
                "A bag waits at the bedside in treatment {}; what to scan stands under its labels.",
                sample.at_bedside
            );
            output.text(&invitation(&sample.world, &bag, &listening.address))?;
            serve(sample.world, listening)?;
        }
        Ok(Outcome::Done)
    }

    /// A product of a protocol that does not ship, with everything that is done before its release
    /// still to come.
    fn harvested(
        &self,
        protocol: &Path,
        listening: Option<Listening>,
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        files::read_clean(protocol)?;
        let text = std::fs::read_to_string(protocol)?;
        make_room(&self.data)?;
        let name = protocol.display().to_string();
        let (world, treatment) = sample::harvested(&self.data, (&name, &text))?;
        let said = format!("A product was harvested in treatment {treatment} under {name}.");
        let Some(listening) = listening else {
            output.line(&said)?;
            return Ok(Outcome::Done);
        };
        output.text(&invitation(&world, &said, &listening.address))?;
        serve(world, listening)?;
        Ok(Outcome::Done)
    }

    /// Serves what is there, days later.
    fn again(
        &self,
        days: u16,
        listening: Listening,
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        let name = self.data.display();
        if !self.data.join(MARK).is_file() {
            bail!("{name} holds no sample centre: only the clock of a sample is set ahead");
        }
        let world = sample::ahead(&self.data, days)?;
        let said = format!("This is sample data, and its clock was set {days} days ahead.");
        output.text(&invitation(&world, &said, &listening.address))?;
        serve(world, listening)?;
        Ok(Outcome::Done)
    }
}

/// Empties a directory that holds a sample centre and nothing else; refuses any other that is not
/// empty, and one whose centre is in use.
fn make_room(directory: &Path) -> anyhow::Result<()> {
    let name = directory.display();
    let files = match std::fs::read_dir(directory) {
        Ok(entries) => entries.collect::<Result<Vec<_>, _>>()?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(|| format!("{name} cannot be read")),
    };
    let ours = |file: &DirEntry| file.file_name().to_str().is_some_and(is_ours);
    let replaceable = files.iter().all(ours) && directory.join(MARK).is_file();
    if !files.is_empty() && !replaceable {
        bail!("{name} holds more than a sample centre: name another directory with --data");
    }
    if let Ok(lock) = std::fs::File::open(directory.join("ledger.lock"))
        && lock.try_lock().is_err()
    {
        bail!("{name} is being served: end that first, or name another directory with --data");
    }
    if !files.is_empty() {
        std::fs::remove_dir_all(directory).with_context(|| format!("{name} cannot be emptied"))?;
    }
    std::fs::create_dir_all(directory).with_context(|| format!("{name} cannot be made"))?;
    std::fs::write(
        directory.join(MARK),
        "A sample centre; the next demo replaces it.\n",
    )
    .with_context(|| format!("{name} cannot be written"))
}

fn is_ours(name: &str) -> bool {
    let databases = ["ledger.sqlite", "vault.sqlite"];
    let of_database = databases.iter().any(|database| name.starts_with(database));
    of_database || ["files", "keys", "ledger.lock", MARK].contains(&name)
}

fn invitation(world: &World, said: &str, address: &SocketAddr) -> String {
    let mut text = format!("The same centre is served at http://{address}\n\n  Sign in as\n");
    for member in &MEMBERS {
        let roles: Vec<_> = member.roles.iter().map(ToString::to_string).collect();
        text.push_str(&format!("    {:14}{}\n", member.sign_in, roles.join(", ")));
    }
    text.push_str(&format!("  with the password  {PASSWORD}\n\n"));
    let now = world.now().to_zoned(world.zone().clone());
    text.push_str(&format!(
        "  {said}\n  The centre's clock runs on from {}. Ctrl-C ends the server.\n",
        now.strftime("%-d %b %Y %H:%M %Z"),
    ));
    text
}
