//! Labels of the sample: printed as the record makes them, scanned as their own code, counted.

use cikada_domain::ContainerId;
use cikada_engine::{Command, HandlingCommand};

use crate::papers::label::{ReadyLabel, ready, scanned_content};
use crate::sample::SampleError;
use crate::sample::agenda::What;
use crate::sample::centre::unsuitable;
use crate::sample::script::Script;

/// Printing, scanning back or accounting, for a container.
pub(super) fn command(
    script: &Script<'_>,
    what: &What,
    container: &ContainerId,
) -> Result<Command, SampleError> {
    let container = container.clone();
    let label = || now(script, &container);
    Ok(Command::Handling(match what {
        What::PrintCollectionLabel | What::PrintProductLabel => {
            let label = label()?;
            HandlingCommand::PrintLabel {
                content: label.content,
                template: label.template,
                container,
                copies: 1,
                has_reason: false,
            }
        }
        What::ScanCollectionLabel | What::ScanProductLabel => {
            let label = label()?;
            HandlingCommand::VerifyLabel {
                scanned: container.clone(),
                container,
                content: scanned_content(&label.code, Some(&label))?,
            }
        }
        _ => {
            let open = script.treatment.prints.get(&container);
            let open = open.map_or(0, cikada_domain::treatment::LabelPrints::open);
            HandlingCommand::AccountLabels {
                container,
                applied: u16::try_from(open).map_err(unsuitable)?,
                spoiled: 0,
                destroyed: 0,
            }
        }
    }))
}

/// The label as it would be printed now.
fn now(script: &Script<'_>, container: &ContainerId) -> Result<ReadyLabel, SampleError> {
    let opening = script.treatment.opening.as_ref();
    let chain = opening.map(|opening| opening.chain_of_identity.clone());
    let chain = chain.ok_or_else(|| unsuitable("no treatment was opened"))?;
    let folded = script.world.folded(&chain)?;
    let label = ready(script.world, &folded, script.protocol, container)?;
    label.map_err(|missing| {
        let missing: Vec<_> = missing.iter().map(ToString::to_string).collect();
        unsuitable(missing.join("; "))
    })
}
