//! Changes of making: collection, culture, batch record, medicine, specification, release.

use super::{Changes, Concerns, limit};
use crate::model::{
    CollectionRule, Input, Material, MaterialFrom, Medicine, ProductRule, Protocol, ReleaseRule,
    SpecificationTest, Step, TransportRule,
};

/// Compares everything about making the product.
pub(super) fn all(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    collection(old, new, changes);
    medicine(old.medicine(), new.medicine(), changes);
    let alone = |step: &Step| {
        (
            Concerns::Making,
            format!("step {}: {}", step.id, step.title),
        )
    };
    let lists = (old.steps.as_slice(), new.steps.as_slice());
    changes.paired(lists, |step| step.id.to_string(), alone, step);
    specification(old, new, changes);
    let (before, after) = (&old.product, &new.product);
    let what = "shelf life";
    let lives = (before.shelf_life.words(), after.shelf_life.words());
    changes.replaced(Concerns::Making, what, &lives.0, &lives.1);
    changes.replaced(Concerns::Making, "storage", &before.storage, &after.storage);
    let doses = |product: &ProductRule| {
        let rule = product.division.as_ref();
        rule.map_or(1, |rule| rule.doses_max).to_string()
    };
    let what = "doses of a batch, at most";
    changes.replaced(Concerns::Making, what, &doses(before), &doses(after));
    if old.label != new.label {
        changes.add(Concerns::Making, "what labels say".to_owned());
    }
    let what = "product code";
    changes.replaced(
        Concerns::Making,
        what,
        &before.product_code,
        &after.product_code,
    );
    transport(old, new, changes);
}

fn transport(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let words = |rule: &TransportRule| {
        format!(
            "{}, {}, at most {} outside, gaps after {}",
            rule.duration.words(),
            rule.temperature.words(),
            rule.out_of_condition_max.words(),
            rule.gap_max.words()
        )
    };
    let none = || "none".to_owned();
    let before = old.transport.as_ref().map_or_else(none, words);
    let after = new.transport.as_ref().map_or_else(none, words);
    changes.replaced(Concerns::Making, "transport", &before, &after);
}

fn collection(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    if let (Some(before), Some(after)) = (old.collection(), new.collection()) {
        for text in limit::moved("the volume collected", &before.volume, &after.volume) {
            changes.add(Concerns::Making, text);
        }
        let what = "collected before the infusion, at least";
        let distances = (&before.before_infusion_min, &after.before_infusion_min);
        changes.replaced(
            Concerns::Making,
            what,
            &distances.0.words(),
            &distances.1.words(),
        );
        let way = |rule: &CollectionRule| {
            let way = rule.transport.as_ref();
            way.map_or_else(
                || "none".to_owned(),
                |way| {
                    format!(
                        "within {}, {}, at most {} outside",
                        way.duration_max.words(),
                        way.temperature.words(),
                        way.out_of_condition_max.words()
                    )
                },
            )
        };
        let what = "the way of the collection";
        changes.replaced(Concerns::Making, what, &way(before), &way(after));
        let what = "how it is collected";
        changes.replaced(Concerns::Making, what, &before.procedure, &after.procedure);
    }
    if let (Some(before), Some(after)) = (old.culture(), new.culture()) {
        for text in limit::moved(
            "the length of the culture",
            &before.duration,
            &after.duration,
        ) {
            changes.add(Concerns::Making, text);
        }
    }
}

fn medicine(old: Option<&Medicine>, new: Option<&Medicine>, changes: &mut Changes) {
    match (old, new) {
        (None, None) => {}
        (Some(before), Some(after)) => {
            let units = (before.order_unit.code(), after.order_unit.code());
            changes.replaced(Concerns::Treatment, "the unit of orders", units.0, units.1);
            if before.strength != after.strength || before.vials != after.vials {
                changes.add(Concerns::Making, "other vials or another strength");
            }
            if before.dilution != after.dilution {
                changes.add(Concerns::Making, "another dilution");
            }
        }
        (Some(_), None) => changes.add(Concerns::Treatment, "cells instead of a medicine"),
        (None, Some(_)) => changes.add(Concerns::Treatment, "a medicine instead of cells"),
    }
}

fn step(old: &Step, new: &Step, changes: &mut Changes) {
    let making = Concerns::Making;
    let days = |step: &Step| format!("day {} to day {}", step.days.0, step.days.1);
    changes.replaced(
        making,
        &format!("when '{}' is done", new.id),
        &days(old),
        &days(new),
    );
    if old.instruction != new.instruction || old.title != new.title {
        changes.add(
            making,
            format!("step '{}' reads: {}", new.id, new.instruction),
        );
    }
    if old.witness != new.witness {
        let who = if new.witness {
            "now needs"
        } else {
            "no longer needs"
        };
        changes.add(making, format!("step '{}' {who} a witness", new.id));
    }
    if old.targets != new.targets || old.timer != new.timer || old.attachments != new.attachments {
        changes.add(
            making,
            format!("step '{}' works out or asks for something else", new.id),
        );
    }
    let order = |step: &Step| (step.after.clone(), step.parallel.clone(), step.repeats);
    if order(old) != order(new) || old.kind != new.kind {
        changes.add(
            making,
            format!("step '{}' has another place in the order", new.id),
        );
    }
    equipment(old, new, changes);
    let id = &new.id;
    let alone = |input: &Input| (Concerns::Making, format!("entry of {}", input.label));
    let lists = (old.inputs.as_slice(), new.inputs.as_slice());
    changes.paired(
        lists,
        |input| input.id.to_string(),
        alone,
        |old, new, changes| {
            if let (Some(before), Some(after)) = (&old.limit, &new.limit) {
                let what = format!(
                    "in step '{id}' the {} limit",
                    new.id.as_str().replace('-', " ")
                );
                for text in limit::moved(&what, before, after) {
                    changes.add(making, text);
                }
            } else if old.limit != new.limit {
                changes.add(making, format!("{}: a limit came or went", new.label));
            }
        },
    );
    materials(old, new, changes);
}

fn materials(old: &Step, new: &Step, changes: &mut Changes) {
    let words = |material: &Material| {
        let patient = match material.from {
            MaterialFrom::Patient => ", from the patient",
            MaterialFrom::Stock => "",
        };
        format!("{}, {}{patient}", material.name, material.amount.words())
    };
    let alone = |material: &Material| (Concerns::Making, format!("material {}", words(material)));
    let lists = (old.materials.as_slice(), new.materials.as_slice());
    changes.paired(
        lists,
        |m| m.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("material '{}' of step", new.id);
            changes.replaced(Concerns::Making, &what, &words(old), &words(new));
        },
    );
}

fn equipment(old: &Step, new: &Step, changes: &mut Changes) {
    if old.equipment != new.equipment {
        let text = format!("step '{}' uses other equipment", new.id);
        changes.add(Concerns::Making, text);
    }
}

fn specification(old: &Protocol, new: &Protocol, changes: &mut Changes) {
    let words = |test: &SpecificationTest| format!("{}: {}", test.text, test.requirement.words());
    let alone = |test: &SpecificationTest| (Concerns::Making, format!("test {}", words(test)));
    let lists = (old.specification.as_slice(), new.specification.as_slice());
    changes.paired(
        lists,
        |test| test.id.to_string(),
        alone,
        |old, new, changes| {
            let what = format!("the {} release limit", new.id.as_str().replace('-', " "));
            for text in limit::moved(&what, &old.requirement, &new.requirement) {
                changes.add(Concerns::Making, text);
            }
            let what = format!("stage of the test '{}'", new.id);
            changes.replaced(Concerns::Making, &what, old.stage.name(), new.stage.name());
            let done = |test: &SpecificationTest| {
                let rule = test.if_failed.as_ref();
                rule.map_or_else(|| "nothing said".to_owned(), |rule| rule.text.clone())
            };
            let what = format!("what is done if the test '{}' fails late", new.id);
            changes.replaced(Concerns::Making, &what, &done(old), &done(new));
        },
    );
    let alone = |rule: &ReleaseRule| (Concerns::Making, format!("{} release", rule.stage.name()));
    let lists = (old.releases.as_slice(), new.releases.as_slice());
    changes.paired(
        lists,
        |rule| rule.stage.name().to_owned(),
        alone,
        |old, new, changes| {
            let what = format!("{} release", new.stage.name());
            changes.replaced(Concerns::Making, &what, &old.text, &new.text);
        },
    );
}
