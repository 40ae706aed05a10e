//! Gates of printed labels: what is printed is scanned back, and every label is accounted for.
//!
//! FACT-JACIE, 8th edition, C7.2.2.1 and D7.2.3; 21 CFR 211.125(c). A label that nobody scanned is
//! no label: what the printer was sent and what lies in the hand may differ.

use cikada_domain::ContainerId;
use cikada_domain::event::LabelVersion;
use cikada_domain::treatment::{LabelPrints, Product};

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;

/// The last printing of the container's label was scanned back.
pub(crate) fn label_verified(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    scanned_back(ctx, reasons, container, None);
}

/// Labels are drawn from the version of their template that was approved last, or from the built-in
/// layout where none is in force (21 CFR 11.10(k)).
pub(crate) fn template_in_force(ctx: &Context<'_>, reasons: &mut Reasons, drawn: &LabelVersion) {
    let Some(facility) = ctx.facility else {
        return;
    };
    let templates = facility.label_templates.get(&drawn.label);
    let expected = match templates.and_then(|templates| templates.in_force()) {
        Some(in_force) if &in_force.version == drawn => return,
        Some(in_force) => in_force.version.words(),
        None if drawn.is_built_in() => return,
        None => "the built-in layout".to_owned(),
    };
    let (label, drawn) = (drawn.label.code(), drawn.words());
    reasons.refuse(
        RefusalCode::LabelTemplateNotInForce,
        format!("drawn from {drawn}, and in force for {label} labels is {expected}"),
    );
}

/// Every printed label of the container is applied, spoiled or destroyed.
pub(crate) fn labels_balanced(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    let prints = ctx.treatment.prints.get(container);
    let detail = match prints {
        None => format!("no label of {container} was printed"),
        Some(prints) if prints.open() == 0 => return,
        Some(prints) => balance(container, prints),
    };
    reasons.refuse(RefusalCode::LabelsUnbalanced, detail);
}

/// The product's label was printed after the harvest, when it could say everything, scanned back,
/// and no printed label of it is loose.
pub(crate) fn product_labelled(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    product: &Product,
) {
    label_holds(ctx, reasons, container, product);
    labels_balanced(ctx, reasons, container);
}

/// The label says what the product holds now: it was printed since, and scanned back.
pub(crate) fn label_holds(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    product: &Product,
) {
    scanned_back(ctx, reasons, container, Some(product));
}

/// What was printed and what became of it, in words.
pub(crate) fn balance(container: &ContainerId, prints: &LabelPrints) -> String {
    format!(
        "{container}: {} printed; {} applied, {} spoiled, {} destroyed; {} open",
        prints.printed,
        prints.applied,
        prints.spoiled,
        prints.destroyed,
        prints.open()
    )
}

fn scanned_back(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    product: Option<&Product>,
) {
    let prints = ctx.treatment.prints.get(container);
    let last = prints.and_then(|prints| prints.printings.last());
    let detail = match (last, product) {
        (None, _) => format!("no label of {container} was printed"),
        (Some(last), Some(product)) if last.recorded_at < product.holds_since => format!(
            "the label of {container} was last printed at {}, before what it holds was recorded at {}",
            ctx.wall(last.printed.at),
            ctx.wall(product.holds_since)
        ),
        (Some(last), _) => {
            let verified = prints.and_then(|prints| prints.verified.as_ref());
            if let Some((scanned, at)) = verified
                && scanned == &last.content
                && at.at >= last.printed.at
            {
                return;
            }
            format!(
                "the label of {container} printed at {} was not scanned back",
                ctx.wall(last.printed.at)
            )
        }
    };
    reasons.refuse(RefusalCode::LabelNotVerified, detail);
}
