//! How long a product still lives, held against the way it has to go: transport, then the whole
//! infusion with whatever the protocol counts into it.

use cikada_domain::{ContainerId, Treatment};
use cikada_protocol::Protocol;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::gates;
use crate::outlook::looking;

/// The way of a product that leaves now, against its expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShelfLife {
    /// When it would leave: now, by the latest clock anyone has shown.
    pub leaves_at: Timestamp,
    /// When the infusion could start: after the transport the protocol plans.
    pub arrives_at: Timestamp,
    /// When the infusion is planned to end.
    pub ends_at: Timestamp,
    /// Until when the infusion must have ended.
    pub expires_at: Timestamp,
}

impl ShelfLife {
    /// What is left at the planned end; negative if the product would expire before it.
    #[must_use]
    pub fn spare(&self) -> SignedDuration {
        self.expires_at.duration_since(self.ends_at)
    }
}

/// The remaining life of a product that was not given; nothing for any other, and nothing where the
/// protocol's times cannot be laid out, which no release passes.
#[must_use]
pub fn shelf_life(
    protocol: &Protocol,
    treatment: &Treatment,
    container: &ContainerId,
    (now, zone): (Timestamp, &TimeZone),
) -> Option<ShelfLife> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let product = treatment.products.get(container)?;
    if treatment.containers_infused().contains(container) {
        return None;
    }
    let arrives_at = gates::arrival(ctx)?;
    Some(ShelfLife {
        leaves_at: ctx.clock(),
        arrives_at,
        ends_at: gates::planned_end(ctx, arrives_at)?,
        expires_at: product.expires_at,
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ReleaseKind;

    use super::*;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, container};

    fn life(course: &Course) -> Option<ShelfLife> {
        let Course {
            protocol,
            treatment,
            now,
            zone,
            ..
        } = course;
        shelf_life(protocol, treatment, &container("CELLS-1"), (*now, zone))
    }

    #[test]
    fn what_is_left_counts_transport_and_infusion_and_says_what_the_release_says() {
        let mut course = example_course(Point::Tested);
        let before = life(&course).unwrap();
        assert!(before.arrives_at >= before.leaves_at && before.ends_at > before.arrives_at);
        let release = course.release(1, ReleaseKind::Conditional, course.today());
        course.now += before.spare() - SignedDuration::from_mins(1);
        assert_eq!(life(&course).unwrap().spare().as_mins(), 1);
        course.now += SignedDuration::from_mins(2);
        assert_eq!(life(&course).unwrap().spare().as_mins(), -1);
        let code = "product-would-expire-before-end";
        assert_eq!(codes(&mut course, "qp-1", &release), [code]);
        // A clock set back makes no product younger.
        course.now -= SignedDuration::from_mins(2);
        assert_eq!(life(&course).unwrap().spare().as_mins(), -1);
    }

    #[test]
    fn a_product_that_was_given_has_no_way_to_go() {
        assert_eq!(life(&example_course(Point::Infused)), None);
    }
}
