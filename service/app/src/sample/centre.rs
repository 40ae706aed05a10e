//! The sample centre's people: invented, named after what they do.

use std::collections::BTreeMap;

use cikada_domain::{DeviceId, StaffId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::centre::Centre;
use crate::library::shipped;
use crate::sample::SampleError;
use crate::staff::Role;
use crate::use_cases::{Actor, NewAccount, Proven, install_protocols, open_account, prove};
use crate::world::World;

/// The password of every sample account.
pub const PASSWORD: &str = "only for the sample";

/// The day the sample centre is founded.
pub(crate) const FOUNDED: &str = "2020-09-07";
/// The moment the patients under way are enrolled.
pub(crate) const OTHERS_ENROLLED: &str = "2026-02-20T09:00";
/// The moment the served centre's clock runs on from.
pub(crate) const SERVED_FROM: &str = "2026-03-16T10:15";
/// The day of [`SERVED_FROM`].
pub(crate) const SERVED_DAY: &str = "2026-03-16";

/// The last day of what the centre begins with.
pub(crate) const FIRST_STOCK_UNTIL: &str = "2023-12-31";
/// The last day of what it works with when it is served.
pub(crate) const STOCK_UNTIL: &str = "2027-06-30";

const ZONE: &str = "Europe/Istanbul";

/// A member of the sample staff.
#[derive(Debug)]
pub struct Member {
    /// The sign-in name.
    pub sign_in: &'static str,
    /// The printed name.
    pub name: &'static str,
    /// The roles held.
    pub roles: &'static [Role],
}

/// The sample staff.
pub const MEMBERS: [Member; 14] = [
    member("coordinator", "Cora Sample", &[Role::Coordinator]),
    member("physician", "Pia Sample", &[Role::Physician]),
    member("collection", "Colin Sample", &[Role::CollectionNurse]),
    member(
        "technologist",
        "Tess Sample",
        &[Role::Technologist, Role::QualifiedPerson],
    ),
    member("technologist2", "Theo Sample", &[Role::Technologist]),
    member("analyst", "Anna Sample", &[Role::QualityControl]),
    member("qp", "Quentin Sample", &[Role::QualifiedPerson]),
    member("nurse", "Nora Sample", &[Role::InfusionNurse]),
    member("nurse2", "Nils Sample", &[Role::InfusionNurse]),
    member("inspector", "Iris Sample", &[Role::Inspector]),
    member("admin", "Adam Sample", &[Role::Administrator]),
    member("physician2", "Paul Sample", &[Role::Physician]),
    member("analyst2", "Aldo Sample", &[Role::QualityControl]),
    member("courier", "Cleo Sample", &[Role::Courier]),
];

const fn member(sign_in: &'static str, name: &'static str, roles: &'static [Role]) -> Member {
    Member {
        sign_in,
        name,
        roles,
    }
}

/// The staff, each with a proof of who they are.
pub(crate) type Cast = BTreeMap<&'static str, (Actor, Proven)>;

pub(crate) fn sample_centre() -> Centre {
    Centre {
        name: "Sample University Hospital".to_owned(),
        origin: "sample.invalid/cikada".to_owned(),
        zone: ZONE.to_owned(),
        facility: "A9999".to_owned(),
        country: "IT".to_owned(),
        address: "1 Sample Street, Sampletown, tel. 555 0100".to_owned(),
        retention: None,
    }
}

/// Opens the accounts and installs the shipped protocols.
pub(crate) fn open(world: &World) -> Result<Cast, SampleError> {
    install_protocols(world, shipped())?;
    for (staff, member) in staffed() {
        let account = NewAccount {
            staff: staff?,
            sign_in_name: member.sign_in.to_owned(),
            name: member.name.to_owned(),
            roles: member.roles.to_vec(),
            password: PASSWORD.to_owned(),
        };
        open_account(world, &account, "system")?;
    }
    cast(world)
}

/// The staff of a sample centre whose accounts are open.
pub(crate) fn cast(world: &World) -> Result<Cast, SampleError> {
    let mut cast = Cast::new();
    for (staff, member) in staffed() {
        let proven = prove(world, member.sign_in, PASSWORD)?;
        let device = DeviceId::new(format!("sample-{}", member.sign_in)).map_err(unsuitable)?;
        let staff = world
            .staff(&staff?)
            .ok_or_else(|| unsuitable("an account is missing"))?;
        cast.insert(member.sign_in, (Actor { staff, device }, proven));
    }
    Ok(cast)
}

fn staffed() -> impl Iterator<Item = (Result<StaffId, SampleError>, &'static Member)> {
    let numbered = |number| StaffId::new(format!("S-{number:04}")).map_err(unsuitable);
    (1..).map(numbered).zip(&MEMBERS)
}

pub(crate) fn unsuitable(why: impl ToString) -> SampleError {
    SampleError::Unsuitable(why.to_string())
}

pub(crate) fn date(text: &str) -> Result<Date, SampleError> {
    text.parse().map_err(unsuitable)
}

/// Eight in the morning of a day in the sample centre's zone.
pub(crate) fn day(text: &str) -> Result<Timestamp, SampleError> {
    moment(&format!("{text}T08:00"))
}

pub(crate) fn moment(text: &str) -> Result<Timestamp, SampleError> {
    let local: jiff::civil::DateTime = text.parse().map_err(unsuitable)?;
    local
        .in_tz(ZONE)
        .map(|zoned| zoned.timestamp())
        .map_err(unsuitable)
}
