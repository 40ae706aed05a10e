//! Forms of labels, the collection and every change of hands.

use cikada_document::ProductCode;
use cikada_document::isbt::container_id;
use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::whereabouts::{COLLECTS, GIVES, PLACES};
use cikada_domain::{BatchId, ContainerId, DonationIdentificationNumber, DoseNumber, Treatment};
use cikada_engine::{Command, conditions};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, kind_of, text};
use crate::form::typed::{Typed, again};
use crate::form::{Context, Field, FieldKind, filling};
use crate::world::World;

pub(crate) fn collection_label(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let instruction = "A new donation number is issued once, for this bag alone.";
    Drawn::new(
        format!("Label for the collection of dose {dose}"),
        instruction,
        "Issue label",
    )
    .standing_on(
        ctx.protocol,
        ctx.protocol.collection().map_or("", |rule| &rule.source),
    )
}

/// A label with the next free number.
pub(crate) fn issue_collection_label(
    world: &World,
    protocol: &Protocol,
    dose: DoseNumber,
) -> Result<Command, AppError> {
    let donation = world.next_donation()?;
    let rule = protocol.collection().ok_or_else(nothing_collected)?;
    let container = container_of(&donation, &rule.product_code)?;
    Ok(Command::IssueLabel {
        container,
        purpose: LabelPurpose::Collection(dose),
    })
}

fn nothing_collected() -> AppError {
    AppError::NotFound("a collection in a treatment that collects nothing".to_owned())
}

/// Collection type 0 (not given) and division 00 (undivided): one bag a collection and a product.
const UNDIVIDED: &str = "000";

fn container_of(
    donation: &DonationIdentificationNumber,
    product_code: &str,
) -> Result<ContainerId, AppError> {
    let unusable = |why: String| AppError::Stored(format!("product code '{product_code}': {why}"));
    let code = ProductCode::new(format!("{product_code}{UNDIVIDED}"))
        .map_err(|error| unusable(error.to_string()))?;
    container_id(donation, &code).map_err(|error| unusable(error.to_string()))
}

pub(crate) fn collection(ctx: &Context<'_>, dose: DoseNumber) -> Result<Drawn, AppError> {
    let rule = ctx.protocol.collection().ok_or_else(nothing_collected)?;
    let mut volume = field("volume", "Volume collected", kind_of(&rule.volume));
    volume.limit = Some(rule.volume.words());
    let instruction = format!(
        "{}. Scan the wristband, then the label on the bag.",
        rule.procedure
    );
    let drawn = Drawn::new(
        format!("Collection for dose {dose}"),
        instruction,
        "Record collection",
    )
    .with([
        field("wristband", "Wristband", FieldKind::Scan),
        field("container", "Label on the bag", FieldKind::Scan),
        volume,
        Field {
            help: Some("The bag is handed over from there first.".into()),
            ..field(
                "place",
                "Where it was drawn",
                FieldKind::Choice(choices(&COLLECTS)),
            )
        },
        text("note", "Note, sealed under the patient's key"),
    ])
    .standing_on(ctx.protocol, &rule.source);
    Ok(drawn)
}

pub(crate) fn read_collection(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let wristband = typed.wristband("wristband")?;
    let container = typed.known_container("container")?;
    let unit = ctx
        .protocol
        .collection()
        .ok_or_else(nothing_collected)?
        .volume
        .example()
        .map(|example| example.unit_code());
    let volume = typed.quantity("volume", &unit.unwrap_or_default());
    let place = typed.choice("place", &choices(&COLLECTS));
    let donation = container.as_ref().and_then(donation_of);
    let bag = container.zip(donation);
    Ok(wristband.zip(bag).zip(volume.zip(place)).map(
        |((wristband, (container, donation)), (volume, place))| Command::RecordCollection {
            dose,
            donation,
            container,
            wristband,
            volume,
            place,
        },
    ))
}

/// The donation number a container's identifier begins with.
fn donation_of(container: &ContainerId) -> Option<DonationIdentificationNumber> {
    let (donation, _) = container.as_str().split_once('-')?;
    DonationIdentificationNumber::new(donation).ok()
}

fn choices(places: &[&str]) -> Vec<(String, String)> {
    let choice = |place: &&str| ((*place).to_owned(), (*place).to_owned());
    places.iter().map(choice).collect()
}

/// The places a container is handed to. Nothing is collected for a medicine.
fn places(protocol: &Protocol) -> Vec<(String, String)> {
    let only_collects = |place: &&str| COLLECTS.contains(place) && !GIVES.contains(place);
    let mut known = PLACES.to_vec();
    known.retain(|place| protocol.medicine().is_none() || !only_collects(place));
    choices(&known)
}

/// Who may give a container: every place, and the one where it was stored when it was filled.
fn givers(ctx: &Context<'_>, container: &ContainerId) -> Vec<(String, String)> {
    let mut givers = places(ctx.protocol);
    let known = ctx.treatment.whereabouts(container);
    let stored = known.place().filter(|place| !PLACES.contains(place));
    givers.extend(stored.map(|place| (place.to_owned(), place.to_owned())));
    givers
}

pub(crate) fn custody(ctx: &Context<'_>, container: &ContainerId) -> Drawn {
    let vessel = ctx.vessel();
    let celsius = FieldKind::Quantity {
        unit: "Cel".to_owned(),
        unit_words: "\u{b0}C".to_owned(),
    };
    let instruction = format!(
        "You give the {vessel}, and whoever takes it signs below. Scan its label and the patient's, \
         read the temperature, look at the {vessel}. If a scan does not agree, everything stops and \
         the {vessel} is held."
    );
    let givers = givers(ctx, container);
    let mut from = field("from", "Given by", FieldKind::Choice(givers));
    let whereabouts = ctx.treatment.whereabouts(container);
    from.value = whereabouts.place().unwrap_or_default().to_owned();
    let mut temperature = field("temperature", "Temperature read", celsius);
    let rule = conditions(ctx.protocol, ctx.treatment, container);
    temperature.limit = rule.map(|rule| rule.temperature.words());
    let drawn = Drawn::new(
        format!("Hand over {container}"),
        instruction,
        "Sign and hand over",
    )
    .with([
        field(
            "container",
            format!("Label on the {vessel}"),
            FieldKind::Scan,
        ),
        field(
            "identity",
            "Chain-of-identity label or wristband of the patient",
            FieldKind::Scan,
        ),
        Field {
            optional: true,
            help: Some("Only where the chain of identity was typed above, and not scanned.".into()),
            ..field(
                again("identity"),
                "Chain of identity, typed again",
                FieldKind::Again,
            )
        },
        from,
        field("to", "Taken by", FieldKind::Choice(places(ctx.protocol))),
        field(
            "place",
            "Where it changes hands",
            FieldKind::Choice(places(ctx.protocol)),
        ),
        temperature,
        field(
            "intact",
            format!("The {vessel} is intact"),
            FieldKind::YesNo,
        ),
        text("note", "Note, sealed under the patient's key"),
    ]);
    match rule {
        Some(rule) => drawn.standing_on(ctx.protocol, rule.source),
        None => drawn,
    }
}

pub(crate) fn read_custody(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    container: &ContainerId,
) -> Result<Option<Command>, AppError> {
    let opening = ctx.treatment.opening.as_ref();
    let opening = opening.ok_or_else(|| AppError::NotFound("the treatment".to_owned()))?;
    // What another bag's label says is the engine's to refuse, so that it is recorded.
    let scanned = typed.container("container")?;
    let own = (&opening.chain_of_identity, &opening.recipient);
    let identity = typed.identity("identity", own)?;
    let (from, to) = (
        typed.choice("from", &givers(ctx, container)),
        typed.choice("to", &places(ctx.protocol)),
    );
    let place = typed.choice("place", &places(ctx.protocol));
    let temperature = typed.quantity("temperature", "Cel");
    let intact = typed.flag("intact");
    let scans = scanned.zip(identity);
    let places = from.zip(to).zip(place);
    let found = temperature.zip(intact);
    Ok(scans.zip(places).zip(found).map(
        |(((scanned, identity), ((from, to), place)), (temperature, intact))| {
            Command::TransferCustody {
                container: container.clone(),
                scanned,
                identity,
                from,
                to,
                temperature,
                intact,
                place,
            }
        },
    ))
}

pub(crate) fn product_label(ctx: &Context<'_>, batch: &BatchId) -> Drawn {
    let (title, instruction) = match ctx.protocol.medicine() {
        Some(_) => (
            format!("Label for preparation {batch}"),
            "The dose keeps the number of its preparation. Its label is issued once.",
        ),
        None => (
            format!("Label for the product of batch {batch}"),
            "The product keeps the donation number of its collection. Its label is issued once.",
        ),
    };
    Drawn::new(title, instruction, "Issue label")
        .standing_on(ctx.protocol, &ctx.protocol.product.source)
}

pub(crate) fn issue_product_label(
    protocol: &Protocol,
    treatment: &Treatment,
    batch: &BatchId,
) -> Result<Command, AppError> {
    let culture = treatment.batches.get(batch);
    let culture = culture.ok_or_else(|| AppError::NotFound(format!("batch {batch}")))?;
    let code = protocol.product.product_code.as_str();
    let container = match &protocol.product.division {
        Some(_) => filling::next_part(treatment, &culture.donation, (batch, code))?,
        None => container_of(&culture.donation, code)?,
    };
    Ok(Command::IssueLabel {
        container,
        purpose: LabelPurpose::Product(batch.clone()),
    })
}
