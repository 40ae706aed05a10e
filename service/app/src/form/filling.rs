//! The form of a further dose that is filled out of a harvested batch, and the label for it.

use cikada_document::ProductCode;
use cikada_document::isbt::{DivisionCode, container_id, divided_container_id};
use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::Product;
use cikada_domain::treatment::whereabouts::is_place_of_treatment;
use cikada_domain::{
    BatchId, ContainerId, Division, DonationIdentificationNumber, DoseNumber, PlannedKind,
    Treatment,
};
use cikada_engine::{Command, HandlingCommand, doses_to_fill};
use cikada_protocol::model::{Step, StepKind};
use jiff::Timestamp;
use jiff::civil::{Date, time};

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, quantity_kind, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind, scanned};

/// Every division that a product code can say of an undivided whole, in their order.
const LETTERS: [char; 26] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
    'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];

/// The next container of a batch that may be divided: its product code ends in the first division no
/// label has yet, and in 99 with a division of its own once the letters are used up (ISBT 128,
/// structures 003 and 032).
pub(crate) fn next_part(
    treatment: &Treatment,
    donation: &DonationIdentificationNumber,
    (batch, product_code): (&BatchId, &str),
) -> Result<ContainerId, AppError> {
    let unusable = |why: String| AppError::Stored(format!("product code '{product_code}': {why}"));
    let purpose = LabelPurpose::Product(batch.clone());
    let labels = treatment.labels.iter();
    let labelled = labels.filter(|(_, label)| **label == purpose).count();
    let code = |division: &str| {
        ProductCode::new(format!("{product_code}0{division}"))
            .map_err(|error| unusable(error.to_string()))
    };
    let container = match LETTERS.get(labelled) {
        Some(letter) => container_id(donation, &code(&format!("{letter}0"))?),
        None => {
            let division = DivisionCode::new(format!("{:06}", labelled + 1));
            let division = division.map_err(|error| unusable(error.to_string()))?;
            divided_container_id(donation, &code("99")?, &division)
        }
    };
    container.map_err(|error| unusable(error.to_string()))
}

fn harvest<'a>(
    treatment: &'a Treatment,
    batch: &BatchId,
) -> Result<(&'a ContainerId, &'a Product), AppError> {
    let products = treatment.products_of(batch);
    let mut harvests = products
        .into_iter()
        .filter(|(_, product)| product.filled_from.is_none());
    let unknown = || AppError::NotFound(format!("the product of batch {batch}"));
    harvests.next().ok_or_else(unknown)
}

/// The doses that may be filled, with their days.
fn doses(ctx: &Context<'_>) -> Vec<(String, String)> {
    let at = (ctx.world.now(), ctx.world.zone());
    let open = doses_to_fill(ctx.protocol, ctx.treatment, at);
    let planned = ctx.treatment.plan.iter().flat_map(|plan| &plan.items);
    let planned = planned.filter(|item| item.kind == PlannedKind::Infusion);
    let words = planned.filter_map(|item| {
        let dose = item.dose.filter(|dose| open.contains(dose))?;
        let on = item.on.strftime("%a %-d %b %Y");
        Some((dose.to_string(), format!("dose {dose}, planned for {on}")))
    });
    words.collect()
}

/// The step at which the batch was harvested: a dose is filled where and with what it was.
fn harvest_step<'a>(ctx: &Context<'a>) -> Result<&'a Step, AppError> {
    let mut steps = ctx.protocol.steps.iter();
    let harvest = steps.find(|step| step.kind == StepKind::Harvest);
    harvest.ok_or_else(|| AppError::NotFound("the harvest of this protocol".to_owned()))
}

pub(crate) fn filling(ctx: &Context<'_>, batch: &BatchId) -> Result<Drawn, AppError> {
    let (container, product) = harvest(ctx.treatment, batch)?;
    let (place, _) = scanned::fields(ctx, harvest_step(ctx)?)?;
    let life = ctx.world.moment(product.expires_at);
    let held = |words: String| Some(format!("more than 0, at most {words}"));
    let mut cells = field("cells", "Cells filled", quantity_kind(&product.cells));
    cells.limit = held(product.cells.words());
    let mut volume = field("volume", "Volume filled", quantity_kind(&product.volume));
    volume.limit = held(product.volume.words());
    let instruction = format!(
        "{container} holds {} in {}. Fill the dose into a container labelled for it, scan its label, \
         and put it where it is stored. Afterwards both containers get a new label: each says what it \
         holds now.",
        product.cells.words(),
        product.volume.words()
    );
    let drawn = Drawn::new(
        format!("Fill a further dose from batch {batch}"),
        instruction,
        "Record the dose",
    )
    .with(place)
    .with([
        field("dose", "Which dose it is", FieldKind::Choice(doses(ctx))),
        field("from", "Label on the harvest's bag", FieldKind::Scan),
        field(
            "container",
            "Label on the bag that was filled",
            FieldKind::Scan,
        ),
        cells,
        volume,
        Field {
            help: Some(
                "Freezer, rack and position, such as FREEZER-2 B4; it is kept in the clear.".into(),
            ),
            ..field("place", "Where it is stored", FieldKind::Text)
        },
        Field {
            optional: true,
            help: Some(format!(
                "Only if it expires before the harvest does, at {}.",
                life.strftime("%-d %b %Y %H:%M %Z")
            )),
            ..field("expires", "Earlier expiry", FieldKind::Date)
        },
        text("note", "Note, sealed under the patient's key"),
    ]);
    let rule = ctx.protocol.product.division.as_ref();
    let source = rule.map_or(&ctx.protocol.product.source, |rule| &rule.source);
    Ok(drawn.standing_on(ctx.protocol, source))
}

pub(crate) fn read_filling(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
) -> Result<Option<Command>, AppError> {
    let (_, product) = harvest(ctx.treatment, batch)?;
    let dose = typed.choice("dose", &doses(ctx));
    let dose = dose.and_then(|dose| DoseNumber::new(dose.parse().ok()?).ok());
    let from = typed.known_container("from")?;
    let container = typed.known_container("container")?;
    let cells = typed.quantity("cells", &product.cells.unit_code());
    let volume = typed.quantity("volume", &product.volume.unit_code());
    let place = typed.code("place");
    if place.as_deref().is_some_and(is_place_of_treatment) {
        let message = "a bag is handed over to this place: write the freezer, rack and position, such as FREEZER-2 B4";
        typed.fail("place", message);
    }
    let step = harvest_step(ctx)?;
    let room = scanned::read_room(typed, step);
    let equipment = scanned::read_equipment(typed, step);
    let expires_at = expiry(ctx, typed, product.expires_at);
    let division = container.as_ref().and_then(Division::of);
    if container.is_some() && division.is_none() {
        let message = "this label names no part of a product: issue one for a further dose";
        typed.fail("container", message);
    }
    let bags = from.zip(container).zip(division);
    let what = dose.zip(cells.zip(volume));
    let kept = place.zip(expires_at);
    Ok(bags.zip(what).zip(kept).map(
        |((((from, container), division), (dose, (cells, volume))), (place, expires_at))| {
            Command::Handling(HandlingCommand::FillDose {
                batch: batch.clone(),
                from,
                container,
                dose,
                division,
                cells,
                volume,
                place,
                expires_at,
                equipment,
                room,
            })
        },
    ))
}

/// The end of the day that was entered, on the last day of the harvest its own hour; without a day
/// the harvest's expiry.
fn expiry(ctx: &Context<'_>, typed: &mut Typed<'_>, life: Timestamp) -> Option<Timestamp> {
    if typed.raw("expires").is_none() {
        return Some(life);
    }
    let day: Date = typed.date("expires")?;
    if day == ctx.world.moment(life).date() {
        return Some(life);
    }
    let end = day.to_datetime(time(23, 59, 0, 0));
    let end = end.to_zoned(ctx.world.zone().clone()).ok()?;
    Some(end.timestamp())
}
