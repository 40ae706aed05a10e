//! The doses that a batch was filled as, and whether one more may be.

use cikada_domain::treatment::Product;
use cikada_domain::{BatchId, ContainerId, DoseNumber, Treatment};
use cikada_engine::filling_refused;
use cikada_protocol::Protocol;

use crate::form::Target;
use crate::read::Moment;
use crate::world::World;

/// The doses of a batch whose protocol lets it be more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    /// Every dose there is: the harvest, then what was filled out of it.
    pub doses: Vec<FilledDose>,
    /// What a further dose takes, in order; empty if none may be filled now.
    pub next: Vec<(&'static str, Target)>,
    /// Why no further dose may be filled now.
    pub refused: Vec<&'static str>,
}

/// One dose filled from a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledDose {
    /// Which dose.
    pub dose: DoseNumber,
    /// Which part of the batch, if it was divided.
    pub division: Option<String>,
    /// The container.
    pub container: ContainerId,
    /// Out of which container it was filled; none for the harvest.
    pub from: Option<ContainerId>,
    /// What it holds, in words.
    pub holds: String,
    /// Who or what place has it now, where that is known.
    pub place: Option<String>,
    /// Until when.
    pub expires: Moment,
    /// Where it stands, in words.
    pub state: &'static str,
}

/// The doses of a harvested batch; nothing where one is all there may be.
pub(crate) fn filling(
    world: &World,
    (protocol, treatment): (&Protocol, &Treatment),
    batch: &BatchId,
) -> Option<Filling> {
    protocol.product.division.as_ref()?;
    let products = treatment.products_of(batch);
    if products.is_empty() {
        return None;
    }
    let products = products.into_iter();
    let now = (world.now(), world.zone());
    let reasons = filling_refused(protocol, treatment, batch, now);
    let mut refused: Vec<_> = reasons
        .iter()
        .map(|reason| reason.code.sentence())
        .collect();
    refused.dedup();
    let next = [
        ("Label a further bag", Target::ProductLabel(batch.clone())),
        ("Fill a further dose", Target::Filling(batch.clone())),
    ];
    Some(Filling {
        doses: products
            .map(|(container, product)| line(world, treatment, container, product))
            .collect(),
        next: next.into_iter().filter(|_| refused.is_empty()).collect(),
        refused,
    })
}

fn line(
    world: &World,
    treatment: &Treatment,
    container: &ContainerId,
    product: &Product,
) -> FilledDose {
    FilledDose {
        dose: product.dose,
        division: product.division.as_ref().map(ToString::to_string),
        container: container.clone(),
        from: product.filled_from.clone(),
        holds: format!("{} in {}", product.cells.words(), product.volume.words()),
        place: whereabouts(treatment, container),
        expires: world.moment(product.expires_at),
        state: match treatment.containers_infused().contains(container) {
            true => "given",
            false => product.state.words(),
        },
    }
}

/// Where a product is, as its last handover says, or else where it came to be.
pub(crate) fn whereabouts(treatment: &Treatment, container: &ContainerId) -> Option<String> {
    let known = treatment.whereabouts(container);
    known.place().map(str::to_owned)
}
