//! Lots of materials: what came in, where each lot stands, and how much of it is there.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Facility, confirmed};
use crate::event::{FacilityEvent, Recorded};
use crate::identifier::{BatchId, ChainOfIdentity, FileHash, InputId, StepId};
use crate::quantity::Quantity;
use crate::treatment::Confirmed;

/// One lot of a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// The material's code.
    pub material: InputId,
    /// What the package calls it.
    pub name: String,
    /// Who supplied it.
    pub supplier: String,
    /// The supplier's lot.
    pub supplier_lot: String,
    /// The last day it may be used.
    pub expires_on: Date,
    /// How much came in.
    pub received: Quantity,
    /// How much is there by the books.
    pub on_hand: Quantity,
    /// How much of the agent a volume holds.
    pub strength: Option<Quantity>,
    /// Units in a mass, as the certificate says.
    pub specific_activity: Option<Quantity>,
    /// The certificate's file.
    pub certificate: Option<FileHash>,
    /// Where it stands.
    pub state: LotState,
    /// When and by whom it was received.
    pub receipt: Confirmed,
    /// When and by whom it was released, whatever was decided later.
    pub released: Option<Confirmed>,
    /// When and by whom it was released, rejected or recalled last.
    pub decided: Option<Confirmed>,
    /// When it was counted last.
    pub counted_at: Option<Timestamp>,
    /// What was taken from it, in order, with corrections taken in.
    pub draws: Vec<Draw>,
}

/// Where a lot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LotState {
    /// Received and not yet released.
    Quarantine,
    /// Released for use.
    Released,
    /// Rejected before use.
    Rejected,
    /// Recalled.
    Recalled,
}

/// What was taken from a lot for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// How much; nothing where it was written down by mistake.
    pub amount: Quantity,
    /// What was written down before, oldest first.
    pub before: Vec<Quantity>,
    /// For which treatment.
    pub treatment: ChainOfIdentity,
    /// For which batch.
    pub batch: BatchId,
    /// For which step.
    pub step: StepId,
    /// When.
    pub at: Timestamp,
}

impl Facility {
    pub(super) fn apply_lot(&mut self, recorded: &Recorded<FacilityEvent>) {
        if let FacilityEvent::LotReceived { lot, .. } = &recorded.event {
            let received = received(recorded);
            self.lots
                .extend(received.map(|received| (lot.clone(), received)));
            return;
        }
        if let FacilityEvent::LotDrawCorrected { lot, .. } = &recorded.event {
            if let Some(lot) = self.lots.get_mut(lot) {
                lot.correct(recorded);
            }
            return;
        }
        let (id, decided, taken) = match &recorded.event {
            FacilityEvent::LotReleased { lot } => (lot, Some(LotState::Released), None),
            FacilityEvent::LotRejected { lot } => (lot, Some(LotState::Rejected), None),
            FacilityEvent::LotRecalled { lot } => (lot, Some(LotState::Recalled), None),
            FacilityEvent::LotDrawn { lot, .. } => (lot, None, draw(recorded)),
            FacilityEvent::LotCounted { lot, .. } => (lot, None, None),
            _ => return,
        };
        let Some(lot) = self.lots.get_mut(id) else {
            return;
        };
        if let Some(state) = decided {
            lot.state = state;
            if state == LotState::Released {
                lot.released = Some(confirmed(recorded));
            }
            lot.decided = Some(confirmed(recorded));
        }
        if let Some(taken) = taken {
            // What was taken before the last count is not among what was counted.
            if !lot.is_counted_since(taken.at) {
                lot.take(&taken.amount);
            }
            lot.draws.push(taken);
        }
        if let FacilityEvent::LotCounted { counted, .. } = &recorded.event {
            lot.on_hand = counted.clone();
            lot.counted_at = Some(recorded.occurred_at);
        }
    }
}

impl Lot {
    /// Whether what is there was counted after a time: the books then go by the count, whatever was
    /// taken before it.
    #[must_use]
    pub fn is_counted_since(&self, at: Timestamp) -> bool {
        self.counted_at.is_some_and(|counted| at < counted)
    }

    /// The books follow what a step took in truth.
    fn correct(&mut self, recorded: &Recorded<FacilityEvent>) {
        let FacilityEvent::LotDrawCorrected {
            treatment,
            batch,
            step,
            drawn_at,
            old,
            new,
            ..
        } = &recorded.event
        else {
            return;
        };
        let none = self.on_hand.with_amount(Decimal::ZERO);
        let (old, new) = (old.as_ref(), new.as_ref());
        if !self.is_counted_since(*drawn_at) {
            self.take(new.unwrap_or(&none));
            let given_back = old.map(|old| old.with_amount(-old.amount()));
            self.take(given_back.as_ref().unwrap_or(&none));
        }
        let of_step = |draw: &&mut Draw| {
            (&draw.treatment, &draw.batch, &draw.step, draw.at)
                == (treatment, batch, step, *drawn_at)
                && Some(&draw.amount) == old
        };
        match self.draws.iter_mut().find(of_step) {
            Some(draw) => {
                let amount = new.unwrap_or(&none).clone();
                draw.before
                    .push(std::mem::replace(&mut draw.amount, amount));
            }
            None => self.draws.push(Draw {
                amount: new.unwrap_or(&none).clone(),
                before: old.cloned().into_iter().collect(),
                treatment: treatment.clone(),
                batch: batch.clone(),
                step: step.clone(),
                at: *drawn_at,
            }),
        }
    }

    /// What is left after something was taken; of another dimension nothing is taken, because the
    /// engine let none through.
    fn take(&mut self, amount: &Quantity) {
        let taken = amount.convert(self.on_hand.unit());
        if let Ok(taken) = taken {
            let left = self.on_hand.amount().checked_sub(taken.amount());
            self.on_hand = self.on_hand.with_amount(left.unwrap_or(Decimal::ZERO));
        }
    }
}

fn received(recorded: &Recorded<FacilityEvent>) -> Option<Lot> {
    let FacilityEvent::LotReceived {
        material,
        name,
        supplier,
        supplier_lot,
        expires_on,
        quantity,
        strength,
        specific_activity,
        certificate,
        ..
    } = &recorded.event
    else {
        return None;
    };
    Some(Lot {
        material: material.clone(),
        name: name.clone(),
        supplier: supplier.clone(),
        supplier_lot: supplier_lot.clone(),
        expires_on: *expires_on,
        received: quantity.clone(),
        on_hand: quantity.clone(),
        strength: strength.clone(),
        specific_activity: specific_activity.clone(),
        certificate: certificate.clone(),
        state: LotState::Quarantine,
        receipt: confirmed(recorded),
        released: None,
        decided: None,
        counted_at: None,
        draws: Vec::new(),
    })
}

fn draw(recorded: &Recorded<FacilityEvent>) -> Option<Draw> {
    let FacilityEvent::LotDrawn {
        amount,
        treatment,
        batch,
        step,
        ..
    } = &recorded.event
    else {
        return None;
    };
    Some(Draw {
        amount: amount.clone(),
        before: Vec::new(),
        treatment: treatment.clone(),
        batch: batch.clone(),
        step: step.clone(),
        at: recorded.occurred_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::{DeviceId, LotId, StaffId};

    fn lot() -> LotId {
        LotId::new("LOT-1").unwrap()
    }

    fn at(hour: u8, event: FacilityEvent) -> Recorded<FacilityEvent> {
        Recorded {
            event,
            performer: StaffId::new("stores-1").unwrap(),
            witness: None,
            device: DeviceId::new("tablet-1").unwrap(),
            occurred_at: format!("2026-01-05T{hour:02}:00:00Z").parse().unwrap(),
            recorded_at: "2026-01-05T20:00:00Z".parse().unwrap(),
        }
    }

    fn drawn(hour: u8) -> Recorded<FacilityEvent> {
        at(
            hour,
            FacilityEvent::LotDrawn {
                lot: lot(),
                amount: "2 mL".parse().unwrap(),
                treatment: ChainOfIdentity::new("CHA999926000001").unwrap(),
                batch: BatchId::new("B-1").unwrap(),
                step: StepId::new("priming").unwrap(),
            },
        )
    }

    fn history() -> Vec<Recorded<FacilityEvent>> {
        let received = FacilityEvent::LotReceived {
            lot: lot(),
            material: InputId::new("medium").unwrap(),
            name: "Medium".to_owned(),
            supplier: "Invented Supplies".to_owned(),
            supplier_lot: "S-1".to_owned(),
            expires_on: "2035-12-31".parse().unwrap(),
            quantity: "50 mL".parse().unwrap(),
            strength: None,
            specific_activity: None,
            certificate: None,
        };
        let counted = FacilityEvent::LotCounted {
            lot: lot(),
            counted: "40 mL".parse().unwrap(),
        };
        vec![at(8, received), at(12, counted)]
    }

    #[test]
    fn what_was_taken_before_the_count_is_not_taken_a_second_time() {
        let mut events = history();
        events.extend([drawn(11), drawn(13)]);
        let facility = Facility::fold(&events);
        let lot = &facility.lots[&lot()];
        assert_eq!(lot.on_hand, "38 mL".parse().unwrap());
        assert_eq!(lot.draws.len(), 2);
    }
}
