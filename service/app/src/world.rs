//! The one seam to the outside: clock, keys, store, vault and the installed protocols.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cikada_domain::{Country, ProtocolHash, StaffId};
use cikada_protocol::Protocol;
use cikada_store::Store;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::centre::{Centre, CentreEvent};
use crate::error::{AppError, OpenError};
use crate::facility::Surroundings;
use crate::files::Files;
use crate::keys::Keys;
use crate::read::genealogy::Ties;
use crate::record::{Author, Entries};
use crate::staff::Staff;
use crate::treatments::Cache;
use crate::vault::Vault;
use crate::{library, projection};

/// Where the time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// By how many days it was set ahead; nothing of any clock but that of a sample centre.
    fn days_ahead(&self) -> Option<u16> {
        None
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// One centre, open for work.
#[derive(Debug)]
pub struct World {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) files: Files,
    pub(crate) treatments: Cache,
    pub(crate) surroundings: Surroundings,
    pub(crate) ties: Ties,
    /// Held while a treatment is opened.
    pub(crate) opening: Mutex<()>,
    clock: Arc<dyn Clock>,
    centre: Centre,
    zone: TimeZone,
    country: Country,
    protocols: RwLock<BTreeMap<ProtocolHash, Arc<Protocol>>>,
    staff: RwLock<BTreeMap<StaffId, Staff>>,
}

impl World {
    /// Makes a new centre in an empty directory: keys, ledger, vault, first entry.
    pub fn found(
        directory: &Path,
        clock: Arc<dyn Clock>,
        centre: &Centre,
    ) -> Result<Self, OpenError> {
        centre.check()?;
        let keys = Keys::make(directory, &centre.origin)?;
        let store = Store::open(directory, keys.log)?;
        let now = clock.now();
        let founded = CentreEvent::CentreFounded(centre.clone());
        let author = Author::system(now);
        let entries = Entries::of_centre("centre", vec![founded]);
        let append = entries.into_append("found-centre", [0; 32], &author, &[]);
        store.append(append).map_err(OpenError::Founding)?;
        let vault = Vault::open(directory, keys.site)?;
        Self::assemble(store, vault, Files::beside(directory), clock)
    }

    /// Opens an existing centre.
    pub fn open(directory: &Path, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let keys = Keys::read(directory)?;
        let store = Store::open(directory, keys.log)?;
        let vault = Vault::open(directory, keys.site)?;
        let world = Self::assemble(store, vault, Files::beside(directory), clock)?;
        world.finish_erasures()?;
        Ok(world)
    }

    /// Opens an existing centre for reading only, also beside the process that serves it.
    pub fn look(directory: &Path, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let keys = Keys::read(directory)?;
        let store = Store::open_beside(directory, keys.log.verifier())?;
        let vault = Vault::open_beside(directory, keys.site)?;
        let world = Self::assemble(store, vault, Files::beside(directory), clock)?;
        // Whoever was erased is not read with a key that is still there.
        for (person, _) in world.store.view_all(projection::ERASED)? {
            if world.vault.key(&person)?.is_some() {
                return Err(OpenError::ErasureUnderWay);
            }
        }
        Ok(world)
    }

    fn assemble(
        store: Store,
        vault: Vault,
        files: Files,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        let body = store
            .view(projection::CENTRE, "centre")?
            .ok_or(OpenError::NotFounded)?;
        let centre = Centre::from_bytes(&body).ok_or(OpenError::NotFounded)?;
        let zone = TimeZone::get(&centre.zone)
            .map_err(|error| OpenError::Zone(centre.zone.clone(), error.to_string()))?;
        let country = Country::new(&centre.country)?;
        let world = Self {
            protocols: RwLock::new(library::load(&store)?),
            staff: RwLock::new(BTreeMap::new()),
            treatments: Cache::default(),
            surroundings: Surroundings::default(),
            ties: Ties::default(),
            opening: Mutex::new(()),
            store,
            vault,
            files,
            clock,
            centre,
            zone,
            country,
        };
        world.load_staff()?;
        Ok(world)
    }

    /// An erasure whose entry was written but whose key was not yet destroyed is carried through.
    fn finish_erasures(&self) -> Result<(), AppError> {
        for (person, _) in self.store.view_all(projection::ERASED)? {
            self.vault.destroy_key(&person)?;
        }
        Ok(())
    }

    /// The time now, in whole milliseconds, as the ledger keeps it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// By how many days the clock of a sample centre was set ahead; nothing of a real centre.
    #[must_use]
    pub fn days_ahead(&self) -> Option<u16> {
        self.clock.days_ahead()
    }

    /// The centre's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The country the centre is in.
    #[must_use]
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// Whether the disk failed while writing: nothing is written any more, and the process should
    /// end so that the store is opened and checked again.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        self.store.is_halted()
    }

    /// How many entries the ledger has: it grows with every act, so that a page can tell it is old.
    ///
    /// # Errors
    /// When reading fails.
    pub fn size(&self) -> Result<u64, AppError> {
        Ok(self.store.size()?)
    }

    /// The public key that checks this ledger's checkpoints, as `name+hash+base64`.
    #[must_use]
    pub fn verifier_key(&self) -> String {
        self.store.verifier().to_string()
    }

    /// A protocol by its hash.
    #[must_use]
    pub fn protocol(&self, hash: &ProtocolHash) -> Option<Arc<Protocol>> {
        self.protocols
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(hash)
            .cloned()
    }

    /// Every installed protocol.
    #[must_use]
    pub fn protocols(&self) -> Vec<Arc<Protocol>> {
        let protocols = self
            .protocols
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        protocols.values().cloned().collect()
    }

    pub(crate) fn add_protocol(&self, protocol: Protocol) {
        let mut protocols = self
            .protocols
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        protocols.insert(protocol.hash.clone(), Arc::new(protocol));
    }

    /// A member of staff.
    #[must_use]
    pub fn staff(&self, id: &StaffId) -> Option<Staff> {
        self.staff
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// Every member of staff.
    #[must_use]
    pub fn all_staff(&self) -> Vec<Staff> {
        let staff = self.staff.read().unwrap_or_else(PoisonError::into_inner);
        staff.values().cloned().collect()
    }

    pub(crate) fn add_staff(&self, member: Staff) {
        let mut staff = self.staff.write().unwrap_or_else(PoisonError::into_inner);
        staff.insert(member.id.clone(), member);
    }
}
