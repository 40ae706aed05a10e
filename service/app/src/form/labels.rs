//! Forms of printed labels: print with a preview, scan back, account for.

use cikada_domain::event::LabelVersion;
use cikada_domain::{ContainerId, FileHash};
use cikada_engine::{Command, HandlingCommand};

use crate::error::AppError;
use crate::form::drawn::{Drawn, aside, field, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind};
use crate::papers::label::{ReadyLabel, ready, scanned_content};
use crate::record::SealedFields;

const REPRINT: &str = "reason of the reprint";

/// The label as it would be printed now; nothing where an element is missing.
fn label_now(ctx: &Context<'_>, container: &ContainerId) -> Result<Option<ReadyLabel>, AppError> {
    Ok(ready(ctx.world, ctx.folded, ctx.protocol, container)?.ok())
}

fn was_printed(ctx: &Context<'_>, container: &ContainerId, content: &FileHash) -> bool {
    let prints = ctx.treatment.prints.get(container);
    let mut printings = prints.into_iter().flat_map(|prints| &prints.printings);
    printings.any(|printing| &printing.content == content)
}

/// Whether printing it now would be a reprint, which a second person watches.
pub(crate) fn is_reprint(ctx: &Context<'_>, container: &ContainerId) -> bool {
    let now = label_now(ctx, container);
    now.is_ok_and(|now| now.is_some_and(|label| was_printed(ctx, container, &label.content)))
}

fn number(name: &str, label: &str, value: &str) -> Field {
    let kind = FieldKind::Quantity {
        unit: "1".to_owned(),
        unit_words: String::new(),
    };
    Field {
        value: value.to_owned(),
        ..field(name, label, kind)
    }
}

/// How many; from the second label that says the same on, each says which copy it is.
fn copies(ctx: &Context<'_>, container: &ContainerId, label: &ReadyLabel) -> Field {
    let prints = ctx.treatment.prints.get(container);
    let printings = prints.into_iter().flat_map(|prints| &prints.printings);
    let same = printings.filter(|printing| printing.content == label.content);
    let before = same.fold(0, |sum, printing| sum + u32::from(printing.copies));
    let help = match before {
        0 => "Each is counted. From the second on, each says which copy it is.".to_owned(),
        _ => format!("Each is counted. The next one says COPY {}.", before + 1),
    };
    Field {
        help: Some(help),
        ..number("copies", "Copies", "1")
    }
}

pub(crate) fn print(ctx: &Context<'_>, container: &ContainerId) -> Result<Drawn, AppError> {
    let title = format!("Print the label of {container}");
    let made = ready(ctx.world, ctx.folded, ctx.protocol, container)?;
    let label = match made {
        Ok(label) => label,
        Err(missing) => {
            let instruction = "This label cannot be printed: something that must stand on it is not known. Nothing is recorded.";
            let mut drawn = Drawn::new(title, instruction, "Print");
            let lines = missing.iter().map(ToString::to_string);
            drawn.know = vec![aside("What is missing", lines, None)];
            drawn.before = printed(ctx, container);
            return Ok(drawn);
        }
    };
    let instruction = format!(
        "{}, drawn from template {}. Check it against the bag, print it, and scan it back before it is stuck on.",
        label.words,
        label.template.words()
    );
    let mut drawn =
        Drawn::new(title, instruction, "Record and print").with([copies(ctx, container, &label)]);
    if was_printed(ctx, container, &label.content) {
        let reason = Field {
            optional: false,
            help: Some("A label that says the same was printed before. This is a reprint.".into()),
            ..text("reprint", "Why it is printed again")
        };
        drawn = drawn.with([reason]);
    }
    drawn.preview = Some(label.drawing.to_svg());
    drawn.before = printed(ctx, container);
    Ok(drawn)
}

/// Every printing and what became of the labels, newest first.
fn printed(ctx: &Context<'_>, container: &ContainerId) -> Vec<String> {
    let Some(prints) = ctx.treatment.prints.get(container) else {
        return Vec::new();
    };
    let told = |at: jiff::Timestamp| {
        ctx.world
            .moment(at)
            .strftime("%Y-%m-%d %H:%M %Z")
            .to_string()
    };
    let mut lines = vec![format!(
        "{} printed: {} applied, {} spoiled, {} destroyed; {} not accounted for",
        prints.printed,
        prints.applied,
        prints.spoiled,
        prints.destroyed,
        prints.open()
    )];
    if let Some((_, verified)) = &prints.verified {
        let who = ctx.world.who(&verified.by);
        lines.push(format!("{}: scanned back by {who}", told(verified.at)));
    }
    lines.extend(prints.printings.iter().rev().map(|printing| {
        let (at, copies) = (told(printing.printed.at), printing.copies);
        let who = ctx.world.who(&printing.printed.by);
        let template = printing.template.as_ref();
        let drawn = template.map_or("the built-in layout".to_owned(), LabelVersion::words);
        format!("{at}: {copies} printed by {who}, drawn from {drawn}")
    }));
    lines
}

pub(crate) fn read_print(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
    sealed: &mut SealedFields,
) -> Result<Option<Command>, AppError> {
    let label = match ready(ctx.world, ctx.folded, ctx.protocol, container)? {
        Ok(label) => label,
        Err(missing) => {
            for element in missing {
                typed.fail("copies", element.to_string());
            }
            return Ok(None);
        }
    };
    let copies = typed.count("copies");
    let has_reason = typed.raw("reprint").is_some();
    typed.text("reprint", REPRINT, sealed);
    Ok(copies.map(|copies| {
        Command::Handling(HandlingCommand::PrintLabel {
            container: container.clone(),
            copies,
            content: label.content,
            template: label.template,
            has_reason,
        })
    }))
}

pub(crate) fn scan_back(ctx: &Context<'_>, container: &ContainerId) -> Drawn {
    let mut drawn = Drawn::new(
        format!("Scan the printed label of {container}"),
        "Scan the Data Matrix of the label that has just come out of the printer.",
        "Compare",
    )
    .with([field("container", "Printed label", FieldKind::Scan)]);
    drawn.before = printed(ctx, container);
    drawn
}

pub(crate) fn read_scan_back(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
) -> Result<Option<Command>, AppError> {
    let raw = typed.raw("container").unwrap_or_default().to_owned();
    let scanned = typed.known_container("container")?;
    let content = scanned_content(&raw, label_now(ctx, container)?.as_ref())?;
    Ok(scanned.map(|scanned| {
        Command::Handling(HandlingCommand::VerifyLabel {
            container: container.clone(),
            scanned,
            content,
        })
    }))
}

pub(crate) fn account(ctx: &Context<'_>, container: &ContainerId) -> Drawn {
    let prints = ctx.treatment.prints.get(container);
    let open = prints.map_or(0, cikada_domain::treatment::LabelPrints::open);
    let mut drawn = Drawn::new(
        format!("Account for the labels of {container}"),
        format!(
            "{open} printed labels are not accounted for. Count those on containers and records, the spoiled and the destroyed. Whoever watches labels being destroyed signs as the second person."
        ),
        "Sign and account",
    )
    .with([
        number("applied", "Applied", &open.max(0).to_string()),
        number("spoiled", "Spoiled", "0"),
        number("destroyed", "Destroyed", "0"),
    ]);
    drawn.before = printed(ctx, container);
    drawn
}

pub(crate) fn read_account(typed: &mut Typed<'_>, container: &ContainerId) -> Option<Command> {
    let (applied, spoiled, destroyed) = (
        typed.count("applied"),
        typed.count("spoiled"),
        typed.count("destroyed"),
    );
    Some(Command::Handling(HandlingCommand::AccountLabels {
        container: container.clone(),
        applied: applied?,
        spoiled: spoiled?,
        destroyed: destroyed?,
    }))
}
