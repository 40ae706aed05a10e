//! Numbers issued once for ever: the next of each kind, from what the ledger says was the last.
//!
//! Two who ask at once may be told the same number; the ledger's unique index lets one of them
//! through, and the other is refused and asks again. Treatments are opened one at a time.

use cikada_domain::{BatchId, ChainOfIdentity, DonationIdentificationNumber, LotId, PersonId};

use crate::error::AppError;
use crate::projection::{LAST_NUMBERS, Numbered};
use crate::world::World;

impl World {
    /// The serial after the last one issued.
    pub(crate) fn next(&self, of: Numbered) -> Result<u32, AppError> {
        let last = self.store.view(LAST_NUMBERS, of.name())?;
        let last = last.and_then(|body| String::from_utf8(body).ok());
        Ok(last
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
            .saturating_add(1))
    }

    /// Two digits of the year and six of the serial, as ISBT 128 numbers end.
    fn year_and_serial(&self, of: Numbered) -> Result<String, AppError> {
        let year = self
            .now()
            .to_zoned(self.zone().clone())
            .year()
            .rem_euclid(100);
        Ok(format!("{year:02}{:06}", self.next(of)?))
    }

    pub(crate) fn next_chain_of_identity(&self) -> Result<ChainOfIdentity, AppError> {
        let tail = self.year_and_serial(Numbered::Treatment)?;
        ChainOfIdentity::new(format!("CH{}{tail}", self.centre().facility)).map_err(unusable)
    }

    pub(crate) fn next_donation(&self) -> Result<DonationIdentificationNumber, AppError> {
        let tail = self.year_and_serial(Numbered::Donation)?;
        DonationIdentificationNumber::new(format!("{}{tail}", self.centre().facility))
            .map_err(unusable)
    }

    pub(crate) fn next_batch(&self) -> Result<BatchId, AppError> {
        BatchId::new(format!("B{}", self.year_and_serial(Numbered::Batch)?)).map_err(unusable)
    }

    /// The centre's own number of a lot that comes in, such as `L-26-000001`.
    pub(crate) fn next_lot(&self) -> Result<LotId, AppError> {
        let tail = self.year_and_serial(Numbered::Lot)?;
        let (year, serial) = tail.split_at_checked(2).unwrap_or((&tail, ""));
        LotId::new(format!("L-{year}-{serial}")).map_err(unusable)
    }
}

/// The pseudonym of a person first met in a treatment: it carries that treatment's serial, which the
/// ledger gives once for ever, so that two persons can never share one.
pub(crate) fn pseudonym(treatment: &ChainOfIdentity) -> Result<PersonId, AppError> {
    let serial = treatment.as_str().get(9..).unwrap_or_default();
    PersonId::new(format!("P-{serial}")).map_err(unusable)
}

fn unusable(error: cikada_domain::IdentifierError) -> AppError {
    AppError::Stored(format!("the facility's numbers cannot be made: {error}"))
}
