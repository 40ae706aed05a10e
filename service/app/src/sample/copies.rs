//! A ledger as large as a load needs: one told treatment again and again, each time another patient's.
//!
//! Every copy is entered through the real store, act by act, with a person's key, numbers, sealed parts and signatures of
//! its own; only the engine is not asked again. Where an identifier of the told treatment stands in an event is looked up
//! once, so that a copy is made as fast as the store takes it.

use std::collections::BTreeSet;
use std::num::TryFromIntError;
use std::sync::atomic::{AtomicU32, Ordering};

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ChainOfIdentity, Event, PersonId, StaffId, stored};
use cikada_ledger::{Draft, Entry, PersonKey, Place, Signature};
use cikada_store::Append;

use crate::error::AppError;
use crate::projection::{self, Numbered};
use crate::record::{SealedFields, Sealing, open_sealed};
use crate::sample::SampleError;
use crate::sample::centre::unsuitable;
use crate::treatments::stream_of;
use crate::use_cases::answer::StoredAnswer;
use crate::use_cases::carry_out::once_key;
use crate::use_cases::open_treatment::HOSPITAL_NUMBER;
use crate::world::World;

/// Copies made beside each other: so many acts share a flush.
const AT_ONCE: usize = 48;
const SERIAL_LENGTH: usize = 6;
/// So many treatments in a row take from the same lots.
const LOT_SHARED: u32 = 20;

/// The identifiers of one kind that a treatment uses up, in order.
struct Series {
    old: Vec<String>,
    /// The serial of the first one in the first copy.
    first: u32,
    /// How many copies in a row have the same: a lot goes into many treatments.
    shared: u32,
}

/// An identifier in the bytes of an event: where, of which series, the how-manieth.
struct Spot {
    at: usize,
    series: usize,
    number: usize,
}

struct Kept {
    entry: Entry,
    spots: Vec<Spot>,
    sealed: Option<SealedFields>,
}

/// A told treatment, ready to be copied.
struct Template {
    /// Treatment, person, donations, batches, lots.
    series: Vec<Series>,
    /// The entries of each act.
    acts: Vec<Vec<Kept>>,
}

/// Copies a treatment until the ledger has at least as many entries; says how many copies that took.
///
/// # Errors
/// When reading or writing fails, or the numbers of a year run out.
pub fn fill(world: &World, told: &ChainOfIdentity, entries: u64) -> Result<u32, SampleError> {
    let template = Template::of(world, told)?;
    let each = template.acts.iter().map(Vec::len).sum::<usize>();
    let each = u64::try_from(each).map_err(unsuitable)?.max(1);
    let missing = entries.saturating_sub(world.size()?).div_ceil(each);
    let copies = u32::try_from(missing).map_err(unsuitable)?.max(1);
    // The next number is the one after the last entered, and that must be the highest: its copy comes last, alone.
    let last = copies - 1;
    let next = AtomicU32::new(0);
    let work = || -> Result<(), SampleError> {
        loop {
            let copy = next.fetch_add(1, Ordering::Relaxed);
            if copy >= last {
                return Ok(());
            }
            template.copy(world, copy)?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .map_err(|_| unsuitable("a thread of the load panicked"))?
        })
    })?;
    template.copy(world, last)?;
    Ok(copies)
}

impl Series {
    fn new(world: &World, of: Numbered, old: Vec<String>) -> Result<Self, SampleError> {
        let first = world.next(of)?;
        let shared = 1;
        Ok(Self { old, first, shared })
    }

    fn lots(old: Vec<String>) -> Self {
        Self {
            old,
            first: 1,
            shared: LOT_SHARED,
        }
    }

    /// An identifier of a copy.
    fn renumbered(&self, copy: u32, number: usize) -> Result<String, SampleError> {
        let old = self.old.get(number).map_or("", String::as_str);
        let head = old.get(..old.len().saturating_sub(SERIAL_LENGTH));
        let head = head.ok_or_else(|| unsuitable("an identifier has no serial"))?;
        let too_many = |error: TryFromIntError| unsuitable(error);
        let each = u32::try_from(self.old.len()).map_err(too_many)?;
        let number = u32::try_from(number).map_err(too_many)?;
        let serial = (copy / self.shared)
            .checked_mul(each)
            .and_then(|before| before.checked_add(number)?.checked_add(self.first))
            .filter(|serial| *serial < 1_000_000)
            .ok_or_else(|| unsuitable("the numbers of a year have run out"))?;
        Ok(format!("{head}{serial:06}"))
    }
}

impl Template {
    fn of(world: &World, told: &ChainOfIdentity) -> Result<Self, SampleError> {
        let entries = world.entries(told)?;
        let folded = world.folded(told)?;
        let person = folded.treatment.recipient().map(ToString::to_string);
        let person = person.ok_or_else(|| unsuitable("no treatment was opened"))?;
        let key = world.vault.key(&person).map_err(AppError::from)?;
        let (mut donations, mut batches) = (Vec::new(), Vec::new());
        let mut lots = BTreeSet::new();
        for entry in &entries {
            match event(
                &entry.envelope.kind,
                entry.envelope.schema,
                &entry.envelope.clear,
            )? {
                Event::LabelIssued {
                    container,
                    purpose: LabelPurpose::Collection(_),
                } => donations.extend(container.as_str().split('-').next().map(str::to_owned)),
                Event::BatchStarted { batch, .. } => batches.push(batch.to_string()),
                Event::StepPerformed { materials, .. } => {
                    lots.extend(materials.into_iter().map(|material| material.lot));
                }
                _ => {}
            }
        }
        // The longest first: a chain of identity ends like a donation number.
        let series = vec![
            Series::new(world, Numbered::Treatment, vec![told.to_string()])?,
            Series::new(world, Numbered::Treatment, vec![person])?,
            Series::new(world, Numbered::Donation, donations)?,
            Series::new(world, Numbered::Batch, batches)?,
            Series::lots(lots.into_iter().collect()),
        ];
        let mut acts: Vec<Vec<Kept>> = Vec::new();
        for entry in entries {
            let sealed = key
                .as_ref()
                .filter(|_| entry.envelope.sealed.is_some())
                .map(|key| open_sealed(&entry, key))
                .transpose()?;
            let kept = Kept {
                spots: spots(&series, &entry.envelope.clear),
                entry,
                sealed,
            };
            match acts.last_mut() {
                Some(act) if is_same_act(act, &kept) => act.push(kept),
                _ => acts.push(vec![kept]),
            }
        }
        Ok(Self { series, acts })
    }

    fn copy(&self, world: &World, copy: u32) -> Result<(), SampleError> {
        let own = |series: usize| {
            let series = self.series.get(series);
            series.map_or(Ok(String::new()), |series| series.renumbered(copy, 0))
        };
        let id = ChainOfIdentity::new(own(0)?).map_err(unsuitable)?;
        let person = own(1)?;
        world.vault.make_key(&person).map_err(AppError::from)?;
        let recipient = PersonId::new(person.as_str()).map_err(unsuitable)?;
        let indexed = world.vault.index_wristband(&wristband(&person), &recipient);
        indexed.map_err(AppError::from)?;
        let key = world.vault.key(&person).map_err(AppError::from)?;
        let key = key.ok_or_else(|| unsuitable("a key is missing"))?;
        let mut version = 0;
        for act in &self.acts {
            let append = self.append(world, copy, &id, (&person, &key), act, version)?;
            version += u64::try_from(act.len()).map_err(unsuitable)?;
            world.store.append(append).map_err(AppError::from)?;
        }
        Ok(())
    }

    fn append(
        &self,
        world: &World,
        copy: u32,
        id: &ChainOfIdentity,
        person: (&str, &PersonKey),
        act: &[Kept],
        version: u64,
    ) -> Result<Append, SampleError> {
        let stream = stream_of(id);
        let command = act.first().map_or("", |kept| &kept.entry.envelope.command);
        let command = format!("copy/{copy}/{command}");
        let (mut drafts, mut events) = (Vec::new(), Vec::new());
        for (kept, version) in act.iter().zip(version + 1..) {
            let clear = self.renumbered(kept, copy)?;
            let envelope = &kept.entry.envelope;
            events.push(event(&envelope.kind, envelope.schema, &clear)?);
            let place = (stream.as_str(), version);
            drafts.push(draft(world, kept, clear, &command, place, person)?);
        }
        let views = projection::of_drafts(version, &drafts);
        Ok(Append {
            command,
            fingerprint: [0; 32],
            expected: vec![(stream, version)],
            drafts,
            once: events.iter().filter_map(once_key).collect(),
            views,
            answer: StoredAnswer::of(&events).to_bytes(),
        })
    }

    /// The bytes of an event with the copy's identifiers in the places of the told ones.
    fn renumbered(&self, kept: &Kept, copy: u32) -> Result<Vec<u8>, SampleError> {
        let mut clear = kept.entry.envelope.clear.clone();
        for spot in &kept.spots {
            let Some(series) = self.series.get(spot.series) else {
                continue;
            };
            let new = series.renumbered(copy, spot.number)?;
            let old = clear.iter_mut().skip(spot.at);
            old.zip(new.bytes()).for_each(|(old, new)| *old = new);
        }
        Ok(clear)
    }
}

/// The number on the wristband of a copy's patient.
fn wristband(person: &str) -> String {
    format!("copy-{person}")
}

fn is_same_act(act: &[Kept], next: &Kept) -> bool {
    let command = &next.entry.envelope.command;
    act.last()
        .is_some_and(|last| last.entry.envelope.command == *command)
}

fn event(kind: &str, schema: u16, clear: &[u8]) -> Result<Event, SampleError> {
    stored::decode(kind, schema, clear).map_err(unsuitable)
}

fn draft(
    world: &World,
    kept: &Kept,
    clear: Vec<u8>,
    command: &str,
    (stream, version): (&str, u64),
    (person, key): (&str, &PersonKey),
) -> Result<Draft, SampleError> {
    let envelope = &kept.entry.envelope;
    let origin = world.store.origin();
    let mut fields = kept.sealed.clone();
    if let Some(number) = fields
        .iter_mut()
        .find_map(|all| all.get_mut(HOSPITAL_NUMBER))
    {
        *number = wristband(person);
    }
    let sealing = fields.as_ref().map(|fields| Sealing {
        person,
        key,
        fields,
    });
    let mut draft = Draft {
        stream: stream.to_owned(),
        kind: envelope.kind.clone(),
        schema: envelope.schema,
        command: command.to_owned(),
        actor: envelope.actor.clone(),
        device: envelope.device.clone(),
        occurred_at: envelope.occurred_at,
        recorded_at: envelope.recorded_at,
        reason: envelope.reason.clone(),
        clear,
        sealed: sealing
            .map(|sealing| sealing.seal(origin, stream))
            .transpose()?,
        signatures: Vec::new(),
    };
    let place = Place {
        origin,
        stream,
        stream_version: version,
    };
    let content = draft.content();
    for signature in &envelope.signatures {
        let signer = StaffId::new(signature.signer.as_str()).map_err(unsuitable)?;
        let Signature {
            meaning,
            method,
            signed_at,
            ..
        } = signature;
        draft.signatures.push(Signature::bind(
            place,
            content,
            signer.as_str(),
            meaning,
            method,
            *signed_at,
        ));
    }
    Ok(draft)
}

/// Where the identifiers of any series stand in some bytes; one inside another is not counted again.
fn spots(series: &[Series], bytes: &[u8]) -> Vec<Spot> {
    let mut spots: Vec<(Spot, usize)> = Vec::new();
    for (index, of) in series.iter().enumerate() {
        for (number, old) in of.old.iter().enumerate() {
            for (at, found) in bytes.windows(old.len()).enumerate() {
                let within = |(spot, end): &(Spot, usize)| spot.at <= at && at < *end;
                if found == old.as_bytes() && !spots.iter().any(within) {
                    let spot = Spot {
                        at,
                        series: index,
                        number,
                    };
                    spots.push((spot, at + old.len()));
                }
            }
        }
    }
    spots.into_iter().map(|(spot, _)| spot).collect()
}
